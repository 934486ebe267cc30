module @jit_expit attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.078679e+00, 2.521143e-01, 3.6444247e-01, 2.05467e+00, 7.990334e-01], [2.578464e+00, 1.8086687e+00, 8.9579576e-01, 1.6547866e+00, 1.5360353e+00], [2.934364e+00, 1.444985e+00, 2.46137e+00, 1.9890311e+00, 1.796589e+00], [5.2629185e-01, 2.4751182e+00, 2.513451e-01, 2.604316e+00, 6.942707e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[7.462439e-01, 5.626968e-01, 5.901154e-01, 8.8641864e-01, 6.8976766e-01], [9.2946255e-01, 8.592009e-01, 7.100848e-01, 8.3953696e-01, 8.2288766e-01], [9.495193e-01, 8.0922544e-01, 9.21389e-01, 8.796406e-01, 8.5773313e-01], [6.286178e-01, 9.22379e-01, 5.625075e-01, 9.311388e-01, 6.669163e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 9.495e-05 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.negate %arg0 : tensor<4x5xf32>
    %1 = stablehlo.exponential %0 : tensor<4x5xf32>
    %cst = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %2 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %3 = stablehlo.add %2, %1 : tensor<4x5xf32>
    %cst_0 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %4 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %5 = stablehlo.divide %4, %3 : tensor<4x5xf32>
    return %5 : tensor<4x5xf32>
  }
}
