module @jit_divmod attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.1838036e+00, 1.0346566e+00, 1.521162e+00, 2.044769e+00, 1.5822852e+00], [1.3928312e+00, 2.2649949e+00, 1.3858703e+00, 9.4493544e-01, 1.1654273e+00], [1.3385553e+00, 2.7871888e+00, 6.2459433e-01, 2.094482e+00, 2.09068e+00], [2.7933977e+00, 2.7685387e+00, 9.560503e-01, 1.7474523e+00, 2.9330378e+00]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[[1.4860592e+00, 2.0877402e+00, 2.9457319e+00, 1.3028163e+00, 1.7659701e+00], [2.1384304e+00, 2.5247798e+00, 1.5362006e-01, 1.5739905e+00, 4.2487413e-01], [7.082043e-01, 2.6936996e+00, 8.339481e-01, 1.3996143e+00, 3.3868945e-01], [1.046906e+00, 8.662871e-01, 1.9773042e+00, 1.2423177e+00, 1.3457273e+00]]> : tensor<4x5xf32>
    %out:2 = func.call @function(%in0, %in1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> (tensor<4x5xf32>, tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[0.0e+00, 0.0e+00, 0.0e+00, 1.0e+00, 0.0e+00], [0.0e+00, 0.0e+00, 9.0e+00, 0.0e+00, 2.0e+00], [1.0e+00, 1.0e+00, 0.0e+00, 1.0e+00, 6.0e+00], [2.0e+00, 3.0e+00, 0.0e+00, 1.0e+00, 2.0e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out#0, %expected0, tolerance = 9.000e-04 : tensor<4x5xf32>
    %expected1 = stablehlo.constant dense<[[1.1838036e+00, 1.0346566e+00, 1.521162e+00, 7.419528e-01, 1.5822852e+00], [1.3928312e+00, 2.2649949e+00, 3.2897592e-03, 9.4493544e-01, 3.1567907e-01], [6.30351e-01, 9.348917e-02, 6.2459433e-01, 6.948676e-01, 5.8543205e-02], [6.995857e-01, 1.6967738e-01, 9.560503e-01, 5.051346e-01, 2.4158311e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out#1, %expected1, tolerance = 2.265e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result[0]"}, tensor<4x5xf32> {jax.result_info = "result[1]"}) {
    %0:2 = call @divmod(%arg0, %arg1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> (tensor<4x5xf32>, tensor<4x5xf32>)
    return %0#0, %0#1 : tensor<4x5xf32>, tensor<4x5xf32>
  }
  func.func private @divmod(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> (tensor<4x5xf32>, tensor<4x5xf32>) {
    %0 = stablehlo.remainder %arg0, %arg1 : tensor<4x5xf32>
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %1 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %2 = stablehlo.compare EQ, %arg1, %1, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %3 = stablehlo.subtract %arg0, %0 : tensor<4x5xf32>
    %4 = call @_where(%2, %arg0, %3) : (tensor<4x5xi1>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %5 = stablehlo.divide %4, %arg1 : tensor<4x5xf32>
    %cst_0 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %6 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %7 = stablehlo.compare NE, %0, %6, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %8 = stablehlo.sign %arg1 : tensor<4x5xf32>
    %9 = stablehlo.sign %0 : tensor<4x5xf32>
    %10 = stablehlo.compare NE, %8, %9, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %11 = stablehlo.and %7, %10 : tensor<4x5xi1>
    %12 = stablehlo.add %0, %arg1 : tensor<4x5xf32>
    %13 = stablehlo.select %11, %12, %0 : tensor<4x5xi1>, tensor<4x5xf32>
    %cst_1 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %14 = stablehlo.broadcast_in_dim %cst_1, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %15 = stablehlo.subtract %5, %14 : tensor<4x5xf32>
    %16 = stablehlo.select %11, %15, %5 : tensor<4x5xi1>, tensor<4x5xf32>
    %17 = stablehlo.round_nearest_afz %16 : tensor<4x5xf32>
    return %17, %13 : tensor<4x5xf32>, tensor<4x5xf32>
  }
  func.func private @_where(%arg0: tensor<4x5xi1>, %arg1: tensor<4x5xf32>, %arg2: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = stablehlo.select %arg0, %arg1, %arg2 : tensor<4x5xi1>, tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
