// What docs/numerics.md says of overflow, division by zero, shifts, indices out of range, special values and small
// numbers, with both engines.
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>

#include "codegen/codegen.h"
#include "frontends/stablehlo.h"
#include "graph/evaluate.h"
#include "tests/support/thunk_runner.h"

namespace partita {
namespace {

Tensor reals(DType dtype, std::vector<double> values) {
  Tensor out(TensorType(dtype, {static_cast<int64_t>(values.size())}));
  for (size_t i = 0; i < values.size(); ++i) out.set(static_cast<int64_t>(i), values[i]);
  return out;
}
Tensor integers(DType dtype, std::vector<int64_t> values) {
  Tensor out(TensorType(dtype, {static_cast<int64_t>(values.size())}));
  for (size_t i = 0; i < values.size(); ++i) out.setInt(static_cast<int64_t>(i), values[i]);
  return out;
}

// The same, with the sign of zeros; any NaN for a NaN.
void expectSame(const Tensor& found, const Tensor& expected, std::string_view engine) {
  ASSERT_EQ(found.type(), expected.type()) << engine;
  for (int64_t i = 0; i < found.elements(); ++i) {
    if (isFloat(found.type().dtype)) {
      const double a = found.asDouble(i), b = expected.asDouble(i);
      EXPECT_TRUE((std::isnan(a) && std::isnan(b)) || std::bit_cast<uint64_t>(a) == std::bit_cast<uint64_t>(b))
          << engine << ", element " << i << ": " << a << " for " << b;
    } else {
      EXPECT_EQ(found.asInt(i), expected.asInt(i)) << engine << ", element " << i;
    }
  }
}

void expectBoth(const std::string& body, const std::vector<Tensor>& arguments, const Tensor& expected) {
  SCOPED_TRACE(body);
  std::string text = "func.func @main(";
  for (size_t i = 0; i < arguments.size(); ++i)
    text += (i > 0 ? ", %a" : "%a") + std::to_string(i) + ": " + arguments[i].type().toString();
  text +=
      ") -> " + expected.type().toString() + " {\n" + body + "\n  return %r : " + expected.type().toString() + "\n}\n";
  const StatusOr<Graph> graph = parseStablehlo(text, "case");
  ASSERT_TRUE(graph.ok()) << graph.status() << "\n" << text;
  const StatusOr<std::vector<Tensor>> reference = evaluate(*graph, arguments);
  ASSERT_TRUE(reference.ok()) << reference.status();
  expectSame((*reference)[0], expected, "reference");
  CompileOptions options;
  options.target = hostTarget();
  const StatusOr<Program> program = compile(*graph, options);
  ASSERT_TRUE(program.ok()) << program.status();
  const StatusOr<std::unique_ptr<KernelTable>> kernels = loadKernels(*program);
  ASSERT_TRUE(kernels.ok()) << kernels.status();
  const StatusOr<std::vector<Tensor>> compiled = runThunks(*program, **kernels, arguments);
  ASSERT_TRUE(compiled.ok()) << compiled.status();
  expectSame((*compiled)[0], expected, "compiled");
}

std::string opText(const std::string& op, const Tensor& of, const std::vector<Tensor>& arguments) {
  std::string text = "  %r = \"stablehlo." + op + "\"(";
  for (size_t i = 0; i < arguments.size(); ++i) text += (i > 0 ? ", %a" : "%a") + std::to_string(i);
  text += ") : (";
  for (size_t i = 0; i < arguments.size(); ++i) text += (i > 0 ? ", " : "") + arguments[i].type().toString();
  return text + ") -> " + of.type().toString();
}
void expectOp(const std::string& op, const std::vector<Tensor>& arguments, const Tensor& expected) {
  expectBoth(opText(op, expected, arguments), arguments, expected);
}

constexpr int64_t kMin32 = std::numeric_limits<int32_t>::min(), kMax32 = std::numeric_limits<int32_t>::max();

TEST(EdgeCases, IntegersWrap) {
  const DType i32 = DType::kI32, u8 = DType::kUI8;
  expectOp("add", {integers(i32, {kMax32, kMin32}), integers(i32, {1, -1})}, integers(i32, {kMin32, kMax32}));
  expectOp("multiply", {integers(i32, {kMax32, 65536}), integers(i32, {2, 65536})}, integers(i32, {-2, 0}));
  expectOp("subtract", {integers(u8, {0, 3}), integers(u8, {1, 5})}, integers(u8, {255, 254}));
  expectOp("negate", {integers(i32, {kMin32, 1})}, integers(i32, {kMin32, -1}));
  expectOp("abs", {integers(i32, {kMin32, -5})}, integers(i32, {kMin32, 5}));
}

TEST(EdgeCases, IntegersDividedByZero) {
  const DType i32 = DType::kI32, u8 = DType::kUI8;
  const std::vector<Tensor> operands = {integers(i32, {7, -7, 0, kMin32, -7, 7}), integers(i32, {0, 0, 0, -1, 2, -2})};
  expectOp("divide", operands, integers(i32, {-1, -1, -1, kMin32, -3, -3}));
  expectOp("remainder", operands, integers(i32, {7, -7, 0, 0, -1, 1}));
  expectOp("divide", {integers(u8, {7, 9}), integers(u8, {0, 2})}, integers(u8, {255, 4}));
  expectOp("remainder", {integers(u8, {7, 9}), integers(u8, {0, 2})}, integers(u8, {7, 1}));
}

TEST(EdgeCases, ShiftsBeyondTheWidth) {
  const DType i32 = DType::kI32;
  const Tensor amounts = integers(i32, {0, 31, 32, 100, -1});
  const Tensor x = integers(i32, {-5, -5, -5, -5, -5});
  expectOp("shift_left", {x, amounts}, integers(i32, {-5, kMin32, 0, 0, 0}));
  expectOp("shift_right_arithmetic", {x, amounts}, integers(i32, {-5, -1, -1, -1, -1}));
  expectOp("shift_right_logical", {x, amounts}, integers(i32, {-5, 1, 0, 0, 0}));
}

TEST(EdgeCases, PowersOfIntegers) {
  const DType i32 = DType::kI32;
  expectOp("power", {integers(i32, {2, 0, 1, -1, -1, 3, 10}), integers(i32, {-1, 0, -5, -3, -2, 5, 10})},
           integers(i32, {0, 1, 1, -1, 1, 243, 1410065408}));
}

TEST(EdgeCases, FloatsToIntegers) {
  const Tensor x = reals(DType::kF32, {1.9, -1.9, 3e9, -3e9, INFINITY, -INFINITY, NAN, 300, -1});
  expectOp("convert", {x}, integers(DType::kI32, {1, -1, kMax32, kMin32, kMax32, kMin32, 0, 300, -1}));
  expectOp("convert", {x}, integers(DType::kUI8, {1, 0, 255, 0, 255, 0, 0, 255, 0}));
  expectOp("convert", {x}, integers(DType::kI1, {1, 1, 1, 1, 1, 1, 1, 1, 1}));
}

TEST(EdgeCases, WideIntegersToFloats) {
  const int64_t odd = (int64_t{1} << 53) + 1, large = (int64_t{1} << 62) + (int64_t{1} << 54) + 1;
  expectOp("convert", {integers(DType::kI64, {odd, -odd})}, reals(DType::kF64, {9007199254740992, -9007199254740992}));
  // Just above the middle of two neighbours of bf16: rounded once, and not through f64.
  expectOp("convert", {integers(DType::kI64, {large, -large})}, reals(DType::kBF16, {0x1.02p62, -0x1.02p62}));
}

TEST(EdgeCases, FloatsDividedByZero) {
  const DType f32 = DType::kF32;
  const std::vector<Tensor> operands = {reals(f32, {1, -1, 0, INFINITY, 1}), reals(f32, {0, 0, 0, INFINITY, -0.0})};
  expectOp("divide", operands, reals(f32, {INFINITY, -INFINITY, NAN, NAN, -INFINITY}));
  expectOp("remainder", {reals(f32, {5.5, -5.5, 1, INFINITY}), reals(f32, {2, 2, 0, 2})},
           reals(f32, {1.5, -1.5, NAN, NAN}));
}

TEST(EdgeCases, NansInExtremesAndComparisons) {
  const DType f32 = DType::kF32;
  const std::vector<Tensor> operands = {reals(f32, {NAN, 1, -INFINITY, NAN}), reals(f32, {1, NAN, 2, NAN})};
  expectOp("maximum", operands, reals(f32, {NAN, NAN, 2, NAN}));
  expectOp("minimum", operands, reals(f32, {NAN, NAN, -INFINITY, NAN}));
  const auto compared = [&](const std::string& direction, std::vector<int64_t> expected) {
    expectBoth("  %r = stablehlo.compare " + direction + ", %a0, %a1 : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xi1>",
               operands, integers(DType::kI1, std::move(expected)));
  };
  compared("EQ", {0, 0, 0, 0});
  compared("NE", {1, 1, 1, 1});
  compared("LT", {0, 0, 1, 0});
  compared("GE", {0, 0, 0, 0});
}

TEST(EdgeCases, SmallNumbersAreKept) {
  for (const DType dtype : {DType::kF32, DType::kF64, DType::kBF16, DType::kF16}) {
    const double least = dtype == DType::kF64    ? std::numeric_limits<double>::denorm_min()
                         : dtype == DType::kF32  ? std::ldexp(1.0, -149)
                         : dtype == DType::kBF16 ? std::ldexp(1.0, -133)
                                                 : std::ldexp(1.0, -24);
    const Tensor x = reals(dtype, {least, -3 * least, 4 * least, 0});
    expectOp("add", {x, x}, reals(dtype, {2 * least, -6 * least, 8 * least, 0}));
    expectOp("negate", {x}, reals(dtype, {-least, 3 * least, -4 * least, -0.0}));
    expectOp("ceil", {x}, reals(dtype, {1, -0.0, 1, 0}));
    expectOp("floor", {x}, reals(dtype, {0, -1, 0, 0}));
    expectOp("sign", {x}, reals(dtype, {1, -1, 1, 0}));
    expectOp("sine", {x}, x);
    expectOp("tanh", {x}, x);
    expectOp("log_plus_one", {x}, x);
    expectOp("exponential_minus_one", {x}, x);
    expectOp("multiply", {x, reals(dtype, {0.5, 0.5, 0.5, 0.5})}, reals(dtype, {0, -2 * least, 2 * least, 0}));
  }
}

TEST(EdgeCases, SignsOfZeros) {
  const DType f32 = DType::kF32;
  const Tensor zeros = reals(f32, {0.0, -0.0});
  for (const char* op : {"sine", "tan", "tanh", "sqrt", "cbrt", "floor", "ceil", "sign", "exponential_minus_one",
                         "log_plus_one", "round_nearest_even", "round_nearest_afz"})
    expectOp(op, {zeros}, zeros);
  expectOp("add", {zeros, zeros}, zeros);
  expectOp("multiply", {zeros, reals(f32, {-1, -1})}, reals(f32, {-0.0, 0.0}));
  expectOp("abs", {zeros}, reals(f32, {0.0, 0.0}));
}

TEST(EdgeCases, IndicesOutOfRange) {
  const DType f32 = DType::kF32;
  const Tensor x = reals(f32, {10, 11, 12, 13});
  auto at = [](int64_t i) {
    Tensor out(TensorType(DType::kI32, {}));
    out.setInt(0, i);
    return out;
  };
  // Slices are moved back inside.
  for (const auto& [start, expected] :
       std::vector<std::pair<int64_t, Tensor>>{{-3, reals(f32, {10, 11})}, {3, reals(f32, {12, 13})}})
    expectBoth("  %r = stablehlo.dynamic_slice %a0, %a1, sizes = [2] : (tensor<4xf32>, tensor<i32>) -> tensor<2xf32>",
               {x, at(start)}, expected);
  expectBoth(
      "  %r = stablehlo.dynamic_update_slice %a0, %a1, %a2 : (tensor<4xf32>, tensor<2xf32>, tensor<i32>) -> "
      "tensor<4xf32>",
      {x, reals(f32, {1, 2}), at(9)}, reals(f32, {10, 11, 1, 2}));
  // So are gathered ones, also where the index type has no room for the differences.
  expectBoth(
      "  %r = \"stablehlo.gather\"(%a0, %a1) <{dimension_numbers = #stablehlo.gather<collapsed_slice_dims = [0], "
      "start_index_map = [0], index_vector_dim = 1>, slice_sizes = array<i64: 1>}> : (tensor<4xf32>, tensor<4xi32>) -> "
      "tensor<4xf32>",
      {x, integers(DType::kI32, {-1, 1, 4, kMin32})}, reals(f32, {10, 11, 13, 10}));
  // Updates that do not lie inside are left out.
  expectBoth(
      "  %r = \"stablehlo.scatter\"(%a0, %a1, %a2) <{scatter_dimension_numbers = "
      "#stablehlo.scatter<inserted_window_dims "
      "= [0], scatter_dims_to_operand_dims = [0], index_vector_dim = 1>}> ({\n  ^bb0(%x: tensor<f32>, %y: "
      "tensor<f32>):\n "
      "   %s = stablehlo.add %x, %y : tensor<f32>\n    stablehlo.return %s : tensor<f32>\n  }) : (tensor<4xf32>, "
      "tensor<4xi32>, tensor<4xf32>) -> tensor<4xf32>",
      {x, integers(DType::kI32, {-1, 1, 4, kMin32}), reals(f32, {100, 100, 100, 100})}, reals(f32, {10, 111, 12, 13}));
}

}  // namespace
}  // namespace partita
