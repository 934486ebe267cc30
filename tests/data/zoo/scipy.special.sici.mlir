module @jit_sici attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1.3413594e+00, 1.2976332e+00, 2.0220158e+00, 2.6905575e+00, 1.0234452e+00], [2.1142354e+00, 1.6018589e+00, 2.2268362e+00, 7.259097e-01, 2.2440743e+00], [2.1812449e+00, 2.875164e+00, 2.1771693e+00, 2.333194e+00, 1.2861848e+00], [2.734942e+00, 2.5613787e+00, 2.7529898e+00, 7.4699694e-01, 1.502619e+00]]> : tensor<4x5xf32>
    %out:2 = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>, tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[1.2142998e+00, 1.1822026e+00, 1.6153169e+00, 1.8166997e+00, 9.657283e-01], [1.6545061e+00, 1.390341e+00, 1.6973307e+00, 7.049919e-01, 1.7034005e+00], [1.6806561e+00, 1.840029e+00, 1.6791214e+00, 1.7327327e+00, 1.1736835e+00], [1.8235039e+00, 1.7924334e+00, 1.8260509e+00, 7.242239e-01, 1.3264239e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out#0, %expected0, tolerance = 1.840e-03 : tensor<4x5xf32>
    %expected1 = stablehlo.constant dense<[[4.5349333e-01, 4.4524908e-01, 4.183159e-01, 2.2324526e-01, 3.496964e-01], [3.9705998e-01, 4.716975e-01, 3.6780894e-01, 1.2800857e-01, 3.6305285e-01], [3.8004786e-01, 1.6121995e-01, 3.81117e-01, 3.3745337e-01, 4.4280943e-01], [2.083664e-01, 2.6600802e-01, 2.0230222e-01, 1.4922388e-01, 4.7047746e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out#1, %expected1, tolerance = 4.717e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result[0]"}, tensor<4x5xf32> {jax.result_info = "result[1]"}) {
    %0:2 = call @sici(%arg0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>, tensor<4x5xf32>)
    return %0#0, %0#1 : tensor<4x5xf32>, tensor<4x5xf32>
  }
  func.func private @sici(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32>, tensor<4x5xf32>) {
    %cst = stablehlo.constant dense<[-8.39167832E-11, 4.62591707E-8, -9.75759303E-6, 9.76945389E-4, -0.0413470306, 1.000000e+00]> : tensor<6xf32>
    %cst_0 = stablehlo.constant dense<[2.03269259E-12, 1.2799789E-9, 4.41827837E-7, 9.96412127E-5, 0.0142085236, 1.000000e+00]> : tensor<6xf32>
    %cst_1 = stablehlo.constant dense<[2.025240e-11, -1.352495E-8, 3.59325054E-6, -4.74007218E-4, 0.0289159659, -1.000000e+00]> : tensor<6xf32>
    %cst_2 = stablehlo.constant dense<[4.07746059E-12, 3.067810e-09, 1.2321035E-6, 3.17442027E-4, 0.0510028042, 4.000000e+00]> : tensor<6xf32>
    %cst_3 = stablehlo.constant dense<[4.23612881, 5.45937729, 1.62083292, 0.167006612, 0.00681020133, 1.08936583E-4, 5.48900232E-7]> : tensor<7xf32>
    %cst_4 = stablehlo.constant dense<[1.000000e+00, 8.16496658, 7.3082881, 1.86792254, 0.178792059, 0.00701710675, 1.10034358E-4, 5.48900232E-7]> : tensor<8xf32>
    %cst_5 = stablehlo.constant dense<[0.0871001705, 0.611379086, 0.397180289, 0.0748527721, 0.0053886869, 1.61999793E-4, 1.97963868E-6, 7.82579068E-9]> : tensor<8xf32>
    %cst_6 = stablehlo.constant dense<[1.000000e+00, 1.64402199, 0.666296721, 0.0988771766, 0.00622396357, 1.7322108E-4, 2.0265918E-6, 7.82579245E-9]> : tensor<8xf32>
    %cst_7 = stablehlo.constant dense<[0.45588088, 0.713715255, 0.160300165, 0.0116064232, 3.49556445E-4, 4.86215413E-6, 3.20092788E-8, 9.4177957E-11, 9.70507108E-14]> : tensor<9xf32>
    %cst_8 = stablehlo.constant dense<[1.000000e+00, 0.9174636, 0.178685546, 0.0122253597, 3.58696474E-4, 4.92435083E-6, 3.21956932E-8, 9.43720587E-11, 9.70507108E-14]> : tensor<9xf32>
    %cst_9 = stablehlo.constant dense<[0.697359979, 3.304110e-01, 0.0384878777, 0.00171718234, 3.48941176E-5, 3.47131163E-7, 1.70404457E-9, 3.85945919E-12, 3.14040091E-15]> : tensor<9xf32>
    %cst_10 = stablehlo.constant dense<[1.000000e+00, 1.68548894, 0.487852246, 0.0467913188, 0.00190284429, 3.68475521E-5, 3.57043234E-7, 1.72693748E-9, 3.87830176E-12, 3.14040091E-15]> : tensor<10xf32>
    %0 = stablehlo.abs %arg0 : tensor<4x5xf32>
    %cst_11 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %1 = stablehlo.broadcast_in_dim %cst_11, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %2 = stablehlo.compare EQ, %0, %1, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %3 = stablehlo.multiply %0, %0 : tensor<4x5xf32>
    %4 = call @polyval(%cst, %3) : (tensor<6xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %5 = stablehlo.multiply %0, %4 : tensor<4x5xf32>
    %6 = call @polyval(%cst_0, %3) : (tensor<6xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %7 = stablehlo.divide %5, %6 : tensor<4x5xf32>
    %cst_12 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %8 = call @_where(%2, %cst_12, %7) : (tensor<4x5xi1>, tensor<f32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %cst_13 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %9 = stablehlo.broadcast_in_dim %cst_13, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %10 = stablehlo.compare EQ, %0, %9, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %11 = stablehlo.multiply %0, %0 : tensor<4x5xf32>
    %12 = stablehlo.log %0 : tensor<4x5xf32>
    %cst_14 = stablehlo.constant dense<0.577215672> : tensor<f32>
    %13 = stablehlo.broadcast_in_dim %cst_14, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %14 = stablehlo.add %13, %12 : tensor<4x5xf32>
    %15 = call @polyval(%cst_1, %11) : (tensor<6xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %16 = stablehlo.multiply %11, %15 : tensor<4x5xf32>
    %17 = call @polyval(%cst_2, %11) : (tensor<6xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %18 = stablehlo.divide %16, %17 : tensor<4x5xf32>
    %19 = stablehlo.add %14, %18 : tensor<4x5xf32>
    %cst_15 = stablehlo.constant dense<0xFF800000> : tensor<f32>
    %20 = call @_where(%10, %cst_15, %19) : (tensor<4x5xi1>, tensor<f32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %21 = stablehlo.sine %0 : tensor<4x5xf32>
    %22 = stablehlo.cosine %0 : tensor<4x5xf32>
    %23 = stablehlo.multiply %0, %0 : tensor<4x5xf32>
    %cst_16 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %24 = stablehlo.broadcast_in_dim %cst_16, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %25 = stablehlo.divide %24, %23 : tensor<4x5xf32>
    %26 = call @polyval_0(%cst_3, %25) : (tensor<7xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %27 = call @polyval_2(%cst_4, %25) : (tensor<8xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %28 = stablehlo.multiply %0, %27 : tensor<4x5xf32>
    %29 = stablehlo.divide %26, %28 : tensor<4x5xf32>
    %30 = call @polyval_2(%cst_5, %25) : (tensor<8xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %31 = stablehlo.multiply %25, %30 : tensor<4x5xf32>
    %32 = call @polyval_2(%cst_6, %25) : (tensor<8xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %33 = stablehlo.divide %31, %32 : tensor<4x5xf32>
    %34 = call @polyval_4(%cst_7, %25) : (tensor<9xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %35 = call @polyval_4(%cst_8, %25) : (tensor<9xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %36 = stablehlo.multiply %0, %35 : tensor<4x5xf32>
    %37 = stablehlo.divide %34, %36 : tensor<4x5xf32>
    %38 = call @polyval_4(%cst_9, %25) : (tensor<9xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %39 = stablehlo.multiply %25, %38 : tensor<4x5xf32>
    %40 = call @polyval_6(%cst_10, %25) : (tensor<10xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %41 = stablehlo.divide %39, %40 : tensor<4x5xf32>
    %cst_17 = stablehlo.constant dense<8.000000e+00> : tensor<f32>
    %42 = stablehlo.broadcast_in_dim %cst_17, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %43 = stablehlo.compare LT, %0, %42, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %44 = call @_where_8(%43, %29, %37) : (tensor<4x5xi1>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %45 = call @_where_8(%43, %33, %41) : (tensor<4x5xi1>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %46 = stablehlo.multiply %44, %22 : tensor<4x5xf32>
    %cst_18 = stablehlo.constant dense<1.57079637> : tensor<f32>
    %47 = stablehlo.broadcast_in_dim %cst_18, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %48 = stablehlo.subtract %47, %46 : tensor<4x5xf32>
    %49 = stablehlo.multiply %45, %21 : tensor<4x5xf32>
    %50 = stablehlo.subtract %48, %49 : tensor<4x5xf32>
    %51 = stablehlo.multiply %44, %21 : tensor<4x5xf32>
    %52 = stablehlo.multiply %45, %22 : tensor<4x5xf32>
    %53 = stablehlo.subtract %51, %52 : tensor<4x5xf32>
    %54 = stablehlo.cosine %0 : tensor<4x5xf32>
    %55 = stablehlo.divide %54, %0 : tensor<4x5xf32>
    %cst_19 = stablehlo.constant dense<1.57079637> : tensor<f32>
    %56 = stablehlo.broadcast_in_dim %cst_19, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %57 = stablehlo.subtract %56, %55 : tensor<4x5xf32>
    %58 = stablehlo.sine %0 : tensor<4x5xf32>
    %59 = stablehlo.divide %58, %0 : tensor<4x5xf32>
    %cst_20 = stablehlo.constant dense<0x7F800000> : tensor<f32>
    %60 = stablehlo.broadcast_in_dim %cst_20, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %61 = stablehlo.compare EQ, %0, %60, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_21 = stablehlo.constant dense<1.57079637> : tensor<f32>
    %62 = call @_where(%61, %cst_21, %57) : (tensor<4x5xi1>, tensor<f32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %cst_22 = stablehlo.constant dense<0x7F800000> : tensor<f32>
    %63 = stablehlo.broadcast_in_dim %cst_22, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %64 = stablehlo.compare EQ, %0, %63, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_23 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %65 = call @_where(%64, %cst_23, %59) : (tensor<4x5xi1>, tensor<f32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %cst_24 = stablehlo.constant dense<4.000000e+00> : tensor<f32>
    %66 = stablehlo.broadcast_in_dim %cst_24, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %67 = stablehlo.compare LE, %0, %66, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_25 = stablehlo.constant dense<4.000000e+00> : tensor<f32>
    %68 = stablehlo.broadcast_in_dim %cst_25, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %69 = stablehlo.compare GT, %0, %68, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_26 = stablehlo.constant dense<1.000000e+09> : tensor<f32>
    %70 = stablehlo.broadcast_in_dim %cst_26, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %71 = stablehlo.compare LE, %0, %70, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %72 = stablehlo.and %69, %71 : tensor<4x5xi1>
    %c = stablehlo.constant dense<false> : tensor<i1>
    %73 = stablehlo.broadcast_in_dim %c, dims = [] : (tensor<i1>) -> tensor<4x5xi1>
    %74 = stablehlo.broadcast_in_dim %73, dims = [1, 2] : (tensor<4x5xi1>) -> tensor<1x4x5xi1>
    %75 = stablehlo.broadcast_in_dim %67, dims = [1, 2] : (tensor<4x5xi1>) -> tensor<1x4x5xi1>
    %76 = stablehlo.broadcast_in_dim %72, dims = [1, 2] : (tensor<4x5xi1>) -> tensor<1x4x5xi1>
    %77 = stablehlo.concatenate %74, %75, %76, dim = 0 : (tensor<1x4x5xi1>, tensor<1x4x5xi1>, tensor<1x4x5xi1>) -> tensor<3x4x5xi1>
    %78 = call @argmax(%77) : (tensor<3x4x5xi1>) -> tensor<4x5xi32>
    %c_27 = stablehlo.constant dense<1> : tensor<i32>
    %79 = stablehlo.broadcast_in_dim %c_27, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %80 = stablehlo.compare LT, %78, %79, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %c_28 = stablehlo.constant dense<2> : tensor<i32>
    %81 = stablehlo.broadcast_in_dim %c_28, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %82 = stablehlo.compare LT, %78, %81, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %83 = stablehlo.select %82, %8, %50 : tensor<4x5xi1>, tensor<4x5xf32>
    %84 = stablehlo.select %80, %62, %83 : tensor<4x5xi1>, tensor<4x5xf32>
    %c_29 = stablehlo.constant dense<false> : tensor<i1>
    %85 = stablehlo.broadcast_in_dim %c_29, dims = [] : (tensor<i1>) -> tensor<4x5xi1>
    %86 = stablehlo.broadcast_in_dim %85, dims = [1, 2] : (tensor<4x5xi1>) -> tensor<1x4x5xi1>
    %87 = stablehlo.broadcast_in_dim %67, dims = [1, 2] : (tensor<4x5xi1>) -> tensor<1x4x5xi1>
    %88 = stablehlo.broadcast_in_dim %72, dims = [1, 2] : (tensor<4x5xi1>) -> tensor<1x4x5xi1>
    %89 = stablehlo.concatenate %86, %87, %88, dim = 0 : (tensor<1x4x5xi1>, tensor<1x4x5xi1>, tensor<1x4x5xi1>) -> tensor<3x4x5xi1>
    %90 = call @argmax(%89) : (tensor<3x4x5xi1>) -> tensor<4x5xi32>
    %c_30 = stablehlo.constant dense<1> : tensor<i32>
    %91 = stablehlo.broadcast_in_dim %c_30, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %92 = stablehlo.compare LT, %90, %91, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %c_31 = stablehlo.constant dense<2> : tensor<i32>
    %93 = stablehlo.broadcast_in_dim %c_31, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %94 = stablehlo.compare LT, %90, %93, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %95 = stablehlo.select %94, %20, %53 : tensor<4x5xi1>, tensor<4x5xf32>
    %96 = stablehlo.select %92, %65, %95 : tensor<4x5xi1>, tensor<4x5xf32>
    %97 = stablehlo.sign %arg0 : tensor<4x5xf32>
    %98 = stablehlo.multiply %97, %84 : tensor<4x5xf32>
    %cst_32 = stablehlo.constant dense<0xFF800000> : tensor<f32>
    %99 = stablehlo.broadcast_in_dim %cst_32, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %100 = stablehlo.compare EQ, %arg0, %99, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_33 = stablehlo.constant dense<0x7FC00000> : tensor<f32>
    %101 = call @_where(%100, %cst_33, %96) : (tensor<4x5xi1>, tensor<f32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    return %98, %101 : tensor<4x5xf32>, tensor<4x5xf32>
  }
  func.func private @polyval(%arg0: tensor<6xf32>, %arg1: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %1 = stablehlo.slice %arg0 [0:0] : (tensor<6xf32>) -> tensor<0xf32>
    %2 = stablehlo.slice %arg0 [0:6] : (tensor<6xf32>) -> tensor<6xf32>
    %3 = stablehlo.slice %2 [0:1] : (tensor<6xf32>) -> tensor<1xf32>
    %4 = stablehlo.reshape %3 : (tensor<1xf32>) -> tensor<f32>
    %5 = call @closed_call(%arg1, %0, %4) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    %6 = stablehlo.slice %2 [1:2] : (tensor<6xf32>) -> tensor<1xf32>
    %7 = stablehlo.reshape %6 : (tensor<1xf32>) -> tensor<f32>
    %8 = call @closed_call(%arg1, %5, %7) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    %9 = stablehlo.slice %2 [2:3] : (tensor<6xf32>) -> tensor<1xf32>
    %10 = stablehlo.reshape %9 : (tensor<1xf32>) -> tensor<f32>
    %11 = call @closed_call(%arg1, %8, %10) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    %12 = stablehlo.slice %2 [3:4] : (tensor<6xf32>) -> tensor<1xf32>
    %13 = stablehlo.reshape %12 : (tensor<1xf32>) -> tensor<f32>
    %14 = call @closed_call(%arg1, %11, %13) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    %15 = stablehlo.slice %2 [4:5] : (tensor<6xf32>) -> tensor<1xf32>
    %16 = stablehlo.reshape %15 : (tensor<1xf32>) -> tensor<f32>
    %17 = call @closed_call(%arg1, %14, %16) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    %18 = stablehlo.slice %2 [5:6] : (tensor<6xf32>) -> tensor<1xf32>
    %19 = stablehlo.reshape %18 : (tensor<1xf32>) -> tensor<f32>
    %20 = call @closed_call(%arg1, %17, %19) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    return %20 : tensor<4x5xf32>
  }
  func.func private @closed_call(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>, %arg2: tensor<f32>) -> tensor<4x5xf32> {
    %0 = stablehlo.multiply %arg1, %arg0 : tensor<4x5xf32>
    %1 = stablehlo.broadcast_in_dim %arg2, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %2 = stablehlo.add %0, %1 : tensor<4x5xf32>
    return %2 : tensor<4x5xf32>
  }
  func.func private @_where(%arg0: tensor<4x5xi1>, %arg1: tensor<f32>, %arg2: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = stablehlo.convert %arg1 : tensor<f32>
    %1 = stablehlo.broadcast_in_dim %0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %2 = stablehlo.select %arg0, %1, %arg2 : tensor<4x5xi1>, tensor<4x5xf32>
    return %2 : tensor<4x5xf32>
  }
  func.func private @polyval_0(%arg0: tensor<7xf32>, %arg1: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %1 = stablehlo.slice %arg0 [0:0] : (tensor<7xf32>) -> tensor<0xf32>
    %2 = stablehlo.slice %arg0 [0:7] : (tensor<7xf32>) -> tensor<7xf32>
    %3 = stablehlo.slice %2 [0:1] : (tensor<7xf32>) -> tensor<1xf32>
    %4 = stablehlo.reshape %3 : (tensor<1xf32>) -> tensor<f32>
    %5 = call @closed_call_1(%arg1, %0, %4) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    %6 = stablehlo.slice %2 [1:2] : (tensor<7xf32>) -> tensor<1xf32>
    %7 = stablehlo.reshape %6 : (tensor<1xf32>) -> tensor<f32>
    %8 = call @closed_call_1(%arg1, %5, %7) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    %9 = stablehlo.slice %2 [2:3] : (tensor<7xf32>) -> tensor<1xf32>
    %10 = stablehlo.reshape %9 : (tensor<1xf32>) -> tensor<f32>
    %11 = call @closed_call_1(%arg1, %8, %10) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    %12 = stablehlo.slice %2 [3:4] : (tensor<7xf32>) -> tensor<1xf32>
    %13 = stablehlo.reshape %12 : (tensor<1xf32>) -> tensor<f32>
    %14 = call @closed_call_1(%arg1, %11, %13) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    %15 = stablehlo.slice %2 [4:5] : (tensor<7xf32>) -> tensor<1xf32>
    %16 = stablehlo.reshape %15 : (tensor<1xf32>) -> tensor<f32>
    %17 = call @closed_call_1(%arg1, %14, %16) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    %18 = stablehlo.slice %2 [5:6] : (tensor<7xf32>) -> tensor<1xf32>
    %19 = stablehlo.reshape %18 : (tensor<1xf32>) -> tensor<f32>
    %20 = call @closed_call_1(%arg1, %17, %19) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    %21 = stablehlo.slice %2 [6:7] : (tensor<7xf32>) -> tensor<1xf32>
    %22 = stablehlo.reshape %21 : (tensor<1xf32>) -> tensor<f32>
    %23 = call @closed_call_1(%arg1, %20, %22) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    return %23 : tensor<4x5xf32>
  }
  func.func private @closed_call_1(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>, %arg2: tensor<f32>) -> tensor<4x5xf32> {
    %0 = stablehlo.multiply %arg1, %arg0 : tensor<4x5xf32>
    %1 = stablehlo.broadcast_in_dim %arg2, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %2 = stablehlo.add %0, %1 : tensor<4x5xf32>
    return %2 : tensor<4x5xf32>
  }
  func.func private @polyval_2(%arg0: tensor<8xf32>, %arg1: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %1 = stablehlo.slice %arg0 [0:0] : (tensor<8xf32>) -> tensor<0xf32>
    %2 = stablehlo.slice %arg0 [0:8] : (tensor<8xf32>) -> tensor<8xf32>
    %3 = stablehlo.slice %2 [0:1] : (tensor<8xf32>) -> tensor<1xf32>
    %4 = stablehlo.reshape %3 : (tensor<1xf32>) -> tensor<f32>
    %5 = call @closed_call_3(%arg1, %0, %4) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    %6 = stablehlo.slice %2 [1:2] : (tensor<8xf32>) -> tensor<1xf32>
    %7 = stablehlo.reshape %6 : (tensor<1xf32>) -> tensor<f32>
    %8 = call @closed_call_3(%arg1, %5, %7) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    %9 = stablehlo.slice %2 [2:3] : (tensor<8xf32>) -> tensor<1xf32>
    %10 = stablehlo.reshape %9 : (tensor<1xf32>) -> tensor<f32>
    %11 = call @closed_call_3(%arg1, %8, %10) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    %12 = stablehlo.slice %2 [3:4] : (tensor<8xf32>) -> tensor<1xf32>
    %13 = stablehlo.reshape %12 : (tensor<1xf32>) -> tensor<f32>
    %14 = call @closed_call_3(%arg1, %11, %13) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    %15 = stablehlo.slice %2 [4:5] : (tensor<8xf32>) -> tensor<1xf32>
    %16 = stablehlo.reshape %15 : (tensor<1xf32>) -> tensor<f32>
    %17 = call @closed_call_3(%arg1, %14, %16) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    %18 = stablehlo.slice %2 [5:6] : (tensor<8xf32>) -> tensor<1xf32>
    %19 = stablehlo.reshape %18 : (tensor<1xf32>) -> tensor<f32>
    %20 = call @closed_call_3(%arg1, %17, %19) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    %21 = stablehlo.slice %2 [6:7] : (tensor<8xf32>) -> tensor<1xf32>
    %22 = stablehlo.reshape %21 : (tensor<1xf32>) -> tensor<f32>
    %23 = call @closed_call_3(%arg1, %20, %22) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    %24 = stablehlo.slice %2 [7:8] : (tensor<8xf32>) -> tensor<1xf32>
    %25 = stablehlo.reshape %24 : (tensor<1xf32>) -> tensor<f32>
    %26 = call @closed_call_3(%arg1, %23, %25) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    return %26 : tensor<4x5xf32>
  }
  func.func private @closed_call_3(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>, %arg2: tensor<f32>) -> tensor<4x5xf32> {
    %0 = stablehlo.multiply %arg1, %arg0 : tensor<4x5xf32>
    %1 = stablehlo.broadcast_in_dim %arg2, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %2 = stablehlo.add %0, %1 : tensor<4x5xf32>
    return %2 : tensor<4x5xf32>
  }
  func.func private @polyval_4(%arg0: tensor<9xf32>, %arg1: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %1 = stablehlo.slice %arg0 [0:0] : (tensor<9xf32>) -> tensor<0xf32>
    %2 = stablehlo.slice %arg0 [0:9] : (tensor<9xf32>) -> tensor<9xf32>
    %3 = stablehlo.slice %2 [0:1] : (tensor<9xf32>) -> tensor<1xf32>
    %4 = stablehlo.reshape %3 : (tensor<1xf32>) -> tensor<f32>
    %5 = call @closed_call_5(%arg1, %0, %4) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    %6 = stablehlo.slice %2 [1:2] : (tensor<9xf32>) -> tensor<1xf32>
    %7 = stablehlo.reshape %6 : (tensor<1xf32>) -> tensor<f32>
    %8 = call @closed_call_5(%arg1, %5, %7) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    %9 = stablehlo.slice %2 [2:3] : (tensor<9xf32>) -> tensor<1xf32>
    %10 = stablehlo.reshape %9 : (tensor<1xf32>) -> tensor<f32>
    %11 = call @closed_call_5(%arg1, %8, %10) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    %12 = stablehlo.slice %2 [3:4] : (tensor<9xf32>) -> tensor<1xf32>
    %13 = stablehlo.reshape %12 : (tensor<1xf32>) -> tensor<f32>
    %14 = call @closed_call_5(%arg1, %11, %13) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    %15 = stablehlo.slice %2 [4:5] : (tensor<9xf32>) -> tensor<1xf32>
    %16 = stablehlo.reshape %15 : (tensor<1xf32>) -> tensor<f32>
    %17 = call @closed_call_5(%arg1, %14, %16) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    %18 = stablehlo.slice %2 [5:6] : (tensor<9xf32>) -> tensor<1xf32>
    %19 = stablehlo.reshape %18 : (tensor<1xf32>) -> tensor<f32>
    %20 = call @closed_call_5(%arg1, %17, %19) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    %21 = stablehlo.slice %2 [6:7] : (tensor<9xf32>) -> tensor<1xf32>
    %22 = stablehlo.reshape %21 : (tensor<1xf32>) -> tensor<f32>
    %23 = call @closed_call_5(%arg1, %20, %22) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    %24 = stablehlo.slice %2 [7:8] : (tensor<9xf32>) -> tensor<1xf32>
    %25 = stablehlo.reshape %24 : (tensor<1xf32>) -> tensor<f32>
    %26 = call @closed_call_5(%arg1, %23, %25) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    %27 = stablehlo.slice %2 [8:9] : (tensor<9xf32>) -> tensor<1xf32>
    %28 = stablehlo.reshape %27 : (tensor<1xf32>) -> tensor<f32>
    %29 = call @closed_call_5(%arg1, %26, %28) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    return %29 : tensor<4x5xf32>
  }
  func.func private @closed_call_5(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>, %arg2: tensor<f32>) -> tensor<4x5xf32> {
    %0 = stablehlo.multiply %arg1, %arg0 : tensor<4x5xf32>
    %1 = stablehlo.broadcast_in_dim %arg2, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %2 = stablehlo.add %0, %1 : tensor<4x5xf32>
    return %2 : tensor<4x5xf32>
  }
  func.func private @polyval_6(%arg0: tensor<10xf32>, %arg1: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %1 = stablehlo.slice %arg0 [0:0] : (tensor<10xf32>) -> tensor<0xf32>
    %2 = stablehlo.slice %arg0 [0:10] : (tensor<10xf32>) -> tensor<10xf32>
    %3 = stablehlo.slice %2 [0:1] : (tensor<10xf32>) -> tensor<1xf32>
    %4 = stablehlo.reshape %3 : (tensor<1xf32>) -> tensor<f32>
    %5 = call @closed_call_7(%arg1, %0, %4) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    %6 = stablehlo.slice %2 [1:2] : (tensor<10xf32>) -> tensor<1xf32>
    %7 = stablehlo.reshape %6 : (tensor<1xf32>) -> tensor<f32>
    %8 = call @closed_call_7(%arg1, %5, %7) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    %9 = stablehlo.slice %2 [2:3] : (tensor<10xf32>) -> tensor<1xf32>
    %10 = stablehlo.reshape %9 : (tensor<1xf32>) -> tensor<f32>
    %11 = call @closed_call_7(%arg1, %8, %10) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    %12 = stablehlo.slice %2 [3:4] : (tensor<10xf32>) -> tensor<1xf32>
    %13 = stablehlo.reshape %12 : (tensor<1xf32>) -> tensor<f32>
    %14 = call @closed_call_7(%arg1, %11, %13) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    %15 = stablehlo.slice %2 [4:5] : (tensor<10xf32>) -> tensor<1xf32>
    %16 = stablehlo.reshape %15 : (tensor<1xf32>) -> tensor<f32>
    %17 = call @closed_call_7(%arg1, %14, %16) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    %18 = stablehlo.slice %2 [5:6] : (tensor<10xf32>) -> tensor<1xf32>
    %19 = stablehlo.reshape %18 : (tensor<1xf32>) -> tensor<f32>
    %20 = call @closed_call_7(%arg1, %17, %19) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    %21 = stablehlo.slice %2 [6:7] : (tensor<10xf32>) -> tensor<1xf32>
    %22 = stablehlo.reshape %21 : (tensor<1xf32>) -> tensor<f32>
    %23 = call @closed_call_7(%arg1, %20, %22) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    %24 = stablehlo.slice %2 [7:8] : (tensor<10xf32>) -> tensor<1xf32>
    %25 = stablehlo.reshape %24 : (tensor<1xf32>) -> tensor<f32>
    %26 = call @closed_call_7(%arg1, %23, %25) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    %27 = stablehlo.slice %2 [8:9] : (tensor<10xf32>) -> tensor<1xf32>
    %28 = stablehlo.reshape %27 : (tensor<1xf32>) -> tensor<f32>
    %29 = call @closed_call_7(%arg1, %26, %28) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    %30 = stablehlo.slice %2 [9:10] : (tensor<10xf32>) -> tensor<1xf32>
    %31 = stablehlo.reshape %30 : (tensor<1xf32>) -> tensor<f32>
    %32 = call @closed_call_7(%arg1, %29, %31) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    return %32 : tensor<4x5xf32>
  }
  func.func private @closed_call_7(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>, %arg2: tensor<f32>) -> tensor<4x5xf32> {
    %0 = stablehlo.multiply %arg1, %arg0 : tensor<4x5xf32>
    %1 = stablehlo.broadcast_in_dim %arg2, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %2 = stablehlo.add %0, %1 : tensor<4x5xf32>
    return %2 : tensor<4x5xf32>
  }
  func.func private @_where_8(%arg0: tensor<4x5xi1>, %arg1: tensor<4x5xf32>, %arg2: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = stablehlo.select %arg0, %arg1, %arg2 : tensor<4x5xi1>, tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
  func.func private @argmax(%arg0: tensor<3x4x5xi1>) -> tensor<4x5xi32> {
    %0 = stablehlo.iota dim = 0 : tensor<3x4x5xi32>
    %c = stablehlo.constant dense<false> : tensor<i1>
    %c_0 = stablehlo.constant dense<0> : tensor<i32>
    %1:2 = stablehlo.reduce(%arg0 init: %c), (%0 init: %c_0) across dimensions = [0] : (tensor<3x4x5xi1>, tensor<3x4x5xi32>, tensor<i1>, tensor<i32>) -> (tensor<4x5xi1>, tensor<4x5xi32>)
     reducer(%arg1: tensor<i1>, %arg3: tensor<i1>) (%arg2: tensor<i32>, %arg4: tensor<i32>)  {
      %2 = stablehlo.compare GT, %arg1, %arg3, UNSIGNED : (tensor<i1>, tensor<i1>) -> tensor<i1>
      %3 = stablehlo.compare NE, %arg1, %arg1, UNSIGNED : (tensor<i1>, tensor<i1>) -> tensor<i1>
      %4 = stablehlo.or %2, %3 : tensor<i1>
      %5 = stablehlo.compare EQ, %arg1, %arg3, UNSIGNED : (tensor<i1>, tensor<i1>) -> tensor<i1>
      %6 = stablehlo.compare LT, %arg2, %arg4, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
      %7 = stablehlo.and %5, %6 : tensor<i1>
      %8 = stablehlo.or %4, %7 : tensor<i1>
      %9 = stablehlo.select %4, %arg1, %arg3 : tensor<i1>, tensor<i1>
      %10 = stablehlo.select %8, %arg2, %arg4 : tensor<i1>, tensor<i32>
      stablehlo.return %9, %10 : tensor<i1>, tensor<i32>
    }
    return %1#1 : tensor<4x5xi32>
  }
}
