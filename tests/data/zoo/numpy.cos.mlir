module @jit_cos attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-5.4223293e-01, -5.2825105e-01, -1.1084129e+00, -1.9983625e+00, -1.9664924e+00], [-5.8982734e-02, -1.558667e+00, -2.27964e-02, -5.845834e-01, 6.0717064e-01], [-5.7296026e-01, 1.9196721e+00, -6.57122e-01, 1.8666418e+00, 1.9846845e+00], [4.232243e-01, -1.1177986e+00, 8.636855e-01, 1.8951124e+00, 1.5005912e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[8.565585e-01, 8.636899e-01, 4.4608256e-01, -4.1465735e-01, -3.8545057e-01], [9.9826103e-01, 1.2129085e-02, 9.997402e-01, 8.3394206e-01, 8.212656e-01], [8.4029984e-01, -3.4184155e-01, 7.917535e-01, -2.9154867e-01, -4.021722e-01], [9.1176945e-01, 4.376629e-01, 6.4964e-01, -3.186606e-01, 7.0147514e-02]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 9.997e-05 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.cosine %arg0 : tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
