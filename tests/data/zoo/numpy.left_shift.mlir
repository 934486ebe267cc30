module @jit_left_shift attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-4, -9, -4, -3, 1], [-6, 8, -8, 1, -4], [-4, 7, 3, 8, 9], [-2, 3, 8, -4, -8]]> : tensor<4x5xi32>
    %in1 = stablehlo.constant dense<[[4, 2, 6, 4, 6], [5, 6, 1, 7, 5], [3, 0, 0, 4, 7], [0, 7, 5, 1, 0]]> : tensor<4x5xi32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xi32>, tensor<4x5xi32>) -> (tensor<4x5xi32>)
    %expected0 = stablehlo.constant dense<[[-64, -36, -256, -48, 64], [-192, 512, -16, 128, -128], [-32, 7, 3, 128, 1152], [-2, 384, 256, -8, -8]]> : tensor<4x5xi32>
    check.expect_eq %out, %expected0 : tensor<4x5xi32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xi32>, %arg1: tensor<4x5xi32>) -> (tensor<4x5xi32> {jax.result_info = "result"}) {
    %0 = stablehlo.shift_left %arg0, %arg1 : tensor<4x5xi32>
    return %0 : tensor<4x5xi32>
  }
}
