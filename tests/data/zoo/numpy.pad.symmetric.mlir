module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-2.4967158e-02, -1.5729868e+00, 1.6417512e+00, -1.4240229e+00, -4.2389545e-01], [-1.3582081e+00, 1.1805168e+00, 5.3046e-01, 3.587773e-01, -1.0254109e+00], [6.233377e-01, 1.6592138e+00, -6.556971e-01, 2.3669139e-01, 1.503586e+00], [-1.2275681e+00, -1.9398172e+00, 5.883583e-01, 1.4360913e+00, -8.712884e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<7x8xf32>)
    %expected0 = stablehlo.constant dense<[[-1.5729868e+00, -2.4967158e-02, -2.4967158e-02, -1.5729868e+00, 1.6417512e+00, -1.4240229e+00, -4.2389545e-01, -4.2389545e-01], [-1.5729868e+00, -2.4967158e-02, -2.4967158e-02, -1.5729868e+00, 1.6417512e+00, -1.4240229e+00, -4.2389545e-01, -4.2389545e-01], [1.1805168e+00, -1.3582081e+00, -1.3582081e+00, 1.1805168e+00, 5.3046e-01, 3.587773e-01, -1.0254109e+00, -1.0254109e+00], [1.6592138e+00, 6.233377e-01, 6.233377e-01, 1.6592138e+00, -6.556971e-01, 2.3669139e-01, 1.503586e+00, 1.503586e+00], [-1.9398172e+00, -1.2275681e+00, -1.2275681e+00, -1.9398172e+00, 5.883583e-01, 1.4360913e+00, -8.712884e-01, -8.712884e-01], [-1.9398172e+00, -1.2275681e+00, -1.2275681e+00, -1.9398172e+00, 5.883583e-01, 1.4360913e+00, -8.712884e-01, -8.712884e-01], [1.6592138e+00, 6.233377e-01, 6.233377e-01, 1.6592138e+00, -6.556971e-01, 2.3669139e-01, 1.503586e+00, 1.503586e+00]]> : tensor<7x8xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.940e-04 : tensor<7x8xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<7x8xf32> {jax.result_info = "result"}) {
    %c = stablehlo.constant dense<0> : tensor<i32>
    %0 = call @_pad(%arg0, %c) : (tensor<4x5xf32>, tensor<i32>) -> tensor<7x8xf32>
    return %0 : tensor<7x8xf32>
  }
  func.func private @_pad(%arg0: tensor<4x5xf32>, %arg1: tensor<i32>) -> tensor<7x8xf32> {
    %0 = stablehlo.slice %arg0 [0:1, 0:5] : (tensor<4x5xf32>) -> tensor<1x5xf32>
    %1 = stablehlo.slice %arg0 [0:1, 0:5] : (tensor<4x5xf32>) -> tensor<1x5xf32>
    %2 = call @_flip(%1) : (tensor<1x5xf32>) -> tensor<1x5xf32>
    %3 = stablehlo.concatenate %2, %arg0, dim = 0 : (tensor<1x5xf32>, tensor<4x5xf32>) -> tensor<5x5xf32>
    %4 = stablehlo.slice %3 [4:5, 0:5] : (tensor<5x5xf32>) -> tensor<1x5xf32>
    %5 = stablehlo.slice %3 [3:5, 0:5] : (tensor<5x5xf32>) -> tensor<2x5xf32>
    %6 = call @_flip_0(%5) : (tensor<2x5xf32>) -> tensor<2x5xf32>
    %7 = stablehlo.concatenate %3, %6, dim = 0 : (tensor<5x5xf32>, tensor<2x5xf32>) -> tensor<7x5xf32>
    %8 = stablehlo.slice %7 [0:7, 0:1] : (tensor<7x5xf32>) -> tensor<7x1xf32>
    %9 = stablehlo.slice %7 [0:7, 0:2] : (tensor<7x5xf32>) -> tensor<7x2xf32>
    %10 = call @_flip_1(%9) : (tensor<7x2xf32>) -> tensor<7x2xf32>
    %11 = stablehlo.concatenate %10, %7, dim = 1 : (tensor<7x2xf32>, tensor<7x5xf32>) -> tensor<7x7xf32>
    %12 = stablehlo.slice %11 [0:7, 6:7] : (tensor<7x7xf32>) -> tensor<7x1xf32>
    %13 = stablehlo.slice %11 [0:7, 6:7] : (tensor<7x7xf32>) -> tensor<7x1xf32>
    %14 = call @_flip_2(%13) : (tensor<7x1xf32>) -> tensor<7x1xf32>
    %15 = stablehlo.concatenate %11, %14, dim = 1 : (tensor<7x7xf32>, tensor<7x1xf32>) -> tensor<7x8xf32>
    return %15 : tensor<7x8xf32>
  }
  func.func private @_flip(%arg0: tensor<1x5xf32>) -> tensor<1x5xf32> {
    %0 = stablehlo.reverse %arg0, dims = [0] : tensor<1x5xf32>
    return %0 : tensor<1x5xf32>
  }
  func.func private @_flip_0(%arg0: tensor<2x5xf32>) -> tensor<2x5xf32> {
    %0 = stablehlo.reverse %arg0, dims = [0] : tensor<2x5xf32>
    return %0 : tensor<2x5xf32>
  }
  func.func private @_flip_1(%arg0: tensor<7x2xf32>) -> tensor<7x2xf32> {
    %0 = stablehlo.reverse %arg0, dims = [1] : tensor<7x2xf32>
    return %0 : tensor<7x2xf32>
  }
  func.func private @_flip_2(%arg0: tensor<7x1xf32>) -> tensor<7x1xf32> {
    %0 = stablehlo.reverse %arg0, dims = [1] : tensor<7x1xf32>
    return %0 : tensor<7x1xf32>
  }
}
