module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-1.3788458e+00, -1.7586882e+00, 1.4291316e+00, 2.4718148e-01, -9.5081234e-01], [1.7596562e+00, 1.9958417e+00, 9.031389e-01, 7.887411e-01, -1.4317151e+00], [3.251224e-01, 7.4491674e-01, 6.035672e-01, -1.8365365e+00, -1.6246622e+00], [1.3700444e+00, 2.2722402e-01, -4.5021218e-01, 7.405511e-01, 4.8906818e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<f32>)
    %expected0 = stablehlo.constant dense<-6.003921e-01> : tensor<f32>
    check.expect_almost_eq %out, %expected0, tolerance = 6.004e-05 : tensor<f32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<f32> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<3.000000e-01> : tensor<f32>
    %0 = call @nanquantile(%arg0, %cst) : (tensor<4x5xf32>, tensor<f32>) -> tensor<f32>
    return %0 : tensor<f32>
  }
  func.func private @nanquantile(%arg0: tensor<4x5xf32>, %arg1: tensor<f32>) -> tensor<f32> {
    %0 = stablehlo.reshape %arg0 : (tensor<4x5xf32>) -> tensor<20xf32>
    %1 = stablehlo.compare NE, %0, %0, FLOAT : (tensor<20xf32>, tensor<20xf32>) -> tensor<20xi1>
    %cst = stablehlo.constant dense<0x7FC00000> : tensor<f32>
    %2 = call @_where(%1, %cst, %0) : (tensor<20xi1>, tensor<f32>, tensor<20xf32>) -> tensor<20xf32>
    %3 = "stablehlo.sort"(%2) <{dimension = 0 : i64, is_stable = true}> ({
    ^bb0(%arg2: tensor<f32>, %arg3: tensor<f32>):
      %cst_10 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
      %36 = stablehlo.compare EQ, %arg2, %cst_10, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
      %cst_11 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
      %37 = stablehlo.select %36, %cst_11, %arg2 : tensor<i1>, tensor<f32>
      %38 = stablehlo.compare NE, %arg2, %arg2, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
      %cst_12 = stablehlo.constant dense<0x7FC00000> : tensor<f32>
      %39 = stablehlo.select %38, %cst_12, %37 : tensor<i1>, tensor<f32>
      %cst_13 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
      %40 = stablehlo.compare EQ, %arg3, %cst_13, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
      %cst_14 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
      %41 = stablehlo.select %40, %cst_14, %arg3 : tensor<i1>, tensor<f32>
      %42 = stablehlo.compare NE, %arg3, %arg3, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
      %cst_15 = stablehlo.constant dense<0x7FC00000> : tensor<f32>
      %43 = stablehlo.select %42, %cst_15, %41 : tensor<i1>, tensor<f32>
      %44 = stablehlo.compare LT, %39, %43, TOTALORDER : (tensor<f32>, tensor<f32>) -> tensor<i1>
      stablehlo.return %44 : tensor<i1>
    }) : (tensor<20xf32>) -> tensor<20xf32>
    %4 = stablehlo.compare NE, %3, %3, FLOAT : (tensor<20xf32>, tensor<20xf32>) -> tensor<20xi1>
    %5 = stablehlo.not %4 : tensor<20xi1>
    %6 = stablehlo.convert %5 : (tensor<20xi1>) -> tensor<20xi32>
    %7 = stablehlo.convert %6 : (tensor<20xi32>) -> tensor<20xf32>
    %cst_0 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %8 = stablehlo.reduce(%7 init: %cst_0) applies stablehlo.add across dimensions = [0] : (tensor<20xf32>, tensor<f32>) -> tensor<f32>
    %cst_1 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %9 = stablehlo.subtract %8, %cst_1 : tensor<f32>
    %10 = stablehlo.multiply %arg1, %9 : tensor<f32>
    %11 = stablehlo.floor %10 : tensor<f32>
    %12 = stablehlo.ceil %10 : tensor<f32>
    %13 = stablehlo.subtract %10, %11 : tensor<f32>
    %cst_2 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %14 = stablehlo.subtract %cst_2, %13 : tensor<f32>
    %cst_3 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %15 = stablehlo.subtract %8, %cst_3 : tensor<f32>
    %16 = stablehlo.minimum %11, %15 : tensor<f32>
    %cst_4 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %17 = stablehlo.maximum %cst_4, %16 : tensor<f32>
    %cst_5 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %18 = stablehlo.subtract %8, %cst_5 : tensor<f32>
    %19 = stablehlo.minimum %12, %18 : tensor<f32>
    %cst_6 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %20 = stablehlo.maximum %cst_6, %19 : tensor<f32>
    %21 = stablehlo.convert %17 : (tensor<f32>) -> tensor<i32>
    %22 = stablehlo.convert %20 : (tensor<f32>) -> tensor<i32>
    %c = stablehlo.constant dense<0> : tensor<i32>
    %23 = stablehlo.compare LT, %21, %c, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %c_7 = stablehlo.constant dense<20> : tensor<i32>
    %24 = stablehlo.add %21, %c_7 : tensor<i32>
    %25 = stablehlo.select %23, %24, %21 : tensor<i1>, tensor<i32>
    %26 = stablehlo.dynamic_slice %3, %25, sizes = [1] : (tensor<20xf32>, tensor<i32>) -> tensor<1xf32>
    %27 = stablehlo.reshape %26 : (tensor<1xf32>) -> tensor<f32>
    %c_8 = stablehlo.constant dense<0> : tensor<i32>
    %28 = stablehlo.compare LT, %22, %c_8, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %c_9 = stablehlo.constant dense<20> : tensor<i32>
    %29 = stablehlo.add %22, %c_9 : tensor<i32>
    %30 = stablehlo.select %28, %29, %22 : tensor<i1>, tensor<i32>
    %31 = stablehlo.dynamic_slice %3, %30, sizes = [1] : (tensor<20xf32>, tensor<i32>) -> tensor<1xf32>
    %32 = stablehlo.reshape %31 : (tensor<1xf32>) -> tensor<f32>
    %33 = stablehlo.multiply %27, %14 : tensor<f32>
    %34 = stablehlo.multiply %32, %13 : tensor<f32>
    %35 = stablehlo.add %33, %34 : tensor<f32>
    return %35 : tensor<f32>
  }
  func.func private @_where(%arg0: tensor<20xi1>, %arg1: tensor<f32>, %arg2: tensor<20xf32>) -> tensor<20xf32> {
    %0 = stablehlo.convert %arg1 : tensor<f32>
    %1 = stablehlo.broadcast_in_dim %0, dims = [] : (tensor<f32>) -> tensor<20xf32>
    %2 = stablehlo.select %arg0, %1, %arg2 : tensor<20xi1>, tensor<20xf32>
    return %2 : tensor<20xf32>
  }
}
