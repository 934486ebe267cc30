module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-1.7388105e+00, -5.771446e-01, 5.606671e-01, -7.0266664e-01, -1.7642822e+00], [-1.0897405e+00, -1.5992006e+00, -3.582196e-01, 7.231366e-01, -8.233815e-02], [-1.2727196e+00, -1.2100295e+00, 4.329173e-02, -3.6789578e-01, -1.7529262e+00], [-6.508386e-01, -1.625245e-01, -5.606598e-01, 3.5894092e-02, -6.4140624e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[1.5695726e+00, 1.8151078e-01, 4.874822e-03, 6.709922e-03, 1.6333e-01], [-9.026703e-01, -3.1449792e-01, 8.694682e-03, -9.549225e-03, -9.2575885e-02], [8.2833505e-01, 1.9665945e-01, -2.4271933e-02, -1.3205285e-02, 1.1243378e+00], [-6.508386e-01, -1.625245e-01, -5.606598e-01, 3.5894092e-02, -6.4140624e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.570e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = call @cumprod(%arg0) : (tensor<4x5xf32>) -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
  func.func private @cumprod(%arg0: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %cst = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %0 = "stablehlo.reduce_window"(%arg0, %cst) <{base_dilations = array<i64: 1, 1>, padding = dense<[[0, 3], [0, 0]]> : tensor<2x2xi64>, window_dilations = array<i64: 1, 1>, window_dimensions = array<i64: 4, 1>, window_strides = array<i64: 1, 1>}> ({
    ^bb0(%arg1: tensor<f32>, %arg2: tensor<f32>):
      %1 = stablehlo.multiply %arg1, %arg2 : tensor<f32>
      stablehlo.return %1 : tensor<f32>
    }) : (tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
