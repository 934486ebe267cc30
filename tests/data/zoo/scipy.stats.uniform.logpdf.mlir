module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[2.0388582e+00, 1.5752085e+00, 2.3272247e+00, 2.2321138e+00, 2.941916e+00], [2.103424e+00, 1.8326476e+00, 9.3286663e-01, 9.898571e-01, 1.4775853e+00], [1.4455605e+00, 1.1136818e+00, 1.172765e+00, 2.3176906e+00, 1.479137e-01], [2.892446e+00, 2.2827346e+00, 1.3082656e+00, 2.0038416e+00, 1.3765117e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[0xff800000, 0xff800000, 0xff800000, 0xff800000, 0xff800000], [0xff800000, 0xff800000, -0.0e+00, -0.0e+00, 0xff800000], [0xff800000, 0xff800000, 0xff800000, 0xff800000, -0.0e+00], [0xff800000, 0xff800000, 0xff800000, 0xff800000, 0xff800000]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.000e-07 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %0 = stablehlo.log %cst : tensor<f32>
    %1 = stablehlo.negate %0 : tensor<f32>
    %cst_0 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %cst_1 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %2 = stablehlo.add %cst_0, %cst_1 : tensor<f32>
    %3 = stablehlo.broadcast_in_dim %2, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %4 = stablehlo.compare GT, %arg0, %3, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_2 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %5 = stablehlo.broadcast_in_dim %cst_2, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %6 = stablehlo.compare LT, %arg0, %5, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %7 = stablehlo.or %4, %6 : tensor<4x5xi1>
    %cst_3 = stablehlo.constant dense<0xFF800000> : tensor<f32>
    %8 = call @_where(%7, %cst_3, %1) : (tensor<4x5xi1>, tensor<f32>, tensor<f32>) -> tensor<4x5xf32>
    return %8 : tensor<4x5xf32>
  }
  func.func private @_where(%arg0: tensor<4x5xi1>, %arg1: tensor<f32>, %arg2: tensor<f32>) -> tensor<4x5xf32> {
    %0 = stablehlo.convert %arg1 : tensor<f32>
    %1 = stablehlo.broadcast_in_dim %0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %2 = stablehlo.broadcast_in_dim %arg2, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %3 = stablehlo.select %arg0, %1, %2 : tensor<4x5xi1>, tensor<4x5xf32>
    return %3 : tensor<4x5xf32>
  }
}
