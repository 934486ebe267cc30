module @jit_log1p attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.4198449e-01, 1.3455437e+00, 1.98447e+00, 1.3281962e+00, 1.9081128e+00], [1.5610875e+00, 2.4241636e+00, 2.197597e+00, 1.5538235e+00, 1.2301282e+00], [1.6556668e+00, 1.6372594e+00, 1.8847575e+00, 2.6740065e+00, 9.1499525e-01], [1.3833338e+00, 1.4207885e+00, 2.2837698e+00, 2.33242e+00, 1.12510666e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[1.3276753e-01, 8.525173e-01, 1.0934222e+00, 8.450937e-01, 1.0675044e+00], [9.40432e-01, 1.2308573e+00, 1.1623996e+00, 9.375916e-01, 8.020591e-01], [9.766958e-01, 9.697403e-01, 1.0594409e+00, 1.3012828e+00, 6.497151e-01], [8.6850023e-01, 8.8409334e-01, 1.1889921e+00, 1.2036988e+00, 1.0661932e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.301e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.log_plus_one %arg0 : tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
