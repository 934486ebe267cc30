module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.4419125e+00, -1.3268629e+00, 1.67837e-01], [9.7379065e-01, 8.838005e-03, 9.0499735e-01], [6.473168e-01, 8.759034e-01, 1.0916388e+00], [-1.2253556e+00, -1.6006544e+00, 1.3685669e+00], [5.351331e-01, 9.369983e-01, 1.7893648e+00], [5.492397e-01, -1.5311745e+00, -6.655178e-01], [1.8499111e+00, 1.4168099e+00, -1.3503574e+00], [-1.6657851e+00, 1.9272165e+00, -1.3002275e+00], [-4.5110914e-01, -1.7517684e+00, 6.9813126e-01], [4.4835985e-02, -1.2282007e-02, -7.7742624e-01], [-1.5797867e+00, -1.968759e+00, 6.119771e-01], [-1.5632484e+00, -1.3315759e+00, 3.4668487e-01], [2.829902e-01, 1.2260695e+00, 1.3200603e+00]]> : tensor<13x3xf32>
    %out = func.call @function(%in0) : (tensor<13x3xf32>) -> (tensor<13x3xf32>)
    %expected0 = stablehlo.constant dense<[[1.4419125e+00, -1.3268629e+00, 1.67837e-01], [2.4157033e+00, -1.3180249e+00, 1.0728344e+00], [3.0630202e+00, -4.4212145e-01, 2.164473e+00], [1.8376645e+00, -2.0427759e+00, 3.53304e+00], [2.3727975e+00, -1.1057775e+00, 5.322405e+00], [2.9220371e+00, -2.6369522e+00, 4.656887e+00], [4.7719483e+00, -1.2201422e+00, 3.3065295e+00], [3.1061633e+00, 7.070744e-01, 2.006302e+00], [2.655054e+00, -1.044694e+00, 2.7044334e+00], [2.6998901e+00, -1.056976e+00, 1.9270072e+00], [1.1201035e+00, -3.025735e+00, 2.5389843e+00], [-4.431448e-01, -4.3573112e+00, 2.8856692e+00], [-1.6015461e-01, -3.1312418e+00, 4.2057295e+00]]> : tensor<13x3xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 5.322e-04 : tensor<13x3xf32>
    return
  }
  func.func private @function(%arg0: tensor<13x3xf32>) -> (tensor<13x3xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.slice %arg0 [0:12:2, 0:3] : (tensor<13x3xf32>) -> tensor<6x3xf32>
    %1 = stablehlo.slice %arg0 [1:13:2, 0:3] : (tensor<13x3xf32>) -> tensor<6x3xf32>
    %2 = stablehlo.add %0, %1 : tensor<6x3xf32>
    %3 = stablehlo.slice %2 [0:5:2, 0:3] : (tensor<6x3xf32>) -> tensor<3x3xf32>
    %4 = stablehlo.slice %2 [1:6:2, 0:3] : (tensor<6x3xf32>) -> tensor<3x3xf32>
    %5 = stablehlo.add %3, %4 : tensor<3x3xf32>
    %6 = stablehlo.slice %5 [0:2:2, 0:3] : (tensor<3x3xf32>) -> tensor<1x3xf32>
    %7 = stablehlo.slice %5 [1:3:2, 0:3] : (tensor<3x3xf32>) -> tensor<1x3xf32>
    %8 = stablehlo.add %6, %7 : tensor<1x3xf32>
    %9 = stablehlo.slice %5 [2:3:2, 0:3] : (tensor<3x3xf32>) -> tensor<1x3xf32>
    %10 = stablehlo.add %8, %9 : tensor<1x3xf32>
    %11 = stablehlo.slice %5 [0:1, 0:3] : (tensor<3x3xf32>) -> tensor<1x3xf32>
    %12 = stablehlo.concatenate %11, %10, dim = 0 : (tensor<1x3xf32>, tensor<1x3xf32>) -> tensor<2x3xf32>
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %13 = stablehlo.pad %12, %cst, low = [0, 0], high = [0, 0], interior = [1, 0] : (tensor<2x3xf32>, tensor<f32>) -> tensor<3x3xf32>
    %cst_0 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %14 = stablehlo.pad %8, %cst_0, low = [1, 0], high = [1, 0], interior = [1, 0] : (tensor<1x3xf32>, tensor<f32>) -> tensor<3x3xf32>
    %15 = stablehlo.add %13, %14 : tensor<3x3xf32>
    %16 = stablehlo.slice %15 [0:2, 0:3] : (tensor<3x3xf32>) -> tensor<2x3xf32>
    %17 = stablehlo.slice %2 [2:6:2, 0:3] : (tensor<6x3xf32>) -> tensor<2x3xf32>
    %18 = stablehlo.add %16, %17 : tensor<2x3xf32>
    %19 = stablehlo.slice %2 [0:1, 0:3] : (tensor<6x3xf32>) -> tensor<1x3xf32>
    %20 = stablehlo.concatenate %19, %18, dim = 0 : (tensor<1x3xf32>, tensor<2x3xf32>) -> tensor<3x3xf32>
    %cst_1 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %21 = stablehlo.pad %20, %cst_1, low = [0, 0], high = [1, 0], interior = [1, 0] : (tensor<3x3xf32>, tensor<f32>) -> tensor<6x3xf32>
    %cst_2 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %22 = stablehlo.pad %15, %cst_2, low = [1, 0], high = [0, 0], interior = [1, 0] : (tensor<3x3xf32>, tensor<f32>) -> tensor<6x3xf32>
    %23 = stablehlo.add %21, %22 : tensor<6x3xf32>
    %24 = stablehlo.slice %arg0 [2:13:2, 0:3] : (tensor<13x3xf32>) -> tensor<6x3xf32>
    %25 = stablehlo.add %23, %24 : tensor<6x3xf32>
    %26 = stablehlo.slice %arg0 [0:1, 0:3] : (tensor<13x3xf32>) -> tensor<1x3xf32>
    %27 = stablehlo.concatenate %26, %25, dim = 0 : (tensor<1x3xf32>, tensor<6x3xf32>) -> tensor<7x3xf32>
    %cst_3 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %28 = stablehlo.pad %27, %cst_3, low = [0, 0], high = [0, 0], interior = [1, 0] : (tensor<7x3xf32>, tensor<f32>) -> tensor<13x3xf32>
    %cst_4 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %29 = stablehlo.pad %23, %cst_4, low = [1, 0], high = [1, 0], interior = [1, 0] : (tensor<6x3xf32>, tensor<f32>) -> tensor<13x3xf32>
    %30 = stablehlo.add %28, %29 : tensor<13x3xf32>
    return %30 : tensor<13x3xf32>
  }
}
