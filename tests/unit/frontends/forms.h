#pragma once
// One small program for each form of the text, as the printer writes it. Used by the tests of forms and of damaged
// text.
#include <string>

#include "base/text.h"

namespace partita {

struct Form {
  const char* name;
  const char* arguments;  // of @main
  const char* results;
  const char* body;
};

inline std::string program(const Form& form) {
  return strCat("module @test {\n  sdy.mesh @mesh = <[\"x\"=2, \"y\"=4]>\n  func.func public @main(", form.arguments,
                ")", *form.results != 0 ? " -> " : "", form.results, " {\n", form.body, "  }\n}\n");
}

inline const Form kForms[] = {
    {"SameType", "%arg0: tensor<2xf32>", "tensor<2xf32>",
     "    %0 = stablehlo.add %arg0, %arg0 : tensor<2xf32>\n    %1 = stablehlo.tanh %0 : tensor<2xf32>\n"
     "    return %1 : tensor<2xf32>\n"},
    {"SameTypeThatDiffers", "%arg0: tensor<2xcomplex<f32>>", "tensor<2xf32>",
     "    %0 = stablehlo.abs %arg0 : (tensor<2xcomplex<f32>>) -> tensor<2xf32>\n    return %0 : tensor<2xf32>\n"},
    {"Chlo", "%arg0: tensor<2xf32>", "tensor<2xf32>",
     "    %0 = chlo.square %arg0 : tensor<2xf32> -> tensor<2xf32>\n    %1 = chlo.erf %0 : tensor<2xf32> -> "
     "tensor<2xf32>\n"
     "    return %1 : tensor<2xf32>\n"},
    {"Convert", "%arg0: tensor<2xf32>", "tensor<2xi32>",
     "    %0 = stablehlo.convert %arg0 : (tensor<2xf32>) -> tensor<2xi32>\n    %1 = stablehlo.convert %0 : "
     "tensor<2xi32>\n"
     "    return %1 : tensor<2xi32>\n"},
    {"Compare", "%arg0: tensor<2xf32>", "(tensor<2xi1>, tensor<2xi1>)",
     "    %0 = stablehlo.compare LT, %arg0, %arg0, FLOAT : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xi1>\n"
     "    %1 = stablehlo.compare EQ, %arg0, %arg0 : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xi1>\n"
     "    return %0, %1 : tensor<2xi1>, tensor<2xi1>\n"},
    {"Select", "%arg0: tensor<i1>, %arg1: tensor<2xf32>", "tensor<2xf32>",
     "    %0 = stablehlo.select %arg0, %arg1, %arg1 : tensor<i1>, tensor<2xf32>\n    return %0 : tensor<2xf32>\n"},
    {"Clamp", "%arg0: tensor<f32>, %arg1: tensor<2xf32>", "tensor<2xf32>",
     "    %0 = stablehlo.clamp %arg1, %arg1, %arg1 : tensor<2xf32>\n"
     "    %1 = stablehlo.clamp %arg0, %0, %arg0 : (tensor<f32>, tensor<2xf32>, tensor<f32>) -> tensor<2xf32>\n"
     "    return %1 : tensor<2xf32>\n"},
    {"Iota", "", "tensor<2x3xi32>",
     "    %0 = stablehlo.iota dim = 1 : tensor<2x3xi32>\n    return %0 : tensor<2x3xi32>\n"},
    {"Nullary", "", "tensor<ui32>", "    %0 = stablehlo.partition_id : tensor<ui32>\n    return %0 : tensor<ui32>\n"},
    {"Dims", "%arg0: tensor<2x3xf32>", "tensor<3x4x2xf32>",
     "    %0 = stablehlo.transpose %arg0, dims = [1, 0] : (tensor<2x3xf32>) -> tensor<3x2xf32>\n"
     "    %1 = stablehlo.reverse %0, dims = [0, 1] : tensor<3x2xf32>\n"
     "    %2 = stablehlo.broadcast_in_dim %1, dims = [0, 2] : (tensor<3x2xf32>) -> tensor<3x4x2xf32>\n"
     "    return %2 : tensor<3x4x2xf32>\n"},
    {"Concatenate", "%arg0: tensor<2x3xf32>", "tensor<4x3xf32>",
     "    %0 = stablehlo.concatenate %arg0, %arg0, dim = 0 : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<4x3xf32>\n"
     "    return %0 : tensor<4x3xf32>\n"},
    {"Slice", "%arg0: tensor<8x9xf32>", "tensor<2x3xf32>",
     "    %0 = stablehlo.slice %arg0 [1:3, 0:9:3] : (tensor<8x9xf32>) -> tensor<2x3xf32>\n    return %0 : "
     "tensor<2x3xf32>\n"},
    {"DynamicSlice", "%arg0: tensor<8xf32>, %arg1: tensor<i32>", "tensor<8xf32>",
     "    %0 = stablehlo.dynamic_slice %arg0, %arg1, sizes = [2] : (tensor<8xf32>, tensor<i32>) -> tensor<2xf32>\n"
     "    %1 = stablehlo.dynamic_update_slice %arg0, %0, %arg1 : (tensor<8xf32>, tensor<2xf32>, tensor<i32>) -> "
     "tensor<8xf32>\n"
     "    return %1 : tensor<8xf32>\n"},
    {"Pad", "%arg0: tensor<2xf32>, %arg1: tensor<f32>", "tensor<6xf32>",
     "    %0 = stablehlo.pad %arg0, %arg1, low = [1], high = [2], interior = [1] : (tensor<2xf32>, tensor<f32>) -> "
     "tensor<6xf32>\n    return %0 : tensor<6xf32>\n"},
    {"DotGeneral", "%arg0: tensor<2x3x4xf32>, %arg1: tensor<2x4x5xf32>", "tensor<2x3x5xf32>",
     "    %0 = stablehlo.dot_general %arg0, %arg1, batching_dims = [0] x [0], contracting_dims = [2] x [1], precision "
     "= "
     "[DEFAULT, HIGHEST] : (tensor<2x3x4xf32>, tensor<2x4x5xf32>) -> tensor<2x3x5xf32>\n    return %0 : "
     "tensor<2x3x5xf32>\n"},
    {"DotGeneralAlgorithm", "%arg0: tensor<3x4xf32>, %arg1: tensor<4x5xf32>", "tensor<3x5xf32>",
     "    %0 = stablehlo.dot_general %arg0, %arg1, contracting_dims = [1] x [0], algorithm = <lhs_precision_type = "
     "tf32, "
     "rhs_precision_type = tf32, accumulation_type = f32, lhs_component_count = 1, rhs_component_count = 1, "
     "num_primitive_operations = 1, allow_imprecise_accumulation = false> : (tensor<3x4xf32>, tensor<4x5xf32>) -> "
     "tensor<3x5xf32>\n    return %0 : tensor<3x5xf32>\n"},
    {"Convolution", "%arg0: tensor<2x8x8x6xf32>, %arg1: tensor<3x3x2x9xf32>", "tensor<2x4x8x9xf32>",
     "    %0 = stablehlo.convolution(%arg0, %arg1) dim_numbers = [b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f], window = "
     "{stride = [2, 1], pad = [[1, 0], [1, 1]], lhs_dilate = [1, 1], rhs_dilate = [1, 1], reverse = [true, false]} "
     "{batch_group_count = 1 : i64, feature_group_count = 3 : i64, precision_config = [#stablehlo<precision DEFAULT>, "
     "#stablehlo<precision HIGHEST>]} : (tensor<2x8x8x6xf32>, tensor<3x3x2x9xf32>) -> tensor<2x4x8x9xf32>\n"
     "    return %0 : tensor<2x4x8x9xf32>\n"},
    {"ConvolutionGradient", "%arg0: tensor<4x8x6xf32>, %arg1: tensor<4x8x9xf32>", "tensor<3x2x9xf32>",
     "    %0 = stablehlo.convolution(%arg0, %arg1) dim_numbers = [f, 0, b]x[i, 0, o]->[0, b, f], window = {pad = [[1, "
     "1]]} {batch_group_count = 3 : i64, feature_group_count = 1 : i64} : (tensor<4x8x6xf32>, tensor<4x8x9xf32>) -> "
     "tensor<3x2x9xf32>\n    return %0 : tensor<3x2x9xf32>\n"},
    {"ReduceCompact", "%arg0: tensor<2x3xf32>", "tensor<2xf32>",
     "    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>\n"
     "    %0 = stablehlo.reduce(%arg0 init: %cst) applies stablehlo.add across dimensions = [1] : (tensor<2x3xf32>, "
     "tensor<f32>) -> tensor<2xf32>\n    return %0 : tensor<2xf32>\n"},
    {"ReduceRegion", "%arg0: tensor<2x3xf32>, %arg1: tensor<2x3xi32>", "(tensor<2xf32>, tensor<2xi32>)",
     "    %cst = stablehlo.constant dense<0xFF800000> : tensor<f32>\n"
     "    %c = stablehlo.constant dense<0> : tensor<i32>\n"
     "    %0:2 = stablehlo.reduce(%arg0 init: %cst), (%arg1 init: %c) across dimensions = [1] : (tensor<2x3xf32>, "
     "tensor<2x3xi32>, tensor<f32>, tensor<i32>) -> (tensor<2xf32>, tensor<2xi32>)\n"
     "     reducer(%arg2: tensor<f32>, %arg4: tensor<f32>) (%arg3: tensor<i32>, %arg5: tensor<i32>)  {\n"
     "      %1 = stablehlo.compare GT, %arg2, %arg4, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>\n"
     "      %2 = stablehlo.select %1, %arg2, %arg4 : tensor<i1>, tensor<f32>\n"
     "      %3 = stablehlo.select %1, %arg3, %arg5 : tensor<i1>, tensor<i32>\n"
     "      stablehlo.return %2, %3 : tensor<f32>, tensor<i32>\n    }\n"
     "    return %0#0, %0#1 : tensor<2xf32>, tensor<2xi32>\n"},
    {"While", "%arg0: tensor<4xf32>", "tensor<4xf32>",
     "    %c = stablehlo.constant dense<0> : tensor<i32>\n"
     "    %0:2 = stablehlo.while(%iterArg = %c, %iterArg_0 = %arg0) : tensor<i32>, tensor<4xf32>\n    cond {\n"
     "      %c_1 = stablehlo.constant dense<10> : tensor<i32>\n"
     "      %1 = stablehlo.compare LT, %iterArg, %c_1, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>\n"
     "      stablehlo.return %1 : tensor<i1>\n    } do {\n"
     "      %c_1 = stablehlo.constant dense<1> : tensor<i32>\n"
     "      %1 = stablehlo.add %iterArg, %c_1 : tensor<i32>\n"
     "      %2 = stablehlo.multiply %iterArg_0, %arg0 : tensor<4xf32>\n"
     "      stablehlo.return %1, %2 : tensor<i32>, tensor<4xf32>\n    }\n"
     "    return %0#1 : tensor<4xf32>\n"},
    {"Case", "%arg0: tensor<i32>, %arg1: tensor<4xf32>", "tensor<4xf32>",
     "    %0 = \"stablehlo.case\"(%arg0) ({\n      stablehlo.return %arg1 : tensor<4xf32>\n    }, {\n"
     "      %1 = stablehlo.negate %arg1 : tensor<4xf32>\n      stablehlo.return %1 : tensor<4xf32>\n"
     "    }) : (tensor<i32>) -> tensor<4xf32>\n    return %0 : tensor<4xf32>\n"},
    {"If", "%arg0: tensor<i1>, %arg1: tensor<4xf32>", "tensor<4xf32>",
     "    %0 = \"stablehlo.if\"(%arg0) ({\n      stablehlo.return %arg1 : tensor<4xf32>\n    }, {\n"
     "      %1 = stablehlo.negate %arg1 : tensor<4xf32>\n      stablehlo.return %1 : tensor<4xf32>\n"
     "    }) : (tensor<i1>) -> tensor<4xf32>\n    return %0 : tensor<4xf32>\n"},
    {"OptimizationBarrier", "%arg0: tensor<4xf32>, %arg1: tensor<i32>", "tensor<4xf32>",
     "    %0:2 = stablehlo.optimization_barrier %arg0, %arg1 : tensor<4xf32>, tensor<i32>\n    return %0#0 : "
     "tensor<4xf32>\n"},
    {"Gather", "%arg0: tensor<5x3xf32>, %arg1: tensor<2x1xi32>", "tensor<2x3xf32>",
     "    %0 = \"stablehlo.gather\"(%arg0, %arg1) <{dimension_numbers = #stablehlo.gather<offset_dims = [1], "
     "collapsed_slice_dims = [0], start_index_map = [0], index_vector_dim = 1>, indices_are_sorted = false, "
     "slice_sizes = "
     "array<i64: 1, 3>}> : (tensor<5x3xf32>, tensor<2x1xi32>) -> tensor<2x3xf32>\n    return %0 : tensor<2x3xf32>\n"},
    {"Scatter", "%arg0: tensor<5x3xf32>, %arg1: tensor<2x1xi32>, %arg2: tensor<2x3xf32>", "tensor<5x3xf32>",
     "    %0 = \"stablehlo.scatter\"(%arg0, %arg1, %arg2) <{indices_are_sorted = false, scatter_dimension_numbers = "
     "#stablehlo.scatter<update_window_dims = [1], inserted_window_dims = [0], scatter_dims_to_operand_dims = [0], "
     "index_vector_dim = 1>, unique_indices = false}> ({\n    ^bb0(%arg3: tensor<f32>, %arg4: tensor<f32>):\n"
     "      %1 = stablehlo.add %arg3, %arg4 : tensor<f32>\n      stablehlo.return %1 : tensor<f32>\n"
     "    }) : (tensor<5x3xf32>, tensor<2x1xi32>, tensor<2x3xf32>) -> tensor<5x3xf32>\n    return %0 : "
     "tensor<5x3xf32>\n"},
    {"ReduceWindow", "%arg0: tensor<4x6xf32>", "tensor<4x3xf32>",
     "    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>\n"
     "    %0 = \"stablehlo.reduce_window\"(%arg0, %cst) <{base_dilations = array<i64: 1, 1>, padding = dense<[[0, 0], "
     "[1, "
     "0]]> : tensor<2x2xi64>, window_dilations = array<i64: 1, 1>, window_dimensions = array<i64: 1, 3>, "
     "window_strides = "
     "array<i64: 1, 2>}> ({\n    ^bb0(%arg1: tensor<f32>, %arg2: tensor<f32>):\n"
     "      %1 = stablehlo.maximum %arg1, %arg2 : tensor<f32>\n      stablehlo.return %1 : tensor<f32>\n"
     "    }) : (tensor<4x6xf32>, tensor<f32>) -> tensor<4x3xf32>\n    return %0 : tensor<4x3xf32>\n"},
    {"SelectAndScatter", "%arg0: tensor<4x6xf32>, %arg1: tensor<4x3xf32>", "tensor<4x6xf32>",
     "    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>\n"
     "    %0 = \"stablehlo.select_and_scatter\"(%arg0, %arg1, %cst) <{padding = dense<[[0, 0], [1, 0]]> : "
     "tensor<2x2xi64>, "
     "window_dimensions = array<i64: 1, 3>, window_strides = array<i64: 1, 2>}> ({\n"
     "    ^bb0(%arg2: tensor<f32>, %arg3: tensor<f32>):\n"
     "      %1 = stablehlo.compare GE, %arg2, %arg3, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>\n"
     "      stablehlo.return %1 : tensor<i1>\n    }, {\n    ^bb0(%arg2: tensor<f32>, %arg3: tensor<f32>):\n"
     "      %1 = stablehlo.add %arg2, %arg3 : tensor<f32>\n      stablehlo.return %1 : tensor<f32>\n"
     "    }) : (tensor<4x6xf32>, tensor<4x3xf32>, tensor<f32>) -> tensor<4x6xf32>\n    return %0 : tensor<4x6xf32>\n"},
    {"AllReduce", "%arg0: tensor<4xf32>", "tensor<4xf32>",
     "    %0 = \"stablehlo.all_reduce\"(%arg0) <{channel_handle = #stablehlo.channel_handle<handle = 1, type = 0>, "
     "replica_groups = dense<[[0, 1], [2, 3]]> : tensor<2x2xi64>, use_global_device_ids}> ({\n"
     "    ^bb0(%arg1: tensor<f32>, %arg2: tensor<f32>):\n      %1 = stablehlo.add %arg1, %arg2 : tensor<f32>\n"
     "      stablehlo.return %1 : tensor<f32>\n    }) : (tensor<4xf32>) -> tensor<4xf32>\n    return %0 : "
     "tensor<4xf32>\n"},
    {"CollectivePermute", "%arg0: tensor<4xf32>", "tensor<4xf32>",
     "    %0 = \"stablehlo.collective_permute\"(%arg0) <{channel_handle = #stablehlo.channel_handle<handle = 1, type = "
     "1>, "
     "source_target_pairs = dense<[[0, 1], [1, 0]]> : tensor<2x2xi64>}> : (tensor<4xf32>) -> tensor<4xf32>\n"
     "    return %0 : tensor<4xf32>\n"},
    {"ShardingConstraint", "%arg0: tensor<4x8xf32>", "tensor<4x8xf32>",
     "    %0 = sdy.sharding_constraint %arg0 <@mesh, [{\"x\", ?}p1, {\"y\":(1)2}], replicated={\"y\":(2)2}> : "
     "tensor<4x8xf32>\n    %1 = sdy.reshard %0 <@mesh, [{}, {?}], unreduced=max{\"x\"}> : tensor<4x8xf32>\n"
     "    return %1 : tensor<4x8xf32>\n"},
    {"ManualComputation", "%arg0: tensor<4x8xf32>", "tensor<4x8xf32>",
     "    %0 = sdy.manual_computation(%arg0) in_shardings=[<@mesh, [{\"x\"}, {}]>] out_shardings=[<@mesh, [{\"x\"}, "
     "{}]>] "
     "manual_axes={\"x\"} (%arg1: tensor<2x8xf32>) {\n      %1 = stablehlo.negate %arg1 : tensor<2x8xf32>\n"
     "      sdy.return %1 : tensor<2x8xf32>\n    } : (tensor<4x8xf32>) -> tensor<4x8xf32>\n"
     "    return %0 : tensor<4x8xf32>\n"},
    {"OpSharding", "%arg0: tensor<4x8xf32> {sdy.sharding = #sdy.sharding<@mesh, [{\"x\"}, {}]>}",
     "(tensor<4x8xf32> {jax.result_info = \"result\", sdy.sharding = #sdy.sharding<@mesh, [{}, {\"y\"}]>})",
     "    %0 = stablehlo.negate %arg0 {sdy.sharding = #sdy.sharding_per_value<[<@mesh, [{\"x\"}, {}]>]>} : "
     "tensor<4x8xf32>\n    return %0 : tensor<4x8xf32>\n"},
    {"Discardable", "%arg0: tensor<4xf32> {mhlo.memory_kind = \"device\", tf.aliasing_output = 0 : i32}",
     "tensor<4xf32>",
     "    %0 = stablehlo.negate %arg0 {mhlo.frontend_attributes = {a = \"b}\", c = [1, 2]}, some.flag} : "
     "tensor<4xf32>\n"
     "    return %0 : tensor<4xf32>\n"},
    {"Donor", "%arg0: tensor<4xf32> {jax.buffer_donor = true}, %arg1: tensor<4xf32> {mhlo.layout_mode = \"default\"}",
     "(tensor<4xf32> {jax.result_info = \"result[0]['params']\"})", "    return %arg0 : tensor<4xf32>\n"},
    {"QuotedNames", "%arg0: tensor<4xf32> {\"any name\" = 1 : i64}", "(tensor<4xf32> {\"result[0]\"})",
     "    return %arg0 : tensor<4xf32>\n"},
    {"Token", "%arg0: !stablehlo.token", "!stablehlo.token", "    return %arg0 : !stablehlo.token\n"},
    {"NoResults", "%arg0: tensor<4xf32>", "", "    return\n"},
};

}  // namespace partita
