module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[8.5216844e-01, -1.3978264e+00, -1.9162658e+00, -5.668881e-01, 3.3931303e-01], [-1.9543263e+00, -1.3854238e+00, -5.1366705e-01, -9.3132603e-01, 3.4257898e-01], [-5.797103e-01, -9.6804607e-01, 6.5545666e-01, 3.663541e-01, 1.7544125e+00], [-5.9397775e-01, 4.2026532e-01, 1.935465e+00, -4.4819713e-01, -1.0656433e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[8.5216844e-01, -5.45658e-01, -2.4619238e+00, -3.028812e+00, -2.689499e+00], [-1.9543263e+00, -3.33975e+00, -3.8534172e+00, -4.7847433e+00, -4.4421644e+00], [-5.797103e-01, -1.5477564e+00, -8.922998e-01, -5.2594566e-01, 1.2284669e+00], [-5.9397775e-01, -1.7371243e-01, 1.7617526e+00, 1.3135555e+00, 2.4791217e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 4.785e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = call @_cumsum_with_promotion(%arg0) : (tensor<4x5xf32>) -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
  func.func private @_cumsum_with_promotion(%arg0: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = call @cumsum(%arg0) : (tensor<4x5xf32>) -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
  func.func private @cumsum(%arg0: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<f32>
    %1 = "stablehlo.reduce_window"(%arg0, %0) <{base_dilations = array<i64: 1, 1>, padding = dense<[[0, 0], [4, 0]]> : tensor<2x2xi64>, window_dilations = array<i64: 1, 1>, window_dimensions = array<i64: 1, 5>, window_strides = array<i64: 1, 1>}> ({
    ^bb0(%arg1: tensor<f32>, %arg2: tensor<f32>):
      %2 = stablehlo.add %arg1, %arg2 : tensor<f32>
      stablehlo.return %2 : tensor<f32>
    }) : (tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    return %1 : tensor<4x5xf32>
  }
}
