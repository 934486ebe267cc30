module @jit_flipud attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[7.0261526e-01, -1.3356566e+00, 5.523371e-01, -1.1644708e+00], [1.6775343e-01, 1.1587378e+00, -1.3894753e+00, 1.8479052e+00], [-8.1838775e-01, -1.5070895e+00, -5.950762e-01, -2.0269573e-01], [-1.8521786e+00, -1.1867888e+00, -1.6646471e+00, 1.2591668e+00]]> : tensor<4x4xf32>
    %out = func.call @function(%in0) : (tensor<4x4xf32>) -> (tensor<4x4xf32>)
    %expected0 = stablehlo.constant dense<[[-1.8521786e+00, -1.1867888e+00, -1.6646471e+00, 1.2591668e+00], [-8.1838775e-01, -1.5070895e+00, -5.950762e-01, -2.0269573e-01], [1.6775343e-01, 1.1587378e+00, -1.3894753e+00, 1.8479052e+00], [7.0261526e-01, -1.3356566e+00, 5.523371e-01, -1.1644708e+00]]> : tensor<4x4xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.852e-04 : tensor<4x4xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x4xf32>) -> (tensor<4x4xf32> {jax.result_info = "result"}) {
    %0 = call @_flip(%arg0) : (tensor<4x4xf32>) -> tensor<4x4xf32>
    return %0 : tensor<4x4xf32>
  }
  func.func private @_flip(%arg0: tensor<4x4xf32>) -> tensor<4x4xf32> {
    %0 = stablehlo.reverse %arg0, dims = [0] : tensor<4x4xf32>
    return %0 : tensor<4x4xf32>
  }
}
