module @jit_where attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[true, true, false, false, false], [false, false, false, false, false], [false, false, true, true, false], [false, false, true, false, true]]> : tensor<4x5xi1>
    %in1 = stablehlo.constant dense<[[9.708022e-01, 1.4173357e+00, 9.9919695e-01, 5.5096865e-01, 1.9873078e+00], [-1.4199377e+00, -1.1579642e+00, 7.623613e-01, -4.8510942e-01, -6.7917687e-01], [-1.7214141e+00, -1.7033266e-01, 1.2945141e+00, 1.057463e+00, 6.537875e-01], [-5.4254866e-01, -5.735862e-01, 1.8076506e-01, -4.9630338e-01, 8.177552e-01]]> : tensor<4x5xf32>
    %in2 = stablehlo.constant dense<[[5.80684e-01, -6.266469e-02, -1.998957e+00, 1.1764174e+00, -1.8663272e+00], [4.7135228e-01, -1.7950331e+00, -6.6001827e-01, 9.125194e-01, -1.6927954e-02], [-5.770739e-02, -1.5558316e+00, 1.0786519e+00, 4.453516e-01, 8.530599e-01], [-1.0824722e+00, -8.569178e-01, -1.7826855e+00, 1.5855396e-01, -1.05175905e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0, %in1, %in2) : (tensor<4x5xi1>, tensor<4x5xf32>, tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[9.708022e-01, 1.4173357e+00, -1.998957e+00, 1.1764174e+00, -1.8663272e+00], [4.7135228e-01, -1.7950331e+00, -6.6001827e-01, 9.125194e-01, -1.6927954e-02], [-5.770739e-02, -1.5558316e+00, 1.2945141e+00, 1.057463e+00, 8.530599e-01], [-1.0824722e+00, -8.569178e-01, 1.8076506e-01, 1.5855396e-01, 8.177552e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.999e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xi1>, %arg1: tensor<4x5xf32>, %arg2: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = call @_where(%arg0, %arg1, %arg2) : (tensor<4x5xi1>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
  func.func private @_where(%arg0: tensor<4x5xi1>, %arg1: tensor<4x5xf32>, %arg2: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = stablehlo.select %arg0, %arg1, %arg2 : tensor<4x5xi1>, tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
