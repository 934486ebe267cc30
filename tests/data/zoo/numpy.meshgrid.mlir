module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[1.4648747e+00, 1.1933862e+00, -2.5409115e-02, -1.1643502e+00, 4.0005314e-01, -9.120683e-01, 8.562118e-01]> : tensor<7xf32>
    %in1 = stablehlo.constant dense<[-7.546931e-01, -1.9113809e-01, -3.0258719e-02]> : tensor<3xf32>
    %out:2 = func.call @function(%in0, %in1) : (tensor<7xf32>, tensor<3xf32>) -> (tensor<3x7xf32>, tensor<3x7xf32>)
    %expected0 = stablehlo.constant dense<[[1.4648747e+00, 1.1933862e+00, -2.5409115e-02, -1.1643502e+00, 4.0005314e-01, -9.120683e-01, 8.562118e-01], [1.4648747e+00, 1.1933862e+00, -2.5409115e-02, -1.1643502e+00, 4.0005314e-01, -9.120683e-01, 8.562118e-01], [1.4648747e+00, 1.1933862e+00, -2.5409115e-02, -1.1643502e+00, 4.0005314e-01, -9.120683e-01, 8.562118e-01]]> : tensor<3x7xf32>
    check.expect_almost_eq %out#0, %expected0, tolerance = 1.465e-04 : tensor<3x7xf32>
    %expected1 = stablehlo.constant dense<[[-7.546931e-01, -7.546931e-01, -7.546931e-01, -7.546931e-01, -7.546931e-01, -7.546931e-01, -7.546931e-01], [-1.9113809e-01, -1.9113809e-01, -1.9113809e-01, -1.9113809e-01, -1.9113809e-01, -1.9113809e-01, -1.9113809e-01], [-3.0258719e-02, -3.0258719e-02, -3.0258719e-02, -3.0258719e-02, -3.0258719e-02, -3.0258719e-02, -3.0258719e-02]]> : tensor<3x7xf32>
    check.expect_almost_eq %out#1, %expected1, tolerance = 7.547e-05 : tensor<3x7xf32>
    return
  }
  func.func private @function(%arg0: tensor<7xf32>, %arg1: tensor<3xf32>) -> (tensor<3x7xf32> {jax.result_info = "result[0]"}, tensor<3x7xf32> {jax.result_info = "result[1]"}) {
    %0 = stablehlo.broadcast_in_dim %arg1, dims = [0] : (tensor<3xf32>) -> tensor<3x7xf32>
    %1 = stablehlo.broadcast_in_dim %arg0, dims = [1] : (tensor<7xf32>) -> tensor<3x7xf32>
    return %1, %0 : tensor<3x7xf32>, tensor<3x7xf32>
  }
}
