module @jit_conj attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-1.6611829e+00, -1.6231439e+00, 1.5096047e+00, -6.133216e-01, 2.0769675e-01], [4.1299117e-01, 9.746382e-01, 1.3827608e+00, 1.0949326e+00, -3.9274094e-01], [-1.8122312e+00, 1.2668253e-01, -7.6750267e-01, -5.0955933e-01, -1.2655225e+00], [-1.942911e+00, -5.949598e-01, 1.1089735e+00, 9.6322864e-01, 1.3692364e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[-1.6611829e+00, -1.6231439e+00, 1.5096047e+00, -6.133216e-01, 2.0769675e-01], [4.1299117e-01, 9.746382e-01, 1.3827608e+00, 1.0949326e+00, -3.9274094e-01], [-1.8122312e+00, 1.2668253e-01, -7.6750267e-01, -5.0955933e-01, -1.2655225e+00], [-1.942911e+00, -5.949598e-01, 1.1089735e+00, 9.6322864e-01, 1.3692364e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.943e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    return %arg0 : tensor<4x5xf32>
  }
}
