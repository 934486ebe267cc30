module @jit_f attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.013256e+00, 6.668496e-01, -1.2947534e+00, -1.8982713e+00, -1.5251602e+00], [-4.8044896e-01, -2.7498317e-01, -9.726255e-01, 3.9783204e-01, 5.94171e-01], [-7.429696e-01, -1.6368891e+00, 1.6473062e+00, -3.316815e-01, -1.1922182e+00], [1.8633072e+00, 1.7379601e+00, -1.0667171e+00, -1.1786487e+00, -9.4076324e-01]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[[-7.69709e-02, -6.679152e-01, 1.6938571e+00, -1.0608422e+00, 5.182858e-01], [1.8105639e+00, 6.7580724e-01, 2.2925554e-01, -1.0255688e+00, -1.3985703e+00], [1.2093009e+00, -1.5665921e+00, 7.961006e-01, 1.7947643e+00, 2.8227478e-01], [-1.3475909e+00, -8.621574e-02, 1.6909871e+00, 2.362388e-01, 4.867354e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[1.2954955e+00, 9.661174e-01, -1.5944686e+00, -1.5987135e+00, -1.8241696e+00], [-7.801794e-01, -5.742656e-01, -1.2695423e+00, 6.973744e-01, 8.938318e-01], [-1.0425835e+00, -1.3371956e+00, 1.3479015e+00, -6.3140994e-01, -1.489954e+00], [2.1629562e+00, 2.0231974e+00, -1.3664318e+00, -1.475702e+00, -1.2396903e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 2.163e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<9.99999997E-7> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %cst_0 = stablehlo.constant dense<9.99999997E-7> : tensor<f32>
    %1 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %cst_1 = stablehlo.constant dense<1.000000e-01> : tensor<f32>
    %2 = stablehlo.broadcast_in_dim %cst_1, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %3 = stablehlo.multiply %2, %arg1 : tensor<4x5xf32>
    %cst_2 = stablehlo.constant dense<0.899999976> : tensor<f32>
    %4 = stablehlo.broadcast_in_dim %cst_2, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %5 = stablehlo.multiply %4, %0 : tensor<4x5xf32>
    %6 = stablehlo.add %3, %5 : tensor<4x5xf32>
    %7 = stablehlo.multiply %arg1, %arg1 : tensor<4x5xf32>
    %8 = stablehlo.subtract %1, %7 : tensor<4x5xf32>
    %9 = stablehlo.sign %8 : tensor<4x5xf32>
    %cst_3 = stablehlo.constant dense<1.000000e-03> : tensor<f32>
    %10 = stablehlo.broadcast_in_dim %cst_3, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %11 = stablehlo.multiply %10, %9 : tensor<4x5xf32>
    %12 = stablehlo.multiply %arg1, %arg1 : tensor<4x5xf32>
    %13 = stablehlo.multiply %11, %12 : tensor<4x5xf32>
    %14 = stablehlo.subtract %1, %13 : tensor<4x5xf32>
    %c = stablehlo.constant dense<0> : tensor<i32>
    %c_4 = stablehlo.constant dense<2147483647> : tensor<i32>
    %15 = stablehlo.compare LT, %c, %c_4, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %c_5 = stablehlo.constant dense<0> : tensor<i32>
    %c_6 = stablehlo.constant dense<1> : tensor<i32>
    %16 = stablehlo.add %c_5, %c_6 : tensor<i32>
    %c_7 = stablehlo.constant dense<2147483647> : tensor<i32>
    %17 = call @_where(%15, %16, %c_7) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
    %18 = stablehlo.convert %17 : (tensor<i32>) -> tensor<f32>
    %cst_8 = stablehlo.constant dense<0.899999976> : tensor<f32>
    %19 = stablehlo.convert %17 : (tensor<i32>) -> tensor<f32>
    %20 = stablehlo.power %cst_8, %19 : tensor<f32>
    %cst_9 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %21 = stablehlo.subtract %cst_9, %20 : tensor<f32>
    %22 = stablehlo.broadcast_in_dim %21, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %23 = stablehlo.divide %6, %22 : tensor<4x5xf32>
    %24 = stablehlo.convert %17 : (tensor<i32>) -> tensor<f32>
    %cst_10 = stablehlo.constant dense<9.990000e-01> : tensor<f32>
    %25 = stablehlo.convert %17 : (tensor<i32>) -> tensor<f32>
    %26 = stablehlo.power %cst_10, %25 : tensor<f32>
    %cst_11 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %27 = stablehlo.subtract %cst_11, %26 : tensor<f32>
    %28 = stablehlo.broadcast_in_dim %27, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %29 = stablehlo.divide %14, %28 : tensor<4x5xf32>
    %cst_12 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %30 = stablehlo.broadcast_in_dim %cst_12, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %31 = stablehlo.add %29, %30 : tensor<4x5xf32>
    %32 = stablehlo.sqrt %31 : tensor<4x5xf32>
    %cst_13 = stablehlo.constant dense<1.000000e-03> : tensor<f32>
    %33 = stablehlo.broadcast_in_dim %cst_13, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %34 = stablehlo.add %32, %33 : tensor<4x5xf32>
    %35 = stablehlo.divide %23, %34 : tensor<4x5xf32>
    %cst_14 = stablehlo.constant dense<-1.000000e-01> : tensor<f32>
    %36 = stablehlo.broadcast_in_dim %cst_14, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %37 = stablehlo.multiply %36, %35 : tensor<4x5xf32>
    %38 = stablehlo.add %arg0, %37 : tensor<4x5xf32>
    %cst_15 = stablehlo.constant dense<1.000000e-01> : tensor<f32>
    %39 = stablehlo.broadcast_in_dim %cst_15, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %40 = stablehlo.multiply %39, %arg1 : tensor<4x5xf32>
    %cst_16 = stablehlo.constant dense<0.899999976> : tensor<f32>
    %41 = stablehlo.broadcast_in_dim %cst_16, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %42 = stablehlo.multiply %41, %6 : tensor<4x5xf32>
    %43 = stablehlo.add %40, %42 : tensor<4x5xf32>
    %44 = stablehlo.multiply %arg1, %arg1 : tensor<4x5xf32>
    %45 = stablehlo.subtract %14, %44 : tensor<4x5xf32>
    %46 = stablehlo.sign %45 : tensor<4x5xf32>
    %cst_17 = stablehlo.constant dense<1.000000e-03> : tensor<f32>
    %47 = stablehlo.broadcast_in_dim %cst_17, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %48 = stablehlo.multiply %47, %46 : tensor<4x5xf32>
    %49 = stablehlo.multiply %arg1, %arg1 : tensor<4x5xf32>
    %50 = stablehlo.multiply %48, %49 : tensor<4x5xf32>
    %51 = stablehlo.subtract %14, %50 : tensor<4x5xf32>
    %c_18 = stablehlo.constant dense<2147483647> : tensor<i32>
    %52 = stablehlo.compare LT, %17, %c_18, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %c_19 = stablehlo.constant dense<1> : tensor<i32>
    %53 = stablehlo.add %17, %c_19 : tensor<i32>
    %c_20 = stablehlo.constant dense<2147483647> : tensor<i32>
    %54 = call @_where(%52, %53, %c_20) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
    %55 = stablehlo.convert %54 : (tensor<i32>) -> tensor<f32>
    %cst_21 = stablehlo.constant dense<0.899999976> : tensor<f32>
    %56 = stablehlo.convert %54 : (tensor<i32>) -> tensor<f32>
    %57 = stablehlo.power %cst_21, %56 : tensor<f32>
    %cst_22 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %58 = stablehlo.subtract %cst_22, %57 : tensor<f32>
    %59 = stablehlo.broadcast_in_dim %58, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %60 = stablehlo.divide %43, %59 : tensor<4x5xf32>
    %61 = stablehlo.convert %54 : (tensor<i32>) -> tensor<f32>
    %cst_23 = stablehlo.constant dense<9.990000e-01> : tensor<f32>
    %62 = stablehlo.convert %54 : (tensor<i32>) -> tensor<f32>
    %63 = stablehlo.power %cst_23, %62 : tensor<f32>
    %cst_24 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %64 = stablehlo.subtract %cst_24, %63 : tensor<f32>
    %65 = stablehlo.broadcast_in_dim %64, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %66 = stablehlo.divide %51, %65 : tensor<4x5xf32>
    %cst_25 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %67 = stablehlo.broadcast_in_dim %cst_25, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %68 = stablehlo.add %66, %67 : tensor<4x5xf32>
    %69 = stablehlo.sqrt %68 : tensor<4x5xf32>
    %cst_26 = stablehlo.constant dense<1.000000e-03> : tensor<f32>
    %70 = stablehlo.broadcast_in_dim %cst_26, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %71 = stablehlo.add %69, %70 : tensor<4x5xf32>
    %72 = stablehlo.divide %60, %71 : tensor<4x5xf32>
    %cst_27 = stablehlo.constant dense<-1.000000e-01> : tensor<f32>
    %73 = stablehlo.broadcast_in_dim %cst_27, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %74 = stablehlo.multiply %73, %72 : tensor<4x5xf32>
    %75 = stablehlo.add %38, %74 : tensor<4x5xf32>
    %cst_28 = stablehlo.constant dense<1.000000e-01> : tensor<f32>
    %76 = stablehlo.broadcast_in_dim %cst_28, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %77 = stablehlo.multiply %76, %arg1 : tensor<4x5xf32>
    %cst_29 = stablehlo.constant dense<0.899999976> : tensor<f32>
    %78 = stablehlo.broadcast_in_dim %cst_29, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %79 = stablehlo.multiply %78, %43 : tensor<4x5xf32>
    %80 = stablehlo.add %77, %79 : tensor<4x5xf32>
    %81 = stablehlo.multiply %arg1, %arg1 : tensor<4x5xf32>
    %82 = stablehlo.subtract %51, %81 : tensor<4x5xf32>
    %83 = stablehlo.sign %82 : tensor<4x5xf32>
    %cst_30 = stablehlo.constant dense<1.000000e-03> : tensor<f32>
    %84 = stablehlo.broadcast_in_dim %cst_30, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %85 = stablehlo.multiply %84, %83 : tensor<4x5xf32>
    %86 = stablehlo.multiply %arg1, %arg1 : tensor<4x5xf32>
    %87 = stablehlo.multiply %85, %86 : tensor<4x5xf32>
    %88 = stablehlo.subtract %51, %87 : tensor<4x5xf32>
    %c_31 = stablehlo.constant dense<2147483647> : tensor<i32>
    %89 = stablehlo.compare LT, %54, %c_31, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %c_32 = stablehlo.constant dense<1> : tensor<i32>
    %90 = stablehlo.add %54, %c_32 : tensor<i32>
    %c_33 = stablehlo.constant dense<2147483647> : tensor<i32>
    %91 = call @_where(%89, %90, %c_33) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
    %92 = stablehlo.convert %91 : (tensor<i32>) -> tensor<f32>
    %cst_34 = stablehlo.constant dense<0.899999976> : tensor<f32>
    %93 = stablehlo.convert %91 : (tensor<i32>) -> tensor<f32>
    %94 = stablehlo.power %cst_34, %93 : tensor<f32>
    %cst_35 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %95 = stablehlo.subtract %cst_35, %94 : tensor<f32>
    %96 = stablehlo.broadcast_in_dim %95, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %97 = stablehlo.divide %80, %96 : tensor<4x5xf32>
    %98 = stablehlo.convert %91 : (tensor<i32>) -> tensor<f32>
    %cst_36 = stablehlo.constant dense<9.990000e-01> : tensor<f32>
    %99 = stablehlo.convert %91 : (tensor<i32>) -> tensor<f32>
    %100 = stablehlo.power %cst_36, %99 : tensor<f32>
    %cst_37 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %101 = stablehlo.subtract %cst_37, %100 : tensor<f32>
    %102 = stablehlo.broadcast_in_dim %101, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %103 = stablehlo.divide %88, %102 : tensor<4x5xf32>
    %cst_38 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %104 = stablehlo.broadcast_in_dim %cst_38, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %105 = stablehlo.add %103, %104 : tensor<4x5xf32>
    %106 = stablehlo.sqrt %105 : tensor<4x5xf32>
    %cst_39 = stablehlo.constant dense<1.000000e-03> : tensor<f32>
    %107 = stablehlo.broadcast_in_dim %cst_39, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %108 = stablehlo.add %106, %107 : tensor<4x5xf32>
    %109 = stablehlo.divide %97, %108 : tensor<4x5xf32>
    %cst_40 = stablehlo.constant dense<-1.000000e-01> : tensor<f32>
    %110 = stablehlo.broadcast_in_dim %cst_40, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %111 = stablehlo.multiply %110, %109 : tensor<4x5xf32>
    %112 = stablehlo.add %75, %111 : tensor<4x5xf32>
    return %112 : tensor<4x5xf32>
  }
  func.func private @_where(%arg0: tensor<i1>, %arg1: tensor<i32>, %arg2: tensor<i32>) -> tensor<i32> {
    %0 = stablehlo.select %arg0, %arg1, %arg2 : tensor<i1>, tensor<i32>
    return %0 : tensor<i32>
  }
}
