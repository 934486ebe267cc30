module @jit_angle attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-8.004327e-01, -1.8101802e-01, -7.591029e-01, -6.6785145e-01, -1.1547122e+00], [8.483807e-01, -2.832445e-01, 1.033016e+00, 2.9412094e-01, 2.8026283e-01], [-9.138708e-01, 4.5555574e-01, -1.9169682e+00, 1.6993376e+00, 6.476979e-01], [-1.780307e+00, 4.496221e-01, -1.0538862e+00, -1.3193563e+00, -1.3248998e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[3.1415927e+00, 3.1415927e+00, 3.1415927e+00, 3.1415927e+00, 3.1415927e+00], [0.0e+00, 3.1415927e+00, 0.0e+00, 0.0e+00, 0.0e+00], [3.1415927e+00, 0.0e+00, 3.1415927e+00, 0.0e+00, 0.0e+00], [3.1415927e+00, 0.0e+00, 3.1415927e+00, 3.1415927e+00, 3.1415927e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 3.142e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = call @angle(%arg0) : (tensor<4x5xf32>) -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
  func.func private @angle(%arg0: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %1 = stablehlo.atan2 %0, %arg0 : tensor<4x5xf32>
    return %1 : tensor<4x5xf32>
  }
}
