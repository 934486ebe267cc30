module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-9.311674e-01, 1.2800112e-01, -1.1455227e+00, 1.4522697e+00, -7.541698e-01], [-1.7688993e+00, -1.276714e+00, 1.7175828e+00, -6.838326e-01, -4.253627e-01], [-1.891377e+00, -7.6628876e-01, -1.9219875e+00, -8.8967085e-03, 5.196166e-01], [-1.3525635e+00, 1.8451304e+00, 1.2308859e+00, 5.173135e-01, 1.798993e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4xi1>)
    %expected0 = stablehlo.constant dense<[true, true, true, true]> : tensor<4xi1>
    check.expect_eq %out, %expected0 : tensor<4xi1>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4xi1> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %1 = stablehlo.compare NE, %arg0, %0, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %2 = stablehlo.convert %1 : tensor<4x5xi1>
    %c = stablehlo.constant dense<false> : tensor<i1>
    %3 = stablehlo.reduce(%2 init: %c) applies stablehlo.or across dimensions = [1] : (tensor<4x5xi1>, tensor<i1>) -> tensor<4xi1>
    return %3 : tensor<4xi1>
  }
}
