module @jit_bitwise_xor attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-6, -8, -3, 6, -9], [1, -6, -7, -4, -7], [-9, -5, 1, -9, 4], [-2, 6, -4, 2, 4]]> : tensor<4x5xi32>
    %in1 = stablehlo.constant dense<[[-1, 1, -3, 6, -7], [-4, 2, 7, -6, 2], [-1, -4, -9, 8, 2], [-2, 9, -5, 5, -3]]> : tensor<4x5xi32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xi32>, tensor<4x5xi32>) -> (tensor<4x5xi32>)
    %expected0 = stablehlo.constant dense<[[5, -7, 0, 0, 14], [-3, -8, -2, 6, -5], [8, 7, -10, -1, 6], [0, 15, 7, 7, -7]]> : tensor<4x5xi32>
    check.expect_eq %out, %expected0 : tensor<4x5xi32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xi32>, %arg1: tensor<4x5xi32>) -> (tensor<4x5xi32> {jax.result_info = "result"}) {
    %0 = stablehlo.xor %arg0, %arg1 : tensor<4x5xi32>
    return %0 : tensor<4x5xi32>
  }
}
