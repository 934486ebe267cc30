#include "collectives/reduction.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <complex>
#include <limits>
#include <vector>

#include "base/rng.h"
#include "base/text.h"

namespace partita {
namespace {

// The value of a 16-bit float with EXPONENT_BITS of exponent, by its definition.
double valueOf(uint16_t bits, int exponentBits) {
  int fractionBits = 15 - exponentBits, bias = (1 << (exponentBits - 1)) - 1;
  int exponent = bits >> fractionBits & ((1 << exponentBits) - 1), fraction = bits & ((1 << fractionBits) - 1);
  double sign = bits & 0x8000 ? -1 : 1;
  if (exponent == (1 << exponentBits) - 1) {
    return fraction ? std::numeric_limits<double>::quiet_NaN() : sign * std::numeric_limits<double>::infinity();
  }
  if (exponent == 0) return sign * std::ldexp(fraction, 1 - bias - fractionBits);
  return sign * std::ldexp((1 << fractionBits) + fraction, exponent - bias - fractionBits);
}

// The nearest 16-bit float, ties to even, found by search: neighbours in value are neighbours as positive integers.
uint16_t nearest(double x, int exponentBits) {
  uint16_t sign = std::signbit(x) ? 0x8000 : 0;
  double magnitude = std::fabs(x);
  auto infinity = static_cast<uint16_t>(((1 << exponentBits) - 1) << (15 - exponentBits));
  uint16_t low = 0, high = infinity;
  while (high - low > 1) {
    auto middle = static_cast<uint16_t>((low + high) / 2);
    (valueOf(middle, exponentBits) <= magnitude ? low : high) = middle;
  }
  double below = valueOf(low, exponentBits);
  // The step beyond the largest finite value is as large as the one before it.
  double above = high == infinity ? below + (below - valueOf(static_cast<uint16_t>(low - 1), exponentBits))
                                  : valueOf(high, exponentBits);
  bool up = magnitude - below > above - magnitude || (magnitude - below == above - magnitude && low % 2);
  return static_cast<uint16_t>(sign | (up ? high : low));
}

class SmallFloats : public ::testing::TestWithParam<DType> {
 protected:
  int exponentBits() const { return GetParam() == DType::kBF16 ? 8 : 5; }
  uint16_t one() const { return GetParam() == DType::kBF16 ? 0x3f80 : 0x3c00; }
};

TEST_P(SmallFloats, EveryValueTimesOneIsItself) {
  std::vector<uint16_t> all(65536), ones(65536, one()), out(65536);
  for (size_t i = 0; i < all.size(); ++i) all[i] = static_cast<uint16_t>(i);
  const void* sources[] = {all.data(), ones.data()};
  reduceAll(out.data(), sources, 65536, GetParam(), ReductionKind::kProduct);
  for (size_t i = 0; i < all.size(); ++i) {
    if (std::isnan(valueOf(all[i], exponentBits()))) {
      EXPECT_TRUE(std::isnan(valueOf(out[i], exponentBits()))) << i;
    } else {
      EXPECT_EQ(out[i], all[i]);
    }
  }
}

TEST_P(SmallFloats, SumsAndProductsAreRoundedToNearest) {
  Rng rng(11);
  std::vector<uint16_t> a, b, out(20000);
  while (a.size() < out.size()) {
    auto x = static_cast<uint16_t>(rng.next()), y = static_cast<uint16_t>(rng.next());
    if (std::isfinite(valueOf(x, exponentBits())) && std::isfinite(valueOf(y, exponentBits()))) {
      a.push_back(x);
      b.push_back(y);
    }
  }
  const void* sources[] = {a.data(), b.data()};
  for (ReductionKind op : {ReductionKind::kSum, ReductionKind::kProduct}) {
    reduceAll(out.data(), sources, static_cast<int64_t>(out.size()), GetParam(), op);
    for (size_t i = 0; i < out.size(); ++i) {
      auto x = static_cast<float>(valueOf(a[i], exponentBits())), y = static_cast<float>(valueOf(b[i], exponentBits()));
      float exact = op == ReductionKind::kSum ? x + y : x * y;
      EXPECT_EQ(out[i], nearest(exact, exponentBits())) << x << " " << reductionName(op) << " " << y;
    }
  }
}

TEST_P(SmallFloats, ManySourcesAreRoundedOnce) {
  // 1 + 16 * 2^-k: each addend alone is lost in the type and not in f32.
  uint16_t tiny = nearest(GetParam() == DType::kBF16 ? 0x1p-10 : 0x1p-13, exponentBits());
  std::vector<uint16_t> first(3000, one()), rest(3000, tiny), out(3000);
  std::vector<const void*> sources = {first.data()};
  for (int i = 0; i < 16; ++i) sources.push_back(rest.data());
  reduceAll(out.data(), sources, 3000, GetParam(), ReductionKind::kSum);
  uint16_t expected = nearest(1 + 16 * valueOf(tiny, exponentBits()), exponentBits());
  EXPECT_NE(expected, one());
  EXPECT_EQ(out, std::vector<uint16_t>(3000, expected));
}

INSTANTIATE_TEST_SUITE_P(Types, SmallFloats, ::testing::Values(DType::kBF16, DType::kF16));

TEST(Reduction, MinAndMaxPassNanOnFromEitherSide) {
  float nan = std::numeric_limits<float>::quiet_NaN();
  for (ReductionKind op : {ReductionKind::kMin, ReductionKind::kMax}) {
    std::vector<float> a = {nan, 1, 2, nan}, b = {1, nan, 3, nan};
    reduceInto(a.data(), b.data(), 4, DType::kF32, op);
    EXPECT_TRUE(std::isnan(a[0]) && std::isnan(a[1]) && std::isnan(a[3]));
    EXPECT_EQ(a[2], op == ReductionKind::kMin ? 2 : 3);
  }
}

TEST(Reduction, IntegersWrap) {
  std::vector<int32_t> a = {std::numeric_limits<int32_t>::max(), -5}, b = {1, -7};
  reduceInto(a.data(), b.data(), 2, DType::kI32, ReductionKind::kSum);
  EXPECT_EQ(a, (std::vector<int32_t>{std::numeric_limits<int32_t>::min(), -12}));
  std::vector<int8_t> small = {100, -3};
  std::vector<int8_t> other = {2, 4};
  reduceInto(small.data(), other.data(), 2, DType::kI8, ReductionKind::kProduct);
  EXPECT_EQ(small, (std::vector<int8_t>{-56, -12}));
  std::vector<uint16_t> wide = {65535}, same = {65535};
  reduceInto(wide.data(), same.data(), 1, DType::kUI16, ReductionKind::kProduct);
  EXPECT_EQ(wide[0], 1);
}

TEST(Reduction, SignDecidesMinAndMax) {
  std::vector<int8_t> a = {-1, 5}, b = {1, -5};
  auto same = a;
  reduceInto(a.data(), b.data(), 2, DType::kI8, ReductionKind::kMax);
  EXPECT_EQ(a, (std::vector<int8_t>{1, 5}));
  reduceInto(same.data(), b.data(), 2, DType::kUI8, ReductionKind::kMax);
  EXPECT_EQ(same, (std::vector<int8_t>{-1, -5}));  // 255 and 251
}

TEST(Reduction, OrderIsFromLeftToRight) {
  // (1e8 + 1) - 1e8 is 0 in f32, 1e8 - 1e8 + 1 is 1.
  std::vector<float> big(5000, 1e8f), one(5000, 1.0f), minus(5000, -1e8f), out(5000);
  const void* sources[] = {big.data(), one.data(), minus.data()};
  reduceAll(out.data(), sources, 5000, DType::kF32, ReductionKind::kSum);
  EXPECT_EQ(out, std::vector<float>(5000, 0.0f));
  const void* swapped[] = {big.data(), minus.data(), one.data()};
  reduceAll(big.data(), swapped, 5000, DType::kF32, ReductionKind::kSum);  // into a source
  EXPECT_EQ(big, std::vector<float>(5000, 1.0f));
}

TEST(Reduction, Complex) {
  std::vector<std::complex<double>> a = {{1, 2}}, b = {{3, -1}};
  reduceInto(a.data(), b.data(), 1, DType::kC128, ReductionKind::kProduct);
  EXPECT_EQ(a[0], std::complex<double>(5, 5));
  EXPECT_FALSE(canReduce(DType::kC64, ReductionKind::kMax));
  EXPECT_FALSE(canReduce(DType::kF32, ReductionKind::kAnd));
  EXPECT_TRUE(canReduce(DType::kUI8, ReductionKind::kOr));
}

}  // namespace
}  // namespace partita
