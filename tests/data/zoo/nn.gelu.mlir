module @jit_gelu attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-1.3571156e+00, 9.236499e-01, -1.072823e+00, -4.429048e-01, -1.5045837e+00], [8.501039e-03, -5.85821e-01, 1.0770257e+00, 1.4952954e+00, -3.312861e-02], [-4.533923e-01, 1.800833e+00, 8.276179e-01, -9.1789883e-01, 1.9227511e+00], [7.984565e-02, 1.4630158e+00, -1.0227095e+00, -1.8928316e+00, -8.0119216e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[-1.1880781e-01, 7.5926757e-01, -1.5217009e-01, -1.4569007e-01, -9.984336e-02], [4.27935e-03, -1.6347313e-01, 9.2527217e-01, 1.3942658e+00, -1.6126545e-02], [-1.4742489e-01, 1.7361815e+00, 6.587378e-01, -1.6473585e-01, 1.8703768e+00], [4.24635e-02, 1.3578463e+00, -1.5686288e-01, -5.5245217e-02, -1.6954468e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.870e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.multiply %arg0, %arg0 : tensor<4x5xf32>
    %1 = stablehlo.multiply %0, %arg0 : tensor<4x5xf32>
    %cst = stablehlo.constant dense<4.471500e-02> : tensor<f32>
    %2 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %3 = stablehlo.multiply %2, %1 : tensor<4x5xf32>
    %4 = stablehlo.add %arg0, %3 : tensor<4x5xf32>
    %cst_0 = stablehlo.constant dense<0.797884583> : tensor<f32>
    %5 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %6 = stablehlo.multiply %5, %4 : tensor<4x5xf32>
    %7 = stablehlo.tanh %6 : tensor<4x5xf32>
    %cst_1 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %8 = stablehlo.broadcast_in_dim %cst_1, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %9 = stablehlo.add %8, %7 : tensor<4x5xf32>
    %cst_2 = stablehlo.constant dense<5.000000e-01> : tensor<f32>
    %10 = stablehlo.broadcast_in_dim %cst_2, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %11 = stablehlo.multiply %10, %9 : tensor<4x5xf32>
    %12 = stablehlo.multiply %arg0, %11 : tensor<4x5xf32>
    return %12 : tensor<4x5xf32>
  }
}
