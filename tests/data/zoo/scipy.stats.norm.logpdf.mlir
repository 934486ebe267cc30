module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[3.7692633e-01, 2.451167e+00, 1.5045798e-01, 6.772255e-01, 1.0635505e+00], [7.7956825e-01, 1.596008e+00, 7.793621e-01, 1.1163797e+00, 8.5619175e-01], [2.0409906e+00, 4.5380506e-01, 1.6690481e+00, 2.3026333e+00, 2.6459713e+00], [3.892216e-01, 2.8666422e+00, 5.8364743e-01, 1.3078171e+00, 2.0283368e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[-9.899753e-01, -3.9230485e+00, -9.302573e-01, -1.1482557e+00, -1.4845083e+00], [-1.2228018e+00, -2.1925592e+00, -1.2226411e+00, -1.5420904e+00, -1.2854707e+00], [-3.0017598e+00, -1.021908e+00, -2.3117993e+00, -3.5699985e+00, -4.4195204e+00], [-9.9468523e-01, -5.027757e+00, -1.0892607e+00, -1.7741313e+00, -9.395093e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 5.028e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %0 = chlo.square %cst : tensor<f32> -> tensor<f32>
    %cst_0 = stablehlo.constant dense<6.28318548> : tensor<f32>
    %1 = stablehlo.multiply %cst_0, %0 : tensor<f32>
    %2 = stablehlo.log %1 : tensor<f32>
    %cst_1 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %3 = stablehlo.broadcast_in_dim %cst_1, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %4 = stablehlo.subtract %arg0, %3 : tensor<4x5xf32>
    %5 = chlo.square %4 : tensor<4x5xf32> -> tensor<4x5xf32>
    %6 = stablehlo.broadcast_in_dim %0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %7 = stablehlo.divide %5, %6 : tensor<4x5xf32>
    %8 = stablehlo.broadcast_in_dim %2, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %9 = stablehlo.add %8, %7 : tensor<4x5xf32>
    %cst_2 = stablehlo.constant dense<-2.000000e+00> : tensor<f32>
    %10 = stablehlo.broadcast_in_dim %cst_2, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %11 = stablehlo.divide %9, %10 : tensor<4x5xf32>
    return %11 : tensor<4x5xf32>
  }
}
