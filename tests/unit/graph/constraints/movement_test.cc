// The constraints of ops that make arrays or move their elements.
#include "tests/unit/graph/constraints/cases.h"

namespace partita {
namespace {

const std::vector<ConstraintCase> kCases = addConstraintCases({
    {"broadcast_in_dim_i1",
     R"(%a: «tensor<f32>|!stablehlo.token»
%r = stablehlo.broadcast_in_dim %a, dims = [] : («tensor<f32>|!stablehlo.token») -> «tensor<f32>|!stablehlo.token»)",
     "!stablehlo.token"},
    {"broadcast_in_dim_i2",
     R"(%a: tensor<2xf32>
%r = "stablehlo.broadcast_in_dim"(%a) <{broadcast_dimensions = «array<i64: 1>|dense<1> : tensor<1x1xi64>»}> : (tensor<2xf32>) -> tensor<3x2xf32>)",
     "broadcast_dimensions", Says::kPlace},
    {"broadcast_in_dim_c1",
     R"(%a: tensor<2xf32>
%r = stablehlo.broadcast_in_dim %a, dims = [1] : (tensor<2xf32>) -> tensor<3x2x«f32|f64»>)",
     "element types differ: tensor<2xf32> to tensor<3x2xf64>"},
    {"broadcast_in_dim_c2",
     R"(%a: tensor<2xf32>
%r = stablehlo.broadcast_in_dim %a, dims = [«1|0, 1»] : (tensor<2xf32>) -> tensor<3x2xf32>)",
     "dims [0,1] must name a result dimension for each of tensor<2xf32>"},
    {"broadcast_in_dim_c3",
     R"(%a: tensor<2xf32>
%r = stablehlo.broadcast_in_dim %a, dims = [«1|2»] : (tensor<2xf32>) -> tensor<3x2xf32>)",
     "dims [2] must be in [0, 2)"},
    {"broadcast_in_dim_c3",
     R"(%a: tensor<2xf32>
%r = stablehlo.broadcast_in_dim %a, dims = [«1|-1»] : (tensor<2xf32>) -> tensor<3x2xf32>)",
     "dims [-1] must be in [0, 2)"},
    {"broadcast_in_dim_c4",
     R"(%a: tensor<2x2xf32>
%r = stablehlo.broadcast_in_dim %a, dims = [0, «1|0»] : (tensor<2x2xf32>) -> tensor<2x2xf32>)",
     "dims [0,0] must not repeat"},
    {"broadcast_in_dim_c5",
     R"(%a: tensor<«2|3»xf32>
%r = stablehlo.broadcast_in_dim %a, dims = [1] : (tensor<«2|3»xf32>) -> tensor<3x2xf32>)",
     "dimension 0 of tensor<3xf32> is neither 1 nor dimension 1 of tensor<3x2xf32>"},
    {"concatenate_i1",
     R"(%a: «tensor<1xf32>|!stablehlo.token»
%r = "stablehlo.concatenate"(%a) <{dimension = 0 : i64}> : («tensor<1xf32>|!stablehlo.token») -> «tensor<1xf32>|!stablehlo.token»)",
     "!stablehlo.token"},
    {"concatenate_i2",
     R"(%a: tensor<1xf32>
%r = "stablehlo.concatenate"(%a) <{dimension = «0 : i64|"0"»}> : (tensor<1xf32>) -> tensor<1xf32>)",
     "expected an integer for dimension", Says::kPlace},
    {"concatenate_c1",
     R"(%a: tensor<2xf32>, %b: tensor<2x«f32|i32»>
%r = stablehlo.concatenate %a, %b, dim = 0 : (tensor<2xf32>, tensor<2x«f32|i32»>) -> tensor<4xf32>)",
     "element types differ: tensor<2xf32>, tensor<2xi32>"},
    {"concatenate_c2",
     R"(%a: tensor<2x3xf32>, %b: tensor<1x«3|4»xf32>
%r = stablehlo.concatenate %a, %b, dim = 0 : (tensor<2x3xf32>, tensor<1x«3|4»xf32>) -> tensor<3x3xf32>)",
     "shapes differ beside dimension 0: tensor<2x3xf32>, tensor<1x4xf32>"},
    {"concatenate_c2",
     R"(%a: tensor<2x3xf32>, %b: tensor<1«x3|»xf32>
%r = stablehlo.concatenate %a, %b, dim = 0 : (tensor<2x3xf32>, tensor<1«x3|»xf32>) -> tensor<3x3xf32>)",
     "shapes differ beside dimension 0: tensor<2x3xf32>, tensor<1xf32>"},
    {"concatenate_c3",
     R"(%a: tensor<0xf32>
%r = "stablehlo.concatenate"(«%a|») <{dimension = 0 : i64}> : («tensor<0xf32>|») -> tensor<0xf32>)",
     "at least one operand"},
    {"concatenate_c4",
     R"(%a: tensor<2xf32>
%r = stablehlo.concatenate %a, %a, dim = «0|1» : (tensor<2xf32>, tensor<2xf32>) -> tensor<4xf32>)",
     "dim [1] must be in [0, 1)"},
    {"concatenate_c4",
     R"(%a: tensor<2xf32>
%r = "stablehlo.concatenate"(%a, %a) <{dimension = «0|-1» : i64}> : (tensor<2xf32>, tensor<2xf32>) -> tensor<4xf32>)",
     "dim [-1] must be in [0, 1)"},
    {"concatenate_c5",
     R"(%a: tensor<2xf32>
%r = stablehlo.concatenate %a, %a, dim = 0 : (tensor<2xf32>, tensor<2xf32>) -> tensor<4x«f32|f64»>)",
     "expected result type tensor<4xf32>"},
    {"concatenate_c6",
     R"(%a: tensor<2xf32>
%r = stablehlo.concatenate %a, %a, dim = 0 : (tensor<2xf32>, tensor<2xf32>) -> tensor<«4|5»xf32>)",
     "expected result type tensor<4xf32>"},
    {"constant_i1",
     "\n%r = \"stablehlo.constant\"() <{value = «dense<1.0> : tensor<2xf32>|\"one\"»}> : () -> tensor<2xf32>",
     "expected a constant for value", Says::kPlace},
    {"constant_c1", "\n%r = \"stablehlo.constant\"() <{value = dense<1.0> : tensor<2xf32>}> : () -> tensor<«2|3»xf32>",
     "expected result type tensor<2xf32>"},
    {"constant_c1", "\n%r = \"stablehlo.constant\"() <{value = dense<1> : tensor<2xi32>}> : () -> tensor<2x«i32|i64»>",
     "expected result type tensor<2xi32>"},
    {"dynamic_slice_i1",
     R"(%a: «tensor<f32>|!stablehlo.token»
%r = "stablehlo.dynamic_slice"(%a) <{slice_sizes = array<i64>}> : («tensor<f32>|!stablehlo.token») -> «tensor<f32>|!stablehlo.token»)",
     "!stablehlo.token"},
    {"dynamic_slice_i2",
     R"(%a: tensor<4xf32>, %i: tensor<«i32|f32»>
%r = stablehlo.dynamic_slice %a, %i, sizes = [2] : (tensor<4xf32>, tensor<«i32|f32»>) -> tensor<2xf32>)",
     "start indices must be integer scalars: tensor<f32>"},
    {"dynamic_slice_i2",
     R"(%a: tensor<4xf32>, %i: tensor<«|1x»i32>
%r = stablehlo.dynamic_slice %a, %i, sizes = [2] : (tensor<4xf32>, tensor<«|1x»i32>) -> tensor<2xf32>)",
     "start indices must be integer scalars: tensor<1xi32>"},
    {"dynamic_slice_i3",
     R"(%a: tensor<4xf32>, %i: tensor<i32>
%r = "stablehlo.dynamic_slice"(%a, %i) <{slice_sizes = «array<i64: 2>|2.0 : f32»}> : (tensor<4xf32>, tensor<i32>) -> tensor<2xf32>)",
     "slice_sizes", Says::kPlace},
    {"dynamic_slice_c1",
     R"(%a: tensor<4xf32>, %i: tensor<i32>
%r = stablehlo.dynamic_slice %a, %i, sizes = [2] : (tensor<4xf32>, tensor<i32>) -> tensor<2x«f32|f64»>)",
     "expected result type tensor<2xf32>"},
    {"dynamic_slice_c2",
     R"(%a: tensor<4x«|4x»f32>, %i: tensor<i32>
%r = stablehlo.dynamic_slice %a, %i, sizes = [2] : (tensor<4x«|4x»f32>, tensor<i32>) -> tensor<2xf32>)",
     "1 start indices for tensor<4x4xf32>"},
    {"dynamic_slice_c2",
     R"(%a: tensor<4xf32>, %i: tensor<i32>
%r = stablehlo.dynamic_slice %a, %i, sizes = [2«|, 1»] : (tensor<4xf32>, tensor<i32>) -> tensor<2xf32>)",
     "sizes [2,1] for tensor<4xf32>"},
    {"dynamic_slice_c3",
     R"(%a: tensor<4x4xf32>, %i: tensor<i32>, %j: tensor<«i32|i64»>
%r = stablehlo.dynamic_slice %a, %i, %j, sizes = [2, 2] : (tensor<4x4xf32>, tensor<i32>, tensor<«i32|i64»>) -> tensor<2x2xf32>)",
     "start indices must be of one type: tensor<i32>, tensor<i64>"},
    {"dynamic_slice_c4",
     R"(%a: tensor<4xf32>, %i: tensor<i32>
%r = stablehlo.dynamic_slice %a, %i, sizes = [«2|5»] : (tensor<4xf32>, tensor<i32>) -> tensor<«2|5»xf32>)",
     "sizes [5] do not fit in tensor<4xf32>"},
    {"dynamic_slice_c4",
     R"(%a: tensor<4xf32>, %i: tensor<i32>
%r = stablehlo.dynamic_slice %a, %i, sizes = [«2|-2»] : (tensor<4xf32>, tensor<i32>) -> tensor<2xf32>)",
     "sizes [-2] do not fit in tensor<4xf32>"},
    {"dynamic_slice_c5",
     R"(%a: tensor<4xf32>, %i: tensor<i32>
%r = stablehlo.dynamic_slice %a, %i, sizes = [2] : (tensor<4xf32>, tensor<i32>) -> tensor<«2|3»xf32>)",
     "expected result type tensor<2xf32>"},
    {"dynamic_update_slice_i1",
     R"(%a: «tensor<f32>|!stablehlo.token»
%r = "stablehlo.dynamic_update_slice"(%a, %a) : («tensor<f32>|!stablehlo.token», «tensor<f32>|!stablehlo.token») -> «tensor<f32>|!stablehlo.token»)",
     "!stablehlo.token"},
    {"dynamic_update_slice_i2",
     R"(%a: tensor<f32>, %u: «tensor<f32>|!stablehlo.token»
%r = "stablehlo.dynamic_update_slice"(%a, %u) : (tensor<f32>, «tensor<f32>|!stablehlo.token») -> tensor<f32>)",
     "!stablehlo.token"},
    {"dynamic_update_slice_i3",
     R"(%a: tensor<4xf32>, %u: tensor<2xf32>, %i: tensor<«i32|f32»>
%r = stablehlo.dynamic_update_slice %a, %u, %i : (tensor<4xf32>, tensor<2xf32>, tensor<«i32|f32»>) -> tensor<4xf32>)",
     "start indices must be integer scalars: tensor<f32>"},
    {"dynamic_update_slice_c1",
     R"(%a: tensor<4xf32>, %u: tensor<2xf32>, %i: tensor<i32>
%r = stablehlo.dynamic_update_slice %a, %u, %i : (tensor<4xf32>, tensor<2xf32>, tensor<i32>) -> tensor<«4|2»xf32>)",
     "expected result type tensor<4xf32>"},
    {"dynamic_update_slice_c2",
     R"(%a: tensor<4xf32>, %u: tensor<2x«f32|f16»>, %i: tensor<i32>
%r = stablehlo.dynamic_update_slice %a, %u, %i : (tensor<4xf32>, tensor<2x«f32|f16»>, tensor<i32>) -> tensor<4xf32>)",
     "element types differ: tensor<4xf32> and tensor<2xf16>"},
    {"dynamic_update_slice_c3",
     R"(%a: tensor<4xf32>, %u: tensor<2«|x1»xf32>, %i: tensor<i32>
%r = stablehlo.dynamic_update_slice %a, %u, %i : (tensor<4xf32>, tensor<2«|x1»xf32>, tensor<i32>) -> tensor<4xf32>)",
     "ranks differ: tensor<4xf32> and tensor<2x1xf32>"},
    {"dynamic_update_slice_c4",
     R"(%a: tensor<4xf32>, %u: tensor<2xf32>, %i: tensor<i32>
%r = stablehlo.dynamic_update_slice %a, %u, %i«|, %i» : (tensor<4xf32>, tensor<2xf32>, tensor<i32>«|, tensor<i32>») -> tensor<4xf32>)",
     "2 start indices for tensor<4xf32>"},
    {"dynamic_update_slice_c5",
     R"(%a: tensor<4x4xf32>, %u: tensor<2x2xf32>, %i: tensor<i32>, %j: tensor<«i32|ui32»>
%r = stablehlo.dynamic_update_slice %a, %u, %i, %j : (tensor<4x4xf32>, tensor<2x2xf32>, tensor<i32>, tensor<«i32|ui32»>) -> tensor<4x4xf32>)",
     "start indices must be of one type: tensor<i32>, tensor<ui32>"},
    {"dynamic_update_slice_c6",
     R"(%a: tensor<4xf32>, %u: tensor<«4|5»xf32>, %i: tensor<i32>
%r = stablehlo.dynamic_update_slice %a, %u, %i : (tensor<4xf32>, tensor<«4|5»xf32>, tensor<i32>) -> tensor<4xf32>)",
     "the update tensor<5xf32> does not fit in tensor<4xf32>"},
    {"iota_i1", "\n%r = \"stablehlo.iota\"() <{iota_dimension = «0 : i64|0.0 : f32»}> : () -> tensor<2xf32>",
     "expected an integer for iota_dimension", Says::kPlace},
    {"iota_c1", "\n%r = stablehlo.iota dim = «0|1» : tensor<2xi32>", "dim [1] must be in [0, 1)"},
    {"iota_c1", "\n%r = \"stablehlo.iota\"() <{iota_dimension = «0|-1» : i64}> : () -> tensor<2xi32>",
     "dim [-1] must be in [0, 1)"},
    {"pad_i1",
     R"(%a: «tensor<f32>|!stablehlo.token»
%r = "stablehlo.pad"(%a, %a) <{edge_padding_low = array<i64>, edge_padding_high = array<i64>, interior_padding = array<i64>}> : («tensor<f32>|!stablehlo.token», «tensor<f32>|!stablehlo.token») -> «tensor<f32>|!stablehlo.token»)",
     "!stablehlo.token"},
    {"pad_i2",
     R"(%a: tensor<4xf32>, %v: tensor<«|1x»f32>
%r = stablehlo.pad %a, %v, low = [1], high = [1], interior = [0] : (tensor<4xf32>, tensor<«|1x»f32>) -> tensor<6xf32>)",
     "the padding value tensor<1xf32> is not a scalar"},
    {"pad_i3",
     R"(%a: tensor<4xf32>, %v: tensor<f32>
%r = "stablehlo.pad"(%a, %v) <{edge_padding_low = «array<i64: 1>|dense<1> : tensor<1x1xi64>», edge_padding_high = array<i64: 1>, interior_padding = array<i64: 0>}> : (tensor<4xf32>, tensor<f32>) -> tensor<6xf32>)",
     "edge_padding_low", Says::kPlace},
    {"pad_i4",
     R"(%a: tensor<4xf32>, %v: tensor<f32>
%r = "stablehlo.pad"(%a, %v) <{edge_padding_low = array<i64: 1>, edge_padding_high = «array<i64: 1>|unit», interior_padding = array<i64: 0>}> : (tensor<4xf32>, tensor<f32>) -> tensor<6xf32>)",
     "edge_padding_high", Says::kPlace},
    {"pad_i5",
     R"(%a: tensor<4xf32>, %v: tensor<f32>
%r = "stablehlo.pad"(%a, %v) <{edge_padding_low = array<i64: 1>, edge_padding_high = array<i64: 1>, interior_padding = «array<i64: 0>|"0"»}> : (tensor<4xf32>, tensor<f32>) -> tensor<6xf32>)",
     "interior_padding", Says::kPlace},
    {"pad_c1",
     R"(%a: tensor<4xf32>, %v: tensor<«f32|f64»>
%r = stablehlo.pad %a, %v, low = [1], high = [1], interior = [0] : (tensor<4xf32>, tensor<«f32|f64»>) -> tensor<6xf32>)",
     "the padding value tensor<f64> is not of the element type of tensor<4xf32>"},
    {"pad_c1",
     R"(%a: tensor<4xf32>, %v: tensor<f32>
%r = stablehlo.pad %a, %v, low = [1], high = [1], interior = [0] : (tensor<4xf32>, tensor<f32>) -> tensor<6x«f32|f64»>)",
     "expected result type tensor<6xf32>"},
    {"pad_c2",
     R"(%a: tensor<4xf32>, %v: tensor<f32>
%r = stablehlo.pad %a, %v, low = [1«|, 1»], high = [1], interior = [0] : (tensor<4xf32>, tensor<f32>) -> tensor<6xf32>)",
     "low [1,1], high [1], interior [0] must have one number for each dimension of tensor<4xf32>"},
    {"pad_c3",
     R"(%a: tensor<4xf32>, %v: tensor<f32>
%r = stablehlo.pad %a, %v, low = [1], high = [1], interior = [«1|-1»] : (tensor<4xf32>, tensor<f32>) -> tensor<9xf32>)",
     "interior [-1] is negative"},
    {"pad_c4",
     R"(%a: tensor<4xf32>, %v: tensor<f32>
%r = stablehlo.pad %a, %v, low = [1], high = [1], interior = [1] : (tensor<4xf32>, tensor<f32>) -> tensor<«9|10»xf32>)",
     "expected result type tensor<9xf32>"},
    {"pad_c4",
     R"(%a: tensor<4xf32>, %v: tensor<f32>
%r = stablehlo.pad %a, %v, low = [«-4|-5»], high = [0], interior = [0] : (tensor<4xf32>, tensor<f32>) -> tensor<0xf32>)",
     "dimension 0 of tensor<4xf32> padded by low [-5], high [0], interior [0] is negative"},
    {"reshape_i1",
     R"(%a: «tensor<f32>|!stablehlo.token»
%r = stablehlo.reshape %a : («tensor<f32>|!stablehlo.token») -> «tensor<f32>|!stablehlo.token»)",
     "!stablehlo.token"},
    {"reshape_c1",
     R"(%a: tensor<4xf32>
%r = stablehlo.reshape %a : (tensor<4xf32>) -> tensor<2x2x«f32|i32»>)",
     "element types differ: tensor<4xf32> to tensor<2x2xi32>"},
    {"reshape_c2",
     R"(%a: tensor<4xf32>
%r = stablehlo.reshape %a : (tensor<4xf32>) -> tensor<2x«2|3»xf32>)",
     "element counts differ: tensor<4xf32> to tensor<2x3xf32>"},
    {"reverse_i1",
     R"(%a: «tensor<f32>|!stablehlo.token»
%r = "stablehlo.reverse"(%a) <{dimensions = array<i64>}> : («tensor<f32>|!stablehlo.token») -> «tensor<f32>|!stablehlo.token»)",
     "!stablehlo.token"},
    {"reverse_i2",
     R"(%a: tensor<4xf32>
%r = "stablehlo.reverse"(%a) <{dimensions = «array<i64: 0>|0.0 : f32»}> : (tensor<4xf32>) -> tensor<4xf32>)",
     "dimensions", Says::kPlace},
    {"reverse_c1",
     R"(%a: tensor<4xf32>
%r = "stablehlo.reverse"(%a) <{dimensions = array<i64: 0>}> : (tensor<4xf32>) -> tensor<«4|5»xf32>)",
     "expected result type tensor<4xf32>"},
    {"reverse_c2",
     R"(%a: tensor<4x4xf32>
%r = stablehlo.reverse %a, dims = [0, «1|0»] : tensor<4x4xf32>)",
     "dims [0,0] must not repeat"},
    {"reverse_c3",
     R"(%a: tensor<4xf32>
%r = stablehlo.reverse %a, dims = [«0|1»] : tensor<4xf32>)",
     "dims [1] must be in [0, 1)"},
    {"slice_i1",
     R"(%a: «tensor<f32>|!stablehlo.token»
%r = "stablehlo.slice"(%a) <{start_indices = array<i64>, limit_indices = array<i64>, strides = array<i64>}> : («tensor<f32>|!stablehlo.token») -> «tensor<f32>|!stablehlo.token»)",
     "!stablehlo.token"},
    {"slice_i2",
     R"(%a: tensor<4xf32>
%r = "stablehlo.slice"(%a) <{start_indices = «array<i64: 0>|dense<0> : tensor<1x1xi64>», limit_indices = array<i64: 2>, strides = array<i64: 1>}> : (tensor<4xf32>) -> tensor<2xf32>)",
     "start_indices", Says::kPlace},
    {"slice_i3",
     R"(%a: tensor<4xf32>
%r = "stablehlo.slice"(%a) <{start_indices = array<i64: 0>, limit_indices = «array<i64: 2>|dense<2.0> : tensor<1xf32>», strides = array<i64: 1>}> : (tensor<4xf32>) -> tensor<2xf32>)",
     "limit_indices", Says::kPlace},
    {"slice_i4",
     R"(%a: tensor<4xf32>
%r = "stablehlo.slice"(%a) <{start_indices = array<i64: 0>, limit_indices = array<i64: 2>«, strides = array<i64: 1>|»}> : (tensor<4xf32>) -> tensor<2xf32>)",
     "expected attribute 'strides'", Says::kPlace},
    {"slice_c1",
     R"(%a: tensor<4xf32>
%r = stablehlo.slice %a [0:2] : (tensor<4xf32>) -> tensor<2x«f32|f64»>)",
     "expected result type tensor<2xf32>"},
    {"slice_c2",
     R"(%a: tensor<4x«|4x»f32>
%r = stablehlo.slice %a [0:2] : (tensor<4x«|4x»f32>) -> tensor<2xf32>)",
     "start [0], limit [2], strides [1] must have one number for each dimension of tensor<4x4xf32>"},
    {"slice_c3",
     R"(%a: tensor<4xf32>
%r = stablehlo.slice %a [0:«4|5»] : (tensor<4xf32>) -> tensor<«4|5»xf32>)",
     "start [0], limit [5] are not in order or not inside tensor<4xf32>"},
    {"slice_c3",
     R"(%a: tensor<4xf32>
%r = stablehlo.slice %a [«2|3»:2] : (tensor<4xf32>) -> tensor<0xf32>)",
     "start [3], limit [2] are not in order or not inside tensor<4xf32>"},
    {"slice_c3",
     R"(%a: tensor<4xf32>
%r = "stablehlo.slice"(%a) <{start_indices = array<i64: «0|-1»>, limit_indices = array<i64: 2>, strides = array<i64: 1>}> : (tensor<4xf32>) -> tensor<2xf32>)",
     "start [-1], limit [2] are not in order or not inside tensor<4xf32>"},
    {"slice_c4",
     R"(%a: tensor<4xf32>
%r = stablehlo.slice %a [0:4:«1|0»] : (tensor<4xf32>) -> tensor<4xf32>)",
     "strides [0] must be positive"},
    {"slice_c5",
     R"(%a: tensor<5xf32>
%r = stablehlo.slice %a [0:5:2] : (tensor<5xf32>) -> tensor<«3|2»xf32>)",
     "expected result type tensor<3xf32>"},
    {"transpose_i1",
     R"(%a: «tensor<f32>|!stablehlo.token»
%r = stablehlo.transpose %a, dims = [] : («tensor<f32>|!stablehlo.token») -> «tensor<f32>|!stablehlo.token»)",
     "!stablehlo.token"},
    {"transpose_i2",
     R"(%a: tensor<4xf32>
%r = "stablehlo.transpose"(%a) <{permutation = «array<i64: 0>|"0"»}> : (tensor<4xf32>) -> tensor<4xf32>)",
     "permutation", Says::kPlace},
    {"transpose_c1",
     R"(%a: tensor<2x3xf32>
%r = stablehlo.transpose %a, dims = [1, 0] : (tensor<2x3xf32>) -> tensor<3x2x«f32|f64»>)",
     "expected result type tensor<3x2xf32>"},
    {"transpose_c2",
     R"(%a: tensor<2x2xf32>
%r = stablehlo.transpose %a, dims = [1, «0|1»] : (tensor<2x2xf32>) -> tensor<2x2xf32>)",
     "dims [1,1] must not repeat"},
    {"transpose_c2",
     R"(%a: tensor<2x2xf32>
%r = stablehlo.transpose %a, dims = [1, «0|2»] : (tensor<2x2xf32>) -> tensor<2x2xf32>)",
     "dims [1,2] must be in [0, 2)"},
    {"transpose_c2",
     R"(%a: tensor<2x2xf32>
%r = stablehlo.transpose %a, dims = [1, 0«|, 2»] : (tensor<2x2xf32>) -> tensor<2x2xf32>)",
     "dims [1,0,2] do not permute tensor<2x2xf32>"},
    {"transpose_c3",
     R"(%a: tensor<2x3xf32>
%r = stablehlo.transpose %a, dims = [1, 0] : (tensor<2x3xf32>) -> tensor<«3x2|2x3»xf32>)",
     "expected result type tensor<3x2xf32>"},
});

TEST(Constraints, Movement) {
  for (const ConstraintCase& test : kCases) checkCase(test);
}

}  // namespace
}  // namespace partita
