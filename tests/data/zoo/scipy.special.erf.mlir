module @jit_erf attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[2.472344e+00, 1.2026808e+00, 1.6037177e+00, 2.121769e+00, 2.2890084e+00], [2.6804385e+00, 1.9030985e+00, 1.7805107e+00, 2.9502475e+00, 1.6112835e+00], [2.5005373e-01, 2.1152163e+00, 1.934893e+00, 2.2578019e-01, 2.50317e+00], [2.431366e+00, 6.1693037e-01, 2.9966397e+00, 1.4530023e+00, 1.1819688e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[9.9952847e-01, 9.1102844e-01, 9.7667074e-01, 9.973058e-01, 9.987927e-01], [9.9984974e-01, 9.928844e-01, 9.881984e-01, 9.9996996e-01, 9.7731495e-01], [2.7638334e-01, 9.972227e-01, 9.9378765e-01, 2.5050202e-01, 9.9959993e-01], [9.9941504e-01, 6.170487e-01, 9.9997747e-01, 9.6010697e-01, 9.053882e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.000e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = chlo.erf %arg0 : tensor<4x5xf32> -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
