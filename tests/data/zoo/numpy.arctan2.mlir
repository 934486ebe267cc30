module @jit_arctan2 attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-1.1380658e+00, 1.6166238e+00, -1.7966783e-01, 1.2218736e+00, -1.403547e-01], [-1.4646823e+00, 6.9083476e-01, 5.5922896e-01, -1.6364417e+00, -1.3421963e+00], [1.23691134e-01, 1.6275823e+00, -1.2172056e+00, -4.3596256e-01, -1.0979167e+00], [1.2939703e+00, -1.5060744e+00, -5.461276e-01, 9.800725e-02, -1.7415705e+00]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[[9.428775e-01, 2.554803e-01, 1.0169492e-01, 1.2404654e-01, -7.631492e-01], [-1.747132e+00, 8.002755e-01, -1.567882e+00, -2.3803109e-01, -8.336751e-01], [1.527991e+00, 1.0097328e+00, 1.4429565e-01, -1.9702436e+00, 1.9646858e+00], [3.3583197e-01, -1.1259688e+00, 1.3739108e+00, -2.6293316e-01, -1.2444316e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[-8.789225e-01, 1.4140593e+00, -1.0557398e+00, 1.4696214e+00, -2.9597101e+00], [-2.4439096e+00, 7.1213406e-01, 2.7989812e+00, -1.7152398e+00, -2.126606e+00], [8.077404e-02, 1.0155202e+00, -1.4528004e+00, -2.9238281e+00, -5.0959384e-01], [1.3168628e+00, -2.2127714e+00, -3.7834814e-01, 2.7847996e+00, -2.191218e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 2.960e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.atan2 %arg0, %arg1 : tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
