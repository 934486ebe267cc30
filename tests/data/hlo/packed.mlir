func.func public @main() -> (tensor<3xi4>, tensor<5xui2>, tensor<2xcomplex<f64>>, tensor<3xf8E5M2>) {
  %0 = stablehlo.constant dense<[1, 7, -8]> : tensor<3xi4>
  %1 = stablehlo.constant dense<[1, 0, 3, 2, 1]> : tensor<5xui2>
  %2 = stablehlo.constant dense<[(1.0, -2.0), (3.0, 4.0)]> : tensor<2xcomplex<f64>>
  %3 = stablehlo.constant dense<[1.0, -448.0, 0.0]> : tensor<3xf8E5M2>
  return %0, %1, %2, %3 : tensor<3xi4>, tensor<5xui2>, tensor<2xcomplex<f64>>, tensor<3xf8E5M2>
}
