module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-2.8977695e-01, 2.0318326e-01, -9.994984e-01, 4.01926e-02, -7.601655e-02], [6.5434694e-01, -1.1743126e+00, 4.6286407e-01, -5.6528866e-01, -5.132038e-01], [-1.4077194e+00, 9.216201e-03, 3.2221088e-01, 1.3459997e+00, 1.4389018e+00], [-8.928466e-03, -1.6575421e+00, 8.720322e-01, -4.5349923e-01, -6.670542e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4xf32>)
    %expected0 = stablehlo.constant dense<[-2.2438322e-01, -2.2711883e-01, 3.4172186e-01, -3.8299835e-01]> : tensor<4xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 3.830e-05 : tensor<4xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4xf32> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.reduce(%arg0 init: %cst) applies stablehlo.add across dimensions = [1] : (tensor<4x5xf32>, tensor<f32>) -> tensor<4xf32>
    %cst_0 = stablehlo.constant dense<5.000000e+00> : tensor<f32>
    %1 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4xf32>
    %2 = stablehlo.divide %0, %1 : tensor<4xf32>
    return %2 : tensor<4xf32>
  }
}
