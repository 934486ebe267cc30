module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-8.2086223e-01, -1.157006e+00, -1.817401e+00, -7.076331e-01, 1.4404931e+00], [-4.4290707e-01, -1.952416e+00, -1.5833889e+00, 2.5003606e-01, -1.2994651e+00], [7.3426145e-01, 1.9328898e+00, -1.675006e+00, -8.9790815e-01, -1.9426417e+00], [-1.7634373e+00, -1.7863332e+00, -1.352212e+00, -1.4831744e+00, 1.0866768e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5x4xui8>)
    %expected0 = stablehlo.constant dense<[[[7, 36, 82, 191], [198, 24, 148, 191], [153, 160, 232, 191], [113, 39, 53, 191], [20, 98, 184, 63]], [[183, 196, 226, 190], [196, 232, 249, 191], [125, 172, 202, 191], [186, 4, 128, 62], [223, 84, 166, 191]], [[143, 248, 59, 63], [239, 104, 247, 63], [153, 102, 214, 191], [79, 221, 101, 191], [124, 168, 248, 191]], [[80, 184, 225, 191], [145, 166, 228, 191], [72, 21, 173, 191], [169, 216, 189, 191], [58, 24, 139, 63]]]> : tensor<4x5x4xui8>
    check.expect_eq %out, %expected0 : tensor<4x5x4xui8>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5x4xui8> {jax.result_info = "result"}) {
    %0 = stablehlo.bitcast_convert %arg0 : (tensor<4x5xf32>) -> tensor<4x5x4xui8>
    return %0 : tensor<4x5x4xui8>
  }
}
