module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.1262419e+00, -1.3015273e+00, -1.0582486e+00, -4.7724068e-01, 1.4767361e+00], [-9.044961e-01, 8.090446e-01, 9.363736e-01, -1.7840044e+00, 1.6984645e+00], [-1.3151505e+00, -7.102266e-01, -1.7340406e+00, -1.7579257e+00, 1.4685819e+00], [1.4223602e+00, 1.0070535e+00, -1.388574e+00, 1.2261279e+00, 1.1666722e+00]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[[-1.5524436e+00, -2.4804513e-01, -1.3623062e+00], [1.6478984e+00, -7.1774906e-01, -6.415441e-01], [1.8776111e-01, -1.1389759e+00, -1.8540107e-01], [1.5734123e+00, 1.0168325e+00, -1.0471128e+00], [-8.6603844e-01, -1.3245846e+00, -1.0495013e+00]]> : tensor<5x3xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xf32>, tensor<5x3xf32>) -> (tensor<4x3xf32>)
    %expected0 = stablehlo.constant dense<[[-6.1217165e+00, -5.812049e-01, -1.5532104e+00], [-1.364693e+00, -5.4866357e+00, 6.2507135e-01], [-3.4920602e+00, -9.2176545e-01, 2.86824e+00], [1.0948945e-01, 2.073415e-01, -4.8346343e+00]]> : tensor<4x3xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 6.122e-04 : tensor<4x3xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>, %arg1: tensor<5x3xf32>) -> (tensor<4x3xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.dot_general %arg0, %arg1, contracting_dims = [1] x [0], precision = [DEFAULT, DEFAULT] : (tensor<4x5xf32>, tensor<5x3xf32>) -> tensor<4x3xf32>
    return %0 : tensor<4x3xf32>
  }
}
