module @jit_dot attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.5814809e+00, -3.7201193e-01, -4.9042168e-01, 3.9250118e-01, 1.8599193e+00], [-1.7410263e-01, -1.3002503e+00, 1.8185325e+00, -8.700267e-01, -1.1199874e+00], [-3.791764e-01, -1.3104576e-01, -4.6378875e-01, 4.568057e-02, 5.089525e-01], [1.8802581e+00, -5.820329e-01, 6.43729e-02, 1.2510654e+00, -1.706332e+00]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[[-4.9009168e-01, -1.6031601e+00, -1.2393711e+00], [2.3067142e-01, 1.0181979e-01, 1.0136547e+00], [2.1701878e-01, 6.9319123e-01, 6.764592e-01], [1.3199396e+00, -1.2487974e+00, -1.4443299e+00], [-4.382388e-01, -6.731791e-02, 1.1428913e+00]]> : tensor<5x3xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xf32>, tensor<5x3xf32>) -> (tensor<4x3xf32>)
    %expected0 = stablehlo.constant dense<[[-1.2643248e+00, -3.5285618e+00, -1.110099e+00], [-4.775094e-01, 2.5691962e+00, 1.04517706e-01], [-1.0779531e-01, 1.8173583e-01, 5.3907055e-01], [1.3573246e+00, -4.476455e+00, -6.6338754e+00]]> : tensor<4x3xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 6.634e-04 : tensor<4x3xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>, %arg1: tensor<5x3xf32>) -> (tensor<4x3xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.dot_general %arg0, %arg1, contracting_dims = [1] x [0], precision = [DEFAULT, DEFAULT] : (tensor<4x5xf32>, tensor<5x3xf32>) -> tensor<4x3xf32>
    return %0 : tensor<4x3xf32>
  }
}
