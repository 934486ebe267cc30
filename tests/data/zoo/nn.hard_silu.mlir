module @jit_hard_silu attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.1244984e+00, 1.999939e+00, 1.7431248e+00, 1.4451005e+00, 1.7898613e+00], [8.8353074e-01, 1.9720758e+00, -1.7037797e+00, 1.8115414e+00, -9.535459e-01], [1.1018763e-01, -4.601485e-01, 1.388393e+00, -6.89685e-01, -6.511853e-01], [-2.4907796e-01, -1.9551903e+00, 1.836434e+00, 1.1450627e+00, -1.7229582e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[7.7299863e-01, 1.6665955e+00, 1.3779765e+00, 1.070603e+00, 1.4288646e+00], [5.718698e-01, 1.6342185e+00, -3.6807898e-01, 1.4527179e+00, -3.252313e-01], [5.7117365e-02, -1.9478482e-01, 1.0154691e+00, -2.6556495e-01, -2.5491893e-01], [-1.14199005e-01, -3.4046698e-01, 1.4802986e+00, 7.9105943e-01, -3.6671495e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.667e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = call @hard_silu(%arg0) : (tensor<4x5xf32>) -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
  func.func private @hard_silu(%arg0: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = call @hard_sigmoid(%arg0) : (tensor<4x5xf32>) -> tensor<4x5xf32>
    %1 = stablehlo.multiply %arg0, %0 : tensor<4x5xf32>
    return %1 : tensor<4x5xf32>
  }
  func.func private @hard_sigmoid(%arg0: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %cst = stablehlo.constant dense<3.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %1 = stablehlo.add %arg0, %0 : tensor<4x5xf32>
    %2 = call @relu6(%1) : (tensor<4x5xf32>) -> tensor<4x5xf32>
    %cst_0 = stablehlo.constant dense<6.000000e+00> : tensor<f32>
    %3 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %4 = stablehlo.divide %2, %3 : tensor<4x5xf32>
    return %4 : tensor<4x5xf32>
  }
  func.func private @relu6(%arg0: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %1 = stablehlo.maximum %arg0, %0 : tensor<4x5xf32>
    %cst_0 = stablehlo.constant dense<6.000000e+00> : tensor<f32>
    %2 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %3 = stablehlo.minimum %1, %2 : tensor<4x5xf32>
    return %3 : tensor<4x5xf32>
  }
}
