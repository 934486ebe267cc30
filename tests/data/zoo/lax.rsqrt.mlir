module @jit_rsqrt attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.3004202e+00, 5.301264e-01, 2.3640769e+00, 1.9278425e+00, 2.343808e-01], [1.1905663e+00, 2.469539e+00, 7.2013116e-01, 1.9392378e+00, 2.0677369e+00], [3.4816346e-01, 1.3006926e+00, 1.091695e+00, 1.910678e+00, 2.5793717e+00], [8.033726e-01, 2.567398e+00, 5.0486404e-01, 1.4593363e+00, 2.3605812e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[8.769163e-01, 1.3734419e+00, 6.5038306e-01, 7.202184e-01, 2.0655656e+00], [9.164805e-01, 6.3634413e-01, 1.178404e+00, 7.1809924e-01, 6.954283e-01], [1.6947608e+00, 8.768245e-01, 9.570824e-01, 7.234462e-01, 6.226486e-01], [1.1156846e+00, 6.2409884e-01, 1.4073845e+00, 8.277941e-01, 6.508644e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 2.066e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.rsqrt %arg0 : tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
