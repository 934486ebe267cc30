module @jit_cbrt attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-7.4379843e-01, -4.947185e-01, -6.531031e-01, 1.724657e+00, 7.3268807e-01], [-6.5089816e-01, -1.8317065e+00, -1.8029763e+00, 1.2503332e+00, -1.858962e+00], [-1.0295887e+00, 8.0780905e-01, -2.947493e-01, -1.3451048e+00, 6.7858195e-01], [-1.4854075e+00, -4.1297835e-01, 5.1398177e-02, 1.2361904e+00, -9.58754e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[-9.0604913e-01, -7.90896e-01, -8.676154e-01, 1.1992257e+00, 9.015152e-01], [-8.6663795e-01, -1.2235413e+00, -1.2171105e+00, 1.0773131e+00, -1.2295802e+00], [-1.0097672e+00, 9.3132854e-01, -6.655044e-01, -1.103872e+00, 8.7875426e-01], [-1.14099e+00, -7.446904e-01, 3.7180558e-01, 1.0732358e+00, -9.860578e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.230e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.cbrt %arg0 : tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
