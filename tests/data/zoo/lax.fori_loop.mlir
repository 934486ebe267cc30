module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[9.873846e-01, 2.9386556e-01, 9.8612285e-01, -7.1803867e-03, -2.6193038e-01], [1.242268e+00, 1.0724971e+00, 1.966268e+00, 1.5483474e-02, -9.210167e-01], [-1.4963644e-03, 1.1933196e-01, -1.2993145e+00, -1.0329748e+00, 1.9143207e+00], [-7.439797e-02, -1.0050164e+00, -2.1868712e-01, 8.668185e-01, -3.6783332e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[6.1558557e+00, 6.1341834e+00, 6.155816e+00, 6.124776e+00, 6.1168146e+00], [6.1638207e+00, 6.1585155e+00, 6.186446e+00, 6.125484e+00, 6.096218e+00], [6.1249533e+00, 6.128729e+00, 6.0843964e+00, 6.0927196e+00, 6.1848226e+00], [6.122675e+00, 6.093593e+00, 6.118166e+00, 6.152088e+00, 6.1135054e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 6.186e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %c = stablehlo.constant dense<0> : tensor<i32>
    %c_0 = stablehlo.constant dense<0> : tensor<i32>
    %0:3 = stablehlo.while(%iterArg = %c_0, %iterArg_1 = %c, %iterArg_2 = %arg0) : tensor<i32>, tensor<i32>, tensor<4x5xf32>
    cond {
      %c_3 = stablehlo.constant dense<5> : tensor<i32>
      %1 = stablehlo.compare LT, %iterArg, %c_3, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
      stablehlo.return %1 : tensor<i1>
    } do {
      %1:2 = func.call @closed_call(%iterArg_1, %iterArg_2) : (tensor<i32>, tensor<4x5xf32>) -> (tensor<i32>, tensor<4x5xf32>)
      %c_3 = stablehlo.constant dense<1> : tensor<i32>
      %2 = stablehlo.add %iterArg, %c_3 : tensor<i32>
      stablehlo.return %2, %1#0, %1#1 : tensor<i32>, tensor<i32>, tensor<4x5xf32>
    }
    return %0#2 : tensor<4x5xf32>
  }
  func.func private @closed_call(%arg0: tensor<i32>, %arg1: tensor<4x5xf32>) -> (tensor<i32>, tensor<4x5xf32>) {
    %c = stablehlo.constant dense<1> : tensor<i32>
    %0 = stablehlo.add %arg0, %c : tensor<i32>
    %cst = stablehlo.constant dense<5.000000e-01> : tensor<f32>
    %1 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %2 = stablehlo.multiply %arg1, %1 : tensor<4x5xf32>
    %3 = stablehlo.convert %arg0 : (tensor<i32>) -> tensor<f32>
    %4 = stablehlo.broadcast_in_dim %3, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %5 = stablehlo.add %2, %4 : tensor<4x5xf32>
    return %0, %5 : tensor<i32>, tensor<4x5xf32>
  }
}
