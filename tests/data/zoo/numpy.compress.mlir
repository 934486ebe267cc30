module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[-1.9693181e-01, 7.4804127e-03, -1.5658236e+00, 5.6543845e-01, 1.4841692e+00], [3.5345715e-01, 1.936517e+00, 5.438313e-01, -3.6461186e-01, -1.3440886e+00], [-1.4015791e+00, 5.8318764e-01, -8.792087e-01, 1.5486459e+00, -3.265037e-01], [-1.1829467e-01, 1.4390225e+00, -4.8794162e-01, -1.154258e+00, 1.9830374e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0) : (tensor<4x5xf32>) -> (tensor<3x5xf32>)
    %expected0 = stablehlo.constant dense<[[-1.9693181e-01, 7.4804127e-03, -1.5658236e+00, 5.6543845e-01, 1.4841692e+00], [-1.4015791e+00, 5.8318764e-01, -8.792087e-01, 1.5486459e+00, -3.265037e-01], [-1.1829467e-01, 1.4390225e+00, -4.8794162e-01, -1.154258e+00, 1.9830374e+00]]> : tensor<3x5xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.983e-04 : tensor<3x5xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xf32>) -> (tensor<3x5xf32> {jax.result_info = "result"}) {
    %c = stablehlo.constant dense<[1, 0, 1, 1]> : tensor<4xi32>
    %c_0 = stablehlo.constant dense<0> : tensor<i32>
    %0 = stablehlo.broadcast_in_dim %c_0, dims = [] : (tensor<i32>) -> tensor<4xi32>
    %1 = stablehlo.compare NE, %c, %0, SIGNED : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi1>
    %2 = stablehlo.convert %1 : tensor<4xi1>
    %3 = stablehlo.slice %2 [4:4] : (tensor<4xi1>) -> tensor<0xi1>
    %4 = stablehlo.broadcast_in_dim %2, dims = [0] : (tensor<4xi1>) -> tensor<4x1xi1>
    %c_1 = stablehlo.constant dense<0> : tensor<i32>
    %5 = stablehlo.convert %c_1 : (tensor<i32>) -> tensor<f32>
    %6 = call @_where(%4, %arg0, %5) : (tensor<4x1xi1>, tensor<4x5xf32>, tensor<f32>) -> tensor<4x5xf32>
    %7 = call @argsort(%2) : (tensor<4xi1>) -> tensor<4xi32>
    %c_2 = stablehlo.constant dense<0> : tensor<i32>
    %8 = stablehlo.broadcast_in_dim %c_2, dims = [] : (tensor<i32>) -> tensor<4xi32>
    %9 = stablehlo.compare LT, %7, %8, SIGNED : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi1>
    %c_3 = stablehlo.constant dense<4> : tensor<i32>
    %10 = stablehlo.broadcast_in_dim %c_3, dims = [] : (tensor<i32>) -> tensor<4xi32>
    %11 = stablehlo.add %7, %10 : tensor<4xi32>
    %12 = stablehlo.select %9, %11, %7 : tensor<4xi1>, tensor<4xi32>
    %13 = stablehlo.broadcast_in_dim %12, dims = [0] : (tensor<4xi32>) -> tensor<4x1xi32>
    %14 = "stablehlo.gather"(%6, %13) <{dimension_numbers = #stablehlo.gather<offset_dims = [1], collapsed_slice_dims = [0], start_index_map = [0], index_vector_dim = 1>, indices_are_sorted = false, slice_sizes = array<i64: 1, 5>}> : (tensor<4x5xf32>, tensor<4x1xi32>) -> tensor<4x5xf32>
    %15 = stablehlo.slice %14 [0:3, 0:5] : (tensor<4x5xf32>) -> tensor<3x5xf32>
    return %15 : tensor<3x5xf32>
  }
  func.func private @_where(%arg0: tensor<4x1xi1>, %arg1: tensor<4x5xf32>, %arg2: tensor<f32>) -> tensor<4x5xf32> {
    %0 = stablehlo.broadcast_in_dim %arg0, dims = [0, 1] : (tensor<4x1xi1>) -> tensor<4x5xi1>
    %1 = stablehlo.broadcast_in_dim %arg2, dims = [] : (tensor<f32>) -> tensor<4x5xf32>
    %2 = stablehlo.select %0, %arg1, %1 : tensor<4x5xi1>, tensor<4x5xf32>
    return %2 : tensor<4x5xf32>
  }
  func.func private @argsort(%arg0: tensor<4xi1>) -> tensor<4xi32> {
    %0 = stablehlo.iota dim = 0 : tensor<4xi32>
    %1 = stablehlo.reverse %arg0, dims = [0] : tensor<4xi1>
    %2 = stablehlo.reverse %0, dims = [0] : tensor<4xi32>
    %3:2 = "stablehlo.sort"(%1, %2) <{dimension = 0 : i64, is_stable = true}> ({
    ^bb0(%arg1: tensor<i1>, %arg2: tensor<i1>, %arg3: tensor<i32>, %arg4: tensor<i32>):
      %5 = stablehlo.compare LT, %arg1, %arg2, UNSIGNED : (tensor<i1>, tensor<i1>) -> tensor<i1>
      stablehlo.return %5 : tensor<i1>
    }) : (tensor<4xi1>, tensor<4xi32>) -> (tensor<4xi1>, tensor<4xi32>)
    %4 = stablehlo.reverse %3#1, dims = [0] : tensor<4xi32>
    return %4 : tensor<4xi32>
  }
}
