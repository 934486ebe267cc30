module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-1.1293108e+00, 1.5361197e+00, -8.32932e-01, -1.8162549e+00, 1.1828263e+00], [-1.4250317e+00, -6.321782e-01, 1.9346396e+00, -1.9056404e+00, 7.690835e-01], [-1.0914701e+00, -1.5845703e+00, 1.196235e+00, 1.1831869e+00, -3.0027807e-01], [-1.2745757e+00, 1.09366365e-01, 1.7930739e+00, 1.5780507e+00, 1.6227412e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<7x8xf32>)
    %expected0 = stablehlo.constant dense<[[1.5780507e+00, 1.6227412e+00, -1.2745757e+00, 1.09366365e-01, 1.7930739e+00, 1.5780507e+00, 1.6227412e+00, -1.2745757e+00], [-1.8162549e+00, 1.1828263e+00, -1.1293108e+00, 1.5361197e+00, -8.32932e-01, -1.8162549e+00, 1.1828263e+00, -1.1293108e+00], [-1.9056404e+00, 7.690835e-01, -1.4250317e+00, -6.321782e-01, 1.9346396e+00, -1.9056404e+00, 7.690835e-01, -1.4250317e+00], [1.1831869e+00, -3.0027807e-01, -1.0914701e+00, -1.5845703e+00, 1.196235e+00, 1.1831869e+00, -3.0027807e-01, -1.0914701e+00], [1.5780507e+00, 1.6227412e+00, -1.2745757e+00, 1.09366365e-01, 1.7930739e+00, 1.5780507e+00, 1.6227412e+00, -1.2745757e+00], [-1.8162549e+00, 1.1828263e+00, -1.1293108e+00, 1.5361197e+00, -8.32932e-01, -1.8162549e+00, 1.1828263e+00, -1.1293108e+00], [-1.9056404e+00, 7.690835e-01, -1.4250317e+00, -6.321782e-01, 1.9346396e+00, -1.9056404e+00, 7.690835e-01, -1.4250317e+00]]> : tensor<7x8xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.935e-04 : tensor<7x8xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<7x8xf32> {jax.result_info = "result"}) {
    %c = stablehlo.constant dense<0> : tensor<i32>
    %0 = call @_pad(%arg0, %c) : (tensor<4x5xf32>, tensor<i32>) -> tensor<7x8xf32>
    return %0 : tensor<7x8xf32>
  }
  func.func private @_pad(%arg0: tensor<4x5xf32>, %arg1: tensor<i32>) -> tensor<7x8xf32> {
    %0 = stablehlo.slice %arg0 [3:4, 0:5] : (tensor<4x5xf32>) -> tensor<1x5xf32>
    %1 = stablehlo.slice %arg0 [0:2, 0:5] : (tensor<4x5xf32>) -> tensor<2x5xf32>
    %2 = stablehlo.concatenate %0, %arg0, %1, dim = 0 : (tensor<1x5xf32>, tensor<4x5xf32>, tensor<2x5xf32>) -> tensor<7x5xf32>
    %3 = stablehlo.slice %2 [0:7, 3:5] : (tensor<7x5xf32>) -> tensor<7x2xf32>
    %4 = stablehlo.slice %2 [0:7, 0:1] : (tensor<7x5xf32>) -> tensor<7x1xf32>
    %5 = stablehlo.concatenate %3, %2, %4, dim = 1 : (tensor<7x2xf32>, tensor<7x5xf32>, tensor<7x1xf32>) -> tensor<7x8xf32>
    return %5 : tensor<7x8xf32>
  }
}
