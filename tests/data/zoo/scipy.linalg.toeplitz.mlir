module @jit_toeplitz attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[3.213269e-01, -5.965462e-01, -9.6198136e-01, 8.8300717e-01, -3.3991602e-01]> : tensor<5xf32>
    %out = func.call @function(%in0) : (tensor<5xf32>) -> (tensor<5x5xf32>)
    %expected0 = stablehlo.constant dense<[[3.213269e-01, -5.965462e-01, -9.6198136e-01, 8.8300717e-01, -3.3991602e-01], [-5.965462e-01, 3.213269e-01, -5.965462e-01, -9.6198136e-01, 8.8300717e-01], [-9.6198136e-01, -5.965462e-01, 3.213269e-01, -5.965462e-01, -9.6198136e-01], [8.8300717e-01, -9.6198136e-01, -5.965462e-01, 3.213269e-01, -5.965462e-01], [-3.3991602e-01, 8.8300717e-01, -9.6198136e-01, -5.965462e-01, 3.213269e-01]]> : tensor<5x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 9.620e-05 : tensor<5x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<5xf32>) -> (tensor<5x5xf32> {jax.result_info = "result"}) {
    %0 = call @atleast_1d(%arg0) : (tensor<5xf32>) -> tensor<5xf32>
    %1 = call @atleast_1d(%arg0) : (tensor<5xf32>) -> tensor<5xf32>
    %2 = stablehlo.reverse %0, dims = [0] : tensor<5xf32>
    %3 = stablehlo.slice %1 [1:5] : (tensor<5xf32>) -> tensor<4xf32>
    %4 = stablehlo.concatenate %2, %3, dim = 0 : (tensor<5xf32>, tensor<4xf32>) -> tensor<9xf32>
    %5 = stablehlo.reshape %4 : (tensor<9xf32>) -> tensor<1x9x1xf32>
    %6 = stablehlo.iota dim = 0 : tensor<5x5xi32>
    %c = stablehlo.constant dense<0> : tensor<i32>
    %7 = stablehlo.broadcast_in_dim %c, dims = [] : (tensor<i32>) -> tensor<5x5xi32>
    %8 = stablehlo.add %6, %7 : tensor<5x5xi32>
    %9 = stablehlo.iota dim = 1 : tensor<5x5xi32>
    %10 = stablehlo.compare EQ, %8, %9, SIGNED : (tensor<5x5xi32>, tensor<5x5xi32>) -> tensor<5x5xi1>
    %11 = stablehlo.convert %10 : (tensor<5x5xi1>) -> tensor<5x5xf32>
    %12 = stablehlo.broadcast_in_dim %11, dims = [1, 2] : (tensor<5x5xf32>) -> tensor<1x5x5xf32>
    %13 = stablehlo.reshape %12 : (tensor<1x5x5xf32>) -> tensor<5x1x5xf32>
    %14 = stablehlo.transpose %13, dims = [1, 0, 2] : (tensor<5x1x5xf32>) -> tensor<1x5x5xf32>
    %15 = stablehlo.convolution(%5, %14) dim_numbers = [b, 0, f]x[i, o, 0]->[b, 0, f], window = {stride = [1], pad = [[0, 0]], lhs_dilate = [1], rhs_dilate = [1], reverse = [false]} {batch_group_count = 1 : i64, feature_group_count = 1 : i64, precision_config = [#stablehlo<precision HIGHEST>, #stablehlo<precision DEFAULT>]} : (tensor<1x9x1xf32>, tensor<1x5x5xf32>) -> tensor<1x5x5xf32>
    %16 = stablehlo.reshape %15 : (tensor<1x5x5xf32>) -> tensor<5x5xf32>
    %17 = call @_flip(%16) : (tensor<5x5xf32>) -> tensor<5x5xf32>
    return %17 : tensor<5x5xf32>
  }
  func.func private @atleast_1d(%arg0: tensor<5xf32>) -> tensor<5xf32> {
    return %arg0 : tensor<5xf32>
  }
  func.func private @_flip(%arg0: tensor<5x5xf32>) -> tensor<5x5xf32> {
    %0 = stablehlo.reverse %arg0, dims = [0] : tensor<5x5xf32>
    return %0 : tensor<5x5xf32>
  }
}
