module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[[1.5964165e-01, 1.1098958e+00, 8.0856264e-01, -8.281457e-01], [1.366613e+00, -1.7406096e-01, 1.5730556e+00, 1.2595038e+00], [1.4258193e+00, 1.5980617e+00, -1.7184654e+00, 1.8121745e-02]], [[5.1790535e-01, -1.9086152e+00, 1.6694874e+00, 1.0058658e+00], [1.251835e+00, -1.2345929e+00, -3.50774e-01, -5.6203467e-01], [1.9033146e-01, 1.4374425e+00, -1.9836105e+00, 4.3018094e-01]]]> : tensor<2x3x4xf32>
    %out = func.call @function(%in0) : (tensor<2x3x4xf32>) -> (tensor<3x4x2xf32>)
    %expected0 = stablehlo.constant dense<[[[1.5964165e-01, 5.1790535e-01], [1.1098958e+00, -1.9086152e+00], [8.0856264e-01, 1.6694874e+00], [-8.281457e-01, 1.0058658e+00]], [[1.366613e+00, 1.251835e+00], [-1.7406096e-01, -1.2345929e+00], [1.5730556e+00, -3.50774e-01], [1.2595038e+00, -5.6203467e-01]], [[1.4258193e+00, 1.9033146e-01], [1.5980617e+00, 1.4374425e+00], [-1.7184654e+00, -1.9836105e+00], [1.8121745e-02, 4.3018094e-01]]]> : tensor<3x4x2xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.984e-04 : tensor<3x4x2xf32>
    return
  }
  func.func private @function(%arg0: tensor<2x3x4xf32>) -> (tensor<3x4x2xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.transpose %arg0, dims = [1, 2, 0] : (tensor<2x3x4xf32>) -> tensor<3x4x2xf32>
    return %0 : tensor<3x4x2xf32>
  }
}
