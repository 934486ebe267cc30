module @jit_logaddexp2 attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[7.27912e-01, -1.2212725e+00, -2.856279e-01, 1.986064e+00, -1.2019866e+00], [1.6551654e+00, -8.234157e-01, -1.8695965e+00, -1.03390135e-01, -7.8797096e-01], [-1.07617125e-01, 7.0468813e-01, -1.2542089e+00, -1.3232434e+00, 8.014235e-01], [5.717177e-01, -1.3234683e+00, 9.6302503e-01, 1.3889506e-01, 6.656091e-01]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[[2.3419306e-01, 1.9486028e+00, 1.0362247e+00, -1.7214481e+00, 1.0022837e+00], [-6.3371134e-01, -2.1809548e-01, -1.8459692e+00, 7.7025384e-01, 1.4943607e-01], [1.524604e-01, -1.12688e+00, 1.5866952e+00, 1.504239e+00, 3.4722976e-02], [-1.1097274e+00, 1.7723187e+00, 1.4494028e+00, -1.6081414e+00, 1.3276776e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[1.5020702e+00, 2.100611e+00, 1.5216731e+00, 2.0924752e+00, 1.2856063e+00], [1.9237612e+00, 5.107615e-01, -8.5773444e-01, 1.3985764e+00, 7.5556606e-01], [1.0282743e+00, 1.0619124e+00, 1.775189e+00, 1.6943834e+00, 1.4684166e+00], [9.6323264e-01, 1.9319094e+00, 2.2266142e+00, 5.1508886e-01, 2.0342937e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 2.227e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.maximum %arg0, %arg1 : tensor<4x5xf32>
    %1 = stablehlo.subtract %arg0, %arg1 : tensor<4x5xf32>
    %2 = stablehlo.compare NE, %1, %1, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %3 = stablehlo.add %arg0, %arg1 : tensor<4x5xf32>
    %4 = stablehlo.abs %1 : tensor<4x5xf32>
    %5 = stablehlo.negate %4 : tensor<4x5xf32>
    %cst = stablehlo.constant dense<0.693147182> : tensor<f32>
    %6 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %7 = stablehlo.multiply %6, %5 : tensor<4x5xf32>
    %8 = stablehlo.exponential %7 : tensor<4x5xf32>
    %9 = stablehlo.log_plus_one %8 : tensor<4x5xf32>
    %cst_0 = stablehlo.constant dense<1.44269502> : tensor<f32>
    %10 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %11 = stablehlo.multiply %10, %9 : tensor<4x5xf32>
    %12 = stablehlo.add %0, %11 : tensor<4x5xf32>
    %13 = stablehlo.select %2, %3, %12 : tensor<4x5xi1>, tensor<4x5xf32>
    return %13 : tensor<4x5xf32>
  }
}
