module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.3905317e+00, 4.2850725e-02, 1.984261e-01, -5.1201385e-01, 4.3967995e-01], [5.362686e-01, -1.3905796e+00, -9.322863e-01, -4.1462213e-01, -9.833112e-01], [-1.9416126e+00, 2.3724471e-01, 7.466557e-01, 1.5812473e+00, -1.2646433e+00], [-1.245139e-01, -1.6973418e+00, -5.6416976e-01, 1.7537447e+00, -9.171654e-01]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[[3.5465506e-01, -1.9540892e+00, 2.8103396e-01, 4.9100786e-02, 1.9774579e+00], [7.893581e-01, -9.469743e-01, 1.5678297e+00, 7.2172815e-01, 1.1783985e+00], [-7.555967e-01, 1.9168781e+00, -7.980131e-01, -1.735055e+00, 1.6667216e+00], [1.1220388e+00, 3.3028147e-01, -6.338239e-01, 2.0598656e-01, -2.7917272e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> (tensor<4x5x2xf32>)
    %expected0 = stablehlo.constant dense<[[[1.3905317e+00, 3.5465506e-01], [4.2850725e-02, -1.9540892e+00], [1.984261e-01, 2.8103396e-01], [-5.1201385e-01, 4.9100786e-02], [4.3967995e-01, 1.9774579e+00]], [[5.362686e-01, 7.893581e-01], [-1.3905796e+00, -9.469743e-01], [-9.322863e-01, 1.5678297e+00], [-4.1462213e-01, 7.2172815e-01], [-9.833112e-01, 1.1783985e+00]], [[-1.9416126e+00, -7.555967e-01], [2.3724471e-01, 1.9168781e+00], [7.466557e-01, -7.980131e-01], [1.5812473e+00, -1.735055e+00], [-1.2646433e+00, 1.6667216e+00]], [[-1.245139e-01, 1.1220388e+00], [-1.6973418e+00, 3.3028147e-01], [-5.6416976e-01, -6.338239e-01], [1.7537447e+00, 2.0598656e-01], [-9.171654e-01, -2.7917272e-01]]]> : tensor<4x5x2xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.977e-04 : tensor<4x5x2xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> (tensor<4x5x2xf32> {jax.result_info = "result"}) {
    %0 = call @atleast_3d(%arg0) : (tensor<4x5xf32>) -> tensor<4x5x1xf32>
    %1 = call @atleast_3d(%arg1) : (tensor<4x5xf32>) -> tensor<4x5x1xf32>
    %2 = stablehlo.concatenate %0, %1, dim = 2 : (tensor<4x5x1xf32>, tensor<4x5x1xf32>) -> tensor<4x5x2xf32>
    return %2 : tensor<4x5x2xf32>
  }
  func.func private @atleast_3d(%arg0: tensor<4x5xf32>) -> tensor<4x5x1xf32> {
    %0 = stablehlo.broadcast_in_dim %arg0, dims = [0, 1] : (tensor<4x5xf32>) -> tensor<4x5x1xf32>
    return %0 : tensor<4x5x1xf32>
  }
}
