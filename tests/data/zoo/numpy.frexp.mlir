module @jit_frexp attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[2.329056e-01, -1.6539515e+00, -8.8919836e-01, 1.7764555e+00, -1.949825e+00], [-1.6295049e+00, 7.350454e-01, -1.9297967e+00, -9.320074e-01, -1.846448e+00], [-1.9089274e+00, -8.161782e-01, 4.6293962e-01, -1.680532e+00, -6.4467996e-01], [1.9472657e+00, 5.4730374e-01, -4.8407197e-01, -1.2958186e+00, -1.34876e+00]]> : tensor<4x5xf32>
    %out:2 = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>, tensor<4x5xi32>)
    %expected0 = stablehlo.constant dense<[[9.316224e-01, -8.2697576e-01, -8.8919836e-01, 8.8822776e-01, -9.749125e-01], [-8.1475246e-01, 7.350454e-01, -9.6489835e-01, -9.320074e-01, -9.23224e-01], [-9.544637e-01, -8.161782e-01, 9.2587924e-01, -8.40266e-01, -6.4467996e-01], [9.736329e-01, 5.4730374e-01, -9.6814394e-01, -6.479093e-01, -6.7438e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out#0, %expected0, tolerance = 9.749e-05 : tensor<4x5xf32>
    %expected1 = stablehlo.constant dense<[[-2, 1, 0, 1, 1], [1, 0, 1, 0, 1], [1, 0, -1, 1, 0], [1, 0, -1, 1, 1]]> : tensor<4x5xi32>
    check.expect_eq %out#1, %expected1 : tensor<4x5xi32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result[0]"}, tensor<4x5xi32> {jax.result_info = "result[1]"}) {
    %0:2 = call @frexp(%arg0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>, tensor<4x5xi32>)
    return %0#0, %0#1 : tensor<4x5xf32>, tensor<4x5xi32>
  }
  func.func private @frexp(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32>, tensor<4x5xi32>) {
    %0 = stablehlo.abs %arg0 : tensor<4x5xf32>
    %cst = stablehlo.constant dense<1.17549435E-38> : tensor<f32>
    %1 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %2 = stablehlo.compare LT, %0, %1, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_0 = stablehlo.constant dense<0x4B000000> : tensor<f32>
    %3 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %4 = stablehlo.multiply %arg0, %3 : tensor<4x5xf32>
    %5 = call @_where(%2, %4, %arg0) : (tensor<4x5xi1>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %c = stablehlo.constant dense<-23> : tensor<i32>
    %c_1 = stablehlo.constant dense<0> : tensor<i32>
    %6 = call @_where_0(%2, %c, %c_1) : (tensor<4x5xi1>, tensor<i32>, tensor<i32>) -> tensor<4x5xi32>
    %7 = stablehlo.bitcast_convert %5 : (tensor<4x5xf32>) -> tensor<4x5xi32>
    %c_2 = stablehlo.constant dense<23> : tensor<i32>
    %8 = stablehlo.broadcast_in_dim %c_2, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %9 = stablehlo.shift_right_arithmetic %7, %8 : tensor<4x5xi32>
    %c_3 = stablehlo.constant dense<255> : tensor<i32>
    %10 = stablehlo.broadcast_in_dim %c_3, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %11 = stablehlo.and %9, %10 : tensor<4x5xi32>
    %c_4 = stablehlo.constant dense<127> : tensor<i32>
    %12 = stablehlo.broadcast_in_dim %c_4, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %13 = stablehlo.subtract %11, %12 : tensor<4x5xi32>
    %c_5 = stablehlo.constant dense<1> : tensor<i32>
    %14 = stablehlo.broadcast_in_dim %c_5, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %15 = stablehlo.add %13, %14 : tensor<4x5xi32>
    %16 = stablehlo.add %6, %15 : tensor<4x5xi32>
    %c_6 = stablehlo.constant dense<-2139095041> : tensor<i32>
    %17 = stablehlo.broadcast_in_dim %c_6, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %18 = stablehlo.and %7, %17 : tensor<4x5xi32>
    %c_7 = stablehlo.constant dense<1056964608> : tensor<i32>
    %19 = stablehlo.broadcast_in_dim %c_7, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %20 = stablehlo.or %18, %19 : tensor<4x5xi32>
    %21 = stablehlo.bitcast_convert %20 : (tensor<4x5xi32>) -> tensor<4x5xf32>
    %22 = call @isinf(%arg0) : (tensor<4x5xf32>) -> tensor<4x5xi1>
    %23 = stablehlo.compare NE, %arg0, %arg0, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %24 = stablehlo.or %22, %23 : tensor<4x5xi1>
    %cst_8 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %25 = stablehlo.broadcast_in_dim %cst_8, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %26 = stablehlo.compare EQ, %arg0, %25, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %27 = stablehlo.or %24, %26 : tensor<4x5xi1>
    %c_9 = stablehlo.constant dense<0> : tensor<i32>
    %28 = stablehlo.broadcast_in_dim %c_9, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %29 = call @_where_1(%27, %28, %16) : (tensor<4x5xi1>, tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi32>
    %30 = call @_where(%27, %arg0, %21) : (tensor<4x5xi1>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    return %30, %29 : tensor<4x5xf32>, tensor<4x5xi32>
  }
  func.func private @_where(%arg0: tensor<4x5xi1>, %arg1: tensor<4x5xf32>, %arg2: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = stablehlo.select %arg0, %arg1, %arg2 : tensor<4x5xi1>, tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
  func.func private @_where_0(%arg0: tensor<4x5xi1>, %arg1: tensor<i32>, %arg2: tensor<i32>) -> tensor<4x5xi32> {
    %0 = stablehlo.broadcast_in_dim %arg1, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %1 = stablehlo.broadcast_in_dim %arg2, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %2 = stablehlo.select %arg0, %0, %1 : tensor<4x5xi1>, tensor<4x5xi32>
    return %2 : tensor<4x5xi32>
  }
  func.func private @isinf(%arg0: tensor<4x5xf32>) -> tensor<4x5xi1> {
    %0 = stablehlo.abs %arg0 : tensor<4x5xf32>
    %cst = stablehlo.constant dense<0x7F800000> : tensor<f32>
    %1 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %2 = stablehlo.compare EQ, %0, %1, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    return %2 : tensor<4x5xi1>
  }
  func.func private @_where_1(%arg0: tensor<4x5xi1>, %arg1: tensor<4x5xi32>, %arg2: tensor<4x5xi32>) -> tensor<4x5xi32> {
    %0 = stablehlo.select %arg0, %arg1, %arg2 : tensor<4x5xi1>, tensor<4x5xi32>
    return %0 : tensor<4x5xi32>
  }
}
