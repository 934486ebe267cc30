module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.607026e+00, -2.2212274e-01, 6.583896e-01, 1.4569685e+00, 1.3863834e+00], [-1.2319567e-01, -5.055718e-01, 1.7994587e+00, 9.606709e-01, -8.294942e-01], [-1.2320858e+00, -4.2667615e-01, -1.3453968e+00, 1.7555671e+00, 5.720461e-01], [1.848631e+00, 1.9345626e+00, 7.4897605e-01, 7.720825e-01, 5.1538545e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[1.607026e+00, 1.3849032e+00, 2.0432928e+00, 3.5002613e+00, 4.886645e+00], [-1.2319567e-01, -6.2876743e-01, 1.1706913e+00, 2.1313622e+00, 1.301868e+00], [-1.2320858e+00, -1.658762e+00, -3.0041587e+00, -1.2485917e+00, -6.7654556e-01], [1.848631e+00, 3.7831936e+00, 4.53217e+00, 5.304252e+00, 5.819638e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 5.820e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = call @cumsum(%arg0) : (tensor<4x5xf32>) -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
  func.func private @cumsum(%arg0: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = call @cumsum_0(%arg0) : (tensor<4x5xf32>) -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
  func.func private @cumsum_0(%arg0: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<f32>
    %1 = "stablehlo.reduce_window"(%arg0, %0) <{base_dilations = array<i64: 1, 1>, padding = dense<[[0, 0], [4, 0]]> : tensor<2x2xi64>, window_dilations = array<i64: 1, 1>, window_dimensions = array<i64: 1, 5>, window_strides = array<i64: 1, 1>}> ({
    ^bb0(%arg1: tensor<f32>, %arg2: tensor<f32>):
      %2 = stablehlo.add %arg1, %arg2 : tensor<f32>
      stablehlo.return %2 : tensor<f32>
    }) : (tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    return %1 : tensor<4x5xf32>
  }
}
