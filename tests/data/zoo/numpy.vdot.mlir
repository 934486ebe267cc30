module @jit_vdot attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[1.4745635e+00, 4.3605202e-01, 1.2347568e+00, 1.4103808e+00, 2.5858244e-01, -5.0688493e-01, 5.4388607e-01]> : tensor<7xf32>
    %in1 = stablehlo.constant dense<[6.8980724e-01, -2.644662e-01, 1.9118681e+00, -3.075483e-01, -1.7301744e+00, -1.5417418e+00, 1.5959045e+00]> : tensor<7xf32>
    %out = func.call @function(%in0, %in1) : (tensor<7xf32>, tensor<7xf32>) -> (tensor<f32>)
    %expected0 = stablehlo.constant dense<4.030859e+00> : tensor<f32>
    check.expect_almost_eq %out, %expected0, tolerance = 4.031e-04 : tensor<f32>
    return
  }
  func.func private @function(%arg0: tensor<7xf32>, %arg1: tensor<7xf32>) -> (tensor<f32> {jax.result_info = "result"}) {
    %0 = stablehlo.dot_general %arg0, %arg1, contracting_dims = [0] x [0], precision = [DEFAULT, DEFAULT] : (tensor<7xf32>, tensor<7xf32>) -> tensor<f32>
    return %0 : tensor<f32>
  }
}
