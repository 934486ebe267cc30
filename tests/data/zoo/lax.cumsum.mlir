module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.178498e+00, -5.293808e-02, -1.8528835e+00, -1.6263125e+00, -1.588992e+00], [-6.910912e-01, -5.61649e-04, 5.435545e-01, -1.4058511e+00, 1.510463e+00], [-6.2909836e-01, 7.917635e-02, -8.726409e-01, -1.1264509e+00, 1.8410983e+00], [-1.6423959e+00, 1.1865203e+00, -2.9023746e-01, -1.8923966e+00, -1.5573996e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[1.178498e+00, 1.1255599e+00, -7.2732353e-01, -2.353636e+00, -3.942628e+00], [-6.910912e-01, -6.9165283e-01, -1.4809835e-01, -1.5539495e+00, -4.3486476e-02], [-6.2909836e-01, -5.49922e-01, -1.4225628e+00, -2.5490136e+00, -7.079153e-01], [-1.6423959e+00, -4.5587552e-01, -7.4611294e-01, -2.6385095e+00, -4.195909e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 4.196e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = call @cumsum(%arg0) : (tensor<4x5xf32>) -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
  func.func private @cumsum(%arg0: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<f32>
    %1 = "stablehlo.reduce_window"(%arg0, %0) <{base_dilations = array<i64: 1, 1>, padding = dense<[[0, 0], [4, 0]]> : tensor<2x2xi64>, window_dilations = array<i64: 1, 1>, window_dimensions = array<i64: 1, 5>, window_strides = array<i64: 1, 1>}> ({
    ^bb0(%arg1: tensor<f32>, %arg2: tensor<f32>):
      %2 = stablehlo.add %arg1, %arg2 : tensor<f32>
      stablehlo.return %2 : tensor<f32>
    }) : (tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    return %1 : tensor<4x5xf32>
  }
}
