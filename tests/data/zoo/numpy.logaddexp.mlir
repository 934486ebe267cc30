module @jit_logaddexp attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-9.0992635e-01, -7.5899e-01, -1.4925615e-01, 1.0570731e+00, -1.7382625e+00], [-1.8015859e-01, 1.8222572e+00, -2.2836007e-01, 4.266708e-01, 3.6840472e-01], [-1.3059715e+00, 9.86048e-02, 1.6806006e+00, -4.9808374e-01, 1.7464544e-01], [1.2004316e+00, 1.3653342e+00, 1.7980837e+00, -1.8509475e+00, 2.6549137e-01]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[[-1.2512202e+00, -3.9788368e-01, 1.8180021e+00, 1.877415e+00, 1.6248572e+00], [-1.8184232e+00, 1.2124848e+00, 1.4208009e+00, -1.1121536e+00, 8.984076e-01], [-7.490636e-01, 1.5180169e+00, 8.303067e-01, -1.730209e-01, 1.195577e-01], [2.745644e-01, 4.4377336e-01, 7.502265e-01, -1.0395074e+00, 1.0075738e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[-3.72936e-01, 1.3092229e-01, 1.9488897e+00, 2.2422533e+00, 1.6588982e+00], [-2.5841296e-03, 2.2562933e+00, 1.5966105e+00, 6.21113e-01, 1.3612628e+00], [-2.9609296e-01, 1.7346241e+00, 2.0363777e+00, 3.7074536e-01, 8.40628e-01], [1.5341771e+00, 1.7003036e+00, 2.0986981e+00, -6.7193943e-01, 1.3969918e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 2.256e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.maximum %arg0, %arg1 : tensor<4x5xf32>
    %1 = stablehlo.subtract %arg0, %arg1 : tensor<4x5xf32>
    %2 = stablehlo.compare NE, %1, %1, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %3 = stablehlo.add %arg0, %arg1 : tensor<4x5xf32>
    %4 = stablehlo.abs %1 : tensor<4x5xf32>
    %5 = stablehlo.negate %4 : tensor<4x5xf32>
    %6 = stablehlo.exponential %5 : tensor<4x5xf32>
    %7 = stablehlo.log_plus_one %6 : tensor<4x5xf32>
    %8 = stablehlo.add %0, %7 : tensor<4x5xf32>
    %9 = stablehlo.select %2, %3, %8 : tensor<4x5xi1>, tensor<4x5xf32>
    return %9 : tensor<4x5xf32>
  }
}
