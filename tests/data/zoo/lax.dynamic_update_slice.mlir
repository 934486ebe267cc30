module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-1.2097127e+00, -1.7987287e+00, 8.9942724e-01, -1.5769974e+00, 3.2939008e-01], [1.0793887e+00, -4.5863837e-01, -1.8999794e+00, 6.912178e-01, 9.389202e-01], [-1.3194448e+00, 1.6717283e+00, 1.5508243e+00, 1.9391601e+00, -1.0283194e+00], [5.3125435e-01, -1.0312983e+00, 6.126722e-01, 1.0716417e+00, 1.1250246e+00]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[[1.8656554e+00, 1.1134719e+00], [4.4013508e-02, 2.506692e-01]]> : tensor<2x2xf32>
    %in2 = stablehlo.constant dense<[1, 4]> : tensor<2xi32>
    %out = func.call @function(%in0, %in1, %in2) : (tensor<4x5xf32>, tensor<2x2xf32>, tensor<2xi32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[-1.2097127e+00, -1.7987287e+00, 8.9942724e-01, -1.5769974e+00, 3.2939008e-01], [1.0793887e+00, -4.5863837e-01, -1.8999794e+00, 1.8656554e+00, 1.1134719e+00], [-1.3194448e+00, 1.6717283e+00, 1.5508243e+00, 4.4013508e-02, 2.506692e-01], [5.3125435e-01, -1.0312983e+00, 6.126722e-01, 1.0716417e+00, 1.1250246e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.900e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>, %arg1: tensor<2x2xf32>, %arg2: tensor<2xi32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.slice %arg2 [0:1] : (tensor<2xi32>) -> tensor<1xi32>
    %1 = stablehlo.reshape %0 : (tensor<1xi32>) -> tensor<i32>
    %2 = stablehlo.slice %arg2 [1:2] : (tensor<2xi32>) -> tensor<1xi32>
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
    %10 = stablehlo.dynamic_update_slice %arg0, %arg1, %6, %9 : (tensor<4x5xf32>, tensor<2x2xf32>, tensor<i32>, tensor<i32>) -> tensor<4x5xf32>
    return %10 : tensor<4x5xf32>
  }
}
