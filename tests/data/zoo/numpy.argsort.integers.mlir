module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-6, 2, -6, -2], [4, 1, -1, 7], [-7, 2, -3, 0], [-8, 8, 8, -6], [-4, 7, -4, 0], [4, -2, -5, 9], [-3, 3, -9, 5], [8, -2, 6, -8], [2, 3, 5, -3]]> : tensor<9x4xi32>
    %out = func.call @function(%in0) : (tensor<9x4xi32>) -> (tensor<9x4xi32>)
    %expected0 = stablehlo.constant dense<[[3, 5, 6, 7], [2, 7, 0, 3], [0, 1, 5, 8], [4, 0, 4, 0], [6, 2, 2, 2], [8, 6, 1, 4], [1, 8, 8, 6], [5, 4, 7, 1], [7, 3, 3, 5]]> : tensor<9x4xi32>
    check.expect_eq %out, %expected0 : tensor<9x4xi32>
    return
  }
  func.func private @function(%arg0: tensor<9x4xi32>) -> (tensor<9x4xi32> {jax.result_info = "result"}) {
    %0 = call @argsort(%arg0) : (tensor<9x4xi32>) -> tensor<9x4xi32>
    return %0 : tensor<9x4xi32>
  }
  func.func private @argsort(%arg0: tensor<9x4xi32>) -> tensor<9x4xi32> {
    %0 = stablehlo.iota dim = 0 : tensor<9x4xi32>
    %1:2 = "stablehlo.sort"(%arg0, %0) <{dimension = 0 : i64, is_stable = true}> ({
    ^bb0(%arg1: tensor<i32>, %arg2: tensor<i32>, %arg3: tensor<i32>, %arg4: tensor<i32>):
      %2 = stablehlo.compare LT, %arg1, %arg2, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
      stablehlo.return %2 : tensor<i1>
    }) : (tensor<9x4xi32>, tensor<9x4xi32>) -> (tensor<9x4xi32>, tensor<9x4xi32>)
    return %1#1 : tensor<9x4xi32>
  }
}
