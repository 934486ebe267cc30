module @jit_arccos attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-7.8083324e-01, 5.568398e-01, 4.3333215e-01, 2.7531487e-01, 8.996112e-01], [-1.6309473e-01, 3.5116413e-01, 2.1112065e-01, -2.37956e-01, -3.365628e-02], [7.139084e-01, -6.953537e-01, -8.4613395e-01, -8.507417e-01, 3.5702595e-01], [-2.633383e-01, -4.8349615e-02, -7.115519e-01, 2.6554134e-01, -2.8157377e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[2.4667947e+00, 9.8022e-01, 1.1226095e+00, 1.2918792e+00, 4.5191804e-01], [1.7346228e+00, 1.2119823e+00, 1.358075e+00, 1.8110572e+00, 1.6044589e+00], [7.757324e-01, 2.3397083e+00, 2.5794854e+00, 2.5881913e+00, 1.2057142e+00], [1.8372773e+00, 1.6191648e+00, 2.3625007e+00, 1.3020309e+00, 1.8562301e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 2.588e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = chlo.acos %arg0 : tensor<4x5xf32> -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
