module @jit_atleast_3d attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[7.6794666e-01, -2.6240498e-01, 7.0629394e-01, 2.1770544e-01], [-1.473819e+00, 1.4025596e+00, -9.183045e-01, -6.939068e-01], [-4.4195423e-01, 1.0505085e-02, -1.600319e+00, -1.5295665e+00], [-9.7061646e-01, -1.494518e+00, 1.5810515e+00, 1.1640177e+00]]> : tensor<4x4xf32>
    %out = func.call @function(%in0) : (tensor<4x4xf32>) -> (tensor<4x4x1xf32>)
    %expected0 = stablehlo.constant dense<[[[7.6794666e-01], [-2.6240498e-01], [7.0629394e-01], [2.1770544e-01]], [[-1.473819e+00], [1.4025596e+00], [-9.183045e-01], [-6.939068e-01]], [[-4.4195423e-01], [1.0505085e-02], [-1.600319e+00], [-1.5295665e+00]], [[-9.7061646e-01], [-1.494518e+00], [1.5810515e+00], [1.1640177e+00]]]> : tensor<4x4x1xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.600e-04 : tensor<4x4x1xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x4xf32>) -> (tensor<4x4x1xf32> {jax.result_info = "result"}) {
    %0 = call @atleast_3d(%arg0) : (tensor<4x4xf32>) -> tensor<4x4x1xf32>
    return %0 : tensor<4x4x1xf32>
  }
  func.func private @atleast_3d(%arg0: tensor<4x4xf32>) -> tensor<4x4x1xf32> {
    %0 = stablehlo.broadcast_in_dim %arg0, dims = [0, 1] : (tensor<4x4xf32>) -> tensor<4x4x1xf32>
    return %0 : tensor<4x4x1xf32>
  }
}
