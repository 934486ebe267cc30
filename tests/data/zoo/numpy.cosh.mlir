module @jit_cosh attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-1.3559622e-01, 5.01615e-01, -1.5729373e+00, 6.9341063e-01, 8.8891214e-01], [-4.6304417e-01, 9.8057485e-01, 2.7136812e-01, -1.8615195e+00, -1.400041e+00], [-1.9973599e+00, 1.8062124e+00, 8.410403e-01, -4.735975e-01, -4.1601804e-01], [-3.998547e-01, 6.7893815e-01, 1.6247898e+00, 5.986592e-01, 1.3551927e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[1.0092072e+00, 1.128469e+00, 2.5141113e+00, 1.2501976e+00, 1.4217924e+00], [1.1091342e+00, 1.5205419e+00, 1.0370468e+00, 3.2944705e+00, 2.1509764e+00], [3.7526333e+00, 3.1258113e+00, 1.3750198e+00, 1.1142592e+00, 1.0877908e+00], [1.0810127e+00, 1.239469e+00, 2.6371524e+00, 1.1846126e+00, 2.0677028e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 3.753e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = chlo.cosh %arg0 : tensor<4x5xf32> -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
