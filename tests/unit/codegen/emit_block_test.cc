// What the emitter makes of block and thread constructs in kernels without threads, against the interpreter.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <optional>

#include "base/files.h"
#include "base/text.h"
#include "codegen/emit/kernel_compiler.h"
#include "tests/support/loop_interpreter.h"
#include "tests/support/native_kernel.h"
#include "tests/support/subprocess.h"

namespace partita {
namespace {

using ::testing::HasSubstr;

ExprId toF32(LoopBuilder& b, ExprId x) { return b.op(ScalarOp::kConvert, DType::kF32, {x}); }

// out = x*y + out over the tiles of a product, with panels copied to shared memory: x [m, depth], y [depth, n], or
// [depth / pack, n, pack]. TRANSPOSED sums lie in columns.
LoopFunction tiledProduct(DType in, DType sum, int m, int n, int k, int64_t steps, bool transposed, int pack = 1,
                          std::optional<DType> ofY = {}) {
  LoopBuilder b("product");
  const int64_t tiles = 2, depth = k * steps;
  const DType second = ofY.value_or(in);
  LoopBufferId x = b.parameter("x", in, tiles * m * depth, true, false),
               y = b.parameter("y", second, depth * n, true, false);
  LoopBufferId out = b.parameter("out", sum, tiles * m * n, true, true);
  LoopBufferId panel = b.local("panel", BufferSpace::kShared, second, depth * n);
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
  tile.b = {panel, b.mul(step, b.index(n)), n * pack, pack, {}, pack};
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

// The types that dot products and AMX multiply, and how many elements they take at once.
struct PackedTypes {
  DType a, b, sum;
  int pack;
};
constexpr PackedTypes kPacked[] = {{DType::kBF16, DType::kBF16, DType::kF32, 2},
                                   {DType::kI8, DType::kI8, DType::kI32, 4},
                                   {DType::kI8, DType::kUI8, DType::kI32, 4},
                                   {DType::kUI8, DType::kI8, DType::kI32, 4},
                                   {DType::kUI8, DType::kUI8, DType::kI32, 4}};

KernelRun native(const CpuTarget& target) {
  return [target](const LoopFunction& f, std::vector<void*> parameters) {
    runNative(f, std::move(parameters), 1, target);
  };
}

// x [m, k] times y [k / pack, n, pack] on top of c, as one tile.
LoopFunction largeTile(const PackedTypes& t, int m, int n, int k) {
  LoopBuilder b("tile");
  LoopBufferId x = b.parameter("x", t.a, int64_t{m} * (k + 4), true, false),
               y = b.parameter("y", t.b, int64_t{k} * n, true, false),
               c = b.parameter("c", t.sum, int64_t{m} * n, true, true);
  MatrixTile tile;
  tile.m = m, tile.n = n, tile.k = k;
  tile.a = {x, b.index(0), k + 4, 1, {}};
  tile.b = {y, b.index(0), int64_t{n} * t.pack, t.pack, {}, t.pack};
  tile.c = tile.d = {c, b.index(0), n, 1, {}};
  b.matrixTile(tile);
  return b.finish();
}

TEST(EmitBlockTest, MatrixTilesOfPackedRows) {
  CpuTarget target = hostTarget();
  // Sums of at most 80 products below 16 in another order.
  constexpr double kTolerance = 1e-4;
  for (const PackedTypes& t : kPacked) {
    for (bool transposed : {false, true})
      checkKernel(tiledProduct(t.a, t.sum, 4, 24, 8, 5, transposed, t.pack, t.b), 3, native(target), kTolerance);
    checkKernel(tiledProduct(t.a, t.sum, 3, 7, 80, 1, false, t.pack, t.b), 4, native(target), kTolerance);
  }
  checkNative(tiledProduct(DType::kF16, DType::kF32, 4, 8, 6, 3, false, 2), 5);  // no dot product
  checkNative(tiledProduct(DType::kI8, DType::kI32, 4, 8, 6, 3, false, 3), 5);
  const LoopFunction packed = tiledProduct(DType::kBF16, DType::kF32, 6, 32, 32, 8, false, 2);
  EXPECT_THAT(loopFunctionToString(packed), HasSubstr("panel[k*32] by (64, 2) packed 2 + acc"));
  EXPECT_NE(kernelSymbol(largeTile({DType::kI8, DType::kI8, DType::kI32, 4}, 4, 4, 8)),
            kernelSymbol(largeTile({DType::kI8, DType::kI8, DType::kI32, 2}, 4, 4, 8)));
  StatusOr<std::string> assembly = kernelAssembly(packed, *namedTarget("znver4"));
  ASSERT_TRUE(assembly.ok()) << assembly.status();
  EXPECT_THAT(*assembly, HasSubstr("vdpbf16ps"));
}

size_t countOf(const std::string& text, const std::string& part) {
  size_t count = 0;
  for (size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

TEST(EmitBlockTest, AmxMultipliesBlocksOfFourTiles) {
  constexpr const char* kProducts[] = {"tdpbf16ps", "tdpbssd", "tdpbsud", "tdpbusd", "tdpbuud"};
  const Target target = *namedTarget("sapphirerapids");
  for (size_t i = 0; i < std::size(kPacked); ++i) {
    const LoopFunction f = largeTile(kPacked[i], 32, 32, 512);
    const StatusOr<std::string> text = kernelAssembly(f, target);
    ASSERT_TRUE(text.ok()) << text.status();
    // In the loop four products for four loads; the sums are loaded and stored once.
    EXPECT_EQ(countOf(*text, std::string(kProducts[i]) + "\t"), 4u) << *text;
    EXPECT_EQ(countOf(*text, "tileloadd\t"), 8u) << *text;
    EXPECT_EQ(countOf(*text, "tilestored\t"), 4u) << *text;
    EXPECT_EQ(countOf(*text, "ldtilecfg"), 1u) << *text;
    const LoopFunction* list[] = {&f};
    EXPECT_TRUE(compileKernels(list, target, {}).ok());
  }
  // Beside other code, in a loop.
  const LoopFunction f = tiledProduct(DType::kBF16, DType::kF32, 32, 32, 64, 4, false, 2);
  const LoopFunction* list[] = {&f};
  EXPECT_TRUE(compileKernels(list, target, {}).ok());
  EXPECT_THAT(*kernelAssembly(f, target), HasSubstr("tdpbf16ps"));
  // Where it cannot, vectors do.
  const StatusOr<std::string> text =
      kernelAssembly(tiledProduct(DType::kBF16, DType::kF32, 16, 16, 32, 4, false, 1), target);
  ASSERT_TRUE(text.ok()) << text.status();
  EXPECT_EQ(countOf(*text, "tdpbf16ps"), 0u);
}

// LLVM's tools can write AMX's instructions as loops, for processors without them. Not where registers are carried
// around a loop, which is therefore unrolled first; and rows are multiples of four bytes apart.
TEST(EmitBlockTest, AmxTilesAreInterpreted) {
  CpuTarget target = hostTarget();
  if (!target.isX86()) GTEST_SKIP() << "runs on x86-64 only";
  if (runProcess({"llc-19", "--version"}).code != 0) GTEST_SKIP() << "needs opt-19 and llc-19: apt-get install llvm-19";
  target.features += ",+amx-tile,+amx-bf16,+amx-int8";
  const std::string folder = freshFolder("amx");
  const KernelRun run = [&](const LoopFunction& f, std::vector<void*> parameters) {
    const StatusOr<std::string> ir = kernelLlvmIr(f, target, true);
    ASSERT_TRUE(ir.ok()) << ir.status();
    EXPECT_THAT(*ir, HasSubstr("llvm.x86.tdp"));
    ASSERT_TRUE(writeFile(folder + "/kernel.ll", *ir).ok());
    for (const std::vector<std::string>& command :
         {std::vector<std::string>{"opt-19", "-passes=loop-simplify,lcssa,loop-unroll", "-unroll-threshold=100000",
                                   folder + "/kernel.ll", "-o", folder + "/kernel.bc"},
          {"llc-19", "-O0", "-enable-x86-scalar-amx", "--relocation-model=pic", "-filetype=obj", folder + "/kernel.bc",
           "-o", folder + "/kernel.o"}}) {
      const Outcome outcome = runProcess(command);
      ASSERT_EQ(outcome.code, 0) << outcome.err;
    }
    const std::string symbols[] = {kernelSymbol(f)};
    const ObjectCode object{symbols[0], *readFile(folder + "/kernel.o", "object"), CodeKind::kObjectFile};
    const auto table = loadObjects({&object, 1}, symbols);
    ASSERT_TRUE(table.ok()) << table.status();
    std::vector<char> scratch(static_cast<size_t>(kernelScratchBytes(f)) + 64);
    void* aligned = reinterpret_cast<void*>((reinterpret_cast<uintptr_t>(scratch.data()) + 63) / 64 * 64);
    (*table)->find(symbols[0])(parameters.data(), 0, f.tasks, aligned);
  };
  constexpr double kTolerance = 1e-4;  // sums of at most 200 products below 16 in another order
  for (const PackedTypes& t : kPacked) {
    SCOPED_TRACE(strCat(dtypeName(t.a), " ", dtypeName(t.b)));
    checkKernel(largeTile(t, 1, 1, 4), 1, run, kTolerance);
    checkKernel(largeTile(t, 16, 16, 64), 2, run, kTolerance);
    checkKernel(largeTile(t, 32, 32, 200), 3, run, kTolerance);
    checkKernel(largeTile(t, 35, 49, 100), 4, run, kTolerance);
    checkKernel(tiledProduct(t.a, t.sum, 20, 24, 64, 3, false, t.pack, t.b), 5, run, kTolerance);
    if (HasFailure()) return;
  }
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
