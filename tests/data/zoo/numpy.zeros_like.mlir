module @jit_zeros_like attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-1.3721589e+00, -4.770168e-01, 1.6557548e+00, -5.029229e-01], [-1.0711251e+00, -8.8870543e-01, -8.36881e-01, -3.117473e-01], [1.1052281e+00, -9.132583e-01, 1.8115212e+00, 1.5900686e+00], [1.287793e-01, -1.7996262e+00, -1.79708e-01, 3.7904727e-01]]> : tensor<4x4xf32>
    %out = func.call @function(%in0) : (tensor<4x4xf32>) -> (tensor<4x4xf32>)
    %expected0 = stablehlo.constant dense<[[0.0e+00, 0.0e+00, 0.0e+00, 0.0e+00], [0.0e+00, 0.0e+00, 0.0e+00, 0.0e+00], [0.0e+00, 0.0e+00, 0.0e+00, 0.0e+00], [0.0e+00, 0.0e+00, 0.0e+00, 0.0e+00]]> : tensor<4x4xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.000e-07 : tensor<4x4xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x4xf32>) -> (tensor<4x4xf32> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x4xf32>
    return %0 : tensor<4x4xf32>
  }
}
