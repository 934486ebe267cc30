module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-7.6947933e-01, 5.50997e-01, 1.1157529e+00, -1.529402e-01, 1.8893098e+00], [1.2055234e+00, 1.4662497e+00, 1.57023e+00, -8.2362086e-01, 1.4314811e-01], [1.6332271e+00, -1.3448546e+00, 9.196726e-01, 1.4910737e+00, -2.591252e-01], [-4.897565e-01, -6.6516215e-01, -6.5708613e-01, 1.2993485e+00, -1.6197586e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x4xf32>)
    %expected0 = stablehlo.constant dense<[[1.3204763e+00, 5.647559e-01, -1.2686931e+00, 2.04225e+00], [2.6072633e-01, 1.039803e-01, -2.3938508e+00, 9.66769e-01], [-2.9780817e+00, 2.2645273e+00, 5.714011e-01, -1.750199e+00], [-1.7540565e-01, 8.076012e-03, 1.9564346e+00, -2.919107e+00]]> : tensor<4x4xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 2.978e-04 : tensor<4x4xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x4xf32> {jax.result_info = "result"}) {
    %0 = call @diff(%arg0) : (tensor<4x5xf32>) -> tensor<4x4xf32>
    return %0 : tensor<4x4xf32>
  }
  func.func private @diff(%arg0: tensor<4x5xf32>) -> tensor<4x4xf32> {
    %0 = stablehlo.slice %arg0 [0:4, 1:5] : (tensor<4x5xf32>) -> tensor<4x4xf32>
    %1 = stablehlo.slice %arg0 [0:4, 0:4] : (tensor<4x5xf32>) -> tensor<4x4xf32>
    %2 = stablehlo.subtract %0, %1 : tensor<4x4xf32>
    return %2 : tensor<4x4xf32>
  }
}
