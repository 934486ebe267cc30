module @jit_transpose attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-2.608711e-03, -4.3463486e-01, -1.3371758e+00, 6.282894e-01], [-1.0308633e+00, -1.7417643e+00, -8.646601e-01, -1.7975849e+00], [1.3029099e+00, -1.0029856e+00, 1.2107022e+00, -1.0792866e+00], [5.466247e-01, 1.4115142e+00, -1.0349983e+00, 9.5623374e-01]]> : tensor<4x4xf32>
    %out = func.call @function(%in0) : (tensor<4x4xf32>) -> (tensor<4x4xf32>)
    %expected0 = stablehlo.constant dense<[[-2.608711e-03, -1.0308633e+00, 1.3029099e+00, 5.466247e-01], [-4.3463486e-01, -1.7417643e+00, -1.0029856e+00, 1.4115142e+00], [-1.3371758e+00, -8.646601e-01, 1.2107022e+00, -1.0349983e+00], [6.282894e-01, -1.7975849e+00, -1.0792866e+00, 9.5623374e-01]]> : tensor<4x4xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.798e-04 : tensor<4x4xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x4xf32>) -> (tensor<4x4xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.transpose %arg0, dims = [1, 0] : (tensor<4x4xf32>) -> tensor<4x4xf32>
    return %0 : tensor<4x4xf32>
  }
}
