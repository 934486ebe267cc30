module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.6735711e+00, -1.3912604e+00, 1.4225051e+00, 7.487695e-01, -1.1192456e+00], [-5.6732583e-01, -1.8199391e+00, -6.501525e-01, 1.7045046e-01, -1.1513217e-01], [5.8408135e-01, -1.0610309e+00, 1.0848198e+00, -2.578666e-01, 1.2474767e+00], [1.5326197e+00, -6.0440546e-01, 7.834613e-01, 1.6199005e+00, -1.9663663e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[1.0e+00, -1.0e+00, 1.0e+00, 7.487695e-01, -1.0e+00], [-5.6732583e-01, -1.0e+00, -6.501525e-01, 1.7045046e-01, -1.1513217e-01], [5.8408135e-01, -1.0e+00, 1.0e+00, -2.578666e-01, 1.0e+00], [1.0e+00, -6.0440546e-01, 7.834613e-01, 1.0e+00, -1.0e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.000e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %c = stablehlo.constant dense<-1> : tensor<i32>
    %c_0 = stablehlo.constant dense<1> : tensor<i32>
    %0 = call @clip(%arg0, %c, %c_0) : (tensor<4x5xf32>, tensor<i32>, tensor<i32>) -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
  func.func private @clip(%arg0: tensor<4x5xf32>, %arg1: tensor<i32>, %arg2: tensor<i32>) -> tensor<4x5xf32> {
    %0 = stablehlo.convert %arg1 : (tensor<i32>) -> tensor<f32>
    %1 = stablehlo.broadcast_in_dim %0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %2 = stablehlo.maximum %1, %arg0 : tensor<4x5xf32>
    %3 = stablehlo.convert %arg2 : (tensor<i32>) -> tensor<f32>
    %4 = stablehlo.broadcast_in_dim %3, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %5 = stablehlo.minimum %4, %2 : tensor<4x5xf32>
    return %5 : tensor<4x5xf32>
  }
}
