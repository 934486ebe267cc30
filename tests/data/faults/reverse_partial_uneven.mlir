module @main {
  sdy.mesh @mesh = <["data"=2, "x"=4]>
  func.func public @main(%arg0: tensor<6x16xf32>, %arg1: tensor<40x16xf32> {sdy.sharding = #sdy.sharding<@mesh, [{}, {"data"}]>}) -> tensor<40x6xf32> {
    %0 = stablehlo.dot_general %arg1, %arg0, contracting_dims = [1] x [1] : (tensor<40x16xf32>, tensor<6x16xf32>) -> tensor<40x6xf32>
    %1 = stablehlo.reverse %0, dims = [1] : tensor<40x6xf32>
    %2 = sdy.reshard %1 <@mesh, [{}, {"x"}]> : tensor<40x6xf32>
    return %2 : tensor<40x6xf32>
  }
}
