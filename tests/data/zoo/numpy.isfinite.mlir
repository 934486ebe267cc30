module @jit_isfinite attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-7.7569604e-02, -8.002237e-01, -2.213612e-01, 1.0325674e+00, 1.1462034e+00], [1.0639762e+00, -7.832977e-01, 8.376712e-01, 1.7230637e+00, -1.6401698e-01], [4.003457e-01, -1.9877793e+00, 1.65176e+00, -1.3351554e+00, -3.1883645e-01], [-2.5800738e-01, -5.8483547e-01, 5.769776e-02, -1.8568262e+00, 9.646958e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xi1>)
    %expected0 = stablehlo.constant dense<[[true, true, true, true, true], [true, true, true, true, true], [true, true, true, true, true], [true, true, true, true, true]]> : tensor<4x5xi1>
    check.expect_eq %out, %expected0 : tensor<4x5xi1>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xi1> {jax.result_info = "result"}) {
    %0 = stablehlo.is_finite %arg0 : (tensor<4x5xf32>) -> tensor<4x5xi1>
    return %0 : tensor<4x5xi1>
  }
}
