module @jit_sin attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-1.8373172e+00, 1.3721873e+00, -1.8456645e+00, -3.1004715e-01, 7.3937756e-01], [-1.8800417e-01, 3.0367294e-01, 1.2960229e+00, -3.081733e-01, -9.237273e-01], [-3.947485e-01, 9.7374165e-01, 1.5108716e+00, -1.1939957e+00, 8.593231e-01], [-1.6259786e+00, -3.1561774e-01, 1.2991948e+00, -1.1662538e+00, -1.3629748e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[-9.6469307e-01, 9.80342e-01, -9.62461e-01, -3.0510354e-01, 6.738281e-01], [-1.868986e-01, 2.990271e-01, 9.624867e-01, -3.033185e-01, -7.978541e-01], [-3.8457605e-01, 8.269951e-01, 9.9820507e-01, -9.298466e-01, 7.5740075e-01], [-9.984778e-01, -3.1040376e-01, 9.633425e-01, -9.1928256e-01, -9.784827e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 9.985e-05 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.sine %arg0 : tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
