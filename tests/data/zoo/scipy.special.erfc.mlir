module @jit_erfc attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[9.770078e-01, 5.35747e-01, 1.1249844e+00, 5.549092e-01, 2.8834548e+00], [9.278382e-01, 2.6067236e-01, 2.8372822e+00, 1.2816727e+00, 8.4382266e-01], [1.7005393e-01, 1.6544937e+00, 4.527799e-01, 8.92642e-01, 1.9669063e+00], [2.6885598e+00, 2.5561512e+00, 1.8721244e+00, 1.6617576e+00, 2.8263073e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[1.670646e-01, 4.4865417e-01, 1.11616746e-01, 4.3259424e-01, 4.5459747e-05], [1.8946576e-01, 7.123913e-01, 6.0073242e-05, 6.989988e-02, 2.3273416e-01], [8.0994844e-01, 1.9293688e-02, 5.219598e-01, 2.068098e-01, 5.4087397e-03], [1.4341822e-04, 3.0041294e-04, 8.106927e-03, 1.8769369e-02, 6.414973e-05]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 8.099e-05 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = chlo.erfc %arg0 : tensor<4x5xf32> -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
