module @jit_is_finite attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[6.088177e-01, 6.3611114e-01, 1.2817862e+00, 2.251171e+00, 2.6974216e-01], [9.5483565e-01, 2.5577905e+00, 2.0585158e+00, 1.0604293e+00, 1.7116195e+00], [1.6819935e+00, 2.9983213e+00, 1.3679044e+00, 1.521535e+00, 5.542453e-01], [2.0061486e+00, 2.9117346e+00, 2.4773967e+00, 2.3149984e+00, 9.8754513e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xi1>)
    %expected0 = stablehlo.constant dense<[[true, true, true, true, true], [true, true, true, true, true], [true, true, true, true, true], [true, true, true, true, true]]> : tensor<4x5xi1>
    check.expect_eq %out, %expected0 : tensor<4x5xi1>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xi1> {jax.result_info = "result"}) {
    %0 = stablehlo.is_finite %arg0 : (tensor<4x5xf32>) -> tensor<4x5xi1>
    return %0 : tensor<4x5xi1>
  }
}
