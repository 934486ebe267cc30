module @jit_floor_divide attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[5.711858e-01, 2.1497161e+00, 9.559012e-01, 6.7286617e-01, 8.517334e-01], [1.6801891e+00, 9.666588e-01, 2.3902357e+00, 2.3430703e+00, 2.2756836e+00], [2.15637e+00, 1.9258068e+00, 1.9578066e+00, 2.6868234e+00, 1.4451061e+00], [6.8244666e-01, 7.477174e-01, 1.3683528e-01, 9.2778605e-01, 2.881199e+00]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[[2.2334702e+00, 1.5309294e+00, 2.932807e+00, 6.2945694e-01, 1.1720015e+00], [2.4507954e+00, 1.9516354e+00, 2.312727e+00, 5.979347e-01, 2.748164e+00], [3.618688e-01, 1.7352004e+00, 2.7264342e+00, 2.2051554e+00, 2.5117738e+00], [1.1389349e+00, 1.5748973e+00, 1.0698854e+00, 6.9440866e-01, 2.5499926e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[0.0e+00, 1.0e+00, 0.0e+00, 1.0e+00, 0.0e+00], [0.0e+00, 0.0e+00, 1.0e+00, 3.0e+00, 0.0e+00], [5.0e+00, 1.0e+00, 0.0e+00, 1.0e+00, 0.0e+00], [0.0e+00, 0.0e+00, 0.0e+00, 1.0e+00, 1.0e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 5.000e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = call @floor_divide(%arg0, %arg1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
  func.func private @floor_divide(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> tensor<4x5xf32> {
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
    return %17 : tensor<4x5xf32>
  }
  func.func private @_where(%arg0: tensor<4x5xi1>, %arg1: tensor<4x5xf32>, %arg2: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = stablehlo.select %arg0, %arg1, %arg2 : tensor<4x5xi1>, tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
