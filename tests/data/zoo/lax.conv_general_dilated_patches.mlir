module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[[[-1.6046684e+00, -6.517514e-01, -6.321623e-01, -1.8121198e+00], [6.0482293e-01, -1.7384597e+00, 3.297121e-01, -1.9307196e+00], [1.9363462e+00, -8.597386e-01, 1.9940015e+00, -9.702896e-01], [-3.381953e-01, -1.5645876e+00, -1.6504138e+00, -1.8102964e+00]], [[-1.3760483e+00, -1.822169e+00, -9.9344075e-01, -8.8161623e-01], [1.1774728e+00, -3.274244e-01, 1.6252668e+00, 2.2522708e-02], [-9.007628e-02, 1.256598e+00, 1.6530508e+00, 1.7325923e+00], [-1.9919938e-01, 1.8910035e+00, -1.7494935e-01, 8.135211e-01]]]]> : tensor<1x2x4x4xf32>
    %out = func.call @function(%in0) : (tensor<1x2x4x4xf32>) -> (tensor<1x8x3x3xf32>)
    %expected0 = stablehlo.constant dense<[[[[-1.6046684e+00, -6.517514e-01, -6.321623e-01], [6.0482293e-01, -1.7384597e+00, 3.297121e-01], [1.9363462e+00, -8.597386e-01, 1.9940015e+00]], [[-6.517514e-01, -6.321623e-01, -1.8121198e+00], [-1.7384597e+00, 3.297121e-01, -1.9307196e+00], [-8.597386e-01, 1.9940015e+00, -9.702896e-01]], [[6.0482293e-01, -1.7384597e+00, 3.297121e-01], [1.9363462e+00, -8.597386e-01, 1.9940015e+00], [-3.381953e-01, -1.5645876e+00, -1.6504138e+00]], [[-1.7384597e+00, 3.297121e-01, -1.9307196e+00], [-8.597386e-01, 1.9940015e+00, -9.702896e-01], [-1.5645876e+00, -1.6504138e+00, -1.8102964e+00]], [[-1.3760483e+00, -1.822169e+00, -9.9344075e-01], [1.1774728e+00, -3.274244e-01, 1.6252668e+00], [-9.007628e-02, 1.256598e+00, 1.6530508e+00]], [[-1.822169e+00, -9.9344075e-01, -8.8161623e-01], [-3.274244e-01, 1.6252668e+00, 2.2522708e-02], [1.256598e+00, 1.6530508e+00, 1.7325923e+00]], [[1.1774728e+00, -3.274244e-01, 1.6252668e+00], [-9.007628e-02, 1.256598e+00, 1.6530508e+00], [-1.9919938e-01, 1.8910035e+00, -1.7494935e-01]], [[-3.274244e-01, 1.6252668e+00, 2.2522708e-02], [1.256598e+00, 1.6530508e+00, 1.7325923e+00], [1.8910035e+00, -1.7494935e-01, 8.135211e-01]]]]> : tensor<1x8x3x3xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.994e-04 : tensor<1x8x3x3xf32>
    return
  }
  func.func private @function(%arg0: tensor<1x2x4x4xf32>) -> (tensor<1x8x3x3xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.iota dim = 0 : tensor<4x4xi32>
    %c = stablehlo.constant dense<0> : tensor<i32>
    %1 = stablehlo.broadcast_in_dim %c, dims = [] : (tensor<i32>) -> tensor<4x4xi32>
    %2 = stablehlo.add %0, %1 : tensor<4x4xi32>
    %3 = stablehlo.iota dim = 1 : tensor<4x4xi32>
    %4 = stablehlo.compare EQ, %2, %3, SIGNED : (tensor<4x4xi32>, tensor<4x4xi32>) -> tensor<4x4xi1>
    %5 = stablehlo.convert %4 : (tensor<4x4xi1>) -> tensor<4x4xf32>
    %6 = stablehlo.broadcast_in_dim %5, dims = [1, 2] : (tensor<4x4xf32>) -> tensor<2x4x4xf32>
    %7 = stablehlo.reshape %6 : (tensor<2x4x4xf32>) -> tensor<8x1x2x2xf32>
    %8 = stablehlo.convolution(%arg0, %7) dim_numbers = [b, f, 0, 1]x[o, i, 0, 1]->[b, f, 0, 1], window = {stride = [1, 1], pad = [[0, 0], [0, 0]], lhs_dilate = [1, 1], rhs_dilate = [1, 1], reverse = [false, false]} {batch_group_count = 1 : i64, feature_group_count = 2 : i64, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]} : (tensor<1x2x4x4xf32>, tensor<8x1x2x2xf32>) -> tensor<1x8x3x3xf32>
    return %8 : tensor<1x8x3x3xf32>
  }
}
