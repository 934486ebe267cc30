module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[144336730, -934773036, -194556842, 813057989, 196852860, 67624931, -217225190, 46189587, -166980367]> : tensor<9xi32>
    %in1 = stablehlo.constant dense<[472093884, -835871070, 143543479, -234669876, 724762622, 976246706, -739544342, -111075311, -160587642]> : tensor<9xi32>
    %out = func.call @function(%in0, %in1) : (tensor<9xi32>, tensor<9xi32>) -> (tensor<9xi32>)
    %expected0 = stablehlo.constant dense<[15865193, 181922162, -6502347, -44424138, 33218319, 15371156, 37403698, -1194543, 6243349]> : tensor<9xi32>
    check.expect_eq %out, %expected0 : tensor<9xi32>
    return
  }
  func.func private @function(%arg0: tensor<9xi32>, %arg1: tensor<9xi32>) -> (tensor<9xi32> {jax.result_info = "result"}) {
    %0 = chlo.mulhi %arg0, %arg1 : tensor<9xi32>, tensor<9xi32> -> tensor<9xi32>
    return %0 : tensor<9xi32>
  }
}
