module @jit_relu6 attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-1.2896254e+00, 1.1168582e+00, -2.371434e-03, -8.39452e-01, 1.3095647e+00], [-1.0070833e+00, -2.305688e-01, 1.5077262e+00, -1.8405904e+00, -9.3697196e-01], [-7.993414e-01, -5.8778185e-01, 1.4510504e+00, -1.7622175e+00, -5.275456e-01], [-2.6678836e-01, 1.3370327e+00, 1.2618197e+00, 9.448139e-01, -1.4859701e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[0.0e+00, 1.1168582e+00, 0.0e+00, 0.0e+00, 1.3095647e+00], [0.0e+00, 0.0e+00, 1.5077262e+00, 0.0e+00, 0.0e+00], [0.0e+00, 0.0e+00, 1.4510504e+00, 0.0e+00, 0.0e+00], [0.0e+00, 1.3370327e+00, 1.2618197e+00, 9.448139e-01, 0.0e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.508e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = call @relu6(%arg0) : (tensor<4x5xf32>) -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
  func.func private @relu6(%arg0: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %1 = stablehlo.maximum %arg0, %0 : tensor<4x5xf32>
    %cst_0 = stablehlo.constant dense<6.000000e+00> : tensor<f32>
    %2 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %3 = stablehlo.minimum %1, %2 : tensor<4x5xf32>
    return %3 : tensor<4x5xf32>
  }
}
