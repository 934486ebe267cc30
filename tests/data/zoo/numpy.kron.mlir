module @jit_kron attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[1.9448924e-01, -9.161713e-02, -1.1735268e+00, 5.749623e-01, -5.116557e-01, -3.494915e-01, -1.2847683e-01]> : tensor<7xf32>
    %in1 = stablehlo.constant dense<[-1.2087992e+00, -1.6414174e+00, -1.5631671e+00, 4.7698035e-04, 3.1063e-01, -1.1465708e+00, 8.5986966e-01]> : tensor<7xf32>
    %out = func.call @function(%in0, %in1) : (tensor<7xf32>, tensor<7xf32>) -> (tensor<49xf32>)
    %expected0 = stablehlo.constant dense<[-2.3509845e-01, -3.19238e-01, -3.0401918e-01, 9.276754e-05, 6.041419e-02, -2.2299568e-01, 1.672354e-01, 1.1074672e-01, 1.5038195e-01, 1.4321288e-01, -4.369957e-05, -2.845903e-02, 1.0504553e-01, -7.877879e-02, 1.4185582e+00, 1.9262472e+00, 1.8344184e+00, -5.597492e-04, -3.6453262e-01, 1.3455315e+00, -1.00908e+00, -6.95014e-01, -9.437531e-01, -8.9876217e-01, 2.742457e-04, 1.7860053e-01, -6.59235e-01, 4.9439266e-01, 6.18489e-01, 8.3984053e-01, 7.998033e-01, -2.440497e-04, -1.589356e-01, 5.866495e-01, -4.399572e-01, 4.2246506e-01, 5.7366145e-01, 5.4631364e-01, -1.6670059e-04, -1.08562544e-01, 4.0071675e-01, -3.0051714e-01, 1.5530269e-01, 2.108841e-01, 2.0083076e-01, -6.128092e-05, -3.9908756e-02, 1.4730778e-01, -1.1047333e-01]> : tensor<49xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.926e-04 : tensor<49xf32>
    return
  }
  func.func private @function(%arg0: tensor<7xf32>, %arg1: tensor<7xf32>) -> (tensor<49xf32> {jax.result_info = "result"}) {
    %0 = call @kron(%arg0, %arg1) : (tensor<7xf32>, tensor<7xf32>) -> tensor<49xf32>
    return %0 : tensor<49xf32>
  }
  func.func private @kron(%arg0: tensor<7xf32>, %arg1: tensor<7xf32>) -> tensor<49xf32> {
    %0 = stablehlo.broadcast_in_dim %arg0, dims = [0] : (tensor<7xf32>) -> tensor<7x1xf32>
    %1 = stablehlo.broadcast_in_dim %arg1, dims = [1] : (tensor<7xf32>) -> tensor<1x7xf32>
    %2 = stablehlo.broadcast_in_dim %0, dims = [0, 1] : (tensor<7x1xf32>) -> tensor<7x7xf32>
    %3 = stablehlo.broadcast_in_dim %1, dims = [0, 1] : (tensor<1x7xf32>) -> tensor<7x7xf32>
    %4 = stablehlo.multiply %2, %3 : tensor<7x7xf32>
    %5 = stablehlo.reshape %4 : (tensor<7x7xf32>) -> tensor<49xf32>
    return %5 : tensor<49xf32>
  }
}
