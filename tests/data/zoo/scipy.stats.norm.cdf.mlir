module @jit_cdf attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.1868474e+00, -1.5298241e+00, -1.6079675e+00, 7.687759e-01, -7.038443e-01], [-1.4209293e+00, -1.8468007e+00, 1.5419979e+00, 8.0003744e-01, -1.9973963e+00], [-9.5636123e-01, 1.0484624e+00, 1.679507e+00, -7.8771555e-01, -1.1923223e+00], [7.9916245e-01, 3.800555e-01, -1.2802866e+00, -1.9964128e+00, 1.2919048e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[8.823561e-01, 6.303015e-02, 5.3921144e-02, 7.789868e-01, 2.4076489e-01], [7.766868e-02, 3.2388017e-02, 9.38463e-01, 7.8815544e-01, 2.2891076e-02], [1.6944492e-01, 8.5278714e-01, 9.534734e-01, 2.1543154e-01, 1.16567485e-01], [7.879019e-01, 6.4804786e-01, 1.0022221e-01, 2.2944508e-02, 9.018049e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 9.535e-05 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %1 = stablehlo.subtract %arg0, %0 : tensor<4x5xf32>
    %cst_0 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %2 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %3 = stablehlo.divide %1, %2 : tensor<4x5xf32>
    %cst_1 = stablehlo.constant dense<0.707106769> : tensor<f32>
    %4 = stablehlo.broadcast_in_dim %cst_1, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %5 = stablehlo.multiply %3, %4 : tensor<4x5xf32>
    %6 = stablehlo.abs %5 : tensor<4x5xf32>
    %cst_2 = stablehlo.constant dense<0.707106769> : tensor<f32>
    %7 = stablehlo.broadcast_in_dim %cst_2, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %8 = stablehlo.compare LT, %6, %7, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %9 = chlo.erf %5 : tensor<4x5xf32> -> tensor<4x5xf32>
    %cst_3 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %10 = stablehlo.broadcast_in_dim %cst_3, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %11 = stablehlo.add %10, %9 : tensor<4x5xf32>
    %cst_4 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %12 = stablehlo.broadcast_in_dim %cst_4, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %13 = stablehlo.compare GT, %5, %12, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %14 = chlo.erfc %6 : tensor<4x5xf32> -> tensor<4x5xf32>
    %cst_5 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
    %15 = stablehlo.broadcast_in_dim %cst_5, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %16 = stablehlo.subtract %15, %14 : tensor<4x5xf32>
    %17 = chlo.erfc %6 : tensor<4x5xf32> -> tensor<4x5xf32>
    %18 = stablehlo.select %13, %16, %17 : tensor<4x5xi1>, tensor<4x5xf32>
    %19 = stablehlo.select %8, %11, %18 : tensor<4x5xi1>, tensor<4x5xf32>
    %cst_6 = stablehlo.constant dense<5.000000e-01> : tensor<f32>
    %20 = stablehlo.broadcast_in_dim %cst_6, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %21 = stablehlo.multiply %20, %19 : tensor<4x5xf32>
    return %21 : tensor<4x5xf32>
  }
}
