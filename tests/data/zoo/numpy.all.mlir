module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-1.5706291e+00, 1.8194827e+00, -1.4285582e+00, 1.5666171e+00, 1.0822998e+00], [1.5168264e+00, -1.4610285e+00, 1.7302704e+00, 1.1923488e+00, -7.212857e-01], [6.294032e-01, 1.6462841e+00, 6.2749994e-01, 1.1531898e+00, 8.4407294e-01], [3.432789e-02, 4.9729198e-01, 1.5017074e+00, 1.4060852e-01, -6.432277e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4xi1>)
    %expected0 = stablehlo.constant dense<[true, true, true, true]> : tensor<4xi1>
    check.expect_eq %out, %expected0 : tensor<4xi1>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4xi1> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %1 = stablehlo.compare NE, %arg0, %0, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %2 = stablehlo.convert %1 : tensor<4x5xi1>
    %c = stablehlo.constant dense<true> : tensor<i1>
    %3 = stablehlo.reduce(%2 init: %c) applies stablehlo.and across dimensions = [1] : (tensor<4x5xi1>, tensor<i1>) -> tensor<4xi1>
    return %3 : tensor<4xi1>
  }
}
