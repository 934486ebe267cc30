module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-1.372161e+00, -5.908492e-01, 5.780458e-01, -1.8313944e+00, 1.8475151e+00], [-1.2539747e+00, -9.18518e-02, -1.7227788e-01, -2.2084525e-01, -4.4548574e-01], [1.6257358e+00, -1.5014548e+00, 1.5004374e+00, 5.7890285e-02, -2.3761456e-01], [1.6807152e+00, -7.647342e-01, 5.647692e-01, 1.0563796e+00, -7.7429295e-01]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[3, 3, 2]> : tensor<3xi32>
    %in2 = stablehlo.constant dense<[[-5.764188e-01, 8.372391e-01, 1.2784106e-01, -1.8532838e+00, -1.8912566e+00], [1.628277e+00, -7.41139e-01, -1.9825531e+00, -3.2934496e-01, -1.583021e+00], [-3.0630026e-02, 1.1156111e+00, 1.205885e-01, 2.2371355e-01, -3.342312e-01]]> : tensor<3x5xf32>
    %out = func.call @function(%in0, %in1, %in2) : (tensor<4x5xf32>, tensor<3xi32>, tensor<3x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[-1.372161e+00, -5.908492e-01, 5.780458e-01, -1.8313944e+00, 1.8475151e+00], [-1.2539747e+00, -9.18518e-02, -1.7227788e-01, -2.2084525e-01, -4.4548574e-01], [-4.9796328e-02, -1.6750396e+00, 1.8093549e-01, 1.2950841e-02, 7.94182e-02], [-1.577468e+00, 4.745256e-01, -1.4314172e-01, 6.44782e-01, -2.3181548e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 2.318e-04 : tensor<4x5xf32>
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
      %7 = stablehlo.multiply %arg3, %arg4 : tensor<f32>
      stablehlo.return %7 : tensor<f32>
    }) : (tensor<4x5xf32>, tensor<3x1xi32>, tensor<3x5xf32>) -> tensor<4x5xf32>
    return %6 : tensor<4x5xf32>
  }
}
