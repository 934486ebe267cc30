module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-1.0872872e+00, -2.2158243e-01, 4.1481623e-01, -1.7427608e+00, -1.5331687e+00], [8.850895e-01, -1.4814835e+00, -1.1610224e+00, 1.2095826e+00, 7.255938e-01], [9.883922e-01, 1.5684063e+00, -9.380389e-01, 1.3470862e+00, -9.5531243e-01], [4.199358e-01, -9.947205e-01, 1.2034663e+00, 9.799122e-01, 4.7110763e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[1.2061303e+00, -1.12938e+00, -4.807788e-01, 1.7938201e+00, -1.2917796e+00], [2.2934175e+00, -9.0779763e-01, -8.9559495e-01, 3.536581e+00, 2.41389e-01], [1.4083279e+00, 5.736858e-01, 2.654274e-01, 2.3269985e+00, -4.842048e-01], [4.199358e-01, -9.947205e-01, 1.2034663e+00, 9.799122e-01, 4.7110763e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 3.537e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = call @cumsum(%arg0) : (tensor<4x5xf32>) -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
  func.func private @cumsum(%arg0: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<f32>
    %1 = "stablehlo.reduce_window"(%arg0, %0) <{base_dilations = array<i64: 1, 1>, padding = dense<[[0, 3], [0, 0]]> : tensor<2x2xi64>, window_dilations = array<i64: 1, 1>, window_dimensions = array<i64: 4, 1>, window_strides = array<i64: 1, 1>}> ({
    ^bb0(%arg1: tensor<f32>, %arg2: tensor<f32>):
      %2 = stablehlo.add %arg1, %arg2 : tensor<f32>
      stablehlo.return %2 : tensor<f32>
    }) : (tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    return %1 : tensor<4x5xf32>
  }
}
