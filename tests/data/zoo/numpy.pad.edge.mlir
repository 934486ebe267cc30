module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-1.5883598e+00, 1.9724275e+00, 4.5551196e-01, -1.0897726e+00, -7.796667e-01], [-1.210469e+00, -1.7520428e+00, -1.7118975e+00, -1.8292826e+00, 1.1335303e+00], [1.5447515e+00, 1.3882176e+00, 4.553001e-01, 1.9710988e+00, -1.7072456e+00], [-1.0589412e+00, -1.7825866e+00, 1.6104555e+00, -1.0577983e+00, -4.405148e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<7x8xf32>)
    %expected0 = stablehlo.constant dense<[[-1.5883598e+00, -1.5883598e+00, -1.5883598e+00, 1.9724275e+00, 4.5551196e-01, -1.0897726e+00, -7.796667e-01, -7.796667e-01], [-1.5883598e+00, -1.5883598e+00, -1.5883598e+00, 1.9724275e+00, 4.5551196e-01, -1.0897726e+00, -7.796667e-01, -7.796667e-01], [-1.210469e+00, -1.210469e+00, -1.210469e+00, -1.7520428e+00, -1.7118975e+00, -1.8292826e+00, 1.1335303e+00, 1.1335303e+00], [1.5447515e+00, 1.5447515e+00, 1.5447515e+00, 1.3882176e+00, 4.553001e-01, 1.9710988e+00, -1.7072456e+00, -1.7072456e+00], [-1.0589412e+00, -1.0589412e+00, -1.0589412e+00, -1.7825866e+00, 1.6104555e+00, -1.0577983e+00, -4.405148e-01, -4.405148e-01], [-1.0589412e+00, -1.0589412e+00, -1.0589412e+00, -1.7825866e+00, 1.6104555e+00, -1.0577983e+00, -4.405148e-01, -4.405148e-01], [-1.0589412e+00, -1.0589412e+00, -1.0589412e+00, -1.7825866e+00, 1.6104555e+00, -1.0577983e+00, -4.405148e-01, -4.405148e-01]]> : tensor<7x8xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.972e-04 : tensor<7x8xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<7x8xf32> {jax.result_info = "result"}) {
    %c = stablehlo.constant dense<0> : tensor<i32>
    %0 = call @_pad(%arg0, %c) : (tensor<4x5xf32>, tensor<i32>) -> tensor<7x8xf32>
    return %0 : tensor<7x8xf32>
  }
  func.func private @_pad(%arg0: tensor<4x5xf32>, %arg1: tensor<i32>) -> tensor<7x8xf32> {
    %0 = stablehlo.slice %arg0 [0:1, 0:5] : (tensor<4x5xf32>) -> tensor<1x5xf32>
    %1 = stablehlo.broadcast_in_dim %0, dims = [0, 2] : (tensor<1x5xf32>) -> tensor<1x1x5xf32>
    %2 = stablehlo.reshape %1 : (tensor<1x1x5xf32>) -> tensor<1x5xf32>
    %3 = stablehlo.slice %arg0 [3:4, 0:5] : (tensor<4x5xf32>) -> tensor<1x5xf32>
    %4 = stablehlo.broadcast_in_dim %3, dims = [0, 2] : (tensor<1x5xf32>) -> tensor<1x2x5xf32>
    %5 = stablehlo.reshape %4 : (tensor<1x2x5xf32>) -> tensor<2x5xf32>
    %6 = stablehlo.concatenate %2, %arg0, %5, dim = 0 : (tensor<1x5xf32>, tensor<4x5xf32>, tensor<2x5xf32>) -> tensor<7x5xf32>
    %7 = stablehlo.slice %6 [0:7, 0:1] : (tensor<7x5xf32>) -> tensor<7x1xf32>
    %8 = stablehlo.broadcast_in_dim %7, dims = [0, 1] : (tensor<7x1xf32>) -> tensor<7x1x2xf32>
    %9 = stablehlo.reshape %8 : (tensor<7x1x2xf32>) -> tensor<7x2xf32>
    %10 = stablehlo.slice %6 [0:7, 4:5] : (tensor<7x5xf32>) -> tensor<7x1xf32>
    %11 = stablehlo.broadcast_in_dim %10, dims = [0, 1] : (tensor<7x1xf32>) -> tensor<7x1x1xf32>
    %12 = stablehlo.reshape %11 : (tensor<7x1x1xf32>) -> tensor<7x1xf32>
    %13 = stablehlo.concatenate %9, %6, %12, dim = 1 : (tensor<7x2xf32>, tensor<7x5xf32>, tensor<7x1xf32>) -> tensor<7x8xf32>
    return %13 : tensor<7x8xf32>
  }
}
