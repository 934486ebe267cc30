module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.8269516e+00, -5.62674e-01, 4.2581815e-01, 1.7783965e+00, 1.1395783e+00, 6.458732e-02], [-5.8550566e-01, -5.3241414e-01, -1.8785971e+00, -1.1252704e+00, -1.8913172e+00, 9.572008e-01], [-1.4096493e+00, 1.1238064e-01, 1.0022613e+00, 8.381118e-01, -1.0142205e+00, -7.5924915e-01], [1.2211258e+00, 5.7254213e-01, -1.5170091e+00, 1.545484e-01, 1.6700047e+00, 4.1246605e-01], [-5.583778e-01, -1.1190624e+00, 6.089461e-02, -1.0316724e-01, -4.9795026e-01, 1.0178468e+00], [-3.5565218e-01, -2.7788168e-01, 9.445801e-01, 8.603319e-01, -1.6548065e+00, 1.1540561e+00]]> : tensor<6x6xf32>
    %in1 = stablehlo.constant dense<[[-3.1372136e-01, 1.5688866e+00, 6.7081326e-01], [1.3332092e+00, 3.9338537e-02, -1.7711933e+00], [-5.4175526e-01, -6.9106907e-01, 8.098345e-01]]> : tensor<3x3xf32>
    %out = func.call @function(%in0, %in1) : (tensor<6x6xf32>, tensor<3x3xf32>) -> (tensor<6x6xf32>)
    %expected0 = stablehlo.constant dense<[[-1.4298548e+00, -3.329021e+00, 4.3289492e-01, -1.5972133e+00, -7.0413494e+00, -1.7828538e+00], [-3.9374063e+00, -9.3450737e-01, -9.596249e-01, 1.5654608e+00, 3.02172e+00, 2.3942504e+00], [2.5236256e+00, 6.9422374e+00, 3.9002076e-01, -4.112556e+00, -6.509237e-02, 1.3407409e+00], [1.1996803e+00, -8.074396e+00, -2.5461674e+00, 5.7366023e+00, 9.630655e-01, -1.9754779e+00], [-3.1387706e+00, 1.4703734e+00, 4.3008504e+00, -5.133019e-01, -2.1133761e+00, 2.6899085e+00], [6.0767037e-01, 2.1664858e+00, 7.8389657e-01, -3.4550154e+00, -3.4116793e-01, 1.8697212e+00]]> : tensor<6x6xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 8.074e-04 : tensor<6x6xf32>
    return
  }
  func.func private @function(%arg0: tensor<6x6xf32>, %arg1: tensor<3x3xf32>) -> (tensor<6x6xf32> {jax.result_info = "result"}) {
    %0 = call @_flip(%arg1) : (tensor<3x3xf32>) -> tensor<3x3xf32>
    %1 = stablehlo.broadcast_in_dim %arg0, dims = [2, 3] : (tensor<6x6xf32>) -> tensor<1x1x6x6xf32>
    %2 = stablehlo.broadcast_in_dim %0, dims = [2, 3] : (tensor<3x3xf32>) -> tensor<1x1x3x3xf32>
    %3 = stablehlo.convolution(%1, %2) dim_numbers = [b, f, 0, 1]x[o, i, 0, 1]->[b, f, 0, 1], window = {stride = [1, 1], pad = [[1, 1], [1, 1]], lhs_dilate = [1, 1], rhs_dilate = [1, 1], reverse = [false, false]} {batch_group_count = 1 : i64, feature_group_count = 1 : i64, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]} : (tensor<1x1x6x6xf32>, tensor<1x1x3x3xf32>) -> tensor<1x1x6x6xf32>
    %4 = stablehlo.reshape %3 : (tensor<1x1x6x6xf32>) -> tensor<6x6xf32>
    return %4 : tensor<6x6xf32>
  }
  func.func private @_flip(%arg0: tensor<3x3xf32>) -> tensor<3x3xf32> {
    %0 = stablehlo.reverse %arg0, dims = [0, 1] : tensor<3x3xf32>
    return %0 : tensor<3x3xf32>
  }
}
