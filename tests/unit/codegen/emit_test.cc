// The emitter against the loop interpreter.
#include <gtest/gtest.h>

#include <cstdlib>

#include "base/rng.h"
#include "codegen/emit/kernel_compiler.h"
#include "tests/support/native_kernel.h"

namespace partita {
namespace {

TEST(EmitTest, ElementwiseWithEveryRemainder) {
  for (int64_t n : {1, 3, 4, 7, 8, 15, 31, 32, 33, 63, 64, 65, 100, 127}) {
    for (DType dtype : {DType::kF32, DType::kF64, DType::kBF16, DType::kF16, DType::kI32, DType::kI8, DType::kUI16}) {
      LoopBuilder b("elementwise");
      LoopBufferId x = b.parameter("x", dtype, n, true, false), y = b.parameter("y", dtype, n, true, false);
      LoopBufferId out = b.parameter("out", dtype, n, false, true),
                   less = b.parameter("less", DType::kI1, n, false, true);
      ExprId i = b.var(b.openFor("i", b.index(0), b.index(n), LoopKind::kVector, 1, 32));
      ExprId sum = b.op(ScalarOp::kAdd, dtype,
                        {b.load(x, i), b.op(ScalarOp::kMultiply, dtype, {b.load(y, i), b.constant(dtype, 3)})});
      b.store(out, i, sum);
      b.store(less, i, b.op(ScalarOp::kCompareLt, DType::kI1, {b.load(x, i), b.load(y, i)}));
      b.close();
      checkNative(b.finish(), static_cast<uint64_t>(n));
    }
  }
}

TEST(EmitTest, ReductionsInAndOutsideVectorLoops) {
  for (int64_t n : {1, 5, 31, 64, 77}) {
    for (ScalarOp op : {ScalarOp::kAdd, ScalarOp::kMaximum, ScalarOp::kMinimum, ScalarOp::kMultiply}) {
      LoopBuilder b("reduce");
      LoopBufferId x = b.parameter("x", DType::kF32, 6 * n, true, false),
                   rows = b.parameter("rows", DType::kF32, 6, false, true);
      LoopBufferId columns = b.parameter("columns", DType::kF32, n, false, true);
      ExprId t = b.var(b.openFor("t", b.index(0), b.index(6), LoopKind::kParallel));
      AccumId row = b.initAccum(DType::kF32, op, b.constant(DType::kF32, 1));
      ExprId i = b.var(b.openFor("i", b.index(0), b.index(n), LoopKind::kVector, 1, 32));
      b.accumulate(row, b.load(x, b.add(b.mul(t, b.index(n)), i)));
      b.close();
      b.store(rows, t, b.accumValue(row));
      b.openIf(b.op(ScalarOp::kCompareEq, DType::kI1, {t, b.index(5)}));
      ExprId j = b.var(b.openFor("j", b.index(0), b.index(n), LoopKind::kVector, 1, 16));
      AccumId column = b.initAccum(DType::kF32, op, b.constant(DType::kF32, 0.5));
      ExprId k = b.var(b.openFor("k", b.index(0), b.index(6), LoopKind::kSerial));
      b.accumulate(column, b.load(x, b.add(b.mul(k, b.index(n)), j)));
      b.close();
      b.store(columns, j, b.accumValue(column));
      b.close();
      b.close();
      b.close();
      checkNative(b.finish(), static_cast<uint64_t>(n));
    }
  }
}

TEST(EmitTest, DynamicBoundsReversedStridedAndGathered) {
  for (int64_t n : {5, 40, 71}) {
    LoopBuilder b("access");
    LoopBufferId x = b.parameter("x", DType::kF32, 3 * n, true, false),
                 at = b.parameter("at", DType::kUI8, n, true, false);
    LoopBufferId out = b.parameter("out", DType::kF32, 4 * n, false, true),
                 sums = b.parameter("sums", DType::kF32, 4, false, true);
    ExprId t = b.var(b.openFor("t", b.index(0), b.index(4), LoopKind::kParallel));
    ExprId begin = b.mul(t, b.index((n + 3) / 4));
    ExprId end = b.min(b.index(n), b.add(begin, b.index((n + 3) / 4)));
    AccumId sum = b.initAccum(DType::kF32, ScalarOp::kAdd, b.constant(DType::kF32, 0));
    ExprId i = b.var(b.openFor("i", begin, end, LoopKind::kVector, 1, 16));
    b.accumulate(sum, b.load(x, i));
    b.close();
    b.store(sums, t, b.accumValue(sum));
    ExprId j = b.var(b.openFor("j", begin, end, LoopKind::kVector, 1, 32));
    b.store(out, b.sub(b.index(n - 1), j), b.load(x, b.mul(j, b.index(3))));  // reversed store of a strided load
    b.store(out, b.add(b.mul(j, b.index(2)), b.index(n)),
            b.load(x, b.sub(b.index(3 * n - 1), j)));  // strided store of a reversed load
    b.close();
    ExprId k = b.var(b.openFor("k", begin, end, LoopKind::kVector, 1, 8));
    ExprId where = b.op(ScalarOp::kConvert, DType::kI64, {b.load(at, k)});
    b.store(out, b.add(k, b.index(3 * n)), b.load(x, b.min(where, b.index(3 * n - 1))));
    b.close();
    b.close();
    checkNative(b.finish(), static_cast<uint64_t>(n));
  }
}

TEST(EmitTest, MasksAndIndexArithmetic) {
  for (DType dtype : {DType::kF32, DType::kBF16, DType::kI32}) {
    constexpr int64_t n = 77;
    LoopBuilder b("masks");
    LoopBufferId x = b.parameter("x", dtype, n, true, false), out = b.parameter("out", dtype, n, true, true);
    LoopBufferId iota = b.parameter("iota", DType::kI64, n, false, true),
                 sum = b.parameter("sum", dtype, 1, false, true);
    AccumId total = b.initAccum(dtype, ScalarOp::kAdd, b.constant(dtype, 0));
    ExprId i = b.var(b.openFor("i", b.index(0), b.index(n), LoopKind::kVector, 1, 32));
    b.store(iota, i, b.add(b.mul(b.mod(i, b.index(7)), b.index(3)), b.div(i, b.index(5))));
    b.openIf(b.op(ScalarOp::kCompareLt, DType::kI1, {b.mod(i, b.index(9)), b.index(4)}));
    b.openIf(b.op(ScalarOp::kCompareGe, DType::kI1, {i, b.index(10)}));
    ExprId shifted = b.sub(i, b.index(10));  // out of range where masked off
    b.store(out, i, b.op(ScalarOp::kAdd, dtype, {b.load(x, shifted), b.load(x, b.index(3))}));
    b.accumulate(total, b.load(x, shifted));
    b.store(out, b.mul(b.div(i, b.index(2)), b.index(2)), b.load(x, b.sub(b.index(n - 1), i)));
    b.close();
    b.close();
    b.close();
    b.store(sum, b.index(0), b.accumValue(total));
    checkNative(b.finish(), 5);
  }
}

// A register tile of a matrix product, as GEMM schedules write it.
LoopFunction microKernel(int64_t depth, int64_t rows, int64_t columns) {
  LoopBuilder b("tile");
  LoopBufferId a = b.parameter("a", DType::kF32, depth * rows, true, false),
               w = b.parameter("w", DType::kF32, depth * columns, true, false);
  LoopBufferId out = b.parameter("out", DType::kF32, rows * columns, false, true);
  LoopBufferId c = b.local("c", BufferSpace::kRegister, DType::kF32, rows * columns);
  auto overTile = [&](auto body) {
    ExprId i = b.var(b.openFor("i", b.index(0), b.index(rows), LoopKind::kUnrolled));
    ExprId j = b.var(b.openFor("j", b.index(0), b.index(columns), LoopKind::kVector, 1, static_cast<int>(columns)));
    body(i, j, b.add(b.mul(i, b.index(columns)), j));
    b.close();
    b.close();
  };
  overTile([&](ExprId, ExprId, ExprId at) { b.store(c, at, b.constant(DType::kF32, 0)); });
  ExprId k = b.var(b.openFor("k", b.index(0), b.index(depth), LoopKind::kSerial));
  overTile([&](ExprId i, ExprId j, ExprId at) {
    ExprId x = b.load(a, b.add(b.mul(k, b.index(rows)), i)), y = b.load(w, b.add(b.mul(k, b.index(columns)), j));
    b.store(c, at, b.op(ScalarOp::kFma, DType::kF32, {x, y, b.load(c, at)}));
  });
  b.close();
  overTile([&](ExprId, ExprId, ExprId at) { b.store(out, at, b.load(c, at)); });
  return b.finish();
}

TEST(EmitTest, RegisterTileStaysInRegisters) {
  checkNative(microKernel(37, 6, 16), 3);
  checkNative(microKernel(5, 4, 24), 3);
  StatusOr<Target> target = namedTarget("x86-64-v3");
  ASSERT_TRUE(target.ok());
  StatusOr<std::string> assembly = kernelAssembly(microKernel(256, 6, 16), *target);
  ASSERT_TRUE(assembly.ok()) << assembly.status();
  size_t fmas = 0;
  for (size_t at = assembly->find("vfmadd"); at != std::string::npos; at = assembly->find("vfmadd", at + 1)) ++fmas;
  EXPECT_EQ(fmas % 12, 0u);
  EXPECT_EQ(assembly->find("(%rsp)"), std::string::npos) << *assembly;
}

// Random kernels: statements over a few buffers in random loops, with exact operations only.
class RandomKernel {
 public:
  explicit RandomKernel(uint64_t seed) : rng_(seed), b_("random") {}

  LoopFunction make() {
    static constexpr DType kTypes[] = {DType::kF32, DType::kF32, DType::kF64, DType::kBF16, DType::kF16,
                                       DType::kI32, DType::kI64, DType::kUI8, DType::kUI32, DType::kI1};
    int inputs = static_cast<int>(rng_.between(1, 4));
    for (int i = 0; i < inputs; ++i) {
      inputs_.push_back(b_.parameter("in", kTypes[rng_.below(std::size(kTypes))], kElements, true, false));
    }
    bool parallel = rng_.below(2) == 0;
    row_ = b_.index(0);
    if (parallel) {
      ExprId task = b_.var(b_.openFor("t", b_.index(0), b_.index(kTasks), LoopKind::kParallel));
      row_ = b_.mul(task, b_.index(kRow));
    }
    int nests = static_cast<int>(rng_.between(1, 3));
    for (int i = 0; i < nests; ++i) nest();
    if (parallel) b_.close();
    return b_.finish();
  }

 private:
  static constexpr int64_t kTasks = 3, kRow = 90, kElements = kTasks * kRow;
  static constexpr DType kOutputs[] = {DType::kF32, DType::kBF16, DType::kI32, DType::kI8,
                                       DType::kI1,  DType::kF16,  DType::kI64};

  // A vector loop over a part of the row, maybe with a serial loop around or inside, a reduction, a condition.
  void nest() {
    int64_t n = rng_.between(1, 40);
    int lanes = 1 << rng_.between(0, 5);
    bool around = rng_.below(3) == 0, reduce = rng_.below(2) == 0, condition = rng_.below(3) == 0,
         dynamic = rng_.below(3) == 0;
    DType dtype = rng_.below(2) == 0 ? DType::kF32 : DType::kI32;
    AccumId sum;
    static constexpr ScalarOp kReductions[] = {ScalarOp::kAdd, ScalarOp::kMaximum, ScalarOp::kMinimum};
    if (reduce) sum = b_.initAccum(dtype, kReductions[rng_.below(3)], b_.constant(dtype, 1));
    ExprId base = row_, end = b_.index(n);
    if (around) {
      ExprId s = b_.var(b_.openFor("s", b_.index(0), b_.index(2), LoopKind::kSerial));
      base = b_.add(base, b_.mul(s, b_.index(n)));
      if (dynamic) end = b_.sub(b_.index(n), b_.mul(s, b_.index(n / 2)));
    }
    lane_ = b_.var(b_.openFor("i", b_.index(0), end, LoopKind::kVector, 1, lanes));
    LoopBufferId out = b_.parameter("out", kOutputs[rng_.below(std::size(kOutputs))], kElements, true, true);
    ExprId value = expression(b_.function().buffers[out].dtype, 3);
    if (rng_.below(2) == 0) value = b_.temp(b_.let(value));
    if (condition) {
      b_.openIf(b_.op(ScalarOp::kCompareLt, DType::kI1, {expression(DType::kI32, 1), expression(DType::kI32, 1)}));
    }
    b_.store(out, b_.add(base, rng_.below(4) == 0 ? b_.sub(b_.index(n - 1), lane_) : lane_), value);
    if (reduce) b_.accumulate(sum, expression(dtype, 1));
    if (condition) b_.close();
    if (rng_.below(3) == 0) {
      AccumId own = b_.initAccum(DType::kF32, ScalarOp::kAdd, expression(DType::kF32, 1));
      b_.openFor("k", b_.index(0), b_.index(3), rng_.below(2) == 0 ? LoopKind::kSerial : LoopKind::kUnrolled);
      b_.accumulate(own, expression(DType::kF32, 1));
      b_.close();
      LoopBufferId sums = b_.parameter("sums", DType::kF32, kElements, false, true);
      b_.store(sums, b_.add(base, lane_), b_.accumValue(own));
    }
    b_.close();
    if (around) b_.close();
    if (reduce) {
      LoopBufferId total = b_.parameter("total", dtype, kElements, false, true);
      b_.store(total, row_, b_.accumValue(sum));
    }
  }

  ExprId expression(DType dtype, int depth) {
    auto next = [&] { return expression(dtype, depth - 1); };
    if (depth == 0 || rng_.below(5) == 0) return leaf(dtype);
    bool floating = isFloat(dtype);
    switch (rng_.below(floating ? 7 : 8)) {
      case 0:
        return b_.op(ScalarOp::kAdd, dtype, {next(), next()});
      case 1:
        return b_.op(ScalarOp::kMultiply, dtype, {next(), next()});
      case 2:
        return b_.op(ScalarOp::kMaximum, dtype, {next(), next()});
      case 3: {
        ExprId a = expression(DType::kI32, depth - 1), c = expression(DType::kI32, depth - 1);
        return b_.op(ScalarOp::kSelect, dtype, {b_.op(ScalarOp::kCompareGe, DType::kI1, {a, c}), next(), next()});
      }
      case 4:
        return b_.op(dtype == DType::kI1 ? ScalarOp::kXor : ScalarOp::kSubtract, dtype, {next(), next()});
      case 5:
        return b_.op(floating ? ScalarOp::kAbs : ScalarOp::kNot, dtype, {next()});
      case 6:
        if (floating) return b_.op(ScalarOp::kFma, dtype, {next(), next(), next()});
        return b_.op(ScalarOp::kXor, dtype, {next(), next()});
      default:
        if (dtype == DType::kI1) return next();
        return b_.op(ScalarOp::kShiftLeft, dtype, {next(), b_.constantInt(dtype, rng_.between(0, 9))});
    }
  }

  // A load at a random stride, or arithmetic on the loop variable.
  ExprId leaf(DType dtype) {
    LoopBufferId in = inputs_[rng_.below(inputs_.size())];
    static constexpr int64_t kStrides[] = {1, 1, 1, 0, 2, -1};
    int64_t stride = kStrides[rng_.below(std::size(kStrides))];
    ExprId index = b_.add(b_.mul(lane_, b_.index(stride)), stride < 0 ? b_.index(kRow) : b_.index(rng_.between(0, 5)));
    if (rng_.below(6) == 0) index = b_.mod(b_.mul(lane_, b_.index(7)), b_.index(11));
    if (rng_.below(8) == 0) {
      return b_.op(ScalarOp::kConvert, dtype, {b_.add(b_.mul(lane_, b_.index(3)), b_.div(lane_, b_.index(4)))});
    }
    ExprId value = b_.load(in, index);
    return b_.function().exprs[value].dtype == dtype ? value : b_.op(ScalarOp::kConvert, dtype, {value});
  }

  Rng rng_;
  LoopBuilder b_;
  std::vector<LoopBufferId> inputs_;
  ExprId row_, lane_;
};

TEST(EmitTest, RandomKernelsMatchTheInterpreter) {
  const char* fixed = std::getenv("PARTITA_SEED");
  uint64_t first = fixed != nullptr ? std::strtoull(fixed, nullptr, 10) : 1, count = fixed != nullptr ? 1 : 60;
  if (std::getenv("PARTITA_LONG_TESTS") != nullptr && fixed == nullptr) count = 2000;
  for (uint64_t seed = first; seed < first + count && !HasFailure(); ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed << " (PARTITA_SEED=" << seed << " runs it alone)");
    checkNative(RandomKernel(seed).make(), seed);
  }
}

TEST(EmitTest, OtherTargetsAreEmitted) {
  LoopFunction f = microKernel(64, 8, 8);
  for (const char* name : {"x86-64-v3", "x86-64-v4", "aarch64"}) {
    StatusOr<Target> target = namedTarget(name);
    ASSERT_TRUE(target.ok());
    StatusOr<std::string> assembly = kernelAssembly(f, *target);
    ASSERT_TRUE(assembly.ok()) << assembly.status();
    EXPECT_NE(assembly->find(std::string(name) == "aarch64" ? "fmla" : "vfmadd"), std::string::npos) << *assembly;
    const LoopFunction* list[] = {&f};
    EXPECT_TRUE(compileKernels(list, *target, {}).ok());
  }
}

}  // namespace
}  // namespace partita
