module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[[-3.7536004e-01, -6.1931086e-01, -1.0317128e+00, 3.737112e-01], [4.6734044e-01, -1.4076422e+00, -1.057089e+00, -3.8530016e-01], [-5.0591874e-01, -1.7793974e+00, 6.766288e-01, 5.420115e-01]], [[4.6158868e-01, 5.34319e-01, 3.258495e-01, 8.26125e-01], [2.5151977e-03, -7.8507584e-01, 1.4301443e+00, -7.836097e-01], [8.309923e-01, -1.1971671e-01, -1.170958e+00, -1.8757214e-01]]]> : tensor<2x3x4xf32>
    %out = func.call @function(%in0) : (tensor<2x3x4xf32>) -> (tensor<4x3x2xf32>)
    %expected0 = stablehlo.constant dense<[[[-3.7536004e-01, 4.6158868e-01], [4.6734044e-01, 2.5151977e-03], [-5.0591874e-01, 8.309923e-01]], [[-6.1931086e-01, 5.34319e-01], [-1.4076422e+00, -7.8507584e-01], [-1.7793974e+00, -1.1971671e-01]], [[-1.0317128e+00, 3.258495e-01], [-1.057089e+00, 1.4301443e+00], [6.766288e-01, -1.170958e+00]], [[3.737112e-01, 8.26125e-01], [-3.8530016e-01, -7.836097e-01], [5.420115e-01, -1.8757214e-01]]]> : tensor<4x3x2xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.779e-04 : tensor<4x3x2xf32>
    return
  }
  func.func private @function(%arg0: tensor<2x3x4xf32>) -> (tensor<4x3x2xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.transpose %arg0, dims = [2, 1, 0] : (tensor<2x3x4xf32>) -> tensor<4x3x2xf32>
    return %0 : tensor<4x3x2xf32>
  }
}
