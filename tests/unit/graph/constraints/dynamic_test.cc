// The constraints of ops whose shapes are operands. (dynamic_conv and dynamic_gather: beside what they become.)
#include "tests/unit/graph/constraints/cases.h"

namespace partita {
namespace {

constexpr std::string_view kBroadcast = R"(%a: tensor<1x3xf32>
%s = stablehlo.constant dense<[2, 4, 3]> : tensor<3xi64>
%r = "stablehlo.dynamic_broadcast_in_dim"(%a, %s) <{broadcast_dimensions = array<i64: 1, 2>, known_expanding_dimensions = array<i64: 0>, known_nonexpanding_dimensions = array<i64: 1>}> : (tensor<1x3xf32>, tensor<3xi64>) -> tensor<2x4x3xf32>)";
constexpr std::string_view kIota = R"(%t: tensor<f32>
%s = stablehlo.constant dense<[2, 4]> : tensor<2xi64>
%r = "stablehlo.dynamic_iota"(%s) <{iota_dimension = 1 : i64}> : (tensor<2xi64>) -> tensor<2x4xi32>)";
constexpr std::string_view kPad = R"(%a: tensor<2x3xf32>, %v: tensor<f32>
%l = stablehlo.constant dense<[0, 1]> : tensor<2xi64>
%h = stablehlo.constant dense<[2, 0]> : tensor<2xi64>
%i = stablehlo.constant dense<[0, 1]> : tensor<2xi64>
%r = "stablehlo.dynamic_pad"(%a, %v, %l, %h, %i) : (tensor<2x3xf32>, tensor<f32>, tensor<2xi64>, tensor<2xi64>, tensor<2xi64>) -> tensor<4x6xf32>)";
constexpr std::string_view kReshape = R"(%a: tensor<2x3xf32>
%s = stablehlo.constant dense<[3, 2]> : tensor<2xi64>
%r = "stablehlo.dynamic_reshape"(%a, %s) : (tensor<2x3xf32>, tensor<2xi64>) -> tensor<3x2xf32>)";
constexpr std::string_view kSize = R"(%a: tensor<2x3xf32>
%r = "stablehlo.get_dimension_size"(%a) <{dimension = 1 : i64}> : (tensor<2x3xf32>) -> tensor<i32>)";
constexpr std::string_view kTokenBroadcast = R"(%a: «tensor<f32>|!stablehlo.token»
%s = stablehlo.constant dense<> : tensor<0xi64>
)";

std::vector<ConstraintCase> dynamicCases() {
  std::vector<ConstraintCase> cases;
  const auto add = [&](std::string label, std::string_view program, const Changes& changes, std::string message,
                       Says says = Says::kLabel) {
    cases.push_back({std::move(label), changed(program, changes), std::move(message), says});
  };
  const std::string floats = "expected a 1-dimensional tensor of integers";
  const auto token = [&](std::string_view op, std::string_view attributes) {
    cases.push_back({strCat(op, "_i1"),
                     strCat(kTokenBroadcast, "%r = \"stablehlo.", op, "\"(%a, %s) ", attributes,
                            " : («tensor<f32>|!stablehlo.token», tensor<0xi64>) -> tensor<f32>"),
                     "!stablehlo.token"});
  };
  token("dynamic_broadcast_in_dim", "<{broadcast_dimensions = array<i64>}>");
  add("dynamic_broadcast_in_dim_i2", kBroadcast,
      {{"[2, 4, 3]> : tensor<3xi64>", "[2«|.0», 4«|.0», 3«|.0»]> : tensor<3x«i64|f32»>"},
       {", tensor<3xi64>)", ", tensor<3x«i64|f32»>)"}},
      floats);
  add("dynamic_broadcast_in_dim_i3", kBroadcast,
      {{"broadcast_dimensions = array<i64: 1, 2>", "broadcast_dimensions = «array<i64: 1, 2>|1.0 : f32»"}},
      "broadcast_dimensions", Says::kPlace);
  add("dynamic_broadcast_in_dim_i4", kBroadcast,
      {{"known_expanding_dimensions = array<i64: 0>", "known_expanding_dimensions = «array<i64: 0>|1.0 : f32»"}},
      "expected integers for known_expanding_dimensions");
  add("dynamic_broadcast_in_dim_i5", kBroadcast,
      {{"known_nonexpanding_dimensions = array<i64: 1>", "known_nonexpanding_dimensions = «array<i64: 1>|\"1\"»"}},
      "expected integers for known_nonexpanding_dimensions");
  add("dynamic_broadcast_in_dim_c1", kBroadcast, {{"-> tensor<2x4x3xf32>", "-> tensor<2x4x3x«f32|f16»>"}},
      "element types differ: tensor<1x3xf32> to tensor<2x4x3xf16> (stablehlo.dynamic_broadcast_in_dim at line 3)");
  add("dynamic_broadcast_in_dim_c2", kBroadcast, {{"array<i64: 1, 2>", "array<i64: «1, 2|2»>"}},
      "stablehlo.dynamic_broadcast_in_dim at line 3");
  add("dynamic_broadcast_in_dim_c3", kBroadcast, {{"array<i64: 1, 2>", "array<i64: 1, «2|3»>"}}, "must be in [0, 3)");
  add("dynamic_broadcast_in_dim_c4", kBroadcast, {{"array<i64: 1, 2>", "array<i64: «1|2», 2>"}}, "must not repeat");
  add("dynamic_broadcast_in_dim_c5", kBroadcast,
      {{"dense<[2, 4, 3]>", "dense<[2, 4, «3|6»]>"}, {"-> tensor<2x4x3xf32>", "-> tensor<2x4x«3|6»xf32>"}},
      "tensor<1x3xf32>");
  add("dynamic_broadcast_in_dim_c7", kBroadcast,
      {{"[2, 4, 3]> : tensor<3xi64>", "[2, 4«, 3|»]> : tensor<«3|2»xi64>"},
       {", tensor<3xi64>)", ", tensor<«3|2»xi64>)"}},
      "2 sizes for a result of type tensor<2x4x3xf32>");
  add("dynamic_broadcast_in_dim_c8", kBroadcast,
      {{"known_nonexpanding_dimensions = array<i64: 1>", "known_nonexpanding_dimensions = array<i64: «1|0»>"}},
      "dimension 0 is known twice");
  add("dynamic_broadcast_in_dim_c9", kBroadcast,
      {{"known_expanding_dimensions = array<i64: 0>", "known_expanding_dimensions = array<i64: «0|2»>"}},
      "known_expanding_dimensions [2] must be in [0, 2)");
  add("dynamic_broadcast_in_dim_c10", kBroadcast,
      {{"known_nonexpanding_dimensions = array<i64: 1>", "known_nonexpanding_dimensions = array<i64: «1|-1»>"}},
      "known_nonexpanding_dimensions [-1] must be in [0, 2)");

  add("dynamic_iota_i1", kIota,
      {{"[2, 4]> : tensor<2xi64>", "[2«|.0», 4«|.0»]> : tensor<2x«i64|f32»>"},
       {": (tensor<2xi64>)", ": (tensor<2x«i64|f32»>)"}},
      floats);
  add("dynamic_iota_i2", kIota, {{"1 : i64", "«1 : i64|\"1\"»"}}, "iota_dimension", Says::kPlace);
  add("dynamic_iota_c1", kIota, {{"1 : i64", "«1|2» : i64"}}, "must be in [0, 2)");
  add("dynamic_iota_c2", kIota, {{"tensor<2x4xi32>", "tensor<2x4«|x1»xi32>"}}, "2 sizes for a result of type");

  add("dynamic_pad_i1", kPad,
      {{"%a: tensor<2x3xf32>", "%a: «tensor<2x3xf32>|!stablehlo.token»"},
       {"(tensor<2x3xf32>,", "(«tensor<2x3xf32>|!stablehlo.token»,"}},
      "!stablehlo.token");
  add("dynamic_pad_i2", kPad,
      {{"%v: tensor<f32>", "%v: «tensor<f32>|!stablehlo.token»"},
       {"(tensor<2x3xf32>, tensor<f32>", "(tensor<2x3xf32>, «tensor<f32>|!stablehlo.token»"}},
      "");
  for (const auto& [label, value, before] :
       {std::tuple("i3", "%l = stablehlo.constant dense<[0, 1]>", "tensor<f32>, "),
        {"i4", "%h = stablehlo.constant dense<[2, 0]>", "tensor<f32>, tensor<2xi64>, "},
        {"i5", "%i = stablehlo.constant dense<[0, 1]>", "tensor<f32>, tensor<2xi64>, tensor<2xi64>, "}}) {
    add(strCat("dynamic_pad_", label), kPad,
        {{strCat(value, " : tensor<2xi64>"),
          strCat(std::string_view(value).substr(0, 3), " = stablehlo.constant dense<1> : tensor<2«|x1»xi64>")},
         {strCat(before, "tensor<2xi64>"), strCat(before, "tensor<2«|x1»xi64>")},
         {"tensor<4x6xf32>", "tensor<?x?xf32>"}},
        "expected a 1-dimensional tensor of integers, found tensor<2x1xi64>");
  }
  add("dynamic_pad_c1", kPad,
      {{"%v: tensor<f32>", "%v: tensor<«f32|f16»>"}, {", tensor<f32>,", ", tensor<«f32|f16»>,"}}, "tensor<f16>");
  add("dynamic_pad_c2", kPad,
      {{"%l = stablehlo.constant dense<[0, 1]> : tensor<2xi64>",
        "%l = stablehlo.constant dense<[0, 1«|, 0»]> : tensor<«2|3»xi64>"},
       {"tensor<f32>, tensor<2xi64>", "tensor<f32>, tensor<«2|3»xi64>"}},
      "must have one number for each dimension of tensor<2x3xf32> (stablehlo.dynamic_pad at line 5)");
  add("dynamic_pad_c3", kPad, {{"%i = stablehlo.constant dense<[0, 1]>", "%i = stablehlo.constant dense<[0, «1|-1»]>"}},
      "-1");
  add("dynamic_pad_c4", kPad, {{"-> tensor<4x6xf32>", "-> tensor<4x«6|7»xf32>"}},
      "expected result type tensor<4x6xf32>");

  token("dynamic_reshape", "");
  add("dynamic_reshape_i2", kReshape,
      {{"[3, 2]> : tensor<2xi64>", "[3«|.0», 2«|.0»]> : tensor<2x«i64|f32»>"},
       {", tensor<2xi64>)", ", tensor<2x«i64|f32»>)"}},
      floats);
  add("dynamic_reshape_c1", kReshape, {{"-> tensor<3x2xf32>", "-> tensor<3x2x«f32|f16»>"}},
      "stablehlo.dynamic_reshape");
  add("dynamic_reshape_c2", kReshape, {{"[3, 2]", "[3, «2|3»]"}, {"-> tensor<3x2xf32>", "-> tensor<3x«2|3»xf32>"}},
      "tensor<2x3xf32>");
  add("dynamic_reshape_c4", kReshape, {{"-> tensor<3x2xf32>", "-> tensor<3x2«|x1»xf32>"}},
      "2 sizes for a result of type tensor<3x2x1xf32>");
  cases.push_back({"dynamic_reshape_c3", R"(%a: tensor<2x2x!quant.uniform<i8:f32:1, {0.5, 1.0}>>
%s = stablehlo.constant dense<[2, 2, 1]> : tensor<3xi64>
%r = "stablehlo.dynamic_reshape"(%a, %s) : (tensor<2x2x!quant.uniform<i8:f32:1, {0.5, 1.0}>>, tensor<3xi64>) -> tensor<2x2x1x!quant.uniform<i8:f32:«1|0», {0.5, 1.0}>>)",
                   "as many elements before, along and behind the quantized dimension"});

  add("get_dimension_size_i1", kSize,
      {{"%a: tensor<2x3xf32>", "%a: «tensor<2x3xf32>|!stablehlo.token»"},
       {"(tensor<2x3xf32>)", "(«tensor<2x3xf32>|!stablehlo.token»)"}},
      "!stablehlo.token");
  add("get_dimension_size_i2", kSize, {{"1 : i64", "«1 : i64|\"1\"»"}}, "expected the dimension");
  add("get_dimension_size_c1", kSize, {{"1 : i64", "«1|2» : i64"}}, "to be one of tensor<2x3xf32>, found 2");
  return cases;
}

const std::vector<ConstraintCase> kDynamic = addConstraintCases(dynamicCases());

TEST(Constraints, DynamicShapes) {
  for (const ConstraintCase& test : kDynamic) checkCase(test);
}

}  // namespace
}  // namespace partita
