module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.2329816e+00, 9.274959e-01, 6.389582e-01, 1.7772506e+00], [-1.0100609e+00, 1.0321482e+00, 2.9171208e-01, 1.3064141e+00], [2.8229636e-01, -5.2413017e-01, -6.770326e-01, 9.8418367e-01], [-1.8464036e+00, -1.8963667e+00, -1.5118238e+00, -2.8440547e-01]]> : tensor<4x4xf32>
    %out = func.call @function(%in0) : (tensor<4x4xf32>) -> (tensor<4x4xf32>)
    %expected0 = stablehlo.constant dense<[[1.2329816e+00, 0.0e+00, 0.0e+00, 0.0e+00], [-1.0100609e+00, 1.0321482e+00, 0.0e+00, 0.0e+00], [2.8229636e-01, -5.2413017e-01, -6.770326e-01, 0.0e+00], [-1.8464036e+00, -1.8963667e+00, -1.5118238e+00, -2.8440547e-01]]> : tensor<4x4xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.896e-04 : tensor<4x4xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x4xf32>) -> (tensor<4x4xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.iota dim = 0 : tensor<4x4xi32>
    %c = stablehlo.constant dense<0> : tensor<i32>
    %1 = stablehlo.broadcast_in_dim %c, dims = [] : (tensor<i32>) -> tensor<4x4xi32>
    %2 = stablehlo.add %0, %1 : tensor<4x4xi32>
    %3 = stablehlo.iota dim = 1 : tensor<4x4xi32>
    %4 = stablehlo.compare GE, %2, %3, SIGNED : (tensor<4x4xi32>, tensor<4x4xi32>) -> tensor<4x4xi1>
    %5 = stablehlo.convert %4 : (tensor<4x4xi1>) -> tensor<4x4xf32>
    %6 = stablehlo.multiply %arg0, %5 : tensor<4x4xf32>
    return %6 : tensor<4x4xf32>
  }
}
