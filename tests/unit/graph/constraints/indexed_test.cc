// The constraints of gather and scatter.
#include <map>

#include "tests/unit/graph/constraints/cases.h"

namespace partita {
namespace {

// Rows of 8 elements of three batches, looked up by pairs: (batch, row).
constexpr std::string_view kGather = R"(%a: tensor<3x4x8xf32>, %i: tensor<5x2xi32>
%r = "stablehlo.gather"(%a, %i) <{
  dimension_numbers = #stablehlo.gather<offset_dims = [1], collapsed_slice_dims = [0, 1], start_index_map = [0, 1], index_vector_dim = 1>,
  slice_sizes = array<i64: 1, 1, 8>}> : (tensor<3x4x8xf32>, tensor<5x2xi32>) -> tensor<5x8xf32>)";
// Of each batch the rows that its own indices say.
constexpr std::string_view kBatchedGather = R"(%a: tensor<3x4x8xf32>, %i: tensor<3x5xi32>
%r = "stablehlo.gather"(%a, %i) <{
  dimension_numbers = #stablehlo.gather<offset_dims = [2], collapsed_slice_dims = [1], operand_batching_dims = [0], start_indices_batching_dims = [0], start_index_map = [1], index_vector_dim = 2>,
  slice_sizes = array<i64: 1, 1, 8>}> : (tensor<3x4x8xf32>, tensor<3x5xi32>) -> tensor<3x5x8xf32>)";
constexpr std::string_view kTwoBatchedGather = R"(%a: tensor<3x3x8xf32>, %i: tensor<3x3xi32>
%r = "stablehlo.gather"(%a, %i) <{
  dimension_numbers = #stablehlo.gather<offset_dims = [2], operand_batching_dims = [0, 1], start_indices_batching_dims = [0, 1], start_index_map = [2], index_vector_dim = 2>,
  slice_sizes = array<i64: 1, 1, 2>}> : (tensor<3x3x8xf32>, tensor<3x3xi32>) -> tensor<3x3x2xf32>)";

// DYNAMIC: of dynamic_gather, whose slice sizes are an operand, and which has no batching dimensions.
std::vector<ConstraintCase> gatherCases(bool dynamic) {
  std::vector<ConstraintCase> cases;
  static const std::map<std::string, std::string> kDynamic = {
      {"i2", "i2"}, {"i3", "i4"},   {"i4", "i5"},   {"i7", "i6"},   {"i8", "i7"},  {"i10", "i8"}, {"c1", "c1"},
      {"c2", "c2"}, {"c3", "c3"},   {"c4", "c4"},   {"c5", "c5"},   {"c6", "c6"},  {"c7", "c6"},  {"c8", "c7"},
      {"c9", "c8"}, {"c20", "c11"}, {"c21", "c12"}, {"c22", "c13"}, {"c23", "c14"}};
  const auto add = [&](std::string label, std::string_view program, const Changes& changes, std::string message,
                       Says says = Says::kLabel) {
    std::string text = changed(program, changes);
    if (dynamic) {
      const auto number = kDynamic.find(label);
      if (number == kDynamic.end() || program != kGather) return;
      label = number->second;
      const size_t line = text.find('\n'), at = text.find(",\n  slice_sizes = array<i64: ");
      const size_t begin = at + std::string_view(",\n  slice_sizes = array<i64: ").size(), end = text.find(">}>", at);
      if (at == std::string::npos) return;
      const std::string sizes = text.substr(begin, end - begin);
      const bool shorter = absl::StrContains(sizes, "«, ");
      const std::string type = shorter ? "tensor<«3|2»xi64>" : "tensor<3xi64>";
      text = changed(text, {{text.substr(at, end + 1 - at), ""},
                            {"stablehlo.gather\"(%a, %i)", "stablehlo.dynamic_gather\"(%a, %i, %s)"},
                            {") -> ", strCat(", ", type, ") -> ")}});
      text.insert(line, strCat("\n%s = stablehlo.constant dense<[", sizes, "]> : ", type));
    }
    cases.push_back(
        {strCat(dynamic ? "dynamic_gather_" : "gather_", label), std::move(text), std::move(message), says});
  };
  add("i2", kGather, {{"5x2xi32", "5x2x«i32|f32»"}}, "start indices are tensor<5x2xf32>, not integers");
  add("i3", kGather, {{"offset_dims = [1]", "offset_dims = «[1]|1»"}}, "offset_dims", Says::kPlace);
  add("i4", kGather, {{"collapsed_slice_dims = [0, 1]", "collapsed_slice_dims = «[0, 1]|[0, a]»"}}, "expected",
      Says::kPlace);
  add("i5", kBatchedGather, {{"operand_batching_dims = [0]", "operand_batching_dims = «[0]|{}»"}}, "expected",
      Says::kPlace);
  add("i6", kBatchedGather, {{"start_indices_batching_dims = [0]", "start_indices_batching_dims = «[0]|[0.5]»"}},
      "expected", Says::kPlace);
  add("i7", kGather, {{"start_index_map = [0, 1]", "start_index_map = «[0, 1]|[0.5, 1]»"}}, "expected", Says::kPlace);
  add("i8", kGather, {{"index_vector_dim = 1", "index_vector_dim = «1|[1]»"}}, "expected", Says::kPlace);
  add("i9", kGather, {{"array<i64: 1, 1, 8>", "«array<i64: 1, 1, 8>|dense<1> : tensor<1x3xi64>»"}}, "slice_sizes",
      Says::kPlace);
  add("i10", kGather, {{"slice_sizes =", "indices_are_sorted = «true|1 : i64», slice_sizes ="}}, "indices_are_sorted",
      Says::kPlace);
  add("c1", kGather, {{"collapsed_slice_dims = [0, 1]", "collapsed_slice_dims = [0«, 1|»]"}},
      "must be as many as the dimensions of tensor<3x4x8xf32>");
  add("c2", kGather, {{"index_vector_dim = 1", "index_vector_dim = «1|3»"}}, "index vector dim [3] must be in [0, 3)");
  add("c2", kGather, {{"index_vector_dim = 1", "index_vector_dim = «1|-1»"}},
      "index vector dim [-1] must be in [0, 3)");
  add("c3", kGather, {{"start_index_map = [0, 1]", "start_index_map = [0«, 1|»]"}},
      "start index map [0] for index vectors of length 2");
  add("c4", kGather,
      {{"offset_dims = [1], collapsed_slice_dims = [0, 1]", "offset_dims = [1, «2|1»], collapsed_slice_dims = [0]"},
       {"-> tensor<5x8xf32>", "-> tensor<5x1x8xf32>"}},
      "offset dims [1,1] must not repeat");
  add("c4", kGather,
      {{"offset_dims = [1], collapsed_slice_dims = [0, 1]", "offset_dims = [«1, 2|2, 1»], collapsed_slice_dims = [0]"},
       {"-> tensor<5x8xf32>", "-> tensor<5x1x8xf32>"}},
      "offset dims [2,1] must ascend");
  add("c5", kGather, {{"offset_dims = [1]", "offset_dims = [«1|2»]"}}, "offset dims [2] must be in [0, 2)");
  add("c6", kGather, {{"collapsed_slice_dims = [0, 1]", "collapsed_slice_dims = [0, «1|0»]"}},
      "collapsed slice dims and operand batching dims [0,0] must not repeat");
  add("c7", kGather, {{"collapsed_slice_dims = [0, 1]", "collapsed_slice_dims = [«0, 1|1, 0»]"}},
      "collapsed slice dims [1,0] must ascend");
  add("c8", kGather, {{"collapsed_slice_dims = [0, 1]", "collapsed_slice_dims = [0, «1|3»]"}},
      "collapsed slice dims [0,3] must be in [0, 3)");
  add("c9", kGather, {{"array<i64: 1, 1, 8>", "array<i64: 1, «1|2», 8>"}}, "slice size 2 of dimension 1");
  add("c10", kTwoBatchedGather, {{"operand_batching_dims = [0, 1]", "operand_batching_dims = [«0, 1|1, 0»]"}},
      "operand batching dims [1,0] must ascend");
  add("c11", kBatchedGather, {{"operand_batching_dims = [0]", "operand_batching_dims = [«0|3»]"}},
      "operand batching dims [3] must be in [0, 3)");
  add("c12", kBatchedGather, {{"array<i64: 1, 1, 8>", "array<i64: «1|2», 1, 8>"}}, "slice size 2 of dimension 0");
  add("c13", kTwoBatchedGather, {{"start_indices_batching_dims = [0, 1]", "start_indices_batching_dims = [0, «1|0»]"}},
      "start indices batching dims [0,0] must not repeat");
  add("c14", kBatchedGather, {{"start_indices_batching_dims = [0]", "start_indices_batching_dims = [«0|2»]"}},
      "start indices batching dims [2] must be in [0, 2)");
  add("c15", kBatchedGather,
      {{"index_vector_dim = 2", "index_vector_dim = 1"},
       {"start_indices_batching_dims = [0]", "start_indices_batching_dims = [«0|1»]"},
       {"tensor<3x5xi32>", "tensor<3x1xi32>"},
       {"-> tensor<3x5x8xf32>", "-> tensor<3x8xf32>"},
       {"offset_dims = [2]", "offset_dims = [1]"}},
      "index vector dim 1 is in start indices batching dims [1]");
  add("c16", kBatchedGather, {{"start_indices_batching_dims = [0]", "start_indices_batching_dims = [0«|, 1»]"}},
      "operand batching dims [0] and start indices batching dims [0,1] differ in number");
  add("c17", kBatchedGather,
      {{"%a: tensor<3x4x8xf32>", "%a: tensor<«3|2»x4x8xf32>"}, {"(tensor<3x4x8xf32>", "(tensor<«3|2»x4x8xf32>"}},
      "batching dimension 0 of tensor<2x4x8xf32> and 0 of tensor<3x5xi32> differ");
  add("c18", kBatchedGather, {{"start_index_map = [1]", "start_index_map = [«1|0»]"}},
      "start index map and operand batching dims [0,0] must not repeat");
  add("c19", kBatchedGather, {{"start_index_map = [1]", "start_index_map = [«1|3»]"}},
      "start index map [3] must be in [0, 3)");
  add("c20", kGather, {{"array<i64: 1, 1, 8>", "array<i64: 1, 1«, 8|»>"}}, "slice sizes [1,1] for tensor<3x4x8xf32>");
  add("c21", kGather,
      {{"array<i64: 1, 1, 8>", "array<i64: 1, 1, «8|9»>"}, {"-> tensor<5x8xf32>", "-> tensor<5x«8|9»xf32>"}},
      "slice sizes [1,1,9] do not fit in tensor<3x4x8xf32>");
  add("c21", kGather, {{"array<i64: 1, 1, 8>", "array<i64: 1, 1, «8|-8»>"}},
      "slice sizes [1,1,-8] do not fit in tensor<3x4x8xf32>");
  add("c22", kGather, {{"-> tensor<5x8xf32>", "-> tensor<5x«8|7»xf32>"}}, "expected result type tensor<5x8xf32>");
  add("c23", kGather, {{"-> tensor<5x8xf32>", "-> tensor<5x8x«f32|f64»>"}}, "expected result type tensor<5x8xf32>");
  if (dynamic) {
    const auto also = [&](std::string label, const Changes& changes, std::string message, Says says = Says::kLabel) {
      cases.push_back({"dynamic_gather_" + label,
                       changed(R"(%a: tensor<3x4x8xf32>, %i: tensor<5x2xi32>, %t: tensor<i64>
%s = stablehlo.constant dense<[1, 1, 8]> : tensor<3xi64>
%r = "stablehlo.dynamic_gather"(%a, %i, %s) <{
  dimension_numbers = #stablehlo.gather<offset_dims = [1], collapsed_slice_dims = [0, 1], start_index_map = [0, 1], index_vector_dim = 1>
  }> : (tensor<3x4x8xf32>, tensor<5x2xi32>, tensor<3xi64>) -> tensor<5x8xf32>)",
                               changes),
                       std::move(message), says});
    };
    also("i1",
         {{"%a: tensor<3x4x8xf32>", "%a: «tensor<3x4x8xf32>|!stablehlo.token»"},
          {"(tensor<3x4x8xf32>,", "(«tensor<3x4x8xf32>|!stablehlo.token»,"}},
         "!stablehlo.token");
    also("i3",
         {{"[1, 1, 8]> : tensor<3xi64>", "[1«|.0», 1«|.0», 8«|.0»]> : tensor<3x«i64|f32»>"},
          {"5x2xi32>, tensor<3xi64>", "5x2xi32>, tensor<3x«i64|f32»>"}},
         "expected a 1-dimensional tensor of integers, found tensor<3xf32>");
    also("i8", {{"index_vector_dim = 1>", "index_vector_dim = 1>, indices_are_sorted = «true|2 : i64»"}},
         "indices_are_sorted", Says::kPlace);
    also("c9", {{"start_index_map = [0, 1]", "start_index_map = [0, «1|0»]"}},
         "start index map and operand batching dims [0,0] must not repeat");
    also("c10", {{"start_index_map = [0, 1]", "start_index_map = [0, «1|3»]"}},
         "start index map [0,3] must be in [0, 3)");
    return cases;
  }
  cases.push_back({"gather_i1",
                   R"(%a: «tensor<f32>|!stablehlo.token», %i: tensor<0xi32>
%r = "stablehlo.gather"(%a, %i) <{dimension_numbers = #stablehlo.gather<index_vector_dim = 0>, slice_sizes = array<i64>}> : («tensor<f32>|!stablehlo.token», tensor<0xi32>) -> «tensor<f32>|!stablehlo.token»)",
                   "!stablehlo.token"});
  return cases;
}

// Rows of 8 elements, put at (batch, row).
constexpr std::string_view kScatter = R"(%a: tensor<3x4x8xf32>, %i: tensor<5x2xi32>, %u: tensor<5x8xf32>
%r = "stablehlo.scatter"(%a, %i, %u) <{
  scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [1], inserted_window_dims = [0, 1], scatter_dims_to_operand_dims = [0, 1], index_vector_dim = 1>}> ($add(f32))
  : (tensor<3x4x8xf32>, tensor<5x2xi32>, tensor<5x8xf32>) -> tensor<3x4x8xf32>)";
constexpr std::string_view kBatchedScatter = R"(%a: tensor<3x4x8xf32>, %i: tensor<3x5xi32>, %u: tensor<3x5x8xf32>
%r = "stablehlo.scatter"(%a, %i, %u) <{
  scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [2], inserted_window_dims = [1], input_batching_dims = [0], scatter_indices_batching_dims = [0], scatter_dims_to_operand_dims = [1], index_vector_dim = 2>}> ($add(f32))
  : (tensor<3x4x8xf32>, tensor<3x5xi32>, tensor<3x5x8xf32>) -> tensor<3x4x8xf32>)";
constexpr std::string_view kTwoBatchedScatter = R"(%a: tensor<3x3x8xf32>, %i: tensor<3x3xi32>, %u: tensor<3x3x2xf32>
%r = "stablehlo.scatter"(%a, %i, %u) <{
  scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [2], input_batching_dims = [0, 1], scatter_indices_batching_dims = [0, 1], scatter_dims_to_operand_dims = [2], index_vector_dim = 2>}> ($add(f32))
  : (tensor<3x3x8xf32>, tensor<3x3xi32>, tensor<3x3x2xf32>) -> tensor<3x3x8xf32>)";
constexpr std::string_view kTwoScatters =
    R"(%a: tensor<4xf32>, %b: tensor<4xi32>, %i: tensor<1xi32>, %u: tensor<f32>, %v: tensor<i32>
%r:2 = "stablehlo.scatter"(%a, %b, %i, %u, %v) <{
  scatter_dimension_numbers = #stablehlo.scatter<inserted_window_dims = [0], scatter_dims_to_operand_dims = [0], index_vector_dim = 0>}> ({
^bb0(%p: tensor<f32>, %q: tensor<i32>, %s: tensor<f32>, %t: tensor<i32>):
  stablehlo.return %s, %t : tensor<f32>, tensor<i32>
}) : (tensor<4xf32>, tensor<4xi32>, tensor<1xi32>, tensor<f32>, tensor<i32>) -> (tensor<4xf32>, tensor<4xi32>))";

std::vector<ConstraintCase> scatterCases() {
  std::vector<ConstraintCase> cases;
  const auto add = [&](std::string label, std::string_view program, const Changes& changes, std::string message,
                       Says says = Says::kLabel) {
    cases.push_back({"scatter_" + label, changed(program, changes), std::move(message), says});
  };
  cases.push_back({"scatter_i1",
                   R"(%a: «tensor<f32>|!stablehlo.token», %i: tensor<0xi32>
%r = "stablehlo.scatter"(%a, %i, %a) <{scatter_dimension_numbers = #stablehlo.scatter<index_vector_dim = 0>}> ({
^bb0(%x: «tensor<f32>|!stablehlo.token», %y: «tensor<f32>|!stablehlo.token»):
  stablehlo.return %y : «tensor<f32>|!stablehlo.token»
}) : («tensor<f32>|!stablehlo.token», tensor<0xi32>, «tensor<f32>|!stablehlo.token») -> «tensor<f32>|!stablehlo.token»)",
                   "!stablehlo.token"});
  add("i2", kScatter, {{"5x2xi32", "5x2x«i32|f32»"}}, "scatter indices are tensor<5x2xf32>, not integers");
  add("i4", kScatter, {{"update_window_dims = [1]", "update_window_dims = «[1]|1»"}}, "update_window_dims",
      Says::kPlace);
  add("i5", kScatter, {{"inserted_window_dims = [0, 1]", "inserted_window_dims = «[0, 1]|[0, a]»"}}, "expected",
      Says::kPlace);
  add("i6", kBatchedScatter, {{"input_batching_dims = [0]", "input_batching_dims = «[0]|{}»"}}, "expected",
      Says::kPlace);
  add("i7", kBatchedScatter, {{"scatter_indices_batching_dims = [0]", "scatter_indices_batching_dims = «[0]|[0.5]»"}},
      "expected", Says::kPlace);
  add("i8", kScatter, {{"scatter_dims_to_operand_dims = [0, 1]", "scatter_dims_to_operand_dims = «[0, 1]|[0, 0.5]»"}},
      "expected", Says::kPlace);
  add("i9", kScatter, {{"index_vector_dim = 1", "index_vector_dim = «1|[1]»"}}, "expected", Says::kPlace);
  add("i10", kScatter, {{"<{\n", "<{indices_are_sorted = «true|1 : i64», "}}, "indices_are_sorted", Says::kPlace);
  add("i11", kScatter, {{"<{\n", "<{unique_indices = «true|\"yes\"», "}}, "unique_indices", Says::kPlace);
  add("i12", kScatter, {{"($add(f32))", "«($add(f32))|»"}}, "expected 1 regions of stablehlo.scatter, found 0",
      Says::kPlace);
  add("c1", kTwoScatters, {{"tensor<4xi32>", "tensor<«4|5»xi32>"}},
      "input shapes differ: tensor<4xf32>, tensor<5xi32>");
  add("c2", kScatter, {{"inserted_window_dims = [0, 1]", "inserted_window_dims = [0«, 1|»]"}},
      "must be as many as the dimensions of tensor<3x4x8xf32>");
  add("c3", kTwoScatters,
      {{"tensor<f32>, tensor<i32>) ->", "tensor<f32>, tensor<«|1x»i32>) ->"},
       {"%v: tensor<i32>", "%v: tensor<«|1x»i32>"}},
      "update shapes differ: tensor<f32>, tensor<1xi32>");
  add("c4", kScatter, {{"tensor<5x8xf32>", "tensor<«5|6»x8xf32>"}},
      "updates tensor<6x8xf32> do not have the index vectors' shape [5]");
  add("c4", kScatter, {{"tensor<5x8xf32>", "tensor<5x«8|9»xf32>"}}, "that fit in tensor<3x4x8xf32>");
  add("c4", kScatter, {{"tensor<5x8xf32>", "tensor<5x8«|x1»xf32>"}}, "updates tensor<5x8x1xf32> do not have");
  add("c5", kScatter,
      {{"(%a, %i, %u)", "(%a, %i, %u«|, %u»)"}, {"tensor<5x8xf32>)", "tensor<5x8xf32>«|, tensor<5x8xf32>»)"}},
      "4 operands are not inputs, indices and as many updates");
  add("c6", kScatter,
      {{"%u: tensor<5x8xf32>", "%u: tensor<5x8x«f32|f64»>"}, {"tensor<5x8xf32>)", "tensor<5x8x«f32|f64»>)"}},
      "element types differ: tensor<3x4x8xf32> and tensor<5x8xf64>");
  add("c7", kScatter,
      {{"update_window_dims = [1], inserted_window_dims = [0, 1]",
        "update_window_dims = [1, «2|1»], inserted_window_dims = [0]"},
       {"tensor<5x8xf32>", "tensor<5x4x8xf32>"}},
      "update window dims [1,1] must not repeat");
  add("c7", kScatter,
      {{"update_window_dims = [1], inserted_window_dims = [0, 1]",
        "update_window_dims = [«1, 2|2, 1»], inserted_window_dims = [0]"},
       {"tensor<5x8xf32>", "tensor<5x4x8xf32>"}},
      "update window dims [2,1] must ascend");
  add("c8", kScatter, {{"update_window_dims = [1]", "update_window_dims = [«1|2»]"}},
      "update window dims [2] must be in [0, 2)");
  add("c9", kScatter, {{"inserted_window_dims = [0, 1]", "inserted_window_dims = [0, «1|0»]"}},
      "inserted window dims and input batching dims [0,0] must not repeat");
  add("c10", kScatter, {{"inserted_window_dims = [0, 1]", "inserted_window_dims = [«0, 1|1, 0»]"}},
      "inserted window dims [1,0] must ascend");
  add("c11", kScatter, {{"inserted_window_dims = [0, 1]", "inserted_window_dims = [0, «1|3»]"}},
      "inserted window dims [0,3] must be in [0, 3)");
  add("c12", kTwoBatchedScatter, {{"input_batching_dims = [0, 1]", "input_batching_dims = [«0, 1|1, 0»]"}},
      "input batching dims [1,0] must ascend");
  add("c13", kBatchedScatter, {{"input_batching_dims = [0]", "input_batching_dims = [«0|3»]"}},
      "input batching dims [3] must be in [0, 3)");
  add("c14", kTwoBatchedScatter,
      {{"scatter_indices_batching_dims = [0, 1]", "scatter_indices_batching_dims = [0, «1|0»]"}},
      "scatter indices batching dims [0,0] must not repeat");
  add("c15", kBatchedScatter, {{"scatter_indices_batching_dims = [0]", "scatter_indices_batching_dims = [«0|2»]"}},
      "scatter indices batching dims [2] must be in [0, 2)");
  add("c16", kBatchedScatter,
      {{"index_vector_dim = 2", "index_vector_dim = 1"},
       {"scatter_indices_batching_dims = [0]", "scatter_indices_batching_dims = [«0|1»]"},
       {"tensor<3x5xi32>", "tensor<3x1xi32>"},
       {"tensor<3x5x8xf32>", "tensor<3x8xf32>"},
       {"update_window_dims = [2]", "update_window_dims = [1]"}},
      "index vector dim 1 is in scatter indices batching dims [1]");
  add("c17", kBatchedScatter, {{"scatter_indices_batching_dims = [0]", "scatter_indices_batching_dims = [0«|, 1»]"}},
      "input batching dims [0] and scatter indices batching dims [0,1] differ in number");
  add("c18", kBatchedScatter, {{"tensor<3x4x8xf32>", "tensor<«3|2»x4x8xf32>"}},
      "batching dimension 0 of tensor<2x4x8xf32> and 0 of tensor<3x5xi32> differ");
  add("c19", kScatter, {{"scatter_dims_to_operand_dims = [0, 1]", "scatter_dims_to_operand_dims = [0«, 1|»]"}},
      "scatter dims to operand dims [0] for index vectors of length 2");
  add("c20", kScatter, {{"scatter_dims_to_operand_dims = [0, 1]", "scatter_dims_to_operand_dims = [0, «1|0»]"}},
      "scatter dims to operand dims and input batching dims [0,0] must not repeat");
  add("c21", kScatter, {{"scatter_dims_to_operand_dims = [0, 1]", "scatter_dims_to_operand_dims = [0, «1|3»]"}},
      "scatter dims to operand dims [0,3] must be in [0, 3)");
  add("c22", kScatter, {{"index_vector_dim = 1", "index_vector_dim = «1|3»"}},
      "index vector dim [3] must be in [0, 3)");
  add("c23", kScatter, {{"($add(f32))", "($add(«f32|f16»))"}}, "does not reduce tensor<3x4x8xf32>");
  add("c23", kScatter, {{"($add(f32))", "(«$add(f32)|$lt(f32)»)"}}, "does not reduce tensor<3x4x8xf32>");
  add("c24", kScatter, {{"-> tensor<3x4x8xf32>", "-> tensor<3x4x«8|9»xf32>"}},
      "expected result type tensor<3x4x8xf32>");
  add("c25", kScatter, {{"-> tensor<3x4x8xf32>", "-> tensor<3x4x8x«f32|f64»>"}},
      "expected result type tensor<3x4x8xf32>");
  return cases;
}

const std::vector<ConstraintCase> kGatherCases = addConstraintCases(gatherCases(false));
const std::vector<ConstraintCase> kDynamicGatherCases = addConstraintCases(gatherCases(true));
const std::vector<ConstraintCase> kScatterCases = addConstraintCases(scatterCases());

TEST(Constraints, Gather) {
  for (const ConstraintCase& test : kGatherCases) checkCase(test);
}

TEST(Constraints, DynamicGather) {
  for (const ConstraintCase& test : kDynamicGatherCases) checkCase(test);
}

TEST(Constraints, Scatter) {
  for (const ConstraintCase& test : kScatterCases) checkCase(test);
}

}  // namespace
}  // namespace partita
