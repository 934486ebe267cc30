module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[9.234731e-01, 8.8552785e-01, 4.0784794e-01, 5.009391e-01, 1.0947785e+00], [-1.9021813e+00, 2.6942304e-01, 1.8490072e+00, 7.608557e-01, 1.469714e+00], [-1.4014539e+00, -7.616457e-02, -8.5677546e-01, -6.049625e-01, 8.9931583e-01], [1.6127772e+00, -1.4573597e+00, 9.4905937e-01, -5.2565295e-01, -1.2710173e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[-3.794527e-02, -2.578126e-01, -1.9229439e-01, 3.434653e-01, 5.9383947e-01], [2.1716044e+00, 1.8755943e+00, 2.4571632e-01, -1.896466e-01, 7.088584e-01], [1.3252892e+00, 2.723392e-01, -2.64399e-01, 8.780457e-01, 1.5042784e+00], [-3.070137e+00, -3.3185893e-01, 4.6585336e-01, -1.1100383e+00, -7.4536437e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 3.070e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = call @gradient(%arg0) : (tensor<4x5xf32>) -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
  func.func private @gradient(%arg0: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = stablehlo.slice %arg0 [0:4, 1:2] : (tensor<4x5xf32>) -> tensor<4x1xf32>
    %1 = stablehlo.slice %arg0 [0:4, 0:1] : (tensor<4x5xf32>) -> tensor<4x1xf32>
    %2 = stablehlo.subtract %0, %1 : tensor<4x1xf32>
    %3 = stablehlo.slice %arg0 [0:4, 4:5] : (tensor<4x5xf32>) -> tensor<4x1xf32>
    %4 = stablehlo.slice %arg0 [0:4, 3:4] : (tensor<4x5xf32>) -> tensor<4x1xf32>
    %5 = stablehlo.subtract %3, %4 : tensor<4x1xf32>
    %6 = stablehlo.slice %arg0 [0:4, 2:5] : (tensor<4x5xf32>) -> tensor<4x3xf32>
    %7 = stablehlo.slice %arg0 [0:4, 0:3] : (tensor<4x5xf32>) -> tensor<4x3xf32>
    %8 = stablehlo.subtract %6, %7 : tensor<4x3xf32>
    %cst = stablehlo.constant dense<5.000000e-01> : tensor<f32>
    %9 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x3xf32>
    %10 = stablehlo.multiply %8, %9 : tensor<4x3xf32>
    %cst_0 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %11 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4x3xf32>
    %12 = stablehlo.divide %10, %11 : tensor<4x3xf32>
    %cst_1 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %13 = stablehlo.broadcast_in_dim %cst_1, dims = [] : (tensor<f32>) -> tensor<4x1xf32>
    %14 = stablehlo.divide %5, %13 : tensor<4x1xf32>
    %cst_2 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %15 = stablehlo.broadcast_in_dim %cst_2, dims = [] : (tensor<f32>) -> tensor<4x1xf32>
    %16 = stablehlo.divide %2, %15 : tensor<4x1xf32>
    %17 = stablehlo.concatenate %16, %12, %14, dim = 1 : (tensor<4x1xf32>, tensor<4x3xf32>, tensor<4x1xf32>) -> tensor<4x5xf32>
    return %17 : tensor<4x5xf32>
  }
}
