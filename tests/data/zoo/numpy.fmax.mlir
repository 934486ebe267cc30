module @jit_fmax attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-8.1368136e-01, -3.0547512e-01, 1.6009502e+00, 1.9954509e-01, 1.5098426e-01], [8.0226964e-01, -1.0169845e+00, -1.8337723e+00, -1.661499e+00, 1.9030349e+00], [-1.5979873e+00, -1.1603215e+00, 1.8774623e+00, -1.8464276e+00, 1.1614506e+00], [1.5349159e+00, -5.115798e-01, 6.08879e-01, 4.0774798e-01, 1.2866153e-01]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[[1.5725048e-01, -1.9770952e+00, -8.985683e-01, 1.5731337e+00, 1.398376e+00], [-9.3387485e-01, -1.8954751e+00, -1.3525981e+00, 3.5145245e-02, -1.565479e-02], [-7.09301e-01, -8.1447697e-01, -1.0872169e+00, -4.8820472e-01, 1.1746753e+00], [2.6886693e-01, -1.1988845e+00, 2.75823e-01, 7.1246415e-01, -1.5356861e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[1.5725048e-01, -3.0547512e-01, 1.6009502e+00, 1.5731337e+00, 1.398376e+00], [8.0226964e-01, -1.0169845e+00, -1.3525981e+00, 3.5145245e-02, 1.9030349e+00], [-7.09301e-01, -8.1447697e-01, 1.8774623e+00, -4.8820472e-01, 1.1746753e+00], [1.5349159e+00, -5.115798e-01, 6.08879e-01, 7.1246415e-01, 1.2866153e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.903e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = call @fmax(%arg0, %arg1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
  func.func private @fmax(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = stablehlo.compare GT, %arg0, %arg1, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
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
