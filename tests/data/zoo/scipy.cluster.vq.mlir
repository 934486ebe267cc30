module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-1.7818651e+00, -5.5667335e-01], [1.3672198e+00, -2.3466487e-01], [1.781124e+00, -9.409116e-01], [-1.1827041e+00, 3.592848e-01], [-1.2155062e+00, -4.3345535e-01], [-1.3676859e+00, 7.8723717e-01]]> : tensor<6x2xf32>
    %in1 = stablehlo.constant dense<[[-8.012709e-01, -3.759594e-01], [-1.629215e+00, -9.5919126e-01], [1.5938212e+00, 1.4087873e+00]]> : tensor<3x2xf32>
    %out = func.call @function(%in0, %in1) : (tensor<6x2xf32>, tensor<3x2xf32>) -> (tensor<6xi32>)
    %expected0 = stablehlo.constant dense<[1, 2, 2, 0, 0, 0]> : tensor<6xi32>
    check.expect_eq %out, %expected0 : tensor<6xi32>
    return
  }
  func.func private @function(%arg0: tensor<6x2xf32>, %arg1: tensor<3x2xf32>) -> (tensor<6xi32> {jax.result_info = "result"}) {
    %0 = stablehlo.broadcast_in_dim %arg0, dims = [0, 2] : (tensor<6x2xf32>) -> tensor<6x1x2xf32>
    %1 = stablehlo.broadcast_in_dim %arg1, dims = [1, 2] : (tensor<3x2xf32>) -> tensor<1x3x2xf32>
    %2 = stablehlo.broadcast_in_dim %0, dims = [0, 1, 2] : (tensor<6x1x2xf32>) -> tensor<6x3x2xf32>
    %3 = stablehlo.broadcast_in_dim %1, dims = [0, 1, 2] : (tensor<1x3x2xf32>) -> tensor<6x3x2xf32>
    %4 = stablehlo.subtract %2, %3 : tensor<6x3x2xf32>
    %5 = call @norm(%4) : (tensor<6x3x2xf32>) -> tensor<6x3xf32>
    %6 = call @argmin(%5) : (tensor<6x3xf32>) -> tensor<6xi32>
    %c = stablehlo.constant dense<0> : tensor<i32>
    %7 = stablehlo.broadcast_in_dim %c, dims = [] : (tensor<i32>) -> tensor<6xi32>
    %8 = stablehlo.compare LT, %6, %7, SIGNED : (tensor<6xi32>, tensor<6xi32>) -> tensor<6xi1>
    %c_0 = stablehlo.constant dense<3> : tensor<i32>
    %9 = stablehlo.broadcast_in_dim %c_0, dims = [] : (tensor<i32>) -> tensor<6xi32>
    %10 = stablehlo.add %6, %9 : tensor<6xi32>
    %11 = stablehlo.select %8, %10, %6 : tensor<6xi1>, tensor<6xi32>
    %12 = stablehlo.broadcast_in_dim %11, dims = [0] : (tensor<6xi32>) -> tensor<6x1xi32>
    %13 = "stablehlo.gather"(%5, %12) <{dimension_numbers = #stablehlo.gather<offset_dims = [1], operand_batching_dims = [0], start_indices_batching_dims = [0], start_index_map = [1], index_vector_dim = 1>, indices_are_sorted = true, slice_sizes = array<i64: 1, 1>}> : (tensor<6x3xf32>, tensor<6x1xi32>) -> tensor<6x1xf32>
    %14 = stablehlo.reshape %13 : (tensor<6x1xf32>) -> tensor<6xf32>
    return %6 : tensor<6xi32>
  }
  func.func private @norm(%arg0: tensor<6x3x2xf32>) -> tensor<6x3xf32> {
    %0 = stablehlo.multiply %arg0, %arg0 : tensor<6x3x2xf32>
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %1 = stablehlo.reduce(%0 init: %cst) applies stablehlo.add across dimensions = [2] : (tensor<6x3x2xf32>, tensor<f32>) -> tensor<6x3xf32>
    %2 = stablehlo.sqrt %1 : tensor<6x3xf32>
    return %2 : tensor<6x3xf32>
  }
  func.func private @argmin(%arg0: tensor<6x3xf32>) -> tensor<6xi32> {
    %0 = stablehlo.iota dim = 1 : tensor<6x3xi32>
    %cst = stablehlo.constant dense<0x7F800000> : tensor<f32>
    %c = stablehlo.constant dense<0> : tensor<i32>
    %1:2 = stablehlo.reduce(%arg0 init: %cst), (%0 init: %c) across dimensions = [1] : (tensor<6x3xf32>, tensor<6x3xi32>, tensor<f32>, tensor<i32>) -> (tensor<6xf32>, tensor<6xi32>)
     reducer(%arg1: tensor<f32>, %arg3: tensor<f32>) (%arg2: tensor<i32>, %arg4: tensor<i32>)  {
      %2 = stablehlo.compare LT, %arg1, %arg3, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
      %3 = stablehlo.compare NE, %arg1, %arg1, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
      %4 = stablehlo.or %2, %3 : tensor<i1>
      %5 = stablehlo.compare EQ, %arg1, %arg3, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
      %6 = stablehlo.compare LT, %arg2, %arg4, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
      %7 = stablehlo.and %5, %6 : tensor<i1>
      %8 = stablehlo.or %4, %7 : tensor<i1>
      %9 = stablehlo.select %4, %arg1, %arg3 : tensor<i1>, tensor<f32>
      %10 = stablehlo.select %8, %arg2, %arg4 : tensor<i1>, tensor<i32>
      stablehlo.return %9, %10 : tensor<f32>, tensor<i32>
    }
    return %1#1 : tensor<6xi32>
  }
}
