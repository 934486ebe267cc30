module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[[-5.4948723e-01, 6.4412254e-01, 1.6926851e+00, 4.9854073e-01, -6.027788e-01], [-1.2406505e+00, -9.1069657e-01, 4.254978e-01, 1.29501e+00, -1.2877985e+00], [1.2768264e+00, -7.0118713e-01, 6.4117813e-01, 4.885602e-01, 5.8672225e-01]], [[8.846913e-02, 4.2613432e-01, 2.8366306e-01, -2.3149383e-01, 1.82706e+00], [-1.3784293e+00, -1.9945637e+00, 5.9326828e-02, 2.6860714e-01, 6.3788915e-01], [2.563069e-01, -1.7630496e+00, 7.662401e-02, -7.772586e-01, -7.0167357e-01]], [[-1.0121365e+00, 1.259934e+00, -1.865048e+00, -1.9669547e+00, -6.6292626e-01], [-1.4171532e+00, 3.579172e-01, 1.3625342e+00, 4.3923646e-01, -3.7757926e-02], [1.430586e+00, 3.140824e-01, 3.2448077e-01, 1.0180653e+00, -1.3674452e+00]], [[-1.9704987e+00, -1.3249841e+00, 1.3024136e+00, 1.8677232e+00, 1.033795e+00], [3.924379e-01, -1.7508073e+00, -9.6232766e-01, -9.403046e-01, 1.9918787e-01], [7.532205e-01, -1.8373098e+00, -1.7175034e+00, -1.2514739e+00, -1.7080203e+00]]]> : tensor<4x3x5xf32>
    %in1 = stablehlo.constant dense<[2, 3, 2]> : tensor<3xi32>
    %out = func.call @function(%in0, %in1) : (tensor<4x3x5xf32>, tensor<3xi32>) -> (tensor<3x3xf32>)
    %expected0 = stablehlo.constant dense<[[-1.865048e+00, 1.3625342e+00, 3.2448077e-01], [1.8677232e+00, -9.403046e-01, -1.2514739e+00], [-1.865048e+00, 1.3625342e+00, 3.2448077e-01]]> : tensor<3x3xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.868e-04 : tensor<3x3xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x3x5xf32>, %arg1: tensor<3xi32>) -> (tensor<3x3xf32> {jax.result_info = "result"}) {
    %c = stablehlo.constant dense<0> : tensor<i32>
    %0 = stablehlo.broadcast_in_dim %c, dims = [] : (tensor<i32>) -> tensor<3xi32>
    %1 = stablehlo.compare LT, %arg1, %0, SIGNED : (tensor<3xi32>, tensor<3xi32>) -> tensor<3xi1>
    %c_0 = stablehlo.constant dense<4> : tensor<i32>
    %2 = stablehlo.broadcast_in_dim %c_0, dims = [] : (tensor<i32>) -> tensor<3xi32>
    %3 = stablehlo.add %arg1, %2 : tensor<3xi32>
    %4 = stablehlo.select %1, %3, %arg1 : tensor<3xi1>, tensor<3xi32>
    %c_1 = stablehlo.constant dense<0> : tensor<i32>
    %5 = stablehlo.broadcast_in_dim %c_1, dims = [] : (tensor<i32>) -> tensor<3xi32>
    %6 = stablehlo.compare LT, %arg1, %5, SIGNED : (tensor<3xi32>, tensor<3xi32>) -> tensor<3xi1>
    %c_2 = stablehlo.constant dense<5> : tensor<i32>
    %7 = stablehlo.broadcast_in_dim %c_2, dims = [] : (tensor<i32>) -> tensor<3xi32>
    %8 = stablehlo.add %arg1, %7 : tensor<3xi32>
    %9 = stablehlo.select %6, %8, %arg1 : tensor<3xi1>, tensor<3xi32>
    %10 = stablehlo.broadcast_in_dim %4, dims = [0] : (tensor<3xi32>) -> tensor<3x1xi32>
    %11 = stablehlo.broadcast_in_dim %9, dims = [0] : (tensor<3xi32>) -> tensor<3x1xi32>
    %12 = stablehlo.concatenate %10, %11, dim = 1 : (tensor<3x1xi32>, tensor<3x1xi32>) -> tensor<3x2xi32>
    %13 = "stablehlo.gather"(%arg0, %12) <{dimension_numbers = #stablehlo.gather<offset_dims = [1], collapsed_slice_dims = [0, 2], start_index_map = [0, 2], index_vector_dim = 1>, indices_are_sorted = false, slice_sizes = array<i64: 1, 3, 1>}> : (tensor<4x3x5xf32>, tensor<3x2xi32>) -> tensor<3x3xf32>
    return %13 : tensor<3x3xf32>
  }
}
