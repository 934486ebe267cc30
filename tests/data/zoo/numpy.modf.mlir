module @jit_modf attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-1.5426357e+00, 1.8808154e+00, 4.4185214e-02, 7.3287153e-01, -1.0126429e+00], [1.9069275e+00, -1.1565324e+00, 1.7541392e+00, 1.7853297e+00, 1.8265011e+00], [-6.453131e-01, 1.3713342e+00, -9.09774e-01, 1.0155529e+00, -6.519836e-01], [1.3243264e+00, 6.5100276e-01, 2.9624304e-01, 4.3236607e-01, 1.7606379e+00]]> : tensor<4x5xf32>
    %out:2 = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>, tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[-5.426357e-01, 8.808154e-01, 4.4185214e-02, 7.3287153e-01, -1.264286e-02], [9.0692747e-01, -1.565324e-01, 7.541392e-01, 7.853297e-01, 8.2650113e-01], [-6.453131e-01, 3.713342e-01, -9.09774e-01, 1.5552878e-02, -6.519836e-01], [3.243264e-01, 6.5100276e-01, 2.9624304e-01, 4.3236607e-01, 7.606379e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out#0, %expected0, tolerance = 9.098e-05 : tensor<4x5xf32>
    %expected1 = stablehlo.constant dense<[[-1.0e+00, 1.0e+00, 0.0e+00, 0.0e+00, -1.0e+00], [1.0e+00, -1.0e+00, 1.0e+00, 1.0e+00, 1.0e+00], [-0.0e+00, 1.0e+00, -0.0e+00, 1.0e+00, -0.0e+00], [1.0e+00, 0.0e+00, 0.0e+00, 0.0e+00, 1.0e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out#1, %expected1, tolerance = 1.000e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result[0]"}, tensor<4x5xf32> {jax.result_info = "result[1]"}) {
    %0:2 = call @modf(%arg0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>, tensor<4x5xf32>)
    return %0#0, %0#1 : tensor<4x5xf32>, tensor<4x5xf32>
  }
  func.func private @modf(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32>, tensor<4x5xf32>) {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %1 = stablehlo.compare GE, %arg0, %0, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %2 = stablehlo.floor %arg0 : tensor<4x5xf32>
    %3 = stablehlo.ceil %arg0 : tensor<4x5xf32>
    %4 = call @_where(%1, %2, %3) : (tensor<4x5xi1>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %5 = stablehlo.subtract %arg0, %4 : tensor<4x5xf32>
    return %5, %4 : tensor<4x5xf32>, tensor<4x5xf32>
  }
  func.func private @_where(%arg0: tensor<4x5xi1>, %arg1: tensor<4x5xf32>, %arg2: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = stablehlo.select %arg0, %arg1, %arg2 : tensor<4x5xi1>, tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
