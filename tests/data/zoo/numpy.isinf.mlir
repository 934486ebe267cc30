module @jit_isinf attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.8522573e+00, 1.7124987e+00, 1.8471206e+00, 9.582827e-01, 1.549996e+00], [-7.5872487e-01, -3.686877e-01, 1.1612098e+00, 9.176382e-01, 6.496486e-02], [3.1617838e-01, -8.622394e-01, 1.370498e+00, -1.2422817e+00, -1.2429134e+00], [1.8847438e+00, 1.3051614e+00, 7.19747e-01, 1.376294e+00, 1.9237007e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xi1>)
    %expected0 = stablehlo.constant dense<[[false, false, false, false, false], [false, false, false, false, false], [false, false, false, false, false], [false, false, false, false, false]]> : tensor<4x5xi1>
    check.expect_eq %out, %expected0 : tensor<4x5xi1>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xi1> {jax.result_info = "result"}) {
    %0 = call @isinf(%arg0) : (tensor<4x5xf32>) -> tensor<4x5xi1>
    return %0 : tensor<4x5xi1>
  }
  func.func private @isinf(%arg0: tensor<4x5xf32>) -> tensor<4x5xi1> {
    %0 = stablehlo.abs %arg0 : tensor<4x5xf32>
    %cst = stablehlo.constant dense<0x7F800000> : tensor<f32>
    %1 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %2 = stablehlo.compare EQ, %0, %1, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    return %2 : tensor<4x5xi1>
  }
}
