module @jit_gammaln attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.3578373e+00, 2.9915879e+00, 1.2233979e+00, 2.9730582e+00, 2.2869165e+00], [1.4416006e+00, 2.6708474e+00, 1.0524697e+00, 8.3173007e-01, 1.0381659e+00], [5.470746e-01, 1.3912978e+00, 1.1400622e+00, 2.9992936e+00, 1.0107777e+00], [6.490978e-01, 2.8313115e+00, 5.6995463e-01, 1.0345348e+00, 1.1184224e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[-1.1610031e-01, 6.853998e-01, -9.179258e-02, 6.6842985e-01, 1.4638638e-01], [-1.21290684e-01, 4.1178393e-01, -2.807808e-02, 1.2257528e-01, -2.085352e-02], [4.8512697e-01, -1.1904001e-01, -6.571865e-02, 6.9249606e-01, -6.12545e-03], [3.2678938e-01, 5.4323125e-01, 4.462099e-01, -1.8969059e-02, -5.743742e-02]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 6.925e-05 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = chlo.lgamma %arg0 : tensor<4x5xf32> -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
