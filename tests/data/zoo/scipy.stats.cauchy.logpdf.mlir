module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[2.8276962e-01, 1.2220645e+00, 2.2360095e-01, 7.5021887e-01, 9.9001735e-01], [1.728332e+00, 1.7940137e+00, 1.2221062e+00, 2.3426077e+00, 9.9854857e-01], [1.2874423e+00, 3.788012e-01, 1.946435e+00, 4.409872e-01, 1.1800781e+00], [2.2406487e+00, 2.717658e+00, 5.493145e-01, 1.6083748e+00, 1.3645308e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[-1.2216527e+00, -2.058394e+00, -1.1935177e+00, -1.5912272e+00, -1.8278947e+00], [-2.527802e+00, -2.584206e+00, -2.058435e+00, -3.014655e+00, -1.8364257e+00], [-2.1221187e+00, -1.2788153e+00, -2.71097e+00, -1.3224323e+00, -2.0171041e+00], [-2.9399014e+00, -3.2712536e+00, -1.4084368e+00, -2.42201e+00, -1.1631782e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 3.271e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %1 = stablehlo.subtract %arg0, %0 : tensor<4x5xf32>
    %cst_0 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %2 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %3 = stablehlo.divide %1, %2 : tensor<4x5xf32>
    %cst_1 = stablehlo.constant dense<3.14159274> : tensor<f32>
    %cst_2 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %4 = stablehlo.multiply %cst_1, %cst_2 : tensor<f32>
    %5 = stablehlo.log %4 : tensor<f32>
    %6 = stablehlo.multiply %3, %3 : tensor<4x5xf32>
    %7 = stablehlo.log_plus_one %6 : tensor<4x5xf32>
    %8 = stablehlo.broadcast_in_dim %5, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %9 = stablehlo.add %8, %7 : tensor<4x5xf32>
    %10 = stablehlo.negate %9 : tensor<4x5xf32>
    return %10 : tensor<4x5xf32>
  }
}
