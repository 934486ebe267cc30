module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.04727685e-01, 4.7751352e-01, 2.2517091e-01, 5.829979e-01, 9.451816e-01], [7.317052e-01, 6.4368224e-01, 4.07074e-01, 6.0112184e-01, 9.2043024e-01], [3.93913e-01, 2.1935415e-01, 1.131674e-01, 6.714641e-01, 5.406308e-01], [8.649279e-01, 8.752399e-01, 4.140575e-01, 2.1308151e-01, 2.3062652e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[7.260084e-03, 4.4743133e-01, 4.837854e-01, 1.9600654e-01, -3.3789308e+00], [-4.5880866e-01, -1.9508362e-02, 5.407748e-01, 1.3775039e-01, -2.66025e+00], [5.518179e-01, 4.7257137e-01, 6.582117e-02, -1.3960648e-01, 3.1408572e-01], [-1.6640956e+00, -1.8110764e+00, 5.3408873e-01, 4.595647e-01, 4.9359322e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 3.379e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<2.000000e+00> : tensor<f32>
    %cst_0 = stablehlo.constant dense<3.000000e+00> : tensor<f32>
    %0 = stablehlo.minimum %cst, %cst_0 : tensor<f32>
    %cst_1 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
    %cst_2 = stablehlo.constant dense<3.000000e+00> : tensor<f32>
    %1 = stablehlo.maximum %cst_1, %cst_2 : tensor<f32>
    %2 = chlo.lgamma %0 : tensor<f32> -> tensor<f32>
    %3 = chlo.lgamma %1 : tensor<f32> -> tensor<f32>
    %4 = stablehlo.add %0, %1 : tensor<f32>
    %5 = chlo.lgamma %4 : tensor<f32> -> tensor<f32>
    %6 = stablehlo.subtract %3, %5 : tensor<f32>
    %7 = stablehlo.add %2, %6 : tensor<f32>
    %8 = chlo.lgamma %0 : tensor<f32> -> tensor<f32>
    %9 = stablehlo.divide %0, %1 : tensor<f32>
    %cst_3 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %10 = stablehlo.add %cst_3, %9 : tensor<f32>
    %11 = stablehlo.divide %9, %10 : tensor<f32>
    %cst_4 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %12 = stablehlo.add %cst_4, %9 : tensor<f32>
    %13 = stablehlo.divide %9, %12 : tensor<f32>
    %cst_5 = stablehlo.constant dense<5.000000e-01> : tensor<f32>
    %14 = stablehlo.subtract %0, %cst_5 : tensor<f32>
    %15 = stablehlo.add %1, %14 : tensor<f32>
    %16 = stablehlo.multiply %13, %13 : tensor<f32>
    %17 = stablehlo.add %13, %16 : tensor<f32>
    %cst_6 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %18 = stablehlo.add %cst_6, %17 : tensor<f32>
    %19 = stablehlo.multiply %16, %18 : tensor<f32>
    %20 = stablehlo.add %13, %19 : tensor<f32>
    %cst_7 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %21 = stablehlo.add %cst_7, %20 : tensor<f32>
    %22 = stablehlo.multiply %16, %21 : tensor<f32>
    %23 = stablehlo.add %13, %22 : tensor<f32>
    %cst_8 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %24 = stablehlo.add %cst_8, %23 : tensor<f32>
    %25 = stablehlo.multiply %16, %24 : tensor<f32>
    %26 = stablehlo.add %13, %25 : tensor<f32>
    %cst_9 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %27 = stablehlo.add %cst_9, %26 : tensor<f32>
    %28 = stablehlo.multiply %16, %27 : tensor<f32>
    %29 = stablehlo.add %13, %28 : tensor<f32>
    %cst_10 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %30 = stablehlo.add %cst_10, %29 : tensor<f32>
    %cst_11 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %31 = stablehlo.divide %cst_11, %1 : tensor<f32>
    %32 = stablehlo.multiply %31, %31 : tensor<f32>
    %cst_12 = stablehlo.constant dense<-0.00165322958> : tensor<f32>
    %33 = stablehlo.multiply %cst_12, %30 : tensor<f32>
    %34 = stablehlo.multiply %33, %32 : tensor<f32>
    %cst_13 = stablehlo.constant dense<8.373080e-04> : tensor<f32>
    %35 = stablehlo.multiply %cst_13, %27 : tensor<f32>
    %36 = stablehlo.add %34, %35 : tensor<f32>
    %37 = stablehlo.multiply %36, %32 : tensor<f32>
    %cst_14 = stablehlo.constant dense<-5.95202902E-4> : tensor<f32>
    %38 = stablehlo.multiply %cst_14, %24 : tensor<f32>
    %39 = stablehlo.add %37, %38 : tensor<f32>
    %40 = stablehlo.multiply %39, %32 : tensor<f32>
    %cst_15 = stablehlo.constant dense<7.93650688E-4> : tensor<f32>
    %41 = stablehlo.multiply %cst_15, %21 : tensor<f32>
    %42 = stablehlo.add %40, %41 : tensor<f32>
    %43 = stablehlo.multiply %42, %32 : tensor<f32>
    %cst_16 = stablehlo.constant dense<-0.00277777785> : tensor<f32>
    %44 = stablehlo.multiply %cst_16, %18 : tensor<f32>
    %45 = stablehlo.add %43, %44 : tensor<f32>
    %46 = stablehlo.multiply %45, %32 : tensor<f32>
    %cst_17 = stablehlo.constant dense<0.0833333358> : tensor<f32>
    %47 = stablehlo.add %46, %cst_17 : tensor<f32>
    %48 = stablehlo.divide %11, %1 : tensor<f32>
    %49 = stablehlo.multiply %47, %48 : tensor<f32>
    %50 = stablehlo.divide %0, %1 : tensor<f32>
    %51 = stablehlo.log_plus_one %50 : tensor<f32>
    %52 = stablehlo.multiply %15, %51 : tensor<f32>
    %53 = stablehlo.log %1 : tensor<f32>
    %cst_18 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %54 = stablehlo.subtract %53, %cst_18 : tensor<f32>
    %55 = stablehlo.multiply %0, %54 : tensor<f32>
    %56 = stablehlo.compare LE, %52, %55, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %57 = stablehlo.subtract %49, %55 : tensor<f32>
    %58 = stablehlo.subtract %57, %52 : tensor<f32>
    %59 = stablehlo.subtract %49, %52 : tensor<f32>
    %60 = stablehlo.subtract %59, %55 : tensor<f32>
    %61 = call @_where(%56, %58, %60) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
    %62 = stablehlo.add %8, %61 : tensor<f32>
    %cst_19 = stablehlo.constant dense<8.000000e+00> : tensor<f32>
    %63 = stablehlo.compare LT, %1, %cst_19, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %64 = call @_where(%63, %7, %62) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
    %65 = stablehlo.negate %64 : tensor<f32>
    %cst_20 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %66 = stablehlo.broadcast_in_dim %cst_20, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %67 = stablehlo.subtract %arg0, %66 : tensor<4x5xf32>
    %cst_21 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %68 = stablehlo.broadcast_in_dim %cst_21, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %69 = stablehlo.divide %67, %68 : tensor<4x5xf32>
    %cst_22 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
    %cst_23 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %70 = stablehlo.subtract %cst_22, %cst_23 : tensor<f32>
    %cst_24 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %71 = stablehlo.compare NE, %70, %cst_24, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %72 = stablehlo.compare NE, %69, %69, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %73 = stablehlo.broadcast_in_dim %71, dims = [] : (tensor<i1>) -> tensor<4x5xi1>
    %74 = stablehlo.or %73, %72 : tensor<4x5xi1>
    %75 = stablehlo.log %69 : tensor<4x5xf32>
    %76 = stablehlo.broadcast_in_dim %70, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %77 = stablehlo.multiply %76, %75 : tensor<4x5xf32>
    %cst_25 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %78 = call @_where_0(%74, %77, %cst_25) : (tensor<4x5xi1>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    %cst_26 = stablehlo.constant dense<3.000000e+00> : tensor<f32>
    %cst_27 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %79 = stablehlo.subtract %cst_26, %cst_27 : tensor<f32>
    %80 = stablehlo.negate %69 : tensor<4x5xf32>
    %cst_28 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %81 = stablehlo.compare NE, %79, %cst_28, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %82 = stablehlo.compare NE, %80, %80, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %83 = stablehlo.broadcast_in_dim %81, dims = [] : (tensor<i1>) -> tensor<4x5xi1>
    %84 = stablehlo.or %83, %82 : tensor<4x5xi1>
    %85 = stablehlo.log_plus_one %80 : tensor<4x5xf32>
    %86 = stablehlo.broadcast_in_dim %79, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %87 = stablehlo.multiply %86, %85 : tensor<4x5xf32>
    %cst_29 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %88 = call @_where_0(%84, %87, %cst_29) : (tensor<4x5xi1>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    %89 = stablehlo.add %78, %88 : tensor<4x5xf32>
    %90 = stablehlo.broadcast_in_dim %65, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %91 = stablehlo.add %90, %89 : tensor<4x5xf32>
    %cst_30 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %92 = stablehlo.log %cst_30 : tensor<f32>
    %93 = stablehlo.broadcast_in_dim %92, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %94 = stablehlo.subtract %91, %93 : tensor<4x5xf32>
    %cst_31 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %cst_32 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %95 = stablehlo.add %cst_31, %cst_32 : tensor<f32>
    %96 = stablehlo.broadcast_in_dim %95, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %97 = stablehlo.compare GT, %arg0, %96, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_33 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %98 = stablehlo.broadcast_in_dim %cst_33, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %99 = stablehlo.compare LT, %arg0, %98, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %100 = stablehlo.or %97, %99 : tensor<4x5xi1>
    %cst_34 = stablehlo.constant dense<0xFF800000> : tensor<f32>
    %101 = call @_where_1(%100, %cst_34, %94) : (tensor<4x5xi1>, tensor<f32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %cst_35 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
    %cst_36 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %102 = stablehlo.compare LE, %cst_35, %cst_36, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %cst_37 = stablehlo.constant dense<3.000000e+00> : tensor<f32>
    %cst_38 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %103 = stablehlo.compare LE, %cst_37, %cst_38, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %104 = stablehlo.or %102, %103 : tensor<i1>
    %cst_39 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %cst_40 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %105 = stablehlo.compare LE, %cst_39, %cst_40, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %106 = stablehlo.or %104, %105 : tensor<i1>
    %cst_41 = stablehlo.constant dense<0x7FC00000> : tensor<f32>
    %107 = call @_where_2(%106, %cst_41, %101) : (tensor<i1>, tensor<f32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    return %107 : tensor<4x5xf32>
  }
  func.func private @_where(%arg0: tensor<i1>, %arg1: tensor<f32>, %arg2: tensor<f32>) -> tensor<f32> {
    %0 = stablehlo.select %arg0, %arg1, %arg2 : tensor<i1>, tensor<f32>
    return %0 : tensor<f32>
  }
  func.func private @_where_0(%arg0: tensor<4x5xi1>, %arg1: tensor<4x5xf32>, %arg2: tensor<f32>) -> tensor<4x5xf32> {
    %0 = stablehlo.broadcast_in_dim %arg2, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %1 = stablehlo.select %arg0, %arg1, %0 : tensor<4x5xi1>, tensor<4x5xf32>
    return %1 : tensor<4x5xf32>
  }
  func.func private @_where_1(%arg0: tensor<4x5xi1>, %arg1: tensor<f32>, %arg2: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = stablehlo.convert %arg1 : tensor<f32>
    %1 = stablehlo.broadcast_in_dim %0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %2 = stablehlo.select %arg0, %1, %arg2 : tensor<4x5xi1>, tensor<4x5xf32>
    return %2 : tensor<4x5xf32>
  }
  func.func private @_where_2(%arg0: tensor<i1>, %arg1: tensor<f32>, %arg2: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = stablehlo.convert %arg1 : tensor<f32>
    %1 = stablehlo.broadcast_in_dim %0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %2 = stablehlo.select %arg0, %1, %arg2 : tensor<i1>, tensor<4x5xf32>
    return %2 : tensor<4x5xf32>
  }
}
