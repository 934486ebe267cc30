module @jit_isreal attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[(1.9143779e-02, -4.7911495e-01), (7.018856e-02, 1.1420456e-01), (1.7405183e+00, -1.0744398e+00), (9.2516977e-01, -3.082164e-01), (6.4171237e-01, 1.4548813e-02)], [(-7.48435e-03, -1.809931e+00), (-1.0891354e+00, 2.6033305e-02), (1.3841424e+00, 1.4899805e+00), (-9.191893e-01, -1.6176306e+00), (3.3049068e-01, -1.5262656e+00)], [(3.139044e-01, -1.3594174e-01), (1.6531954e+00, 1.9320477e+00), (4.8022714e-02, 2.9637823e-01), (6.9387645e-01, 9.9384123e-01), (-2.359684e-01, 9.501555e-01)], [(-5.9547275e-01, 8.189824e-02), (8.6345387e-01, -1.1949446e+00), (-1.3125098e+00, 1.2718912e+00), (-1.102798e+00, -1.6791028e-01), (-1.254023e+00, -1.503624e+00)]]> : tensor<4x5xcomplex<f32>>
    %out = func.call @function(%in0) : (tensor<4x5xcomplex<f32>>) -> (tensor<4x5xi1>)
    %expected0 = stablehlo.constant dense<[[false, false, false, false, false], [false, false, false, false, false], [false, false, false, false, false], [false, false, false, false, false]]> : tensor<4x5xi1>
    check.expect_eq %out, %expected0 : tensor<4x5xi1>
    return
  }
  func.func private @function(%arg0: tensor<4x5xcomplex<f32>>) -> (tensor<4x5xi1> {jax.result_info = "result"}) {
    %0 = call @isreal(%arg0) : (tensor<4x5xcomplex<f32>>) -> tensor<4x5xi1>
    return %0 : tensor<4x5xi1>
  }
  func.func private @isreal(%arg0: tensor<4x5xcomplex<f32>>) -> tensor<4x5xi1> {
    %0 = stablehlo.imag %arg0 : (tensor<4x5xcomplex<f32>>) -> tensor<4x5xf32>
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %1 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %2 = stablehlo.compare EQ, %0, %1, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    return %2 : tensor<4x5xi1>
  }
}
