module @jit_softmax attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[2.2922237e+00, 4.5145428e-01, 1.2549915e+00, 7.3679274e-01, 1.4855165e+00], [4.9570104e-01, 1.8712705e+00, 9.463328e-01, 2.9883687e+00, 1.6524916e+00], [2.8708155e+00, 9.9721336e-01, 2.9564157e-01, 2.575456e+00, 1.6498388e+00], [4.00592e-01, 2.1889994e+00, 9.6256495e-01, 2.1011264e+00, 2.6775713e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[7.436736e-02, 1.180175e-02, 2.6358346e-02, 1.5698832e-02, 3.319204e-02], [1.2335663e-02, 4.8816282e-02, 1.9358393e-02, 1.4918128e-01, 3.922385e-02], [1.3263606e-01, 2.036885e-02, 1.0098986e-02, 9.871622e-02, 3.9119937e-02], [1.1216495e-02, 6.7073755e-02, 1.967519e-02, 6.1431326e-02, 1.09329335e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.492e-05 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<0xFF800000> : tensor<f32>
    %0 = stablehlo.reduce(%arg0 init: %cst) applies stablehlo.maximum across dimensions = [0, 1] : (tensor<4x5xf32>, tensor<f32>) -> tensor<f32>
    %cst_0 = stablehlo.constant dense<0xFF800000> : tensor<f32>
    %1 = stablehlo.maximum %cst_0, %0 : tensor<f32>
    %2 = stablehlo.broadcast_in_dim %1, dims = [] : (tensor<f32>) -> tensor<1x1xf32>
    %3 = stablehlo.broadcast_in_dim %2, dims = [0, 1] : (tensor<1x1xf32>) -> tensor<4x5xf32>
    %4 = stablehlo.subtract %arg0, %3 : tensor<4x5xf32>
    %5 = stablehlo.exponential %4 : tensor<4x5xf32>
    %cst_1 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %6 = stablehlo.reduce(%5 init: %cst_1) applies stablehlo.add across dimensions = [0, 1] : (tensor<4x5xf32>, tensor<f32>) -> tensor<f32>
    %7 = stablehlo.broadcast_in_dim %6, dims = [] : (tensor<f32>) -> tensor<1x1xf32>
    %8 = stablehlo.broadcast_in_dim %7, dims = [0, 1] : (tensor<1x1xf32>) -> tensor<4x5xf32>
    %9 = stablehlo.divide %5, %8 : tensor<4x5xf32>
    return %9 : tensor<4x5xf32>
  }
}
