module @jit_population_count attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-8, 5, -5, 4, -9], [-2, 4, 7, -2, 6], [3, 1, -3, 0, -4], [-6, 0, -3, 7, 2]]> : tensor<4x5xi32>
    %out = func.call @function(%in0) : (tensor<4x5xi32>) -> (tensor<4x5xi32>)
    %expected0 = stablehlo.constant dense<[[29, 2, 31, 1, 31], [31, 1, 3, 31, 2], [2, 1, 31, 0, 30], [30, 0, 31, 3, 1]]> : tensor<4x5xi32>
    check.expect_eq %out, %expected0 : tensor<4x5xi32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xi32>) -> (tensor<4x5xi32> {jax.result_info = "result"}) {
    %0 = stablehlo.popcnt %arg0 : tensor<4x5xi32>
    return %0 : tensor<4x5xi32>
  }
}
