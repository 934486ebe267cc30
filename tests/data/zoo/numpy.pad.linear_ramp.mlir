module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-1.7559148e+00, 1.8460913e+00, 1.4426154e+00, -5.57882e-01, 1.0972502e+00], [-1.5858966e+00, -1.8361415e+00, 5.38028e-01, 1.6008139e-01, -1.6164039e+00], [3.908994e-03, 3.2263395e-01, -3.939828e-01, -1.7713653e+00, 1.66176e+00], [-3.9286426e-01, -6.759983e-01, -1.9136684e+00, 3.6012e-01, -1.3604236e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<7x8xf32>)
    %expected0 = stablehlo.constant dense<[[0.0e+00, 0.0e+00, 0.0e+00, 0.0e+00, 0.0e+00, 0.0e+00, 0.0e+00, 0.0e+00], [0.0e+00, -8.779574e-01, -1.7559148e+00, 1.8460913e+00, 1.4426154e+00, -5.57882e-01, 1.0972502e+00, 0.0e+00], [0.0e+00, -7.929483e-01, -1.5858966e+00, -1.8361415e+00, 5.38028e-01, 1.6008139e-01, -1.6164039e+00, 0.0e+00], [0.0e+00, 1.954497e-03, 3.908994e-03, 3.2263395e-01, -3.939828e-01, -1.7713653e+00, 1.66176e+00, 0.0e+00], [0.0e+00, -1.9643213e-01, -3.9286426e-01, -6.759983e-01, -1.9136684e+00, 3.6012e-01, -1.3604236e+00, 0.0e+00], [0.0e+00, -9.8216064e-02, -1.9643213e-01, -3.3799914e-01, -9.568342e-01, 1.8006e-01, -6.802118e-01, 0.0e+00], [0.0e+00, 0.0e+00, 0.0e+00, 0.0e+00, 0.0e+00, 0.0e+00, 0.0e+00, 0.0e+00]]> : tensor<7x8xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.914e-04 : tensor<7x8xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<7x8xf32> {jax.result_info = "result"}) {
    %c = stablehlo.constant dense<0> : tensor<i32>
    %0 = call @_pad(%arg0, %c) : (tensor<4x5xf32>, tensor<i32>) -> tensor<7x8xf32>
    return %0 : tensor<7x8xf32>
  }
  func.func private @_pad(%arg0: tensor<4x5xf32>, %arg1: tensor<i32>) -> tensor<7x8xf32> {
    %0 = stablehlo.slice %arg0 [0:1, 0:5] : (tensor<4x5xf32>) -> tensor<1x5xf32>
    %1 = stablehlo.slice %arg0 [3:4, 0:5] : (tensor<4x5xf32>) -> tensor<1x5xf32>
    %2 = stablehlo.reshape %0 : (tensor<1x5xf32>) -> tensor<5xf32>
    %c = stablehlo.constant dense<0> : tensor<i32>
    %3 = call @_linspace(%c, %2) : (tensor<i32>, tensor<5xf32>) -> tensor<1x5xf32>
    %4 = stablehlo.reshape %1 : (tensor<1x5xf32>) -> tensor<5xf32>
    %c_0 = stablehlo.constant dense<0> : tensor<i32>
    %5 = call @_linspace_0(%c_0, %4) : (tensor<i32>, tensor<5xf32>) -> tensor<2x5xf32>
    %6 = call @_flip(%5) : (tensor<2x5xf32>) -> tensor<2x5xf32>
    %7 = stablehlo.concatenate %3, %arg0, %6, dim = 0 : (tensor<1x5xf32>, tensor<4x5xf32>, tensor<2x5xf32>) -> tensor<7x5xf32>
    %8 = stablehlo.slice %7 [0:7, 0:1] : (tensor<7x5xf32>) -> tensor<7x1xf32>
    %9 = stablehlo.slice %7 [0:7, 4:5] : (tensor<7x5xf32>) -> tensor<7x1xf32>
    %10 = stablehlo.reshape %8 : (tensor<7x1xf32>) -> tensor<7xf32>
    %c_1 = stablehlo.constant dense<0> : tensor<i32>
    %11 = call @_linspace_1(%c_1, %10) : (tensor<i32>, tensor<7xf32>) -> tensor<7x2xf32>
    %12 = stablehlo.reshape %9 : (tensor<7x1xf32>) -> tensor<7xf32>
    %c_2 = stablehlo.constant dense<0> : tensor<i32>
    %13 = call @_linspace_2(%c_2, %12) : (tensor<i32>, tensor<7xf32>) -> tensor<7x1xf32>
    %14 = call @_flip_3(%13) : (tensor<7x1xf32>) -> tensor<7x1xf32>
    %15 = stablehlo.concatenate %11, %7, %14, dim = 1 : (tensor<7x2xf32>, tensor<7x5xf32>, tensor<7x1xf32>) -> tensor<7x8xf32>
    return %15 : tensor<7x8xf32>
  }
  func.func private @_linspace(%arg0: tensor<i32>, %arg1: tensor<5xf32>) -> tensor<1x5xf32> {
    %0 = stablehlo.convert %arg0 : (tensor<i32>) -> tensor<f32>
    %1 = stablehlo.broadcast_in_dim %0, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %2 = stablehlo.broadcast_in_dim %0, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %3 = stablehlo.subtract %arg1, %2 : tensor<5xf32>
    %4 = stablehlo.reshape %1 : (tensor<5xf32>) -> tensor<1x5xf32>
    return %4 : tensor<1x5xf32>
  }
  func.func private @_linspace_0(%arg0: tensor<i32>, %arg1: tensor<5xf32>) -> tensor<2x5xf32> {
    %0 = stablehlo.convert %arg0 : (tensor<i32>) -> tensor<f32>
    %1 = stablehlo.broadcast_in_dim %0, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %2 = stablehlo.broadcast_in_dim %0, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %3 = stablehlo.subtract %arg1, %2 : tensor<5xf32>
    %cst = stablehlo.constant dense<2.000000e+00> : tensor<f32>
    %4 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %5 = stablehlo.divide %3, %4 : tensor<5xf32>
    %6 = stablehlo.iota dim = 0 : tensor<2xf32>
    %7 = stablehlo.reshape %6 : (tensor<2xf32>) -> tensor<2x1xf32>
    %cst_0 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
    %8 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<2x1xf32>
    %9 = stablehlo.divide %7, %8 : tensor<2x1xf32>
    %10 = stablehlo.reshape %1 : (tensor<5xf32>) -> tensor<1x5xf32>
    %cst_1 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %11 = stablehlo.broadcast_in_dim %cst_1, dims = [] : (tensor<f32>) -> tensor<2x1xf32>
    %12 = stablehlo.subtract %11, %9 : tensor<2x1xf32>
    %13 = stablehlo.broadcast_in_dim %10, dims = [0, 1] : (tensor<1x5xf32>) -> tensor<2x5xf32>
    %14 = stablehlo.broadcast_in_dim %12, dims = [0, 1] : (tensor<2x1xf32>) -> tensor<2x5xf32>
    %15 = stablehlo.multiply %13, %14 : tensor<2x5xf32>
    %16 = stablehlo.reshape %arg1 : (tensor<5xf32>) -> tensor<1x5xf32>
    %17 = stablehlo.broadcast_in_dim %16, dims = [0, 1] : (tensor<1x5xf32>) -> tensor<2x5xf32>
    %18 = stablehlo.broadcast_in_dim %9, dims = [0, 1] : (tensor<2x1xf32>) -> tensor<2x5xf32>
    %19 = stablehlo.multiply %17, %18 : tensor<2x5xf32>
    %20 = stablehlo.add %15, %19 : tensor<2x5xf32>
    return %20 : tensor<2x5xf32>
  }
  func.func private @_flip(%arg0: tensor<2x5xf32>) -> tensor<2x5xf32> {
    %0 = stablehlo.reverse %arg0, dims = [0] : tensor<2x5xf32>
    return %0 : tensor<2x5xf32>
  }
  func.func private @_linspace_1(%arg0: tensor<i32>, %arg1: tensor<7xf32>) -> tensor<7x2xf32> {
    %0 = stablehlo.convert %arg0 : (tensor<i32>) -> tensor<f32>
    %1 = stablehlo.broadcast_in_dim %0, dims = [] : (tensor<f32>) -> tensor<7xf32>
    %2 = stablehlo.broadcast_in_dim %0, dims = [] : (tensor<f32>) -> tensor<7xf32>
    %3 = stablehlo.subtract %arg1, %2 : tensor<7xf32>
    %cst = stablehlo.constant dense<2.000000e+00> : tensor<f32>
    %4 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<7xf32>
    %5 = stablehlo.divide %3, %4 : tensor<7xf32>
    %6 = stablehlo.iota dim = 0 : tensor<2xf32>
    %7 = stablehlo.reshape %6 : (tensor<2xf32>) -> tensor<1x2xf32>
    %cst_0 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
    %8 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<1x2xf32>
    %9 = stablehlo.divide %7, %8 : tensor<1x2xf32>
    %10 = stablehlo.reshape %1 : (tensor<7xf32>) -> tensor<7x1xf32>
    %cst_1 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %11 = stablehlo.broadcast_in_dim %cst_1, dims = [] : (tensor<f32>) -> tensor<1x2xf32>
    %12 = stablehlo.subtract %11, %9 : tensor<1x2xf32>
    %13 = stablehlo.broadcast_in_dim %10, dims = [0, 1] : (tensor<7x1xf32>) -> tensor<7x2xf32>
    %14 = stablehlo.broadcast_in_dim %12, dims = [0, 1] : (tensor<1x2xf32>) -> tensor<7x2xf32>
    %15 = stablehlo.multiply %13, %14 : tensor<7x2xf32>
    %16 = stablehlo.reshape %arg1 : (tensor<7xf32>) -> tensor<7x1xf32>
    %17 = stablehlo.broadcast_in_dim %16, dims = [0, 1] : (tensor<7x1xf32>) -> tensor<7x2xf32>
    %18 = stablehlo.broadcast_in_dim %9, dims = [0, 1] : (tensor<1x2xf32>) -> tensor<7x2xf32>
    %19 = stablehlo.multiply %17, %18 : tensor<7x2xf32>
    %20 = stablehlo.add %15, %19 : tensor<7x2xf32>
    return %20 : tensor<7x2xf32>
  }
  func.func private @_linspace_2(%arg0: tensor<i32>, %arg1: tensor<7xf32>) -> tensor<7x1xf32> {
    %0 = stablehlo.convert %arg0 : (tensor<i32>) -> tensor<f32>
    %1 = stablehlo.broadcast_in_dim %0, dims = [] : (tensor<f32>) -> tensor<7xf32>
    %2 = stablehlo.broadcast_in_dim %0, dims = [] : (tensor<f32>) -> tensor<7xf32>
    %3 = stablehlo.subtract %arg1, %2 : tensor<7xf32>
    %4 = stablehlo.reshape %1 : (tensor<7xf32>) -> tensor<7x1xf32>
    return %4 : tensor<7x1xf32>
  }
  func.func private @_flip_3(%arg0: tensor<7x1xf32>) -> tensor<7x1xf32> {
    %0 = stablehlo.reverse %arg0, dims = [1] : tensor<7x1xf32>
    return %0 : tensor<7x1xf32>
  }
}
