module @jit_spacing attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-1.5649748e-01, -3.1885183e-01, -7.976382e-02, 1.2983845e+00, 4.465337e-01], [-1.9659822e+00, 2.881158e-01, 1.2314873e+00, -1.6572546e+00, 3.3500433e-01], [1.3913229e+00, -6.2580174e-01, 3.3691868e-01, 8.036822e-01, 1.6607032e+00], [1.6453255e+00, 1.4471456e+00, -1.4439007e+00, 6.1275923e-01, -1.7699047e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[-1.4901161e-08, -2.9802322e-08, -7.450581e-09, 1.1920929e-07, 2.9802322e-08], [-1.1920929e-07, 2.9802322e-08, 1.1920929e-07, -1.1920929e-07, 2.9802322e-08], [1.1920929e-07, -5.9604645e-08, 2.9802322e-08, 5.9604645e-08, 1.1920929e-07], [1.1920929e-07, 1.1920929e-07, -1.1920929e-07, 5.9604645e-08, -1.1920929e-07]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.000e-07 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<0x7F800000> : tensor<f32>
    %0 = call @copysign(%cst, %arg0) : (tensor<f32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %1 = chlo.next_after %arg0, %0 : tensor<4x5xf32>, tensor<4x5xf32> -> tensor<4x5xf32>
    %2 = stablehlo.subtract %1, %arg0 : tensor<4x5xf32>
    %cst_0 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %3 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %4 = stablehlo.compare EQ, %2, %3, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_1 = stablehlo.constant dense<1.401300e-45> : tensor<f32>
    %5 = call @copysign(%cst_1, %arg0) : (tensor<f32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %6 = call @_where_0(%4, %5, %2) : (tensor<4x5xi1>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    return %6 : tensor<4x5xf32>
  }
  func.func private @copysign(%arg0: tensor<f32>, %arg1: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = call @signbit(%arg1) : (tensor<4x5xf32>) -> tensor<4x5xi1>
    %1 = stablehlo.abs %arg0 : tensor<f32>
    %2 = stablehlo.negate %1 : tensor<f32>
    %3 = stablehlo.abs %arg0 : tensor<f32>
    %4 = call @_where(%0, %2, %3) : (tensor<4x5xi1>, tensor<f32>, tensor<f32>) -> tensor<4x5xf32>
    return %4 : tensor<4x5xf32>
  }
  func.func private @signbit(%arg0: tensor<4x5xf32>) -> tensor<4x5xi1> {
    %0 = stablehlo.bitcast_convert %arg0 : (tensor<4x5xf32>) -> tensor<4x5xi32>
    %c = stablehlo.constant dense<31> : tensor<i32>
    %1 = stablehlo.broadcast_in_dim %c, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %2 = stablehlo.shift_right_arithmetic %0, %1 : tensor<4x5xi32>
    %c_0 = stablehlo.constant dense<0> : tensor<i32>
    %3 = stablehlo.broadcast_in_dim %c_0, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %4 = stablehlo.compare NE, %2, %3, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %5 = stablehlo.convert %4 : tensor<4x5xi1>
    return %5 : tensor<4x5xi1>
  }
  func.func private @_where(%arg0: tensor<4x5xi1>, %arg1: tensor<f32>, %arg2: tensor<f32>) -> tensor<4x5xf32> {
    %0 = stablehlo.broadcast_in_dim %arg1, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %1 = stablehlo.broadcast_in_dim %arg2, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %2 = stablehlo.select %arg0, %0, %1 : tensor<4x5xi1>, tensor<4x5xf32>
    return %2 : tensor<4x5xf32>
  }
  func.func private @_where_0(%arg0: tensor<4x5xi1>, %arg1: tensor<4x5xf32>, %arg2: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = stablehlo.select %arg0, %arg1, %arg2 : tensor<4x5xi1>, tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
