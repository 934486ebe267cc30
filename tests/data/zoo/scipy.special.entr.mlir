module @jit_entr attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[2.1430705e+00, 1.502921e+00, 2.0446901e-01, 1.8696561e+00, 2.0806735e+00], [1.2488394e+00, 2.413906e+00, 6.2477356e-01, 2.756566e+00, 5.560677e-01], [2.9692683e+00, 1.448173e+00, 1.406515e+00, 1.8238791e+00, 2.8990667e+00], [1.0028984e-01, 2.1384421e-01, 2.1773756e+00, 1.6057547e+00, 1.976465e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[-1.6335331e+00, -6.123058e-01, 3.2456163e-01, -1.1699457e+00, -1.524492e+00], [-2.7751037e-01, -2.1272457e+00, 2.9387224e-01, -2.7951188e+00, 3.2633677e-01], [-3.231501e+00, -5.362625e-01, -4.7978336e-01, -1.0960886e+00, -3.0857344e+00], [2.3063563e-01, 3.298563e-01, -1.6942601e+00, -7.6047564e-01, 3.2043937e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 3.232e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %1 = stablehlo.compare LT, %arg0, %0, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_0 = stablehlo.constant dense<0xFF800000> : tensor<f32>
    %2 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %cst_1 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %3 = stablehlo.broadcast_in_dim %cst_1, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %4 = stablehlo.compare NE, %arg0, %3, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %5 = stablehlo.compare NE, %arg0, %arg0, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %6 = stablehlo.or %4, %5 : tensor<4x5xi1>
    %7 = stablehlo.log %arg0 : tensor<4x5xf32>
    %8 = stablehlo.multiply %arg0, %7 : tensor<4x5xf32>
    %cst_2 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %9 = stablehlo.broadcast_in_dim %cst_2, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %10 = call @_where(%6, %8, %9) : (tensor<4x5xi1>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %11 = stablehlo.negate %10 : tensor<4x5xf32>
    %12 = stablehlo.select %1, %2, %11 : tensor<4x5xi1>, tensor<4x5xf32>
    return %12 : tensor<4x5xf32>
  }
  func.func private @_where(%arg0: tensor<4x5xi1>, %arg1: tensor<4x5xf32>, %arg2: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = stablehlo.select %arg0, %arg1, %arg2 : tensor<4x5xi1>, tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
