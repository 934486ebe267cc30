module @jit_isnan attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-9.4850963e-01, -1.6439778e+00, -1.6386642e+00, -8.5029846e-01, -1.9001303e+00], [8.9255834e-01, -6.818494e-01, 1.0300303e+00, 1.3375835e+00, 7.8992844e-01], [-1.6136982e+00, -6.976592e-01, 1.5911065e+00, 3.9404887e-01, -1.8584365e+00], [8.116787e-01, 2.871335e-01, 1.5964736e-01, -7.640878e-01, -3.6686832e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xi1>)
    %expected0 = stablehlo.constant dense<[[false, false, false, false, false], [false, false, false, false, false], [false, false, false, false, false], [false, false, false, false, false]]> : tensor<4x5xi1>
    check.expect_eq %out, %expected0 : tensor<4x5xi1>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xi1> {jax.result_info = "result"}) {
    %0 = stablehlo.compare NE, %arg0, %arg0, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    return %0 : tensor<4x5xi1>
  }
}
