module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[[1.7161698e+00, 9.113288e-02, 4.2497268e-01, -3.9724678e-01], [1.2654895e+00, 1.9049689e+00, 9.7915953e-01, -1.3616753e+00], [1.0138855e+00, -1.4375175e+00, 5.47915e-01, 9.7222257e-01]], [[-8.2796973e-01, 4.5764446e-01, 5.650995e-01, 8.391151e-01], [1.749741e+00, 1.9054285e+00, -2.411933e-01, -1.6798632e+00], [-1.0621667e+00, 9.5734596e-01, -1.6787777e+00, 1.5600191e+00]]]> : tensor<2x3x4xf32>
    %in1 = stablehlo.constant dense<[[[-7.1136e-01, -2.0411436e-01, 1.3527925e+00], [9.6419454e-01, -8.332004e-01, 9.831024e-01], [-1.0125488e+00, 1.8496662e+00, -1.6636531e+00], [-1.6819059e+00, 7.9292357e-01, 8.98151e-01]], [[5.936037e-01, 2.9741925e-01, 2.4225569e-01], [-5.4107547e-01, -7.556658e-02, 1.0184899e-04], [1.3226887e+00, 8.4320426e-01, 4.460039e-01], [-1.8798686e+00, 1.1567729e+00, 6.5508074e-01]]]> : tensor<2x4x3xf32>
    %out = func.call @function(%in0, %in1) : (tensor<2x3x4xf32>, tensor<2x4x3xf32>) -> (tensor<3x3xf32>)
    %expected0 = stablehlo.constant dense<[[-2.4642e+00, 1.2111676e+00, 1.948611e+00], [5.081875e+00, -2.8842869e+00, -5.1187992e-02], [-1.0598895e+01, 2.7759328e+00, -6.400931e-02]]> : tensor<3x3xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.060e-03 : tensor<3x3xf32>
    return
  }
  func.func private @function(%arg0: tensor<2x3x4xf32>, %arg1: tensor<2x4x3xf32>) -> (tensor<3x3xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.dot_general %arg0, %arg1, contracting_dims = [0, 2] x [0, 1], precision = [DEFAULT, DEFAULT] : (tensor<2x3x4xf32>, tensor<2x4x3xf32>) -> tensor<3x3xf32>
    return %0 : tensor<3x3xf32>
  }
}
