module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[4.792085e-01, 1.1944124e+00, 9.6254784e-01, 8.3601475e-01, -2.4286005e-01], [-1.9711703e+00, -1.3625612e+00, -3.860713e-01, -1.1076709e+00, 7.825711e-01], [1.4868769e-01, -1.3996505e+00, -1.6799746e+00, -1.6691823e+00, -2.2668445e-03], [1.9209312e-01, -1.6340289e+00, -7.240977e-01, -1.2373133e+00, -4.6948403e-02]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[[1.9561285e-01, -3.954575e-01, -7.11868e-01, 9.535404e-01, 1.6251502e+00], [1.9156216e+00, -6.454925e-01, -1.7058752e+00, 1.4519247e+00, -1.3208876e+00], [9.4092697e-01, -1.2021556e+00, 8.747806e-01, -1.240597e+00, -1.2564176e+00], [-6.546887e-01, 9.932752e-01, 3.4897846e-01, 1.8466338e+00, -9.798892e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[6.982214e-01, 9.783545e-01, 9.691632e-01, 5.9263045e-01, 7.8198236e-01], [1.848578e+00, 6.966647e-01, 5.7796735e-01, 1.1829647e+00, 9.9424285e-01], [6.6330284e-01, 5.439345e-01, 1.3565298e+00, 5.470599e-01, 6.925167e-01], [7.281161e-01, 1.3706719e+00, 8.198433e-01, 1.3234748e+00, 6.827613e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.849e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.negate %arg1 : tensor<4x5xf32>
    %1 = stablehlo.exponential %0 : tensor<4x5xf32>
    %cst = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %2 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %3 = stablehlo.add %2, %1 : tensor<4x5xf32>
    %cst_0 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %4 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %5 = stablehlo.divide %4, %3 : tensor<4x5xf32>
    %6 = call @log_sigmoid(%arg0) : (tensor<4x5xf32>) -> tensor<4x5xf32>
    %7 = stablehlo.negate %arg0 : tensor<4x5xf32>
    %8 = call @log_sigmoid(%7) : (tensor<4x5xf32>) -> tensor<4x5xf32>
    %9 = stablehlo.negate %5 : tensor<4x5xf32>
    %10 = stablehlo.multiply %9, %6 : tensor<4x5xf32>
    %cst_1 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %11 = stablehlo.broadcast_in_dim %cst_1, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %12 = stablehlo.subtract %11, %5 : tensor<4x5xf32>
    %13 = stablehlo.multiply %12, %8 : tensor<4x5xf32>
    %14 = stablehlo.subtract %10, %13 : tensor<4x5xf32>
    return %14 : tensor<4x5xf32>
  }
  func.func private @log_sigmoid(%arg0: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = stablehlo.negate %arg0 : tensor<4x5xf32>
    %1 = call @softplus(%0) : (tensor<4x5xf32>) -> tensor<4x5xf32>
    %2 = stablehlo.negate %1 : tensor<4x5xf32>
    return %2 : tensor<4x5xf32>
  }
  func.func private @softplus(%arg0: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %1 = stablehlo.maximum %arg0, %0 : tensor<4x5xf32>
    %2 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %3 = stablehlo.subtract %arg0, %2 : tensor<4x5xf32>
    %4 = stablehlo.compare NE, %3, %3, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %5 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %6 = stablehlo.add %arg0, %5 : tensor<4x5xf32>
    %7 = stablehlo.abs %3 : tensor<4x5xf32>
    %8 = stablehlo.negate %7 : tensor<4x5xf32>
    %9 = stablehlo.exponential %8 : tensor<4x5xf32>
    %10 = stablehlo.log_plus_one %9 : tensor<4x5xf32>
    %11 = stablehlo.add %1, %10 : tensor<4x5xf32>
    %12 = stablehlo.select %4, %6, %11 : tensor<4x5xi1>, tensor<4x5xf32>
    return %12 : tensor<4x5xf32>
  }
}
