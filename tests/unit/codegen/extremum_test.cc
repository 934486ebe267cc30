// Which combiners are known to keep the larger (or smaller) of two values and its position, and what is made of them.
#include "codegen/lower/extremum.h"

#include <gtest/gtest.h>

#include <cmath>

namespace partita {
namespace {

// A combiner under construction: l and r are the values, i and j their positions.
struct Pair {
  explicit Pair(DType dtype = DType::kF32) : value(dtype) {
    for (std::vector<TempId>* side : {&combiner.left, &combiner.right}) {
      side->push_back(loops.declareTemp(dtype));
      side->push_back(loops.declareTemp(DType::kI32));
    }
    l = loops.temp(combiner.left[0]), i = loops.temp(combiner.left[1]);
    r = loops.temp(combiner.right[0]), j = loops.temp(combiner.right[1]);
  }
  ExprId test(ScalarOp op, ExprId a, ExprId b) { return loops.op(op, DType::kI1, {a, b}); }
  ExprId either(ExprId a, ExprId b) { return loops.op(ScalarOp::kOr, DType::kI1, {a, b}); }
  ExprId both(ExprId a, ExprId b) { return loops.op(ScalarOp::kAnd, DType::kI1, {a, b}); }
  // The left value where VALUE_LEFT holds, its position where POSITION_LEFT does.
  std::optional<Extremum> keeps(ExprId valueLeft, ExprId positionLeft) {
    combiner.results = {loops.op(ScalarOp::kSelect, value, {valueLeft, l, r}),
                        loops.op(ScalarOp::kSelect, DType::kI32, {positionLeft, i, j})};
    return extremumOf(loops.function(), combiner);
  }

  LoopBuilder loops{"pair"};
  DType value;
  NestCombiner combiner;
  ExprId l, i, r, j;
};

TEST(Extremum, AsJaxWritesArgmax) {
  Pair p;
  const ExprId better = p.either(p.test(ScalarOp::kCompareGt, p.l, p.r), p.test(ScalarOp::kCompareNe, p.l, p.l));
  const ExprId tie = p.both(p.test(ScalarOp::kCompareEq, p.l, p.r), p.test(ScalarOp::kCompareLt, p.i, p.j));
  const auto found = p.keeps(better, p.either(better, tie));
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->value, 0u);
  EXPECT_EQ(found->position, 1u);
  EXPECT_EQ(found->op, ScalarOp::kMaximum);
  EXPECT_TRUE(found->first);
  // Of +0 and -0 the value may be the later one.
  EXPECT_FALSE(found->sameValue);
}

TEST(Extremum, SmallestAndLast) {
  Pair p(DType::kI32);
  const ExprId left = p.test(ScalarOp::kCompareLt, p.l, p.r);
  const auto found = p.keeps(left, left);
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->op, ScalarOp::kMinimum);
  EXPECT_FALSE(found->first);
  EXPECT_TRUE(found->sameValue);
}

TEST(Extremum, ByMaximum) {
  for (DType dtype : {DType::kF32, DType::kI32}) {
    Pair p(dtype);
    p.combiner.results = {
        p.loops.op(ScalarOp::kMaximum, dtype, {p.l, p.r}),
        p.loops.op(ScalarOp::kSelect, DType::kI32, {p.test(ScalarOp::kCompareGe, p.l, p.r), p.i, p.j})};
    EXPECT_EQ(extremumOf(p.loops.function(), p.combiner).has_value(), dtype == DType::kI32);
  }
}

TEST(Extremum, OthersAreNot) {
  {
    // What a NaN meets on the right is dropped, on the left it is: the order counts.
    Pair p;
    const ExprId left = p.test(ScalarOp::kCompareGt, p.l, p.r);
    EXPECT_FALSE(p.keeps(left, left).has_value());
  }
  {
    // The larger value with the position of the smaller one.
    Pair p(DType::kI32);
    EXPECT_FALSE(p.keeps(p.test(ScalarOp::kCompareGt, p.l, p.r), p.test(ScalarOp::kCompareLt, p.l, p.r)).has_value());
  }
  {
    // The later position, whatever the values are.
    Pair p(DType::kI32);
    EXPECT_FALSE(p.keeps(p.test(ScalarOp::kCompareGt, p.l, p.r), p.test(ScalarOp::kCompareGt, p.i, p.j)).has_value());
  }
  {
    // Compared with a number.
    Pair p(DType::kI32);
    const ExprId left = p.test(ScalarOp::kCompareGt, p.l, p.loops.constantInt(DType::kI32, 3));
    EXPECT_FALSE(p.keeps(left, left).has_value());
  }
  {
    // The first of equal values, the last NaN.
    Pair p;
    const ExprId left =
        p.either(p.test(ScalarOp::kCompareGe, p.l, p.r),
                 p.both(p.test(ScalarOp::kCompareNe, p.l, p.l), p.test(ScalarOp::kCompareEq, p.r, p.r)));
    EXPECT_FALSE(p.keeps(left, left).has_value());
  }
}

// The combiner that is made is of the same kind.
TEST(Extremum, ItsCombinerIsOne) {
  for (DType dtype : {DType::kF32, DType::kI32}) {
    for (ScalarOp op : {ScalarOp::kMaximum, ScalarOp::kMinimum}) {
      for (bool first : {true, false}) {
        for (size_t value : {0, 1}) {
          LoopBuilder loops("pair");
          const Extremum wanted{value, 1 - value, op, first, true};
          const NestCombiner combiner = combinerOf(loops, wanted, dtype, DType::kI64);
          const auto found = extremumOf(loops.function(), combiner);
          ASSERT_TRUE(found.has_value());
          EXPECT_EQ(found->value, value);
          EXPECT_EQ(found->op, op);
          EXPECT_EQ(found->first, first);
          EXPECT_TRUE(found->sameValue);
        }
      }
    }
  }
}

}  // namespace
}  // namespace partita
