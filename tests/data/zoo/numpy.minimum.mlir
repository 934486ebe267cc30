module @jit_minimum attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.8885446e+00, -1.804691e+00, -1.4718283e+00, -1.6760345e+00, -1.712153e+00], [4.958354e-01, -9.249067e-01, -1.9401417e+00, 1.3115994e-02, -8.252631e-02], [-1.84842e-01, 9.034143e-01, 6.61648e-01, 1.7000872e+00, 1.7951571e+00], [-5.161109e-01, 4.749735e-01, -1.4713539e+00, -2.5230417e-01, -8.9614975e-01]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[[1.544712e+00, 9.3191e-01, 1.7047614e+00, 9.7378516e-01, -2.5442266e-01], [1.2364833e+00, -3.634785e-01, -1.0175602e+00, 5.064375e-01, 6.0632564e-02], [-3.10382e-01, 9.3416125e-01, 7.233936e-01, -1.5445461e+00, 1.8222351e+00], [-1.9619464e+00, 6.9657487e-01, 1.9088205e+00, -6.4747995e-01, -9.4508606e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[1.544712e+00, -1.804691e+00, -1.4718283e+00, -1.6760345e+00, -1.712153e+00], [4.958354e-01, -9.249067e-01, -1.9401417e+00, 1.3115994e-02, -8.252631e-02], [-3.10382e-01, 9.034143e-01, 6.61648e-01, -1.5445461e+00, 1.7951571e+00], [-1.9619464e+00, 4.749735e-01, -1.4713539e+00, -6.4747995e-01, -9.4508606e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.962e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.minimum %arg0, %arg1 : tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
