module @jit_windows attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main(%arg0: tensor<1x8x6x2xf32>, %arg1: tensor<3x2x2x3xf32>) -> (tensor<1x4x6x3xf32> {jax.result_info = "result[0]"}, tensor<1x2x3x3xf32> {jax.result_info = "result[1]"}, tensor<1x8x6x2xf32> {jax.result_info = "result[2]"}, tensor<1x8x6x2xf32> {jax.result_info = "result[3]"}) {
    %0 = stablehlo.convolution(%arg0, %arg1) dim_numbers = [b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f], window = {stride = [2, 1], pad = [[1, 0], [1, 1]], lhs_dilate = [1, 1], rhs_dilate = [1, 2], reverse = [false, false]} {batch_group_count = 1 : i64, feature_group_count = 1 : i64, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]} : (tensor<1x8x6x2xf32>, tensor<3x2x2x3xf32>) -> tensor<1x4x6x3xf32>
    %cst = stablehlo.constant dense<0xFF800000> : tensor<f32>
    %1 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<f32>
    %2 = "stablehlo.reduce_window"(%0, %1) <{base_dilations = array<i64: 1, 1, 1, 1>, padding = dense<0> : tensor<4x2xi64>, window_dilations = array<i64: 1, 1, 1, 1>, window_dimensions = array<i64: 1, 2, 2, 1>, window_strides = array<i64: 1, 2, 2, 1>}> ({
    ^bb0(%arg2: tensor<f32>, %arg3: tensor<f32>):
      %8 = stablehlo.maximum %arg2, %arg3 : tensor<f32>
      stablehlo.return %8 : tensor<f32>
    }) : (tensor<1x4x6x3xf32>, tensor<f32>) -> tensor<1x2x3x3xf32>
    %3 = call @cumsum(%arg0) : (tensor<1x8x6x2xf32>) -> tensor<1x8x6x2xf32>
    %cst_0 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %4 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<1x4x3x2xf32>
    %cst_1 = stablehlo.constant dense<0xFF800000> : tensor<f32>
    %5 = stablehlo.pad %arg0, %cst_1, low = [0, 0, 0, 0], high = [0, 0, 0, 0], interior = [0, 0, 0, 0] : (tensor<1x8x6x2xf32>, tensor<f32>) -> tensor<1x8x6x2xf32>
    %cst_2 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %6 = "stablehlo.select_and_scatter"(%5, %4, %cst_2) <{padding = dense<0> : tensor<4x2xi64>, window_dimensions = array<i64: 1, 2, 2, 1>, window_strides = array<i64: 1, 2, 2, 1>}> ({
    ^bb0(%arg2: tensor<f32>, %arg3: tensor<f32>):
      %8 = stablehlo.compare GE, %arg2, %arg3, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
      stablehlo.return %8 : tensor<i1>
    }, {
    ^bb0(%arg2: tensor<f32>, %arg3: tensor<f32>):
      %8 = stablehlo.add %arg2, %arg3 : tensor<f32>
      stablehlo.return %8 : tensor<f32>
    }) : (tensor<1x8x6x2xf32>, tensor<1x4x3x2xf32>, tensor<f32>) -> tensor<1x8x6x2xf32>
    %7 = stablehlo.slice %6 [0:1, 0:8, 0:6, 0:2] : (tensor<1x8x6x2xf32>) -> tensor<1x8x6x2xf32>
    return %0, %2, %3, %7 : tensor<1x4x6x3xf32>, tensor<1x2x3x3xf32>, tensor<1x8x6x2xf32>, tensor<1x8x6x2xf32>
  }
  func.func private @cumsum(%arg0: tensor<1x8x6x2xf32>) -> tensor<1x8x6x2xf32> {
    %0 = call @cumsum_0(%arg0) : (tensor<1x8x6x2xf32>) -> tensor<1x8x6x2xf32>
    return %0 : tensor<1x8x6x2xf32>
  }
  func.func private @cumsum_0(%arg0: tensor<1x8x6x2xf32>) -> tensor<1x8x6x2xf32> {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<f32>
    %1 = "stablehlo.reduce_window"(%arg0, %0) <{base_dilations = array<i64: 1, 1, 1, 1>, padding = dense<[[0, 0], [7, 0], [0, 0], [0, 0]]> : tensor<4x2xi64>, window_dilations = array<i64: 1, 1, 1, 1>, window_dimensions = array<i64: 1, 8, 1, 1>, window_strides = array<i64: 1, 1, 1, 1>}> ({
    ^bb0(%arg1: tensor<f32>, %arg2: tensor<f32>):
      %2 = stablehlo.add %arg1, %arg2 : tensor<f32>
      stablehlo.return %2 : tensor<f32>
    }) : (tensor<1x8x6x2xf32>, tensor<f32>) -> tensor<1x8x6x2xf32>
    return %1 : tensor<1x8x6x2xf32>
  }
}
