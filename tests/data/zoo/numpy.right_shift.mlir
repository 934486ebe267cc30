module @jit_right_shift attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-8, -5, 4, -9, -1], [1, 6, -1, 8, 1], [2, -8, -1, 0, 2], [3, -1, -3, -1, -1]]> : tensor<4x5xi32>
    %in1 = stablehlo.constant dense<[[5, 3, 2, 7, 3], [0, 6, 5, 2, 0], [4, 3, 7, 1, 1], [7, 1, 7, 7, 4]]> : tensor<4x5xi32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xi32>, tensor<4x5xi32>) -> (tensor<4x5xi32>)
    %expected0 = stablehlo.constant dense<[[-1, -1, 1, -1, -1], [1, 0, -1, 2, 1], [0, -1, -1, 0, 1], [0, -1, -1, -1, -1]]> : tensor<4x5xi32>
    check.expect_eq %out, %expected0 : tensor<4x5xi32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xi32>, %arg1: tensor<4x5xi32>) -> (tensor<4x5xi32> {jax.result_info = "result"}) {
    %0 = stablehlo.shift_right_arithmetic %arg0, %arg1 : tensor<4x5xi32>
    return %0 : tensor<4x5xi32>
  }
}
