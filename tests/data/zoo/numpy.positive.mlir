module @jit_positive attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[4.9173424e-01, 4.506255e-01, 8.8991517e-01, -1.7356763e+00, 1.6565595e+00], [1.5610138e+00, -9.9435544e-01, 1.5130683e+00, -1.2619861e+00, 1.4609531e+00], [7.0221317e-01, -1.2658236e+00, -6.615963e-01, -5.1938206e-01, 1.8735982e+00], [-1.4218435e+00, -3.872937e-01, 1.7355394e+00, -7.078547e-01, -1.5846153e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[4.9173424e-01, 4.506255e-01, 8.8991517e-01, -1.7356763e+00, 1.6565595e+00], [1.5610138e+00, -9.9435544e-01, 1.5130683e+00, -1.2619861e+00, 1.4609531e+00], [7.0221317e-01, -1.2658236e+00, -6.615963e-01, -5.1938206e-01, 1.8735982e+00], [-1.4218435e+00, -3.872937e-01, 1.7355394e+00, -7.078547e-01, -1.5846153e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.874e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    return %arg0 : tensor<4x5xf32>
  }
}
