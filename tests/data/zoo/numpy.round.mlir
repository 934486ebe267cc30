module @jit_round attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.7744404e-01, -3.16109e-01, 1.1945837e+00, -1.4806155e+00, 1.0625395e+00], [-1.7543768e+00, -1.6446435e+00, 1.131868e+00, 1.2963117e+00, -1.2498423e+00], [1.6280792e+00, 1.1012198e-01, -8.1499255e-01, -8.126761e-01, 1.988633e+00], [1.0911604e+00, -1.1012e+00, 1.869253e+00, 4.5288134e-01, 6.589639e-02]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[0.0e+00, -0.0e+00, 1.0e+00, -1.0e+00, 1.0e+00], [-2.0e+00, -2.0e+00, 1.0e+00, 1.0e+00, -1.0e+00], [2.0e+00, 0.0e+00, -1.0e+00, -1.0e+00, 2.0e+00], [1.0e+00, -1.0e+00, 2.0e+00, 0.0e+00, 0.0e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 2.000e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = call @round(%arg0) : (tensor<4x5xf32>) -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
  func.func private @round(%arg0: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = stablehlo.round_nearest_even %arg0 : tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
