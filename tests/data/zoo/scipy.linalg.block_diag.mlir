module @jit_block_diag attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-1.5797671e+00, -5.197938e-01, 4.222563e-01, 8.92891e-01], [-1.4745418e+00, 1.0340255e+00, 9.981291e-01, -3.3687878e-01], [6.06529e-01, 7.1665627e-01, 1.8149624e+00, 1.0277969e+00], [-2.1188602e-01, 1.9151138e+00, -1.4803768e+00, -1.4706962e+00]]> : tensor<4x4xf32>
    %in1 = stablehlo.constant dense<[[1.8095784e+00, -1.0125269e+00, -6.968027e-02, -1.127643e+00, -1.4461695e+00], [7.9348534e-01, -1.6190305e+00, 1.8374282e+00, 1.6494993e+00, 1.3633451e+00], [3.9107943e-01, 1.6644189e+00, 1.0483313e+00, -1.0274814e+00, 1.7168943e+00], [2.515974e-01, -1.9579961e+00, 4.3678e-01, 1.0570221e+00, 8.6830145e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x4xf32>, tensor<4x5xf32>) -> (tensor<8x9xf32>)
    %expected0 = stablehlo.constant dense<[[-1.5797671e+00, -5.197938e-01, 4.222563e-01, 8.92891e-01, 0.0e+00, 0.0e+00, 0.0e+00, 0.0e+00, 0.0e+00], [-1.4745418e+00, 1.0340255e+00, 9.981291e-01, -3.3687878e-01, 0.0e+00, 0.0e+00, 0.0e+00, 0.0e+00, 0.0e+00], [6.06529e-01, 7.1665627e-01, 1.8149624e+00, 1.0277969e+00, 0.0e+00, 0.0e+00, 0.0e+00, 0.0e+00, 0.0e+00], [-2.1188602e-01, 1.9151138e+00, -1.4803768e+00, -1.4706962e+00, 0.0e+00, 0.0e+00, 0.0e+00, 0.0e+00, 0.0e+00], [0.0e+00, 0.0e+00, 0.0e+00, 0.0e+00, 1.8095784e+00, -1.0125269e+00, -6.968027e-02, -1.127643e+00, -1.4461695e+00], [0.0e+00, 0.0e+00, 0.0e+00, 0.0e+00, 7.9348534e-01, -1.6190305e+00, 1.8374282e+00, 1.6494993e+00, 1.3633451e+00], [0.0e+00, 0.0e+00, 0.0e+00, 0.0e+00, 3.9107943e-01, 1.6644189e+00, 1.0483313e+00, -1.0274814e+00, 1.7168943e+00], [0.0e+00, 0.0e+00, 0.0e+00, 0.0e+00, 2.515974e-01, -1.9579961e+00, 4.3678e-01, 1.0570221e+00, 8.6830145e-01]]> : tensor<8x9xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.958e-04 : tensor<8x9xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x4xf32>, %arg1: tensor<4x5xf32>) -> (tensor<8x9xf32> {jax.result_info = "result"}) {
    %0 = call @block_diag(%arg0, %arg1) : (tensor<4x4xf32>, tensor<4x5xf32>) -> tensor<8x9xf32>
    return %0 : tensor<8x9xf32>
  }
  func.func private @block_diag(%arg0: tensor<4x4xf32>, %arg1: tensor<4x5xf32>) -> tensor<8x9xf32> {
    %0 = call @atleast_2d(%arg0) : (tensor<4x4xf32>) -> tensor<4x4xf32>
    %1 = call @atleast_2d_0(%arg1) : (tensor<4x5xf32>) -> tensor<4x5xf32>
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %2 = stablehlo.pad %0, %cst, low = [0, 0], high = [0, 5], interior = [0, 0] : (tensor<4x4xf32>, tensor<f32>) -> tensor<4x9xf32>
    %cst_0 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %3 = stablehlo.pad %1, %cst_0, low = [0, 4], high = [0, 0], interior = [0, 0] : (tensor<4x5xf32>, tensor<f32>) -> tensor<4x9xf32>
    %4 = stablehlo.concatenate %2, %3, dim = 0 : (tensor<4x9xf32>, tensor<4x9xf32>) -> tensor<8x9xf32>
    return %4 : tensor<8x9xf32>
  }
  func.func private @atleast_2d(%arg0: tensor<4x4xf32>) -> tensor<4x4xf32> {
    return %arg0 : tensor<4x4xf32>
  }
  func.func private @atleast_2d_0(%arg0: tensor<4x5xf32>) -> tensor<4x5xf32> {
    return %arg0 : tensor<4x5xf32>
  }
}
