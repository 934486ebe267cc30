// What the emitter makes of block and thread constructs in kernels without threads, against the interpreter.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>

#include "codegen/emit/kernel_compiler.h"
#include "tests/support/loop_interpreter.h"
#include "tests/support/native_kernel.h"

namespace partita {
namespace {

using ::testing::HasSubstr;

ExprId toF32(LoopBuilder& b, ExprId x) { return b.op(ScalarOp::kConvert, DType::kF32, {x}); }

// out = x*y + out over the tiles of a product, with panels copied to shared memory: x [m, depth], y [depth, n].
LoopFunction tiledProduct(DType in, DType sum, int m, int n, int k, int64_t steps, bool transposed) {
  LoopBuilder b("product");
  const int64_t tiles = 2, depth = k * steps;
  LoopBufferId x = b.parameter("x", in, tiles * m * depth, true, false),
               y = b.parameter("y", in, depth * n, true, false);
  LoopBufferId out = b.parameter("out", sum, tiles * m * n, true, true);
  LoopBufferId panel = b.local("panel", BufferSpace::kShared, in, depth * n);
  LoopBufferId acc = b.local("acc", BufferSpace::kRegister, sum, m * n);
  ExprId task = b.var(b.openFor("t", b.index(0), b.index(tiles), LoopKind::kParallel));
  b.asyncCopy(panel, b.index(0), y, b.index(0), depth * n);
  b.commitCopies();
  b.waitCopies(0);
  b.barrier();
  auto overTile = [&](auto body) {
    ExprId i = b.var(b.openFor("i", b.index(0), b.index(m), LoopKind::kUnrolled));
    ExprId j = b.var(b.openFor("j", b.index(0), b.index(n), LoopKind::kUnrolled));
    ExprId to = transposed ? b.add(b.mul(j, b.index(m)), i) : b.add(b.mul(i, b.index(n)), j);
    body(b.add(b.mul(task, b.index(m * n)), b.add(b.mul(i, b.index(n)), j)), to);
    b.close();
    b.close();
  };
  overTile([&](ExprId at, ExprId to) { b.store(acc, to, b.load(out, at)); });
  ExprId step = b.var(b.openFor("k", b.index(0), b.index(depth), LoopKind::kSerial, k));
  MatrixTile tile;
  tile.m = m, tile.n = n, tile.k = k;
  tile.a = {x, b.add(b.mul(task, b.index(m * depth)), step), depth, 1, {}};
  tile.b = {panel, b.mul(step, b.index(n)), n, 1, {}};
  tile.c = tile.d = {acc, b.index(0), transposed ? 1 : n, transposed ? m : 1, {}};
  b.matrixTile(tile);
  b.close();
  overTile([&](ExprId at, ExprId to) { b.store(out, at, b.load(acc, to)); });
  b.close();
  return b.finish();
}

TEST(EmitBlockTest, MatrixTilesOfEveryType) {
  struct Types {
    DType in, sum;
  };
  for (Types types : {Types{DType::kF32, DType::kF32},
                      {DType::kBF16, DType::kF32},
                      {DType::kF16, DType::kF32},
                      {DType::kF64, DType::kF64},
                      {DType::kF32, DType::kF64},
                      {DType::kI8, DType::kI32},
                      {DType::kUI8, DType::kI32},
                      {DType::kI32, DType::kI32}}) {
    for (bool transposed : {false, true}) checkNative(tiledProduct(types.in, types.sum, 4, 24, 2, 5, transposed), 3);
  }
  checkNative(tiledProduct(DType::kF32, DType::kF32, 6, 13, 1, 7, false), 4);
  checkNative(tiledProduct(DType::kF32, DType::kF32, 3, 16, 40, 2, false), 5);  // k in a loop
}

TEST(EmitBlockTest, AMatrixTileStaysInRegisters) {
  StatusOr<Target> target = namedTarget("x86-64-v3");
  ASSERT_TRUE(target.ok());
  StatusOr<std::string> assembly = kernelAssembly(tiledProduct(DType::kF32, DType::kF32, 6, 16, 1, 64, false), *target);
  ASSERT_TRUE(assembly.ok()) << assembly.status();
  EXPECT_THAT(*assembly, HasSubstr("vfmadd"));
  EXPECT_EQ(assembly->find("(%rsp)"), std::string::npos) << *assembly;
}

TEST(EmitBlockTest, AtomicsOfEveryType) {
  constexpr int64_t kElements = 40;
  for (DType dtype : {DType::kF32, DType::kF64, DType::kBF16, DType::kF16, DType::kI8, DType::kUI16, DType::kI32,
                      DType::kUI32, DType::kI64, DType::kUI64, DType::kI1}) {
    for (AtomicOp op : {AtomicOp::kAdd, AtomicOp::kMinimum, AtomicOp::kMaximum, AtomicOp::kAnd, AtomicOp::kOr,
                        AtomicOp::kXor, AtomicOp::kExchange, AtomicOp::kCompareExchange}) {
      if (isFloat(dtype) && (op == AtomicOp::kAnd || op == AtomicOp::kOr || op == AtomicOp::kXor)) continue;
      LoopBuilder b("atomics");
      LoopBufferId x = b.parameter("x", dtype, kElements, true, false),
                   to = b.parameter("to", dtype, kElements / 4, true, true),
                   old = b.parameter("old", dtype, kElements, false, true);
      ExprId i = b.var(b.openFor("i", b.index(0), b.index(kElements), LoopKind::kSerial));
      ExprId at = b.mod(i, b.index(kElements / 4));
      // Every second comparison is with what is there.
      ExprId even = b.op(ScalarOp::kCompareEq, DType::kI1, {b.mod(i, b.index(2)), b.index(0)});
      ExprId compare = b.temp(b.let(b.op(ScalarOp::kSelect, dtype, {even, b.load(to, at), b.load(x, i)})));
      TempId was = b.atomic(op, to, at, b.load(x, i), op == AtomicOp::kCompareExchange ? compare : ExprId());
      b.store(old, i, b.temp(was));
      b.close();
      checkNative(b.finish(), 5);
    }
  }
}

TEST(EmitBlockTest, CopiesAndOneLaneWarps) {
  for (int64_t count : {1, 3, 16, 67}) {
    for (int64_t valid : {int64_t{-1}, int64_t{0}, count / 2, count}) {
      LoopBuilder b("copies");
      LoopBufferId x = b.parameter("x", DType::kBF16, count, true, false),
                   lane = b.parameter("lane", DType::kUI64, 2 * count, false, true),
                   out = b.parameter("out", DType::kF32, count, false, true);
      LoopBufferId shared = b.local("shared", BufferSpace::kShared, DType::kBF16, count);
      b.asyncCopy(shared, b.index(0), x, b.index(0), count, valid < 0 ? ExprId() : b.index(valid));
      b.commitCopies();
      b.waitCopies(0);
      ExprId i = b.var(b.openFor("i", b.index(0), b.index(count), LoopKind::kSerial));
      ExprId value = b.temp(b.shuffle(ShuffleKind::kIndex, toF32(b, b.load(shared, i)), b.index(0), 1));
      b.store(out, i, value);
      TempId positive = b.ballot(b.op(ScalarOp::kCompareGt, DType::kI1, {value, b.constant(DType::kF32, 0)}));
      b.store(lane, b.mul(i, b.index(2)), b.temp(positive));
      b.store(lane, b.add(b.mul(i, b.index(2)), b.index(1)), b.temp(b.matchAny(value)));
      b.close();
      checkNative(b.finish(), 6);
    }
  }
}

// Running sums over tasks that take numbers, leave their totals and raise flags, on several threads.
TEST(EmitBlockTest, TasksLookBack) {
  constexpr int64_t kTasks = 3000;
  LoopBuilder b("scan");
  LoopBufferId x = b.parameter("x", DType::kI64, kTasks, true, false);
  LoopBufferId y = b.parameter("y", DType::kI64, kTasks, true, true);
  LoopBufferId flags = b.parameter("flags", DType::kUI8, kTasks, true, true);
  LoopBufferId counter = b.parameter("counter", DType::kI64, 1, true, true);
  b.openFor("t", b.index(0), b.index(kTasks), LoopKind::kParallel);
  ExprId own = b.temp(b.atomic(AtomicOp::kAdd, counter, b.index(0), b.index(1)));
  AccumId sum = b.initAccum(DType::kI64, ScalarOp::kAdd, b.load(x, own));
  b.openIf(b.op(ScalarOp::kCompareGt, DType::kI1, {own, b.index(0)}));
  ExprId previous = b.max(b.sub(own, b.index(1)), b.index(0));
  b.await(flags, previous, b.constantInt(DType::kUI8, 2));
  b.accumulate(sum, b.load(y, previous));
  b.close();
  b.store(y, own, b.accumValue(sum));
  b.atomic(AtomicOp::kOr, flags, own, b.constantInt(DType::kUI8, 2), ExprId(), AtomicOrder::kAcquireRelease);
  b.close();
  const LoopFunction f = b.finish();
  alignas(64) static int64_t in[kTasks], out[kTasks];
  for (int64_t i = 0; i < kTasks; ++i) in[i] = i * i % 1000 - 400;
  for (int round = 0; round < 5; ++round) {
    for (bool native : {true, false}) {
      alignas(64) uint8_t raised[kTasks] = {};
      alignas(64) int64_t next = 0;
      std::fill(std::begin(out), std::end(out), -1);
      if (native)
        runNative(f, {in, out, raised, &next}, 3);
      else
        interpretLoops(f, {in, out, raised, &next}, {static_cast<uint64_t>(round)});
      int64_t sum = 0;
      for (int64_t i = 0; i < kTasks; ++i)
        ASSERT_EQ(out[i], sum += in[i]) << i << (native ? " native" : " interpreted");
    }
  }
}

TEST(EmitBlockTest, SaysWhatIsMissing) {
  LoopBuilder b("counted");
  LoopBufferId x = b.parameter("x", DType::kI32, 8, true, true);
  ExprId i = b.var(b.openFor("i", b.index(0), b.index(8), LoopKind::kVector, 1, 8));
  b.atomic(AtomicOp::kAdd, x, i, b.constantInt(DType::kI32, 1));
  b.close();
  const LoopFunction f = b.finish();
  const LoopFunction* list[] = {&f};
  const auto objects = compileKernels(list, hostTarget(), {});
  ASSERT_FALSE(objects.ok());
  EXPECT_EQ(objects.status().code(), absl::StatusCode::kUnimplemented);
  EXPECT_THAT(objects.status().message(), HasSubstr("kernel counted"));
  EXPECT_THAT(objects.status().message(), HasSubstr("atomic inside a vector loop"));
}

}  // namespace
}  // namespace partita
