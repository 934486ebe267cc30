module @jit_logistic attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.8855338e+00, 4.6415228e-01, 8.375284e-01, 6.562953e-01, 1.4161004e+00], [2.392443e+00, 9.3884724e-01, 2.3178382e+00, 6.578458e-01, 1.4439483e+00], [2.541596e+00, 4.728692e-01, 1.3378345e+00, 2.5145903e+00, 6.917785e-01], [1.0393229e+00, 2.629619e+00, 7.5863755e-01, 2.309574e+00, 1.0942402e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[8.682454e-01, 6.139988e-01, 6.979444e-01, 6.5842766e-01, 8.047263e-01], [9.162492e-01, 7.1886677e-01, 9.1034365e-01, 6.5877634e-01, 8.0906534e-01], [9.270069e-01, 6.1606264e-01, 7.921336e-01, 9.251584e-01, 6.6636246e-01], [7.3871934e-01, 9.3274367e-01, 6.810579e-01, 9.0966684e-01, 7.491793e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 9.327e-05 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.negate %arg0 : tensor<4x5xf32>
    %1 = stablehlo.exponential %0 : tensor<4x5xf32>
    %cst = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %2 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %3 = stablehlo.add %2, %1 : tensor<4x5xf32>
    %cst_0 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %4 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %5 = stablehlo.divide %4, %3 : tensor<4x5xf32>
    return %5 : tensor<4x5xf32>
  }
}
