module @jit_square attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.0025276e+00, 1.2876529e+00, -2.3620892e-01, -5.101349e-01, 8.0296196e-02], [6.30655e-01, -1.5389639e+00, 1.556056e+00, -7.9684544e-01, -1.0762228e+00], [9.318298e-01, -1.778119e+00, 6.6405945e-02, 1.9268863e+00, -1.8681425e+00], [1.639208e+00, -9.611888e-01, -1.9032019e+00, -8.7007207e-01, -9.776064e-02]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[1.0050616e+00, 1.6580498e+00, 5.5794653e-02, 2.602376e-01, 6.447479e-03], [3.9772573e-01, 2.3684099e+00, 2.4213104e+00, 6.349627e-01, 1.1582555e+00], [8.683068e-01, 3.1617072e+00, 4.4097495e-03, 3.7128909e+00, 3.4899564e+00], [2.6870027e+00, 9.238839e-01, 3.6221776e+00, 7.570254e-01, 9.557143e-03]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 3.713e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = chlo.square %arg0 : tensor<4x5xf32> -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
