module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-6.91394e-01, -2.8474084e-01, -1.4331615e+00, -3.5680398e-01, -6.7086565e-01], [1.4649535e+00, -7.2908163e-01, 1.280946e+00, -8.1742615e-01, -2.1509713e-01], [-1.5986642e+00, 1.5031196e+00, 1.6341702e+00, -1.5854603e-01, -1.7436956e+00], [1.2434311e+00, 1.4361739e+00, -3.398831e-01, -5.287108e-01, -1.1505644e-02]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[[8.939777e-01, 1.9430847e+00, -1.8422323e+00, 8.274523e-01, 1.8037564e+00], [-1.8624258e+00, 3.3202922e-01, 1.559758e+00, -1.6727035e+00, -1.4035267e+00], [-3.5308865e-01, -6.41811e-01, -7.51418e-01, 9.9389035e-01, 7.483852e-01], [-6.006278e-01, 1.7007511e+00, -1.8647807e+00, 1.870972e+00, 1.1632541e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> (tensor<8x5xf32>)
    %expected0 = stablehlo.constant dense<[[-6.91394e-01, -2.8474084e-01, -1.4331615e+00, -3.5680398e-01, -6.7086565e-01], [1.4649535e+00, -7.2908163e-01, 1.280946e+00, -8.1742615e-01, -2.1509713e-01], [-1.5986642e+00, 1.5031196e+00, 1.6341702e+00, -1.5854603e-01, -1.7436956e+00], [1.2434311e+00, 1.4361739e+00, -3.398831e-01, -5.287108e-01, -1.1505644e-02], [8.939777e-01, 1.9430847e+00, -1.8422323e+00, 8.274523e-01, 1.8037564e+00], [-1.8624258e+00, 3.3202922e-01, 1.559758e+00, -1.6727035e+00, -1.4035267e+00], [-3.5308865e-01, -6.41811e-01, -7.51418e-01, 9.9389035e-01, 7.483852e-01], [-6.006278e-01, 1.7007511e+00, -1.8647807e+00, 1.870972e+00, 1.1632541e+00]]> : tensor<8x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.943e-04 : tensor<8x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> (tensor<8x5xf32> {jax.result_info = "result"}) {
    %0 = call @atleast_2d(%arg0) : (tensor<4x5xf32>) -> tensor<4x5xf32>
    %1 = call @atleast_2d(%arg1) : (tensor<4x5xf32>) -> tensor<4x5xf32>
    %2 = stablehlo.concatenate %0, %1, dim = 0 : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<8x5xf32>
    return %2 : tensor<8x5xf32>
  }
  func.func private @atleast_2d(%arg0: tensor<4x5xf32>) -> tensor<4x5xf32> {
    return %arg0 : tensor<4x5xf32>
  }
}
