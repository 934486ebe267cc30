module @jit_mod attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.7760072e+00, 2.534545e+00, 1.0081712e+00, 4.331944e-01, 2.07243e+00], [1.4933703e+00, 2.5033197e+00, 1.7032547e+00, 5.1002e-01, 2.8527328e-01], [2.0033014e+00, 6.67543e-01, 6.2695533e-01, 1.2655088e+00, 1.0663946e+00], [6.421612e-01, 4.405126e-01, 1.4283819e+00, 1.7011907e+00, 1.6892236e-01]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[[2.5411828e+00, 9.757009e-01, 1.2179296e-01, 2.2782338e+00, 1.3235651e+00], [2.3772945e+00, 1.6978817e+00, 1.2242212e+00, 2.1536465e+00, 1.3296406e+00], [2.961951e+00, 2.9427187e+00, 2.0227618e+00, 2.8919568e+00, 3.2146114e-01], [8.463014e-01, 3.2950395e-01, 9.0136224e-01, 6.446201e-01, 1.8323494e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[1.7760072e+00, 5.831431e-01, 3.3827543e-02, 4.331944e-01, 7.4886477e-01], [1.4933703e+00, 8.0543804e-01, 4.7903347e-01, 5.1002e-01, 2.8527328e-01], [2.0033014e+00, 6.67543e-01, 6.2695533e-01, 1.2655088e+00, 1.02011144e-01], [6.421612e-01, 1.11008644e-01, 5.270197e-01, 4.1195047e-01, 1.6892236e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 2.003e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = call @remainder(%arg0, %arg1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
  func.func private @remainder(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = stablehlo.remainder %arg0, %arg1 : tensor<4x5xf32>
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %1 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %2 = stablehlo.compare NE, %0, %1, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_0 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %3 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %4 = stablehlo.compare LT, %0, %3, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_1 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %5 = stablehlo.broadcast_in_dim %cst_1, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %6 = stablehlo.compare LT, %arg1, %5, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %7 = stablehlo.compare NE, %4, %6, UNSIGNED : (tensor<4x5xi1>, tensor<4x5xi1>) -> tensor<4x5xi1>
    %8 = stablehlo.and %7, %2 : tensor<4x5xi1>
    %9 = stablehlo.add %0, %arg1 : tensor<4x5xf32>
    %10 = stablehlo.select %8, %9, %0 : tensor<4x5xi1>, tensor<4x5xf32>
    return %10 : tensor<4x5xf32>
  }
}
