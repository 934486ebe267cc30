module @jit_bitwise_and attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[9, -1, -9, 3, 3], [6, 3, 8, -9, -4], [-3, 6, 1, -6, -3], [7, 8, 4, 0, 5]]> : tensor<4x5xi32>
    %in1 = stablehlo.constant dense<[[-3, -2, 6, 8, -4], [-3, 1, 5, -7, 7], [-6, -6, -6, -8, -7], [9, -7, 4, -1, -9]]> : tensor<4x5xi32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xi32>, tensor<4x5xi32>) -> (tensor<4x5xi32>)
    %expected0 = stablehlo.constant dense<[[9, -2, 6, 0, 0], [4, 1, 0, -15, 4], [-8, 2, 0, -8, -7], [1, 8, 4, 0, 5]]> : tensor<4x5xi32>
    check.expect_eq %out, %expected0 : tensor<4x5xi32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xi32>, %arg1: tensor<4x5xi32>) -> (tensor<4x5xi32> {jax.result_info = "result"}) {
    %0 = stablehlo.and %arg0, %arg1 : tensor<4x5xi32>
    return %0 : tensor<4x5xi32>
  }
}
