module @jit_negative attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-2.999526e-01, 1.8200094e+00, 9.496682e-01, 2.0776053e-01, 1.0971878e+00], [8.008796e-01, -3.326296e-03, 1.140944e+00, -4.7765538e-01, 6.543619e-01], [1.6391053e+00, 1.9211359e+00, 1.5598034e+00, 1.849347e+00, -1.8793293e+00], [-5.650118e-01, -1.732342e+00, -1.453567e+00, -1.589538e+00, 1.692564e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[2.999526e-01, -1.8200094e+00, -9.496682e-01, -2.0776053e-01, -1.0971878e+00], [-8.008796e-01, 3.326296e-03, -1.140944e+00, 4.7765538e-01, -6.543619e-01], [-1.6391053e+00, -1.9211359e+00, -1.5598034e+00, -1.849347e+00, 1.8793293e+00], [5.650118e-01, 1.732342e+00, 1.453567e+00, 1.589538e+00, -1.692564e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.921e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.negate %arg0 : tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
