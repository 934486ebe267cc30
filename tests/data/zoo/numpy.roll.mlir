module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-1.6640234e+00, 1.8458316e+00, -2.6438373e-01, 1.9672762e+00, 1.8133678e+00], [-3.631288e-01, -1.6181803e+00, 2.536146e-01, 4.0984532e-01, 1.9501415e+00], [5.820806e-01, 1.4141852e+00, -1.8393022e+00, -1.8908496e+00, -1.0781674e+00], [-3.2169643e-01, 9.3300445e-03, -1.6413622e+00, -2.9378334e-01, -3.7772888e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[1.9672762e+00, 1.8133678e+00, -1.6640234e+00, 1.8458316e+00, -2.6438373e-01], [4.0984532e-01, 1.9501415e+00, -3.631288e-01, -1.6181803e+00, 2.536146e-01], [-1.8908496e+00, -1.0781674e+00, 5.820806e-01, 1.4141852e+00, -1.8393022e+00], [-2.9378334e-01, -3.7772888e-01, -3.2169643e-01, 9.3300445e-03, -1.6413622e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.967e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = call @_roll_static(%arg0) : (tensor<4x5xf32>) -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
  func.func private @_roll_static(%arg0: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = stablehlo.slice %arg0 [0:4, 3:5] : (tensor<4x5xf32>) -> tensor<4x2xf32>
    %1 = stablehlo.slice %arg0 [0:4, 0:3] : (tensor<4x5xf32>) -> tensor<4x3xf32>
    %2 = stablehlo.concatenate %0, %1, dim = 1 : (tensor<4x2xf32>, tensor<4x3xf32>) -> tensor<4x5xf32>
    return %2 : tensor<4x5xf32>
  }
}
