module @jit_inner attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[5.63728e-01, -1.1372571e+00, -2.4736765e-01, 1.5189532e+00, 8.093843e-03, -6.885778e-01, 1.9764e+00]> : tensor<7xf32>
    %in1 = stablehlo.constant dense<[1.8537956e+00, 1.3452754e+00, -1.7465099e+00, 1.6394103e+00, 6.529976e-01, 1.9061966e+00, 1.4699175e+00]> : tensor<7xf32>
    %out = func.call @function(%in0, %in1) : (tensor<7xf32>, tensor<7xf32>) -> (tensor<f32>)
    %expected0 = stablehlo.constant dense<4.035196e+00> : tensor<f32>
    check.expect_almost_eq %out, %expected0, tolerance = 4.035e-04 : tensor<f32>
    return
  }
  func.func private @function(%arg0: tensor<7xf32>, %arg1: tensor<7xf32>) -> (tensor<f32> {jax.result_info = "result"}) {
    %0 = stablehlo.dot_general %arg0, %arg1, contracting_dims = [0] x [0], precision = [DEFAULT, DEFAULT] : (tensor<7xf32>, tensor<7xf32>) -> tensor<f32>
    return %0 : tensor<f32>
  }
}
