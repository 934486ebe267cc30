module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[7.436199e-01, 3.370159e-01, 4.4665714e-03, 1.5809319e+00, -3.4169346e-01], [-1.9803801e-01, -9.6670175e-01, 6.234827e-01, -7.878009e-01, -1.6866504e+00], [-8.281377e-01, 3.3591542e-02, -1.6723086e+00, 5.8458465e-01, 1.3145657e+00], [1.2280499e+00, -8.3618605e-01, 1.5111028e+00, -1.2248849e+00, -1.771153e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4xf32>)
    %expected0 = stablehlo.constant dense<[-3.4169346e-01, -1.6866504e+00, -1.6723086e+00, -1.771153e+00]> : tensor<4xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.771e-04 : tensor<4xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4xf32> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<0x7F800000> : tensor<f32>
    %0 = stablehlo.reduce(%arg0 init: %cst) applies stablehlo.minimum across dimensions = [1] : (tensor<4x5xf32>, tensor<f32>) -> tensor<4xf32>
    return %0 : tensor<4xf32>
  }
}
