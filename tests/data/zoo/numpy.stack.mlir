module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-1.6855448e+00, 1.0781243e+00, -3.688416e-01, 1.8653572e+00, -4.4702902e-01], [1.8596197e+00, 1.7191819e+00, -1.5294814e+00, 7.3617417e-01, -6.1387783e-01], [-1.8675704e+00, 1.9537308e+00, 1.6066356e+00, -5.123981e-01, 2.5776473e-01], [-2.750078e-01, 1.9488807e+00, -1.4306434e+00, 1.1195604e+00, 4.732938e-01]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[[-1.5013858e+00, 5.245704e-01, -1.3904264e+00, 1.0013143e+00, -8.4798944e-01], [-1.5347499e+00, -5.0548667e-01, -9.6458614e-01, 6.1519988e-02, 1.7889658e+00], [-9.1674834e-02, -1.5489914e-01, -4.3331698e-01, -1.8518753e-01, 1.5721706e+00], [2.1329327e-01, 1.6327771e+00, -9.31796e-02, 1.5204787e+00, 1.8947612e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> (tensor<2x4x5xf32>)
    %expected0 = stablehlo.constant dense<[[[-1.6855448e+00, 1.0781243e+00, -3.688416e-01, 1.8653572e+00, -4.4702902e-01], [1.8596197e+00, 1.7191819e+00, -1.5294814e+00, 7.3617417e-01, -6.1387783e-01], [-1.8675704e+00, 1.9537308e+00, 1.6066356e+00, -5.123981e-01, 2.5776473e-01], [-2.750078e-01, 1.9488807e+00, -1.4306434e+00, 1.1195604e+00, 4.732938e-01]], [[-1.5013858e+00, 5.245704e-01, -1.3904264e+00, 1.0013143e+00, -8.4798944e-01], [-1.5347499e+00, -5.0548667e-01, -9.6458614e-01, 6.1519988e-02, 1.7889658e+00], [-9.1674834e-02, -1.5489914e-01, -4.3331698e-01, -1.8518753e-01, 1.5721706e+00], [2.1329327e-01, 1.6327771e+00, -9.31796e-02, 1.5204787e+00, 1.8947612e+00]]]> : tensor<2x4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.954e-04 : tensor<2x4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> (tensor<2x4x5xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.broadcast_in_dim %arg0, dims = [1, 2] : (tensor<4x5xf32>) -> tensor<1x4x5xf32>
    %1 = stablehlo.broadcast_in_dim %arg1, dims = [1, 2] : (tensor<4x5xf32>) -> tensor<1x4x5xf32>
    %2 = stablehlo.concatenate %0, %1, dim = 0 : (tensor<1x4x5xf32>, tensor<1x4x5xf32>) -> tensor<2x4x5xf32>
    return %2 : tensor<2x4x5xf32>
  }
}
