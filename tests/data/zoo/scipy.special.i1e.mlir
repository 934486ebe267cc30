module @jit_i1e attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[2.0970855e+00, 2.5275335e+00, 1.6643759e+00, 9.029291e-01, 1.8981911e+00], [8.511268e-01, 2.4659278e+00, 2.5684752e+00, 1.643741e+00, 8.4827214e-01], [1.8463132e+00, 1.5148293e+00, 2.5657697e+00, 6.013086e-01, 2.2855074e+00], [3.4421843e-01, 2.9976237e+00, 1.3292018e-01, 5.282461e-01, 2.683433e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[2.1379416e-01, 2.0605549e-01, 2.187645e-01, 2.0231044e-01, 2.1663429e-01], [1.9864365e-01, 2.0723571e-01, 2.0526433e-01, 2.1886481e-01, 1.9842646e-01], [2.1724209e-01, 2.1906856e-01, 2.0531675e-01, 1.7234764e-01, 2.1058415e-01], [1.238022e-01, 1.9687292e-01, 5.8316737e-02, 1.6123278e-01, 2.0302357e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 2.191e-05 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = chlo.bessel_i1e %arg0 : tensor<4x5xf32> -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
