module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[3.4509885e-01, 2.3742347e+00, 8.0108476e-01, 2.099985e+00, 1.2733607e+00], [2.8632708e+00, 1.2283267e+00, 6.404877e-01, 1.543361e+00, 1.0550852e+00], [2.9062657e+00, 2.6452672e+00, 9.85599e-01, 2.4457326e+00, 2.9984486e+00], [2.3458712e+00, 1.6636225e+00, 8.807005e-01, 4.7972932e-01, 1.2242737e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[-1.6234505e+00, -1.6737187e+00, -1.4303756e+00, -1.5979662e+00, -1.4347894e+00], [-1.824592e+00, -1.4302758e+00, -1.4619454e+00, -1.473638e+00, -1.4196707e+00], [-1.8386372e+00, -1.7551864e+00, -1.4189912e+00, -1.6946328e+00, -1.8691156e+00], [-1.6655461e+00, -1.4962513e+00, -1.4228079e+00, -1.5260701e+00, -1.4299018e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.869e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %1 = stablehlo.subtract %arg0, %0 : tensor<4x5xf32>
    %cst_0 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %2 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %3 = stablehlo.divide %1, %2 : tensor<4x5xf32>
    %cst_1 = stablehlo.constant dense<3.000000e+00> : tensor<f32>
    %cst_2 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
    %4 = stablehlo.divide %cst_1, %cst_2 : tensor<f32>
    %cst_3 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %5 = stablehlo.subtract %4, %cst_3 : tensor<f32>
    %6 = stablehlo.log %3 : tensor<4x5xf32>
    %7 = stablehlo.broadcast_in_dim %5, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %8 = stablehlo.multiply %7, %6 : tensor<4x5xf32>
    %cst_4 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
    %9 = stablehlo.broadcast_in_dim %cst_4, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %10 = stablehlo.divide %3, %9 : tensor<4x5xf32>
    %11 = stablehlo.subtract %8, %10 : tensor<4x5xf32>
    %12 = chlo.lgamma %4 : tensor<f32> -> tensor<f32>
    %cst_5 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
    %13 = stablehlo.log %cst_5 : tensor<f32>
    %cst_6 = stablehlo.constant dense<3.000000e+00> : tensor<f32>
    %14 = stablehlo.multiply %13, %cst_6 : tensor<f32>
    %cst_7 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
    %15 = stablehlo.divide %14, %cst_7 : tensor<f32>
    %16 = stablehlo.add %12, %15 : tensor<f32>
    %17 = stablehlo.negate %16 : tensor<f32>
    %cst_8 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %18 = stablehlo.log %cst_8 : tensor<f32>
    %19 = stablehlo.subtract %17, %18 : tensor<f32>
    %20 = stablehlo.broadcast_in_dim %19, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %21 = stablehlo.add %20, %11 : tensor<4x5xf32>
    %cst_9 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %22 = stablehlo.broadcast_in_dim %cst_9, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %23 = stablehlo.compare LT, %arg0, %22, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_10 = stablehlo.constant dense<0xFF800000> : tensor<f32>
    %24 = call @_where(%23, %cst_10, %21) : (tensor<4x5xi1>, tensor<f32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    return %24 : tensor<4x5xf32>
  }
  func.func private @_where(%arg0: tensor<4x5xi1>, %arg1: tensor<f32>, %arg2: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = stablehlo.convert %arg1 : tensor<f32>
    %1 = stablehlo.broadcast_in_dim %0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %2 = stablehlo.select %arg0, %1, %arg2 : tensor<4x5xi1>, tensor<4x5xf32>
    return %2 : tensor<4x5xf32>
  }
}
