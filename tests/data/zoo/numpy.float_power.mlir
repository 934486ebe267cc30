module @jit_float_power attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.4508902e+00, 2.9902897e+00, 1.0679057e+00, 1.1385746e+00, 2.2549007e+00], [4.8258793e-01, 3.9705172e-01, 2.6015165e+00, 4.2341456e-01, 2.6204016e+00], [7.384382e-01, 2.4075403e+00, 2.7881527e+00, 2.6493897e+00, 3.691305e-01], [1.07613534e-01, 1.6907498e+00, 2.5683236e+00, 5.085865e-01, 8.0557954e-01]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[[2.9130638e+00, 1.1638511e+00, 4.305116e-01, 2.3218443e+00, 2.1127305e+00], [2.3951037e+00, 1.4281226e+00, 2.89671e+00, 2.4722111e+00, 1.6645323e-01], [3.5783154e-01, 2.5912158e+00, 1.3872949e+00, 1.5794792e+00, 2.7464446e-01], [5.8066434e-01, 1.3339643e+00, 1.2110221e+00, 1.0156763e+00, 1.9683019e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[2.9570026e+00, 3.5781572e+00, 1.0286882e+00, 1.3516449e+00, 5.5726666e+00], [1.746356e-01, 2.6736492e-01, 1.5951112e+01, 1.19477525e-01, 1.1739205e+00], [8.9717805e-01, 9.744049e+00, 4.1474905e+00, 4.6596155e+00, 7.6055104e-01], [2.740562e-01, 2.0148823e+00, 3.1339705e+00, 5.032245e-01, 6.534209e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.595e-03 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.power %arg0, %arg1 : tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
