module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.8711476e+00, 1.5388457e-01, 1.0987943e+00, -5.112847e-02, 1.8698099e+00], [5.551562e-01, 6.4473915e-01, 9.3966407e-01, 7.283343e-01, 1.2138939e+00], [1.7443529e+00, 1.5822586e+00, 4.149127e-02, 2.8540602e-01, -4.657886e-01], [-3.9072868e-01, 4.3890125e-01, -3.8274023e-01, -2.4764414e-01, 4.9919528e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[1.813774e+00, 8.635227e-02, 9.494364e-01, -2.4521805e-02, 1.8123037e+00], [3.9449736e-01, 4.773983e-01, 7.7644914e-01, 5.584835e-01, 1.0774593e+00], [1.6736215e+00, 1.4923937e+00, 2.1432227e-02, 1.7476366e-01, -1.4937069e-01], [-1.3597316e-01, 2.9390296e-01, -1.3432506e-01, -9.960368e-02, 3.4503335e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.814e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<5.000000e-01> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %1 = stablehlo.multiply %0, %arg0 : tensor<4x5xf32>
    %2 = stablehlo.negate %arg0 : tensor<4x5xf32>
    %cst_0 = stablehlo.constant dense<0.707106769> : tensor<f32>
    %3 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %4 = stablehlo.multiply %2, %3 : tensor<4x5xf32>
    %5 = chlo.erfc %4 : tensor<4x5xf32> -> tensor<4x5xf32>
    %6 = stablehlo.multiply %1, %5 : tensor<4x5xf32>
    return %6 : tensor<4x5xf32>
  }
}
