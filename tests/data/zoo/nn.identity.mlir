module @jit_identity attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.4693068e-01, -4.0671742e-01, 1.2204503e+00, 1.4442664e+00, 1.5089829e+00], [-1.5045236e+00, -6.671882e-01, 8.371914e-01, -1.8077525e-01, 1.8208557e+00], [-1.7383523e+00, -3.862382e-01, 4.9377382e-01, 1.3337991e+00, -8.45577e-01], [2.0154822e-01, -3.4223476e-01, 1.6920652e+00, 1.3401663e+00, -4.662063e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[1.4693068e-01, -4.0671742e-01, 1.2204503e+00, 1.4442664e+00, 1.5089829e+00], [-1.5045236e+00, -6.671882e-01, 8.371914e-01, -1.8077525e-01, 1.8208557e+00], [-1.7383523e+00, -3.862382e-01, 4.9377382e-01, 1.3337991e+00, -8.45577e-01], [2.0154822e-01, -3.4223476e-01, 1.6920652e+00, 1.3401663e+00, -4.662063e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.821e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = call @identity(%arg0) : (tensor<4x5xf32>) -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
  func.func private @identity(%arg0: tensor<4x5xf32>) -> tensor<4x5xf32> {
    return %arg0 : tensor<4x5xf32>
  }
}
