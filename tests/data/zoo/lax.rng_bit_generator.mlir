module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[226, 312, 505, 14]> : tensor<4xi32>
    %out:2 = func.call @function(%in0) : (tensor<4xi32>) -> (tensor<4xui32>, tensor<3x5xui32>)
    %expected0 = stablehlo.constant dense<[226, 312, 509, 14]> : tensor<4xui32>
    check.expect_eq %out#0, %expected0 : tensor<4xui32>
    %expected1 = stablehlo.constant dense<[[1982176034, 2666630290, 2663329735, 1731243461, 1399527319], [1016303633, 1038436699, 219057796, 2845863562, 3893855780], [832867164, 152358876, 3212182697, 1740248741, 1259324450]]> : tensor<3x5xui32>
    check.expect_eq %out#1, %expected1 : tensor<3x5xui32>
    return
  }
  func.func private @function(%arg0: tensor<4xi32>) -> (tensor<4xui32> {jax.result_info = "result[0]"}, tensor<3x5xui32> {jax.result_info = "result[1]"}) {
    %0 = stablehlo.convert %arg0 : (tensor<4xi32>) -> tensor<4xui32>
    %1 = stablehlo.reshape %0 : (tensor<4xui32>) -> tensor<2x2xui32>
    %2 = stablehlo.bitcast_convert %1 : (tensor<2x2xui32>) -> tensor<2xui64>
    %output_state, %output = stablehlo.rng_bit_generator %2, algorithm = DEFAULT : (tensor<2xui64>) -> (tensor<2xui64>, tensor<3x5xui32>)
    %3 = stablehlo.bitcast_convert %output_state : (tensor<2xui64>) -> tensor<2x2xui32>
    %4 = stablehlo.reshape %3 : (tensor<2x2xui32>) -> tensor<4xui32>
    return %4, %output : tensor<4xui32>, tensor<3x5xui32>
  }
}
