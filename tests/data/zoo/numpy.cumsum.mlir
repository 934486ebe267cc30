module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[4.3055436e-01, 1.9102869e+00, 1.7307772e-01, 1.4989233e+00, 1.7220339e+00], [5.3889185e-01, 1.8921436e+00, -4.8386735e-01, -8.253824e-01, 1.5304233e+00], [-1.82969e+00, 1.3107902e+00, -1.6820501e+00, 1.4331777e+00, -1.0296245e-01], [1.8304809e+00, 9.384933e-01, -7.819682e-01, -4.4080946e-01, -7.4187505e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[4.3055436e-01, 2.3408413e+00, 2.513919e+00, 4.012842e+00, 5.734876e+00], [5.3889185e-01, 2.4310355e+00, 1.9471681e+00, 1.1217856e+00, 2.6522088e+00], [-1.82969e+00, -5.188998e-01, -2.20095e+00, -7.677722e-01, -8.7073463e-01], [1.8304809e+00, 2.7689743e+00, 1.9870062e+00, 1.5461967e+00, 8.0432165e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 5.735e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = call @cumsum(%arg0) : (tensor<4x5xf32>) -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
  func.func private @cumsum(%arg0: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = call @cumsum_0(%arg0) : (tensor<4x5xf32>) -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
  func.func private @cumsum_0(%arg0: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<f32>
    %1 = "stablehlo.reduce_window"(%arg0, %0) <{base_dilations = array<i64: 1, 1>, padding = dense<[[0, 0], [4, 0]]> : tensor<2x2xi64>, window_dilations = array<i64: 1, 1>, window_dimensions = array<i64: 1, 5>, window_strides = array<i64: 1, 1>}> ({
    ^bb0(%arg1: tensor<f32>, %arg2: tensor<f32>):
      %2 = stablehlo.add %arg1, %arg2 : tensor<f32>
      stablehlo.return %2 : tensor<f32>
    }) : (tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    return %1 : tensor<4x5xf32>
  }
}
