module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[4.648823e-01, 8.439599e-01, 1.4718068e+00, -1.2475511e+00, -9.9711634e-02], [1.6505488e+00, -1.558924e+00, -1.7388372e+00, 5.0329673e-01, -1.0675133e+00], [1.664753e+00, 1.8877505e+00, -1.1998208e+00, 1.8405803e+00, -1.9808459e+00], [1.8581736e+00, 3.2615927e-01, -1.6512859e+00, -1.7006296e+00, -9.062327e-01]]> : tensor<4x5xf32>
    %out:2 = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<2x5xf32>, tensor<2x5xf32>)
    %expected0 = stablehlo.constant dense<[[4.648823e-01, 8.439599e-01, 1.4718068e+00, -1.2475511e+00, -9.9711634e-02], [1.6505488e+00, -1.558924e+00, -1.7388372e+00, 5.0329673e-01, -1.0675133e+00]]> : tensor<2x5xf32>
    check.expect_almost_eq %out#0, %expected0, tolerance = 1.739e-04 : tensor<2x5xf32>
    %expected1 = stablehlo.constant dense<[[1.664753e+00, 1.8877505e+00, -1.1998208e+00, 1.8405803e+00, -1.9808459e+00], [1.8581736e+00, 3.2615927e-01, -1.6512859e+00, -1.7006296e+00, -9.062327e-01]]> : tensor<2x5xf32>
    check.expect_almost_eq %out#1, %expected1, tolerance = 1.981e-04 : tensor<2x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<2x5xf32> {jax.result_info = "result[0]"}, tensor<2x5xf32> {jax.result_info = "result[1]"}) {
    %0 = stablehlo.slice %arg0 [0:2, 0:5] : (tensor<4x5xf32>) -> tensor<2x5xf32>
    %1 = stablehlo.slice %arg0 [2:4, 0:5] : (tensor<4x5xf32>) -> tensor<2x5xf32>
    return %0, %1 : tensor<2x5xf32>, tensor<2x5xf32>
  }
}
