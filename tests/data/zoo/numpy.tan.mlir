module @jit_tan attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-4.7441792e-01, -1.4975873e+00, -1.1619357e+00, 1.120082e+00, 1.4194385e+00], [-6.033519e-01, 1.9097141e+00, 5.15872e-01, -1.4861785e+00, -6.0741705e-01], [-1.1326226e+00, 1.2148209e+00, 3.9628196e-01, 6.47262e-02, 3.6028633e-01], [3.2935944e-01, -9.312003e-01, -1.7519108e+00, 4.8073542e-01, 5.8540456e-02]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[-5.1353633e-01, -1.363511e+01, -2.3079908e+00, 2.0663874e+00, 6.5563297e+00], [-6.8906885e-01, -2.836721e+00, 5.6709343e-01, -1.1789624e+01, -6.950811e-01], [-2.1342375e+00, 2.6895092e+00, 4.1841742e-01, 6.481674e-02, 3.767298e-01], [3.418093e-01, -1.3442377e+00, 5.460866e+00, 5.2154595e-01, 5.860742e-02]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.364e-03 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.tan %arg0 : tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
