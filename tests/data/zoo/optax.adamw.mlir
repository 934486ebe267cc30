module @jit_f attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.1976621e+00, 1.2204432e+00, 1.8188775e+00, 1.5292339e+00, -1.902219e+00], [1.1427113e+00, 1.8018466e+00, -2.2477339e-01, -3.427371e-01, -1.8924807e+00], [-1.7154519e-02, 3.4368235e-01, 6.8182796e-01, 6.6953e-01, -1.0504409e+00], [-5.3569984e-01, -6.803121e-01, 1.3378923e+00, -5.1499754e-01, -1.5718846e-01]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[[-1.7809534e+00, 1.8926579e+00, 1.3103912e+00, 5.584655e-01, -9.1141784e-01], [-1.3280146e+00, 6.405338e-02, -5.297096e-01, 1.7735077e+00, -1.4649378e+00], [-1.2287389e+00, 5.505682e-02, 9.720238e-02, -1.050686e+00, -9.058627e-01], [-1.6312426e+00, 1.28519e+00, 5.209128e-01, 1.1389837e+00, -5.117561e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[1.497621e+00, 9.2041165e-01, 1.5188278e+00, 1.2291931e+00, -1.6021669e+00], [1.4426719e+00, 1.5017977e+00, 7.522832e-02, -6.427218e-01, -1.5924289e+00], [2.8284097e-01, 4.367714e-02, 3.8181257e-01, 9.6950483e-01, -7.5041443e-01], [-2.3568879e-01, -9.802867e-01, 1.0378572e+00, -8.149771e-01, 1.4281122e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.602e-04 : tensor<4x5xf32>
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
    %cst_14 = stablehlo.constant dense<9.99999993E-9> : tensor<f32>
    %31 = stablehlo.broadcast_in_dim %cst_14, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %32 = stablehlo.add %30, %31 : tensor<4x5xf32>
    %33 = stablehlo.divide %21, %32 : tensor<4x5xf32>
    %cst_15 = stablehlo.constant dense<9.99999974E-5> : tensor<f32>
    %34 = stablehlo.broadcast_in_dim %cst_15, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %35 = stablehlo.multiply %34, %arg0 : tensor<4x5xf32>
    %36 = stablehlo.add %33, %35 : tensor<4x5xf32>
    %cst_16 = stablehlo.constant dense<-1.000000e-01> : tensor<f32>
    %37 = stablehlo.broadcast_in_dim %cst_16, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %38 = stablehlo.multiply %37, %36 : tensor<4x5xf32>
    %39 = stablehlo.add %arg0, %38 : tensor<4x5xf32>
    %cst_17 = stablehlo.constant dense<1.000000e-01> : tensor<f32>
    %40 = stablehlo.broadcast_in_dim %cst_17, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %41 = stablehlo.multiply %40, %arg1 : tensor<4x5xf32>
    %cst_18 = stablehlo.constant dense<0.899999976> : tensor<f32>
    %42 = stablehlo.broadcast_in_dim %cst_18, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %43 = stablehlo.multiply %42, %6 : tensor<4x5xf32>
    %44 = stablehlo.add %41, %43 : tensor<4x5xf32>
    %45 = stablehlo.multiply %arg1, %arg1 : tensor<4x5xf32>
    %cst_19 = stablehlo.constant dense<1.000000e-03> : tensor<f32>
    %46 = stablehlo.broadcast_in_dim %cst_19, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %47 = stablehlo.multiply %46, %45 : tensor<4x5xf32>
    %cst_20 = stablehlo.constant dense<9.990000e-01> : tensor<f32>
    %48 = stablehlo.broadcast_in_dim %cst_20, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %49 = stablehlo.multiply %48, %12 : tensor<4x5xf32>
    %50 = stablehlo.add %47, %49 : tensor<4x5xf32>
    %c_21 = stablehlo.constant dense<2147483647> : tensor<i32>
    %51 = stablehlo.compare LT, %15, %c_21, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %c_22 = stablehlo.constant dense<1> : tensor<i32>
    %52 = stablehlo.add %15, %c_22 : tensor<i32>
    %c_23 = stablehlo.constant dense<2147483647> : tensor<i32>
    %53 = call @_where(%51, %52, %c_23) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
    %54 = stablehlo.convert %53 : (tensor<i32>) -> tensor<f32>
    %cst_24 = stablehlo.constant dense<0.899999976> : tensor<f32>
    %55 = stablehlo.convert %53 : (tensor<i32>) -> tensor<f32>
    %56 = stablehlo.power %cst_24, %55 : tensor<f32>
    %cst_25 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %57 = stablehlo.subtract %cst_25, %56 : tensor<f32>
    %58 = stablehlo.broadcast_in_dim %57, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %59 = stablehlo.divide %44, %58 : tensor<4x5xf32>
    %60 = stablehlo.convert %53 : (tensor<i32>) -> tensor<f32>
    %cst_26 = stablehlo.constant dense<9.990000e-01> : tensor<f32>
    %61 = stablehlo.convert %53 : (tensor<i32>) -> tensor<f32>
    %62 = stablehlo.power %cst_26, %61 : tensor<f32>
    %cst_27 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %63 = stablehlo.subtract %cst_27, %62 : tensor<f32>
    %64 = stablehlo.broadcast_in_dim %63, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %65 = stablehlo.divide %50, %64 : tensor<4x5xf32>
    %cst_28 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %66 = stablehlo.broadcast_in_dim %cst_28, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %67 = stablehlo.add %65, %66 : tensor<4x5xf32>
    %68 = stablehlo.sqrt %67 : tensor<4x5xf32>
    %cst_29 = stablehlo.constant dense<9.99999993E-9> : tensor<f32>
    %69 = stablehlo.broadcast_in_dim %cst_29, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %70 = stablehlo.add %68, %69 : tensor<4x5xf32>
    %71 = stablehlo.divide %59, %70 : tensor<4x5xf32>
    %cst_30 = stablehlo.constant dense<9.99999974E-5> : tensor<f32>
    %72 = stablehlo.broadcast_in_dim %cst_30, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %73 = stablehlo.multiply %72, %39 : tensor<4x5xf32>
    %74 = stablehlo.add %71, %73 : tensor<4x5xf32>
    %cst_31 = stablehlo.constant dense<-1.000000e-01> : tensor<f32>
    %75 = stablehlo.broadcast_in_dim %cst_31, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %76 = stablehlo.multiply %75, %74 : tensor<4x5xf32>
    %77 = stablehlo.add %39, %76 : tensor<4x5xf32>
    %cst_32 = stablehlo.constant dense<1.000000e-01> : tensor<f32>
    %78 = stablehlo.broadcast_in_dim %cst_32, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %79 = stablehlo.multiply %78, %arg1 : tensor<4x5xf32>
    %cst_33 = stablehlo.constant dense<0.899999976> : tensor<f32>
    %80 = stablehlo.broadcast_in_dim %cst_33, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %81 = stablehlo.multiply %80, %44 : tensor<4x5xf32>
    %82 = stablehlo.add %79, %81 : tensor<4x5xf32>
    %83 = stablehlo.multiply %arg1, %arg1 : tensor<4x5xf32>
    %cst_34 = stablehlo.constant dense<1.000000e-03> : tensor<f32>
    %84 = stablehlo.broadcast_in_dim %cst_34, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %85 = stablehlo.multiply %84, %83 : tensor<4x5xf32>
    %cst_35 = stablehlo.constant dense<9.990000e-01> : tensor<f32>
    %86 = stablehlo.broadcast_in_dim %cst_35, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %87 = stablehlo.multiply %86, %50 : tensor<4x5xf32>
    %88 = stablehlo.add %85, %87 : tensor<4x5xf32>
    %c_36 = stablehlo.constant dense<2147483647> : tensor<i32>
    %89 = stablehlo.compare LT, %53, %c_36, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %c_37 = stablehlo.constant dense<1> : tensor<i32>
    %90 = stablehlo.add %53, %c_37 : tensor<i32>
    %c_38 = stablehlo.constant dense<2147483647> : tensor<i32>
    %91 = call @_where(%89, %90, %c_38) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
    %92 = stablehlo.convert %91 : (tensor<i32>) -> tensor<f32>
    %cst_39 = stablehlo.constant dense<0.899999976> : tensor<f32>
    %93 = stablehlo.convert %91 : (tensor<i32>) -> tensor<f32>
    %94 = stablehlo.power %cst_39, %93 : tensor<f32>
    %cst_40 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %95 = stablehlo.subtract %cst_40, %94 : tensor<f32>
    %96 = stablehlo.broadcast_in_dim %95, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %97 = stablehlo.divide %82, %96 : tensor<4x5xf32>
    %98 = stablehlo.convert %91 : (tensor<i32>) -> tensor<f32>
    %cst_41 = stablehlo.constant dense<9.990000e-01> : tensor<f32>
    %99 = stablehlo.convert %91 : (tensor<i32>) -> tensor<f32>
    %100 = stablehlo.power %cst_41, %99 : tensor<f32>
    %cst_42 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %101 = stablehlo.subtract %cst_42, %100 : tensor<f32>
    %102 = stablehlo.broadcast_in_dim %101, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %103 = stablehlo.divide %88, %102 : tensor<4x5xf32>
    %cst_43 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %104 = stablehlo.broadcast_in_dim %cst_43, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %105 = stablehlo.add %103, %104 : tensor<4x5xf32>
    %106 = stablehlo.sqrt %105 : tensor<4x5xf32>
    %cst_44 = stablehlo.constant dense<9.99999993E-9> : tensor<f32>
    %107 = stablehlo.broadcast_in_dim %cst_44, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %108 = stablehlo.add %106, %107 : tensor<4x5xf32>
    %109 = stablehlo.divide %97, %108 : tensor<4x5xf32>
    %cst_45 = stablehlo.constant dense<9.99999974E-5> : tensor<f32>
    %110 = stablehlo.broadcast_in_dim %cst_45, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %111 = stablehlo.multiply %110, %77 : tensor<4x5xf32>
    %112 = stablehlo.add %109, %111 : tensor<4x5xf32>
    %cst_46 = stablehlo.constant dense<-1.000000e-01> : tensor<f32>
    %113 = stablehlo.broadcast_in_dim %cst_46, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %114 = stablehlo.multiply %113, %112 : tensor<4x5xf32>
    %115 = stablehlo.add %77, %114 : tensor<4x5xf32>
    return %115 : tensor<4x5xf32>
  }
  func.func private @_where(%arg0: tensor<i1>, %arg1: tensor<i32>, %arg2: tensor<i32>) -> tensor<i32> {
    %0 = stablehlo.select %arg0, %arg1, %arg2 : tensor<i1>, tensor<i32>
    return %0 : tensor<i32>
  }
}
