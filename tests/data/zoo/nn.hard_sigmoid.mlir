module @jit_hard_sigmoid attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-1.0250627e+00, -1.494995e+00, -1.4725469e+00, -5.8489007e-01, -8.7211186e-01], [-4.5702535e-01, -1.2978829e+00, -1.2202492e+00, 2.538012e-01, 8.1074524e-01], [4.4253275e-01, 2.8454682e-01, -9.1515213e-01, 1.1492336e+00, 8.179953e-01], [1.276818e+00, -1.9632442e+00, -1.685992e+00, 1.6109148e+00, -1.9894243e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[3.2915622e-01, 2.5083417e-01, 2.5457552e-01, 4.0251833e-01, 3.5464805e-01], [4.2382914e-01, 2.836862e-01, 2.9662514e-01, 5.423002e-01, 6.351242e-01], [5.737555e-01, 5.474245e-01, 3.4747466e-01, 6.91539e-01, 6.363326e-01], [7.1280307e-01, 1.7279264e-01, 2.1900134e-01, 7.684858e-01, 1.6842929e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 7.685e-05 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = call @hard_sigmoid(%arg0) : (tensor<4x5xf32>) -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
  func.func private @hard_sigmoid(%arg0: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %cst = stablehlo.constant dense<3.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %1 = stablehlo.add %arg0, %0 : tensor<4x5xf32>
    %2 = call @relu6(%1) : (tensor<4x5xf32>) -> tensor<4x5xf32>
    %cst_0 = stablehlo.constant dense<6.000000e+00> : tensor<f32>
    %3 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %4 = stablehlo.divide %2, %3 : tensor<4x5xf32>
    return %4 : tensor<4x5xf32>
  }
  func.func private @relu6(%arg0: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %1 = stablehlo.maximum %arg0, %0 : tensor<4x5xf32>
    %cst_0 = stablehlo.constant dense<6.000000e+00> : tensor<f32>
    %2 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %3 = stablehlo.minimum %1, %2 : tensor<4x5xf32>
    return %3 : tensor<4x5xf32>
  }
}
