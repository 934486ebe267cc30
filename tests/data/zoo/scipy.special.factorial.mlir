module @jit_factorial attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[3.938575e-01, 2.0573552e+00, 7.025694e-01, 1.5831358e+00, 6.394189e-01], [2.4010248e+00, 2.4768035e+00, 3.4351313e-01, 2.0709784e+00, 2.292925e+00], [8.48172e-01, 2.0135715e+00, 4.10309e-01, 1.6004126e+00, 1.5553529e+00], [1.1875037e-01, 1.6100138e+00, 4.836138e-01, 1.1722128e+00, 1.8036987e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[8.876161e-01, 2.1100662e+00, 9.0912944e-01, 1.4117264e+00, 8.985588e-01], [2.984477e+00, 3.2396789e+00, 8.918306e-01, 2.1374867e+00, 2.663889e+00], [9.450575e-01, 2.0252798e+00, 8.867514e-01, 1.4300694e+00, 1.3831298e+00], [9.4405764e-01, 1.4404519e+00, 8.858085e-01, 1.0855063e+00, 9.23621e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 3.240e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %1 = stablehlo.compare LT, %arg0, %0, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_0 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %2 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %3 = stablehlo.add %arg0, %2 : tensor<4x5xf32>
    %4 = chlo.lgamma %3 : tensor<4x5xf32> -> tensor<4x5xf32>
    %5 = stablehlo.exponential %4 : tensor<4x5xf32>
    %c = stablehlo.constant dense<0> : tensor<i32>
    %6 = call @_where(%1, %c, %5) : (tensor<4x5xi1>, tensor<i32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    return %6 : tensor<4x5xf32>
  }
  func.func private @_where(%arg0: tensor<4x5xi1>, %arg1: tensor<i32>, %arg2: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = stablehlo.convert %arg1 : (tensor<i32>) -> tensor<f32>
    %1 = stablehlo.broadcast_in_dim %0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %2 = stablehlo.select %arg0, %1, %arg2 : tensor<4x5xi1>, tensor<4x5xf32>
    return %2 : tensor<4x5xf32>
  }
}
