module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[2.4684376e-01, 2.777914e-01, -6.5637726e-01, -1.8571934e+00, 1.3889852e+00], [1.4164802e+00, -1.8082764e+00, -1.8805102e+00, 1.6761049e+00, 8.1783336e-01], [2.627737e-02, -1.2381228e+00, -1.6331855e+00, -6.9140613e-01, -9.315082e-01], [5.272209e-01, 8.58529e-01, -1.4545487e-01, -1.8265966e+00, 7.444149e-01]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[[9.032858e-01, -7.323659e-01, 3.948729e-01, -1.8996695e+00, -6.486387e-01], [1.216922e+00, -4.6790323e-01, 1.5859637e+00, -1.1734033e+00, 1.2463752e+00], [4.0671661e-01, -6.465035e-01, 1.983709e+00, -1.1815032e+00, -5.508103e-01], [1.5853487e+00, -1.3131223e+00, -7.095835e-01, 1.6685622e-02, -1.8050518e+00]]> : tensor<4x5xf32>
    %in2 = stablehlo.constant dense<[[-1.3773079e+00, 5.6522715e-01, 1.1517522e+00, 1.326222e+00, 1.9254501e+00], [2.1708924e-01, 1.355246e+00, -8.568964e-01, -1.6803497e+00, 1.1857213e+00], [1.6624879e+00, 9.9476236e-01, 3.3155613e-02, -4.0265986e-01, -9.2983043e-01], [-1.7568938e+00, -1.9150456e+00, 1.1336726e+00, 9.388335e-01, 1.8861881e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0, %in1, %in2) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[-1.3773079e+00, 5.6522715e-01, 3.0e+00, 3.0e+00, -6.486387e-01], [1.216922e+00, 3.0e+00, 3.0e+00, -1.1734033e+00, 1.1857213e+00], [1.6624879e+00, 3.0e+00, 3.0e+00, 3.0e+00, 3.0e+00], [-1.7568938e+00, -1.9150456e+00, 3.0e+00, 3.0e+00, 1.8861881e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 3.000e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>, %arg2: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %1 = stablehlo.compare GT, %arg0, %0, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_0 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %2 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %3 = stablehlo.compare GT, %arg0, %2, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %c = stablehlo.constant dense<false> : tensor<i1>
    %4 = stablehlo.broadcast_in_dim %c, dims = [] : (tensor<i1>) -> tensor<4x5xi1>
    %5 = stablehlo.broadcast_in_dim %4, dims = [1, 2] : (tensor<4x5xi1>) -> tensor<1x4x5xi1>
    %6 = stablehlo.broadcast_in_dim %1, dims = [1, 2] : (tensor<4x5xi1>) -> tensor<1x4x5xi1>
    %7 = stablehlo.broadcast_in_dim %3, dims = [1, 2] : (tensor<4x5xi1>) -> tensor<1x4x5xi1>
    %8 = stablehlo.concatenate %5, %6, %7, dim = 0 : (tensor<1x4x5xi1>, tensor<1x4x5xi1>, tensor<1x4x5xi1>) -> tensor<3x4x5xi1>
    %9 = call @argmax(%8) : (tensor<3x4x5xi1>) -> tensor<4x5xi32>
    %cst_1 = stablehlo.constant dense<3.000000e+00> : tensor<f32>
    %10 = stablehlo.broadcast_in_dim %cst_1, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %c_2 = stablehlo.constant dense<1> : tensor<i32>
    %11 = stablehlo.broadcast_in_dim %c_2, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %12 = stablehlo.compare LT, %9, %11, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %c_3 = stablehlo.constant dense<2> : tensor<i32>
    %13 = stablehlo.broadcast_in_dim %c_3, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %14 = stablehlo.compare LT, %9, %13, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %15 = stablehlo.select %14, %arg1, %arg2 : tensor<4x5xi1>, tensor<4x5xf32>
    %16 = stablehlo.select %12, %10, %15 : tensor<4x5xi1>, tensor<4x5xf32>
    return %16 : tensor<4x5xf32>
  }
  func.func private @argmax(%arg0: tensor<3x4x5xi1>) -> tensor<4x5xi32> {
    %0 = stablehlo.iota dim = 0 : tensor<3x4x5xi32>
    %c = stablehlo.constant dense<false> : tensor<i1>
    %c_0 = stablehlo.constant dense<0> : tensor<i32>
    %1:2 = stablehlo.reduce(%arg0 init: %c), (%0 init: %c_0) across dimensions = [0] : (tensor<3x4x5xi1>, tensor<3x4x5xi32>, tensor<i1>, tensor<i32>) -> (tensor<4x5xi1>, tensor<4x5xi32>)
     reducer(%arg1: tensor<i1>, %arg3: tensor<i1>) (%arg2: tensor<i32>, %arg4: tensor<i32>)  {
      %2 = stablehlo.compare GT, %arg1, %arg3, UNSIGNED : (tensor<i1>, tensor<i1>) -> tensor<i1>
      %3 = stablehlo.compare NE, %arg1, %arg1, UNSIGNED : (tensor<i1>, tensor<i1>) -> tensor<i1>
      %4 = stablehlo.or %2, %3 : tensor<i1>
      %5 = stablehlo.compare EQ, %arg1, %arg3, UNSIGNED : (tensor<i1>, tensor<i1>) -> tensor<i1>
      %6 = stablehlo.compare LT, %arg2, %arg4, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
      %7 = stablehlo.and %5, %6 : tensor<i1>
      %8 = stablehlo.or %4, %7 : tensor<i1>
      %9 = stablehlo.select %4, %arg1, %arg3 : tensor<i1>, tensor<i1>
      %10 = stablehlo.select %8, %arg2, %arg4 : tensor<i1>, tensor<i32>
      stablehlo.return %9, %10 : tensor<i1>, tensor<i32>
    }
    return %1#1 : tensor<4x5xi32>
  }
}
