module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[4.8849815e-01, -3.762786e-01, -1.8205614e+00, -1.217177e+00, -1.0615044e+00], [1.8306887e+00, 6.279249e-02, 1.6795807e+00, 3.9181346e-01, 1.3525136e+00], [-1.1134664e+00, -1.5416758e+00, -1.9950926e-01, -8.279786e-01, -9.013252e-01], [3.4651265e-01, -1.8068533e+00, 1.0374688e+00, -5.043495e-01, -1.8601371e+00]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[2, 3, 3]> : tensor<3xi32>
    %in2 = stablehlo.constant dense<[[-8.032577e-01, -1.4414511e-02, 1.581032e+00, 1.2686585e+00, 3.9040676e-01], [-3.6883536e-01, 1.5816803e+00, -1.2203281e+00, -5.7196486e-01, 4.9077028e-01], [-1.9734534e+00, 1.386483e+00, -8.539172e-01, -1.7658862e+00, 8.282338e-01]]> : tensor<3x5xf32>
    %out = func.call @function(%in0, %in1, %in2) : (tensor<4x5xf32>, tensor<3xi32>, tensor<3x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[4.8849815e-01, -3.762786e-01, -1.8205614e+00, -1.217177e+00, -1.0615044e+00], [1.8306887e+00, 6.279249e-02, 1.6795807e+00, 3.9181346e-01, 1.3525136e+00], [-8.032577e-01, -1.4414511e-02, 1.581032e+00, 1.2686585e+00, 3.9040676e-01], [3.4651265e-01, 1.5816803e+00, 1.0374688e+00, -5.043495e-01, 8.282338e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.831e-04 : tensor<4x5xf32>
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
      %7 = stablehlo.maximum %arg3, %arg4 : tensor<f32>
      stablehlo.return %7 : tensor<f32>
    }) : (tensor<4x5xf32>, tensor<3x1xi32>, tensor<3x5xf32>) -> tensor<4x5xf32>
    return %6 : tensor<4x5xf32>
  }
}
