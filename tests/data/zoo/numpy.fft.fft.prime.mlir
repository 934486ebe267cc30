module @jit_fft attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[(1.8173014e+00, -1.1006063e+00), (-1.3686398e+00, 2.0510155e-01), (1.897067e+00, 4.1117325e-01), (-1.091867e+00, -3.4912178e-01), (-1.0884557e+00, 1.9628814e+00), (1.4491605e+00, -1.1787472e+00), (-1.0382203e+00, -1.6351806e+00)]> : tensor<7xcomplex<f32>>
    %out = func.call @function(%in0) : (tensor<7xcomplex<f32>>) -> (tensor<7xcomplex<f32>>)
    %expected0 = stablehlo.constant dense<[(5.763459e-01, -1.6844996e+00), (3.5221534e+00, -3.4522557e+00), (8.905213e-01, 1.4291465e+00), (3.858696e+00, -1.5294278e-01), (9.255932e+00, -1.1466964e+00), (-4.933276e+00, 4.0153152e-01), (-4.4926178e-01, -3.098528e+00)]> : tensor<7xcomplex<f32>>
    check.expect_almost_eq %out, %expected0, tolerance = 9.327e-04 : tensor<7xcomplex<f32>>
    return
  }
  func.func private @function(%arg0: tensor<7xcomplex<f32>>) -> (tensor<7xcomplex<f32>> {jax.result_info = "result"}) {
    %0 = call @fft(%arg0) : (tensor<7xcomplex<f32>>) -> tensor<7xcomplex<f32>>
    return %0 : tensor<7xcomplex<f32>>
  }
  func.func private @fft(%arg0: tensor<7xcomplex<f32>>) -> tensor<7xcomplex<f32>> {
    %0 = stablehlo.fft %arg0, type = FFT, length = [7] : (tensor<7xcomplex<f32>>) -> tensor<7xcomplex<f32>>
    return %0 : tensor<7xcomplex<f32>>
  }
}
