module @operations attributes {mhlo.num_partitions = 2 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main(%arg0: tensor<4x8xf32> {tf.aliasing_output = 0 : i32}, %arg1: tensor<8x6xf32>, %arg2: tensor<i32>) -> (tensor<4x8xf32> {jax.result_info = "out"}, tensor<4x6xf32>, tensor<8xf32>) {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %c = stablehlo.constant dense<[[0, 1], [3, -2]]> : tensor<2x2xi32>
    %c_0 = stablehlo.constant dense<[true, false, true, true, false, false, true, false, true, true, false, false]> : tensor<12xi1>
    %c_1 = stablehlo.constant dense<true> : tensor<4x8xi1>
    %cst_2 = stablehlo.constant dense<[1.500000e+00, 0x7FC0, -2.000000e+00]> : tensor<3xbf16>
    %cst_3 = stablehlo.constant dense<[(1.000000e+00,-2.000000e+00), (0.000000e+00,5.000000e-01)]> : tensor<2xcomplex<f32>>
    %0 = stablehlo.iota dim = 1 : tensor<4x8xf32>
    %1 = stablehlo.add %arg0, %0 : tensor<4x8xf32>
    %2 = stablehlo.select %c_1, %1, %arg0 : tensor<4x8xi1>, tensor<4x8xf32>
    %3 = stablehlo.dot_general %2, %arg1, contracting_dims = [1] x [0], precision = [HIGHEST, DEFAULT] : (tensor<4x8xf32>, tensor<8x6xf32>) -> tensor<4x6xf32>
    %4 = stablehlo.reduce(%2 init: %cst) applies stablehlo.maximum across dimensions = [0] : (tensor<4x8xf32>, tensor<f32>) -> tensor<8xf32>
    %5 = "stablehlo.gather"(%arg0, %c) <{dimension_numbers = #stablehlo.gather<offset_dims = [1], collapsed_slice_dims = [0], start_index_map = [0, 1], index_vector_dim = 1>, slice_sizes = array<i64: 1, 3>}> : (tensor<4x8xf32>, tensor<2x2xi32>) -> tensor<2x3xf32>
    %6 = "stablehlo.scatter"(%arg0, %c, %5) <{scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [1], inserted_window_dims = [0], scatter_dims_to_operand_dims = [0, 1], index_vector_dim = 1>, unique_indices = true}> ({
    ^bb0(%arg3: tensor<f32>, %arg4: tensor<f32>):
      %17 = stablehlo.add %arg3, %arg4 : tensor<f32>
      stablehlo.return %17 : tensor<f32>
    }) : (tensor<4x8xf32>, tensor<2x2xi32>, tensor<2x3xf32>) -> tensor<4x8xf32>
    %7 = "stablehlo.reduce_window"(%6, %cst) <{padding = dense<[[1, 0], [0, 0]]> : tensor<2x2xi64>, window_dimensions = array<i64: 2, 1>}> ({
    ^bb0(%arg3: tensor<f32>, %arg4: tensor<f32>):
      %17 = stablehlo.add %arg3, %arg4 : tensor<f32>
      stablehlo.return %17 : tensor<f32>
    }) : (tensor<4x8xf32>, tensor<f32>) -> tensor<4x8xf32>
    %8:2 = stablehlo.while(%iterArg = %arg2, %iterArg_4 = %7) : tensor<i32>, tensor<4x8xf32>
    cond {
      %c_5 = stablehlo.constant dense<10> : tensor<i32>
      %17 = stablehlo.compare  LT, %iterArg, %c_5,  SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
      stablehlo.return %17 : tensor<i1>
    } do {
      %c_5 = stablehlo.constant dense<1> : tensor<i32>
      %17 = stablehlo.add %iterArg, %c_5 : tensor<i32>
      %18 = func.call @halved(%iterArg_4) : (tensor<4x8xf32>) -> tensor<4x8xf32>
      stablehlo.return %17, %18 : tensor<i32>, tensor<4x8xf32>
    }
    %9 = "stablehlo.case"(%arg2) ({
      stablehlo.return %8#1 : tensor<4x8xf32>
    }, {
      %17 = stablehlo.tanh %1 : tensor<4x8xf32>
      stablehlo.return %17 : tensor<4x8xf32>
    }) : (tensor<i32>) -> tensor<4x8xf32>
    %10:2 = "stablehlo.sort"(%0, %9) <{dimension = 1 : i64, is_stable = true}> ({
    ^bb0(%arg3: tensor<f32>, %arg4: tensor<f32>, %arg5: tensor<f32>, %arg6: tensor<f32>):
      %17 = stablehlo.compare  GT, %arg3, %arg4,  TOTALORDER : (tensor<f32>, tensor<f32>) -> tensor<i1>
      stablehlo.return %17 : tensor<i1>
    }) : (tensor<4x8xf32>, tensor<4x8xf32>) -> (tensor<4x8xf32>, tensor<4x8xf32>)
    %11 = "stablehlo.all_reduce"(%10#1) <{channel_handle = #stablehlo.channel_handle<handle = 1, type = 0>, replica_groups = dense<[[0, 1]]> : tensor<1x2xi64>, use_global_device_ids}> ({
    ^bb0(%arg3: tensor<f32>, %arg4: tensor<f32>):
      %17 = stablehlo.add %arg3, %arg4 : tensor<f32>
      stablehlo.return %17 : tensor<f32>
    }) : (tensor<4x8xf32>) -> tensor<4x8xf32>
    %12 = stablehlo.slice %11 [0:4, 1:7:2] : (tensor<4x8xf32>) -> tensor<4x3xf32>
    %13 = stablehlo.pad %12, %cst, low = [0, 1], high = [0, 4], interior = [0, 0] : (tensor<4x3xf32>, tensor<f32>) -> tensor<4x8xf32>
    %14 = stablehlo.reshape %13 : (tensor<4x8xf32>) -> tensor<1x4x8x1xf32>
    %15 = stablehlo.convolution(%14, %14) dim_numbers = [b, 0, 1, f]x[o, 0, 1, i]->[b, 0, 1, f], window = {stride = [2, 2], pad = [[1, 1], [0, 0]], reverse = [true, false]} {batch_group_count = 1 : i64, feature_group_count = 1 : i64} : (tensor<1x4x8x1xf32>, tensor<1x4x8x1xf32>) -> tensor<1x2x1x1xf32>
    %16 = stablehlo.custom_call @Foo(%15) {backend_config = "x=1", has_side_effect = true, operand_layouts = [dense<[3, 2, 1, 0]> : tensor<4xindex>], result_layouts = [dense<0> : tensor<1xindex>]} : (tensor<1x2x1x1xf32>) -> tensor<2xf32>
    return %13, %3, %4 : tensor<4x8xf32>, tensor<4x6xf32>, tensor<8xf32>
  }
  func.func private @halved(%arg0: tensor<4x8xf32>) -> tensor<4x8xf32> {
    %cst = stablehlo.constant dense<5.000000e-01> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<4x8xf32>
    %1 = stablehlo.multiply %arg0, %0 {mhlo.frontend_attributes = {a = "b"}} : tensor<4x8xf32>
    return %1 : tensor<4x8xf32>
  }
}
