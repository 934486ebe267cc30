module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-9.9688697e-01, 9.674485e-01, -1.5506237e+00, -1.2025853e+00], [-5.746987e-01, 1.3755897e+00, -1.2062876e+00, 1.97412e+00], [1.2477338e+00, 7.485346e-01, -3.3060732e-01, 1.4705437e+00], [-7.500972e-01, 3.9674634e-01, -1.2512593e+00, 9.570486e-01]]> : tensor<4x4xf32>
    %in1 = stablehlo.constant dense<[[1.5173577e+00, -7.3651755e-01, -5.289146e-01, -2.3215999e-01], [1.5407339e+00, 4.9081028e-01, 3.775092e-01, -6.7916626e-01], [1.718671e+00, 2.2514081e-01, -1.3205557e-01, 1.5989268e+00], [1.6930372e-01, -2.862847e-01, -7.083939e-01, -1.4014208e+00]]> : tensor<4x4xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x4xf32>, tensor<4x4xf32>) -> (tensor<8x8xf32>)
    %expected0 = stablehlo.constant dense<[[-9.9688697e-01, 9.674485e-01, -1.5506237e+00, -1.2025853e+00, 1.5173577e+00, -7.3651755e-01, -5.289146e-01, -2.3215999e-01], [-5.746987e-01, 1.3755897e+00, -1.2062876e+00, 1.97412e+00, 1.5407339e+00, 4.9081028e-01, 3.775092e-01, -6.7916626e-01], [1.2477338e+00, 7.485346e-01, -3.3060732e-01, 1.4705437e+00, 1.718671e+00, 2.2514081e-01, -1.3205557e-01, 1.5989268e+00], [-7.500972e-01, 3.9674634e-01, -1.2512593e+00, 9.570486e-01, 1.6930372e-01, -2.862847e-01, -7.083939e-01, -1.4014208e+00], [1.5173577e+00, -7.3651755e-01, -5.289146e-01, -2.3215999e-01, -9.9688697e-01, 9.674485e-01, -1.5506237e+00, -1.2025853e+00], [1.5407339e+00, 4.9081028e-01, 3.775092e-01, -6.7916626e-01, -5.746987e-01, 1.3755897e+00, -1.2062876e+00, 1.97412e+00], [1.718671e+00, 2.2514081e-01, -1.3205557e-01, 1.5989268e+00, 1.2477338e+00, 7.485346e-01, -3.3060732e-01, 1.4705437e+00], [1.6930372e-01, -2.862847e-01, -7.083939e-01, -1.4014208e+00, -7.500972e-01, 3.9674634e-01, -1.2512593e+00, 9.570486e-01]]> : tensor<8x8xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.974e-04 : tensor<8x8xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x4xf32>, %arg1: tensor<4x4xf32>) -> (tensor<8x8xf32> {jax.result_info = "result"}) {
    %0 = call @block(%arg0, %arg1, %arg1, %arg0) : (tensor<4x4xf32>, tensor<4x4xf32>, tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<8x8xf32>
    return %0 : tensor<8x8xf32>
  }
  func.func private @block(%arg0: tensor<4x4xf32>, %arg1: tensor<4x4xf32>, %arg2: tensor<4x4xf32>, %arg3: tensor<4x4xf32>) -> tensor<8x8xf32> {
    %0 = stablehlo.concatenate %arg0, %arg1, dim = 1 : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x8xf32>
    %1 = stablehlo.concatenate %arg2, %arg3, dim = 1 : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x8xf32>
    %2 = stablehlo.concatenate %0, %1, dim = 0 : (tensor<4x8xf32>, tensor<4x8xf32>) -> tensor<8x8xf32>
    return %2 : tensor<8x8xf32>
  }
}
