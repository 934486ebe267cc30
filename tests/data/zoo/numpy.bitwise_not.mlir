module @jit_bitwise_not attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[9, -3, -5, -7, -2], [-4, -8, 1, 4, 3], [-1, 8, -3, -3, -9], [-9, 9, 8, -2, 3]]> : tensor<4x5xi32>
    %out = func.call @function(%in0) : (tensor<4x5xi32>) -> (tensor<4x5xi32>)
    %expected0 = stablehlo.constant dense<[[-10, 2, 4, 6, 1], [3, 7, -2, -5, -4], [0, -9, 2, 2, 8], [8, -10, -9, 1, -4]]> : tensor<4x5xi32>
    check.expect_eq %out, %expected0 : tensor<4x5xi32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xi32>) -> (tensor<4x5xi32> {jax.result_info = "result"}) {
    %0 = stablehlo.not %arg0 : tensor<4x5xi32>
    return %0 : tensor<4x5xi32>
  }
}
