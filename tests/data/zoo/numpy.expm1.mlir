module @jit_expm1 attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[9.5519394e-01, 4.0576136e-01, 1.4385625e+00, 1.4054084e+00, 1.0889217e+00], [-1.4280543e-01, -1.7415233e+00, 1.6613777e+00, 1.8093213e+00, -8.2913846e-01], [1.3462368e-01, -4.226912e-01, 1.1397237e-01, 1.4868885e+00, -1.5534803e+00], [6.0240006e-01, 1.1614342e+00, 3.7763718e-01, 1.7195228e+00, 6.0379446e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[1.5991745e+00, 5.004444e-01, 3.214633e+00, 3.0771914e+00, 1.9710684e+00], [-1.3307725e-01, -8.247467e-01, 4.2665615e+00, 5.1063013e+00, -5.635749e-01], [1.4410613e-01, -3.4471902e-01, 1.2072115e-01, 3.4233112e+00, -7.884894e-01], [8.264973e-01, 2.1945114e+00, 4.588335e-01, 4.5818644e+00, 8.290459e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 5.106e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.exponential_minus_one %arg0 : tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
