module @jit_correlate attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[5.992458e-01, 1.0826398e+00, 1.529667e+00, -5.124565e-01, -1.4491141e+00, 6.583697e-01, -6.861426e-01]> : tensor<7xf32>
    %in1 = stablehlo.constant dense<[-1.8082517e+00, -1.6223644e+00, 5.1931715e-01, 1.9880855e+00, -1.6187689e+00, -1.1514895e+00, -1.5364267e+00]> : tensor<7xf32>
    %out = func.call @function(%in0, %in1) : (tensor<7xf32>, tensor<7xf32>) -> (tensor<1xf32>)
    %expected0 = stablehlo.constant dense<[-4.225658e-01]> : tensor<1xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 4.226e-05 : tensor<1xf32>
    return
  }
  func.func private @function(%arg0: tensor<7xf32>, %arg1: tensor<7xf32>) -> (tensor<1xf32> {jax.result_info = "result"}) {
    %0 = call @correlate(%arg0, %arg1) : (tensor<7xf32>, tensor<7xf32>) -> tensor<1xf32>
    return %0 : tensor<1xf32>
  }
  func.func private @correlate(%arg0: tensor<7xf32>, %arg1: tensor<7xf32>) -> tensor<1xf32> {
    %0 = call @_conv(%arg0, %arg1) : (tensor<7xf32>, tensor<7xf32>) -> tensor<1xf32>
    return %0 : tensor<1xf32>
  }
  func.func private @_conv(%arg0: tensor<7xf32>, %arg1: tensor<7xf32>) -> tensor<1xf32> {
    %0 = stablehlo.broadcast_in_dim %arg0, dims = [2] : (tensor<7xf32>) -> tensor<1x1x7xf32>
    %1 = stablehlo.broadcast_in_dim %arg1, dims = [2] : (tensor<7xf32>) -> tensor<1x1x7xf32>
    %2 = stablehlo.convolution(%0, %1) dim_numbers = [b, f, 0]x[o, i, 0]->[b, f, 0], window = {stride = [1], pad = [[0, 0]], lhs_dilate = [1], rhs_dilate = [1], reverse = [false]} {batch_group_count = 1 : i64, feature_group_count = 1 : i64, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]} : (tensor<1x1x7xf32>, tensor<1x1x7xf32>) -> tensor<1x1x1xf32>
    %3 = stablehlo.reshape %2 : (tensor<1x1x1xf32>) -> tensor<1xf32>
    return %3 : tensor<1xf32>
  }
}
