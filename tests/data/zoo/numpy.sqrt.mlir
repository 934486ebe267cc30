module @jit_sqrt attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[6.0077107e-01, 1.0697219e+00, 2.0636709e+00, 1.5981117e+00, 2.4345613e+00], [1.0101445e+00, 1.9408916e+00, 1.2178115e+00, 1.9936293e+00, 2.5598028e+00], [1.674739e-01, 7.4298555e-01, 6.359631e-01, 5.4115754e-01, 1.7670383e+00], [2.945453e+00, 1.987305e+00, 1.8133663e+00, 1.6785197e+00, 1.5834335e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[7.750942e-01, 1.0342736e+00, 1.4365482e+00, 1.2641644e+00, 1.5603081e+00], [1.0050595e+00, 1.3931589e+00, 1.103545e+00, 1.4119594e+00, 1.5999384e+00], [4.0923575e-01, 8.619661e-01, 7.9747295e-01, 7.356341e-01, 1.3292999e+00], [1.7162322e+00, 1.409718e+00, 1.3466129e+00, 1.2955769e+00, 1.2583455e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.716e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.sqrt %arg0 : tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
