module @jit_f attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.1860586e+00, -1.6781291e+00, 2.3483914e-01, -1.2463092e+00, -1.9789673e+00], [8.785845e-01, 1.0115266e+00, -4.553595e-01, -1.8998463e+00, 9.972575e-01], [1.8169055e+00, 9.8392195e-01, 5.5529463e-01, 1.272868e+00, 8.722611e-01], [-1.6755602e+00, -1.0440588e+00, 1.465228e+00, 1.1834767e+00, -5.0712687e-01]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[[2.0849271e-01, 1.6663622e+00, 1.7855221e+00, -8.789852e-01, 1.0551411e+00], [1.6413493e+00, -1.9817519e+00, 9.092572e-02, 1.4788967e+00, -1.0396058e-01], [1.7677863e+00, 1.4747844e+00, 6.572715e-01, 2.9763225e-01, -1.8398355e-01], [7.613189e-01, -4.9887676e-02, -3.3280212e-01, -1.0701956e+00, 1.3613609e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[8.0271566e-01, -2.061472e+00, -1.4850375e-01, -8.629662e-01, -2.3623102e+00], [4.9524164e-01, 1.3948696e+00, -8.3870244e-01, -2.2831893e+00, 1.3806005e+00], [1.4335625e+00, 6.00579e-01, 1.7195173e-01, 8.8952506e-01, 1.255604e+00], [-2.0589032e+00, -6.6071594e-01, 1.848571e+00, 1.5668197e+00, -8.904698e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 2.362e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<1xf32>
    %cst_0 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %1 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<1xf32>
    %cst_1 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %2 = stablehlo.broadcast_in_dim %cst_1, dims = [] : (tensor<f32>) -> tensor<1xf32>
    %cst_2 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %3 = stablehlo.broadcast_in_dim %cst_2, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %c = stablehlo.constant dense<0> : tensor<i32>
    %c_3 = stablehlo.constant dense<0> : tensor<i32>
    %4 = stablehlo.subtract %c, %c_3 : tensor<i32>
    %c_4 = stablehlo.constant dense<1> : tensor<i32>
    %5 = stablehlo.add %4, %c_4 : tensor<i32>
    %6 = stablehlo.convert %5 : (tensor<i32>) -> tensor<f32>
    %cst_5 = stablehlo.constant dense<-8.000000e-01> : tensor<f32>
    %7 = stablehlo.power %6, %cst_5 : tensor<f32>
    %cst_6 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %8 = stablehlo.subtract %cst_6, %7 : tensor<f32>
    %cst_7 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %9 = stablehlo.broadcast_in_dim %cst_7, dims = [] : (tensor<f32>) -> tensor<1xf32>
    %cst_8 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %10 = stablehlo.broadcast_in_dim %cst_8, dims = [] : (tensor<f32>) -> tensor<1xf32>
    %cst_9 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %11 = stablehlo.broadcast_in_dim %cst_9, dims = [] : (tensor<f32>) -> tensor<1xf32>
    %12 = stablehlo.multiply %arg1, %arg1 : tensor<4x5xf32>
    %cst_10 = stablehlo.constant dense<1.000000e-30> : tensor<f32>
    %13 = stablehlo.broadcast_in_dim %cst_10, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %14 = stablehlo.add %12, %13 : tensor<4x5xf32>
    %15 = stablehlo.broadcast_in_dim %8, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %16 = stablehlo.multiply %15, %3 : tensor<4x5xf32>
    %cst_11 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %17 = stablehlo.subtract %cst_11, %8 : tensor<f32>
    %18 = stablehlo.broadcast_in_dim %17, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %19 = stablehlo.multiply %18, %14 : tensor<4x5xf32>
    %20 = stablehlo.add %16, %19 : tensor<4x5xf32>
    %cst_12 = stablehlo.constant dense<-5.000000e-01> : tensor<f32>
    %21 = stablehlo.broadcast_in_dim %cst_12, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %22 = stablehlo.power %20, %21 : tensor<4x5xf32>
    %23 = stablehlo.multiply %arg1, %22 : tensor<4x5xf32>
    %c_13 = stablehlo.constant dense<0> : tensor<i32>
    %c_14 = stablehlo.constant dense<2147483647> : tensor<i32>
    %24 = stablehlo.compare LT, %c_13, %c_14, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %c_15 = stablehlo.constant dense<0> : tensor<i32>
    %c_16 = stablehlo.constant dense<1> : tensor<i32>
    %25 = stablehlo.add %c_15, %c_16 : tensor<i32>
    %c_17 = stablehlo.constant dense<2147483647> : tensor<i32>
    %26 = call @_where(%24, %25, %c_17) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
    %27 = stablehlo.multiply %23, %23 : tensor<4x5xf32>
    %cst_18 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %28 = stablehlo.reduce(%27 init: %cst_18) applies stablehlo.add across dimensions = [0, 1] : (tensor<4x5xf32>, tensor<f32>) -> tensor<f32>
    %cst_19 = stablehlo.constant dense<2.000000e+01> : tensor<f32>
    %29 = stablehlo.divide %28, %cst_19 : tensor<f32>
    %30 = stablehlo.sqrt %29 : tensor<f32>
    %cst_20 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %31 = stablehlo.divide %30, %cst_20 : tensor<f32>
    %cst_21 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %32 = stablehlo.maximum %cst_21, %31 : tensor<f32>
    %33 = stablehlo.broadcast_in_dim %32, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %34 = stablehlo.divide %23, %33 : tensor<4x5xf32>
    %cst_22 = stablehlo.constant dense<1.000000e-01> : tensor<f32>
    %35 = stablehlo.broadcast_in_dim %cst_22, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %36 = stablehlo.multiply %35, %34 : tensor<4x5xf32>
    %37 = stablehlo.multiply %arg0, %arg0 : tensor<4x5xf32>
    %cst_23 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %38 = stablehlo.reduce(%37 init: %cst_23) applies stablehlo.add across dimensions = [0, 1] : (tensor<4x5xf32>, tensor<f32>) -> tensor<f32>
    %cst_24 = stablehlo.constant dense<2.000000e+01> : tensor<f32>
    %39 = stablehlo.divide %38, %cst_24 : tensor<f32>
    %40 = stablehlo.sqrt %39 : tensor<f32>
    %cst_25 = stablehlo.constant dense<1.000000e-03> : tensor<f32>
    %41 = stablehlo.compare LE, %40, %cst_25, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %cst_26 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %42 = stablehlo.broadcast_in_dim %cst_26, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %43 = call @_where_0(%41, %42, %arg0) : (tensor<i1>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %cst_27 = stablehlo.constant dense<1.000000e-03> : tensor<f32>
    %44 = stablehlo.compare LE, %40, %cst_27, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %45 = stablehlo.multiply %43, %43 : tensor<4x5xf32>
    %cst_28 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %46 = stablehlo.reduce(%45 init: %cst_28) applies stablehlo.add across dimensions = [0, 1] : (tensor<4x5xf32>, tensor<f32>) -> tensor<f32>
    %cst_29 = stablehlo.constant dense<2.000000e+01> : tensor<f32>
    %47 = stablehlo.divide %46, %cst_29 : tensor<f32>
    %48 = stablehlo.sqrt %47 : tensor<f32>
    %cst_30 = stablehlo.constant dense<1.000000e-03> : tensor<f32>
    %49 = call @_where_1(%44, %cst_30, %48) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
    %50 = stablehlo.broadcast_in_dim %49, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %51 = stablehlo.multiply %36, %50 : tensor<4x5xf32>
    %cst_31 = stablehlo.constant dense<-1.000000e+00> : tensor<f32>
    %52 = stablehlo.broadcast_in_dim %cst_31, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %53 = stablehlo.multiply %52, %51 : tensor<4x5xf32>
    %54 = stablehlo.add %arg0, %53 : tensor<4x5xf32>
    %c_32 = stablehlo.constant dense<0> : tensor<i32>
    %55 = stablehlo.subtract %26, %c_32 : tensor<i32>
    %c_33 = stablehlo.constant dense<1> : tensor<i32>
    %56 = stablehlo.add %55, %c_33 : tensor<i32>
    %57 = stablehlo.convert %56 : (tensor<i32>) -> tensor<f32>
    %cst_34 = stablehlo.constant dense<-8.000000e-01> : tensor<f32>
    %58 = stablehlo.power %57, %cst_34 : tensor<f32>
    %cst_35 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %59 = stablehlo.subtract %cst_35, %58 : tensor<f32>
    %cst_36 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %60 = stablehlo.broadcast_in_dim %cst_36, dims = [] : (tensor<f32>) -> tensor<1xf32>
    %cst_37 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %61 = stablehlo.broadcast_in_dim %cst_37, dims = [] : (tensor<f32>) -> tensor<1xf32>
    %cst_38 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %62 = stablehlo.broadcast_in_dim %cst_38, dims = [] : (tensor<f32>) -> tensor<1xf32>
    %63 = stablehlo.multiply %arg1, %arg1 : tensor<4x5xf32>
    %cst_39 = stablehlo.constant dense<1.000000e-30> : tensor<f32>
    %64 = stablehlo.broadcast_in_dim %cst_39, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %65 = stablehlo.add %63, %64 : tensor<4x5xf32>
    %66 = stablehlo.broadcast_in_dim %59, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %67 = stablehlo.multiply %66, %20 : tensor<4x5xf32>
    %cst_40 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %68 = stablehlo.subtract %cst_40, %59 : tensor<f32>
    %69 = stablehlo.broadcast_in_dim %68, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %70 = stablehlo.multiply %69, %65 : tensor<4x5xf32>
    %71 = stablehlo.add %67, %70 : tensor<4x5xf32>
    %cst_41 = stablehlo.constant dense<-5.000000e-01> : tensor<f32>
    %72 = stablehlo.broadcast_in_dim %cst_41, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %73 = stablehlo.power %71, %72 : tensor<4x5xf32>
    %74 = stablehlo.multiply %arg1, %73 : tensor<4x5xf32>
    %c_42 = stablehlo.constant dense<2147483647> : tensor<i32>
    %75 = stablehlo.compare LT, %26, %c_42, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %c_43 = stablehlo.constant dense<1> : tensor<i32>
    %76 = stablehlo.add %26, %c_43 : tensor<i32>
    %c_44 = stablehlo.constant dense<2147483647> : tensor<i32>
    %77 = call @_where(%75, %76, %c_44) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
    %78 = stablehlo.multiply %74, %74 : tensor<4x5xf32>
    %cst_45 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %79 = stablehlo.reduce(%78 init: %cst_45) applies stablehlo.add across dimensions = [0, 1] : (tensor<4x5xf32>, tensor<f32>) -> tensor<f32>
    %cst_46 = stablehlo.constant dense<2.000000e+01> : tensor<f32>
    %80 = stablehlo.divide %79, %cst_46 : tensor<f32>
    %81 = stablehlo.sqrt %80 : tensor<f32>
    %cst_47 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %82 = stablehlo.divide %81, %cst_47 : tensor<f32>
    %cst_48 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %83 = stablehlo.maximum %cst_48, %82 : tensor<f32>
    %84 = stablehlo.broadcast_in_dim %83, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %85 = stablehlo.divide %74, %84 : tensor<4x5xf32>
    %cst_49 = stablehlo.constant dense<1.000000e-01> : tensor<f32>
    %86 = stablehlo.broadcast_in_dim %cst_49, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %87 = stablehlo.multiply %86, %85 : tensor<4x5xf32>
    %88 = stablehlo.multiply %54, %54 : tensor<4x5xf32>
    %cst_50 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %89 = stablehlo.reduce(%88 init: %cst_50) applies stablehlo.add across dimensions = [0, 1] : (tensor<4x5xf32>, tensor<f32>) -> tensor<f32>
    %cst_51 = stablehlo.constant dense<2.000000e+01> : tensor<f32>
    %90 = stablehlo.divide %89, %cst_51 : tensor<f32>
    %91 = stablehlo.sqrt %90 : tensor<f32>
    %cst_52 = stablehlo.constant dense<1.000000e-03> : tensor<f32>
    %92 = stablehlo.compare LE, %91, %cst_52, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %cst_53 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %93 = stablehlo.broadcast_in_dim %cst_53, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %94 = call @_where_0(%92, %93, %54) : (tensor<i1>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %cst_54 = stablehlo.constant dense<1.000000e-03> : tensor<f32>
    %95 = stablehlo.compare LE, %91, %cst_54, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %96 = stablehlo.multiply %94, %94 : tensor<4x5xf32>
    %cst_55 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %97 = stablehlo.reduce(%96 init: %cst_55) applies stablehlo.add across dimensions = [0, 1] : (tensor<4x5xf32>, tensor<f32>) -> tensor<f32>
    %cst_56 = stablehlo.constant dense<2.000000e+01> : tensor<f32>
    %98 = stablehlo.divide %97, %cst_56 : tensor<f32>
    %99 = stablehlo.sqrt %98 : tensor<f32>
    %cst_57 = stablehlo.constant dense<1.000000e-03> : tensor<f32>
    %100 = call @_where_1(%95, %cst_57, %99) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
    %101 = stablehlo.broadcast_in_dim %100, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %102 = stablehlo.multiply %87, %101 : tensor<4x5xf32>
    %cst_58 = stablehlo.constant dense<-1.000000e+00> : tensor<f32>
    %103 = stablehlo.broadcast_in_dim %cst_58, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %104 = stablehlo.multiply %103, %102 : tensor<4x5xf32>
    %105 = stablehlo.add %54, %104 : tensor<4x5xf32>
    %c_59 = stablehlo.constant dense<0> : tensor<i32>
    %106 = stablehlo.subtract %77, %c_59 : tensor<i32>
    %c_60 = stablehlo.constant dense<1> : tensor<i32>
    %107 = stablehlo.add %106, %c_60 : tensor<i32>
    %108 = stablehlo.convert %107 : (tensor<i32>) -> tensor<f32>
    %cst_61 = stablehlo.constant dense<-8.000000e-01> : tensor<f32>
    %109 = stablehlo.power %108, %cst_61 : tensor<f32>
    %cst_62 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %110 = stablehlo.subtract %cst_62, %109 : tensor<f32>
    %cst_63 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %111 = stablehlo.broadcast_in_dim %cst_63, dims = [] : (tensor<f32>) -> tensor<1xf32>
    %cst_64 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %112 = stablehlo.broadcast_in_dim %cst_64, dims = [] : (tensor<f32>) -> tensor<1xf32>
    %cst_65 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %113 = stablehlo.broadcast_in_dim %cst_65, dims = [] : (tensor<f32>) -> tensor<1xf32>
    %114 = stablehlo.multiply %arg1, %arg1 : tensor<4x5xf32>
    %cst_66 = stablehlo.constant dense<1.000000e-30> : tensor<f32>
    %115 = stablehlo.broadcast_in_dim %cst_66, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %116 = stablehlo.add %114, %115 : tensor<4x5xf32>
    %117 = stablehlo.broadcast_in_dim %110, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %118 = stablehlo.multiply %117, %71 : tensor<4x5xf32>
    %cst_67 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %119 = stablehlo.subtract %cst_67, %110 : tensor<f32>
    %120 = stablehlo.broadcast_in_dim %119, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %121 = stablehlo.multiply %120, %116 : tensor<4x5xf32>
    %122 = stablehlo.add %118, %121 : tensor<4x5xf32>
    %cst_68 = stablehlo.constant dense<-5.000000e-01> : tensor<f32>
    %123 = stablehlo.broadcast_in_dim %cst_68, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %124 = stablehlo.power %122, %123 : tensor<4x5xf32>
    %125 = stablehlo.multiply %arg1, %124 : tensor<4x5xf32>
    %c_69 = stablehlo.constant dense<2147483647> : tensor<i32>
    %126 = stablehlo.compare LT, %77, %c_69, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %c_70 = stablehlo.constant dense<1> : tensor<i32>
    %127 = stablehlo.add %77, %c_70 : tensor<i32>
    %c_71 = stablehlo.constant dense<2147483647> : tensor<i32>
    %128 = call @_where(%126, %127, %c_71) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
    %129 = stablehlo.multiply %125, %125 : tensor<4x5xf32>
    %cst_72 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %130 = stablehlo.reduce(%129 init: %cst_72) applies stablehlo.add across dimensions = [0, 1] : (tensor<4x5xf32>, tensor<f32>) -> tensor<f32>
    %cst_73 = stablehlo.constant dense<2.000000e+01> : tensor<f32>
    %131 = stablehlo.divide %130, %cst_73 : tensor<f32>
    %132 = stablehlo.sqrt %131 : tensor<f32>
    %cst_74 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %133 = stablehlo.divide %132, %cst_74 : tensor<f32>
    %cst_75 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %134 = stablehlo.maximum %cst_75, %133 : tensor<f32>
    %135 = stablehlo.broadcast_in_dim %134, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %136 = stablehlo.divide %125, %135 : tensor<4x5xf32>
    %cst_76 = stablehlo.constant dense<1.000000e-01> : tensor<f32>
    %137 = stablehlo.broadcast_in_dim %cst_76, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %138 = stablehlo.multiply %137, %136 : tensor<4x5xf32>
    %139 = stablehlo.multiply %105, %105 : tensor<4x5xf32>
    %cst_77 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %140 = stablehlo.reduce(%139 init: %cst_77) applies stablehlo.add across dimensions = [0, 1] : (tensor<4x5xf32>, tensor<f32>) -> tensor<f32>
    %cst_78 = stablehlo.constant dense<2.000000e+01> : tensor<f32>
    %141 = stablehlo.divide %140, %cst_78 : tensor<f32>
    %142 = stablehlo.sqrt %141 : tensor<f32>
    %cst_79 = stablehlo.constant dense<1.000000e-03> : tensor<f32>
    %143 = stablehlo.compare LE, %142, %cst_79, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %cst_80 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %144 = stablehlo.broadcast_in_dim %cst_80, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %145 = call @_where_0(%143, %144, %105) : (tensor<i1>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %cst_81 = stablehlo.constant dense<1.000000e-03> : tensor<f32>
    %146 = stablehlo.compare LE, %142, %cst_81, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %147 = stablehlo.multiply %145, %145 : tensor<4x5xf32>
    %cst_82 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %148 = stablehlo.reduce(%147 init: %cst_82) applies stablehlo.add across dimensions = [0, 1] : (tensor<4x5xf32>, tensor<f32>) -> tensor<f32>
    %cst_83 = stablehlo.constant dense<2.000000e+01> : tensor<f32>
    %149 = stablehlo.divide %148, %cst_83 : tensor<f32>
    %150 = stablehlo.sqrt %149 : tensor<f32>
    %cst_84 = stablehlo.constant dense<1.000000e-03> : tensor<f32>
    %151 = call @_where_1(%146, %cst_84, %150) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
    %152 = stablehlo.broadcast_in_dim %151, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %153 = stablehlo.multiply %138, %152 : tensor<4x5xf32>
    %cst_85 = stablehlo.constant dense<-1.000000e+00> : tensor<f32>
    %154 = stablehlo.broadcast_in_dim %cst_85, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %155 = stablehlo.multiply %154, %153 : tensor<4x5xf32>
    %156 = stablehlo.add %105, %155 : tensor<4x5xf32>
    return %156 : tensor<4x5xf32>
  }
  func.func private @_where(%arg0: tensor<i1>, %arg1: tensor<i32>, %arg2: tensor<i32>) -> tensor<i32> {
    %0 = stablehlo.select %arg0, %arg1, %arg2 : tensor<i1>, tensor<i32>
    return %0 : tensor<i32>
  }
  func.func private @_where_0(%arg0: tensor<i1>, %arg1: tensor<4x5xf32>, %arg2: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = stablehlo.select %arg0, %arg1, %arg2 : tensor<i1>, tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
  func.func private @_where_1(%arg0: tensor<i1>, %arg1: tensor<f32>, %arg2: tensor<f32>) -> tensor<f32> {
    %0 = stablehlo.convert %arg1 : tensor<f32>
    %1 = stablehlo.select %arg0, %0, %arg2 : tensor<i1>, tensor<f32>
    return %1 : tensor<f32>
  }
}
