module @jit_f attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-1.9539227e+00, -1.1176809e+00, 1.0311583e+00, -2.3340197e-01, -5.129459e-01], [-4.0797177e-01, 9.417585e-01, -5.3882045e-01, -1.6472257e+00, -5.8927387e-02], [1.6857306e+00, 4.1762042e-01, -1.46747e+00, -2.777511e-01, 3.837302e-01], [1.939575e+00, -1.21291414e-01, 1.6636295e+00, -1.952914e-02, 1.4438123e+00]]> : tensor<4x5xf32>
    %in1 = stablehlo.constant dense<[[-1.6525567e+00, -3.3875266e-01, -8.457595e-01, 1.0813012e+00, -1.3329577e+00], [1.4370634e-01, 4.416573e-01, 9.054989e-01, 2.3837112e-01, -1.5797359e+00], [9.011768e-02, 1.9710864e+00, -6.8001187e-01, -1.7221116e+00, -1.5255142e+00], [-8.383465e-01, 1.5587999e+00, -1.9972471e+00, -1.9366534e+00, -4.310711e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xf32>, tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[-1.9529519e+00, -1.1167101e+00, 1.0321292e+00, -2.3437272e-01, -5.1197517e-01], [-4.0894228e-01, 9.407878e-01, -5.3979117e-01, -1.6481963e+00, -5.7956636e-02], [1.6847605e+00, 4.1664967e-01, -1.4664992e+00, -2.7678034e-01, 3.8470095e-01], [1.9405458e+00, -1.22262165e-01, 1.6646004e+00, -1.855839e-02, 1.4447831e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.953e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %cst_0 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %1 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %2 = stablehlo.multiply %arg1, %arg1 : tensor<4x5xf32>
    %cst_1 = stablehlo.constant dense<1.000000e-01> : tensor<f32>
    %3 = stablehlo.broadcast_in_dim %cst_1, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %4 = stablehlo.multiply %3, %2 : tensor<4x5xf32>
    %cst_2 = stablehlo.constant dense<0.899999976> : tensor<f32>
    %5 = stablehlo.broadcast_in_dim %cst_2, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %6 = stablehlo.multiply %5, %0 : tensor<4x5xf32>
    %7 = stablehlo.add %4, %6 : tensor<4x5xf32>
    %cst_3 = stablehlo.constant dense<9.99999997E-7> : tensor<f32>
    %8 = stablehlo.broadcast_in_dim %cst_3, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %9 = stablehlo.add %1, %8 : tensor<4x5xf32>
    %10 = stablehlo.sqrt %9 : tensor<4x5xf32>
    %cst_4 = stablehlo.constant dense<9.99999997E-7> : tensor<f32>
    %11 = stablehlo.broadcast_in_dim %cst_4, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %12 = stablehlo.add %7, %11 : tensor<4x5xf32>
    %13 = stablehlo.sqrt %12 : tensor<4x5xf32>
    %14 = stablehlo.divide %10, %13 : tensor<4x5xf32>
    %15 = stablehlo.multiply %14, %arg1 : tensor<4x5xf32>
    %16 = stablehlo.multiply %15, %15 : tensor<4x5xf32>
    %cst_5 = stablehlo.constant dense<1.000000e-01> : tensor<f32>
    %17 = stablehlo.broadcast_in_dim %cst_5, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %18 = stablehlo.multiply %17, %16 : tensor<4x5xf32>
    %cst_6 = stablehlo.constant dense<0.899999976> : tensor<f32>
    %19 = stablehlo.broadcast_in_dim %cst_6, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %20 = stablehlo.multiply %19, %1 : tensor<4x5xf32>
    %21 = stablehlo.add %18, %20 : tensor<4x5xf32>
    %cst_7 = stablehlo.constant dense<-1.000000e-01> : tensor<f32>
    %22 = stablehlo.broadcast_in_dim %cst_7, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %23 = stablehlo.multiply %22, %15 : tensor<4x5xf32>
    %24 = stablehlo.add %arg0, %23 : tensor<4x5xf32>
    %25 = stablehlo.multiply %arg1, %arg1 : tensor<4x5xf32>
    %cst_8 = stablehlo.constant dense<1.000000e-01> : tensor<f32>
    %26 = stablehlo.broadcast_in_dim %cst_8, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %27 = stablehlo.multiply %26, %25 : tensor<4x5xf32>
    %cst_9 = stablehlo.constant dense<0.899999976> : tensor<f32>
    %28 = stablehlo.broadcast_in_dim %cst_9, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %29 = stablehlo.multiply %28, %7 : tensor<4x5xf32>
    %30 = stablehlo.add %27, %29 : tensor<4x5xf32>
    %cst_10 = stablehlo.constant dense<9.99999997E-7> : tensor<f32>
    %31 = stablehlo.broadcast_in_dim %cst_10, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %32 = stablehlo.add %21, %31 : tensor<4x5xf32>
    %33 = stablehlo.sqrt %32 : tensor<4x5xf32>
    %cst_11 = stablehlo.constant dense<9.99999997E-7> : tensor<f32>
    %34 = stablehlo.broadcast_in_dim %cst_11, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %35 = stablehlo.add %30, %34 : tensor<4x5xf32>
    %36 = stablehlo.sqrt %35 : tensor<4x5xf32>
    %37 = stablehlo.divide %33, %36 : tensor<4x5xf32>
    %38 = stablehlo.multiply %37, %arg1 : tensor<4x5xf32>
    %39 = stablehlo.multiply %38, %38 : tensor<4x5xf32>
    %cst_12 = stablehlo.constant dense<1.000000e-01> : tensor<f32>
    %40 = stablehlo.broadcast_in_dim %cst_12, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %41 = stablehlo.multiply %40, %39 : tensor<4x5xf32>
    %cst_13 = stablehlo.constant dense<0.899999976> : tensor<f32>
    %42 = stablehlo.broadcast_in_dim %cst_13, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %43 = stablehlo.multiply %42, %21 : tensor<4x5xf32>
    %44 = stablehlo.add %41, %43 : tensor<4x5xf32>
    %cst_14 = stablehlo.constant dense<-1.000000e-01> : tensor<f32>
    %45 = stablehlo.broadcast_in_dim %cst_14, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %46 = stablehlo.multiply %45, %38 : tensor<4x5xf32>
    %47 = stablehlo.add %24, %46 : tensor<4x5xf32>
    %48 = stablehlo.multiply %arg1, %arg1 : tensor<4x5xf32>
    %cst_15 = stablehlo.constant dense<1.000000e-01> : tensor<f32>
    %49 = stablehlo.broadcast_in_dim %cst_15, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %50 = stablehlo.multiply %49, %48 : tensor<4x5xf32>
    %cst_16 = stablehlo.constant dense<0.899999976> : tensor<f32>
    %51 = stablehlo.broadcast_in_dim %cst_16, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %52 = stablehlo.multiply %51, %30 : tensor<4x5xf32>
    %53 = stablehlo.add %50, %52 : tensor<4x5xf32>
    %cst_17 = stablehlo.constant dense<9.99999997E-7> : tensor<f32>
    %54 = stablehlo.broadcast_in_dim %cst_17, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %55 = stablehlo.add %44, %54 : tensor<4x5xf32>
    %56 = stablehlo.sqrt %55 : tensor<4x5xf32>
    %cst_18 = stablehlo.constant dense<9.99999997E-7> : tensor<f32>
    %57 = stablehlo.broadcast_in_dim %cst_18, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %58 = stablehlo.add %53, %57 : tensor<4x5xf32>
    %59 = stablehlo.sqrt %58 : tensor<4x5xf32>
    %60 = stablehlo.divide %56, %59 : tensor<4x5xf32>
    %61 = stablehlo.multiply %60, %arg1 : tensor<4x5xf32>
    %62 = stablehlo.multiply %61, %61 : tensor<4x5xf32>
    %cst_19 = stablehlo.constant dense<1.000000e-01> : tensor<f32>
    %63 = stablehlo.broadcast_in_dim %cst_19, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %64 = stablehlo.multiply %63, %62 : tensor<4x5xf32>
    %cst_20 = stablehlo.constant dense<0.899999976> : tensor<f32>
    %65 = stablehlo.broadcast_in_dim %cst_20, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %66 = stablehlo.multiply %65, %44 : tensor<4x5xf32>
    %67 = stablehlo.add %64, %66 : tensor<4x5xf32>
    %cst_21 = stablehlo.constant dense<-1.000000e-01> : tensor<f32>
    %68 = stablehlo.broadcast_in_dim %cst_21, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %69 = stablehlo.multiply %68, %61 : tensor<4x5xf32>
    %70 = stablehlo.add %47, %69 : tensor<4x5xf32>
    return %70 : tensor<4x5xf32>
  }
}
