module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.3433672e+00, 7.6182026e-01, -1.0278714e+00, -1.04724e+00, 9.184313e-01], [-3.6968073e-01, 1.4491614e+00, 7.9394555e-01, 1.4881517e+00, -9.1426325e-01], [2.677905e-01, -7.668731e-02, -1.9707323e+00, -9.2027986e-01, -1.0308073e+00], [-1.2479173e-01, 1.1991401e+00, -7.7384585e-01, -1.1876256e+00, 7.064407e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<8x5xf32>)
    %expected0 = stablehlo.constant dense<[[1.3433672e+00, 7.6182026e-01, -1.0278714e+00, -1.04724e+00, 9.184313e-01], [-3.6968073e-01, 1.4491614e+00, 7.9394555e-01, 1.4881517e+00, -9.1426325e-01], [2.677905e-01, -7.668731e-02, -1.9707323e+00, -9.2027986e-01, -1.0308073e+00], [-1.2479173e-01, 1.1991401e+00, -7.7384585e-01, -1.1876256e+00, 7.064407e-01], [1.3433672e+00, 7.6182026e-01, -1.0278714e+00, -1.04724e+00, 9.184313e-01], [-3.6968073e-01, 1.4491614e+00, 7.9394555e-01, 1.4881517e+00, -9.1426325e-01], [2.677905e-01, -7.668731e-02, -1.9707323e+00, -9.2027986e-01, -1.0308073e+00], [-1.2479173e-01, 1.1991401e+00, -7.7384585e-01, -1.1876256e+00, 7.064407e-01]]> : tensor<8x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.971e-04 : tensor<8x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<8x5xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.reshape %arg0 : (tensor<4x5xf32>) -> tensor<1x4x1x5xf32>
    %1 = stablehlo.broadcast_in_dim %0, dims = [0, 1, 2, 3] : (tensor<1x4x1x5xf32>) -> tensor<2x4x1x5xf32>
    %2 = stablehlo.reshape %1 : (tensor<2x4x1x5xf32>) -> tensor<8x5xf32>
    return %2 : tensor<8x5xf32>
  }
}
