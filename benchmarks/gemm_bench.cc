// Matrix products by shape and layout, in GFLOP/s, beside the peak of the core. One thread: pin it (taskset -c 1).
#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstdlib>

#include "base/check.h"
#include "benchmarks/loaded_kernels.h"
#include "codegen/loops/loop_nest.h"
#include "codegen/schedule/apply_schedule.h"
#include "codegen/schedule/default/default_schedule.h"

namespace partita {
namespace {

constexpr double kTaskSeconds = 20e-6;  // CompileOptions::taskSeconds

struct Product {
  const char* name;
  int64_t batch, m, n, k;
  bool aContiguousK, bContiguousK;  // how each operand lies in memory
};

// The products of a GPT step (forward, gradient of the input, gradient of the weight, attention), and general sizes.
constexpr Product kProducts[] = {
    {"qkv", 1, 2048, 384, 384, true, false},
    {"qkv_input_gradient", 1, 2048, 384, 384, true, true},
    {"qkv_weight_gradient", 1, 384, 384, 2048, false, false},
    {"mlp_in", 1, 2048, 1536, 384, true, false},
    {"mlp_out", 1, 2048, 384, 1536, true, false},
    {"mlp_out_input_gradient", 1, 2048, 1536, 384, true, true},
    {"mlp_in_weight_gradient", 1, 384, 1536, 2048, false, false},
    {"mlp_out_weight_gradient", 1, 1536, 384, 2048, false, false},
    {"attention_scores", 48, 256, 256, 64, true, true},
    {"attention_values", 48, 256, 64, 256, true, false},
    {"attention_value_gradient", 48, 256, 64, 256, false, false},
    {"tiny_mlp", 1, 1024, 256, 64, true, false},
    {"tiny_weight_gradient", 1, 64, 256, 1024, false, false},
    {"tiny_scores", 64, 64, 64, 16, true, true},
    {"tiny_values", 64, 64, 16, 64, true, false},
    {"square_1024", 1, 1024, 1024, 1024, true, false},
    {"odd_1000x300x500", 1, 1000, 300, 500, true, false},
    {"skinny_16x4096x4096", 1, 16, 4096, 4096, true, false},
    {"gemv_4096x4096", 1, 1, 4096, 4096, true, false},
    {"gemv_4096x4096_rows", 1, 1, 4096, 4096, true, true},
};

// 64-byte aligned floats in [-0.5, 0.5).
struct Array {
  explicit Array(int64_t elements) : data(static_cast<float*>(std::aligned_alloc(64, (elements * 4 + 127) / 64 * 64))) {
    for (int64_t i = 0; i < elements; ++i) data[i] = static_cast<float>(i * 37 % 101) / 101.0f - 0.5f;
  }
  ~Array() { std::free(data); }
  float* data;
};

void runProduct(benchmark::State& state, const Product& p) {
  CpuTarget target = hostTarget();
  NestBuilder nest("gemm");
  LoopBuilder& loops = nest.loops();
  LoopBufferId a = loops.parameter("a", DType::kF32, p.batch * p.m * p.k, true, false);
  LoopBufferId b = loops.parameter("b", DType::kF32, p.batch * p.k * p.n, true, false);
  LoopBufferId c = loops.parameter("c", DType::kF32, p.batch * p.m * p.n, false, true);
  const AxisId batch = nest.axis("b", p.batch), m = nest.axis("m", p.m), n = nest.axis("n", p.n),
               k = nest.axis("k", p.k);
  auto at = [&](AxisId row, AxisId column, int64_t rows, int64_t columns) {
    return loops.add(
        loops.mul(loops.add(loops.mul(nest.at(batch), loops.index(rows)), nest.at(row)), loops.index(columns)),
        nest.at(column));
  };
  TempId y = nest.value({batch, k, n}, loops.load(b, p.bContiguousK ? at(n, k, p.n, p.k) : at(k, n, p.k, p.n)));
  TempId x = nest.value({batch, m, k}, loops.load(a, p.aContiguousK ? at(m, k, p.m, p.k) : at(k, m, p.k, p.m)));
  TempId sum = nest.reduction(
      {{batch, AxisRole::kParallel}, {m, AxisRole::kParallel}, {n, AxisRole::kParallel}, {k, AxisRole::kContracted}},
      ScalarOp::kAdd, loops.constant(DType::kF32, 0),
      loops.op(ScalarOp::kMultiply, DType::kF32, {loops.temp(x), loops.temp(y)}));
  nest.store(parallelAxes({batch, m, n}), {{c, at(m, n, p.m, p.n), loops.temp(sum)}});
  const double elements = static_cast<double>(p.batch * (p.m * p.k + p.k * p.n + p.m * p.n));
  const LoopNest made =
      nest.finish(2.0 * static_cast<double>(p.batch * p.m * p.n) * static_cast<double>(p.k), 4 * elements);
  StatusOr<Schedule> schedule = defaultSchedule(made, {target, kTaskSeconds});
  if (!schedule.ok()) fail(schedule.status());
  StatusOr<ScheduledNest> scheduled = applySchedule(made, *schedule);
  if (!scheduled.ok()) fail(scheduled.status());
  if (std::getenv("SHOW_LOOPS") != nullptr) {
    std::printf("%s%s", nestToString(made).c_str(), scheduleToString(*schedule).c_str());
    for (const ScheduledKernel& kernel : scheduled->kernels)
      std::printf("%s", loopFunctionToString(kernel.function).c_str());
  }
  std::vector<const LoopFunction*> functions;
  int64_t scratchBytes = 0;
  for (const ScheduledKernel& kernel : scheduled->kernels) {
    functions.push_back(&kernel.function);
    scratchBytes = std::max(scratchBytes, kernelScratchBytes(kernel.function));
  }
  const LoadedKernels loaded = loadForTiming(functions, target);
  Array x0(p.batch * p.m * p.k), y0(p.batch * p.k * p.n), z(p.batch * p.m * p.n), scratch(scratchBytes / 4 + 16),
      workspace(scheduled->workspaceBytes / 4 + 16);
  struct Call {
    KernelFn run;
    int64_t tasks;
    std::vector<void*> buffers;
  };
  std::vector<Call> calls;
  for (size_t i = 0; i < functions.size(); ++i) {
    Call& call = calls.emplace_back(Call{loaded.run[i], functions[i]->tasks, {}});
    float* parameters[] = {x0.data, y0.data, z.data};
    for (const ScheduledKernel::Argument& argument : scheduled->kernels[i].arguments)
      call.buffers.push_back(argument.parameter >= 0 ? parameters[argument.parameter]
                                                     : workspace.data + argument.offset / 4);
  }
  for (auto _ : state) {
    for (Call& call : calls) call.run(call.buffers.data(), 0, call.tasks, scratch.data);
    benchmark::ClobberMemory();
  }
  double flops = 2.0 * static_cast<double>(p.batch * p.m * p.n) * static_cast<double>(p.k);
  state.counters["GFLOP/s"] = benchmark::Counter(flops * 1e-9, benchmark::Counter::kIsIterationInvariantRate);
}

// Independent multiply-adds in registers: twelve sums of one vector.
void peak(benchmark::State& state) {
  CpuTarget target = hostTarget();
  constexpr int64_t kSteps = 1 << 20;
  int lanes = target.lanes(4);
  LoopBuilder loops("peak");
  LoopBufferId in = loops.parameter("in", DType::kF32, 64, true, false),
               out = loops.parameter("out", DType::kF32, 12 * lanes, false, true);
  LoopBufferId sums = loops.local("sums", BufferSpace::kRegister, DType::kF32, 12 * lanes);
  loops.openFor("task", loops.index(0), loops.index(1), LoopKind::kParallel);
  auto each = [&](auto body) {
    ExprId i = loops.var(loops.openFor("i", loops.index(0), loops.index(12), LoopKind::kUnrolled));
    ExprId j = loops.var(loops.openFor("j", loops.index(0), loops.index(lanes), LoopKind::kVector, 1, lanes));
    body(i, loops.add(loops.mul(i, loops.index(lanes)), j));
    loops.close();
    loops.close();
  };
  ExprId x = loops.temp(loops.let(loops.load(in, loops.index(0)))),
         y = loops.temp(loops.let(loops.load(in, loops.index(1))));
  each([&](ExprId i, ExprId at) { loops.store(sums, at, loops.load(in, i)); });
  loops.openFor("k", loops.index(0), loops.index(kSteps), LoopKind::kSerial);
  each([&](ExprId, ExprId at) {
    loops.store(sums, at, loops.op(ScalarOp::kFma, DType::kF32, {loops.load(sums, at), x, y}));
  });
  loops.close();
  each([&](ExprId, ExprId at) { loops.store(out, at, loops.load(sums, at)); });
  loops.close();
  LoopFunction function = loops.finish();
  const LoadedKernels loaded = loadForTiming({&function}, target);
  const KernelFn run = loaded.run[0];
  Array x0(64), z(12 * lanes);
  void* buffers[] = {x0.data, z.data};
  for (auto _ : state) run(buffers, 0, 1, nullptr);
  double flops = 2.0 * 12 * lanes * kSteps;
  state.counters["GFLOP/s"] = benchmark::Counter(flops * 1e-9, benchmark::Counter::kIsIterationInvariantRate);
}

}  // namespace
}  // namespace partita

int main(int argc, char** argv) {
  benchmark::RegisterBenchmark("peak", partita::peak)->Unit(benchmark::kMicrosecond);
  for (const partita::Product& product : partita::kProducts) {
    benchmark::RegisterBenchmark(product.name, [&product](benchmark::State& state) {
      partita::runProduct(state, product);
    })->Unit(benchmark::kMicrosecond);
  }
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}
