module @jit_add attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.3023518e+00, -1.7093978e+00, 1.6769063e+00, -1.2353796e+00, 1.6739949e+00], [1.68057e+00, 2.6201737e-01, -1.8991569e+00, 3.7194952e-01, -1.6938453e+00], [1.7875974e+00, -3.2132974e-01, 3.2808393e-01, -1.1670876e+00, -5.79202e-01], [1.9572774e+00, 8.663557e-01, 1.4740139e-01, -9.7077876e-01, 9.5375216e-01]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[[1.0245066e+00, 3.510151e-01, -1.392829e+00, -1.5261061e+00, -1.1495049e+00], [2.6344487e-01, -6.912795e-01, -1.3685166e+00, 1.2604792e+00, 1.0023925e+00], [-9.941683e-01, 1.4351732e+00, 9.775419e-01, 4.7827154e-01, 1.9964215e+00], [1.2838678e-01, 1.2018317e-01, -1.0118711e+00, 2.2118886e-01, -1.8329854e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[2.3268585e+00, -1.3583827e+00, 2.840774e-01, -2.7614856e+00, 5.2449e-01], [1.9440149e+00, -4.292621e-01, -3.2676735e+00, 1.6324288e+00, -6.9145274e-01], [7.9342914e-01, 1.1138434e+00, 1.3056259e+00, -6.88816e-01, 1.4172194e+00], [2.0856643e+00, 9.865389e-01, -8.644697e-01, -7.495899e-01, 7.7045363e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 3.268e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.add %arg0, %arg1 : tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
