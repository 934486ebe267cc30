module @jit_trapezoid attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-1.1163634e+00, -1.0112245e+00, -3.649551e-02, 1.152981e+00, -1.3744767e+00], [8.467909e-01, 2.172176e-01, 1.85356e+00, 9.351842e-02, -1.0678284e-01], [-1.0133612e+00, -7.8058016e-01, -1.6463397e+00, -1.1423007e+00, 1.2131265e-01], [-6.5016043e-01, 1.9551479e+00, 1.1158268e+00, 1.4934534e+00, -2.443016e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4xf32>)
    %expected0 = stablehlo.constant dense<[-1.1401589e+00, 2.5343e+00, -4.0152445e+00, 4.117197e+00]> : tensor<4xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 4.117e-04 : tensor<4xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4xf32> {jax.result_info = "result"}) {
    %0 = call @trapezoid(%arg0) : (tensor<4x5xf32>) -> tensor<4xf32>
    return %0 : tensor<4xf32>
  }
  func.func private @trapezoid(%arg0: tensor<4x5xf32>) -> tensor<4xf32> {
    %cst = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %0 = call @trapezoid_0(%arg0, %cst) : (tensor<4x5xf32>, tensor<f32>) -> tensor<4xf32>
    return %0 : tensor<4xf32>
  }
  func.func private @trapezoid_0(%arg0: tensor<4x5xf32>, %arg1: tensor<f32>) -> tensor<4xf32> {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.reduce(%arg0 init: %cst) applies stablehlo.add across dimensions = [1] : (tensor<4x5xf32>, tensor<f32>) -> tensor<4xf32>
    %1 = stablehlo.slice %arg0 [0:4, 0:1] : (tensor<4x5xf32>) -> tensor<4x1xf32>
    %2 = stablehlo.reshape %1 : (tensor<4x1xf32>) -> tensor<4xf32>
    %3 = stablehlo.slice %arg0 [0:4, 4:5] : (tensor<4x5xf32>) -> tensor<4x1xf32>
    %4 = stablehlo.reshape %3 : (tensor<4x1xf32>) -> tensor<4xf32>
    %5 = stablehlo.add %2, %4 : tensor<4xf32>
    %cst_0 = stablehlo.constant dense<5.000000e-01> : tensor<f32>
    %6 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4xf32>
    %7 = stablehlo.multiply %6, %5 : tensor<4xf32>
    %8 = stablehlo.subtract %0, %7 : tensor<4xf32>
    %9 = stablehlo.convert %arg1 : tensor<f32>
    %10 = stablehlo.broadcast_in_dim %9, dims = [] : (tensor<f32>) -> tensor<4xf32>
    %11 = stablehlo.multiply %10, %8 : tensor<4xf32>
    return %11 : tensor<4xf32>
  }
}
