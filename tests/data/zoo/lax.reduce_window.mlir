module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-1.2471316e+00, 3.3553588e-01, 1.4139417e+00, -4.8684493e-01, -1.0121427e+00], [6.4670295e-01, 3.6775658e-01, 6.432299e-01, -1.6518297e+00, 8.140072e-01], [-1.9388161e+00, -8.080498e-02, -1.1593077e+00, 9.355647e-01, -2.729994e-01], [1.9006425e+00, 1.4227465e+00, -1.2133443e+00, 1.9821949e+00, -1.3964788e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x3xf32>)
    %expected0 = stablehlo.constant dense<[[6.4670295e-01, 1.4139417e+00, 8.140072e-01], [6.4670295e-01, 9.355647e-01, 9.355647e-01], [1.9006425e+00, 1.9821949e+00, 1.9821949e+00], [1.9006425e+00, 1.9821949e+00, 1.9821949e+00]]> : tensor<4x3xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.982e-04 : tensor<4x3xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x3xf32> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<0xFF800000> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<f32>
    %1 = "stablehlo.reduce_window"(%arg0, %0) <{base_dilations = array<i64: 1, 1>, padding = dense<[[0, 1], [1, 1]]> : tensor<2x2xi64>, window_dilations = array<i64: 1, 1>, window_dimensions = array<i64: 2, 3>, window_strides = array<i64: 1, 2>}> ({
    ^bb0(%arg1: tensor<f32>, %arg2: tensor<f32>):
      %2 = stablehlo.maximum %arg1, %arg2 : tensor<f32>
      stablehlo.return %2 : tensor<f32>
    }) : (tensor<4x5xf32>, tensor<f32>) -> tensor<4x3xf32>
    return %1 : tensor<4x3xf32>
  }
}
