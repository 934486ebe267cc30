module @jit_log2 attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[2.7812927e+00, 4.5435208e-01, 3.1377137e-01, 8.6088425e-01, 1.0639564e+00], [1.9270836e+00, 2.1715549e-01, 2.5602345e+00, 1.0436374e+00, 6.300189e-01], [2.4128387e+00, 2.4416593e-01, 8.1480837e-01, 2.558265e+00, 2.392726e+00], [2.320652e+00, 5.229022e-01, 7.6171225e-01, 2.7305276e+00, 1.8869407e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[1.4757556e+00, -1.1381173e+00, -1.6722145e+00, -2.1610881e-01, 8.9439005e-02], [9.464191e-01, -2.2031996e+00, 1.356276e+00, 6.1620545e-02, -6.6653305e-01], [1.2707314e+00, -2.0340662e+00, -2.9546732e-01, 1.3551656e+00, 1.2586552e+00], [1.2145302e+00, -9.3538696e-01, -3.9268202e-01, 1.4491798e+00, -2.405879e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 2.406e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.log %arg0 : tensor<4x5xf32>
    %cst = stablehlo.constant dense<2.000000e+00> : tensor<f32>
    %1 = stablehlo.log %cst : tensor<f32>
    %2 = stablehlo.broadcast_in_dim %1, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %3 = stablehlo.divide %0, %2 : tensor<4x5xf32>
    return %3 : tensor<4x5xf32>
  }
}
