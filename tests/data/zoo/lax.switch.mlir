module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[0]> : tensor<1xi32>
    %in1 = stablehlo.constant dense<[[-1.0580518e+00, -2.184363e-01, 1.1881217e+00, -2.847809e-01, -4.844523e-02], [7.470312e-01, -3.2929775e-01, 2.4584645e-01, -1.909546e+00, -1.1662842e+00], [-1.3812332e+00, 3.76115e-01, -1.2144496e+00, 1.6498913e+00, 4.6179706e-01], [-3.6098662e-01, -1.061647e+00, 6.543496e-02, 1.6650858e+00, 1.6372005e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0, %in1) : (tensor<1xi32>, tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[-1.0580518e+00, -2.184363e-01, 1.1881217e+00, -2.847809e-01, -4.844523e-02], [7.470312e-01, -3.2929775e-01, 2.4584645e-01, -1.909546e+00, -1.1662842e+00], [-1.3812332e+00, 3.76115e-01, -1.2144496e+00, 1.6498913e+00, 4.6179706e-01], [-3.6098662e-01, -1.061647e+00, 6.543496e-02, 1.6650858e+00, 1.6372005e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.910e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<1xi32>, %arg1: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.reshape %arg0 : (tensor<1xi32>) -> tensor<i32>
    %c = stablehlo.constant dense<0> : tensor<i32>
    %c_0 = stablehlo.constant dense<2> : tensor<i32>
    %1 = stablehlo.clamp %c, %0, %c_0 : tensor<i32>
    %2 = "stablehlo.case"(%1) ({
      stablehlo.return %arg1 : tensor<4x5xf32>
    }, {
      %cst = stablehlo.constant dense<1.000000e+00> : tensor<f32>
      %3 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
      %4 = stablehlo.add %arg1, %3 : tensor<4x5xf32>
      stablehlo.return %4 : tensor<4x5xf32>
    }, {
      %cst = stablehlo.constant dense<2.000000e+00> : tensor<f32>
      %3 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
      %4 = stablehlo.multiply %arg1, %3 : tensor<4x5xf32>
      stablehlo.return %4 : tensor<4x5xf32>
    }) : (tensor<i32>) -> tensor<4x5xf32>
    return %2 : tensor<4x5xf32>
  }
}
