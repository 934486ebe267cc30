module @jit_floor attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-8.1714696e-01, -1.7089564e+00, -5.5269617e-01, 7.3767394e-01, -4.24625e-01], [-5.2386415e-01, -1.5916444e+00, -1.1300343e+00, 1.715454e+00, -4.6338058e-01], [-1.9450607e+00, 5.789614e-01, -3.7941146e-01, -1.2040642e+00, 3.5029522e-01], [1.5438558e+00, -1.3909709e-03, 5.2153444e-01, 3.427726e-01, -3.1108195e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[-1.0e+00, -2.0e+00, -1.0e+00, 0.0e+00, -1.0e+00], [-1.0e+00, -2.0e+00, -2.0e+00, 1.0e+00, -1.0e+00], [-2.0e+00, 0.0e+00, -1.0e+00, -2.0e+00, 0.0e+00], [1.0e+00, -1.0e+00, 0.0e+00, 0.0e+00, -1.0e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 2.000e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.floor %arg0 : tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
