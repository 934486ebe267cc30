// The constraints of ops that compute element by element.
#include "tests/unit/graph/constraints/cases.h"

namespace partita {
namespace {

// Element types by their class.
struct Class {
  char letter;
  const char* dtype;
  const char* other;  // of the same class
};
constexpr Class kClasses[] = {{'b', "i1", "i1"},
                              {'s', "i32", "i8"},
                              {'u', "ui32", "ui16"},
                              {'f', "f32", "bf16"},
                              {'c', "complex<f32>", "complex<f64>"}};

struct Op {
  const char* name;
  const char* accepts;  // letters of kClasses
};
constexpr Op kUnary[] = {{"abs", "sfc"},
                         {"cbrt", "fc"},
                         {"ceil", "f"},
                         {"cosine", "fc"},
                         {"exponential", "fc"},
                         {"exponential_minus_one", "fc"},
                         {"count_leading_zeros", "su"},
                         {"floor", "f"},
                         {"log", "fc"},
                         {"log_plus_one", "fc"},
                         {"logistic", "fc"},
                         {"negate", "sufc"},
                         {"not", "bsu"},
                         {"popcnt", "su"},
                         {"round_nearest_afz", "f"},
                         {"round_nearest_even", "f"},
                         {"rsqrt", "fc"},
                         {"sign", "sfc"},
                         {"sine", "fc"},
                         {"sqrt", "fc"},
                         {"tan", "fc"},
                         {"tanh", "fc"}};
constexpr Op kBinary[] = {{"add", "bsufc"},
                          {"and", "bsu"},
                          {"atan2", "fc"},
                          {"divide", "sufc"},
                          {"maximum", "bsufc"},
                          {"minimum", "bsufc"},
                          {"multiply", "bsufc"},
                          {"or", "bsu"},
                          {"power", "sufc"},
                          {"remainder", "sufc"},
                          {"shift_left", "su"},
                          {"shift_right_arithmetic", "su"},
                          {"shift_right_logical", "su"},
                          {"subtract", "sufc"},
                          {"xor", "bsu"}};

const Class& classOf(char letter) {
  for (const Class& one : kClasses) {
    if (one.letter == letter) return one;
  }
  return kClasses[0];
}

std::vector<ConstraintCase> sameTypeCases() {
  std::vector<ConstraintCase> cases;
  const auto program = [](const Op& op, bool binary, const std::string& lhs, const std::string& rhs,
                          const std::string& result) {
    return binary ? strCat("%a: ", lhs, ", %b: ", rhs, "\n%r = \"stablehlo.", op.name, "\"(%a, %b) : (", lhs, ", ", rhs,
                           ") -> ", result)
                  : strCat("%a: ", lhs, "\n%r = \"stablehlo.", op.name, "\"(%a) : (", lhs, ") -> ", result);
  };
  for (const bool binary : {false, true}) {
    for (const Op& op : binary ? absl::MakeConstSpan(kBinary) : absl::MakeConstSpan(kUnary)) {
      const std::string name = op.name;
      const std::string good = strCat("tensor<2x", classOf(op.accepts[0]).dtype, ">");
      for (const Class& one : kClasses) {
        if (std::string_view(op.accepts).find(one.letter) != std::string_view::npos) continue;
        const std::string type = strCat("«", good, "|tensor<2x", one.dtype, ">»");
        const std::string words = strCat("tensor<2x", one.dtype, "> is not a tensor of");
        cases.push_back({name + "_i1", program(op, binary, type, type, type), words});
        if (binary) cases.push_back({name + "_i2", program(op, binary, good, type, good), words});
      }
      const std::string token = strCat("«", good, "|!stablehlo.token»");
      cases.push_back({name + "_i1", program(op, binary, token, token, token), "!stablehlo.token is not a tensor"});
      if (binary) cases.push_back({name + "_i2", program(op, binary, good, token, good), "!stablehlo.token"});
      // What the remainder of complex numbers is, is not said yet.
      const char letter = name == "remainder" ? 'f' : op.accepts[std::string_view(op.accepts).size() - 1];
      const std::string dtype = classOf(letter).dtype, other = classOf(letter).other;
      const std::string type = strCat("tensor<2x", dtype, ">");
      // abs gives the sizes of complex numbers.
      const bool isAbs = name == "abs";
      const std::string result = isAbs ? "tensor<2xf32>" : type;
      const std::string otherResult = strCat("«", result, "|tensor<2x", other, ">»");
      const std::string longer = strCat("tensor<«2|3»x", isAbs ? "f32" : dtype, ">");
      cases.push_back({name + (isAbs ? "_c2" : "_c1"), program(op, binary, type, type, otherResult),
                       strCat("expected result type ", result)});
      cases.push_back({name + "_c1", program(op, binary, type, type, longer), strCat("expected result type ", result)});
      if (!binary) continue;
      cases.push_back({name + "_c1", program(op, binary, type, strCat("«", type, "|tensor<2x", other, ">»"), type),
                       strCat("operand types differ: tensor<2x", dtype, ">, tensor<2x", other, ">")});
      cases.push_back(
          {name + "_c1", program(op, binary, type, strCat("tensor<«2|1»x", dtype, ">"), type), "operand types differ"});
    }
  }
  return cases;
}

const std::vector<ConstraintCase> kSameType = addConstraintCases(sameTypeCases());

TEST(Constraints, SameType) {
  for (const ConstraintCase& test : kSameType) checkCase(test);
}

const std::vector<ConstraintCase> kOthers = addConstraintCases({
    {"is_finite_i1",
     R"(%a: tensor<2x«f32|i32»>
%r = stablehlo.is_finite %a : (tensor<2x«f32|i32»>) -> tensor<2xi1>)",
     "tensor<2xi32>"},
    {"is_finite_i1",
     R"(%a: tensor<2x«f32|complex<f32>»>
%r = stablehlo.is_finite %a : (tensor<2x«f32|complex<f32>»>) -> tensor<2xi1>)",
     "tensor<2xcomplex<f32>>"},
    {"is_finite_c1",
     R"(%a: tensor<2xf32>
%r = stablehlo.is_finite %a : (tensor<2xf32>) -> tensor<«2|3»xi1>)",
     "expected result type tensor<2xi1>"},
    {"compare_i1",
     R"(%a: «tensor<f32>|!stablehlo.token»
%r = "stablehlo.compare"(%a, %a) <{comparison_direction = #stablehlo<comparison_direction LT>}> : («tensor<f32>|!stablehlo.token», «tensor<f32>|!stablehlo.token») -> tensor<i1>)",
     "!stablehlo.token"},
    {"compare_i2",
     R"(%a: tensor<f32>, %b: «tensor<f32>|!stablehlo.token»
%r = "stablehlo.compare"(%a, %b) <{comparison_direction = #stablehlo<comparison_direction LT>}> : (tensor<f32>, «tensor<f32>|!stablehlo.token») -> tensor<i1>)",
     "!stablehlo.token"},
    {"compare_c1",
     R"(%a: tensor<2xf32>, %b: tensor<2x«f32|f64»>
%r = stablehlo.compare LT, %a, %b : (tensor<2xf32>, tensor<2x«f32|f64»>) -> tensor<2xi1>)",
     "element types differ: tensor<2xf32> and tensor<2xf64>"},
    {"compare_c2",
     R"(%a: tensor<2xf32>, %b: tensor<«2|3»xf32>
%r = stablehlo.compare LT, %a, %b : (tensor<2xf32>, tensor<«2|3»xf32>) -> tensor<2xi1>)",
     "shapes differ: tensor<2xf32> and tensor<3xf32>"},
    {"compare_c2",
     R"(%a: tensor<2xf32>
%r = stablehlo.compare LT, %a, %a : (tensor<2xf32>, tensor<2xf32>) -> tensor<«2|3»xi1>)",
     "expected result type tensor<2xi1>"},
    {"compare_i3",
     R"(%a: tensor<2xf32>
%r = "stablehlo.compare"(%a, %a) <{comparison_direction = #stablehlo<comparison_direction «LT|LESS»>}> : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xi1>)",
     "'LESS' is not one of EQ NE GE GT LE LT"},
    {"compare_i3",
     R"(%a: tensor<2xf32>
%r = "stablehlo.compare"(%a, %a) <{comparison_direction = «#stablehlo<comparison_direction LT>|3 : i64»}> : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xi1>)",
     "comparison_direction", Says::kPlace},
    {"compare_i4",
     R"(%a: tensor<2xf32>
%r = stablehlo.compare LT, %a, %a, «FLOAT|REAL» : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xi1>)",
     "'REAL' is not one of FLOAT TOTALORDER SIGNED UNSIGNED"},
    {"compare_c3",
     R"(%a: tensor<2xi32>
%r = stablehlo.compare LT, %a, %a, «SIGNED|UNSIGNED» : (tensor<2xi32>, tensor<2xi32>) -> tensor<2xi1>)",
     "UNSIGNED does not fit tensor<2xi32>"},
    {"compare_c3",
     R"(%a: tensor<2xui32>
%r = stablehlo.compare LT, %a, %a, «UNSIGNED|SIGNED» : (tensor<2xui32>, tensor<2xui32>) -> tensor<2xi1>)",
     "SIGNED does not fit tensor<2xui32>"},
    {"compare_c3",
     R"(%a: tensor<2xi1>
%r = stablehlo.compare LT, %a, %a, «UNSIGNED|SIGNED» : (tensor<2xi1>, tensor<2xi1>) -> tensor<2xi1>)",
     "SIGNED does not fit tensor<2xi1>"},
    {"compare_c3",
     R"(%a: tensor<2xf32>
%r = stablehlo.compare LT, %a, %a, «TOTALORDER|SIGNED» : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xi1>)",
     "SIGNED does not fit tensor<2xf32>"},
    {"compare_c3",
     R"(%a: tensor<2xcomplex<f32>>
%r = stablehlo.compare EQ, %a, %a, «FLOAT|TOTALORDER» : (tensor<2xcomplex<f32>>, tensor<2xcomplex<f32>>) -> tensor<2xi1>)",
     "TOTALORDER does not fit tensor<2xcomplex<f32>>"},
    {"select_i1",
     R"(%p: tensor<2x«i1|i32»>, %a: tensor<2xf32>
%r = stablehlo.select %p, %a, %a : tensor<2x«i1|i32»>, tensor<2xf32>)",
     "the predicate is tensor<2xi32>, not i1"},
    {"select_i2",
     R"(%p: tensor<i1>, %a: «tensor<f32>|!stablehlo.token»
%r = "stablehlo.select"(%p, %a, %a) : (tensor<i1>, «tensor<f32>|!stablehlo.token», «tensor<f32>|!stablehlo.token») -> «tensor<f32>|!stablehlo.token»)",
     "!stablehlo.token"},
    {"select_i3",
     R"(%p: tensor<i1>, %a: tensor<f32>, %b: «tensor<f32>|!stablehlo.token»
%r = "stablehlo.select"(%p, %a, %b) : (tensor<i1>, tensor<f32>, «tensor<f32>|!stablehlo.token») -> tensor<f32>)",
     "!stablehlo.token"},
    {"select_c1",
     R"(%p: tensor<«2|3»xi1>, %a: tensor<2xf32>
%r = stablehlo.select %p, %a, %a : tensor<«2|3»xi1>, tensor<2xf32>)",
     "the predicate tensor<3xi1> is neither a scalar nor of the shape of tensor<2xf32>"},
    {"select_c2",
     R"(%p: tensor<2xi1>, %a: tensor<2xf32>, %b: tensor<2x«f32|f16»>
%r = "stablehlo.select"(%p, %a, %b) : (tensor<2xi1>, tensor<2xf32>, tensor<2x«f32|f16»>) -> tensor<2xf32>)",
     "branches differ: tensor<2xf32> and tensor<2xf16>"},
    {"select_c2",
     R"(%p: tensor<i1>, %a: tensor<2xf32>, %b: tensor<«2|1»xf32>
%r = "stablehlo.select"(%p, %a, %b) : (tensor<i1>, tensor<2xf32>, tensor<«2|1»xf32>) -> tensor<2xf32>)",
     "branches differ: tensor<2xf32> and tensor<1xf32>"},
    {"select_c2",
     R"(%p: tensor<i1>, %a: tensor<2xf32>
%r = "stablehlo.select"(%p, %a, %a) : (tensor<i1>, tensor<2xf32>, tensor<2xf32>) -> tensor<2x«f32|f16»>)",
     "expected result type tensor<2xf32>"},
    {"clamp_i1",
     R"(%t: «tensor<f32>|!stablehlo.token», %a: tensor<f32>
%r = "stablehlo.clamp"(%t, %a, %a) : («tensor<f32>|!stablehlo.token», tensor<f32>, tensor<f32>) -> tensor<f32>)",
     "!stablehlo.token"},
    {"clamp_i2",
     R"(%t: «tensor<f32>|!stablehlo.token», %a: tensor<f32>
%r = "stablehlo.clamp"(%a, %t, %a) : (tensor<f32>, «tensor<f32>|!stablehlo.token», tensor<f32>) -> tensor<f32>)",
     "!stablehlo.token"},
    {"clamp_i3",
     R"(%t: «tensor<f32>|!stablehlo.token», %a: tensor<f32>
%r = "stablehlo.clamp"(%a, %a, %t) : (tensor<f32>, tensor<f32>, «tensor<f32>|!stablehlo.token») -> tensor<f32>)",
     "!stablehlo.token"},
    {"clamp_c1",
     R"(%l: tensor<«2|1»xf32>, %a: tensor<2xf32>
%r = "stablehlo.clamp"(%l, %a, %a) : (tensor<«2|1»xf32>, tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>)",
     "min tensor<1xf32> is neither a scalar nor of the shape of tensor<2xf32>"},
    {"clamp_c2",
     R"(%a: tensor<2xf32>, %h: tensor<«2|1»xf32>
%r = "stablehlo.clamp"(%a, %a, %h) : (tensor<2xf32>, tensor<2xf32>, tensor<«2|1»xf32>) -> tensor<2xf32>)",
     "max tensor<1xf32> is neither a scalar nor of the shape of tensor<2xf32>"},
    {"clamp_c3",
     R"(%l: tensor<«f32|i32»>, %a: tensor<2xf32>
%r = "stablehlo.clamp"(%l, %a, %a) : (tensor<«f32|i32»>, tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>)",
     "element types differ: tensor<i32>, tensor<2xf32>, tensor<2xf32>"},
    {"clamp_c3",
     R"(%a: tensor<2xf32>, %h: tensor<«f32|f64»>
%r = "stablehlo.clamp"(%a, %a, %h) : (tensor<2xf32>, tensor<2xf32>, tensor<«f32|f64»>) -> tensor<2xf32>)",
     "element types differ: tensor<2xf32>, tensor<2xf32>, tensor<f64>"},
    {"clamp_c4",
     R"(%a: tensor<2xf32>
%r = "stablehlo.clamp"(%a, %a, %a) : (tensor<2xf32>, tensor<2xf32>, tensor<2xf32>) -> tensor<«2|3»xf32>)",
     "expected result type tensor<2xf32>"},
    {"convert_i1",
     R"(%a: «tensor<i32>|!stablehlo.token»
%r = "stablehlo.convert"(%a) : («tensor<i32>|!stablehlo.token») -> tensor<f32>)",
     "!stablehlo.token"},
    {"convert_c1",
     R"(%a: tensor<2xf32>
%r = stablehlo.convert %a : (tensor<2xf32>) -> tensor<«2|3»xi32>)",
     "shapes differ: tensor<2xf32> to tensor<3xi32>"},
    {"bitcast_convert_i1",
     R"(%a: «tensor<f32>|!stablehlo.token»
%r = stablehlo.bitcast_convert %a : («tensor<f32>|!stablehlo.token») -> «tensor<i32>|!stablehlo.token»)",
     "!stablehlo.token"},
    {"bitcast_convert_c1",
     R"(%a: tensor<2xf32>
%r = stablehlo.bitcast_convert %a : (tensor<2xf32>) -> tensor<«2|3»xi32>)",
     "tensor<2xf32> does not hold the bits of tensor<3xi32>"},
    {"bitcast_convert_c1",
     R"(%a: tensor<2xf32>
%r = stablehlo.bitcast_convert %a : (tensor<2xf32>) -> tensor<2«x4|»xi8>)",
     "tensor<2xf32> does not hold the bits of tensor<2xi8>"},
    {"bitcast_convert_c1",
     R"(%a: tensor<2x«2|3»xi32>
%r = stablehlo.bitcast_convert %a : (tensor<2x«2|3»xi32>) -> tensor<2xf64>)",
     "tensor<2x3xi32> does not hold the bits of tensor<2xf64>"},
    {"bitcast_convert_c2",
     R"(%a: tensor<2x«complex<f32>|f64»>
%r = stablehlo.bitcast_convert %a : (tensor<2x«complex<f32>|f64»>) -> tensor<2xcomplex<f32>>)",
     "one of tensor<2xf64> and tensor<2xcomplex<f32>> is complex"},
    {"map_i1",
     R"(%a: «tensor<f32>|!stablehlo.token»
%r = "stablehlo.map"(%a) <{dimensions = array<i64>}> ({
^bb0(%x: «tensor<f32>|!stablehlo.token»):
  stablehlo.return %x : «tensor<f32>|!stablehlo.token»
}) : («tensor<f32>|!stablehlo.token») -> «tensor<f32>|!stablehlo.token»)",
     "!stablehlo.token"},
    {"map_c1",
     R"(%a: tensor<2xf32>, %b: tensor<«2|1»xf32>
%r = "stablehlo.map"(%a, %b) <{dimensions = array<i64: 0>}> ($add(f32)) : (tensor<2xf32>, tensor<«2|1»xf32>) -> tensor<2xf32>)",
     "shapes differ: tensor<2xf32>, tensor<1xf32>"},
    {"map_c1",
     R"(%a: tensor<2xf32>
%r = "stablehlo.map"(%a, %a) <{dimensions = array<i64: 0>}> ($add(f32)) : (tensor<2xf32>, tensor<2xf32>) -> tensor<«2|1»xf32>)",
     "expected result type tensor<2xf32>"},
    {"map_c2",
     R"(%a: tensor<f32>
%r = "stablehlo.map"(«%a|») <{dimensions = array<i64>}> ({
«^bb0(%x: tensor<f32>):|»
  stablehlo.return %a : tensor<f32>
}) : («tensor<f32>|») -> tensor<f32>)",
     "at least one input"},
    {"map_c3",
     R"(%a: tensor<2x3xf32>
%r = "stablehlo.map"(%a, %a) <{dimensions = array<i64: «0, 1|1, 0»>}> ($add(f32)) : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>)",
     "dimensions [1,0] must be all of those of tensor<2x3xf32>, in order"},
    {"map_c4",
     R"(%a: tensor<2x«f32|f64»>
%r = "stablehlo.map"(%a, %a) <{dimensions = array<i64: 0>}> ($add(f32)) : (tensor<2x«f32|f64»>, tensor<2x«f32|f64»>) -> tensor<2xf32>)",
     "does not map the elements of tensor<2xf64>, tensor<2xf64>"},
    {"map_c4",
     R"(%a: tensor<2xf32>
%r = "stablehlo.map"(%a, %a) <{dimensions = array<i64: 0>}> ($add(f32)) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2x«f32|f64»>)",
     "expected result type tensor<2xf32>"},
    {"map_i2",
     R"(%a: tensor<2xf32>
%r = "stablehlo.map"(%a, %a) <{dimensions = «array<i64: 0>|"all"»}> ($add(f32)) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>)",
     "dimensions", Says::kPlace},
    {"map_i3",
     R"(%a: tensor<2xf32>
%r = "stablehlo.map"(%a, %a) <{dimensions = array<i64: 0>}> «($add(f32))|» : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>)",
     "expected 1 regions of stablehlo.map, found 0", Says::kPlace},
    {"reduce_precision_i1",
     R"(%a: tensor<2x«f32|i32»>
%r = stablehlo.reduce_precision %a, format = e5m2 : tensor<2x«f32|i32»>)",
     "tensor<2xi32>"},
    {"reduce_precision_c1",
     R"(%a: tensor<2xf32>
%r = "stablehlo.reduce_precision"(%a) <{exponent_bits = 5 : i32, mantissa_bits = 2 : i32}> : (tensor<2xf32>) -> tensor<2x«f32|f16»>)",
     "expected result type tensor<2xf32>"},
    {"reduce_precision_i2",
     R"(%a: tensor<2xf32>
%r = "stablehlo.reduce_precision"(%a) <{exponent_bits = «5 : i32|"5"», mantissa_bits = 2 : i32}> : (tensor<2xf32>) -> tensor<2xf32>)",
     "exponent_bits", Says::kPlace},
    {"reduce_precision_i2",
     R"(%a: tensor<2xf32>
%r = "stablehlo.reduce_precision"(%a) <{exponent_bits = «2147483647|2147483648» : i64, mantissa_bits = 2 : i32}> : (tensor<2xf32>) -> tensor<2xf32>)",
     "exponent_bits 2147483648 does not fit into 32 bits"},
    {"reduce_precision_c2",
     R"(%a: tensor<2xf32>
%r = "stablehlo.reduce_precision"(%a) <{exponent_bits = «5|0» : i32, mantissa_bits = 2 : i32}> : (tensor<2xf32>) -> tensor<2xf32>)",
     "exponent_bits 0 must be 1 at least"},
    {"reduce_precision_i3",
     R"(%a: tensor<2xf32>
%r = "stablehlo.reduce_precision"(%a) <{exponent_bits = 5 : i32, mantissa_bits = «2 : i32|dense<2> : tensor<1xi32>»}> : (tensor<2xf32>) -> tensor<2xf32>)",
     "mantissa_bits", Says::kPlace},
    {"reduce_precision_c3",
     R"(%a: tensor<2xf32>
%r = "stablehlo.reduce_precision"(%a) <{exponent_bits = 5 : i32, mantissa_bits = «2|-1» : i32}> : (tensor<2xf32>) -> tensor<2xf32>)",
     "mantissa_bits -1 must not be negative"},
});

TEST(Constraints, Elementwise) {
  for (const ConstraintCase& test : kOthers) checkCase(test);
}

}  // namespace
}  // namespace partita
