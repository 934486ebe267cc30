module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[2.9000752e+00, 2.6646717e+00, 2.2038093e+00, 1.2822161e+00, 3.2069057e-01], [2.9171648e+00, 1.7640376e+00, 1.0229854e-01, 1.9882704e+00, 1.7425536e+00], [2.3545651e+00, 2.1820452e+00, 2.857374e+00, 1.7606096e+00, 1.3224111e+00], [2.5529218e+00, 1.5390183e+00, 1.2557701e+00, 2.0019145e+00, 5.7371473e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[2.9003906e+00, 2.6640625e+00, 2.203125e+00, 1.2822266e+00, 3.2080078e-01], [2.9179688e+00, 1.7636719e+00, 1.0229492e-01, 1.9882812e+00, 1.7421875e+00], [2.3554688e+00, 2.1816406e+00, 2.8574219e+00, 1.7607422e+00, 1.3222656e+00], [2.5527344e+00, 1.5390625e+00, 1.2558594e+00, 2.0019531e+00, 5.7373047e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 2.918e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.reduce_precision %arg0, format = e5m10 : tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
