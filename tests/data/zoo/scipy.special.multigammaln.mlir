module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.3125641e+00, 1.7488532e+00, 2.744314e+00, 2.6650531e+00, 1.2711295e+00], [2.1186056e+00, 2.0031545e+00, 1.0717852e+00, 1.4230034e+00, 1.5995272e+00], [1.1783444e+00, 1.2532457e+00, 1.8826178e+00, 1.8713921e+00, 2.4862301e+00], [2.1039803e+00, 2.0771742e+00, 2.4980485e+00, 1.0669903e+00, 1.3148829e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[6.0226935e-01, 3.8967055e-01, 1.1645563e+00, 1.0578938e+00, 6.5044993e-01], [5.168392e-01, 4.5303982e-01, 9.782154e-01, 5.0112265e-01, 4.10042e-01], [7.8151435e-01, 6.7313164e-01, 4.0890425e-01, 4.0604132e-01, 8.416533e-01], [5.076577e-01, 4.9164027e-01, 8.548526e-01, 9.884049e-01, 5.997488e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.165e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<2.500000e-01> : tensor<f32>
    %cst_0 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
    %0 = stablehlo.multiply %cst, %cst_0 : tensor<f32>
    %cst_1 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
    %cst_2 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %1 = stablehlo.subtract %cst_1, %cst_2 : tensor<f32>
    %2 = stablehlo.multiply %0, %1 : tensor<f32>
    %cst_3 = stablehlo.constant dense<3.14159274> : tensor<f32>
    %3 = stablehlo.log %cst_3 : tensor<f32>
    %4 = stablehlo.multiply %2, %3 : tensor<f32>
    %5 = stablehlo.iota dim = 0 : tensor<2xf32>
    %cst_4 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
    %6 = stablehlo.broadcast_in_dim %cst_4, dims = [] : (tensor<f32>) -> tensor<2xf32>
    %7 = stablehlo.divide %5, %6 : tensor<2xf32>
    %8 = stablehlo.broadcast_in_dim %arg0, dims = [0, 1] : (tensor<4x5xf32>) -> tensor<4x5x1xf32>
    %9 = stablehlo.broadcast_in_dim %7, dims = [2] : (tensor<2xf32>) -> tensor<1x1x2xf32>
    %10 = stablehlo.broadcast_in_dim %8, dims = [0, 1, 2] : (tensor<4x5x1xf32>) -> tensor<4x5x2xf32>
    %11 = stablehlo.broadcast_in_dim %9, dims = [0, 1, 2] : (tensor<1x1x2xf32>) -> tensor<4x5x2xf32>
    %12 = stablehlo.subtract %10, %11 : tensor<4x5x2xf32>
    %13 = chlo.lgamma %12 : tensor<4x5x2xf32> -> tensor<4x5x2xf32>
    %cst_5 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %14 = stablehlo.reduce(%13 init: %cst_5) applies stablehlo.add across dimensions = [2] : (tensor<4x5x2xf32>, tensor<f32>) -> tensor<4x5xf32>
    %15 = stablehlo.broadcast_in_dim %4, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %16 = stablehlo.add %14, %15 : tensor<4x5xf32>
    return %16 : tensor<4x5xf32>
  }
}
