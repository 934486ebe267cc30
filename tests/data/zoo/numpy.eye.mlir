module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-8.172084e-01, -8.179962e-01, -1.5061914e+00, -1.0229142e+00], [1.2391769e+00, 6.708304e-01, -9.044792e-01, 2.9812515e-01], [-1.7608521e+00, -7.784768e-01, 1.7114098e+00, 1.7108523e+00], [-1.1235658e+00, 1.5142078e+00, 1.5096761e+00, -2.8962037e-01]]> : tensor<4x4xf32>
    %out = func.call @function(%in0) : (tensor<4x4xf32>) -> (tensor<4x4xf32>)
    %expected0 = stablehlo.constant dense<[[1.8279159e-01, -8.179962e-01, -1.5061914e+00, -1.0229142e+00], [1.2391769e+00, 1.6708305e+00, -9.044792e-01, 2.9812515e-01], [-1.7608521e+00, -7.784768e-01, 2.7114098e+00, 1.7108523e+00], [-1.1235658e+00, 1.5142078e+00, 1.5096761e+00, 7.103796e-01]]> : tensor<4x4xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 2.711e-04 : tensor<4x4xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x4xf32>) -> (tensor<4x4xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.iota dim = 0 : tensor<4x4xi32>
    %1 = stablehlo.iota dim = 1 : tensor<4x4xi32>
    %c = stablehlo.constant dense<0> : tensor<i32>
    %2 = stablehlo.broadcast_in_dim %c, dims = [] : (tensor<i32>) -> tensor<4x4xi32>
    %3 = stablehlo.add %0, %2 : tensor<4x4xi32>
    %4 = stablehlo.compare EQ, %3, %1, SIGNED : (tensor<4x4xi32>, tensor<4x4xi32>) -> tensor<4x4xi1>
    %5 = stablehlo.convert %4 : (tensor<4x4xi1>) -> tensor<4x4xf32>
    %6 = stablehlo.add %arg0, %5 : tensor<4x4xf32>
    return %6 : tensor<4x4xf32>
  }
}
