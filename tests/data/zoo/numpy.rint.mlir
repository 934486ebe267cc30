module @jit_rint attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.1430752e+00, 4.6691853e-01, -4.2230178e-02, -1.8945261e+00, -5.428531e-01], [1.1841128e+00, -7.189798e-01, 4.343928e-01, 4.0549543e-01, -1.3248323e-01], [-6.176914e-01, 4.5223394e-01, -6.998663e-01, 2.969424e-01, -1.106709e+00], [-2.880499e-01, -1.4670674e+00, 1.4206034e+00, 1.0915978e+00, 1.1321687e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[1.0e+00, 0.0e+00, -0.0e+00, -2.0e+00, -1.0e+00], [1.0e+00, -1.0e+00, 0.0e+00, 0.0e+00, -0.0e+00], [-1.0e+00, 0.0e+00, -1.0e+00, 0.0e+00, -1.0e+00], [-0.0e+00, -1.0e+00, 1.0e+00, 1.0e+00, 1.0e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 2.000e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = call @rint(%arg0) : (tensor<4x5xf32>) -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
  func.func private @rint(%arg0: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = stablehlo.round_nearest_even %arg0 : tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
