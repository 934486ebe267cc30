module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-7.093674e-01, -1.382509e+00, 9.9487233e-01, -1.7009974e+00, -1.3934659e+00], [8.082537e-01, -1.8046323e+00, -4.1488245e-01, -9.668648e-01, -9.420325e-01], [-1.289259e+00, -1.2814476e+00, 1.7359039e+00, 1.9620143e+00, -6.292009e-01], [3.5506392e-01, 1.3266752e+00, -9.92255e-02, -1.7251277e-01, -5.561212e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<7x8xf32>)
    %expected0 = stablehlo.constant dense<[[-3.079868e-01, -3.079868e-01, -2.088272e-01, -7.854784e-01, 5.5416703e-01, -2.1959016e-01, -8.802051e-01, -3.079868e-01], [-8.382935e-01, -8.382935e-01, -7.093674e-01, -1.382509e+00, 9.9487233e-01, -1.7009974e+00, -1.3934659e+00, -8.382935e-01], [-6.640317e-01, -6.640317e-01, 8.082537e-01, -1.8046323e+00, -4.1488245e-01, -9.668648e-01, -9.420325e-01, -6.640317e-01], [9.960214e-02, 9.960214e-02, -1.289259e+00, -1.2814476e+00, 1.7359039e+00, 1.9620143e+00, -6.292009e-01, 9.960214e-02], [1.7077594e-01, 1.7077594e-01, 3.5506392e-01, 1.3266752e+00, -9.92255e-02, -1.7251277e-01, -5.561212e-01, 1.7077594e-01], [-3.079868e-01, -3.079868e-01, -2.088272e-01, -7.854784e-01, 5.5416703e-01, -2.1959016e-01, -8.802051e-01, -3.079868e-01], [-3.079868e-01, -3.079868e-01, -2.088272e-01, -7.854784e-01, 5.5416703e-01, -2.1959016e-01, -8.802051e-01, -3.079868e-01]]> : tensor<7x8xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.962e-04 : tensor<7x8xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<7x8xf32> {jax.result_info = "result"}) {
    %c = stablehlo.constant dense<0> : tensor<i32>
    %0 = call @_pad(%arg0, %c) : (tensor<4x5xf32>, tensor<i32>) -> tensor<7x8xf32>
    return %0 : tensor<7x8xf32>
  }
  func.func private @_pad(%arg0: tensor<4x5xf32>, %arg1: tensor<i32>) -> tensor<7x8xf32> {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.reduce(%arg0 init: %cst) applies stablehlo.add across dimensions = [0] : (tensor<4x5xf32>, tensor<f32>) -> tensor<5xf32>
    %1 = stablehlo.broadcast_in_dim %0, dims = [1] : (tensor<5xf32>) -> tensor<1x5xf32>
    %cst_0 = stablehlo.constant dense<4.000000e+00> : tensor<f32>
    %2 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<1x5xf32>
    %3 = stablehlo.divide %1, %2 : tensor<1x5xf32>
    %4 = stablehlo.broadcast_in_dim %3, dims = [0, 2] : (tensor<1x5xf32>) -> tensor<1x1x5xf32>
    %5 = stablehlo.reshape %4 : (tensor<1x1x5xf32>) -> tensor<1x5xf32>
    %6 = stablehlo.broadcast_in_dim %3, dims = [0, 2] : (tensor<1x5xf32>) -> tensor<1x2x5xf32>
    %7 = stablehlo.reshape %6 : (tensor<1x2x5xf32>) -> tensor<2x5xf32>
    %8 = stablehlo.concatenate %5, %arg0, %7, dim = 0 : (tensor<1x5xf32>, tensor<4x5xf32>, tensor<2x5xf32>) -> tensor<7x5xf32>
    %cst_1 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %9 = stablehlo.reduce(%8 init: %cst_1) applies stablehlo.add across dimensions = [1] : (tensor<7x5xf32>, tensor<f32>) -> tensor<7xf32>
    %10 = stablehlo.broadcast_in_dim %9, dims = [0] : (tensor<7xf32>) -> tensor<7x1xf32>
    %cst_2 = stablehlo.constant dense<5.000000e+00> : tensor<f32>
    %11 = stablehlo.broadcast_in_dim %cst_2, dims = [] : (tensor<f32>) -> tensor<7x1xf32>
    %12 = stablehlo.divide %10, %11 : tensor<7x1xf32>
    %13 = stablehlo.broadcast_in_dim %12, dims = [0, 1] : (tensor<7x1xf32>) -> tensor<7x1x2xf32>
    %14 = stablehlo.reshape %13 : (tensor<7x1x2xf32>) -> tensor<7x2xf32>
    %15 = stablehlo.broadcast_in_dim %12, dims = [0, 1] : (tensor<7x1xf32>) -> tensor<7x1x1xf32>
    %16 = stablehlo.reshape %15 : (tensor<7x1x1xf32>) -> tensor<7x1xf32>
    %17 = stablehlo.concatenate %14, %8, %16, dim = 1 : (tensor<7x2xf32>, tensor<7x5xf32>, tensor<7x1xf32>) -> tensor<7x8xf32>
    return %17 : tensor<7x8xf32>
  }
}
