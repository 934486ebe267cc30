module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1, 3, -7, -7], [4, -4, 9, 1], [-2, -6, 5, 5], [-1, -4, -4, 0], [-6, -3, 9, -6], [-1, 3, 7, 4], [5, -5, -1, 4], [-2, 4, 9, 8], [1, 8, 9, -5]]> : tensor<9x4xi32>
    %out = func.call @function(%in0) : (tensor<9x4xi32>) -> (tensor<9x4xi32>)
    %expected0 = stablehlo.constant dense<[[-6, -6, -7, -7], [-2, -5, -4, -6], [-2, -4, -1, -5], [-1, -4, 5, 0], [-1, -3, 7, 1], [1, 3, 9, 4], [1, 3, 9, 4], [4, 4, 9, 5], [5, 8, 9, 8]]> : tensor<9x4xi32>
    check.expect_eq %out, %expected0 : tensor<9x4xi32>
    return
  }
  func.func private @function(%arg0: tensor<9x4xi32>) -> (tensor<9x4xi32> {jax.result_info = "result"}) {
    %0 = call @sort(%arg0) : (tensor<9x4xi32>) -> tensor<9x4xi32>
    return %0 : tensor<9x4xi32>
  }
  func.func private @sort(%arg0: tensor<9x4xi32>) -> tensor<9x4xi32> {
    %0 = "stablehlo.sort"(%arg0) <{dimension = 0 : i64, is_stable = true}> ({
    ^bb0(%arg1: tensor<i32>, %arg2: tensor<i32>):
      %1 = stablehlo.compare LT, %arg1, %arg2, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
      stablehlo.return %1 : tensor<i1>
    }) : (tensor<9x4xi32>) -> tensor<9x4xi32>
    return %0 : tensor<9x4xi32>
  }
}
