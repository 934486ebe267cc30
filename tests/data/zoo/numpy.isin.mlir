module @jit_isin attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[4, 0, 4, 1, 1, 6, 7, 4, 7]> : tensor<9xi32>
    %in1 = stablehlo.constant dense<[8, 2, 4]> : tensor<3xi32>
    %out = func.call @function(%in0, %in1) : (tensor<9xi32>, tensor<3xi32>) -> (tensor<9xi1>)
    %expected0 = stablehlo.constant dense<[true, false, true, false, false, false, false, true, false]> : tensor<9xi1>
    check.expect_eq %out, %expected0 : tensor<9xi1>
    return
  }
  func.func private @function(%arg0: tensor<9xi32>, %arg1: tensor<3xi32>) -> (tensor<9xi1> {jax.result_info = "result"}) {
    %0 = call @_in1d(%arg0, %arg1) : (tensor<9xi32>, tensor<3xi32>) -> tensor<9xi1>
    return %0 : tensor<9xi1>
  }
  func.func private @_in1d(%arg0: tensor<9xi32>, %arg1: tensor<3xi32>) -> tensor<9xi1> {
    %0 = stablehlo.broadcast_in_dim %arg0, dims = [0] : (tensor<9xi32>) -> tensor<9x1xi32>
    %1 = stablehlo.broadcast_in_dim %arg1, dims = [1] : (tensor<3xi32>) -> tensor<1x3xi32>
    %2 = stablehlo.broadcast_in_dim %0, dims = [0, 1] : (tensor<9x1xi32>) -> tensor<9x3xi32>
    %3 = stablehlo.broadcast_in_dim %1, dims = [0, 1] : (tensor<1x3xi32>) -> tensor<9x3xi32>
    %4 = stablehlo.compare EQ, %2, %3, SIGNED : (tensor<9x3xi32>, tensor<9x3xi32>) -> tensor<9x3xi1>
    %c = stablehlo.constant dense<false> : tensor<i1>
    %5 = stablehlo.reduce(%4 init: %c) applies stablehlo.or across dimensions = [1] : (tensor<9x3xi1>, tensor<i1>) -> tensor<9xi1>
    return %5 : tensor<9xi1>
  }
}
