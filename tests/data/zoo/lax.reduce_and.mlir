module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-2, -3, 3, -9, 7], [1, 9, -5, 2, -2], [-1, 3, 5, -1, -9], [4, -1, 9, 6, 6]]> : tensor<4x5xi32>
    %out = func.call @function(%in0) : (tensor<4x5xi32>) -> (tensor<5xi32>)
    %expected0 = stablehlo.constant dense<[0, 1, 1, 2, 6]> : tensor<5xi32>
    check.expect_eq %out, %expected0 : tensor<5xi32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xi32>) -> (tensor<5xi32> {jax.result_info = "result"}) {
    %c = stablehlo.constant dense<-1> : tensor<i32>
    %0 = stablehlo.reduce(%arg0 init: %c) applies stablehlo.and across dimensions = [0] : (tensor<4x5xi32>, tensor<i32>) -> tensor<5xi32>
    return %0 : tensor<5xi32>
  }
}
