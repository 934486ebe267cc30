module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.3743577e+00, -7.339352e-02, -2.2784181e-01, -1.0972437e+00, 3.1192508e-01], [1.77592e+00, 4.6588218e-01, 9.749131e-03, 1.383601e+00, -2.7658911e-02], [-1.0527548e+00, -1.9742086e+00, -5.9927396e-02, 8.466595e-01, -1.3104981e+00], [1.1225474e+00, -1.154446e+00, 5.2177805e-01, 1.9147887e+00, 1.8947941e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x4xf32>)
    %expected0 = stablehlo.constant dense<[[1.3743577e+00, -7.339352e-02, -1.0972437e+00, 3.1192508e-01], [1.77592e+00, 4.6588218e-01, 1.383601e+00, -2.7658911e-02], [-1.0527548e+00, -1.9742086e+00, 8.466595e-01, -1.3104981e+00], [1.1225474e+00, -1.154446e+00, 1.9147887e+00, 1.8947941e+00]]> : tensor<4x4xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.974e-04 : tensor<4x4xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x4xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.slice %arg0 [0:4, 0:2] : (tensor<4x5xf32>) -> tensor<4x2xf32>
    %1 = stablehlo.slice %arg0 [0:4, 3:5] : (tensor<4x5xf32>) -> tensor<4x2xf32>
    %2 = stablehlo.concatenate %0, %1, dim = 1 : (tensor<4x2xf32>, tensor<4x2xf32>) -> tensor<4x4xf32>
    return %2 : tensor<4x4xf32>
  }
}
