module @jit_f attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-1.1595846e-01, 1.8800629e+00, 1.8121622e+00, -1.5906013e+00, 8.955178e-01], [4.1286746e-01, -1.8068845e+00, 1.4820776e+00, -1.7970672e+00, 1.0881958e+00], [4.1547805e-01, 6.587059e-01, 1.3229644e-01, 2.5266203e-01, 5.1519305e-01], [3.0649325e-01, -4.0082577e-01, -1.6620898e+00, 1.6185993e+00, -1.429786e+00]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[[-1.5863881e+00, 4.15892e-01, -7.7640736e-01, 6.470055e-01, -1.7190424e+00], [1.19388e+00, 1.2531286e+00, -1.2074773e+00, -5.6247123e-02, -1.8229041e+00], [4.552827e-01, 1.8846192e+00, 6.5014374e-01, -1.3281167e+00, 1.2566947e+00], [1.023479e+00, 1.8003294e+00, -2.4676701e-01, 4.3527848e-01, 1.1911821e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[1.8403952e-01, 1.580065e+00, 2.1121602e+00, -1.8905993e+00, 1.1955158e+00], [1.1286948e-01, -2.1068826e+00, 1.7820755e+00, -1.4970692e+00, 1.3881937e+00], [1.1548007e-01, 3.587079e-01, -1.6770154e-01, 5.5266e-01, 2.1519509e-01], [6.4952997e-03, -7.008238e-01, -1.3620919e+00, 1.3186014e+00, -1.7297839e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 2.112e-04 : tensor<4x5xf32>
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
    %cst_15 = stablehlo.constant dense<-1.000000e-01> : tensor<f32>
    %34 = stablehlo.broadcast_in_dim %cst_15, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %35 = stablehlo.multiply %34, %33 : tensor<4x5xf32>
    %36 = stablehlo.add %arg0, %35 : tensor<4x5xf32>
    %cst_16 = stablehlo.constant dense<1.000000e-01> : tensor<f32>
    %37 = stablehlo.broadcast_in_dim %cst_16, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %38 = stablehlo.multiply %37, %arg1 : tensor<4x5xf32>
    %cst_17 = stablehlo.constant dense<0.899999976> : tensor<f32>
    %39 = stablehlo.broadcast_in_dim %cst_17, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %40 = stablehlo.multiply %39, %6 : tensor<4x5xf32>
    %41 = stablehlo.add %38, %40 : tensor<4x5xf32>
    %42 = stablehlo.multiply %arg1, %arg1 : tensor<4x5xf32>
    %cst_18 = stablehlo.constant dense<1.000000e-03> : tensor<f32>
    %43 = stablehlo.broadcast_in_dim %cst_18, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %44 = stablehlo.multiply %43, %42 : tensor<4x5xf32>
    %cst_19 = stablehlo.constant dense<9.990000e-01> : tensor<f32>
    %45 = stablehlo.broadcast_in_dim %cst_19, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %46 = stablehlo.multiply %45, %12 : tensor<4x5xf32>
    %47 = stablehlo.add %44, %46 : tensor<4x5xf32>
    %c_20 = stablehlo.constant dense<2147483647> : tensor<i32>
    %48 = stablehlo.compare LT, %15, %c_20, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %c_21 = stablehlo.constant dense<1> : tensor<i32>
    %49 = stablehlo.add %15, %c_21 : tensor<i32>
    %c_22 = stablehlo.constant dense<2147483647> : tensor<i32>
    %50 = call @_where(%48, %49, %c_22) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
    %51 = stablehlo.convert %50 : (tensor<i32>) -> tensor<f32>
    %cst_23 = stablehlo.constant dense<0.899999976> : tensor<f32>
    %52 = stablehlo.convert %50 : (tensor<i32>) -> tensor<f32>
    %53 = stablehlo.power %cst_23, %52 : tensor<f32>
    %cst_24 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %54 = stablehlo.subtract %cst_24, %53 : tensor<f32>
    %55 = stablehlo.broadcast_in_dim %54, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %56 = stablehlo.divide %41, %55 : tensor<4x5xf32>
    %57 = stablehlo.convert %50 : (tensor<i32>) -> tensor<f32>
    %cst_25 = stablehlo.constant dense<9.990000e-01> : tensor<f32>
    %58 = stablehlo.convert %50 : (tensor<i32>) -> tensor<f32>
    %59 = stablehlo.power %cst_25, %58 : tensor<f32>
    %cst_26 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %60 = stablehlo.subtract %cst_26, %59 : tensor<f32>
    %61 = stablehlo.broadcast_in_dim %60, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %62 = stablehlo.divide %47, %61 : tensor<4x5xf32>
    %cst_27 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %63 = stablehlo.broadcast_in_dim %cst_27, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %64 = stablehlo.add %62, %63 : tensor<4x5xf32>
    %65 = stablehlo.sqrt %64 : tensor<4x5xf32>
    %cst_28 = stablehlo.constant dense<9.99999993E-9> : tensor<f32>
    %66 = stablehlo.broadcast_in_dim %cst_28, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %67 = stablehlo.add %65, %66 : tensor<4x5xf32>
    %68 = stablehlo.divide %56, %67 : tensor<4x5xf32>
    %cst_29 = stablehlo.constant dense<-1.000000e-01> : tensor<f32>
    %69 = stablehlo.broadcast_in_dim %cst_29, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %70 = stablehlo.multiply %69, %68 : tensor<4x5xf32>
    %71 = stablehlo.add %36, %70 : tensor<4x5xf32>
    %cst_30 = stablehlo.constant dense<1.000000e-01> : tensor<f32>
    %72 = stablehlo.broadcast_in_dim %cst_30, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %73 = stablehlo.multiply %72, %arg1 : tensor<4x5xf32>
    %cst_31 = stablehlo.constant dense<0.899999976> : tensor<f32>
    %74 = stablehlo.broadcast_in_dim %cst_31, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %75 = stablehlo.multiply %74, %41 : tensor<4x5xf32>
    %76 = stablehlo.add %73, %75 : tensor<4x5xf32>
    %77 = stablehlo.multiply %arg1, %arg1 : tensor<4x5xf32>
    %cst_32 = stablehlo.constant dense<1.000000e-03> : tensor<f32>
    %78 = stablehlo.broadcast_in_dim %cst_32, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %79 = stablehlo.multiply %78, %77 : tensor<4x5xf32>
    %cst_33 = stablehlo.constant dense<9.990000e-01> : tensor<f32>
    %80 = stablehlo.broadcast_in_dim %cst_33, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %81 = stablehlo.multiply %80, %47 : tensor<4x5xf32>
    %82 = stablehlo.add %79, %81 : tensor<4x5xf32>
    %c_34 = stablehlo.constant dense<2147483647> : tensor<i32>
    %83 = stablehlo.compare LT, %50, %c_34, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %c_35 = stablehlo.constant dense<1> : tensor<i32>
    %84 = stablehlo.add %50, %c_35 : tensor<i32>
    %c_36 = stablehlo.constant dense<2147483647> : tensor<i32>
    %85 = call @_where(%83, %84, %c_36) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
    %86 = stablehlo.convert %85 : (tensor<i32>) -> tensor<f32>
    %cst_37 = stablehlo.constant dense<0.899999976> : tensor<f32>
    %87 = stablehlo.convert %85 : (tensor<i32>) -> tensor<f32>
    %88 = stablehlo.power %cst_37, %87 : tensor<f32>
    %cst_38 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %89 = stablehlo.subtract %cst_38, %88 : tensor<f32>
    %90 = stablehlo.broadcast_in_dim %89, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %91 = stablehlo.divide %76, %90 : tensor<4x5xf32>
    %92 = stablehlo.convert %85 : (tensor<i32>) -> tensor<f32>
    %cst_39 = stablehlo.constant dense<9.990000e-01> : tensor<f32>
    %93 = stablehlo.convert %85 : (tensor<i32>) -> tensor<f32>
    %94 = stablehlo.power %cst_39, %93 : tensor<f32>
    %cst_40 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %95 = stablehlo.subtract %cst_40, %94 : tensor<f32>
    %96 = stablehlo.broadcast_in_dim %95, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %97 = stablehlo.divide %82, %96 : tensor<4x5xf32>
    %cst_41 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %98 = stablehlo.broadcast_in_dim %cst_41, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %99 = stablehlo.add %97, %98 : tensor<4x5xf32>
    %100 = stablehlo.sqrt %99 : tensor<4x5xf32>
    %cst_42 = stablehlo.constant dense<9.99999993E-9> : tensor<f32>
    %101 = stablehlo.broadcast_in_dim %cst_42, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %102 = stablehlo.add %100, %101 : tensor<4x5xf32>
    %103 = stablehlo.divide %91, %102 : tensor<4x5xf32>
    %cst_43 = stablehlo.constant dense<-1.000000e-01> : tensor<f32>
    %104 = stablehlo.broadcast_in_dim %cst_43, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %105 = stablehlo.multiply %104, %103 : tensor<4x5xf32>
    %106 = stablehlo.add %71, %105 : tensor<4x5xf32>
    return %106 : tensor<4x5xf32>
  }
  func.func private @_where(%arg0: tensor<i1>, %arg1: tensor<i32>, %arg2: tensor<i32>) -> tensor<i32> {
    %0 = stablehlo.select %arg0, %arg1, %arg2 : tensor<i1>, tensor<i32>
    return %0 : tensor<i32>
  }
}
