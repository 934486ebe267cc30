module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[2.1682637e+00, 1.8228796e+00, 2.0633805e+00, 3.9938062e-01, 2.6964827e+00], [7.145051e-01, 2.501852e+00, 1.5042238e+00, 2.58544e+00, 2.4121394e+00], [8.5687304e-01, 2.8054063e+00, 5.0149363e-01, 5.233675e-01, 1.5238605e+00], [7.8745455e-01, 2.021681e+00, 2.2201338e+00, 1.297741e+00, 7.763541e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[-1.6286328e+00, -1.1081052e+00, -1.4798896e+00, 0xff800000, -2.2826977e+00], [0xff800000, -2.0579467e+00, -5.316839e-01, -2.15654e+00, -1.948395e+00], [0xff800000, -2.4014978e+00, 0xff800000, 0xff800000, -5.705935e-01], [0xff800000, -1.4186409e+00, -1.6995553e+00, -8.87281e-02, 0xff800000]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 2.401e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %1 = stablehlo.subtract %arg0, %0 : tensor<4x5xf32>
    %cst_0 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %2 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %3 = stablehlo.divide %1, %2 : tensor<4x5xf32>
    %cst_1 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %cst_2 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
    %4 = stablehlo.divide %cst_1, %cst_2 : tensor<f32>
    %5 = stablehlo.log %4 : tensor<f32>
    %cst_3 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
    %cst_4 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %6 = stablehlo.add %cst_3, %cst_4 : tensor<f32>
    %7 = stablehlo.log %3 : tensor<4x5xf32>
    %8 = stablehlo.broadcast_in_dim %6, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %9 = stablehlo.multiply %8, %7 : tensor<4x5xf32>
    %10 = stablehlo.broadcast_in_dim %5, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %11 = stablehlo.add %10, %9 : tensor<4x5xf32>
    %12 = stablehlo.negate %11 : tensor<4x5xf32>
    %cst_5 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %cst_6 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %13 = stablehlo.add %cst_5, %cst_6 : tensor<f32>
    %14 = stablehlo.broadcast_in_dim %13, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %15 = stablehlo.compare LT, %arg0, %14, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_7 = stablehlo.constant dense<0xFF800000> : tensor<f32>
    %16 = call @_where(%15, %cst_7, %12) : (tensor<4x5xi1>, tensor<f32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    return %16 : tensor<4x5xf32>
  }
  func.func private @_where(%arg0: tensor<4x5xi1>, %arg1: tensor<f32>, %arg2: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = stablehlo.convert %arg1 : tensor<f32>
    %1 = stablehlo.broadcast_in_dim %0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %2 = stablehlo.select %arg0, %1, %arg2 : tensor<4x5xi1>, tensor<4x5xf32>
    return %2 : tensor<4x5xf32>
  }
}
