module @jit_squareplus attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.33313e+00, 3.8385528e-01, 1.1500058e+00, 1.7983891e+00, 1.0726457e+00], [1.1484108e+00, -1.2476631e+00, -1.1631247e+00, -1.3808022e+00, 3.292829e-01], [9.8545384e-01, -4.2838252e-01, -9.782712e-01, 5.939775e-01, 3.8471887e-01], [1.5525864e-01, 7.5326335e-01, 1.9431345e+00, -1.0573226e+00, -8.3086026e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[1.8683591e+00, 1.2101792e+00, 1.7285316e+00, 2.2440183e+00, 1.671066e+00], [1.7273366e+00, 5.5479723e-01, 5.7524997e-01, 5.247754e-01, 1.1781043e+00], [1.6075273e+00, 8.0849046e-01, 6.240821e-01, 1.3401581e+00, 1.2106925e+00], [1.0806379e+00, 1.4452062e+00, 2.365821e+00, 6.0248095e-01, 6.674282e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 2.366e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = call @squareplus(%arg0) : (tensor<4x5xf32>) -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
  func.func private @squareplus(%arg0: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = chlo.square %arg0 : tensor<4x5xf32> -> tensor<4x5xf32>
    %cst = stablehlo.constant dense<4.000000e+00> : tensor<f32>
    %1 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %2 = stablehlo.add %0, %1 : tensor<4x5xf32>
    %3 = stablehlo.sqrt %2 : tensor<4x5xf32>
    %4 = stablehlo.add %arg0, %3 : tensor<4x5xf32>
    %cst_0 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
    %5 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %6 = stablehlo.divide %4, %5 : tensor<4x5xf32>
    return %6 : tensor<4x5xf32>
  }
}
