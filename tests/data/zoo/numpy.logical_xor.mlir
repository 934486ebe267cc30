module @jit_logical_xor attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-1.1069832e+00, -1.2966336e+00, -1.1205508e+00, -1.7391918e+00, -3.2575834e-01], [1.414915e+00, -9.3966955e-01, 1.763329e+00, 1.4966018e+00, -8.722289e-01], [-1.5299124e+00, 1.889964e-04, -2.8946495e-01, 1.8937649e+00, -1.8647871e+00], [-1.884285e-01, -6.493491e-01, -6.463178e-01, 2.7544755e-01, -1.7764395e+00]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[[9.9133474e-01, -1.2298484e-01, 1.9638254e-01, 1.7204307e+00, -5.046386e-01], [1.5490615e+00, 1.7370954e-01, 1.3428025e+00, -4.4541675e-01, -1.1450409e+00], [-1.1365231e+00, -8.9405465e-01, 1.0895921e+00, -3.1431073e-01, -1.3461483e+00], [2.8434744e-01, 1.1020786e+00, 1.622081e+00, -9.9558353e-01, 1.3626605e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> (tensor<4x5xi1>)
    %expected0 = stablehlo.constant dense<[[false, false, false, false, false], [false, false, false, false, false], [false, false, false, false, false], [false, false, false, false, false]]> : tensor<4x5xi1>
    check.expect_eq %out, %expected0 : tensor<4x5xi1>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> (tensor<4x5xi1> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %1 = stablehlo.compare NE, %arg0, %0, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_0 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %2 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %3 = stablehlo.compare NE, %arg1, %2, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %4 = stablehlo.xor %1, %3 : tensor<4x5xi1>
    return %4 : tensor<4x5xi1>
  }
}
