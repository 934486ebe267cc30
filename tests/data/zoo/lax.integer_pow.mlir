module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[2.9357421e+00, 2.3360233e+00, 1.099947e+00, 8.4576803e-01, 2.1748672e+00], [8.712887e-01, 1.08924255e-01, 2.23442e+00, 2.8910892e+00, 2.6300004e+00], [1.7604063e+00, 1.1457052e+00, 2.704985e+00, 2.5370293e+00, 1.8607459e+00], [2.200439e+00, 1.9691525e+00, 5.697424e-01, 5.07233e-01, 2.9860325e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[2.5301933e+01, 1.2747691e+01, 1.3308076e+00, 6.049978e-01, 1.0287225e+01], [6.6143364e-01, 1.2923311e-03, 1.1155639e+01, 2.416487e+01, 1.8191454e+01], [5.455552e+00, 1.503899e+00, 1.9792221e+01, 1.6329634e+01, 6.4426007e+00], [1.0654375e+01, 7.6355095e+00, 1.8494202e-01, 1.3050361e-01, 2.6624632e+01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 2.662e-03 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.multiply %arg0, %arg0 : tensor<4x5xf32>
    %1 = stablehlo.multiply %0, %arg0 : tensor<4x5xf32>
    return %1 : tensor<4x5xf32>
  }
}
