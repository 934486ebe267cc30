module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[2.324486e+00, 6.046973e-01, 1.519445e+00, 1.450773e+00, 2.1716142e+00], [1.9407345e+00, 1.9853548e+00, 1.6305547e+00, 3.6583194e-01, 1.4576013e-01], [1.9401848e+00, 1.3030033e+00, 2.5350666e+00, 2.2820556e-01, 1.928155e-01], [2.2059221e+00, 1.1721265e+00, 1.3952401e+00, 4.8941132e-01, 2.0572835e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[-2.324486e+00, -6.046973e-01, -1.519445e+00, -1.450773e+00, -2.1716142e+00], [-1.9407345e+00, -1.9853548e+00, -1.6305547e+00, -3.6583194e-01, -1.4576013e-01], [-1.9401848e+00, -1.3030033e+00, -2.5350666e+00, -2.2820556e-01, -1.928155e-01], [-2.2059221e+00, -1.1721265e+00, -1.3952401e+00, -4.8941132e-01, -2.0572835e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 2.535e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %0 = stablehlo.log %cst : tensor<f32>
    %cst_0 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %1 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %2 = stablehlo.subtract %arg0, %1 : tensor<4x5xf32>
    %cst_1 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %3 = stablehlo.broadcast_in_dim %cst_1, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %4 = stablehlo.divide %2, %3 : tensor<4x5xf32>
    %5 = stablehlo.broadcast_in_dim %0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %6 = stablehlo.add %4, %5 : tensor<4x5xf32>
    %7 = stablehlo.negate %6 : tensor<4x5xf32>
    %cst_2 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %8 = stablehlo.broadcast_in_dim %cst_2, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %9 = stablehlo.compare LT, %arg0, %8, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_3 = stablehlo.constant dense<0xFF800000> : tensor<f32>
    %10 = call @_where(%9, %cst_3, %7) : (tensor<4x5xi1>, tensor<f32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    return %10 : tensor<4x5xf32>
  }
  func.func private @_where(%arg0: tensor<4x5xi1>, %arg1: tensor<f32>, %arg2: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = stablehlo.convert %arg1 : tensor<f32>
    %1 = stablehlo.broadcast_in_dim %0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %2 = stablehlo.select %arg0, %1, %arg2 : tensor<4x5xi1>, tensor<4x5xf32>
    return %2 : tensor<4x5xf32>
  }
}
