module @jit_arctan attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-1.328789e+00, -1.071116e+00, 1.819909e+00, 2.4717166e-01, -1.6103005e+00], [-7.169558e-01, -1.985705e-01, 1.0713458e+00, -8.6003596e-01, 1.5287126e-03], [3.9253807e-01, 1.4021555e+00, -6.8581724e-01, -1.2805511e+00, 6.5508527e-01], [-5.1265347e-01, -1.0533674e+00, 1.9650972e+00, -1.1922433e+00, 9.600857e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[-9.2565566e-01, -8.197217e-01, 1.0683539e+00, 2.4231492e-01, -1.0150771e+00], [-6.2201524e-01, -1.9602066e-01, 8.1982875e-01, -7.102917e-01, 1.5287114e-03], [3.7405717e-01, 9.5127434e-01, -6.011438e-01, -9.0780216e-01, 5.799418e-01], [-4.7371906e-01, -8.113825e-01, 1.1000694e+00, -8.728669e-01, 7.650374e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.100e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = chlo.atan %arg0 : tensor<4x5xf32> -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
