module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[7.8534263e-01, -5.299402e-01, 1.3588198e+00, -1.7607139e+00, 1.1870399e+00, -1.0866004e+00, 8.166295e-01, -1.1505549e+00, 8.2614815e-01], [-6.048031e-01, 1.0210555e+00, -1.806308e+00, -4.0712702e-01, -7.5095147e-01, 1.0856365e+00, -7.303898e-01, -5.7304716e-01, 3.6562017e-01], [1.9266118e+00, -4.0780896e-01, 8.9733344e-01, 1.7474873e-01, 4.9526596e-01, -1.808905e+00, 1.8061773e+00, 4.741687e-01, 7.240999e-01], [-1.1298438e+00, 8.5885394e-01, 1.4209257e+00, -1.3021575e+00, -1.8820015e+00, -3.5290742e-01, 5.6269675e-01, -1.2667165e+00, -7.266893e-01]]> : tensor<4x9xf32>
    %out = func.call @function(%in0) : (tensor<4x9xf32>) -> (tensor<4x9xi32>)
    %expected0 = stablehlo.constant dense<[[3, 7, 5, 1, 0, 6, 8, 4, 2], [2, 4, 6, 0, 7, 3, 8, 1, 5], [5, 1, 3, 7, 4, 8, 2, 6, 0], [4, 3, 7, 0, 8, 5, 6, 1, 2]]> : tensor<4x9xi32>
    check.expect_eq %out, %expected0 : tensor<4x9xi32>
    return
  }
  func.func private @function(%arg0: tensor<4x9xf32>) -> (tensor<4x9xi32> {jax.result_info = "result"}) {
    %0 = call @argsort(%arg0) : (tensor<4x9xf32>) -> tensor<4x9xi32>
    return %0 : tensor<4x9xi32>
  }
  func.func private @argsort(%arg0: tensor<4x9xf32>) -> tensor<4x9xi32> {
    %0 = stablehlo.iota dim = 1 : tensor<4x9xi32>
    %1:2 = "stablehlo.sort"(%arg0, %0) <{dimension = 1 : i64, is_stable = true}> ({
    ^bb0(%arg1: tensor<f32>, %arg2: tensor<f32>, %arg3: tensor<i32>, %arg4: tensor<i32>):
      %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
      %2 = stablehlo.compare EQ, %arg1, %cst, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
      %cst_0 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
      %3 = stablehlo.select %2, %cst_0, %arg1 : tensor<i1>, tensor<f32>
      %4 = stablehlo.compare NE, %arg1, %arg1, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
      %cst_1 = stablehlo.constant dense<0x7FC00000> : tensor<f32>
      %5 = stablehlo.select %4, %cst_1, %3 : tensor<i1>, tensor<f32>
      %cst_2 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
      %6 = stablehlo.compare EQ, %arg2, %cst_2, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
      %cst_3 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
      %7 = stablehlo.select %6, %cst_3, %arg2 : tensor<i1>, tensor<f32>
      %8 = stablehlo.compare NE, %arg2, %arg2, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
      %cst_4 = stablehlo.constant dense<0x7FC00000> : tensor<f32>
      %9 = stablehlo.select %8, %cst_4, %7 : tensor<i1>, tensor<f32>
      %10 = stablehlo.compare LT, %5, %9, TOTALORDER : (tensor<f32>, tensor<f32>) -> tensor<i1>
      stablehlo.return %10 : tensor<i1>
    }) : (tensor<4x9xf32>, tensor<4x9xi32>) -> (tensor<4x9xf32>, tensor<4x9xi32>)
    return %1#1 : tensor<4x9xi32>
  }
}
