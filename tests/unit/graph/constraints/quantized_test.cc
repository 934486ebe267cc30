// The constraints of quantized types, and of ops that take them.
#include "tests/unit/graph/constraints/cases.h"

namespace partita {
namespace {

// A tensor of quantized elements: "2x!quant.uniform<i8:f32, 0.5>".
std::string tensor(std::string_view sizes, std::string_view element) {
  return strCat("tensor<", sizes, sizes.empty() ? "" : "x", "!quant.uniform<", element, ">>");
}

// OP of values of the types OPERANDS, in its generic form.
std::string program(std::string_view op, const std::vector<std::string>& operands, std::string_view result,
                    std::string_view attributes = "", std::string_view regions = "") {
  std::string arguments, values, types;
  for (size_t i = 0; i < operands.size(); ++i) {
    const char* comma = i == 0 ? "" : ", ";
    strAppend(&arguments, comma, "%a", i, ": ", operands[i]);
    strAppend(&values, comma, "%a", i);
    strAppend(&types, comma, operands[i]);
  }
  return strCat(arguments, "\n%r = \"stablehlo.", op, "\"(", values, ") ",
                attributes.empty() ? "" : strCat("<{", attributes, "}> "), regions, regions.empty() ? "" : " ", ": (",
                types, ") -> ", result);
}

std::vector<ConstraintCase> typeCases() {
  const auto of = [](std::string_view element) {
    return program("add", {tensor("2x3", element), tensor("2x3", element)}, tensor("2x3", element));
  };
  return {
      {"quantized_type_c3", of("i8«|<-2:-2>»:f32, 0.5:-2"), "expected a range of stored values within [-128, 127]"},
      {"quantized_type_c3", of("i8<-2:«127|128»>:f32, 0.5"), "expected a range of stored values"},
      {"quantized_type_c5", of("i8:f32, «0.5|-0.5»"), "expected scales above zero"},
      {"quantized_type_c5", of("i8:f64, «0.5|0.0»"), "expected scales above zero"},
      {"quantized_type_c5", of("i8:f16, «6.0e-8|4.9e-8»"), "expected scales above zero, as numbers of f16 are"},
      {"quantized_type_c6", of("i8:f16, «6.0e4|1.0e5»"), "expected scales that are finite as f16"},
      {"quantized_type_c7", of("i8:f32, 0.5:«127|128»"), "expected zero points within [-128, 127]"},
      {"quantized_type_c7", of("i8<-4:4>:f32:0, {0.5:4, 0.5:«-4|-5»}"), "expected zero points within [-4, 4]"},
      {"quantized_type_c12", of("i8:f32:«1|2», {0.5, 1.0, 2.0}"), "expected a quantized dimension below 2"},
      {"quantized_type_c13", of("i8:f32:«1|0», {0.5, 1.0, 2.0}"),
       "expected a scale for each of the 2 indices of dimension 0"},
  };
}

std::vector<ConstraintCase> conversionCases() {
  return {
      {"uniform_quantize_i1", program("uniform_quantize", {"tensor<2x«f32|i32»>"}, tensor("2", "i8:f32, 0.5")),
       "expected an operand of reals or quantized elements"},
      {"uniform_quantize_c1", program("uniform_quantize", {"tensor<2xf32>"}, tensor("«2|3»", "i8:f32, 0.5")),
       "expected a result with the sizes of the operand"},
      {"uniform_quantize_c2", program("uniform_quantize", {"tensor<2xf32>"}, tensor("2", "i8:«f32|f64», 0.5")),
       "expected a result that expresses the type of the operand"},
      {"uniform_quantize_c2",
       program("uniform_quantize", {tensor("2", "i8:f32, 0.5")}, tensor("2", "i8:«f32|f64», 0.5")),
       "expected a result that expresses the type of the operand"},
      {"uniform_quantize_c2",
       program("uniform_quantize", {"tensor<2xf32>"}, strCat("«", tensor("2", "i8:f32, 0.5"), "|tensor<2xi8>»")),
       "expected a quantized result"},
      {"uniform_dequantize_i1",
       program("uniform_dequantize", {strCat("«", tensor("2", "i8:f32, 0.5"), "|tensor<2xf32>»")}, "tensor<2xf32>"),
       "expected a quantized operand"},
      {"uniform_dequantize_c1", program("uniform_dequantize", {tensor("2", "i8:f32, 0.5")}, "tensor<«2|3»xf32>"),
       "expected a result with the sizes of the operand"},
      {"uniform_dequantize_c2", program("uniform_dequantize", {tensor("2", "i8:f32, 0.5")}, "tensor<2x«f32|f64»>"),
       "expected results of the type that the operand expresses"},
  };
}

std::vector<ConstraintCase> sumCases() {
  const std::string plain = tensor("2x2", "i8:f32, 0.5"), axis = tensor("2x2", "i8:f32:0, {0.5, 1.0}"),
                    choice = tensor("2x2", "i8:f32:«0|1», {0.5, 1.0}");
  return {
      {"add_c2", program("add", {plain, plain}, strCat("«", plain, "|tensor<2x2xf32>»")),
       "expected operands and result to be quantized all, or none of them"},
      {"add_c3", program("add", {tensor("2x2", "«i8|i16»:f32, 0.5"), plain}, plain), "expected one storage type"},
      {"add_c4", program("add", {plain, plain}, tensor("2x2", "i8:«f32|f64», 0.5")), "expected one expressed type"},
      {"add_c5", program("add", {strCat("«", axis, "|", plain, "»"), plain}, axis), "quantized per axis"},
      {"add_c6", program("add", {choice, plain}, axis), "dimension of the first operand in the result"},
      {"add_c7", program("add", {plain, choice}, axis), "dimension of the second operand in the result"},
  };
}

std::vector<ConstraintCase> movementCases() {
  const std::string from = tensor("2x3", "i8:f32:1, {0.5, 1.0, 2.0}");
  const auto broadcast = [](std::string_view operand, std::string_view result, std::string_view op,
                            std::string_view extra) {
    std::vector<std::string> operands = {std::string(operand)};
    if (!extra.empty()) operands.emplace_back(extra);
    return program(op, operands, result, "broadcast_dimensions = array<i64: 0, 1>");
  };
  std::vector<ConstraintCase> cases = {
      {"transpose_c1",
       program("transpose", {from}, tensor("3x2", "i8:f32:0, {0.5, 1.0, «2.0|4.0»}"), "permutation = array<i64: 1, 0>"),
       "expected the quantized type of the operand in the result"},
      {"transpose_c4",
       program("transpose", {tensor("2x2", "i8:f32:1, {0.5, 1.0}")}, tensor("2x2", "i8:f32:«0|1», {0.5, 1.0}"),
               "permutation = array<i64: 1, 0>"),
       "where the permutation puts it"},
      {"reshape_c1", program("reshape", {from}, tensor("2x1x3", "«i8|i16»:f32:2, {0.5, 1.0, 2.0}")),
       "expected the quantized type of the operand in the result"},
      {"reshape_c3",
       program("reshape", {tensor("2x2", "i8:f32:1, {0.5, 1.0}")}, tensor("2x2x1", "i8:f32:«1|0», {0.5, 1.0}")),
       "as many elements before, along and behind the quantized dimension"},
      {"slice_c1",
       program("slice", {tensor("4", "i8:f32, 0.5")}, tensor("2", "i8:f32, «0.5|1.0»"),
               "start_indices = array<i64: 0>, limit_indices = array<i64: 2>, strides = array<i64: 1>"),
       "expected one quantized type for the elements that stablehlo.slice hands on"},
      {"slice_i1",
       program("slice", {tensor("2", "i8:f32«, 0.5|:0, {0.5, 1.0}»")}, tensor("2", "i8:f32«, 0.5|:0, {0.5, 1.0}»"),
               "start_indices = array<i64: 0>, limit_indices = array<i64: 2>, strides = array<i64: 1>"),
       "expected one scale for the whole tensor of operand 0"},
  };
  for (const auto& [op, extra] : {std::pair("broadcast_in_dim", ""), {"dynamic_broadcast_in_dim", "tensor<2xi32>"}}) {
    cases.push_back({strCat(op, "_c1"),
                     broadcast(tensor("1x2", "i8:f32, 0.5"), tensor("2x2", "«i8|i16»:f32, 0.5"), op, extra),
                     "expected the quantized type of the operand in the result"});
    cases.push_back(
        {strCat(op, "_c6"),
         broadcast(tensor("2x2", "i8:f32:1, {0.5, 1.0}"), tensor("2x2", "i8:f32:«1|0», {0.5, 1.0}"), op, extra),
         "expected the quantized dimension of the operand where it is in the result"});
    cases.push_back(
        {strCat(op, "_c6"),
         broadcast(tensor("2x1", "i8:f32:1, {0.5:1}"), tensor("2x2", "i8:f32:1, {0.5:1, 0.5:«1|2»}"), op, extra),
         "expected the scales and zero points of the operand in the result"});
  }
  return cases;
}

std::vector<ConstraintCase> productCases() {
  const std::string plain = tensor("2x2", "i8:f32, 0.5"), real = "tensor<2x2xf32>";
  std::vector<ConstraintCase> cases;
  // With and without padding that is an operand.
  const auto convolution = [&](int number, std::vector<std::string> operands, std::string_view result,
                               std::string_view message) {
    constexpr std::string_view kAttributes =
        "dimension_numbers = #stablehlo.conv<[b, f]x[i, o]->[b, f]>, feature_group_count = 1 : i64, batch_group_count "
        "= 1 : i64";
    cases.push_back(
        {strCat("convolution_c", number), program("convolution", operands, result, kAttributes), std::string(message)});
    operands.emplace_back("tensor<0x2xi64>");
    cases.push_back({strCat("dynamic_conv_c", number),
                     changed(program("dynamic_conv", operands, result, kAttributes),
                             {{", %a2: tensor<0x2xi64>\n", "\n%a2 = stablehlo.constant dense<> : tensor<0x2xi64>\n"}}),
                     std::string(message)});
  };
  const auto both = [&](int dotNumber, int convolutionNumber, const std::vector<std::string>& operands,
                        std::string_view result, std::string_view message) {
    cases.push_back({strCat("dot_general_c", dotNumber),
                     program("dot_general", operands, result,
                             "dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], "
                             "rhs_contracting_dimensions = [0]>"),
                     std::string(message)});
    convolution(convolutionNumber, operands, result, message);
  };
  both(14, 28, {strCat("«", plain, "|", real, "»"), plain}, plain,
       "expected a quantized second operand, and the first quantized as the result is");
  both(17, 31, {plain, tensor("2x2", "«i8|i16»:f32, 0.5")}, plain, "expected operands of one storage type");
  both(18, 32, {plain, plain}, tensor("2x2", "i8:«f32|f64», 0.5"), "expected one expressed type");
  both(19, 33, {plain, tensor("2x2", "i8:f32«:1, {0.5, 1.0}|, 0.5»")}, tensor("2x2", "i8:f32:1, {0.5, 1.0}"),
       "expected one scale for the whole result");
  both(20, 34, {real, tensor("2x2", "i8:«f32|f16», 0.5")}, real,
       "expected the first operand and the result to be of the type that the second expresses");
  cases.push_back({"dot_general_c15",
                   program("dot_general", {plain, tensor("2x2", "i8:f32, 0.5:«0|1»")}, plain,
                           "dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], "
                           "rhs_contracting_dimensions = [0]>"),
                   "expected zero points of the second operand that are 0"});
  cases.push_back({"dot_general_c16",
                   program("dot_general", {plain, tensor("2x2", "i8:f32:«1|0», {0.5, 1.0}")}, plain,
                           "dot_dimension_numbers = #stablehlo.dot<lhs_contracting_dimensions = [1], "
                           "rhs_contracting_dimensions = [0]>"),
                   "expected a quantized dimension of the second operand that is not contracted"});
  convolution(29, {plain, tensor("2x2", "i8:f32:«1|0», {0.5, 1.0}")}, plain,
              "expected the kernel's output features to be its quantized dimension");
  convolution(30, {plain, tensor("2x2", "i8:f32:1, {0.5, 1.0}")}, tensor("2x2", "i8:f32:«1|0», {0.5, 1.0}"),
              "expected the features to be the quantized dimension of the result");
  return cases;
}

// Ops of reals take elements with one scale, of one type but for scales and zero points; those of integers take none.
std::vector<ConstraintCase> elementCases() {
  std::vector<ConstraintCase> cases;
  const std::string one = tensor("2", "i8:f32, 0.5"), axis = tensor("2", "i8:f32:0, {0.5, 1.0}"),
                    either = strCat("«", one, "|", axis, "»"), other = tensor("2", "«i8|i16»:f32, 1.0:3");
  for (const char* op : {"abs", "cbrt", "ceil", "cosine", "exponential", "exponential_minus_one", "floor", "log",
                         "log_plus_one", "logistic", "negate", "round_nearest_afz", "round_nearest_even", "rsqrt",
                         "sign", "sine", "sqrt", "tan", "tanh"}) {
    cases.push_back({strCat(op, "_i1"), program(op, {either}, either), "expected one scale for the whole tensor"});
    cases.push_back({strCat(op, op == std::string_view("abs") ? "_c2" : "_c1"), program(op, {one}, other),
                     "expected one quantized type of operands and results but for scales and zero points"});
  }
  for (const char* op : {"atan2", "divide", "maximum", "minimum", "multiply", "power", "remainder", "subtract"}) {
    cases.push_back({strCat(op, "_i2"), program(op, {one, either}, one), "of operand 1"});
    cases.push_back({strCat(op, "_c1"), program(op, {one, other}, one), "but for scales and zero points"});
    cases.push_back({strCat(op, "_c1"), program(op, {one, one}, strCat("«", one, "|tensor<2xf32>»")),
                     "but for scales and zero points"});
  }
  for (const char* op : {"and", "or", "xor", "shift_left", "shift_right_arithmetic", "shift_right_logical"}) {
    const std::string type = strCat("«tensor<2xi8>|", one, "»");
    cases.push_back({strCat(op, "_i1"), program(op, {type, type}, type), "expected no quantized type of operand 0"});
  }
  const std::string_view kLess = "comparison_direction = #stablehlo<comparison_direction LT>";
  cases.push_back({"compare_i1", program("compare", {either, one}, "tensor<2xi1>", kLess), "expected one scale"});
  cases.push_back({"compare_c1", program("compare", {one, other}, "tensor<2xi1>", kLess), "one quantized type"});
  cases.push_back({"is_finite_i1", program("is_finite", {either}, "tensor<2xi1>"), "expected one scale"});
  cases.push_back({"select_c2", program("select", {"tensor<2xi1>", one, other}, one), "one quantized type"});
  cases.push_back({"clamp_c3", program("clamp", {one, one, other}, one), "one quantized type"});
  cases.push_back({"clamp_c4", program("clamp", {one, one, one}, other), "one quantized type"});
  // A body may add in a wider type of what is expressed in the same way.
  const auto reduced = [](std::string_view element) {
    const std::string type = tensor("", element);
    return strCat("({\n^bb0(%x: ", type, ", %y: ", type, "):\n%z = stablehlo.add %x, %y : ", type,
                  "\nstablehlo.return %z : ", type, "\n})");
  };
  cases.push_back({"reduce_c6",
                   program("reduce", {tensor("2", "«i8|i32»:f32, 0.5"), tensor("", "«i8|i32»:f32, 0.5")},
                           tensor("", "i16:f32, 0.5"), "dimensions = array<i64: 0>", reduced("i16:f32, 0.5")),
                   "expected a body of the quantized type of operand 0 or a wider one"});
  return cases;
}

const std::vector<ConstraintCase> kQuantized = addConstraintCases([] {
  std::vector<ConstraintCase> cases;
  for (auto make : {typeCases, conversionCases, sumCases, movementCases, productCases, elementCases}) {
    for (ConstraintCase& test : make()) cases.push_back(std::move(test));
  }
  return cases;
}());

TEST(Constraints, QuantizedTypes) {
  for (const ConstraintCase& test : kQuantized) checkCase(test);
}

}  // namespace
}  // namespace partita
