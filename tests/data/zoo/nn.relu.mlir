module @jit_relu attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-7.701036e-01, 1.8674234e+00, -1.0276753e+00, 7.860039e-02, -1.1337216e+00], [-1.2188215e+00, -1.7977563e+00, -1.5220592e+00, -1.3719662e+00, 2.7846703e-01], [-1.5606139e+00, -3.4877157e-01, -1.070266e+00, -1.2622107e+00, -5.5310106e-01], [1.4535795e+00, 1.8203629e+00, 1.1481025e+00, 8.59135e-01, 4.633714e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[0.0e+00, 1.8674234e+00, 0.0e+00, 7.860039e-02, 0.0e+00], [0.0e+00, 0.0e+00, 0.0e+00, 0.0e+00, 2.7846703e-01], [0.0e+00, 0.0e+00, 0.0e+00, 0.0e+00, 0.0e+00], [1.4535795e+00, 1.8203629e+00, 1.1481025e+00, 8.59135e-01, 4.633714e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.867e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = call @relu(%arg0) : (tensor<4x5xf32>) -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
  func.func private @relu(%arg0: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %1 = stablehlo.maximum %arg0, %0 : tensor<4x5xf32>
    return %1 : tensor<4x5xf32>
  }
}
