module @jit_log_softmax attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.6193749e+00, 2.767186e+00, 7.8135866e-01, 1.193128e-01, 4.1017684e-01], [8.7455297e-01, 2.2218737e-01, 6.7051846e-01, 1.5514246e+00, 1.1307483e-01], [1.8928517e-01, 1.852008e+00, 2.3370879e+00, 2.0158238e+00, 1.2649455e+00], [1.2812939e+00, 9.8821414e-01, 1.4287195e+00, 2.6211e+00, 1.2826666e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[-2.9241512e+00, -1.7763401e+00, -3.7621675e+00, -4.4242134e+00, -4.1333494e+00], [-3.668973e+00, -4.3213387e+00, -3.8730078e+00, -2.9921014e+00, -4.4304514e+00], [-4.354241e+00, -2.691518e+00, -2.206438e+00, -2.5277023e+00, -3.2785807e+00], [-3.2622323e+00, -3.555312e+00, -3.1148067e+00, -1.9224261e+00, -3.2608595e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 4.430e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = call @log_softmax(%arg0) : (tensor<4x5xf32>) -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
  func.func private @log_softmax(%arg0: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %cst = stablehlo.constant dense<0xFF800000> : tensor<f32>
    %0 = stablehlo.reduce(%arg0 init: %cst) applies stablehlo.maximum across dimensions = [0, 1] : (tensor<4x5xf32>, tensor<f32>) -> tensor<f32>
    %cst_0 = stablehlo.constant dense<0xFF800000> : tensor<f32>
    %1 = stablehlo.maximum %cst_0, %0 : tensor<f32>
    %2 = stablehlo.broadcast_in_dim %1, dims = [] : (tensor<f32>) -> tensor<1x1xf32>
    %3 = stablehlo.broadcast_in_dim %2, dims = [0, 1] : (tensor<1x1xf32>) -> tensor<4x5xf32>
    %4 = stablehlo.subtract %arg0, %3 : tensor<4x5xf32>
    %5 = stablehlo.exponential %4 : tensor<4x5xf32>
    %cst_1 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %6 = stablehlo.reduce(%5 init: %cst_1) applies stablehlo.add across dimensions = [0, 1] : (tensor<4x5xf32>, tensor<f32>) -> tensor<f32>
    %7 = stablehlo.broadcast_in_dim %6, dims = [] : (tensor<f32>) -> tensor<1x1xf32>
    %8 = stablehlo.log %7 : tensor<1x1xf32>
    %9 = stablehlo.broadcast_in_dim %8, dims = [0, 1] : (tensor<1x1xf32>) -> tensor<4x5xf32>
    %10 = stablehlo.subtract %4, %9 : tensor<4x5xf32>
    return %10 : tensor<4x5xf32>
  }
}
