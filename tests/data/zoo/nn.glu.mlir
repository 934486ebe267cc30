module @jit_glu attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-7.37321e-01, -1.4630122e+00, -9.680611e-01, 1.873324e+00, 1.9311523e-01, 1.0604782e+00], [1.4292008e+00, -4.6639034e-01, 1.6327169e+00, 1.685515e+00, 1.9446598e+00, 2.938428e-01], [-5.4857083e-02, -5.967569e-01, -7.4816e-01, 2.4463093e-01, -1.6376309e+00, -7.9739076e-01], [-1.4742545e-02, 1.411775e+00, -5.598231e-01, -1.1742558e+00, -6.678747e-01, 1.024117e+00]]> : tensor<4x6xf32>
    %out = func.call @function(%in0) : (tensor<4x6xf32>) -> (tensor<4x3xf32>)
    %expected0 = stablehlo.constant dense<[[-6.3914114e-01, -8.019199e-01, -7.190583e-01], [1.2057215e+00, -4.080277e-01, 9.3544334e-01], [-3.0766845e-02, -9.714466e-02, -2.3236647e-01], [-3.480517e-03, 4.7855344e-01, -4.1190314e-01]]> : tensor<4x3xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.206e-04 : tensor<4x3xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x6xf32>) -> (tensor<4x3xf32> {jax.result_info = "result"}) {
    %0 = call @glu(%arg0) : (tensor<4x6xf32>) -> tensor<4x3xf32>
    return %0 : tensor<4x3xf32>
  }
  func.func private @glu(%arg0: tensor<4x6xf32>) -> tensor<4x3xf32> {
    %0 = stablehlo.slice %arg0 [0:4, 0:3] : (tensor<4x6xf32>) -> tensor<4x3xf32>
    %1 = stablehlo.slice %arg0 [0:4, 3:6] : (tensor<4x6xf32>) -> tensor<4x3xf32>
    %2 = stablehlo.negate %1 : tensor<4x3xf32>
    %3 = stablehlo.exponential %2 : tensor<4x3xf32>
    %cst = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %4 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x3xf32>
    %5 = stablehlo.add %4, %3 : tensor<4x3xf32>
    %cst_0 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %6 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4x3xf32>
    %7 = stablehlo.divide %6, %5 : tensor<4x3xf32>
    %8 = stablehlo.multiply %0, %7 : tensor<4x3xf32>
    return %8 : tensor<4x3xf32>
  }
}
