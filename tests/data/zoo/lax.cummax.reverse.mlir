module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-1.5858021e+00, -1.2506045e+00, -1.7385511e+00, -1.8503875e+00, -6.9327945e-01], [9.545242e-01, -8.525252e-01, -9.2932713e-01, -4.6581823e-01, -1.8907441e-01], [7.303593e-01, 1.1498468e+00, -1.2697082e+00, -1.2780605e-01, -1.5952023e+00], [1.1728121e+00, -1.3955585e+00, -1.8548992e+00, -9.0630054e-01, 1.7761573e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[1.1728121e+00, 1.1498468e+00, -9.2932713e-01, -1.2780605e-01, 1.7761573e+00], [1.1728121e+00, 1.1498468e+00, -9.2932713e-01, -1.2780605e-01, 1.7761573e+00], [1.1728121e+00, 1.1498468e+00, -1.2697082e+00, -1.2780605e-01, 1.7761573e+00], [1.1728121e+00, -1.3955585e+00, -1.8548992e+00, -9.0630054e-01, 1.7761573e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.855e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = call @cummax(%arg0) : (tensor<4x5xf32>) -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
  func.func private @cummax(%arg0: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %cst = stablehlo.constant dense<0xFF800000> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<f32>
    %1 = "stablehlo.reduce_window"(%arg0, %0) <{base_dilations = array<i64: 1, 1>, padding = dense<[[0, 3], [0, 0]]> : tensor<2x2xi64>, window_dilations = array<i64: 1, 1>, window_dimensions = array<i64: 4, 1>, window_strides = array<i64: 1, 1>}> ({
    ^bb0(%arg1: tensor<f32>, %arg2: tensor<f32>):
      %2 = stablehlo.maximum %arg1, %arg2 : tensor<f32>
      stablehlo.return %2 : tensor<f32>
    }) : (tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    return %1 : tensor<4x5xf32>
  }
}
