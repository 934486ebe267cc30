module @jit_ravel attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.1831521e+00, -3.364642e-01, -1.9440581e+00, 1.4637008e+00], [-1.1347713e+00, -7.1569914e-01, -8.3297364e-02, -1.6874053e+00], [9.5624185e-01, 1.5502479e+00, 6.425921e-01, 1.0946474e+00], [9.285177e-01, -6.1759484e-01, 9.094019e-01, -2.3795508e-01]]> : tensor<4x4xf32>
    %out = func.call @function(%in0) : (tensor<4x4xf32>) -> (tensor<16xf32>)
    %expected0 = stablehlo.constant dense<[1.1831521e+00, -3.364642e-01, -1.9440581e+00, 1.4637008e+00, -1.1347713e+00, -7.1569914e-01, -8.3297364e-02, -1.6874053e+00, 9.5624185e-01, 1.5502479e+00, 6.425921e-01, 1.0946474e+00, 9.285177e-01, -6.1759484e-01, 9.094019e-01, -2.3795508e-01]> : tensor<16xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.944e-04 : tensor<16xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x4xf32>) -> (tensor<16xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.reshape %arg0 : (tensor<4x4xf32>) -> tensor<16xf32>
    return %0 : tensor<16xf32>
  }
}
