module @jit_arcsin attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-7.3935837e-01, -3.3168083e-01, -7.49871e-01, -7.85652e-01, -3.7551844e-01], [-8.6649716e-01, -3.1460088e-02, -8.555959e-01, -4.1273922e-01, -8.828706e-01], [-8.018697e-01, -7.2784024e-01, -4.04303e-01, -3.0454028e-01, -4.3707675e-01], [-7.798091e-01, 5.262673e-01, 2.3916988e-01, 5.8369803e-01, -1.9810519e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[-8.321169e-01, -3.3808473e-01, -8.4786713e-01, -9.037493e-01, -3.849561e-01], [-1.0481418e+00, -3.1465277e-02, -1.0267009e+00, -4.2545933e-01, -1.0819402e+00], [-9.304179e-01, -8.151672e-01, -4.1621664e-01, -3.0945575e-01, -4.5234594e-01], [-8.9436084e-01, 5.542048e-01, 2.4151082e-01, 6.2327564e-01, -1.9942442e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.082e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = chlo.asin %arg0 : tensor<4x5xf32> -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
