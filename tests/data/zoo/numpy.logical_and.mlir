module @jit_logical_and attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-5.934117e-01, -9.994787e-01, -2.4163866e-01, -1.5463915e+00, -8.41305e-02], [-1.9484242e-02, 7.616101e-01, -1.7307352e-01, 8.5750806e-01, -9.9323e-01], [-8.822346e-01, 1.4781046e+00, 6.225425e-01, -1.6131201e+00, -1.6968611e+00], [1.6402334e+00, 6.3183475e-01, -1.4642575e+00, -1.3759426e+00, 1.8356082e+00]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[[-1.1272177e+00, -4.855348e-02, 1.9415524e+00, 1.4710761e+00, 1.3961035e+00], [-1.2312468e+00, 1.8950431e+00, -3.9537057e-01, 1.6678509e+00, -1.7077016e+00], [1.2981747e-01, 3.9956313e-01, 5.056356e-01, -1.2171276e+00, 1.1375211e+00], [-5.459205e-02, -1.4644214e+00, 1.6860968e+00, -1.9549227e+00, -1.7997845e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> (tensor<4x5xi1>)
    %expected0 = stablehlo.constant dense<[[true, true, true, true, true], [true, true, true, true, true], [true, true, true, true, true], [true, true, true, true, true]]> : tensor<4x5xi1>
    check.expect_eq %out, %expected0 : tensor<4x5xi1>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> (tensor<4x5xi1> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %1 = stablehlo.compare NE, %arg0, %0, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_0 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %2 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %3 = stablehlo.compare NE, %arg1, %2, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %4 = stablehlo.and %1, %3 : tensor<4x5xi1>
    return %4 : tensor<4x5xi1>
  }
}
