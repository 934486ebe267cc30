module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[[[-8.959841e-01, -5.815254e-02, -1.7883707e+00, 3.1274307e-01], [1.4450678e+00, -3.7811568e-01, 1.9513655e+00, 1.5149387e+00]], [[1.8591183e+00, -7.754383e-02, 1.783129e+00, 1.3468118e+00], [1.048119e+00, -1.574502e+00, -1.2911993e+00, 1.7763478e+00]], [[-1.4592993e+00, 1.5597123e+00, 5.196135e-01, -5.784154e-01], [-1.8693217e+00, -8.064975e-02, 3.1499752e-01, -1.7069076e-01]], [[-1.2489464e+00, -1.3403326e+00, -1.5112798e+00, -1.3564467e+00], [1.2019342e+00, -8.890083e-01, -1.4206874e-01, 1.5614865e+00]], [[1.6058129e+00, 7.2525305e-01, 9.430185e-01, 1.22175e+00], [1.4961863e+00, -1.7831763e+00, 6.501414e-01, -4.9952286e-01]], [[1.8762366e+00, 1.0164127e+00, -1.0901209e+00, 7.981708e-01], [-8.2654625e-01, 1.7888778e+00, 5.5785096e-01, -8.4960717e-01]]], [[[-8.410265e-01, 5.7905746e-01, 5.0848395e-01, -3.3674527e-02], [4.9480876e-01, 1.1022309e+00, 3.4933028e-01, -2.6095325e-01]], [[1.5021688e+00, 6.0429716e-01, 1.8279004e+00, -7.48382e-02], [2.0371939e-01, 7.666181e-01, -1.0093032e+00, 6.194744e-01]], [[4.6117648e-01, 1.791021e+00, -9.365357e-01, -1.870517e-01], [-4.7810055e-02, 4.4589844e-01, 1.1880068e+00, 1.3173333e+00]], [[5.6206304e-01, -6.8537396e-01, -1.2646514e+00, -1.186623e+00], [-1.536513e+00, -2.1759675e-01, -1.5245022e+00, 2.904781e-01]], [[-8.791477e-01, -3.6638474e-01, -7.2727066e-01, -6.976452e-01], [-4.5522872e-01, -1.4116535e+00, 5.0944626e-01, -1.0450523e+00]], [[-1.9188805e+00, 1.2562484e-01, -1.2444589e+00, -1.8360296e+00], [-1.4926876e+00, 1.3757926e-01, -1.4636978e+00, -1.295527e-01]]]]> : tensor<2x6x2x4xf32>
    %in1 = stablehlo.constant dense<[[[[-1.4686965e+00, 1.6678387e+00, 1.049346e+00, -1.0349638e+00], [1.1286315e+00, -1.3399783e+00, -1.2177037e+00, 1.0956008e+00]], [[-4.4604352e-01, 1.1870747e+00, -1.1270496e+00, 5.8581334e-01], [5.1160824e-01, -5.2952623e-01, -1.6607244e+00, 3.1245086e-01]], [[3.6212933e-01, 2.7972546e-01, 3.5413954e-01, 4.8426785e-02], [-8.143354e-01, 8.3742744e-01, 1.4707694e+00, -2.1118e-01]], [[-1.982443e+00, 8.76388e-01, 1.9674466e+00, -6.2392443e-01], [4.8950118e-01, 2.1420364e-01, -5.082516e-01, -1.8869323e+00]], [[1.886593e+00, -1.9499686e+00, -3.972321e-01, -1.4178306e+00], [-1.7024643e+00, 4.4756657e-01, 9.863739e-01, -4.8243113e-02]], [[-4.5256823e-01, -8.2158303e-01, -1.6530632e+00, -1.0341215e+00], [1.7584864e+00, -1.6442038e+00, -8.798109e-01, -7.2243285e-01]]], [[[7.470316e-01, 9.28147e-01, -5.444473e-01, 5.1297486e-01], [1.5105896e+00, 1.7756327e+00, -1.2462265e+00, -1.1774347e+00]], [[-5.338978e-01, 1.0678327e-01, 1.7560127e+00, 1.6045957e+00], [5.2567154e-01, 1.9863361e+00, 1.561924e+00, -1.6966187e+00]], [[-1.1833549e+00, -6.4724654e-01, -1.3478576e+00, -8.0918777e-01], [3.9948004e-01, -1.4937153e-01, -1.1999432e+00, -1.1367066e+00]], [[2.8185025e-01, 1.7659743e+00, -6.077939e-01, 7.727536e-01], [-3.9659867e-01, -6.2806505e-01, 4.7551918e-01, 7.280774e-01]], [[1.0223528e+00, -1.2174546e+00, -1.8104591e+00, 8.714447e-01], [1.41444e-01, 1.9669462e+00, -4.213147e-01, 9.3370515e-01]], [[-8.8929397e-01, -1.9575016e-01, -5.96012e-01, -1.1138252e+00], [1.1143923e+00, 1.2295059e+00, -8.256382e-01, -9.8890305e-01]]]]> : tensor<2x6x2x4xf32>
    %in2 = stablehlo.constant dense<[[[[-1.5223876e+00, -7.5182974e-01, 1.8605124e+00, 1.4907551e+00], [-7.5587326e-01, -4.33953e-01, 1.2988601e+00, 1.5053278e+00]], [[8.6579126e-01, -1.5043823e+00, -4.2228308e-01, 1.6948403e+00], [1.7921045e+00, -2.1627143e-01, 7.059571e-01, 8.5472983e-01]], [[-4.5098275e-01, 3.0902988e-01, 3.985471e-01, -6.863084e-01], [1.788747e+00, -1.7717462e+00, -6.7688495e-01, -1.2898754e+00]], [[-1.5864974e+00, 1.4669198e+00, 9.595205e-01, 1.3624302e+00], [-9.7143036e-01, -1.2977216e-02, -9.059689e-01, 1.2112021e-01]], [[-4.7134092e-01, -1.391525e+00, -1.4216987e+00, 1.1527996e+00], [1.8045993e+00, 1.0340763e+00, -9.837362e-01, -1.5520333e+00]], [[1.8344598e+00, 1.1431482e+00, -9.526253e-01, -2.1871527e-01], [1.970255e+00, 1.488238e+00, 1.59161e-02, 5.117137e-01]]], [[[1.4213896e-01, -1.6614754e+00, 1.827643e+00, -9.111287e-02], [1.4738506e+00, -4.5306054e-01, 8.535658e-01, -1.2762291e+00]], [[4.9409965e-01, 1.3064884e+00, 9.139951e-01, -1.5288754e+00], [1.757129e+00, 1.7724397e+00, 1.1258929e-01, 1.674068e+00]], [[1.9966999e+00, 1.7979951e+00, -8.479439e-01, -3.722114e-01], [1.3599942e+00, -1.7519366e+00, -2.5956038e-01, 2.124127e-03]], [[1.5497279e-01, -8.313125e-01, -6.6233635e-01, 2.1238959e-01], [-1.0413465e+00, -2.2300875e-01, 9.4530255e-01, -3.5683057e-01]], [[-2.4996376e-01, -1.2834015e+00, 9.7158295e-01, -8.4442306e-01], [-7.646473e-01, -3.102879e-01, 1.9860169e+00, 6.486562e-01]], [[1.702397e-01, 1.163087e+00, 1.3835994e+00, 6.408813e-01], [4.751579e-01, -2.1752694e-01, -1.8352635e+00, -1.2768755e+00]]]]> : tensor<2x6x2x4xf32>
    %out = func.call @function(%in0, %in1, %in2) : (tensor<2x6x2x4xf32>, tensor<2x6x2x4xf32>, tensor<2x6x2x4xf32>) -> (tensor<2x6x2x4xf32>)
    %expected0 = stablehlo.constant dense<[[[[-1.5223876e+00, -7.5182974e-01, 1.8605124e+00, 1.4907551e+00], [-7.5587326e-01, -4.33953e-01, 1.2988601e+00, 1.5053278e+00]], [[-2.5655982e-01, -1.1507118e+00, 6.505419e-01, 1.5989281e+00], [-2.399915e-01, -3.8987964e-01, 1.1788167e+00, 1.3736031e+00]], [[-1.2361615e+00, -7.770744e-01, 1.566582e+00, 1.4098529e+00], [1.5828615e+00, -1.4465674e+00, -3.2402158e-01, -7.644384e-01]], [[-5.6201434e-01, -3.004613e-01, 6.425716e-01, 1.1527265e+00], [-1.8002777e-01, -4.1532162e-01, 1.0750623e+00, 1.2677273e+00]], [[-4.2864e-01, -3.476989e-01, 1.3473973e-01, 5.7975715e-01], [-1.35315e-01, -3.3351362e-01, 5.2980053e-01, 8.2840043e-01]], [[2.9053423e-01, -7.7858734e-01, -4.5210156e-01, 8.756413e-01], [1.3111297e+00, -3.8870016e-01, -7.6948684e-01, -1.0530794e+00]]], [[[1.4213896e-01, -1.6614754e+00, 1.827643e+00, -9.111287e-02], [1.4738506e+00, -4.5306054e-01, 8.535658e-01, -1.2762291e+00]], [[3.8881424e-01, 4.1865292e-01, 1.1873033e+00, -1.0987836e+00], [1.5215349e+00, -7.844142e-02, 7.28837e-01, -7.796048e-01]], [[5.198638e-01, -7.7147484e-01, 1.2501421e+00, -2.5940865e-01], [1.659064e+00, 9.523522e-01, 1.9580707e-01, 9.553864e-01]], [[1.4142007e+00, 8.4918606e-01, -2.884381e-01, -2.7959383e-01], [5.9957457e-01, -8.9834297e-01, 3.374148e-01, -2.655083e-01]], [[1.2092805e+00, 7.1175265e-01, -1.9045313e-01, -4.3645176e-01], [5.5825585e-01, -3.705392e-01, 3.8262114e-01, 1.5328291e-01]], [[1.2019343e+00, 1.3808748e+00, 6.3072175e-02, 2.4309745e-03], [4.8587158e-01, -6.527528e-01, 3.3819032e-01, -2.2680081e-01]]]]> : tensor<2x6x2x4xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.861e-04 : tensor<2x6x2x4xf32>
    return
  }
  func.func private @function(%arg0: tensor<2x6x2x4xf32>, %arg1: tensor<2x6x2x4xf32>, %arg2: tensor<2x6x2x4xf32>) -> (tensor<2x6x2x4xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.reshape %arg0 : (tensor<2x6x2x4xf32>) -> tensor<2x6x2x1x4xf32>
    %1 = stablehlo.dot_general %0, %arg1, batching_dims = [0, 2] x [0, 2], contracting_dims = [4] x [3], precision = [DEFAULT, DEFAULT] : (tensor<2x6x2x1x4xf32>, tensor<2x6x2x4xf32>) -> tensor<2x2x6x1x6xf32>
    %cst = stablehlo.constant dense<5.000000e-01> : tensor<f32>
    %2 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<2x2x6x1x6xf32>
    %3 = stablehlo.multiply %1, %2 : tensor<2x2x6x1x6xf32>
    %c = stablehlo.constant dense<true> : tensor<i1>
    %4 = stablehlo.broadcast_in_dim %c, dims = [] : (tensor<i1>) -> tensor<2x2x6x6xi1>
    %c_0 = stablehlo.constant dense<true> : tensor<i1>
    %5 = stablehlo.broadcast_in_dim %c_0, dims = [] : (tensor<i1>) -> tensor<6x6xi1>
    %6 = call @tril(%5) : (tensor<6x6xi1>) -> tensor<6x6xi1>
    %7 = stablehlo.broadcast_in_dim %6, dims = [2, 3] : (tensor<6x6xi1>) -> tensor<1x1x6x6xi1>
    %8 = stablehlo.broadcast_in_dim %7, dims = [0, 1, 2, 3] : (tensor<1x1x6x6xi1>) -> tensor<2x2x6x6xi1>
    %9 = stablehlo.and %4, %8 : tensor<2x2x6x6xi1>
    %cst_1 = stablehlo.constant dense<-2.38197633E+38> : tensor<f32>
    %10 = call @_where(%9, %3, %cst_1) : (tensor<2x2x6x6xi1>, tensor<2x2x6x1x6xf32>, tensor<f32>) -> tensor<1x2x2x6x6xf32>
    %cst_2 = stablehlo.constant dense<0xFF800000> : tensor<f32>
    %11 = stablehlo.reduce(%10 init: %cst_2) applies stablehlo.maximum across dimensions = [4] : (tensor<1x2x2x6x6xf32>, tensor<f32>) -> tensor<1x2x2x6xf32>
    %cst_3 = stablehlo.constant dense<0xFF800000> : tensor<f32>
    %12 = stablehlo.broadcast_in_dim %cst_3, dims = [] : (tensor<f32>) -> tensor<1x2x2x6xf32>
    %13 = stablehlo.maximum %12, %11 : tensor<1x2x2x6xf32>
    %14 = stablehlo.broadcast_in_dim %13, dims = [0, 1, 2, 3] : (tensor<1x2x2x6xf32>) -> tensor<1x2x2x6x1xf32>
    %15 = stablehlo.broadcast_in_dim %14, dims = [0, 1, 2, 3, 4] : (tensor<1x2x2x6x1xf32>) -> tensor<1x2x2x6x6xf32>
    %16 = stablehlo.subtract %10, %15 : tensor<1x2x2x6x6xf32>
    %17 = stablehlo.exponential %16 : tensor<1x2x2x6x6xf32>
    %cst_4 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %18 = stablehlo.reduce(%17 init: %cst_4) applies stablehlo.add across dimensions = [4] : (tensor<1x2x2x6x6xf32>, tensor<f32>) -> tensor<1x2x2x6xf32>
    %19 = stablehlo.broadcast_in_dim %18, dims = [0, 1, 2, 3] : (tensor<1x2x2x6xf32>) -> tensor<1x2x2x6x1xf32>
    %20 = stablehlo.broadcast_in_dim %19, dims = [0, 1, 2, 3, 4] : (tensor<1x2x2x6x1xf32>) -> tensor<1x2x2x6x6xf32>
    %21 = stablehlo.divide %17, %20 : tensor<1x2x2x6x6xf32>
    %22 = stablehlo.dot_general %arg2, %21, batching_dims = [0, 2] x [1, 2], contracting_dims = [1] x [4], precision = [DEFAULT, DEFAULT] : (tensor<2x6x2x4xf32>, tensor<1x2x2x6x6xf32>) -> tensor<2x2x4x1x6xf32>
    %23 = stablehlo.transpose %22, dims = [3, 0, 4, 1, 2] : (tensor<2x2x4x1x6xf32>) -> tensor<1x2x6x2x4xf32>
    %24 = stablehlo.transpose %23, dims = [1, 2, 3, 0, 4] : (tensor<1x2x6x2x4xf32>) -> tensor<2x6x2x1x4xf32>
    %25 = stablehlo.reshape %24 : (tensor<2x6x2x1x4xf32>) -> tensor<2x6x2x4xf32>
    return %25 : tensor<2x6x2x4xf32>
  }
  func.func private @tril(%arg0: tensor<6x6xi1>) -> tensor<6x6xi1> {
    %0 = stablehlo.iota dim = 0 : tensor<6x6xi32>
    %c = stablehlo.constant dense<0> : tensor<i32>
    %1 = stablehlo.broadcast_in_dim %c, dims = [] : (tensor<i32>) -> tensor<6x6xi32>
    %2 = stablehlo.add %0, %1 : tensor<6x6xi32>
    %3 = stablehlo.iota dim = 1 : tensor<6x6xi32>
    %4 = stablehlo.compare GE, %2, %3, SIGNED : (tensor<6x6xi32>, tensor<6x6xi32>) -> tensor<6x6xi1>
    %c_0 = stablehlo.constant dense<false> : tensor<i1>
    %5 = stablehlo.broadcast_in_dim %c_0, dims = [] : (tensor<i1>) -> tensor<6x6xi1>
    %6 = stablehlo.select %4, %arg0, %5 : tensor<6x6xi1>, tensor<6x6xi1>
    return %6 : tensor<6x6xi1>
  }
  func.func private @_where(%arg0: tensor<2x2x6x6xi1>, %arg1: tensor<2x2x6x1x6xf32>, %arg2: tensor<f32>) -> tensor<1x2x2x6x6xf32> {
    %0 = stablehlo.broadcast_in_dim %arg2, dims = [] : (tensor<f32>) -> tensor<2x2x6x6xf32>
    %1 = stablehlo.broadcast_in_dim %arg0, dims = [1, 2, 3, 4] : (tensor<2x2x6x6xi1>) -> tensor<1x2x2x6x6xi1>
    %2 = stablehlo.broadcast_in_dim %0, dims = [1, 2, 3, 4] : (tensor<2x2x6x6xf32>) -> tensor<1x2x2x6x6xf32>
    %3 = stablehlo.transpose %arg1, dims = [3, 0, 1, 2, 4] : (tensor<2x2x6x1x6xf32>) -> tensor<1x2x2x6x6xf32>
    %4 = stablehlo.select %1, %3, %2 : tensor<1x2x2x6x6xi1>, tensor<1x2x2x6x6xf32>
    return %4 : tensor<1x2x2x6x6xf32>
  }
}
