module @jit_sinc attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-1.3486843e+00, 2.3100275e-01, 2.4995416e-02, 1.5102108e+00, 1.5353402e+00], [-1.4169072e+00, 1.6424186e+00, -1.4414608e-01, -1.6365097e+00, 1.3122343e+00], [1.8844451e-01, 1.6372948e+00, 1.4345272e+00, 1.6258594e+00, 1.2518537e+00], [3.1940844e-02, 1.8947284e+00, 1.697233e+00, 5.2291745e-01, 1.2126102e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[-2.0984632e-01, 9.145053e-01, 9.9897265e-01, -2.106634e-01, -2.0604561e-01], [-2.1704027e-01, -1.7472844e-01, 9.6617013e-01, -1.768912e-01, -2.0157778e-01], [9.426014e-01, -1.7660642e-01, -2.1721448e-01, -1.8067369e-01, -1.8084067e-01], [9.983226e-01, -5.455292e-02, -1.5268075e-01, 6.0714215e-01, -1.6258343e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 9.990e-05 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = call @sinc(%arg0) : (tensor<4x5xf32>) -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
  func.func private @sinc(%arg0: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %1 = stablehlo.compare EQ, %arg0, %0, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_0 = stablehlo.constant dense<3.14159274> : tensor<f32>
    %2 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %3 = stablehlo.multiply %2, %arg0 : tensor<4x5xf32>
    %cst_1 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %4 = call @_where(%1, %cst_1, %3) : (tensor<4x5xi1>, tensor<f32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %cst_2 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %5 = stablehlo.broadcast_in_dim %cst_2, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %6 = stablehlo.multiply %3, %5 : tensor<4x5xf32>
    %cst_3 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %7 = stablehlo.broadcast_in_dim %cst_3, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %8 = stablehlo.add %6, %7 : tensor<4x5xf32>
    %9 = stablehlo.sine %4 : tensor<4x5xf32>
    %10 = stablehlo.divide %9, %4 : tensor<4x5xf32>
    %11 = call @_where_0(%1, %8, %10) : (tensor<4x5xi1>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    return %11 : tensor<4x5xf32>
  }
  func.func private @_where(%arg0: tensor<4x5xi1>, %arg1: tensor<f32>, %arg2: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = stablehlo.broadcast_in_dim %arg1, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %1 = stablehlo.select %arg0, %0, %arg2 : tensor<4x5xi1>, tensor<4x5xf32>
    return %1 : tensor<4x5xf32>
  }
  func.func private @_where_0(%arg0: tensor<4x5xi1>, %arg1: tensor<4x5xf32>, %arg2: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = stablehlo.select %arg0, %arg1, %arg2 : tensor<4x5xi1>, tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
