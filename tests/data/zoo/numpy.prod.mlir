module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-8.3243763e-01, -6.89114e-01, 4.8446783e-01, -4.2142663e-02, -1.8847553e-01], [-1.7640879e+00, -1.934589e+00, 1.7453545e+00, -1.747209e+00, 1.1894847e+00], [7.2142136e-01, 4.3441606e-01, 1.0743318e+00, 1.4571317e+00, 1.0813026e+00], [-8.82977e-01, 5.728229e-01, -1.8403759e+00, 8.998819e-01, 1.5555496e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4xf32>)
    %expected0 = stablehlo.constant dense<[2.2074184e-03, -1.2379306e+01, 5.304926e-01, 1.3030039e+00]> : tensor<4xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.238e-03 : tensor<4xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4xf32> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %0 = stablehlo.reduce(%arg0 init: %cst) applies stablehlo.multiply across dimensions = [1] : (tensor<4x5xf32>, tensor<f32>) -> tensor<4xf32>
    return %0 : tensor<4xf32>
  }
}
