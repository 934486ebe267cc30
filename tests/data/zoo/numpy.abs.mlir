module @jit_abs attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[2.273001e-01, -1.4145415e+00, 6.04239e-02, 9.1238666e-01, -1.438462e-01], [1.8804443e+00, -1.8245801e+00, 1.6245205e+00, -1.593572e+00, 1.7117989e+00], [1.4634328e+00, -1.2286162e-01, -7.9580486e-01, -7.064159e-01, 7.8822815e-01], [-1.9245543e+00, 8.0665886e-01, 6.1734694e-01, -9.458113e-01, 1.4579184e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[2.273001e-01, 1.4145415e+00, 6.04239e-02, 9.1238666e-01, 1.438462e-01], [1.8804443e+00, 1.8245801e+00, 1.6245205e+00, 1.593572e+00, 1.7117989e+00], [1.4634328e+00, 1.2286162e-01, 7.9580486e-01, 7.064159e-01, 7.8822815e-01], [1.9245543e+00, 8.0665886e-01, 6.1734694e-01, 9.458113e-01, 1.4579184e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.925e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.abs %arg0 : tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
