module @jit_cbrt attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[5.332394e-01, 5.561466e-01, 2.6586933e+00, 1.9239508e+00, 1.5285754e+00], [1.2405181e+00, 2.1631484e+00, 1.6208954e+00, 3.1036627e-01, 6.515225e-01], [1.5278274e-01, 2.7608488e+00, 1.2359775e+00, 2.6613405e+00, 2.6632595e-01], [2.3245306e+00, 1.706003e+00, 2.300234e+00, 1.537946e+00, 2.9655495e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[8.1091267e-01, 8.223621e-01, 1.385339e+00, 1.243745e+00, 1.1519376e+00], [1.0744867e+00, 1.2932886e+00, 1.1746767e+00, 6.770564e-01, 8.669149e-01], [5.3459483e-01, 1.4028596e+00, 1.0731741e+00, 1.3857987e+00, 6.4338535e-01], [1.3246824e+00, 1.1948863e+00, 1.3200508e+00, 1.1542867e+00, 1.4367076e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.437e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.cbrt %arg0 : tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
