module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.6642382e+00, 4.8962894e-01, -1.9876235e+00, 9.740486e-01, 1.2411314e+00], [-9.7852695e-01, -1.2547551e+00, 6.044119e-01, 4.886179e-01, 8.380691e-01], [-1.9426131e+00, 1.4202459e+00, -1.2912776e+00, -1.1571277e+00, 1.294463e+00], [1.7767943e+00, -1.319408e+00, 1.8283366e+00, 1.7371885e+00, -4.914931e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<7x8xf32>)
    %expected0 = stablehlo.constant dense<[[1.8283366e+00, 1.8283366e+00, 1.7767943e+00, 1.4202459e+00, 1.8283366e+00, 1.7371885e+00, 1.294463e+00, 1.8283366e+00], [1.6642382e+00, 1.6642382e+00, 1.6642382e+00, 4.8962894e-01, -1.9876235e+00, 9.740486e-01, 1.2411314e+00, 1.6642382e+00], [8.380691e-01, 8.380691e-01, -9.7852695e-01, -1.2547551e+00, 6.044119e-01, 4.886179e-01, 8.380691e-01, 8.380691e-01], [1.4202459e+00, 1.4202459e+00, -1.9426131e+00, 1.4202459e+00, -1.2912776e+00, -1.1571277e+00, 1.294463e+00, 1.4202459e+00], [1.8283366e+00, 1.8283366e+00, 1.7767943e+00, -1.319408e+00, 1.8283366e+00, 1.7371885e+00, -4.914931e-01, 1.8283366e+00], [1.8283366e+00, 1.8283366e+00, 1.7767943e+00, 1.4202459e+00, 1.8283366e+00, 1.7371885e+00, 1.294463e+00, 1.8283366e+00], [1.8283366e+00, 1.8283366e+00, 1.7767943e+00, 1.4202459e+00, 1.8283366e+00, 1.7371885e+00, 1.294463e+00, 1.8283366e+00]]> : tensor<7x8xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.988e-04 : tensor<7x8xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<7x8xf32> {jax.result_info = "result"}) {
    %c = stablehlo.constant dense<0> : tensor<i32>
    %0 = call @_pad(%arg0, %c) : (tensor<4x5xf32>, tensor<i32>) -> tensor<7x8xf32>
    return %0 : tensor<7x8xf32>
  }
  func.func private @_pad(%arg0: tensor<4x5xf32>, %arg1: tensor<i32>) -> tensor<7x8xf32> {
    %cst = stablehlo.constant dense<0xFF800000> : tensor<f32>
    %0 = stablehlo.reduce(%arg0 init: %cst) applies stablehlo.maximum across dimensions = [0] : (tensor<4x5xf32>, tensor<f32>) -> tensor<5xf32>
    %1 = stablehlo.broadcast_in_dim %0, dims = [1] : (tensor<5xf32>) -> tensor<1x5xf32>
    %2 = stablehlo.broadcast_in_dim %1, dims = [0, 2] : (tensor<1x5xf32>) -> tensor<1x1x5xf32>
    %3 = stablehlo.reshape %2 : (tensor<1x1x5xf32>) -> tensor<1x5xf32>
    %4 = stablehlo.broadcast_in_dim %1, dims = [0, 2] : (tensor<1x5xf32>) -> tensor<1x2x5xf32>
    %5 = stablehlo.reshape %4 : (tensor<1x2x5xf32>) -> tensor<2x5xf32>
    %6 = stablehlo.concatenate %3, %arg0, %5, dim = 0 : (tensor<1x5xf32>, tensor<4x5xf32>, tensor<2x5xf32>) -> tensor<7x5xf32>
    %cst_0 = stablehlo.constant dense<0xFF800000> : tensor<f32>
    %7 = stablehlo.reduce(%6 init: %cst_0) applies stablehlo.maximum across dimensions = [1] : (tensor<7x5xf32>, tensor<f32>) -> tensor<7xf32>
    %8 = stablehlo.broadcast_in_dim %7, dims = [0] : (tensor<7xf32>) -> tensor<7x1xf32>
    %9 = stablehlo.broadcast_in_dim %8, dims = [0, 1] : (tensor<7x1xf32>) -> tensor<7x1x2xf32>
    %10 = stablehlo.reshape %9 : (tensor<7x1x2xf32>) -> tensor<7x2xf32>
    %11 = stablehlo.broadcast_in_dim %8, dims = [0, 1] : (tensor<7x1xf32>) -> tensor<7x1x1xf32>
    %12 = stablehlo.reshape %11 : (tensor<7x1x1xf32>) -> tensor<7x1xf32>
    %13 = stablehlo.concatenate %10, %6, %12, dim = 1 : (tensor<7x2xf32>, tensor<7x5xf32>, tensor<7x1xf32>) -> tensor<7x8xf32>
    return %13 : tensor<7x8xf32>
  }
}
