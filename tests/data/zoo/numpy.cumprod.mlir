module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.2943178e+00, -3.5049608e-01, 1.9605256e+00, 1.0730597e+00, -1.144143e+00], [-1.7268232e+00, 1.896574e-01, -1.7357341e+00, -1.1083475e+00, -3.767196e-01], [1.9622166e+00, 8.424103e-01, 1.7792486e+00, -9.411997e-01, -1.9588237e+00], [3.0560914e-01, -9.2498e-01, -7.116051e-01, -4.6975327e-01, 1.4752816e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[1.2943178e+00, -4.5365334e-01, -8.89399e-01, -9.543782e-01, 1.091945e+00], [-1.7268232e+00, -3.275048e-01, 5.684613e-01, -6.300527e-01, 2.3735319e-01], [1.9622166e+00, 1.6529915e+00, 2.941083e+00, -2.7681465e+00, 5.422311e+00], [3.0560914e-01, -2.8268233e-01, 2.0115818e-01, -9.4494715e-02, -1.3940631e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 5.422e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = call @cumprod(%arg0) : (tensor<4x5xf32>) -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
  func.func private @cumprod(%arg0: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = call @cumprod_0(%arg0) : (tensor<4x5xf32>) -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
  func.func private @cumprod_0(%arg0: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %cst = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %0 = "stablehlo.reduce_window"(%arg0, %cst) <{base_dilations = array<i64: 1, 1>, padding = dense<[[0, 0], [4, 0]]> : tensor<2x2xi64>, window_dilations = array<i64: 1, 1>, window_dimensions = array<i64: 1, 5>, window_strides = array<i64: 1, 1>}> ({
    ^bb0(%arg1: tensor<f32>, %arg2: tensor<f32>):
      %1 = stablehlo.multiply %arg1, %arg2 : tensor<f32>
      stablehlo.return %1 : tensor<f32>
    }) : (tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
