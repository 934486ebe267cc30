module @jit_i1 attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.8133109e+00, 2.7445626e+00, 5.931175e-01, 2.808093e+00, 1.0653814e+00], [2.3529773e+00, 1.0983866e+00, 6.506044e-01, 2.429055e+00, 2.3753836e+00], [1.7119014e+00, 1.5814466e+00, 1.7067406e+00, 2.313212e-01, 1.130472e+00], [2.9240806e+00, 2.1577969e+00, 2.249918e+00, 2.6836726e-01, 2.6988127e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[1.3340008e+00, 3.1399593e+00, 3.0979204e-01, 3.3252475e+00, 6.119287e-01], [2.201755e+00, 6.362849e-01, 3.428204e-01, 2.3596761e+00, 2.2471826e+00], [1.2102209e+00, 1.0650654e+00, 1.2041885e+00, 1.16435945e-01, 6.6046816e-01], [3.6918914e+00, 1.8411821e+00, 2.0038168e+00, 1.3539526e-01, 3.0128744e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 3.692e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.abs %arg0 : tensor<4x5xf32>
    %1 = stablehlo.exponential %0 : tensor<4x5xf32>
    %2 = chlo.bessel_i1e %arg0 : tensor<4x5xf32> -> tensor<4x5xf32>
    %3 = stablehlo.multiply %1, %2 : tensor<4x5xf32>
    return %3 : tensor<4x5xf32>
  }
}
