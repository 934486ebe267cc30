module @jit_signbit attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-9.585457e-01, -1.9757297e+00, -1.4056934e+00, 3.8713995e-01, 6.21198e-01], [1.3414603e+00, -1.059764e+00, -5.636967e-01, -1.4188631e-01, -1.4200859e+00], [1.1556926e+00, 1.4155884e+00, -3.482332e-01, -6.9857246e-01, -1.276348e-04], [2.2123444e-01, 8.4416443e-01, 1.2977549e+00, -2.628714e-01, 1.6026087e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xi1>)
    %expected0 = stablehlo.constant dense<[[true, true, true, false, false], [false, true, true, true, true], [false, false, true, true, true], [false, false, false, true, false]]> : tensor<4x5xi1>
    check.expect_eq %out, %expected0 : tensor<4x5xi1>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xi1> {jax.result_info = "result"}) {
    %0 = call @signbit(%arg0) : (tensor<4x5xf32>) -> tensor<4x5xi1>
    return %0 : tensor<4x5xi1>
  }
  func.func private @signbit(%arg0: tensor<4x5xf32>) -> tensor<4x5xi1> {
    %0 = stablehlo.bitcast_convert %arg0 : (tensor<4x5xf32>) -> tensor<4x5xi32>
    %c = stablehlo.constant dense<31> : tensor<i32>
    %1 = stablehlo.broadcast_in_dim %c, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %2 = stablehlo.shift_right_arithmetic %0, %1 : tensor<4x5xi32>
    %c_0 = stablehlo.constant dense<0> : tensor<i32>
    %3 = stablehlo.broadcast_in_dim %c_0, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %4 = stablehlo.compare NE, %2, %3, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %5 = stablehlo.convert %4 : tensor<4x5xi1>
    return %5 : tensor<4x5xi1>
  }
}
