module @jit_flip attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[7.3254144e-01, -1.022064e+00, -1.1391969e+00, -5.5736524e-01], [1.7553663e+00, 4.0309456e-01, -1.1359358e+00, -1.0523486e+00], [7.065259e-01, 1.1875424e+00, 4.839622e-01, 7.460482e-01], [-9.2285734e-01, -1.4631497e+00, -1.8007087e+00, 1.2956363e+00]]> : tensor<4x4xf32>
    %out = func.call @function(%in0) : (tensor<4x4xf32>) -> (tensor<4x4xf32>)
    %expected0 = stablehlo.constant dense<[[1.2956363e+00, -1.8007087e+00, -1.4631497e+00, -9.2285734e-01], [7.460482e-01, 4.839622e-01, 1.1875424e+00, 7.065259e-01], [-1.0523486e+00, -1.1359358e+00, 4.0309456e-01, 1.7553663e+00], [-5.5736524e-01, -1.1391969e+00, -1.022064e+00, 7.3254144e-01]]> : tensor<4x4xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.801e-04 : tensor<4x4xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x4xf32>) -> (tensor<4x4xf32> {jax.result_info = "result"}) {
    %0 = call @_flip(%arg0) : (tensor<4x4xf32>) -> tensor<4x4xf32>
    return %0 : tensor<4x4xf32>
  }
  func.func private @_flip(%arg0: tensor<4x4xf32>) -> tensor<4x4xf32> {
    %0 = stablehlo.reverse %arg0, dims = [0, 1] : tensor<4x4xf32>
    return %0 : tensor<4x4xf32>
  }
}
