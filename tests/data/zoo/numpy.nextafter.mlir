module @jit_nextafter attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-1.1104752e+00, -1.6766187e+00, -1.7945926e+00, -3.3330706e-01, -7.259479e-01], [3.748319e-01, 3.6984358e-02, -9.398981e-01, 1.7579533e+00, 4.9079767e-01], [1.137954e+00, -1.0451598e+00, -4.2434615e-01, -1.9929264e-01, 8.0520636e-01], [1.8569782e-01, -1.6493884e+00, 1.9938556e+00, -1.7956762e+00, 2.1985261e-01]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[[1.40016e+00, -9.473516e-01, 1.1991736e+00, 1.0548749e+00, -1.0608279e+00], [1.9307423e+00, 1.2341288e+00, -7.8591794e-01, -5.7146597e-01, 1.06602654e-01], [1.1095538e-01, 5.020797e-01, 5.6182925e-02, 8.9571184e-01, 6.341024e-01], [-1.0010004e+00, -3.8139915e-01, -9.092226e-01, -8.0148265e-02, -1.6977315e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[-1.1104751e+00, -1.6766186e+00, -1.7945925e+00, -3.3330703e-01, -7.25948e-01], [3.7483191e-01, 3.698436e-02, -9.39898e-01, 1.7579532e+00, 4.9079764e-01], [1.1379539e+00, -1.0451597e+00, -4.2434612e-01, -1.9929263e-01, 8.052063e-01], [1.8569781e-01, -1.6493883e+00, 1.9938555e+00, -1.7956761e+00, 2.198526e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.994e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = chlo.next_after %arg0, %arg1 : tensor<4x5xf32>, tensor<4x5xf32> -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
