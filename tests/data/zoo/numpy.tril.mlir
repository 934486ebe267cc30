module @jit_tril attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[8.177229e-01, 7.093636e-01, 5.784217e-01, 9.55966e-01], [-1.2248167e-01, -3.861568e-01, -3.2954174e-01, 5.5676356e-02], [1.9078842e+00, 3.7001643e-01, -1.9686875e+00, 1.9498471e+00], [1.3251309e-01, -1.7093661e+00, 3.153875e-01, -6.1802167e-01]]> : tensor<4x4xf32>
    %out = func.call @function(%in0) : (tensor<4x4xf32>) -> (tensor<4x4xf32>)
    %expected0 = stablehlo.constant dense<[[8.177229e-01, 0.0e+00, 0.0e+00, 0.0e+00], [-1.2248167e-01, -3.861568e-01, 0.0e+00, 0.0e+00], [1.9078842e+00, 3.7001643e-01, -1.9686875e+00, 0.0e+00], [1.3251309e-01, -1.7093661e+00, 3.153875e-01, -6.1802167e-01]]> : tensor<4x4xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.969e-04 : tensor<4x4xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x4xf32>) -> (tensor<4x4xf32> {jax.result_info = "result"}) {
    %0 = call @tril(%arg0) : (tensor<4x4xf32>) -> tensor<4x4xf32>
    return %0 : tensor<4x4xf32>
  }
  func.func private @tril(%arg0: tensor<4x4xf32>) -> tensor<4x4xf32> {
    %0 = stablehlo.iota dim = 0 : tensor<4x4xi32>
    %c = stablehlo.constant dense<0> : tensor<i32>
    %1 = stablehlo.broadcast_in_dim %c, dims = [] : (tensor<i32>) -> tensor<4x4xi32>
    %2 = stablehlo.add %0, %1 : tensor<4x4xi32>
    %3 = stablehlo.iota dim = 1 : tensor<4x4xi32>
    %4 = stablehlo.compare GE, %2, %3, SIGNED : (tensor<4x4xi32>, tensor<4x4xi32>) -> tensor<4x4xi1>
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %5 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x4xf32>
    %6 = stablehlo.select %4, %arg0, %5 : tensor<4x4xi1>, tensor<4x4xf32>
    return %6 : tensor<4x4xf32>
  }
}
