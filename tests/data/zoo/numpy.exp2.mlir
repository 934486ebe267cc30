module @jit_exp2 attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[9.601222e-01, 9.8346037e-01, -1.00009136e-01, 1.3499109e+00, 1.7280834e+00], [-3.637732e-01, 1.7453947e+00, 1.286784e+00, 5.663816e-01, 1.1019838e+00], [-1.3366452e+00, -4.9160635e-01, 5.5493623e-01, 5.0183505e-01, -3.1130633e-01], [8.204706e-01, 1.6820444e+00, 6.9400185e-01, 9.369273e-01, 1.6002686e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[1.9454747e+00, 1.977202e+00, 9.330271e-01, 2.5489638e+00, 3.312874e+00], [7.771294e-01, 3.3528657e+00, 2.4398358e+00, 1.4808049e+00, 2.1464965e+00], [3.959403e-01, 7.112328e-01, 1.4691037e+00, 1.4160135e+00, 8.0591166e-01], [1.7659819e+00, 3.2088232e+00, 1.6177647e+00, 1.9144465e+00, 3.0319977e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 3.353e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<0.693147182> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %1 = stablehlo.multiply %0, %arg0 : tensor<4x5xf32>
    %2 = stablehlo.exponential %1 : tensor<4x5xf32>
    return %2 : tensor<4x5xf32>
  }
}
