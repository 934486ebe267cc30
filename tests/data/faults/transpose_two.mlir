module @main {
  func.func public @main(%a: tensor<31x5x16xf32>, %b: tensor<31x5x16xf32>) -> tensor<5x16x31xf32> {
    %0 = stablehlo.transpose %a, dims = [1, 2, 0] : (tensor<31x5x16xf32>) -> tensor<5x16x31xf32>
    %1 = stablehlo.transpose %b, dims = [1, 2, 0] : (tensor<31x5x16xf32>) -> tensor<5x16x31xf32>
    %2 = stablehlo.subtract %0, %1 : tensor<5x16x31xf32>
    return %2 : tensor<5x16x31xf32>
  }
}
