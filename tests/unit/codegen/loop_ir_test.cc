// Loop IR: the text form, and what the builder simplifies.
#include "codegen/loops/loop_ir.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "base/rng.h"
#include "codegen/loops/index_analysis.h"

namespace partita {
namespace {

// Text of an index expression, as the index of a store.
std::string indexText(LoopBuilder& b, LoopBufferId out, ExprId index) {
  b.store(out, index, b.constant(DType::kF32, 0));
  std::string text = loopFunctionToString(b.function());
  size_t start = text.rfind("out[") + 4;
  return text.substr(start, text.find("] = ", start) - start);
}

TEST(LoopIrTest, PrintsLayerNormLikeKernel) {
  LoopBuilder b("rows");
  LoopBufferId in = b.parameter("p0", DType::kF32, 4096, true, false),
               out = b.parameter("p1", DType::kF32, 4096, false, true);
  ExprId t = b.var(b.openFor("t", b.index(0), b.index(64), LoopKind::kParallel));
  AccumId sum = b.initAccum(DType::kF32, ScalarOp::kAdd, b.constant(DType::kF32, 0));
  ExprId i = b.var(b.openFor("i", b.index(0), b.index(64), LoopKind::kVector, 1, 32));
  b.accumulate(sum, b.load(in, b.add(b.mul(t, b.index(64)), i)));
  b.close();
  ExprId j = b.var(b.openFor("i", b.index(0), b.index(64), LoopKind::kVector, 1, 32));
  ExprId at = b.add(b.mul(t, b.index(64)), j);
  b.store(out, at, b.op(ScalarOp::kDivide, DType::kF32, {b.load(in, at), b.accumValue(sum)}));
  b.close();
  b.close();
  LoopFunction function = b.finish();
  EXPECT_EQ(function.tasks, 64);
  EXPECT_EQ(loopFunctionToString(function),
            "kernel rows(p0: f32[4096] read, p1: f32[4096] write) tasks 64 {\n"
            "  parallel t in 0..64 {\n"
            "    accum a0: f32 add = 0\n"
            "    vector(32) i in 0..64 {\n"
            "      a0 += p0[t*64 + i]\n"
            "    }\n"
            "    vector(32) i.1 in 0..64 {\n"
            "      p1[t*64 + i.1] = p0[t*64 + i.1] / a0\n"
            "    }\n"
            "  }\n"
            "}\n");
}

TEST(LoopIrTest, CanonicalTextIgnoresNamesOnly) {
  auto make = [](std::string kernel, std::string buffer, std::string var, double addend) {
    LoopBuilder b(kernel);
    b.constant(DType::kF32, 77);  // unused expressions do not count
    LoopBufferId p = b.parameter(buffer, DType::kF32, 8, true, true);
    ExprId i = b.var(b.openFor(var, b.index(0), b.index(8), LoopKind::kSerial));
    b.store(p, i, b.op(ScalarOp::kAdd, DType::kF32, {b.load(p, i), b.constant(DType::kF32, addend)}));
    b.close();
    return canonicalText(b.finish());
  };
  EXPECT_EQ(make("a", "x", "i", 1), make("b", "y", "j", 1));
  EXPECT_NE(make("a", "x", "i", 1), make("a", "x", "i", 2));
}

TEST(LoopIrTest, SharedLongExpressionsPrintOnce) {
  LoopBuilder b("chain");
  LoopBufferId p = b.parameter("p", DType::kF32, 8, true, true);
  ExprId x = b.load(p, b.index(0));
  for (int i = 0; i < 200; ++i) x = b.op(ScalarOp::kAdd, DType::kF32, {x, x});
  b.store(p, b.index(0), x);
  EXPECT_LT(loopFunctionToString(b.finish()).size(), 50000u);
}

TEST(LoopIrTest, BlocksAreFilledLaterWithSubstitutedIndices) {
  LoopBuilder b("late");
  LoopBufferId p = b.parameter("p", DType::kF32, 64, true, true);
  ExprId t = b.var(b.openFor("t", b.index(0), b.index(4), LoopKind::kSerial));
  StmtId early = b.emptyBlock();
  LoopVarId i = b.openFor("i", b.index(0), b.index(16), LoopKind::kSerial);
  ExprId at = b.add(b.mul(t, b.index(16)), b.div(b.mul(b.var(i), b.index(4)), b.index(2)));
  b.store(p, b.var(i), b.load(p, at));
  b.close();
  b.reopenBlock(early);
  b.prefetch(p, b.substitute(at, i, b.index(3)), true);
  b.close();
  b.close();
  EXPECT_EQ(loopFunctionToString(b.finish()),
            "kernel late(p: f32[64] read write) tasks 1 {\n"
            "  for t in 0..4 {\n"
            "    {\n"
            "      prefetch for write p[t*16 + 6]\n"
            "    }\n"
            "    for i in 0..16 {\n"
            "      p[i] = p[t*16 + i*2]\n"
            "    }\n"
            "  }\n"
            "}\n");
}

TEST(LoopSimplifyTest, DivisionAndRemainderByLoopRanges) {
  LoopBuilder b("s");
  LoopBufferId out = b.parameter("out", DType::kF32, 1 << 20, false, true);
  ExprId t = b.var(b.openFor("t", b.index(0), b.index(64), LoopKind::kSerial));
  ExprId i = b.var(b.openFor("i", b.index(0), b.index(48), LoopKind::kSerial));
  ExprId flat = b.add(b.mul(t, b.index(48)), i);
  EXPECT_EQ(indexText(b, out, b.div(flat, b.index(48))), "t");
  EXPECT_EQ(indexText(b, out, b.mod(flat, b.index(48))), "i");
  EXPECT_EQ(indexText(b, out, b.div(flat, b.index(12))), "t*4 + i / 12");
  EXPECT_EQ(indexText(b, out, b.mod(flat, b.index(12))), "i % 12");
  EXPECT_EQ(indexText(b, out, b.div(flat, b.index(96))), "t / 2");
  EXPECT_EQ(indexText(b, out, b.mod(flat, b.index(96))), "t % 2*48 + i");
  EXPECT_EQ(indexText(b, out, b.div(b.div(i, b.index(3)), b.index(4))), "i / 12");
  EXPECT_EQ(indexText(b, out, b.mod(b.mod(i, b.index(12)), b.index(4))), "i % 4");
  EXPECT_EQ(indexText(b, out, b.add(b.mul(b.div(i, b.index(5)), b.index(5)), b.mod(i, b.index(5)))), "i");
  EXPECT_EQ(indexText(b, out, b.sub(b.index(47), i)), "47 - i");
  EXPECT_EQ(indexText(b, out, b.div(b.sub(b.index(47), i), b.index(48))), "0");
  EXPECT_EQ(indexText(b, out, b.sub(flat, flat)), "0");
  EXPECT_EQ(indexText(b, out, b.min(i, b.index(47))), "i");
  EXPECT_EQ(indexText(b, out, b.max(i, b.sub(i, b.index(1)))), "i");
  EXPECT_EQ(indexText(b, out, b.mul(b.add(i, b.index(0)), b.index(1))), "i");
}

TEST(LoopSimplifyTest, RangesAndComparisons) {
  LoopBuilder b("s");
  LoopVarId var = b.openFor("i", b.index(3), b.index(11), LoopKind::kSerial);
  ExprId i = b.var(var);
  int64_t low = 0, high = 0;
  ASSERT_TRUE(b.rangeOf(b.add(b.mul(i, b.index(-2)), b.index(30)), &low, &high));
  EXPECT_EQ(low, 10);
  EXPECT_EQ(high, 24);
  EXPECT_EQ(b.op(ScalarOp::kCompareLt, DType::kI1, {i, b.index(11)}), b.constantInt(DType::kI1, 1));
  EXPECT_EQ(b.op(ScalarOp::kCompareGe, DType::kI1, {i, b.index(11)}), b.constantInt(DType::kI1, 0));
  ExprId open = b.op(ScalarOp::kCompareLt, DType::kI1, {i, b.index(10)});
  EXPECT_EQ(b.function().exprs[open].kind, ExprKind::kOp);
  EXPECT_EQ(strideOf(b.function(), b.add(b.mul(i, b.index(6)), b.index(1)), var), 6);
  EXPECT_EQ(strideOf(b.function(), b.div(i, b.index(2)), var), std::nullopt);
  LoopBufferId p = b.parameter("p", DType::kI64, 8, true, true);
  EXPECT_FALSE(b.rangeOf(b.load(p, b.index(0)), &low, &high));
  EXPECT_EQ(strideOf(b.function(), b.load(p, b.index(0)), var), 0);
}

TEST(LoopSimplifyTest, ClampedTilesKeepTheirRange) {
  // The last tile of 256 rows in tiles of 6 is moved back to end at 256; its rows start where the tile before it ended.
  LoopBuilder b("s");
  ExprId it = b.var(b.openFor("it", b.index(0), b.index(43), LoopKind::kSerial));
  ExprId begin = b.mul(it, b.index(6)), first = b.min(begin, b.index(250));
  ExprId i = b.var(b.openFor("i", b.sub(begin, first), b.index(6), LoopKind::kSerial));
  int64_t low = 0, high = 0;
  ASSERT_TRUE(b.rangeOf(i, &low, &high));
  EXPECT_EQ(low, 0);
  EXPECT_EQ(high, 5);
  ExprId row = b.add(first, i);
  EXPECT_EQ(b.div(row, b.index(256)), b.index(0));
  EXPECT_EQ(b.mod(row, b.index(256)), row);
}

TEST(LoopSimplifyTest, FloatIdentitiesAreExact) {
  LoopBuilder b("s");
  LoopBufferId p = b.parameter("p", DType::kF32, 8, true, true);
  ExprId x = b.load(p, b.index(0));
  auto c = [&](double v) { return b.constant(DType::kF32, v); };
  EXPECT_EQ(b.op(ScalarOp::kMultiply, DType::kF32, {x, c(1)}), x);
  EXPECT_NE(b.op(ScalarOp::kAdd, DType::kF32, {x, c(0.0)}), x);  // -0 + 0 is +0
  EXPECT_EQ(b.op(ScalarOp::kAdd, DType::kF32, {x, c(-0.0)}), x);
  EXPECT_NE(b.op(ScalarOp::kMultiply, DType::kF32, {x, c(0)}), c(0));  // NaN
  EXPECT_NE(c(0.0), c(-0.0));
  EXPECT_EQ(b.op(ScalarOp::kAdd, DType::kF32, {c(1), c(1e-9)}), c(1));
  auto i32 = [&](int64_t v) { return b.constantInt(DType::kI32, v); };
  EXPECT_EQ(b.op(ScalarOp::kDivide, DType::kI32, {i32(5), i32(0)}), i32(-1));
  auto u32 = [&](int64_t v) { return b.constantInt(DType::kUI32, v); };
  EXPECT_EQ(b.op(ScalarOp::kAdd, DType::kUI32, {u32(0xffffffff), u32(2)}), u32(1));
}

int64_t evalIndex(const LoopFunction& f, ExprId id, const std::vector<int64_t>& vars) {
  const Expr& e = f.exprs[id];
  if (e.kind == ExprKind::kConst) return e.integer;
  if (e.kind == ExprKind::kVar) return vars[e.var.index];
  int64_t l = evalIndex(f, e.args[0], vars), r = evalIndex(f, e.args[1], vars);
  switch (e.op) {
    case ScalarOp::kAdd:
      return l + r;
    case ScalarOp::kSubtract:
      return l - r;
    case ScalarOp::kMultiply:
      return l * r;
    case ScalarOp::kDivide:
      return l / r;
    case ScalarOp::kRemainder:
      return l % r;
    case ScalarOp::kMinimum:
      return std::min(l, r);
    default:
      return std::max(l, r);
  }
}

// Random index expressions give the same values simplified as computed step by step.
TEST(LoopSimplifyTest, RandomIndexExpressionsKeepTheirValue) {
  for (uint64_t seed = 1; seed <= 300; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    Rng rng(seed);
    LoopBuilder b("r");
    struct Item {
      ExprId expr;
      std::vector<int64_t> values;  // at each point
    };
    std::vector<Item> items;
    std::vector<int64_t> extents;
    for (int v = 0; v < 3; ++v) {
      extents.push_back(rng.between(1, 9));
      items.push_back({b.var(b.openFor("v", b.index(0), b.index(extents.back()), LoopKind::kSerial)), {}});
    }
    std::vector<std::vector<int64_t>> points;
    for (int64_t x = 0; x < extents[0]; ++x)
      for (int64_t y = 0; y < extents[1]; ++y)
        for (int64_t z = 0; z < extents[2]; ++z) points.push_back({x, y, z});
    for (const auto& point : points)
      for (size_t v = 0; v < 3; ++v) items[v].values.push_back(point[v]);
    for (int step = 0; step < 12; ++step) {
      const Item x = items[rng.below(items.size())], y = items[rng.below(items.size())];
      int64_t c = rng.between(1, 8);
      Item out;
      uint64_t kind = rng.below(6);
      switch (kind) {
        case 0:
          out.expr = b.add(x.expr, y.expr);
          break;
        case 1:
          out.expr = b.mul(x.expr, b.index(c));
          break;
        case 2:
          out.expr = b.div(x.expr, b.index(c));
          break;
        case 3:
          out.expr = b.mod(x.expr, b.index(c));
          break;
        case 4:
          out.expr = b.min(x.expr, y.expr);
          break;
        default:
          out.expr = b.max(x.expr, y.expr);
          break;
      }
      int64_t low = 0, high = 0;
      ASSERT_TRUE(b.rangeOf(out.expr, &low, &high));
      for (size_t p = 0; p < points.size(); ++p) {
        int64_t u = x.values[p], w = y.values[p];
        int64_t results[] = {u + w, u * c, u / c, u % c, std::min(u, w), std::max(u, w)};
        out.values.push_back(results[kind]);
        ASSERT_EQ(evalIndex(b.function(), out.expr, points[p]), results[kind]) << "point " << p;
        ASSERT_LE(low, results[kind]);
        ASSERT_GE(high, results[kind]);
      }
      items.push_back(out);
    }
  }
}

}  // namespace
}  // namespace partita
