module @jit_subtract attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.711645e+00, 6.6616786e-01, 1.46137e+00, 7.9785085e-01, 1.6916695e+00], [3.103957e-01, -1.0417693e+00, -1.8213992e+00, -1.3818827e+00, -1.1171598e+00], [-1.03814736e-01, -4.960704e-01, -2.202006e-01, -3.9254073e-02, 9.871648e-01], [-1.5333704e+00, 5.0767505e-01, -3.625996e-01, 7.8272396e-01, 1.2870522e-02]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[[-4.2482447e-02, -9.4428587e-01, 1.0186172e+00, 1.4610943e+00, -2.7520844e-01], [1.7132568e+00, -1.0664378e+00, 1.7488695e+00, -6.982345e-01, 4.628303e-01], [4.5204887e-01, -1.737785e+00, 1.978596e+00, -1.506678e+00, 1.5709028e+00], [-3.4765074e-01, 1.7033019e+00, -1.7171007e+00, -1.7344744e+00, 1.8250937e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[1.7541275e+00, 1.6104537e+00, 4.4275284e-01, -6.632434e-01, 1.9668779e+00], [-1.4028611e+00, 2.4668574e-02, -3.5702686e+00, -6.8364817e-01, -1.5799901e+00], [-5.558636e-01, 1.2417146e+00, -2.1987965e+00, 1.4674239e+00, -5.83738e-01], [-1.1857196e+00, -1.1956269e+00, 1.3545011e+00, 2.5171983e+00, -1.8122232e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 3.570e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.subtract %arg0, %arg1 : tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
