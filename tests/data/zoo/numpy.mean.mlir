module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[5.7494116e-01, 1.5221435e+00, -6.8214095e-01, -3.9255574e-01, 1.160589e+00], [-1.5335358e+00, 1.1494968e+00, 1.8246369e+00, -1.6369992e+00, 1.8403965e+00], [1.1676931e+00, -1.5187013e+00, 1.8500649e+00, -1.1732312e+00, -4.8620656e-01], [1.7676837e+00, 1.135069e+00, -1.0345414e+00, 7.3700297e-01, -8.731117e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4xf32>)
    %expected0 = stablehlo.constant dense<[4.3659535e-01, 3.2879904e-01, -3.207622e-02, 3.464206e-01]> : tensor<4xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 4.366e-05 : tensor<4xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4xf32> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.reduce(%arg0 init: %cst) applies stablehlo.add across dimensions = [1] : (tensor<4x5xf32>, tensor<f32>) -> tensor<4xf32>
    %cst_0 = stablehlo.constant dense<5.000000e+00> : tensor<f32>
    %1 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4xf32>
    %2 = stablehlo.divide %0, %1 : tensor<4xf32>
    return %2 : tensor<4xf32>
  }
}
