// Complex numbers, and floats of 8 bits and fewer, compiled, against the evaluator: functions near zeros, branch cuts
// and the ends of the range; every conversion.
#include <cmath>
#include <cstring>

#include "base/number_parts.h"
#include "codegen/codegen.h"
#include "frontends/stablehlo.h"
#include "graph/evaluate.h"
#include "graph/small_float.h"
#include "gtest/gtest.h"
#include "tests/support/thunk_runner.h"

namespace partita {
namespace {

using Results = std::vector<Tensor>;

StatusOr<std::pair<Results, Results>> compiledAndEvaluated(std::string_view text, const std::vector<Tensor>& args) {
  ASSIGN_OR_RETURN(const Graph graph, parseStablehlo(text));
  CompileOptions options;
  options.target = hostTarget();
  ASSIGN_OR_RETURN(const Program program, compile(graph, options));
  ASSIGN_OR_RETURN(const std::unique_ptr<KernelTable> kernels, loadKernels(program));
  ASSIGN_OR_RETURN(Results found, runThunks(program, *kernels, args));
  ASSIGN_OR_RETURN(Results expected, evaluate(graph, args));
  return std::pair(std::move(found), std::move(expected));
}

// Units in the last place of DTYPE between FOUND and EXPECTED.
double ulpsApart(DType dtype, double found, double expected) {
  if (found == expected || (std::isnan(found) && std::isnan(expected))) return 0;
  if (!std::isfinite(found) || !std::isfinite(expected)) return std::numeric_limits<double>::infinity();
  int exponent;
  std::frexp(expected, &exponent);
  const bool single = dtype == DType::kF32;
  const int last = std::max(exponent - (single ? 24 : 53), single ? -149 : -1074);
  return std::abs(found - expected) / std::ldexp(1.0, last);
}

// All pairs of numbers of both signs across the range of PART, close to one and beside it.
Tensor planeOf(DType part) {
  const double small = part == DType::kF32 ? 1e-38 : 1e-307, epsilon = part == DType::kF32 ? 1e-7 : 1e-16;
  std::vector<double> line;
  for (double v : {small, std::sqrt(small), 1e-20, 1e-8, 1e-3, 0.25, 0.5, 0.6, 0.8, 1.0, 1 + 3 * epsilon, 1.5, 3.0,
                   20.0, 80.0, 1e4, std::sqrt(1 / small), 0.3 / small}) {
    line.push_back(v);
    line.push_back(-v);
  }
  line.push_back(1 - 2 * epsilon);
  line.push_back(-1 + 2 * epsilon);
  line.push_back(0);
  const auto n = static_cast<int64_t>(line.size());
  Tensor out(TensorType(complexOf(part), {n * n}));
  for (int64_t i = 0; i < n * n; ++i) {
    std::byte* at = out.mutableData() + i * dtypeBytes(out.type().dtype);
    storeFromDouble(part, line[static_cast<size_t>(i / n)], at);
    storeFromDouble(part, line[static_cast<size_t>(i % n)], at + dtypeBytes(part));
  }
  return out;
}

double partAt(const Tensor& t, int64_t i) {
  const DType part = partOf(t.type().dtype);
  return loadAsDouble(part, t.data() + i * dtypeBytes(part));
}

// TERMS: how far each part may be off, in its own units; 0: of the size of both.
void expectClose(const std::string& op, DType part, double terms) {
  SCOPED_TRACE(strCat(op, " of complex<", dtypeName(part), ">"));
  const Tensor x = planeOf(part);
  const std::string type = x.type().toString();
  const std::string real = TensorType(part, x.type().dims).toString();
  const std::string result = op == "stablehlo.abs" ? real : type;
  const auto both = compiledAndEvaluated(strCat("func.func @main(%x: ", type, ") -> ", result, " {\n  %y = \"", op,
                                                "\"(%x) : (", type, ") -> ", result, "\n  return %y : ", result, "\n}"),
                                         {x});
  ASSERT_TRUE(both.ok()) << both.status();
  const Tensor &found = both->first[0], &expected = both->second[0];
  const int64_t parts = isComplex(found.type().dtype) ? 2 : 1;
  double worst = 0;
  int64_t at = 0;
  for (int64_t i = 0; i < parts * found.elements(); ++i) {
    const double f = partAt(found, i), e = partAt(expected, i);
    double off = ulpsApart(part, f, e);
    if (terms == 0 && parts == 2 && off > 0) {
      const double size = std::hypot(partAt(expected, i / 2 * 2), partAt(expected, i / 2 * 2 + 1));
      if (std::isfinite(f) && std::isfinite(e)) off = std::min(off, ulpsApart(part, size + (f - e), size));
    }
    if (off > worst) worst = off, at = i;
  }
  const int64_t element = at / parts;
  EXPECT_LE(worst, terms == 0 ? 64 : terms)
      << "at (" << partAt(x, 2 * element) << ", " << partAt(x, 2 * element + 1) << "), part " << at % parts << ": is "
      << partAt(found, at) << ", should be " << partAt(expected, at);
}

TEST(ComplexFunctions, EachPartIsCloseAcrossThePlane) {
  for (DType part : {DType::kF32, DType::kF64}) {
    for (const char* op : {"abs", "exponential", "log", "log_plus_one", "sign", "sqrt"})
      expectClose(strCat("stablehlo.", op), part, 4);
    expectClose("chlo.square", part, 3);
    expectClose("stablehlo.rsqrt", part, 8);
  }
}

TEST(ComplexFunctions, AreCloseForTheirSize) {
  for (DType part : {DType::kF32, DType::kF64}) {
    for (const char* op : {"cbrt", "cosine", "exponential_minus_one", "logistic", "sine", "tan", "tanh"})
      expectClose(strCat("stablehlo.", op), part, 0);
  }
}

TEST(ComplexNumbers, QuotientsByZeroAndOfInfinities) {
  const double inf = std::numeric_limits<double>::infinity(), nan = std::nan("");
  const std::vector<double> line = {0.0, -0.0, 1.0, -2.0, inf, -inf, nan};
  const auto n = static_cast<int64_t>(line.size());
  Tensor x(TensorType(DType::kC128, {n * n * n * n})), y(x.type());
  for (int64_t i = 0; i < x.elements(); ++i) {
    double parts[4] = {line[i % n], line[i / n % n], line[i / n / n % n], line[i / n / n / n]};
    std::memcpy(x.mutableData() + 16 * i, parts, 16);
    std::memcpy(y.mutableData() + 16 * i, parts + 2, 16);
  }
  const std::string type = x.type().toString();
  const auto both =
      compiledAndEvaluated(strCat("func.func @main(%x: ", type, ", %y: ", type, ") -> ", type,
                                  " {\n  %z = stablehlo.divide %x, %y : ", type, "\n  return %z : ", type, "\n}"),
                           {x, y});
  ASSERT_TRUE(both.ok()) << both.status();
  for (int64_t i = 0; i < 2 * x.elements(); ++i) {
    const double f = partAt(both->first[0], i), e = partAt(both->second[0], i);
    ASSERT_TRUE(f == e || (std::isnan(f) && std::isnan(e)))
        << "(" << partAt(x, i / 2 * 2) << ", " << partAt(x, i / 2 * 2 + 1) << ") / (" << partAt(y, i / 2 * 2) << ", "
        << partAt(y, i / 2 * 2 + 1) << "), part " << i % 2 << ": is " << f << ", should be " << e;
  }
}

// Loops, branches, reductions by regions, scatters, products: what carries and combines both parts.
TEST(ComplexNumbers, ThroughEveryKindOfOp) {
  const char* text = R"(
func.func @main(%x: tensor<6x8xcomplex<f32>>, %y: tensor<8x5xcomplex<f32>>, %n: tensor<i32>)
    -> (tensor<6x5xcomplex<f32>>, tensor<6xcomplex<f32>>, tensor<8xcomplex<f32>>, tensor<6x8xcomplex<f32>>,
        tensor<6x8xcomplex<f32>>, tensor<6x4xcomplex<f32>>, tensor<8x5xcomplex<f32>>) {
  %dot = stablehlo.dot_general %x, %y, contracting_dims = [1] x [0] : (tensor<6x8xcomplex<f32>>, tensor<8x5xcomplex<f32>>) -> tensor<6x5xcomplex<f32>>
  %zero = stablehlo.constant dense<(0.0, 0.0)> : tensor<complex<f32>>
  %one = stablehlo.constant dense<(1.0, 0.0)> : tensor<complex<f32>>
  %sum = stablehlo.reduce(%x init: %zero) applies stablehlo.add across dimensions = [1] : (tensor<6x8xcomplex<f32>>, tensor<complex<f32>>) -> tensor<6xcomplex<f32>>
  %product = stablehlo.reduce(%x init: %one) applies stablehlo.multiply across dimensions = [0] : (tensor<6x8xcomplex<f32>>, tensor<complex<f32>>) -> tensor<8xcomplex<f32>>
  %zeroIndex = stablehlo.constant dense<0> : tensor<i32>
  %oneIndex = stablehlo.constant dense<1> : tensor<i32>
  %loop:2 = stablehlo.while(%i = %zeroIndex, %a = %x) : tensor<i32>, tensor<6x8xcomplex<f32>>
    cond {
      %more = stablehlo.compare LT, %i, %n : (tensor<i32>, tensor<i32>) -> tensor<i1>
      stablehlo.return %more : tensor<i1>
    } do {
      %next = stablehlo.add %i, %oneIndex : tensor<i32>
      %b = stablehlo.multiply %a, %x : tensor<6x8xcomplex<f32>>
      stablehlo.return %next, %b : tensor<i32>, tensor<6x8xcomplex<f32>>
    }
  %even = stablehlo.compare EQ, %n, %oneIndex : (tensor<i32>, tensor<i32>) -> tensor<i1>
  %branch = "stablehlo.if"(%even) ({
    %0 = stablehlo.negate %x : tensor<6x8xcomplex<f32>>
    stablehlo.return %0 : tensor<6x8xcomplex<f32>>
  }, {
    %0 = stablehlo.add %x, %x : tensor<6x8xcomplex<f32>>
    stablehlo.return %0 : tensor<6x8xcomplex<f32>>
  }) : (tensor<i1>) -> tensor<6x8xcomplex<f32>>
  %windows = "stablehlo.reduce_window"(%x, %zero) <{window_dimensions = array<i64: 1, 2>, window_strides = array<i64: 1, 2>}> ({
  ^bb0(%a: tensor<complex<f32>>, %b: tensor<complex<f32>>):
    %0 = stablehlo.add %a, %b : tensor<complex<f32>>
    stablehlo.return %0 : tensor<complex<f32>>
  }) : (tensor<6x8xcomplex<f32>>, tensor<complex<f32>>) -> tensor<6x4xcomplex<f32>>
  %rows = stablehlo.constant dense<[[1], [7], [1]]> : tensor<3x1xi32>
  %updates = stablehlo.slice %y [0:3, 0:5] : (tensor<8x5xcomplex<f32>>) -> tensor<3x5xcomplex<f32>>
  %scatter = "stablehlo.scatter"(%y, %rows, %updates) <{scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [1], inserted_window_dims = [0], scatter_dims_to_operand_dims = [0], index_vector_dim = 1>}> ({
  ^bb0(%a: tensor<complex<f32>>, %b: tensor<complex<f32>>):
    %0 = stablehlo.multiply %a, %b : tensor<complex<f32>>
    stablehlo.return %0 : tensor<complex<f32>>
  }) : (tensor<8x5xcomplex<f32>>, tensor<3x1xi32>, tensor<3x5xcomplex<f32>>) -> tensor<8x5xcomplex<f32>>
  return %dot, %sum, %product, %loop#1, %branch, %windows, %scatter : tensor<6x5xcomplex<f32>>, tensor<6xcomplex<f32>>, tensor<8xcomplex<f32>>, tensor<6x8xcomplex<f32>>, tensor<6x8xcomplex<f32>>, tensor<6x4xcomplex<f32>>, tensor<8x5xcomplex<f32>>
})";
  // Small whole numbers: everything is exact.
  auto numbers = [](Dims dims) {
    Tensor out(TensorType(DType::kC64, std::move(dims)));
    for (int64_t i = 0; i < 2 * out.elements(); ++i)
      out.mutableAs<float>()[i] = static_cast<float>((i * 7 + i / 3) % 5 - 2) / 2;
    return out;
  };
  Tensor n(TensorType(DType::kI32, {}));
  n.setInt(0, 3);
  const auto both = compiledAndEvaluated(text, {numbers({6, 8}), numbers({8, 5}), n});
  ASSERT_TRUE(both.ok()) << both.status();
  for (size_t i = 0; i < both->first.size(); ++i) {
    const Status same = compareTensors(both->first[i], both->second[i], 0, 0);
    EXPECT_TRUE(same.ok()) << "result " << i << ": " << same;
  }
}

// A complex number is written by one store of both parts and read by one load of them.
TEST(ComplexNumbers, ArgumentsAndResultsOfEverySizeOfVector) {
  for (int64_t count : {1, 2, 3, 7, 8, 15, 16, 17, 31, 33, 64, 100, 1000, 4099}) {
    Tensor x(TensorType(DType::kC64, {count}));
    for (int64_t i = 0; i < 2 * count; ++i) x.mutableAs<float>()[i] = static_cast<float>(i % 97) - 48;
    const std::string type = x.type().toString(), real = TensorType(DType::kF32, {count}).toString();
    const auto both =
        compiledAndEvaluated(strCat("func.func @main(%x: ", type, ") -> (", type, ", ", real, ", ", real,
                                    ") {\n  %y = stablehlo.multiply %x, %x : ", type, "\n  %re = stablehlo.real %x : (",
                                    type, ") -> ", real, "\n  %im = stablehlo.imag %y : (", type, ") -> ", real,
                                    "\n  return %y, %re, %im : ", type, ", ", real, ", ", real, "\n}"),
                             {x});
    ASSERT_TRUE(both.ok()) << both.status();
    for (size_t i = 0; i < 3; ++i) {
      const Status same = compareTensors(both->first[i], both->second[i], 0, 0);
      EXPECT_TRUE(same.ok()) << count << " elements, result " << i << ": " << same;
    }
  }
}

constexpr DType kStorage[] = {DType::kF8E4M3FN,   DType::kF8E5M2,     DType::kF8E4M3,        DType::kF8E3M4,
                              DType::kF8E4M3FNUZ, DType::kF8E5M2FNUZ, DType::kF8E4M3B11FNUZ, DType::kF8E8M0FNU,
                              DType::kF4E2M1FN,   DType::kF6E2M3FN,   DType::kF6E3M2FN};

StatusOr<std::pair<Results, Results>> convert(const Tensor& x, DType to) {
  const std::string from = x.type().toString(), type = TensorType(to, x.type().dims).toString();
  return compiledAndEvaluated(strCat("func.func @main(%x: ", from, ") -> ", type, " {\n  %y = stablehlo.convert %x : (",
                                     from, ") -> ", type, "\n  return %y : ", type, "\n}"),
                              {x});
}

TEST(StorageTypes, EveryPatternIsReadAndEveryNumberRounded) {
  for (DType dtype : kStorage) {
    SCOPED_TRACE(dtypeName(dtype));
    const int64_t patterns = int64_t{1} << dtypeBits(dtype);
    Tensor all(TensorType(dtype, {patterns}));
    for (int64_t i = 0; i < patterns; ++i) all.mutableAs<uint8_t>()[i] = static_cast<uint8_t>(i);
    const auto wide = convert(all, DType::kF32);
    ASSERT_TRUE(wide.ok()) << wide.status();
    // NaN of any kind are alike.
    EXPECT_TRUE(compareTensors(wide->first[0], wide->second[0], 0, 0).ok())
        << compareTensors(wide->first[0], wide->second[0], 0, 0);
    // Each number, the middle to the next one, and what is beside both; in f32 and f64.
    std::vector<double> values = {0.0, -0.0, std::nan(""), HUGE_VAL, -HUGE_VAL, 1e-44, -1e-44, 1e30, -1e30, 2e38};
    for (int64_t i = 0; i < patterns; ++i) {
      const double v = smallFloatToDouble(dtype, static_cast<uint32_t>(i)),
                   next = smallFloatToDouble(dtype, static_cast<uint32_t>((i + 1) % patterns));
      for (double u : {v, (v + next) / 2, v / 2 + next, v * 1.5}) {
        const auto f = static_cast<float>(u);
        for (float w : {f, std::nextafterf(f, HUGE_VALF), std::nextafterf(f, -HUGE_VALF)}) values.push_back(w);
      }
    }
    for (DType from : {DType::kF32, DType::kF64}) {
      Tensor x(TensorType(from, {static_cast<int64_t>(values.size())}));
      for (size_t i = 0; i < values.size(); ++i) x.set(static_cast<int64_t>(i), values[i]);
      const auto narrow = convert(x, dtype);
      ASSERT_TRUE(narrow.ok()) << narrow.status();
      for (int64_t i = 0; i < x.elements(); ++i) {
        const uint8_t f = narrow->first[0].as<uint8_t>()[i], e = narrow->second[0].as<uint8_t>()[i];
        const bool nan = std::isnan(smallFloatToDouble(dtype, f)) && std::isnan(smallFloatToDouble(dtype, e));
        ASSERT_TRUE(f == e || nan) << dtypeName(from) << " " << x.asDouble(i) << " gives " << int{f} << ", not "
                                   << int{e};
      }
    }
  }
}

// No integer is as wide as the f6 kinds; 2-bit ones and bits are their parts.
TEST(StorageTypes, BitsOfSixBitsAreTakenApartAndPutTogether) {
  for (DType dtype : {DType::kF6E2M3FN, DType::kF6E3M2FN}) {
    for (DType part : {DType::kI1, DType::kI2, DType::kUI2}) {
      Tensor all(TensorType(dtype, {64}));
      for (int i = 0; i < 64; ++i) all.mutableAs<uint8_t>()[i] = static_cast<uint8_t>(i);
      const std::string whole = all.type().toString(), parts = TensorType(part, {64, 6 / dtypeBits(part)}).toString();
      const auto both = compiledAndEvaluated(
          strCat("func.func @main(%x: ", whole, ") -> (", parts, ", ", whole,
                 ") {\n  %p = stablehlo.bitcast_convert %x : (", whole, ") -> ", parts,
                 "\n  %r = stablehlo.reverse %p, dims = [0] : ", parts, "\n  %y = stablehlo.bitcast_convert %r : (",
                 parts, ") -> ", whole, "\n  return %p, %y : ", parts, ", ", whole, "\n}"),
          {all});
      ASSERT_TRUE(both.ok()) << both.status();
      for (const Results& results : {both->first, both->second}) {
        for (int i = 0; i < 64; ++i) {
          int bits = 0;
          for (int k = 0; k < 6 / dtypeBits(part); ++k) {
            const int mask = (1 << dtypeBits(part)) - 1;
            bits |= (results[0].as<uint8_t>()[i * (6 / dtypeBits(part)) + k] & mask) << (k * dtypeBits(part));
          }
          EXPECT_EQ(bits, i) << dtypeName(dtype) << " of " << dtypeName(part);
          EXPECT_EQ(results[1].as<uint8_t>()[i], 63 - i) << dtypeName(dtype) << " of " << dtypeName(part);
        }
      }
    }
  }
}

// Every op rounds its result, in one kernel too.
TEST(StorageTypes, EachOpRounds) {
  for (DType dtype : kStorage) {
    if (dtype == DType::kF8E8M0FNU) continue;
    SCOPED_TRACE(dtypeName(dtype));
    const int64_t patterns = int64_t{1} << dtypeBits(dtype);
    Tensor x(TensorType(dtype, {patterns * patterns})), y(x.type());
    for (int64_t i = 0; i < x.elements(); ++i) {
      x.mutableAs<uint8_t>()[i] = static_cast<uint8_t>(i % patterns);
      y.mutableAs<uint8_t>()[i] = static_cast<uint8_t>(i / patterns);
    }
    const std::string type = x.type().toString();
    std::string body;
    std::string names, types;
    for (const char* op : {"add", "subtract", "multiply", "divide", "maximum", "minimum"}) {
      strAppend(&body, "  %", op, " = stablehlo.", op, " %x, %y : ", type, "\n  %twice_", op, " = stablehlo.add %", op,
                ", %y : ", type, "\n");
      strAppend(&names, names.empty() ? "" : ", ", "%", op, ", %twice_", op);
      strAppend(&types, types.empty() ? "" : ", ", type, ", ", type);
    }
    const auto both = compiledAndEvaluated(strCat("func.func @main(%x: ", type, ", %y: ", type, ") -> (", types,
                                                  ") {\n", body, "  return ", names, " : ", types, "\n}"),
                                           {x, y});
    ASSERT_TRUE(both.ok()) << both.status();
    for (size_t r = 0; r < both->first.size(); ++r) {
      const Status same = compareTensors(both->first[r], both->second[r], 0, 0);
      EXPECT_TRUE(same.ok()) << "result " << r << ": " << same;
    }
  }
}

}  // namespace
}  // namespace partita
