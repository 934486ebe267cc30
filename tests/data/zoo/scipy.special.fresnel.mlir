module @jit_fresnel attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.1558648e+00, 8.935446e-01, 1.4724972e+00, 9.2669255e-01, 2.038042e+00], [1.0644516e+00, 1.5626589e+00, 3.5959414e-01, 1.8366467e+00, 1.2759806e+00], [2.3431096e+00, 9.56104e-01, 2.8233734e-01, 1.4471331e+00, 1.3235275e+00], [4.6702394e-01, 2.733423e+00, 1.30062e+00, 2.2583234e+00, 2.8743021e+00]]> : tensor<4x5xf32>
    %out:2 = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>, tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[5.8724004e-01, 3.3362395e-01, 7.0636666e-01, 3.655631e-01, 3.4796894e-01], [5.022498e-01, 6.652838e-01, 2.4274841e-02, 4.1851482e-01, 6.740778e-01], [5.8828557e-01, 3.944976e-01, 1.1771103e-02, 7.1155065e-01, 6.963212e-01], [5.2889947e-02, 4.2538565e-01, 6.866227e-01, 5.135568e-01, 3.9723837e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out#0, %expected0, tolerance = 7.116e-04 : tensor<4x5xf32>
    %expected1 = stablehlo.constant dense<[[7.4065626e-01, 7.628689e-01, 4.7127727e-01, 7.7169234e-01, 5.259291e-01], [7.732521e-01, 3.917981e-01, 3.5811344e-01, 3.505672e-01, 6.59197e-01], [6.0188806e-01, 7.7691555e-01, 2.8189498e-01, 4.9609134e-01, 6.172584e-01], [4.6157172e-01, 4.1124344e-01, 6.380023e-01, 6.390649e-01, 5.402195e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out#1, %expected1, tolerance = 7.769e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result[0]"}, tensor<4x5xf32> {jax.result_info = "result[1]"}) {
    %cst = stablehlo.constant dense<[1.64762948E-9, -1.52275476E-7, 8.42474855E-6, -3.12069315E-4, 0.00724472757, -0.0922805592, 0.52359879]> : tensor<7xf32>
    %cst_0 = stablehlo.constant dense<[1.4168025E-8, -1.1572314E-6, 5.38722343E-5, -0.00160438183, 0.0281848907, -0.24673982, 1.000000e+00]> : tensor<7xf32>
    %cst_1 = stablehlo.constant dense<[-1.90300986E+12, 1.35594238E+11, -4.15814323E+9, 0x4C8C12A3, -873235.687, 8560.51563, -103.287758, 2.99940181]> : tensor<8xf32>
    %cst_2 = stablehlo.constant dense<[-1.86084393E+11, 1.27835064E+10, 0xCDB4371B, 6492611.5, -77877.8984, 860.293151, -14.9343939, 0.999984204]> : tensor<8xf32>
    %cst_3 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst_3, dims = [] : (tensor<f32>) -> tensor<0xf32>
    %cst_4 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %1 = stablehlo.broadcast_in_dim %cst_4, dims = [] : (tensor<f32>) -> tensor<0xf32>
    %cst_5 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %2 = stablehlo.broadcast_in_dim %cst_5, dims = [] : (tensor<f32>) -> tensor<0xf32>
    %cst_6 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %3 = stablehlo.broadcast_in_dim %cst_6, dims = [] : (tensor<f32>) -> tensor<0xf32>
    %4 = stablehlo.abs %arg0 : tensor<4x5xf32>
    %5 = stablehlo.multiply %4, %4 : tensor<4x5xf32>
    %6 = stablehlo.multiply %5, %5 : tensor<4x5xf32>
    %7 = stablehlo.multiply %4, %5 : tensor<4x5xf32>
    %8 = call @polyval(%cst, %6) : (tensor<7xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %9 = stablehlo.multiply %7, %8 : tensor<4x5xf32>
    %10 = call @polyval(%cst_0, %6) : (tensor<7xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %11 = stablehlo.multiply %4, %10 : tensor<4x5xf32>
    %12:2 = call @sincospisquaredhalf(%4) : (tensor<4x5xf32>) -> (tensor<4x5xf32>, tensor<4x5xf32>)
    %cst_7 = stablehlo.constant dense<3.14159274> : tensor<f32>
    %13 = stablehlo.broadcast_in_dim %cst_7, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %14 = stablehlo.multiply %13, %5 : tensor<4x5xf32>
    %15 = stablehlo.multiply %14, %14 : tensor<4x5xf32>
    %cst_8 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %16 = stablehlo.broadcast_in_dim %cst_8, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %17 = stablehlo.divide %16, %15 : tensor<4x5xf32>
    %cst_9 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %18 = stablehlo.broadcast_in_dim %cst_9, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %19 = stablehlo.divide %18, %14 : tensor<4x5xf32>
    %20 = call @polyval_1(%cst_1, %17) : (tensor<8xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %21 = stablehlo.multiply %17, %20 : tensor<4x5xf32>
    %cst_10 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %22 = stablehlo.broadcast_in_dim %cst_10, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %23 = stablehlo.subtract %22, %21 : tensor<4x5xf32>
    %24 = call @polyval_1(%cst_2, %17) : (tensor<8xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %25 = stablehlo.multiply %19, %24 : tensor<4x5xf32>
    %cst_11 = stablehlo.constant dense<3.14159274> : tensor<f32>
    %26 = stablehlo.broadcast_in_dim %cst_11, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %27 = stablehlo.multiply %26, %4 : tensor<4x5xf32>
    %28 = stablehlo.multiply %23, %12#0 : tensor<4x5xf32>
    %29 = stablehlo.multiply %25, %12#1 : tensor<4x5xf32>
    %30 = stablehlo.subtract %28, %29 : tensor<4x5xf32>
    %31 = stablehlo.divide %30, %27 : tensor<4x5xf32>
    %cst_12 = stablehlo.constant dense<5.000000e-01> : tensor<f32>
    %32 = stablehlo.broadcast_in_dim %cst_12, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %33 = stablehlo.add %32, %31 : tensor<4x5xf32>
    %34 = stablehlo.multiply %23, %12#1 : tensor<4x5xf32>
    %35 = stablehlo.multiply %25, %12#0 : tensor<4x5xf32>
    %36 = stablehlo.add %34, %35 : tensor<4x5xf32>
    %37 = stablehlo.divide %36, %27 : tensor<4x5xf32>
    %cst_13 = stablehlo.constant dense<5.000000e-01> : tensor<f32>
    %38 = stablehlo.broadcast_in_dim %cst_13, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %39 = stablehlo.subtract %38, %37 : tensor<4x5xf32>
    %40 = call @isinf(%arg0) : (tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_14 = stablehlo.constant dense<2.562500e+00> : tensor<f32>
    %41 = stablehlo.broadcast_in_dim %cst_14, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %42 = stablehlo.compare LT, %5, %41, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_15 = stablehlo.constant dense<3.697400e+04> : tensor<f32>
    %43 = stablehlo.broadcast_in_dim %cst_15, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %44 = stablehlo.compare GT, %4, %43, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_16 = stablehlo.constant dense<5.000000e-01> : tensor<f32>
    %45 = call @_where_0(%44, %cst_16, %39) : (tensor<4x5xi1>, tensor<f32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %46 = call @_where(%42, %9, %45) : (tensor<4x5xi1>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %cst_17 = stablehlo.constant dense<5.000000e-01> : tensor<f32>
    %47 = call @_where_0(%40, %cst_17, %46) : (tensor<4x5xi1>, tensor<f32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %cst_18 = stablehlo.constant dense<5.000000e-01> : tensor<f32>
    %48 = call @_where_0(%44, %cst_18, %33) : (tensor<4x5xi1>, tensor<f32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %49 = call @_where(%42, %11, %48) : (tensor<4x5xi1>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %cst_19 = stablehlo.constant dense<5.000000e-01> : tensor<f32>
    %50 = call @_where_0(%40, %cst_19, %49) : (tensor<4x5xi1>, tensor<f32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %cst_20 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %51 = stablehlo.broadcast_in_dim %cst_20, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %52 = stablehlo.compare LT, %arg0, %51, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %53 = stablehlo.negate %47 : tensor<4x5xf32>
    %54 = call @_where(%52, %53, %47) : (tensor<4x5xi1>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %55 = stablehlo.negate %50 : tensor<4x5xf32>
    %56 = call @_where(%52, %55, %50) : (tensor<4x5xi1>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    return %54, %56 : tensor<4x5xf32>, tensor<4x5xf32>
  }
  func.func private @polyval(%arg0: tensor<7xf32>, %arg1: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %1 = stablehlo.slice %arg0 [0:0] : (tensor<7xf32>) -> tensor<0xf32>
    %2 = stablehlo.slice %arg0 [0:7] : (tensor<7xf32>) -> tensor<7xf32>
    %3 = stablehlo.slice %2 [0:1] : (tensor<7xf32>) -> tensor<1xf32>
    %4 = stablehlo.reshape %3 : (tensor<1xf32>) -> tensor<f32>
    %5 = call @closed_call(%arg1, %0, %4) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    %6 = stablehlo.slice %2 [1:2] : (tensor<7xf32>) -> tensor<1xf32>
    %7 = stablehlo.reshape %6 : (tensor<1xf32>) -> tensor<f32>
    %8 = call @closed_call(%arg1, %5, %7) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    %9 = stablehlo.slice %2 [2:3] : (tensor<7xf32>) -> tensor<1xf32>
    %10 = stablehlo.reshape %9 : (tensor<1xf32>) -> tensor<f32>
    %11 = call @closed_call(%arg1, %8, %10) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    %12 = stablehlo.slice %2 [3:4] : (tensor<7xf32>) -> tensor<1xf32>
    %13 = stablehlo.reshape %12 : (tensor<1xf32>) -> tensor<f32>
    %14 = call @closed_call(%arg1, %11, %13) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    %15 = stablehlo.slice %2 [4:5] : (tensor<7xf32>) -> tensor<1xf32>
    %16 = stablehlo.reshape %15 : (tensor<1xf32>) -> tensor<f32>
    %17 = call @closed_call(%arg1, %14, %16) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    %18 = stablehlo.slice %2 [5:6] : (tensor<7xf32>) -> tensor<1xf32>
    %19 = stablehlo.reshape %18 : (tensor<1xf32>) -> tensor<f32>
    %20 = call @closed_call(%arg1, %17, %19) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    %21 = stablehlo.slice %2 [6:7] : (tensor<7xf32>) -> tensor<1xf32>
    %22 = stablehlo.reshape %21 : (tensor<1xf32>) -> tensor<f32>
    %23 = call @closed_call(%arg1, %20, %22) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    return %23 : tensor<4x5xf32>
  }
  func.func private @closed_call(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>, %arg2: tensor<f32>) -> tensor<4x5xf32> {
    %0 = stablehlo.multiply %arg1, %arg0 : tensor<4x5xf32>
    %1 = stablehlo.broadcast_in_dim %arg2, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %2 = stablehlo.add %0, %1 : tensor<4x5xf32>
    return %2 : tensor<4x5xf32>
  }
  func.func private @sincospisquaredhalf(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32>, tensor<4x5xf32>) {
    %0 = stablehlo.abs %arg0 : tensor<4x5xf32>
    %cst = stablehlo.constant dense<2.000000e+00> : tensor<f32>
    %1 = call @fmod(%0, %cst) : (tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    %cst_0 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
    %2 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %3 = stablehlo.divide %1, %2 : tensor<4x5xf32>
    %4 = stablehlo.subtract %0, %3 : tensor<4x5xf32>
    %5 = stablehlo.multiply %1, %4 : tensor<4x5xf32>
    %cst_1 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
    %6 = call @fmod(%5, %cst_1) : (tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    %cst_2 = stablehlo.constant dense<5.000000e-01> : tensor<f32>
    %7 = stablehlo.broadcast_in_dim %cst_2, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %8 = stablehlo.compare LT, %6, %7, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_3 = stablehlo.constant dense<3.14159274> : tensor<f32>
    %9 = stablehlo.broadcast_in_dim %cst_3, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %10 = stablehlo.multiply %9, %6 : tensor<4x5xf32>
    %11 = stablehlo.sine %10 : tensor<4x5xf32>
    %cst_4 = stablehlo.constant dense<1.500000e+00> : tensor<f32>
    %12 = stablehlo.broadcast_in_dim %cst_4, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %13 = stablehlo.compare GT, %6, %12, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_5 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
    %14 = stablehlo.broadcast_in_dim %cst_5, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %15 = stablehlo.subtract %6, %14 : tensor<4x5xf32>
    %cst_6 = stablehlo.constant dense<3.14159274> : tensor<f32>
    %16 = stablehlo.broadcast_in_dim %cst_6, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %17 = stablehlo.multiply %16, %15 : tensor<4x5xf32>
    %18 = stablehlo.sine %17 : tensor<4x5xf32>
    %cst_7 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %19 = stablehlo.broadcast_in_dim %cst_7, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %20 = stablehlo.subtract %6, %19 : tensor<4x5xf32>
    %cst_8 = stablehlo.constant dense<3.14159274> : tensor<f32>
    %21 = stablehlo.broadcast_in_dim %cst_8, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %22 = stablehlo.multiply %21, %20 : tensor<4x5xf32>
    %23 = stablehlo.sine %22 : tensor<4x5xf32>
    %24 = stablehlo.negate %23 : tensor<4x5xf32>
    %25 = call @_where(%13, %18, %24) : (tensor<4x5xi1>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %26 = call @_where(%8, %11, %25) : (tensor<4x5xi1>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %cst_9 = stablehlo.constant dense<5.000000e-01> : tensor<f32>
    %27 = stablehlo.broadcast_in_dim %cst_9, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %28 = stablehlo.compare EQ, %6, %27, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_10 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %29 = stablehlo.broadcast_in_dim %cst_10, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %30 = stablehlo.compare LT, %6, %29, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_11 = stablehlo.constant dense<5.000000e-01> : tensor<f32>
    %31 = stablehlo.broadcast_in_dim %cst_11, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %32 = stablehlo.subtract %6, %31 : tensor<4x5xf32>
    %cst_12 = stablehlo.constant dense<3.14159274> : tensor<f32>
    %33 = stablehlo.broadcast_in_dim %cst_12, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %34 = stablehlo.multiply %33, %32 : tensor<4x5xf32>
    %35 = stablehlo.sine %34 : tensor<4x5xf32>
    %36 = stablehlo.negate %35 : tensor<4x5xf32>
    %cst_13 = stablehlo.constant dense<1.500000e+00> : tensor<f32>
    %37 = stablehlo.broadcast_in_dim %cst_13, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %38 = stablehlo.subtract %6, %37 : tensor<4x5xf32>
    %cst_14 = stablehlo.constant dense<3.14159274> : tensor<f32>
    %39 = stablehlo.broadcast_in_dim %cst_14, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %40 = stablehlo.multiply %39, %38 : tensor<4x5xf32>
    %41 = stablehlo.sine %40 : tensor<4x5xf32>
    %42 = call @_where(%30, %36, %41) : (tensor<4x5xi1>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %cst_15 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %43 = call @_where_0(%28, %cst_15, %42) : (tensor<4x5xi1>, tensor<f32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    return %26, %43 : tensor<4x5xf32>, tensor<4x5xf32>
  }
  func.func private @fmod(%arg0: tensor<4x5xf32>, %arg1: tensor<f32>) -> tensor<4x5xf32> {
    %0 = stablehlo.convert %arg1 : tensor<f32>
    %1 = stablehlo.broadcast_in_dim %0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %2 = stablehlo.remainder %arg0, %1 : tensor<4x5xf32>
    return %2 : tensor<4x5xf32>
  }
  func.func private @_where(%arg0: tensor<4x5xi1>, %arg1: tensor<4x5xf32>, %arg2: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = stablehlo.select %arg0, %arg1, %arg2 : tensor<4x5xi1>, tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
  func.func private @_where_0(%arg0: tensor<4x5xi1>, %arg1: tensor<f32>, %arg2: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = stablehlo.convert %arg1 : tensor<f32>
    %1 = stablehlo.broadcast_in_dim %0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %2 = stablehlo.select %arg0, %1, %arg2 : tensor<4x5xi1>, tensor<4x5xf32>
    return %2 : tensor<4x5xf32>
  }
  func.func private @polyval_1(%arg0: tensor<8xf32>, %arg1: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %1 = stablehlo.slice %arg0 [0:0] : (tensor<8xf32>) -> tensor<0xf32>
    %2 = stablehlo.slice %arg0 [0:8] : (tensor<8xf32>) -> tensor<8xf32>
    %3 = stablehlo.slice %2 [0:1] : (tensor<8xf32>) -> tensor<1xf32>
    %4 = stablehlo.reshape %3 : (tensor<1xf32>) -> tensor<f32>
    %5 = call @closed_call_2(%arg1, %0, %4) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    %6 = stablehlo.slice %2 [1:2] : (tensor<8xf32>) -> tensor<1xf32>
    %7 = stablehlo.reshape %6 : (tensor<1xf32>) -> tensor<f32>
    %8 = call @closed_call_2(%arg1, %5, %7) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    %9 = stablehlo.slice %2 [2:3] : (tensor<8xf32>) -> tensor<1xf32>
    %10 = stablehlo.reshape %9 : (tensor<1xf32>) -> tensor<f32>
    %11 = call @closed_call_2(%arg1, %8, %10) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    %12 = stablehlo.slice %2 [3:4] : (tensor<8xf32>) -> tensor<1xf32>
    %13 = stablehlo.reshape %12 : (tensor<1xf32>) -> tensor<f32>
    %14 = call @closed_call_2(%arg1, %11, %13) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    %15 = stablehlo.slice %2 [4:5] : (tensor<8xf32>) -> tensor<1xf32>
    %16 = stablehlo.reshape %15 : (tensor<1xf32>) -> tensor<f32>
    %17 = call @closed_call_2(%arg1, %14, %16) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    %18 = stablehlo.slice %2 [5:6] : (tensor<8xf32>) -> tensor<1xf32>
    %19 = stablehlo.reshape %18 : (tensor<1xf32>) -> tensor<f32>
    %20 = call @closed_call_2(%arg1, %17, %19) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    %21 = stablehlo.slice %2 [6:7] : (tensor<8xf32>) -> tensor<1xf32>
    %22 = stablehlo.reshape %21 : (tensor<1xf32>) -> tensor<f32>
    %23 = call @closed_call_2(%arg1, %20, %22) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    %24 = stablehlo.slice %2 [7:8] : (tensor<8xf32>) -> tensor<1xf32>
    %25 = stablehlo.reshape %24 : (tensor<1xf32>) -> tensor<f32>
    %26 = call @closed_call_2(%arg1, %23, %25) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    return %26 : tensor<4x5xf32>
  }
  func.func private @closed_call_2(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>, %arg2: tensor<f32>) -> tensor<4x5xf32> {
    %0 = stablehlo.multiply %arg1, %arg0 : tensor<4x5xf32>
    %1 = stablehlo.broadcast_in_dim %arg2, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %2 = stablehlo.add %0, %1 : tensor<4x5xf32>
    return %2 : tensor<4x5xf32>
  }
  func.func private @isinf(%arg0: tensor<4x5xf32>) -> tensor<4x5xi1> {
    %0 = stablehlo.abs %arg0 : tensor<4x5xf32>
    %cst = stablehlo.constant dense<0x7F800000> : tensor<f32>
    %1 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %2 = stablehlo.compare EQ, %0, %1, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    return %2 : tensor<4x5xi1>
  }
}
