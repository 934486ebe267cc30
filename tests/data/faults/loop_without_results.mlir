module @loop {
  sdy.mesh @mesh = <["x"=4]>
  func.func public @main(%x: tensor<7x5x2xf32> {sdy.sharding = #sdy.sharding<@mesh, [{}, {"x"}, {}]>}, %h: tensor<5x2xf32> {sdy.sharding = #sdy.sharding<@mesh, [{}, {"x"}]>}) -> (tensor<5x2xf32> {sdy.sharding = #sdy.sharding<@mesh, [{}, {"x"}]>}) {
    %zero = stablehlo.constant dense<0> : tensor<i32>
    %0:2 = stablehlo.while(%i = %zero, %s = %h) : tensor<i32>, tensor<5x2xf32>
    cond {
      %n = stablehlo.constant dense<7> : tensor<i32>
      %c = stablehlo.compare LT, %i, %n : (tensor<i32>, tensor<i32>) -> tensor<i1>
      stablehlo.return %c : tensor<i1>
    } do {
      %one = stablehlo.constant dense<1> : tensor<i32>
      %row = stablehlo.dynamic_slice %x, %i, %zero, %zero, sizes = [1, 5, 2] : (tensor<7x5x2xf32>, tensor<i32>, tensor<i32>, tensor<i32>) -> tensor<1x5x2xf32>
      %r = stablehlo.reshape %row : (tensor<1x5x2xf32>) -> tensor<5x2xf32>
      %t = stablehlo.add %s, %r : tensor<5x2xf32>
      %u = stablehlo.tanh %t : tensor<5x2xf32>
      %w = sdy.sharding_constraint %u <@mesh, [{}, {"x"}]> : tensor<5x2xf32>
      %j = stablehlo.add %i, %one : tensor<i32>
      stablehlo.return %j, %w : tensor<i32>, tensor<5x2xf32>
    }
    %g = stablehlo.negate %0#1 : tensor<5x2xf32>
    return %g : tensor<5x2xf32>
  }
}
