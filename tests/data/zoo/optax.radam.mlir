module @jit_f attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[4.5703575e-01, -1.8093382e+00, -1.5702817e+00, -8.164672e-01, -7.197325e-01], [1.2177219e+00, -1.5942098e+00, -1.4998957e+00, -1.9376428e+00, 1.5068445e-01], [5.189173e-01, -2.058908e-01, -1.4248365e+00, 9.123765e-01, 3.5349366e-01], [-9.331019e-01, 7.6332426e-01, 7.974683e-01, -4.1047034e-01, -1.024265e+00]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[[1.4331471e+00, -8.914779e-01, 1.8933182e+00, 1.3435696e-02, -1.8313581e+00], [-6.3085884e-01, -7.1536505e-01, 1.1915404e+00, -5.7471383e-02, 6.36243e-01], [9.820425e-01, -1.0610893e+00, 1.2760172e+00, 6.180962e-01, -7.988046e-01], [-1.1308762e+00, -1.799977e+00, 1.9392779e+00, 9.581837e-01, -4.2441994e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[2.7091732e-02, -1.5418948e+00, -2.138277e+00, -8.204979e-01, -1.7032522e-01], [1.4069797e+00, -1.3796002e+00, -1.8573576e+00, -1.9204016e+00, -4.0188406e-02], [2.2430466e-01, 1.124359e-01, -1.8076416e+00, 7.269477e-01, 5.9313494e-01], [-5.938391e-01, 1.3033173e+00, 2.1568507e-01, -6.979254e-01, -8.9693916e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 2.138e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %cst_0 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %1 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %cst_1 = stablehlo.constant dense<1.000000e-01> : tensor<f32>
    %2 = stablehlo.broadcast_in_dim %cst_1, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %3 = stablehlo.multiply %2, %arg1 : tensor<4x5xf32>
    %cst_2 = stablehlo.constant dense<0.899999976> : tensor<f32>
    %4 = stablehlo.broadcast_in_dim %cst_2, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %5 = stablehlo.multiply %4, %0 : tensor<4x5xf32>
    %6 = stablehlo.add %3, %5 : tensor<4x5xf32>
    %7 = stablehlo.multiply %arg1, %arg1 : tensor<4x5xf32>
    %cst_3 = stablehlo.constant dense<1.000000e-03> : tensor<f32>
    %8 = stablehlo.broadcast_in_dim %cst_3, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %9 = stablehlo.multiply %8, %7 : tensor<4x5xf32>
    %cst_4 = stablehlo.constant dense<9.990000e-01> : tensor<f32>
    %10 = stablehlo.broadcast_in_dim %cst_4, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %11 = stablehlo.multiply %10, %1 : tensor<4x5xf32>
    %12 = stablehlo.add %9, %11 : tensor<4x5xf32>
    %c = stablehlo.constant dense<0> : tensor<i32>
    %c_5 = stablehlo.constant dense<2147483647> : tensor<i32>
    %13 = stablehlo.compare LT, %c, %c_5, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %c_6 = stablehlo.constant dense<0> : tensor<i32>
    %c_7 = stablehlo.constant dense<1> : tensor<i32>
    %14 = stablehlo.add %c_6, %c_7 : tensor<i32>
    %c_8 = stablehlo.constant dense<2147483647> : tensor<i32>
    %15 = call @_where(%13, %14, %c_8) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
    %16 = stablehlo.convert %15 : (tensor<i32>) -> tensor<f32>
    %cst_9 = stablehlo.constant dense<9.990000e-01> : tensor<f32>
    %17 = stablehlo.convert %15 : (tensor<i32>) -> tensor<f32>
    %18 = stablehlo.power %cst_9, %17 : tensor<f32>
    %c_10 = stablehlo.constant dense<2> : tensor<i32>
    %19 = stablehlo.multiply %c_10, %15 : tensor<i32>
    %20 = stablehlo.convert %19 : (tensor<i32>) -> tensor<f32>
    %21 = stablehlo.multiply %20, %18 : tensor<f32>
    %cst_11 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %22 = stablehlo.subtract %cst_11, %18 : tensor<f32>
    %23 = stablehlo.divide %21, %22 : tensor<f32>
    %cst_12 = stablehlo.constant dense<1.999000e+03> : tensor<f32>
    %24 = stablehlo.subtract %cst_12, %23 : tensor<f32>
    %25 = stablehlo.convert %15 : (tensor<i32>) -> tensor<f32>
    %cst_13 = stablehlo.constant dense<0.899999976> : tensor<f32>
    %26 = stablehlo.convert %15 : (tensor<i32>) -> tensor<f32>
    %27 = stablehlo.power %cst_13, %26 : tensor<f32>
    %cst_14 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %28 = stablehlo.subtract %cst_14, %27 : tensor<f32>
    %29 = stablehlo.broadcast_in_dim %28, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %30 = stablehlo.divide %6, %29 : tensor<4x5xf32>
    %31 = stablehlo.convert %15 : (tensor<i32>) -> tensor<f32>
    %cst_15 = stablehlo.constant dense<9.990000e-01> : tensor<f32>
    %32 = stablehlo.convert %15 : (tensor<i32>) -> tensor<f32>
    %33 = stablehlo.power %cst_15, %32 : tensor<f32>
    %cst_16 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %34 = stablehlo.subtract %cst_16, %33 : tensor<f32>
    %35 = stablehlo.broadcast_in_dim %34, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %36 = stablehlo.divide %12, %35 : tensor<4x5xf32>
    %cst_17 = stablehlo.constant dense<4.000000e+00> : tensor<f32>
    %37 = stablehlo.subtract %24, %cst_17 : tensor<f32>
    %cst_18 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
    %38 = stablehlo.subtract %24, %cst_18 : tensor<f32>
    %39 = stablehlo.multiply %37, %38 : tensor<f32>
    %cst_19 = stablehlo.constant dense<1.999000e+03> : tensor<f32>
    %40 = stablehlo.multiply %39, %cst_19 : tensor<f32>
    %cst_20 = stablehlo.constant dense<0x4A732A3C> : tensor<f32>
    %41 = stablehlo.multiply %cst_20, %24 : tensor<f32>
    %42 = stablehlo.divide %40, %41 : tensor<f32>
    %43 = stablehlo.sqrt %42 : tensor<f32>
    %44 = stablehlo.broadcast_in_dim %43, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %45 = stablehlo.multiply %44, %30 : tensor<4x5xf32>
    %cst_21 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %46 = stablehlo.broadcast_in_dim %cst_21, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %47 = stablehlo.add %36, %46 : tensor<4x5xf32>
    %48 = stablehlo.sqrt %47 : tensor<4x5xf32>
    %cst_22 = stablehlo.constant dense<9.99999993E-9> : tensor<f32>
    %49 = stablehlo.broadcast_in_dim %cst_22, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %50 = stablehlo.add %48, %49 : tensor<4x5xf32>
    %51 = stablehlo.divide %45, %50 : tensor<4x5xf32>
    %cst_23 = stablehlo.constant dense<5.000000e+00> : tensor<f32>
    %52 = stablehlo.compare GE, %24, %cst_23, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %53 = call @_where_0(%52, %51, %30) : (tensor<i1>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %cst_24 = stablehlo.constant dense<-1.000000e-01> : tensor<f32>
    %54 = stablehlo.broadcast_in_dim %cst_24, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %55 = stablehlo.multiply %54, %53 : tensor<4x5xf32>
    %56 = stablehlo.add %arg0, %55 : tensor<4x5xf32>
    %cst_25 = stablehlo.constant dense<1.000000e-01> : tensor<f32>
    %57 = stablehlo.broadcast_in_dim %cst_25, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %58 = stablehlo.multiply %57, %arg1 : tensor<4x5xf32>
    %cst_26 = stablehlo.constant dense<0.899999976> : tensor<f32>
    %59 = stablehlo.broadcast_in_dim %cst_26, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %60 = stablehlo.multiply %59, %6 : tensor<4x5xf32>
    %61 = stablehlo.add %58, %60 : tensor<4x5xf32>
    %62 = stablehlo.multiply %arg1, %arg1 : tensor<4x5xf32>
    %cst_27 = stablehlo.constant dense<1.000000e-03> : tensor<f32>
    %63 = stablehlo.broadcast_in_dim %cst_27, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %64 = stablehlo.multiply %63, %62 : tensor<4x5xf32>
    %cst_28 = stablehlo.constant dense<9.990000e-01> : tensor<f32>
    %65 = stablehlo.broadcast_in_dim %cst_28, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %66 = stablehlo.multiply %65, %12 : tensor<4x5xf32>
    %67 = stablehlo.add %64, %66 : tensor<4x5xf32>
    %c_29 = stablehlo.constant dense<2147483647> : tensor<i32>
    %68 = stablehlo.compare LT, %15, %c_29, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %c_30 = stablehlo.constant dense<1> : tensor<i32>
    %69 = stablehlo.add %15, %c_30 : tensor<i32>
    %c_31 = stablehlo.constant dense<2147483647> : tensor<i32>
    %70 = call @_where(%68, %69, %c_31) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
    %71 = stablehlo.convert %70 : (tensor<i32>) -> tensor<f32>
    %cst_32 = stablehlo.constant dense<9.990000e-01> : tensor<f32>
    %72 = stablehlo.convert %70 : (tensor<i32>) -> tensor<f32>
    %73 = stablehlo.power %cst_32, %72 : tensor<f32>
    %c_33 = stablehlo.constant dense<2> : tensor<i32>
    %74 = stablehlo.multiply %c_33, %70 : tensor<i32>
    %75 = stablehlo.convert %74 : (tensor<i32>) -> tensor<f32>
    %76 = stablehlo.multiply %75, %73 : tensor<f32>
    %cst_34 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %77 = stablehlo.subtract %cst_34, %73 : tensor<f32>
    %78 = stablehlo.divide %76, %77 : tensor<f32>
    %cst_35 = stablehlo.constant dense<1.999000e+03> : tensor<f32>
    %79 = stablehlo.subtract %cst_35, %78 : tensor<f32>
    %80 = stablehlo.convert %70 : (tensor<i32>) -> tensor<f32>
    %cst_36 = stablehlo.constant dense<0.899999976> : tensor<f32>
    %81 = stablehlo.convert %70 : (tensor<i32>) -> tensor<f32>
    %82 = stablehlo.power %cst_36, %81 : tensor<f32>
    %cst_37 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %83 = stablehlo.subtract %cst_37, %82 : tensor<f32>
    %84 = stablehlo.broadcast_in_dim %83, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %85 = stablehlo.divide %61, %84 : tensor<4x5xf32>
    %86 = stablehlo.convert %70 : (tensor<i32>) -> tensor<f32>
    %cst_38 = stablehlo.constant dense<9.990000e-01> : tensor<f32>
    %87 = stablehlo.convert %70 : (tensor<i32>) -> tensor<f32>
    %88 = stablehlo.power %cst_38, %87 : tensor<f32>
    %cst_39 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %89 = stablehlo.subtract %cst_39, %88 : tensor<f32>
    %90 = stablehlo.broadcast_in_dim %89, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %91 = stablehlo.divide %67, %90 : tensor<4x5xf32>
    %cst_40 = stablehlo.constant dense<4.000000e+00> : tensor<f32>
    %92 = stablehlo.subtract %79, %cst_40 : tensor<f32>
    %cst_41 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
    %93 = stablehlo.subtract %79, %cst_41 : tensor<f32>
    %94 = stablehlo.multiply %92, %93 : tensor<f32>
    %cst_42 = stablehlo.constant dense<1.999000e+03> : tensor<f32>
    %95 = stablehlo.multiply %94, %cst_42 : tensor<f32>
    %cst_43 = stablehlo.constant dense<0x4A732A3C> : tensor<f32>
    %96 = stablehlo.multiply %cst_43, %79 : tensor<f32>
    %97 = stablehlo.divide %95, %96 : tensor<f32>
    %98 = stablehlo.sqrt %97 : tensor<f32>
    %99 = stablehlo.broadcast_in_dim %98, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %100 = stablehlo.multiply %99, %85 : tensor<4x5xf32>
    %cst_44 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %101 = stablehlo.broadcast_in_dim %cst_44, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %102 = stablehlo.add %91, %101 : tensor<4x5xf32>
    %103 = stablehlo.sqrt %102 : tensor<4x5xf32>
    %cst_45 = stablehlo.constant dense<9.99999993E-9> : tensor<f32>
    %104 = stablehlo.broadcast_in_dim %cst_45, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %105 = stablehlo.add %103, %104 : tensor<4x5xf32>
    %106 = stablehlo.divide %100, %105 : tensor<4x5xf32>
    %cst_46 = stablehlo.constant dense<5.000000e+00> : tensor<f32>
    %107 = stablehlo.compare GE, %79, %cst_46, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %108 = call @_where_0(%107, %106, %85) : (tensor<i1>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %cst_47 = stablehlo.constant dense<-1.000000e-01> : tensor<f32>
    %109 = stablehlo.broadcast_in_dim %cst_47, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %110 = stablehlo.multiply %109, %108 : tensor<4x5xf32>
    %111 = stablehlo.add %56, %110 : tensor<4x5xf32>
    %cst_48 = stablehlo.constant dense<1.000000e-01> : tensor<f32>
    %112 = stablehlo.broadcast_in_dim %cst_48, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %113 = stablehlo.multiply %112, %arg1 : tensor<4x5xf32>
    %cst_49 = stablehlo.constant dense<0.899999976> : tensor<f32>
    %114 = stablehlo.broadcast_in_dim %cst_49, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %115 = stablehlo.multiply %114, %61 : tensor<4x5xf32>
    %116 = stablehlo.add %113, %115 : tensor<4x5xf32>
    %117 = stablehlo.multiply %arg1, %arg1 : tensor<4x5xf32>
    %cst_50 = stablehlo.constant dense<1.000000e-03> : tensor<f32>
    %118 = stablehlo.broadcast_in_dim %cst_50, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %119 = stablehlo.multiply %118, %117 : tensor<4x5xf32>
    %cst_51 = stablehlo.constant dense<9.990000e-01> : tensor<f32>
    %120 = stablehlo.broadcast_in_dim %cst_51, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %121 = stablehlo.multiply %120, %67 : tensor<4x5xf32>
    %122 = stablehlo.add %119, %121 : tensor<4x5xf32>
    %c_52 = stablehlo.constant dense<2147483647> : tensor<i32>
    %123 = stablehlo.compare LT, %70, %c_52, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %c_53 = stablehlo.constant dense<1> : tensor<i32>
    %124 = stablehlo.add %70, %c_53 : tensor<i32>
    %c_54 = stablehlo.constant dense<2147483647> : tensor<i32>
    %125 = call @_where(%123, %124, %c_54) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
    %126 = stablehlo.convert %125 : (tensor<i32>) -> tensor<f32>
    %cst_55 = stablehlo.constant dense<9.990000e-01> : tensor<f32>
    %127 = stablehlo.convert %125 : (tensor<i32>) -> tensor<f32>
    %128 = stablehlo.power %cst_55, %127 : tensor<f32>
    %c_56 = stablehlo.constant dense<2> : tensor<i32>
    %129 = stablehlo.multiply %c_56, %125 : tensor<i32>
    %130 = stablehlo.convert %129 : (tensor<i32>) -> tensor<f32>
    %131 = stablehlo.multiply %130, %128 : tensor<f32>
    %cst_57 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %132 = stablehlo.subtract %cst_57, %128 : tensor<f32>
    %133 = stablehlo.divide %131, %132 : tensor<f32>
    %cst_58 = stablehlo.constant dense<1.999000e+03> : tensor<f32>
    %134 = stablehlo.subtract %cst_58, %133 : tensor<f32>
    %135 = stablehlo.convert %125 : (tensor<i32>) -> tensor<f32>
    %cst_59 = stablehlo.constant dense<0.899999976> : tensor<f32>
    %136 = stablehlo.convert %125 : (tensor<i32>) -> tensor<f32>
    %137 = stablehlo.power %cst_59, %136 : tensor<f32>
    %cst_60 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %138 = stablehlo.subtract %cst_60, %137 : tensor<f32>
    %139 = stablehlo.broadcast_in_dim %138, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %140 = stablehlo.divide %116, %139 : tensor<4x5xf32>
    %141 = stablehlo.convert %125 : (tensor<i32>) -> tensor<f32>
    %cst_61 = stablehlo.constant dense<9.990000e-01> : tensor<f32>
    %142 = stablehlo.convert %125 : (tensor<i32>) -> tensor<f32>
    %143 = stablehlo.power %cst_61, %142 : tensor<f32>
    %cst_62 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %144 = stablehlo.subtract %cst_62, %143 : tensor<f32>
    %145 = stablehlo.broadcast_in_dim %144, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %146 = stablehlo.divide %122, %145 : tensor<4x5xf32>
    %cst_63 = stablehlo.constant dense<4.000000e+00> : tensor<f32>
    %147 = stablehlo.subtract %134, %cst_63 : tensor<f32>
    %cst_64 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
    %148 = stablehlo.subtract %134, %cst_64 : tensor<f32>
    %149 = stablehlo.multiply %147, %148 : tensor<f32>
    %cst_65 = stablehlo.constant dense<1.999000e+03> : tensor<f32>
    %150 = stablehlo.multiply %149, %cst_65 : tensor<f32>
    %cst_66 = stablehlo.constant dense<0x4A732A3C> : tensor<f32>
    %151 = stablehlo.multiply %cst_66, %134 : tensor<f32>
    %152 = stablehlo.divide %150, %151 : tensor<f32>
    %153 = stablehlo.sqrt %152 : tensor<f32>
    %154 = stablehlo.broadcast_in_dim %153, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %155 = stablehlo.multiply %154, %140 : tensor<4x5xf32>
    %cst_67 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %156 = stablehlo.broadcast_in_dim %cst_67, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %157 = stablehlo.add %146, %156 : tensor<4x5xf32>
    %158 = stablehlo.sqrt %157 : tensor<4x5xf32>
    %cst_68 = stablehlo.constant dense<9.99999993E-9> : tensor<f32>
    %159 = stablehlo.broadcast_in_dim %cst_68, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %160 = stablehlo.add %158, %159 : tensor<4x5xf32>
    %161 = stablehlo.divide %155, %160 : tensor<4x5xf32>
    %cst_69 = stablehlo.constant dense<5.000000e+00> : tensor<f32>
    %162 = stablehlo.compare GE, %134, %cst_69, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %163 = call @_where_0(%162, %161, %140) : (tensor<i1>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %cst_70 = stablehlo.constant dense<-1.000000e-01> : tensor<f32>
    %164 = stablehlo.broadcast_in_dim %cst_70, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %165 = stablehlo.multiply %164, %163 : tensor<4x5xf32>
    %166 = stablehlo.add %111, %165 : tensor<4x5xf32>
    return %166 : tensor<4x5xf32>
  }
  func.func private @_where(%arg0: tensor<i1>, %arg1: tensor<i32>, %arg2: tensor<i32>) -> tensor<i32> {
    %0 = stablehlo.select %arg0, %arg1, %arg2 : tensor<i1>, tensor<i32>
    return %0 : tensor<i32>
  }
  func.func private @_where_0(%arg0: tensor<i1>, %arg1: tensor<4x5xf32>, %arg2: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = stablehlo.select %arg0, %arg1, %arg2 : tensor<i1>, tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
