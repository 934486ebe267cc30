module @jit_trunc attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.3546999e+00, -1.1700615e-01, -1.4293636e+00, -3.0791e-01, -1.7215164e+00], [-8.877511e-01, 5.1213604e-01, 1.644309e+00, 1.0289559e+00, 8.831699e-01], [-1.475638e+00, 1.2669144e+00, 8.036723e-01, -1.4275247e+00, 9.29765e-01], [-1.0839857e+00, 4.630273e-01, -3.392334e-01, -1.1106485e+00, 1.8089765e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[1.0e+00, -0.0e+00, -1.0e+00, -0.0e+00, -1.0e+00], [-0.0e+00, 0.0e+00, 1.0e+00, 1.0e+00, 0.0e+00], [-1.0e+00, 1.0e+00, 0.0e+00, -1.0e+00, 0.0e+00], [-1.0e+00, 0.0e+00, -0.0e+00, -1.0e+00, 0.0e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.000e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = call @trunc(%arg0) : (tensor<4x5xf32>) -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
  func.func private @trunc(%arg0: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %1 = stablehlo.compare LT, %arg0, %0, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %2 = stablehlo.ceil %arg0 : tensor<4x5xf32>
    %3 = stablehlo.floor %arg0 : tensor<4x5xf32>
    %4 = call @_where(%1, %2, %3) : (tensor<4x5xi1>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    return %4 : tensor<4x5xf32>
  }
  func.func private @_where(%arg0: tensor<4x5xi1>, %arg1: tensor<4x5xf32>, %arg2: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = stablehlo.select %arg0, %arg1, %arg2 : tensor<4x5xi1>, tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
