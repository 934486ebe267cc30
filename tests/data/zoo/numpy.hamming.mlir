module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[-7.8365886e-01, -3.612096e-01, 1.2133766e-01, 6.373287e-01, -9.400244e-02, 1.795099e+00, 1.6075363e+00]> : tensor<7xf32>
    %out = func.call @function(%in0) : (tensor<7xf32>) -> (tensor<7xf32>)
    %expected0 = stablehlo.constant dense<[-6.269272e-02, -1.11974984e-01, 9.3430005e-02, 6.373287e-01, -7.238188e-02, 5.564808e-01, 1.2860292e-01]> : tensor<7xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 6.373e-05 : tensor<7xf32>
    return
  }
  func.func private @function(%arg0: tensor<7xf32>) -> (tensor<7xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.iota dim = 0 : tensor<7xf32>
    %cst = stablehlo.constant dense<6.28318548> : tensor<f32>
    %1 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<7xf32>
    %2 = stablehlo.multiply %1, %0 : tensor<7xf32>
    %cst_0 = stablehlo.constant dense<6.000000e+00> : tensor<f32>
    %3 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<7xf32>
    %4 = stablehlo.divide %2, %3 : tensor<7xf32>
    %5 = stablehlo.cosine %4 : tensor<7xf32>
    %cst_1 = stablehlo.constant dense<4.600000e-01> : tensor<f32>
    %6 = stablehlo.broadcast_in_dim %cst_1, dims = [] : (tensor<f32>) -> tensor<7xf32>
    %7 = stablehlo.multiply %6, %5 : tensor<7xf32>
    %cst_2 = stablehlo.constant dense<5.400000e-01> : tensor<f32>
    %8 = stablehlo.broadcast_in_dim %cst_2, dims = [] : (tensor<f32>) -> tensor<7xf32>
    %9 = stablehlo.subtract %8, %7 : tensor<7xf32>
    %10 = stablehlo.multiply %arg0, %9 : tensor<7xf32>
    return %10 : tensor<7xf32>
  }
}
