// The constraints of linear algebra, transforms, sorting, random numbers and normalisation.
#include <functional>

#include "tests/unit/graph/constraints/cases.h"

namespace partita {
namespace {

using Add = std::function<void(std::string label, std::string_view program, const Changes& changes, std::string message,
                               Says says)>;

std::vector<ConstraintCase> collected(void (*make)(const Add&)) {
  std::vector<ConstraintCase> cases;
  make([&](std::string label, std::string_view program, const Changes& changes, std::string message, Says says) {
    cases.push_back({std::move(label), changed(program, changes), std::move(message), says});
  });
  return cases;
}

void linearAlgebra(const Add& add) {
  constexpr std::string_view kCholesky = R"(%a: tensor<2x3x3xf32>
%r = "stablehlo.cholesky"(%a) <{lower = true}> : (tensor<2x3x3xf32>) -> tensor<2x3x3xf32>)";
  add("cholesky_i1", kCholesky, {{"3x3xf32", "3x3x«f32|i32»"}}, "x3xi32>", Says::kLabel);
  add("cholesky_i2", kCholesky, {{"lower = true", "lower = «true|1 : i64»"}}, "lower", Says::kPlace);
  add("cholesky_c1", kCholesky, {{"-> tensor<2x3x3xf32>", "-> tensor<2x3x3x«f32|f64»>"}},
      "expected result type tensor<2x3x3xf32>", Says::kLabel);
  add("cholesky_c2", kCholesky, {{"2x3x3x", "«2x3x|»3x"}}, "has fewer than 2 dimensions", Says::kLabel);
  add("cholesky_c3", kCholesky, {{"2x3x3x", "2x«3|4»x3x"}}, "are not square", Says::kLabel);

  constexpr std::string_view kSolve = R"(%a: tensor<3x3xf32>, %b: tensor<3x2xf32>
%r = "stablehlo.triangular_solve"(%a, %b) <{left_side = true, lower = true, unit_diagonal = false, transpose_a = #stablehlo<transpose NO_TRANSPOSE>}> : (tensor<3x3xf32>, tensor<3x2xf32>) -> tensor<3x2xf32>)";
  const auto solve = [&](std::string label, const Changes& changes, std::string message, Says says = Says::kLabel) {
    add("triangular_solve_" + label, kSolve, changes, std::move(message), says);
  };
  solve("i1", {{"3x3xf32", "3x3x«f32|i32»"}, {"3x2xf32", "3x2x«f32|i32»"}}, "x3xi32>");
  solve("i2",
        {{"%b: tensor<3x2xf32>", "%b: «tensor<3x2xf32>|!stablehlo.token»"},
         {", tensor<3x2xf32>)", ", «tensor<3x2xf32>|!stablehlo.token»)"}},
        "!stablehlo.token");
  solve("i3", {{"left_side = true", "left_side = «true|1 : i64»"}}, "left_side", Says::kPlace);
  solve("i4", {{"lower = true", "lower = «true|\"yes\"»"}}, "lower", Says::kPlace);
  solve("i5", {{"unit_diagonal = false", "unit_diagonal = «false|0.0 : f32»"}}, "unit_diagonal", Says::kPlace);
  solve("i6", {{"transpose NO_TRANSPOSE", "transpose «NO_TRANSPOSE|SIDEWAYS»"}}, "SIDEWAYS", Says::kPlace);
  solve("c1",
        {{"%b: tensor<3x2xf32>", "%b: tensor<3x2x«f32|f64»>"}, {", tensor<3x2xf32>)", ", tensor<3x2x«f32|f64»>)"}},
        "have different element types");
  solve("c2", {{"3x3xf32", "«|1x»3x3xf32"}}, "do not have the same number of dimensions");
  solve("c3", {{"3x2xf32", "«3|4»x2xf32"}}, "do not fit those of");
  solve("c3", {{"3x3xf32", "3x«3|2»xf32"}}, "are not square");
  solve("c4", {{"-> tensor<3x2xf32>", "-> tensor<3x«2|3»xf32>"}}, "expected result type tensor<3x2xf32>");
}

void transforms(const Add& add) {
  constexpr std::string_view kFft = R"(%a: tensor<4x8xcomplex<f32>>
%r = "stablehlo.fft"(%a) <{fft_type = #stablehlo<fft_type FFT>, fft_length = array<i64: 8>}> : (tensor<4x8xcomplex<f32>>) -> tensor<4x8xcomplex<f32>>)";
  constexpr std::string_view kReal = R"(%a: tensor<4x8xf32>
%r = "stablehlo.fft"(%a) <{fft_type = #stablehlo<fft_type RFFT>, fft_length = array<i64: 8>}> : (tensor<4x8xf32>) -> tensor<4x5xcomplex<f32>>)";
  add("fft_i1", kFft, {{"complex<f32>", "«complex<f32>|i32»"}}, "tensor<4x8xi32>", Says::kLabel);
  add("fft_i2", kFft, {{"fft_type FFT", "fft_type «FFT|DCT»"}}, "DCT", Says::kPlace);
  add("fft_i3", kFft, {{"array<i64: 8>", "«array<i64: 8>|8.0 : f32»"}}, "fft_length", Says::kPlace);
  add("fft_c1", kFft, {{"4x8x", "«4x|»8x"}, {"array<i64: 8>", "array<i64: «|4, »8>"}}, "2 lengths of tensor<8x",
      Says::kLabel);
  add("fft_c2", kReal, {{"tensor<4x8xf32>", "tensor<4x8x«f32|complex<f32>»>"}}, "it is of f32 or f64", Says::kLabel);
  add("fft_c3", kFft, {{"array<i64: 8>", "array<i64«: 8|»>"}}, "0 lengths, expected 1 to 3", Says::kLabel);
  add("fft_c4", kReal, {{"array<i64: 8>", "array<i64: «8|7»>"}}, "does not have the lengths [7]", Says::kLabel);
  add("fft_c5", kReal, {{"4x5xcomplex", "4x«5|8»xcomplex"}}, "expected result type tensor<4x5xcomplex<f32>>",
      Says::kLabel);

  constexpr std::string_view kComplex = R"(%a: tensor<2xf32>, %b: tensor<2xf32>
%r = "stablehlo.complex"(%a, %b) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xcomplex<f32>>)";
  add("complex_i1", kComplex, {{"tensor<2xf32>", "tensor<2x«f32|f16»>"}}, "is neither f32 nor f64", Says::kLabel);
  add("complex_i2", kComplex,
      {{"%b: tensor<2xf32>", "%b: «tensor<2xf32>|!stablehlo.token»"},
       {", tensor<2xf32>)", ", «tensor<2xf32>|!stablehlo.token»)"}},
      "!stablehlo.token", Says::kLabel);
  add("complex_c1", kComplex,
      {{"%b: tensor<2xf32>", "%b: tensor<2x«f32|f64»>"}, {", tensor<2xf32>)", ", tensor<2x«f32|f64»>)"}},
      "operand types differ", Says::kLabel);
  add("complex_c2", kComplex, {{"-> tensor<2xc", "-> tensor<«2|3»xc"}}, "the result is tensor<2xcomplex<f32>>",
      Says::kLabel);
  add("complex_c3", kComplex, {{"complex<f32>>", "complex<«f32|f64»>>"}}, "the result is tensor<2xcomplex<f32>>",
      Says::kLabel);
  for (const std::string op : {"real", "imag"}) {
    const std::string program = strCat("%a: tensor<2xcomplex<f32>>\n%r = \"stablehlo.", op,
                                       "\"(%a) : (tensor<2xcomplex<f32>>) -> tensor<2xf32>");
    add(op + "_i1", program, {{"complex<f32>", "«complex<f32>|i32»"}}, "tensor<2xi32>", Says::kLabel);
    add(op + "_c1", program, {{"-> tensor<2x", "-> tensor<«2|3»x"}}, "the result is tensor<2xf32>", Says::kLabel);
    add(op + "_c2", program, {{"-> tensor<2xf32>", "-> tensor<2x«f32|f64»>"}}, "the result is tensor<2xf32>",
        Says::kLabel);
  }
}

void sorting(const Add& add) {
  constexpr std::string_view kSort = R"(%a: tensor<4x8xf32>, %b: tensor<4x8xi32>
%r:2 = "stablehlo.sort"(%a, %b) <{dimension = 1 : i64, is_stable = true}> ({
^bb0(%x: tensor<f32>, %y: tensor<f32>, %p: tensor<i32>, %q: tensor<i32>):
  %z = stablehlo.compare LT, %x, %y : (tensor<f32>, tensor<f32>) -> tensor<i1>
  stablehlo.return %z : tensor<i1>
}) : (tensor<4x8xf32>, tensor<4x8xi32>) -> (tensor<4x8xf32>, tensor<4x8xi32>))";
  const auto sort = [&](std::string label, const Changes& changes, std::string message, Says says = Says::kLabel) {
    add("sort_" + label, kSort, changes, std::move(message), says);
  };
  sort("i1",
       {{"%b: tensor<4x8xi32>", "%b: «tensor<4x8xi32>|!stablehlo.token»"},
        {", tensor<4x8xi32>) ->", ", «tensor<4x8xi32>|!stablehlo.token») ->"}},
       "!stablehlo.token");
  sort("i2", {{"dimension = 1 : i64", "dimension = «1 : i64|1.0 : f32»"}}, "dimension", Says::kPlace);
  sort("i3", {{"is_stable = true", "is_stable = «true|1 : i64»"}}, "is_stable", Says::kPlace);
  sort("i4", {{"%p: tensor<i32>, %q: tensor<i32>):", "%p: tensor<i32>, %q: tensor<i32>):«|\n^bb1:»"}}, "",
       Says::kPlace);
  add("sort_c1",
      "%a: tensor<2xf32>\n%r = \"stablehlo.«tanh|sort»\"(«%a|») «|({\n^bb0:\n%z = stablehlo.constant dense<true> : "
      "tensor<i1>\nstablehlo.return %z : tensor<i1>\n}) »: («tensor<2xf32>|») -> «tensor<2xf32>|()»",
      {}, "", Says::kPlace);
  sort("c2", {{"-> (tensor<4x8xf32>", "-> (tensor<4x8x«f32|f64»>"}}, "expected result type tensor<4x8xf32>");
  sort("c3", {{"tensor<4x8xi32>", "tensor<4x«8|7»xi32>"}}, "shapes differ: tensor<4x8xf32>, tensor<4x7xi32>");
  sort("c4", {{"dimension = 1", "dimension = «1|2»"}}, "dimension 2 is not one of those of tensor<4x8xf32>");
  sort("c4", {{"dimension = 1", "dimension = «-2|-3»"}}, "dimension -3 is not one of those of tensor<4x8xf32>");
  sort("c5", {{", %q: tensor<i32>", ", %q: tensor<«i32|i64»>"}}, "does not compare two elements of each of");
  sort("c5", {{"return %z : tensor<i1>", "return «%z|%x» : tensor<«i1|f32»>"}},
       "does not compare two elements of each of");
}

void values(const Add& add) {
  constexpr std::string_view kTuple = R"(%a: tensor<2xf32>, %b: tensor<i32>
%t = "stablehlo.tuple"(%a, %b) : (tensor<2xf32>, tensor<i32>) -> tuple<tensor<2xf32>, tensor<i32>>
%r = "stablehlo.get_tuple_element"(%t) <{index = 1 : i32}> : (tuple<tensor<2xf32>, tensor<i32>>) -> tensor<i32>)";
  add("tuple_c1", kTuple, {{"tuple<tensor<2xf32>, tensor<i32>>", "tuple<tensor<2xf32>, tensor<«i32|i64»>>"}},
      "expected result type tuple<tensor<2xf32>, tensor<i32>>", Says::kLabel);
  add("get_tuple_element_i1", kTuple,
      {{"element\"(%t) <{index = 1 : i32}> : (tuple<tensor<2xf32>, tensor<i32>>)",
        "element\"(«%t|%a») <{index = 1 : i32}> : («tuple<tensor<2xf32>, tensor<i32>>|tensor<2xf32>»)"}},
      "expected a tuple as operand", Says::kLabel);
  add("get_tuple_element_i2", kTuple, {{"index = 1 : i32", "index = «1 : i32|\"1\"»"}}, "expected an index",
      Says::kLabel);
  add("get_tuple_element_c1", kTuple, {{"index = 1 : i32", "index = «1|2» : i32"}}, "below 2, found 2", Says::kLabel);
  add("get_tuple_element_c2", kTuple, {{"-> tensor<i32>", "-> tensor<«i32|i64»>"}}, "expected result type tensor<i32>",
      Says::kLabel);
  constexpr std::string_view kTokens = R"(%a: !stablehlo.token, %b: tensor<f32>
%r = "stablehlo.after_all"(%a, %a) : (!stablehlo.token, !stablehlo.token) -> !stablehlo.token)";
  add("after_all_i1", kTokens,
      {{"(%a, %a) : (!stablehlo.token, !stablehlo.token)",
        "(%a, «%a|%b») : (!stablehlo.token, «!stablehlo.token|tensor<f32>»)"}},
      "operand 1 is tensor<f32>, not a token", Says::kLabel);
  constexpr std::string_view kCall = R"(%a: tensor<f32>
%r = "stablehlo.custom_call"(%a) <{call_target_name = "Sharding", has_side_effect = false, backend_config = "", api_version = 1 : i32, called_computations = [], output_operand_aliases = []}> : (tensor<f32>) -> tensor<f32>)";
  add("custom_call_i2", kCall, {{"call_target_name = \"Sharding\"", "call_target_name = «\"Sharding\"|1 : i32»"}}, "",
      Says::kPlace);
}

void randomNumbers(const Add& add) {
  constexpr std::string_view kRng = R"(%a: tensor<f32>, %b: tensor<f32>
%s = stablehlo.constant dense<[2, 3]> : tensor<2xi64>
%r = "stablehlo.rng"(%a, %b, %s) <{rng_distribution = #stablehlo<rng_distribution NORMAL>}> : (tensor<f32>, tensor<f32>, tensor<2xi64>) -> tensor<2x3xf32>)";
  const auto rng = [&](std::string label, const Changes& changes, std::string message, Says says = Says::kLabel) {
    add("rng_" + label, kRng, changes, std::move(message), says);
  };
  rng("i1", {{"%a: tensor<f32>", "%a: tensor<«|2x»f32>"}, {": (tensor<f32>", ": (tensor<«|2x»f32>"}},
      "expected scalars");
  rng("i2", {{"%b: tensor<f32>", "%b: tensor<«|2x»f32>"}, {", tensor<f32>,", ", tensor<«|2x»f32>,"}},
      "expected scalars");
  rng("i3",
      {{"[2, 3]> : tensor<2xi64>", "[2«|.0», 3«|.0»]> : tensor<2x«i64|f32»>"},
       {", tensor<2xi64>)", ", tensor<2x«i64|f32»>)"}},
      "", Says::kPlace);
  rng("i4", {{"rng_distribution NORMAL", "rng_distribution «NORMAL|POISSON»"}}, "POISSON", Says::kPlace);
  rng("c1", {{"%b: tensor<f32>", "%b: tensor<«f32|f64»>"}, {", tensor<f32>,", ", tensor<«f32|f64»>,"}},
      "element types differ");
  rng("c2", {{"NORMAL", "«UNIFORM|NORMAL»"}, {"tensor<f32>", "tensor<i32>"}, {"2x3xf32", "2x3xi32"}},
      "normal numbers are of a floating-point type");
  rng("c3", {{"-> tensor<2x3xf32>", "-> tensor<2x«3|4»xf32>"}}, "expected a result of the shape [2,3]");

  constexpr std::string_view kBits = R"(%a: tensor<2xui64>
%r:2 = "stablehlo.rng_bit_generator"(%a) <{rng_algorithm = #stablehlo<rng_algorithm THREE_FRY>}> : (tensor<2xui64>) -> (tensor<2xui64>, tensor<4xui32>))";
  add("rng_bit_generator_i1", kBits, {{"THREE_FRY", "«THREE_FRY|MERSENNE»"}}, "MERSENNE", Says::kPlace);
  add("rng_bit_generator_i2", kBits, {{"2xui64", "2x«ui64|ui32»"}}, "not a vector of ui64", Says::kLabel);
  add("rng_bit_generator_c1", kBits, {{"-> (tensor<2xui64>", "-> (tensor<«2|3»xui64>"}}, "output_state is",
      Says::kLabel);
  add("rng_bit_generator_c2", kBits, {{"2xui64", "«2|3»xui64"}}, "initial_state has 3 elements", Says::kLabel);
}

void normalisation(const Add& add) {
  for (const auto& [name, parts, outs] : {std::tuple<std::string, std::vector<std::string>, std::vector<std::string>>{
                                              "batch_norm_grad", {"c5", "c4", "c4", "c3"}, {"c3", "c4", "c4"}},
                                          {"batch_norm_inference", {"c3", "c4", "c5", "c6"}, {"c7"}},
                                          {"batch_norm_training", {"c3", "c4"}, {"c7", "c5", "c6"}}}) {
    const bool gradient = name == "batch_norm_grad";
    std::string arguments = "%a: tensor<4x8xf32>", values = "%a", types = "tensor<4x8xf32>", results;
    for (size_t i = 0; i < parts.size(); ++i) {
      const std::string type = gradient && i == 3 ? "tensor<4x8xf32>" : "tensor<8xf32>";
      strAppend(&arguments, ", %v", i, ": T", i, "_", type);
      strAppend(&values, ", %v", i);
      strAppend(&types, ", T", i, "_", type);
    }
    for (size_t i = 0; i < outs.size(); ++i)
      strAppend(&results, i == 0 ? "" : ", ", "R", i, "_", i == 0 ? "tensor<4x8xf32>" : "tensor<8xf32>");
    const std::string program =
        strCat(arguments, "\n%r", outs.size() > 1 ? strCat(":", outs.size()) : "", " = \"stablehlo.", name, "\"(",
               values, ") <{epsilon = 1.0e-3 : f32, feature_index = 1 : i64}> : (", types, ") -> (", results, ")");
    const auto norm = [&](std::string label, const Changes& changes, std::string message, Says says = Says::kLabel) {
      std::string text = changed(program, changes);
      for (size_t i = 0; i < 4; ++i)
        text = absl::StrReplaceAll(text, {{strCat("T", i, "_"), ""}, {strCat("R", i, "_"), ""}});
      add(strCat(name, "_", label), text, {}, std::move(message), says);
    };
    norm("i1", {{"4x8xf32", "4x8x«f32|i32»"}, {"<8xf32", "<8x«f32|i32»"}}, "tensor<4x8xi32>");
    for (size_t i = 0; i < parts.size(); ++i) {
      const std::string type = gradient && i == 3 ? "tensor<4x8xf32>" : "tensor<8xf32>",
                        mark = strCat("T", i, "_", type);
      norm(strCat("i", i + 2), {{mark, strCat("«", type, "|!stablehlo.token»")}}, "!stablehlo.token");
      norm(parts[i], {{mark, gradient && i == 3 ? "tensor<4x«8|7»xf32>" : "tensor<«8|7»xf32>"}}, "expected tensor<");
    }
    norm(strCat("i", parts.size() + 2), {{"1.0e-3 : f32", "«1.0e-3 : f32|\"small\"»"}}, "epsilon", Says::kPlace);
    norm(strCat("i", parts.size() + 3), {{"1 : i64", "«1 : i64|1.0 : f32»"}}, "feature_index", Says::kPlace);
    norm("c1", {{"feature_index = 1", "feature_index = «1|2»"}}, "feature_index [2] must be in [0, 2)");
    norm("c2", {{"T0_tensor<8xf32>", "tensor<8x«f32|f64»>"}}, "element types differ");
    for (size_t i = 0; i < outs.size(); ++i) {
      const std::string mark = strCat("R", i, "_", i == 0 ? "tensor<4x8xf32>" : "tensor<8xf32>");
      norm(outs[i], {{mark, i == 0 ? "tensor<4x«8|7»xf32>" : "tensor<«8|7»xf32>"}}, "expected result type");
    }
  }
}

const std::vector<ConstraintCase> kLinearAlgebra = addConstraintCases(collected(linearAlgebra));
const std::vector<ConstraintCase> kTransforms = addConstraintCases(collected(transforms));
const std::vector<ConstraintCase> kSorting = addConstraintCases(collected(sorting));
const std::vector<ConstraintCase> kValues = addConstraintCases(collected(values));
const std::vector<ConstraintCase> kRandomNumbers = addConstraintCases(collected(randomNumbers));
const std::vector<ConstraintCase> kNormalisation = addConstraintCases(collected(normalisation));

TEST(Constraints, LinearAlgebra) {
  for (const ConstraintCase& test : kLinearAlgebra) checkCase(test);
}
TEST(Constraints, Transforms) {
  for (const ConstraintCase& test : kTransforms) checkCase(test);
}
TEST(Constraints, Sorting) {
  for (const ConstraintCase& test : kSorting) checkCase(test);
}
TEST(Constraints, TuplesTokensAndCalls) {
  for (const ConstraintCase& test : kValues) checkCase(test);
}
TEST(Constraints, RandomNumbers) {
  for (const ConstraintCase& test : kRandomNumbers) checkCase(test);
}
TEST(Constraints, Normalisation) {
  for (const ConstraintCase& test : kNormalisation) checkCase(test);
}

}  // namespace
}  // namespace partita
