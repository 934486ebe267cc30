module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-1.9960642e+00, -1.3147525e+00, -1.9714005e+00, -1.9417052e+00, 9.693728e-01], [-2.2776261e-01, -1.8824822e+00, -1.830071e+00, 9.429724e-01, -1.4563895e+00]]> : tensor<2x5xf32>
    %out = func.call @function(%in0) : (tensor<2x5xf32>) -> (tensor<5xf32>)
    %expected0 = stablehlo.constant dense<[-1.1119134e+00, -1.5986173e+00, -1.9007357e+00, -4.993664e-01, -2.4350837e-01]> : tensor<5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.901e-04 : tensor<5xf32>
    return
  }
  func.func private @function(%arg0: tensor<2x5xf32>) -> (tensor<5xf32> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.reduce(%arg0 init: %cst) across dimensions = [0] : (tensor<2x5xf32>, tensor<f32>) -> tensor<5xf32>
     reducer(%arg1: tensor<f32>, %arg2: tensor<f32>)  {
      %cst_0 = stablehlo.constant dense<5.000000e-01> : tensor<f32>
      %1 = stablehlo.multiply %arg2, %cst_0 : tensor<f32>
      %2 = stablehlo.add %arg1, %1 : tensor<f32>
      %3 = stablehlo.multiply %arg1, %arg2 : tensor<f32>
      %cst_1 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
      %4 = stablehlo.multiply %3, %cst_1 : tensor<f32>
      %5 = stablehlo.add %2, %4 : tensor<f32>
      stablehlo.return %5 : tensor<f32>
    }
    return %0 : tensor<5xf32>
  }
}
