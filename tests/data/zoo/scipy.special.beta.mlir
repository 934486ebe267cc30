module @jit_beta attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.1005176e+00, 2.4669705e-01, 2.238005e+00, 2.5960066e+00, 4.5734414e-01], [1.9662547e+00, 5.2281106e-01, 1.7487452e+00, 7.389516e-01, 2.826638e+00], [2.8414876e+00, 1.0745751e+00, 2.8764603e+00, 2.2914767e+00, 1.7285785e-01], [1.4508028e+00, 2.0217319e+00, 1.5990435e+00, 1.4409853e+00, 3.1193343e-01]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[[2.7423072e-01, 2.301202e+00, 1.8843807e-01, 1.2997929e+00, 4.99817e-01], [5.976482e-01, 1.5292064e+00, 6.7630905e-01, 7.793599e-01, 2.6435602e+00], [7.368913e-01, 1.992902e+00, 5.312503e-01, 6.491673e-01, 1.1418684e+00], [5.3410757e-01, 5.888495e-01, 2.4857793e+00, 8.2296544e-01, 2.1221154e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[3.5183485e+00, 3.1207407e+00, 4.3526306e+00, 2.4264628e-01, 3.3444312e+00], [1.0590384e+00, 1.4720414e+00, 9.7286755e-01, 1.6617419e+00, 5.0788824e-02], [5.9525394e-01, 4.5026466e-01, 9.949711e-01, 8.493497e-01, 5.5979037e+00], [1.4814701e+00, 1.0614057e+00, 1.7599511e-01, 8.8364774e-01, 2.3911722e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 5.598e-03 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = call @gammasgn(%arg0) : (tensor<4x5xf32>) -> tensor<4x5xf32>
    %1 = call @gammasgn(%arg1) : (tensor<4x5xf32>) -> tensor<4x5xf32>
    %2 = stablehlo.multiply %0, %1 : tensor<4x5xf32>
    %3 = stablehlo.add %arg0, %arg1 : tensor<4x5xf32>
    %4 = call @gammasgn(%3) : (tensor<4x5xf32>) -> tensor<4x5xf32>
    %5 = stablehlo.multiply %2, %4 : tensor<4x5xf32>
    %6 = stablehlo.minimum %arg0, %arg1 : tensor<4x5xf32>
    %7 = stablehlo.maximum %arg0, %arg1 : tensor<4x5xf32>
    %8 = chlo.lgamma %6 : tensor<4x5xf32> -> tensor<4x5xf32>
    %9 = chlo.lgamma %7 : tensor<4x5xf32> -> tensor<4x5xf32>
    %10 = stablehlo.add %6, %7 : tensor<4x5xf32>
    %11 = chlo.lgamma %10 : tensor<4x5xf32> -> tensor<4x5xf32>
    %12 = stablehlo.subtract %9, %11 : tensor<4x5xf32>
    %13 = stablehlo.add %8, %12 : tensor<4x5xf32>
    %14 = chlo.lgamma %6 : tensor<4x5xf32> -> tensor<4x5xf32>
    %15 = stablehlo.divide %6, %7 : tensor<4x5xf32>
    %cst = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %16 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %17 = stablehlo.add %16, %15 : tensor<4x5xf32>
    %18 = stablehlo.divide %15, %17 : tensor<4x5xf32>
    %cst_0 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %19 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %20 = stablehlo.add %19, %15 : tensor<4x5xf32>
    %21 = stablehlo.divide %15, %20 : tensor<4x5xf32>
    %cst_1 = stablehlo.constant dense<5.000000e-01> : tensor<f32>
    %22 = stablehlo.broadcast_in_dim %cst_1, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %23 = stablehlo.subtract %6, %22 : tensor<4x5xf32>
    %24 = stablehlo.add %7, %23 : tensor<4x5xf32>
    %25 = stablehlo.multiply %21, %21 : tensor<4x5xf32>
    %26 = stablehlo.add %21, %25 : tensor<4x5xf32>
    %cst_2 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %27 = stablehlo.broadcast_in_dim %cst_2, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %28 = stablehlo.add %27, %26 : tensor<4x5xf32>
    %29 = stablehlo.multiply %25, %28 : tensor<4x5xf32>
    %30 = stablehlo.add %21, %29 : tensor<4x5xf32>
    %cst_3 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %31 = stablehlo.broadcast_in_dim %cst_3, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %32 = stablehlo.add %31, %30 : tensor<4x5xf32>
    %33 = stablehlo.multiply %25, %32 : tensor<4x5xf32>
    %34 = stablehlo.add %21, %33 : tensor<4x5xf32>
    %cst_4 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %35 = stablehlo.broadcast_in_dim %cst_4, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %36 = stablehlo.add %35, %34 : tensor<4x5xf32>
    %37 = stablehlo.multiply %25, %36 : tensor<4x5xf32>
    %38 = stablehlo.add %21, %37 : tensor<4x5xf32>
    %cst_5 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %39 = stablehlo.broadcast_in_dim %cst_5, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %40 = stablehlo.add %39, %38 : tensor<4x5xf32>
    %41 = stablehlo.multiply %25, %40 : tensor<4x5xf32>
    %42 = stablehlo.add %21, %41 : tensor<4x5xf32>
    %cst_6 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %43 = stablehlo.broadcast_in_dim %cst_6, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %44 = stablehlo.add %43, %42 : tensor<4x5xf32>
    %cst_7 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %45 = stablehlo.broadcast_in_dim %cst_7, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %46 = stablehlo.divide %45, %7 : tensor<4x5xf32>
    %47 = stablehlo.multiply %46, %46 : tensor<4x5xf32>
    %cst_8 = stablehlo.constant dense<-0.00165322958> : tensor<f32>
    %48 = stablehlo.broadcast_in_dim %cst_8, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %49 = stablehlo.multiply %48, %44 : tensor<4x5xf32>
    %50 = stablehlo.multiply %49, %47 : tensor<4x5xf32>
    %cst_9 = stablehlo.constant dense<8.373080e-04> : tensor<f32>
    %51 = stablehlo.broadcast_in_dim %cst_9, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %52 = stablehlo.multiply %51, %40 : tensor<4x5xf32>
    %53 = stablehlo.add %50, %52 : tensor<4x5xf32>
    %54 = stablehlo.multiply %53, %47 : tensor<4x5xf32>
    %cst_10 = stablehlo.constant dense<-5.95202902E-4> : tensor<f32>
    %55 = stablehlo.broadcast_in_dim %cst_10, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %56 = stablehlo.multiply %55, %36 : tensor<4x5xf32>
    %57 = stablehlo.add %54, %56 : tensor<4x5xf32>
    %58 = stablehlo.multiply %57, %47 : tensor<4x5xf32>
    %cst_11 = stablehlo.constant dense<7.93650688E-4> : tensor<f32>
    %59 = stablehlo.broadcast_in_dim %cst_11, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %60 = stablehlo.multiply %59, %32 : tensor<4x5xf32>
    %61 = stablehlo.add %58, %60 : tensor<4x5xf32>
    %62 = stablehlo.multiply %61, %47 : tensor<4x5xf32>
    %cst_12 = stablehlo.constant dense<-0.00277777785> : tensor<f32>
    %63 = stablehlo.broadcast_in_dim %cst_12, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %64 = stablehlo.multiply %63, %28 : tensor<4x5xf32>
    %65 = stablehlo.add %62, %64 : tensor<4x5xf32>
    %66 = stablehlo.multiply %65, %47 : tensor<4x5xf32>
    %cst_13 = stablehlo.constant dense<0.0833333358> : tensor<f32>
    %67 = stablehlo.broadcast_in_dim %cst_13, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %68 = stablehlo.add %66, %67 : tensor<4x5xf32>
    %69 = stablehlo.divide %18, %7 : tensor<4x5xf32>
    %70 = stablehlo.multiply %68, %69 : tensor<4x5xf32>
    %71 = stablehlo.divide %6, %7 : tensor<4x5xf32>
    %72 = stablehlo.log_plus_one %71 : tensor<4x5xf32>
    %73 = stablehlo.multiply %24, %72 : tensor<4x5xf32>
    %74 = stablehlo.log %7 : tensor<4x5xf32>
    %cst_14 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %75 = stablehlo.broadcast_in_dim %cst_14, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %76 = stablehlo.subtract %74, %75 : tensor<4x5xf32>
    %77 = stablehlo.multiply %6, %76 : tensor<4x5xf32>
    %78 = stablehlo.compare LE, %73, %77, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %79 = stablehlo.subtract %70, %77 : tensor<4x5xf32>
    %80 = stablehlo.subtract %79, %73 : tensor<4x5xf32>
    %81 = stablehlo.subtract %70, %73 : tensor<4x5xf32>
    %82 = stablehlo.subtract %81, %77 : tensor<4x5xf32>
    %83 = call @_where(%78, %80, %82) : (tensor<4x5xi1>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %84 = stablehlo.add %14, %83 : tensor<4x5xf32>
    %cst_15 = stablehlo.constant dense<8.000000e+00> : tensor<f32>
    %85 = stablehlo.broadcast_in_dim %cst_15, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %86 = stablehlo.compare LT, %7, %85, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %87 = call @_where(%86, %13, %84) : (tensor<4x5xi1>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %88 = stablehlo.exponential %87 : tensor<4x5xf32>
    %89 = stablehlo.multiply %5, %88 : tensor<4x5xf32>
    return %89 : tensor<4x5xf32>
  }
  func.func private @gammasgn(%arg0: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = stablehlo.floor %arg0 : tensor<4x5xf32>
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %1 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %2 = stablehlo.compare LT, %arg0, %1, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %3 = stablehlo.compare EQ, %arg0, %0, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %4 = stablehlo.and %2, %3 : tensor<4x5xi1>
    %5 = stablehlo.compare NE, %arg0, %arg0, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %6 = stablehlo.or %4, %5 : tensor<4x5xi1>
    %c = stablehlo.constant dense<2> : tensor<i32>
    %7 = call @remainder(%0, %c) : (tensor<4x5xf32>, tensor<i32>) -> tensor<4x5xf32>
    %cst_0 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %8 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %9 = stablehlo.compare NE, %7, %8, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %10 = stablehlo.and %2, %9 : tensor<4x5xi1>
    %cst_1 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %11 = stablehlo.broadcast_in_dim %cst_1, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %12 = stablehlo.compare EQ, %arg0, %11, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %13 = call @signbit(%arg0) : (tensor<4x5xf32>) -> tensor<4x5xi1>
    %14 = stablehlo.and %12, %13 : tensor<4x5xi1>
    %15 = stablehlo.or %10, %14 : tensor<4x5xi1>
    %c_2 = stablehlo.constant dense<false> : tensor<i1>
    %16 = stablehlo.broadcast_in_dim %c_2, dims = [] : (tensor<i1>) -> tensor<4x5xi1>
    %17 = stablehlo.broadcast_in_dim %16, dims = [1, 2] : (tensor<4x5xi1>) -> tensor<1x4x5xi1>
    %18 = stablehlo.broadcast_in_dim %6, dims = [1, 2] : (tensor<4x5xi1>) -> tensor<1x4x5xi1>
    %19 = stablehlo.broadcast_in_dim %15, dims = [1, 2] : (tensor<4x5xi1>) -> tensor<1x4x5xi1>
    %20 = stablehlo.concatenate %17, %18, %19, dim = 0 : (tensor<1x4x5xi1>, tensor<1x4x5xi1>, tensor<1x4x5xi1>) -> tensor<3x4x5xi1>
    %21 = call @argmax(%20) : (tensor<3x4x5xi1>) -> tensor<4x5xi32>
    %cst_3 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %22 = stablehlo.broadcast_in_dim %cst_3, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %cst_4 = stablehlo.constant dense<0x7FC00000> : tensor<f32>
    %23 = stablehlo.broadcast_in_dim %cst_4, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %cst_5 = stablehlo.constant dense<-1.000000e+00> : tensor<f32>
    %24 = stablehlo.broadcast_in_dim %cst_5, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %c_6 = stablehlo.constant dense<1> : tensor<i32>
    %25 = stablehlo.broadcast_in_dim %c_6, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %26 = stablehlo.compare LT, %21, %25, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %c_7 = stablehlo.constant dense<2> : tensor<i32>
    %27 = stablehlo.broadcast_in_dim %c_7, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %28 = stablehlo.compare LT, %21, %27, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %29 = stablehlo.select %28, %23, %24 : tensor<4x5xi1>, tensor<4x5xf32>
    %30 = stablehlo.select %26, %22, %29 : tensor<4x5xi1>, tensor<4x5xf32>
    return %30 : tensor<4x5xf32>
  }
  func.func private @remainder(%arg0: tensor<4x5xf32>, %arg1: tensor<i32>) -> tensor<4x5xf32> {
    %0 = stablehlo.convert %arg1 : (tensor<i32>) -> tensor<f32>
    %1 = stablehlo.broadcast_in_dim %0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %2 = stablehlo.remainder %arg0, %1 : tensor<4x5xf32>
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %3 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %4 = stablehlo.compare NE, %2, %3, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_0 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %5 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %6 = stablehlo.compare LT, %2, %5, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_1 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %7 = stablehlo.compare LT, %0, %cst_1, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %8 = stablehlo.broadcast_in_dim %7, dims = [] : (tensor<i1>) -> tensor<4x5xi1>
    %9 = stablehlo.compare NE, %6, %8, UNSIGNED : (tensor<4x5xi1>, tensor<4x5xi1>) -> tensor<4x5xi1>
    %10 = stablehlo.and %9, %4 : tensor<4x5xi1>
    %11 = stablehlo.broadcast_in_dim %0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %12 = stablehlo.add %2, %11 : tensor<4x5xf32>
    %13 = stablehlo.select %10, %12, %2 : tensor<4x5xi1>, tensor<4x5xf32>
    return %13 : tensor<4x5xf32>
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
  func.func private @argmax(%arg0: tensor<3x4x5xi1>) -> tensor<4x5xi32> {
    %0 = stablehlo.iota dim = 0 : tensor<3x4x5xi32>
    %c = stablehlo.constant dense<false> : tensor<i1>
    %c_0 = stablehlo.constant dense<0> : tensor<i32>
    %1:2 = stablehlo.reduce(%arg0 init: %c), (%0 init: %c_0) across dimensions = [0] : (tensor<3x4x5xi1>, tensor<3x4x5xi32>, tensor<i1>, tensor<i32>) -> (tensor<4x5xi1>, tensor<4x5xi32>)
     reducer(%arg1: tensor<i1>, %arg3: tensor<i1>) (%arg2: tensor<i32>, %arg4: tensor<i32>)  {
      %2 = stablehlo.compare GT, %arg1, %arg3, UNSIGNED : (tensor<i1>, tensor<i1>) -> tensor<i1>
      %3 = stablehlo.compare NE, %arg1, %arg1, UNSIGNED : (tensor<i1>, tensor<i1>) -> tensor<i1>
      %4 = stablehlo.or %2, %3 : tensor<i1>
      %5 = stablehlo.compare EQ, %arg1, %arg3, UNSIGNED : (tensor<i1>, tensor<i1>) -> tensor<i1>
      %6 = stablehlo.compare LT, %arg2, %arg4, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
      %7 = stablehlo.and %5, %6 : tensor<i1>
      %8 = stablehlo.or %4, %7 : tensor<i1>
      %9 = stablehlo.select %4, %arg1, %arg3 : tensor<i1>, tensor<i1>
      %10 = stablehlo.select %8, %arg2, %arg4 : tensor<i1>, tensor<i32>
      stablehlo.return %9, %10 : tensor<i1>, tensor<i32>
    }
    return %1#1 : tensor<4x5xi32>
  }
  func.func private @_where(%arg0: tensor<4x5xi1>, %arg1: tensor<4x5xf32>, %arg2: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = stablehlo.select %arg0, %arg1, %arg2 : tensor<4x5xi1>, tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
