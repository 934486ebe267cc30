module @jit_copysign attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.1074823e+00, 1.2185838e+00, -1.170654e-02, -1.8265865e+00, -1.2293658e+00], [-3.4590632e-01, 4.0463868e-01, 1.5942144e+00, 1.013428e+00, -1.7442867e-01], [-5.813984e-01, 1.9700667e+00, -2.658041e-01, -1.4019433e+00, -1.5855423e+00], [-6.863094e-01, -1.4870293e+00, -7.2635186e-01, 1.9496167e+00, 1.1491953e+00]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[[-1.3621955e+00, 1.6493064e+00, -5.771745e-01, -4.7743863e-01, 6.634061e-01], [1.9465094e+00, -7.1132195e-01, 9.674506e-02, 4.164692e-01, -7.577907e-01], [-5.128638e-01, -5.0850916e-01, -3.2318106e-01, 4.6785593e-01, -1.8543316e+00], [-1.5205535e+00, 1.5351433e+00, 1.1644685e+00, -9.2986876e-01, 2.768595e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[-1.1074823e+00, 1.2185838e+00, -1.170654e-02, -1.8265865e+00, 1.2293658e+00], [3.4590632e-01, -4.0463868e-01, 1.5942144e+00, 1.013428e+00, -1.7442867e-01], [-5.813984e-01, -1.9700667e+00, -2.658041e-01, 1.4019433e+00, -1.5855423e+00], [-6.863094e-01, 1.4870293e+00, 7.2635186e-01, -1.9496167e+00, 1.1491953e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.970e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = call @copysign(%arg0, %arg1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
  func.func private @copysign(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = call @signbit(%arg1) : (tensor<4x5xf32>) -> tensor<4x5xi1>
    %1 = stablehlo.abs %arg0 : tensor<4x5xf32>
    %2 = stablehlo.negate %1 : tensor<4x5xf32>
    %3 = stablehlo.abs %arg0 : tensor<4x5xf32>
    %4 = call @_where(%0, %2, %3) : (tensor<4x5xi1>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    return %4 : tensor<4x5xf32>
  }
  func.func private @signbit(%arg0: tensor<4x5xf32>) -> tensor<4x5xi1> {
    %0 = stablehlo.bitcast_convert %arg0 : (tensor<4x5xf32>) -> tensor<4x5xi32>
    %c = stablehlo.constant dense<31> : tensor<i32>
    %1 = stablehlo.broadcast_in_dim %c, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %2 = stablehlo.shift_right_arithmetic %0, %1 : tensor<4x5xi32>
    %c_0 = stablehlo.constant dense<0> : tensor<i32>
    %3 = stablehlo.broadcast_in_dim %c_0, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %4 = stablehlo.compare NE, %2, %3, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %5 = stablehlo.convert %4 : tensor<4x5xi1>
    return %5 : tensor<4x5xi1>
  }
  func.func private @_where(%arg0: tensor<4x5xi1>, %arg1: tensor<4x5xf32>, %arg2: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = stablehlo.select %arg0, %arg1, %arg2 : tensor<4x5xi1>, tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
