module @jit_polyder attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[1.948817e+00, 1.3640937e+00, -1.7470689e-01, -1.3186386e+00]> : tensor<4xf32>
    %out = func.call @function(%in0) : (tensor<4xf32>) -> (tensor<3xf32>)
    %expected0 = stablehlo.constant dense<[5.846451e+00, 2.7281873e+00, -1.7470689e-01]> : tensor<3xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 5.846e-04 : tensor<3xf32>
    return
  }
  func.func private @function(%arg0: tensor<4xf32>) -> (tensor<3xf32> {jax.result_info = "result"}) {
    %0 = call @polyder(%arg0) : (tensor<4xf32>) -> tensor<3xf32>
    return %0 : tensor<3xf32>
  }
  func.func private @polyder(%arg0: tensor<4xf32>) -> tensor<3xf32> {
    %0 = stablehlo.iota dim = 0 : tensor<3xf32>
    %cst = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %1 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<3xf32>
    %2 = stablehlo.add %1, %0 : tensor<3xf32>
    %3 = stablehlo.broadcast_in_dim %2, dims = [1] : (tensor<3xf32>) -> tensor<1x3xf32>
    %4 = stablehlo.iota dim = 0 : tensor<1xf32>
    %5 = stablehlo.broadcast_in_dim %4, dims = [0] : (tensor<1xf32>) -> tensor<1x1xf32>
    %6 = stablehlo.broadcast_in_dim %5, dims = [0, 1] : (tensor<1x1xf32>) -> tensor<1x3xf32>
    %7 = stablehlo.subtract %3, %6 : tensor<1x3xf32>
    %cst_0 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %8 = stablehlo.reduce(%7 init: %cst_0) applies stablehlo.multiply across dimensions = [0] : (tensor<1x3xf32>, tensor<f32>) -> tensor<3xf32>
    %9 = stablehlo.slice %arg0 [0:3] : (tensor<4xf32>) -> tensor<3xf32>
    %10 = stablehlo.reverse %8, dims = [0] : tensor<3xf32>
    %11 = stablehlo.multiply %9, %10 : tensor<3xf32>
    return %11 : tensor<3xf32>
  }
}
