module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.7299201e+00, 3.532932e-01, -3.4017283e-02, -8.822205e-02, -1.7775446e+00], [1.7562948e+00, 6.90747e-01, 1.9802953e+00, -1.9880519e+00, -1.5504768e+00], [1.6793348e+00, 6.8726013e-03, -9.5832753e-01, 1.7204736e+00, 1.8584994e+00], [-1.9957142e+00, 1.8255252e+00, 8.865595e-01, 1.8391961e+00, -1.7010186e+00]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[[0], [2], [4], [3]]> : tensor<4x1xi32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xf32>, tensor<4x1xi32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[7.0e+00, 3.532932e-01, -3.4017283e-02, -8.822205e-02, -1.7775446e+00], [1.7562948e+00, 6.90747e-01, 7.0e+00, -1.9880519e+00, -1.5504768e+00], [1.6793348e+00, 6.8726013e-03, -9.5832753e-01, 1.7204736e+00, 7.0e+00], [-1.9957142e+00, 1.8255252e+00, 8.865595e-01, 7.0e+00, -1.7010186e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 7.000e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>, %arg1: tensor<4x1xi32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<7.000000e+00> : tensor<f32>
    %0 = call @put_along_axis(%arg0, %arg1, %cst) : (tensor<4x5xf32>, tensor<4x1xi32>, tensor<f32>) -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
  func.func private @put_along_axis(%arg0: tensor<4x5xf32>, %arg1: tensor<4x1xi32>, %arg2: tensor<f32>) -> tensor<4x5xf32> {
    %0 = stablehlo.broadcast_in_dim %arg2, dims = [] : (tensor<f32>) -> tensor<4x1xf32>
    %1 = stablehlo.iota dim = 0 : tensor<4xi32>
    %2 = stablehlo.broadcast_in_dim %1, dims = [0] : (tensor<4xi32>) -> tensor<4x1xi32>
    %3 = stablehlo.iota dim = 0 : tensor<5xi32>
    %4 = stablehlo.broadcast_in_dim %3, dims = [1] : (tensor<5xi32>) -> tensor<1x5xi32>
    %c = stablehlo.constant dense<0> : tensor<i32>
    %5 = stablehlo.broadcast_in_dim %c, dims = [] : (tensor<i32>) -> tensor<4x1xi32>
    %6 = stablehlo.compare LT, %2, %5, SIGNED : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi1>
    %c_0 = stablehlo.constant dense<4> : tensor<i32>
    %7 = stablehlo.broadcast_in_dim %c_0, dims = [] : (tensor<i32>) -> tensor<4x1xi32>
    %8 = stablehlo.add %2, %7 : tensor<4x1xi32>
    %9 = stablehlo.select %6, %8, %2 : tensor<4x1xi1>, tensor<4x1xi32>
    %c_1 = stablehlo.constant dense<0> : tensor<i32>
    %10 = stablehlo.broadcast_in_dim %c_1, dims = [] : (tensor<i32>) -> tensor<4x1xi32>
    %11 = stablehlo.compare LT, %arg1, %10, SIGNED : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi1>
    %c_2 = stablehlo.constant dense<5> : tensor<i32>
    %12 = stablehlo.broadcast_in_dim %c_2, dims = [] : (tensor<i32>) -> tensor<4x1xi32>
    %13 = stablehlo.add %arg1, %12 : tensor<4x1xi32>
    %14 = stablehlo.select %11, %13, %arg1 : tensor<4x1xi1>, tensor<4x1xi32>
    %15 = stablehlo.broadcast_in_dim %9, dims = [0, 1] : (tensor<4x1xi32>) -> tensor<4x1x1xi32>
    %16 = stablehlo.broadcast_in_dim %14, dims = [0, 1] : (tensor<4x1xi32>) -> tensor<4x1x1xi32>
    %17 = stablehlo.concatenate %15, %16, dim = 2 : (tensor<4x1x1xi32>, tensor<4x1x1xi32>) -> tensor<4x1x2xi32>
    %18 = stablehlo.convert %0 : tensor<4x1xf32>
    %19 = "stablehlo.scatter"(%arg0, %17, %18) <{indices_are_sorted = false, scatter_dimension_numbers = #stablehlo.scatter<inserted_window_dims = [0, 1], scatter_dims_to_operand_dims = [0, 1], index_vector_dim = 2>, unique_indices = false}> ({
    ^bb0(%arg3: tensor<f32>, %arg4: tensor<f32>):
      stablehlo.return %arg4 : tensor<f32>
    }) : (tensor<4x5xf32>, tensor<4x1x2xi32>, tensor<4x1xf32>) -> tensor<4x5xf32>
    return %19 : tensor<4x5xf32>
  }
}
