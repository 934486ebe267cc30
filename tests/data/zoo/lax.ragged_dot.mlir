module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[4.7518742e-01, -9.219942e-01, 9.479512e-03, -1.7152462e+00], [4.1223353e-01, -1.316014e+00, 1.8299053e+00, -1.4462186e+00], [-1.519713e+00, -1.4170518e+00, 1.9733093e+00, 3.0221212e-01], [-6.941345e-01, 1.8667191e+00, 1.4308753e+00, -1.8434333e+00], [-9.2783976e-01, -3.1943986e-01, 1.7767216e+00, -1.3310314e+00], [1.8852526e+00, 3.4997064e-01, 5.3494054e-01, -1.1134888e+00]]> : tensor<6x4xf32>
    %in1 = stablehlo.constant dense<[[[1.3018222e+00, 1.2501433e+00, 1.6349298e+00, 1.8686236e+00, 5.875335e-01], [-4.9085453e-01, -1.8234863e+00, -9.292279e-01, 1.7471707e+00, -1.7749538e+00], [-7.2104686e-01, 2.9588076e-01, 9.076199e-01, 1.4836603e+00, -1.9827092e+00], [-6.506696e-01, 1.0968328e+00, 8.4346914e-01, 1.012032e+00, -1.7169771e+00]], [[-9.323683e-01, 8.7330025e-01, -1.546289e+00, -1.8168644e+00, -1.22965e+00], [9.3526757e-01, 1.5165471e+00, -5.819795e-01, -5.8504313e-01, 1.00971e+00], [-1.3852987e+00, 1.2283711e+00, 7.694941e-01, -1.9312509e+00, -1.9556025e+00], [-7.215268e-01, 7.545011e-02, 7.2462815e-01, 4.4595808e-01, 1.7308398e+00]], [[4.3785527e-01, 6.388022e-01, 2.0965873e-01, -6.4362806e-01, 4.753705e-01], [4.814191e-01, 1.2926201e+00, 1.1499013e+00, -1.6659687e+00, 1.8029904e-01], [-1.3994052e+00, -5.6675625e-01, 1.0150332e-01, -1.6537623e+00, 8.232062e-01], [5.2856463e-01, 1.6966269e+00, -1.7847384e+00, 1.067835e+00, -8.653847e-01]]]> : tensor<3x4x5xf32>
    %out = func.call @function(%in0, %in1) : (tensor<6x4xf32>, tensor<3x4x5xf32>) -> (tensor<6x5xf32>)
    %expected0 = stablehlo.constant dense<[[2.180398e+00, 3.9676273e-01, 1.9548744e-01, -2.4447544e+00, 4.841929e+00], [8.0418915e-01, 1.8702583e+00, 2.3378673e+00, -2.7765346e-01, 1.4330196e+00], [-3.9493308e+00, -3.4081497e+00, -2.2871628e+00, 3.9822185e-01, 3.8499087e-01], [-2.3820043e+00, -1.969032e+00, 5.4362965e+00, -6.997941e+00, 2.7797809e+00], [-3.7499337e+00, -4.270852e+00, 1.9940319e+00, -3.2302368e+00, 2.1158001e+00], [-3.4319907e-01, -5.356734e-01, 2.8392758e+00, -3.8701286e+00, 2.3632553e+00]]> : tensor<6x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 6.998e-04 : tensor<6x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<6x4xf32>, %arg1: tensor<3x4x5xf32>) -> (tensor<6x5xf32> {jax.result_info = "result"}) {
    %c = stablehlo.constant dense<[2, 0, 4]> : tensor<3xi32>
    %0 = stablehlo.broadcast_in_dim %arg0, dims = [1, 2] : (tensor<6x4xf32>) -> tensor<3x6x4xf32>
    %1 = stablehlo.iota dim = 1 : tensor<3x6x4xi32>
    %2 = call @cumsum(%c) : (tensor<3xi32>) -> tensor<3xi32>
    %c_0 = stablehlo.constant dense<0> : tensor<i32>
    %3 = stablehlo.broadcast_in_dim %c_0, dims = [] : (tensor<i32>) -> tensor<3xi32>
    %4 = stablehlo.slice %3 [0:1] : (tensor<3xi32>) -> tensor<1xi32>
    %5 = stablehlo.slice %2 [0:2] : (tensor<3xi32>) -> tensor<2xi32>
    %6 = stablehlo.concatenate %4, %5, dim = 0 : (tensor<1xi32>, tensor<2xi32>) -> tensor<3xi32>
    %7 = stablehlo.broadcast_in_dim %2, dims = [0] : (tensor<3xi32>) -> tensor<3x6x4xi32>
    %8 = stablehlo.broadcast_in_dim %6, dims = [0] : (tensor<3xi32>) -> tensor<3x6x4xi32>
    %9 = stablehlo.compare LE, %8, %1, SIGNED : (tensor<3x6x4xi32>, tensor<3x6x4xi32>) -> tensor<3x6x4xi1>
    %10 = stablehlo.compare LT, %1, %7, SIGNED : (tensor<3x6x4xi32>, tensor<3x6x4xi32>) -> tensor<3x6x4xi1>
    %11 = stablehlo.and %9, %10 : tensor<3x6x4xi1>
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %12 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<3x6x4xf32>
    %13 = stablehlo.select %11, %0, %12 : tensor<3x6x4xi1>, tensor<3x6x4xf32>
    %14 = stablehlo.dot_general %13, %arg1, contracting_dims = [2, 0] x [1, 0], precision = [DEFAULT, DEFAULT] : (tensor<3x6x4xf32>, tensor<3x4x5xf32>) -> tensor<6x5xf32>
    return %14 : tensor<6x5xf32>
  }
  func.func private @cumsum(%arg0: tensor<3xi32>) -> tensor<3xi32> {
    %c = stablehlo.constant dense<0> : tensor<i32>
    %0 = stablehlo.broadcast_in_dim %c, dims = [] : (tensor<i32>) -> tensor<i32>
    %1 = "stablehlo.reduce_window"(%arg0, %0) <{base_dilations = array<i64: 1>, padding = dense<[[2, 0]]> : tensor<1x2xi64>, window_dilations = array<i64: 1>, window_dimensions = array<i64: 3>, window_strides = array<i64: 1>}> ({
    ^bb0(%arg1: tensor<i32>, %arg2: tensor<i32>):
      %2 = stablehlo.add %arg1, %arg2 : tensor<i32>
      stablehlo.return %2 : tensor<i32>
    }) : (tensor<3xi32>, tensor<i32>) -> tensor<3xi32>
    return %1 : tensor<3xi32>
  }
}
