module @jit_logit attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[3.618763e-01, 6.625676e-01, 5.74379e-01, 4.773293e-01, 4.8512843e-01], [4.1364625e-01, 2.0705836e-01, 2.768565e-01, 7.2831696e-01, 7.5074995e-01], [1.1041167e-01, 4.8202392e-01, 7.740007e-01, 3.7712756e-01, 5.6294554e-01], [7.891347e-01, 4.9569836e-01, 1.22463785e-01, 4.0226987e-01, 3.1931353e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[-5.672296e-01, 6.747574e-01, 2.997403e-01, -9.0744995e-02, -5.950386e-02], [-3.489122e-01, -1.342749e+00, -9.601083e-01, 9.861003e-01, 1.102616e+00], [-2.086543e+00, -7.193524e-02, 1.231041e+00, -5.0175834e-01, 2.5312513e-01], [1.3197174e+00, -1.7207058e-02, -1.9693029e+00, -3.9601627e-01, -7.569283e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 2.087e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %1 = stablehlo.subtract %0, %arg0 : tensor<4x5xf32>
    %2 = stablehlo.divide %arg0, %1 : tensor<4x5xf32>
    %3 = stablehlo.log %2 : tensor<4x5xf32>
    return %3 : tensor<4x5xf32>
  }
}
