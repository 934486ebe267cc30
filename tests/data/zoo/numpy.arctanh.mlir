module @jit_arctanh attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-6.0357726e-01, -3.043599e-01, 3.921021e-01, -6.309431e-01, 3.0514696e-01], [1.9239557e-01, -3.575402e-02, -5.7262063e-01, -1.2028151e-01, -6.5353376e-01], [8.010354e-01, 5.5689037e-01, -8.875682e-01, 3.1549028e-01, 6.0572654e-01], [-4.2758363e-01, 4.9826887e-01, 4.1511667e-01, 6.7385876e-01, -4.358877e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[-6.987555e-01, -3.1431764e-01, 4.142816e-01, -7.4298143e-01, 3.1518528e-01], [1.9482364e-01, -3.576927e-02, -6.514133e-01, -1.20866664e-01, -7.814423e-01], [1.101495e+00, 6.2831426e-01, -1.4103489e+00, 3.2663095e-01, 7.0214343e-01], [-4.5693594e-01, 5.470006e-01, 4.417774e-01, 8.1777817e-01, -4.6714258e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.410e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = chlo.atanh %arg0 : tensor<4x5xf32> -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
