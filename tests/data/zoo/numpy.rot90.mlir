module @jit_rot90 attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.647967e+00, 4.957751e-01, -1.0165595e+00, 7.9154146e-01], [1.1593081e+00, 9.6290666e-01, 9.433898e-03, 5.666527e-01], [2.1709947e-02, -5.032979e-01, -8.845978e-01, 1.4422768e+00], [8.8696934e-02, -1.1209637e+00, -8.55394e-01, -9.360038e-01]]> : tensor<4x4xf32>
    %out = func.call @function(%in0) : (tensor<4x4xf32>) -> (tensor<4x4xf32>)
    %expected0 = stablehlo.constant dense<[[7.9154146e-01, 5.666527e-01, 1.4422768e+00, -9.360038e-01], [-1.0165595e+00, 9.433898e-03, -8.845978e-01, -8.55394e-01], [4.957751e-01, 9.6290666e-01, -5.032979e-01, -1.1209637e+00], [1.647967e+00, 1.1593081e+00, 2.1709947e-02, 8.8696934e-02]]> : tensor<4x4xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.648e-04 : tensor<4x4xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x4xf32>) -> (tensor<4x4xf32> {jax.result_info = "result"}) {
    %0 = call @rot90(%arg0) : (tensor<4x4xf32>) -> tensor<4x4xf32>
    return %0 : tensor<4x4xf32>
  }
  func.func private @rot90(%arg0: tensor<4x4xf32>) -> tensor<4x4xf32> {
    %0 = call @_flip(%arg0) : (tensor<4x4xf32>) -> tensor<4x4xf32>
    %1 = stablehlo.transpose %0, dims = [1, 0] : (tensor<4x4xf32>) -> tensor<4x4xf32>
    return %1 : tensor<4x4xf32>
  }
  func.func private @_flip(%arg0: tensor<4x4xf32>) -> tensor<4x4xf32> {
    %0 = stablehlo.reverse %arg0, dims = [1] : tensor<4x4xf32>
    return %0 : tensor<4x4xf32>
  }
}
