module @jit_norm attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-3.251636e-03, 9.282859e-01, 7.7207035e-01, 1.3624793e+00, -6.9081116e-01], [-9.417178e-01, -1.5967822e-01, 1.1561728e+00, -5.028137e-01, 1.8099922e+00], [4.5817994e-02, 4.2882028e-01, 1.7533791e+00, 1.5864947e+00, -1.4946926e+00], [-1.7641671e+00, -1.9485008e+00, -9.943101e-01, -4.1591406e-01, -1.9914987e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<f32>)
    %expected0 = stablehlo.constant dense<5.442186e+00> : tensor<f32>
    check.expect_almost_eq %out, %expected0, tolerance = 5.442e-04 : tensor<f32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<f32> {jax.result_info = "result"}) {
    %0 = call @norm(%arg0) : (tensor<4x5xf32>) -> tensor<f32>
    return %0 : tensor<f32>
  }
  func.func private @norm(%arg0: tensor<4x5xf32>) -> tensor<f32> {
    %0 = stablehlo.multiply %arg0, %arg0 : tensor<4x5xf32>
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %1 = stablehlo.reduce(%0 init: %cst) applies stablehlo.add across dimensions = [0, 1] : (tensor<4x5xf32>, tensor<f32>) -> tensor<f32>
    %2 = stablehlo.sqrt %1 : tensor<f32>
    return %2 : tensor<f32>
  }
}
