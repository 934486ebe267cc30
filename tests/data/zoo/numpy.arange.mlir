module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[-4.9288705e-01, 5.270858e-01, 3.550223e-01, 6.660649e-01, -1.3389663e+00, -1.7511994e+00, 4.5953694e-01]> : tensor<7xf32>
    %out = func.call @function(%in0) : (tensor<7xf32>) -> (tensor<7xf32>)
    %expected0 = stablehlo.constant dense<[-4.9288705e-01, 1.5270858e+00, 2.3550224e+00, 3.666065e+00, 2.6610336e+00, 3.2488008e+00, 6.459537e+00]> : tensor<7xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 6.460e-04 : tensor<7xf32>
    return
  }
  func.func private @function(%arg0: tensor<7xf32>) -> (tensor<7xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.iota dim = 0 : tensor<7xf32>
    %1 = stablehlo.add %arg0, %0 : tensor<7xf32>
    return %1 : tensor<7xf32>
  }
}
