#include "graph/literal.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "graph/small_float.h"

namespace partita {
namespace {

TEST(Literal, SplatEqualsItsExpansion) {
  const Literal splat = Literal::scalar(TensorType(DType::kI16, {3}), -2);
  const Literal dense(TensorType(DType::kI16, {3}), splat.expandedBytes());
  EXPECT_TRUE(splat.isSplat());
  EXPECT_EQ(splat, dense);
  EXPECT_EQ(dense.asInt(2), -2);
}

// Every bit pattern of every small format survives the way to double and back; rounding goes to the nearest, ties to
// even.
TEST(SmallFloat, RoundTripsEveryPattern) {
  for (DType dtype : {DType::kBF16, DType::kF16, DType::kF8E4M3FN, DType::kF8E5M2, DType::kF8E4M3, DType::kF8E3M4,
                      DType::kF8E4M3FNUZ, DType::kF8E5M2FNUZ, DType::kF8E4M3B11FNUZ, DType::kF8E8M0FNU,
                      DType::kF4E2M1FN, DType::kF6E2M3FN, DType::kF6E3M2FN}) {
    const uint32_t patterns = 1u << dtypeBits(dtype);
    for (uint32_t bits = 0; bits < patterns; ++bits) {
      const double value = smallFloatToDouble(dtype, bits);
      const uint32_t back = doubleToSmallFloat(dtype, value);
      if (std::isnan(value)) {
        EXPECT_TRUE(std::isnan(smallFloatToDouble(dtype, back))) << dtypeName(dtype) << " " << bits;
      } else {
        EXPECT_EQ(back, bits) << dtypeName(dtype) << " value " << value;
      }
    }
  }
}

TEST(SmallFloat, RoundsTiesToEven) {
  EXPECT_EQ(doubleToSmallFloat(DType::kBF16, 1.0 + 0x1p-8), 0x3F80u);            // halfway: even below
  EXPECT_EQ(doubleToSmallFloat(DType::kBF16, 1.0 + 3 * 0x1p-8), 0x3F82u);        // halfway: even above
  EXPECT_EQ(doubleToSmallFloat(DType::kBF16, 1.0 + 0x1p-8 + 0x1p-20), 0x3F81u);  // above halfway
  EXPECT_EQ(doubleToSmallFloat(DType::kF16, 65520.0), 0x7C00u);                  // rounds to infinity
  EXPECT_EQ(doubleToSmallFloat(DType::kF16, 0x1p-25), 0u);                       // half the smallest subnormal: even
  EXPECT_EQ(doubleToSmallFloat(DType::kF8E4M3FN, 1e9), 0x7Fu);                   // no infinity: NaN
  // Finite only: what is beyond the largest number is the largest, NaN too.
  EXPECT_EQ(doubleToSmallFloat(DType::kF6E2M3FN, 7.5), 0x1Fu);
  EXPECT_EQ(doubleToSmallFloat(DType::kF6E2M3FN, -HUGE_VAL), 0x3Fu);
  EXPECT_EQ(doubleToSmallFloat(DType::kF6E2M3FN, 0.0625), 0u);  // half the smallest subnormal: even
  EXPECT_EQ(doubleToSmallFloat(DType::kF6E2M3FN, 0.1875), 2u);
  EXPECT_EQ(doubleToSmallFloat(DType::kF6E3M2FN, 28.0), 0x1Fu);
  EXPECT_EQ(doubleToSmallFloat(DType::kF6E3M2FN, 1e9), 0x1Fu);
  EXPECT_EQ(doubleToSmallFloat(DType::kF6E3M2FN, std::nan("")), 0x1Fu);
  EXPECT_EQ(doubleToSmallFloat(DType::kF6E3M2FN, -0.0625), 0x21u);
  // Powers of two: 1.5 is halfway, and goes up; there is no zero.
  EXPECT_EQ(doubleToSmallFloat(DType::kF8E8M0FNU, 1.49), 127u);
  EXPECT_EQ(doubleToSmallFloat(DType::kF8E8M0FNU, 1.5), 128u);
  EXPECT_EQ(doubleToSmallFloat(DType::kF8E8M0FNU, 0x1p-130), 0u);
  for (double none : {0.0, -0.0, -1.0, 0x1.8p127, HUGE_VAL}) {
    EXPECT_EQ(doubleToSmallFloat(DType::kF8E8M0FNU, none), 0xFFu) << none;
  }
}

TEST(Store, SaturatesAndWraps) {
  uint8_t byte;
  storeFromInt(DType::kUI8, 259, &byte);
  EXPECT_EQ(byte, 3);
  int32_t word;
  storeFromDouble(DType::kI32, -3.9, &word);
  EXPECT_EQ(word, -3);
  EXPECT_EQ(loadAsInt(DType::kI4, "\x0f"), -1);
}

}  // namespace
}  // namespace partita
