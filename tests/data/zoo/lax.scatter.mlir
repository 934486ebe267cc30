module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.1732618e+00, -4.485311e-02, 1.0349096e+00, -1.1126908e+00, 1.8205178e+00], [1.8447073e+00, 1.9873006e+00, 1.8090472e+00, -1.2455121e+00, -6.7545265e-01], [1.2203109e+00, 1.4375038e+00, 9.162163e-01, -1.149444e+00, 1.3166723e+00], [9.322045e-01, 5.5302125e-01, -1.7384173e+00, 4.8547998e-01, -7.9092854e-01]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[2, 0]> : tensor<2xi32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xf32>, tensor<2xi32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[7.0e+00, 7.0e+00, 7.0e+00, 7.0e+00, 7.0e+00], [1.8447073e+00, 1.9873006e+00, 1.8090472e+00, -1.2455121e+00, -6.7545265e-01], [7.0e+00, 7.0e+00, 7.0e+00, 7.0e+00, 7.0e+00], [9.322045e-01, 5.5302125e-01, -1.7384173e+00, 4.8547998e-01, -7.9092854e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 7.000e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>, %arg1: tensor<2xi32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %c = stablehlo.constant dense<0> : tensor<i32>
    %0 = stablehlo.broadcast_in_dim %c, dims = [] : (tensor<i32>) -> tensor<2xi32>
    %1 = stablehlo.compare LT, %arg1, %0, SIGNED : (tensor<2xi32>, tensor<2xi32>) -> tensor<2xi1>
    %c_0 = stablehlo.constant dense<4> : tensor<i32>
    %2 = stablehlo.broadcast_in_dim %c_0, dims = [] : (tensor<i32>) -> tensor<2xi32>
    %3 = stablehlo.add %arg1, %2 : tensor<2xi32>
    %4 = stablehlo.select %1, %3, %arg1 : tensor<2xi1>, tensor<2xi32>
    %5 = stablehlo.broadcast_in_dim %4, dims = [0] : (tensor<2xi32>) -> tensor<2x1xi32>
    %cst = stablehlo.constant dense<7.000000e+00> : tensor<f32>
    %6 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<2x5xf32>
    %7 = "stablehlo.scatter"(%arg0, %5, %6) <{indices_are_sorted = false, scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [1], inserted_window_dims = [0], scatter_dims_to_operand_dims = [0], index_vector_dim = 1>, unique_indices = false}> ({
    ^bb0(%arg2: tensor<f32>, %arg3: tensor<f32>):
      stablehlo.return %arg3 : tensor<f32>
    }) : (tensor<4x5xf32>, tensor<2x1xi32>, tensor<2x5xf32>) -> tensor<4x5xf32>
    return %7 : tensor<4x5xf32>
  }
}
