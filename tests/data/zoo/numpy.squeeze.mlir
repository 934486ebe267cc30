module @jit_squeeze attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-1.4784869e+00, -3.6362138e-01, -1.5234742e-01, -2.5648412e-01], [-1.7363225e+00, 2.9264498e-01, 1.4656858e+00, 2.3640727e-01], [1.0187941e+00, -1.5559611e+00, 9.4748974e-01, -4.640419e-01], [1.8720552e+00, 3.380884e-01, 5.551994e-01, -1.5169382e+00]]> : tensor<4x4xf32>
    %out = func.call @function(%in0) : (tensor<4x4xf32>) -> (tensor<4x4xf32>)
    %expected0 = stablehlo.constant dense<[[-1.4784869e+00, -3.6362138e-01, -1.5234742e-01, -2.5648412e-01], [-1.7363225e+00, 2.9264498e-01, 1.4656858e+00, 2.3640727e-01], [1.0187941e+00, -1.5559611e+00, 9.4748974e-01, -4.640419e-01], [1.8720552e+00, 3.380884e-01, 5.551994e-01, -1.5169382e+00]]> : tensor<4x4xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.872e-04 : tensor<4x4xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x4xf32>) -> (tensor<4x4xf32> {jax.result_info = "result"}) {
    return %arg0 : tensor<4x4xf32>
  }
}
