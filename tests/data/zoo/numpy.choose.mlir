module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[1, 1, 0, 0, 1], [0, 0, 0, 1, 0], [1, 0, 0, 1, 1], [0, 0, 0, 0, 1]]> : tensor<4x5xi32>
    %in1 = stablehlo.constant dense<[[-9.754189e-01, -1.9918643e+00, 1.006835e+00, -1.1092027e+00, -6.483211e-01], [-1.8529961e+00, 6.0566175e-01, 7.972231e-02, -1.8839862e+00, 6.978836e-01], [-2.6711738e-01, 1.2541443e+00, -6.371837e-02, 1.4419451e+00, -2.721631e-01], [-1.2591736e+00, 1.5921459e+00, -1.1293532e-01, -1.3701451e+00, -1.6369277e+00]]> : tensor<4x5xf32>
    %in2 = stablehlo.constant dense<[[1.4177345e+00, 7.675852e-01, -1.0946363e+00, -1.4862317e+00, 1.2287887e+00], [-1.5638859e+00, -4.0708837e-01, -1.9301277e+00, -1.9996419e+00, -1.0674796e+00], [1.1531031e+00, -4.9401152e-01, 1.8079937e+00, -1.5264068e+00, -1.3647681e+00], [1.9145182e+00, 1.4808253e+00, 1.7426637e+00, 5.09734e-01, 1.7929639e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0, %in1, %in2) : (tensor<4x5xi32>, tensor<4x5xf32>, tensor<4x5xf32>) -> (tensor<4x5xf32>)
    %expected0 = stablehlo.constant dense<[[1.4177345e+00, 7.675852e-01, 1.006835e+00, -1.1092027e+00, 1.2287887e+00], [-1.8529961e+00, 6.0566175e-01, 7.972231e-02, -1.9996419e+00, 6.978836e-01], [1.1531031e+00, 1.2541443e+00, -6.371837e-02, -1.5264068e+00, -1.3647681e+00], [-1.2591736e+00, 1.5921459e+00, -1.1293532e-01, -1.3701451e+00, 1.7929639e+00]]> : tensor<4x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 2.000e-04 : tensor<4x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xi32>, %arg1: tensor<4x5xf32>, %arg2: tensor<4x5xf32>) -> (tensor<4x5xf32> {jax.result_info = "result"}) {
    %c = stablehlo.constant dense<0> : tensor<i32>
    %c_0 = stablehlo.constant dense<1> : tensor<i32>
    %0 = call @clip(%arg0, %c, %c_0) : (tensor<4x5xi32>, tensor<i32>, tensor<i32>) -> tensor<4x5xi32>
    %1 = stablehlo.broadcast_in_dim %arg1, dims = [1, 2] : (tensor<4x5xf32>) -> tensor<1x4x5xf32>
    %2 = stablehlo.broadcast_in_dim %arg2, dims = [1, 2] : (tensor<4x5xf32>) -> tensor<1x4x5xf32>
    %3 = stablehlo.concatenate %1, %2, dim = 0 : (tensor<1x4x5xf32>, tensor<1x4x5xf32>) -> tensor<2x4x5xf32>
    %4 = stablehlo.iota dim = 0 : tensor<4xi32>
    %5 = stablehlo.broadcast_in_dim %4, dims = [0] : (tensor<4xi32>) -> tensor<4x1xi32>
    %6 = stablehlo.iota dim = 0 : tensor<5xi32>
    %7 = stablehlo.broadcast_in_dim %6, dims = [1] : (tensor<5xi32>) -> tensor<1x5xi32>
    %c_1 = stablehlo.constant dense<0> : tensor<i32>
    %8 = stablehlo.broadcast_in_dim %c_1, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %9 = stablehlo.compare LT, %0, %8, SIGNED : (tensor<4x5xi32>, tensor<4x5xi32>) -> tensor<4x5xi1>
    %c_2 = stablehlo.constant dense<2> : tensor<i32>
    %10 = stablehlo.broadcast_in_dim %c_2, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %11 = stablehlo.add %0, %10 : tensor<4x5xi32>
    %12 = stablehlo.select %9, %11, %0 : tensor<4x5xi1>, tensor<4x5xi32>
    %c_3 = stablehlo.constant dense<0> : tensor<i32>
    %13 = stablehlo.broadcast_in_dim %c_3, dims = [] : (tensor<i32>) -> tensor<4x1xi32>
    %14 = stablehlo.compare LT, %5, %13, SIGNED : (tensor<4x1xi32>, tensor<4x1xi32>) -> tensor<4x1xi1>
    %c_4 = stablehlo.constant dense<4> : tensor<i32>
    %15 = stablehlo.broadcast_in_dim %c_4, dims = [] : (tensor<i32>) -> tensor<4x1xi32>
    %16 = stablehlo.add %5, %15 : tensor<4x1xi32>
    %17 = stablehlo.select %14, %16, %5 : tensor<4x1xi1>, tensor<4x1xi32>
    %c_5 = stablehlo.constant dense<0> : tensor<i32>
    %18 = stablehlo.broadcast_in_dim %c_5, dims = [] : (tensor<i32>) -> tensor<1x5xi32>
    %19 = stablehlo.compare LT, %7, %18, SIGNED : (tensor<1x5xi32>, tensor<1x5xi32>) -> tensor<1x5xi1>
    %c_6 = stablehlo.constant dense<5> : tensor<i32>
    %20 = stablehlo.broadcast_in_dim %c_6, dims = [] : (tensor<i32>) -> tensor<1x5xi32>
    %21 = stablehlo.add %7, %20 : tensor<1x5xi32>
    %22 = stablehlo.select %19, %21, %7 : tensor<1x5xi1>, tensor<1x5xi32>
    %23 = stablehlo.broadcast_in_dim %17, dims = [0, 1] : (tensor<4x1xi32>) -> tensor<4x5xi32>
    %24 = stablehlo.broadcast_in_dim %22, dims = [0, 1] : (tensor<1x5xi32>) -> tensor<4x5xi32>
    %25 = stablehlo.broadcast_in_dim %12, dims = [0, 1] : (tensor<4x5xi32>) -> tensor<4x5x1xi32>
    %26 = stablehlo.broadcast_in_dim %23, dims = [0, 1] : (tensor<4x5xi32>) -> tensor<4x5x1xi32>
    %27 = stablehlo.broadcast_in_dim %24, dims = [0, 1] : (tensor<4x5xi32>) -> tensor<4x5x1xi32>
    %28 = stablehlo.concatenate %25, %26, %27, dim = 2 : (tensor<4x5x1xi32>, tensor<4x5x1xi32>, tensor<4x5x1xi32>) -> tensor<4x5x3xi32>
    %29 = "stablehlo.gather"(%3, %28) <{dimension_numbers = #stablehlo.gather<collapsed_slice_dims = [0, 1, 2], start_index_map = [0, 1, 2], index_vector_dim = 2>, indices_are_sorted = false, slice_sizes = array<i64: 1, 1, 1>}> : (tensor<2x4x5xf32>, tensor<4x5x3xi32>) -> tensor<4x5xf32>
    return %29 : tensor<4x5xf32>
  }
  func.func private @clip(%arg0: tensor<4x5xi32>, %arg1: tensor<i32>, %arg2: tensor<i32>) -> tensor<4x5xi32> {
    %0 = stablehlo.convert %arg1 : tensor<i32>
    %1 = stablehlo.broadcast_in_dim %0, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %2 = stablehlo.maximum %1, %arg0 : tensor<4x5xi32>
    %3 = stablehlo.convert %arg2 : tensor<i32>
    %4 = stablehlo.broadcast_in_dim %3, dims = [] : (tensor<i32>) -> tensor<4x5xi32>
    %5 = stablehlo.minimum %4, %2 : tensor<4x5xi32>
    return %5 : tensor<4x5xi32>
  }
}
