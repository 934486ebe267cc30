module @jit_hyp1f1 attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[5.153702e-01, 6.078353e-01, 1.467743e+00, 7.3125625e-01]> : tensor<4xf32>
    %in1 = stablehlo.constant dense<[2.2738206e+00, 2.4467483e+00, 1.6606535e+00, 2.0721183e+00]> : tensor<4xf32>
    %in2 = stablehlo.constant dense<[3.858794e-01, 8.420574e-01, -6.1775047e-01, 6.215826e-01]> : tensor<4xf32>
    %out = func.call @function(%in0, %in1, %in2) : (tensor<4xf32>, tensor<4xf32>, tensor<4xf32>) -> (tensor<4xf32>)
    %expected0 = stablehlo.constant dense<[1.0959033e+00, 1.2581062e+00, 5.839423e-01, 1.2637911e+00]> : tensor<4xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.264e-03 : tensor<4xf32>
    return
  }
  func.func private @function(%arg0: tensor<4xf32>, %arg1: tensor<4xf32>, %arg2: tensor<4xf32>) -> (tensor<4xf32> {jax.result_info = "result"}) {
    %0 = call @hyp1f1(%arg0, %arg1, %arg2) : (tensor<4xf32>, tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    return %0 : tensor<4xf32>
  }
  func.func private @hyp1f1(%arg0: tensor<4xf32>, %arg1: tensor<4xf32>, %arg2: tensor<4xf32>) -> tensor<4xf32> {
    %0 = stablehlo.abs %arg2 : tensor<4xf32>
    %cst = stablehlo.constant dense<1.000000e+02> : tensor<f32>
    %1 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4xf32>
    %2 = stablehlo.compare LT, %0, %1, FLOAT : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xi1>
    %3 = stablehlo.convert %2 : (tensor<4xi1>) -> tensor<4xi32>
    %c = stablehlo.constant dense<0> : tensor<i32>
    %4 = stablehlo.broadcast_in_dim %c, dims = [] : (tensor<i32>) -> tensor<4xi32>
    %5 = stablehlo.compare EQ, %3, %4, SIGNED : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi1>
    %6 = stablehlo.select %5, %arg0, %arg0 : tensor<4xi1>, tensor<4xf32>
    %7 = stablehlo.select %5, %arg1, %arg1 : tensor<4xi1>, tensor<4xf32>
    %8 = stablehlo.select %5, %arg2, %arg2 : tensor<4xi1>, tensor<4xf32>
    %9 = stablehlo.subtract %7, %6 : tensor<4xf32>
    %cst_0 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %10 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4xf32>
    %11 = stablehlo.subtract %10, %6 : tensor<4xf32>
    %12 = stablehlo.multiply %9, %11 : tensor<4xf32>
    %13 = stablehlo.divide %12, %8 : tensor<4xf32>
    %cst_1 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %14 = stablehlo.broadcast_in_dim %cst_1, dims = [] : (tensor<f32>) -> tensor<4xf32>
    %c_2 = stablehlo.constant dense<1> : tensor<i32>
    %15 = stablehlo.broadcast_in_dim %c_2, dims = [] : (tensor<i32>) -> tensor<4xi32>
    %16:6 = stablehlo.while(%iterArg = %7, %iterArg_19 = %6, %iterArg_20 = %8, %iterArg_21 = %14, %iterArg_22 = %15, %iterArg_23 = %13) : tensor<4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xi32>, tensor<4xf32>
    cond {
      %c_24 = stablehlo.constant dense<250> : tensor<i32>
      %79 = stablehlo.broadcast_in_dim %c_24, dims = [] : (tensor<i32>) -> tensor<4xi32>
      %80 = stablehlo.compare LT, %iterArg_22, %79, SIGNED : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi1>
      %81 = stablehlo.abs %iterArg_23 : tensor<4xf32>
      %82 = stablehlo.abs %iterArg_21 : tensor<4xf32>
      %83 = stablehlo.divide %81, %82 : tensor<4xf32>
      %cst_25 = stablehlo.constant dense<1.1920929E-7> : tensor<f32>
      %84 = stablehlo.broadcast_in_dim %cst_25, dims = [] : (tensor<f32>) -> tensor<4xf32>
      %85 = stablehlo.compare GT, %83, %84, FLOAT : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xi1>
      %c_26 = stablehlo.constant dense<false> : tensor<i1>
      %86 = stablehlo.broadcast_in_dim %c_26, dims = [] : (tensor<i1>) -> tensor<4xi1>
      %87 = stablehlo.compare NE, %80, %86, UNSIGNED : (tensor<4xi1>, tensor<4xi1>) -> tensor<4xi1>
      %88 = stablehlo.convert %87 : tensor<4xi1>
      %89 = stablehlo.and %88, %85 : tensor<4xi1>
      %c_27 = stablehlo.constant dense<false> : tensor<i1>
      %90 = stablehlo.reduce(%89 init: %c_27) applies stablehlo.or across dimensions = [0] : (tensor<4xi1>, tensor<i1>) -> tensor<i1>
      stablehlo.return %90 : tensor<i1>
    } do {
      %79 = stablehlo.add %iterArg_21, %iterArg_23 : tensor<4xf32>
      %80 = stablehlo.subtract %iterArg, %iterArg_19 : tensor<4xf32>
      %81 = stablehlo.convert %iterArg_22 : (tensor<4xi32>) -> tensor<4xf32>
      %82 = stablehlo.add %80, %81 : tensor<4xf32>
      %cst_24 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
      %83 = stablehlo.broadcast_in_dim %cst_24, dims = [] : (tensor<f32>) -> tensor<4xf32>
      %84 = stablehlo.subtract %83, %iterArg_19 : tensor<4xf32>
      %85 = stablehlo.convert %iterArg_22 : (tensor<4xi32>) -> tensor<4xf32>
      %86 = stablehlo.add %84, %85 : tensor<4xf32>
      %87 = stablehlo.multiply %82, %86 : tensor<4xf32>
      %c_25 = stablehlo.constant dense<1> : tensor<i32>
      %88 = stablehlo.broadcast_in_dim %c_25, dims = [] : (tensor<i32>) -> tensor<4xi32>
      %89 = stablehlo.add %iterArg_22, %88 : tensor<4xi32>
      %90 = stablehlo.convert %89 : (tensor<4xi32>) -> tensor<4xf32>
      %91 = stablehlo.divide %87, %90 : tensor<4xf32>
      %92 = stablehlo.divide %91, %iterArg_20 : tensor<4xf32>
      %93 = stablehlo.multiply %iterArg_23, %92 : tensor<4xf32>
      %c_26 = stablehlo.constant dense<1> : tensor<i32>
      %94 = stablehlo.broadcast_in_dim %c_26, dims = [] : (tensor<i32>) -> tensor<4xi32>
      %95 = stablehlo.add %iterArg_22, %94 : tensor<4xi32>
      %c_27 = stablehlo.constant dense<250> : tensor<i32>
      %96 = stablehlo.broadcast_in_dim %c_27, dims = [] : (tensor<i32>) -> tensor<4xi32>
      %97 = stablehlo.compare LT, %iterArg_22, %96, SIGNED : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi1>
      %98 = stablehlo.abs %iterArg_23 : tensor<4xf32>
      %99 = stablehlo.abs %iterArg_21 : tensor<4xf32>
      %100 = stablehlo.divide %98, %99 : tensor<4xf32>
      %cst_28 = stablehlo.constant dense<1.1920929E-7> : tensor<f32>
      %101 = stablehlo.broadcast_in_dim %cst_28, dims = [] : (tensor<f32>) -> tensor<4xf32>
      %102 = stablehlo.compare GT, %100, %101, FLOAT : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xi1>
      %c_29 = stablehlo.constant dense<false> : tensor<i1>
      %103 = stablehlo.broadcast_in_dim %c_29, dims = [] : (tensor<i1>) -> tensor<4xi1>
      %104 = stablehlo.compare NE, %97, %103, UNSIGNED : (tensor<4xi1>, tensor<4xi1>) -> tensor<4xi1>
      %105 = stablehlo.convert %104 : tensor<4xi1>
      %106 = stablehlo.and %105, %102 : tensor<4xi1>
      %107 = stablehlo.broadcast_in_dim %106, dims = [0] : (tensor<4xi1>) -> tensor<4xi1>
      %108 = stablehlo.select %107, %79, %iterArg_21 : tensor<4xi1>, tensor<4xf32>
      %109 = stablehlo.broadcast_in_dim %106, dims = [0] : (tensor<4xi1>) -> tensor<4xi1>
      %110 = stablehlo.select %109, %95, %iterArg_22 : tensor<4xi1>, tensor<4xi32>
      %111 = stablehlo.broadcast_in_dim %106, dims = [0] : (tensor<4xi1>) -> tensor<4xi1>
      %112 = stablehlo.select %111, %93, %iterArg_23 : tensor<4xi1>, tensor<4xf32>
      stablehlo.return %iterArg, %iterArg_19, %iterArg_20, %108, %110, %112 : tensor<4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xi32>, tensor<4xf32>
    }
    %17 = call @gammasgn(%7) : (tensor<4xf32>) -> tensor<4xf32>
    %18 = chlo.lgamma %7 : tensor<4xf32> -> tensor<4xf32>
    %19 = stablehlo.exponential %18 : tensor<4xf32>
    %20 = stablehlo.multiply %17, %19 : tensor<4xf32>
    %21 = call @gammasgn(%6) : (tensor<4xf32>) -> tensor<4xf32>
    %22 = chlo.lgamma %6 : tensor<4xf32> -> tensor<4xf32>
    %23 = stablehlo.exponential %22 : tensor<4xf32>
    %24 = stablehlo.multiply %21, %23 : tensor<4xf32>
    %25 = stablehlo.divide %20, %24 : tensor<4xf32>
    %26 = stablehlo.exponential %8 : tensor<4xf32>
    %27 = stablehlo.multiply %25, %26 : tensor<4xf32>
    %28 = stablehlo.subtract %6, %7 : tensor<4xf32>
    %29 = stablehlo.power %8, %28 : tensor<4xf32>
    %30 = stablehlo.multiply %27, %29 : tensor<4xf32>
    %31 = stablehlo.multiply %30, %16#3 : tensor<4xf32>
    %c_3 = stablehlo.constant dense<1> : tensor<i32>
    %32 = stablehlo.broadcast_in_dim %c_3, dims = [] : (tensor<i32>) -> tensor<4xi32>
    %33 = stablehlo.compare EQ, %3, %32, SIGNED : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi1>
    %34 = stablehlo.select %33, %arg0, %arg0 : tensor<4xi1>, tensor<4xf32>
    %35 = stablehlo.select %33, %arg1, %arg1 : tensor<4xi1>, tensor<4xf32>
    %36 = stablehlo.select %33, %arg2, %arg2 : tensor<4xi1>, tensor<4xf32>
    %37 = stablehlo.divide %34, %35 : tensor<4xf32>
    %38 = stablehlo.multiply %37, %36 : tensor<4xf32>
    %cst_4 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %39 = stablehlo.broadcast_in_dim %cst_4, dims = [] : (tensor<f32>) -> tensor<4xf32>
    %c_5 = stablehlo.constant dense<1> : tensor<i32>
    %40 = stablehlo.broadcast_in_dim %c_5, dims = [] : (tensor<i32>) -> tensor<4xi32>
    %41:6 = stablehlo.while(%iterArg = %34, %iterArg_19 = %35, %iterArg_20 = %36, %iterArg_21 = %39, %iterArg_22 = %40, %iterArg_23 = %38) : tensor<4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xi32>, tensor<4xf32>
    cond {
      %c_24 = stablehlo.constant dense<250> : tensor<i32>
      %79 = stablehlo.broadcast_in_dim %c_24, dims = [] : (tensor<i32>) -> tensor<4xi32>
      %80 = stablehlo.compare LT, %iterArg_22, %79, SIGNED : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi1>
      %81 = stablehlo.abs %iterArg_23 : tensor<4xf32>
      %82 = stablehlo.abs %iterArg_21 : tensor<4xf32>
      %83 = stablehlo.divide %81, %82 : tensor<4xf32>
      %cst_25 = stablehlo.constant dense<1.1920929E-7> : tensor<f32>
      %84 = stablehlo.broadcast_in_dim %cst_25, dims = [] : (tensor<f32>) -> tensor<4xf32>
      %85 = stablehlo.compare GT, %83, %84, FLOAT : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xi1>
      %c_26 = stablehlo.constant dense<false> : tensor<i1>
      %86 = stablehlo.broadcast_in_dim %c_26, dims = [] : (tensor<i1>) -> tensor<4xi1>
      %87 = stablehlo.compare NE, %80, %86, UNSIGNED : (tensor<4xi1>, tensor<4xi1>) -> tensor<4xi1>
      %88 = stablehlo.convert %87 : tensor<4xi1>
      %89 = stablehlo.and %88, %85 : tensor<4xi1>
      %c_27 = stablehlo.constant dense<false> : tensor<i1>
      %90 = stablehlo.reduce(%89 init: %c_27) applies stablehlo.or across dimensions = [0] : (tensor<4xi1>, tensor<i1>) -> tensor<i1>
      stablehlo.return %90 : tensor<i1>
    } do {
      %79 = stablehlo.add %iterArg_21, %iterArg_23 : tensor<4xf32>
      %80 = stablehlo.convert %iterArg_22 : (tensor<4xi32>) -> tensor<4xf32>
      %81 = stablehlo.add %iterArg, %80 : tensor<4xf32>
      %82 = stablehlo.convert %iterArg_22 : (tensor<4xi32>) -> tensor<4xf32>
      %83 = stablehlo.add %iterArg_19, %82 : tensor<4xf32>
      %84 = stablehlo.divide %81, %83 : tensor<4xf32>
      %85 = stablehlo.multiply %84, %iterArg_20 : tensor<4xf32>
      %c_24 = stablehlo.constant dense<1> : tensor<i32>
      %86 = stablehlo.broadcast_in_dim %c_24, dims = [] : (tensor<i32>) -> tensor<4xi32>
      %87 = stablehlo.add %iterArg_22, %86 : tensor<4xi32>
      %88 = stablehlo.convert %87 : (tensor<4xi32>) -> tensor<4xf32>
      %89 = stablehlo.divide %85, %88 : tensor<4xf32>
      %90 = stablehlo.multiply %iterArg_23, %89 : tensor<4xf32>
      %c_25 = stablehlo.constant dense<1> : tensor<i32>
      %91 = stablehlo.broadcast_in_dim %c_25, dims = [] : (tensor<i32>) -> tensor<4xi32>
      %92 = stablehlo.add %iterArg_22, %91 : tensor<4xi32>
      %c_26 = stablehlo.constant dense<250> : tensor<i32>
      %93 = stablehlo.broadcast_in_dim %c_26, dims = [] : (tensor<i32>) -> tensor<4xi32>
      %94 = stablehlo.compare LT, %iterArg_22, %93, SIGNED : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi1>
      %95 = stablehlo.abs %iterArg_23 : tensor<4xf32>
      %96 = stablehlo.abs %iterArg_21 : tensor<4xf32>
      %97 = stablehlo.divide %95, %96 : tensor<4xf32>
      %cst_27 = stablehlo.constant dense<1.1920929E-7> : tensor<f32>
      %98 = stablehlo.broadcast_in_dim %cst_27, dims = [] : (tensor<f32>) -> tensor<4xf32>
      %99 = stablehlo.compare GT, %97, %98, FLOAT : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xi1>
      %c_28 = stablehlo.constant dense<false> : tensor<i1>
      %100 = stablehlo.broadcast_in_dim %c_28, dims = [] : (tensor<i1>) -> tensor<4xi1>
      %101 = stablehlo.compare NE, %94, %100, UNSIGNED : (tensor<4xi1>, tensor<4xi1>) -> tensor<4xi1>
      %102 = stablehlo.convert %101 : tensor<4xi1>
      %103 = stablehlo.and %102, %99 : tensor<4xi1>
      %104 = stablehlo.broadcast_in_dim %103, dims = [0] : (tensor<4xi1>) -> tensor<4xi1>
      %105 = stablehlo.select %104, %79, %iterArg_21 : tensor<4xi1>, tensor<4xf32>
      %106 = stablehlo.broadcast_in_dim %103, dims = [0] : (tensor<4xi1>) -> tensor<4xi1>
      %107 = stablehlo.select %106, %92, %iterArg_22 : tensor<4xi1>, tensor<4xi32>
      %108 = stablehlo.broadcast_in_dim %103, dims = [0] : (tensor<4xi1>) -> tensor<4xi1>
      %109 = stablehlo.select %108, %90, %iterArg_23 : tensor<4xi1>, tensor<4xf32>
      stablehlo.return %iterArg, %iterArg_19, %iterArg_20, %105, %107, %109 : tensor<4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xi32>, tensor<4xf32>
    }
    %c_6 = stablehlo.constant dense<1> : tensor<i32>
    %42 = stablehlo.broadcast_in_dim %c_6, dims = [] : (tensor<i32>) -> tensor<4xi32>
    %43 = stablehlo.compare LT, %3, %42, SIGNED : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi1>
    %44 = stablehlo.select %43, %31, %41#3 : tensor<4xi1>, tensor<4xf32>
    %cst_7 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %45 = stablehlo.broadcast_in_dim %cst_7, dims = [] : (tensor<f32>) -> tensor<4xf32>
    %46 = stablehlo.compare EQ, %arg0, %45, FLOAT : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xi1>
    %47 = stablehlo.convert %46 : (tensor<4xi1>) -> tensor<4xi32>
    %c_8 = stablehlo.constant dense<1> : tensor<i32>
    %48 = stablehlo.broadcast_in_dim %c_8, dims = [] : (tensor<i32>) -> tensor<4xi32>
    %49 = stablehlo.multiply %47, %48 : tensor<4xi32>
    %50 = stablehlo.compare EQ, %arg0, %arg1, FLOAT : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xi1>
    %cst_9 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %51 = stablehlo.broadcast_in_dim %cst_9, dims = [] : (tensor<f32>) -> tensor<4xf32>
    %52 = stablehlo.compare NE, %arg0, %51, FLOAT : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xi1>
    %53 = stablehlo.and %50, %52 : tensor<4xi1>
    %54 = stablehlo.convert %53 : (tensor<4xi1>) -> tensor<4xi32>
    %c_10 = stablehlo.constant dense<2> : tensor<i32>
    %55 = stablehlo.broadcast_in_dim %c_10, dims = [] : (tensor<i32>) -> tensor<4xi32>
    %56 = stablehlo.multiply %54, %55 : tensor<4xi32>
    %57 = stablehlo.add %49, %56 : tensor<4xi32>
    %cst_11 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %58 = stablehlo.broadcast_in_dim %cst_11, dims = [] : (tensor<f32>) -> tensor<4xf32>
    %59 = stablehlo.compare EQ, %arg1, %58, FLOAT : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xi1>
    %cst_12 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %60 = stablehlo.broadcast_in_dim %cst_12, dims = [] : (tensor<f32>) -> tensor<4xf32>
    %61 = stablehlo.compare NE, %arg0, %60, FLOAT : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xi1>
    %62 = stablehlo.and %59, %61 : tensor<4xi1>
    %63 = stablehlo.convert %62 : (tensor<4xi1>) -> tensor<4xi32>
    %c_13 = stablehlo.constant dense<3> : tensor<i32>
    %64 = stablehlo.broadcast_in_dim %c_13, dims = [] : (tensor<i32>) -> tensor<4xi32>
    %65 = stablehlo.multiply %63, %64 : tensor<4xi32>
    %66 = stablehlo.add %57, %65 : tensor<4xi32>
    %67 = stablehlo.exponential %arg2 : tensor<4xf32>
    %cst_14 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %68 = stablehlo.broadcast_in_dim %cst_14, dims = [] : (tensor<f32>) -> tensor<4xf32>
    %cst_15 = stablehlo.constant dense<0x7F800000> : tensor<f32>
    %69 = stablehlo.broadcast_in_dim %cst_15, dims = [] : (tensor<f32>) -> tensor<4xf32>
    %c_16 = stablehlo.constant dense<2> : tensor<i32>
    %70 = stablehlo.broadcast_in_dim %c_16, dims = [] : (tensor<i32>) -> tensor<4xi32>
    %71 = stablehlo.compare LT, %66, %70, SIGNED : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi1>
    %c_17 = stablehlo.constant dense<1> : tensor<i32>
    %72 = stablehlo.broadcast_in_dim %c_17, dims = [] : (tensor<i32>) -> tensor<4xi32>
    %73 = stablehlo.compare LT, %66, %72, SIGNED : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi1>
    %74 = stablehlo.select %73, %44, %68 : tensor<4xi1>, tensor<4xf32>
    %c_18 = stablehlo.constant dense<3> : tensor<i32>
    %75 = stablehlo.broadcast_in_dim %c_18, dims = [] : (tensor<i32>) -> tensor<4xi32>
    %76 = stablehlo.compare LT, %66, %75, SIGNED : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi1>
    %77 = stablehlo.select %76, %67, %69 : tensor<4xi1>, tensor<4xf32>
    %78 = stablehlo.select %71, %74, %77 : tensor<4xi1>, tensor<4xf32>
    return %78 : tensor<4xf32>
  }
  func.func private @gammasgn(%arg0: tensor<4xf32>) -> tensor<4xf32> {
    %0 = stablehlo.floor %arg0 : tensor<4xf32>
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %1 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4xf32>
    %2 = stablehlo.compare LT, %arg0, %1, FLOAT : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xi1>
    %3 = stablehlo.compare EQ, %arg0, %0, FLOAT : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xi1>
    %4 = stablehlo.and %2, %3 : tensor<4xi1>
    %5 = stablehlo.compare NE, %arg0, %arg0, FLOAT : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xi1>
    %6 = stablehlo.or %4, %5 : tensor<4xi1>
    %c = stablehlo.constant dense<2> : tensor<i32>
    %7 = call @remainder(%0, %c) : (tensor<4xf32>, tensor<i32>) -> tensor<4xf32>
    %cst_0 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %8 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4xf32>
    %9 = stablehlo.compare NE, %7, %8, FLOAT : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xi1>
    %10 = stablehlo.and %2, %9 : tensor<4xi1>
    %cst_1 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %11 = stablehlo.broadcast_in_dim %cst_1, dims = [] : (tensor<f32>) -> tensor<4xf32>
    %12 = stablehlo.compare EQ, %arg0, %11, FLOAT : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xi1>
    %13 = call @signbit(%arg0) : (tensor<4xf32>) -> tensor<4xi1>
    %14 = stablehlo.and %12, %13 : tensor<4xi1>
    %15 = stablehlo.or %10, %14 : tensor<4xi1>
    %c_2 = stablehlo.constant dense<false> : tensor<i1>
    %16 = stablehlo.broadcast_in_dim %c_2, dims = [] : (tensor<i1>) -> tensor<4xi1>
    %17 = stablehlo.broadcast_in_dim %16, dims = [0] : (tensor<4xi1>) -> tensor<4x1xi1>
    %18 = stablehlo.broadcast_in_dim %6, dims = [0] : (tensor<4xi1>) -> tensor<4x1xi1>
    %19 = stablehlo.broadcast_in_dim %15, dims = [0] : (tensor<4xi1>) -> tensor<4x1xi1>
    %20 = stablehlo.concatenate %17, %18, %19, dim = 1 : (tensor<4x1xi1>, tensor<4x1xi1>, tensor<4x1xi1>) -> tensor<4x3xi1>
    %21 = call @argmax(%20) : (tensor<4x3xi1>) -> tensor<4xi32>
    %cst_3 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %22 = stablehlo.broadcast_in_dim %cst_3, dims = [] : (tensor<f32>) -> tensor<4xf32>
    %cst_4 = stablehlo.constant dense<0x7FC00000> : tensor<f32>
    %23 = stablehlo.broadcast_in_dim %cst_4, dims = [] : (tensor<f32>) -> tensor<4xf32>
    %cst_5 = stablehlo.constant dense<-1.000000e+00> : tensor<f32>
    %24 = stablehlo.broadcast_in_dim %cst_5, dims = [] : (tensor<f32>) -> tensor<4xf32>
    %c_6 = stablehlo.constant dense<1> : tensor<i32>
    %25 = stablehlo.broadcast_in_dim %c_6, dims = [] : (tensor<i32>) -> tensor<4xi32>
    %26 = stablehlo.compare LT, %21, %25, SIGNED : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi1>
    %c_7 = stablehlo.constant dense<2> : tensor<i32>
    %27 = stablehlo.broadcast_in_dim %c_7, dims = [] : (tensor<i32>) -> tensor<4xi32>
    %28 = stablehlo.compare LT, %21, %27, SIGNED : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi1>
    %29 = stablehlo.select %28, %23, %24 : tensor<4xi1>, tensor<4xf32>
    %30 = stablehlo.select %26, %22, %29 : tensor<4xi1>, tensor<4xf32>
    return %30 : tensor<4xf32>
  }
  func.func private @remainder(%arg0: tensor<4xf32>, %arg1: tensor<i32>) -> tensor<4xf32> {
    %0 = stablehlo.convert %arg1 : (tensor<i32>) -> tensor<f32>
    %1 = stablehlo.broadcast_in_dim %0, dims = [] : (tensor<f32>) -> tensor<4xf32>
    %2 = stablehlo.remainder %arg0, %1 : tensor<4xf32>
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %3 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4xf32>
    %4 = stablehlo.compare NE, %2, %3, FLOAT : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xi1>
    %cst_0 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %5 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4xf32>
    %6 = stablehlo.compare LT, %2, %5, FLOAT : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xi1>
    %cst_1 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %7 = stablehlo.compare LT, %0, %cst_1, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %8 = stablehlo.broadcast_in_dim %7, dims = [] : (tensor<i1>) -> tensor<4xi1>
    %9 = stablehlo.compare NE, %6, %8, UNSIGNED : (tensor<4xi1>, tensor<4xi1>) -> tensor<4xi1>
    %10 = stablehlo.and %9, %4 : tensor<4xi1>
    %11 = stablehlo.broadcast_in_dim %0, dims = [] : (tensor<f32>) -> tensor<4xf32>
    %12 = stablehlo.add %2, %11 : tensor<4xf32>
    %13 = stablehlo.select %10, %12, %2 : tensor<4xi1>, tensor<4xf32>
    return %13 : tensor<4xf32>
  }
  func.func private @signbit(%arg0: tensor<4xf32>) -> tensor<4xi1> {
    %0 = stablehlo.bitcast_convert %arg0 : (tensor<4xf32>) -> tensor<4xi32>
    %c = stablehlo.constant dense<31> : tensor<i32>
    %1 = stablehlo.broadcast_in_dim %c, dims = [] : (tensor<i32>) -> tensor<4xi32>
    %2 = stablehlo.shift_right_arithmetic %0, %1 : tensor<4xi32>
    %c_0 = stablehlo.constant dense<0> : tensor<i32>
    %3 = stablehlo.broadcast_in_dim %c_0, dims = [] : (tensor<i32>) -> tensor<4xi32>
    %4 = stablehlo.compare NE, %2, %3, SIGNED : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi1>
    %5 = stablehlo.convert %4 : tensor<4xi1>
    return %5 : tensor<4xi1>
  }
  func.func private @argmax(%arg0: tensor<4x3xi1>) -> tensor<4xi32> {
    %0 = stablehlo.iota dim = 1 : tensor<4x3xi32>
    %c = stablehlo.constant dense<false> : tensor<i1>
    %c_0 = stablehlo.constant dense<0> : tensor<i32>
    %1:2 = stablehlo.reduce(%arg0 init: %c), (%0 init: %c_0) across dimensions = [1] : (tensor<4x3xi1>, tensor<4x3xi32>, tensor<i1>, tensor<i32>) -> (tensor<4xi1>, tensor<4xi32>)
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
    return %1#1 : tensor<4xi32>
  }
}
