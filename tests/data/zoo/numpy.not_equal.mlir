module @jit_not_equal attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.9258525e+00, -2.6584423e-01, 1.891235e+00, 1.9338681e-01, 1.0031142e+00], [-1.3411269e+00, -3.1567523e-01, 1.0860199e+00, -1.740271e+00, 1.0435536e+00], [-1.1975402e+00, 7.890889e-01, 1.0824116e+00, 4.139275e-03, -3.2510743e-02], [-8.621326e-01, 5.161585e-01, -7.1841943e-01, 8.808294e-01, 1.2247303e+00]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[[4.1177735e-02, -1.7535334e+00, 3.31699e-01, -5.1891464e-01, -1.3771415e+00], [-1.9576426e+00, 3.0856788e-01, -8.072536e-01, 4.5694855e-01, 5.404793e-01], [1.5697823e+00, -2.6652247e-01, -1.949432e+00, 5.3715646e-01, -1.4987009e+00], [2.3697725e-01, -1.8533134e+00, 5.494408e-01, -4.2126927e-01, -1.1163455e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> (tensor<4x5xi1>)
    %expected0 = stablehlo.constant dense<[[true, true, true, true, true], [true, true, true, true, true], [true, true, true, true, true], [true, true, true, true, true]]> : tensor<4x5xi1>
    check.expect_eq %out, %expected0 : tensor<4x5xi1>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> (tensor<4x5xi1> {jax.result_info = "result"}) {
    %0 = stablehlo.compare NE, %arg0, %arg1, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    return %0 : tensor<4x5xi1>
  }
}
