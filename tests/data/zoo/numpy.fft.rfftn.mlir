module @jit_rfftn attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-1.9982629e+00, -1.910473e-01, -5.9877723e-01, 3.0971128e-01, -1.839749e-01, 1.8462268e+00, -1.0702802e+00, 1.8686856e+00], [4.125498e-01, -1.8002307e+00, -1.4945457e+00, -8.7600225e-01, -4.0413177e-01, -1.6080405e+00, 6.524348e-01, 1.7971717e-01], [-1.4086808e+00, 1.9156795e+00, 6.4482963e-01, -7.819127e-01, 1.142234e+00, -1.1424997e+00, 8.8246155e-01, 9.9209614e-02], [-1.9506648e+00, 1.3685677e+00, -1.3624405e+00, 1.9151925e-01, -1.6776842e+00, 1.3615193e+00, -1.8187141e+00, -3.6346067e-02]]> : tensor<4x8xf32>
    %out = func.call @function(%in0) : (tensor<4x8xf32>) -> (tensor<4x5xcomplex<f32>>)
    %expected0 = stablehlo.constant dense<[[(-7.5288916e+00, 0.0e+00), (-9.197383e-01, 3.1766524e+00), (-1.9035838e+00, -7.95593e-01), (-6.7232656e+00, 2.6298058e-01), (-1.2938404e+01, 0.0e+00)], [(-1.3690398e+00, 1.0140061e+00), (1.2646794e+00, 1.5167975e+00), (6.567458e+00, 6.813772e-01), (2.3056028e+00, 4.4685645e+00), (-8.85524e+00, -1.2965627e+01)], [(1.0196095e+01, 0.0e+00), (-2.9160724e+00, -1.6373545e+00), (-2.7102535e+00, -1.0697377e+00), (-6.9017353e+00, 2.2118015e+00), (-9.0604305e-02, 0.0e+00)], [(-1.3690398e+00, -1.0140061e+00), (-6.038858e+00, 5.2296185e+00), (-4.006343e+00, 3.2768233e+00), (5.415082e+00, 5.114392e+00), (-8.85524e+00, 1.2965627e+01)]]> : tensor<4x5xcomplex<f32>>
    check.expect_almost_eq %out, %expected0, tolerance = 1.570e-03 : tensor<4x5xcomplex<f32>>
    return
  }
  func.func private @function(%arg0: tensor<4x8xf32>) -> (tensor<4x5xcomplex<f32>> {jax.result_info = "result"}) {
    %0 = call @fft(%arg0) : (tensor<4x8xf32>) -> tensor<4x5xcomplex<f32>>
    return %0 : tensor<4x5xcomplex<f32>>
  }
  func.func private @fft(%arg0: tensor<4x8xf32>) -> tensor<4x5xcomplex<f32>> {
    %0 = stablehlo.fft %arg0, type = RFFT, length = [4, 8] : (tensor<4x8xf32>) -> tensor<4x5xcomplex<f32>>
    return %0 : tensor<4x5xcomplex<f32>>
  }
}
