module @jit_sinh attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[6.6038704e-01, 8.9398885e-01, 1.9995607e-02, 1.0702921e+00, -1.4033948e+00], [-3.7525806e-01, -6.176012e-01, 1.0071056e+00, -1.8556803e+00, 7.540188e-01], [7.421731e-01, -1.6867428e+00, -1.1003094e+00, -7.7110946e-01, -1.9760736e+00], [-4.6882904e-01, -7.3593813e-01, -7.1932026e-03, -6.59676e-01, 8.053165e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[7.09445e-01, 1.0179207e+00, 1.9996937e-02, 1.2866614e+00, -1.9116145e+00], [-3.841275e-01, -6.576189e-01, 1.1861955e+00, -3.119851e+00, 8.275265e-01], [8.122084e-01, -2.6083677e+00, -1.3361636e+00, -8.498322e-01, -3.5378745e+00], [-4.8619354e-01, -8.041918e-01, -7.193264e-03, -7.0857346e-01, 8.952291e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 3.538e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = chlo.sinh %arg0 : tensor<4x5xf32> -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
