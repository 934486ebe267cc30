module @jit__lambda attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main() {
    %in0 = stablehlo.constant dense<[[false, false, true, false, true], [false, true, true, true, true], [true, false, true, true, true], [true, false, true, false, false]]> : tensor<4x5xi1>
    %in1 = stablehlo.constant dense<[[-2.907357e-01, 8.20092e-01, 1.8251054e+00, -3.912239e-02, 8.746889e-01], [-1.05475e+00, -1.5470198e+00, -8.392897e-01, -1.3315952e+00, 1.8379787e+00], [1.7822564e+00, 5.881218e-01, 1.1377786e+00, -7.746803e-01, -6.5457046e-01], [-1.6480032e+00, 1.8380405e+00, 1.6067154e+00, 5.430539e-01, 1.3786737e+00]]> : tensor<4x5xf32>
    %out = func.call @function(%in0, %in1) : (tensor<4x5xi1>, tensor<4x5xf32>) -> (tensor<6xf32>)
    %expected0 = stablehlo.constant dense<[1.8251054e+00, 8.746889e-01, -1.5470198e+00, -8.392897e-01, -1.3315952e+00, 1.8379787e+00]> : tensor<6xf32>
    check.expect_almost_eq %out, %expected0, tolerance = 1.838e-04 : tensor<6xf32>
    return
  }
  func.func private @function(%arg0: tensor<4x5xi1>, %arg1: tensor<4x5xf32>) -> (tensor<6xf32> {jax.result_info = "result"}) {
    %0 = stablehlo.reshape %arg0 : (tensor<4x5xi1>) -> tensor<20xi1>
    %1 = stablehlo.reshape %arg1 : (tensor<4x5xf32>) -> tensor<20xf32>
    %2 = stablehlo.slice %0 [20:20] : (tensor<20xi1>) -> tensor<0xi1>
    %c = stablehlo.constant dense<0> : tensor<i32>
    %3 = stablehlo.convert %c : (tensor<i32>) -> tensor<f32>
    %4 = call @_where(%0, %1, %3) : (tensor<20xi1>, tensor<20xf32>, tensor<f32>) -> tensor<20xf32>
    %5 = call @argsort(%0) : (tensor<20xi1>) -> tensor<20xi32>
    %c_0 = stablehlo.constant dense<0> : tensor<i32>
    %6 = stablehlo.broadcast_in_dim %c_0, dims = [] : (tensor<i32>) -> tensor<20xi32>
    %7 = stablehlo.compare LT, %5, %6, SIGNED : (tensor<20xi32>, tensor<20xi32>) -> tensor<20xi1>
    %c_1 = stablehlo.constant dense<20> : tensor<i32>
    %8 = stablehlo.broadcast_in_dim %c_1, dims = [] : (tensor<i32>) -> tensor<20xi32>
    %9 = stablehlo.add %5, %8 : tensor<20xi32>
    %10 = stablehlo.select %7, %9, %5 : tensor<20xi1>, tensor<20xi32>
    %11 = stablehlo.broadcast_in_dim %10, dims = [0] : (tensor<20xi32>) -> tensor<20x1xi32>
    %12 = "stablehlo.gather"(%4, %11) <{dimension_numbers = #stablehlo.gather<collapsed_slice_dims = [0], start_index_map = [0], index_vector_dim = 1>, indices_are_sorted = false, slice_sizes = array<i64: 1>}> : (tensor<20xf32>, tensor<20x1xi32>) -> tensor<20xf32>
    %13 = stablehlo.slice %12 [0:6] : (tensor<20xf32>) -> tensor<6xf32>
    return %13 : tensor<6xf32>
  }
  func.func private @_where(%arg0: tensor<20xi1>, %arg1: tensor<20xf32>, %arg2: tensor<f32>) -> tensor<20xf32> {
    %0 = stablehlo.broadcast_in_dim %arg2, dims = [] : (tensor<f32>) -> tensor<20xf32>
    %1 = stablehlo.select %arg0, %arg1, %0 : tensor<20xi1>, tensor<20xf32>
    return %1 : tensor<20xf32>
  }
  func.func private @argsort(%arg0: tensor<20xi1>) -> tensor<20xi32> {
    %0 = stablehlo.iota dim = 0 : tensor<20xi32>
    %1 = stablehlo.reverse %arg0, dims = [0] : tensor<20xi1>
    %2 = stablehlo.reverse %0, dims = [0] : tensor<20xi32>
    %3:2 = "stablehlo.sort"(%1, %2) <{dimension = 0 : i64, is_stable = true}> ({
    ^bb0(%arg1: tensor<i1>, %arg2: tensor<i1>, %arg3: tensor<i32>, %arg4: tensor<i32>):
      %5 = stablehlo.compare LT, %arg1, %arg2, UNSIGNED : (tensor<i1>, tensor<i1>) -> tensor<i1>
      stablehlo.return %5 : tensor<i1>
    }) : (tensor<20xi1>, tensor<20xi32>) -> (tensor<20xi1>, tensor<20xi32>)
    %4 = stablehlo.reverse %3#1, dims = [0] : tensor<20xi32>
    return %4 : tensor<20xi32>
  }
}
