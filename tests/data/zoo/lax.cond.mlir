module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[true]> : tensor<1xi1>
    %in1 = stablehlo.constant dense<[[-1.0874317e-01, -1.9605044e+00, 1.5956138e+00, -1.56177e+00, 8.369144e-01], [2.3821689e-01, -8.601428e-01, 1.9343423e+00, 5.670792e-01, 7.680605e-02], [1.0434008e+00, -1.9633193e+00, 1.8615936e+00, 1.088003e+00, 7.107514e-01], [-1.768088e+00, 7.858096e-01, -6.6869464e-03, 1.4120401e+00, 1.7022815e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0, %in1) : (tensor<1xi1>, tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[8.912568e-01, -9.605044e-01, 2.595614e+00, -5.6176996e-01, 1.8369144e+00], [1.2382169e+00, 1.3985717e-01, 2.9343424e+00, 1.5670792e+00, 1.0768061e+00], [2.0434008e+00, -9.633193e-01, 2.8615937e+00, 2.0880032e+00, 1.7107514e+00], [-7.68088e-01, 1.7858095e+00, 9.933131e-01, 2.4120402e+00, 2.7022815e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 2.934e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<1xi1>, %arg1: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.reshape %arg0 : (tensor<1xi1>) -> tensor<i1>
    %1 = stablehlo.convert %0 : (tensor<i1>) -> tensor<i32>
    %2 = "stablehlo.case"(%1) ({
      %cst = stablehlo.constant dense<2.000000e+00> : tensor<f32>
      %3 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
      %4 = stablehlo.multiply %arg1, %3 : tensor<4x5xf32>
      stablehlo.return %4 : tensor<4x5xf32>
    }, {
      %cst = stablehlo.constant dense<1.000000e+00> : tensor<f32>
      %3 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
      %4 = stablehlo.add %arg1, %3 : tensor<4x5xf32>
      stablehlo.return %4 : tensor<4x5xf32>
    }) : (tensor<i32>) -> tensor<4x5xf32>
    return %2 : tensor<4x5xf32>
  }
}
