module @jit_digamma attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[2.5234084e+00, 1.2848495e+00, 5.8251053e-01, 3.3841977e-01, 6.6990167e-01], [1.9986196e+00, 1.529105e+00, 1.6794262e+00, 1.08817406e-01, 1.5300952e+00], [1.7772348e+00, 6.374837e-01, 1.4287297e+00, 5.582424e-01, 8.7716186e-01], [1.6604786e+00, 1.368449e+00, 6.593384e-01, 2.3552768e+00, 1.8471298e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[7.1457136e-01, -1.8651402e-01, -1.6057818e+00, -3.0813851e+00, -1.3083612e+00], [4.2189372e-01, 6.3352406e-02, 1.9209898e-01, -9.600895e+00, 6.425393e-02], [2.6807696e-01, -1.4109273e+00, -3.2327235e-02, -1.7017618e+00, -7.996888e-01], [1.7671692e-01, -9.423715e-02, -1.3408874e+00, 6.295979e-01, 3.1915545e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 9.601e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = chlo.digamma %arg0 : tensor<4x5xf32> -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
