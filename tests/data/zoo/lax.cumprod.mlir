module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[4.6942306e-01, 1.4849851e+00, -1.0205462e+00, 8.8980633e-01, -1.2744407e-01], [9.365079e-01, -2.2468719e-01, 1.8304347e+00, 1.2567296e+00, 1.945223e+00], [-1.2375118e+00, -1.2214302e+00, 1.0500435e+00, 9.298104e-01, 1.3325503e-01], [1.74681e-02, -7.3968685e-01, -1.3473862e+00, -1.6808698e+00, -1.1296449e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[4.6942306e-01, 6.970863e-01, -7.1140873e-01, -6.33016e-01, 8.0674134e-02], [9.365079e-01, -2.1042132e-01, -3.851625e-01, -4.8404512e-01, -9.415757e-01], [-1.2375118e+00, 1.5115342e+00, 1.5871767e+00, 1.4757733e+00, 1.9665423e-01], [1.74681e-02, -1.2920924e-02, 1.7409476e-02, -2.9263062e-02, 3.305687e-02]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.587e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = call @cumprod(%arg0) : (tensor<4x5xf32>) -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
  func.func private @cumprod(%arg0: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %cst = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %0 = "stablehlo.reduce_window"(%arg0, %cst) <{base_dilations = array<i64: 1, 1>, padding = dense<[[0, 0], [4, 0]]> : tensor<2x2xi64>, window_dilations = array<i64: 1, 1>, window_dimensions = array<i64: 1, 5>, window_strides = array<i64: 1, 1>}> ({
    ^bb0(%arg1: tensor<f32>, %arg2: tensor<f32>):
      %1 = stablehlo.multiply %arg1, %arg2 : tensor<f32>
      stablehlo.return %1 : tensor<f32>
    }) : (tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
