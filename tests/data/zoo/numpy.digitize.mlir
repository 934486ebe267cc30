module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[9.7900635e-01, 1.736057e+00, 1.2466834e+00, -1.7470288e+00, -1.7487955e+00], [1.5869658e+00, 9.67534e-01, -1.7394248e-02, -1.101769e+00, 1.1464436e+00], [-5.7484734e-01, 8.3281255e-01, -1.1462296e+00, 1.7815479e+00, 2.9201818e-01], [-9.774773e-01, 5.068062e-01, 1.7459197e+00, -1.6538867e+00, -8.7522477e-01]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<4x5xi32>)
    %expected0 = stablehlo.constant dense<[[2, 3, 3, 0, 0], [3, 2, 1, 0, 3], [1, 2, 0, 3, 2], [1, 2, 3, 0, 1]]> : tensor<4x5xi32>
    check.expect_eq %out, %expected0 : tensor<4x5xi32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<4x5xi32> {jax.result_info = "result"}) {
    %cst = stablehlo.constant dense<[-1.000000e+00, 0.000000e+00, 1.000000e+00]> : tensor<3xf32>
    %0 = call @digitize(%arg0, %cst) : (tensor<4x5xf32>, tensor<3xf32>) -> tensor<4x5xi32>
    return %0 : tensor<4x5xi32>
  }
  func.func private @digitize(%arg0: tensor<4x5xf32>, %arg1: tensor<3xf32>) -> tensor<4x5xi32> {
    %0 = stablehlo.slice %arg1 [2:3] : (tensor<3xf32>) -> tensor<1xf32>
    %1 = stablehlo.reshape %0 : (tensor<1xf32>) -> tensor<f32>
    %2 = stablehlo.slice %arg1 [0:1] : (tensor<3xf32>) -> tensor<1xf32>
    %3 = stablehlo.reshape %2 : (tensor<1xf32>) -> tensor<f32>
    %4 = stablehlo.compare GE, %1, %3, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %5 = call @searchsorted(%arg1, %arg0) : (tensor<3xf32>, tensor<4x5xf32>) -> tensor<4x5xi32>
    %6 = stablehlo.reverse %arg1, dims = [0] : tensor<3xf32>
    %7 = call @searchsorted(%6, %arg0) : (tensor<3xf32>, tensor<4x5xf32>) -> tensor<4x5xi32>
    %c = stablehlo.constant dense<3> : tensor<i32>
    %8 = stablehlo.broadcast_in_dim %c, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %9 = stablehlo.subtract %8, %7 : tensor<4x5xi32>
    %10 = call @_where(%4, %5, %9) : (tensor<i1>, tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi32>
    return %10 : tensor<4x5xi32>
  }
  func.func private @searchsorted(%arg0: tensor<3xf32>, %arg1: tensor<4x5xf32>) -> tensor<4x5xi32> {
    %0 = call @_searchsorted_scan_impl(%arg0, %arg1) : (tensor<3xf32>, tensor<4x5xf32>) -> tensor<4x5xi32>
    return %0 : tensor<4x5xi32>
  }
  func.func private @_searchsorted_scan_impl(%arg0: tensor<3xf32>, %arg1: tensor<4x5xf32>) -> tensor<4x5xi32> {
    %0 = call @_searchsorted_scan_impl_0(%arg0, %arg1) : (tensor<3xf32>, tensor<4x5xf32>) -> tensor<4x5xi32>
    return %0 : tensor<4x5xi32>
  }
  func.func private @_searchsorted_scan_impl_0(%arg0: tensor<3xf32>, %arg1: tensor<4x5xf32>) -> tensor<4x5xi32> {
    %0 = call @_searchsorted_scan_impl_1(%arg0, %arg1) : (tensor<3xf32>, tensor<4x5xf32>) -> tensor<4x5xi32>
    return %0 : tensor<4x5xi32>
  }
  func.func private @_searchsorted_scan_impl_1(%arg0: tensor<3xf32>, %arg1: tensor<4x5xf32>) -> tensor<4x5xi32> {
    %c = stablehlo.constant dense<0> : tensor<ui32>
    %0 = stablehlo.broadcast_in_dim %c, dims = [] : (tensor<ui32>) -> tensor<5xui32>
    %c_0 = stablehlo.constant dense<3> : tensor<ui32>
    %1 = stablehlo.broadcast_in_dim %c_0, dims = [] : (tensor<ui32>) -> tensor<5xui32>
    %2 = stablehlo.broadcast_in_dim %0, dims = [1] : (tensor<5xui32>) -> tensor<4x5xui32>
    %3 = stablehlo.broadcast_in_dim %1, dims = [1] : (tensor<5xui32>) -> tensor<4x5xui32>
    %c_1 = stablehlo.constant dense<0> : tensor<i32>
    %4:5 = stablehlo.while(%iterArg = %arg0, %iterArg_2 = %arg1, %iterArg_3 = %c_1, %iterArg_4 = %2, %iterArg_5 = %3) : tensor<3xf32>, tensor<4x5xf32>, tensor<i32>, tensor<4x5xui32>, tensor<4x5xui32>
    cond {
      %c_6 = stablehlo.constant dense<2> : tensor<i32>
      %6 = stablehlo.compare LT, %iterArg_3, %c_6, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
      stablehlo.return %6 : tensor<i1>
    } do {
      %6:2 = func.call @closed_call(%iterArg, %iterArg_2, %iterArg_4, %iterArg_5) : (tensor<3xf32>, tensor<4x5xf32>, tensor<4x5xui32>, tensor<4x5xui32>) -> (tensor<4x5xui32>, tensor<4x5xui32>)
      %c_6 = stablehlo.constant dense<1> : tensor<i32>
      %7 = stablehlo.add %iterArg_3, %c_6 : tensor<i32>
      stablehlo.return %iterArg, %iterArg_2, %7, %6#0, %6#1 : tensor<3xf32>, tensor<4x5xf32>, tensor<i32>, tensor<4x5xui32>, tensor<4x5xui32>
    }
    %5 = stablehlo.convert %4#4 : (tensor<4x5xui32>) -> tensor<4x5xi32>
    return %5 : tensor<4x5xi32>
  }
  func.func private @closed_call(%arg0: tensor<3xf32>, %arg1: tensor<4x5xf32>, %arg2: tensor<4x5xui32>, %arg3: tensor<4x5xui32>) -> (tensor<4x5xui32>, tensor<4x5xui32>) {
    %0 = stablehlo.subtract %arg3, %arg2 : tensor<4x5xui32>
    %c = stablehlo.constant dense<2> : tensor<i32>
    %1 = call @floor_divide(%0, %c) : (tensor<4x5xui32>, tensor<i32>) -> tensor<4x5xui32>
    %2 = stablehlo.add %arg2, %1 : tensor<4x5xui32>
    %3 = stablehlo.broadcast_in_dim %2, dims = [0, 1] : (tensor<4x5xui32>) -> tensor<4x5x1xui32>
    %4 = "stablehlo.gather"(%arg0, %3) <{dimension_numbers = #stablehlo.gather<offset_dims = [2], start_index_map = [0], index_vector_dim = 2>, indices_are_sorted = false, slice_sizes = array<i64: 1>}> : (tensor<3xf32>, tensor<4x5x1xui32>) -> tensor<4x5x1xf32>
    %5 = stablehlo.reshape %4 : (tensor<4x5x1xf32>) -> tensor<4x5xf32>
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %6 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %7 = stablehlo.compare EQ, %arg1, %6, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_0 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %8 = stablehlo.broadcast_in_dim %cst_0, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %9 = stablehlo.broadcast_in_dim %8, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %10 = stablehlo.select %7, %9, %arg1 : tensor<4x5xi1>, tensor<4x5xf32>
    %11 = stablehlo.compare NE, %arg1, %arg1, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_1 = stablehlo.constant dense<0x7FC00000> : tensor<f32>
    %12 = stablehlo.broadcast_in_dim %cst_1, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %13 = stablehlo.broadcast_in_dim %12, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %14 = stablehlo.select %11, %13, %10 : tensor<4x5xi1>, tensor<4x5xf32>
    %cst_2 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %15 = stablehlo.broadcast_in_dim %cst_2, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %16 = stablehlo.compare EQ, %5, %15, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_3 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %17 = stablehlo.broadcast_in_dim %cst_3, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %18 = stablehlo.broadcast_in_dim %17, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %19 = stablehlo.select %16, %18, %5 : tensor<4x5xi1>, tensor<4x5xf32>
    %20 = stablehlo.compare NE, %5, %5, FLOAT : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %cst_4 = stablehlo.constant dense<0x7FC00000> : tensor<f32>
    %21 = stablehlo.broadcast_in_dim %cst_4, dims = [] : (tensor<f32>) -> tensor<5xf32>
    %22 = stablehlo.broadcast_in_dim %21, dims = [1] : (tensor<5xf32>) -> tensor<4x5xf32>
    %23 = stablehlo.select %20, %22, %19 : tensor<4x5xi1>, tensor<4x5xf32>
    %24 = stablehlo.compare LT, %14, %23, TOTALORDER : (tensor<4x5xf32>, tensor<4x5xf32>) -> tensor<4x5xi1>
    %25 = stablehlo.select %24, %arg2, %2 : tensor<4x5xi1>, tensor<4x5xui32>
    %26 = stablehlo.select %24, %2, %arg3 : tensor<4x5xi1>, tensor<4x5xui32>
    return %25, %26 : tensor<4x5xui32>, tensor<4x5xui32>
  }
  func.func private @floor_divide(%arg0: tensor<4x5xui32>, %arg1: tensor<i32>) -> tensor<4x5xui32> {
    %0 = stablehlo.convert %arg1 : (tensor<i32>) -> tensor<ui32>
    %1 = stablehlo.broadcast_in_dim %0, dims = [] : (tensor<ui32>) -> tensor<4x5xui32>
    %2 = stablehlo.divide %arg0, %1 : tensor<4x5xui32>
    return %2 : tensor<4x5xui32>
  }
  func.func private @_where(%arg0: tensor<i1>, %arg1: tensor<4x5xi32>, %arg2: tensor<4x5xi32>) -> tensor<4x5xi32> {
    %0 = stablehlo.select %arg0, %arg1, %arg2 : tensor<i1>, tensor<4x5xi32>
    return %0 : tensor<4x5xi32>
  }
}
