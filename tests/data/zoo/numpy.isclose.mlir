module @jit_isclose attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.0699345e+00, 1.2377198e+00, 1.1729409e+00, 1.1179342e+00, 1.9015396e+00], [5.528943e-01, 5.0176376e-01, -3.5118587e-02, -1.3366299e+00, 1.9249232e+00], [-4.5922598e-01, -3.0223173e-01, -1.8099266e+00, 3.6925992e-01, 1.1884173e+00], [2.6324958e-01, 9.030605e-01, 1.7831701e-01, 5.596765e-02, -1.1637735e-01]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[[5.5384535e-01, 1.4543008e+00, -5.532173e-01, -7.0537823e-01, 3.1243095e-01], [1.5848101e+00, 7.2583383e-01, -6.516644e-01, 1.6896861e+00, -3.0671945e-01], [4.4776368e-01, 1.3913248e+00, 1.625257e+00, 1.1592991e-01, 8.822303e-02], [7.4771124e-01, 4.066598e-01, -1.5035845e+00, -1.8513159e+00, -7.507502e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> (tensor<4x5xi1>)
    %expected0 = stablehlo.constant dense<[[false, false, false, false, false], [false, false, false, false, false], [false, false, false, false, false], [false, false, false, false, false]]> : tensor<4x5xi1>
    check.expect_eq %out, %expected0 : tensor<4x5xi1>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> (tensor<4x5xi1> {jax.result_info = "result"}) {
    %0 = call @isclose(%arg0, %arg1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    return %0 : tensor<4x5xi1>
  }
  func.func private @isclose(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> tensor<4x5xi1> {
    %0 = stablehlo.compare NE, %arg0, %arg0, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %1 = stablehlo.compare NE, %arg1, %arg1, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %2 = stablehlo.and %0, %1 : tensor<4x5xi1>
    %3 = stablehlo.is_finite %arg1 : (tensor<4x5xf32>) -> tensor<4x5xi1>
    %4 = stablehlo.subtract %arg0, %arg1 : tensor<4x5xf32>
    %5 = stablehlo.abs %4 : tensor<4x5xf32>
    %6 = stablehlo.abs %arg1 : tensor<4x5xf32>
    %cst = stablehlo.constant dense<9.99999974E-6> : tensor<f32>
    %7 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %8 = stablehlo.multiply %7, %6 : tensor<4x5xf32>
    %cst_0 = stablehlo.constant dense<9.99999993E-9> : tensor<f32>
    %9 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %10 = stablehlo.add %9, %8 : tensor<4x5xf32>
    %11 = stablehlo.compare LE, %5, %10, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %12 = stablehlo.compare EQ, %arg0, %arg1, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %13 = stablehlo.and %3, %11 : tensor<4x5xi1>
    %14 = stablehlo.or %12, %13 : tensor<4x5xi1>
    return %14 : tensor<4x5xi1>
  }
}
