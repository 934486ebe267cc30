module @scatter {
  func.func public @main(%x: tensor<6xf32>, %u: tensor<3x4xf32>) -> tensor<6xf32> {
    %at = stablehlo.constant dense<[[18446744073709551614], [1], [9223372036854775807]]> : tensor<3x1xui64>
    %0 = "stablehlo.scatter"(%x, %at, %u) <{scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [1], scatter_dims_to_operand_dims = [0], index_vector_dim = 1>}> ({
    ^bb0(%a: tensor<f32>, %b: tensor<f32>):
      %s = stablehlo.add %a, %b : tensor<f32>
      stablehlo.return %s : tensor<f32>
    }) : (tensor<6xf32>, tensor<3x1xui64>, tensor<3x4xf32>) -> tensor<6xf32>
    return %0 : tensor<6xf32>
  }
}
