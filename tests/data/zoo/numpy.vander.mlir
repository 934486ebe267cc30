module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[3.0507118e-01, -9.091726e-01, 9.1031647e-01, 4.865499e-01, -2.6850295e-01, 1.794484e+00, 1.6460232e-01]> : tensor<7xf32>
    %out = func.call @function(%in0) : (tensor<7xf32>) -> (tensor<7x4xf32>)
    %expected0 = stablehlo.constant dense<[[2.8392494e-02, 9.306842e-02, 3.0507118e-01, 1.0e+00], [-7.5151736e-01, 8.265948e-01, -9.091726e-01, 1.0e+00], [7.5435746e-01, 8.2867604e-01, 9.1031647e-01, 1.0e+00], [1.1518136e-01, 2.3673081e-01, 4.865499e-01, 1.0e+00], [-1.9357407e-02, 7.209384e-02, -2.6850295e-01, 1.0e+00], [5.7785487e+00, 3.220173e+00, 1.794484e+00, 1.0e+00], [4.459723e-03, 2.7093925e-02, 1.6460232e-01, 1.0e+00]]> : tensor<7x4xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 5.779e-04 : tensor<7x4xf32>
    return
  }
  func.func private @function(%arg0: tensor<7xf32>) -> (tensor<7x4xf32> {jax.result_info = "result"}) {
    %0 = call @vander(%arg0) : (tensor<7xf32>) -> tensor<7x4xf32>
    return %0 : tensor<7x4xf32>
  }
  func.func private @vander(%arg0: tensor<7xf32>) -> tensor<7x4xf32> {
    %0 = stablehlo.iota dim = 0 : tensor<4xf32>
    %cst = stablehlo.constant dense<3.000000e+00> : tensor<f32>
    %1 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4xf32>
    %2 = stablehlo.subtract %1, %0 : tensor<4xf32>
    %3 = stablehlo.broadcast_in_dim %arg0, dims = [0] : (tensor<7xf32>) -> tensor<7x1xf32>
    %4 = stablehlo.broadcast_in_dim %2, dims = [1] : (tensor<4xf32>) -> tensor<1x4xf32>
    %5 = stablehlo.broadcast_in_dim %3, dims = [0, 1] : (tensor<7x1xf32>) -> tensor<7x4xf32>
    %6 = stablehlo.broadcast_in_dim %4, dims = [0, 1] : (tensor<1x4xf32>) -> tensor<7x4xf32>
    %7 = stablehlo.power %5, %6 : tensor<7x4xf32>
    return %7 : tensor<7x4xf32>
  }
}
