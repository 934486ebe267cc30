module @jit_f attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.4853034e+00, -9.281858e-01, -1.7125665e+00, -1.5945275e+00, 1.6040686e+00], [-5.3439426e-01, -9.121354e-01, 1.9690404e+00, 7.207266e-02, -1.4689419e+00], [1.3985558e+00, 2.4374965e-01, -1.9647754e+00, -9.006357e-01, -2.0262422e-02], [1.1450464e+00, 1.6270177e+00, 2.1206208e-01, -2.7623266e-01, 9.189036e-01]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[[-1.0911064e+00, 1.2280178e-01, -1.5011904e+00, -1.1807383e+00, -9.519104e-01], [8.7112844e-01, 4.836702e-02, 1.8202822e+00, 1.848318e+00, -1.0799685e+00], [6.8353415e-01, 1.3787229e+00, -1.611499e+00, -1.0015212e+00, 1.2079225e+00], [-2.2242399e-01, 1.3949502e+00, 6.604449e-01, -6.4107007e-01, 1.8956947e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[1.8433605e+00, -1.2862405e+00, -1.3545091e+00, -1.2364703e+00, 1.9621258e+00], [-8.9245135e-01, -1.2701857e+00, 1.610983e+00, -2.8598467e-01, -1.1108848e+00], [1.0404987e+00, -1.14307605e-01, -1.6067181e+00, -5.425785e-01, -3.7831965e-01], [1.5031023e+00, 1.2689606e+00, -1.4599489e-01, 8.182428e-02, 5.608463e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.962e-04 : tensor<4x5xf32>
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
    %cst_9 = stablehlo.constant dense<0.899999976> : tensor<f32>
    %17 = stablehlo.convert %15 : (tensor<i32>) -> tensor<f32>
    %18 = stablehlo.power %cst_9, %17 : tensor<f32>
    %cst_10 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %19 = stablehlo.subtract %cst_10, %18 : tensor<f32>
    %20 = stablehlo.broadcast_in_dim %19, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %21 = stablehlo.divide %6, %20 : tensor<4x5xf32>
    %22 = stablehlo.convert %15 : (tensor<i32>) -> tensor<f32>
    %cst_11 = stablehlo.constant dense<9.990000e-01> : tensor<f32>
    %23 = stablehlo.convert %15 : (tensor<i32>) -> tensor<f32>
    %24 = stablehlo.power %cst_11, %23 : tensor<f32>
    %cst_12 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %25 = stablehlo.subtract %cst_12, %24 : tensor<f32>
    %26 = stablehlo.broadcast_in_dim %25, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %27 = stablehlo.divide %12, %26 : tensor<4x5xf32>
    %cst_13 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %28 = stablehlo.broadcast_in_dim %cst_13, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %29 = stablehlo.add %27, %28 : tensor<4x5xf32>
    %30 = stablehlo.sqrt %29 : tensor<4x5xf32>
    %cst_14 = stablehlo.constant dense<9.99999997E-7> : tensor<f32>
    %31 = stablehlo.broadcast_in_dim %cst_14, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %32 = stablehlo.add %30, %31 : tensor<4x5xf32>
    %33 = stablehlo.divide %21, %32 : tensor<4x5xf32>
    %34 = call @norm(%arg0) : (tensor<4x5xf32>) -> tensor<1x1xf32>
    %cst_15 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %35 = stablehlo.broadcast_in_dim %cst_15, dims = [] : (tensor<f32>) -> tensor<1x1xf32>
    %36 = stablehlo.compare LE, %34, %35, FLOAT : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xi1>
    %cst_16 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %37 = stablehlo.broadcast_in_dim %cst_16, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %38 = call @_where_0(%36, %37, %arg0) : (tensor<1x1xi1>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %39 = stablehlo.reshape %34 : (tensor<1x1xf32>) -> tensor<f32>
    %40 = call @norm_1(%38) : (tensor<4x5xf32>) -> tensor<f32>
    %cst_17 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %41 = stablehlo.compare LE, %39, %cst_17, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %cst_18 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %42 = call @_where_2(%41, %cst_18, %40) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
    %43 = call @norm(%33) : (tensor<4x5xf32>) -> tensor<1x1xf32>
    %cst_19 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %44 = stablehlo.broadcast_in_dim %cst_19, dims = [] : (tensor<f32>) -> tensor<1x1xf32>
    %45 = stablehlo.compare LE, %43, %44, FLOAT : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xi1>
    %cst_20 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %46 = stablehlo.broadcast_in_dim %cst_20, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %47 = call @_where_0(%45, %46, %33) : (tensor<1x1xi1>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %48 = stablehlo.reshape %43 : (tensor<1x1xf32>) -> tensor<f32>
    %49 = call @norm_1(%47) : (tensor<4x5xf32>) -> tensor<f32>
    %cst_21 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %50 = stablehlo.compare LE, %48, %cst_21, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %cst_22 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %51 = call @_where_2(%50, %cst_22, %49) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
    %cst_23 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %52 = stablehlo.multiply %cst_23, %42 : tensor<f32>
    %cst_24 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %53 = stablehlo.add %51, %cst_24 : tensor<f32>
    %54 = stablehlo.divide %52, %53 : tensor<f32>
    %cst_25 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %55 = stablehlo.compare EQ, %42, %cst_25, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %cst_26 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %56 = stablehlo.compare EQ, %51, %cst_26, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %57 = stablehlo.or %55, %56 : tensor<i1>
    %cst_27 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %58 = call @_where_3(%57, %cst_27, %54) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
    %59 = stablehlo.broadcast_in_dim %58, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %60 = stablehlo.multiply %33, %59 : tensor<4x5xf32>
    %cst_28 = stablehlo.constant dense<-1.000000e-01> : tensor<f32>
    %61 = stablehlo.broadcast_in_dim %cst_28, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %62 = stablehlo.multiply %61, %60 : tensor<4x5xf32>
    %63 = stablehlo.add %arg0, %62 : tensor<4x5xf32>
    %cst_29 = stablehlo.constant dense<1.000000e-01> : tensor<f32>
    %64 = stablehlo.broadcast_in_dim %cst_29, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %65 = stablehlo.multiply %64, %arg1 : tensor<4x5xf32>
    %cst_30 = stablehlo.constant dense<0.899999976> : tensor<f32>
    %66 = stablehlo.broadcast_in_dim %cst_30, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %67 = stablehlo.multiply %66, %6 : tensor<4x5xf32>
    %68 = stablehlo.add %65, %67 : tensor<4x5xf32>
    %69 = stablehlo.multiply %arg1, %arg1 : tensor<4x5xf32>
    %cst_31 = stablehlo.constant dense<1.000000e-03> : tensor<f32>
    %70 = stablehlo.broadcast_in_dim %cst_31, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %71 = stablehlo.multiply %70, %69 : tensor<4x5xf32>
    %cst_32 = stablehlo.constant dense<9.990000e-01> : tensor<f32>
    %72 = stablehlo.broadcast_in_dim %cst_32, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %73 = stablehlo.multiply %72, %12 : tensor<4x5xf32>
    %74 = stablehlo.add %71, %73 : tensor<4x5xf32>
    %c_33 = stablehlo.constant dense<2147483647> : tensor<i32>
    %75 = stablehlo.compare LT, %15, %c_33, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %c_34 = stablehlo.constant dense<1> : tensor<i32>
    %76 = stablehlo.add %15, %c_34 : tensor<i32>
    %c_35 = stablehlo.constant dense<2147483647> : tensor<i32>
    %77 = call @_where(%75, %76, %c_35) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
    %78 = stablehlo.convert %77 : (tensor<i32>) -> tensor<f32>
    %cst_36 = stablehlo.constant dense<0.899999976> : tensor<f32>
    %79 = stablehlo.convert %77 : (tensor<i32>) -> tensor<f32>
    %80 = stablehlo.power %cst_36, %79 : tensor<f32>
    %cst_37 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %81 = stablehlo.subtract %cst_37, %80 : tensor<f32>
    %82 = stablehlo.broadcast_in_dim %81, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %83 = stablehlo.divide %68, %82 : tensor<4x5xf32>
    %84 = stablehlo.convert %77 : (tensor<i32>) -> tensor<f32>
    %cst_38 = stablehlo.constant dense<9.990000e-01> : tensor<f32>
    %85 = stablehlo.convert %77 : (tensor<i32>) -> tensor<f32>
    %86 = stablehlo.power %cst_38, %85 : tensor<f32>
    %cst_39 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %87 = stablehlo.subtract %cst_39, %86 : tensor<f32>
    %88 = stablehlo.broadcast_in_dim %87, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %89 = stablehlo.divide %74, %88 : tensor<4x5xf32>
    %cst_40 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %90 = stablehlo.broadcast_in_dim %cst_40, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %91 = stablehlo.add %89, %90 : tensor<4x5xf32>
    %92 = stablehlo.sqrt %91 : tensor<4x5xf32>
    %cst_41 = stablehlo.constant dense<9.99999997E-7> : tensor<f32>
    %93 = stablehlo.broadcast_in_dim %cst_41, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %94 = stablehlo.add %92, %93 : tensor<4x5xf32>
    %95 = stablehlo.divide %83, %94 : tensor<4x5xf32>
    %96 = call @norm(%63) : (tensor<4x5xf32>) -> tensor<1x1xf32>
    %cst_42 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %97 = stablehlo.broadcast_in_dim %cst_42, dims = [] : (tensor<f32>) -> tensor<1x1xf32>
    %98 = stablehlo.compare LE, %96, %97, FLOAT : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xi1>
    %cst_43 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %99 = stablehlo.broadcast_in_dim %cst_43, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %100 = call @_where_0(%98, %99, %63) : (tensor<1x1xi1>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %101 = stablehlo.reshape %96 : (tensor<1x1xf32>) -> tensor<f32>
    %102 = call @norm_1(%100) : (tensor<4x5xf32>) -> tensor<f32>
    %cst_44 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %103 = stablehlo.compare LE, %101, %cst_44, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %cst_45 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %104 = call @_where_2(%103, %cst_45, %102) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
    %105 = call @norm(%95) : (tensor<4x5xf32>) -> tensor<1x1xf32>
    %cst_46 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %106 = stablehlo.broadcast_in_dim %cst_46, dims = [] : (tensor<f32>) -> tensor<1x1xf32>
    %107 = stablehlo.compare LE, %105, %106, FLOAT : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xi1>
    %cst_47 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %108 = stablehlo.broadcast_in_dim %cst_47, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %109 = call @_where_0(%107, %108, %95) : (tensor<1x1xi1>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %110 = stablehlo.reshape %105 : (tensor<1x1xf32>) -> tensor<f32>
    %111 = call @norm_1(%109) : (tensor<4x5xf32>) -> tensor<f32>
    %cst_48 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %112 = stablehlo.compare LE, %110, %cst_48, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %cst_49 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %113 = call @_where_2(%112, %cst_49, %111) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
    %cst_50 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %114 = stablehlo.multiply %cst_50, %104 : tensor<f32>
    %cst_51 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %115 = stablehlo.add %113, %cst_51 : tensor<f32>
    %116 = stablehlo.divide %114, %115 : tensor<f32>
    %cst_52 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %117 = stablehlo.compare EQ, %104, %cst_52, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %cst_53 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %118 = stablehlo.compare EQ, %113, %cst_53, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %119 = stablehlo.or %117, %118 : tensor<i1>
    %cst_54 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %120 = call @_where_3(%119, %cst_54, %116) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
    %121 = stablehlo.broadcast_in_dim %120, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %122 = stablehlo.multiply %95, %121 : tensor<4x5xf32>
    %cst_55 = stablehlo.constant dense<-1.000000e-01> : tensor<f32>
    %123 = stablehlo.broadcast_in_dim %cst_55, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %124 = stablehlo.multiply %123, %122 : tensor<4x5xf32>
    %125 = stablehlo.add %63, %124 : tensor<4x5xf32>
    %cst_56 = stablehlo.constant dense<1.000000e-01> : tensor<f32>
    %126 = stablehlo.broadcast_in_dim %cst_56, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %127 = stablehlo.multiply %126, %arg1 : tensor<4x5xf32>
    %cst_57 = stablehlo.constant dense<0.899999976> : tensor<f32>
    %128 = stablehlo.broadcast_in_dim %cst_57, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %129 = stablehlo.multiply %128, %68 : tensor<4x5xf32>
    %130 = stablehlo.add %127, %129 : tensor<4x5xf32>
    %131 = stablehlo.multiply %arg1, %arg1 : tensor<4x5xf32>
    %cst_58 = stablehlo.constant dense<1.000000e-03> : tensor<f32>
    %132 = stablehlo.broadcast_in_dim %cst_58, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %133 = stablehlo.multiply %132, %131 : tensor<4x5xf32>
    %cst_59 = stablehlo.constant dense<9.990000e-01> : tensor<f32>
    %134 = stablehlo.broadcast_in_dim %cst_59, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %135 = stablehlo.multiply %134, %74 : tensor<4x5xf32>
    %136 = stablehlo.add %133, %135 : tensor<4x5xf32>
    %c_60 = stablehlo.constant dense<2147483647> : tensor<i32>
    %137 = stablehlo.compare LT, %77, %c_60, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %c_61 = stablehlo.constant dense<1> : tensor<i32>
    %138 = stablehlo.add %77, %c_61 : tensor<i32>
    %c_62 = stablehlo.constant dense<2147483647> : tensor<i32>
    %139 = call @_where(%137, %138, %c_62) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
    %140 = stablehlo.convert %139 : (tensor<i32>) -> tensor<f32>
    %cst_63 = stablehlo.constant dense<0.899999976> : tensor<f32>
    %141 = stablehlo.convert %139 : (tensor<i32>) -> tensor<f32>
    %142 = stablehlo.power %cst_63, %141 : tensor<f32>
    %cst_64 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %143 = stablehlo.subtract %cst_64, %142 : tensor<f32>
    %144 = stablehlo.broadcast_in_dim %143, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %145 = stablehlo.divide %130, %144 : tensor<4x5xf32>
    %146 = stablehlo.convert %139 : (tensor<i32>) -> tensor<f32>
    %cst_65 = stablehlo.constant dense<9.990000e-01> : tensor<f32>
    %147 = stablehlo.convert %139 : (tensor<i32>) -> tensor<f32>
    %148 = stablehlo.power %cst_65, %147 : tensor<f32>
    %cst_66 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %149 = stablehlo.subtract %cst_66, %148 : tensor<f32>
    %150 = stablehlo.broadcast_in_dim %149, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %151 = stablehlo.divide %136, %150 : tensor<4x5xf32>
    %cst_67 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %152 = stablehlo.broadcast_in_dim %cst_67, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %153 = stablehlo.add %151, %152 : tensor<4x5xf32>
    %154 = stablehlo.sqrt %153 : tensor<4x5xf32>
    %cst_68 = stablehlo.constant dense<9.99999997E-7> : tensor<f32>
    %155 = stablehlo.broadcast_in_dim %cst_68, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %156 = stablehlo.add %154, %155 : tensor<4x5xf32>
    %157 = stablehlo.divide %145, %156 : tensor<4x5xf32>
    %158 = call @norm(%125) : (tensor<4x5xf32>) -> tensor<1x1xf32>
    %cst_69 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %159 = stablehlo.broadcast_in_dim %cst_69, dims = [] : (tensor<f32>) -> tensor<1x1xf32>
    %160 = stablehlo.compare LE, %158, %159, FLOAT : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xi1>
    %cst_70 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %161 = stablehlo.broadcast_in_dim %cst_70, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %162 = call @_where_0(%160, %161, %125) : (tensor<1x1xi1>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %163 = stablehlo.reshape %158 : (tensor<1x1xf32>) -> tensor<f32>
    %164 = call @norm_1(%162) : (tensor<4x5xf32>) -> tensor<f32>
    %cst_71 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %165 = stablehlo.compare LE, %163, %cst_71, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %cst_72 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %166 = call @_where_2(%165, %cst_72, %164) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
    %167 = call @norm(%157) : (tensor<4x5xf32>) -> tensor<1x1xf32>
    %cst_73 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %168 = stablehlo.broadcast_in_dim %cst_73, dims = [] : (tensor<f32>) -> tensor<1x1xf32>
    %169 = stablehlo.compare LE, %167, %168, FLOAT : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xi1>
    %cst_74 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %170 = stablehlo.broadcast_in_dim %cst_74, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %171 = call @_where_0(%169, %170, %157) : (tensor<1x1xi1>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %172 = stablehlo.reshape %167 : (tensor<1x1xf32>) -> tensor<f32>
    %173 = call @norm_1(%171) : (tensor<4x5xf32>) -> tensor<f32>
    %cst_75 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %174 = stablehlo.compare LE, %172, %cst_75, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %cst_76 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %175 = call @_where_2(%174, %cst_76, %173) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
    %cst_77 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %176 = stablehlo.multiply %cst_77, %166 : tensor<f32>
    %cst_78 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %177 = stablehlo.add %175, %cst_78 : tensor<f32>
    %178 = stablehlo.divide %176, %177 : tensor<f32>
    %cst_79 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %179 = stablehlo.compare EQ, %166, %cst_79, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %cst_80 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %180 = stablehlo.compare EQ, %175, %cst_80, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %181 = stablehlo.or %179, %180 : tensor<i1>
    %cst_81 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %182 = call @_where_3(%181, %cst_81, %178) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
    %183 = stablehlo.broadcast_in_dim %182, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %184 = stablehlo.multiply %157, %183 : tensor<4x5xf32>
    %cst_82 = stablehlo.constant dense<-1.000000e-01> : tensor<f32>
    %185 = stablehlo.broadcast_in_dim %cst_82, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %186 = stablehlo.multiply %185, %184 : tensor<4x5xf32>
    %187 = stablehlo.add %125, %186 : tensor<4x5xf32>
    return %187 : tensor<4x5xf32>
  }
  func.func private @_where(%arg0: tensor<i1>, %arg1: tensor<i32>, %arg2: tensor<i32>) -> tensor<i32> {
    %0 = stablehlo.select %arg0, %arg1, %arg2 : tensor<i1>, tensor<i32>
    return %0 : tensor<i32>
  }
  func.func private @norm(%arg0: tensor<4x5xf32>) -> tensor<1x1xf32> {
    %0 = stablehlo.multiply %arg0, %arg0 : tensor<4x5xf32>
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %1 = stablehlo.reduce(%0 init: %cst) applies stablehlo.add across dimensions = [0, 1] : (tensor<4x5xf32>, tensor<f32>) -> tensor<f32>
    %2 = stablehlo.broadcast_in_dim %1, dims = [] : (tensor<f32>) -> tensor<1x1xf32>
    %3 = stablehlo.sqrt %2 : tensor<1x1xf32>
    return %3 : tensor<1x1xf32>
  }
  func.func private @_where_0(%arg0: tensor<1x1xi1>, %arg1: tensor<4x5xf32>, %arg2: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = stablehlo.broadcast_in_dim %arg0, dims = [0, 1] : (tensor<1x1xi1>) -> tensor<4x5xi1>
    %1 = stablehlo.select %0, %arg1, %arg2 : tensor<4x5xi1>, tensor<4x5xf32>
    return %1 : tensor<4x5xf32>
  }
  func.func private @norm_1(%arg0: tensor<4x5xf32>) -> tensor<f32> {
    %0 = stablehlo.multiply %arg0, %arg0 : tensor<4x5xf32>
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %1 = stablehlo.reduce(%0 init: %cst) applies stablehlo.add across dimensions = [0, 1] : (tensor<4x5xf32>, tensor<f32>) -> tensor<f32>
    %2 = stablehlo.sqrt %1 : tensor<f32>
    return %2 : tensor<f32>
  }
  func.func private @_where_2(%arg0: tensor<i1>, %arg1: tensor<f32>, %arg2: tensor<f32>) -> tensor<f32> {
    %0 = stablehlo.convert %arg1 : tensor<f32>
    %1 = stablehlo.select %arg0, %0, %arg2 : tensor<i1>, tensor<f32>
    return %1 : tensor<f32>
  }
  func.func private @_where_3(%arg0: tensor<i1>, %arg1: tensor<f32>, %arg2: tensor<f32>) -> tensor<f32> {
    %0 = stablehlo.select %arg0, %arg1, %arg2 : tensor<i1>, tensor<f32>
    return %0 : tensor<f32>
  }
}
