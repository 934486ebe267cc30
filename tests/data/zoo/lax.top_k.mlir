module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-1.2708372e+00, -1.242157e+00, -1.6227744e+00, 1.0403136e+00, 9.506574e-01, 1.1304414e+00, -1.1080836e+00, 1.9662819e+00, 1.0232264e+00], [-1.4690228e+00, -2.1826854e-01, -2.3399562e-01, -9.7544685e-02, 1.720323e+00, 4.1128996e-01, 5.49201e-01, -2.6327676e-01, -2.9089433e-01], [-1.2379228e+00, 2.3726863e-01, 1.5526066e+00, -6.9954896e-01, 4.657134e-01, 8.948881e-02, -4.1838026e-01, -1.5671556e+00, 1.0454404e+00], [1.8945776e+00, -5.1996845e-01, -9.351642e-01, 7.0771664e-01, 4.6198595e-01, -2.0223935e-01, 1.4502661e+00, 6.522611e-02, -2.6730695e-01]]> : tensor<4x9xf32>
    %out:2 = func.call @function(%in0) : (tensor<4x9xf32>) -> (tensor<4x3xf32>, tensor<4x3xi32>)
    %expected0 = stablehlo.constant dense<[[1.9662819e+00, 1.1304414e+00, 1.0403136e+00], [1.720323e+00, 5.49201e-01, 4.1128996e-01], [1.5526066e+00, 1.0454404e+00, 4.657134e-01], [1.8945776e+00, 1.4502661e+00, 7.0771664e-01]]> : tensor<4x3xf32>
    check.expect_almost_eq %out#0, %expected0, tolerance = 1.966e-04 : tensor<4x3xf32>
    %expected1 = stablehlo.constant dense<[[7, 5, 3], [4, 6, 5], [2, 8, 4], [0, 6, 3]]> : tensor<4x3xi32>
    check.expect_eq %out#1, %expected1 : tensor<4x3xi32>
    return
  }
  func.func private @function(%arg0: tensor<4x9xf32>) -> (tensor<4x3xf32> {jax.result_info = "result[0]"}, tensor<4x3xi32> {jax.result_info = "result[1]"}) {
    %values, %indices = chlo.top_k(%arg0, k = 3) : tensor<4x9xf32> -> (tensor<4x3xf32>, tensor<4x3xi32>)
    return %values, %indices : tensor<4x3xf32>, tensor<4x3xi32>
  }
}
