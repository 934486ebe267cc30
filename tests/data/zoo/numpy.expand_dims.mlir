module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.2379827e+00, 1.9848691e+00, -1.9846547e+00, -1.4381047e+00, -1.5865448e+00], [4.1639993e-01, -9.8537034e-01, -7.7733344e-01, 3.2130745e-01, -1.1048051e+00], [-1.8825042e-01, 1.1240014e+00, 6.15529e-01, -7.2200266e-03, 5.557641e-01], [1.4977111e+00, 3.394406e-01, 4.1478992e-01, -1.6752073e-01, -1.7123988e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x1x5xf32>)
    %expected0 = stablehlo.constant dense<[[[1.2379827e+00, 1.9848691e+00, -1.9846547e+00, -1.4381047e+00, -1.5865448e+00]], [[4.1639993e-01, -9.8537034e-01, -7.7733344e-01, 3.2130745e-01, -1.1048051e+00]], [[-1.8825042e-01, 1.1240014e+00, 6.15529e-01, -7.2200266e-03, 5.557641e-01]], [[1.4977111e+00, 3.394406e-01, 4.1478992e-01, -1.6752073e-01, -1.7123988e+00]]]> : tensor<4x1x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.985e-04 : tensor<4x1x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x1x5xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.broadcast_in_dim %arg0, dims = [0, 2] : (tensor<4x5xf32>) -> tensor<4x1x5xf32>
    return %0 : tensor<4x1x5xf32>
  }
}
