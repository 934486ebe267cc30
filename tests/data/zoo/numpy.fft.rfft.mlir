module @jit_rfft attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[4.4329998e-01, -1.8082292e+00, -6.4044607e-01, -1.2663676e+00, -8.134539e-01, 7.0016164e-01, -1.6862171e+00, 1.9692504e+00], [1.335416e+00, 5.9862477e-01, 2.0917936e-01, 9.940934e-01, -6.380634e-01, -2.1376847e-01, 1.8738931e+00, -1.2138574e+00], [1.37691e+00, 1.9607017e+00, 1.2085931e+00, 6.6917306e-01, 1.5689218e+00, -2.1883102e-01, -4.3413374e-01, -1.4572623e-01], [-3.9748093e-01, 1.6644897e+00, -1.2202843e+00, 1.3398949e+00, 1.2395474e+00, -1.5889506e+00, -1.3070085e+00, -1.994923e-01]]> : tensor<4x8xf32>
    %out = func.call @function(%in0) : (tensor<4x8xf32>) -> (tensor<4x5xcomplex<f32>>)
    %expected0 = stablehlo.constant dense<[[(-3.1020017e+00, 0.0e+00), (1.7709811e+00, 3.0158563e+00), (1.9565091e+00, 1.8109504e+00), (7.4252677e-01, 5.1073985e+00), (-2.2916322e+00, 0.0e+00)], [(2.9455173e+00, 0.0e+00), (9.8667103e-01, -4.7099197e-01), (-1.3857198e+00, -6.046203e-01), (2.9602876e+00, -3.8004193e+00), (2.6153328e+00, 0.0e+00)], [(5.9856086e+00, 0.0e+00), (7.729297e-01, -3.7601101e+00), (2.1713724e+00, -1.2184238e+00), (-1.1569533e+00, -4.7465634e-01), (1.4549737e+00, 0.0e+00)], [(-4.6928465e-01, 0.0e+00), (-4.2500973e-01, -3.4757652e+00), (3.369359e+00, 1.0648634e+00), (-2.849047e+00, -3.3023167e+00), (-2.9011679e+00, 0.0e+00)]]> : tensor<4x5xcomplex<f32>>
    check.expect_almost_eq %out, %expected0, tolerance = 5.986e-04 : tensor<4x5xcomplex<f32>>
    return
  }
  func.func private @function(%arg0: tensor<4x8xf32>) -> (tensor<4x5xcomplex<f32>> {jax.result_info = "result"}) {
    %0 = call @fft(%arg0) : (tensor<4x8xf32>) -> tensor<4x5xcomplex<f32>>
    return %0 : tensor<4x5xcomplex<f32>>
  }
  func.func private @fft(%arg0: tensor<4x8xf32>) -> tensor<4x5xcomplex<f32>> {
    %0 = stablehlo.fft %arg0, type = RFFT, length = [8] : (tensor<4x8xf32>) -> tensor<4x5xcomplex<f32>>
    return %0 : tensor<4x5xcomplex<f32>>
  }
}
