module @jit_exp attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-8.3520305e-01, 1.3329792e+00, -1.5970478e+00, -2.1242051e-01, -6.064211e-01], [-3.236142e-01, 1.9669315e+00, 8.5381025e-01, 1.4280294e+00, -1.7539365e+00], [-9.466097e-01, -9.9748695e-01, 9.160175e-01, -3.5686934e-01, -1.6295115e+00], [1.8435988e+00, -1.280689e+00, 5.9979135e-01, -5.45389e-01, -3.6961898e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[4.337864e-01, 3.7923248e+00, 2.0249343e-01, 8.086246e-01, 5.4529893e-01], [7.2352934e-01, 7.148707e+00, 2.3485785e+00, 4.1704726e+00, 1.7309122e-01], [3.8805443e-01, 3.688051e-01, 2.499317e+00, 6.998639e-01, 1.9602531e-01], [6.319239e+00, 2.778458e-01, 1.8217386e+00, 5.7961625e-01, 6.9099754e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 7.149e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.exponential %arg0 : tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
