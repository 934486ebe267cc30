module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.8477536e+00, 1.9807701e+00, 1.8053069e+00, -1.325454e+00, -1.4569103e+00, -4.1514197e-01, -1.368206e-01, -2.357165e-01], [9.022389e-01, -1.9456829e+00, 1.9641981e+00, -1.9546654e+00, 1.0412306e+00, -1.8145928e-01, -2.4211611e-01, -3.7667313e-01], [-1.4875289e+00, -7.4973404e-01, -1.6495684e+00, 1.6578513e+00, 1.7135976e-01, 4.63848e-02, 4.2040497e-01, -9.5658875e-01], [5.655814e-02, -1.1203554e+00, -1.5185491e+00, -7.2603446e-01, -1.0397619e+00, 1.8947158e+00, 1.8489596e+00, 1.5148834e+00]]> : tensor<4x8xf32>
    %out = func.call @function(%in0) : (tensor<4x8xf32>) -> (tensor<4x8xf32>)
    %expected0 = stablehlo.constant dense<[[4.127575e+00, 1.012682e+01, 8.467107e+00, -1.863192e+00, -6.2288213e+00, -7.5379515e-01, 2.5248446e+00, 1.894599e+00], [-1.5858586e+00, 8.9093405e-01, -3.7999192e-01, 1.9114547e+00, 2.4311818e-02, 6.1791855e-01, 8.437961e+00, 1.1836669e+01], [-5.094838e+00, -4.2917886e+00, -6.921116e+00, 1.2486752e+00, 1.8633767e+00, 3.5155783e+00, -5.62444e+00, -4.6430984e+00], [1.820832e+00, -1.1468604e+01, 6.4361553e+00, 5.080227e+00, -1.8372413e+00, 3.3940363e+00, 1.9029917e+00, -3.5611336e+00]]> : tensor<4x8xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.184e-03 : tensor<4x8xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x8xf32>) -> (tensor<4x8xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.slice %arg0 [0:4, 0:8:2] : (tensor<4x8xf32>) -> tensor<4x4xf32>
    %1 = stablehlo.slice %arg0 [0:4, 1:8:2] : (tensor<4x8xf32>) -> tensor<4x4xf32>
    %2 = stablehlo.reverse %1, dims = [1] : tensor<4x4xf32>
    %3 = stablehlo.concatenate %0, %2, dim = 1 : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x8xf32>
    %4 = call @fft(%3) : (tensor<4x8xf32>) -> tensor<4x8xcomplex<f32>>
    %5 = stablehlo.real %4 : (tensor<4x8xcomplex<f32>>) -> tensor<4x8xf32>
    %6 = stablehlo.iota dim = 0 : tensor<8xf32>
    %7 = stablehlo.broadcast_in_dim %6, dims = [1] : (tensor<8xf32>) -> tensor<1x8xf32>
    %8 = stablehlo.convert %7 : (tensor<1x8xf32>) -> tensor<1x8xcomplex<f32>>
    %cst = stablehlo.constant dense<(0.000000e+00,-1.57079637)> : tensor<complex<f32>>
    %9 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<complex<f32>>) -> tensor<1x8xcomplex<f32>>
    %10 = stablehlo.multiply %9, %8 : tensor<1x8xcomplex<f32>>
    %cst_0 = stablehlo.constant dense<(8.000000e+00,0.000000e+00)> : tensor<complex<f32>>
    %11 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<complex<f32>>) -> tensor<1x8xcomplex<f32>>
    %12 = stablehlo.divide %10, %11 : tensor<1x8xcomplex<f32>>
    %13 = stablehlo.exponential %12 : tensor<1x8xcomplex<f32>>
    %14 = stablehlo.broadcast_in_dim %13, dims = [0, 1] : (tensor<1x8xcomplex<f32>>) -> tensor<4x8xcomplex<f32>>
    %15 = stablehlo.multiply %4, %14 : tensor<4x8xcomplex<f32>>
    %16 = stablehlo.real %15 : (tensor<4x8xcomplex<f32>>) -> tensor<4x8xf32>
    %cst_1 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
    %17 = stablehlo.broadcast_in_dim %cst_1, dims = [] : (tensor<f32>) -> tensor<4x8xf32>
    %18 = stablehlo.multiply %17, %16 : tensor<4x8xf32>
    return %18 : tensor<4x8xf32>
  }
  func.func private @fft(%arg0: tensor<4x8xf32>) -> tensor<4x8xcomplex<f32>> {
    %0 = stablehlo.convert %arg0 : (tensor<4x8xf32>) -> tensor<4x8xcomplex<f32>>
    %1 = stablehlo.fft %0, type = FFT, length = [8] : (tensor<4x8xcomplex<f32>>) -> tensor<4x8xcomplex<f32>>
    return %1 : tensor<4x8xcomplex<f32>>
  }
}
