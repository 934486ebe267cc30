module @jit_erf_inv attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-8.630492e-01, -6.319226e-01, 2.3409155e-01, -4.133187e-01, 8.6809653e-01], [3.3079177e-01, -5.384955e-01, 3.9909965e-01, -2.8392702e-01, 5.87191e-01], [3.9972666e-01, 2.4960007e-01, -1.7806098e-01, -2.877673e-01, 4.5311782e-01], [4.5572934e-01, 8.9247036e-01, 2.8127348e-02, 5.694449e-01, 8.7525594e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[-1.0516393e+00, -6.3645303e-01, 2.1052766e-01, -3.844197e-01, 1.0653541e+00], [3.0210075e-01, -5.206934e-01, 3.6989197e-01, -2.5718334e-01, 5.790924e-01], [3.705293e-01, 2.2493921e-01, -1.5913561e-01, -2.6082283e-01, 4.2598853e-01], [4.287667e-01, 1.1380154e+00, 2.4932377e-02, 5.573713e-01, 1.0855235e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.138e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = chlo.erf_inv %arg0 : tensor<4x5xf32> -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
