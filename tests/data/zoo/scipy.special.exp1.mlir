module @jit_exp1 attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[2.1205192e+00, 2.701106e+00, 3.7478045e-01, 1.2010486e+00, 5.327727e-01], [2.9894729e+00, 2.0168893e+00, 3.5385075e-01, 2.5537071e+00, 1.700719e+00], [5.745156e-01, 6.62973e-01, 8.138901e-01, 2.5848265e+00, 2.1155741e+00], [8.258755e-01, 1.6232876e+00, 1.3587905e+00, 1.0101537e+00, 1.8193058e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[4.1435733e-02, 1.915436e-02, 7.4659514e-01, 1.581455e-01, 5.2188444e-01], [1.3224318e-02, 4.777199e-02, 7.865193e-01, 2.3216035e-02, 7.4577436e-02], [4.7850752e-01, 4.012668e-01, 3.0291545e-01, 2.228827e-02, 4.1716523e-02], [2.964761e-01, 8.342458e-02, 1.2374164e-01, 2.1568622e-01, 6.296654e-02]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 7.865e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %c = stablehlo.constant dense<1> : tensor<i32>
    %0 = call @expn(%c, %arg0) : (tensor<i32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
  func.func private @expn(%arg0: tensor<i32>, %arg1: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = stablehlo.convert %arg0 : (tensor<i32>) -> tensor<f32>
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %1 = stablehlo.compare LT, %0, %cst, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %cst_0 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %2 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %3 = stablehlo.compare LT, %arg1, %2, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %4 = stablehlo.broadcast_in_dim %1, dims = [] : (tensor<i1>) -> tensor<4x5xi1>
    %5 = stablehlo.or %4, %3 : tensor<4x5xi1>
    %cst_1 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %6 = stablehlo.broadcast_in_dim %cst_1, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %7 = stablehlo.compare EQ, %arg1, %6, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_2 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
    %8 = stablehlo.compare LT, %0, %cst_2, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %9 = stablehlo.broadcast_in_dim %8, dims = [] : (tensor<i1>) -> tensor<4x5xi1>
    %10 = stablehlo.and %7, %9 : tensor<4x5xi1>
    %cst_3 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %11 = stablehlo.broadcast_in_dim %cst_3, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %12 = stablehlo.compare EQ, %arg1, %11, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_4 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
    %13 = stablehlo.compare GE, %0, %cst_4, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %14 = stablehlo.broadcast_in_dim %13, dims = [] : (tensor<i1>) -> tensor<4x5xi1>
    %15 = stablehlo.and %12, %14 : tensor<4x5xi1>
    %cst_5 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %16 = stablehlo.compare EQ, %0, %cst_5, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %cst_6 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %17 = stablehlo.broadcast_in_dim %cst_6, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %18 = stablehlo.compare GE, %arg1, %17, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %19 = stablehlo.broadcast_in_dim %16, dims = [] : (tensor<i1>) -> tensor<4x5xi1>
    %20 = stablehlo.and %19, %18 : tensor<4x5xi1>
    %cst_7 = stablehlo.constant dense<5.000000e+03> : tensor<f32>
    %21 = stablehlo.compare GE, %0, %cst_7, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %cst_8 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %22 = stablehlo.broadcast_in_dim %cst_8, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %23 = stablehlo.compare GT, %arg1, %22, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_9 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %24 = stablehlo.compare EQ, %0, %cst_9, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %25 = stablehlo.add %0, %0 : tensor<f32>
    %26 = call @_where(%24, %25, %0) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
    %cst_10 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %27 = stablehlo.divide %cst_10, %26 : tensor<f32>
    %28 = stablehlo.negate %arg1 : tensor<4x5xf32>
    %29 = stablehlo.exponential %28 : tensor<4x5xf32>
    %30 = stablehlo.divide %29, %arg1 : tensor<4x5xf32>
    %31 = stablehlo.broadcast_in_dim %5, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x1xi1>
    %32 = stablehlo.broadcast_in_dim %10, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x1xi1>
    %33 = stablehlo.broadcast_in_dim %15, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x1xi1>
    %34 = stablehlo.broadcast_in_dim %20, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x1xi1>
    %35 = stablehlo.broadcast_in_dim %21, dims = [] : (tensor<i1>) -> tensor<1xi1>
    %36 = stablehlo.broadcast_in_dim %23, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x1xi1>
    %37 = stablehlo.broadcast_in_dim %35, dims = [1] : (tensor<1xi1>) -> tensor<5x1xi1>
    %38 = stablehlo.broadcast_in_dim %37, dims = [1, 2] : (tensor<5x1xi1>) -> tensor<4x5x1xi1>
    %39 = stablehlo.concatenate %31, %32, %33, %34, %38, %36, dim = 2 : (tensor<4x5x1xi1>, tensor<4x5x1xi1>, tensor<4x5x1xi1>, tensor<4x5x1xi1>, tensor<4x5x1xi1>, tensor<4x5x1xi1>) -> tensor<4x5x6xi1>
    %cst_11 = stablehlo.constant dense<0x7FC00000> : tensor<f32>
    %cst_12 = stablehlo.constant dense<0x7F800000> : tensor<f32>
    %40 = call @_piecewise(%arg1, %39, %cst_11, %cst_12, %27, %30, %0) : (tensor<4x5xf32>, tensor<4x5x6xi1>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    return %40 : tensor<4x5xf32>
  }
  func.func private @_where(%arg0: tensor<i1>, %arg1: tensor<f32>, %arg2: tensor<f32>) -> tensor<f32> {
    %0 = stablehlo.select %arg0, %arg1, %arg2 : tensor<i1>, tensor<f32>
    return %0 : tensor<f32>
  }
  func.func private @_piecewise(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5x6xi1>, %arg2: tensor<f32>, %arg3: tensor<f32>, %arg4: tensor<f32>, %arg5: tensor<4x5xf32>, %arg6: tensor<f32>) -> tensor<4x5xf32> {
    %0 = stablehlo.slice %arg1 [0:4, 0:5, 0:1] : (tensor<4x5x6xi1>) -> tensor<4x5x1xi1>
    %c = stablehlo.constant dense<false> : tensor<i1>
    %1 = stablehlo.broadcast_in_dim %c, dims = [] : (tensor<i1>) -> tensor<1xi1>
    %2 = stablehlo.broadcast_in_dim %1, dims = [1] : (tensor<1xi1>) -> tensor<5x1xi1>
    %3 = stablehlo.broadcast_in_dim %2, dims = [1, 2] : (tensor<5x1xi1>) -> tensor<4x5x1xi1>
    %4 = stablehlo.concatenate %3, %arg1, dim = 2 : (tensor<4x5x1xi1>, tensor<4x5x6xi1>) -> tensor<4x5x7xi1>
    %5 = call @cumsum(%4) : (tensor<4x5x7xi1>) -> tensor<4x5x7xi32>
    %6 = call @argmax(%5) : (tensor<4x5x7xi32>) -> tensor<4x5xi32>
    %c_0 = stablehlo.constant dense<0> : tensor<i32>
    %c_1 = stablehlo.constant dense<6> : tensor<i32>
    %7 = stablehlo.broadcast_in_dim %c_0, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %8 = stablehlo.broadcast_in_dim %c_1, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %9 = stablehlo.clamp %7, %6, %8 : tensor<4x5xi32>
    %10 = stablehlo.broadcast_in_dim %arg6, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %11 = stablehlo.broadcast_in_dim %arg2, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %12 = stablehlo.broadcast_in_dim %arg3, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %13 = stablehlo.broadcast_in_dim %arg4, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %c_2 = stablehlo.constant dense<0> : tensor<i32>
    %14 = stablehlo.broadcast_in_dim %c_2, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %15 = stablehlo.compare EQ, %9, %14, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %16 = stablehlo.broadcast_in_dim %10, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %17 = stablehlo.broadcast_in_dim %10, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %18 = stablehlo.select %15, %17, %16 : tensor<4x5xi1>, tensor<4x5xf32>
    %19 = stablehlo.broadcast_in_dim %11, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %20 = stablehlo.broadcast_in_dim %11, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %21 = stablehlo.select %15, %20, %19 : tensor<4x5xi1>, tensor<4x5xf32>
    %22 = stablehlo.broadcast_in_dim %12, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %23 = stablehlo.broadcast_in_dim %12, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %24 = stablehlo.select %15, %23, %22 : tensor<4x5xi1>, tensor<4x5xf32>
    %25 = stablehlo.broadcast_in_dim %13, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %26 = stablehlo.broadcast_in_dim %13, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %27 = stablehlo.select %15, %26, %25 : tensor<4x5xi1>, tensor<4x5xf32>
    %28 = stablehlo.select %15, %arg5, %arg5 : tensor<4x5xi1>, tensor<4x5xf32>
    %29 = stablehlo.select %15, %arg0, %arg0 : tensor<4x5xi1>, tensor<4x5xf32>
    %30 = stablehlo.log %29 : tensor<4x5xf32>
    %cst = stablehlo.constant dense<-0.577215672> : tensor<f32>
    %31 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %32 = stablehlo.subtract %31, %30 : tensor<4x5xf32>
    %cst_3 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %33 = stablehlo.broadcast_in_dim %cst_3, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %34 = stablehlo.broadcast_in_dim %33, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %35:3 = stablehlo.while(%iterArg = %34, %iterArg_38 = %18, %iterArg_39 = %32) : tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>
    cond {
      %227 = stablehlo.compare LT, %iterArg, %iterArg_38, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
      %c_40 = stablehlo.constant dense<false> : tensor<i1>
      %228 = stablehlo.reduce(%227 init: %c_40) applies stablehlo.or across dimensions = [0, 1] : (tensor<4x5xi1>, tensor<i1>) -> tensor<i1>
      stablehlo.return %228 : tensor<i1>
    } do {
      %cst_40 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
      %227 = stablehlo.broadcast_in_dim %cst_40, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
      %228 = stablehlo.add %iterArg, %227 : tensor<4x5xf32>
      %cst_41 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
      %229 = stablehlo.broadcast_in_dim %cst_41, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
      %230 = stablehlo.divide %229, %iterArg : tensor<4x5xf32>
      %231 = stablehlo.add %iterArg_39, %230 : tensor<4x5xf32>
      %232 = stablehlo.compare LT, %iterArg, %iterArg_38, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
      %233 = stablehlo.broadcast_in_dim %232, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5xi1>
      %234 = stablehlo.select %233, %228, %iterArg : tensor<4x5xi1>, tensor<4x5xf32>
      %235 = stablehlo.broadcast_in_dim %232, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5xi1>
      %236 = stablehlo.select %235, %iterArg_38, %iterArg_38 : tensor<4x5xi1>, tensor<4x5xf32>
      %237 = stablehlo.broadcast_in_dim %232, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5xi1>
      %238 = stablehlo.select %237, %231, %iterArg_39 : tensor<4x5xi1>, tensor<4x5xf32>
      stablehlo.return %234, %236, %238 : tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>
    }
    %cst_4 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %36 = stablehlo.broadcast_in_dim %cst_4, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %37 = stablehlo.compare EQ, %18, %36, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_5 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
    %38 = call @_where_1(%37, %cst_5, %18) : (tensor<4x5xi1>, tensor<f32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %39 = stablehlo.negate %29 : tensor<4x5xf32>
    %cst_6 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %40 = stablehlo.broadcast_in_dim %cst_6, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %41 = stablehlo.subtract %40, %18 : tensor<4x5xf32>
    %cst_7 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %42 = stablehlo.broadcast_in_dim %cst_7, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %43 = stablehlo.compare EQ, %18, %42, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_8 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %44 = stablehlo.broadcast_in_dim %cst_8, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %45 = stablehlo.subtract %44, %38 : tensor<4x5xf32>
    %cst_9 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %46 = stablehlo.broadcast_in_dim %cst_9, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %47 = stablehlo.divide %46, %45 : tensor<4x5xf32>
    %cst_10 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %48 = call @_where_1(%43, %cst_10, %47) : (tensor<4x5xi1>, tensor<f32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %cst_11 = stablehlo.constant dense<0x7F800000> : tensor<f32>
    %49 = stablehlo.broadcast_in_dim %cst_11, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %cst_12 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %50 = stablehlo.broadcast_in_dim %cst_12, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %cst_13 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %51 = stablehlo.broadcast_in_dim %cst_13, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %52 = stablehlo.broadcast_in_dim %49, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %53 = stablehlo.broadcast_in_dim %50, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %54 = stablehlo.broadcast_in_dim %51, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %55:7 = stablehlo.while(%iterArg = %39, %iterArg_38 = %48, %iterArg_39 = %41, %iterArg_40 = %52, %iterArg_41 = %29, %iterArg_42 = %53, %iterArg_43 = %54) : tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>
    cond {
      %cst_44 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
      %227 = stablehlo.broadcast_in_dim %cst_44, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
      %228 = stablehlo.compare GT, %iterArg_41, %227, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
      %229 = stablehlo.convert %iterArg_40 : tensor<4x5xf32>
      %cst_45 = stablehlo.constant dense<1.1920929E-7> : tensor<f32>
      %230 = stablehlo.broadcast_in_dim %cst_45, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
      %231 = stablehlo.compare GT, %229, %230, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
      %232 = stablehlo.and %228, %231 : tensor<4x5xi1>
      %c_46 = stablehlo.constant dense<false> : tensor<i1>
      %233 = stablehlo.reduce(%232 init: %c_46) applies stablehlo.or across dimensions = [0, 1] : (tensor<4x5xi1>, tensor<i1>) -> tensor<i1>
      stablehlo.return %233 : tensor<i1>
    } do {
      %cst_44 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
      %227 = stablehlo.broadcast_in_dim %cst_44, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
      %228 = stablehlo.add %iterArg_42, %227 : tensor<4x5xf32>
      %229 = stablehlo.divide %iterArg, %228 : tensor<4x5xf32>
      %230 = stablehlo.multiply %iterArg_43, %229 : tensor<4x5xf32>
      %cst_45 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
      %231 = stablehlo.broadcast_in_dim %cst_45, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
      %232 = stablehlo.add %iterArg_39, %231 : tensor<4x5xf32>
      %cst_46 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
      %233 = stablehlo.broadcast_in_dim %cst_46, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
      %234 = stablehlo.compare NE, %232, %233, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
      %235 = stablehlo.divide %230, %232 : tensor<4x5xf32>
      %cst_47 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
      %236 = func.call @_where_2(%234, %235, %cst_47) : (tensor<4x5xi1>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
      %237 = stablehlo.add %iterArg_38, %236 : tensor<4x5xf32>
      %cst_48 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
      %238 = stablehlo.broadcast_in_dim %cst_48, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
      %239 = stablehlo.compare NE, %237, %238, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
      %240 = stablehlo.divide %230, %237 : tensor<4x5xf32>
      %241 = stablehlo.abs %240 : tensor<4x5xf32>
      %cst_49 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
      %242 = func.call @_where_2(%239, %241, %cst_49) : (tensor<4x5xi1>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
      %cst_50 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
      %243 = stablehlo.broadcast_in_dim %cst_50, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
      %244 = stablehlo.compare GT, %iterArg_41, %243, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
      %245 = stablehlo.convert %iterArg_40 : tensor<4x5xf32>
      %cst_51 = stablehlo.constant dense<1.1920929E-7> : tensor<f32>
      %246 = stablehlo.broadcast_in_dim %cst_51, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
      %247 = stablehlo.compare GT, %245, %246, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
      %248 = stablehlo.and %244, %247 : tensor<4x5xi1>
      %249 = stablehlo.broadcast_in_dim %248, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5xi1>
      %250 = stablehlo.select %249, %237, %iterArg_38 : tensor<4x5xi1>, tensor<4x5xf32>
      %251 = stablehlo.broadcast_in_dim %248, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5xi1>
      %252 = stablehlo.select %251, %232, %iterArg_39 : tensor<4x5xi1>, tensor<4x5xf32>
      %253 = stablehlo.broadcast_in_dim %248, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5xi1>
      %254 = stablehlo.select %253, %242, %iterArg_40 : tensor<4x5xi1>, tensor<4x5xf32>
      %255 = stablehlo.broadcast_in_dim %248, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5xi1>
      %256 = stablehlo.select %255, %iterArg_41, %iterArg_41 : tensor<4x5xi1>, tensor<4x5xf32>
      %257 = stablehlo.broadcast_in_dim %248, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5xi1>
      %258 = stablehlo.select %257, %228, %iterArg_42 : tensor<4x5xi1>, tensor<4x5xf32>
      %259 = stablehlo.broadcast_in_dim %248, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5xi1>
      %260 = stablehlo.select %259, %230, %iterArg_43 : tensor<4x5xi1>, tensor<4x5xf32>
      stablehlo.return %iterArg, %250, %252, %254, %256, %258, %260 : tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>
    }
    %cst_14 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %56 = stablehlo.broadcast_in_dim %cst_14, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %57 = stablehlo.subtract %18, %56 : tensor<4x5xf32>
    %58 = stablehlo.power %39, %57 : tensor<4x5xf32>
    %59 = stablehlo.multiply %58, %35#2 : tensor<4x5xf32>
    %60 = chlo.lgamma %18 : tensor<4x5xf32> -> tensor<4x5xf32>
    %61 = stablehlo.exponential %60 : tensor<4x5xf32>
    %62 = stablehlo.divide %59, %61 : tensor<4x5xf32>
    %63 = stablehlo.subtract %62, %55#1 : tensor<4x5xf32>
    %c_15 = stablehlo.constant dense<1> : tensor<i32>
    %64 = stablehlo.broadcast_in_dim %c_15, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %65 = stablehlo.compare EQ, %9, %64, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %66 = stablehlo.broadcast_in_dim %10, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %67 = stablehlo.broadcast_in_dim %10, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %68 = stablehlo.select %65, %67, %66 : tensor<4x5xi1>, tensor<4x5xf32>
    %69 = stablehlo.broadcast_in_dim %11, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %70 = stablehlo.broadcast_in_dim %11, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %71 = stablehlo.select %65, %70, %69 : tensor<4x5xi1>, tensor<4x5xf32>
    %72 = stablehlo.broadcast_in_dim %12, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %73 = stablehlo.broadcast_in_dim %12, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %74 = stablehlo.select %65, %73, %72 : tensor<4x5xi1>, tensor<4x5xf32>
    %75 = stablehlo.broadcast_in_dim %13, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %76 = stablehlo.broadcast_in_dim %13, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %77 = stablehlo.select %65, %76, %75 : tensor<4x5xi1>, tensor<4x5xf32>
    %78 = stablehlo.select %65, %arg5, %arg5 : tensor<4x5xi1>, tensor<4x5xf32>
    %79 = stablehlo.select %65, %arg0, %arg0 : tensor<4x5xi1>, tensor<4x5xf32>
    %80 = stablehlo.convert %71 : tensor<4x5xf32>
    %c_16 = stablehlo.constant dense<2> : tensor<i32>
    %81 = stablehlo.broadcast_in_dim %c_16, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %82 = stablehlo.compare EQ, %9, %81, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %83 = stablehlo.broadcast_in_dim %10, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %84 = stablehlo.broadcast_in_dim %10, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %85 = stablehlo.select %82, %84, %83 : tensor<4x5xi1>, tensor<4x5xf32>
    %86 = stablehlo.broadcast_in_dim %11, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %87 = stablehlo.broadcast_in_dim %11, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %88 = stablehlo.select %82, %87, %86 : tensor<4x5xi1>, tensor<4x5xf32>
    %89 = stablehlo.broadcast_in_dim %12, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %90 = stablehlo.broadcast_in_dim %12, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %91 = stablehlo.select %82, %90, %89 : tensor<4x5xi1>, tensor<4x5xf32>
    %92 = stablehlo.broadcast_in_dim %13, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %93 = stablehlo.broadcast_in_dim %13, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %94 = stablehlo.select %82, %93, %92 : tensor<4x5xi1>, tensor<4x5xf32>
    %95 = stablehlo.select %82, %arg5, %arg5 : tensor<4x5xi1>, tensor<4x5xf32>
    %96 = stablehlo.select %82, %arg0, %arg0 : tensor<4x5xi1>, tensor<4x5xf32>
    %97 = stablehlo.convert %91 : tensor<4x5xf32>
    %c_17 = stablehlo.constant dense<3> : tensor<i32>
    %98 = stablehlo.broadcast_in_dim %c_17, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %99 = stablehlo.compare EQ, %9, %98, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %100 = stablehlo.broadcast_in_dim %10, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %101 = stablehlo.broadcast_in_dim %10, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %102 = stablehlo.select %99, %101, %100 : tensor<4x5xi1>, tensor<4x5xf32>
    %103 = stablehlo.broadcast_in_dim %11, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %104 = stablehlo.broadcast_in_dim %11, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %105 = stablehlo.select %99, %104, %103 : tensor<4x5xi1>, tensor<4x5xf32>
    %106 = stablehlo.broadcast_in_dim %12, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %107 = stablehlo.broadcast_in_dim %12, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %108 = stablehlo.select %99, %107, %106 : tensor<4x5xi1>, tensor<4x5xf32>
    %109 = stablehlo.broadcast_in_dim %13, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %110 = stablehlo.broadcast_in_dim %13, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %111 = stablehlo.select %99, %110, %109 : tensor<4x5xi1>, tensor<4x5xf32>
    %112 = stablehlo.select %99, %arg5, %arg5 : tensor<4x5xi1>, tensor<4x5xf32>
    %113 = stablehlo.select %99, %arg0, %arg0 : tensor<4x5xi1>, tensor<4x5xf32>
    %c_18 = stablehlo.constant dense<4> : tensor<i32>
    %114 = stablehlo.broadcast_in_dim %c_18, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %115 = stablehlo.compare EQ, %9, %114, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %116 = stablehlo.broadcast_in_dim %10, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %117 = stablehlo.broadcast_in_dim %10, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %118 = stablehlo.select %115, %117, %116 : tensor<4x5xi1>, tensor<4x5xf32>
    %119 = stablehlo.broadcast_in_dim %11, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %120 = stablehlo.broadcast_in_dim %11, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %121 = stablehlo.select %115, %120, %119 : tensor<4x5xi1>, tensor<4x5xf32>
    %122 = stablehlo.broadcast_in_dim %12, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %123 = stablehlo.broadcast_in_dim %12, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %124 = stablehlo.select %115, %123, %122 : tensor<4x5xi1>, tensor<4x5xf32>
    %125 = stablehlo.broadcast_in_dim %13, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %126 = stablehlo.broadcast_in_dim %13, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %127 = stablehlo.select %115, %126, %125 : tensor<4x5xi1>, tensor<4x5xf32>
    %128 = stablehlo.select %115, %arg5, %arg5 : tensor<4x5xi1>, tensor<4x5xf32>
    %129 = stablehlo.select %115, %arg0, %arg0 : tensor<4x5xi1>, tensor<4x5xf32>
    %c_19 = stablehlo.constant dense<5> : tensor<i32>
    %130 = stablehlo.broadcast_in_dim %c_19, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %131 = stablehlo.compare EQ, %9, %130, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %132 = stablehlo.broadcast_in_dim %10, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %133 = stablehlo.broadcast_in_dim %10, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %134 = stablehlo.select %131, %133, %132 : tensor<4x5xi1>, tensor<4x5xf32>
    %135 = stablehlo.broadcast_in_dim %11, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %136 = stablehlo.broadcast_in_dim %11, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %137 = stablehlo.select %131, %136, %135 : tensor<4x5xi1>, tensor<4x5xf32>
    %138 = stablehlo.broadcast_in_dim %12, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %139 = stablehlo.broadcast_in_dim %12, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %140 = stablehlo.select %131, %139, %138 : tensor<4x5xi1>, tensor<4x5xf32>
    %141 = stablehlo.broadcast_in_dim %13, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %142 = stablehlo.broadcast_in_dim %13, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %143 = stablehlo.select %131, %142, %141 : tensor<4x5xi1>, tensor<4x5xf32>
    %144 = stablehlo.select %131, %arg5, %arg5 : tensor<4x5xi1>, tensor<4x5xf32>
    %145 = stablehlo.select %131, %arg0, %arg0 : tensor<4x5xi1>, tensor<4x5xf32>
    %146 = stablehlo.add %145, %134 : tensor<4x5xf32>
    %147 = stablehlo.multiply %146, %146 : tensor<4x5xf32>
    %cst_20 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %148 = stablehlo.broadcast_in_dim %cst_20, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %149 = stablehlo.divide %148, %147 : tensor<4x5xf32>
    %150 = stablehlo.multiply %149, %134 : tensor<4x5xf32>
    %cst_21 = stablehlo.constant dense<6.000000e+00> : tensor<f32>
    %151 = stablehlo.broadcast_in_dim %cst_21, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %152 = stablehlo.multiply %151, %145 : tensor<4x5xf32>
    %153 = stablehlo.multiply %152, %145 : tensor<4x5xf32>
    %cst_22 = stablehlo.constant dense<8.000000e+00> : tensor<f32>
    %154 = stablehlo.broadcast_in_dim %cst_22, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %155 = stablehlo.multiply %154, %134 : tensor<4x5xf32>
    %156 = stablehlo.multiply %155, %145 : tensor<4x5xf32>
    %157 = stablehlo.subtract %153, %156 : tensor<4x5xf32>
    %158 = stablehlo.multiply %134, %134 : tensor<4x5xf32>
    %159 = stablehlo.add %157, %158 : tensor<4x5xf32>
    %160 = stablehlo.multiply %150, %159 : tensor<4x5xf32>
    %cst_23 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
    %161 = stablehlo.broadcast_in_dim %cst_23, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %162 = stablehlo.multiply %161, %145 : tensor<4x5xf32>
    %163 = stablehlo.subtract %134, %162 : tensor<4x5xf32>
    %164 = stablehlo.multiply %134, %163 : tensor<4x5xf32>
    %165 = stablehlo.add %160, %164 : tensor<4x5xf32>
    %166 = stablehlo.multiply %149, %165 : tensor<4x5xf32>
    %167 = stablehlo.add %166, %134 : tensor<4x5xf32>
    %168 = stablehlo.multiply %149, %167 : tensor<4x5xf32>
    %cst_24 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %169 = stablehlo.broadcast_in_dim %cst_24, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %170 = stablehlo.add %168, %169 : tensor<4x5xf32>
    %171 = stablehlo.negate %145 : tensor<4x5xf32>
    %172 = stablehlo.exponential %171 : tensor<4x5xf32>
    %173 = stablehlo.multiply %170, %172 : tensor<4x5xf32>
    %174 = stablehlo.divide %173, %146 : tensor<4x5xf32>
    %c_25 = stablehlo.constant dense<6> : tensor<i32>
    %175 = stablehlo.broadcast_in_dim %c_25, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %176 = stablehlo.compare EQ, %9, %175, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %177 = stablehlo.broadcast_in_dim %10, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %178 = stablehlo.broadcast_in_dim %10, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %179 = stablehlo.select %176, %178, %177 : tensor<4x5xi1>, tensor<4x5xf32>
    %180 = stablehlo.broadcast_in_dim %11, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %181 = stablehlo.broadcast_in_dim %11, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %182 = stablehlo.select %176, %181, %180 : tensor<4x5xi1>, tensor<4x5xf32>
    %183 = stablehlo.broadcast_in_dim %12, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %184 = stablehlo.broadcast_in_dim %12, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %185 = stablehlo.select %176, %184, %183 : tensor<4x5xi1>, tensor<4x5xf32>
    %186 = stablehlo.broadcast_in_dim %13, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %187 = stablehlo.broadcast_in_dim %13, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %188 = stablehlo.select %176, %187, %186 : tensor<4x5xi1>, tensor<4x5xf32>
    %189 = stablehlo.select %176, %arg5, %arg5 : tensor<4x5xi1>, tensor<4x5xf32>
    %190 = stablehlo.select %176, %arg0, %arg0 : tensor<4x5xi1>, tensor<4x5xf32>
    %191 = stablehlo.add %190, %179 : tensor<4x5xf32>
    %192 = stablehlo.add %190, %179 : tensor<4x5xf32>
    %cst_26 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %193 = stablehlo.broadcast_in_dim %cst_26, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %194 = stablehlo.divide %193, %192 : tensor<4x5xf32>
    %cst_27 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %195 = stablehlo.broadcast_in_dim %cst_27, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %cst_28 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %196 = stablehlo.broadcast_in_dim %cst_28, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %cst_29 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %197 = stablehlo.broadcast_in_dim %cst_29, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %cst_30 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %198 = stablehlo.broadcast_in_dim %cst_30, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %cst_31 = stablehlo.constant dense<0x7F800000> : tensor<f32>
    %199 = stablehlo.broadcast_in_dim %cst_31, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %200 = stablehlo.broadcast_in_dim %195, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %201 = stablehlo.broadcast_in_dim %196, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %202 = stablehlo.broadcast_in_dim %197, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %203 = stablehlo.broadcast_in_dim %198, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %204 = stablehlo.broadcast_in_dim %199, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %205:10 = stablehlo.while(%iterArg = %179, %iterArg_38 = %194, %iterArg_39 = %200, %iterArg_40 = %201, %iterArg_41 = %202, %iterArg_42 = %191, %iterArg_43 = %190, %iterArg_44 = %203, %iterArg_45 = %204, %iterArg_46 = %190) : tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>
    cond {
      %cst_47 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
      %227 = stablehlo.broadcast_in_dim %cst_47, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
      %228 = stablehlo.compare GT, %iterArg_46, %227, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
      %cst_48 = stablehlo.constant dense<1.1920929E-7> : tensor<f32>
      %229 = stablehlo.broadcast_in_dim %cst_48, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
      %230 = stablehlo.compare GT, %iterArg_45, %229, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
      %231 = stablehlo.and %228, %230 : tensor<4x5xi1>
      %c_49 = stablehlo.constant dense<false> : tensor<i1>
      %232 = stablehlo.reduce(%231 init: %c_49) applies stablehlo.or across dimensions = [0, 1] : (tensor<4x5xi1>, tensor<i1>) -> tensor<i1>
      stablehlo.return %232 : tensor<i1>
    } do {
      %cst_47 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
      %227 = stablehlo.broadcast_in_dim %cst_47, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
      %228 = stablehlo.add %iterArg_39, %227 : tensor<4x5xf32>
      %cst_48 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
      %229 = func.call @remainder(%228, %cst_48) : (tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
      %cst_49 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
      %230 = stablehlo.broadcast_in_dim %cst_49, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
      %231 = stablehlo.compare EQ, %229, %230, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
      %cst_50 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
      %232 = func.call @_where_1(%231, %cst_50, %iterArg_46) : (tensor<4x5xi1>, tensor<f32>, tensor<4x5xf32>) -> tensor<4x5xf32>
      %cst_51 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
      %233 = stablehlo.broadcast_in_dim %cst_51, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
      %234 = stablehlo.subtract %228, %233 : tensor<4x5xf32>
      %cst_52 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
      %235 = stablehlo.broadcast_in_dim %cst_52, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
      %236 = stablehlo.divide %234, %235 : tensor<4x5xf32>
      %237 = stablehlo.add %iterArg, %236 : tensor<4x5xf32>
      %cst_53 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
      %238 = stablehlo.broadcast_in_dim %cst_53, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
      %239 = stablehlo.divide %228, %238 : tensor<4x5xf32>
      %240 = func.call @_where_3(%231, %237, %239) : (tensor<4x5xi1>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
      %241 = stablehlo.multiply %iterArg_40, %232 : tensor<4x5xf32>
      %242 = stablehlo.multiply %iterArg_41, %240 : tensor<4x5xf32>
      %243 = stablehlo.add %241, %242 : tensor<4x5xf32>
      %244 = stablehlo.multiply %iterArg_42, %232 : tensor<4x5xf32>
      %245 = stablehlo.multiply %iterArg_43, %240 : tensor<4x5xf32>
      %246 = stablehlo.add %244, %245 : tensor<4x5xf32>
      %cst_54 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
      %247 = stablehlo.broadcast_in_dim %cst_54, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
      %248 = stablehlo.compare NE, %246, %247, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
      %249 = stablehlo.divide %243, %246 : tensor<4x5xf32>
      %250 = func.call @_where_3(%248, %249, %iterArg_44) : (tensor<4x5xi1>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
      %251 = stablehlo.subtract %iterArg_38, %250 : tensor<4x5xf32>
      %252 = stablehlo.divide %251, %250 : tensor<4x5xf32>
      %253 = stablehlo.abs %252 : tensor<4x5xf32>
      %cst_55 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
      %254 = func.call @_where_2(%248, %253, %cst_55) : (tensor<4x5xi1>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
      %255 = func.call @_where_3(%248, %250, %iterArg_38) : (tensor<4x5xi1>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
      %256 = stablehlo.abs %243 : tensor<4x5xf32>
      %cst_56 = stablehlo.constant dense<1.44115188E+17> : tensor<f32>
      %257 = stablehlo.broadcast_in_dim %cst_56, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
      %258 = stablehlo.compare GT, %256, %257, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
      %cst_57 = stablehlo.constant dense<1.44115188E+17> : tensor<f32>
      %259 = stablehlo.broadcast_in_dim %cst_57, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
      %260 = stablehlo.divide %243, %259 : tensor<4x5xf32>
      %261 = func.call @_where_3(%258, %260, %243) : (tensor<4x5xi1>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
      %cst_58 = stablehlo.constant dense<1.44115188E+17> : tensor<f32>
      %262 = stablehlo.broadcast_in_dim %cst_58, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
      %263 = stablehlo.divide %iterArg_40, %262 : tensor<4x5xf32>
      %264 = func.call @_where_3(%258, %263, %iterArg_40) : (tensor<4x5xi1>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
      %cst_59 = stablehlo.constant dense<1.44115188E+17> : tensor<f32>
      %265 = stablehlo.broadcast_in_dim %cst_59, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
      %266 = stablehlo.divide %246, %265 : tensor<4x5xf32>
      %267 = func.call @_where_3(%258, %266, %246) : (tensor<4x5xi1>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
      %cst_60 = stablehlo.constant dense<1.44115188E+17> : tensor<f32>
      %268 = stablehlo.broadcast_in_dim %cst_60, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
      %269 = stablehlo.divide %iterArg_42, %268 : tensor<4x5xf32>
      %270 = func.call @_where_3(%258, %269, %iterArg_42) : (tensor<4x5xi1>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
      %cst_61 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
      %271 = stablehlo.broadcast_in_dim %cst_61, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
      %272 = stablehlo.compare GT, %iterArg_46, %271, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
      %cst_62 = stablehlo.constant dense<1.1920929E-7> : tensor<f32>
      %273 = stablehlo.broadcast_in_dim %cst_62, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
      %274 = stablehlo.compare GT, %iterArg_45, %273, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
      %275 = stablehlo.and %272, %274 : tensor<4x5xi1>
      %276 = stablehlo.broadcast_in_dim %275, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5xi1>
      %277 = stablehlo.select %276, %255, %iterArg_38 : tensor<4x5xi1>, tensor<4x5xf32>
      %278 = stablehlo.broadcast_in_dim %275, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5xi1>
      %279 = stablehlo.select %278, %228, %iterArg_39 : tensor<4x5xi1>, tensor<4x5xf32>
      %280 = stablehlo.broadcast_in_dim %275, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5xi1>
      %281 = stablehlo.select %280, %261, %iterArg_40 : tensor<4x5xi1>, tensor<4x5xf32>
      %282 = stablehlo.broadcast_in_dim %275, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5xi1>
      %283 = stablehlo.select %282, %264, %iterArg_41 : tensor<4x5xi1>, tensor<4x5xf32>
      %284 = stablehlo.broadcast_in_dim %275, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5xi1>
      %285 = stablehlo.select %284, %267, %iterArg_42 : tensor<4x5xi1>, tensor<4x5xf32>
      %286 = stablehlo.broadcast_in_dim %275, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5xi1>
      %287 = stablehlo.select %286, %270, %iterArg_43 : tensor<4x5xi1>, tensor<4x5xf32>
      %288 = stablehlo.broadcast_in_dim %275, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5xi1>
      %289 = stablehlo.select %288, %250, %iterArg_44 : tensor<4x5xi1>, tensor<4x5xf32>
      %290 = stablehlo.broadcast_in_dim %275, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5xi1>
      %291 = stablehlo.select %290, %254, %iterArg_45 : tensor<4x5xi1>, tensor<4x5xf32>
      %292 = stablehlo.broadcast_in_dim %275, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5xi1>
      %293 = stablehlo.select %292, %iterArg_46, %iterArg_46 : tensor<4x5xi1>, tensor<4x5xf32>
      stablehlo.return %iterArg, %277, %279, %281, %283, %285, %287, %289, %291, %293 : tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>
    }
    %206 = stablehlo.negate %190 : tensor<4x5xf32>
    %207 = stablehlo.exponential %206 : tensor<4x5xf32>
    %208 = stablehlo.multiply %205#1, %207 : tensor<4x5xf32>
    %c_32 = stablehlo.constant dense<3> : tensor<i32>
    %209 = stablehlo.broadcast_in_dim %c_32, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %210 = stablehlo.compare LT, %9, %209, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %c_33 = stablehlo.constant dense<1> : tensor<i32>
    %211 = stablehlo.broadcast_in_dim %c_33, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %212 = stablehlo.compare LT, %9, %211, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %c_34 = stablehlo.constant dense<2> : tensor<i32>
    %213 = stablehlo.broadcast_in_dim %c_34, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %214 = stablehlo.compare LT, %9, %213, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %215 = stablehlo.select %214, %80, %97 : tensor<4x5xi1>, tensor<4x5xf32>
    %216 = stablehlo.select %212, %63, %215 : tensor<4x5xi1>, tensor<4x5xf32>
    %c_35 = stablehlo.constant dense<5> : tensor<i32>
    %217 = stablehlo.broadcast_in_dim %c_35, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %218 = stablehlo.compare LT, %9, %217, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %c_36 = stablehlo.constant dense<4> : tensor<i32>
    %219 = stablehlo.broadcast_in_dim %c_36, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %220 = stablehlo.compare LT, %9, %219, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %221 = stablehlo.select %220, %111, %128 : tensor<4x5xi1>, tensor<4x5xf32>
    %c_37 = stablehlo.constant dense<6> : tensor<i32>
    %222 = stablehlo.broadcast_in_dim %c_37, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %223 = stablehlo.compare LT, %9, %222, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %224 = stablehlo.select %223, %174, %208 : tensor<4x5xi1>, tensor<4x5xf32>
    %225 = stablehlo.select %218, %221, %224 : tensor<4x5xi1>, tensor<4x5xf32>
    %226 = stablehlo.select %210, %216, %225 : tensor<4x5xi1>, tensor<4x5xf32>
    return %226 : tensor<4x5xf32>
  }
  func.func private @cumsum(%arg0: tensor<4x5x7xi1>) -> tensor<4x5x7xi32> {
    %0 = stablehlo.convert %arg0 : (tensor<4x5x7xi1>) -> tensor<4x5x7xi32>
    %1 = call @cumsum_0(%0) : (tensor<4x5x7xi32>) -> tensor<4x5x7xi32>
    return %1 : tensor<4x5x7xi32>
  }
  func.func private @cumsum_0(%arg0: tensor<4x5x7xi32>) -> tensor<4x5x7xi32> {
    %c = stablehlo.constant dense<0> : tensor<i32>
    %0 = stablehlo.broadcast_in_dim %c, dims = [] : (tensor<i32>) -> tensor<i32>
    %1 = "stablehlo.reduce_window"(%arg0, %0) <{base_dilations = array<i64: 1, 1, 1>, padding = dense<[[0, 0], [0, 0], [6, 0]]> : tensor<3x2xi64>, window_dilations = array<i64: 1, 1, 1>, window_dimensions = array<i64: 1, 1, 7>, window_strides = array<i64: 1, 1, 1>}> ({
    ^bb0(%arg1: tensor<i32>, %arg2: tensor<i32>):
      %2 = stablehlo.add %arg1, %arg2 : tensor<i32>
      stablehlo.return %2 : tensor<i32>
    }) : (tensor<4x5x7xi32>, tensor<i32>) -> tensor<4x5x7xi32>
    return %1 : tensor<4x5x7xi32>
  }
  func.func private @argmax(%arg0: tensor<4x5x7xi32>) -> tensor<4x5xi32> {
    %0 = stablehlo.iota dim = 2 : tensor<4x5x7xi32>
    %c = stablehlo.constant dense<-2147483648> : tensor<i32>
    %c_0 = stablehlo.constant dense<0> : tensor<i32>
    %1:2 = stablehlo.reduce(%arg0 init: %c), (%0 init: %c_0) across dimensions = [2] : (tensor<4x5x7xi32>, tensor<4x5x7xi32>, tensor<i32>, tensor<i32>) -> (tensor<4x5xi32>, tensor<4x5xi32>)
     reducer(%arg1: tensor<i32>, %arg3: tensor<i32>) (%arg2: tensor<i32>, %arg4: tensor<i32>)  {
      %2 = stablehlo.compare GT, %arg1, %arg3, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
      %3 = stablehlo.compare NE, %arg1, %arg1, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
      %4 = stablehlo.or %2, %3 : tensor<i1>
      %5 = stablehlo.compare EQ, %arg1, %arg3, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
      %6 = stablehlo.compare LT, %arg2, %arg4, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
      %7 = stablehlo.and %5, %6 : tensor<i1>
      %8 = stablehlo.or %4, %7 : tensor<i1>
      %9 = stablehlo.select %4, %arg1, %arg3 : tensor<i1>, tensor<i32>
      %10 = stablehlo.select %8, %arg2, %arg4 : tensor<i1>, tensor<i32>
      stablehlo.return %9, %10 : tensor<i32>, tensor<i32>
    }
    return %1#1 : tensor<4x5xi32>
  }
  func.func private @_where_1(%arg0: tensor<4x5xi1>, %arg1: tensor<f32>, %arg2: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = stablehlo.broadcast_in_dim %arg1, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %1 = stablehlo.broadcast_in_dim %0, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %2 = stablehlo.select %arg0, %1, %arg2 : tensor<4x5xi1>, tensor<4x5xf32>
    return %2 : tensor<4x5xf32>
  }
  func.func private @_where_2(%arg0: tensor<4x5xi1>, %arg1: tensor<4x5xf32>, %arg2: tensor<f32>) -> tensor<4x5xf32> {
    %0 = stablehlo.broadcast_in_dim %arg2, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %1 = stablehlo.broadcast_in_dim %0, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %2 = stablehlo.select %arg0, %arg1, %1 : tensor<4x5xi1>, tensor<4x5xf32>
    return %2 : tensor<4x5xf32>
  }
  func.func private @remainder(%arg0: tensor<4x5xf32>, %arg1: tensor<f32>) -> tensor<4x5xf32> {
    %0 = stablehlo.broadcast_in_dim %arg1, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %1 = stablehlo.remainder %arg0, %0 : tensor<4x5xf32>
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %2 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %3 = stablehlo.compare NE, %1, %2, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_0 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %4 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %5 = stablehlo.compare LT, %1, %4, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_1 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %6 = stablehlo.compare LT, %arg1, %cst_1, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %7 = stablehlo.broadcast_in_dim %6, dims = [] : (tensor<i1>) -> tensor<4x5xi1>
    %8 = stablehlo.compare NE, %5, %7, UNSIGNED : (tensor<4x5xi1>, tensor<4x5xi1>) -> tensor<4x5xi1>
    %9 = stablehlo.and %8, %3 : tensor<4x5xi1>
    %10 = stablehlo.broadcast_in_dim %arg1, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %11 = stablehlo.add %1, %10 : tensor<4x5xf32>
    %12 = stablehlo.select %9, %11, %1 : tensor<4x5xi1>, tensor<4x5xf32>
    return %12 : tensor<4x5xf32>
  }
  func.func private @_where_3(%arg0: tensor<4x5xi1>, %arg1: tensor<4x5xf32>, %arg2: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = stablehlo.select %arg0, %arg1, %arg2 : tensor<4x5xi1>, tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
