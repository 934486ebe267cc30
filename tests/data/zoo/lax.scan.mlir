module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[5.6381922e-02, 1.5058658e+00, -1.2613492e+00, 2.5866285e-01, -1.4094487e+00], [1.0547471e+00, 2.1084681e-01, 7.991539e-01, -9.7625613e-01, -8.4963703e-01], [-7.7120847e-01, 1.7387902e+00, 1.8180333e-01, -6.550756e-01, 1.5849965e+00], [-1.6585692e+00, 1.9739347e+00, -1.8407341e+00, 9.442474e-01, 9.442507e-01]]> : tensor<4x5xf32>
    %out:2 = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<5xf32>, tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[-1.7734389e+00, 3.0842748e+00, -1.7077127e+00, 4.0497845e-01, 1.3481586e+00]> : tensor<5xf32>
    check.expect_almost_eq %out#0, %expected0, tolerance = 3.084e-04 : tensor<5xf32>
    %expected1 = stablehlo.constant dense<[[0.0e+00, 0.0e+00, 0.0e+00, 0.0e+00, 0.0e+00], [5.6381922e-02, 1.5058658e+00, -1.2613492e+00, 2.5866285e-01, -1.4094487e+00], [1.0829381e+00, 9.637797e-01, 1.6847932e-01, -8.469247e-01, -1.5543613e+00], [-2.2973943e-01, 2.22068e+00, 2.66043e-01, -1.078538e+00, 8.078158e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out#1, %expected1, tolerance = 2.221e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<5xf32> {jax.result_info = "result[0]"}, tensor<4x5xf32> {jax.result_info = "result[1]"}) {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %cst_0 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %1 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %c = stablehlo.constant dense<0> : tensor<i32>
    %2:4 = stablehlo.while(%iterArg = %arg0, %iterArg_1 = %c, %iterArg_2 = %0, %iterArg_3 = %1) : tensor<4x5xf32>, tensor<i32>, tensor<5xf32>, tensor<4x5xf32>
    cond {
      %c_4 = stablehlo.constant dense<4> : tensor<i32>
      %3 = stablehlo.compare LT, %iterArg_1, %c_4, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
      stablehlo.return %3 : tensor<i1>
    } do {
      %3 = func.call @dynamic_index_in_dim(%iterArg, %iterArg_1) : (tensor<4x5xf32>, tensor<i32>) -> tensor<5xf32>
      %4:2 = func.call @closed_call(%iterArg_2, %3) : (tensor<5xf32>, tensor<5xf32>) -> (tensor<5xf32>, tensor<5xf32>)
      %5 = func.call @dynamic_update_index_in_dim(%iterArg_3, %4#1, %iterArg_1) : (tensor<4x5xf32>, tensor<5xf32>, tensor<i32>) -> tensor<4x5xf32>
      %c_4 = stablehlo.constant dense<1> : tensor<i32>
      %6 = stablehlo.add %iterArg_1, %c_4 : tensor<i32>
      stablehlo.return %iterArg, %6, %4#0, %5 : tensor<4x5xf32>, tensor<i32>, tensor<5xf32>, tensor<4x5xf32>
    }
    return %2#2, %2#3 : tensor<5xf32>, tensor<4x5xf32>
  }
  func.func private @dynamic_index_in_dim(%arg0: tensor<4x5xf32>, %arg1: tensor<i32>) -> tensor<5xf32> {
    %c = stablehlo.constant dense<0> : tensor<i32>
    %0 = stablehlo.dynamic_slice %arg0, %arg1, %c, sizes = [1, 5] : (tensor<4x5xf32>, tensor<i32>, tensor<i32>) -> tensor<1x5xf32>
    %1 = stablehlo.reshape %0 : (tensor<1x5xf32>) -> tensor<5xf32>
    return %1 : tensor<5xf32>
  }
  func.func private @closed_call(%arg0: tensor<5xf32>, %arg1: tensor<5xf32>) -> (tensor<5xf32>, tensor<5xf32>) {
    %cst = stablehlo.constant dense<5.000000e-01> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %1 = stablehlo.multiply %arg0, %0 : tensor<5xf32>
    %2 = stablehlo.add %1, %arg1 : tensor<5xf32>
    return %2, %arg0 : tensor<5xf32>, tensor<5xf32>
  }
  func.func private @dynamic_update_index_in_dim(%arg0: tensor<4x5xf32>, %arg1: tensor<5xf32>, %arg2: tensor<i32>) -> tensor<4x5xf32> {
    %0 = stablehlo.broadcast_in_dim %arg1, dims = [1] : (tensor<5xf32>) -> tensor<1x5xf32>
    %c = stablehlo.constant dense<0> : tensor<i32>
    %1 = stablehlo.dynamic_update_slice %arg0, %0, %arg2, %c : (tensor<4x5xf32>, tensor<1x5xf32>, tensor<i32>, tensor<i32>) -> tensor<4x5xf32>
    return %1 : tensor<4x5xf32>
  }
}
