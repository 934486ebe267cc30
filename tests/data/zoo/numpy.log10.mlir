module @jit_log10 attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[2.0533323e+00, 1.0017365e+00, 1.3119045e+00, 6.3651913e-01, 2.6404426e+00], [1.905333e+00, 2.001482e+00, 1.6080852e+00, 2.8511e+00, 6.505376e-01], [1.3512019e+00, 1.2774721e+00, 1.8733748e+00, 2.639505e+00, 2.7622907e+00], [4.2664012e-01, 5.3882754e-01, 2.6032515e+00, 2.765902e+00, 4.5179048e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[3.1245926e-01, 7.535077e-04, 1.1790224e-01, -1.9618854e-01, 4.2167673e-01], [2.799709e-01, 3.013517e-01, 2.0630905e-01, 4.5501247e-01, -1.867276e-01], [1.3072024e-01, 1.0635144e-01, 2.7262467e-01, 4.215225e-01, 4.4126943e-01], [-3.699383e-01, -2.6855022e-01, 4.1551614e-01, 4.4183677e-01, -3.450629e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 4.550e-05 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.log %arg0 : tensor<4x5xf32>
    %cst = stablehlo.constant dense<0.434294492> : tensor<f32>
    %1 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %2 = stablehlo.multiply %0, %1 : tensor<4x5xf32>
    return %2 : tensor<4x5xf32>
  }
}
