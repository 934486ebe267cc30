module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[5.265526e-01, 2.2560902e+00, 1.5800812e+00, 2.80607e+00, 2.655668e+00], [1.1670923e+00, 2.383836e+00, 2.3076484e+00, 1.4792566e+00, 2.0265944e-01], [1.6406399e+00, 2.1523626e+00, 9.857098e-01, 5.596576e-01, 2.8143027e+00], [3.4949252e-01, 7.8498095e-01, 2.5727232e+00, 3.3305326e-01, 2.1865878e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[-1.2196999e+00, -2.9492373e+00, -2.2732284e+00, -3.4992173e+00, -3.3488152e+00], [-1.8602395e+00, -3.0769832e+00, -3.0007956e+00, -2.1724038e+00, -8.958066e-01], [-2.333787e+00, -2.8455098e+00, -1.678857e+00, -1.2528048e+00, -3.5074499e+00], [-1.0426397e+00, -1.4781282e+00, -3.2658703e+00, -1.0262004e+00, -2.879735e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 3.507e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %1 = stablehlo.subtract %arg0, %0 : tensor<4x5xf32>
    %2 = stablehlo.abs %1 : tensor<4x5xf32>
    %cst_0 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %3 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %4 = stablehlo.divide %2, %3 : tensor<4x5xf32>
    %cst_1 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
    %cst_2 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %5 = stablehlo.multiply %cst_1, %cst_2 : tensor<f32>
    %6 = stablehlo.log %5 : tensor<f32>
    %7 = stablehlo.broadcast_in_dim %6, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %8 = stablehlo.add %4, %7 : tensor<4x5xf32>
    %9 = stablehlo.negate %8 : tensor<4x5xf32>
    return %9 : tensor<4x5xf32>
  }
}
