module @jit_greater_equal attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.4244751e+00, -1.6728315e-01, 1.3003484e+00, -1.8018789e+00, 1.1320974e+00], [-6.389579e-02, -1.2115674e+00, 8.580465e-01, -4.2762747e-01, 1.9748406e+00], [1.415409e-01, 2.9327828e-01, 1.0339609e+00, -8.0132884e-01, -1.1872094e+00], [-5.942521e-01, -1.2292465e+00, 1.0356783e+00, -1.4389858e+00, 7.932084e-01]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[[-8.6238134e-01, -9.545199e-01, 3.7480146e-01, 7.917188e-01, -1.5622127e+00], [5.37043e-01, 3.810399e-01, 1.405736e+00, -1.1136996e+00, -2.7259415e-01], [1.1723107e+00, 3.699097e-02, -8.3110523e-01, 1.789266e+00, -9.855525e-01], [-3.2293424e-02, 7.131373e-01, -1.7195773e+00, -1.2312018e+00, -1.8548426e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> (tensor<4x5xi1>)
    %expected0 = stablehlo.constant dense<[[true, true, true, false, true], [false, false, false, true, true], [false, true, true, false, false], [false, false, true, false, true]]> : tensor<4x5xi1>
    check.expect_eq %out, %expected0 : tensor<4x5xi1>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> (tensor<4x5xi1> {jax.result_info = "result"}) {
    %0 = stablehlo.compare GE, %arg0, %arg1, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    return %0 : tensor<4x5xi1>
  }
}
