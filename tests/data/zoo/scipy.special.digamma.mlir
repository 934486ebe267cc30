module @jit_digamma attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[2.1927845e+00, 1.2867029e+00, 1.0430012e+00, 2.2324166e+00, 2.4859436e+00], [1.3133813e+00, 1.1421419e+00, 1.2364482e+00, 2.9786804e+00, 2.9693375e+00], [2.9091845e+00, 5.805069e-01, 2.9802437e+00, 2.80672e+00, 1.5091202e+00], [2.9214454e+00, 1.903217e+00, 1.494445e+00, 3.008446e-01, 8.9556396e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[5.401514e-01, -1.8438023e-01, -5.086217e-01, 5.627001e-01, 6.962409e-01], [-1.5411961e-01, -3.6495143e-01, -2.4380249e-01, 9.143293e-01, 9.106018e-01], [8.862674e-01, -1.6134535e+00, 9.14952e-01, 8.4342134e-01, 4.4981718e-02], [8.9127517e-01, 3.5839534e-01, 3.128463e-02, -3.4922082e+00, -7.634862e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 3.492e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = chlo.digamma %arg0 : tensor<4x5xf32> -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
