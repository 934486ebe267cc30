module @jit_sigmoid attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.6927522e-01, 1.9390125e+00, 1.0713893e+00, -1.4159309e+00, -1.3759352e+00], [1.1527051e+00, 4.5484725e-01, 3.477291e-01, 1.7846298e+00, -1.92622e+00], [-1.4165236e+00, 1.4383204e+00, 1.2064445e+00, 1.1271436e+00, -1.1794369e+00], [-1.4989147e+00, -5.870145e-01, -1.350262e+00, -1.5533303e+00, 4.0986902e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[5.422181e-01, 8.742436e-01, 7.4486107e-01, 1.9530028e-01, 2.0166261e-01], [7.600047e-01, 6.1179113e-01, 5.860668e-01, 8.5626763e-01, 1.2716955e-01], [1.9520715e-01, 8.081944e-01, 7.6966923e-01, 7.553114e-01, 2.3515344e-01], [1.8258744e-01, 3.5732016e-01, 2.0582753e-01, 1.7460579e-01, 6.0105646e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 8.742e-05 : tensor<4x5xf32>
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
