module @jit_logical_not attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-1.7508558e+00, -1.52613e+00, 7.8777514e-02, -6.884224e-01, 1.7601802e+00], [-3.9466363e-01, -1.2086684e-01, 1.4681091e+00, 1.275929e+00, 1.7721362e+00], [3.2886794e-01, -5.9242314e-01, 1.294909e+00, 1.5764428e+00, 1.7006971e+00], [1.9711992e+00, 9.897237e-01, 1.7709158e-02, 1.847285e+00, 1.5533984e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xi1>)
    %expected0 = stablehlo.constant dense<[[false, false, false, false, false], [false, false, false, false, false], [false, false, false, false, false], [false, false, false, false, false]]> : tensor<4x5xi1>
    check.expect_eq %out, %expected0 : tensor<4x5xi1>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xi1> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %1 = stablehlo.compare NE, %arg0, %0, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %2 = stablehlo.not %1 : tensor<4x5xi1>
    return %2 : tensor<4x5xi1>
  }
}
