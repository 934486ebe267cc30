module @jit_celu attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-1.6002223e+00, -1.3358276e+00, -1.6997087e+00, -1.2865604e+00, 6.1516976e-01], [-1.2666468e-01, -7.797901e-01, -1.497562e+00, -1.8296973e-01, 5.1746786e-01], [1.2368892e+00, -4.624559e-01, 8.568425e-01, -2.2176638e-01, -6.745387e-01], [-8.156684e-01, 2.5594093e-02, 9.828361e-02, 1.5573237e+00, 8.7950283e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[-7.981484e-01, -7.3705953e-01, -8.1726325e-01, -7.2378075e-01, 6.1516976e-01], [-1.1897095e-01, -5.4149777e-01, -7.763252e-01, -1.6720663e-01, 5.1746786e-01], [1.2368892e+00, -3.7026477e-01, 8.568425e-01, -1.9889751e-01, -4.9060863e-01], [-5.576564e-01, 2.5594093e-02, 9.828361e-02, 1.5573237e+00, 8.7950283e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.557e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = call @celu(%arg0) : (tensor<4x5xf32>) -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
  func.func private @celu(%arg0: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %1 = stablehlo.maximum %arg0, %0 : tensor<4x5xf32>
    %cst_0 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %2 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %3 = stablehlo.minimum %arg0, %2 : tensor<4x5xf32>
    %cst_1 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %4 = stablehlo.broadcast_in_dim %cst_1, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %5 = stablehlo.divide %3, %4 : tensor<4x5xf32>
    %6 = stablehlo.exponential_minus_one %5 : tensor<4x5xf32>
    %cst_2 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %7 = stablehlo.broadcast_in_dim %cst_2, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %8 = stablehlo.multiply %7, %6 : tensor<4x5xf32>
    %9 = stablehlo.add %1, %8 : tensor<4x5xf32>
    return %9 : tensor<4x5xf32>
  }
}
