module @jit_f attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-2.8797624e-01, -3.8307223e-01, -1.9939574e+00, -6.209085e-01, -1.9012511e+00], [-7.405783e-02, -2.6527286e-01, -1.2272485e+00, 9.987057e-01, -1.2774696e+00], [1.5710722e+00, -8.9462805e-01, -1.9104756e+00, -6.171421e-01, 2.7965525e-01], [-1.3740364e+00, -1.1068892e+00, 1.1498312e+00, 4.0189648e-01, 1.8455788e+00]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[[-1.6875474e+00, 1.8186283e+00, -1.2392249e+00, -8.635009e-01, 1.0648324e+00], [1.9415458e+00, -1.9819844e+00, 1.7259183e+00, -5.11506e-01, 1.0676436e+00], [1.2695354e-01, -3.2829782e-01, -1.5850206e-01, 1.812795e-01, -1.8227005e+00], [-1.176896e+00, 1.000521e+00, -1.681913e+00, -1.6895254e+00, 1.2400997e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[8.2943e-02, -7.539915e-01, -1.623038e+00, -2.4998924e-01, -2.2721703e+00], [-4.449771e-01, 1.0564638e-01, -1.5981679e+00, 1.369625e+00, -1.648389e+00], [1.200153e+00, -5.237088e-01, -1.5395563e+00, -9.880613e-01, 6.505745e-01], [-1.0031171e+00, -1.4778086e+00, 1.5207505e+00, 7.728157e-01, 1.4746596e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 2.272e-04 : tensor<4x5xf32>
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
    %c_9 = stablehlo.constant dense<2147483647> : tensor<i32>
    %16 = stablehlo.compare LT, %15, %c_9, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %c_10 = stablehlo.constant dense<1> : tensor<i32>
    %17 = stablehlo.add %15, %c_10 : tensor<i32>
    %c_11 = stablehlo.constant dense<2147483647> : tensor<i32>
    %18 = call @_where(%16, %17, %c_11) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
    %19 = stablehlo.convert %18 : (tensor<i32>) -> tensor<f32>
    %cst_12 = stablehlo.constant dense<0.899999976> : tensor<f32>
    %20 = stablehlo.convert %18 : (tensor<i32>) -> tensor<f32>
    %21 = stablehlo.power %cst_12, %20 : tensor<f32>
    %cst_13 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %22 = stablehlo.subtract %cst_13, %21 : tensor<f32>
    %23 = stablehlo.broadcast_in_dim %22, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %24 = stablehlo.divide %6, %23 : tensor<4x5xf32>
    %25 = stablehlo.convert %15 : (tensor<i32>) -> tensor<f32>
    %cst_14 = stablehlo.constant dense<0.899999976> : tensor<f32>
    %26 = stablehlo.convert %15 : (tensor<i32>) -> tensor<f32>
    %27 = stablehlo.power %cst_14, %26 : tensor<f32>
    %cst_15 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %28 = stablehlo.subtract %cst_15, %27 : tensor<f32>
    %29 = stablehlo.broadcast_in_dim %28, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %30 = stablehlo.divide %arg1, %29 : tensor<4x5xf32>
    %cst_16 = stablehlo.constant dense<0.899999976> : tensor<f32>
    %31 = stablehlo.broadcast_in_dim %cst_16, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %32 = stablehlo.multiply %31, %24 : tensor<4x5xf32>
    %cst_17 = stablehlo.constant dense<1.000000e-01> : tensor<f32>
    %33 = stablehlo.broadcast_in_dim %cst_17, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %34 = stablehlo.multiply %33, %30 : tensor<4x5xf32>
    %35 = stablehlo.add %32, %34 : tensor<4x5xf32>
    %36 = stablehlo.convert %15 : (tensor<i32>) -> tensor<f32>
    %cst_18 = stablehlo.constant dense<9.990000e-01> : tensor<f32>
    %37 = stablehlo.convert %15 : (tensor<i32>) -> tensor<f32>
    %38 = stablehlo.power %cst_18, %37 : tensor<f32>
    %cst_19 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %39 = stablehlo.subtract %cst_19, %38 : tensor<f32>
    %40 = stablehlo.broadcast_in_dim %39, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %41 = stablehlo.divide %12, %40 : tensor<4x5xf32>
    %cst_20 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %42 = stablehlo.broadcast_in_dim %cst_20, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %43 = stablehlo.add %41, %42 : tensor<4x5xf32>
    %44 = stablehlo.sqrt %43 : tensor<4x5xf32>
    %cst_21 = stablehlo.constant dense<9.99999993E-9> : tensor<f32>
    %45 = stablehlo.broadcast_in_dim %cst_21, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %46 = stablehlo.add %44, %45 : tensor<4x5xf32>
    %47 = stablehlo.divide %35, %46 : tensor<4x5xf32>
    %cst_22 = stablehlo.constant dense<-1.000000e-01> : tensor<f32>
    %48 = stablehlo.broadcast_in_dim %cst_22, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %49 = stablehlo.multiply %48, %47 : tensor<4x5xf32>
    %50 = stablehlo.add %arg0, %49 : tensor<4x5xf32>
    %cst_23 = stablehlo.constant dense<1.000000e-01> : tensor<f32>
    %51 = stablehlo.broadcast_in_dim %cst_23, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %52 = stablehlo.multiply %51, %arg1 : tensor<4x5xf32>
    %cst_24 = stablehlo.constant dense<0.899999976> : tensor<f32>
    %53 = stablehlo.broadcast_in_dim %cst_24, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %54 = stablehlo.multiply %53, %6 : tensor<4x5xf32>
    %55 = stablehlo.add %52, %54 : tensor<4x5xf32>
    %56 = stablehlo.multiply %arg1, %arg1 : tensor<4x5xf32>
    %cst_25 = stablehlo.constant dense<1.000000e-03> : tensor<f32>
    %57 = stablehlo.broadcast_in_dim %cst_25, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %58 = stablehlo.multiply %57, %56 : tensor<4x5xf32>
    %cst_26 = stablehlo.constant dense<9.990000e-01> : tensor<f32>
    %59 = stablehlo.broadcast_in_dim %cst_26, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %60 = stablehlo.multiply %59, %12 : tensor<4x5xf32>
    %61 = stablehlo.add %58, %60 : tensor<4x5xf32>
    %c_27 = stablehlo.constant dense<2147483647> : tensor<i32>
    %62 = stablehlo.compare LT, %15, %c_27, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %c_28 = stablehlo.constant dense<1> : tensor<i32>
    %63 = stablehlo.add %15, %c_28 : tensor<i32>
    %c_29 = stablehlo.constant dense<2147483647> : tensor<i32>
    %64 = call @_where(%62, %63, %c_29) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
    %c_30 = stablehlo.constant dense<2147483647> : tensor<i32>
    %65 = stablehlo.compare LT, %64, %c_30, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %c_31 = stablehlo.constant dense<1> : tensor<i32>
    %66 = stablehlo.add %64, %c_31 : tensor<i32>
    %c_32 = stablehlo.constant dense<2147483647> : tensor<i32>
    %67 = call @_where(%65, %66, %c_32) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
    %68 = stablehlo.convert %67 : (tensor<i32>) -> tensor<f32>
    %cst_33 = stablehlo.constant dense<0.899999976> : tensor<f32>
    %69 = stablehlo.convert %67 : (tensor<i32>) -> tensor<f32>
    %70 = stablehlo.power %cst_33, %69 : tensor<f32>
    %cst_34 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %71 = stablehlo.subtract %cst_34, %70 : tensor<f32>
    %72 = stablehlo.broadcast_in_dim %71, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %73 = stablehlo.divide %55, %72 : tensor<4x5xf32>
    %74 = stablehlo.convert %64 : (tensor<i32>) -> tensor<f32>
    %cst_35 = stablehlo.constant dense<0.899999976> : tensor<f32>
    %75 = stablehlo.convert %64 : (tensor<i32>) -> tensor<f32>
    %76 = stablehlo.power %cst_35, %75 : tensor<f32>
    %cst_36 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %77 = stablehlo.subtract %cst_36, %76 : tensor<f32>
    %78 = stablehlo.broadcast_in_dim %77, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %79 = stablehlo.divide %arg1, %78 : tensor<4x5xf32>
    %cst_37 = stablehlo.constant dense<0.899999976> : tensor<f32>
    %80 = stablehlo.broadcast_in_dim %cst_37, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %81 = stablehlo.multiply %80, %73 : tensor<4x5xf32>
    %cst_38 = stablehlo.constant dense<1.000000e-01> : tensor<f32>
    %82 = stablehlo.broadcast_in_dim %cst_38, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %83 = stablehlo.multiply %82, %79 : tensor<4x5xf32>
    %84 = stablehlo.add %81, %83 : tensor<4x5xf32>
    %85 = stablehlo.convert %64 : (tensor<i32>) -> tensor<f32>
    %cst_39 = stablehlo.constant dense<9.990000e-01> : tensor<f32>
    %86 = stablehlo.convert %64 : (tensor<i32>) -> tensor<f32>
    %87 = stablehlo.power %cst_39, %86 : tensor<f32>
    %cst_40 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %88 = stablehlo.subtract %cst_40, %87 : tensor<f32>
    %89 = stablehlo.broadcast_in_dim %88, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %90 = stablehlo.divide %61, %89 : tensor<4x5xf32>
    %cst_41 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %91 = stablehlo.broadcast_in_dim %cst_41, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %92 = stablehlo.add %90, %91 : tensor<4x5xf32>
    %93 = stablehlo.sqrt %92 : tensor<4x5xf32>
    %cst_42 = stablehlo.constant dense<9.99999993E-9> : tensor<f32>
    %94 = stablehlo.broadcast_in_dim %cst_42, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %95 = stablehlo.add %93, %94 : tensor<4x5xf32>
    %96 = stablehlo.divide %84, %95 : tensor<4x5xf32>
    %cst_43 = stablehlo.constant dense<-1.000000e-01> : tensor<f32>
    %97 = stablehlo.broadcast_in_dim %cst_43, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %98 = stablehlo.multiply %97, %96 : tensor<4x5xf32>
    %99 = stablehlo.add %50, %98 : tensor<4x5xf32>
    %cst_44 = stablehlo.constant dense<1.000000e-01> : tensor<f32>
    %100 = stablehlo.broadcast_in_dim %cst_44, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %101 = stablehlo.multiply %100, %arg1 : tensor<4x5xf32>
    %cst_45 = stablehlo.constant dense<0.899999976> : tensor<f32>
    %102 = stablehlo.broadcast_in_dim %cst_45, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %103 = stablehlo.multiply %102, %55 : tensor<4x5xf32>
    %104 = stablehlo.add %101, %103 : tensor<4x5xf32>
    %105 = stablehlo.multiply %arg1, %arg1 : tensor<4x5xf32>
    %cst_46 = stablehlo.constant dense<1.000000e-03> : tensor<f32>
    %106 = stablehlo.broadcast_in_dim %cst_46, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %107 = stablehlo.multiply %106, %105 : tensor<4x5xf32>
    %cst_47 = stablehlo.constant dense<9.990000e-01> : tensor<f32>
    %108 = stablehlo.broadcast_in_dim %cst_47, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %109 = stablehlo.multiply %108, %61 : tensor<4x5xf32>
    %110 = stablehlo.add %107, %109 : tensor<4x5xf32>
    %c_48 = stablehlo.constant dense<2147483647> : tensor<i32>
    %111 = stablehlo.compare LT, %64, %c_48, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %c_49 = stablehlo.constant dense<1> : tensor<i32>
    %112 = stablehlo.add %64, %c_49 : tensor<i32>
    %c_50 = stablehlo.constant dense<2147483647> : tensor<i32>
    %113 = call @_where(%111, %112, %c_50) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
    %c_51 = stablehlo.constant dense<2147483647> : tensor<i32>
    %114 = stablehlo.compare LT, %113, %c_51, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %c_52 = stablehlo.constant dense<1> : tensor<i32>
    %115 = stablehlo.add %113, %c_52 : tensor<i32>
    %c_53 = stablehlo.constant dense<2147483647> : tensor<i32>
    %116 = call @_where(%114, %115, %c_53) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
    %117 = stablehlo.convert %116 : (tensor<i32>) -> tensor<f32>
    %cst_54 = stablehlo.constant dense<0.899999976> : tensor<f32>
    %118 = stablehlo.convert %116 : (tensor<i32>) -> tensor<f32>
    %119 = stablehlo.power %cst_54, %118 : tensor<f32>
    %cst_55 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %120 = stablehlo.subtract %cst_55, %119 : tensor<f32>
    %121 = stablehlo.broadcast_in_dim %120, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %122 = stablehlo.divide %104, %121 : tensor<4x5xf32>
    %123 = stablehlo.convert %113 : (tensor<i32>) -> tensor<f32>
    %cst_56 = stablehlo.constant dense<0.899999976> : tensor<f32>
    %124 = stablehlo.convert %113 : (tensor<i32>) -> tensor<f32>
    %125 = stablehlo.power %cst_56, %124 : tensor<f32>
    %cst_57 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %126 = stablehlo.subtract %cst_57, %125 : tensor<f32>
    %127 = stablehlo.broadcast_in_dim %126, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %128 = stablehlo.divide %arg1, %127 : tensor<4x5xf32>
    %cst_58 = stablehlo.constant dense<0.899999976> : tensor<f32>
    %129 = stablehlo.broadcast_in_dim %cst_58, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %130 = stablehlo.multiply %129, %122 : tensor<4x5xf32>
    %cst_59 = stablehlo.constant dense<1.000000e-01> : tensor<f32>
    %131 = stablehlo.broadcast_in_dim %cst_59, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %132 = stablehlo.multiply %131, %128 : tensor<4x5xf32>
    %133 = stablehlo.add %130, %132 : tensor<4x5xf32>
    %134 = stablehlo.convert %113 : (tensor<i32>) -> tensor<f32>
    %cst_60 = stablehlo.constant dense<9.990000e-01> : tensor<f32>
    %135 = stablehlo.convert %113 : (tensor<i32>) -> tensor<f32>
    %136 = stablehlo.power %cst_60, %135 : tensor<f32>
    %cst_61 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %137 = stablehlo.subtract %cst_61, %136 : tensor<f32>
    %138 = stablehlo.broadcast_in_dim %137, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %139 = stablehlo.divide %110, %138 : tensor<4x5xf32>
    %cst_62 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %140 = stablehlo.broadcast_in_dim %cst_62, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %141 = stablehlo.add %139, %140 : tensor<4x5xf32>
    %142 = stablehlo.sqrt %141 : tensor<4x5xf32>
    %cst_63 = stablehlo.constant dense<9.99999993E-9> : tensor<f32>
    %143 = stablehlo.broadcast_in_dim %cst_63, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %144 = stablehlo.add %142, %143 : tensor<4x5xf32>
    %145 = stablehlo.divide %133, %144 : tensor<4x5xf32>
    %cst_64 = stablehlo.constant dense<-1.000000e-01> : tensor<f32>
    %146 = stablehlo.broadcast_in_dim %cst_64, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %147 = stablehlo.multiply %146, %145 : tensor<4x5xf32>
    %148 = stablehlo.add %99, %147 : tensor<4x5xf32>
    return %148 : tensor<4x5xf32>
  }
  func.func private @_where(%arg0: tensor<i1>, %arg1: tensor<i32>, %arg2: tensor<i32>) -> tensor<i32> {
    %0 = stablehlo.select %arg0, %arg1, %arg2 : tensor<i1>, tensor<i32>
    return %0 : tensor<i32>
  }
}
