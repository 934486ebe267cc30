module @jit_bitwise_or attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-3, -1, -3, -8, 9], [4, -6, -2, 6, -2], [8, 8, 5, 9, 0], [-4, -3, 4, -6, 0]]> : tensor<4x5xi32>
    %in1 = stablehlo.constant dense<[[-9, -5, 3, -5, 6], [-5, 9, -2, -6, -9], [0, 7, -4, 5, 0], [-6, 7, -7, -2, -3]]> : tensor<4x5xi32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xi32>, tensor<4x5xi32>) -> (tensor<4x5xi32>)
    %expected0 = stablehlo.constant dense<[[-1, -1, -1, -5, 15], [-1, -5, -2, -2, -1], [8, 15, -3, 13, 0], [-2, -1, -3, -2, -3]]> : tensor<4x5xi32>
    check.expect_eq %out, %expected0 : tensor<4x5xi32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xi32>, %arg1: tensor<4x5xi32>) -> (tensor<4x5xi32> {jax.result_info = "result"}) {
    %0 = stablehlo.or %arg0, %arg1 : tensor<4x5xi32>
    return %0 : tensor<4x5xi32>
  }
}
