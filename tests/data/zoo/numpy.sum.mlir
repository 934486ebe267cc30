module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-1.7772053e+00, -1.603816e+00, 9.16649e-01, 3.206445e-01, 4.5596355e-01], [1.5930049e-01, -8.901759e-03, 1.0374482e-02, 7.1198475e-01, -1.5008882e+00], [4.7352907e-01, -3.814454e-01, 1.9176482e+00, 1.9342984e+00, 6.727191e-01], [-1.2287925e+00, -1.7337648e+00, 1.6858026e+00, -1.7126652e+00, -1.2579716e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4xf32>)
    %expected0 = stablehlo.constant dense<[-1.6877646e+00, -6.2813026e-01, 4.6167493e+00, -4.2473917e+00]> : tensor<4xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 4.617e-04 : tensor<4xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4xf32> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.reduce(%arg0 init: %cst) applies stablehlo.add across dimensions = [1] : (tensor<4x5xf32>, tensor<f32>) -> tensor<4xf32>
    return %0 : tensor<4xf32>
  }
}
