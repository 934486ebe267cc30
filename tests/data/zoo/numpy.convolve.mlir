module @jit_convolve attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[1.269409e+00, -1.2529483e+00, 1.4751444e+00, -3.7805223e-01, -1.7308092e-01, 9.7314495e-01, -1.1226496e+00]> : tensor<7xf32>
    %in1 = stablehlo.constant dense<[1.245836e-01, -1.7650633e+00, 1.1619862e-01, 6.6449636e-01, 5.9046596e-01, 1.2382562e+00, -1.3313798e+00]> : tensor<7xf32>
    %out = func.call @function(%in0, %in1) : (tensor<7xf32>, tensor<7xf32>) -> (tensor<13xf32>)
    %expected0 = stablehlo.constant dense<[1.5814754e-01, -2.3966842e+00, 2.5428154e+00, -1.9528956e+00, 7.34096e-01, 2.1950657e+00, -4.499366e+00, 5.2511435e+00, -2.0181003e+00, 1.1762506e-01, 7.725529e-01, -2.6857533e+00, 1.4946729e+00]> : tensor<13xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 5.251e-04 : tensor<13xf32>
    return
  }
  func.func private @function(%arg0: tensor<7xf32>, %arg1: tensor<7xf32>) -> (tensor<13xf32> {jax.result_info = "result"}) {
    %0 = call @convolve(%arg0, %arg1) : (tensor<7xf32>, tensor<7xf32>) -> tensor<13xf32>
    return %0 : tensor<13xf32>
  }
  func.func private @convolve(%arg0: tensor<7xf32>, %arg1: tensor<7xf32>) -> tensor<13xf32> {
    %0 = call @_conv(%arg0, %arg1) : (tensor<7xf32>, tensor<7xf32>) -> tensor<13xf32>
    return %0 : tensor<13xf32>
  }
  func.func private @_conv(%arg0: tensor<7xf32>, %arg1: tensor<7xf32>) -> tensor<13xf32> {
    %0 = call @_flip(%arg1) : (tensor<7xf32>) -> tensor<7xf32>
    %1 = stablehlo.broadcast_in_dim %arg0, dims = [2] : (tensor<7xf32>) -> tensor<1x1x7xf32>
    %2 = stablehlo.broadcast_in_dim %0, dims = [2] : (tensor<7xf32>) -> tensor<1x1x7xf32>
    %3 = stablehlo.convolution(%1, %2) dim_numbers = [b, f, 0]x[o, i, 0]->[b, f, 0], window = {stride = [1], pad = [[6, 6]], lhs_dilate = [1], rhs_dilate = [1], reverse = [false]} {batch_group_count = 1 : i64, feature_group_count = 1 : i64, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]} : (tensor<1x1x7xf32>, tensor<1x1x7xf32>) -> tensor<1x1x13xf32>
    %4 = stablehlo.reshape %3 : (tensor<1x1x13xf32>) -> tensor<13xf32>
    return %4 : tensor<13xf32>
  }
  func.func private @_flip(%arg0: tensor<7xf32>) -> tensor<7xf32> {
    %0 = stablehlo.reverse %arg0, dims = [0] : tensor<7xf32>
    return %0 : tensor<7xf32>
  }
}
