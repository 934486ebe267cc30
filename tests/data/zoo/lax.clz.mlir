module @jit_clz attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[2, 5, 1, 6, 3], [5, -3, -8, -8, 9], [0, -9, -1, 5, 3], [-4, -6, -7, 3, 2]]> : tensor<4x5xi32>
    %out = func.call @function(%in0) : (tensor<4x5xi32>) -> (tensor<4x5xi32>)
    %expected0 = stablehlo.constant dense<[[30, 29, 31, 29, 30], [29, 0, 0, 0, 28], [32, 0, 0, 29, 30], [0, 0, 0, 30, 30]]> : tensor<4x5xi32>
    check.expect_eq %out, %expected0 : tensor<4x5xi32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xi32>) -> (tensor<4x5xi32> {jax.result_info = "result"}) {
    %0 = stablehlo.count_leading_zeros %arg0 : tensor<4x5xi32>
    return %0 : tensor<4x5xi32>
  }
}
