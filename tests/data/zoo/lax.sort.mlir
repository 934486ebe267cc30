module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1, 1, 2, 2, 0, 1, 0, 0, 2], [1, 0, 0, 0, 1, 0, 2, 1, 2], [1, 0, 0, 0, 2, 2, 1, 1, 1], [0, 2, 0, 0, 1, 2, 0, 2, 0]]> : tensor<4x9xi32>
    %in1 = stablehlo.constant dense<[[2, 1, 1, 2, 1, 1, 1, 0, 2], [1, 0, 0, 2, 0, 1, 0, 0, 0], [1, 2, 1, 1, 1, 1, 0, 0, 2], [2, 0, 1, 2, 0, 0, 0, 0, 0]]> : tensor<4x9xi32>
    %out:2 = func.call @function(%in0, %in1) : (tensor<4x9xi32>, tensor<4x9xi32>) -> (tensor<4x9xi32>, tensor<4x9xi32>)
    %expected0 = stablehlo.constant dense<[[0, 0, 0, 1, 1, 1, 2, 2, 2], [0, 0, 0, 0, 1, 1, 1, 2, 2], [0, 0, 0, 1, 1, 1, 1, 2, 2], [0, 0, 0, 0, 0, 1, 2, 2, 2]]> : tensor<4x9xi32>
    check.expect_eq %out#0, %expected0 : tensor<4x9xi32>
    %expected1 = stablehlo.constant dense<[[0, 1, 1, 1, 1, 2, 1, 2, 2], [0, 0, 1, 2, 0, 0, 1, 0, 0], [1, 1, 2, 0, 0, 1, 2, 1, 1], [0, 0, 1, 2, 2, 0, 0, 0, 0]]> : tensor<4x9xi32>
    check.expect_eq %out#1, %expected1 : tensor<4x9xi32>
    return
  }
  func.func private @function(%arg0: tensor<4x9xi32>, %arg1: tensor<4x9xi32>) -> (tensor<4x9xi32> {jax.result_info = "result[0]"}, tensor<4x9xi32> {jax.result_info = "result[1]"}) {
    %0:2 = "stablehlo.sort"(%arg0, %arg1) <{dimension = 1 : i64, is_stable = true}> ({
    ^bb0(%arg2: tensor<i32>, %arg3: tensor<i32>, %arg4: tensor<i32>, %arg5: tensor<i32>):
      %1 = stablehlo.compare LT, %arg4, %arg5, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
      %2 = stablehlo.compare LT, %arg2, %arg3, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
      %3 = stablehlo.compare EQ, %arg2, %arg3, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
      %4 = stablehlo.and %3, %1 : tensor<i1>
      %5 = stablehlo.or %2, %4 : tensor<i1>
      stablehlo.return %5 : tensor<i1>
    }) : (tensor<4x9xi32>, tensor<4x9xi32>) -> (tensor<4x9xi32>, tensor<4x9xi32>)
    return %0#0, %0#1 : tensor<4x9xi32>, tensor<4x9xi32>
  }
}
