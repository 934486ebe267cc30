module @jit_ihfft attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.1238072e+00, 1.1577405e+00, 1.0929683e+00, -8.362934e-01, 4.5460042e-01, 1.0424922e+00, 1.6461514e+00, -1.4837054e+00], [5.029138e-01, 7.184084e-01, 1.0680498e+00, -3.827766e-01, -8.553775e-01, -6.127521e-01, -4.6450236e-01, 1.9442055e+00], [2.9106742e-01, 1.4587445e+00, -1.333476e+00, 1.7400863e+00, 1.0398886e+00, -1.7326219e+00, -1.7977731e-01, -1.5338521e+00], [-1.6417483e+00, -1.5613488e+00, 1.7678219e+00, 1.843367e+00, 1.1142368e+00, 9.989773e-01, 1.9401897e+00, -1.7137896e+00]]> : tensor<4x8xf32>
    %out = func.call @function(%in0) : (tensor<4x8xf32>) -> (tensor<4x5xcomplex<f32>>)
    %expected0 = stablehlo.constant dense<[[(5.2472013e-01, 0.0e+00), (3.6613774e-02, -1.7375946e-03), (-1.4508902e-01, 5.650289e-01), (1.306879e-01, 1.3655818e-01), (5.546617e-01, 0.0e+00)], [(2.3977111e-01, 0.0e+00), (4.931236e-01, 1.0355e-01), (-1.195014e-01, -1.8197158e-01), (-1.5355076e-01, -2.7958804e-01), (-1.7700018e-01, -0.0e+00)], [(-3.124255e-02, -0.0e+00), (-1.0090103e-01, 4.272453e-01), (3.5552615e-01, -6.001395e-02), (-8.630427e-02, 7.1567e-01), (-1.4331758e-02, -0.0e+00)], [(3.4346324e-01, 0.0e+00), (-8.8521236e-01, 6.656222e-02), (-5.294404e-01, -8.649361e-02), (1.9621605e-01, 1.0965417e-01), (4.5166177e-01, 0.0e+00)]]> : tensor<4x5xcomplex<f32>>
    check.expect_almost_eq %out, %expected0, tolerance = 8.877e-05 : tensor<4x5xcomplex<f32>>
    return
  }
  func.func private @function(%arg0: tensor<4x8xf32>) -> (tensor<4x5xcomplex<f32>> {jax.result_info = "result"}) {
    %0 = call @fft(%arg0) : (tensor<4x8xf32>) -> tensor<4x5xcomplex<f32>>
    %1 = stablehlo.real %0 : (tensor<4x5xcomplex<f32>>) -> tensor<4x5xf32>
    %2 = stablehlo.imag %0 : (tensor<4x5xcomplex<f32>>) -> tensor<4x5xf32>
    %3 = stablehlo.negate %2 : tensor<4x5xf32>
    %4 = stablehlo.complex %1, %3 : tensor<4x5xcomplex<f32>>
    %cst = stablehlo.constant dense<(1.250000e-01,0.000000e+00)> : tensor<complex<f32>>
    %5 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<complex<f32>>) -> tensor<4x5xcomplex<f32>>
    %6 = stablehlo.multiply %4, %5 : tensor<4x5xcomplex<f32>>
    return %6 : tensor<4x5xcomplex<f32>>
  }
  func.func private @fft(%arg0: tensor<4x8xf32>) -> tensor<4x5xcomplex<f32>> {
    %0 = stablehlo.fft %arg0, type = RFFT, length = [8] : (tensor<4x8xf32>) -> tensor<4x5xcomplex<f32>>
    return %0 : tensor<4x5xcomplex<f32>>
  }
}
