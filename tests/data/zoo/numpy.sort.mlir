module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-5.877272e-01, -4.6694726e-01, -1.8800426e+00, 1.474486e+00, -4.8928046e-01, -1.5559993e+00, 3.2194108e-01, -1.398877e+00, -8.4655607e-01], [1.9457047e+00, -1.4324092e+00, -1.369604e-01, -1.4276565e+00, 2.7495852e-01, -9.0137905e-01, -9.1009444e-01, -1.0629932e+00, -6.178025e-01], [6.7704016e-01, -9.246678e-01, -1.6261822e+00, -1.5945585e+00, 5.5311215e-01, -1.3495078e+00, 7.150781e-01, -1.313503e+00, -1.020355e+00], [1.4972104e-01, 3.5032958e-02, 1.8791792e+00, -2.289138e-02, 1.6270235e+00, -1.0118836e+00, 5.064145e-01, -1.2531615e+00, -1.7484472e+00]]> : tensor<4x9xf32>
    %out = func.call @function(%in0) : (tensor<4x9xf32>) -> (tensor<4x9xf32>)
    %expected0 = stablehlo.constant dense<[[-1.8800426e+00, -1.5559993e+00, -1.398877e+00, -8.4655607e-01, -5.877272e-01, -4.8928046e-01, -4.6694726e-01, 3.2194108e-01, 1.474486e+00], [-1.4324092e+00, -1.4276565e+00, -1.0629932e+00, -9.1009444e-01, -9.0137905e-01, -6.178025e-01, -1.369604e-01, 2.7495852e-01, 1.9457047e+00], [-1.6261822e+00, -1.5945585e+00, -1.3495078e+00, -1.313503e+00, -1.020355e+00, -9.246678e-01, 5.5311215e-01, 6.7704016e-01, 7.150781e-01], [-1.7484472e+00, -1.2531615e+00, -1.0118836e+00, -2.289138e-02, 3.5032958e-02, 1.4972104e-01, 5.064145e-01, 1.6270235e+00, 1.8791792e+00]]> : tensor<4x9xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.946e-04 : tensor<4x9xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x9xf32>) -> (tensor<4x9xf32> {jax.result_info = "result"}) {
    %0 = call @sort(%arg0) : (tensor<4x9xf32>) -> tensor<4x9xf32>
    return %0 : tensor<4x9xf32>
  }
  func.func private @sort(%arg0: tensor<4x9xf32>) -> tensor<4x9xf32> {
    %0 = "stablehlo.sort"(%arg0) <{dimension = 1 : i64, is_stable = true}> ({
    ^bb0(%arg1: tensor<f32>, %arg2: tensor<f32>):
      %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
      %1 = stablehlo.compare EQ, %arg1, %cst, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
      %cst_0 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
      %2 = stablehlo.select %1, %cst_0, %arg1 : tensor<i1>, tensor<f32>
      %3 = stablehlo.compare NE, %arg1, %arg1, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
      %cst_1 = stablehlo.constant dense<0x7FC00000> : tensor<f32>
      %4 = stablehlo.select %3, %cst_1, %2 : tensor<i1>, tensor<f32>
      %cst_2 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
      %5 = stablehlo.compare EQ, %arg2, %cst_2, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
      %cst_3 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
      %6 = stablehlo.select %5, %cst_3, %arg2 : tensor<i1>, tensor<f32>
      %7 = stablehlo.compare NE, %arg2, %arg2, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
      %cst_4 = stablehlo.constant dense<0x7FC00000> : tensor<f32>
      %8 = stablehlo.select %7, %cst_4, %6 : tensor<i1>, tensor<f32>
      %9 = stablehlo.compare LT, %4, %8, TOTALORDER : (tensor<f32>, tensor<f32>) -> tensor<i1>
      stablehlo.return %9 : tensor<i1>
    }) : (tensor<4x9xf32>) -> tensor<4x9xf32>
    return %0 : tensor<4x9xf32>
  }
}
