module @jit_expi attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.6032144e+00, 2.4983194e+00, 8.5479337e-01, 1.5071335e+00, 2.801487e+00], [3.0553612e-01, 2.9375944e+00, 7.3197365e-01, 2.8504777e-01, 1.2299483e+00], [2.3756661e+00, 9.05052e-01, 1.9592731e+00, 1.7330084e+00, 2.7490864e+00], [1.885837e+00, 2.5020008e+00, 2.5774753e+00, 2.4300022e+00, 2.7564328e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[3.6152763e+00, 7.0655804e+00, 1.4989027e+00, 3.3226242e+00, 8.688035e+00], [-2.7791744e-01, 9.524559e+00, 1.1562923e+00, -3.711632e-01, 2.5251677e+00], [6.489692e+00, 1.6366146e+00, 4.8052793e+00, 4.0279818e+00, 8.385102e+00], [4.5440416e+00, 7.0835223e+00, 7.4602776e+00, 6.739687e+00, 8.426964e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 9.525e-03 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %0 = call @expi(%arg0) : (tensor<4x5xf32>) -> tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
  func.func private @expi(%arg0: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %1 = stablehlo.compare LT, %arg0, %0, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %2 = stablehlo.broadcast_in_dim %1, dims = [1, 2] : (tensor<4x5xi1>) -> tensor<1x4x5xi1>
    %3 = call @_piecewise(%arg0, %2) : (tensor<4x5xf32>, tensor<1x4x5xi1>) -> tensor<4x5xf32>
    return %3 : tensor<4x5xf32>
  }
  func.func private @_piecewise(%arg0: tensor<4x5xf32>, %arg1: tensor<1x4x5xi1>) -> tensor<4x5xf32> {
    %c = stablehlo.constant dense<false> : tensor<i1>
    %0 = stablehlo.broadcast_in_dim %c, dims = [] : (tensor<i1>) -> tensor<1x4x5xi1>
    %1 = stablehlo.concatenate %0, %arg1, dim = 0 : (tensor<1x4x5xi1>, tensor<1x4x5xi1>) -> tensor<2x4x5xi1>
    %2 = call @cumsum(%1) : (tensor<2x4x5xi1>) -> tensor<2x4x5xi32>
    %3 = call @argmax(%2) : (tensor<2x4x5xi32>) -> tensor<4x5xi32>
    %c_0 = stablehlo.constant dense<0> : tensor<i32>
    %c_1 = stablehlo.constant dense<1> : tensor<i32>
    %4 = stablehlo.broadcast_in_dim %c_0, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %5 = stablehlo.broadcast_in_dim %c_1, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %6 = stablehlo.clamp %4, %3, %5 : tensor<4x5xi32>
    %c_2 = stablehlo.constant dense<0> : tensor<i32>
    %7 = stablehlo.broadcast_in_dim %c_2, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %8 = stablehlo.compare EQ, %6, %7, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %9 = stablehlo.select %8, %arg0, %arg0 : tensor<4x5xi1>, tensor<4x5xf32>
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %10 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %11 = stablehlo.compare GT, %9, %10, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_3 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
    %12 = stablehlo.broadcast_in_dim %cst_3, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %13 = stablehlo.compare LE, %9, %12, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %14 = stablehlo.and %11, %13 : tensor<4x5xi1>
    %cst_4 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
    %15 = stablehlo.broadcast_in_dim %cst_4, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %16 = stablehlo.compare GT, %9, %15, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_5 = stablehlo.constant dense<4.000000e+00> : tensor<f32>
    %17 = stablehlo.broadcast_in_dim %cst_5, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %18 = stablehlo.compare LE, %9, %17, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %19 = stablehlo.and %16, %18 : tensor<4x5xi1>
    %cst_6 = stablehlo.constant dense<4.000000e+00> : tensor<f32>
    %20 = stablehlo.broadcast_in_dim %cst_6, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %21 = stablehlo.compare GT, %9, %20, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_7 = stablehlo.constant dense<8.000000e+00> : tensor<f32>
    %22 = stablehlo.broadcast_in_dim %cst_7, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %23 = stablehlo.compare LE, %9, %22, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %24 = stablehlo.and %21, %23 : tensor<4x5xi1>
    %cst_8 = stablehlo.constant dense<8.000000e+00> : tensor<f32>
    %25 = stablehlo.broadcast_in_dim %cst_8, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %26 = stablehlo.compare GT, %9, %25, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_9 = stablehlo.constant dense<1.600000e+01> : tensor<f32>
    %27 = stablehlo.broadcast_in_dim %cst_9, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %28 = stablehlo.compare LE, %9, %27, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %29 = stablehlo.and %26, %28 : tensor<4x5xi1>
    %cst_10 = stablehlo.constant dense<1.600000e+01> : tensor<f32>
    %30 = stablehlo.broadcast_in_dim %cst_10, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %31 = stablehlo.compare GT, %9, %30, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_11 = stablehlo.constant dense<3.200000e+01> : tensor<f32>
    %32 = stablehlo.broadcast_in_dim %cst_11, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %33 = stablehlo.compare LE, %9, %32, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %34 = stablehlo.and %31, %33 : tensor<4x5xi1>
    %cst_12 = stablehlo.constant dense<3.200000e+01> : tensor<f32>
    %35 = stablehlo.broadcast_in_dim %cst_12, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %36 = stablehlo.compare GT, %9, %35, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_13 = stablehlo.constant dense<6.400000e+01> : tensor<f32>
    %37 = stablehlo.broadcast_in_dim %cst_13, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %38 = stablehlo.compare LE, %9, %37, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %39 = stablehlo.and %36, %38 : tensor<4x5xi1>
    %40 = stablehlo.broadcast_in_dim %14, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x1xi1>
    %41 = stablehlo.broadcast_in_dim %19, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x1xi1>
    %42 = stablehlo.broadcast_in_dim %24, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x1xi1>
    %43 = stablehlo.broadcast_in_dim %29, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x1xi1>
    %44 = stablehlo.broadcast_in_dim %34, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x1xi1>
    %45 = stablehlo.broadcast_in_dim %39, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x1xi1>
    %46 = stablehlo.concatenate %40, %41, %42, %43, %44, %45, dim = 2 : (tensor<4x5x1xi1>, tensor<4x5x1xi1>, tensor<4x5x1xi1>, tensor<4x5x1xi1>, tensor<4x5x1xi1>, tensor<4x5x1xi1>) -> tensor<4x5x6xi1>
    %47 = call @_piecewise_1(%9, %46) : (tensor<4x5xf32>, tensor<4x5x6xi1>) -> tensor<4x5xf32>
    %c_14 = stablehlo.constant dense<1> : tensor<i32>
    %48 = stablehlo.broadcast_in_dim %c_14, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %49 = stablehlo.compare EQ, %6, %48, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %50 = stablehlo.select %49, %arg0, %arg0 : tensor<4x5xi1>, tensor<4x5xf32>
    %51 = stablehlo.negate %50 : tensor<4x5xf32>
    %c_15 = stablehlo.constant dense<1> : tensor<i32>
    %52 = call @expn(%c_15, %51) : (tensor<i32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %53 = stablehlo.negate %52 : tensor<4x5xf32>
    %c_16 = stablehlo.constant dense<1> : tensor<i32>
    %54 = stablehlo.broadcast_in_dim %c_16, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %55 = stablehlo.compare LT, %6, %54, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %56 = stablehlo.select %55, %47, %53 : tensor<4x5xi1>, tensor<4x5xf32>
    return %56 : tensor<4x5xf32>
  }
  func.func private @cumsum(%arg0: tensor<2x4x5xi1>) -> tensor<2x4x5xi32> {
    %0 = stablehlo.convert %arg0 : (tensor<2x4x5xi1>) -> tensor<2x4x5xi32>
    %1 = call @cumsum_0(%0) : (tensor<2x4x5xi32>) -> tensor<2x4x5xi32>
    return %1 : tensor<2x4x5xi32>
  }
  func.func private @cumsum_0(%arg0: tensor<2x4x5xi32>) -> tensor<2x4x5xi32> {
    %c = stablehlo.constant dense<0> : tensor<i32>
    %0 = stablehlo.broadcast_in_dim %c, dims = [] : (tensor<i32>) -> tensor<i32>
    %1 = "stablehlo.reduce_window"(%arg0, %0) <{base_dilations = array<i64: 1, 1, 1>, padding = dense<[[1, 0], [0, 0], [0, 0]]> : tensor<3x2xi64>, window_dilations = array<i64: 1, 1, 1>, window_dimensions = array<i64: 2, 1, 1>, window_strides = array<i64: 1, 1, 1>}> ({
    ^bb0(%arg1: tensor<i32>, %arg2: tensor<i32>):
      %2 = stablehlo.add %arg1, %arg2 : tensor<i32>
      stablehlo.return %2 : tensor<i32>
    }) : (tensor<2x4x5xi32>, tensor<i32>) -> tensor<2x4x5xi32>
    return %1 : tensor<2x4x5xi32>
  }
  func.func private @argmax(%arg0: tensor<2x4x5xi32>) -> tensor<4x5xi32> {
    %0 = stablehlo.iota dim = 0 : tensor<2x4x5xi32>
    %c = stablehlo.constant dense<-2147483648> : tensor<i32>
    %c_0 = stablehlo.constant dense<0> : tensor<i32>
    %1:2 = stablehlo.reduce(%arg0 init: %c), (%0 init: %c_0) across dimensions = [0] : (tensor<2x4x5xi32>, tensor<2x4x5xi32>, tensor<i32>, tensor<i32>) -> (tensor<4x5xi32>, tensor<4x5xi32>)
     reducer(%arg1: tensor<i32>, %arg3: tensor<i32>) (%arg2: tensor<i32>, %arg4: tensor<i32>)  {
      %2 = stablehlo.compare GT, %arg1, %arg3, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
      %3 = stablehlo.compare NE, %arg1, %arg1, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
      %4 = stablehlo.or %2, %3 : tensor<i1>
      %5 = stablehlo.compare EQ, %arg1, %arg3, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
      %6 = stablehlo.compare LT, %arg2, %arg4, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
      %7 = stablehlo.and %5, %6 : tensor<i1>
      %8 = stablehlo.or %4, %7 : tensor<i1>
      %9 = stablehlo.select %4, %arg1, %arg3 : tensor<i1>, tensor<i32>
      %10 = stablehlo.select %8, %arg2, %arg4 : tensor<i1>, tensor<i32>
      stablehlo.return %9, %10 : tensor<i32>, tensor<i32>
    }
    return %1#1 : tensor<4x5xi32>
  }
  func.func private @_piecewise_1(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5x6xi1>) -> tensor<4x5xf32> {
    %cst = stablehlo.constant dense<[-0.76578468, 0.688619256, -0.213259816, 0.0334610753, -0.00307654147, 1.74711939E-4, -6.10371171E-6, 1.21803282E-7, -1.08607612E-9]> : tensor<9xf32>
    %cst_0 = stablehlo.constant dense<[1.000000e+00, -1.88880289, 1.06669164, -0.275191605, 0.0393085256, -0.00341468467, 1.8668444E-4, -6.34514618E-6, 1.23975425E-7, -1.08607612E-9]> : tensor<10xf32>
    %cst_1 = stablehlo.constant dense<[-5.35044718, 218.504913, -4176.57227, 55411.7656, -331338.125, 1592627.13]> : tensor<6xf32>
    %cst_2 = stablehlo.constant dense<[1.000000e+00, -52.5054779, 1259.61621, -17565.4961, 149306.219, -729494.938, 1592627.13]> : tensor<7xf32>
    %cst_3 = stablehlo.constant dense<[0.0198180843, -1.27164567, -2.08816028, 2.75554442, -0.440950692, 0.0466562398, -0.00154504273, 7.059980e-05]> : tensor<8xf32>
    %cst_4 = stablehlo.constant dense<[1.000000e+00, 1.47649872, 0.562917709, 0.169901788, 0.0229164716, 0.0044501503, 1.72743967E-4, 3.95316711E-5]> : tensor<8xf32>
    %cst_5 = stablehlo.constant dense<[-1.37321532, -0.70845592, 1.58080685, -0.260150045, 0.0299467463, -0.00103808602, 4.37106428E-5, 2.14178363E-6]> : tensor<8xf32>
    %cst_6 = stablehlo.constant dense<[1.000000e+00, 0.85852313, 0.448328584, 0.0768793225, 0.0244986825, 8.8321662E-4, 4.5909523E-4, -4.72984857E-6, 2.66519555E-6]> : tensor<9xf32>
    %cst_7 = stablehlo.constant dense<[-2.10693455, 1.73273385, -0.242361918, 0.0232272409, 2.37288041E-4, -8.34321981E-5, 1.36340877E-5, -3.6554124E-7, 1.46494177E-8, 6.17640772E-10]> : tensor<10xf32>
    %cst_8 = stablehlo.constant dense<[1.000000e+00, -0.229806229, 0.110507704, -0.0156654306, 0.00276110694, -2.08914804E-4, 1.70852891E-5, -4.45931192E-7, 1.3946349E-8, 6.15086593E-10]> : tensor<10xf32>
    %cst_9 = stablehlo.constant dense<[-0.245811939, -0.148338228, 0.0724829212, -0.0134831565, 0.00134277507, -7.94246589E-5, 2.64417963E-6, -4.23947348E-8]> : tensor<8xf32>
    %cst_10 = stablehlo.constant dense<[1.000000e+00, -0.104422592, -0.267645299, 9.695000e-02, -0.0160174575, 0.00149641489, -8.46245238E-5, 2.7289384E-6, -4.23946247E-8]> : tensor<9xf32>
    %cst_11 = stablehlo.constant dense<[0.121256113, -0.582313299, 0.234888732, -0.0304003432, 0.00151008216, -2.52313712E-5]> : tensor<6xf32>
    %cst_12 = stablehlo.constant dense<[1.000000e+00, -1.0022521, 0.292870969, -0.0333700441, 0.00156054483, -2.52313712E-5]> : tensor<6xf32>
    %0 = stablehlo.slice %arg1 [0:4, 0:5, 0:1] : (tensor<4x5x6xi1>) -> tensor<4x5x1xi1>
    %c = stablehlo.constant dense<false> : tensor<i1>
    %1 = stablehlo.broadcast_in_dim %c, dims = [] : (tensor<i1>) -> tensor<1xi1>
    %2 = stablehlo.broadcast_in_dim %1, dims = [1] : (tensor<1xi1>) -> tensor<5x1xi1>
    %3 = stablehlo.broadcast_in_dim %2, dims = [1, 2] : (tensor<5x1xi1>) -> tensor<4x5x1xi1>
    %4 = stablehlo.concatenate %3, %arg1, dim = 2 : (tensor<4x5x1xi1>, tensor<4x5x6xi1>) -> tensor<4x5x7xi1>
    %5 = call @cumsum_2(%4) : (tensor<4x5x7xi1>) -> tensor<4x5x7xi32>
    %6 = call @argmax_4(%5) : (tensor<4x5x7xi32>) -> tensor<4x5xi32>
    %c_13 = stablehlo.constant dense<0> : tensor<i32>
    %c_14 = stablehlo.constant dense<6> : tensor<i32>
    %7 = stablehlo.broadcast_in_dim %c_13, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %8 = stablehlo.broadcast_in_dim %c_14, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %9 = stablehlo.clamp %7, %6, %8 : tensor<4x5xi32>
    %10 = stablehlo.broadcast_in_dim %cst, dims = [1] : (tensor<9xf32>) -> tensor<5x9xf32>
    %11 = stablehlo.broadcast_in_dim %cst_0, dims = [1] : (tensor<10xf32>) -> tensor<5x10xf32>
    %12 = stablehlo.broadcast_in_dim %cst_1, dims = [1] : (tensor<6xf32>) -> tensor<5x6xf32>
    %13 = stablehlo.broadcast_in_dim %cst_2, dims = [1] : (tensor<7xf32>) -> tensor<5x7xf32>
    %14 = stablehlo.broadcast_in_dim %cst_3, dims = [1] : (tensor<8xf32>) -> tensor<5x8xf32>
    %15 = stablehlo.broadcast_in_dim %cst_4, dims = [1] : (tensor<8xf32>) -> tensor<5x8xf32>
    %16 = stablehlo.broadcast_in_dim %cst_5, dims = [1] : (tensor<8xf32>) -> tensor<5x8xf32>
    %17 = stablehlo.broadcast_in_dim %cst_6, dims = [1] : (tensor<9xf32>) -> tensor<5x9xf32>
    %18 = stablehlo.broadcast_in_dim %cst_7, dims = [1] : (tensor<10xf32>) -> tensor<5x10xf32>
    %19 = stablehlo.broadcast_in_dim %cst_8, dims = [1] : (tensor<10xf32>) -> tensor<5x10xf32>
    %20 = stablehlo.broadcast_in_dim %cst_9, dims = [1] : (tensor<8xf32>) -> tensor<5x8xf32>
    %21 = stablehlo.broadcast_in_dim %cst_10, dims = [1] : (tensor<9xf32>) -> tensor<5x9xf32>
    %22 = stablehlo.broadcast_in_dim %cst_11, dims = [1] : (tensor<6xf32>) -> tensor<5x6xf32>
    %23 = stablehlo.broadcast_in_dim %cst_12, dims = [1] : (tensor<6xf32>) -> tensor<5x6xf32>
    %c_15 = stablehlo.constant dense<0> : tensor<i32>
    %24 = stablehlo.broadcast_in_dim %c_15, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %25 = stablehlo.compare EQ, %9, %24, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %26 = stablehlo.broadcast_in_dim %25, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x9xi1>
    %27 = stablehlo.broadcast_in_dim %10, dims = [1, 2] : (tensor<5x9xf32>) -> tensor<4x5x9xf32>
    %28 = stablehlo.broadcast_in_dim %10, dims = [1, 2] : (tensor<5x9xf32>) -> tensor<4x5x9xf32>
    %29 = stablehlo.select %26, %28, %27 : tensor<4x5x9xi1>, tensor<4x5x9xf32>
    %30 = stablehlo.broadcast_in_dim %25, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x10xi1>
    %31 = stablehlo.broadcast_in_dim %11, dims = [1, 2] : (tensor<5x10xf32>) -> tensor<4x5x10xf32>
    %32 = stablehlo.broadcast_in_dim %11, dims = [1, 2] : (tensor<5x10xf32>) -> tensor<4x5x10xf32>
    %33 = stablehlo.select %30, %32, %31 : tensor<4x5x10xi1>, tensor<4x5x10xf32>
    %34 = stablehlo.broadcast_in_dim %25, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x6xi1>
    %35 = stablehlo.broadcast_in_dim %12, dims = [1, 2] : (tensor<5x6xf32>) -> tensor<4x5x6xf32>
    %36 = stablehlo.broadcast_in_dim %12, dims = [1, 2] : (tensor<5x6xf32>) -> tensor<4x5x6xf32>
    %37 = stablehlo.select %34, %36, %35 : tensor<4x5x6xi1>, tensor<4x5x6xf32>
    %38 = stablehlo.broadcast_in_dim %25, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x7xi1>
    %39 = stablehlo.broadcast_in_dim %13, dims = [1, 2] : (tensor<5x7xf32>) -> tensor<4x5x7xf32>
    %40 = stablehlo.broadcast_in_dim %13, dims = [1, 2] : (tensor<5x7xf32>) -> tensor<4x5x7xf32>
    %41 = stablehlo.select %38, %40, %39 : tensor<4x5x7xi1>, tensor<4x5x7xf32>
    %42 = stablehlo.broadcast_in_dim %25, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x8xi1>
    %43 = stablehlo.broadcast_in_dim %14, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %44 = stablehlo.broadcast_in_dim %14, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %45 = stablehlo.select %42, %44, %43 : tensor<4x5x8xi1>, tensor<4x5x8xf32>
    %46 = stablehlo.broadcast_in_dim %25, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x8xi1>
    %47 = stablehlo.broadcast_in_dim %15, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %48 = stablehlo.broadcast_in_dim %15, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %49 = stablehlo.select %46, %48, %47 : tensor<4x5x8xi1>, tensor<4x5x8xf32>
    %50 = stablehlo.broadcast_in_dim %25, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x8xi1>
    %51 = stablehlo.broadcast_in_dim %16, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %52 = stablehlo.broadcast_in_dim %16, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %53 = stablehlo.select %50, %52, %51 : tensor<4x5x8xi1>, tensor<4x5x8xf32>
    %54 = stablehlo.broadcast_in_dim %25, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x9xi1>
    %55 = stablehlo.broadcast_in_dim %17, dims = [1, 2] : (tensor<5x9xf32>) -> tensor<4x5x9xf32>
    %56 = stablehlo.broadcast_in_dim %17, dims = [1, 2] : (tensor<5x9xf32>) -> tensor<4x5x9xf32>
    %57 = stablehlo.select %54, %56, %55 : tensor<4x5x9xi1>, tensor<4x5x9xf32>
    %58 = stablehlo.broadcast_in_dim %25, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x10xi1>
    %59 = stablehlo.broadcast_in_dim %18, dims = [1, 2] : (tensor<5x10xf32>) -> tensor<4x5x10xf32>
    %60 = stablehlo.broadcast_in_dim %18, dims = [1, 2] : (tensor<5x10xf32>) -> tensor<4x5x10xf32>
    %61 = stablehlo.select %58, %60, %59 : tensor<4x5x10xi1>, tensor<4x5x10xf32>
    %62 = stablehlo.broadcast_in_dim %25, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x10xi1>
    %63 = stablehlo.broadcast_in_dim %19, dims = [1, 2] : (tensor<5x10xf32>) -> tensor<4x5x10xf32>
    %64 = stablehlo.broadcast_in_dim %19, dims = [1, 2] : (tensor<5x10xf32>) -> tensor<4x5x10xf32>
    %65 = stablehlo.select %62, %64, %63 : tensor<4x5x10xi1>, tensor<4x5x10xf32>
    %66 = stablehlo.broadcast_in_dim %25, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x8xi1>
    %67 = stablehlo.broadcast_in_dim %20, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %68 = stablehlo.broadcast_in_dim %20, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %69 = stablehlo.select %66, %68, %67 : tensor<4x5x8xi1>, tensor<4x5x8xf32>
    %70 = stablehlo.broadcast_in_dim %25, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x9xi1>
    %71 = stablehlo.broadcast_in_dim %21, dims = [1, 2] : (tensor<5x9xf32>) -> tensor<4x5x9xf32>
    %72 = stablehlo.broadcast_in_dim %21, dims = [1, 2] : (tensor<5x9xf32>) -> tensor<4x5x9xf32>
    %73 = stablehlo.select %70, %72, %71 : tensor<4x5x9xi1>, tensor<4x5x9xf32>
    %74 = stablehlo.broadcast_in_dim %25, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x6xi1>
    %75 = stablehlo.broadcast_in_dim %22, dims = [1, 2] : (tensor<5x6xf32>) -> tensor<4x5x6xf32>
    %76 = stablehlo.broadcast_in_dim %22, dims = [1, 2] : (tensor<5x6xf32>) -> tensor<4x5x6xf32>
    %77 = stablehlo.select %74, %76, %75 : tensor<4x5x6xi1>, tensor<4x5x6xf32>
    %78 = stablehlo.broadcast_in_dim %25, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x6xi1>
    %79 = stablehlo.broadcast_in_dim %23, dims = [1, 2] : (tensor<5x6xf32>) -> tensor<4x5x6xf32>
    %80 = stablehlo.broadcast_in_dim %23, dims = [1, 2] : (tensor<5x6xf32>) -> tensor<4x5x6xf32>
    %81 = stablehlo.select %78, %80, %79 : tensor<4x5x6xi1>, tensor<4x5x6xf32>
    %82 = stablehlo.select %25, %arg0, %arg0 : tensor<4x5xi1>, tensor<4x5xf32>
    %cst_16 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %83 = stablehlo.broadcast_in_dim %cst_16, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %84 = stablehlo.divide %83, %82 : tensor<4x5xf32>
    %85 = call @polyval(%29, %84) : (tensor<4x5x9xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %86 = call @polyval_5(%33, %84) : (tensor<4x5x10xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %87 = stablehlo.divide %85, %86 : tensor<4x5xf32>
    %88 = stablehlo.multiply %84, %87 : tensor<4x5xf32>
    %cst_17 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %89 = stablehlo.broadcast_in_dim %cst_17, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %90 = stablehlo.add %88, %89 : tensor<4x5xf32>
    %91 = stablehlo.exponential %82 : tensor<4x5xf32>
    %92 = stablehlo.multiply %91, %84 : tensor<4x5xf32>
    %93 = stablehlo.multiply %92, %90 : tensor<4x5xf32>
    %c_18 = stablehlo.constant dense<1> : tensor<i32>
    %94 = stablehlo.broadcast_in_dim %c_18, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %95 = stablehlo.compare EQ, %9, %94, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %96 = stablehlo.broadcast_in_dim %95, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x9xi1>
    %97 = stablehlo.broadcast_in_dim %10, dims = [1, 2] : (tensor<5x9xf32>) -> tensor<4x5x9xf32>
    %98 = stablehlo.broadcast_in_dim %10, dims = [1, 2] : (tensor<5x9xf32>) -> tensor<4x5x9xf32>
    %99 = stablehlo.select %96, %98, %97 : tensor<4x5x9xi1>, tensor<4x5x9xf32>
    %100 = stablehlo.broadcast_in_dim %95, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x10xi1>
    %101 = stablehlo.broadcast_in_dim %11, dims = [1, 2] : (tensor<5x10xf32>) -> tensor<4x5x10xf32>
    %102 = stablehlo.broadcast_in_dim %11, dims = [1, 2] : (tensor<5x10xf32>) -> tensor<4x5x10xf32>
    %103 = stablehlo.select %100, %102, %101 : tensor<4x5x10xi1>, tensor<4x5x10xf32>
    %104 = stablehlo.broadcast_in_dim %95, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x6xi1>
    %105 = stablehlo.broadcast_in_dim %12, dims = [1, 2] : (tensor<5x6xf32>) -> tensor<4x5x6xf32>
    %106 = stablehlo.broadcast_in_dim %12, dims = [1, 2] : (tensor<5x6xf32>) -> tensor<4x5x6xf32>
    %107 = stablehlo.select %104, %106, %105 : tensor<4x5x6xi1>, tensor<4x5x6xf32>
    %108 = stablehlo.broadcast_in_dim %95, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x7xi1>
    %109 = stablehlo.broadcast_in_dim %13, dims = [1, 2] : (tensor<5x7xf32>) -> tensor<4x5x7xf32>
    %110 = stablehlo.broadcast_in_dim %13, dims = [1, 2] : (tensor<5x7xf32>) -> tensor<4x5x7xf32>
    %111 = stablehlo.select %108, %110, %109 : tensor<4x5x7xi1>, tensor<4x5x7xf32>
    %112 = stablehlo.broadcast_in_dim %95, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x8xi1>
    %113 = stablehlo.broadcast_in_dim %14, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %114 = stablehlo.broadcast_in_dim %14, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %115 = stablehlo.select %112, %114, %113 : tensor<4x5x8xi1>, tensor<4x5x8xf32>
    %116 = stablehlo.broadcast_in_dim %95, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x8xi1>
    %117 = stablehlo.broadcast_in_dim %15, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %118 = stablehlo.broadcast_in_dim %15, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %119 = stablehlo.select %116, %118, %117 : tensor<4x5x8xi1>, tensor<4x5x8xf32>
    %120 = stablehlo.broadcast_in_dim %95, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x8xi1>
    %121 = stablehlo.broadcast_in_dim %16, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %122 = stablehlo.broadcast_in_dim %16, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %123 = stablehlo.select %120, %122, %121 : tensor<4x5x8xi1>, tensor<4x5x8xf32>
    %124 = stablehlo.broadcast_in_dim %95, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x9xi1>
    %125 = stablehlo.broadcast_in_dim %17, dims = [1, 2] : (tensor<5x9xf32>) -> tensor<4x5x9xf32>
    %126 = stablehlo.broadcast_in_dim %17, dims = [1, 2] : (tensor<5x9xf32>) -> tensor<4x5x9xf32>
    %127 = stablehlo.select %124, %126, %125 : tensor<4x5x9xi1>, tensor<4x5x9xf32>
    %128 = stablehlo.broadcast_in_dim %95, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x10xi1>
    %129 = stablehlo.broadcast_in_dim %18, dims = [1, 2] : (tensor<5x10xf32>) -> tensor<4x5x10xf32>
    %130 = stablehlo.broadcast_in_dim %18, dims = [1, 2] : (tensor<5x10xf32>) -> tensor<4x5x10xf32>
    %131 = stablehlo.select %128, %130, %129 : tensor<4x5x10xi1>, tensor<4x5x10xf32>
    %132 = stablehlo.broadcast_in_dim %95, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x10xi1>
    %133 = stablehlo.broadcast_in_dim %19, dims = [1, 2] : (tensor<5x10xf32>) -> tensor<4x5x10xf32>
    %134 = stablehlo.broadcast_in_dim %19, dims = [1, 2] : (tensor<5x10xf32>) -> tensor<4x5x10xf32>
    %135 = stablehlo.select %132, %134, %133 : tensor<4x5x10xi1>, tensor<4x5x10xf32>
    %136 = stablehlo.broadcast_in_dim %95, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x8xi1>
    %137 = stablehlo.broadcast_in_dim %20, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %138 = stablehlo.broadcast_in_dim %20, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %139 = stablehlo.select %136, %138, %137 : tensor<4x5x8xi1>, tensor<4x5x8xf32>
    %140 = stablehlo.broadcast_in_dim %95, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x9xi1>
    %141 = stablehlo.broadcast_in_dim %21, dims = [1, 2] : (tensor<5x9xf32>) -> tensor<4x5x9xf32>
    %142 = stablehlo.broadcast_in_dim %21, dims = [1, 2] : (tensor<5x9xf32>) -> tensor<4x5x9xf32>
    %143 = stablehlo.select %140, %142, %141 : tensor<4x5x9xi1>, tensor<4x5x9xf32>
    %144 = stablehlo.broadcast_in_dim %95, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x6xi1>
    %145 = stablehlo.broadcast_in_dim %22, dims = [1, 2] : (tensor<5x6xf32>) -> tensor<4x5x6xf32>
    %146 = stablehlo.broadcast_in_dim %22, dims = [1, 2] : (tensor<5x6xf32>) -> tensor<4x5x6xf32>
    %147 = stablehlo.select %144, %146, %145 : tensor<4x5x6xi1>, tensor<4x5x6xf32>
    %148 = stablehlo.broadcast_in_dim %95, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x6xi1>
    %149 = stablehlo.broadcast_in_dim %23, dims = [1, 2] : (tensor<5x6xf32>) -> tensor<4x5x6xf32>
    %150 = stablehlo.broadcast_in_dim %23, dims = [1, 2] : (tensor<5x6xf32>) -> tensor<4x5x6xf32>
    %151 = stablehlo.select %148, %150, %149 : tensor<4x5x6xi1>, tensor<4x5x6xf32>
    %152 = stablehlo.select %95, %arg0, %arg0 : tensor<4x5xi1>, tensor<4x5xf32>
    %153 = call @polyval_7(%107, %152) : (tensor<4x5x6xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %154 = call @polyval_9(%111, %152) : (tensor<4x5x7xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %155 = stablehlo.divide %153, %154 : tensor<4x5xf32>
    %156 = stablehlo.multiply %152, %155 : tensor<4x5xf32>
    %cst_19 = stablehlo.constant dense<0.577215672> : tensor<f32>
    %157 = stablehlo.broadcast_in_dim %cst_19, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %158 = stablehlo.add %156, %157 : tensor<4x5xf32>
    %159 = stablehlo.log %152 : tensor<4x5xf32>
    %160 = stablehlo.add %158, %159 : tensor<4x5xf32>
    %c_20 = stablehlo.constant dense<2> : tensor<i32>
    %161 = stablehlo.broadcast_in_dim %c_20, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %162 = stablehlo.compare EQ, %9, %161, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %163 = stablehlo.broadcast_in_dim %162, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x9xi1>
    %164 = stablehlo.broadcast_in_dim %10, dims = [1, 2] : (tensor<5x9xf32>) -> tensor<4x5x9xf32>
    %165 = stablehlo.broadcast_in_dim %10, dims = [1, 2] : (tensor<5x9xf32>) -> tensor<4x5x9xf32>
    %166 = stablehlo.select %163, %165, %164 : tensor<4x5x9xi1>, tensor<4x5x9xf32>
    %167 = stablehlo.broadcast_in_dim %162, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x10xi1>
    %168 = stablehlo.broadcast_in_dim %11, dims = [1, 2] : (tensor<5x10xf32>) -> tensor<4x5x10xf32>
    %169 = stablehlo.broadcast_in_dim %11, dims = [1, 2] : (tensor<5x10xf32>) -> tensor<4x5x10xf32>
    %170 = stablehlo.select %167, %169, %168 : tensor<4x5x10xi1>, tensor<4x5x10xf32>
    %171 = stablehlo.broadcast_in_dim %162, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x6xi1>
    %172 = stablehlo.broadcast_in_dim %12, dims = [1, 2] : (tensor<5x6xf32>) -> tensor<4x5x6xf32>
    %173 = stablehlo.broadcast_in_dim %12, dims = [1, 2] : (tensor<5x6xf32>) -> tensor<4x5x6xf32>
    %174 = stablehlo.select %171, %173, %172 : tensor<4x5x6xi1>, tensor<4x5x6xf32>
    %175 = stablehlo.broadcast_in_dim %162, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x7xi1>
    %176 = stablehlo.broadcast_in_dim %13, dims = [1, 2] : (tensor<5x7xf32>) -> tensor<4x5x7xf32>
    %177 = stablehlo.broadcast_in_dim %13, dims = [1, 2] : (tensor<5x7xf32>) -> tensor<4x5x7xf32>
    %178 = stablehlo.select %175, %177, %176 : tensor<4x5x7xi1>, tensor<4x5x7xf32>
    %179 = stablehlo.broadcast_in_dim %162, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x8xi1>
    %180 = stablehlo.broadcast_in_dim %14, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %181 = stablehlo.broadcast_in_dim %14, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %182 = stablehlo.select %179, %181, %180 : tensor<4x5x8xi1>, tensor<4x5x8xf32>
    %183 = stablehlo.broadcast_in_dim %162, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x8xi1>
    %184 = stablehlo.broadcast_in_dim %15, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %185 = stablehlo.broadcast_in_dim %15, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %186 = stablehlo.select %183, %185, %184 : tensor<4x5x8xi1>, tensor<4x5x8xf32>
    %187 = stablehlo.broadcast_in_dim %162, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x8xi1>
    %188 = stablehlo.broadcast_in_dim %16, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %189 = stablehlo.broadcast_in_dim %16, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %190 = stablehlo.select %187, %189, %188 : tensor<4x5x8xi1>, tensor<4x5x8xf32>
    %191 = stablehlo.broadcast_in_dim %162, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x9xi1>
    %192 = stablehlo.broadcast_in_dim %17, dims = [1, 2] : (tensor<5x9xf32>) -> tensor<4x5x9xf32>
    %193 = stablehlo.broadcast_in_dim %17, dims = [1, 2] : (tensor<5x9xf32>) -> tensor<4x5x9xf32>
    %194 = stablehlo.select %191, %193, %192 : tensor<4x5x9xi1>, tensor<4x5x9xf32>
    %195 = stablehlo.broadcast_in_dim %162, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x10xi1>
    %196 = stablehlo.broadcast_in_dim %18, dims = [1, 2] : (tensor<5x10xf32>) -> tensor<4x5x10xf32>
    %197 = stablehlo.broadcast_in_dim %18, dims = [1, 2] : (tensor<5x10xf32>) -> tensor<4x5x10xf32>
    %198 = stablehlo.select %195, %197, %196 : tensor<4x5x10xi1>, tensor<4x5x10xf32>
    %199 = stablehlo.broadcast_in_dim %162, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x10xi1>
    %200 = stablehlo.broadcast_in_dim %19, dims = [1, 2] : (tensor<5x10xf32>) -> tensor<4x5x10xf32>
    %201 = stablehlo.broadcast_in_dim %19, dims = [1, 2] : (tensor<5x10xf32>) -> tensor<4x5x10xf32>
    %202 = stablehlo.select %199, %201, %200 : tensor<4x5x10xi1>, tensor<4x5x10xf32>
    %203 = stablehlo.broadcast_in_dim %162, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x8xi1>
    %204 = stablehlo.broadcast_in_dim %20, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %205 = stablehlo.broadcast_in_dim %20, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %206 = stablehlo.select %203, %205, %204 : tensor<4x5x8xi1>, tensor<4x5x8xf32>
    %207 = stablehlo.broadcast_in_dim %162, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x9xi1>
    %208 = stablehlo.broadcast_in_dim %21, dims = [1, 2] : (tensor<5x9xf32>) -> tensor<4x5x9xf32>
    %209 = stablehlo.broadcast_in_dim %21, dims = [1, 2] : (tensor<5x9xf32>) -> tensor<4x5x9xf32>
    %210 = stablehlo.select %207, %209, %208 : tensor<4x5x9xi1>, tensor<4x5x9xf32>
    %211 = stablehlo.broadcast_in_dim %162, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x6xi1>
    %212 = stablehlo.broadcast_in_dim %22, dims = [1, 2] : (tensor<5x6xf32>) -> tensor<4x5x6xf32>
    %213 = stablehlo.broadcast_in_dim %22, dims = [1, 2] : (tensor<5x6xf32>) -> tensor<4x5x6xf32>
    %214 = stablehlo.select %211, %213, %212 : tensor<4x5x6xi1>, tensor<4x5x6xf32>
    %215 = stablehlo.broadcast_in_dim %162, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x6xi1>
    %216 = stablehlo.broadcast_in_dim %23, dims = [1, 2] : (tensor<5x6xf32>) -> tensor<4x5x6xf32>
    %217 = stablehlo.broadcast_in_dim %23, dims = [1, 2] : (tensor<5x6xf32>) -> tensor<4x5x6xf32>
    %218 = stablehlo.select %215, %217, %216 : tensor<4x5x6xi1>, tensor<4x5x6xf32>
    %219 = stablehlo.select %162, %arg0, %arg0 : tensor<4x5xi1>, tensor<4x5xf32>
    %cst_21 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %220 = stablehlo.broadcast_in_dim %cst_21, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %221 = stablehlo.divide %220, %219 : tensor<4x5xf32>
    %222 = call @polyval_11(%182, %221) : (tensor<4x5x8xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %223 = call @polyval_11(%186, %221) : (tensor<4x5x8xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %224 = stablehlo.divide %222, %223 : tensor<4x5xf32>
    %225 = stablehlo.multiply %221, %224 : tensor<4x5xf32>
    %cst_22 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %226 = stablehlo.broadcast_in_dim %cst_22, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %227 = stablehlo.add %225, %226 : tensor<4x5xf32>
    %228 = stablehlo.exponential %219 : tensor<4x5xf32>
    %229 = stablehlo.multiply %228, %221 : tensor<4x5xf32>
    %230 = stablehlo.multiply %229, %227 : tensor<4x5xf32>
    %c_23 = stablehlo.constant dense<3> : tensor<i32>
    %231 = stablehlo.broadcast_in_dim %c_23, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %232 = stablehlo.compare EQ, %9, %231, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %233 = stablehlo.broadcast_in_dim %232, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x9xi1>
    %234 = stablehlo.broadcast_in_dim %10, dims = [1, 2] : (tensor<5x9xf32>) -> tensor<4x5x9xf32>
    %235 = stablehlo.broadcast_in_dim %10, dims = [1, 2] : (tensor<5x9xf32>) -> tensor<4x5x9xf32>
    %236 = stablehlo.select %233, %235, %234 : tensor<4x5x9xi1>, tensor<4x5x9xf32>
    %237 = stablehlo.broadcast_in_dim %232, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x10xi1>
    %238 = stablehlo.broadcast_in_dim %11, dims = [1, 2] : (tensor<5x10xf32>) -> tensor<4x5x10xf32>
    %239 = stablehlo.broadcast_in_dim %11, dims = [1, 2] : (tensor<5x10xf32>) -> tensor<4x5x10xf32>
    %240 = stablehlo.select %237, %239, %238 : tensor<4x5x10xi1>, tensor<4x5x10xf32>
    %241 = stablehlo.broadcast_in_dim %232, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x6xi1>
    %242 = stablehlo.broadcast_in_dim %12, dims = [1, 2] : (tensor<5x6xf32>) -> tensor<4x5x6xf32>
    %243 = stablehlo.broadcast_in_dim %12, dims = [1, 2] : (tensor<5x6xf32>) -> tensor<4x5x6xf32>
    %244 = stablehlo.select %241, %243, %242 : tensor<4x5x6xi1>, tensor<4x5x6xf32>
    %245 = stablehlo.broadcast_in_dim %232, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x7xi1>
    %246 = stablehlo.broadcast_in_dim %13, dims = [1, 2] : (tensor<5x7xf32>) -> tensor<4x5x7xf32>
    %247 = stablehlo.broadcast_in_dim %13, dims = [1, 2] : (tensor<5x7xf32>) -> tensor<4x5x7xf32>
    %248 = stablehlo.select %245, %247, %246 : tensor<4x5x7xi1>, tensor<4x5x7xf32>
    %249 = stablehlo.broadcast_in_dim %232, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x8xi1>
    %250 = stablehlo.broadcast_in_dim %14, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %251 = stablehlo.broadcast_in_dim %14, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %252 = stablehlo.select %249, %251, %250 : tensor<4x5x8xi1>, tensor<4x5x8xf32>
    %253 = stablehlo.broadcast_in_dim %232, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x8xi1>
    %254 = stablehlo.broadcast_in_dim %15, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %255 = stablehlo.broadcast_in_dim %15, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %256 = stablehlo.select %253, %255, %254 : tensor<4x5x8xi1>, tensor<4x5x8xf32>
    %257 = stablehlo.broadcast_in_dim %232, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x8xi1>
    %258 = stablehlo.broadcast_in_dim %16, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %259 = stablehlo.broadcast_in_dim %16, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %260 = stablehlo.select %257, %259, %258 : tensor<4x5x8xi1>, tensor<4x5x8xf32>
    %261 = stablehlo.broadcast_in_dim %232, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x9xi1>
    %262 = stablehlo.broadcast_in_dim %17, dims = [1, 2] : (tensor<5x9xf32>) -> tensor<4x5x9xf32>
    %263 = stablehlo.broadcast_in_dim %17, dims = [1, 2] : (tensor<5x9xf32>) -> tensor<4x5x9xf32>
    %264 = stablehlo.select %261, %263, %262 : tensor<4x5x9xi1>, tensor<4x5x9xf32>
    %265 = stablehlo.broadcast_in_dim %232, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x10xi1>
    %266 = stablehlo.broadcast_in_dim %18, dims = [1, 2] : (tensor<5x10xf32>) -> tensor<4x5x10xf32>
    %267 = stablehlo.broadcast_in_dim %18, dims = [1, 2] : (tensor<5x10xf32>) -> tensor<4x5x10xf32>
    %268 = stablehlo.select %265, %267, %266 : tensor<4x5x10xi1>, tensor<4x5x10xf32>
    %269 = stablehlo.broadcast_in_dim %232, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x10xi1>
    %270 = stablehlo.broadcast_in_dim %19, dims = [1, 2] : (tensor<5x10xf32>) -> tensor<4x5x10xf32>
    %271 = stablehlo.broadcast_in_dim %19, dims = [1, 2] : (tensor<5x10xf32>) -> tensor<4x5x10xf32>
    %272 = stablehlo.select %269, %271, %270 : tensor<4x5x10xi1>, tensor<4x5x10xf32>
    %273 = stablehlo.broadcast_in_dim %232, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x8xi1>
    %274 = stablehlo.broadcast_in_dim %20, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %275 = stablehlo.broadcast_in_dim %20, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %276 = stablehlo.select %273, %275, %274 : tensor<4x5x8xi1>, tensor<4x5x8xf32>
    %277 = stablehlo.broadcast_in_dim %232, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x9xi1>
    %278 = stablehlo.broadcast_in_dim %21, dims = [1, 2] : (tensor<5x9xf32>) -> tensor<4x5x9xf32>
    %279 = stablehlo.broadcast_in_dim %21, dims = [1, 2] : (tensor<5x9xf32>) -> tensor<4x5x9xf32>
    %280 = stablehlo.select %277, %279, %278 : tensor<4x5x9xi1>, tensor<4x5x9xf32>
    %281 = stablehlo.broadcast_in_dim %232, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x6xi1>
    %282 = stablehlo.broadcast_in_dim %22, dims = [1, 2] : (tensor<5x6xf32>) -> tensor<4x5x6xf32>
    %283 = stablehlo.broadcast_in_dim %22, dims = [1, 2] : (tensor<5x6xf32>) -> tensor<4x5x6xf32>
    %284 = stablehlo.select %281, %283, %282 : tensor<4x5x6xi1>, tensor<4x5x6xf32>
    %285 = stablehlo.broadcast_in_dim %232, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x6xi1>
    %286 = stablehlo.broadcast_in_dim %23, dims = [1, 2] : (tensor<5x6xf32>) -> tensor<4x5x6xf32>
    %287 = stablehlo.broadcast_in_dim %23, dims = [1, 2] : (tensor<5x6xf32>) -> tensor<4x5x6xf32>
    %288 = stablehlo.select %285, %287, %286 : tensor<4x5x6xi1>, tensor<4x5x6xf32>
    %289 = stablehlo.select %232, %arg0, %arg0 : tensor<4x5xi1>, tensor<4x5xf32>
    %cst_24 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %290 = stablehlo.broadcast_in_dim %cst_24, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %291 = stablehlo.divide %290, %289 : tensor<4x5xf32>
    %292 = call @polyval_11(%260, %291) : (tensor<4x5x8xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %293 = call @polyval(%264, %291) : (tensor<4x5x9xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %294 = stablehlo.divide %292, %293 : tensor<4x5xf32>
    %295 = stablehlo.multiply %291, %294 : tensor<4x5xf32>
    %cst_25 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %296 = stablehlo.broadcast_in_dim %cst_25, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %297 = stablehlo.add %295, %296 : tensor<4x5xf32>
    %298 = stablehlo.exponential %289 : tensor<4x5xf32>
    %299 = stablehlo.multiply %298, %291 : tensor<4x5xf32>
    %300 = stablehlo.multiply %299, %297 : tensor<4x5xf32>
    %c_26 = stablehlo.constant dense<4> : tensor<i32>
    %301 = stablehlo.broadcast_in_dim %c_26, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %302 = stablehlo.compare EQ, %9, %301, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %303 = stablehlo.broadcast_in_dim %302, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x9xi1>
    %304 = stablehlo.broadcast_in_dim %10, dims = [1, 2] : (tensor<5x9xf32>) -> tensor<4x5x9xf32>
    %305 = stablehlo.broadcast_in_dim %10, dims = [1, 2] : (tensor<5x9xf32>) -> tensor<4x5x9xf32>
    %306 = stablehlo.select %303, %305, %304 : tensor<4x5x9xi1>, tensor<4x5x9xf32>
    %307 = stablehlo.broadcast_in_dim %302, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x10xi1>
    %308 = stablehlo.broadcast_in_dim %11, dims = [1, 2] : (tensor<5x10xf32>) -> tensor<4x5x10xf32>
    %309 = stablehlo.broadcast_in_dim %11, dims = [1, 2] : (tensor<5x10xf32>) -> tensor<4x5x10xf32>
    %310 = stablehlo.select %307, %309, %308 : tensor<4x5x10xi1>, tensor<4x5x10xf32>
    %311 = stablehlo.broadcast_in_dim %302, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x6xi1>
    %312 = stablehlo.broadcast_in_dim %12, dims = [1, 2] : (tensor<5x6xf32>) -> tensor<4x5x6xf32>
    %313 = stablehlo.broadcast_in_dim %12, dims = [1, 2] : (tensor<5x6xf32>) -> tensor<4x5x6xf32>
    %314 = stablehlo.select %311, %313, %312 : tensor<4x5x6xi1>, tensor<4x5x6xf32>
    %315 = stablehlo.broadcast_in_dim %302, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x7xi1>
    %316 = stablehlo.broadcast_in_dim %13, dims = [1, 2] : (tensor<5x7xf32>) -> tensor<4x5x7xf32>
    %317 = stablehlo.broadcast_in_dim %13, dims = [1, 2] : (tensor<5x7xf32>) -> tensor<4x5x7xf32>
    %318 = stablehlo.select %315, %317, %316 : tensor<4x5x7xi1>, tensor<4x5x7xf32>
    %319 = stablehlo.broadcast_in_dim %302, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x8xi1>
    %320 = stablehlo.broadcast_in_dim %14, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %321 = stablehlo.broadcast_in_dim %14, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %322 = stablehlo.select %319, %321, %320 : tensor<4x5x8xi1>, tensor<4x5x8xf32>
    %323 = stablehlo.broadcast_in_dim %302, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x8xi1>
    %324 = stablehlo.broadcast_in_dim %15, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %325 = stablehlo.broadcast_in_dim %15, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %326 = stablehlo.select %323, %325, %324 : tensor<4x5x8xi1>, tensor<4x5x8xf32>
    %327 = stablehlo.broadcast_in_dim %302, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x8xi1>
    %328 = stablehlo.broadcast_in_dim %16, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %329 = stablehlo.broadcast_in_dim %16, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %330 = stablehlo.select %327, %329, %328 : tensor<4x5x8xi1>, tensor<4x5x8xf32>
    %331 = stablehlo.broadcast_in_dim %302, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x9xi1>
    %332 = stablehlo.broadcast_in_dim %17, dims = [1, 2] : (tensor<5x9xf32>) -> tensor<4x5x9xf32>
    %333 = stablehlo.broadcast_in_dim %17, dims = [1, 2] : (tensor<5x9xf32>) -> tensor<4x5x9xf32>
    %334 = stablehlo.select %331, %333, %332 : tensor<4x5x9xi1>, tensor<4x5x9xf32>
    %335 = stablehlo.broadcast_in_dim %302, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x10xi1>
    %336 = stablehlo.broadcast_in_dim %18, dims = [1, 2] : (tensor<5x10xf32>) -> tensor<4x5x10xf32>
    %337 = stablehlo.broadcast_in_dim %18, dims = [1, 2] : (tensor<5x10xf32>) -> tensor<4x5x10xf32>
    %338 = stablehlo.select %335, %337, %336 : tensor<4x5x10xi1>, tensor<4x5x10xf32>
    %339 = stablehlo.broadcast_in_dim %302, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x10xi1>
    %340 = stablehlo.broadcast_in_dim %19, dims = [1, 2] : (tensor<5x10xf32>) -> tensor<4x5x10xf32>
    %341 = stablehlo.broadcast_in_dim %19, dims = [1, 2] : (tensor<5x10xf32>) -> tensor<4x5x10xf32>
    %342 = stablehlo.select %339, %341, %340 : tensor<4x5x10xi1>, tensor<4x5x10xf32>
    %343 = stablehlo.broadcast_in_dim %302, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x8xi1>
    %344 = stablehlo.broadcast_in_dim %20, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %345 = stablehlo.broadcast_in_dim %20, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %346 = stablehlo.select %343, %345, %344 : tensor<4x5x8xi1>, tensor<4x5x8xf32>
    %347 = stablehlo.broadcast_in_dim %302, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x9xi1>
    %348 = stablehlo.broadcast_in_dim %21, dims = [1, 2] : (tensor<5x9xf32>) -> tensor<4x5x9xf32>
    %349 = stablehlo.broadcast_in_dim %21, dims = [1, 2] : (tensor<5x9xf32>) -> tensor<4x5x9xf32>
    %350 = stablehlo.select %347, %349, %348 : tensor<4x5x9xi1>, tensor<4x5x9xf32>
    %351 = stablehlo.broadcast_in_dim %302, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x6xi1>
    %352 = stablehlo.broadcast_in_dim %22, dims = [1, 2] : (tensor<5x6xf32>) -> tensor<4x5x6xf32>
    %353 = stablehlo.broadcast_in_dim %22, dims = [1, 2] : (tensor<5x6xf32>) -> tensor<4x5x6xf32>
    %354 = stablehlo.select %351, %353, %352 : tensor<4x5x6xi1>, tensor<4x5x6xf32>
    %355 = stablehlo.broadcast_in_dim %302, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x6xi1>
    %356 = stablehlo.broadcast_in_dim %23, dims = [1, 2] : (tensor<5x6xf32>) -> tensor<4x5x6xf32>
    %357 = stablehlo.broadcast_in_dim %23, dims = [1, 2] : (tensor<5x6xf32>) -> tensor<4x5x6xf32>
    %358 = stablehlo.select %355, %357, %356 : tensor<4x5x6xi1>, tensor<4x5x6xf32>
    %359 = stablehlo.select %302, %arg0, %arg0 : tensor<4x5xi1>, tensor<4x5xf32>
    %cst_27 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %360 = stablehlo.broadcast_in_dim %cst_27, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %361 = stablehlo.divide %360, %359 : tensor<4x5xf32>
    %362 = call @polyval_5(%338, %361) : (tensor<4x5x10xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %363 = call @polyval_5(%342, %361) : (tensor<4x5x10xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %364 = stablehlo.divide %362, %363 : tensor<4x5xf32>
    %365 = stablehlo.multiply %361, %364 : tensor<4x5xf32>
    %cst_28 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %366 = stablehlo.broadcast_in_dim %cst_28, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %367 = stablehlo.add %365, %366 : tensor<4x5xf32>
    %368 = stablehlo.exponential %359 : tensor<4x5xf32>
    %369 = stablehlo.multiply %368, %361 : tensor<4x5xf32>
    %370 = stablehlo.multiply %369, %367 : tensor<4x5xf32>
    %c_29 = stablehlo.constant dense<5> : tensor<i32>
    %371 = stablehlo.broadcast_in_dim %c_29, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %372 = stablehlo.compare EQ, %9, %371, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %373 = stablehlo.broadcast_in_dim %372, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x9xi1>
    %374 = stablehlo.broadcast_in_dim %10, dims = [1, 2] : (tensor<5x9xf32>) -> tensor<4x5x9xf32>
    %375 = stablehlo.broadcast_in_dim %10, dims = [1, 2] : (tensor<5x9xf32>) -> tensor<4x5x9xf32>
    %376 = stablehlo.select %373, %375, %374 : tensor<4x5x9xi1>, tensor<4x5x9xf32>
    %377 = stablehlo.broadcast_in_dim %372, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x10xi1>
    %378 = stablehlo.broadcast_in_dim %11, dims = [1, 2] : (tensor<5x10xf32>) -> tensor<4x5x10xf32>
    %379 = stablehlo.broadcast_in_dim %11, dims = [1, 2] : (tensor<5x10xf32>) -> tensor<4x5x10xf32>
    %380 = stablehlo.select %377, %379, %378 : tensor<4x5x10xi1>, tensor<4x5x10xf32>
    %381 = stablehlo.broadcast_in_dim %372, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x6xi1>
    %382 = stablehlo.broadcast_in_dim %12, dims = [1, 2] : (tensor<5x6xf32>) -> tensor<4x5x6xf32>
    %383 = stablehlo.broadcast_in_dim %12, dims = [1, 2] : (tensor<5x6xf32>) -> tensor<4x5x6xf32>
    %384 = stablehlo.select %381, %383, %382 : tensor<4x5x6xi1>, tensor<4x5x6xf32>
    %385 = stablehlo.broadcast_in_dim %372, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x7xi1>
    %386 = stablehlo.broadcast_in_dim %13, dims = [1, 2] : (tensor<5x7xf32>) -> tensor<4x5x7xf32>
    %387 = stablehlo.broadcast_in_dim %13, dims = [1, 2] : (tensor<5x7xf32>) -> tensor<4x5x7xf32>
    %388 = stablehlo.select %385, %387, %386 : tensor<4x5x7xi1>, tensor<4x5x7xf32>
    %389 = stablehlo.broadcast_in_dim %372, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x8xi1>
    %390 = stablehlo.broadcast_in_dim %14, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %391 = stablehlo.broadcast_in_dim %14, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %392 = stablehlo.select %389, %391, %390 : tensor<4x5x8xi1>, tensor<4x5x8xf32>
    %393 = stablehlo.broadcast_in_dim %372, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x8xi1>
    %394 = stablehlo.broadcast_in_dim %15, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %395 = stablehlo.broadcast_in_dim %15, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %396 = stablehlo.select %393, %395, %394 : tensor<4x5x8xi1>, tensor<4x5x8xf32>
    %397 = stablehlo.broadcast_in_dim %372, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x8xi1>
    %398 = stablehlo.broadcast_in_dim %16, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %399 = stablehlo.broadcast_in_dim %16, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %400 = stablehlo.select %397, %399, %398 : tensor<4x5x8xi1>, tensor<4x5x8xf32>
    %401 = stablehlo.broadcast_in_dim %372, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x9xi1>
    %402 = stablehlo.broadcast_in_dim %17, dims = [1, 2] : (tensor<5x9xf32>) -> tensor<4x5x9xf32>
    %403 = stablehlo.broadcast_in_dim %17, dims = [1, 2] : (tensor<5x9xf32>) -> tensor<4x5x9xf32>
    %404 = stablehlo.select %401, %403, %402 : tensor<4x5x9xi1>, tensor<4x5x9xf32>
    %405 = stablehlo.broadcast_in_dim %372, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x10xi1>
    %406 = stablehlo.broadcast_in_dim %18, dims = [1, 2] : (tensor<5x10xf32>) -> tensor<4x5x10xf32>
    %407 = stablehlo.broadcast_in_dim %18, dims = [1, 2] : (tensor<5x10xf32>) -> tensor<4x5x10xf32>
    %408 = stablehlo.select %405, %407, %406 : tensor<4x5x10xi1>, tensor<4x5x10xf32>
    %409 = stablehlo.broadcast_in_dim %372, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x10xi1>
    %410 = stablehlo.broadcast_in_dim %19, dims = [1, 2] : (tensor<5x10xf32>) -> tensor<4x5x10xf32>
    %411 = stablehlo.broadcast_in_dim %19, dims = [1, 2] : (tensor<5x10xf32>) -> tensor<4x5x10xf32>
    %412 = stablehlo.select %409, %411, %410 : tensor<4x5x10xi1>, tensor<4x5x10xf32>
    %413 = stablehlo.broadcast_in_dim %372, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x8xi1>
    %414 = stablehlo.broadcast_in_dim %20, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %415 = stablehlo.broadcast_in_dim %20, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %416 = stablehlo.select %413, %415, %414 : tensor<4x5x8xi1>, tensor<4x5x8xf32>
    %417 = stablehlo.broadcast_in_dim %372, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x9xi1>
    %418 = stablehlo.broadcast_in_dim %21, dims = [1, 2] : (tensor<5x9xf32>) -> tensor<4x5x9xf32>
    %419 = stablehlo.broadcast_in_dim %21, dims = [1, 2] : (tensor<5x9xf32>) -> tensor<4x5x9xf32>
    %420 = stablehlo.select %417, %419, %418 : tensor<4x5x9xi1>, tensor<4x5x9xf32>
    %421 = stablehlo.broadcast_in_dim %372, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x6xi1>
    %422 = stablehlo.broadcast_in_dim %22, dims = [1, 2] : (tensor<5x6xf32>) -> tensor<4x5x6xf32>
    %423 = stablehlo.broadcast_in_dim %22, dims = [1, 2] : (tensor<5x6xf32>) -> tensor<4x5x6xf32>
    %424 = stablehlo.select %421, %423, %422 : tensor<4x5x6xi1>, tensor<4x5x6xf32>
    %425 = stablehlo.broadcast_in_dim %372, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x6xi1>
    %426 = stablehlo.broadcast_in_dim %23, dims = [1, 2] : (tensor<5x6xf32>) -> tensor<4x5x6xf32>
    %427 = stablehlo.broadcast_in_dim %23, dims = [1, 2] : (tensor<5x6xf32>) -> tensor<4x5x6xf32>
    %428 = stablehlo.select %425, %427, %426 : tensor<4x5x6xi1>, tensor<4x5x6xf32>
    %429 = stablehlo.select %372, %arg0, %arg0 : tensor<4x5xi1>, tensor<4x5xf32>
    %cst_30 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %430 = stablehlo.broadcast_in_dim %cst_30, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %431 = stablehlo.divide %430, %429 : tensor<4x5xf32>
    %432 = call @polyval_11(%416, %431) : (tensor<4x5x8xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %433 = call @polyval(%420, %431) : (tensor<4x5x9xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %434 = stablehlo.divide %432, %433 : tensor<4x5xf32>
    %435 = stablehlo.multiply %431, %434 : tensor<4x5xf32>
    %cst_31 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %436 = stablehlo.broadcast_in_dim %cst_31, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %437 = stablehlo.add %435, %436 : tensor<4x5xf32>
    %438 = stablehlo.exponential %429 : tensor<4x5xf32>
    %439 = stablehlo.multiply %438, %431 : tensor<4x5xf32>
    %440 = stablehlo.multiply %439, %437 : tensor<4x5xf32>
    %c_32 = stablehlo.constant dense<6> : tensor<i32>
    %441 = stablehlo.broadcast_in_dim %c_32, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %442 = stablehlo.compare EQ, %9, %441, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %443 = stablehlo.broadcast_in_dim %442, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x9xi1>
    %444 = stablehlo.broadcast_in_dim %10, dims = [1, 2] : (tensor<5x9xf32>) -> tensor<4x5x9xf32>
    %445 = stablehlo.broadcast_in_dim %10, dims = [1, 2] : (tensor<5x9xf32>) -> tensor<4x5x9xf32>
    %446 = stablehlo.select %443, %445, %444 : tensor<4x5x9xi1>, tensor<4x5x9xf32>
    %447 = stablehlo.broadcast_in_dim %442, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x10xi1>
    %448 = stablehlo.broadcast_in_dim %11, dims = [1, 2] : (tensor<5x10xf32>) -> tensor<4x5x10xf32>
    %449 = stablehlo.broadcast_in_dim %11, dims = [1, 2] : (tensor<5x10xf32>) -> tensor<4x5x10xf32>
    %450 = stablehlo.select %447, %449, %448 : tensor<4x5x10xi1>, tensor<4x5x10xf32>
    %451 = stablehlo.broadcast_in_dim %442, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x6xi1>
    %452 = stablehlo.broadcast_in_dim %12, dims = [1, 2] : (tensor<5x6xf32>) -> tensor<4x5x6xf32>
    %453 = stablehlo.broadcast_in_dim %12, dims = [1, 2] : (tensor<5x6xf32>) -> tensor<4x5x6xf32>
    %454 = stablehlo.select %451, %453, %452 : tensor<4x5x6xi1>, tensor<4x5x6xf32>
    %455 = stablehlo.broadcast_in_dim %442, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x7xi1>
    %456 = stablehlo.broadcast_in_dim %13, dims = [1, 2] : (tensor<5x7xf32>) -> tensor<4x5x7xf32>
    %457 = stablehlo.broadcast_in_dim %13, dims = [1, 2] : (tensor<5x7xf32>) -> tensor<4x5x7xf32>
    %458 = stablehlo.select %455, %457, %456 : tensor<4x5x7xi1>, tensor<4x5x7xf32>
    %459 = stablehlo.broadcast_in_dim %442, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x8xi1>
    %460 = stablehlo.broadcast_in_dim %14, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %461 = stablehlo.broadcast_in_dim %14, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %462 = stablehlo.select %459, %461, %460 : tensor<4x5x8xi1>, tensor<4x5x8xf32>
    %463 = stablehlo.broadcast_in_dim %442, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x8xi1>
    %464 = stablehlo.broadcast_in_dim %15, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %465 = stablehlo.broadcast_in_dim %15, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %466 = stablehlo.select %463, %465, %464 : tensor<4x5x8xi1>, tensor<4x5x8xf32>
    %467 = stablehlo.broadcast_in_dim %442, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x8xi1>
    %468 = stablehlo.broadcast_in_dim %16, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %469 = stablehlo.broadcast_in_dim %16, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %470 = stablehlo.select %467, %469, %468 : tensor<4x5x8xi1>, tensor<4x5x8xf32>
    %471 = stablehlo.broadcast_in_dim %442, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x9xi1>
    %472 = stablehlo.broadcast_in_dim %17, dims = [1, 2] : (tensor<5x9xf32>) -> tensor<4x5x9xf32>
    %473 = stablehlo.broadcast_in_dim %17, dims = [1, 2] : (tensor<5x9xf32>) -> tensor<4x5x9xf32>
    %474 = stablehlo.select %471, %473, %472 : tensor<4x5x9xi1>, tensor<4x5x9xf32>
    %475 = stablehlo.broadcast_in_dim %442, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x10xi1>
    %476 = stablehlo.broadcast_in_dim %18, dims = [1, 2] : (tensor<5x10xf32>) -> tensor<4x5x10xf32>
    %477 = stablehlo.broadcast_in_dim %18, dims = [1, 2] : (tensor<5x10xf32>) -> tensor<4x5x10xf32>
    %478 = stablehlo.select %475, %477, %476 : tensor<4x5x10xi1>, tensor<4x5x10xf32>
    %479 = stablehlo.broadcast_in_dim %442, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x10xi1>
    %480 = stablehlo.broadcast_in_dim %19, dims = [1, 2] : (tensor<5x10xf32>) -> tensor<4x5x10xf32>
    %481 = stablehlo.broadcast_in_dim %19, dims = [1, 2] : (tensor<5x10xf32>) -> tensor<4x5x10xf32>
    %482 = stablehlo.select %479, %481, %480 : tensor<4x5x10xi1>, tensor<4x5x10xf32>
    %483 = stablehlo.broadcast_in_dim %442, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x8xi1>
    %484 = stablehlo.broadcast_in_dim %20, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %485 = stablehlo.broadcast_in_dim %20, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %486 = stablehlo.select %483, %485, %484 : tensor<4x5x8xi1>, tensor<4x5x8xf32>
    %487 = stablehlo.broadcast_in_dim %442, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x9xi1>
    %488 = stablehlo.broadcast_in_dim %21, dims = [1, 2] : (tensor<5x9xf32>) -> tensor<4x5x9xf32>
    %489 = stablehlo.broadcast_in_dim %21, dims = [1, 2] : (tensor<5x9xf32>) -> tensor<4x5x9xf32>
    %490 = stablehlo.select %487, %489, %488 : tensor<4x5x9xi1>, tensor<4x5x9xf32>
    %491 = stablehlo.broadcast_in_dim %442, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x6xi1>
    %492 = stablehlo.broadcast_in_dim %22, dims = [1, 2] : (tensor<5x6xf32>) -> tensor<4x5x6xf32>
    %493 = stablehlo.broadcast_in_dim %22, dims = [1, 2] : (tensor<5x6xf32>) -> tensor<4x5x6xf32>
    %494 = stablehlo.select %491, %493, %492 : tensor<4x5x6xi1>, tensor<4x5x6xf32>
    %495 = stablehlo.broadcast_in_dim %442, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x6xi1>
    %496 = stablehlo.broadcast_in_dim %23, dims = [1, 2] : (tensor<5x6xf32>) -> tensor<4x5x6xf32>
    %497 = stablehlo.broadcast_in_dim %23, dims = [1, 2] : (tensor<5x6xf32>) -> tensor<4x5x6xf32>
    %498 = stablehlo.select %495, %497, %496 : tensor<4x5x6xi1>, tensor<4x5x6xf32>
    %499 = stablehlo.select %442, %arg0, %arg0 : tensor<4x5xi1>, tensor<4x5xf32>
    %cst_33 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %500 = stablehlo.broadcast_in_dim %cst_33, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %501 = stablehlo.divide %500, %499 : tensor<4x5xf32>
    %502 = call @polyval_7(%494, %501) : (tensor<4x5x6xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %503 = call @polyval_7(%498, %501) : (tensor<4x5x6xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %504 = stablehlo.divide %502, %503 : tensor<4x5xf32>
    %505 = stablehlo.multiply %501, %504 : tensor<4x5xf32>
    %cst_34 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %506 = stablehlo.broadcast_in_dim %cst_34, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %507 = stablehlo.add %505, %506 : tensor<4x5xf32>
    %508 = stablehlo.exponential %499 : tensor<4x5xf32>
    %509 = stablehlo.multiply %508, %501 : tensor<4x5xf32>
    %510 = stablehlo.multiply %509, %507 : tensor<4x5xf32>
    %c_35 = stablehlo.constant dense<3> : tensor<i32>
    %511 = stablehlo.broadcast_in_dim %c_35, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %512 = stablehlo.compare LT, %9, %511, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %c_36 = stablehlo.constant dense<1> : tensor<i32>
    %513 = stablehlo.broadcast_in_dim %c_36, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %514 = stablehlo.compare LT, %9, %513, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %c_37 = stablehlo.constant dense<2> : tensor<i32>
    %515 = stablehlo.broadcast_in_dim %c_37, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %516 = stablehlo.compare LT, %9, %515, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %517 = stablehlo.select %516, %160, %230 : tensor<4x5xi1>, tensor<4x5xf32>
    %518 = stablehlo.select %514, %93, %517 : tensor<4x5xi1>, tensor<4x5xf32>
    %c_38 = stablehlo.constant dense<5> : tensor<i32>
    %519 = stablehlo.broadcast_in_dim %c_38, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %520 = stablehlo.compare LT, %9, %519, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %c_39 = stablehlo.constant dense<4> : tensor<i32>
    %521 = stablehlo.broadcast_in_dim %c_39, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %522 = stablehlo.compare LT, %9, %521, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %523 = stablehlo.select %522, %300, %370 : tensor<4x5xi1>, tensor<4x5xf32>
    %c_40 = stablehlo.constant dense<6> : tensor<i32>
    %524 = stablehlo.broadcast_in_dim %c_40, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %525 = stablehlo.compare LT, %9, %524, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %526 = stablehlo.select %525, %440, %510 : tensor<4x5xi1>, tensor<4x5xf32>
    %527 = stablehlo.select %520, %523, %526 : tensor<4x5xi1>, tensor<4x5xf32>
    %528 = stablehlo.select %512, %518, %527 : tensor<4x5xi1>, tensor<4x5xf32>
    return %528 : tensor<4x5xf32>
  }
  func.func private @cumsum_2(%arg0: tensor<4x5x7xi1>) -> tensor<4x5x7xi32> {
    %0 = stablehlo.convert %arg0 : (tensor<4x5x7xi1>) -> tensor<4x5x7xi32>
    %1 = call @cumsum_3(%0) : (tensor<4x5x7xi32>) -> tensor<4x5x7xi32>
    return %1 : tensor<4x5x7xi32>
  }
  func.func private @cumsum_3(%arg0: tensor<4x5x7xi32>) -> tensor<4x5x7xi32> {
    %c = stablehlo.constant dense<0> : tensor<i32>
    %0 = stablehlo.broadcast_in_dim %c, dims = [] : (tensor<i32>) -> tensor<i32>
    %1 = "stablehlo.reduce_window"(%arg0, %0) <{base_dilations = array<i64: 1, 1, 1>, padding = dense<[[0, 0], [0, 0], [6, 0]]> : tensor<3x2xi64>, window_dilations = array<i64: 1, 1, 1>, window_dimensions = array<i64: 1, 1, 7>, window_strides = array<i64: 1, 1, 1>}> ({
    ^bb0(%arg1: tensor<i32>, %arg2: tensor<i32>):
      %2 = stablehlo.add %arg1, %arg2 : tensor<i32>
      stablehlo.return %2 : tensor<i32>
    }) : (tensor<4x5x7xi32>, tensor<i32>) -> tensor<4x5x7xi32>
    return %1 : tensor<4x5x7xi32>
  }
  func.func private @argmax_4(%arg0: tensor<4x5x7xi32>) -> tensor<4x5xi32> {
    %0 = stablehlo.iota dim = 2 : tensor<4x5x7xi32>
    %c = stablehlo.constant dense<-2147483648> : tensor<i32>
    %c_0 = stablehlo.constant dense<0> : tensor<i32>
    %1:2 = stablehlo.reduce(%arg0 init: %c), (%0 init: %c_0) across dimensions = [2] : (tensor<4x5x7xi32>, tensor<4x5x7xi32>, tensor<i32>, tensor<i32>) -> (tensor<4x5xi32>, tensor<4x5xi32>)
     reducer(%arg1: tensor<i32>, %arg3: tensor<i32>) (%arg2: tensor<i32>, %arg4: tensor<i32>)  {
      %2 = stablehlo.compare GT, %arg1, %arg3, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
      %3 = stablehlo.compare NE, %arg1, %arg1, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
      %4 = stablehlo.or %2, %3 : tensor<i1>
      %5 = stablehlo.compare EQ, %arg1, %arg3, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
      %6 = stablehlo.compare LT, %arg2, %arg4, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
      %7 = stablehlo.and %5, %6 : tensor<i1>
      %8 = stablehlo.or %4, %7 : tensor<i1>
      %9 = stablehlo.select %4, %arg1, %arg3 : tensor<i1>, tensor<i32>
      %10 = stablehlo.select %8, %arg2, %arg4 : tensor<i1>, tensor<i32>
      stablehlo.return %9, %10 : tensor<i32>, tensor<i32>
    }
    return %1#1 : tensor<4x5xi32>
  }
  func.func private @polyval(%arg0: tensor<4x5x9xf32>, %arg1: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %1 = stablehlo.transpose %arg0, dims = [0, 2, 1] : (tensor<4x5x9xf32>) -> tensor<4x9x5xf32>
    %2 = stablehlo.broadcast_in_dim %0, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %3 = stablehlo.transpose %1, dims = [1, 0, 2] : (tensor<4x9x5xf32>) -> tensor<9x4x5xf32>
    %4 = stablehlo.slice %3 [0:0, 0:4, 0:5] : (tensor<9x4x5xf32>) -> tensor<0x4x5xf32>
    %5 = stablehlo.slice %3 [0:9, 0:4, 0:5] : (tensor<9x4x5xf32>) -> tensor<9x4x5xf32>
    %6 = stablehlo.slice %5 [0:1, 0:4, 0:5] : (tensor<9x4x5xf32>) -> tensor<1x4x5xf32>
    %7 = stablehlo.reshape %6 : (tensor<1x4x5xf32>) -> tensor<4x5xf32>
    %8 = call @closed_call(%arg1, %2, %7) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %9 = stablehlo.slice %5 [1:2, 0:4, 0:5] : (tensor<9x4x5xf32>) -> tensor<1x4x5xf32>
    %10 = stablehlo.reshape %9 : (tensor<1x4x5xf32>) -> tensor<4x5xf32>
    %11 = call @closed_call(%arg1, %8, %10) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %12 = stablehlo.slice %5 [2:3, 0:4, 0:5] : (tensor<9x4x5xf32>) -> tensor<1x4x5xf32>
    %13 = stablehlo.reshape %12 : (tensor<1x4x5xf32>) -> tensor<4x5xf32>
    %14 = call @closed_call(%arg1, %11, %13) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %15 = stablehlo.slice %5 [3:4, 0:4, 0:5] : (tensor<9x4x5xf32>) -> tensor<1x4x5xf32>
    %16 = stablehlo.reshape %15 : (tensor<1x4x5xf32>) -> tensor<4x5xf32>
    %17 = call @closed_call(%arg1, %14, %16) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %18 = stablehlo.slice %5 [4:5, 0:4, 0:5] : (tensor<9x4x5xf32>) -> tensor<1x4x5xf32>
    %19 = stablehlo.reshape %18 : (tensor<1x4x5xf32>) -> tensor<4x5xf32>
    %20 = call @closed_call(%arg1, %17, %19) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %21 = stablehlo.slice %5 [5:6, 0:4, 0:5] : (tensor<9x4x5xf32>) -> tensor<1x4x5xf32>
    %22 = stablehlo.reshape %21 : (tensor<1x4x5xf32>) -> tensor<4x5xf32>
    %23 = call @closed_call(%arg1, %20, %22) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %24 = stablehlo.slice %5 [6:7, 0:4, 0:5] : (tensor<9x4x5xf32>) -> tensor<1x4x5xf32>
    %25 = stablehlo.reshape %24 : (tensor<1x4x5xf32>) -> tensor<4x5xf32>
    %26 = call @closed_call(%arg1, %23, %25) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %27 = stablehlo.slice %5 [7:8, 0:4, 0:5] : (tensor<9x4x5xf32>) -> tensor<1x4x5xf32>
    %28 = stablehlo.reshape %27 : (tensor<1x4x5xf32>) -> tensor<4x5xf32>
    %29 = call @closed_call(%arg1, %26, %28) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %30 = stablehlo.slice %5 [8:9, 0:4, 0:5] : (tensor<9x4x5xf32>) -> tensor<1x4x5xf32>
    %31 = stablehlo.reshape %30 : (tensor<1x4x5xf32>) -> tensor<4x5xf32>
    %32 = call @closed_call(%arg1, %29, %31) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    return %32 : tensor<4x5xf32>
  }
  func.func private @closed_call(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>, %arg2: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = stablehlo.multiply %arg1, %arg0 : tensor<4x5xf32>
    %1 = stablehlo.add %0, %arg2 : tensor<4x5xf32>
    return %1 : tensor<4x5xf32>
  }
  func.func private @polyval_5(%arg0: tensor<4x5x10xf32>, %arg1: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %1 = stablehlo.transpose %arg0, dims = [0, 2, 1] : (tensor<4x5x10xf32>) -> tensor<4x10x5xf32>
    %2 = stablehlo.broadcast_in_dim %0, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %3 = stablehlo.transpose %1, dims = [1, 0, 2] : (tensor<4x10x5xf32>) -> tensor<10x4x5xf32>
    %4 = stablehlo.slice %3 [0:0, 0:4, 0:5] : (tensor<10x4x5xf32>) -> tensor<0x4x5xf32>
    %5 = stablehlo.slice %3 [0:10, 0:4, 0:5] : (tensor<10x4x5xf32>) -> tensor<10x4x5xf32>
    %6 = stablehlo.slice %5 [0:1, 0:4, 0:5] : (tensor<10x4x5xf32>) -> tensor<1x4x5xf32>
    %7 = stablehlo.reshape %6 : (tensor<1x4x5xf32>) -> tensor<4x5xf32>
    %8 = call @closed_call_6(%arg1, %2, %7) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %9 = stablehlo.slice %5 [1:2, 0:4, 0:5] : (tensor<10x4x5xf32>) -> tensor<1x4x5xf32>
    %10 = stablehlo.reshape %9 : (tensor<1x4x5xf32>) -> tensor<4x5xf32>
    %11 = call @closed_call_6(%arg1, %8, %10) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %12 = stablehlo.slice %5 [2:3, 0:4, 0:5] : (tensor<10x4x5xf32>) -> tensor<1x4x5xf32>
    %13 = stablehlo.reshape %12 : (tensor<1x4x5xf32>) -> tensor<4x5xf32>
    %14 = call @closed_call_6(%arg1, %11, %13) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %15 = stablehlo.slice %5 [3:4, 0:4, 0:5] : (tensor<10x4x5xf32>) -> tensor<1x4x5xf32>
    %16 = stablehlo.reshape %15 : (tensor<1x4x5xf32>) -> tensor<4x5xf32>
    %17 = call @closed_call_6(%arg1, %14, %16) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %18 = stablehlo.slice %5 [4:5, 0:4, 0:5] : (tensor<10x4x5xf32>) -> tensor<1x4x5xf32>
    %19 = stablehlo.reshape %18 : (tensor<1x4x5xf32>) -> tensor<4x5xf32>
    %20 = call @closed_call_6(%arg1, %17, %19) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %21 = stablehlo.slice %5 [5:6, 0:4, 0:5] : (tensor<10x4x5xf32>) -> tensor<1x4x5xf32>
    %22 = stablehlo.reshape %21 : (tensor<1x4x5xf32>) -> tensor<4x5xf32>
    %23 = call @closed_call_6(%arg1, %20, %22) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %24 = stablehlo.slice %5 [6:7, 0:4, 0:5] : (tensor<10x4x5xf32>) -> tensor<1x4x5xf32>
    %25 = stablehlo.reshape %24 : (tensor<1x4x5xf32>) -> tensor<4x5xf32>
    %26 = call @closed_call_6(%arg1, %23, %25) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %27 = stablehlo.slice %5 [7:8, 0:4, 0:5] : (tensor<10x4x5xf32>) -> tensor<1x4x5xf32>
    %28 = stablehlo.reshape %27 : (tensor<1x4x5xf32>) -> tensor<4x5xf32>
    %29 = call @closed_call_6(%arg1, %26, %28) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %30 = stablehlo.slice %5 [8:9, 0:4, 0:5] : (tensor<10x4x5xf32>) -> tensor<1x4x5xf32>
    %31 = stablehlo.reshape %30 : (tensor<1x4x5xf32>) -> tensor<4x5xf32>
    %32 = call @closed_call_6(%arg1, %29, %31) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %33 = stablehlo.slice %5 [9:10, 0:4, 0:5] : (tensor<10x4x5xf32>) -> tensor<1x4x5xf32>
    %34 = stablehlo.reshape %33 : (tensor<1x4x5xf32>) -> tensor<4x5xf32>
    %35 = call @closed_call_6(%arg1, %32, %34) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    return %35 : tensor<4x5xf32>
  }
  func.func private @closed_call_6(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>, %arg2: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = stablehlo.multiply %arg1, %arg0 : tensor<4x5xf32>
    %1 = stablehlo.add %0, %arg2 : tensor<4x5xf32>
    return %1 : tensor<4x5xf32>
  }
  func.func private @polyval_7(%arg0: tensor<4x5x6xf32>, %arg1: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %1 = stablehlo.transpose %arg0, dims = [0, 2, 1] : (tensor<4x5x6xf32>) -> tensor<4x6x5xf32>
    %2 = stablehlo.broadcast_in_dim %0, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %3 = stablehlo.transpose %1, dims = [1, 0, 2] : (tensor<4x6x5xf32>) -> tensor<6x4x5xf32>
    %4 = stablehlo.slice %3 [0:0, 0:4, 0:5] : (tensor<6x4x5xf32>) -> tensor<0x4x5xf32>
    %5 = stablehlo.slice %3 [0:6, 0:4, 0:5] : (tensor<6x4x5xf32>) -> tensor<6x4x5xf32>
    %6 = stablehlo.slice %5 [0:1, 0:4, 0:5] : (tensor<6x4x5xf32>) -> tensor<1x4x5xf32>
    %7 = stablehlo.reshape %6 : (tensor<1x4x5xf32>) -> tensor<4x5xf32>
    %8 = call @closed_call_8(%arg1, %2, %7) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %9 = stablehlo.slice %5 [1:2, 0:4, 0:5] : (tensor<6x4x5xf32>) -> tensor<1x4x5xf32>
    %10 = stablehlo.reshape %9 : (tensor<1x4x5xf32>) -> tensor<4x5xf32>
    %11 = call @closed_call_8(%arg1, %8, %10) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %12 = stablehlo.slice %5 [2:3, 0:4, 0:5] : (tensor<6x4x5xf32>) -> tensor<1x4x5xf32>
    %13 = stablehlo.reshape %12 : (tensor<1x4x5xf32>) -> tensor<4x5xf32>
    %14 = call @closed_call_8(%arg1, %11, %13) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %15 = stablehlo.slice %5 [3:4, 0:4, 0:5] : (tensor<6x4x5xf32>) -> tensor<1x4x5xf32>
    %16 = stablehlo.reshape %15 : (tensor<1x4x5xf32>) -> tensor<4x5xf32>
    %17 = call @closed_call_8(%arg1, %14, %16) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %18 = stablehlo.slice %5 [4:5, 0:4, 0:5] : (tensor<6x4x5xf32>) -> tensor<1x4x5xf32>
    %19 = stablehlo.reshape %18 : (tensor<1x4x5xf32>) -> tensor<4x5xf32>
    %20 = call @closed_call_8(%arg1, %17, %19) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %21 = stablehlo.slice %5 [5:6, 0:4, 0:5] : (tensor<6x4x5xf32>) -> tensor<1x4x5xf32>
    %22 = stablehlo.reshape %21 : (tensor<1x4x5xf32>) -> tensor<4x5xf32>
    %23 = call @closed_call_8(%arg1, %20, %22) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    return %23 : tensor<4x5xf32>
  }
  func.func private @closed_call_8(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>, %arg2: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = stablehlo.multiply %arg1, %arg0 : tensor<4x5xf32>
    %1 = stablehlo.add %0, %arg2 : tensor<4x5xf32>
    return %1 : tensor<4x5xf32>
  }
  func.func private @polyval_9(%arg0: tensor<4x5x7xf32>, %arg1: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %1 = stablehlo.transpose %arg0, dims = [0, 2, 1] : (tensor<4x5x7xf32>) -> tensor<4x7x5xf32>
    %2 = stablehlo.broadcast_in_dim %0, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %3 = stablehlo.transpose %1, dims = [1, 0, 2] : (tensor<4x7x5xf32>) -> tensor<7x4x5xf32>
    %4 = stablehlo.slice %3 [0:0, 0:4, 0:5] : (tensor<7x4x5xf32>) -> tensor<0x4x5xf32>
    %5 = stablehlo.slice %3 [0:7, 0:4, 0:5] : (tensor<7x4x5xf32>) -> tensor<7x4x5xf32>
    %6 = stablehlo.slice %5 [0:1, 0:4, 0:5] : (tensor<7x4x5xf32>) -> tensor<1x4x5xf32>
    %7 = stablehlo.reshape %6 : (tensor<1x4x5xf32>) -> tensor<4x5xf32>
    %8 = call @closed_call_10(%arg1, %2, %7) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %9 = stablehlo.slice %5 [1:2, 0:4, 0:5] : (tensor<7x4x5xf32>) -> tensor<1x4x5xf32>
    %10 = stablehlo.reshape %9 : (tensor<1x4x5xf32>) -> tensor<4x5xf32>
    %11 = call @closed_call_10(%arg1, %8, %10) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %12 = stablehlo.slice %5 [2:3, 0:4, 0:5] : (tensor<7x4x5xf32>) -> tensor<1x4x5xf32>
    %13 = stablehlo.reshape %12 : (tensor<1x4x5xf32>) -> tensor<4x5xf32>
    %14 = call @closed_call_10(%arg1, %11, %13) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %15 = stablehlo.slice %5 [3:4, 0:4, 0:5] : (tensor<7x4x5xf32>) -> tensor<1x4x5xf32>
    %16 = stablehlo.reshape %15 : (tensor<1x4x5xf32>) -> tensor<4x5xf32>
    %17 = call @closed_call_10(%arg1, %14, %16) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %18 = stablehlo.slice %5 [4:5, 0:4, 0:5] : (tensor<7x4x5xf32>) -> tensor<1x4x5xf32>
    %19 = stablehlo.reshape %18 : (tensor<1x4x5xf32>) -> tensor<4x5xf32>
    %20 = call @closed_call_10(%arg1, %17, %19) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %21 = stablehlo.slice %5 [5:6, 0:4, 0:5] : (tensor<7x4x5xf32>) -> tensor<1x4x5xf32>
    %22 = stablehlo.reshape %21 : (tensor<1x4x5xf32>) -> tensor<4x5xf32>
    %23 = call @closed_call_10(%arg1, %20, %22) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %24 = stablehlo.slice %5 [6:7, 0:4, 0:5] : (tensor<7x4x5xf32>) -> tensor<1x4x5xf32>
    %25 = stablehlo.reshape %24 : (tensor<1x4x5xf32>) -> tensor<4x5xf32>
    %26 = call @closed_call_10(%arg1, %23, %25) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    return %26 : tensor<4x5xf32>
  }
  func.func private @closed_call_10(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>, %arg2: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = stablehlo.multiply %arg1, %arg0 : tensor<4x5xf32>
    %1 = stablehlo.add %0, %arg2 : tensor<4x5xf32>
    return %1 : tensor<4x5xf32>
  }
  func.func private @polyval_11(%arg0: tensor<4x5x8xf32>, %arg1: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %1 = stablehlo.transpose %arg0, dims = [0, 2, 1] : (tensor<4x5x8xf32>) -> tensor<4x8x5xf32>
    %2 = stablehlo.broadcast_in_dim %0, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %3 = stablehlo.transpose %1, dims = [1, 0, 2] : (tensor<4x8x5xf32>) -> tensor<8x4x5xf32>
    %4 = stablehlo.slice %3 [0:0, 0:4, 0:5] : (tensor<8x4x5xf32>) -> tensor<0x4x5xf32>
    %5 = stablehlo.slice %3 [0:8, 0:4, 0:5] : (tensor<8x4x5xf32>) -> tensor<8x4x5xf32>
    %6 = stablehlo.slice %5 [0:1, 0:4, 0:5] : (tensor<8x4x5xf32>) -> tensor<1x4x5xf32>
    %7 = stablehlo.reshape %6 : (tensor<1x4x5xf32>) -> tensor<4x5xf32>
    %8 = call @closed_call_12(%arg1, %2, %7) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %9 = stablehlo.slice %5 [1:2, 0:4, 0:5] : (tensor<8x4x5xf32>) -> tensor<1x4x5xf32>
    %10 = stablehlo.reshape %9 : (tensor<1x4x5xf32>) -> tensor<4x5xf32>
    %11 = call @closed_call_12(%arg1, %8, %10) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %12 = stablehlo.slice %5 [2:3, 0:4, 0:5] : (tensor<8x4x5xf32>) -> tensor<1x4x5xf32>
    %13 = stablehlo.reshape %12 : (tensor<1x4x5xf32>) -> tensor<4x5xf32>
    %14 = call @closed_call_12(%arg1, %11, %13) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %15 = stablehlo.slice %5 [3:4, 0:4, 0:5] : (tensor<8x4x5xf32>) -> tensor<1x4x5xf32>
    %16 = stablehlo.reshape %15 : (tensor<1x4x5xf32>) -> tensor<4x5xf32>
    %17 = call @closed_call_12(%arg1, %14, %16) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %18 = stablehlo.slice %5 [4:5, 0:4, 0:5] : (tensor<8x4x5xf32>) -> tensor<1x4x5xf32>
    %19 = stablehlo.reshape %18 : (tensor<1x4x5xf32>) -> tensor<4x5xf32>
    %20 = call @closed_call_12(%arg1, %17, %19) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %21 = stablehlo.slice %5 [5:6, 0:4, 0:5] : (tensor<8x4x5xf32>) -> tensor<1x4x5xf32>
    %22 = stablehlo.reshape %21 : (tensor<1x4x5xf32>) -> tensor<4x5xf32>
    %23 = call @closed_call_12(%arg1, %20, %22) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %24 = stablehlo.slice %5 [6:7, 0:4, 0:5] : (tensor<8x4x5xf32>) -> tensor<1x4x5xf32>
    %25 = stablehlo.reshape %24 : (tensor<1x4x5xf32>) -> tensor<4x5xf32>
    %26 = call @closed_call_12(%arg1, %23, %25) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %27 = stablehlo.slice %5 [7:8, 0:4, 0:5] : (tensor<8x4x5xf32>) -> tensor<1x4x5xf32>
    %28 = stablehlo.reshape %27 : (tensor<1x4x5xf32>) -> tensor<4x5xf32>
    %29 = call @closed_call_12(%arg1, %26, %28) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    return %29 : tensor<4x5xf32>
  }
  func.func private @closed_call_12(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>, %arg2: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = stablehlo.multiply %arg1, %arg0 : tensor<4x5xf32>
    %1 = stablehlo.add %0, %arg2 : tensor<4x5xf32>
    return %1 : tensor<4x5xf32>
  }
  func.func private @expn(%arg0: tensor<i32>, %arg1: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = stablehlo.convert %arg0 : (tensor<i32>) -> tensor<f32>
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %1 = stablehlo.compare LT, %0, %cst, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %cst_0 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %2 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %3 = stablehlo.compare LT, %arg1, %2, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %4 = stablehlo.broadcast_in_dim %1, dims = [] : (tensor<i1>) -> tensor<4x5xi1>
    %5 = stablehlo.or %4, %3 : tensor<4x5xi1>
    %cst_1 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %6 = stablehlo.broadcast_in_dim %cst_1, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %7 = stablehlo.compare EQ, %arg1, %6, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_2 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
    %8 = stablehlo.compare LT, %0, %cst_2, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %9 = stablehlo.broadcast_in_dim %8, dims = [] : (tensor<i1>) -> tensor<4x5xi1>
    %10 = stablehlo.and %7, %9 : tensor<4x5xi1>
    %cst_3 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %11 = stablehlo.broadcast_in_dim %cst_3, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %12 = stablehlo.compare EQ, %arg1, %11, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_4 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
    %13 = stablehlo.compare GE, %0, %cst_4, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %14 = stablehlo.broadcast_in_dim %13, dims = [] : (tensor<i1>) -> tensor<4x5xi1>
    %15 = stablehlo.and %12, %14 : tensor<4x5xi1>
    %cst_5 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %16 = stablehlo.compare EQ, %0, %cst_5, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %cst_6 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %17 = stablehlo.broadcast_in_dim %cst_6, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %18 = stablehlo.compare GE, %arg1, %17, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %19 = stablehlo.broadcast_in_dim %16, dims = [] : (tensor<i1>) -> tensor<4x5xi1>
    %20 = stablehlo.and %19, %18 : tensor<4x5xi1>
    %cst_7 = stablehlo.constant dense<5.000000e+03> : tensor<f32>
    %21 = stablehlo.compare GE, %0, %cst_7, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %cst_8 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %22 = stablehlo.broadcast_in_dim %cst_8, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %23 = stablehlo.compare GT, %arg1, %22, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_9 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %24 = stablehlo.compare EQ, %0, %cst_9, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %25 = stablehlo.add %0, %0 : tensor<f32>
    %26 = call @_where(%24, %25, %0) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
    %cst_10 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %27 = stablehlo.divide %cst_10, %26 : tensor<f32>
    %28 = stablehlo.negate %arg1 : tensor<4x5xf32>
    %29 = stablehlo.exponential %28 : tensor<4x5xf32>
    %30 = stablehlo.divide %29, %arg1 : tensor<4x5xf32>
    %31 = stablehlo.broadcast_in_dim %5, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x1xi1>
    %32 = stablehlo.broadcast_in_dim %10, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x1xi1>
    %33 = stablehlo.broadcast_in_dim %15, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x1xi1>
    %34 = stablehlo.broadcast_in_dim %20, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x1xi1>
    %35 = stablehlo.broadcast_in_dim %21, dims = [] : (tensor<i1>) -> tensor<1xi1>
    %36 = stablehlo.broadcast_in_dim %23, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x1xi1>
    %37 = stablehlo.broadcast_in_dim %35, dims = [1] : (tensor<1xi1>) -> tensor<5x1xi1>
    %38 = stablehlo.broadcast_in_dim %37, dims = [1, 2] : (tensor<5x1xi1>) -> tensor<4x5x1xi1>
    %39 = stablehlo.concatenate %31, %32, %33, %34, %38, %36, dim = 2 : (tensor<4x5x1xi1>, tensor<4x5x1xi1>, tensor<4x5x1xi1>, tensor<4x5x1xi1>, tensor<4x5x1xi1>, tensor<4x5x1xi1>) -> tensor<4x5x6xi1>
    %cst_11 = stablehlo.constant dense<0x7FC00000> : tensor<f32>
    %cst_12 = stablehlo.constant dense<0x7F800000> : tensor<f32>
    %40 = call @_piecewise_13(%arg1, %39, %cst_11, %cst_12, %27, %30, %0) : (tensor<4x5xf32>, tensor<4x5x6xi1>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    return %40 : tensor<4x5xf32>
  }
  func.func private @_where(%arg0: tensor<i1>, %arg1: tensor<f32>, %arg2: tensor<f32>) -> tensor<f32> {
    %0 = stablehlo.select %arg0, %arg1, %arg2 : tensor<i1>, tensor<f32>
    return %0 : tensor<f32>
  }
  func.func private @_piecewise_13(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5x6xi1>, %arg2: tensor<f32>, %arg3: tensor<f32>, %arg4: tensor<f32>, %arg5: tensor<4x5xf32>, %arg6: tensor<f32>) -> tensor<4x5xf32> {
    %0 = stablehlo.slice %arg1 [0:4, 0:5, 0:1] : (tensor<4x5x6xi1>) -> tensor<4x5x1xi1>
    %c = stablehlo.constant dense<false> : tensor<i1>
    %1 = stablehlo.broadcast_in_dim %c, dims = [] : (tensor<i1>) -> tensor<1xi1>
    %2 = stablehlo.broadcast_in_dim %1, dims = [1] : (tensor<1xi1>) -> tensor<5x1xi1>
    %3 = stablehlo.broadcast_in_dim %2, dims = [1, 2] : (tensor<5x1xi1>) -> tensor<4x5x1xi1>
    %4 = stablehlo.concatenate %3, %arg1, dim = 2 : (tensor<4x5x1xi1>, tensor<4x5x6xi1>) -> tensor<4x5x7xi1>
    %5 = call @cumsum_2(%4) : (tensor<4x5x7xi1>) -> tensor<4x5x7xi32>
    %6 = call @argmax_4(%5) : (tensor<4x5x7xi32>) -> tensor<4x5xi32>
    %c_0 = stablehlo.constant dense<0> : tensor<i32>
    %c_1 = stablehlo.constant dense<6> : tensor<i32>
    %7 = stablehlo.broadcast_in_dim %c_0, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %8 = stablehlo.broadcast_in_dim %c_1, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %9 = stablehlo.clamp %7, %6, %8 : tensor<4x5xi32>
    %10 = stablehlo.broadcast_in_dim %arg6, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %11 = stablehlo.broadcast_in_dim %arg2, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %12 = stablehlo.broadcast_in_dim %arg3, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %13 = stablehlo.broadcast_in_dim %arg4, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %c_2 = stablehlo.constant dense<0> : tensor<i32>
    %14 = stablehlo.broadcast_in_dim %c_2, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %15 = stablehlo.compare EQ, %9, %14, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %16 = stablehlo.broadcast_in_dim %10, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %17 = stablehlo.broadcast_in_dim %10, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %18 = stablehlo.select %15, %17, %16 : tensor<4x5xi1>, tensor<4x5xf32>
    %19 = stablehlo.broadcast_in_dim %11, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %20 = stablehlo.broadcast_in_dim %11, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %21 = stablehlo.select %15, %20, %19 : tensor<4x5xi1>, tensor<4x5xf32>
    %22 = stablehlo.broadcast_in_dim %12, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %23 = stablehlo.broadcast_in_dim %12, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %24 = stablehlo.select %15, %23, %22 : tensor<4x5xi1>, tensor<4x5xf32>
    %25 = stablehlo.broadcast_in_dim %13, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %26 = stablehlo.broadcast_in_dim %13, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %27 = stablehlo.select %15, %26, %25 : tensor<4x5xi1>, tensor<4x5xf32>
    %28 = stablehlo.select %15, %arg5, %arg5 : tensor<4x5xi1>, tensor<4x5xf32>
    %29 = stablehlo.select %15, %arg0, %arg0 : tensor<4x5xi1>, tensor<4x5xf32>
    %30 = stablehlo.log %29 : tensor<4x5xf32>
    %cst = stablehlo.constant dense<-0.577215672> : tensor<f32>
    %31 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %32 = stablehlo.subtract %31, %30 : tensor<4x5xf32>
    %cst_3 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %33 = stablehlo.broadcast_in_dim %cst_3, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %34 = stablehlo.broadcast_in_dim %33, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %35:3 = stablehlo.while(%iterArg = %34, %iterArg_38 = %18, %iterArg_39 = %32) : tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>
    cond {
      %227 = stablehlo.compare LT, %iterArg, %iterArg_38, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
      %c_40 = stablehlo.constant dense<false> : tensor<i1>
      %228 = stablehlo.reduce(%227 init: %c_40) applies stablehlo.or across dimensions = [0, 1] : (tensor<4x5xi1>, tensor<i1>) -> tensor<i1>
      stablehlo.return %228 : tensor<i1>
    } do {
      %cst_40 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
      %227 = stablehlo.broadcast_in_dim %cst_40, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
      %228 = stablehlo.add %iterArg, %227 : tensor<4x5xf32>
      %cst_41 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
      %229 = stablehlo.broadcast_in_dim %cst_41, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
      %230 = stablehlo.divide %229, %iterArg : tensor<4x5xf32>
      %231 = stablehlo.add %iterArg_39, %230 : tensor<4x5xf32>
      %232 = stablehlo.compare LT, %iterArg, %iterArg_38, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
      %233 = stablehlo.broadcast_in_dim %232, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5xi1>
      %234 = stablehlo.select %233, %228, %iterArg : tensor<4x5xi1>, tensor<4x5xf32>
      %235 = stablehlo.broadcast_in_dim %232, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5xi1>
      %236 = stablehlo.select %235, %iterArg_38, %iterArg_38 : tensor<4x5xi1>, tensor<4x5xf32>
      %237 = stablehlo.broadcast_in_dim %232, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5xi1>
      %238 = stablehlo.select %237, %231, %iterArg_39 : tensor<4x5xi1>, tensor<4x5xf32>
      stablehlo.return %234, %236, %238 : tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>
    }
    %cst_4 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %36 = stablehlo.broadcast_in_dim %cst_4, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %37 = stablehlo.compare EQ, %18, %36, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_5 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
    %38 = call @_where_14(%37, %cst_5, %18) : (tensor<4x5xi1>, tensor<f32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %39 = stablehlo.negate %29 : tensor<4x5xf32>
    %cst_6 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %40 = stablehlo.broadcast_in_dim %cst_6, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %41 = stablehlo.subtract %40, %18 : tensor<4x5xf32>
    %cst_7 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %42 = stablehlo.broadcast_in_dim %cst_7, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %43 = stablehlo.compare EQ, %18, %42, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_8 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %44 = stablehlo.broadcast_in_dim %cst_8, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %45 = stablehlo.subtract %44, %38 : tensor<4x5xf32>
    %cst_9 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %46 = stablehlo.broadcast_in_dim %cst_9, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %47 = stablehlo.divide %46, %45 : tensor<4x5xf32>
    %cst_10 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %48 = call @_where_14(%43, %cst_10, %47) : (tensor<4x5xi1>, tensor<f32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %cst_11 = stablehlo.constant dense<0x7F800000> : tensor<f32>
    %49 = stablehlo.broadcast_in_dim %cst_11, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %cst_12 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %50 = stablehlo.broadcast_in_dim %cst_12, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %cst_13 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %51 = stablehlo.broadcast_in_dim %cst_13, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %52 = stablehlo.broadcast_in_dim %49, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %53 = stablehlo.broadcast_in_dim %50, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %54 = stablehlo.broadcast_in_dim %51, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %55:7 = stablehlo.while(%iterArg = %39, %iterArg_38 = %48, %iterArg_39 = %41, %iterArg_40 = %52, %iterArg_41 = %29, %iterArg_42 = %53, %iterArg_43 = %54) : tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>
    cond {
      %cst_44 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
      %227 = stablehlo.broadcast_in_dim %cst_44, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
      %228 = stablehlo.compare GT, %iterArg_41, %227, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
      %229 = stablehlo.convert %iterArg_40 : tensor<4x5xf32>
      %cst_45 = stablehlo.constant dense<1.1920929E-7> : tensor<f32>
      %230 = stablehlo.broadcast_in_dim %cst_45, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
      %231 = stablehlo.compare GT, %229, %230, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
      %232 = stablehlo.and %228, %231 : tensor<4x5xi1>
      %c_46 = stablehlo.constant dense<false> : tensor<i1>
      %233 = stablehlo.reduce(%232 init: %c_46) applies stablehlo.or across dimensions = [0, 1] : (tensor<4x5xi1>, tensor<i1>) -> tensor<i1>
      stablehlo.return %233 : tensor<i1>
    } do {
      %cst_44 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
      %227 = stablehlo.broadcast_in_dim %cst_44, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
      %228 = stablehlo.add %iterArg_42, %227 : tensor<4x5xf32>
      %229 = stablehlo.divide %iterArg, %228 : tensor<4x5xf32>
      %230 = stablehlo.multiply %iterArg_43, %229 : tensor<4x5xf32>
      %cst_45 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
      %231 = stablehlo.broadcast_in_dim %cst_45, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
      %232 = stablehlo.add %iterArg_39, %231 : tensor<4x5xf32>
      %cst_46 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
      %233 = stablehlo.broadcast_in_dim %cst_46, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
      %234 = stablehlo.compare NE, %232, %233, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
      %235 = stablehlo.divide %230, %232 : tensor<4x5xf32>
      %cst_47 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
      %236 = func.call @_where_15(%234, %235, %cst_47) : (tensor<4x5xi1>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
      %237 = stablehlo.add %iterArg_38, %236 : tensor<4x5xf32>
      %cst_48 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
      %238 = stablehlo.broadcast_in_dim %cst_48, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
      %239 = stablehlo.compare NE, %237, %238, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
      %240 = stablehlo.divide %230, %237 : tensor<4x5xf32>
      %241 = stablehlo.abs %240 : tensor<4x5xf32>
      %cst_49 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
      %242 = func.call @_where_15(%239, %241, %cst_49) : (tensor<4x5xi1>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
      %cst_50 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
      %243 = stablehlo.broadcast_in_dim %cst_50, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
      %244 = stablehlo.compare GT, %iterArg_41, %243, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
      %245 = stablehlo.convert %iterArg_40 : tensor<4x5xf32>
      %cst_51 = stablehlo.constant dense<1.1920929E-7> : tensor<f32>
      %246 = stablehlo.broadcast_in_dim %cst_51, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
      %247 = stablehlo.compare GT, %245, %246, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
      %248 = stablehlo.and %244, %247 : tensor<4x5xi1>
      %249 = stablehlo.broadcast_in_dim %248, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5xi1>
      %250 = stablehlo.select %249, %237, %iterArg_38 : tensor<4x5xi1>, tensor<4x5xf32>
      %251 = stablehlo.broadcast_in_dim %248, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5xi1>
      %252 = stablehlo.select %251, %232, %iterArg_39 : tensor<4x5xi1>, tensor<4x5xf32>
      %253 = stablehlo.broadcast_in_dim %248, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5xi1>
      %254 = stablehlo.select %253, %242, %iterArg_40 : tensor<4x5xi1>, tensor<4x5xf32>
      %255 = stablehlo.broadcast_in_dim %248, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5xi1>
      %256 = stablehlo.select %255, %iterArg_41, %iterArg_41 : tensor<4x5xi1>, tensor<4x5xf32>
      %257 = stablehlo.broadcast_in_dim %248, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5xi1>
      %258 = stablehlo.select %257, %228, %iterArg_42 : tensor<4x5xi1>, tensor<4x5xf32>
      %259 = stablehlo.broadcast_in_dim %248, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5xi1>
      %260 = stablehlo.select %259, %230, %iterArg_43 : tensor<4x5xi1>, tensor<4x5xf32>
      stablehlo.return %iterArg, %250, %252, %254, %256, %258, %260 : tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>
    }
    %cst_14 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %56 = stablehlo.broadcast_in_dim %cst_14, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %57 = stablehlo.subtract %18, %56 : tensor<4x5xf32>
    %58 = stablehlo.power %39, %57 : tensor<4x5xf32>
    %59 = stablehlo.multiply %58, %35#2 : tensor<4x5xf32>
    %60 = chlo.lgamma %18 : tensor<4x5xf32> -> tensor<4x5xf32>
    %61 = stablehlo.exponential %60 : tensor<4x5xf32>
    %62 = stablehlo.divide %59, %61 : tensor<4x5xf32>
    %63 = stablehlo.subtract %62, %55#1 : tensor<4x5xf32>
    %c_15 = stablehlo.constant dense<1> : tensor<i32>
    %64 = stablehlo.broadcast_in_dim %c_15, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %65 = stablehlo.compare EQ, %9, %64, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %66 = stablehlo.broadcast_in_dim %10, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %67 = stablehlo.broadcast_in_dim %10, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %68 = stablehlo.select %65, %67, %66 : tensor<4x5xi1>, tensor<4x5xf32>
    %69 = stablehlo.broadcast_in_dim %11, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %70 = stablehlo.broadcast_in_dim %11, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %71 = stablehlo.select %65, %70, %69 : tensor<4x5xi1>, tensor<4x5xf32>
    %72 = stablehlo.broadcast_in_dim %12, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %73 = stablehlo.broadcast_in_dim %12, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %74 = stablehlo.select %65, %73, %72 : tensor<4x5xi1>, tensor<4x5xf32>
    %75 = stablehlo.broadcast_in_dim %13, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %76 = stablehlo.broadcast_in_dim %13, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %77 = stablehlo.select %65, %76, %75 : tensor<4x5xi1>, tensor<4x5xf32>
    %78 = stablehlo.select %65, %arg5, %arg5 : tensor<4x5xi1>, tensor<4x5xf32>
    %79 = stablehlo.select %65, %arg0, %arg0 : tensor<4x5xi1>, tensor<4x5xf32>
    %80 = stablehlo.convert %71 : tensor<4x5xf32>
    %c_16 = stablehlo.constant dense<2> : tensor<i32>
    %81 = stablehlo.broadcast_in_dim %c_16, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %82 = stablehlo.compare EQ, %9, %81, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %83 = stablehlo.broadcast_in_dim %10, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %84 = stablehlo.broadcast_in_dim %10, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %85 = stablehlo.select %82, %84, %83 : tensor<4x5xi1>, tensor<4x5xf32>
    %86 = stablehlo.broadcast_in_dim %11, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %87 = stablehlo.broadcast_in_dim %11, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %88 = stablehlo.select %82, %87, %86 : tensor<4x5xi1>, tensor<4x5xf32>
    %89 = stablehlo.broadcast_in_dim %12, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %90 = stablehlo.broadcast_in_dim %12, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %91 = stablehlo.select %82, %90, %89 : tensor<4x5xi1>, tensor<4x5xf32>
    %92 = stablehlo.broadcast_in_dim %13, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %93 = stablehlo.broadcast_in_dim %13, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %94 = stablehlo.select %82, %93, %92 : tensor<4x5xi1>, tensor<4x5xf32>
    %95 = stablehlo.select %82, %arg5, %arg5 : tensor<4x5xi1>, tensor<4x5xf32>
    %96 = stablehlo.select %82, %arg0, %arg0 : tensor<4x5xi1>, tensor<4x5xf32>
    %97 = stablehlo.convert %91 : tensor<4x5xf32>
    %c_17 = stablehlo.constant dense<3> : tensor<i32>
    %98 = stablehlo.broadcast_in_dim %c_17, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %99 = stablehlo.compare EQ, %9, %98, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %100 = stablehlo.broadcast_in_dim %10, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %101 = stablehlo.broadcast_in_dim %10, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %102 = stablehlo.select %99, %101, %100 : tensor<4x5xi1>, tensor<4x5xf32>
    %103 = stablehlo.broadcast_in_dim %11, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %104 = stablehlo.broadcast_in_dim %11, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %105 = stablehlo.select %99, %104, %103 : tensor<4x5xi1>, tensor<4x5xf32>
    %106 = stablehlo.broadcast_in_dim %12, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %107 = stablehlo.broadcast_in_dim %12, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %108 = stablehlo.select %99, %107, %106 : tensor<4x5xi1>, tensor<4x5xf32>
    %109 = stablehlo.broadcast_in_dim %13, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %110 = stablehlo.broadcast_in_dim %13, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %111 = stablehlo.select %99, %110, %109 : tensor<4x5xi1>, tensor<4x5xf32>
    %112 = stablehlo.select %99, %arg5, %arg5 : tensor<4x5xi1>, tensor<4x5xf32>
    %113 = stablehlo.select %99, %arg0, %arg0 : tensor<4x5xi1>, tensor<4x5xf32>
    %c_18 = stablehlo.constant dense<4> : tensor<i32>
    %114 = stablehlo.broadcast_in_dim %c_18, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %115 = stablehlo.compare EQ, %9, %114, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %116 = stablehlo.broadcast_in_dim %10, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %117 = stablehlo.broadcast_in_dim %10, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %118 = stablehlo.select %115, %117, %116 : tensor<4x5xi1>, tensor<4x5xf32>
    %119 = stablehlo.broadcast_in_dim %11, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %120 = stablehlo.broadcast_in_dim %11, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %121 = stablehlo.select %115, %120, %119 : tensor<4x5xi1>, tensor<4x5xf32>
    %122 = stablehlo.broadcast_in_dim %12, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %123 = stablehlo.broadcast_in_dim %12, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %124 = stablehlo.select %115, %123, %122 : tensor<4x5xi1>, tensor<4x5xf32>
    %125 = stablehlo.broadcast_in_dim %13, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %126 = stablehlo.broadcast_in_dim %13, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %127 = stablehlo.select %115, %126, %125 : tensor<4x5xi1>, tensor<4x5xf32>
    %128 = stablehlo.select %115, %arg5, %arg5 : tensor<4x5xi1>, tensor<4x5xf32>
    %129 = stablehlo.select %115, %arg0, %arg0 : tensor<4x5xi1>, tensor<4x5xf32>
    %c_19 = stablehlo.constant dense<5> : tensor<i32>
    %130 = stablehlo.broadcast_in_dim %c_19, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %131 = stablehlo.compare EQ, %9, %130, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %132 = stablehlo.broadcast_in_dim %10, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %133 = stablehlo.broadcast_in_dim %10, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %134 = stablehlo.select %131, %133, %132 : tensor<4x5xi1>, tensor<4x5xf32>
    %135 = stablehlo.broadcast_in_dim %11, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %136 = stablehlo.broadcast_in_dim %11, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %137 = stablehlo.select %131, %136, %135 : tensor<4x5xi1>, tensor<4x5xf32>
    %138 = stablehlo.broadcast_in_dim %12, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %139 = stablehlo.broadcast_in_dim %12, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %140 = stablehlo.select %131, %139, %138 : tensor<4x5xi1>, tensor<4x5xf32>
    %141 = stablehlo.broadcast_in_dim %13, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %142 = stablehlo.broadcast_in_dim %13, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %143 = stablehlo.select %131, %142, %141 : tensor<4x5xi1>, tensor<4x5xf32>
    %144 = stablehlo.select %131, %arg5, %arg5 : tensor<4x5xi1>, tensor<4x5xf32>
    %145 = stablehlo.select %131, %arg0, %arg0 : tensor<4x5xi1>, tensor<4x5xf32>
    %146 = stablehlo.add %145, %134 : tensor<4x5xf32>
    %147 = stablehlo.multiply %146, %146 : tensor<4x5xf32>
    %cst_20 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %148 = stablehlo.broadcast_in_dim %cst_20, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %149 = stablehlo.divide %148, %147 : tensor<4x5xf32>
    %150 = stablehlo.multiply %149, %134 : tensor<4x5xf32>
    %cst_21 = stablehlo.constant dense<6.000000e+00> : tensor<f32>
    %151 = stablehlo.broadcast_in_dim %cst_21, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %152 = stablehlo.multiply %151, %145 : tensor<4x5xf32>
    %153 = stablehlo.multiply %152, %145 : tensor<4x5xf32>
    %cst_22 = stablehlo.constant dense<8.000000e+00> : tensor<f32>
    %154 = stablehlo.broadcast_in_dim %cst_22, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %155 = stablehlo.multiply %154, %134 : tensor<4x5xf32>
    %156 = stablehlo.multiply %155, %145 : tensor<4x5xf32>
    %157 = stablehlo.subtract %153, %156 : tensor<4x5xf32>
    %158 = stablehlo.multiply %134, %134 : tensor<4x5xf32>
    %159 = stablehlo.add %157, %158 : tensor<4x5xf32>
    %160 = stablehlo.multiply %150, %159 : tensor<4x5xf32>
    %cst_23 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
    %161 = stablehlo.broadcast_in_dim %cst_23, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %162 = stablehlo.multiply %161, %145 : tensor<4x5xf32>
    %163 = stablehlo.subtract %134, %162 : tensor<4x5xf32>
    %164 = stablehlo.multiply %134, %163 : tensor<4x5xf32>
    %165 = stablehlo.add %160, %164 : tensor<4x5xf32>
    %166 = stablehlo.multiply %149, %165 : tensor<4x5xf32>
    %167 = stablehlo.add %166, %134 : tensor<4x5xf32>
    %168 = stablehlo.multiply %149, %167 : tensor<4x5xf32>
    %cst_24 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %169 = stablehlo.broadcast_in_dim %cst_24, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %170 = stablehlo.add %168, %169 : tensor<4x5xf32>
    %171 = stablehlo.negate %145 : tensor<4x5xf32>
    %172 = stablehlo.exponential %171 : tensor<4x5xf32>
    %173 = stablehlo.multiply %170, %172 : tensor<4x5xf32>
    %174 = stablehlo.divide %173, %146 : tensor<4x5xf32>
    %c_25 = stablehlo.constant dense<6> : tensor<i32>
    %175 = stablehlo.broadcast_in_dim %c_25, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %176 = stablehlo.compare EQ, %9, %175, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %177 = stablehlo.broadcast_in_dim %10, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %178 = stablehlo.broadcast_in_dim %10, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %179 = stablehlo.select %176, %178, %177 : tensor<4x5xi1>, tensor<4x5xf32>
    %180 = stablehlo.broadcast_in_dim %11, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %181 = stablehlo.broadcast_in_dim %11, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %182 = stablehlo.select %176, %181, %180 : tensor<4x5xi1>, tensor<4x5xf32>
    %183 = stablehlo.broadcast_in_dim %12, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %184 = stablehlo.broadcast_in_dim %12, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %185 = stablehlo.select %176, %184, %183 : tensor<4x5xi1>, tensor<4x5xf32>
    %186 = stablehlo.broadcast_in_dim %13, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %187 = stablehlo.broadcast_in_dim %13, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %188 = stablehlo.select %176, %187, %186 : tensor<4x5xi1>, tensor<4x5xf32>
    %189 = stablehlo.select %176, %arg5, %arg5 : tensor<4x5xi1>, tensor<4x5xf32>
    %190 = stablehlo.select %176, %arg0, %arg0 : tensor<4x5xi1>, tensor<4x5xf32>
    %191 = stablehlo.add %190, %179 : tensor<4x5xf32>
    %192 = stablehlo.add %190, %179 : tensor<4x5xf32>
    %cst_26 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %193 = stablehlo.broadcast_in_dim %cst_26, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %194 = stablehlo.divide %193, %192 : tensor<4x5xf32>
    %cst_27 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %195 = stablehlo.broadcast_in_dim %cst_27, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %cst_28 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %196 = stablehlo.broadcast_in_dim %cst_28, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %cst_29 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %197 = stablehlo.broadcast_in_dim %cst_29, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %cst_30 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %198 = stablehlo.broadcast_in_dim %cst_30, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %cst_31 = stablehlo.constant dense<0x7F800000> : tensor<f32>
    %199 = stablehlo.broadcast_in_dim %cst_31, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %200 = stablehlo.broadcast_in_dim %195, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %201 = stablehlo.broadcast_in_dim %196, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %202 = stablehlo.broadcast_in_dim %197, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %203 = stablehlo.broadcast_in_dim %198, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %204 = stablehlo.broadcast_in_dim %199, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %205:10 = stablehlo.while(%iterArg = %179, %iterArg_38 = %194, %iterArg_39 = %200, %iterArg_40 = %201, %iterArg_41 = %202, %iterArg_42 = %191, %iterArg_43 = %190, %iterArg_44 = %203, %iterArg_45 = %204, %iterArg_46 = %190) : tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>
    cond {
      %cst_47 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
      %227 = stablehlo.broadcast_in_dim %cst_47, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
      %228 = stablehlo.compare GT, %iterArg_46, %227, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
      %cst_48 = stablehlo.constant dense<1.1920929E-7> : tensor<f32>
      %229 = stablehlo.broadcast_in_dim %cst_48, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
      %230 = stablehlo.compare GT, %iterArg_45, %229, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
      %231 = stablehlo.and %228, %230 : tensor<4x5xi1>
      %c_49 = stablehlo.constant dense<false> : tensor<i1>
      %232 = stablehlo.reduce(%231 init: %c_49) applies stablehlo.or across dimensions = [0, 1] : (tensor<4x5xi1>, tensor<i1>) -> tensor<i1>
      stablehlo.return %232 : tensor<i1>
    } do {
      %cst_47 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
      %227 = stablehlo.broadcast_in_dim %cst_47, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
      %228 = stablehlo.add %iterArg_39, %227 : tensor<4x5xf32>
      %cst_48 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
      %229 = func.call @remainder(%228, %cst_48) : (tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
      %cst_49 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
      %230 = stablehlo.broadcast_in_dim %cst_49, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
      %231 = stablehlo.compare EQ, %229, %230, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
      %cst_50 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
      %232 = func.call @_where_14(%231, %cst_50, %iterArg_46) : (tensor<4x5xi1>, tensor<f32>, tensor<4x5xf32>) -> tensor<4x5xf32>
      %cst_51 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
      %233 = stablehlo.broadcast_in_dim %cst_51, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
      %234 = stablehlo.subtract %228, %233 : tensor<4x5xf32>
      %cst_52 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
      %235 = stablehlo.broadcast_in_dim %cst_52, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
      %236 = stablehlo.divide %234, %235 : tensor<4x5xf32>
      %237 = stablehlo.add %iterArg, %236 : tensor<4x5xf32>
      %cst_53 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
      %238 = stablehlo.broadcast_in_dim %cst_53, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
      %239 = stablehlo.divide %228, %238 : tensor<4x5xf32>
      %240 = func.call @_where_16(%231, %237, %239) : (tensor<4x5xi1>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
      %241 = stablehlo.multiply %iterArg_40, %232 : tensor<4x5xf32>
      %242 = stablehlo.multiply %iterArg_41, %240 : tensor<4x5xf32>
      %243 = stablehlo.add %241, %242 : tensor<4x5xf32>
      %244 = stablehlo.multiply %iterArg_42, %232 : tensor<4x5xf32>
      %245 = stablehlo.multiply %iterArg_43, %240 : tensor<4x5xf32>
      %246 = stablehlo.add %244, %245 : tensor<4x5xf32>
      %cst_54 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
      %247 = stablehlo.broadcast_in_dim %cst_54, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
      %248 = stablehlo.compare NE, %246, %247, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
      %249 = stablehlo.divide %243, %246 : tensor<4x5xf32>
      %250 = func.call @_where_16(%248, %249, %iterArg_44) : (tensor<4x5xi1>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
      %251 = stablehlo.subtract %iterArg_38, %250 : tensor<4x5xf32>
      %252 = stablehlo.divide %251, %250 : tensor<4x5xf32>
      %253 = stablehlo.abs %252 : tensor<4x5xf32>
      %cst_55 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
      %254 = func.call @_where_15(%248, %253, %cst_55) : (tensor<4x5xi1>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
      %255 = func.call @_where_16(%248, %250, %iterArg_38) : (tensor<4x5xi1>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
      %256 = stablehlo.abs %243 : tensor<4x5xf32>
      %cst_56 = stablehlo.constant dense<1.44115188E+17> : tensor<f32>
      %257 = stablehlo.broadcast_in_dim %cst_56, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
      %258 = stablehlo.compare GT, %256, %257, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
      %cst_57 = stablehlo.constant dense<1.44115188E+17> : tensor<f32>
      %259 = stablehlo.broadcast_in_dim %cst_57, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
      %260 = stablehlo.divide %243, %259 : tensor<4x5xf32>
      %261 = func.call @_where_16(%258, %260, %243) : (tensor<4x5xi1>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
      %cst_58 = stablehlo.constant dense<1.44115188E+17> : tensor<f32>
      %262 = stablehlo.broadcast_in_dim %cst_58, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
      %263 = stablehlo.divide %iterArg_40, %262 : tensor<4x5xf32>
      %264 = func.call @_where_16(%258, %263, %iterArg_40) : (tensor<4x5xi1>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
      %cst_59 = stablehlo.constant dense<1.44115188E+17> : tensor<f32>
      %265 = stablehlo.broadcast_in_dim %cst_59, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
      %266 = stablehlo.divide %246, %265 : tensor<4x5xf32>
      %267 = func.call @_where_16(%258, %266, %246) : (tensor<4x5xi1>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
      %cst_60 = stablehlo.constant dense<1.44115188E+17> : tensor<f32>
      %268 = stablehlo.broadcast_in_dim %cst_60, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
      %269 = stablehlo.divide %iterArg_42, %268 : tensor<4x5xf32>
      %270 = func.call @_where_16(%258, %269, %iterArg_42) : (tensor<4x5xi1>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
      %cst_61 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
      %271 = stablehlo.broadcast_in_dim %cst_61, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
      %272 = stablehlo.compare GT, %iterArg_46, %271, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
      %cst_62 = stablehlo.constant dense<1.1920929E-7> : tensor<f32>
      %273 = stablehlo.broadcast_in_dim %cst_62, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
      %274 = stablehlo.compare GT, %iterArg_45, %273, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
      %275 = stablehlo.and %272, %274 : tensor<4x5xi1>
      %276 = stablehlo.broadcast_in_dim %275, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5xi1>
      %277 = stablehlo.select %276, %255, %iterArg_38 : tensor<4x5xi1>, tensor<4x5xf32>
      %278 = stablehlo.broadcast_in_dim %275, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5xi1>
      %279 = stablehlo.select %278, %228, %iterArg_39 : tensor<4x5xi1>, tensor<4x5xf32>
      %280 = stablehlo.broadcast_in_dim %275, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5xi1>
      %281 = stablehlo.select %280, %261, %iterArg_40 : tensor<4x5xi1>, tensor<4x5xf32>
      %282 = stablehlo.broadcast_in_dim %275, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5xi1>
      %283 = stablehlo.select %282, %264, %iterArg_41 : tensor<4x5xi1>, tensor<4x5xf32>
      %284 = stablehlo.broadcast_in_dim %275, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5xi1>
      %285 = stablehlo.select %284, %267, %iterArg_42 : tensor<4x5xi1>, tensor<4x5xf32>
      %286 = stablehlo.broadcast_in_dim %275, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5xi1>
      %287 = stablehlo.select %286, %270, %iterArg_43 : tensor<4x5xi1>, tensor<4x5xf32>
      %288 = stablehlo.broadcast_in_dim %275, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5xi1>
      %289 = stablehlo.select %288, %250, %iterArg_44 : tensor<4x5xi1>, tensor<4x5xf32>
      %290 = stablehlo.broadcast_in_dim %275, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5xi1>
      %291 = stablehlo.select %290, %254, %iterArg_45 : tensor<4x5xi1>, tensor<4x5xf32>
      %292 = stablehlo.broadcast_in_dim %275, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5xi1>
      %293 = stablehlo.select %292, %iterArg_46, %iterArg_46 : tensor<4x5xi1>, tensor<4x5xf32>
      stablehlo.return %iterArg, %277, %279, %281, %283, %285, %287, %289, %291, %293 : tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>
    }
    %206 = stablehlo.negate %190 : tensor<4x5xf32>
    %207 = stablehlo.exponential %206 : tensor<4x5xf32>
    %208 = stablehlo.multiply %205#1, %207 : tensor<4x5xf32>
    %c_32 = stablehlo.constant dense<3> : tensor<i32>
    %209 = stablehlo.broadcast_in_dim %c_32, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %210 = stablehlo.compare LT, %9, %209, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %c_33 = stablehlo.constant dense<1> : tensor<i32>
    %211 = stablehlo.broadcast_in_dim %c_33, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %212 = stablehlo.compare LT, %9, %211, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %c_34 = stablehlo.constant dense<2> : tensor<i32>
    %213 = stablehlo.broadcast_in_dim %c_34, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %214 = stablehlo.compare LT, %9, %213, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %215 = stablehlo.select %214, %80, %97 : tensor<4x5xi1>, tensor<4x5xf32>
    %216 = stablehlo.select %212, %63, %215 : tensor<4x5xi1>, tensor<4x5xf32>
    %c_35 = stablehlo.constant dense<5> : tensor<i32>
    %217 = stablehlo.broadcast_in_dim %c_35, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %218 = stablehlo.compare LT, %9, %217, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %c_36 = stablehlo.constant dense<4> : tensor<i32>
    %219 = stablehlo.broadcast_in_dim %c_36, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %220 = stablehlo.compare LT, %9, %219, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %221 = stablehlo.select %220, %111, %128 : tensor<4x5xi1>, tensor<4x5xf32>
    %c_37 = stablehlo.constant dense<6> : tensor<i32>
    %222 = stablehlo.broadcast_in_dim %c_37, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %223 = stablehlo.compare LT, %9, %222, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %224 = stablehlo.select %223, %174, %208 : tensor<4x5xi1>, tensor<4x5xf32>
    %225 = stablehlo.select %218, %221, %224 : tensor<4x5xi1>, tensor<4x5xf32>
    %226 = stablehlo.select %210, %216, %225 : tensor<4x5xi1>, tensor<4x5xf32>
    return %226 : tensor<4x5xf32>
  }
  func.func private @_where_14(%arg0: tensor<4x5xi1>, %arg1: tensor<f32>, %arg2: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = stablehlo.broadcast_in_dim %arg1, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %1 = stablehlo.broadcast_in_dim %0, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %2 = stablehlo.select %arg0, %1, %arg2 : tensor<4x5xi1>, tensor<4x5xf32>
    return %2 : tensor<4x5xf32>
  }
  func.func private @_where_15(%arg0: tensor<4x5xi1>, %arg1: tensor<4x5xf32>, %arg2: tensor<f32>) -> tensor<4x5xf32> {
    %0 = stablehlo.broadcast_in_dim %arg2, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %1 = stablehlo.broadcast_in_dim %0, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %2 = stablehlo.select %arg0, %arg1, %1 : tensor<4x5xi1>, tensor<4x5xf32>
    return %2 : tensor<4x5xf32>
  }
  func.func private @remainder(%arg0: tensor<4x5xf32>, %arg1: tensor<f32>) -> tensor<4x5xf32> {
    %0 = stablehlo.broadcast_in_dim %arg1, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %1 = stablehlo.remainder %arg0, %0 : tensor<4x5xf32>
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %2 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %3 = stablehlo.compare NE, %1, %2, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_0 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %4 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %5 = stablehlo.compare LT, %1, %4, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_1 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %6 = stablehlo.compare LT, %arg1, %cst_1, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %7 = stablehlo.broadcast_in_dim %6, dims = [] : (tensor<i1>) -> tensor<4x5xi1>
    %8 = stablehlo.compare NE, %5, %7, UNSIGNED : (tensor<4x5xi1>, tensor<4x5xi1>) -> tensor<4x5xi1>
    %9 = stablehlo.and %8, %3 : tensor<4x5xi1>
    %10 = stablehlo.broadcast_in_dim %arg1, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %11 = stablehlo.add %1, %10 : tensor<4x5xf32>
    %12 = stablehlo.select %9, %11, %1 : tensor<4x5xi1>, tensor<4x5xf32>
    return %12 : tensor<4x5xf32>
  }
  func.func private @_where_16(%arg0: tensor<4x5xi1>, %arg1: tensor<4x5xf32>, %arg2: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = stablehlo.select %arg0, %arg1, %arg2 : tensor<4x5xi1>, tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
