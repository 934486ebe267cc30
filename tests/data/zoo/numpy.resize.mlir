module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-1.0785493e+00, -9.539619e-01, 4.5923823e-01, 5.0480235e-01, -6.183832e-01], [3.917446e-01, -1.9316574e+00, 1.5603584e+00, -2.842474e-01, -1.2120358e+00], [1.0299221e+00, 1.6614405e+00, 6.4961296e-01, 1.9176441e+00, 1.3438499e+00], [-1.7267005e+00, -1.8724416e+00, -4.7988704e-01, 5.493789e-02, 1.712176e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<3x9xf32>)
    %expected0 = stablehlo.constant dense<[[-1.0785493e+00, -9.539619e-01, 4.5923823e-01, 5.0480235e-01, -6.183832e-01, 3.917446e-01, -1.9316574e+00, 1.5603584e+00, -2.842474e-01], [-1.2120358e+00, 1.0299221e+00, 1.6614405e+00, 6.4961296e-01, 1.9176441e+00, 1.3438499e+00, -1.7267005e+00, -1.8724416e+00, -4.7988704e-01], [5.493789e-02, 1.712176e-01, -1.0785493e+00, -9.539619e-01, 4.5923823e-01, 5.0480235e-01, -6.183832e-01, 3.917446e-01, -1.9316574e+00]]> : tensor<3x9xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.932e-04 : tensor<3x9xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<3x9xf32> {jax.result_info = "result"}) {
    %0 = call @resize(%arg0) : (tensor<4x5xf32>) -> tensor<3x9xf32>
    return %0 : tensor<3x9xf32>
  }
  func.func private @resize(%arg0: tensor<4x5xf32>) -> tensor<3x9xf32> {
    %0 = stablehlo.reshape %arg0 : (tensor<4x5xf32>) -> tensor<20xf32>
    %1 = stablehlo.reshape %0 : (tensor<20xf32>) -> tensor<1x20xf32>
    %2 = stablehlo.broadcast_in_dim %1, dims = [0, 1] : (tensor<1x20xf32>) -> tensor<2x20xf32>
    %3 = stablehlo.reshape %2 : (tensor<2x20xf32>) -> tensor<40xf32>
    %4 = stablehlo.slice %3 [0:27] : (tensor<40xf32>) -> tensor<27xf32>
    %5 = stablehlo.reshape %4 : (tensor<27xf32>) -> tensor<3x9xf32>
    return %5 : tensor<3x9xf32>
  }
}
