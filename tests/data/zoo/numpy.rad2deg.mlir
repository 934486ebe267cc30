module @jit_rad2deg attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.7990419e+00, 1.2596823e-01, 3.955335e-01, -1.5870442e+00, 5.7386607e-01], [-1.0020312e+00, -5.1695085e-01, 1.0979459e+00, 1.4442462e+00, -1.4526631e+00], [-8.8483477e-01, -2.2153364e-01, 1.8538111e+00, 5.0352607e-02, 1.7045572e+00], [-7.4398294e-02, -1.2596506e+00, 1.4885104e-01, 7.7471626e-01, -7.9921734e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[1.0307751e+02, 7.217448e+00, 2.2662401e+01, -9.093094e+01, 3.2880104e+01], [-5.741216e+01, -2.9619102e+01, 6.290767e+01, 8.2749214e+01, -8.323146e+01], [-5.06973e+01, -1.2692943e+01, 1.0621555e+02, 2.884992e+00, 9.766393e+01], [-4.262708e+00, -7.217266e+01, 8.528536e+00, 4.4387974e+01, -4.5791782e+01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.062e-02 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<57.2957802> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %1 = stablehlo.multiply %arg0, %0 : tensor<4x5xf32>
    return %1 : tensor<4x5xf32>
  }
}
