module @jit_softplus attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-7.051279e-01, 1.4539915e-01, 8.663854e-01, -1.8243645e+00, 1.1839056e+00], [-4.3319994e-01, 1.860726e+00, 1.9390568e-02, 1.052149e+00, -1.2640206e+00], [-3.058512e-01, -1.3059407e-01, 1.80735e+00, -1.8621317e+00, -1.4980482e+00], [-1.8943875e+00, -1.4464463e+00, 1.1972898e+00, 1.1717407e+00, 5.3690064e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[4.0148747e-01, 7.6848704e-01, 1.2173722e+00, 1.495574e-01, 1.4509366e+00], [4.998238e-01, 2.0053108e+00, 7.028895e-01, 1.351651e+00, 2.4882366e-01], [5.518694e-01, 6.299805e-01, 1.9592884e+00, 1.4439565e-01, 2.0176962e-01], [1.401188e-01, 2.1139914e-01, 1.4612002e+00, 1.4416358e+00, 9.972056e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 2.005e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = call @softplus(%arg0) : (tensor<4x5xf32>) -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
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
