module @jit_outer attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[6.222454e-01, -1.3207802e+00, -1.8058695e+00, -1.0876907e+00, 5.6178534e-01, -7.110729e-01, 1.4012214e+00]> : tensor<7xf32>
    %in1 = stablehlo.constant dense<[7.0862484e-01, 1.8021773e+00, -1.1445699e+00, -1.1445599e+00, 1.3655126e+00, -2.82116e-01, 1.8071644e+00]> : tensor<7xf32>
    %out = func.call @function(%in0, %in1) : (tensor<7xf32>, tensor<7xf32>) -> (tensor<7x7xf32>)
    %expected0 = stablehlo.constant dense<[[4.4093853e-01, 1.1213965e+00, -7.122033e-01, -7.1219707e-01, 8.496839e-01, -1.7554538e-01, 1.1244997e+00], [-9.3593764e-01, -2.38028e+00, 1.5117252e+00, 1.511712e+00, -1.803542e+00, 3.7261322e-01, -2.3868668e+00], [-1.279684e+00, -3.254497e+00, 2.066944e+00, 2.0669258e+00, -2.4659376e+00, 5.094647e-01, -3.263503e+00], [-7.7076465e-01, -1.9602115e+00, 1.244938e+00, 1.2449272e+00, -1.4852554e+00, 3.0685493e-01, -1.965636e+00], [3.9809504e-01, 1.0124367e+00, -6.4300257e-01, -6.4299697e-01, 7.6712495e-01, -1.5848863e-01, 1.0152385e+00], [-5.0388396e-01, -1.2814795e+00, 8.1387264e-01, 8.1386554e-01, -9.7097903e-01, 2.0060505e-01, -1.2850257e+00], [9.929403e-01, 2.5252495e+00, -1.6037958e+00, -1.6037818e+00, 1.9133855e+00, -3.9530697e-01, 2.5322375e+00]]> : tensor<7x7xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 3.264e-04 : tensor<7x7xf32>
    return
  }
  func.func private @function(%arg0: tensor<7xf32>, %arg1: tensor<7xf32>) -> (tensor<7x7xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.broadcast_in_dim %arg0, dims = [0] : (tensor<7xf32>) -> tensor<7x1xf32>
    %1 = stablehlo.broadcast_in_dim %arg1, dims = [1] : (tensor<7xf32>) -> tensor<1x7xf32>
    %2 = stablehlo.broadcast_in_dim %0, dims = [0, 1] : (tensor<7x1xf32>) -> tensor<7x7xf32>
    %3 = stablehlo.broadcast_in_dim %1, dims = [0, 1] : (tensor<1x7xf32>) -> tensor<7x7xf32>
    %4 = stablehlo.multiply %2, %3 : tensor<7x7xf32>
    return %4 : tensor<7x7xf32>
  }
}
