module @jit_xlog1py attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.7416933e+00, 2.2119374e+00, 2.5905669e+00, 1.6576039e+00, 1.1574347e+00], [1.734417e+00, 7.1423e-01, 2.1934423e+00, 2.0783034e-01, 2.6481278e+00], [8.53718e-01, 1.9732074e+00, 1.9314178e+00, 2.4082956e+00, 2.4234695e+00], [2.1938107e+00, 9.160715e-01, 1.4701103e-01, 7.466993e-01, 2.8012064e+00]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[[1.0771334e+00, 1.3366542e+00, 2.8261478e+00, 2.693303e+00, 2.4036906e+00], [1.0981338e+00, 1.5439545e+00, 1.1767874e+00, 2.7118876e+00, 2.002788e+00], [2.004589e+00, 9.885407e-01, 2.0406426e-01, 2.056074e+00, 4.059248e-01], [9.090978e-01, 2.9958062e+00, 8.210641e-01, 1.6822224e+00, 9.530498e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[1.2731583e+00, 1.8773156e+00, 3.476174e+00, 2.1656945e+00, 1.4176959e+00], [1.2852867e+00, 6.668906e-01, 1.7061694e+00, 2.725779e-01, 2.9117255e+00], [9.3921e-01, 1.3563849e+00, 3.5866955e-01, 2.6903818e+00, 8.2566476e-01], [1.4185855e+00, 1.2689837e+00, 8.81215e-02, 7.3672765e-01, 1.8751054e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 3.476e-03 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %1 = stablehlo.compare NE, %arg0, %0, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %2 = stablehlo.compare NE, %arg1, %arg1, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %3 = stablehlo.or %1, %2 : tensor<4x5xi1>
    %4 = stablehlo.log_plus_one %arg1 : tensor<4x5xf32>
    %5 = stablehlo.multiply %arg0, %4 : tensor<4x5xf32>
    %cst_0 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %6 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %7 = call @_where(%3, %5, %6) : (tensor<4x5xi1>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    return %7 : tensor<4x5xf32>
  }
  func.func private @_where(%arg0: tensor<4x5xi1>, %arg1: tensor<4x5xf32>, %arg2: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = stablehlo.select %arg0, %arg1, %arg2 : tensor<4x5xi1>, tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
