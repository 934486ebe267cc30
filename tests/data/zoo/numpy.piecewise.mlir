module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.0226918e+00, -3.125366e-01, -7.730925e-01, -4.1286638e-01, 1.0130634e+00], [-1.4426022e+00, -1.9604452e+00, -8.453996e-01, -1.5171846e+00, -3.3857033e-01], [-1.2469938e+00, 1.387642e+00, -2.062337e-01, -5.623121e-01, 1.6844604e+00], [-1.8151472e+00, -9.140648e-01, -1.0062275e+00, -1.9466549e+00, 9.5638e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[2.0453837e+00, 3.125366e-01, 7.730925e-01, 4.1286638e-01, 2.0261269e+00], [1.4426022e+00, 1.9604452e+00, 8.453996e-01, 1.5171846e+00, 3.3857033e-01], [1.2469938e+00, 2.775284e+00, 2.062337e-01, 5.623121e-01, 3.3689208e+00], [1.8151472e+00, 9.140648e-01, 1.0062275e+00, 1.9466549e+00, 1.91276e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 3.369e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %1 = stablehlo.compare LT, %arg0, %0, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_0 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %2 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %3 = stablehlo.compare GE, %arg0, %2, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %4 = stablehlo.broadcast_in_dim %1, dims = [1, 2] : (tensor<4x5xi1>) -> tensor<1x4x5xi1>
    %5 = stablehlo.broadcast_in_dim %3, dims = [1, 2] : (tensor<4x5xi1>) -> tensor<1x4x5xi1>
    %6 = stablehlo.concatenate %4, %5, dim = 0 : (tensor<1x4x5xi1>, tensor<1x4x5xi1>) -> tensor<2x4x5xi1>
    %c = stablehlo.constant dense<0> : tensor<i32>
    %7 = call @_piecewise(%arg0, %6, %c) : (tensor<4x5xf32>, tensor<2x4x5xi1>, tensor<i32>) -> tensor<4x5xf32>
    return %7 : tensor<4x5xf32>
  }
  func.func private @_piecewise(%arg0: tensor<4x5xf32>, %arg1: tensor<2x4x5xi1>, %arg2: tensor<i32>) -> tensor<4x5xf32> {
    %0 = stablehlo.slice %arg1 [0:1, 0:4, 0:5] : (tensor<2x4x5xi1>) -> tensor<1x4x5xi1>
    %c = stablehlo.constant dense<false> : tensor<i1>
    %1 = stablehlo.broadcast_in_dim %c, dims = [] : (tensor<i1>) -> tensor<1x4x5xi1>
    %2 = stablehlo.concatenate %1, %arg1, dim = 0 : (tensor<1x4x5xi1>, tensor<2x4x5xi1>) -> tensor<3x4x5xi1>
    %3 = call @cumsum(%2) : (tensor<3x4x5xi1>) -> tensor<3x4x5xi32>
    %4 = call @argmax(%3) : (tensor<3x4x5xi32>) -> tensor<4x5xi32>
    %c_0 = stablehlo.constant dense<0> : tensor<i32>
    %c_1 = stablehlo.constant dense<2> : tensor<i32>
    %5 = stablehlo.broadcast_in_dim %c_0, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %6 = stablehlo.broadcast_in_dim %c_1, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %7 = stablehlo.clamp %5, %4, %6 : tensor<4x5xi32>
    %8 = stablehlo.broadcast_in_dim %arg2, dims = [] : (tensor<i32>) -> tensor<5xi32>
    %c_2 = stablehlo.constant dense<0> : tensor<i32>
    %9 = stablehlo.broadcast_in_dim %c_2, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %10 = stablehlo.compare EQ, %7, %9, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %11 = stablehlo.broadcast_in_dim %8, dims = [1] : (tensor<5xi32>) -> tensor<4x5xi32>
    %12 = stablehlo.broadcast_in_dim %8, dims = [1] : (tensor<5xi32>) -> tensor<4x5xi32>
    %13 = stablehlo.select %10, %12, %11 : tensor<4x5xi1>, tensor<4x5xi32>
    %14 = stablehlo.select %10, %arg0, %arg0 : tensor<4x5xi1>, tensor<4x5xf32>
    %15 = stablehlo.convert %13 : (tensor<4x5xi32>) -> tensor<4x5xf32>
    %c_3 = stablehlo.constant dense<1> : tensor<i32>
    %16 = stablehlo.broadcast_in_dim %c_3, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %17 = stablehlo.compare EQ, %7, %16, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %18 = stablehlo.broadcast_in_dim %8, dims = [1] : (tensor<5xi32>) -> tensor<4x5xi32>
    %19 = stablehlo.broadcast_in_dim %8, dims = [1] : (tensor<5xi32>) -> tensor<4x5xi32>
    %20 = stablehlo.select %17, %19, %18 : tensor<4x5xi1>, tensor<4x5xi32>
    %21 = stablehlo.select %17, %arg0, %arg0 : tensor<4x5xi1>, tensor<4x5xf32>
    %22 = stablehlo.negate %21 : tensor<4x5xf32>
    %c_4 = stablehlo.constant dense<2> : tensor<i32>
    %23 = stablehlo.broadcast_in_dim %c_4, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %24 = stablehlo.compare EQ, %7, %23, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %25 = stablehlo.broadcast_in_dim %8, dims = [1] : (tensor<5xi32>) -> tensor<4x5xi32>
    %26 = stablehlo.broadcast_in_dim %8, dims = [1] : (tensor<5xi32>) -> tensor<4x5xi32>
    %27 = stablehlo.select %24, %26, %25 : tensor<4x5xi1>, tensor<4x5xi32>
    %28 = stablehlo.select %24, %arg0, %arg0 : tensor<4x5xi1>, tensor<4x5xf32>
    %cst = stablehlo.constant dense<2.000000e+00> : tensor<f32>
    %29 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %30 = stablehlo.multiply %29, %28 : tensor<4x5xf32>
    %c_5 = stablehlo.constant dense<1> : tensor<i32>
    %31 = stablehlo.broadcast_in_dim %c_5, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %32 = stablehlo.compare LT, %7, %31, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %c_6 = stablehlo.constant dense<2> : tensor<i32>
    %33 = stablehlo.broadcast_in_dim %c_6, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %34 = stablehlo.compare LT, %7, %33, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %35 = stablehlo.select %34, %22, %30 : tensor<4x5xi1>, tensor<4x5xf32>
    %36 = stablehlo.select %32, %15, %35 : tensor<4x5xi1>, tensor<4x5xf32>
    return %36 : tensor<4x5xf32>
  }
  func.func private @cumsum(%arg0: tensor<3x4x5xi1>) -> tensor<3x4x5xi32> {
    %0 = stablehlo.convert %arg0 : (tensor<3x4x5xi1>) -> tensor<3x4x5xi32>
    %1 = call @cumsum_0(%0) : (tensor<3x4x5xi32>) -> tensor<3x4x5xi32>
    return %1 : tensor<3x4x5xi32>
  }
  func.func private @cumsum_0(%arg0: tensor<3x4x5xi32>) -> tensor<3x4x5xi32> {
    %c = stablehlo.constant dense<0> : tensor<i32>
    %0 = stablehlo.broadcast_in_dim %c, dims = [] : (tensor<i32>) -> tensor<i32>
    %1 = "stablehlo.reduce_window"(%arg0, %0) <{base_dilations = array<i64: 1, 1, 1>, padding = dense<[[2, 0], [0, 0], [0, 0]]> : tensor<3x2xi64>, window_dilations = array<i64: 1, 1, 1>, window_dimensions = array<i64: 3, 1, 1>, window_strides = array<i64: 1, 1, 1>}> ({
    ^bb0(%arg1: tensor<i32>, %arg2: tensor<i32>):
      %2 = stablehlo.add %arg1, %arg2 : tensor<i32>
      stablehlo.return %2 : tensor<i32>
    }) : (tensor<3x4x5xi32>, tensor<i32>) -> tensor<3x4x5xi32>
    return %1 : tensor<3x4x5xi32>
  }
  func.func private @argmax(%arg0: tensor<3x4x5xi32>) -> tensor<4x5xi32> {
    %0 = stablehlo.iota dim = 0 : tensor<3x4x5xi32>
    %c = stablehlo.constant dense<-2147483648> : tensor<i32>
    %c_0 = stablehlo.constant dense<0> : tensor<i32>
    %1:2 = stablehlo.reduce(%arg0 init: %c), (%0 init: %c_0) across dimensions = [0] : (tensor<3x4x5xi32>, tensor<3x4x5xi32>, tensor<i32>, tensor<i32>) -> (tensor<4x5xi32>, tensor<4x5xi32>)
     reducer(%arg1: tensor<i32>, %arg3: tensor<i32>) (%arg2: tensor<i32>, %arg4: tensor<i32>)  {
      %2 = stablehlo.compare GT, %arg1, %arg3, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
      %3 = stablehlo.compare NE, %arg1, %arg1, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
      %4 = stablehlo.or %2, %3 : tensor<i1>
      %5 = stablehlo.compare EQ, %arg1, %arg3, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
      %6 = stablehlo.compare LT, %arg2, %arg4, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
      %7 = stablehlo.and %5, %6 : tensor<i1>
      %8 = stablehlo.or %4, %7 : tensor<i1>
      %9 = stablehlo.select %4, %arg1, %arg3 : tensor<i1>, tensor<i32>
      %10 = stablehlo.select %8, %arg2, %arg4 : tensor<i1>, tensor<i32>
      stablehlo.return %9, %10 : tensor<i32>, tensor<i32>
    }
    return %1#1 : tensor<4x5xi32>
  }
}
