// The constraints of dot_general and convolution.
#include "tests/unit/graph/constraints/cases.h"

namespace partita {
namespace {

constexpr std::string_view kDot = R"(%a: tensor<2x3x4xf32>, %b: tensor<2x4x5xf32>
%r = stablehlo.dot_general %a, %b, batching_dims = [0] x [0], contracting_dims = [2] x [1] : (tensor<2x3x4xf32>, tensor<2x4x5xf32>) -> tensor<2x3x5xf32>)";
constexpr std::string_view kGenericDot = R"(%a: tensor<3x4xf32>, %b: tensor<4x5xf32>
%r = "stablehlo.dot_general"(%a, %b) <{
  dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [0]>,
  precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>],
  algorithm = #stablehlo.dot_algorithm<lhs_precision_type = f32, rhs_precision_type = f32, accumulation_type = f32, lhs_component_count = 1, rhs_component_count = 1, num_primitive_operations = 1, allow_imprecise_accumulation = false>}>
  : (tensor<3x4xf32>, tensor<4x5xf32>) -> tensor<3x5xf32>)";

std::vector<ConstraintCase> dotCases() {
  std::vector<ConstraintCase> cases;
  const auto add = [&](std::string label, std::string_view program, const Changes& changes, std::string message,
                       Says says = Says::kLabel) {
    cases.push_back({"dot_general_" + label, changed(program, changes), std::move(message), says});
  };
  for (const auto& [label, operands] : {std::pair("i1", "%t, %s"), std::pair("i2", "%s, %t")}) {
    const std::string types = label[1] == '1' ? "(«tensor<f32>|!stablehlo.token», tensor<f32>)"
                                              : "(tensor<f32>, «tensor<f32>|!stablehlo.token»)";
    cases.push_back({strCat("dot_general_", label),
                     strCat("%t: «tensor<f32>|!stablehlo.token», %s: tensor<f32>\n%r = \"stablehlo.dot_general\"(",
                            operands, ") <{dot_dimension_numbers = #stablehlo.dot<>}> : ", types, " -> tensor<f32>"),
                     "!stablehlo.token is not a tensor"});
  }
  add("i3", kDot, {{"batching_dims = [0] x", "batching_dims = «[0]|0» x"}}, "expected", Says::kPlace);
  add("i4", kDot, {{"[0] x [0]", "[0] x «[0]|{0}»"}}, "expected", Says::kPlace);
  add("i5", kGenericDot, {{"lhs_contracting_dimensions = [1]", "lhs_contracting_dimensions = [«1|a»]"}}, "expected",
      Says::kPlace);
  add("i6", kGenericDot, {{"rhs_contracting_dimensions = [0]", "rhs_contracting_dimensions = [«0|0.5»]"}}, "expected",
      Says::kPlace);
  add("i7", kGenericDot, {{"#stablehlo<precision DEFAULT>]", "#stablehlo<precision «DEFAULT|BEST»>]"}},
      "precision 'BEST' is not one of DEFAULT HIGH HIGHEST");
  add("i8", kGenericDot, {{"lhs_precision_type = f32", "lhs_precision_type = «f32|i32»"}},
      "no processor multiplies i32 by f32 in f32");
  add("i9", kGenericDot, {{"rhs_precision_type = f32", "rhs_precision_type = «f32|bf16»"}},
      "no processor multiplies f32 by bf16 in f32");
  add("i10", kGenericDot, {{"accumulation_type = f32", "accumulation_type = «f32|f16»"}},
      "no processor multiplies f32 by f32 in f16");
  add("i11", kGenericDot, {{"lhs_component_count = 1", "lhs_component_count = «1|3»"}},
      "3 and 1 components, 1 operations");
  add("i12", kGenericDot, {{"rhs_component_count = 1", "rhs_component_count = «1|2»"}},
      "1 and 2 components, 1 operations");
  add("i13", kGenericDot, {{"num_primitive_operations = 1", "num_primitive_operations = «1|3»"}},
      "1 and 1 components, 3 operations");
  add("i14", kGenericDot, {{"allow_imprecise_accumulation = false", "allow_imprecise_accumulation = «false|true»"}},
      "imprecise accumulation");
  add("c1", kDot, {{"batching_dims = [0] x [0]", "batching_dims = [«0|»] x [0]"}},
      "batching dims [] x [0] differ in number");
  add("c2", kDot, {{"contracting_dims = [2] x [1]", "contracting_dims = [2] x [«1|»]"}},
      "contracting dims [2] x [] differ in number");
  add("c3", kDot, {{"contracting_dims = [2] x [1]", "contracting_dims = [«2|0»] x [1]"}},
      "batching and contracting dims of lhs [0,0] must not repeat");
  add("c4", kDot, {{"contracting_dims = [2] x [1]", "contracting_dims = [2] x [«1|0»]"}},
      "batching and contracting dims of rhs [0,0] must not repeat");
  add("c5", kDot, {{"batching_dims = [0] x [0]", "batching_dims = [«0|3»] x [0]"}},
      "batching dims of lhs [3] must be in [0, 3)");
  add("c6", kDot, {{"contracting_dims = [2] x [1]", "contracting_dims = [«2|3»] x [1]"}},
      "contracting dims of lhs [3] must be in [0, 3)");
  add("c7", kDot, {{"batching_dims = [0] x [0]", "batching_dims = [0] x [«0|-1»]"}},
      "batching dims of rhs [-1] must be in [0, 3)");
  add("c8", kDot, {{"contracting_dims = [2] x [1]", "contracting_dims = [2] x [«1|3»]"}},
      "contracting dims of rhs [3] must be in [0, 3)");
  add("c9", kDot, {{"tensor<2x4x5xf32>", "tensor<«2|3»x4x5xf32>"}},
      "batching dimension 0 of tensor<2x3x4xf32> and 0 of tensor<3x4x5xf32> differ in size");
  add("c10", kDot, {{"tensor<2x4x5xf32>", "tensor<2x«4|6»x5xf32>"}},
      "contracting dimension 2 of tensor<2x3x4xf32> and 1 of tensor<2x6x5xf32> differ in size");
  add("c11", kGenericDot,
      {{"[#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]",
        "[#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>«|, #stablehlo<precision DEFAULT>»]"}},
      "precision_config [DEFAULT, DEFAULT, DEFAULT] must have two entries");
  add("c12", kDot, {{"-> tensor<2x3x5xf32>", "-> tensor<2x«3x5|5x3»xf32>"}}, "expected result type tensor<2x3x5xf32>");
  add("c13", kDot, {{"tensor<2x4x5xf32>", "tensor<2x4x5x«f32|f16»>"}},
      "element types differ: tensor<2x3x4xf32> and tensor<2x4x5xf16>");
  add("c21", kGenericDot, {{"#stablehlo<precision DEFAULT>]", "#stablehlo<precision «DEFAULT|HIGH»>]"}},
      "precision_config [DEFAULT, HIGH] must be DEFAULT where an algorithm is said");
  add("c22", kGenericDot, {{"lhs_component_count = 1", "lhs_component_count = «1|0»"}},
      "lhs_component_count 0 must be positive");
  add("c23", kGenericDot, {{"rhs_component_count = 1", "rhs_component_count = «1|-1»"}},
      "rhs_component_count -1 must be positive");
  add("c24", kGenericDot, {{"num_primitive_operations = 1", "num_primitive_operations = «1|0»"}},
      "num_primitive_operations 0 must be positive");
  return cases;
}

// Every attribute as it is said by hand: N = 4, two spatial dimensions.
constexpr std::string_view kConvolution = R"(%a: tensor<2x9x8x4xf32>, %b: tensor<3x3x4x6xf32>
%r = "stablehlo.convolution"(%a, %b) <{
  window_strides = array<i64: 2, 1>,
  padding = dense<1> : tensor<2x2xi64>,
  lhs_dilation = array<i64: 1, 1>,
  rhs_dilation = array<i64: 1, 1>,
  window_reversal = array<i1: false, false>,
  dimension_numbers = #stablehlo.conv<raw
    input_batch_dimension = 0, input_feature_dimension = 3, input_spatial_dimensions = [1, 2],
    kernel_input_feature_dimension = 2, kernel_output_feature_dimension = 3, kernel_spatial_dimensions = [0, 1],
    output_batch_dimension = 0, output_feature_dimension = 3, output_spatial_dimensions = [1, 2]>,
  feature_group_count = 1 : i64,
  batch_group_count = 1 : i64,
  precision_config = [#stablehlo<precision DEFAULT>, #stablehlo<precision DEFAULT>]}>
  : (tensor<2x9x8x4xf32>, tensor<3x3x4x6xf32>) -> tensor<2x5x8x6xf32>)";

// What must be of them, but padding's own form. DYNAMIC: of dynamic_conv, whose padding is an operand.
std::vector<ConstraintCase> convolutionCases(bool dynamic) {
  std::vector<ConstraintCase> cases;
  const auto add = [&](std::string label, const Changes& changes, std::string message, Says says = Says::kLabel) {
    std::string program = changed(kConvolution, changes);
    if (dynamic) {
      if (label == "i4") return;
      if (label == "i3") label = "i4";
      const size_t line = program.find('\n'), at = program.find("padding = "), end = program.find(",\n", at);
      const std::string padding = program.substr(at + 10, end - at - 10), type = padding.substr(padding.find(':') + 2);
      if (!absl::StrContains(type, "x2x") && !absl::StrContains(type, "»x2x")) return;
      program = changed(program, {{program.substr(at, end + 2 - at), ""},
                                  {"stablehlo.convolution\"(%a, %b)", "stablehlo.dynamic_conv\"(%a, %b, %p)"},
                                  {") -> ", strCat(", ", type, ") -> ")}});
      program.insert(line, strCat("\n%p = stablehlo.constant ", padding));
    }
    cases.push_back(
        {strCat(dynamic ? "dynamic_conv_" : "convolution_", label), std::move(program), std::move(message), says});
  };
  add("i1", {{"tensor<2x9x8x4xf32>", "«tensor<2x9x8x4xf32>|!stablehlo.token»"}}, "!stablehlo.token is not a tensor");
  add("i2", {{"tensor<3x3x4x6xf32>", "«tensor<3x3x4x6xf32>|!stablehlo.token»"}}, "!stablehlo.token is not a tensor");
  add("i3", {{"window_strides = array<i64: 2, 1>", "window_strides = «array<i64: 2, 1>|dense<1> : tensor<2x1xi64>»"}},
      "window_strides", Says::kPlace);
  add("i4", {{"dense<1> : tensor<2x2xi64>", "dense<1«|.0»> : tensor<2x2x«i64|f32»>"}}, "padding", Says::kPlace);
  add("i5", {{"lhs_dilation = array<i64: 1, 1>", "lhs_dilation = «array<i64: 1, 1>|\"1, 1\"»"}}, "lhs_dilation",
      Says::kPlace);
  add("i6", {{"rhs_dilation = array<i64: 1, 1>", "rhs_dilation = «array<i64: 1, 1>|unit»"}}, "rhs_dilation",
      Says::kPlace);
  add("i7", {{"window_reversal = array<i1: false, false>", "window_reversal = «array<i1: false, false>|2.0 : f32»"}},
      "window_reversal", Says::kPlace);
  for (const auto& [label, name, value] :
       {std::tuple("i8", "input_batch_dimension", "0"), std::tuple("i9", "input_feature_dimension", "3"),
        std::tuple("i10", "input_spatial_dimensions", "[1, 2]"),
        std::tuple("i11", "kernel_input_feature_dimension", "2"),
        std::tuple("i12", "kernel_output_feature_dimension", "3"),
        std::tuple("i13", "kernel_spatial_dimensions", "[0, 1]"), std::tuple("i14", "output_batch_dimension", "0"),
        std::tuple("i15", "output_feature_dimension", "3"), std::tuple("i16", "output_spatial_dimensions", "[1, 2]")}) {
    add(label, {{strCat(" ", name, " = ", value), strCat(" ", name, " = «", value, "|here»")}}, "expected",
        Says::kPlace);
  }
  add("i17", {{"feature_group_count = 1 : i64", "feature_group_count = «1 : i64|1.0 : f32»"}}, "feature_group_count",
      Says::kPlace);
  add("i18", {{"batch_group_count = 1 : i64", "batch_group_count = «1 : i64|[1]»"}}, "batch_group_count", Says::kPlace);
  add("i19", {{"#stablehlo<precision DEFAULT>]", "#stablehlo<precision «DEFAULT|BEST»>]"}},
      "precision 'BEST' is not one of DEFAULT HIGH HIGHEST");
  add("c1", {{"tensor<3x3x4x6xf32>", "tensor<3x3x4x6«|x1»xf32>"}},
      "ranks of tensor<2x9x8x4xf32> and tensor<3x3x4x6x1xf32> must be equal");
  add("c2", {{"array<i64: 2, 1>", "array<i64: 2, 1«|, 1»>"}}, "window_strides [2,1,1] for 2 spatial dimensions");
  add("c3", {{"array<i64: 2, 1>", "array<i64: 2, «1|0»>"}}, "window_strides [2,0] must be positive");
  add("c4", {{"dense<1> : tensor<2x2xi64>", "dense<1> : tensor<«2|3»x2xi64>"}},
      "padding [1,1,1,1,1,1] must have two numbers for each of 2 spatial dimensions");
  add("c4", {{"dense<1> : tensor<2x2xi64>", "dense<1> : tensor<«2x2|4»xi64>"}}, "padding", Says::kPlace);
  add("c5", {{"lhs_dilation = array<i64: 1, 1>", "lhs_dilation = array<i64: 1«, 1|»>"}},
      "lhs_dilation [1] for 2 spatial dimensions");
  add("c6", {{"lhs_dilation = array<i64: 1, 1>", "lhs_dilation = array<i64: 1, «1|0»>"}},
      "lhs_dilation [1,0] must be positive");
  add("c7", {{"rhs_dilation = array<i64: 1, 1>", "rhs_dilation = array<i64: 1«, 1|»>"}},
      "rhs_dilation [1] for 2 spatial dimensions");
  add("c8", {{"rhs_dilation = array<i64: 1, 1>", "rhs_dilation = array<i64: 1, «1|-1»>"}},
      "rhs_dilation [1,-1] must be positive");
  add("c9", {{"array<i1: false, false>", "array<i1: false«, false|»>"}},
      "window_reversal has 1 flags for 2 spatial dimensions");
  add("c10",
      {{"batch_group_count = 1", "batch_group_count = 2"},
       {"%a: tensor<2x", "%a: tensor<«2|3»x"},
       {"(tensor<2x", "(tensor<«2|3»x"},
       {"-> tensor<2x", "-> tensor<1x"}},
      "the input batch dimension of 3 elements is not divisible by batch_group_count 2");
  add("c11",
      {{"feature_group_count = 1", "feature_group_count = 2"}, {"tensor<2x9x8x4xf32>", "tensor<2x9x8x«8|9»xf32>"}},
      "the input feature dimension of 9 elements is not divisible by feature_group_count 2");
  add("c12", {{"input_spatial_dimensions = [1, 2]", "input_spatial_dimensions = [1«, 2|»]"}},
      "input spatial dimensions [1] must be 2");
  add("c13", {{"input_spatial_dimensions = [1, 2]", "input_spatial_dimensions = [1, «2|0»]"}},
      "input dimensions [1,0,0,3] must not repeat");
  add("c13", {{"input_batch_dimension = 0", "input_batch_dimension = «0|4»"}},
      "input dimensions [1,2,4,3] must be in [0, 4)");
  add("c14", {{"tensor<3x3x4x6xf32>", "tensor<3x3x«4|2»x6xf32>"}},
      "the kernel takes 2 input features, the input has 4 in 1 groups");
  add("c15",
      {{"batch_group_count = 1", "batch_group_count = 2"},
       {"tensor<3x3x4x6xf32>", "tensor<3x3x4x«6|7»xf32>"},
       {"-> tensor<2x", "-> tensor<1x"}},
      "the kernel output feature dimension of 7 elements is not divisible by batch_group_count 2");
  add("c16",
      {{"feature_group_count = 1", "feature_group_count = 2"}, {"tensor<3x3x4x6xf32>", "tensor<3x3x2x«6|7»xf32>"}},
      "the kernel output feature dimension of 7 elements is not divisible by feature_group_count 2");
  add("c17", {{"kernel_spatial_dimensions = [0, 1]", "kernel_spatial_dimensions = [0, 1«|, 2»]"}},
      "kernel spatial dimensions [0,1,2] must be 2");
  add("c18", {{"kernel_spatial_dimensions = [0, 1]", "kernel_spatial_dimensions = [0, «1|0»]"}},
      "kernel dimensions [0,0,2,3] must not repeat");
  add("c18", {{"kernel_input_feature_dimension = 2", "kernel_input_feature_dimension = «2|-2»"}},
      "kernel dimensions [0,1,-2,3] must be in [0, 4)");
  add("c19", {{"output_spatial_dimensions = [1, 2]", "output_spatial_dimensions = [«1, 2|»]"}},
      "output spatial dimensions [] must be 2");
  add("c20", {{"output_spatial_dimensions = [1, 2]", "output_spatial_dimensions = [1, «2|3»]"}},
      "output dimensions [1,3,0,3] must not repeat");
  add("c20", {{", output_feature_dimension = 3", ", output_feature_dimension = «3|5»"}},
      "output dimensions [1,2,0,5] must be in [0, 4)");
  add("c21", {{"feature_group_count = 1", "feature_group_count = «1|0»"}}, "feature_group_count 0 must be positive");
  add("c22", {{"batch_group_count = 1", "batch_group_count = «1|-1»"}}, "batch_group_count -1 must be positive");
  add("c23",
      {{"batch_group_count = 1", "batch_group_count = 2"},
       {"feature_group_count = 1", "feature_group_count = «1|2»"},
       {"-> tensor<2x", "-> tensor<1x"}},
      "feature_group_count 2 and batch_group_count 2: one of them must be 1");
  add("c24", {{"#stablehlo<precision DEFAULT>]", "#stablehlo<precision DEFAULT>«|, #stablehlo<precision DEFAULT>»]"}},
      "precision_config [DEFAULT, DEFAULT, DEFAULT] must have two entries");
  add("c25", {{"-> tensor<2x5x8x6xf32>", "-> tensor<2x«5|4»x8x6xf32>"}}, "expected result type tensor<2x5x8x6xf32>");
  add("c25", {{"-> tensor<2x5x8x6xf32>", "-> tensor<«2|1»x5x8x6xf32>"}}, "expected result type tensor<2x5x8x6xf32>");
  add("c26", {{"-> tensor<2x5x8x6xf32>", "-> tensor<2x5x8x6«|x1»xf32>"}}, "expected result type tensor<2x5x8x6xf32>");
  add("c27", {{"tensor<3x3x4x6xf32>", "tensor<3x3x4x6x«f32|f16»>"}},
      "element types differ: tensor<2x9x8x4xf32> and tensor<3x3x4x6xf16>");
  if (dynamic)
    cases.push_back({"dynamic_conv_i3", R"(%a: tensor<2x4xf32>, %b: tensor<4x6xf32>
%p = stablehlo.constant dense<> : tensor<0x2x«i64|f32»>
%r = "stablehlo.dynamic_conv"(%a, %b, %p) <{dimension_numbers = #stablehlo.conv<[b, f]x[i, o]->[b, f]>,
  feature_group_count = 1 : i64, batch_group_count = 1 : i64}>
  : (tensor<2x4xf32>, tensor<4x6xf32>, tensor<0x2x«i64|f32»>) -> tensor<2x6xf32>)",
                     "expected a 2-dimensional tensor of integers, found tensor<0x2xf32>"});
  return cases;
}

const std::vector<ConstraintCase> kDotCases = addConstraintCases(dotCases());
const std::vector<ConstraintCase> kConvolutionCases = addConstraintCases(convolutionCases(false));
const std::vector<ConstraintCase> kDynamicConvCases = addConstraintCases(convolutionCases(true));

TEST(Constraints, DotGeneral) {
  for (const ConstraintCase& test : kDotCases) checkCase(test);
}

TEST(Constraints, Convolution) {
  for (const ConstraintCase& test : kConvolutionCases) checkCase(test);
}

TEST(Constraints, DynamicConv) {
  for (const ConstraintCase& test : kDynamicConvCases) checkCase(test);
}

}  // namespace
}  // namespace partita
