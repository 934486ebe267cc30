module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[true, true, true, true, false, false, true, true, false, true, false, false, true, true, false, false]> : tensor<16xi1>
    %out = func.call @function(%in0) : (tensor<16xi1>) -> (tensor<2xui8>)
    %expected0 = stablehlo.constant dense<[243, 76]> : tensor<2xui8>
    check.expect_eq %out, %expected0 : tensor<2xui8>
    return
  }
  func.func private @function(%arg0: tensor<16xi1>) -> (tensor<2xui8> {jax.result_info = "result"}) {
    %0 = call @packbits(%arg0) : (tensor<16xi1>) -> tensor<2xui8>
    return %0 : tensor<2xui8>
  }
  func.func private @packbits(%arg0: tensor<16xi1>) -> tensor<2xui8> {
    %c = stablehlo.constant dense<false> : tensor<i1>
    %0 = stablehlo.broadcast_in_dim %c, dims = [] : (tensor<i1>) -> tensor<16xi1>
    %1 = stablehlo.compare NE, %arg0, %0, UNSIGNED : (tensor<16xi1>, tensor<16xi1>) -> tensor<16xi1>
    %2 = stablehlo.convert %1 : (tensor<16xi1>) -> tensor<16xui8>
    %3 = stablehlo.iota dim = 0 : tensor<8xui8>
    %4 = stablehlo.reverse %3, dims = [0] : tensor<8xui8>
    %5 = stablehlo.reshape %2 : (tensor<16xui8>) -> tensor<2x8xui8>
    %6 = stablehlo.broadcast_in_dim %4, dims = [1] : (tensor<8xui8>) -> tensor<1x8xui8>
    %7 = stablehlo.broadcast_in_dim %6, dims = [0, 1] : (tensor<1x8xui8>) -> tensor<2x8xui8>
    %8 = stablehlo.shift_left %5, %7 : tensor<2x8xui8>
    %9 = stablehlo.convert %8 : (tensor<2x8xui8>) -> tensor<2x8xui32>
    %c_0 = stablehlo.constant dense<0> : tensor<ui32>
    %10 = stablehlo.reduce(%9 init: %c_0) applies stablehlo.add across dimensions = [1] : (tensor<2x8xui32>, tensor<ui32>) -> tensor<2xui32>
    %11 = stablehlo.convert %10 : (tensor<2xui32>) -> tensor<2xui8>
    return %11 : tensor<2xui8>
  }
}
