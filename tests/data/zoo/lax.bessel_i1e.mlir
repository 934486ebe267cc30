module @jit_bessel_i1e attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[2.2449872e+00, 2.9299543e+00, 2.4319148e-01, 4.58334e-01, 1.8688363e+00], [8.1937355e-01, 1.9123622e+00, 2.4294848e+00, 6.020307e-01, 1.0871134e+00], [1.323207e+00, 1.6617125e-01, 2.8539329e+00, 1.3824975e+00, 5.1786655e-01], [2.8454483e+00, 2.4654405e+00, 1.9819309e+00, 2.8935251e+00, 1.7281675e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[2.1130505e-01, 1.9819169e-01, 9.605242e-02, 1.4874923e-01, 2.1698624e-01], [1.9613415e-01, 2.1645722e-01, 2.0792669e-01, 1.724485e-01, 2.1172312e-01], [2.1764643e-01, 7.060846e-02, 1.9967952e-01, 2.1834874e-01, 1.5949969e-01], [1.9984588e-01, 2.0724499e-01, 2.1552648e-01, 1.98904e-01, 2.1835306e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 2.184e-05 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = chlo.bessel_i1e %arg0 : tensor<4x5xf32> -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
