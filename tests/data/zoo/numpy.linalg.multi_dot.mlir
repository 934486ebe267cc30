module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-6.0584533e-01, -1.4015067e+00, 3.8050485e-01, 2.7459828e-02], [1.7154318e+00, 7.417766e-01, -1.1049734e-01, -9.0898097e-01], [-1.4179007e+00, -1.627379e+00, -8.425493e-01, -3.7651893e-01], [6.1954236e-01, 1.5921289e+00, -6.0059078e-02, -1.0284154e+00]]> : tensor<4x4xf32>
    %in1 = stablehlo.constant dense<[[-1.1095648e+00, 1.311397e+00, 1.4825244e+00, 1.8116034e+00], [-8.767728e-01, 1.0056655e+00, -3.8832638e-01, 1.1515272e-01], [8.638816e-01, -1.9151912e+00, -2.2233039e-01, 9.1761756e-01], [5.376529e-03, 1.4606897e+00, 8.104412e-01, -1.0743976e-01]]> : tensor<4x4xf32>
    %in2 = stablehlo.constant dense<[[-1.4992104e+00, -1.5232232e+00, -1.285315e+00, -1.7538906e+00], [7.3419136e-01, 4.7937217e-01, 1.6438802e+00, -4.611429e-01], [-5.657933e-01, 1.7198801e+00, 2.3417552e-01, -2.233914e-01], [9.5104086e-01, 1.345717e+00, 6.865544e-01, 1.5817261e+00]]> : tensor<4x4xf32>
    %out = func.call @function(%in0, %in1, %in2) : (tensor<4x4xf32>, tensor<4x4xf32>, tensor<4x4xf32>) -> (tensor<4x4xf32>)
    %expected0 = stablehlo.constant dense<[[-6.099291e+00, -6.7274694e+00, -8.3452835e+00, -3.9277809e+00], [7.519136e+00, 1.18895235e+01, 9.0519905e+00, 8.4882965e+00], [-7.608842e+00, -1.2049984e+01, -9.683523e+00, -8.023551e+00], [5.5516734e+00, 4.690396e+00, 5.2516274e+00, 5.550344e+00]]> : tensor<4x4xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.205e-03 : tensor<4x4xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x4xf32>, %arg1: tensor<4x4xf32>, %arg2: tensor<4x4xf32>) -> (tensor<4x4xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.dot_general %arg1, %arg0, contracting_dims = [0] x [1], precision = [DEFAULT, DEFAULT] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
    %1 = stablehlo.dot_general %0, %arg2, contracting_dims = [0] x [0], precision = [DEFAULT, DEFAULT] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
    return %1 : tensor<4x4xf32>
  }
}
