module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-6.5401137e-01, -9.0599614e-01, -2.3201656e-02, -1.6599613e+00, -1.2924609e+00], [1.3878856e+00, 1.8580548e+00, 1.5678096e+00, 1.5729862e+00, -8.070347e-01], [3.6283818e-01, -1.7689945e+00, 9.654524e-01, -1.25704e-01, 1.752598e+00], [-8.767347e-01, 1.4311688e+00, 1.7405862e+00, 8.554104e-01, -8.8317376e-01]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[1, 0]> : tensor<2xi32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xf32>, tensor<2xi32>) -> (tensor<2x3xf32>)
    %expected0 = stablehlo.constant dense<[[1.3878856e+00, 1.8580548e+00, 1.5678096e+00], [3.6283818e-01, -1.7689945e+00, 9.654524e-01]]> : tensor<2x3xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.858e-04 : tensor<2x3xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>, %arg1: tensor<2xi32>) -> (tensor<2x3xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.slice %arg1 [0:1] : (tensor<2xi32>) -> tensor<1xi32>
    %1 = stablehlo.reshape %0 : (tensor<1xi32>) -> tensor<i32>
    %2 = stablehlo.slice %arg1 [1:2] : (tensor<2xi32>) -> tensor<1xi32>
    %3 = stablehlo.reshape %2 : (tensor<1xi32>) -> tensor<i32>
    %c = stablehlo.constant dense<0> : tensor<i32>
    %4 = stablehlo.compare LT, %1, %c, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %c_0 = stablehlo.constant dense<4> : tensor<i32>
    %5 = stablehlo.add %1, %c_0 : tensor<i32>
    %6 = stablehlo.select %4, %5, %1 : tensor<i1>, tensor<i32>
    %c_1 = stablehlo.constant dense<0> : tensor<i32>
    %7 = stablehlo.compare LT, %3, %c_1, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %c_2 = stablehlo.constant dense<5> : tensor<i32>
    %8 = stablehlo.add %3, %c_2 : tensor<i32>
    %9 = stablehlo.select %7, %8, %3 : tensor<i1>, tensor<i32>
    %10 = stablehlo.dynamic_slice %arg0, %6, %9, sizes = [2, 3] : (tensor<4x5xf32>, tensor<i32>, tensor<i32>) -> tensor<2x3xf32>
    return %10 : tensor<2x3xf32>
  }
}
