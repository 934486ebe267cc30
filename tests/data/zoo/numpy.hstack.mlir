module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-1.2258941e+00, -1.4659758e+00, 7.567124e-01, 1.1685594e+00, -5.8722246e-01], [-1.3658786e+00, -1.5922773e+00, 1.3344424e+00, -3.0446663e-01, -1.1546041e+00], [-9.4337195e-01, 1.4656589e+00, 1.9136317e+00, 1.8231673e+00, -1.4707907e+00], [-1.3286905e+00, 1.7823083e+00, 3.1476074e-01, 1.0098103e+00, -7.810969e-01]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[[1.1024972e+00, 1.6929296e+00, 1.7119645e+00, -8.504644e-01, -3.97233e-01], [5.621414e-01, -9.874106e-01, 9.8320717e-01, 3.4732503e-01, -1.4207363e+00], [7.6102215e-01, 1.5858418e+00, 1.515424e+00, -1.9528546e+00, 6.1589205e-01], [1.9474419e+00, 1.4463979e+00, 1.0951943e+00, 7.896584e-01, 8.847093e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> (tensor<4x10xf32>)
    %expected0 = stablehlo.constant dense<[[-1.2258941e+00, -1.4659758e+00, 7.567124e-01, 1.1685594e+00, -5.8722246e-01, 1.1024972e+00, 1.6929296e+00, 1.7119645e+00, -8.504644e-01, -3.97233e-01], [-1.3658786e+00, -1.5922773e+00, 1.3344424e+00, -3.0446663e-01, -1.1546041e+00, 5.621414e-01, -9.874106e-01, 9.8320717e-01, 3.4732503e-01, -1.4207363e+00], [-9.4337195e-01, 1.4656589e+00, 1.9136317e+00, 1.8231673e+00, -1.4707907e+00, 7.6102215e-01, 1.5858418e+00, 1.515424e+00, -1.9528546e+00, 6.1589205e-01], [-1.3286905e+00, 1.7823083e+00, 3.1476074e-01, 1.0098103e+00, -7.810969e-01, 1.9474419e+00, 1.4463979e+00, 1.0951943e+00, 7.896584e-01, 8.847093e-01]]> : tensor<4x10xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.953e-04 : tensor<4x10xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> (tensor<4x10xf32> {jax.result_info = "result"}) {
    %0 = call @atleast_1d(%arg0) : (tensor<4x5xf32>) -> tensor<4x5xf32>
    %1 = call @atleast_1d(%arg1) : (tensor<4x5xf32>) -> tensor<4x5xf32>
    %2 = stablehlo.concatenate %0, %1, dim = 1 : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x10xf32>
    return %2 : tensor<4x10xf32>
  }
  func.func private @atleast_1d(%arg0: tensor<4x5xf32>) -> tensor<4x5xf32> {
    return %arg0 : tensor<4x5xf32>
  }
}
