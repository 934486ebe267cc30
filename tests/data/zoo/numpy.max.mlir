module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-4.6285814e-01, -9.0451944e-01, -3.0414712e-01, -1.2312828e+00, -1.4900343e+00], [-2.1069454e-01, -1.488572e+00, -1.4287858e+00, 1.7857343e+00, 1.5326827e+00], [-1.0015161e+00, -1.5293324e+00, 7.17181e-01, -5.9448564e-01, -4.3552735e-01], [-1.7858641e+00, -9.452561e-01, -1.283966e+00, 5.9993345e-01, -9.9265486e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4xf32>)
    %expected0 = stablehlo.constant dense<[-3.0414712e-01, 1.7857343e+00, 7.17181e-01, 5.9993345e-01]> : tensor<4xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.786e-04 : tensor<4xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4xf32> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<0xFF800000> : tensor<f32>
    %0 = stablehlo.reduce(%arg0 init: %cst) applies stablehlo.maximum across dimensions = [1] : (tensor<4x5xf32>, tensor<f32>) -> tensor<4xf32>
    return %0 : tensor<4xf32>
  }
}
