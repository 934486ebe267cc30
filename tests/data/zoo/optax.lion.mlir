module @jit_f attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.3281808e+00, -1.8771306e+00, -1.1005646e+00, -1.8798577e+00, 1.8562067e+00], [1.6321311e+00, -2.283553e-01, -1.7194465e+00, 1.2803133e+00, -1.3316624e+00], [7.437686e-01, -3.365029e-01, -1.4487107e+00, -1.0706893e+00, 1.905496e-01], [1.19127065e-01, -7.1236193e-01, -9.318402e-01, -6.6060346e-01, -1.7383152e-01]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[[-3.0380088e-01, 8.692024e-02, -1.3326007e+00, 4.9957633e-01, 1.3472272e+00], [2.597322e-01, 9.470823e-01, 1.7048959e+00, -6.0409194e-01, -1.3355305e+00], [1.0238601e+00, -1.5317895e+00, -9.809878e-01, 2.5648332e-01, 1.570554e+00], [-7.721746e-01, 1.7697431e+00, 1.2875786e+00, -8.486178e-02, 1.1588084e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[1.6277524e+00, -2.1765375e+00, -8.002645e-01, -2.1792638e+00, 1.5556798e+00], [1.3316715e+00, -5.2825683e-01, -2.0189006e+00, 1.5798992e+00, -1.0312929e+00], [4.4357547e-01, -3.6431946e-02, -1.1483061e+00, -1.3703382e+00, -1.0947756e-01], [4.1906136e-01, -1.0121183e+00, -1.2315307e+00, -3.604353e-01, -4.7374937e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 2.179e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %cst_0 = stablehlo.constant dense<1.000000e-01> : tensor<f32>
    %1 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %2 = stablehlo.multiply %1, %arg1 : tensor<4x5xf32>
    %cst_1 = stablehlo.constant dense<0.899999976> : tensor<f32>
    %3 = stablehlo.broadcast_in_dim %cst_1, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %4 = stablehlo.multiply %3, %0 : tensor<4x5xf32>
    %5 = stablehlo.add %2, %4 : tensor<4x5xf32>
    %6 = stablehlo.sign %5 : tensor<4x5xf32>
    %cst_2 = stablehlo.constant dense<0.00999999977> : tensor<f32>
    %7 = stablehlo.broadcast_in_dim %cst_2, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %8 = stablehlo.multiply %7, %arg1 : tensor<4x5xf32>
    %cst_3 = stablehlo.constant dense<9.900000e-01> : tensor<f32>
    %9 = stablehlo.broadcast_in_dim %cst_3, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %10 = stablehlo.multiply %9, %0 : tensor<4x5xf32>
    %11 = stablehlo.add %8, %10 : tensor<4x5xf32>
    %c = stablehlo.constant dense<0> : tensor<i32>
    %c_4 = stablehlo.constant dense<2147483647> : tensor<i32>
    %12 = stablehlo.compare LT, %c, %c_4, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %c_5 = stablehlo.constant dense<0> : tensor<i32>
    %c_6 = stablehlo.constant dense<1> : tensor<i32>
    %13 = stablehlo.add %c_5, %c_6 : tensor<i32>
    %c_7 = stablehlo.constant dense<2147483647> : tensor<i32>
    %14 = call @_where(%12, %13, %c_7) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
    %cst_8 = stablehlo.constant dense<1.000000e-03> : tensor<f32>
    %15 = stablehlo.broadcast_in_dim %cst_8, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %16 = stablehlo.multiply %15, %arg0 : tensor<4x5xf32>
    %17 = stablehlo.add %6, %16 : tensor<4x5xf32>
    %cst_9 = stablehlo.constant dense<-1.000000e-01> : tensor<f32>
    %18 = stablehlo.broadcast_in_dim %cst_9, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %19 = stablehlo.multiply %18, %17 : tensor<4x5xf32>
    %20 = stablehlo.add %arg0, %19 : tensor<4x5xf32>
    %cst_10 = stablehlo.constant dense<1.000000e-01> : tensor<f32>
    %21 = stablehlo.broadcast_in_dim %cst_10, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %22 = stablehlo.multiply %21, %arg1 : tensor<4x5xf32>
    %cst_11 = stablehlo.constant dense<0.899999976> : tensor<f32>
    %23 = stablehlo.broadcast_in_dim %cst_11, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %24 = stablehlo.multiply %23, %11 : tensor<4x5xf32>
    %25 = stablehlo.add %22, %24 : tensor<4x5xf32>
    %26 = stablehlo.sign %25 : tensor<4x5xf32>
    %cst_12 = stablehlo.constant dense<0.00999999977> : tensor<f32>
    %27 = stablehlo.broadcast_in_dim %cst_12, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %28 = stablehlo.multiply %27, %arg1 : tensor<4x5xf32>
    %cst_13 = stablehlo.constant dense<9.900000e-01> : tensor<f32>
    %29 = stablehlo.broadcast_in_dim %cst_13, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %30 = stablehlo.multiply %29, %11 : tensor<4x5xf32>
    %31 = stablehlo.add %28, %30 : tensor<4x5xf32>
    %c_14 = stablehlo.constant dense<2147483647> : tensor<i32>
    %32 = stablehlo.compare LT, %14, %c_14, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %c_15 = stablehlo.constant dense<1> : tensor<i32>
    %33 = stablehlo.add %14, %c_15 : tensor<i32>
    %c_16 = stablehlo.constant dense<2147483647> : tensor<i32>
    %34 = call @_where(%32, %33, %c_16) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
    %cst_17 = stablehlo.constant dense<1.000000e-03> : tensor<f32>
    %35 = stablehlo.broadcast_in_dim %cst_17, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %36 = stablehlo.multiply %35, %20 : tensor<4x5xf32>
    %37 = stablehlo.add %26, %36 : tensor<4x5xf32>
    %cst_18 = stablehlo.constant dense<-1.000000e-01> : tensor<f32>
    %38 = stablehlo.broadcast_in_dim %cst_18, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %39 = stablehlo.multiply %38, %37 : tensor<4x5xf32>
    %40 = stablehlo.add %20, %39 : tensor<4x5xf32>
    %cst_19 = stablehlo.constant dense<1.000000e-01> : tensor<f32>
    %41 = stablehlo.broadcast_in_dim %cst_19, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %42 = stablehlo.multiply %41, %arg1 : tensor<4x5xf32>
    %cst_20 = stablehlo.constant dense<0.899999976> : tensor<f32>
    %43 = stablehlo.broadcast_in_dim %cst_20, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %44 = stablehlo.multiply %43, %31 : tensor<4x5xf32>
    %45 = stablehlo.add %42, %44 : tensor<4x5xf32>
    %46 = stablehlo.sign %45 : tensor<4x5xf32>
    %cst_21 = stablehlo.constant dense<0.00999999977> : tensor<f32>
    %47 = stablehlo.broadcast_in_dim %cst_21, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %48 = stablehlo.multiply %47, %arg1 : tensor<4x5xf32>
    %cst_22 = stablehlo.constant dense<9.900000e-01> : tensor<f32>
    %49 = stablehlo.broadcast_in_dim %cst_22, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %50 = stablehlo.multiply %49, %31 : tensor<4x5xf32>
    %51 = stablehlo.add %48, %50 : tensor<4x5xf32>
    %c_23 = stablehlo.constant dense<2147483647> : tensor<i32>
    %52 = stablehlo.compare LT, %34, %c_23, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %c_24 = stablehlo.constant dense<1> : tensor<i32>
    %53 = stablehlo.add %34, %c_24 : tensor<i32>
    %c_25 = stablehlo.constant dense<2147483647> : tensor<i32>
    %54 = call @_where(%52, %53, %c_25) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
    %cst_26 = stablehlo.constant dense<1.000000e-03> : tensor<f32>
    %55 = stablehlo.broadcast_in_dim %cst_26, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %56 = stablehlo.multiply %55, %40 : tensor<4x5xf32>
    %57 = stablehlo.add %46, %56 : tensor<4x5xf32>
    %cst_27 = stablehlo.constant dense<-1.000000e-01> : tensor<f32>
    %58 = stablehlo.broadcast_in_dim %cst_27, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %59 = stablehlo.multiply %58, %57 : tensor<4x5xf32>
    %60 = stablehlo.add %40, %59 : tensor<4x5xf32>
    return %60 : tensor<4x5xf32>
  }
  func.func private @_where(%arg0: tensor<i1>, %arg1: tensor<i32>, %arg2: tensor<i32>) -> tensor<i32> {
    %0 = stablehlo.select %arg0, %arg1, %arg2 : tensor<i1>, tensor<i32>
    return %0 : tensor<i32>
  }
}
