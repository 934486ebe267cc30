// Elementary functions: error in units in the last place against libm in extended precision, and special values.
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdlib>
#include <functional>

#include "base/rng.h"
#include "codegen/emit/kernel_compiler.h"

namespace partita {
namespace {

// y[i] = OP(x[i] (, z[i])) over N elements of DTYPE, as vectors of 16.
LoopFunction makeKernel(ScalarOp op, DType dtype, int64_t n) {
  LoopBuilder b("math");
  LoopBufferId x = b.parameter("x", dtype, n, true, false), z = b.parameter("z", dtype, n, true, false),
               y = b.parameter("y", dtype, n, false, true);
  ExprId i = b.var(b.openFor("i", b.index(0), b.index(n), LoopKind::kVector, 1, 16));
  std::vector<ExprId> args = {b.load(x, i)};
  if (scalarOpArity(op) == 2) args.push_back(b.load(z, i));
  b.store(y, i, b.op(op, dtype, args));
  b.close();
  return b.finish();
}

template <typename T>
std::vector<T> evaluate(ScalarOp op, DType dtype, std::vector<T> x, std::vector<T> z = {}) {
  LoopFunction f = makeKernel(op, dtype, static_cast<int64_t>(x.size()));
  const LoopFunction* list[] = {&f};
  auto objects = compileKernels(list, hostTarget(), {});
  EXPECT_TRUE(objects.ok()) << objects.status();
  std::string symbols[] = {kernelSymbol(f)};
  auto table = loadObjects(*objects, symbols);
  EXPECT_TRUE(table.ok()) << table.status();
  z.resize(x.size());
  auto align = [](std::vector<T>& v) {
    std::vector<T> copy = v;
    v.resize(v.size() + 64 / sizeof(T));
    T* p = reinterpret_cast<T*>((reinterpret_cast<uintptr_t>(v.data()) + 63) / 64 * 64);
    std::copy(copy.begin(), copy.end(), p);
    return p;
  };
  std::vector<T> y(x.size());
  size_t n = x.size();
  void* buffers[] = {align(x), align(z), align(y)};
  (*table)->find(symbols[0])(buffers, 0, 1, nullptr);
  T* out = static_cast<T*>(buffers[2]);
  return std::vector<T>(out, out + n);
}

// Distance of FOUND from the exact value in units of the last place of f32 there.
double ulps(float found, long double exact) {
  float rounded = static_cast<float>(exact);
  if (std::isnan(found) || std::isnan(rounded)) return std::isnan(found) == std::isnan(rounded) ? 0 : INFINITY;
  if (std::isinf(found) || std::isinf(rounded)) {
    if (found == rounded) return 0;
    // The largest number beside infinity is one unit away.
    return std::fabs(std::isinf(found) ? rounded : found) >= 3.4028234e38f ? 1 : INFINITY;
  }
  int exponent = 0;
  std::frexp(rounded, &exponent);
  double unit = std::ldexp(1.0, std::max(exponent - 24, -149));
  return static_cast<double>(std::fabs(static_cast<long double>(found) - exact)) / unit;
}

// Samples of [low, high]: evenly, and evenly by bits.
std::vector<float> samples(float low, float high, uint64_t seed) {
  size_t count = std::getenv("PARTITA_LONG_TESTS") != nullptr ? 4000000 : 60000;
  Rng rng(seed);
  std::vector<float> out;
  for (size_t i = 0; i < count / 2; ++i) out.push_back(low + static_cast<float>(rng.uniform()) * (high - low));
  while (out.size() < count) {
    float x = std::bit_cast<float>(static_cast<uint32_t>(rng.next()));
    if (x >= low && x <= high) out.push_back(x);
  }
  return out;
}

struct Case {
  ScalarOp op;
  std::function<long double(long double)> exact;
  float low, high;
  double budget;
};

class UnaryMathTest : public testing::TestWithParam<Case> {};

TEST_P(UnaryMathTest, StaysWithinItsBudget) {
  const Case& c = GetParam();
  std::vector<float> x = samples(c.low, c.high, 7);
  std::vector<float> y = evaluate<float>(c.op, DType::kF32, x);
  double worst = 0, sum = 0;
  float at = 0, found = 0;
  for (size_t i = 0; i < x.size(); ++i) {
    double error = ulps(y[i], c.exact(static_cast<long double>(x[i])));
    sum += error;
    if (error > worst) worst = error, at = x[i], found = y[i];
  }
  RecordProperty("ulps", std::to_string(worst));
  std::printf("%s on [%g, %g]: worst %.3f ulp at %a, mean %.3f\n", std::string(scalarOpName(c.op)).c_str(), c.low,
              c.high, worst, at, sum / static_cast<double>(x.size()));
  EXPECT_LE(worst, c.budget) << "at " << at << ": " << found << " for " << static_cast<double>(c.exact(at));
}

long double erfInvExact(long double y) {
  if (std::fabs(y) >= 1) return y > 1 || y < -1 ? NAN : std::copysign(INFINITY, y);
  long double low = 0, high = 6.5L, target = std::fabs(y);
  if (target < 1e-8L) return y * 0.886226925452758013649L;  // the next term of the series is 1e-17 of it
  for (int i = 0; i < 80; ++i) {
    long double middle = (low + high) / 2;
    bool below = target < 0.5L ? std::erf(middle) < target : std::erfc(middle) > 1 - target;
    (below ? low : high) = middle;
  }
  return std::copysign((low + high) / 2, y);
}

constexpr float kMax = 3.4028234e38f;
// The budgets are XLA's (exp 6, log 1, log1p 1, tanh 3, erf 2, rsqrt 1, sin and cos 1, tan 2, atan 3, cbrt 1), in
// places tighter. XLA counts in whole units from the correctly rounded result; here the distance is from the exact one,
// so that 1 there is 1.5 here.
INSTANTIATE_TEST_SUITE_P(
    Functions, UnaryMathTest,
    testing::Values(Case{ScalarOp::kExp, [](long double x) { return std::exp(x); }, -110, 95, 1.5},
                    Case{ScalarOp::kExp, [](long double x) { return std::exp(x); }, -1, 1, 1.2},
                    Case{ScalarOp::kExpm1, [](long double x) { return std::expm1(x); }, -120, 95, 2.5},
                    Case{ScalarOp::kExpm1, [](long double x) { return std::expm1(x); }, -1, 1, 2.5},
                    Case{ScalarOp::kLog, [](long double x) { return std::log(x); }, 0, kMax, 1},
                    Case{ScalarOp::kLog, [](long double x) { return std::log(x); }, 0.5f, 2, 1},
                    Case{ScalarOp::kLog1p, [](long double x) { return std::log1p(x); }, -1, kMax, 1.5},
                    Case{ScalarOp::kLog1p, [](long double x) { return std::log1p(x); }, -0.999f, 1, 1.5},
                    Case{ScalarOp::kTanh, [](long double x) { return std::tanh(x); }, -20, 20, 2},
                    Case{ScalarOp::kTanh, [](long double x) { return std::tanh(x); }, -1, 1, 2},
                    Case{ScalarOp::kLogistic, [](long double x) { return 1 / (1 + std::exp(-x)); }, -110, 95, 3},
                    Case{ScalarOp::kErf, [](long double x) { return std::erf(x); }, -6, 6, 2},
                    Case{ScalarOp::kErfInv, erfInvExact, -1, 1, 5},
                    Case{ScalarOp::kSin, [](long double x) { return std::sin(x); }, -kMax, kMax, 1},
                    Case{ScalarOp::kSin, [](long double x) { return std::sin(x); }, -1000, 1000, 0.6},
                    Case{ScalarOp::kCos, [](long double x) { return std::cos(x); }, -kMax, kMax, 1},
                    Case{ScalarOp::kCos, [](long double x) { return std::cos(x); }, -1000, 1000, 0.6},
                    Case{ScalarOp::kTan, [](long double x) { return std::tan(x); }, -1000, 1000, 1},
                    Case{ScalarOp::kCbrt, [](long double x) { return std::cbrt(x); }, -kMax, kMax, 0.6},
                    Case{ScalarOp::kRsqrt, [](long double x) { return 1 / std::sqrt(x); }, 0, kMax, 1.5},
                    Case{ScalarOp::kSqrt, [](long double x) { return std::sqrt(x); }, 0, kMax, 0.5}));

TEST(MathTest, PowerAndAtan2) {
  Rng rng(3);
  std::vector<float> x, y;
  for (int i = 0; i < 60000; ++i) {
    x.push_back(i % 2 == 0 ? static_cast<float>(rng.uniform() * 10)
                           : std::bit_cast<float>(static_cast<uint32_t>(rng.next())));
    y.push_back(i % 3 == 0 ? static_cast<float>(rng.between(-20, 20)) : static_cast<float>(rng.uniform() * 80 - 40));
  }
  for (float u : {0.0f, -0.0f, 1.0f, -1.0f, 2.0f, -2.0f, 0.5f, INFINITY, -INFINITY, NAN, kMax, 1e-40f}) {
    for (float v : {0.0f, -0.0f, 1.0f, -1.0f, 2.0f, -3.0f, 0.5f, INFINITY, -INFINITY, NAN, 1e9f, -1e-40f})
      x.push_back(u), y.push_back(v);
  }
  std::vector<float> power = evaluate<float>(ScalarOp::kPower, DType::kF32, x, y),
                     angle = evaluate<float>(ScalarOp::kAtan2, DType::kF32, x, y);
  for (size_t i = 0; i < x.size(); ++i) {
    long double exact = std::pow(static_cast<long double>(x[i]), static_cast<long double>(y[i]));
    ASSERT_LE(ulps(power[i], exact), 1) << x[i] << " ** " << y[i] << " = " << power[i] << ", not "
                                        << static_cast<double>(exact);
    ASSERT_TRUE(std::isnan(exact) || std::signbit(power[i]) == std::signbit(exact)) << x[i] << " ** " << y[i];
    exact = std::atan2(static_cast<long double>(x[i]), static_cast<long double>(y[i]));
    ASSERT_LE(ulps(angle[i], exact), 1) << "atan2(" << x[i] << ", " << y[i] << ") = " << angle[i] << ", not "
                                        << static_cast<double>(exact);
    ASSERT_TRUE(std::isnan(exact) || std::signbit(angle[i]) == std::signbit(exact)) << x[i] << " atan2 " << y[i];
  }
}

TEST(MathTest, SpecialValues) {
  std::vector<float> x = {0.0f, -0.0f, INFINITY, -INFINITY, NAN, 1e-42f, -1e-42f, 1.0f, -1.0f, 3.0f, -2.0f};
  struct Special {
    ScalarOp op;
    double (*exact)(double);
  };
  for (const Special& s :
       {Special{ScalarOp::kExp, std::exp}, Special{ScalarOp::kExpm1, std::expm1}, Special{ScalarOp::kLog, std::log},
        Special{ScalarOp::kLog1p, std::log1p}, Special{ScalarOp::kTanh, std::tanh}, Special{ScalarOp::kErf, std::erf},
        Special{ScalarOp::kSin, std::sin}, Special{ScalarOp::kCos, std::cos}, Special{ScalarOp::kTan, std::tan},
        Special{ScalarOp::kCbrt, std::cbrt}, Special{ScalarOp::kRoundAway, std::round},
        Special{ScalarOp::kFloor, std::floor}}) {
    std::vector<float> y = evaluate<float>(s.op, DType::kF32, x);
    for (size_t i = 0; i < x.size(); ++i) {
      double exact = s.exact(x[i]);
      EXPECT_LE(ulps(y[i], exact), 2) << std::string(scalarOpName(s.op)) << "(" << x[i] << ") = " << y[i] << ", not "
                                      << exact;
      bool sameSign = std::isnan(exact) || std::signbit(y[i]) == std::signbit(exact);
      EXPECT_TRUE(sameSign) << std::string(scalarOpName(s.op)) << "(" << x[i] << ")";
    }
  }
  EXPECT_EQ(evaluate<float>(ScalarOp::kExp, DType::kF32, {0.0f})[0], 1.0f);
  EXPECT_EQ(evaluate<float>(ScalarOp::kPower, DType::kF32, {3.0f}, {2.0f})[0], 9.0f);
}

TEST(MathTest, DoublesGoToLibm) {
  std::vector<double> x = {0.1, -0.7, 0.999, 0.3, -0.0001, 0.95};
  std::vector<double> y = evaluate<double>(ScalarOp::kExp, DType::kF64, x),
                      inverse = evaluate<double>(ScalarOp::kErfInv, DType::kF64, x);
  for (size_t i = 0; i < x.size(); ++i) {
    EXPECT_EQ(y[i], std::exp(x[i]));
    EXPECT_NEAR(inverse[i], static_cast<double>(erfInvExact(x[i])), 1e-13 * std::fabs(inverse[i]));
  }
}

}  // namespace
}  // namespace partita
