module @jit_fabs attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-1.7893996e+00, -4.5224246e-01, 3.6759943e-01, 2.959861e-01, -1.2604201e+00], [6.5432566e-01, 2.5158563e-01, -1.6575785e+00, -7.8920364e-02, 2.0160477e-01], [1.7153945e+00, -1.2022887e+00, 4.2501432e-01, 5.675177e-01, 6.759679e-01], [-1.4195405e+00, 1.415922e+00, -7.9263043e-01, 1.1288967e+00, 7.930402e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[1.7893996e+00, 4.5224246e-01, 3.6759943e-01, 2.959861e-01, 1.2604201e+00], [6.5432566e-01, 2.5158563e-01, 1.6575785e+00, 7.8920364e-02, 2.0160477e-01], [1.7153945e+00, 1.2022887e+00, 4.2501432e-01, 5.675177e-01, 6.759679e-01], [1.4195405e+00, 1.415922e+00, 7.9263043e-01, 1.1288967e+00, 7.930402e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.789e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.abs %arg0 : tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
