module @jit_fliplr attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[4.206716e-01, 1.3556017e+00, -1.32522555e-02, 1.2922904e+00], [-6.4912814e-01, -8.351579e-01, -1.3524843e+00, -6.977356e-01], [-9.1958827e-01, 1.1430485e+00, 1.9452138e-01, -1.0411901e+00], [8.956867e-01, 1.7791952e+00, -1.7953664e+00, -2.6074734e-01]]> : tensor<4x4xf32>
    %out = func.call @function(%in0) : (tensor<4x4xf32>) -> (tensor<4x4xf32>)
    %expected0 = stablehlo.constant dense<[[1.2922904e+00, -1.32522555e-02, 1.3556017e+00, 4.206716e-01], [-6.977356e-01, -1.3524843e+00, -8.351579e-01, -6.4912814e-01], [-1.0411901e+00, 1.9452138e-01, 1.1430485e+00, -9.1958827e-01], [-2.6074734e-01, -1.7953664e+00, 1.7791952e+00, 8.956867e-01]]> : tensor<4x4xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.795e-04 : tensor<4x4xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x4xf32>) -> (tensor<4x4xf32> {jax.result_info = "result"}) {
    %0 = call @_flip(%arg0) : (tensor<4x4xf32>) -> tensor<4x4xf32>
    return %0 : tensor<4x4xf32>
  }
  func.func private @_flip(%arg0: tensor<4x4xf32>) -> tensor<4x4xf32> {
    %0 = stablehlo.reverse %arg0, dims = [1] : tensor<4x4xf32>
    return %0 : tensor<4x4xf32>
  }
}
