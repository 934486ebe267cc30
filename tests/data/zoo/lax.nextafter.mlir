module @jit_nextafter attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[3.456869e-01, 1.4682817e+00, -1.7610829e+00, -1.2534759e+00, 4.5394832e-01], [-8.381416e-01, 1.0950633e+00, -2.739609e-01, 1.2356433e+00, 7.953943e-01], [1.6157031e+00, 6.142314e-02, -1.5747936e+00, -1.8911543e+00, -7.1429557e-01], [4.0913236e-01, -6.352788e-01, 8.862759e-01, -1.383546e+00, -1.8412762e+00]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[[2.637885e-01, -1.599923e+00, 1.7875661e+00, 1.77023e-01, -7.8430456e-01], [2.7925643e-01, -1.6136643e+00, 1.7016169e+00, -1.8506753e+00, -8.7228954e-01], [8.178064e-01, 1.8124106e+00, 4.5770386e-01, 7.6974106e-01, 6.8620205e-01], [-2.5182217e-01, -1.0509116e-01, -1.2363856e+00, 6.673462e-01, 1.2164097e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[3.4568688e-01, 1.4682816e+00, -1.7610828e+00, -1.2534758e+00, 4.539483e-01], [-8.3814156e-01, 1.0950632e+00, -2.7396086e-01, 1.2356431e+00, 7.9539424e-01], [1.615703e+00, 6.1423145e-02, -1.5747935e+00, -1.8911542e+00, -7.142955e-01], [4.0913233e-01, -6.3527876e-01, 8.862758e-01, -1.3835459e+00, -1.841276e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.891e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = chlo.next_after %arg0, %arg1 : tensor<4x5xf32>, tensor<4x5xf32> -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
