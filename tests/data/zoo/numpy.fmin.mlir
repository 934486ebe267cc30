module @jit_fmin attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-1.1040806e-01, -4.9663335e-01, 1.0400628e+00, -1.4602014e+00, -6.4085275e-01], [-1.4832654e+00, -1.5162096e+00, -1.8729733e-01, -9.139149e-01, 2.2540523e-01], [4.7264862e-01, 1.1389887e+00, -3.0717134e-01, -4.0273827e-01, 1.9482714e+00], [-2.6822048e-01, 7.338043e-01, -3.5543004e-01, 1.5292808e+00, -1.1728116e+00]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[[-6.984247e-01, -1.905516e+00, -1.0362703e+00, 6.1257e-01, 1.858293e+00], [6.0165256e-02, 1.5892015e+00, -1.1371356e-01, 3.8958392e-01, 1.9103172e+00], [-3.871385e-01, 1.8184768e+00, 1.6223055e+00, 1.4662633e+00, -5.9174156e-01], [-9.1543907e-01, -2.735276e-01, -1.9712324e+00, -4.493192e-01, -1.2119374e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[-6.984247e-01, -1.905516e+00, -1.0362703e+00, -1.4602014e+00, -6.4085275e-01], [-1.4832654e+00, -1.5162096e+00, -1.8729733e-01, -9.139149e-01, 2.2540523e-01], [-3.871385e-01, 1.1389887e+00, -3.0717134e-01, -4.0273827e-01, -5.9174156e-01], [-9.1543907e-01, -2.735276e-01, -1.9712324e+00, -4.493192e-01, -1.2119374e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.971e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = call @fmin(%arg0, %arg1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
  func.func private @fmin(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = stablehlo.compare LT, %arg0, %arg1, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %1 = stablehlo.compare NE, %arg1, %arg1, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %2 = stablehlo.or %0, %1 : tensor<4x5xi1>
    %3 = call @_where(%2, %arg0, %arg1) : (tensor<4x5xi1>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    return %3 : tensor<4x5xf32>
  }
  func.func private @_where(%arg0: tensor<4x5xi1>, %arg1: tensor<4x5xf32>, %arg2: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = stablehlo.select %arg0, %arg1, %arg2 : tensor<4x5xi1>, tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
