module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-9.5464265e-01, 1.1466901e+00, 4.087428e-01, 1.2808788e+00, -1.8669393e+00], [-6.7418087e-01, -9.822118e-01, 1.0156634e+00, 1.0851374e+00, -8.1438726e-01], [-1.173372e-01, -5.9011203e-01, -2.9064655e-01, -1.8519144e-01, 8.887808e-01], [4.9838307e-01, -1.5266819e+00, 1.598885e+00, -4.6214905e-01, -6.245698e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[-9.5464265e-01, -1.5266819e+00, -2.9064655e-01, -4.6214905e-01, -1.8669393e+00], [-6.7418087e-01, -1.5266819e+00, -2.9064655e-01, -4.6214905e-01, -8.1438726e-01], [-1.173372e-01, -1.5266819e+00, -2.9064655e-01, -4.6214905e-01, -6.245698e-01], [4.9838307e-01, -1.5266819e+00, 1.598885e+00, -4.6214905e-01, -6.245698e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.867e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = call @cummin(%arg0) : (tensor<4x5xf32>) -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
  func.func private @cummin(%arg0: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %cst = stablehlo.constant dense<0x7F800000> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<f32>
    %1 = "stablehlo.reduce_window"(%arg0, %0) <{base_dilations = array<i64: 1, 1>, padding = dense<[[0, 3], [0, 0]]> : tensor<2x2xi64>, window_dilations = array<i64: 1, 1>, window_dimensions = array<i64: 4, 1>, window_strides = array<i64: 1, 1>}> ({
    ^bb0(%arg1: tensor<f32>, %arg2: tensor<f32>):
      %2 = stablehlo.minimum %arg1, %arg2 : tensor<f32>
      stablehlo.return %2 : tensor<f32>
    }) : (tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    return %1 : tensor<4x5xf32>
  }
}
