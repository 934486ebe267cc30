module @jit_hypot attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.2694569e+00, -1.8464804e+00, -1.861224e+00, 7.746059e-01, -8.2937e-02], [-4.8046413e-01, -1.6721333e+00, -1.0552933e+00, 1.2369232e+00, -9.958252e-01], [-9.8274434e-01, 5.9941053e-01, -4.315332e-01, 3.510274e-01, -4.2661348e-01], [-3.5498112e-01, -1.393805e+00, 1.0370604e+00, 1.0242299e+00, 1.8792654e+00]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[[-9.7854304e-01, -8.301083e-01, -1.922388e+00, 9.880042e-01, 5.148435e-02], [3.9043513e-01, 3.689706e-02, -1.8213682e+00, -6.983004e-01, 1.3407817e-01], [6.248164e-01, 1.0433873e+00, -1.0555369e+00, 1.1324818e+00, 1.9619551e+00], [4.6269664e-01, -8.1589437e-01, -1.1088756e+00, 5.508211e-01, -1.0078142e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[1.602831e+00, 2.0244923e+00, 2.6757674e+00, 1.2554547e+00, 9.7617544e-02], [6.1910045e-01, 1.6725403e+00, 2.1050003e+00, 1.4204233e+00, 1.0048108e+00], [1.1645523e+00, 1.2033079e+00, 1.1403416e+00, 1.1856371e+00, 2.0078015e+00], [5.831807e-01, 1.6150467e+00, 1.5182554e+00, 1.1629491e+00, 2.1324465e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 2.676e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = call @hypot(%arg0, %arg1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
  func.func private @hypot(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = stablehlo.abs %arg0 : tensor<4x5xf32>
    %1 = stablehlo.abs %arg1 : tensor<4x5xf32>
    %cst = stablehlo.constant dense<0x7F800000> : tensor<f32>
    %2 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %3 = stablehlo.compare EQ, %0, %2, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_0 = stablehlo.constant dense<0x7F800000> : tensor<f32>
    %4 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %5 = stablehlo.compare EQ, %1, %4, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %6 = stablehlo.or %3, %5 : tensor<4x5xi1>
    %7 = stablehlo.maximum %0, %1 : tensor<4x5xf32>
    %8 = stablehlo.minimum %0, %1 : tensor<4x5xf32>
    %cst_1 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %9 = stablehlo.broadcast_in_dim %cst_1, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %10 = stablehlo.compare EQ, %7, %9, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_2 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %11 = stablehlo.broadcast_in_dim %cst_2, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %12 = stablehlo.compare EQ, %7, %11, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_3 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %13 = stablehlo.broadcast_in_dim %cst_3, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %14 = call @_where(%12, %13, %7) : (tensor<4x5xi1>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %15 = stablehlo.divide %8, %14 : tensor<4x5xf32>
    %16 = chlo.square %15 : tensor<4x5xf32> -> tensor<4x5xf32>
    %cst_4 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %17 = stablehlo.broadcast_in_dim %cst_4, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %18 = stablehlo.add %17, %16 : tensor<4x5xf32>
    %19 = stablehlo.sqrt %18 : tensor<4x5xf32>
    %20 = stablehlo.multiply %7, %19 : tensor<4x5xf32>
    %21 = call @_where(%10, %7, %20) : (tensor<4x5xi1>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %cst_5 = stablehlo.constant dense<0x7F800000> : tensor<f32>
    %22 = call @_where_0(%6, %cst_5, %21) : (tensor<4x5xi1>, tensor<f32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    return %22 : tensor<4x5xf32>
  }
  func.func private @_where(%arg0: tensor<4x5xi1>, %arg1: tensor<4x5xf32>, %arg2: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = stablehlo.select %arg0, %arg1, %arg2 : tensor<4x5xi1>, tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
  func.func private @_where_0(%arg0: tensor<4x5xi1>, %arg1: tensor<f32>, %arg2: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = stablehlo.broadcast_in_dim %arg1, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %1 = stablehlo.select %arg0, %0, %arg2 : tensor<4x5xi1>, tensor<4x5xf32>
    return %1 : tensor<4x5xf32>
  }
}
