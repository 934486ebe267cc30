module @jit_isposinf attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-7.9943514e-01, 1.1469629e+00, 1.020464e+00, -1.7113822e+00, 1.2268908e+00], [1.1922376e+00, -1.0638776e+00, -3.5708928e-01, -3.8674998e-01, -1.124246e+00], [1.7430183e+00, 1.530378e+00, 6.454015e-01, -4.454158e-01, -6.258052e-01], [1.1101419e+00, 5.423437e-01, 1.734875e+00, 1.0283355e+00, -3.695681e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xi1>)
    %expected0 = stablehlo.constant dense<[[false, false, false, false, false], [false, false, false, false, false], [false, false, false, false, false], [false, false, false, false, false]]> : tensor<4x5xi1>
    check.expect_eq %out, %expected0 : tensor<4x5xi1>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xi1> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<0x7F800000> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %1 = stablehlo.compare EQ, %arg0, %0, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    return %1 : tensor<4x5xi1>
  }
}
