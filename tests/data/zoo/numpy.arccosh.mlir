module @jit_arccosh attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.9675878e+00, 3.0492282e+00, 1.1756394e+00, 2.858676e+00, 1.5114576e+00], [3.1163716e+00, 3.2000804e+00, 2.7848246e+00, 2.8640895e+00, 1.9053477e+00], [1.7131436e+00, 2.9837325e+00, 2.3446858e+00, 3.5586903e+00, 2.675764e+00], [1.2784284e+00, 1.21253e+00, 3.803172e+00, 3.3198943e+00, 1.9382929e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[1.2980392e+00, 1.7799934e+00, 5.843387e-01, 1.711406e+00, 9.72602e-01], [1.8030196e+00, 1.8309644e+00, 1.6834149e+00, 1.7134252e+00, 1.2604996e+00], [1.1327356e+00, 1.7569782e+00, 1.4963653e+00, 1.9421877e+00, 1.6404793e+00], [7.299167e-01, 6.40939e-01, 2.0112324e+00, 1.8695844e+00, 1.2805749e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 2.011e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = call @arccosh(%arg0) : (tensor<4x5xf32>) -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
  func.func private @arccosh(%arg0: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = chlo.acosh %arg0 : tensor<4x5xf32> -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
