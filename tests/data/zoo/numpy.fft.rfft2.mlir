module @jit_rfft2 attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.5769408e+00, -1.3543686e+00, -1.0371767e-01, 8.152868e-01, -8.555091e-01, -4.79438e-01, -1.1926322e+00, -1.1103743e+00], [9.557495e-01, -1.7824445e+00, -2.4847057e-01, 9.224701e-02, -2.5394477e-02, -1.366516e+00, -1.9324464e+00, -1.9580468e+00], [-8.1579715e-01, -5.8252998e-02, 1.6449519e+00, -1.5298325e+00, 1.2189034e+00, -4.5499614e-01, 3.2782498e-01, -5.246694e-01], [1.6839923e+00, 1.7286412e+00, 9.675982e-01, -2.595522e-01, -1.4002001e-01, 1.1792351e+00, -6.005297e-01, 1.4951591e+00]]> : tensor<4x8xf32>
    %out = func.call @function(%in0) : (tensor<4x8xf32>) -> (tensor<4x5xcomplex<f32>>)
    %expected0 = stablehlo.constant dense<[[(-3.1064792e+00, 0.0e+00), (2.0992599e+00, -6.2742977e+00), (4.736286e+00, -3.9164245e-01), (4.306551e+00, 5.041993e+00), (8.0293665e+00, 0.0e+00)], [(-2.5119443e+00, 1.2319847e+01), (-6.2826264e-01, 3.2710242e+00), (6.542882e+00, 1.1456034e+00), (5.5466633e+00, -3.9316804e+00), (-3.3896582e+00, -5.996641e+00)], [(-2.6848817e+00, 0.0e+00), (-3.2818017e+00, 8.366928e-01), (-3.8400648e+00, 3.8657463e-01), (-1.5330124e+00, -8.5543156e-01), (4.9658537e+00, 0.0e+00)], [(-2.5119443e+00, -1.2319847e+01), (3.6193342e+00, -5.160992e+00), (6.3202214e-01, 5.0143404e+00), (9.330868e+00, 1.1288626e+00), (-3.3896582e+00, 5.996641e+00)]]> : tensor<4x5xcomplex<f32>>
    check.expect_almost_eq %out, %expected0, tolerance = 1.257e-03 : tensor<4x5xcomplex<f32>>
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
