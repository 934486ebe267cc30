module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[[9.4079834e-01, 2.1856855e-01], [-8.69447e-01, 1.121446e+00], [1.7506689e+00, -7.6615477e-01], [4.231954e-02, -3.1454405e-01], [1.9178554e+00, 2.7267683e-01], [-1.9581045e+00, 9.8010826e-01]]]> : tensor<1x6x2xf32>
    %in1 = stablehlo.constant dense<[[[-6.780369e-01, -1.9859347e+00, 1.5144266e+00, 1.9037297e+00], [-9.056744e-01, -4.7331426e-01, 3.213733e-01, 6.531972e-02]], [[4.5747682e-01, -2.549261e-03, -3.791363e-01, 8.4367186e-01], [-1.6489807e+00, -1.1055444e+00, -1.8152517e+00, 9.7164726e-01]], [[1.4797866e+00, 1.6011616e+00, -4.1968295e-01, -3.4831858e-01], [-9.035857e-01, 7.142761e-01, 1.71625e+00, -3.224311e-01]]]> : tensor<3x2x4xf32>
    %out = func.call @function(%in0, %in1) : (tensor<1x6x2xf32>, tensor<3x2x4xf32>) -> (tensor<1x12x4xf32>)
    %expected0 = stablehlo.constant dense<[[[1.1946853e+00, 1.6624885e+00, -1.9718762e-02, -3.9817083e-01], [6.99781e-02, -2.4403559e-01, -7.534477e-01, 1.0060966e+00], [-3.1357665e+00, -2.5629187e+00, 3.7845857e+00, 1.7465581e+00], [-2.2469947e+00, -1.237592e+00, -1.7060679e+00, 3.56122e-01], [2.8567553e+00, 3.4517264e+00, -3.00595e+00, -1.9446979e+00], [2.064265e+00, 8.425552e-01, 7.2702163e-01, 7.325579e-01], [-1.4629e-01, -3.270993e+00, 1.8474407e+00, 3.3694334e+00], [5.380373e-01, 3.4763455e-01, 5.5493176e-01, -2.6992205e-01], [2.8478103e+00, 3.3303974e+00, -3.739059e-01, -6.959251e-01], [4.2773557e-01, -3.0634546e-01, -1.2221056e+00, 1.8829863e+00], [-5.3305216e+00, -6.3729715e+00, 5.495976e+00, 4.034916e+00], [-2.511967e+00, -1.0785615e+00, -1.0367547e+00, -6.996782e-01]]]> : tensor<1x12x4xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 6.373e-04 : tensor<1x12x4xf32>
    return
  }
  func.func private @function(%arg0: tensor<1x6x2xf32>, %arg1: tensor<3x2x4xf32>) -> (tensor<1x12x4xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.convolution(%arg0, %arg1) dim_numbers = [b, 0, f]x[0, i, o]->[b, 0, f], window = {stride = [1], pad = [[2, 1]], lhs_dilate = [2], rhs_dilate = [1], reverse = [false]} {batch_group_count = 1 : i64, feature_group_count = 1 : i64, precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]} : (tensor<1x6x2xf32>, tensor<3x2x4xf32>) -> tensor<1x12x4xf32>
    return %0 : tensor<1x12x4xf32>
  }
}
