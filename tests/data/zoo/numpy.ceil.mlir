module @jit_ceil attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.19184986e-01, -8.773156e-01, 1.0144347e+00, -1.5064654e+00, -2.1944696e-01], [-8.017431e-01, -5.586157e-01, 1.7430084e+00, -1.3732121e+00, 1.2533202e+00], [1.7273316e+00, 7.812232e-01, -5.336963e-01, 2.1007976e-01, -8.0379826e-01], [7.891641e-01, -1.5926263e+00, -7.640993e-01, -5.357244e-01, -6.4690626e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[1.0e+00, -0.0e+00, 2.0e+00, -1.0e+00, -0.0e+00], [-0.0e+00, -0.0e+00, 2.0e+00, -1.0e+00, 2.0e+00], [2.0e+00, 1.0e+00, -0.0e+00, 1.0e+00, -0.0e+00], [1.0e+00, -1.0e+00, -0.0e+00, -0.0e+00, -0.0e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 2.000e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.ceil %arg0 : tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
