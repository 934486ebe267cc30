module @jit_f attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.0388741e+00, 3.2356795e-02, -1.4190685e+00, 1.1271398e+00, -6.9913423e-01], [-4.8085776e-01, 2.3676345e-01, -1.725717e+00, -1.7265866e+00, -6.856118e-01], [2.3068796e-01, -7.0384574e-01, -4.923344e-01, 7.064207e-01, -1.0072821e+00], [1.9098727e+00, 5.9094954e-01, 1.0447966e+00, 4.7261125e-01, 8.773635e-01]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[[1.6127559e+00, -4.4101185e-01, -1.5290456e+00, 1.3286358e+00, 8.773765e-01], [1.6235459e+00, -3.4640084e-03, 7.06637e-01, -1.5945566e+00, 1.8035866e-01], [-6.5187424e-01, -7.4598557e-01, -1.7985271e+00, -1.8228038e-03, -1.7510645e+00], [1.0774969e+00, 2.063978e-01, 1.4478192e+00, -4.1110626e-01, 1.8216889e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[3.0113593e-01, 7.700949e-01, -6.8133026e-01, 3.8940167e-01, -1.4368724e+00], [-1.218596e+00, 9.7239596e-01, -2.463455e+00, -9.888483e-01, -1.4233491e+00], [9.684261e-01, 3.389241e-02, 2.4540383e-01, 1.4366513e+00, -2.6954392e-01], [1.1721344e+00, -1.4678806e-01, 3.0705842e-01, 1.2103493e+00, 1.3962528e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 2.463e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %1 = stablehlo.multiply %arg1, %arg1 : tensor<4x5xf32>
    %cst_0 = stablehlo.constant dense<1.000000e-01> : tensor<f32>
    %2 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %3 = stablehlo.multiply %2, %1 : tensor<4x5xf32>
    %cst_1 = stablehlo.constant dense<0.899999976> : tensor<f32>
    %4 = stablehlo.broadcast_in_dim %cst_1, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %5 = stablehlo.multiply %4, %0 : tensor<4x5xf32>
    %6 = stablehlo.add %3, %5 : tensor<4x5xf32>
    %cst_2 = stablehlo.constant dense<9.99999993E-9> : tensor<f32>
    %7 = stablehlo.broadcast_in_dim %cst_2, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %8 = stablehlo.add %6, %7 : tensor<4x5xf32>
    %9 = stablehlo.rsqrt %8 : tensor<4x5xf32>
    %10 = stablehlo.multiply %9, %arg1 : tensor<4x5xf32>
    %cst_3 = stablehlo.constant dense<-1.000000e-01> : tensor<f32>
    %11 = stablehlo.broadcast_in_dim %cst_3, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %12 = stablehlo.multiply %11, %10 : tensor<4x5xf32>
    %13 = stablehlo.add %arg0, %12 : tensor<4x5xf32>
    %14 = stablehlo.multiply %arg1, %arg1 : tensor<4x5xf32>
    %cst_4 = stablehlo.constant dense<1.000000e-01> : tensor<f32>
    %15 = stablehlo.broadcast_in_dim %cst_4, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %16 = stablehlo.multiply %15, %14 : tensor<4x5xf32>
    %cst_5 = stablehlo.constant dense<0.899999976> : tensor<f32>
    %17 = stablehlo.broadcast_in_dim %cst_5, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %18 = stablehlo.multiply %17, %6 : tensor<4x5xf32>
    %19 = stablehlo.add %16, %18 : tensor<4x5xf32>
    %cst_6 = stablehlo.constant dense<9.99999993E-9> : tensor<f32>
    %20 = stablehlo.broadcast_in_dim %cst_6, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %21 = stablehlo.add %19, %20 : tensor<4x5xf32>
    %22 = stablehlo.rsqrt %21 : tensor<4x5xf32>
    %23 = stablehlo.multiply %22, %arg1 : tensor<4x5xf32>
    %cst_7 = stablehlo.constant dense<-1.000000e-01> : tensor<f32>
    %24 = stablehlo.broadcast_in_dim %cst_7, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %25 = stablehlo.multiply %24, %23 : tensor<4x5xf32>
    %26 = stablehlo.add %13, %25 : tensor<4x5xf32>
    %27 = stablehlo.multiply %arg1, %arg1 : tensor<4x5xf32>
    %cst_8 = stablehlo.constant dense<1.000000e-01> : tensor<f32>
    %28 = stablehlo.broadcast_in_dim %cst_8, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %29 = stablehlo.multiply %28, %27 : tensor<4x5xf32>
    %cst_9 = stablehlo.constant dense<0.899999976> : tensor<f32>
    %30 = stablehlo.broadcast_in_dim %cst_9, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %31 = stablehlo.multiply %30, %19 : tensor<4x5xf32>
    %32 = stablehlo.add %29, %31 : tensor<4x5xf32>
    %cst_10 = stablehlo.constant dense<9.99999993E-9> : tensor<f32>
    %33 = stablehlo.broadcast_in_dim %cst_10, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %34 = stablehlo.add %32, %33 : tensor<4x5xf32>
    %35 = stablehlo.rsqrt %34 : tensor<4x5xf32>
    %36 = stablehlo.multiply %35, %arg1 : tensor<4x5xf32>
    %cst_11 = stablehlo.constant dense<-1.000000e-01> : tensor<f32>
    %37 = stablehlo.broadcast_in_dim %cst_11, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %38 = stablehlo.multiply %37, %36 : tensor<4x5xf32>
    %39 = stablehlo.add %26, %38 : tensor<4x5xf32>
    return %39 : tensor<4x5xf32>
  }
}
