module @jit_tanh attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.9427038e+00, -4.103987e-01, -1.9744895e+00, 2.5547612e-01, 1.2588896e+00], [-1.3238562e+00, 1.8821276e+00, -1.1026725e+00, -3.3716384e-02, -5.133696e-01], [-9.4020486e-01, 5.040853e-01, -1.1968951e+00, -1.387464e+00, 2.2505541e-01], [1.6749986e+00, -6.964502e-01, -1.5361662e+00, 1.0279127e+00, -5.4462826e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[9.5974785e-01, -3.888112e-01, -9.6218026e-01, 2.500593e-01, 8.507577e-01], [-8.6773974e-01, 9.546809e-01, -8.01457e-01, -3.3703614e-02, -4.7256652e-01], [-7.353164e-01, 4.6532395e-01, -8.3270514e-01, -8.8261175e-01, 2.2133116e-01], [9.3220943e-01, -6.0210973e-01, -9.114739e-01, 7.7306986e-01, -4.9648336e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 9.622e-05 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.tanh %arg0 : tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
