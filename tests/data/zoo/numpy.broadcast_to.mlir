module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[1.1630282e+00, -1.586266e+00, -3.0756405e-01, -1.6502289e+00, -2.7622798e-01, 1.1418267e+00, -1.9530163e+00]> : tensor<7xf32>
    %out = func.call @function(%in0) : (tensor<7xf32>) -> (tensor<3x7xf32>)
    %expected0 = stablehlo.constant dense<[[1.1630282e+00, -1.586266e+00, -3.0756405e-01, -1.6502289e+00, -2.7622798e-01, 1.1418267e+00, -1.9530163e+00], [1.1630282e+00, -1.586266e+00, -3.0756405e-01, -1.6502289e+00, -2.7622798e-01, 1.1418267e+00, -1.9530163e+00], [1.1630282e+00, -1.586266e+00, -3.0756405e-01, -1.6502289e+00, -2.7622798e-01, 1.1418267e+00, -1.9530163e+00]]> : tensor<3x7xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.953e-04 : tensor<3x7xf32>
    return
  }
  func.func private @function(%arg0: tensor<7xf32>) -> (tensor<3x7xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.broadcast_in_dim %arg0, dims = [1] : (tensor<7xf32>) -> tensor<3x7xf32>
    return %0 : tensor<3x7xf32>
  }
}
