module @jit_softmax attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[6.031046e-01, -1.6255976e-01, -3.4526178e-01, 7.121371e-01, 5.7195115e-01], [-1.3950418e+00, 1.294136e+00, 1.7539649e+00, 5.7494074e-01, -6.579603e-02], [-2.6710454e-01, 4.4421843e-01, 5.6358325e-01, 1.7694867e+00, 7.5339365e-01], [-1.1288607e+00, 1.2211906e+00, 1.3807013e+00, 1.1196123e+00, 1.4796399e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[2.5400543e-01, 1.1811884e-01, 9.8394915e-02, 2.8326648e-01, 2.4621427e-01], [2.0007517e-02, 2.9450208e-01, 4.6643326e-01, 1.4346494e-01, 7.559227e-02], [6.3409135e-02, 1.2914437e-01, 1.4551742e-01, 4.8599544e-01, 1.7593352e-01], [2.1350376e-02, 2.2388232e-01, 2.6259983e-01, 2.0225763e-01, 2.899098e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 4.860e-05 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<0xFF800000> : tensor<f32>
    %0 = stablehlo.reduce(%arg0 init: %cst) applies stablehlo.maximum across dimensions = [1] : (tensor<4x5xf32>, tensor<f32>) -> tensor<4xf32>
    %cst_0 = stablehlo.constant dense<0xFF800000> : tensor<f32>
    %1 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4xf32>
    %2 = stablehlo.maximum %1, %0 : tensor<4xf32>
    %3 = stablehlo.broadcast_in_dim %2, dims = [0] : (tensor<4xf32>) -> tensor<4x1xf32>
    %4 = stablehlo.broadcast_in_dim %3, dims = [0, 1] : (tensor<4x1xf32>) -> tensor<4x5xf32>
    %5 = stablehlo.subtract %arg0, %4 : tensor<4x5xf32>
    %6 = stablehlo.exponential %5 : tensor<4x5xf32>
    %cst_1 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %7 = stablehlo.reduce(%6 init: %cst_1) applies stablehlo.add across dimensions = [1] : (tensor<4x5xf32>, tensor<f32>) -> tensor<4xf32>
    %8 = stablehlo.broadcast_in_dim %7, dims = [0] : (tensor<4xf32>) -> tensor<4x1xf32>
    %9 = stablehlo.broadcast_in_dim %8, dims = [0, 1] : (tensor<4x1xf32>) -> tensor<4x5xf32>
    %10 = stablehlo.divide %6, %9 : tensor<4x5xf32>
    return %10 : tensor<4x5xf32>
  }
}
