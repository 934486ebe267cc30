module @jit_mish attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-7.5959843e-01, -7.092859e-01, -1.3063134e-01, 1.5768857e+00, 1.432283e+00], [9.773367e-01, 5.648239e-01, -1.2261802e+00, 1.9868921e+00, 1.078448e+00], [-6.7140114e-01, 5.9649837e-01, 1.0592521e+00, 7.1870947e-01, -8.762957e-01], [7.3789984e-01, 6.828847e-01, -1.3086185e+00, -1.9037261e+00, -7.16148e-02]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[-2.7801636e-01, -2.6956183e-01, -7.289579e-02, 1.4870447e+00, 1.3296765e+00], [8.4137225e-01, 4.3366545e-01, -3.08694e-01, 1.9299376e+00, 9.479209e-01], [-2.6239637e-01, 4.6288085e-01, 9.275626e-01, 5.7933533e-01, -2.9325858e-01], [5.981145e-01, 5.446195e-01, -3.0714664e-01, -2.6274514e-01, -4.1323032e-02]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.930e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = call @mish(%arg0) : (tensor<4x5xf32>) -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
  func.func private @mish(%arg0: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = call @softplus(%arg0) : (tensor<4x5xf32>) -> tensor<4x5xf32>
    %1 = stablehlo.tanh %0 : tensor<4x5xf32>
    %2 = stablehlo.multiply %arg0, %1 : tensor<4x5xf32>
    return %2 : tensor<4x5xf32>
  }
  func.func private @softplus(%arg0: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %1 = stablehlo.maximum %arg0, %0 : tensor<4x5xf32>
    %2 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %3 = stablehlo.subtract %arg0, %2 : tensor<4x5xf32>
    %4 = stablehlo.compare NE, %3, %3, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %5 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %6 = stablehlo.add %arg0, %5 : tensor<4x5xf32>
    %7 = stablehlo.abs %3 : tensor<4x5xf32>
    %8 = stablehlo.negate %7 : tensor<4x5xf32>
    %9 = stablehlo.exponential %8 : tensor<4x5xf32>
    %10 = stablehlo.log_plus_one %9 : tensor<4x5xf32>
    %11 = stablehlo.add %1, %10 : tensor<4x5xf32>
    %12 = stablehlo.select %4, %6, %11 : tensor<4x5xi1>, tensor<4x5xf32>
    return %12 : tensor<4x5xf32>
  }
}
