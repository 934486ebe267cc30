module @jit_power attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.6369926e+00, 1.6409528e+00, 2.8045156e+00, 1.4061966e+00, 2.932439e+00], [1.5668732e+00, 2.9199917e+00, 4.1578814e-01, 7.7108043e-01, 2.2003045e+00], [1.333168e-01, 2.422469e+00, 2.598553e+00, 1.4430936e-01, 7.4607086e-01], [1.8952569e+00, 8.0329454e-01, 2.8541262e+00, 2.9654496e+00, 2.8068964e+00]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[[1.0165794e+00, 1.0216298e+00, 1.0034193e+00, 2.161489e+00, 8.619306e-01], [2.093174e+00, 2.2479353e+00, 1.3979756e+00, 1.2193129e+00, 1.2730775e+00], [9.6084654e-01, 2.2188255e-01, 2.5631876e+00, 3.1429404e-01, 1.3467757e+00], [2.7797463e+00, 2.3321407e+00, 1.6241157e+00, 2.3836415e+00, 2.9776483e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[1.6504238e+00, 1.6586264e+00, 2.814422e+00, 2.0892956e+00, 2.5276618e+00], [2.559999e+00, 1.11211e+01, 2.9321927e-01, 7.2834843e-01, 2.7290225e+00], [1.4426091e-01, 1.2169149e+00, 1.1562049e+01, 5.44216e-01, 6.7400527e-01], [5.9135303e+00, 6.0000473e-01, 5.492134e+00, 1.3344263e+01, 2.1610287e+01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 2.161e-03 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.power %arg0, %arg1 : tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
