module @jit_arcsinh attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-1.7400035e+00, -5.1024254e-02, -1.1345018e+00, 1.2171437e+00, 1.786846e+00], [1.7999713e+00, 1.7085265e+00, 2.7675173e-01, -3.858023e-01, 1.2400718e+00], [-9.58134e-01, -1.5121433e-01, -1.295506e+00, -1.3795471e+00, 1.8296485e+00], [-1.2712998e+00, -1.4102838e+00, -1.1376904e+00, 1.3650453e+00, 1.6311692e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[-1.3209274e+00, -5.1002137e-02, -9.7335744e-01, 1.0269021e+00, 1.3440348e+00], [1.3504268e+00, 1.3051355e+00, 2.733354e-01, -3.7682104e-01, 1.0413759e+00], [-8.514579e-01, -1.5064391e-01, -1.0757082e+00, -1.1260363e+00, 1.3647493e+00], [-1.0608301e+00, -1.1439449e+00, -9.7546417e-01, 1.1174958e+00, 1.2653881e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.365e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = chlo.asinh %arg0 : tensor<4x5xf32> -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
