module @gather {
  sdy.mesh @mesh = <["x"=4]>
  func.func public @main(%t: tensor<8xf32> {sdy.sharding = #sdy.sharding<@mesh, [{"x"}]>}, %i: tensor<ui32> {sdy.sharding = #sdy.sharding<@mesh, []>}) -> (tensor<f32> {sdy.sharding = #sdy.sharding<@mesh, []>}) {
    %0 = "stablehlo.gather"(%t, %i) <{dimension_numbers = #stablehlo.gather<collapsed_slice_dims = [0], start_index_map = [0]>, slice_sizes = array<i64: 1>}> : (tensor<8xf32>, tensor<ui32>) -> tensor<f32>
    %1 = stablehlo.negate %0 : tensor<f32>
    %one = stablehlo.constant dense<1.0> : tensor<f32>
    %2 = stablehlo.divide %one, %1 : tensor<f32>
    return %2 : tensor<f32>
  }
}
