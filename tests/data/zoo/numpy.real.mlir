module @jit_real attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.2278126e+00, -2.7235055e-01, -6.5852344e-01, 6.9913785e-03, 1.1045275e+00], [1.03902884e-01, -1.9807382e+00, -1.529098e+00, -4.1045383e-01, 4.4193214e-01], [-1.828561e+00, 5.5672593e-02, -1.2074972e+00, 7.764801e-01, 1.7642235e+00], [-1.360278e+00, 1.9897763e+00, -7.5128853e-01, -1.7942472e+00, 6.029415e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[1.2278126e+00, -2.7235055e-01, -6.5852344e-01, 6.9913785e-03, 1.1045275e+00], [1.03902884e-01, -1.9807382e+00, -1.529098e+00, -4.1045383e-01, 4.4193214e-01], [-1.828561e+00, 5.5672593e-02, -1.2074972e+00, 7.764801e-01, 1.7642235e+00], [-1.360278e+00, 1.9897763e+00, -7.5128853e-01, -1.7942472e+00, 6.029415e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.990e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    return %arg0 : tensor<4x5xf32>
  }
}
