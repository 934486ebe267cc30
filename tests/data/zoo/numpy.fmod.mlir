module @jit_fmod attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.7048883e+00, 2.666424e+00, 2.5566742e+00, 2.310247e+00, 2.6548495e+00], [2.595591e+00, 1.0420735e-01, 2.7858608e+00, 8.106931e-01, 1.4805818e+00], [1.9162432e+00, 1.3732681e+00, 1.1563601e+00, 5.0888926e-01, 2.8277445e+00], [1.7600865e+00, 2.805031e+00, 7.7412486e-01, 6.874052e-01, 1.7023269e+00]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[[1.2570909e-01, 2.6288698e+00, 1.9844924e+00, 2.5050652e+00, 1.9803659e+00], [2.6968398e+00, 1.5957198e+00, 1.126018e+00, 2.1647227e+00, 3.5079318e-01], [5.3188795e-01, 2.5940933e+00, 2.6604838e+00, 9.058464e-01, 1.5380495e+00], [4.9366707e-01, 1.3342392e+00, 1.8601238e+00, 1.4674425e+00, 1.7664592e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[7.067022e-02, 3.7554264e-02, 5.721818e-01, 2.310247e+00, 6.7448366e-01], [2.595591e+00, 1.0420735e-01, 5.338247e-01, 8.106931e-01, 7.740903e-02], [3.2057935e-01, 1.3732681e+00, 1.1563601e+00, 5.0888926e-01, 1.289695e+00], [2.7908534e-01, 1.3655257e-01, 7.7412486e-01, 6.874052e-01, 1.7023269e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 2.596e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = call @fmod(%arg0, %arg1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
  func.func private @fmod(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = stablehlo.remainder %arg0, %arg1 : tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
