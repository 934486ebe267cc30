module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[5.2330977e-01, 2.5491328e+00, 1.4428214e+00, 1.776331e+00, 1.5075117e+00], [5.3290516e-01, 1.7286521e+00, 1.4682349e+00, 1.7847334e+00, 1.7121015e+00], [1.1921837e+00, 7.093955e-01, 1.3029009e+00, 1.0034939e+00, 1.5796721e+00], [2.8366215e+00, 1.6575375e+00, 7.7742004e-01, 1.6004568e+00, 2.0344732e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[-1.4752638e+01, -2.2557063e-01, -9.15413e-01, -5.4138243e-01, -8.183095e-01], [-1.3999651e+01, -5.793654e-01, -8.753711e-01, -5.350674e-01, -5.9346277e-01], [-1.503716e+00, -6.1980963e+00, -1.1915271e+00, -2.381577e+00, -7.2668976e-01], [-1.755269e-01, -6.436557e-01, -4.797159e+00, -7.0306534e-01, -3.875991e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.475e-02 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<2.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %1 = chlo.polygamma %0, %arg0 : tensor<4x5xf32>, tensor<4x5xf32> -> tensor<4x5xf32>
    return %1 : tensor<4x5xf32>
  }
}
