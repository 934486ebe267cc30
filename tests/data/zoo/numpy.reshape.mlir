module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[9.3606395e-01, -1.1323823e+00, -1.8333796e-01, 3.5837686e-01, -4.2005634e-01], [3.4074847e-02, 7.0306116e-01, 1.1746761e+00, 1.5322794e+00, -1.6596231e+00], [-3.8741022e-01, -1.6803445e+00, 1.9810528e+00, -7.4203986e-01, -5.0112104e-01], [-1.1181363e+00, -7.2062135e-01, -8.5483605e-01, 7.443904e-01, -1.5530884e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<2x10xf32>)
    %expected0 = stablehlo.constant dense<[[9.3606395e-01, -1.1323823e+00, -1.8333796e-01, 3.5837686e-01, -4.2005634e-01, 3.4074847e-02, 7.0306116e-01, 1.1746761e+00, 1.5322794e+00, -1.6596231e+00], [-3.8741022e-01, -1.6803445e+00, 1.9810528e+00, -7.4203986e-01, -5.0112104e-01, -1.1181363e+00, -7.2062135e-01, -8.5483605e-01, 7.443904e-01, -1.5530884e+00]]> : tensor<2x10xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.981e-04 : tensor<2x10xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<2x10xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.reshape %arg0 : (tensor<4x5xf32>) -> tensor<2x10xf32>
    return %0 : tensor<2x10xf32>
  }
}
