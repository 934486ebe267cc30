// Which comparators are known to compare keys, and in which order the keys are.
#include "codegen/lower/sort_order.h"

#include <gtest/gtest.h>

#include <bit>
#include <limits>

namespace partita {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN(), kInf = std::numeric_limits<double>::infinity();

// A comparator of two pairs of elements under construction.
struct Sides {
  explicit Sides(DType first = DType::kF32, DType second = DType::kI32) {
    for (DType dtype : {first, second}) {
      comparator.left.push_back(loops.declareTemp(dtype));
      comparator.right.push_back(loops.declareTemp(dtype));
      l.push_back(loops.temp(comparator.left.back()));
      r.push_back(loops.temp(comparator.right.back()));
    }
  }
  ExprId test(ScalarOp op, ExprId a, ExprId b) { return loops.op(op, DType::kI1, {a, b}); }
  ExprId select(ExprId c, ExprId a, ExprId b) { return loops.op(ScalarOp::kSelect, DType::kI1, {c, a, b}); }
  std::optional<std::vector<SortKey>> keys(ExprId less) {
    comparator.less = less;
    return sortKeysOf(loops, comparator);
  }

  LoopBuilder loops{"sides"};
  SortComparator comparator;
  std::vector<ExprId> l, r;
};

TEST(SortOrder, OneComparison) {
  Sides s;
  const auto up = s.keys(s.test(ScalarOp::kCompareLt, s.l[1], s.r[1]));
  ASSERT_TRUE(up.has_value());
  ASSERT_EQ(up->size(), 1u);
  EXPECT_EQ((*up)[0].bits, 32);
  // The same the other way round, and its opposites.
  EXPECT_EQ(s.keys(s.test(ScalarOp::kCompareGt, s.r[1], s.l[1]))->at(0).value, (*up)[0].value);
  const auto down = s.keys(s.test(ScalarOp::kCompareGt, s.l[1], s.r[1]));
  ASSERT_TRUE(down.has_value());
  EXPECT_NE((*down)[0].value, (*up)[0].value);
  EXPECT_EQ(s.keys(s.test(ScalarOp::kCompareLt, s.r[1], s.l[1]))->at(0).value, (*down)[0].value);
}

TEST(SortOrder, BitsOfIntegersAscend) {
  LoopBuilder loops("bits");
  for (DType dtype : {DType::kI8, DType::kI4}) {
    uint64_t expected = 0;
    for (int64_t v = dtype == DType::kI8 ? -128 : -8; v <= (dtype == DType::kI8 ? 127 : 7); ++v) {
      const SortKey key = keyOfBits(loops, loops.constantInt(DType::kUI8, v & 255), dtype);
      EXPECT_EQ(key.bits, dtypeBits(dtype));
      EXPECT_EQ(static_cast<uint64_t>(loops.function().exprs[key.value].integer), expected++) << v;
    }
  }
}

TEST(SortOrder, LexicographicInBothForms) {
  Sides s(DType::kUI32, DType::kI32);
  const ExprId first = s.test(ScalarOp::kCompareLt, s.l[0], s.r[0]),
               same = s.test(ScalarOp::kCompareEq, s.l[0], s.r[0]),
               second = s.test(ScalarOp::kCompareGt, s.l[1], s.r[1]);
  const ExprId tie = s.test(ScalarOp::kAnd, same, second);
  for (ExprId less :
       {s.test(ScalarOp::kOr, first, tie), s.test(ScalarOp::kOr, tie, first), s.select(same, second, first),
        s.select(s.test(ScalarOp::kCompareNe, s.l[0], s.r[0]), first, second)}) {
    const auto keys = s.keys(less);
    ASSERT_TRUE(keys.has_value());
    EXPECT_EQ(keys->size(), 2u);
  }
}

TEST(SortOrder, AnyFunctionOfOneSideIsAKey) {
  Sides s(DType::kI32);
  auto f = [&](ExprId x) { return s.loops.op(ScalarOp::kMultiply, DType::kI32, {x, x}); };
  EXPECT_TRUE(s.keys(s.test(ScalarOp::kCompareLt, f(s.l[0]), f(s.r[0]))).has_value());
  EXPECT_FALSE(s.keys(s.test(ScalarOp::kCompareLt, f(s.l[0]), s.r[0])).has_value());
}

TEST(SortOrder, WhatIsNoOrderIsNotTakenForOne) {
  Sides s(DType::kI32, DType::kI32);
  const ExprId first = s.test(ScalarOp::kCompareLt, s.l[0], s.r[0]),
               other = s.test(ScalarOp::kCompareLt, s.l[1], s.r[1]),
               same = s.test(ScalarOp::kCompareEq, s.l[0], s.r[0]);
  EXPECT_FALSE(s.keys(s.test(ScalarOp::kCompareLe, s.l[0], s.r[0])).has_value());
  EXPECT_FALSE(s.keys(s.test(ScalarOp::kCompareLt, s.l[0], s.r[1])).has_value());
  EXPECT_FALSE(s.keys(s.test(ScalarOp::kOr, first, other)).has_value());
  EXPECT_FALSE(s.keys(s.test(ScalarOp::kAnd, first, other)).has_value());
  // A tie of another key.
  EXPECT_FALSE(s.keys(s.test(ScalarOp::kOr, other, s.test(ScalarOp::kAnd, same, first))).has_value());
  // Both sides in one operand of the comparison.
  const ExprId difference = s.loops.op(ScalarOp::kSubtract, DType::kI32, {s.l[0], s.r[0]});
  EXPECT_FALSE(s.keys(s.test(ScalarOp::kCompareLt, difference, s.loops.constantInt(DType::kI32, 0))).has_value());
}

TEST(SortOrder, BitsOfFloatsAreInTotalOrder) {
  LoopBuilder loops("bits");
  uint64_t last = 0;
  bool first = true;
  for (double v : {-kNan, -kInf, -1.0, -0.0, 0.0, 1.0, kInf, kNan}) {
    const auto number = static_cast<float>(v);
    const ExprId raw = loops.constantInt(DType::kUI32, std::bit_cast<uint32_t>(number));
    const Expr& e = loops.function().exprs[keyOfBits(loops, raw, DType::kF32).value];
    ASSERT_EQ(e.kind, ExprKind::kConst);
    const auto key = static_cast<uint64_t>(e.integer);
    EXPECT_TRUE(first || key > last) << v;
    last = key;
    first = false;
  }
}

}  // namespace
}  // namespace partita
