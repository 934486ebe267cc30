module @jit_equal attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[4.0155298e-01, -8.928408e-01, 6.6012263e-01, -1.4875364e+00, 4.364348e-02], [-8.7894213e-01, -9.457937e-01, 1.0655663e-01, 1.7227328e+00, 3.2824492e-01], [4.979261e-01, -5.8990574e-01, -8.260499e-01, 2.1783138e-02, -1.3992087e+00], [-7.569327e-01, -8.835461e-01, -1.6494093e+00, 2.226073e-01, -1.9444467e-01]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[[2.4759531e-01, 5.871878e-01, 1.5645783e+00, 1.0191444e+00, 9.332636e-01], [-5.518147e-01, 1.1237963e+00, 1.9364977e-02, -1.515077e+00, 9.713022e-01], [2.9516572e-01, -1.8814837e+00, 5.2067205e-02, 5.2240753e-01, 1.5229795e+00], [1.2518533e+00, 8.1411564e-01, 2.9729047e-01, -1.655388e+00, 1.5504752e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> (tensor<4x5xi1>)
    %expected0 = stablehlo.constant dense<[[false, false, false, false, false], [false, false, false, false, false], [false, false, false, false, false], [false, false, false, false, false]]> : tensor<4x5xi1>
    check.expect_eq %out, %expected0 : tensor<4x5xi1>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> (tensor<4x5xi1> {jax.result_info = "result"}) {
    %0 = stablehlo.compare EQ, %arg0, %arg1, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    return %0 : tensor<4x5xi1>
  }
}
