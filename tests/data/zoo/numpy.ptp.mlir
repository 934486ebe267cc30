module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[8.0288583e-01, 7.4294144e-01, -1.6527517e+00, -1.6139183e+00, -1.9163871e+00], [8.81142e-01, -1.3856847e+00, -8.233616e-01, 1.2066042e+00, 9.10789e-01], [-1.046215e+00, -1.2928504e-01, 1.845712e+00, -1.5248308e+00, -9.5910674e-01], [1.6209661e+00, -8.9848065e-01, 1.9561044e+00, 2.2956462e-01, 1.4460415e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4xf32>)
    %expected0 = stablehlo.constant dense<[2.7192729e+00, 2.592289e+00, 3.3705428e+00, 2.8545852e+00]> : tensor<4xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 3.371e-04 : tensor<4xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4xf32> {jax.result_info = "result"}) {
    %0 = call @_ptp(%arg0) : (tensor<4x5xf32>) -> tensor<4xf32>
    return %0 : tensor<4xf32>
  }
  func.func private @_ptp(%arg0: tensor<4x5xf32>) -> tensor<4xf32> {
    %cst = stablehlo.constant dense<0xFF800000> : tensor<f32>
    %0 = stablehlo.reduce(%arg0 init: %cst) applies stablehlo.maximum across dimensions = [1] : (tensor<4x5xf32>, tensor<f32>) -> tensor<4xf32>
    %cst_0 = stablehlo.constant dense<0x7F800000> : tensor<f32>
    %1 = stablehlo.reduce(%arg0 init: %cst_0) applies stablehlo.minimum across dimensions = [1] : (tensor<4x5xf32>, tensor<f32>) -> tensor<4xf32>
    %2 = stablehlo.subtract %0, %1 : tensor<4xf32>
    return %2 : tensor<4xf32>
  }
}
