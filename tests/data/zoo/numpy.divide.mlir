module @jit_divide attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[2.799578e+00, 6.9138885e-01, 5.611921e-01, 1.788898e+00, 2.7597532e+00], [5.884469e-01, 1.2748852e+00, 7.510442e-01, 1.9638649e+00, 4.7790033e-01], [2.5538032e+00, 2.9451036e+00, 1.6140958e+00, 1.1519653e+00, 8.39865e-01], [1.4626082e+00, 1.1592364e+00, 1.7359507e-01, 5.561996e-01, 2.9874833e+00]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[[2.0739713e+00, 2.185045e+00, 5.0671536e-01, 2.7931962e+00, 2.095994e-01], [6.947962e-01, 6.6003567e-01, 9.582978e-01, 2.4470637e+00, 2.9458218e+00], [2.3782904e+00, 1.3959893e+00, 2.3017275e+00, 2.817801e+00, 9.445982e-01], [1.0702528e+00, 2.7647784e+00, 1.8855836e+00, 1.0165284e+00, 2.0007179e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[1.3498634e+00, 3.164186e-01, 1.1075095e+00, 6.404484e-01, 1.3166799e+01], [8.4693456e-01, 1.9315398e+00, 7.837274e-01, 8.0253935e-01, 1.6222988e-01], [1.0737978e+00, 2.1096892e+00, 7.0125407e-01, 4.088171e-01, 8.891241e-01], [1.3666008e+00, 4.192873e-01, 9.206437e-02, 5.4715604e-01, 1.4932057e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.317e-03 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.divide %arg0, %arg1 : tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
