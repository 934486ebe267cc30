module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.68005e-01, 4.4117558e-01, 1.1895802e+00, 2.75603e+00, 7.2918886e-01], [1.142789e+00, 1.9114008e+00, 9.387317e-01, 1.3540697e+00, 1.1918912e+00], [2.989114e+00, 1.848742e+00, 1.2662521e-01, 2.1875591e+00, 7.422667e-01], [2.6161296e+00, 2.7440677e+00, 1.4621624e+00, 8.0267066e-01, 2.7405684e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[-1.3933424e+00, -1.4345639e+00, -1.7209883e+00, -2.8792427e+00, -1.5163788e+00], [-1.6964281e+00, -2.1872222e+00, -1.5989552e+00, -1.8134139e+00, -1.7222219e+00], [-3.0873268e+00, -2.1411548e+00, -1.3903002e+00, -2.4002216e+00, -1.5209838e+00], [-2.7572052e+00, -2.8687177e+00, -1.8790092e+00, -1.5432177e+00, -2.865642e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 3.087e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %1 = stablehlo.subtract %arg0, %0 : tensor<4x5xf32>
    %cst_0 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %2 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %3 = stablehlo.divide %1, %2 : tensor<4x5xf32>
    %cst_1 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
    %4 = stablehlo.broadcast_in_dim %cst_1, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %5 = stablehlo.divide %3, %4 : tensor<4x5xf32>
    %cst_2 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
    %6 = stablehlo.negate %cst_2 : tensor<f32>
    %7 = stablehlo.negate %5 : tensor<4x5xf32>
    %8 = stablehlo.maximum %5, %7 : tensor<4x5xf32>
    %9 = stablehlo.subtract %5, %7 : tensor<4x5xf32>
    %10 = stablehlo.compare NE, %9, %9, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %11 = stablehlo.add %5, %7 : tensor<4x5xf32>
    %12 = stablehlo.abs %9 : tensor<4x5xf32>
    %13 = stablehlo.negate %12 : tensor<4x5xf32>
    %14 = stablehlo.exponential %13 : tensor<4x5xf32>
    %15 = stablehlo.log_plus_one %14 : tensor<4x5xf32>
    %16 = stablehlo.add %8, %15 : tensor<4x5xf32>
    %17 = stablehlo.select %10, %11, %16 : tensor<4x5xi1>, tensor<4x5xf32>
    %18 = stablehlo.broadcast_in_dim %6, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %19 = stablehlo.multiply %18, %17 : tensor<4x5xf32>
    %cst_3 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %20 = stablehlo.log %cst_3 : tensor<f32>
    %21 = stablehlo.broadcast_in_dim %20, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %22 = stablehlo.subtract %19, %21 : tensor<4x5xf32>
    return %22 : tensor<4x5xf32>
  }
}
