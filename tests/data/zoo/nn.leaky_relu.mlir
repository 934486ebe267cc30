module @jit_leaky_relu attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-1.363014e+00, -3.3929983e-01, 7.6662228e-03, 1.7093263e+00, 5.889486e-01], [-1.7281685e+00, -1.0352845e+00, 1.8447624e+00, -1.7323111e-01, -1.6877618e+00], [-5.7051426e-01, 5.6589407e-01, 5.647039e-01, -2.86741e-01, 1.0832222e+00], [1.1274036e+00, -1.6118056e+00, 1.4866497e-01, -1.5027467e+00, 2.0757212e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[-1.363014e-02, -3.3929981e-03, 7.6662228e-03, 1.7093263e+00, 5.889486e-01], [-1.7281685e-02, -1.0352845e-02, 1.8447624e+00, -1.7323111e-03, -1.6877618e-02], [-5.7051424e-03, 5.6589407e-01, 5.647039e-01, -2.8674097e-03, 1.0832222e+00], [1.1274036e+00, -1.6118055e-02, 1.4866497e-01, -1.5027466e-02, 2.0757212e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.845e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = call @leaky_relu(%arg0) : (tensor<4x5xf32>) -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
  func.func private @leaky_relu(%arg0: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %1 = stablehlo.compare GE, %arg0, %0, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_0 = stablehlo.constant dense<0.00999999977> : tensor<f32>
    %2 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %3 = stablehlo.multiply %2, %arg0 : tensor<4x5xf32>
    %4 = call @_where(%1, %arg0, %3) : (tensor<4x5xi1>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    return %4 : tensor<4x5xf32>
  }
  func.func private @_where(%arg0: tensor<4x5xi1>, %arg1: tensor<4x5xf32>, %arg2: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = stablehlo.select %arg0, %arg1, %arg2 : tensor<4x5xi1>, tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
