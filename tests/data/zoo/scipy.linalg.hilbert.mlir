module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.7223868e+00, 1.9927582e+00, -1.7449815e+00, 1.0142906e+00], [1.5747003e-03, -8.9186996e-02, 7.541126e-01, 1.0004567e+00], [-1.2855991e+00, 5.467689e-01, -5.390531e-01, -1.4571756e+00], [1.5690403e+00, -3.3569938e-01, -1.6823432e+00, -1.1258278e+00]]> : tensor<4x4xf32>
    %out = func.call @function(%in0) : (tensor<4x4xf32>) -> (tensor<4x4xf32>)
    %expected0 = stablehlo.constant dense<[[2.7223868e+00, 2.4927583e+00, -1.4116482e+00, 1.2642906e+00], [5.015747e-01, 2.4414635e-01, 1.0041126e+00, 1.2004567e+00], [-9.5226574e-01, 7.967689e-01, -3.390531e-01, -1.290509e+00], [1.8190403e+00, -1.3569938e-01, -1.5156766e+00, -9.8297065e-01]]> : tensor<4x4xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 2.722e-04 : tensor<4x4xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x4xf32>) -> (tensor<4x4xf32> {jax.result_info = "result"}) {
    %0 = call @hilbert() : () -> tensor<4x4xf32>
    %1 = stablehlo.add %arg0, %0 : tensor<4x4xf32>
    return %1 : tensor<4x4xf32>
  }
  func.func private @hilbert() -> tensor<4x4xf32> {
    %0 = stablehlo.iota dim = 0 : tensor<4x1xf32>
    %1 = stablehlo.transpose %0, dims = [1, 0] : (tensor<4x1xf32>) -> tensor<1x4xf32>
    %2 = stablehlo.broadcast_in_dim %0, dims = [0, 1] : (tensor<4x1xf32>) -> tensor<4x4xf32>
    %3 = stablehlo.broadcast_in_dim %1, dims = [0, 1] : (tensor<1x4xf32>) -> tensor<4x4xf32>
    %4 = stablehlo.add %2, %3 : tensor<4x4xf32>
    %cst = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %5 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x4xf32>
    %6 = stablehlo.add %4, %5 : tensor<4x4xf32>
    %cst_0 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %7 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4x4xf32>
    %8 = stablehlo.divide %7, %6 : tensor<4x4xf32>
    return %8 : tensor<4x4xf32>
  }
}
