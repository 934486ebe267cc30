module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[2.8014258e-01, -1.750664e+00, 1.1373569e+00, -4.5080876e-01, 1.5338337e+00], [-1.4973423e+00, -1.1742498e+00, -1.0200564e+00, -4.9357995e-01, -1.6749688e+00], [-1.3999678e+00, 4.4760182e-01, 1.7525068e-01, -8.514484e-01, -1.6001309e+00], [1.6280867e+00, 1.3812006e+00, 1.8365218e-01, -1.8706846e+00, -1.4171901e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<7x8xf32>)
    %expected0 = stablehlo.constant dense<[[0.0e+00, 0.0e+00, 0.0e+00, 0.0e+00, 0.0e+00, 0.0e+00, 0.0e+00, 0.0e+00], [0.0e+00, 0.0e+00, 2.8014258e-01, -1.750664e+00, 1.1373569e+00, -4.5080876e-01, 1.5338337e+00, 0.0e+00], [0.0e+00, 0.0e+00, -1.4973423e+00, -1.1742498e+00, -1.0200564e+00, -4.9357995e-01, -1.6749688e+00, 0.0e+00], [0.0e+00, 0.0e+00, -1.3999678e+00, 4.4760182e-01, 1.7525068e-01, -8.514484e-01, -1.6001309e+00, 0.0e+00], [0.0e+00, 0.0e+00, 1.6280867e+00, 1.3812006e+00, 1.8365218e-01, -1.8706846e+00, -1.4171901e+00, 0.0e+00], [0.0e+00, 0.0e+00, 0.0e+00, 0.0e+00, 0.0e+00, 0.0e+00, 0.0e+00, 0.0e+00], [0.0e+00, 0.0e+00, 0.0e+00, 0.0e+00, 0.0e+00, 0.0e+00, 0.0e+00, 0.0e+00]]> : tensor<7x8xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.871e-04 : tensor<7x8xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<7x8xf32> {jax.result_info = "result"}) {
    %c = stablehlo.constant dense<0> : tensor<i32>
    %0 = call @_pad(%arg0, %c) : (tensor<4x5xf32>, tensor<i32>) -> tensor<7x8xf32>
    return %0 : tensor<7x8xf32>
  }
  func.func private @_pad(%arg0: tensor<4x5xf32>, %arg1: tensor<i32>) -> tensor<7x8xf32> {
    %0 = stablehlo.convert %arg1 : (tensor<i32>) -> tensor<f32>
    %1 = stablehlo.pad %arg0, %0, low = [1, 2], high = [2, 1], interior = [0, 0] : (tensor<4x5xf32>, tensor<f32>) -> tensor<7x8xf32>
    return %1 : tensor<7x8xf32>
  }
}
