module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.2594126e+00, 1.9420129e+00, 2.7520227e+00, 7.428224e-01, 2.1506171e+00], [2.4221163e+00, 5.131077e-01, 1.6429926e+00, 9.102955e-01, 2.0116932e+00], [1.7331954e+00, 1.7942842e+00, 2.2105744e+00, 8.8247883e-01, 9.377483e-01], [1.7865881e-01, 1.8442999e+00, 8.410794e-01, 1.4842908e+00, 1.9149421e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[-1.849733e+00, -2.629084e+00, -3.5203905e+00, -1.3385648e+00, -2.866569e+00], [-3.1682577e+00, -1.1691295e+00, -2.2843947e+00, -1.4886823e+00, -2.7088425e+00], [-2.388505e+00, -2.4590292e+00, -2.9340043e+00, -1.4624606e+00, -1.5150106e+00], [-1.0220556e+00, -2.5167108e+00, -1.4243336e+00, -2.1021807e+00, -2.598005e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 3.520e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %1 = stablehlo.subtract %arg0, %0 : tensor<4x5xf32>
    %cst_0 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %2 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %3 = stablehlo.divide %1, %2 : tensor<4x5xf32>
    %cst_1 = stablehlo.constant dense<3.000000e+00> : tensor<f32>
    %cst_2 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
    %4 = stablehlo.divide %cst_1, %cst_2 : tensor<f32>
    %cst_3 = stablehlo.constant dense<5.000000e-01> : tensor<f32>
    %5 = stablehlo.add %4, %cst_3 : tensor<f32>
    %cst_4 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %cst_5 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %6 = stablehlo.multiply %cst_4, %cst_5 : tensor<f32>
    %cst_6 = stablehlo.constant dense<3.14159274> : tensor<f32>
    %7 = stablehlo.multiply %6, %cst_6 : tensor<f32>
    %cst_7 = stablehlo.constant dense<3.000000e+00> : tensor<f32>
    %8 = stablehlo.multiply %7, %cst_7 : tensor<f32>
    %9 = stablehlo.log %8 : tensor<f32>
    %cst_8 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
    %10 = stablehlo.divide %9, %cst_8 : tensor<f32>
    %11 = chlo.lgamma %4 : tensor<f32> -> tensor<f32>
    %12 = stablehlo.add %11, %10 : tensor<f32>
    %13 = chlo.lgamma %5 : tensor<f32> -> tensor<f32>
    %14 = stablehlo.subtract %12, %13 : tensor<f32>
    %15 = stablehlo.multiply %3, %3 : tensor<4x5xf32>
    %cst_9 = stablehlo.constant dense<3.000000e+00> : tensor<f32>
    %16 = stablehlo.broadcast_in_dim %cst_9, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %17 = stablehlo.divide %15, %16 : tensor<4x5xf32>
    %18 = stablehlo.log_plus_one %17 : tensor<4x5xf32>
    %19 = stablehlo.broadcast_in_dim %5, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %20 = stablehlo.multiply %19, %18 : tensor<4x5xf32>
    %21 = stablehlo.broadcast_in_dim %14, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %22 = stablehlo.add %21, %20 : tensor<4x5xf32>
    %23 = stablehlo.negate %22 : tensor<4x5xf32>
    return %23 : tensor<4x5xf32>
  }
}
