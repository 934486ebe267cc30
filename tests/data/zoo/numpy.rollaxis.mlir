module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[[-1.2077094e-02, 1.2209133e-01, 6.018488e-01, 1.2621407e-01], [8.312336e-01, 6.145217e-01, -1.4165956e+00, -6.368525e-01], [-1.1654525e+00, 3.7687945e-01, -1.009182e+00, 1.8043964e+00]], [[-1.2826422e+00, -9.5532393e-01, 6.5321815e-01, -3.9430186e-03], [5.749977e-01, -7.0058036e-01, -1.2282428e+00, 7.4555624e-01], [3.0829564e-01, 2.6654416e-01, -3.2582122e-01, 1.1583843e+00]]]> : tensor<2x3x4xf32>
    %out = func.call @function(%in0) : (tensor<2x3x4xf32>) -> (tensor<4x2x3xf32>)
    %expected0 = stablehlo.constant dense<[[[-1.2077094e-02, 8.312336e-01, -1.1654525e+00], [-1.2826422e+00, 5.749977e-01, 3.0829564e-01]], [[1.2209133e-01, 6.145217e-01, 3.7687945e-01], [-9.5532393e-01, -7.0058036e-01, 2.6654416e-01]], [[6.018488e-01, -1.4165956e+00, -1.009182e+00], [6.5321815e-01, -1.2282428e+00, -3.2582122e-01]], [[1.2621407e-01, -6.368525e-01, 1.8043964e+00], [-3.9430186e-03, 7.4555624e-01, 1.1583843e+00]]]> : tensor<4x2x3xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.804e-04 : tensor<4x2x3xf32>
    return
  }
  func.func private @function(%arg0: tensor<2x3x4xf32>) -> (tensor<4x2x3xf32> {jax.result_info = "result"}) {
    %0 = call @rollaxis(%arg0) : (tensor<2x3x4xf32>) -> tensor<4x2x3xf32>
    return %0 : tensor<4x2x3xf32>
  }
  func.func private @rollaxis(%arg0: tensor<2x3x4xf32>) -> tensor<4x2x3xf32> {
    %0 = stablehlo.transpose %arg0, dims = [2, 0, 1] : (tensor<2x3x4xf32>) -> tensor<4x2x3xf32>
    return %0 : tensor<4x2x3xf32>
  }
}
