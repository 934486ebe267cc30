module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-9.89649e-01, -1.436054e+00, 1.3523781e+00, -1.6848631e+00, 1.533621e+00], [1.315857e+00, 1.841649e+00, 1.8571253e+00, -1.8939433e+00, -2.583e-01], [-1.7804129e+00, -1.2463164e+00, -5.5253345e-01, 4.5828453e-01, 3.7081486e-01], [-6.6120625e-02, -1.4143167e+00, -6.0033906e-01, -1.1149038e+00, 1.8593357e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[1.9794052e+00, 3.062251e+00, 2.8289266e+00, 3.8387637e+00, 3.3519933e+00], [2.73148e+00, 4.391671e+00, 4.4489145e+00, 4.5870214e+00, 1.0667189e+00], [4.1698704e+00, 2.5533047e+00, 1.3052932e+00, 1.2100247e+00, 1.1375036e+00], [1.0043719e+00, 3.0002916e+00, 1.360407e+00, 2.2430105e+00, 4.457129e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 4.587e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.multiply %arg0, %arg0 : tensor<4x5xf32>
    %cst = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %1 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %2 = stablehlo.add %0, %1 : tensor<4x5xf32>
    return %2 : tensor<4x5xf32>
  }
}
