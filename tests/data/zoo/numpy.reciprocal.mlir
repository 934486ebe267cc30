module @jit_reciprocal attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[3.5182714e-01, 9.3506044e-01, 2.761364e+00, 1.6005199e+00, 1.7254319e+00], [2.4748812e+00, 2.623534e+00, 9.4503087e-01, 2.78964e+00, 2.5687654e+00], [2.8389845e+00, 2.1320212e+00, 9.180727e-01, 2.4905915e+00, 2.4702876e+00], [1.6543046e+00, 2.2081597e+00, 1.4471263e-01, 1.698359e+00, 2.918441e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[2.842305e+00, 1.0694495e+00, 3.6213988e-01, 6.24797e-01, 5.7956505e-01], [4.040598e-01, 3.8116527e-01, 1.0581665e+00, 3.584692e-01, 3.8929206e-01], [3.5223863e-01, 4.690385e-01, 1.0892384e+00, 4.0151104e-01, 4.0481117e-01], [6.044836e-01, 4.528658e-01, 6.910247e+00, 5.8880365e-01, 3.4264868e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 6.910e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %1 = stablehlo.divide %0, %arg0 : tensor<4x5xf32>
    return %1 : tensor<4x5xf32>
  }
}
