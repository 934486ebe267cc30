module @jit_bitwise_count attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-3, 9, -2, 4, 7], [-6, -5, -3, 0, -7], [1, -3, -7, 3, -8], [7, 7, -6, -6, -7]]> : tensor<4x5xi32>
    %out = func.call @function(%in0) : (tensor<4x5xi32>) -> (tensor<4x5xui8>)
    %expected0 = stablehlo.constant dense<[[2, 2, 1, 1, 3], [2, 2, 2, 0, 3], [1, 2, 3, 2, 1], [3, 3, 2, 2, 3]]> : tensor<4x5xui8>
    check.expect_eq %out, %expected0 : tensor<4x5xui8>
    return
  }
  func.func private @function(%arg0: tensor<4x5xi32>) -> (tensor<4x5xui8> {jax.result_info = "result"}) {
    %0 = call @bitwise_count(%arg0) : (tensor<4x5xi32>) -> tensor<4x5xui8>
    return %0 : tensor<4x5xui8>
  }
  func.func private @bitwise_count(%arg0: tensor<4x5xi32>) -> tensor<4x5xui8> {
    %0 = stablehlo.abs %arg0 : tensor<4x5xi32>
    %1 = stablehlo.popcnt %0 : tensor<4x5xi32>
    %2 = stablehlo.convert %1 : (tensor<4x5xi32>) -> tensor<4x5xui8>
    return %2 : tensor<4x5xui8>
  }
}
