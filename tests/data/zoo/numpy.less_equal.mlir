module @jit_less_equal attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-1.4918859e+00, 3.509146e-01, -1.0582006e+00, 1.4345391e+00, 4.1617155e-01], [-1.9549596e+00, -7.2578365e-01, 1.6953303e+00, 2.1210063e-01, -1.3096988e+00], [1.3279774e+00, 4.1392735e-01, 1.4346884e+00, -1.1371484e+00, 8.1990665e-01], [-1.3536458e+00, 8.452834e-01, 1.7148088e+00, 7.338699e-01, 7.5521296e-01]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[[3.6094657e-01, 1.0945597e+00, -2.8537443e-01, 8.3538085e-01, 1.2014172e+00], [1.621001e+00, -1.1305808e+00, -1.2778356e+00, 1.7518398e+00, 1.5309385e+00], [-4.0525174e-01, -1.135596e+00, 1.5251241e+00, -3.1849656e-01, -8.2694155e-01], [-1.4667734e+00, 1.5065737e+00, 5.944697e-01, 9.680939e-01, -1.8095193e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> (tensor<4x5xi1>)
    %expected0 = stablehlo.constant dense<[[true, true, true, false, true], [true, false, false, true, true], [false, false, true, true, false], [false, true, false, true, false]]> : tensor<4x5xi1>
    check.expect_eq %out, %expected0 : tensor<4x5xi1>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> (tensor<4x5xi1> {jax.result_info = "result"}) {
    %0 = stablehlo.compare LE, %arg0, %arg1, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    return %0 : tensor<4x5xi1>
  }
}
