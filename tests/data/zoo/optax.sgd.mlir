module @jit_f attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-1.5390927e+00, 2.1587405e-01, -1.7461728e+00, -1.9525651e+00, -5.7048625e-01], [1.5363789e+00, 1.0351007e+00, 2.2057776e-01, -7.4541587e-01, -1.6881297e+00], [-1.73924e+00, -1.0725541e+00, 1.2377614e+00, 3.6375517e-01, 3.563912e-01], [-9.9189264e-01, 1.3177892e+00, 1.4936752e+00, -1.1130949e-01, -1.6488878e+00]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[[1.0385003e+00, 8.752631e-01, 4.900541e-01, 9.9161476e-01, -2.4606979e-01], [1.2008225e+00, 1.0961603e+00, 2.461284e-02, 7.9976153e-01, -6.608627e-01], [-9.705867e-01, 3.9023882e-01, 4.6821555e-01, -1.4307948e+00, -8.468493e-01], [1.8435904e-01, -1.0809132e+00, 1.9702206e+00, 1.040399e+00, 1.1062726e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[-2.1216915e+00, -2.7514854e-01, -2.0210931e+00, -2.5088608e+00, -4.324411e-01], [8.627175e-01, 4.2015478e-01, 2.0676996e-01, -1.1940821e+00, -1.3173857e+00], [-1.1947409e+00, -1.2914782e+00, 9.7509235e-01, 1.1664311e+00, 8.314737e-01], [-1.0953181e+00, 1.9241816e+00, 3.883815e-01, -6.949733e-01, -2.2695067e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 2.509e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %cst_0 = stablehlo.constant dense<0.899999976> : tensor<f32>
    %1 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %2 = stablehlo.multiply %1, %0 : tensor<4x5xf32>
    %3 = stablehlo.add %arg1, %2 : tensor<4x5xf32>
    %cst_1 = stablehlo.constant dense<-1.000000e-01> : tensor<f32>
    %4 = stablehlo.broadcast_in_dim %cst_1, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %5 = stablehlo.multiply %4, %3 : tensor<4x5xf32>
    %6 = stablehlo.add %arg0, %5 : tensor<4x5xf32>
    %cst_2 = stablehlo.constant dense<0.899999976> : tensor<f32>
    %7 = stablehlo.broadcast_in_dim %cst_2, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %8 = stablehlo.multiply %7, %3 : tensor<4x5xf32>
    %9 = stablehlo.add %arg1, %8 : tensor<4x5xf32>
    %cst_3 = stablehlo.constant dense<-1.000000e-01> : tensor<f32>
    %10 = stablehlo.broadcast_in_dim %cst_3, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %11 = stablehlo.multiply %10, %9 : tensor<4x5xf32>
    %12 = stablehlo.add %6, %11 : tensor<4x5xf32>
    %cst_4 = stablehlo.constant dense<0.899999976> : tensor<f32>
    %13 = stablehlo.broadcast_in_dim %cst_4, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %14 = stablehlo.multiply %13, %9 : tensor<4x5xf32>
    %15 = stablehlo.add %arg1, %14 : tensor<4x5xf32>
    %cst_5 = stablehlo.constant dense<-1.000000e-01> : tensor<f32>
    %16 = stablehlo.broadcast_in_dim %cst_5, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %17 = stablehlo.multiply %16, %15 : tensor<4x5xf32>
    %18 = stablehlo.add %12, %17 : tensor<4x5xf32>
    return %18 : tensor<4x5xf32>
  }
}
