module @jit_less attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.3425798e+00, 3.5671958e-01, -3.9702457e-01, 1.6153923e+00, 1.1832044e+00], [1.2320988e+00, 1.7597295e+00, 1.9198626e+00, 1.510569e+00, -3.3456528e-01], [1.020274e+00, 8.7382436e-01, -1.7602155e+00, -1.9685171e+00, -7.922899e-01], [1.3421928e+00, 1.1582849e+00, 1.0616189e+00, 1.5134435e+00, 2.9143396e-01]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[[1.0639299e+00, 6.2553155e-01, 1.4812493e+00, -1.6767074e+00, -5.786638e-01], [-6.708139e-01, -1.3588855e+00, 6.875158e-01, 6.521901e-01, 1.4287107e+00], [1.5034837e+00, 1.9083135e+00, 1.8253646e+00, 1.6753594e+00, -5.22027e-01], [1.3395542e+00, -7.023126e-01, -8.2379276e-01, -1.750638e+00, 1.3260216e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> (tensor<4x5xi1>)
    %expected0 = stablehlo.constant dense<[[false, true, true, false, false], [false, false, false, false, true], [true, true, true, true, true], [false, false, false, false, true]]> : tensor<4x5xi1>
    check.expect_eq %out, %expected0 : tensor<4x5xi1>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> (tensor<4x5xi1> {jax.result_info = "result"}) {
    %0 = stablehlo.compare LT, %arg0, %arg1, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    return %0 : tensor<4x5xi1>
  }
}
