// Quantized types become arithmetic of integers and reals: each op in each form of its types, both engines, and what is
// wrong with them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "graph/print.h"
#include "tests/support/both_engines.h"

namespace partita {
namespace {

using testing::HasSubstr;

struct Case {
  const char* name;
  const char* body;
};

const Case kCases[] = {
    {"Quantize", R"(
  %x = stablehlo.constant dense<[0.2, 0.25, 0.75, -1.3, 100.0, -100.0]> : tensor<6xf32>
  %q = stablehlo.uniform_quantize %x : (tensor<6xf32>) -> tensor<6x!quant.uniform<i8:f32, 0.5:-3>>
  %r = stablehlo.bitcast_convert %q : (tensor<6x!quant.uniform<i8:f32, 0.5:-3>>) -> tensor<6xi8>
  check.expect_eq_const %r, dense<[-3, -2, -2, -6, 127, -128]> : tensor<6xi8>)"},
    {"QuantizeIntoARange", R"(
  %x = stablehlo.constant dense<[0.0, 3.0, -3.0]> : tensor<3xf32>
  %q = stablehlo.uniform_quantize %x : (tensor<3xf32>) -> tensor<3x!quant.uniform<i8<-2:2>:f32, 1.0>>
  %r = stablehlo.bitcast_convert %q : (tensor<3x!quant.uniform<i8<-2:2>:f32, 1.0>>) -> tensor<3xi8>
  check.expect_eq_const %r, dense<[0, 2, -2]> : tensor<3xi8>)"},
    {"QuantizeUnsigned", R"(
  %x = stablehlo.constant dense<[0.0, 63.0, 90.0, -90.0]> : tensor<4xf32>
  %q = stablehlo.uniform_quantize %x : (tensor<4xf32>) -> tensor<4x!quant.uniform<u8:f32, 0.5:128>>
  %r = stablehlo.bitcast_convert %q : (tensor<4x!quant.uniform<u8:f32, 0.5:128>>) -> tensor<4xui8>
  check.expect_eq_const %r, dense<[128, 254, 255, 0]> : tensor<4xui8>
  %d = stablehlo.uniform_dequantize %q : (tensor<4x!quant.uniform<u8:f32, 0.5:128>>) -> tensor<4xf32>
  check.expect_eq_const %d, dense<[0.0, 63.0, 63.5, -64.0]> : tensor<4xf32>)"},
    {"QuantizeToSixteenBits", R"(
  %x = stablehlo.constant dense<[1.0, 40000.0, -40000.0]> : tensor<3xf32>
  %q = stablehlo.uniform_quantize %x : (tensor<3xf32>) -> tensor<3x!quant.uniform<i16:f32, 1.0>>
  %r = stablehlo.bitcast_convert %q : (tensor<3x!quant.uniform<i16:f32, 1.0>>) -> tensor<3xi16>
  check.expect_eq_const %r, dense<[1, 32767, -32768]> : tensor<3xi16>)"},
    // No f32 is 2^31 - 1: what is beyond is the greatest below it.
    {"QuantizeToThirtyTwoBits", R"(
  %x = stablehlo.constant dense<[3.0, 1.0e10, -1.0e10]> : tensor<3xf32>
  %q = stablehlo.uniform_quantize %x : (tensor<3xf32>) -> tensor<3x!quant.uniform<i32:f32, 0.5>>
  %r = stablehlo.bitcast_convert %q : (tensor<3x!quant.uniform<i32:f32, 0.5>>) -> tensor<3xi32>
  check.expect_eq_const %r, dense<[6, 2147483520, -2147483648]> : tensor<3xi32>)"},
    {"QuantizeToFourBits", R"(
  %x = stablehlo.constant dense<[1.0, 9.0, -9.0]> : tensor<3xf32>
  %q = stablehlo.uniform_quantize %x : (tensor<3xf32>) -> tensor<3x!quant.uniform<i4:f32, 1.0:1>>
  %r = stablehlo.bitcast_convert %q : (tensor<3x!quant.uniform<i4:f32, 1.0:1>>) -> tensor<3xi4>
  check.expect_eq_const %r, dense<[2, 7, -8]> : tensor<3xi4>
  %p = stablehlo.uniform_quantize %x : (tensor<3xf32>) -> tensor<3x!quant.uniform<u4:f32, 1.0:8>>
  %s = stablehlo.bitcast_convert %p : (tensor<3x!quant.uniform<u4:f32, 1.0:8>>) -> tensor<3xui4>
  check.expect_eq_const %s, dense<[9, 15, 0]> : tensor<3xui4>)"},
    {"QuantizePerAxis", R"(
  %x = stablehlo.constant dense<[[1.0, 1.0], [2.0, 2.0], [-3.0, -3.0]]> : tensor<3x2xf32>
  %q = stablehlo.uniform_quantize %x : (tensor<3x2xf32>) -> tensor<3x2x!quant.uniform<i8:f32:1, {0.5, 2.0:1}>>
  %r = stablehlo.bitcast_convert %q : (tensor<3x2x!quant.uniform<i8:f32:1, {0.5, 2.0:1}>>) -> tensor<3x2xi8>
  check.expect_eq_const %r, dense<[[2, 2], [4, 2], [-6, 0]]> : tensor<3x2xi8>
  %d = stablehlo.uniform_dequantize %q : (tensor<3x2x!quant.uniform<i8:f32:1, {0.5, 2.0:1}>>) -> tensor<3x2xf32>
  check.expect_eq_const %d, dense<[[1.0, 2.0], [2.0, 2.0], [-3.0, -2.0]]> : tensor<3x2xf32>)"},
    {"OtherRealsAreExpressed", R"(
  %x = stablehlo.constant dense<[1.0, -2.0]> : tensor<2xbf16>
  %q = stablehlo.uniform_quantize %x : (tensor<2xbf16>) -> tensor<2x!quant.uniform<i8:bf16, 0.5>>
  %d = stablehlo.uniform_dequantize %q : (tensor<2x!quant.uniform<i8:bf16, 0.5>>) -> tensor<2xbf16>
  check.expect_eq_const %d, dense<[1.0, -2.0]> : tensor<2xbf16>
  %y = stablehlo.constant dense<[1.0, -2.0]> : tensor<2xf64>
  %p = stablehlo.uniform_quantize %y : (tensor<2xf64>) -> tensor<2x!quant.uniform<i8:f64, 0.5>>
  %e = stablehlo.uniform_dequantize %p : (tensor<2x!quant.uniform<i8:f64, 0.5>>) -> tensor<2xf64>
  check.expect_eq_const %e, dense<[1.0, -2.0]> : tensor<2xf64>)"},
    {"Requantize", R"(
  %c = stablehlo.constant dense<[10, -20, 127]> : tensor<3xi8>
  %q = stablehlo.bitcast_convert %c : (tensor<3xi8>) -> tensor<3x!quant.uniform<i8:f32, 0.5:2>>
  %p = stablehlo.uniform_quantize %q : (tensor<3x!quant.uniform<i8:f32, 0.5:2>>) -> tensor<3x!quant.uniform<i8:f32, 0.25:1>>
  %r = stablehlo.bitcast_convert %p : (tensor<3x!quant.uniform<i8:f32, 0.25:1>>) -> tensor<3xi8>
  check.expect_eq_const %r, dense<[17, -43, 127]> : tensor<3xi8>)"},
    {"RequantizePerAxis", R"(
  %c = stablehlo.constant dense<[[10, 10], [4, 4]]> : tensor<2x2xi8>
  %q = stablehlo.bitcast_convert %c : (tensor<2x2xi8>) -> tensor<2x2x!quant.uniform<i8:f32:0, {1.0, 0.5}>>
  %p = stablehlo.uniform_quantize %q : (tensor<2x2x!quant.uniform<i8:f32:0, {1.0, 0.5}>>) -> tensor<2x2x!quant.uniform<i8:f32, 2.0:1>>
  %r = stablehlo.bitcast_convert %p : (tensor<2x2x!quant.uniform<i8:f32, 2.0:1>>) -> tensor<2x2xi8>
  check.expect_eq_const %r, dense<[[6, 6], [2, 2]]> : tensor<2x2xi8>)"},
    {"Constant", R"(
  %q = stablehlo.constant() <{value = dense<[4, -4]> : tensor<2xi8>}> : () -> tensor<2x!quant.uniform<i8:f32, 0.5:2>>
  %d = stablehlo.uniform_dequantize %q : (tensor<2x!quant.uniform<i8:f32, 0.5:2>>) -> tensor<2xf32>
  check.expect_eq_const %d, dense<[1.0, -3.0]> : tensor<2xf32>)"},
    {"Add", R"(
  %a = stablehlo.constant dense<[10, -20, 100]> : tensor<3xi8>
  %b = stablehlo.constant dense<[4, 6, 100]> : tensor<3xi8>
  %p = stablehlo.bitcast_convert %a : (tensor<3xi8>) -> tensor<3x!quant.uniform<i8:f32, 0.5:2>>
  %q = stablehlo.bitcast_convert %b : (tensor<3xi8>) -> tensor<3x!quant.uniform<i8:f32, 1.0>>
  %s = stablehlo.add %p, %q : (tensor<3x!quant.uniform<i8:f32, 0.5:2>>, tensor<3x!quant.uniform<i8:f32, 1.0>>) -> tensor<3x!quant.uniform<i8:f32, 1.0:-1>>
  %r = stablehlo.bitcast_convert %s : (tensor<3x!quant.uniform<i8:f32, 1.0:-1>>) -> tensor<3xi8>
  check.expect_eq_const %r, dense<[7, -6, 127]> : tensor<3xi8>)"},
    {"AddPerAxis", R"(
  %a = stablehlo.constant dense<[[100000, 2], [3, 4]]> : tensor<2x2xi32>
  %p = stablehlo.bitcast_convert %a : (tensor<2x2xi32>) -> tensor<2x2x!quant.uniform<i32:f32:1, {0.5:1, 0.25}>>
  %s = stablehlo.add %p, %p : tensor<2x2x!quant.uniform<i32:f32:1, {0.5:1, 0.25}>>
  %r = stablehlo.bitcast_convert %s : (tensor<2x2x!quant.uniform<i32:f32:1, {0.5:1, 0.25}>>) -> tensor<2x2xi32>
  check.expect_eq_const %r, dense<[[199999, 4], [5, 8]]> : tensor<2x2xi32>)"},
    {"ElementwiseOfOneType", R"(
  %a = stablehlo.constant dense<[10, -20]> : tensor<2xi8>
  %q = stablehlo.bitcast_convert %a : (tensor<2xi8>) -> tensor<2x!quant.uniform<i8:f32, 0.5:2>>
  %m = stablehlo.multiply %q, %q : tensor<2x!quant.uniform<i8:f32, 0.5:2>>
  %n = stablehlo.negate %m : tensor<2x!quant.uniform<i8:f32, 0.5:2>>
  %r = stablehlo.bitcast_convert %n : (tensor<2x!quant.uniform<i8:f32, 0.5:2>>) -> tensor<2xi8>
  check.expect_eq_const %r, dense<[-30, -123]> : tensor<2xi8>)"},
    {"Transcendental", R"(
  %a = stablehlo.constant dense<[0, 1, 127]> : tensor<3xi8>
  %q = stablehlo.bitcast_convert %a : (tensor<3xi8>) -> tensor<3x!quant.uniform<i8:f32, 0.5>>
  %e = stablehlo.tanh %q : (tensor<3x!quant.uniform<i8:f32, 0.5>>) -> tensor<3x!quant.uniform<i8:f32, 0.01>>
  %r = stablehlo.bitcast_convert %e : (tensor<3x!quant.uniform<i8:f32, 0.01>>) -> tensor<3xi8>
  check.expect_eq_const %r, dense<[0, 46, 100]> : tensor<3xi8>)"},
    {"Compare", R"(
  %a = stablehlo.constant dense<[10, 2]> : tensor<2xi8>
  %b = stablehlo.constant dense<[3, 3]> : tensor<2xi8>
  %p = stablehlo.bitcast_convert %a : (tensor<2xi8>) -> tensor<2x!quant.uniform<i8:f32, 0.5>>
  %q = stablehlo.bitcast_convert %b : (tensor<2xi8>) -> tensor<2x!quant.uniform<i8:f32, 1.0>>
  %r = stablehlo.compare GT, %p, %q : (tensor<2x!quant.uniform<i8:f32, 0.5>>, tensor<2x!quant.uniform<i8:f32, 1.0>>) -> tensor<2xi1>
  check.expect_eq_const %r, dense<[true, false]> : tensor<2xi1>)"},
    // What chooses elements needs no numbers.
    {"Choices", R"(
  %a = stablehlo.constant dense<[10, -20]> : tensor<2xi8>
  %b = stablehlo.constant dense<[3, 3]> : tensor<2xi8>
  %y = stablehlo.constant dense<[true, false]> : tensor<2xi1>
  %p = stablehlo.bitcast_convert %a : (tensor<2xi8>) -> tensor<2x!quant.uniform<i8:f32, 0.5:2>>
  %q = stablehlo.bitcast_convert %b : (tensor<2xi8>) -> tensor<2x!quant.uniform<i8:f32, 0.5:2>>
  %m = stablehlo.maximum %p, %q : tensor<2x!quant.uniform<i8:f32, 0.5:2>>
  %s = stablehlo.select %y, %p, %m : tensor<2xi1>, tensor<2x!quant.uniform<i8:f32, 0.5:2>>
  %c = stablehlo.clamp %p, %s, %s : tensor<2x!quant.uniform<i8:f32, 0.5:2>>
  %r = stablehlo.bitcast_convert %c : (tensor<2x!quant.uniform<i8:f32, 0.5:2>>) -> tensor<2xi8>
  check.expect_eq_const %r, dense<[10, 3]> : tensor<2xi8>)"},
    {"ChoicesOfOtherTypes", R"(
  %a = stablehlo.constant dense<[10, -20]> : tensor<2xi8>
  %p = stablehlo.bitcast_convert %a : (tensor<2xi8>) -> tensor<2x!quant.uniform<i8:f32, 0.5>>
  %q = stablehlo.bitcast_convert %a : (tensor<2xi8>) -> tensor<2x!quant.uniform<i8:f32, 1.0>>
  %m = stablehlo.minimum %p, %q : (tensor<2x!quant.uniform<i8:f32, 0.5>>, tensor<2x!quant.uniform<i8:f32, 1.0>>) -> tensor<2x!quant.uniform<i8:f32, 0.25:1>>
  %r = stablehlo.bitcast_convert %m : (tensor<2x!quant.uniform<i8:f32, 0.25:1>>) -> tensor<2xi8>
  check.expect_eq_const %r, dense<[21, -79]> : tensor<2xi8>)"},
    {"Movement", R"(
  %a = stablehlo.constant dense<[[1, 2, 3], [4, 5, 6]]> : tensor<2x3xi8>
  %q = stablehlo.bitcast_convert %a : (tensor<2x3xi8>) -> tensor<2x3x!quant.uniform<i8:f32:1, {0.5, 1.0, 2.0}>>
  %t = stablehlo.transpose %q, dims = [1, 0] : (tensor<2x3x!quant.uniform<i8:f32:1, {0.5, 1.0, 2.0}>>) -> tensor<3x2x!quant.uniform<i8:f32:0, {0.5, 1.0, 2.0}>>
  %s = stablehlo.reshape %t : (tensor<3x2x!quant.uniform<i8:f32:0, {0.5, 1.0, 2.0}>>) -> tensor<1x3x1x2x!quant.uniform<i8:f32:1, {0.5, 1.0, 2.0}>>
  %b = stablehlo.broadcast_in_dim %s, dims = [2, 1, 3, 0] : (tensor<1x3x1x2x!quant.uniform<i8:f32:1, {0.5, 1.0, 2.0}>>) -> tensor<2x3x1x1x!quant.uniform<i8:f32:1, {0.5, 1.0, 2.0}>>
  %d = stablehlo.uniform_dequantize %b : (tensor<2x3x1x1x!quant.uniform<i8:f32:1, {0.5, 1.0, 2.0}>>) -> tensor<2x3x1x1xf32>
  check.expect_eq_const %d, dense<[[[[0.5]], [[2.0]], [[6.0]]], [[[2.0]], [[5.0]], [[12.0]]]]> : tensor<2x3x1x1xf32>)"},
    {"PadAndConcatenate", R"(
  %a = stablehlo.constant dense<[1, 2]> : tensor<2xi8>
  %z = stablehlo.constant dense<7> : tensor<i8>
  %q = stablehlo.bitcast_convert %a : (tensor<2xi8>) -> tensor<2x!quant.uniform<i8:f32, 0.5:7>>
  %v = stablehlo.bitcast_convert %z : (tensor<i8>) -> tensor<!quant.uniform<i8:f32, 0.5:7>>
  %p = stablehlo.pad %q, %v, low = [1], high = [0], interior = [0] : (tensor<2x!quant.uniform<i8:f32, 0.5:7>>, tensor<!quant.uniform<i8:f32, 0.5:7>>) -> tensor<3x!quant.uniform<i8:f32, 0.5:7>>
  %c = stablehlo.concatenate %p, %q, dim = 0 : (tensor<3x!quant.uniform<i8:f32, 0.5:7>>, tensor<2x!quant.uniform<i8:f32, 0.5:7>>) -> tensor<5x!quant.uniform<i8:f32, 0.5:7>>
  %r = stablehlo.bitcast_convert %c : (tensor<5x!quant.uniform<i8:f32, 0.5:7>>) -> tensor<5xi8>
  check.expect_eq_const %r, dense<[7, 1, 2, 1, 2]> : tensor<5xi8>)"},
    {"ReduceMaximum", R"(
  %a = stablehlo.constant dense<[1, 9, 2, 3]> : tensor<4xi8>
  %l = stablehlo.constant dense<-128> : tensor<i8>
  %q = stablehlo.bitcast_convert %a : (tensor<4xi8>) -> tensor<4x!quant.uniform<i8:f32, 0.5:7>>
  %v = stablehlo.bitcast_convert %l : (tensor<i8>) -> tensor<!quant.uniform<i8:f32, 0.5:7>>
  %w = "stablehlo.reduce_window"(%q, %v) <{window_dimensions = array<i64: 2>, window_strides = array<i64: 2>}> ({
  ^bb0(%x: tensor<!quant.uniform<i8:f32, 0.5:7>>, %y: tensor<!quant.uniform<i8:f32, 0.5:7>>):
    %m = stablehlo.maximum %x, %y : tensor<!quant.uniform<i8:f32, 0.5:7>>
    stablehlo.return %m : tensor<!quant.uniform<i8:f32, 0.5:7>>
  }) : (tensor<4x!quant.uniform<i8:f32, 0.5:7>>, tensor<!quant.uniform<i8:f32, 0.5:7>>) -> tensor<2x!quant.uniform<i8:f32, 0.5:7>>
  %r = stablehlo.bitcast_convert %w : (tensor<2x!quant.uniform<i8:f32, 0.5:7>>) -> tensor<2xi8>
  check.expect_eq_const %r, dense<[9, 3]> : tensor<2xi8>)"},
    {"ReduceSum", R"(
  %a = stablehlo.constant dense<[1, 9, 2, 3]> : tensor<4xi8>
  %l = stablehlo.constant dense<2> : tensor<i8>
  %q = stablehlo.bitcast_convert %a : (tensor<4xi8>) -> tensor<4x!quant.uniform<i8:f32, 0.5:2>>
  %v = stablehlo.bitcast_convert %l : (tensor<i8>) -> tensor<!quant.uniform<i8:f32, 0.5:2>>
  %s = stablehlo.reduce(%q init: %v) applies stablehlo.add across dimensions = [0] : (tensor<4x!quant.uniform<i8:f32, 0.5:2>>, tensor<!quant.uniform<i8:f32, 0.5:2>>) -> tensor<!quant.uniform<i8:f32, 0.5:2>>
  %r = stablehlo.bitcast_convert %s : (tensor<!quant.uniform<i8:f32, 0.5:2>>) -> tensor<i8>
  check.expect_eq_const %r, dense<9> : tensor<i8>)"},
    {"DotGeneral", R"(
  %a = stablehlo.constant dense<[[1, 2], [3, 4]]> : tensor<2x2xi8>
  %p = stablehlo.bitcast_convert %a : (tensor<2x2xi8>) -> tensor<2x2x!quant.uniform<i8:f32, 0.5:1>>
  %q = stablehlo.bitcast_convert %a : (tensor<2x2xi8>) -> tensor<2x2x!quant.uniform<i8:f32, 2.0>>
  %d = stablehlo.dot_general %p, %q, contracting_dims = [1] x [0] : (tensor<2x2x!quant.uniform<i8:f32, 0.5:1>>, tensor<2x2x!quant.uniform<i8:f32, 2.0>>) -> tensor<2x2x!quant.uniform<i8:f32, 4.0:10>>
  %r = stablehlo.bitcast_convert %d : (tensor<2x2x!quant.uniform<i8:f32, 4.0:10>>) -> tensor<2x2xi8>
  check.expect_eq_const %r, dense<[[11, 11], [13, 14]]> : tensor<2x2xi8>)"},
    // 32-bit sums are kept as they are, beyond what f32 holds.
    {"DotGeneralOfAccumulators", R"(
  %a = stablehlo.constant dense<127> : tensor<1x4096xi8>
  %p = stablehlo.bitcast_convert %a : (tensor<1x4096xi8>) -> tensor<1x4096x!quant.uniform<i8:f32, 0.5>>
  %d = stablehlo.dot_general %p, %p, contracting_dims = [1] x [1] : (tensor<1x4096x!quant.uniform<i8:f32, 0.5>>, tensor<1x4096x!quant.uniform<i8:f32, 0.5>>) -> tensor<1x1x!quant.uniform<i32:f32, 0.25:1>>
  %r = stablehlo.bitcast_convert %d : (tensor<1x1x!quant.uniform<i32:f32, 0.25:1>>) -> tensor<1x1xi32>
  check.expect_eq_const %r, dense<66064385> : tensor<1x1xi32>)"},
    {"DotGeneralPerAxis", R"(
  %a = stablehlo.constant dense<[[[1, 2]], [[3, 4]]]> : tensor<2x1x2xi8>
  %b = stablehlo.constant dense<[[[1, 2], [1, 2], [1, 2]], [[4, 3], [4, 3], [4, 3]]]> : tensor<2x3x2xi8>
  %p = stablehlo.bitcast_convert %a : (tensor<2x1x2xi8>) -> tensor<2x1x2x!quant.uniform<i8:f32, 0.5>>
  %q = stablehlo.bitcast_convert %b : (tensor<2x3x2xi8>) -> tensor<2x3x2x!quant.uniform<i8:f32:1, {2.0, 4.0, 8.0}>>
  %d = stablehlo.dot_general %p, %q, batching_dims = [0] x [0], contracting_dims = [2] x [2] : (tensor<2x1x2x!quant.uniform<i8:f32, 0.5>>, tensor<2x3x2x!quant.uniform<i8:f32:1, {2.0, 4.0, 8.0}>>) -> tensor<2x1x3x!quant.uniform<i32:f32:2, {1.0, 1.0, 2.0}>>
  %r = stablehlo.bitcast_convert %d : (tensor<2x1x3x!quant.uniform<i32:f32:2, {1.0, 1.0, 2.0}>>) -> tensor<2x1x3xi32>
  check.expect_eq_const %r, dense<[[[5, 10, 10]], [[24, 48, 48]]]> : tensor<2x1x3xi32>
  %e = stablehlo.dot_general %p, %q, batching_dims = [0] x [0], contracting_dims = [2] x [2] : (tensor<2x1x2x!quant.uniform<i8:f32, 0.5>>, tensor<2x3x2x!quant.uniform<i8:f32:1, {2.0, 4.0, 8.0}>>) -> tensor<2x1x3x!quant.uniform<i8:f32, 2.0:1>>
  %s = stablehlo.bitcast_convert %e : (tensor<2x1x3x!quant.uniform<i8:f32, 2.0:1>>) -> tensor<2x1x3xi8>
  check.expect_eq_const %s, dense<[[[4, 6, 11]], [[13, 25, 49]]]> : tensor<2x1x3xi8>)"},
    {"DotGeneralHybrid", R"(
  %x = stablehlo.constant dense<[[1.0, 2.0], [3.0, 4.0]]> : tensor<2x2xf32>
  %a = stablehlo.constant dense<[[1, 2], [3, 4]]> : tensor<2x2xi8>
  %q = stablehlo.bitcast_convert %a : (tensor<2x2xi8>) -> tensor<2x2x!quant.uniform<i8:f32:1, {1.0, 0.5}>>
  %d = stablehlo.dot_general %x, %q, contracting_dims = [1] x [0] : (tensor<2x2xf32>, tensor<2x2x!quant.uniform<i8:f32:1, {1.0, 0.5}>>) -> tensor<2x2xf32>
  check.expect_eq_const %d, dense<[[7.0, 5.0], [15.0, 11.0]]> : tensor<2x2xf32>)"},
    // Padding stands for zero, which is stored as the zero point.
    {"Convolution", R"(
  %a = stablehlo.constant dense<[[[3], [4], [5]]]> : tensor<1x3x1xi8>
  %b = stablehlo.constant dense<[[[1, 2]], [[1, 2]], [[1, 2]]]> : tensor<3x1x2xi8>
  %p = stablehlo.bitcast_convert %a : (tensor<1x3x1xi8>) -> tensor<1x3x1x!quant.uniform<i8:f32, 0.5:2>>
  %q = stablehlo.bitcast_convert %b : (tensor<3x1x2xi8>) -> tensor<3x1x2x!quant.uniform<i8:f32:2, {1.0, 2.0}>>
  %d = stablehlo.convolution(%p, %q) dim_numbers = [b, 0, f]x[0, i, o]->[b, 0, f], window = {pad = [[1, 1]]} {batch_group_count = 1 : i64, feature_group_count = 1 : i64} : (tensor<1x3x1x!quant.uniform<i8:f32, 0.5:2>>, tensor<3x1x2x!quant.uniform<i8:f32:2, {1.0, 2.0}>>) -> tensor<1x3x2x!quant.uniform<i32:f32:2, {0.5, 1.0}>>
  %r = stablehlo.bitcast_convert %d : (tensor<1x3x2x!quant.uniform<i32:f32:2, {0.5, 1.0}>>) -> tensor<1x3x2xi32>
  check.expect_eq_const %r, dense<[[[3, 6], [6, 12], [5, 10]]]> : tensor<1x3x2xi32>)"},
    {"ConvolutionHybrid", R"(
  %x = stablehlo.constant dense<[[[1.0], [2.0]]]> : tensor<1x2x1xf32>
  %b = stablehlo.constant dense<[[[3]]]> : tensor<1x1x1xi8>
  %q = stablehlo.bitcast_convert %b : (tensor<1x1x1xi8>) -> tensor<1x1x1x!quant.uniform<i8:f32, 0.5:1>>
  %d = stablehlo.convolution(%x, %q) dim_numbers = [b, 0, f]x[0, i, o]->[b, 0, f], window = {lhs_dilate = [2]} {batch_group_count = 1 : i64, feature_group_count = 1 : i64} : (tensor<1x2x1xf32>, tensor<1x1x1x!quant.uniform<i8:f32, 0.5:1>>) -> tensor<1x3x1xf32>
  check.expect_eq_const %d, dense<[[[1.0], [0.0], [2.0]]]> : tensor<1x3x1xf32>)"},
    {"While", R"(
  %a = stablehlo.constant dense<[1, 2]> : tensor<2xi8>
  %i = stablehlo.constant dense<0> : tensor<i32>
  %q = stablehlo.bitcast_convert %a : (tensor<2xi8>) -> tensor<2x!quant.uniform<i8:f32, 0.5>>
  %w:2 = stablehlo.while(%k = %i, %v = %q) : tensor<i32>, tensor<2x!quant.uniform<i8:f32, 0.5>>
  cond {
    %three = stablehlo.constant dense<3> : tensor<i32>
    %p = stablehlo.compare LT, %k, %three : (tensor<i32>, tensor<i32>) -> tensor<i1>
    stablehlo.return %p : tensor<i1>
  } do {
    %one = stablehlo.constant dense<1> : tensor<i32>
    %l = stablehlo.add %k, %one : tensor<i32>
    %s = stablehlo.add %v, %v : tensor<2x!quant.uniform<i8:f32, 0.5>>
    stablehlo.return %l, %s : tensor<i32>, tensor<2x!quant.uniform<i8:f32, 0.5>>
  }
  %r = stablehlo.bitcast_convert %w#1 : (tensor<2x!quant.uniform<i8:f32, 0.5>>) -> tensor<2xi8>
  check.expect_eq_const %r, dense<[8, 16]> : tensor<2xi8>)"},
    {"DynamicSizes", R"(
  %a = stablehlo.constant dense<[1, 2, 3, 4]> : tensor<4xi8>
  %n = stablehlo.constant dense<[2, 2]> : tensor<2xi64>
  %w = stablehlo.reshape %a : (tensor<4xi8>) -> tensor<2x2xi8>
  %v = stablehlo.bitcast_convert %w : (tensor<2x2xi8>) -> tensor<2x2x!quant.uniform<i8:f32, 0.5>>
  %q = stablehlo.bitcast_convert %a : (tensor<4xi8>) -> tensor<4x!quant.uniform<i8:f32, 0.5:1>>
  %d = stablehlo.dynamic_reshape %q, %n : (tensor<4x!quant.uniform<i8:f32, 0.5:1>>, tensor<2xi64>) -> tensor<?x?x!quant.uniform<i8:f32, 0.5:1>>
  %s = stablehlo.multiply %d, %d : (tensor<?x?x!quant.uniform<i8:f32, 0.5:1>>, tensor<?x?x!quant.uniform<i8:f32, 0.5:1>>) -> tensor<?x?x!quant.uniform<i8:f32, 0.25>>
  %p = stablehlo.dot_general %d, %v, contracting_dims = [1] x [1] : (tensor<?x?x!quant.uniform<i8:f32, 0.5:1>>, tensor<2x2x!quant.uniform<i8:f32, 0.5>>) -> tensor<?x?x!quant.uniform<i8:f32, 0.25>>
  %t = stablehlo.add %s, %p : tensor<?x?x!quant.uniform<i8:f32, 0.25>>
  %f = stablehlo.uniform_dequantize %t : (tensor<?x?x!quant.uniform<i8:f32, 0.25>>) -> tensor<?x?xf32>
  check.expect_eq_const %f, dense<[[0.5, 1.25], [3.0, 6.75]]> : tensor<2x2xf32>)"},
    // A body may add in a wider type: what is reduced is of it first.
    {"ReduceInAWiderType", R"(
  %a = stablehlo.constant dense<[100, 100, 27, -1]> : tensor<4xi8>
  %z = stablehlo.constant dense<7> : tensor<i8>
  %q = stablehlo.bitcast_convert %a : (tensor<4xi8>) -> tensor<4x!quant.uniform<i8:f32, 0.5:7>>
  %v = stablehlo.bitcast_convert %z : (tensor<i8>) -> tensor<!quant.uniform<i8:f32, 0.5:7>>
  %w = "stablehlo.reduce"(%q, %v) <{dimensions = array<i64: 0>}> ({
  ^bb0(%x: tensor<!quant.uniform<i16:f32, 0.5:1>>, %y: tensor<!quant.uniform<i16:f32, 0.5:1>>):
    %m = stablehlo.add %x, %y : tensor<!quant.uniform<i16:f32, 0.5:1>>
    stablehlo.return %m : tensor<!quant.uniform<i16:f32, 0.5:1>>
  }) : (tensor<4x!quant.uniform<i8:f32, 0.5:7>>, tensor<!quant.uniform<i8:f32, 0.5:7>>) -> tensor<!quant.uniform<i16:f32, 0.5:1>>
  %r = stablehlo.bitcast_convert %w : (tensor<!quant.uniform<i16:f32, 0.5:1>>) -> tensor<i16>
  check.expect_eq_const %r, dense<199> : tensor<i16>)"},
    {"Iota", R"(
  %q = stablehlo.iota dim = 0 : tensor<3x!quant.uniform<i8:f32, 0.5:1>>
  %r = stablehlo.bitcast_convert %q : (tensor<3x!quant.uniform<i8:f32, 0.5:1>>) -> tensor<3xi8>
  check.expect_eq_const %r, dense<[1, 3, 5]> : tensor<3xi8>)"},
};

class Quantized : public testing::TestWithParam<Case> {};

TEST_P(Quantized, IsArithmetic) {
  const Status status = runBothEngines(GetParam().body, "");
  EXPECT_TRUE(status.ok()) << status;
}

INSTANTIATE_TEST_SUITE_P(All, Quantized, testing::ValuesIn(kCases), [](const auto& info) { return info.param.name; });

// Weights without zero points are multiplied as they are stored.
TEST(Quantized, ProductsAreIntegers) {
  const StatusOr<Graph> graph = parseStablehlo(
      "func.func @main(%x: tensor<4x8x!quant.uniform<i8:f32, 0.5>>, %w: tensor<8x2x!quant.uniform<i8:f32, 0.25>>) -> "
      "tensor<4x2x!quant.uniform<i8:f32, 0.5:3>> {\n"
      "  %0 = stablehlo.dot_general %x, %w, contracting_dims = [1] x [0] : (tensor<4x8x!quant.uniform<i8:f32, 0.5>>, "
      "tensor<8x2x!quant.uniform<i8:f32, 0.25>>) -> tensor<4x2x!quant.uniform<i8:f32, 0.5:3>>\n"
      "  return %0 : tensor<4x2x!quant.uniform<i8:f32, 0.5:3>>\n}\n",
      "q.mlir");
  ASSERT_TRUE(graph.ok()) << graph.status();
  EXPECT_THAT(printGraph(*graph), HasSubstr("(tensor<4x8xi8>, tensor<8x2xi8>) -> tensor<4x2xi32>"));
}

TEST(Quantized, WhatIsWrongHasItsPlace) {
  const std::pair<const char*, const char*> kWrong[] = {
      {"%0 = stablehlo.uniform_quantize %x : (tensor<2x3xf32>) -> tensor<2x3x!quant.uniform<i8:f32:1, {0.5, 1.0}>>",
       "q.mlir:2:38: quantized_type_c13: expected a scale for each of the 3 indices of dimension 1, found "
       "tensor<2x3x!quant.uniform<i8:f32:1, {0.5,1.0}>> (stablehlo.uniform_quantize at line 2)"},
      {"%0 = stablehlo.uniform_quantize %i : (tensor<2x3xi32>) -> tensor<2x3x!quant.uniform<i8:f32, 0.5>>",
       "q.mlir:2:38: uniform_quantize_i1: expected an operand of reals or quantized elements, found tensor<2x3xi32> "
       "to"},
      {"%0 = stablehlo.uniform_quantize %x : (tensor<2x3xf32>) -> tensor<2x3xi8>",
       "q.mlir:2:38: uniform_quantize_c2: expected a quantized result, found tensor<2x3xf32> to tensor<2x3xi8>"},
      {"%0 = stablehlo.uniform_quantize %x : (tensor<2x3xf32>) -> tensor<3x2x!quant.uniform<i8:f32, 0.5>>",
       "q.mlir:2:38: uniform_quantize_c1: expected a result with the sizes of the operand, found tensor<2x3xf32> to "
       "tensor<3x2x!quant.uniform<i8:f32, 0.5>>"},
      {"%0 = stablehlo.uniform_dequantize %x : (tensor<2x3xf32>) -> tensor<2x3xf32>",
       "q.mlir:2:40: uniform_dequantize_i1: expected a quantized operand, found tensor<2x3xf32> to tensor<2x3xf32>"},
      {"%0 = stablehlo.transpose %q, dims = [1, 0] : (tensor<2x3x!quant.uniform<i8:f32, 0.5>>) -> "
       "tensor<3x2x!quant.uniform<i8:f32, 0.25>>",
       "q.mlir:2:46: transpose_c1: expected the quantized type of the operand in the result, found "
       "tensor<2x3x!quant.uniform<i8:f32, 0.5>> to tensor<3x2x!quant.uniform<i8:f32, 0.25>>"},
      {"%0 = stablehlo.reshape %q : (tensor<2x3x!quant.uniform<i8:f32, 0.5>>) -> tensor<6xi8>",
       "q.mlir:2:29: reshape_c1: expected the quantized type of the operand in the result"},
      {"%0 = stablehlo.add %q, %q : (tensor<2x3x!quant.uniform<i8:f32, 0.5>>, tensor<2x3x!quant.uniform<i8:f32, 0.5>>) "
       "-> tensor<3x2x!quant.uniform<i8:f32, 0.5>>",
       "q.mlir:2:29: expected result type tensor<2x3xi8> of stablehlo.add"},
      {"%0 = stablehlo.multiply %q, %q : (tensor<2x3x!quant.uniform<i8:f32, 0.5>>, tensor<2x3x!quant.uniform<i8:f32, "
       "0.5>>) -> tensor<3x2x!quant.uniform<i8:f32, 0.5>>",
       "q.mlir:2:34: multiply_c1: expected result type tensor<2x3xf32> of stablehlo.multiply, found tensor<3x2xf32>"},
      {"%0 = \"stablehlo.add\"(%q, %q) : (tensor<2x3x!quant.uniform<i8:f32, 0.5>>, tensor<?x3x!quant.uniform<i8:f32, "
       "0.5>>) -> tensor<2x3x!quant.uniform<i8:f32, 0.5>>",
       "expected type tensor<2x3x!quant.uniform<i8:f32, 0.5>> of operand 1 of stablehlo.add"},
      {"%0 = stablehlo.dot_general %q, %q, contracting_dims = [1] x [0] : (tensor<2x3x!quant.uniform<i8:f32, 0.5>>, "
       "tensor<2x3x!quant.uniform<i8:f32, 0.5>>) -> tensor<2x3x!quant.uniform<i8:f32, 0.5>>",
       "q.mlir:2:6: dot_general_c"},
      {"%0 = \"stablehlo.case\"(%k) ({ stablehlo.return %q : tensor<2x3x!quant.uniform<i8:f32, 0.5>> }) : "
       "(tensor<i32>) -> tensor<2x3x!quant.uniform<i8:f32, 0.25>>",
       "expected one quantized type for the elements that stablehlo.case hands on"},
  };
  for (const auto& [body, message] : kWrong) {
    const StatusOr<Graph> graph = parseStablehlo(
        strCat("func.func @main(%x: tensor<2x3xf32>, %i: tensor<2x3xi32>, %q: tensor<2x3x!quant.uniform<i8:f32, 0.5>>, "
               "%k: tensor<i32>) {\n",
               body, "\nreturn }\n"),
        "q.mlir");
    ASSERT_FALSE(graph.ok()) << body;
    EXPECT_THAT(std::string(toView(graph.status().message())), HasSubstr(message)) << body;
  }
}

}  // namespace
}  // namespace partita
