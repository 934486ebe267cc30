module @jit_maximum attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.8851262e-01, 4.642398e-02, -9.625505e-01, -1.8364261e-01, 1.5000061e+00], [1.9224257e+00, 2.103779e-01, 1.7043674e+00, 1.8501518e+00, 1.1553063e+00], [1.2002195e+00, -1.1419511e+00, -5.265025e-01, -1.4097762e+00, -1.00478776e-01], [3.8845e-01, -8.823836e-01, 1.8558975e+00, -5.4458165e-01, 1.2500798e+00]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[[-1.8361049e+00, -3.511738e-01, 1.5237652e+00, 2.7233732e-01, -1.3405004e+00], [-1.2546961e+00, 7.616701e-01, 5.267893e-01, -1.8095053e+00, -5.8968134e-02], [1.7442588e+00, -1.1539313e+00, 2.454396e-01, -3.2366177e-01, 1.6229602e+00], [1.6240811e+00, -7.262463e-01, 9.0942454e-01, -1.3493315e+00, 1.8610103e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[1.8851262e-01, 4.642398e-02, 1.5237652e+00, 2.7233732e-01, 1.5000061e+00], [1.9224257e+00, 7.616701e-01, 1.7043674e+00, 1.8501518e+00, 1.1553063e+00], [1.7442588e+00, -1.1419511e+00, 2.454396e-01, -3.2366177e-01, 1.6229602e+00], [1.6240811e+00, -7.262463e-01, 1.8558975e+00, -5.4458165e-01, 1.8610103e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.922e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.maximum %arg0, %arg1 : tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
