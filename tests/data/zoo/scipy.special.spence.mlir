module @jit_spence attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[7.054418e-01, 2.2265186e+00, 3.8434684e-01, 2.2518818e+00, 1.3239971e+00], [5.0399923e-01, 2.9469165e-01, 2.2664132e+00, 1.5814683e+00, 1.4703764e+00], [2.2400649e+00, 1.2427541e-01, 7.897123e-01, 2.5207405e+00, 3.634038e-01], [1.1208581e+00, 1.5733017e+00, 2.1711786e+00, 5.787865e-01, 5.9796834e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[3.1967148e-01, -9.7477055e-01, 7.516929e-01, -9.912697e-01, -3.0096075e-01], [5.7670635e-01, 8.985404e-01, -1.0006751e+00, -5.135451e-01, -4.2426375e-01], [-9.835955e-01, 1.2398472e+00, 2.2251764e-01, -1.1600201e+00, 7.846032e-01], [-1.1739017e-01, -5.0709856e-01, -9.383977e-01, 4.7659653e-01, 4.5187947e-01]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.240e-03 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %1 = stablehlo.compare LT, %arg0, %0, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_0 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %2 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %3 = stablehlo.compare EQ, %arg0, %2, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_1 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %4 = stablehlo.broadcast_in_dim %cst_1, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %5 = stablehlo.compare EQ, %arg0, %4, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %6 = stablehlo.broadcast_in_dim %1, dims = [1, 2] : (tensor<4x5xi1>) -> tensor<1x4x5xi1>
    %7 = stablehlo.broadcast_in_dim %3, dims = [1, 2] : (tensor<4x5xi1>) -> tensor<1x4x5xi1>
    %8 = stablehlo.broadcast_in_dim %5, dims = [1, 2] : (tensor<4x5xi1>) -> tensor<1x4x5xi1>
    %9 = stablehlo.concatenate %6, %7, %8, dim = 0 : (tensor<1x4x5xi1>, tensor<1x4x5xi1>, tensor<1x4x5xi1>) -> tensor<3x4x5xi1>
    %cst_2 = stablehlo.constant dense<0x7FC00000> : tensor<f32>
    %c = stablehlo.constant dense<0> : tensor<i32>
    %cst_3 = stablehlo.constant dense<1.64493406> : tensor<f32>
    %10 = call @_piecewise(%arg0, %9, %cst_2, %c, %cst_3) : (tensor<4x5xf32>, tensor<3x4x5xi1>, tensor<f32>, tensor<i32>, tensor<f32>) -> tensor<4x5xf32>
    return %10 : tensor<4x5xf32>
  }
  func.func private @_piecewise(%arg0: tensor<4x5xf32>, %arg1: tensor<3x4x5xi1>, %arg2: tensor<f32>, %arg3: tensor<i32>, %arg4: tensor<f32>) -> tensor<4x5xf32> {
    %cst = stablehlo.constant dense<[4.65128578E-5, 0.0073158904, 0.133847639, 0.879691302, 2.7114985, 4.25697136, 3.29771352, 1.000000e+00]> : tensor<8xf32>
    %cst_0 = stablehlo.constant dense<[6.90990476E-4, 0.0254043769, 0.282974869, 1.411726, 3.63800526, 5.03278875, 3.54771352, 1.000000e+00]> : tensor<8xf32>
    %0 = stablehlo.slice %arg1 [0:1, 0:4, 0:5] : (tensor<3x4x5xi1>) -> tensor<1x4x5xi1>
    %c = stablehlo.constant dense<false> : tensor<i1>
    %1 = stablehlo.broadcast_in_dim %c, dims = [] : (tensor<i1>) -> tensor<1x4x5xi1>
    %2 = stablehlo.concatenate %1, %arg1, dim = 0 : (tensor<1x4x5xi1>, tensor<3x4x5xi1>) -> tensor<4x4x5xi1>
    %3 = call @cumsum(%2) : (tensor<4x4x5xi1>) -> tensor<4x4x5xi32>
    %4 = call @argmax(%3) : (tensor<4x4x5xi32>) -> tensor<4x5xi32>
    %c_1 = stablehlo.constant dense<0> : tensor<i32>
    %c_2 = stablehlo.constant dense<3> : tensor<i32>
    %5 = stablehlo.broadcast_in_dim %c_1, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %6 = stablehlo.broadcast_in_dim %c_2, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %7 = stablehlo.clamp %5, %4, %6 : tensor<4x5xi32>
    %8 = stablehlo.broadcast_in_dim %cst, dims = [1] : (tensor<8xf32>) -> tensor<5x8xf32>
    %9 = stablehlo.broadcast_in_dim %cst_0, dims = [1] : (tensor<8xf32>) -> tensor<5x8xf32>
    %10 = stablehlo.broadcast_in_dim %arg2, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %11 = stablehlo.broadcast_in_dim %arg3, dims = [] : (tensor<i32>) -> tensor<5xi32>
    %12 = stablehlo.broadcast_in_dim %arg4, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %c_3 = stablehlo.constant dense<0> : tensor<i32>
    %13 = stablehlo.broadcast_in_dim %c_3, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %14 = stablehlo.compare EQ, %7, %13, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %15 = stablehlo.broadcast_in_dim %14, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x8xi1>
    %16 = stablehlo.broadcast_in_dim %8, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %17 = stablehlo.broadcast_in_dim %8, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %18 = stablehlo.select %15, %17, %16 : tensor<4x5x8xi1>, tensor<4x5x8xf32>
    %19 = stablehlo.broadcast_in_dim %14, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x8xi1>
    %20 = stablehlo.broadcast_in_dim %9, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %21 = stablehlo.broadcast_in_dim %9, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %22 = stablehlo.select %19, %21, %20 : tensor<4x5x8xi1>, tensor<4x5x8xf32>
    %23 = stablehlo.broadcast_in_dim %10, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %24 = stablehlo.broadcast_in_dim %10, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %25 = stablehlo.select %14, %24, %23 : tensor<4x5xi1>, tensor<4x5xf32>
    %26 = stablehlo.broadcast_in_dim %11, dims = [1] : (tensor<5xi32>) -> tensor<4x5xi32>
    %27 = stablehlo.broadcast_in_dim %11, dims = [1] : (tensor<5xi32>) -> tensor<4x5xi32>
    %28 = stablehlo.select %14, %27, %26 : tensor<4x5xi1>, tensor<4x5xi32>
    %29 = stablehlo.broadcast_in_dim %12, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %30 = stablehlo.broadcast_in_dim %12, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %31 = stablehlo.select %14, %30, %29 : tensor<4x5xi1>, tensor<4x5xf32>
    %32 = stablehlo.select %14, %arg0, %arg0 : tensor<4x5xi1>, tensor<4x5xf32>
    %cst_4 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
    %33 = stablehlo.broadcast_in_dim %cst_4, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %34 = stablehlo.compare GT, %32, %33, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %35 = stablehlo.broadcast_in_dim %34, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x1xi1>
    %36 = call @_piecewise_1(%32, %35) : (tensor<4x5xf32>, tensor<4x5x1xi1>) -> tensor<4x5xf32>
    %cst_5 = stablehlo.constant dense<1.500000e+00> : tensor<f32>
    %37 = stablehlo.broadcast_in_dim %cst_5, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %38 = stablehlo.compare GT, %36, %37, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_6 = stablehlo.constant dense<5.000000e-01> : tensor<f32>
    %39 = stablehlo.broadcast_in_dim %cst_6, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %40 = stablehlo.compare LT, %36, %39, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %41 = stablehlo.or %34, %38 : tensor<4x5xi1>
    %42 = stablehlo.broadcast_in_dim %38, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x1xi1>
    %43 = stablehlo.broadcast_in_dim %40, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x1xi1>
    %44 = stablehlo.concatenate %42, %43, dim = 2 : (tensor<4x5x1xi1>, tensor<4x5x1xi1>) -> tensor<4x5x2xi1>
    %45 = call @_piecewise_5(%36, %44) : (tensor<4x5xf32>, tensor<4x5x2xi1>) -> tensor<4x5xf32>
    %46 = stablehlo.negate %45 : tensor<4x5xf32>
    %47 = call @polyval(%18, %45) : (tensor<4x5x8xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %48 = stablehlo.multiply %46, %47 : tensor<4x5xf32>
    %49 = call @polyval(%22, %45) : (tensor<4x5x8xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %50 = stablehlo.divide %48, %49 : tensor<4x5xf32>
    %51 = stablehlo.log %36 : tensor<4x5xf32>
    %cst_7 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %52 = stablehlo.broadcast_in_dim %cst_7, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %53 = stablehlo.subtract %52, %36 : tensor<4x5xf32>
    %54 = stablehlo.log %53 : tensor<4x5xf32>
    %55 = stablehlo.multiply %51, %54 : tensor<4x5xf32>
    %cst_8 = stablehlo.constant dense<1.64493406> : tensor<f32>
    %56 = stablehlo.broadcast_in_dim %cst_8, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %57 = stablehlo.subtract %56, %55 : tensor<4x5xf32>
    %58 = stablehlo.subtract %57, %50 : tensor<4x5xf32>
    %59 = call @_where(%40, %58, %50) : (tensor<4x5xi1>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %60 = stablehlo.log %36 : tensor<4x5xf32>
    %61 = stablehlo.multiply %60, %60 : tensor<4x5xf32>
    %cst_9 = stablehlo.constant dense<-5.000000e-01> : tensor<f32>
    %62 = stablehlo.broadcast_in_dim %cst_9, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %63 = stablehlo.multiply %62, %61 : tensor<4x5xf32>
    %64 = stablehlo.subtract %63, %59 : tensor<4x5xf32>
    %65 = call @_where(%41, %64, %59) : (tensor<4x5xi1>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %c_10 = stablehlo.constant dense<1> : tensor<i32>
    %66 = stablehlo.broadcast_in_dim %c_10, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %67 = stablehlo.compare EQ, %7, %66, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %68 = stablehlo.broadcast_in_dim %67, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x8xi1>
    %69 = stablehlo.broadcast_in_dim %8, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %70 = stablehlo.broadcast_in_dim %8, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %71 = stablehlo.select %68, %70, %69 : tensor<4x5x8xi1>, tensor<4x5x8xf32>
    %72 = stablehlo.broadcast_in_dim %67, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x8xi1>
    %73 = stablehlo.broadcast_in_dim %9, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %74 = stablehlo.broadcast_in_dim %9, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %75 = stablehlo.select %72, %74, %73 : tensor<4x5x8xi1>, tensor<4x5x8xf32>
    %76 = stablehlo.broadcast_in_dim %10, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %77 = stablehlo.broadcast_in_dim %10, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %78 = stablehlo.select %67, %77, %76 : tensor<4x5xi1>, tensor<4x5xf32>
    %79 = stablehlo.broadcast_in_dim %11, dims = [1] : (tensor<5xi32>) -> tensor<4x5xi32>
    %80 = stablehlo.broadcast_in_dim %11, dims = [1] : (tensor<5xi32>) -> tensor<4x5xi32>
    %81 = stablehlo.select %67, %80, %79 : tensor<4x5xi1>, tensor<4x5xi32>
    %82 = stablehlo.broadcast_in_dim %12, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %83 = stablehlo.broadcast_in_dim %12, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %84 = stablehlo.select %67, %83, %82 : tensor<4x5xi1>, tensor<4x5xf32>
    %85 = stablehlo.select %67, %arg0, %arg0 : tensor<4x5xi1>, tensor<4x5xf32>
    %86 = stablehlo.convert %78 : tensor<4x5xf32>
    %c_11 = stablehlo.constant dense<2> : tensor<i32>
    %87 = stablehlo.broadcast_in_dim %c_11, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %88 = stablehlo.compare EQ, %7, %87, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %89 = stablehlo.broadcast_in_dim %88, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x8xi1>
    %90 = stablehlo.broadcast_in_dim %8, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %91 = stablehlo.broadcast_in_dim %8, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %92 = stablehlo.select %89, %91, %90 : tensor<4x5x8xi1>, tensor<4x5x8xf32>
    %93 = stablehlo.broadcast_in_dim %88, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x8xi1>
    %94 = stablehlo.broadcast_in_dim %9, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %95 = stablehlo.broadcast_in_dim %9, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %96 = stablehlo.select %93, %95, %94 : tensor<4x5x8xi1>, tensor<4x5x8xf32>
    %97 = stablehlo.broadcast_in_dim %10, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %98 = stablehlo.broadcast_in_dim %10, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %99 = stablehlo.select %88, %98, %97 : tensor<4x5xi1>, tensor<4x5xf32>
    %100 = stablehlo.broadcast_in_dim %11, dims = [1] : (tensor<5xi32>) -> tensor<4x5xi32>
    %101 = stablehlo.broadcast_in_dim %11, dims = [1] : (tensor<5xi32>) -> tensor<4x5xi32>
    %102 = stablehlo.select %88, %101, %100 : tensor<4x5xi1>, tensor<4x5xi32>
    %103 = stablehlo.broadcast_in_dim %12, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %104 = stablehlo.broadcast_in_dim %12, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %105 = stablehlo.select %88, %104, %103 : tensor<4x5xi1>, tensor<4x5xf32>
    %106 = stablehlo.select %88, %arg0, %arg0 : tensor<4x5xi1>, tensor<4x5xf32>
    %107 = stablehlo.convert %102 : (tensor<4x5xi32>) -> tensor<4x5xf32>
    %c_12 = stablehlo.constant dense<3> : tensor<i32>
    %108 = stablehlo.broadcast_in_dim %c_12, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %109 = stablehlo.compare EQ, %7, %108, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %110 = stablehlo.broadcast_in_dim %109, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x8xi1>
    %111 = stablehlo.broadcast_in_dim %8, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %112 = stablehlo.broadcast_in_dim %8, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %113 = stablehlo.select %110, %112, %111 : tensor<4x5x8xi1>, tensor<4x5x8xf32>
    %114 = stablehlo.broadcast_in_dim %109, dims = [0, 1] : (tensor<4x5xi1>) -> tensor<4x5x8xi1>
    %115 = stablehlo.broadcast_in_dim %9, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %116 = stablehlo.broadcast_in_dim %9, dims = [1, 2] : (tensor<5x8xf32>) -> tensor<4x5x8xf32>
    %117 = stablehlo.select %114, %116, %115 : tensor<4x5x8xi1>, tensor<4x5x8xf32>
    %118 = stablehlo.broadcast_in_dim %10, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %119 = stablehlo.broadcast_in_dim %10, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %120 = stablehlo.select %109, %119, %118 : tensor<4x5xi1>, tensor<4x5xf32>
    %121 = stablehlo.broadcast_in_dim %11, dims = [1] : (tensor<5xi32>) -> tensor<4x5xi32>
    %122 = stablehlo.broadcast_in_dim %11, dims = [1] : (tensor<5xi32>) -> tensor<4x5xi32>
    %123 = stablehlo.select %109, %122, %121 : tensor<4x5xi1>, tensor<4x5xi32>
    %124 = stablehlo.broadcast_in_dim %12, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %125 = stablehlo.broadcast_in_dim %12, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %126 = stablehlo.select %109, %125, %124 : tensor<4x5xi1>, tensor<4x5xf32>
    %127 = stablehlo.select %109, %arg0, %arg0 : tensor<4x5xi1>, tensor<4x5xf32>
    %128 = stablehlo.convert %126 : tensor<4x5xf32>
    %c_13 = stablehlo.constant dense<2> : tensor<i32>
    %129 = stablehlo.broadcast_in_dim %c_13, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %130 = stablehlo.compare LT, %7, %129, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %c_14 = stablehlo.constant dense<1> : tensor<i32>
    %131 = stablehlo.broadcast_in_dim %c_14, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %132 = stablehlo.compare LT, %7, %131, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %133 = stablehlo.select %132, %65, %86 : tensor<4x5xi1>, tensor<4x5xf32>
    %c_15 = stablehlo.constant dense<3> : tensor<i32>
    %134 = stablehlo.broadcast_in_dim %c_15, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %135 = stablehlo.compare LT, %7, %134, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %136 = stablehlo.select %135, %107, %128 : tensor<4x5xi1>, tensor<4x5xf32>
    %137 = stablehlo.select %130, %133, %136 : tensor<4x5xi1>, tensor<4x5xf32>
    return %137 : tensor<4x5xf32>
  }
  func.func private @cumsum(%arg0: tensor<4x4x5xi1>) -> tensor<4x4x5xi32> {
    %0 = stablehlo.convert %arg0 : (tensor<4x4x5xi1>) -> tensor<4x4x5xi32>
    %1 = call @cumsum_0(%0) : (tensor<4x4x5xi32>) -> tensor<4x4x5xi32>
    return %1 : tensor<4x4x5xi32>
  }
  func.func private @cumsum_0(%arg0: tensor<4x4x5xi32>) -> tensor<4x4x5xi32> {
    %c = stablehlo.constant dense<0> : tensor<i32>
    %0 = stablehlo.broadcast_in_dim %c, dims = [] : (tensor<i32>) -> tensor<i32>
    %1 = "stablehlo.reduce_window"(%arg0, %0) <{base_dilations = array<i64: 1, 1, 1>, padding = dense<[[3, 0], [0, 0], [0, 0]]> : tensor<3x2xi64>, window_dilations = array<i64: 1, 1, 1>, window_dimensions = array<i64: 4, 1, 1>, window_strides = array<i64: 1, 1, 1>}> ({
    ^bb0(%arg1: tensor<i32>, %arg2: tensor<i32>):
      %2 = stablehlo.add %arg1, %arg2 : tensor<i32>
      stablehlo.return %2 : tensor<i32>
    }) : (tensor<4x4x5xi32>, tensor<i32>) -> tensor<4x4x5xi32>
    return %1 : tensor<4x4x5xi32>
  }
  func.func private @argmax(%arg0: tensor<4x4x5xi32>) -> tensor<4x5xi32> {
    %0 = stablehlo.iota dim = 0 : tensor<4x4x5xi32>
    %c = stablehlo.constant dense<-2147483648> : tensor<i32>
    %c_0 = stablehlo.constant dense<0> : tensor<i32>
    %1:2 = stablehlo.reduce(%arg0 init: %c), (%0 init: %c_0) across dimensions = [0] : (tensor<4x4x5xi32>, tensor<4x4x5xi32>, tensor<i32>, tensor<i32>) -> (tensor<4x5xi32>, tensor<4x5xi32>)
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
  func.func private @_piecewise_1(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5x1xi1>) -> tensor<4x5xf32> {
    %c = stablehlo.constant dense<false> : tensor<i1>
    %0 = stablehlo.broadcast_in_dim %c, dims = [] : (tensor<i1>) -> tensor<1xi1>
    %1 = stablehlo.broadcast_in_dim %0, dims = [1] : (tensor<1xi1>) -> tensor<5x1xi1>
    %2 = stablehlo.broadcast_in_dim %1, dims = [1, 2] : (tensor<5x1xi1>) -> tensor<4x5x1xi1>
    %3 = stablehlo.concatenate %2, %arg1, dim = 2 : (tensor<4x5x1xi1>, tensor<4x5x1xi1>) -> tensor<4x5x2xi1>
    %4 = call @cumsum_2(%3) : (tensor<4x5x2xi1>) -> tensor<4x5x2xi32>
    %5 = call @argmax_4(%4) : (tensor<4x5x2xi32>) -> tensor<4x5xi32>
    %c_0 = stablehlo.constant dense<0> : tensor<i32>
    %c_1 = stablehlo.constant dense<1> : tensor<i32>
    %6 = stablehlo.broadcast_in_dim %c_0, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %7 = stablehlo.broadcast_in_dim %c_1, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %8 = stablehlo.clamp %6, %5, %7 : tensor<4x5xi32>
    %c_2 = stablehlo.constant dense<0> : tensor<i32>
    %9 = stablehlo.broadcast_in_dim %c_2, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %10 = stablehlo.compare EQ, %8, %9, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %11 = stablehlo.select %10, %arg0, %arg0 : tensor<4x5xi1>, tensor<4x5xf32>
    %c_3 = stablehlo.constant dense<1> : tensor<i32>
    %12 = stablehlo.broadcast_in_dim %c_3, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %13 = stablehlo.compare EQ, %8, %12, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %14 = stablehlo.select %13, %arg0, %arg0 : tensor<4x5xi1>, tensor<4x5xf32>
    %cst = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %15 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %16 = stablehlo.divide %15, %14 : tensor<4x5xf32>
    %c_4 = stablehlo.constant dense<1> : tensor<i32>
    %17 = stablehlo.broadcast_in_dim %c_4, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %18 = stablehlo.compare LT, %8, %17, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %19 = stablehlo.select %18, %11, %16 : tensor<4x5xi1>, tensor<4x5xf32>
    return %19 : tensor<4x5xf32>
  }
  func.func private @cumsum_2(%arg0: tensor<4x5x2xi1>) -> tensor<4x5x2xi32> {
    %0 = stablehlo.convert %arg0 : (tensor<4x5x2xi1>) -> tensor<4x5x2xi32>
    %1 = call @cumsum_3(%0) : (tensor<4x5x2xi32>) -> tensor<4x5x2xi32>
    return %1 : tensor<4x5x2xi32>
  }
  func.func private @cumsum_3(%arg0: tensor<4x5x2xi32>) -> tensor<4x5x2xi32> {
    %c = stablehlo.constant dense<0> : tensor<i32>
    %0 = stablehlo.broadcast_in_dim %c, dims = [] : (tensor<i32>) -> tensor<i32>
    %1 = "stablehlo.reduce_window"(%arg0, %0) <{base_dilations = array<i64: 1, 1, 1>, padding = dense<[[0, 0], [0, 0], [1, 0]]> : tensor<3x2xi64>, window_dilations = array<i64: 1, 1, 1>, window_dimensions = array<i64: 1, 1, 2>, window_strides = array<i64: 1, 1, 1>}> ({
    ^bb0(%arg1: tensor<i32>, %arg2: tensor<i32>):
      %2 = stablehlo.add %arg1, %arg2 : tensor<i32>
      stablehlo.return %2 : tensor<i32>
    }) : (tensor<4x5x2xi32>, tensor<i32>) -> tensor<4x5x2xi32>
    return %1 : tensor<4x5x2xi32>
  }
  func.func private @argmax_4(%arg0: tensor<4x5x2xi32>) -> tensor<4x5xi32> {
    %0 = stablehlo.iota dim = 2 : tensor<4x5x2xi32>
    %c = stablehlo.constant dense<-2147483648> : tensor<i32>
    %c_0 = stablehlo.constant dense<0> : tensor<i32>
    %1:2 = stablehlo.reduce(%arg0 init: %c), (%0 init: %c_0) across dimensions = [2] : (tensor<4x5x2xi32>, tensor<4x5x2xi32>, tensor<i32>, tensor<i32>) -> (tensor<4x5xi32>, tensor<4x5xi32>)
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
  func.func private @_piecewise_5(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5x2xi1>) -> tensor<4x5xf32> {
    %0 = stablehlo.slice %arg1 [0:4, 0:5, 0:1] : (tensor<4x5x2xi1>) -> tensor<4x5x1xi1>
    %c = stablehlo.constant dense<false> : tensor<i1>
    %1 = stablehlo.broadcast_in_dim %c, dims = [] : (tensor<i1>) -> tensor<1xi1>
    %2 = stablehlo.broadcast_in_dim %1, dims = [1] : (tensor<1xi1>) -> tensor<5x1xi1>
    %3 = stablehlo.broadcast_in_dim %2, dims = [1, 2] : (tensor<5x1xi1>) -> tensor<4x5x1xi1>
    %4 = stablehlo.concatenate %3, %arg1, dim = 2 : (tensor<4x5x1xi1>, tensor<4x5x2xi1>) -> tensor<4x5x3xi1>
    %5 = call @cumsum_6(%4) : (tensor<4x5x3xi1>) -> tensor<4x5x3xi32>
    %6 = call @argmax_8(%5) : (tensor<4x5x3xi32>) -> tensor<4x5xi32>
    %c_0 = stablehlo.constant dense<0> : tensor<i32>
    %c_1 = stablehlo.constant dense<2> : tensor<i32>
    %7 = stablehlo.broadcast_in_dim %c_0, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %8 = stablehlo.broadcast_in_dim %c_1, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %9 = stablehlo.clamp %7, %6, %8 : tensor<4x5xi32>
    %c_2 = stablehlo.constant dense<0> : tensor<i32>
    %10 = stablehlo.broadcast_in_dim %c_2, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %11 = stablehlo.compare EQ, %9, %10, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %12 = stablehlo.select %11, %arg0, %arg0 : tensor<4x5xi1>, tensor<4x5xf32>
    %cst = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %13 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %14 = stablehlo.subtract %12, %13 : tensor<4x5xf32>
    %c_3 = stablehlo.constant dense<1> : tensor<i32>
    %15 = stablehlo.broadcast_in_dim %c_3, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %16 = stablehlo.compare EQ, %9, %15, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %17 = stablehlo.select %16, %arg0, %arg0 : tensor<4x5xi1>, tensor<4x5xf32>
    %cst_4 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %18 = stablehlo.broadcast_in_dim %cst_4, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %19 = stablehlo.divide %18, %17 : tensor<4x5xf32>
    %cst_5 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %20 = stablehlo.broadcast_in_dim %cst_5, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %21 = stablehlo.subtract %19, %20 : tensor<4x5xf32>
    %c_6 = stablehlo.constant dense<2> : tensor<i32>
    %22 = stablehlo.broadcast_in_dim %c_6, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %23 = stablehlo.compare EQ, %9, %22, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %24 = stablehlo.select %23, %arg0, %arg0 : tensor<4x5xi1>, tensor<4x5xf32>
    %25 = stablehlo.negate %24 : tensor<4x5xf32>
    %c_7 = stablehlo.constant dense<1> : tensor<i32>
    %26 = stablehlo.broadcast_in_dim %c_7, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %27 = stablehlo.compare LT, %9, %26, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %c_8 = stablehlo.constant dense<2> : tensor<i32>
    %28 = stablehlo.broadcast_in_dim %c_8, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %29 = stablehlo.compare LT, %9, %28, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %30 = stablehlo.select %29, %21, %25 : tensor<4x5xi1>, tensor<4x5xf32>
    %31 = stablehlo.select %27, %14, %30 : tensor<4x5xi1>, tensor<4x5xf32>
    return %31 : tensor<4x5xf32>
  }
  func.func private @cumsum_6(%arg0: tensor<4x5x3xi1>) -> tensor<4x5x3xi32> {
    %0 = stablehlo.convert %arg0 : (tensor<4x5x3xi1>) -> tensor<4x5x3xi32>
    %1 = call @cumsum_7(%0) : (tensor<4x5x3xi32>) -> tensor<4x5x3xi32>
    return %1 : tensor<4x5x3xi32>
  }
  func.func private @cumsum_7(%arg0: tensor<4x5x3xi32>) -> tensor<4x5x3xi32> {
    %c = stablehlo.constant dense<0> : tensor<i32>
    %0 = stablehlo.broadcast_in_dim %c, dims = [] : (tensor<i32>) -> tensor<i32>
    %1 = "stablehlo.reduce_window"(%arg0, %0) <{base_dilations = array<i64: 1, 1, 1>, padding = dense<[[0, 0], [0, 0], [2, 0]]> : tensor<3x2xi64>, window_dilations = array<i64: 1, 1, 1>, window_dimensions = array<i64: 1, 1, 3>, window_strides = array<i64: 1, 1, 1>}> ({
    ^bb0(%arg1: tensor<i32>, %arg2: tensor<i32>):
      %2 = stablehlo.add %arg1, %arg2 : tensor<i32>
      stablehlo.return %2 : tensor<i32>
    }) : (tensor<4x5x3xi32>, tensor<i32>) -> tensor<4x5x3xi32>
    return %1 : tensor<4x5x3xi32>
  }
  func.func private @argmax_8(%arg0: tensor<4x5x3xi32>) -> tensor<4x5xi32> {
    %0 = stablehlo.iota dim = 2 : tensor<4x5x3xi32>
    %c = stablehlo.constant dense<-2147483648> : tensor<i32>
    %c_0 = stablehlo.constant dense<0> : tensor<i32>
    %1:2 = stablehlo.reduce(%arg0 init: %c), (%0 init: %c_0) across dimensions = [2] : (tensor<4x5x3xi32>, tensor<4x5x3xi32>, tensor<i32>, tensor<i32>) -> (tensor<4x5xi32>, tensor<4x5xi32>)
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
  func.func private @polyval(%arg0: tensor<4x5x8xf32>, %arg1: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %1 = stablehlo.transpose %arg0, dims = [0, 2, 1] : (tensor<4x5x8xf32>) -> tensor<4x8x5xf32>
    %2 = stablehlo.broadcast_in_dim %0, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %3 = stablehlo.transpose %1, dims = [1, 0, 2] : (tensor<4x8x5xf32>) -> tensor<8x4x5xf32>
    %4 = stablehlo.slice %3 [0:0, 0:4, 0:5] : (tensor<8x4x5xf32>) -> tensor<0x4x5xf32>
    %5 = stablehlo.slice %3 [0:8, 0:4, 0:5] : (tensor<8x4x5xf32>) -> tensor<8x4x5xf32>
    %6 = stablehlo.slice %5 [0:1, 0:4, 0:5] : (tensor<8x4x5xf32>) -> tensor<1x4x5xf32>
    %7 = stablehlo.reshape %6 : (tensor<1x4x5xf32>) -> tensor<4x5xf32>
    %8 = call @closed_call(%arg1, %2, %7) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %9 = stablehlo.slice %5 [1:2, 0:4, 0:5] : (tensor<8x4x5xf32>) -> tensor<1x4x5xf32>
    %10 = stablehlo.reshape %9 : (tensor<1x4x5xf32>) -> tensor<4x5xf32>
    %11 = call @closed_call(%arg1, %8, %10) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %12 = stablehlo.slice %5 [2:3, 0:4, 0:5] : (tensor<8x4x5xf32>) -> tensor<1x4x5xf32>
    %13 = stablehlo.reshape %12 : (tensor<1x4x5xf32>) -> tensor<4x5xf32>
    %14 = call @closed_call(%arg1, %11, %13) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %15 = stablehlo.slice %5 [3:4, 0:4, 0:5] : (tensor<8x4x5xf32>) -> tensor<1x4x5xf32>
    %16 = stablehlo.reshape %15 : (tensor<1x4x5xf32>) -> tensor<4x5xf32>
    %17 = call @closed_call(%arg1, %14, %16) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %18 = stablehlo.slice %5 [4:5, 0:4, 0:5] : (tensor<8x4x5xf32>) -> tensor<1x4x5xf32>
    %19 = stablehlo.reshape %18 : (tensor<1x4x5xf32>) -> tensor<4x5xf32>
    %20 = call @closed_call(%arg1, %17, %19) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %21 = stablehlo.slice %5 [5:6, 0:4, 0:5] : (tensor<8x4x5xf32>) -> tensor<1x4x5xf32>
    %22 = stablehlo.reshape %21 : (tensor<1x4x5xf32>) -> tensor<4x5xf32>
    %23 = call @closed_call(%arg1, %20, %22) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %24 = stablehlo.slice %5 [6:7, 0:4, 0:5] : (tensor<8x4x5xf32>) -> tensor<1x4x5xf32>
    %25 = stablehlo.reshape %24 : (tensor<1x4x5xf32>) -> tensor<4x5xf32>
    %26 = call @closed_call(%arg1, %23, %25) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    %27 = stablehlo.slice %5 [7:8, 0:4, 0:5] : (tensor<8x4x5xf32>) -> tensor<1x4x5xf32>
    %28 = stablehlo.reshape %27 : (tensor<1x4x5xf32>) -> tensor<4x5xf32>
    %29 = call @closed_call(%arg1, %26, %28) : (tensor<4x5xf32>, tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xf32>
    return %29 : tensor<4x5xf32>
  }
  func.func private @closed_call(%arg0: tensor<4x5xf32>, %arg1: tensor<4x5xf32>, %arg2: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = stablehlo.multiply %arg1, %arg0 : tensor<4x5xf32>
    %1 = stablehlo.add %0, %arg2 : tensor<4x5xf32>
    return %1 : tensor<4x5xf32>
  }
  func.func private @_where(%arg0: tensor<4x5xi1>, %arg1: tensor<4x5xf32>, %arg2: tensor<4x5xf32>) -> tensor<4x5xf32> {
    %0 = stablehlo.select %arg0, %arg1, %arg2 : tensor<4x5xi1>, tensor<4x5xf32>
    return %0 : tensor<4x5xf32>
  }
}
