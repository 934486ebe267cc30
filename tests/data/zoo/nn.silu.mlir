module @jit_silu attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.4499589e+00, 1.1647493e-02, 1.5346646e-01, -1.715277e+00, 9.361624e-01], [8.455539e-01, 5.91604e-01, 2.1188316e-01, -9.721427e-03, 1.6462796e+00], [3.228888e-01, 7.5302416e-01, -1.4273458e-03, -7.793672e-03, -6.1019856e-01], [1.3474768e+00, -1.6382456e+00, -1.2010064e+00, -1.2387372e+00, -1.5633126e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[1.1744553e+00, 5.8576623e-03, 8.26097e-02, -2.6154634e-01, 6.7246777e-01], [5.9157795e-01, 3.8083506e-01, 1.171234e-01, -4.837087e-03, 1.3802204e+00], [1.8728457e-01, 5.119339e-01, -7.131636e-04, -3.8816512e-03, -2.1479836e-01], [1.069515e+00, -2.66549e-01, -2.7778825e-01, -2.782896e-01, -2.707217e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.380e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = call @silu(%arg0) : (tensor<4x5xf32>) -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
  func.func private @silu(%arg0: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = stablehlo.negate %arg0 : tensor<4x5xf32>
    %1 = stablehlo.exponential %0 : tensor<4x5xf32>
    %cst = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %2 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %3 = stablehlo.add %2, %1 : tensor<4x5xf32>
    %cst_0 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %4 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %5 = stablehlo.divide %4, %3 : tensor<4x5xf32>
    %6 = stablehlo.multiply %arg0, %5 : tensor<4x5xf32>
    return %6 : tensor<4x5xf32>
  }
}
