module @jit_f attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.3806733e+00, -1.8402469e+00, 4.18836e-01, 3.204446e-01, -1.2040703e+00], [1.403089e+00, 3.6516187e-01, -6.2075417e-02, -1.2297049e+00, -1.5698587e+00], [5.3934264e-01, 1.3812721e+00, 8.545721e-01, 9.4601816e-01, 8.822734e-02], [-1.8288634e+00, -1.0826515e+00, 6.547776e-01, 1.2747455e+00, -1.4631051e+00]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[[-1.3948324e+00, 1.7357446e-03, -1.1163527e+00, -3.2684812e-01, -2.168985e-01], [2.0601666e-01, 1.9667683e+00, -1.7243203e+00, 1.3255004e+00, 5.379348e-01], [-1.4315708e+00, 1.1752026e+00, 1.7112643e+00, -1.4701064e+00, -2.0766084e-01], [2.4704774e-01, -1.127607e+00, -1.0583625e+00, 5.871377e-01, -2.8541124e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[1.4665952e+00, -1.8403538e+00, 4.8760355e-01, 3.4057853e-01, -1.1907094e+00], [1.3903983e+00, 2.4400854e-01, 4.4143055e-02, -1.311356e+00, -1.6029954e+00], [6.275276e-01, 1.3088793e+00, 7.491579e-01, 1.036577e+00, 1.01019286e-01], [-1.8440815e+00, -1.0131905e+00, 7.1997297e-01, 1.2385778e+00, -1.4455237e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.844e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = chlo.square %arg1 : tensor<4x5xf32> -> tensor<4x5xf32>
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %1 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %2 = chlo.square %1 : tensor<4x5xf32> -> tensor<4x5xf32>
    %3 = stablehlo.add %0, %2 : tensor<4x5xf32>
    %cst_0 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %4 = stablehlo.reduce(%3 init: %cst_0) applies stablehlo.add across dimensions = [0, 1] : (tensor<4x5xf32>, tensor<f32>) -> tensor<f32>
    %cst_1 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %5 = stablehlo.add %cst_1, %4 : tensor<f32>
    %6 = stablehlo.sqrt %5 : tensor<f32>
    %cst_2 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %7 = stablehlo.compare LT, %6, %cst_2, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %8 = stablehlo.broadcast_in_dim %6, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %9 = stablehlo.divide %arg1, %8 : tensor<4x5xf32>
    %cst_3 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %10 = stablehlo.broadcast_in_dim %cst_3, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %11 = stablehlo.multiply %9, %10 : tensor<4x5xf32>
    %12 = stablehlo.select %7, %arg1, %11 : tensor<i1>, tensor<4x5xf32>
    %cst_4 = stablehlo.constant dense<-1.000000e-01> : tensor<f32>
    %13 = stablehlo.broadcast_in_dim %cst_4, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %14 = stablehlo.multiply %13, %12 : tensor<4x5xf32>
    %15 = stablehlo.add %arg0, %14 : tensor<4x5xf32>
    %16 = chlo.square %arg1 : tensor<4x5xf32> -> tensor<4x5xf32>
    %cst_5 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %17 = stablehlo.broadcast_in_dim %cst_5, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %18 = chlo.square %17 : tensor<4x5xf32> -> tensor<4x5xf32>
    %19 = stablehlo.add %16, %18 : tensor<4x5xf32>
    %cst_6 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %20 = stablehlo.reduce(%19 init: %cst_6) applies stablehlo.add across dimensions = [0, 1] : (tensor<4x5xf32>, tensor<f32>) -> tensor<f32>
    %cst_7 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %21 = stablehlo.add %cst_7, %20 : tensor<f32>
    %22 = stablehlo.sqrt %21 : tensor<f32>
    %cst_8 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %23 = stablehlo.compare LT, %22, %cst_8, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %24 = stablehlo.broadcast_in_dim %22, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %25 = stablehlo.divide %arg1, %24 : tensor<4x5xf32>
    %cst_9 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %26 = stablehlo.broadcast_in_dim %cst_9, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %27 = stablehlo.multiply %25, %26 : tensor<4x5xf32>
    %28 = stablehlo.select %23, %arg1, %27 : tensor<i1>, tensor<4x5xf32>
    %cst_10 = stablehlo.constant dense<-1.000000e-01> : tensor<f32>
    %29 = stablehlo.broadcast_in_dim %cst_10, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %30 = stablehlo.multiply %29, %28 : tensor<4x5xf32>
    %31 = stablehlo.add %15, %30 : tensor<4x5xf32>
    %32 = chlo.square %arg1 : tensor<4x5xf32> -> tensor<4x5xf32>
    %cst_11 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %33 = stablehlo.broadcast_in_dim %cst_11, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %34 = chlo.square %33 : tensor<4x5xf32> -> tensor<4x5xf32>
    %35 = stablehlo.add %32, %34 : tensor<4x5xf32>
    %cst_12 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %36 = stablehlo.reduce(%35 init: %cst_12) applies stablehlo.add across dimensions = [0, 1] : (tensor<4x5xf32>, tensor<f32>) -> tensor<f32>
    %cst_13 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %37 = stablehlo.add %cst_13, %36 : tensor<f32>
    %38 = stablehlo.sqrt %37 : tensor<f32>
    %cst_14 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %39 = stablehlo.compare LT, %38, %cst_14, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %40 = stablehlo.broadcast_in_dim %38, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %41 = stablehlo.divide %arg1, %40 : tensor<4x5xf32>
    %cst_15 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %42 = stablehlo.broadcast_in_dim %cst_15, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %43 = stablehlo.multiply %41, %42 : tensor<4x5xf32>
    %44 = stablehlo.select %39, %arg1, %43 : tensor<i1>, tensor<4x5xf32>
    %cst_16 = stablehlo.constant dense<-1.000000e-01> : tensor<f32>
    %45 = stablehlo.broadcast_in_dim %cst_16, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %46 = stablehlo.multiply %45, %44 : tensor<4x5xf32>
    %47 = stablehlo.add %31, %46 : tensor<4x5xf32>
    return %47 : tensor<4x5xf32>
  }
}
