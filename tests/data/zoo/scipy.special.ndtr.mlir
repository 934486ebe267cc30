module @jit_ndtr attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[2.5500276e+00, 1.5809176e+00, 8.1131136e-01, 5.9207606e-01, 4.8816067e-01], [2.130467e+00, 7.484319e-01, 2.2038374e+00, 1.989441e+00, 3.404322e-01], [9.30413e-01, 2.3849504e+00, 2.8904848e+00, 4.16052e-01, 1.2870293e+00], [3.6976388e-01, 2.7540329e+00, 2.1098907e+00, 1.4984204e+00, 2.8390527e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[9.946143e-01, 9.430516e-01, 7.914065e-01, 7.231002e-01, 6.8728197e-01], [9.834334e-01, 7.7290016e-01, 9.862321e-01, 9.766737e-01, 6.3323444e-01], [8.239213e-01, 9.914593e-01, 9.9807674e-01, 6.61314e-01, 9.0095794e-01], [6.4422077e-01, 9.970567e-01, 9.825661e-01, 9.329879e-01, 9.977376e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 9.981e-05 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<0.707106769> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %1 = stablehlo.multiply %arg0, %0 : tensor<4x5xf32>
    %2 = stablehlo.abs %1 : tensor<4x5xf32>
    %cst_0 = stablehlo.constant dense<0.707106769> : tensor<f32>
    %3 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %4 = stablehlo.compare LT, %2, %3, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %5 = chlo.erf %1 : tensor<4x5xf32> -> tensor<4x5xf32>
    %cst_1 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %6 = stablehlo.broadcast_in_dim %cst_1, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %7 = stablehlo.add %6, %5 : tensor<4x5xf32>
    %cst_2 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %8 = stablehlo.broadcast_in_dim %cst_2, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %9 = stablehlo.compare GT, %1, %8, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %10 = chlo.erfc %2 : tensor<4x5xf32> -> tensor<4x5xf32>
    %cst_3 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
    %11 = stablehlo.broadcast_in_dim %cst_3, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %12 = stablehlo.subtract %11, %10 : tensor<4x5xf32>
    %13 = chlo.erfc %2 : tensor<4x5xf32> -> tensor<4x5xf32>
    %14 = stablehlo.select %9, %12, %13 : tensor<4x5xi1>, tensor<4x5xf32>
    %15 = stablehlo.select %4, %7, %14 : tensor<4x5xi1>, tensor<4x5xf32>
    %cst_4 = stablehlo.constant dense<5.000000e-01> : tensor<f32>
    %16 = stablehlo.broadcast_in_dim %cst_4, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %17 = stablehlo.multiply %16, %15 : tensor<4x5xf32>
    return %17 : tensor<4x5xf32>
  }
}
