module @jit_xlogy attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[2.0262473e+00, 5.6573665e-01, 8.1078887e-01, 2.437095e+00, 7.031605e-01], [2.671716e+00, 1.8283944e-01, 2.658024e+00, 1.321966e+00, 1.523298e+00], [2.9862136e-01, 2.0761402e+00, 5.887204e-01, 7.8332645e-01, 8.850383e-01], [6.579722e-01, 1.6722679e+00, 2.6895933e+00, 2.1364446e+00, 2.804147e+00]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[[1.1229572e+00, 4.9669772e-01, 2.5934064e-01, 1.7112855e+00, 9.4496006e-01], [1.1839275e+00, 1.35721e+00, 2.5772603e+00, 3.866069e-01, 1.0097425e+00], [2.4887195e-01, 6.9244325e-01, 1.4384625e+00, 2.6097312e+00, 2.6729732e+00], [1.3079423e+00, 2.6565927e-01, 1.3662782e+00, 5.768206e-01, 2.3942795e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[2.3497497e-01, -3.958876e-01, -1.094251e+00, 1.3093165e+00, -3.980776e-02], [4.5108542e-01, 5.5844862e-02, 2.516423e+00, -1.2563262e+00, 1.4768902e-02], [-4.153276e-01, -7.6304173e-01, 2.1404392e-01, 7.5140375e-01, 8.70162e-01], [1.7663601e-01, -2.216659e+00, 8.3939624e-01, -1.1755229e+00, 2.4482512e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 2.516e-03 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %1 = stablehlo.compare NE, %arg0, %0, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %2 = stablehlo.compare NE, %arg1, %arg1, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %3 = stablehlo.or %1, %2 : tensor<4x5xi1>
    %4 = stablehlo.log %arg1 : tensor<4x5xf32>
    %5 = stablehlo.multiply %arg0, %4 : tensor<4x5xf32>
    %cst_0 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %6 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %7 = call @_where(%3, %5, %6) : (tensor<4x5xi1>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    return %7 : tensor<4x5xf32>
  }
  func.func private @_where(%arg0: tensor<4x5xi1>, %arg1: tensor<4x5xf32>, %arg2: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = stablehlo.select %arg0, %arg1, %arg2 : tensor<4x5xi1>, tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
