module @jit_rel_entr attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[8.432773e-01, 1.5871384e+00, 6.877974e-01, 2.2854018e+00, 1.3991343e+00], [1.9119563e+00, 2.5648668e+00, 2.1682959e+00, 2.0285404e+00, 1.2174681e+00], [8.3466876e-01, 9.2552674e-01, 2.0369399e+00, 2.4519114e-01, 2.2780046e+00], [2.8869185e+00, 5.821477e-01, 1.2652843e+00, 2.6346107e+00, 1.4995043e+00]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[[7.4603313e-01, 2.9487927e+00, 2.321406e+00, 4.7763893e-01, 2.2302942e+00], [1.5833697e+00, 1.5528129e+00, 2.4610894e+00, 9.388052e-01, 3.67409e-01], [1.8581469e+00, 2.8017561e+00, 2.183202e+00, 5.9588945e-01, 2.3808413e+00], [2.9338405e+00, 2.6102655e+00, 5.7476866e-01, 2.940388e+00, 3.3724457e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[1.03323236e-01, -9.8317385e-01, -8.3666015e-01, 3.5776641e+00, -6.523881e-01], [3.6054075e-01, 1.287149e+00, -2.7464187e-01, 1.5629168e+00, 1.4585913e+00], [-6.679854e-01, -1.0251492e+00, -1.4124958e-01, -2.1773396e-01, -1.0058308e-01], [-4.6544608e-02, -8.7350273e-01, 9.984162e-01, -2.8929636e-01, 2.2373827e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 3.578e-03 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %1 = stablehlo.compare GT, %arg0, %0, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_0 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %2 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %3 = stablehlo.compare GT, %arg1, %2, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %4 = stablehlo.and %1, %3 : tensor<4x5xi1>
    %cst_1 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %5 = stablehlo.broadcast_in_dim %cst_1, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %6 = stablehlo.compare EQ, %arg0, %5, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_2 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %7 = stablehlo.broadcast_in_dim %cst_2, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %8 = stablehlo.compare GE, %arg1, %7, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %9 = stablehlo.and %6, %8 : tensor<4x5xi1>
    %c = stablehlo.constant dense<1> : tensor<i32>
    %10 = call @_where(%4, %arg0, %c) : (tensor<4x5xi1>, tensor<4x5xf32>, tensor<i32>) -> tensor<4x5xf32>
    %c_3 = stablehlo.constant dense<1> : tensor<i32>
    %11 = call @_where(%4, %arg1, %c_3) : (tensor<4x5xi1>, tensor<4x5xf32>, tensor<i32>) -> tensor<4x5xf32>
    %cst_4 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %12 = stablehlo.broadcast_in_dim %cst_4, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %13 = stablehlo.compare NE, %10, %12, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %14 = stablehlo.compare NE, %10, %10, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %15 = stablehlo.or %13, %14 : tensor<4x5xi1>
    %16 = stablehlo.log %10 : tensor<4x5xf32>
    %17 = stablehlo.multiply %10, %16 : tensor<4x5xf32>
    %cst_5 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %18 = stablehlo.broadcast_in_dim %cst_5, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %19 = call @_where_0(%15, %17, %18) : (tensor<4x5xi1>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %cst_6 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %20 = stablehlo.broadcast_in_dim %cst_6, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %21 = stablehlo.compare NE, %10, %20, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %22 = stablehlo.compare NE, %11, %11, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %23 = stablehlo.or %21, %22 : tensor<4x5xi1>
    %24 = stablehlo.log %11 : tensor<4x5xf32>
    %25 = stablehlo.multiply %10, %24 : tensor<4x5xf32>
    %cst_7 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %26 = stablehlo.broadcast_in_dim %cst_7, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %27 = call @_where_0(%23, %25, %26) : (tensor<4x5xi1>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %28 = stablehlo.subtract %19, %27 : tensor<4x5xf32>
    %cst_8 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %cst_9 = stablehlo.constant dense<0x7F800000> : tensor<f32>
    %29 = call @_where_1(%9, %cst_8, %cst_9) : (tensor<4x5xi1>, tensor<f32>, tensor<f32>) -> tensor<4x5xf32>
    %30 = call @_where_0(%4, %28, %29) : (tensor<4x5xi1>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    return %30 : tensor<4x5xf32>
  }
  func.func private @_where(%arg0: tensor<4x5xi1>, %arg1: tensor<4x5xf32>, %arg2: tensor<i32>) -> tensor<4x5xf32> {
    %0 = stablehlo.convert %arg2 : (tensor<i32>) -> tensor<f32>
    %1 = stablehlo.broadcast_in_dim %0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %2 = stablehlo.select %arg0, %arg1, %1 : tensor<4x5xi1>, tensor<4x5xf32>
    return %2 : tensor<4x5xf32>
  }
  func.func private @_where_0(%arg0: tensor<4x5xi1>, %arg1: tensor<4x5xf32>, %arg2: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = stablehlo.select %arg0, %arg1, %arg2 : tensor<4x5xi1>, tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
  func.func private @_where_1(%arg0: tensor<4x5xi1>, %arg1: tensor<f32>, %arg2: tensor<f32>) -> tensor<4x5xf32> {
    %0 = stablehlo.convert %arg2 : tensor<f32>
    %1 = stablehlo.broadcast_in_dim %arg1, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %2 = stablehlo.broadcast_in_dim %0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %3 = stablehlo.select %arg0, %1, %2 : tensor<4x5xi1>, tensor<4x5xf32>
    return %3 : tensor<4x5xf32>
  }
}
