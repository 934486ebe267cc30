module @jit_soft_sign attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.6084882e+00, -1.0493488e-01, 8.944442e-01, 1.6411176e+00, 3.0843723e-01], [-8.230046e-01, -1.2862706e+00, 1.1629474e+00, 8.6478245e-01, -1.8004798e+00], [1.0499157e+00, 1.2748978e+00, -1.0659888e+00, -1.9927708e+00, -1.4172184e+00], [-1.3566986e+00, 7.6376855e-01, -1.1932534e+00, 1.6027961e+00, 6.585026e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[6.166362e-01, -9.496928e-02, 4.721407e-01, 6.213724e-01, 2.3572949e-01], [-4.5145503e-01, -5.6260645e-01, 5.3766793e-01, 4.6374443e-01, -6.429183e-01], [5.12175e-01, 5.604198e-01, -5.159703e-01, -6.658615e-01, -5.863013e-01], [-5.7567763e-01, 4.3303218e-01, -5.440563e-01, 6.157978e-01, 3.9704645e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 6.659e-05 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = call @soft_sign(%arg0) : (tensor<4x5xf32>) -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
  func.func private @soft_sign(%arg0: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = stablehlo.abs %arg0 : tensor<4x5xf32>
    %cst = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %1 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %2 = stablehlo.add %0, %1 : tensor<4x5xf32>
    %3 = stablehlo.divide %arg0, %2 : tensor<4x5xf32>
    return %3 : tensor<4x5xf32>
  }
}
