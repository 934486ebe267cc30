module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[-1.3167578e+00, 1.1330874e+00, -5.829275e-01, 1.733871e+00, -4.4024086e-01, 1.6484199e+00, -1.5862522e+00, -1.3564764e+00, 1.4831752e+00, 2.2583841e-01, 1.8272713e+00, 4.4114655e-01, -1.021881e+00, -1.4643631e+00, 1.6169208e+00, 1.4048479e+00, 1.5440259e+00, 1.8798883e+00, -2.0464656e-01, -1.3622112e+00]> : tensor<20xf32>
    %in1 = stablehlo.constant dense<[-1.3434368e+00, -1.7481326e+00, 1.425918e+00, 5.1254827e-01, -1.9249673e-01, 1.6520034e+00, -8.941803e-01, 4.3245366e-01, -1.4701862e+00, 2.7438402e-01, -1.4947728e+00, -5.299711e-01, -1.2134035e+00, -1.7522812e+00, -6.106075e-02, 4.5802477e-01, -1.7838719e+00, -1.262842e+00, -1.1357695e+00, 4.7926462e-01]> : tensor<20xf32>
    %out = func.call @function(%in0, %in1) : (tensor<20xf32>, tensor<20xf32>) -> (tensor<3x3xi32>)
    %expected0 = stablehlo.constant dense<[[4, 3, 1], [1, 2, 0], [5, 2, 2]]> : tensor<3x3xi32>
    check.expect_eq %out, %expected0 : tensor<3x3xi32>
    return
  }
  func.func private @function(%arg0: tensor<20xf32>, %arg1: tensor<20xf32>) -> (tensor<3x3xi32> {jax.result_info = "result"}) {
    %0 = stablehlo.broadcast_in_dim %arg0, dims = [1] : (tensor<20xf32>) -> tensor<1x20xf32>
    %1 = stablehlo.broadcast_in_dim %arg1, dims = [1] : (tensor<20xf32>) -> tensor<1x20xf32>
    %2 = stablehlo.concatenate %0, %1, dim = 0 : (tensor<1x20xf32>, tensor<1x20xf32>) -> tensor<2x20xf32>
    %3 = stablehlo.transpose %2, dims = [1, 0] : (tensor<2x20xf32>) -> tensor<20x2xf32>
    %4 = stablehlo.slice %3 [0:20, 0:1] : (tensor<20x2xf32>) -> tensor<20x1xf32>
    %5 = stablehlo.reshape %4 : (tensor<20x1xf32>) -> tensor<20xf32>
    %cst = stablehlo.constant dense<0x7F800000> : tensor<f32>
    %6 = stablehlo.reduce(%5 init: %cst) applies stablehlo.minimum across dimensions = [0] : (tensor<20xf32>, tensor<f32>) -> tensor<f32>
    %cst_0 = stablehlo.constant dense<0xFF800000> : tensor<f32>
    %7 = stablehlo.reduce(%5 init: %cst_0) applies stablehlo.maximum across dimensions = [0] : (tensor<20xf32>, tensor<f32>) -> tensor<f32>
    %8 = stablehlo.broadcast_in_dim %6, dims = [] : (tensor<f32>) -> tensor<1xf32>
    %9 = stablehlo.broadcast_in_dim %7, dims = [] : (tensor<f32>) -> tensor<1xf32>
    %10 = stablehlo.concatenate %8, %9, dim = 0 : (tensor<1xf32>, tensor<1xf32>) -> tensor<2xf32>
    %11 = call @_ptp(%10) : (tensor<2xf32>) -> tensor<f32>
    %cst_1 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %12 = stablehlo.compare EQ, %11, %cst_1, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %13 = stablehlo.slice %10 [0:1] : (tensor<2xf32>) -> tensor<1xf32>
    %14 = stablehlo.reshape %13 : (tensor<1xf32>) -> tensor<f32>
    %cst_2 = stablehlo.constant dense<5.000000e-01> : tensor<f32>
    %15 = stablehlo.subtract %14, %cst_2 : tensor<f32>
    %16 = stablehlo.slice %10 [0:1] : (tensor<2xf32>) -> tensor<1xf32>
    %17 = stablehlo.reshape %16 : (tensor<1xf32>) -> tensor<f32>
    %18 = call @_where(%12, %15, %17) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
    %19 = call @_ptp(%10) : (tensor<2xf32>) -> tensor<f32>
    %cst_3 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %20 = stablehlo.compare EQ, %19, %cst_3, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %21 = stablehlo.slice %10 [1:2] : (tensor<2xf32>) -> tensor<1xf32>
    %22 = stablehlo.reshape %21 : (tensor<1xf32>) -> tensor<f32>
    %cst_4 = stablehlo.constant dense<5.000000e-01> : tensor<f32>
    %23 = stablehlo.add %22, %cst_4 : tensor<f32>
    %24 = stablehlo.slice %10 [1:2] : (tensor<2xf32>) -> tensor<1xf32>
    %25 = stablehlo.reshape %24 : (tensor<1xf32>) -> tensor<f32>
    %26 = call @_where(%20, %23, %25) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
    %27 = call @_linspace(%18, %26) : (tensor<f32>, tensor<f32>) -> tensor<4xf32>
    %28 = stablehlo.slice %3 [0:20, 0:1] : (tensor<20x2xf32>) -> tensor<20x1xf32>
    %29 = stablehlo.reshape %28 : (tensor<20x1xf32>) -> tensor<20xf32>
    %30 = call @searchsorted(%27, %29) : (tensor<4xf32>, tensor<20xf32>) -> tensor<20xi32>
    %31 = stablehlo.slice %3 [0:20, 0:1] : (tensor<20x2xf32>) -> tensor<20x1xf32>
    %32 = stablehlo.reshape %31 : (tensor<20x1xf32>) -> tensor<20xf32>
    %33 = stablehlo.slice %27 [3:4] : (tensor<4xf32>) -> tensor<1xf32>
    %34 = stablehlo.reshape %33 : (tensor<1xf32>) -> tensor<f32>
    %35 = stablehlo.broadcast_in_dim %34, dims = [] : (tensor<f32>) -> tensor<20xf32>
    %36 = stablehlo.compare EQ, %32, %35, FLOAT : (tensor<20xf32>, tensor<20xf32>) -> tensor<20xi1>
    %c = stablehlo.constant dense<1> : tensor<i32>
    %37 = stablehlo.broadcast_in_dim %c, dims = [] : (tensor<i32>) -> tensor<20xi32>
    %38 = stablehlo.subtract %30, %37 : tensor<20xi32>
    %39 = call @_where_1(%36, %38, %30) : (tensor<20xi1>, tensor<20xi32>, tensor<20xi32>) -> tensor<20xi32>
    %40 = stablehlo.slice %3 [0:20, 1:2] : (tensor<20x2xf32>) -> tensor<20x1xf32>
    %41 = stablehlo.reshape %40 : (tensor<20x1xf32>) -> tensor<20xf32>
    %cst_5 = stablehlo.constant dense<0x7F800000> : tensor<f32>
    %42 = stablehlo.reduce(%41 init: %cst_5) applies stablehlo.minimum across dimensions = [0] : (tensor<20xf32>, tensor<f32>) -> tensor<f32>
    %cst_6 = stablehlo.constant dense<0xFF800000> : tensor<f32>
    %43 = stablehlo.reduce(%41 init: %cst_6) applies stablehlo.maximum across dimensions = [0] : (tensor<20xf32>, tensor<f32>) -> tensor<f32>
    %44 = stablehlo.broadcast_in_dim %42, dims = [] : (tensor<f32>) -> tensor<1xf32>
    %45 = stablehlo.broadcast_in_dim %43, dims = [] : (tensor<f32>) -> tensor<1xf32>
    %46 = stablehlo.concatenate %44, %45, dim = 0 : (tensor<1xf32>, tensor<1xf32>) -> tensor<2xf32>
    %47 = call @_ptp(%46) : (tensor<2xf32>) -> tensor<f32>
    %cst_7 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %48 = stablehlo.compare EQ, %47, %cst_7, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %49 = stablehlo.slice %46 [0:1] : (tensor<2xf32>) -> tensor<1xf32>
    %50 = stablehlo.reshape %49 : (tensor<1xf32>) -> tensor<f32>
    %cst_8 = stablehlo.constant dense<5.000000e-01> : tensor<f32>
    %51 = stablehlo.subtract %50, %cst_8 : tensor<f32>
    %52 = stablehlo.slice %46 [0:1] : (tensor<2xf32>) -> tensor<1xf32>
    %53 = stablehlo.reshape %52 : (tensor<1xf32>) -> tensor<f32>
    %54 = call @_where(%48, %51, %53) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
    %55 = call @_ptp(%46) : (tensor<2xf32>) -> tensor<f32>
    %cst_9 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %56 = stablehlo.compare EQ, %55, %cst_9, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %57 = stablehlo.slice %46 [1:2] : (tensor<2xf32>) -> tensor<1xf32>
    %58 = stablehlo.reshape %57 : (tensor<1xf32>) -> tensor<f32>
    %cst_10 = stablehlo.constant dense<5.000000e-01> : tensor<f32>
    %59 = stablehlo.add %58, %cst_10 : tensor<f32>
    %60 = stablehlo.slice %46 [1:2] : (tensor<2xf32>) -> tensor<1xf32>
    %61 = stablehlo.reshape %60 : (tensor<1xf32>) -> tensor<f32>
    %62 = call @_where(%56, %59, %61) : (tensor<i1>, tensor<f32>, tensor<f32>) -> tensor<f32>
    %63 = call @_linspace(%54, %62) : (tensor<f32>, tensor<f32>) -> tensor<4xf32>
    %64 = stablehlo.slice %3 [0:20, 1:2] : (tensor<20x2xf32>) -> tensor<20x1xf32>
    %65 = stablehlo.reshape %64 : (tensor<20x1xf32>) -> tensor<20xf32>
    %66 = call @searchsorted(%63, %65) : (tensor<4xf32>, tensor<20xf32>) -> tensor<20xi32>
    %67 = stablehlo.slice %3 [0:20, 1:2] : (tensor<20x2xf32>) -> tensor<20x1xf32>
    %68 = stablehlo.reshape %67 : (tensor<20x1xf32>) -> tensor<20xf32>
    %69 = stablehlo.slice %63 [3:4] : (tensor<4xf32>) -> tensor<1xf32>
    %70 = stablehlo.reshape %69 : (tensor<1xf32>) -> tensor<f32>
    %71 = stablehlo.broadcast_in_dim %70, dims = [] : (tensor<f32>) -> tensor<20xf32>
    %72 = stablehlo.compare EQ, %68, %71, FLOAT : (tensor<20xf32>, tensor<20xf32>) -> tensor<20xi1>
    %c_11 = stablehlo.constant dense<1> : tensor<i32>
    %73 = stablehlo.broadcast_in_dim %c_11, dims = [] : (tensor<i32>) -> tensor<20xi32>
    %74 = stablehlo.subtract %66, %73 : tensor<20xi32>
    %75 = call @_where_1(%72, %74, %66) : (tensor<20xi1>, tensor<20xi32>, tensor<20xi32>) -> tensor<20xi32>
    %76 = call @diff(%27) : (tensor<4xf32>) -> tensor<3xf32>
    %77 = call @diff(%63) : (tensor<4xf32>) -> tensor<3xf32>
    %c_12 = stablehlo.constant dense<0> : tensor<i32>
    %c_13 = stablehlo.constant dense<4> : tensor<i32>
    %78 = call @clip(%39, %c_12, %c_13) : (tensor<20xi32>, tensor<i32>, tensor<i32>) -> tensor<20xi32>
    %c_14 = stablehlo.constant dense<0> : tensor<i32>
    %c_15 = stablehlo.constant dense<4> : tensor<i32>
    %79 = call @clip(%75, %c_14, %c_15) : (tensor<20xi32>, tensor<i32>, tensor<i32>) -> tensor<20xi32>
    %c_16 = stablehlo.constant dense<5> : tensor<i32>
    %80 = stablehlo.broadcast_in_dim %c_16, dims = [] : (tensor<i32>) -> tensor<20xi32>
    %81 = stablehlo.multiply %78, %80 : tensor<20xi32>
    %c_17 = stablehlo.constant dense<0> : tensor<i32>
    %82 = stablehlo.broadcast_in_dim %c_17, dims = [] : (tensor<i32>) -> tensor<20xi32>
    %83 = stablehlo.add %82, %81 : tensor<20xi32>
    %c_18 = stablehlo.constant dense<1> : tensor<i32>
    %84 = stablehlo.broadcast_in_dim %c_18, dims = [] : (tensor<i32>) -> tensor<20xi32>
    %85 = stablehlo.multiply %79, %84 : tensor<20xi32>
    %86 = stablehlo.add %83, %85 : tensor<20xi32>
    %c_19 = stablehlo.constant dense<0> : tensor<i32>
    %87 = stablehlo.broadcast_in_dim %c_19, dims = [] : (tensor<i32>) -> tensor<25xi32>
    %c_20 = stablehlo.constant dense<0> : tensor<i32>
    %88 = call @clip_2(%86, %c_20) : (tensor<20xi32>, tensor<i32>) -> tensor<20xi32>
    %c_21 = stablehlo.constant dense<0> : tensor<i32>
    %89 = stablehlo.broadcast_in_dim %c_21, dims = [] : (tensor<i32>) -> tensor<20xi32>
    %90 = stablehlo.compare LT, %88, %89, SIGNED : (tensor<20xi32>, tensor<20xi32>) -> tensor<20xi1>
    %c_22 = stablehlo.constant dense<25> : tensor<i32>
    %91 = stablehlo.broadcast_in_dim %c_22, dims = [] : (tensor<i32>) -> tensor<20xi32>
    %92 = stablehlo.add %88, %91 : tensor<20xi32>
    %93 = stablehlo.select %90, %92, %88 : tensor<20xi1>, tensor<20xi32>
    %94 = stablehlo.broadcast_in_dim %93, dims = [0] : (tensor<20xi32>) -> tensor<20x1xi32>
    %c_23 = stablehlo.constant dense<1> : tensor<i32>
    %95 = stablehlo.broadcast_in_dim %c_23, dims = [] : (tensor<i32>) -> tensor<20xi32>
    %96 = "stablehlo.scatter"(%87, %94, %95) <{indices_are_sorted = false, scatter_dimension_numbers = #stablehlo.scatter<inserted_window_dims = [0], scatter_dims_to_operand_dims = [0], index_vector_dim = 1>, unique_indices = false}> ({
    ^bb0(%arg2: tensor<i32>, %arg3: tensor<i32>):
      %99 = stablehlo.add %arg2, %arg3 : tensor<i32>
      stablehlo.return %99 : tensor<i32>
    }) : (tensor<25xi32>, tensor<20x1xi32>, tensor<20xi32>) -> tensor<25xi32>
    %97 = stablehlo.reshape %96 : (tensor<25xi32>) -> tensor<5x5xi32>
    %98 = stablehlo.slice %97 [1:4, 1:4] : (tensor<5x5xi32>) -> tensor<3x3xi32>
    return %98 : tensor<3x3xi32>
  }
  func.func private @_ptp(%arg0: tensor<2xf32>) -> tensor<f32> {
    %cst = stablehlo.constant dense<0xFF800000> : tensor<f32>
    %0 = stablehlo.reduce(%arg0 init: %cst) applies stablehlo.maximum across dimensions = [0] : (tensor<2xf32>, tensor<f32>) -> tensor<f32>
    %cst_0 = stablehlo.constant dense<0x7F800000> : tensor<f32>
    %1 = stablehlo.reduce(%arg0 init: %cst_0) applies stablehlo.minimum across dimensions = [0] : (tensor<2xf32>, tensor<f32>) -> tensor<f32>
    %2 = stablehlo.subtract %0, %1 : tensor<f32>
    return %2 : tensor<f32>
  }
  func.func private @_where(%arg0: tensor<i1>, %arg1: tensor<f32>, %arg2: tensor<f32>) -> tensor<f32> {
    %0 = stablehlo.select %arg0, %arg1, %arg2 : tensor<i1>, tensor<f32>
    return %0 : tensor<f32>
  }
  func.func private @_linspace(%arg0: tensor<f32>, %arg1: tensor<f32>) -> tensor<4xf32> {
    %0 = stablehlo.subtract %arg1, %arg0 : tensor<f32>
    %cst = stablehlo.constant dense<3.000000e+00> : tensor<f32>
    %1 = stablehlo.divide %0, %cst : tensor<f32>
    %2 = stablehlo.iota dim = 0 : tensor<3xf32>
    %cst_0 = stablehlo.constant dense<3.000000e+00> : tensor<f32>
    %3 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<3xf32>
    %4 = stablehlo.divide %2, %3 : tensor<3xf32>
    %5 = stablehlo.reshape %arg0 : (tensor<f32>) -> tensor<1xf32>
    %cst_1 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %6 = stablehlo.broadcast_in_dim %cst_1, dims = [] : (tensor<f32>) -> tensor<3xf32>
    %7 = stablehlo.subtract %6, %4 : tensor<3xf32>
    %8 = stablehlo.broadcast_in_dim %5, dims = [0] : (tensor<1xf32>) -> tensor<3xf32>
    %9 = stablehlo.multiply %8, %7 : tensor<3xf32>
    %10 = stablehlo.reshape %arg1 : (tensor<f32>) -> tensor<1xf32>
    %11 = stablehlo.broadcast_in_dim %10, dims = [0] : (tensor<1xf32>) -> tensor<3xf32>
    %12 = stablehlo.multiply %11, %4 : tensor<3xf32>
    %13 = stablehlo.add %9, %12 : tensor<3xf32>
    %14 = stablehlo.broadcast_in_dim %arg1, dims = [] : (tensor<f32>) -> tensor<1xf32>
    %15 = stablehlo.concatenate %13, %14, dim = 0 : (tensor<3xf32>, tensor<1xf32>) -> tensor<4xf32>
    return %15 : tensor<4xf32>
  }
  func.func private @searchsorted(%arg0: tensor<4xf32>, %arg1: tensor<20xf32>) -> tensor<20xi32> {
    %0 = call @_searchsorted_scan_impl(%arg0, %arg1) : (tensor<4xf32>, tensor<20xf32>) -> tensor<20xi32>
    return %0 : tensor<20xi32>
  }
  func.func private @_searchsorted_scan_impl(%arg0: tensor<4xf32>, %arg1: tensor<20xf32>) -> tensor<20xi32> {
    %0 = call @_searchsorted_scan_impl_0(%arg0, %arg1) : (tensor<4xf32>, tensor<20xf32>) -> tensor<20xi32>
    return %0 : tensor<20xi32>
  }
  func.func private @_searchsorted_scan_impl_0(%arg0: tensor<4xf32>, %arg1: tensor<20xf32>) -> tensor<20xi32> {
    %c = stablehlo.constant dense<0> : tensor<ui32>
    %0 = stablehlo.broadcast_in_dim %c, dims = [] : (tensor<ui32>) -> tensor<20xui32>
    %c_0 = stablehlo.constant dense<4> : tensor<ui32>
    %1 = stablehlo.broadcast_in_dim %c_0, dims = [] : (tensor<ui32>) -> tensor<20xui32>
    %c_1 = stablehlo.constant dense<0> : tensor<i32>
    %2:5 = stablehlo.while(%iterArg = %arg0, %iterArg_2 = %arg1, %iterArg_3 = %c_1, %iterArg_4 = %0, %iterArg_5 = %1) : tensor<4xf32>, tensor<20xf32>, tensor<i32>, tensor<20xui32>, tensor<20xui32>
    cond {
      %c_6 = stablehlo.constant dense<3> : tensor<i32>
      %4 = stablehlo.compare LT, %iterArg_3, %c_6, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
      stablehlo.return %4 : tensor<i1>
    } do {
      %4:2 = func.call @closed_call(%iterArg, %iterArg_2, %iterArg_4, %iterArg_5) : (tensor<4xf32>, tensor<20xf32>, tensor<20xui32>, tensor<20xui32>) -> (tensor<20xui32>, tensor<20xui32>)
      %c_6 = stablehlo.constant dense<1> : tensor<i32>
      %5 = stablehlo.add %iterArg_3, %c_6 : tensor<i32>
      stablehlo.return %iterArg, %iterArg_2, %5, %4#0, %4#1 : tensor<4xf32>, tensor<20xf32>, tensor<i32>, tensor<20xui32>, tensor<20xui32>
    }
    %3 = stablehlo.convert %2#4 : (tensor<20xui32>) -> tensor<20xi32>
    return %3 : tensor<20xi32>
  }
  func.func private @closed_call(%arg0: tensor<4xf32>, %arg1: tensor<20xf32>, %arg2: tensor<20xui32>, %arg3: tensor<20xui32>) -> (tensor<20xui32>, tensor<20xui32>) {
    %0 = stablehlo.subtract %arg3, %arg2 : tensor<20xui32>
    %c = stablehlo.constant dense<2> : tensor<i32>
    %1 = call @floor_divide(%0, %c) : (tensor<20xui32>, tensor<i32>) -> tensor<20xui32>
    %2 = stablehlo.add %arg2, %1 : tensor<20xui32>
    %3 = stablehlo.broadcast_in_dim %2, dims = [0] : (tensor<20xui32>) -> tensor<20x1xui32>
    %4 = "stablehlo.gather"(%arg0, %3) <{dimension_numbers = #stablehlo.gather<offset_dims = [1], start_index_map = [0], index_vector_dim = 1>, indices_are_sorted = false, slice_sizes = array<i64: 1>}> : (tensor<4xf32>, tensor<20x1xui32>) -> tensor<20x1xf32>
    %5 = stablehlo.reshape %4 : (tensor<20x1xf32>) -> tensor<20xf32>
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %6 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<20xf32>
    %7 = stablehlo.compare EQ, %arg1, %6, FLOAT : (tensor<20xf32>, tensor<20xf32>) -> tensor<20xi1>
    %cst_0 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %8 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<20xf32>
    %9 = stablehlo.select %7, %8, %arg1 : tensor<20xi1>, tensor<20xf32>
    %10 = stablehlo.compare NE, %arg1, %arg1, FLOAT : (tensor<20xf32>, tensor<20xf32>) -> tensor<20xi1>
    %cst_1 = stablehlo.constant dense<0x7FC00000> : tensor<f32>
    %11 = stablehlo.broadcast_in_dim %cst_1, dims = [] : (tensor<f32>) -> tensor<20xf32>
    %12 = stablehlo.select %10, %11, %9 : tensor<20xi1>, tensor<20xf32>
    %cst_2 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %13 = stablehlo.broadcast_in_dim %cst_2, dims = [] : (tensor<f32>) -> tensor<20xf32>
    %14 = stablehlo.compare EQ, %5, %13, FLOAT : (tensor<20xf32>, tensor<20xf32>) -> tensor<20xi1>
    %cst_3 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %15 = stablehlo.broadcast_in_dim %cst_3, dims = [] : (tensor<f32>) -> tensor<20xf32>
    %16 = stablehlo.select %14, %15, %5 : tensor<20xi1>, tensor<20xf32>
    %17 = stablehlo.compare NE, %5, %5, FLOAT : (tensor<20xf32>, tensor<20xf32>) -> tensor<20xi1>
    %cst_4 = stablehlo.constant dense<0x7FC00000> : tensor<f32>
    %18 = stablehlo.broadcast_in_dim %cst_4, dims = [] : (tensor<f32>) -> tensor<20xf32>
    %19 = stablehlo.select %17, %18, %16 : tensor<20xi1>, tensor<20xf32>
    %20 = stablehlo.compare LT, %12, %19, TOTALORDER : (tensor<20xf32>, tensor<20xf32>) -> tensor<20xi1>
    %21 = stablehlo.select %20, %arg2, %2 : tensor<20xi1>, tensor<20xui32>
    %22 = stablehlo.select %20, %2, %arg3 : tensor<20xi1>, tensor<20xui32>
    return %21, %22 : tensor<20xui32>, tensor<20xui32>
  }
  func.func private @floor_divide(%arg0: tensor<20xui32>, %arg1: tensor<i32>) -> tensor<20xui32> {
    %0 = stablehlo.convert %arg1 : (tensor<i32>) -> tensor<ui32>
    %1 = stablehlo.broadcast_in_dim %0, dims = [] : (tensor<ui32>) -> tensor<20xui32>
    %2 = stablehlo.divide %arg0, %1 : tensor<20xui32>
    return %2 : tensor<20xui32>
  }
  func.func private @_where_1(%arg0: tensor<20xi1>, %arg1: tensor<20xi32>, %arg2: tensor<20xi32>) -> tensor<20xi32> {
    %0 = stablehlo.select %arg0, %arg1, %arg2 : tensor<20xi1>, tensor<20xi32>
    return %0 : tensor<20xi32>
  }
  func.func private @diff(%arg0: tensor<4xf32>) -> tensor<3xf32> {
    %0 = stablehlo.slice %arg0 [1:4] : (tensor<4xf32>) -> tensor<3xf32>
    %1 = stablehlo.slice %arg0 [0:3] : (tensor<4xf32>) -> tensor<3xf32>
    %2 = stablehlo.subtract %0, %1 : tensor<3xf32>
    return %2 : tensor<3xf32>
  }
  func.func private @clip(%arg0: tensor<20xi32>, %arg1: tensor<i32>, %arg2: tensor<i32>) -> tensor<20xi32> {
    %0 = stablehlo.convert %arg1 : tensor<i32>
    %1 = stablehlo.broadcast_in_dim %0, dims = [] : (tensor<i32>) -> tensor<20xi32>
    %2 = stablehlo.maximum %1, %arg0 : tensor<20xi32>
    %3 = stablehlo.convert %arg2 : tensor<i32>
    %4 = stablehlo.broadcast_in_dim %3, dims = [] : (tensor<i32>) -> tensor<20xi32>
    %5 = stablehlo.minimum %4, %2 : tensor<20xi32>
    return %5 : tensor<20xi32>
  }
  func.func private @clip_2(%arg0: tensor<20xi32>, %arg1: tensor<i32>) -> tensor<20xi32> {
    %0 = stablehlo.convert %arg1 : tensor<i32>
    %1 = stablehlo.broadcast_in_dim %0, dims = [] : (tensor<i32>) -> tensor<20xi32>
    %2 = stablehlo.maximum %1, %arg0 : tensor<20xi32>
    return %2 : tensor<20xi32>
  }
}
