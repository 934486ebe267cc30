module @jit_polymul attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[-1.6126049e+00, -5.293145e-01, 8.1622094e-01, -1.1967165e+00]> : tensor<4xf32>
    %in1 = stablehlo.constant dense<[-1.6186018e+00, 1.2793463e+00, 1.2819011e+00]> : tensor<3xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4xf32>, tensor<3xf32>) -> (tensor<6xf32>)
    %expected0 = stablehlo.constant dense<[2.610165e+00, -1.2063307e+00, -4.0655136e+00, 2.302708e+00, -4.8470044e-01, -1.5340723e+00]> : tensor<6xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 4.066e-04 : tensor<6xf32>
    return
  }
  func.func private @function(%arg0: tensor<4xf32>, %arg1: tensor<3xf32>) -> (tensor<6xf32> {jax.result_info = "result"}) {
    %0 = call @convolve(%arg0, %arg1) : (tensor<4xf32>, tensor<3xf32>) -> tensor<6xf32>
    return %0 : tensor<6xf32>
  }
  func.func private @convolve(%arg0: tensor<4xf32>, %arg1: tensor<3xf32>) -> tensor<6xf32> {
    %0 = call @_conv(%arg0, %arg1) : (tensor<4xf32>, tensor<3xf32>) -> tensor<6xf32>
    return %0 : tensor<6xf32>
  }
  func.func private @_conv(%arg0: tensor<4xf32>, %arg1: tensor<3xf32>) -> tensor<6xf32> {
    %0 = call @_flip(%arg1) : (tensor<3xf32>) -> tensor<3xf32>
    %1 = stablehlo.broadcast_in_dim %arg0, dims = [2] : (tensor<4xf32>) -> tensor<1x1x4xf32>
    %2 = stablehlo.broadcast_in_dim %0, dims = [2] : (tensor<3xf32>) -> tensor<1x1x3xf32>
    %3 = stablehlo.convolution(%1, %2) dim_numbers = [b, f, 0]x[o, i, 0]->[b, f, 0], window = {stride = [1], pad = [[2, 2]], lhs_dilate = [1], rhs_dilate = [1], reverse = [false]} {batch_group_count = 1 : i64, feature_group_count = 1 : i64, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]} : (tensor<1x1x4xf32>, tensor<1x1x3xf32>) -> tensor<1x1x6xf32>
    %4 = stablehlo.reshape %3 : (tensor<1x1x6xf32>) -> tensor<6xf32>
    return %4 : tensor<6xf32>
  }
  func.func private @_flip(%arg0: tensor<3xf32>) -> tensor<3xf32> {
    %0 = stablehlo.reverse %arg0, dims = [0] : tensor<3xf32>
    return %0 : tensor<3xf32>
  }
}
