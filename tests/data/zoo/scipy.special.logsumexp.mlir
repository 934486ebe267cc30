module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-1.0668257e+00, 1.6976912e+00, 1.7561969e+00, -9.405661e-01, 1.4542626e+00], [-2.9861093e-01, 1.9633067e-01, 8.8053435e-01, -1.5068015e+00, 1.5694114e+00], [-1.0029619e+00, 1.291028e+00, 2.4432641e-01, -1.5554838e+00, -1.3541425e+00], [5.0729316e-01, -8.732807e-01, -5.3964627e-01, 1.6056329e+00, -1.2578948e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4xf32>)
    %expected0 = stablehlo.constant dense<[2.7891712e+00, 2.240327e+00, 1.7490835e+00, 2.0702224e+00]> : tensor<4xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 2.789e-04 : tensor<4xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4xf32> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<0xFF800000> : tensor<f32>
    %0 = stablehlo.reduce(%arg0 init: %cst) applies stablehlo.maximum across dimensions = [1] : (tensor<4x5xf32>, tensor<f32>) -> tensor<4xf32>
    %cst_0 = stablehlo.constant dense<0xFF800000> : tensor<f32>
    %1 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4xf32>
    %2 = stablehlo.maximum %1, %0 : tensor<4xf32>
    %3 = stablehlo.is_finite %2 : (tensor<4xf32>) -> tensor<4xi1>
    %cst_1 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %4 = stablehlo.broadcast_in_dim %cst_1, dims = [] : (tensor<f32>) -> tensor<4xf32>
    %5 = stablehlo.select %3, %2, %4 : tensor<4xi1>, tensor<4xf32>
    %6 = stablehlo.broadcast_in_dim %5, dims = [0] : (tensor<4xf32>) -> tensor<4x1xf32>
    %7 = stablehlo.broadcast_in_dim %6, dims = [0, 1] : (tensor<4x1xf32>) -> tensor<4x5xf32>
    %8 = stablehlo.subtract %arg0, %7 : tensor<4x5xf32>
    %9 = stablehlo.exponential %8 : tensor<4x5xf32>
    %cst_2 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %10 = stablehlo.reduce(%9 init: %cst_2) applies stablehlo.add across dimensions = [1] : (tensor<4x5xf32>, tensor<f32>) -> tensor<4xf32>
    %11 = stablehlo.sign %10 : tensor<4xf32>
    %12 = stablehlo.abs %10 : tensor<4xf32>
    %13 = stablehlo.log %12 : tensor<4xf32>
    %14 = stablehlo.add %13, %5 : tensor<4xf32>
    return %14 : tensor<4xf32>
  }
}
