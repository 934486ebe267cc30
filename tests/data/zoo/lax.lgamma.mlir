module @jit_lgamma attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[2.3311913e+00, 1.5875615e+00, 9.2593634e-01, 8.5708857e-01, 2.1713045e+00], [1.5038421e+00, 2.4695277e+00, 1.1794482e+00, 4.8024276e-01, 1.9713438e+00], [2.5393274e+00, 2.4703636e+00, 2.4174433e+00, 1.6485718e+00, 1.0955219e+00], [2.9062073e+00, 1.5558636e-01, 1.507469e+00, 2.70163e+00, 1.152395e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[1.7316818e-01, -1.1409283e-01, 4.7433853e-02, 1.00584984e-01, 8.156586e-02], [-1.2063503e-01, 2.6348448e-01, -7.916403e-02, 6.121439e-01, -1.1848927e-02], [3.1271338e-01, 2.6406074e-01, 2.2832656e-01, -1.0546923e-01, -4.796028e-02], [6.083567e-01, 1.7892895e+00, -1.204834e-01, 4.361205e-01, -7.015085e-02]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.789e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = chlo.lgamma %arg0 : tensor<4x5xf32> -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
