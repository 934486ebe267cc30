module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[2.9015416e-02, 1.5819883e+00, -1.3633426e+00, 1.2892007e+00, 1.9666532e+00], [1.9121939e+00, 6.424937e-01, -1.6409602e+00, -1.9687041e+00, -4.1427958e-01], [-1.4215313e+00, -4.9946028e-01, -4.7926635e-01, -1.310409e+00, 9.174008e-01], [-6.431792e-02, 1.8142053e+00, -1.3014053e+00, 1.1728952e+00, 1.5844599e+00]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[0, 1, 2]> : tensor<3xi32>
    %in2 = stablehlo.constant dense<[[-1.8121479e+00, -3.8594577e-01, 9.927903e-01, 1.4334372e+00, -3.8465548e-01], [1.6680902e+00, 1.20833814e-01, -1.2225738e+00, 8.5202986e-01, -1.0187366e+00], [1.8173487e+00, -1.0194045e+00, -5.110962e-01, -1.3913391e+00, -3.034255e-01]]> : tensor<3x5xf32>
    %out = func.call @function(%in0, %in1, %in2) : (tensor<4x5xf32>, tensor<3xi32>, tensor<3x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[-1.7831324e+00, 1.1960425e+00, -3.7055236e-01, 2.722638e+00, 1.5819978e+00], [3.580284e+00, 7.6332754e-01, -2.863534e+00, -1.1166742e+00, -1.4330162e+00], [3.958174e-01, -1.5188649e+00, -9.903625e-01, -2.701748e+00, 6.139753e-01], [-6.431792e-02, 1.8142053e+00, -1.3014053e+00, 1.1728952e+00, 1.5844599e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 3.580e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>, %arg1: tensor<3xi32>, %arg2: tensor<3x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %c = stablehlo.constant dense<0> : tensor<i32>
    %0 = stablehlo.broadcast_in_dim %c, dims = [] : (tensor<i32>) -> tensor<3xi32>
    %1 = stablehlo.compare LT, %arg1, %0, SIGNED : (tensor<3xi32>, tensor<3xi32>) -> tensor<3xi1>
    %c_0 = stablehlo.constant dense<4> : tensor<i32>
    %2 = stablehlo.broadcast_in_dim %c_0, dims = [] : (tensor<i32>) -> tensor<3xi32>
    %3 = stablehlo.add %arg1, %2 : tensor<3xi32>
    %4 = stablehlo.select %1, %3, %arg1 : tensor<3xi1>, tensor<3xi32>
    %5 = stablehlo.broadcast_in_dim %4, dims = [0] : (tensor<3xi32>) -> tensor<3x1xi32>
    %6 = "stablehlo.scatter"(%arg0, %5, %arg2) <{indices_are_sorted = false, scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [1], inserted_window_dims = [0], scatter_dims_to_operand_dims = [0], index_vector_dim = 1>, unique_indices = false}> ({
    ^bb0(%arg3: tensor<f32>, %arg4: tensor<f32>):
      %7 = stablehlo.add %arg3, %arg4 : tensor<f32>
      stablehlo.return %7 : tensor<f32>
    }) : (tensor<4x5xf32>, tensor<3x1xi32>, tensor<3x5xf32>) -> tensor<4x5xf32>
    return %6 : tensor<4x5xf32>
  }
}
