module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[5, 1, -6, -7, 5], [0, 0, -7, -9, -7], [-9, -2, 8, 9, -1], [-1, -7, 7, 6, 9]]> : tensor<4x5xi32>
    %out = func.call @function(%in0) : (tensor<4x5xi32>) -> (tensor<5xi32>)
    %expected0 = stablehlo.constant dense<[13, 6, 12, 1, 10]> : tensor<5xi32>
    check.expect_eq %out, %expected0 : tensor<5xi32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xi32>) -> (tensor<5xi32> {jax.result_info = "result"}) {
    %c = stablehlo.constant dense<0> : tensor<i32>
    %0 = stablehlo.reduce(%arg0 init: %c) applies stablehlo.xor across dimensions = [0] : (tensor<4x5xi32>, tensor<i32>) -> tensor<5xi32>
    return %0 : tensor<5xi32>
  }
}
