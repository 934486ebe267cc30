module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.8516272e+00, -1.8310231e-01, -1.17692366e-01, -1.6020466e+00, 2.0169592e-01], [1.492509e+00, 4.7458977e-01, 1.4284309e+00, 9.7892594e-01, -2.9698893e-01], [-1.4870397e+00, 1.8203175e+00, -1.7753571e+00, 2.4234785e-01, -1.4089671e+00], [-1.8480484e+00, -4.063186e-01, 1.9106574e+00, 1.8072623e+00, 1.3411436e+00]]> : tensor<4x5xf32>
    %out:3 = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<2x5xf32>, tensor<1x5xf32>, tensor<1x5xf32>)
    %expected0 = stablehlo.constant dense<[[1.8516272e+00, -1.8310231e-01, -1.17692366e-01, -1.6020466e+00, 2.0169592e-01], [1.492509e+00, 4.7458977e-01, 1.4284309e+00, 9.7892594e-01, -2.9698893e-01]]> : tensor<2x5xf32>
    check.expect_almost_eq %out#0, %expected0, tolerance = 1.852e-04 : tensor<2x5xf32>
    %expected1 = stablehlo.constant dense<[[-1.4870397e+00, 1.8203175e+00, -1.7753571e+00, 2.4234785e-01, -1.4089671e+00]]> : tensor<1x5xf32>
    check.expect_almost_eq %out#1, %expected1, tolerance = 1.820e-04 : tensor<1x5xf32>
    %expected2 = stablehlo.constant dense<[[-1.8480484e+00, -4.063186e-01, 1.9106574e+00, 1.8072623e+00, 1.3411436e+00]]> : tensor<1x5xf32>
    check.expect_almost_eq %out#2, %expected2, tolerance = 1.911e-04 : tensor<1x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<2x5xf32> {jax.result_info = "result[0]"}, tensor<1x5xf32> {jax.result_info = "result[1]"}, tensor<1x5xf32> {jax.result_info = "result[2]"}) {
    %0 = stablehlo.slice %arg0 [0:2, 0:5] : (tensor<4x5xf32>) -> tensor<2x5xf32>
    %1 = stablehlo.slice %arg0 [2:3, 0:5] : (tensor<4x5xf32>) -> tensor<1x5xf32>
    %2 = stablehlo.slice %arg0 [3:4, 0:5] : (tensor<4x5xf32>) -> tensor<1x5xf32>
    return %0, %1, %2 : tensor<2x5xf32>, tensor<1x5xf32>, tensor<1x5xf32>
  }
}
