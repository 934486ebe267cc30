module @jit_log attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.7112523e+00, 1.6091214e+00, 8.4892344e-01, 1.5020142e+00, 1.1381783e+00], [2.0343962e+00, 9.218405e-01, 2.870918e+00, 7.196133e-01, 2.4852788e+00], [3.9746362e-01, 2.781189e+00, 1.1886371e+00, 2.8923082e+00, 2.1883683e+00], [2.3727765e+00, 2.1640048e+00, 1.9819669e+00, 2.9530816e+00, 2.694207e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[5.372255e-01, 4.7568834e-01, -1.6378628e-01, 4.0680698e-01, 1.2942906e-01], [7.1019906e-01, -8.138308e-02, 1.0546318e+00, -3.2904127e-01, 9.103849e-01], [-9.226519e-01, 1.0228785e+00, 1.7280738e-01, 1.0620549e+00, 7.831562e-01], [8.640608e-01, 7.719606e-01, 6.840897e-01, 1.0828493e+00, 9.911039e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.083e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.log %arg0 : tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
