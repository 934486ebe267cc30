// Register tiles of matrix products by element type, in GFLOP/s (GOP/s): panels in L1, sums in registers, one thread
// (taskset -c 1). What a product's inner loop can reach by f32 multiply-adds, bf16 and 8-bit dot products.
#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "benchmarks/loaded_kernels.h"

namespace partita {
namespace {

constexpr int64_t kRows = 12, kDepth = 128;  // steps of a loop over k: of one, two or four elements

struct Kind {
  const char* name;
  DType x, y;
  ScalarOp product;
  // i8 by i8 where only ui8 by i8 is at hand: x comes moved by 128, and the sums of y are taken out once at the end.
  bool moved = false;
};

constexpr Kind kKinds[] = {
    {"f32", DType::kF32, DType::kF32, ScalarOp::kFma},
    {"bf16", DType::kBF16, DType::kBF16, ScalarOp::kDotBF16},
    {"ui8_i8", DType::kUI8, DType::kI8, ScalarOp::kDotUI8I8},
    {"i8_i8", DType::kI8, DType::kI8, ScalarOp::kDotI8},
    {"i8_i8_moved", DType::kUI8, DType::kI8, ScalarOp::kDotUI8I8, true},
    {"ui8_ui8", DType::kUI8, DType::kUI8, ScalarOp::kDotUI8},
};

LoopFunction tile(const Kind& kind, int64_t columns) {
  const bool packed = isDot(kind.product);
  const DType sum = packed ? dotResult(kind.product) : DType::kF32;
  const int64_t pack = packed ? 4 / dtypeBytes(kind.x) : 1;
  LoopBuilder b(kind.name);
  LoopBufferId x = b.parameter("x", kind.x, kDepth * kRows * pack, true, false),
               y = b.parameter("y", kind.y, kDepth * columns * pack, true, false),
               out = b.parameter("out", sum, kRows * columns, false, true),
               c = b.local("c", BufferSpace::kRegister, sum, kRows * columns),
               extra = b.local("extra", BufferSpace::kRegister, sum, columns);
  const int lanes = static_cast<int>(columns);
  auto overRow = [&](auto body) {
    body(b.var(b.openFor("j", b.index(0), b.index(columns), LoopKind::kVector, 1, lanes)));
    b.close();
  };
  auto overTile = [&](auto body) {
    ExprId i = b.var(b.openFor("i", b.index(0), b.index(kRows), LoopKind::kUnrolled));
    overRow([&](ExprId j) { body(i, j, b.add(b.mul(i, b.index(columns)), j)); });
    b.close();
  };
  auto load = [&](LoopBufferId buffer, ExprId at) {
    return packed ? b.packedLoad(buffer, b.mul(at, b.index(pack))) : b.load(buffer, at);
  };
  ExprId k;
  auto ofY = [&](ExprId j) { return load(y, b.add(b.mul(k, b.index(columns)), j)); };
  overTile([&](ExprId, ExprId, ExprId at) { b.store(c, at, b.constant(sum, 0)); });
  if (kind.moved) overRow([&](ExprId j) { b.store(extra, j, b.constant(sum, 0)); });
  k = b.var(b.openFor("k", b.index(0), b.index(kDepth), LoopKind::kSerial));
  overTile([&](ExprId i, ExprId j, ExprId at) {
    ExprId p = load(x, b.add(b.mul(k, b.index(kRows)), i));
    b.store(c, at, b.op(kind.product, sum, {p, ofY(j), b.load(c, at)}));
  });
  if (kind.moved) {
    ExprId all128 = b.constantInt(DType::kUI32, 0x80808080);
    overRow([&](ExprId j) { b.store(extra, j, b.op(kind.product, sum, {all128, ofY(j), b.load(extra, j)})); });
  }
  b.close();
  overTile([&](ExprId, ExprId j, ExprId at) {
    ExprId value = b.load(c, at);
    if (kind.moved) value = b.op(ScalarOp::kSubtract, sum, {value, b.load(extra, j)});
    b.store(out, at, value);
  });
  return b.finish();
}

void run(benchmark::State& state, const Kind& kind, const CpuTarget& target) {
  // As many columns as leave two registers for operands: two vectors with 32 registers, one with 16.
  const int64_t columns = target.lanes(4) * (target.vectorRegisters >= 32 ? 2 : 1);
  LoopFunction function = tile(kind, columns);
  const LoadedKernels loaded = loadForTiming({&function}, target);
  const KernelFn kernel = loaded.run[0];
  alignas(64) static char memory[3][1 << 17];
  std::memset(memory, 0, sizeof(memory));
  void* buffers[] = {memory[0], memory[1], memory[2]};
  for (auto _ : state) {
    kernel(buffers, 0, 1, nullptr);
    benchmark::ClobberMemory();
  }
  const int64_t pack = isDot(kind.product) ? 4 / dtypeBytes(kind.x) : 1;
  state.counters["GFLOP/s"] = benchmark::Counter(2e-9 * static_cast<double>(kRows * columns * kDepth * pack),
                                                 benchmark::Counter::kIsIterationInvariantRate);
}

}  // namespace
}  // namespace partita

int main(int argc, char** argv) {
  for (const char* name : {"host", "cascadelake", "alderlake", "x86-64-v4", "x86-64-v3"}) {
    const partita::StatusOr<partita::Target> target = partita::namedTarget(name);
    if (!target.ok() || !partita::checkRunsHere(*target).ok()) continue;
    for (const partita::Kind& kind : partita::kKinds) {
      benchmark::RegisterBenchmark((std::string(name) + "/" + kind.name).c_str(),
                                   [&kind, cpu = std::get<partita::CpuTarget>(*target)](benchmark::State& state) {
                                     partita::run(state, kind, cpu);
                                   });
    }
  }
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}
