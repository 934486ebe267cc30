module @jit_huber_loss attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.9704308e-01, 1.7462052e+00, 5.991281e-01, 7.507811e-01, -1.5604584e+00], [-1.310108e+00, -7.724533e-03, 1.2338477e-01, -1.7349128e+00, -2.9741782e-01], [7.5694007e-01, 1.2608794e+00, -1.7522616e+00, 7.9684865e-01, 8.3189654e-01], [7.8975916e-01, 4.454233e-01, 1.6802787e+00, -1.0642003e+00, -8.758441e-01]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[[1.6585091e+00, -1.6257638e+00, -1.066692e+00, -1.057052e+00, -8.5487925e-02], [1.9689872e+00, 3.9348894e-01, 1.318101e+00, 3.8841784e-01, -1.60392e+00], [1.8946674e+00, 1.2648603e+00, -1.3507539e+00, -5.09609e-01, -1.2559619e+00], [1.9848126e+00, 4.4659564e-01, 1.959478e+00, -1.8060026e+00, 1.7750505e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[9.614661e-01, 2.871969e+00, 1.1658201e+00, 1.3078332e+00, 9.7497046e-01], [2.7790952e+00, 8.0486126e-02, 6.9471633e-01, 1.6233306e+00, 8.065021e-01], [6.3772726e-01, 7.923683e-06, 8.060423e-02, 8.0645764e-01, 1.5878584e+00], [6.9505346e-01, 6.8718344e-07, 3.897614e-02, 2.7513534e-01, 2.1508946e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 2.872e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.subtract %arg0, %arg1 : tensor<4x5xf32>
    %1 = stablehlo.abs %0 : tensor<4x5xf32>
    %cst = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %2 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %3 = stablehlo.minimum %1, %2 : tensor<4x5xf32>
    %4 = stablehlo.subtract %1, %3 : tensor<4x5xf32>
    %5 = stablehlo.multiply %3, %3 : tensor<4x5xf32>
    %cst_0 = stablehlo.constant dense<5.000000e-01> : tensor<f32>
    %6 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %7 = stablehlo.multiply %6, %5 : tensor<4x5xf32>
    %cst_1 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %8 = stablehlo.broadcast_in_dim %cst_1, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %9 = stablehlo.multiply %8, %4 : tensor<4x5xf32>
    %10 = stablehlo.add %7, %9 : tensor<4x5xf32>
    return %10 : tensor<4x5xf32>
  }
}
