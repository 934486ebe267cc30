module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[9.2531043e-01, 8.58479e-01, -5.502081e-01, 8.249268e-01, 1.7579004e+00], [4.1548967e-01, -1.7846075e+00, -5.507337e-01, -9.582241e-01, -3.2159457e-01], [-1.8631605e+00, 1.1864966e+00, 1.1259874e+00, 1.8560591e-01, 1.7920299e+00], [1.0126392e+00, 1.1238397e+00, -1.4770672e+00, -6.2570566e-01, -1.0123012e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[9.2531043e-01, 9.2531043e-01, 9.2531043e-01, 9.2531043e-01, 1.7579004e+00], [4.1548967e-01, 4.1548967e-01, 4.1548967e-01, 4.1548967e-01, 4.1548967e-01], [-1.8631605e+00, 1.1864966e+00, 1.1864966e+00, 1.1864966e+00, 1.7920299e+00], [1.0126392e+00, 1.1238397e+00, 1.1238397e+00, 1.1238397e+00, 1.1238397e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.863e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = call @cummax(%arg0) : (tensor<4x5xf32>) -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
  func.func private @cummax(%arg0: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %cst = stablehlo.constant dense<0xFF800000> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<f32>
    %1 = "stablehlo.reduce_window"(%arg0, %0) <{base_dilations = array<i64: 1, 1>, padding = dense<[[0, 0], [4, 0]]> : tensor<2x2xi64>, window_dilations = array<i64: 1, 1>, window_dimensions = array<i64: 1, 5>, window_strides = array<i64: 1, 1>}> ({
    ^bb0(%arg1: tensor<f32>, %arg2: tensor<f32>):
      %2 = stablehlo.maximum %arg1, %arg2 : tensor<f32>
      stablehlo.return %2 : tensor<f32>
    }) : (tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    return %1 : tensor<4x5xf32>
  }
}
