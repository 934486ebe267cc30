module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[2.094592e+00, 3.939105e+00, 3.240636e+00, 2.2268395e+00, 2.253684e+00], [3.6275868e+00, 2.1412764e+00, 3.9946556e+00, 2.447672e+00, 1.699873e+00], [2.1280117e+00, 2.5335622e+00, 3.3557084e+00, 1.6875136e+00, 2.63243e+00], [3.1870852e+00, 2.8332224e+00, 2.3693912e+00, 2.5520434e+00, 3.1987357e+00]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[[9.724181e-01, 2.3004181e+00, 2.8444881e+00, 1.4364818e+00, 1.7688863e+00], [2.3579042e+00, 2.9458086e+00, 7.7668595e-01, 1.2177088e+00, 2.3468616e+00], [2.0999405e+00, 1.0484239e+00, 2.8380926e+00, 5.141485e-01, 8.6918443e-01], [2.5230796e+00, 1.0429113e+00, 8.36829e-01, 1.8742195e+00, 6.5952533e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[1.6355511e+00, 5.3141654e-02, 6.286132e-02, 7.98685e-01, 5.560409e-01], [6.755674e-02, 3.1065497e-01, 2.8710234e+00, 9.192051e-01, 9.1751826e-01], [5.037024e-01, 1.2013494e+00, 5.4303385e-02, 4.4581313e+00, 1.7845206e+00], [9.182586e-02, 1.1154051e+00, 1.9850072e+00, 3.6505666e-01, 4.0632987e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 4.458e-03 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = chlo.zeta %arg0, %arg1 : tensor<4x5xf32>, tensor<4x5xf32> -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
