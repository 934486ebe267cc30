module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-3.3803642e-01, 5.328576e-01, -3.0389094e-01, 9.559502e-01, 1.6764456e+00], [1.4146426e+00, -2.1758442e-01, 1.1060318e+00, 1.9656445e+00, 8.252393e-01], [3.0124858e-01, -2.0099585e-01, 1.6525285e+00, 1.5107487e+00, 8.306767e-01], [8.647816e-01, -1.6369002e+00, -8.935214e-02, -9.464499e-01, 8.625081e-01]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[0, 0, 0]> : tensor<3xi32>
    %in2 = stablehlo.constant dense<[[4.0276697e-01, 1.109052e+00, 1.68191e+00, -7.0625824e-01, 6.4552224e-01], [-6.523718e-01, 1.6022089e+00, -1.579018e+00, 2.6862213e-02, 1.4608341e+00], [4.0497914e-01, -1.8716044e+00, -1.1469694e+00, -7.8723794e-01, 1.9660497e+00]]> : tensor<3x5xf32>
    %out = func.call @function(%in0, %in1, %in2) : (tensor<4x5xf32>, tensor<3xi32>, tensor<3x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[-6.523718e-01, -1.8716044e+00, -1.579018e+00, -7.8723794e-01, 6.4552224e-01], [1.4146426e+00, -2.1758442e-01, 1.1060318e+00, 1.9656445e+00, 8.252393e-01], [3.0124858e-01, -2.0099585e-01, 1.6525285e+00, 1.5107487e+00, 8.306767e-01], [8.647816e-01, -1.6369002e+00, -8.935214e-02, -9.464499e-01, 8.625081e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.966e-04 : tensor<4x5xf32>
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
      %7 = stablehlo.minimum %arg3, %arg4 : tensor<f32>
      stablehlo.return %7 : tensor<f32>
    }) : (tensor<4x5xf32>, tensor<3x1xi32>, tensor<3x5xf32>) -> tensor<4x5xf32>
    return %6 : tensor<4x5xf32>
  }
}
