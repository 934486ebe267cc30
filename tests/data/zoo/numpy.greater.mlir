module @jit_greater attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[2.7982983e-01, 1.761506e-01, 2.0509252e-01, -1.5689865e+00, -5.8926386e-01], [1.8326907e+00, -1.8515382e+00, 5.963438e-01, 1.8783455e+00, 6.117554e-01], [8.797464e-01, 6.308612e-01, 4.388125e-01, 1.7881763e+00, 1.5852346e+00], [-1.791431e+00, -1.9767876e+00, -1.2462711e-01, -1.0551444e+00, -5.742983e-01]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[[3.8045996e-01, -1.1021035e+00, -1.6846809e-01, 3.6992174e-01, 4.104284e-01], [-1.9373747e+00, 1.5739533e+00, 1.891198e+00, 8.357752e-01, 3.6573408e-03], [3.9224076e-01, -1.8635573e+00, -1.4906285e+00, 1.7788699e+00, 2.804525e-01], [9.456587e-01, 1.2515048e+00, 8.3761734e-01, -7.3869807e-01, 3.4305367e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> (tensor<4x5xi1>)
    %expected0 = stablehlo.constant dense<[[false, true, true, false, false], [true, false, false, true, true], [true, true, true, true, true], [false, false, false, false, false]]> : tensor<4x5xi1>
    check.expect_eq %out, %expected0 : tensor<4x5xi1>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> (tensor<4x5xi1> {jax.result_info = "result"}) {
    %0 = stablehlo.compare GT, %arg0, %arg1, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    return %0 : tensor<4x5xi1>
  }
}
