module @jit_remainder attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[2.925982e+00, 1.1649762e+00, 2.3644996e+00, 1.049055e+00, 2.1955316e+00], [5.6575394e-01, 2.1527176e+00, 2.7238295e+00, 2.7519295e+00, 1.0770992e+00], [2.8334584e+00, 3.019381e-01, 1.842429e+00, 1.5578734e+00, 5.3665817e-01], [3.279929e-01, 2.5860364e+00, 2.7714608e+00, 2.1736186e+00, 2.7242959e+00]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[[2.1395652e+00, 2.5745254e+00, 3.8844302e-01, 1.5653355e+00, 2.0035899e+00], [1.9785588e+00, 8.27187e-01, 2.6228738e+00, 1.0236495e+00, 1.0191985e+00], [1.6600232e+00, 4.9964562e-01, 2.2053204e+00, 2.0008442e+00, 2.5968034e+00], [1.6778953e+00, 1.4207755e+00, 2.4798808e+00, 7.081099e-01, 2.3794746e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[7.8641677e-01, 1.1649762e+00, 3.384143e-02, 1.049055e+00, 1.9194174e-01], [5.6575394e-01, 4.983436e-01, 1.00955725e-01, 7.046306e-01, 5.7900667e-02], [1.1734352e+00, 3.019381e-01, 1.842429e+00, 1.5578734e+00, 5.3665817e-01], [3.279929e-01, 1.1652609e+00, 2.9157996e-01, 4.928881e-02, 3.448212e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.842e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = call @remainder(%arg0, %arg1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
  func.func private @remainder(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = stablehlo.remainder %arg0, %arg1 : tensor<4x5xf32>
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %1 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %2 = stablehlo.compare NE, %0, %1, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_0 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %3 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %4 = stablehlo.compare LT, %0, %3, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_1 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %5 = stablehlo.broadcast_in_dim %cst_1, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %6 = stablehlo.compare LT, %arg1, %5, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %7 = stablehlo.compare NE, %4, %6, UNSIGNED : (tensor<4x5xi1>, tensor<4x5xi1>) -> tensor<4x5xi1>
    %8 = stablehlo.and %7, %2 : tensor<4x5xi1>
    %9 = stablehlo.add %0, %arg1 : tensor<4x5xf32>
    %10 = stablehlo.select %8, %9, %0 : tensor<4x5xi1>, tensor<4x5xf32>
    return %10 : tensor<4x5xf32>
  }
}
