// cholesky, triangular_solve, fft and the custom calls of LAPACK: the evaluator against numbers worked out by hand and
// against what these ops mean; layouts; what is refused.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <limits>

#include "graph/op.h"
#include "graph/verify.h"
#include "tests/support/tensors.h"

namespace partita {
namespace {

using ::testing::HasSubstr;
using Complex = std::complex<double>;

std::vector<Tensor> run(std::string_view program, const std::vector<Tensor>& args) {
  const Graph graph = programOf(program);
  StatusOr<std::vector<Tensor>> results = evaluate(graph, args);
  CHECK(results.ok(), results.status().ToString());
  return *std::move(results);
}

std::string refusal(std::string_view program) {
  const StatusOr<Graph> graph = parseStablehlo(strCat("module @test {\n", program, "\n}\n"), "test.mlir");
  EXPECT_FALSE(graph.ok());
  return std::string(graph.status().message());
}

void expectNear(const Tensor& found, const std::vector<double>& expected, double tolerance = 1e-6) {
  ASSERT_EQ(found.elements(), static_cast<int64_t>(expected.size()));
  for (size_t i = 0; i < expected.size(); ++i) {
    const double value = found.asDouble(static_cast<int64_t>(i));
    if (std::isnan(expected[i]))
      EXPECT_TRUE(std::isnan(value)) << i << ": " << value;
    else
      EXPECT_NEAR(value, expected[i], tolerance) << i;
  }
}

Tensor complexTensor(Dims dims, const std::vector<Complex>& values) {
  Tensor out(TensorType(DType::kC128, std::move(dims)));
  std::copy(values.begin(), values.end(), out.mutableAs<Complex>());
  return out;
}
void expectComplex(const Tensor& found, const std::vector<Complex>& expected) {
  ASSERT_EQ(found.elements(), static_cast<int64_t>(expected.size()));
  for (size_t i = 0; i < expected.size(); ++i)
    EXPECT_LT(std::abs(found.as<Complex>()[i] - expected[i]), 1e-12) << i << ": " << found.as<Complex>()[i];
}

TEST(Cholesky, OfTheSpecification) {
  const auto program = [](const char* lower) {
    return strCat("func.func @main(%a: tensor<3x3xf32>) -> tensor<3x3xf32> {\n  %0 = stablehlo.cholesky %a, lower = ",
                  lower, " : tensor<3x3xf32>\n  return %0 : tensor<3x3xf32>\n}");
  };
  // The other triangle is not looked at.
  expectNear(run(program("true"), {f32({3, 3}, {1, 99, 99, 2, 20, 99, 3, 26, 70})})[0], {1, 0, 0, 2, 4, 0, 3, 5, 6});
  expectNear(run(program("false"), {f32({3, 3}, {1, 2, 3, 99, 20, 26, 99, 99, 70})})[0], {1, 2, 3, 0, 4, 5, 0, 0, 6});
  const double nan = std::nan("");
  for (double wrong : {-1.0, 0.0, nan}) {
    expectNear(run(program("true"), {f32({3, 3}, {1, 0, 0, 0, wrong, 0, 0, 0, 1})})[0],
               {nan, 0, 0, nan, nan, 0, nan, nan, nan});
  }
}

TEST(Cholesky, OfComplexNumbersAndBatches) {
  const auto program = [](const char* lower) {
    return strCat("func.func @main(%a: tensor<2x2x2xcomplex<f64>>) -> tensor<2x2x2xcomplex<f64>> {\n",
                  "  %0 = stablehlo.cholesky %a, lower = ", lower,
                  " : tensor<2x2x2xcomplex<f64>>\n  return %0 : tensor<2x2x2xcomplex<f64>>\n}");
  };
  const Complex i(0, 1);
  const Tensor a = complexTensor({2, 2, 2}, {4.0, -2.0 * i, 2.0 * i, 5.0, 9.0, 3.0 + 3.0 * i, 3.0 - 3.0 * i, 6.0});
  expectComplex(run(program("true"), {a})[0], {2.0, 0.0, i, 2.0, 3.0, 0.0, 1.0 - i, 2.0});
  expectComplex(run(program("false"), {a})[0], {2.0, -i, 0.0, 2.0, 3.0, 1.0 + i, 0.0, 2.0});
}

TEST(TriangularSolve, MeansTheProduct) {
  // op(A) X = B and X op(A) = B for every choice: what is solved is multiplied out.
  const std::vector<Complex> a = {{2, 1}, {0.5, -1}, {1, 0.25}, {-1, 3}, {0.5, 0.5}, {3, -1}, {1, 1}, {2, -2}, {1, 2}};
  std::vector<Complex> b;
  for (int k = 0; k < 6; ++k) b.emplace_back(k - 2, 0.5 * k);
  for (bool left : {true, false}) {
    const int64_t rows = left ? 3 : 2, columns = left ? 2 : 3;
    const std::string type = strCat("tensor<", rows, "x", columns, "xcomplex<f64>>");
    for (bool lower : {true, false}) {
      for (bool unit : {true, false}) {
        for (const char* transpose : {"NO_TRANSPOSE", "TRANSPOSE", "ADJOINT"}) {
          SCOPED_TRACE(strCat(left, lower, unit, transpose));
          const auto word = [](bool x) { return x ? "true" : "false"; };
          const Tensor x = run(strCat("func.func @main(%a: tensor<3x3xcomplex<f64>>, %b: ", type, ") -> ", type,
                                      " {\n  %0 = \"stablehlo.triangular_solve\"(%a, %b) <{left_side = ", word(left),
                                      ", lower = ", word(lower), ", transpose_a = #stablehlo<transpose ", transpose,
                                      ">, unit_diagonal = ", word(unit), "}> : (tensor<3x3xcomplex<f64>>, ", type,
                                      ") -> ", type, "\n  return %0 : ", type, "\n}"),
                               {complexTensor({3, 3}, a), complexTensor({rows, columns}, b)})[0];
          const auto coefficient = [&](int64_t i, int64_t j) {
            if (i == j) return unit ? Complex(1) : a[static_cast<size_t>(4 * i)];
            return (i > j) == lower ? a[static_cast<size_t>(3 * i + j)] : Complex();
          };
          const auto op = [&](int64_t i, int64_t j) {
            if (std::string_view(transpose) == "NO_TRANSPOSE") return coefficient(i, j);
            const Complex turned = coefficient(j, i);
            return std::string_view(transpose) == "ADJOINT" ? std::conj(turned) : turned;
          };
          std::vector<Complex> product(6);
          for (int64_t i = 0; i < rows; ++i) {
            for (int64_t j = 0; j < columns; ++j) {
              for (int64_t k = 0; k < 3; ++k) {
                product[static_cast<size_t>(i * columns + j)] +=
                    left ? op(i, k) * x.as<Complex>()[k * columns + j] : x.as<Complex>()[i * columns + k] * op(k, j);
              }
            }
          }
          for (size_t k = 0; k < 6; ++k) EXPECT_LT(std::abs(product[k] - b[k]), 1e-10) << k;
        }
      }
    }
  }
}

TEST(Fft, OfTheSpecification) {
  const auto results =
      run("func.func @main(%x: tensor<4xcomplex<f64>>, %r: tensor<4xf32>) -> (tensor<4xcomplex<f64>>, "
          "tensor<4xcomplex<f64>>, "
          "tensor<4xf32>) {\n"
          "  %0 = stablehlo.fft %x, type = FFT, length = [4] : (tensor<4xcomplex<f64>>) -> tensor<4xcomplex<f64>>\n"
          "  %1 = \"stablehlo.fft\"(%0) <{fft_length = array<i64: 4>, fft_type = #stablehlo<fft_type IFFT>}> : "
          "(tensor<4xcomplex<f64>>) -> tensor<4xcomplex<f64>>\n"
          "  %2 = stablehlo.fft %r, type = RFFT, length = [4] : (tensor<4xf32>) -> tensor<3xcomplex<f32>>\n"
          "  %3 = stablehlo.fft %2, type = IRFFT, length = [4] : (tensor<3xcomplex<f32>>) -> tensor<4xf32>\n"
          "  return %0, %1, %3 : tensor<4xcomplex<f64>>, tensor<4xcomplex<f64>>, tensor<4xf32>\n}",
          {complexTensor({4}, {1.0, 2.0, Complex(0, 1), 0.0}), f32({4}, {1, -2, 3, 0.5})});
  const Complex i(0, 1);
  expectComplex(results[0], {3.0 + i, 1.0 - 3.0 * i, -1.0 + i, 1.0 + i});
  expectComplex(results[1], {1.0, 2.0, i, 0.0});
  expectNear(results[2], {1, -2, 3, 0.5});
}

TEST(Fft, OfSeveralDimensionsIsOneAfterTheOther) {
  Tensor x(TensorType(DType::kF64, {2, 3, 4, 5}));
  for (int64_t k = 0; k < x.elements(); ++k) x.set(k, std::sin(static_cast<double>(k * k)));
  const auto results =
      run("func.func @main(%x: tensor<2x3x4x5xf64>) -> (tensor<2x3x4x3xcomplex<f64>>, tensor<2x3x4x3xcomplex<f64>>, "
          "tensor<2x3x4x5xf64>) {\n"
          "  %0 = stablehlo.fft %x, type = RFFT, length = [3, 4, 5] : (tensor<2x3x4x5xf64>) -> "
          "tensor<2x3x4x3xcomplex<f64>>\n"
          "  %1 = stablehlo.fft %x, type = RFFT, length = [5] : (tensor<2x3x4x5xf64>) -> tensor<2x3x4x3xcomplex<f64>>\n"
          "  %2 = stablehlo.transpose %1, dims = [0, 3, 1, 2] : (tensor<2x3x4x3xcomplex<f64>>) -> "
          "tensor<2x3x3x4xcomplex<f64>>\n"
          "  %3 = stablehlo.fft %2, type = FFT, length = [3, 4] : (tensor<2x3x3x4xcomplex<f64>>) -> "
          "tensor<2x3x3x4xcomplex<f64>>\n"
          "  %4 = stablehlo.transpose %3, dims = [0, 2, 3, 1] : (tensor<2x3x3x4xcomplex<f64>>) -> "
          "tensor<2x3x4x3xcomplex<f64>>\n"
          "  %5 = stablehlo.fft %0, type = IRFFT, length = [3, 4, 5] : (tensor<2x3x4x3xcomplex<f64>>) -> "
          "tensor<2x3x4x5xf64>\n"
          "  return %0, %4, %5 : tensor<2x3x4x3xcomplex<f64>>, tensor<2x3x4x3xcomplex<f64>>, tensor<2x3x4x5xf64>\n}",
          {x});
  expectComplex(results[0], std::vector<Complex>(results[1].as<Complex>(), results[1].as<Complex>() + 72));
  expectNear(results[2], valuesOf(x), 1e-12);
}

// The matrix as LAPACK sees it is the logical one when the layout says columns; without layouts it is transposed.
TEST(CustomCall, LayoutsSayHowArraysLie) {
  const auto program = [](std::string_view layouts) {
    return strCat("func.func @main(%a: tensor<2x3xf32>) -> (tensor<2x3xf32>, tensor<2xi32>) {\n",
                  "  %0:3 = stablehlo.custom_call @lapack_sgetrf_ffi(%a) {mhlo.backend_config = {}", layouts,
                  "} : (tensor<2x3xf32>) -> (tensor<2x3xf32>, tensor<2xi32>, tensor<i32>)\n",
                  "  return %0#0, %0#1 : tensor<2x3xf32>, tensor<2xi32>\n}");
  };
  const Tensor a = f32({2, 3}, {1, 2, 4, 2, 8, 6});
  const auto columns =
      run(program(", operand_layouts = [dense<[0, 1]> : tensor<2xindex>], result_layouts = [dense<[0, 1]> : "
                  "tensor<2xindex>, dense<0> : tensor<1xindex>, dense<> : tensor<0xindex>]"),
          {a});
  expectNear(columns[0], {2, 8, 6, 0.5, -2, 1});
  expectNear(columns[1], {2, 2});
  // Its bytes by columns: (1, 4, 8; 2, 2, 6).
  const auto rows = run(program(""), {a});
  expectNear(rows[0], {2, 0.5, 2, 3, 6, 5});
  expectNear(rows[1], {2, 2});
}

TEST(CustomCall, SaysWhatIsWrong) {
  const auto call = [](std::string_view target, std::string_view attributes) {
    return refusal(
        strCat("func.func @main(%a: tensor<2x3x3xf32>) -> tensor<2x3x3xf32> {\n  %0:2 = stablehlo.custom_call @",
               target, "(%a) {", attributes,
               "} : (tensor<2x3x3xf32>) -> (tensor<2x3x3xf32>, tensor<2xi32>)\n  return %0#0 : "
               "tensor<2x3x3xf32>\n}"));
  };
  const std::string config = "mhlo.backend_config = {uplo = 76 : ui8}";
  EXPECT_THAT(call("my_kernel", ""),
              HasSubstr("test.mlir:3:10: op stablehlo.custom_call @my_kernel is not supported yet"));
  EXPECT_THAT(
      call("xla_ffi_python_cpu_callback", ""),
      HasSubstr("@xla_ffi_python_cpu_callback (it calls back into the Python process that traced the program)"));
  EXPECT_THAT(call("lapack_spotrf_ffi", ""), HasSubstr("lapack_spotrf_ffi needs the attribute uplo"));
  EXPECT_THAT(call("lapack_dpotrf_ffi", config), HasSubstr("operand 0 is tensor<2x3x3xf32>, expected f64[2, n, n]"));
  EXPECT_THAT(call("lapack_spotrf_ffi", config + ", operand_layouts = [dense<[0, 1]> : tensor<2xindex>]"),
              HasSubstr("operand_layouts 0 does not order the dimensions of tensor<2x3x3xf32>"));
  EXPECT_THAT(call("lapack_spotrf_ffi", config + ", operand_layouts = []"),
              HasSubstr("operand_layouts has 0 layouts for 1 arrays"));
  EXPECT_THAT(call("lapack_spotrf_ffi",
                   config + ", sdy.sharding_rule = #sdy.op_sharding_rule<([i, j])->([i, k, l], [i]) {i=2, j=3, k=3, "
                            "l=3}, custom>"),
              HasSubstr("sdy.sharding_rule does not have the dimensions of the operands and results"));
}

// Batch dimensions may be cut, matrices not, as far as the program's own rule allows it.
TEST(CustomCall, ShardingRules) {
  const auto ruleOf = [](std::string_view more) {
    const Graph graph = programOf(
        strCat("func.func @main(%a: tensor<4x2x3x3xf32>) -> tensor<4x2x3x3xf32> {\n  %0:2 = stablehlo.custom_call "
               "@lapack_spotrf_ffi(%a) {mhlo.backend_config = {uplo = 76 : ui8}",
               more,
               "} : (tensor<4x2x3x3xf32>) -> (tensor<4x2x3x3xf32>, tensor<4x2xi32>)\n  return %0#0 : "
               "tensor<4x2x3x3xf32>\n}"));
    const Node& node = graph.nodes[graph.bodyRegion().nodes[0]];
    return opDef(node.kind).sharding(graph, node).toString();
  };
  EXPECT_EQ(ruleOf(""),
            ruleOf(", sdy.sharding_rule = #sdy.op_sharding_rule<([i, j, k, l])->([i, j, m, n], [i, j]) {i=4, "
                   "j=2, k=3, l=3, m=3, n=3}, custom>"));
  const std::string whole = ruleOf(
      ", sdy.sharding_rule = #sdy.op_sharding_rule<([i, j, k, l])->([i, j, m, n], [i, j]) {i=4, j=2, k=3, l=3, m=3, "
      "n=3} need_replication={j}, custom>");
  EXPECT_NE(whole, ruleOf(""));
}

struct Case {
  OpKind kind;
  std::vector<TensorType> operands;
  std::vector<std::pair<std::string, Attr>> attrs;
  std::string message;
};

TEST(LinearAlgebra, EveryConstraintIsChecked) {
  const auto f = [](Dims dims) { return TensorType(DType::kF32, std::move(dims)); };
  const auto c = [](Dims dims) { return TensorType(DType::kC64, std::move(dims)); };
  const auto solve = [](std::vector<TensorType> operands, bool left, const char* transpose, std::string message) {
    return Case{
        OpKind::kTriangularSolve,
        std::move(operands),
        {{"left_side", left}, {"lower", true}, {"unit_diagonal", false}, {"transpose_a", KeywordAttr{transpose}}},
        std::move(message)};
  };
  const auto fft = [](TensorType operand, const char* type, IntsAttr length, std::string message) {
    return Case{OpKind::kFft,
                {std::move(operand)},
                {{"type", KeywordAttr{type}}, {"length", std::move(length)}},
                std::move(message)};
  };
  const std::vector<Case> cases = {
      {OpKind::kCholesky, {TensorType(DType::kI32, {2, 2})}, {{"lower", true}}, "cholesky_i1"},
      {OpKind::kCholesky, {f({2})}, {{"lower", true}}, "cholesky_c2"},
      {OpKind::kCholesky, {f({2, 3})}, {{"lower", true}}, "cholesky_c3"},
      solve({TensorType(DType::kI32, {2, 2}), f({2, 2})}, true, "ADJOINT", "triangular_solve_i1"),
      solve({f({2, 2}), c({2, 2})}, true, "ADJOINT", "triangular_solve_c1"),
      solve({f({2, 2}), f({1, 2, 2})}, true, "ADJOINT", "triangular_solve_c2"),
      solve({f({2}), f({2})}, true, "ADJOINT", "triangular_solve_c2"),
      solve({f({3, 2, 2}), f({4, 2, 2})}, true, "ADJOINT", "triangular_solve_c3"),
      solve({f({2, 3}), f({2, 2})}, true, "ADJOINT", "triangular_solve_c3"),
      solve({f({2, 2}), f({3, 2})}, true, "ADJOINT", "triangular_solve_c3"),
      solve({f({2, 2}), f({2, 3})}, false, "ADJOINT", "triangular_solve_c3"),
      solve({f({2, 2}), f({2, 2})}, true, "CONJUGATE", "triangular_solve_i6"),
      fft(c({4}), "DFT", {4}, "fft_i2"),
      fft(c({4}), "FFT", {4, 4}, "fft_c1"),
      fft(f({4}), "FFT", {4}, "fft_c2"),
      fft(c({4}), "RFFT", {4}, "fft_c2"),
      fft(f({4}), "IRFFT", {4}, "fft_c2"),
      fft(TensorType(DType::kBF16, {4}), "RFFT", {4}, "fft_c2"),
      fft(c({4}), "FFT", {}, "fft_c3"),
      fft(c({2, 2, 2, 2}), "FFT", {2, 2, 2, 2}, "fft_c3"),
      fft(f({4}), "RFFT", {5}, "fft_c4"),
      fft(c({3, 3}), "IRFFT", {2, 4}, "fft_c4"),
      fft(c({4}), "IRFFT", {4}, "fft_c5"),
  };
  for (const Case& wrong : cases) {
    Graph graph;
    std::vector<ValueId> operands;
    for (const TensorType& type : wrong.operands) operands.push_back(graph.addArgument(graph.body(), type));
    AttrDict attrs;
    for (const auto& [name, value] : wrong.attrs) attrs.set(name, value);
    const NodeId id = graph.addNode(graph.body(), wrong.kind, operands, {}, attrs);
    const auto types = inferTypes(graph, graph.nodes[id]);
    ASSERT_FALSE(types.ok()) << wrong.message;
    EXPECT_TRUE(absl::IsInvalidArgument(types.status())) << types.status();
    EXPECT_THAT(std::string(types.status().message()), ::testing::StartsWith(wrong.message + ": "));
  }
}

}  // namespace
}  // namespace partita
