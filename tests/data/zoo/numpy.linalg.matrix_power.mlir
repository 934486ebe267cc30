module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-8.0566716e-01, 4.3098745e-01, 1.2920457e+00, 1.2494671e+00], [-5.0244284e-01, -1.8808429e+00, -1.2238269e+00, 1.5734726e+00], [-1.7669728e+00, -3.3112472e-01, 1.2173927e+00, -1.0647339e+00], [1.746173e+00, 4.0378633e-01, 1.995501e+00, 1.8977917e+00]]> : tensor<4x4xf32>
    %out = func.call @function(%in0) : (tensor<4x4xf32>) -> (tensor<4x4xf32>)
    %expected0 = stablehlo.constant dense<[[-2.9725513e+00, 1.6185435e+00, 6.123156e+00, -2.6808212e+00], [-1.184478e+01, -6.315742e+00, 8.171459e+00, 1.2500033e+01], [-3.6649785e+00, -8.219431e-01, -1.707029e+01, -1.334301e+01], [-5.181075e+00, -1.8786923e+00, 1.580693e+01, -2.4666278e+00]]> : tensor<4x4xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.707e-03 : tensor<4x4xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x4xf32>) -> (tensor<4x4xf32> {jax.result_info = "result"}) {
    %0 = call @matrix_power(%arg0) : (tensor<4x4xf32>) -> tensor<4x4xf32>
    return %0 : tensor<4x4xf32>
  }
  func.func private @matrix_power(%arg0: tensor<4x4xf32>) -> tensor<4x4xf32> {
    %0 = stablehlo.dot_general %arg0, %arg0, contracting_dims = [1] x [0], precision = [DEFAULT, DEFAULT] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
    %1 = stablehlo.dot_general %0, %arg0, contracting_dims = [1] x [0], precision = [DEFAULT, DEFAULT] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
    return %1 : tensor<4x4xf32>
  }
}
