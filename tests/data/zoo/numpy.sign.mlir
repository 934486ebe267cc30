module @jit_sign attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-8.894468e-01, -1.1167622e+00, 3.876378e-01, 1.3209364e+00, 1.1355134e+00], [1.6751868e+00, -4.0960628e-01, 1.2051704e+00, 1.757757e-01, -1.7890369e+00], [1.1694329e+00, -1.396437e+00, -1.3494697e-01, 1.404947e+00, -1.8053054e+00], [1.6528964e+00, -9.629007e-01, 1.527241e+00, 1.0908536e+00, -1.3612778e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[-1.0e+00, -1.0e+00, 1.0e+00, 1.0e+00, 1.0e+00], [1.0e+00, -1.0e+00, 1.0e+00, 1.0e+00, -1.0e+00], [1.0e+00, -1.0e+00, -1.0e+00, 1.0e+00, -1.0e+00], [1.0e+00, -1.0e+00, 1.0e+00, 1.0e+00, -1.0e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.000e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.sign %arg0 : tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
