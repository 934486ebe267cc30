module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-7.3953366e-01, 9.807383e-01, 3.0197307e-01, -1.2808505e+00, -2.7114294e-02], [-7.906219e-01, -1.671835e-01, -7.654329e-01, 5.067947e-01, 4.7643772e-01], [-2.1528272e-01, 7.2578865e-01, 1.50704e+00, 1.4716628e+00, 1.5525405e+00], [-1.9099079e+00, -3.8031787e-03, 3.3499748e-02, 6.0602147e-02, -5.8634704e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[-7.3953366e-01, -7.3953366e-01, -7.3953366e-01, -1.2808505e+00, -1.2808505e+00], [-7.906219e-01, -7.906219e-01, -7.906219e-01, -7.906219e-01, -7.906219e-01], [-2.1528272e-01, -2.1528272e-01, -2.1528272e-01, -2.1528272e-01, -2.1528272e-01], [-1.9099079e+00, -1.9099079e+00, -1.9099079e+00, -1.9099079e+00, -1.9099079e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.910e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = call @cummin(%arg0) : (tensor<4x5xf32>) -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
  func.func private @cummin(%arg0: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %cst = stablehlo.constant dense<0x7F800000> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<f32>
    %1 = "stablehlo.reduce_window"(%arg0, %0) <{base_dilations = array<i64: 1, 1>, padding = dense<[[0, 0], [4, 0]]> : tensor<2x2xi64>, window_dilations = array<i64: 1, 1>, window_dimensions = array<i64: 1, 5>, window_strides = array<i64: 1, 1>}> ({
    ^bb0(%arg1: tensor<f32>, %arg2: tensor<f32>):
      %2 = stablehlo.minimum %arg1, %arg2 : tensor<f32>
      stablehlo.return %2 : tensor<f32>
    }) : (tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    return %1 : tensor<4x5xf32>
  }
}
