module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-5.9420604e-01, 1.5492232e+00, 1.9793453e+00, 7.819087e-01, -9.667596e-01], [3.0656135e-01, 9.0954214e-01, 9.301695e-01, -7.2238e-01, 1.9463806e+00], [1.6092826e+00, -1.8893634e-01, -3.0998743e-01, -1.5086777e+00, -5.352873e-01], [-1.432383e-01, -2.4127664e-01, 1.6995611e+00, 1.8855083e+00, 1.8734988e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4xi32>)
    %expected0 = stablehlo.constant dense<[5, 5, 5, 5]> : tensor<4xi32>
    check.expect_eq %out, %expected0 : tensor<4xi32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4xi32> {jax.result_info = "result"}) {
    %0 = call @count_nonzero(%arg0) : (tensor<4x5xf32>) -> tensor<4xi32>
    return %0 : tensor<4xi32>
  }
  func.func private @count_nonzero(%arg0: tensor<4x5xf32>) -> tensor<4xi32> {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %1 = stablehlo.compare NE, %arg0, %0, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %2 = stablehlo.convert %1 : (tensor<4x5xi1>) -> tensor<4x5xi32>
    %c = stablehlo.constant dense<0> : tensor<i32>
    %3 = stablehlo.reduce(%2 init: %c) applies stablehlo.add across dimensions = [1] : (tensor<4x5xi32>, tensor<i32>) -> tensor<4xi32>
    return %3 : tensor<4xi32>
  }
}
