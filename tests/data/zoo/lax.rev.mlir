module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[4.641407e-01, -1.0238675e-01, -1.2350954e+00, -1.4081414e+00, -1.1693728e+00], [-8.8090295e-01, 1.0118324e+00, -1.3050808e+00, 1.3951205e+00, -9.134833e-01], [1.2098396e+00, 6.9082487e-01, -1.2848972e+00, -6.572893e-02, -3.6298037e-01], [9.5840997e-01, -1.4260594e+00, -8.254995e-01, -6.489004e-01, -1.2474462e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[-1.2474462e+00, -6.489004e-01, -8.254995e-01, -1.4260594e+00, 9.5840997e-01], [-3.6298037e-01, -6.572893e-02, -1.2848972e+00, 6.9082487e-01, 1.2098396e+00], [-9.134833e-01, 1.3951205e+00, -1.3050808e+00, 1.0118324e+00, -8.8090295e-01], [-1.1693728e+00, -1.4081414e+00, -1.2350954e+00, -1.0238675e-01, 4.641407e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.426e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.reverse %arg0, dims = [0, 1] : tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
