module @jit_ediff1d attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[1.0423785e+00, 7.9798585e-01, -4.0019408e-01, 9.183147e-01, 1.0649029e+00, -1.5355542e+00, 5.839346e-01]> : tensor<7xf32>
    %out = func.call @function(%in0) : (tensor<7xf32>) -> (tensor<6xf32>)
    %expected0 = stablehlo.constant dense<[-2.443927e-01, -1.19818e+00, 1.3185087e+00, 1.465882e-01, -2.6004572e+00, 2.1194887e+00]> : tensor<6xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 2.600e-04 : tensor<6xf32>
    return
  }
  func.func private @function(%arg0: tensor<7xf32>) -> (tensor<6xf32> {jax.result_info = "result"}) {
    %0 = call @ediff1d(%arg0) : (tensor<7xf32>) -> tensor<6xf32>
    return %0 : tensor<6xf32>
  }
  func.func private @ediff1d(%arg0: tensor<7xf32>) -> tensor<6xf32> {
    %0 = stablehlo.slice %arg0 [1:7] : (tensor<7xf32>) -> tensor<6xf32>
    %1 = stablehlo.slice %arg0 [0:6] : (tensor<7xf32>) -> tensor<6xf32>
    %2 = stablehlo.subtract %0, %1 : tensor<6xf32>
    return %2 : tensor<6xf32>
  }
}
