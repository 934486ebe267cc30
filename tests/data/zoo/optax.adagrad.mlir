module @jit_f attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[9.2207015e-02, 1.2060053e+00, 1.9197692e+00, -4.118056e-01, -7.757599e-01], [1.5768509e+00, 1.1058972e+00, -1.1676152e+00, 7.6268804e-01, 1.687744e+00], [1.2268351e+00, -1.3944299e+00, -8.844907e-01, 3.9831987e-01, 1.9317845e-01], [-1.5624719e+00, 1.290303e+00, -4.880159e-01, 1.1776181e+00, -1.1744463e+00]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[[-5.7860893e-01, -7.157392e-01, -8.4748954e-01, 7.471056e-01, -1.3788975e+00], [7.879713e-02, 1.2903172e+00, 4.3420434e-01, -4.8639083e-01, 8.1533587e-01], [1.7815636e+00, -4.7129264e-01, 1.8136334e+00, 9.0238076e-01, -1.7666045e+00], [1.7004358e+00, 5.3413016e-01, 1.9731134e+00, 2.4129479e-01, -1.3624198e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[3.0097264e-01, 1.4209125e+00, 2.1382704e+00, -6.277222e-01, -5.512558e-01], [1.506293e+00, 8.819337e-01, -1.3645355e+00, 9.648257e-01, 1.4699786e+00], [1.0007797e+00, -1.1936692e+00, -1.1106285e+00, 1.7872363e-01, 4.1919395e-01], [-1.7882985e+00, 1.0843958e+00, -7.145062e-01, 1.0190512e+00, -9.500353e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 2.138e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<1.000000e-01> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %1 = stablehlo.multiply %arg1, %arg1 : tensor<4x5xf32>
    %2 = stablehlo.add %1, %0 : tensor<4x5xf32>
    %cst_0 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %3 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %4 = stablehlo.compare GT, %2, %3, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_1 = stablehlo.constant dense<1.000000e-07> : tensor<f32>
    %5 = stablehlo.broadcast_in_dim %cst_1, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %6 = stablehlo.add %2, %5 : tensor<4x5xf32>
    %7 = stablehlo.rsqrt %6 : tensor<4x5xf32>
    %cst_2 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %8 = call @_where(%4, %7, %cst_2) : (tensor<4x5xi1>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    %9 = stablehlo.multiply %8, %arg1 : tensor<4x5xf32>
    %cst_3 = stablehlo.constant dense<-1.000000e-01> : tensor<f32>
    %10 = stablehlo.broadcast_in_dim %cst_3, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %11 = stablehlo.multiply %10, %9 : tensor<4x5xf32>
    %12 = stablehlo.add %arg0, %11 : tensor<4x5xf32>
    %13 = stablehlo.multiply %arg1, %arg1 : tensor<4x5xf32>
    %14 = stablehlo.add %13, %2 : tensor<4x5xf32>
    %cst_4 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %15 = stablehlo.broadcast_in_dim %cst_4, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %16 = stablehlo.compare GT, %14, %15, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_5 = stablehlo.constant dense<1.000000e-07> : tensor<f32>
    %17 = stablehlo.broadcast_in_dim %cst_5, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %18 = stablehlo.add %14, %17 : tensor<4x5xf32>
    %19 = stablehlo.rsqrt %18 : tensor<4x5xf32>
    %cst_6 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %20 = call @_where(%16, %19, %cst_6) : (tensor<4x5xi1>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    %21 = stablehlo.multiply %20, %arg1 : tensor<4x5xf32>
    %cst_7 = stablehlo.constant dense<-1.000000e-01> : tensor<f32>
    %22 = stablehlo.broadcast_in_dim %cst_7, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %23 = stablehlo.multiply %22, %21 : tensor<4x5xf32>
    %24 = stablehlo.add %12, %23 : tensor<4x5xf32>
    %25 = stablehlo.multiply %arg1, %arg1 : tensor<4x5xf32>
    %26 = stablehlo.add %25, %14 : tensor<4x5xf32>
    %cst_8 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %27 = stablehlo.broadcast_in_dim %cst_8, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %28 = stablehlo.compare GT, %26, %27, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_9 = stablehlo.constant dense<1.000000e-07> : tensor<f32>
    %29 = stablehlo.broadcast_in_dim %cst_9, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %30 = stablehlo.add %26, %29 : tensor<4x5xf32>
    %31 = stablehlo.rsqrt %30 : tensor<4x5xf32>
    %cst_10 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %32 = call @_where(%28, %31, %cst_10) : (tensor<4x5xi1>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    %33 = stablehlo.multiply %32, %arg1 : tensor<4x5xf32>
    %cst_11 = stablehlo.constant dense<-1.000000e-01> : tensor<f32>
    %34 = stablehlo.broadcast_in_dim %cst_11, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %35 = stablehlo.multiply %34, %33 : tensor<4x5xf32>
    %36 = stablehlo.add %24, %35 : tensor<4x5xf32>
    return %36 : tensor<4x5xf32>
  }
  func.func private @_where(%arg0: tensor<4x5xi1>, %arg1: tensor<4x5xf32>, %arg2: tensor<f32>) -> tensor<4x5xf32> {
    %0 = stablehlo.convert %arg2 : tensor<f32>
    %1 = stablehlo.broadcast_in_dim %0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %2 = stablehlo.select %arg0, %arg1, %1 : tensor<4x5xi1>, tensor<4x5xf32>
    return %2 : tensor<4x5xf32>
  }
}
