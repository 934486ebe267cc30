#include "tests/support/native_kernel.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <cstring>
#include <thread>
#include <vector>

#include "base/rng.h"
#include "codegen/emit/kernel_compiler.h"
#include "graph/literal.h"
#include "tests/support/loop_interpreter.h"

namespace partita {
namespace {

struct Memory {
  std::vector<std::vector<char>> buffers;
  std::vector<void*> pointers() {
    std::vector<void*> out;
    for (auto& buffer : buffers)
      out.push_back(reinterpret_cast<void*>((reinterpret_cast<uintptr_t>(buffer.data()) + 63) / 64 * 64));
    return out;
  }
};

void fill(const LoopFunction& f, Memory& memory, uint64_t seed) {
  Rng rng(seed);
  for (LoopBufferId id : f.parameters) {
    const LoopBuffer& buffer = f.buffers[id];
    memory.buffers.emplace_back(static_cast<size_t>(buffer.elements * dtypeBytes(buffer.dtype) + 64));
  }
  std::vector<void*> pointers = memory.pointers();
  size_t n = 0;
  for (LoopBufferId id : f.parameters) {
    const LoopBuffer& buffer = f.buffers[id];
    char* p = static_cast<char*>(pointers[n++]);
    for (int64_t i = 0; i < buffer.elements; ++i, p += dtypeBytes(buffer.dtype)) {
      if (isFloat(buffer.dtype))
        storeFromDouble(buffer.dtype, rng.uniform() * 8 - 4, p);
      else
        storeFromInt(buffer.dtype,
                     buffer.dtype == DType::kI1 ? static_cast<int64_t>(rng.below(2)) : static_cast<int64_t>(rng.next()),
                     p);
    }
  }
}

}  // namespace

void runNative(const LoopFunction& f, std::vector<void*> parameters, int threads, const CpuTarget& target) {
  const LoopFunction* list[] = {&f};
  StatusOr<std::vector<ObjectCode>> objects = compileKernels(list, target, {});
  ASSERT_TRUE(objects.ok()) << objects.status();
  std::string symbols[] = {kernelSymbol(f)};
  auto table = loadObjects(*objects, symbols);
  ASSERT_TRUE(table.ok()) << table.status();
  const auto kernel = (*table)->find(symbols[0]);
  std::atomic<int64_t> next{0};
  auto work = [&] {
    std::vector<char> scratch(static_cast<size_t>(kernelScratchBytes(f)) + 64);
    void* aligned = reinterpret_cast<void*>((reinterpret_cast<uintptr_t>(scratch.data()) + 63) / 64 * 64);
    for (int64_t task = next++; task < f.tasks; task = next++) kernel(parameters.data(), task, task + 1, aligned);
  };
  std::vector<std::thread> workers;
  for (int i = 1; i < threads; ++i) workers.emplace_back(work);
  work();
  for (std::thread& worker : workers) worker.join();
}

bool checkKernel(const LoopFunction& f, uint64_t seed, const KernelRun& run, double tolerance) {
  Memory found, expected;
  fill(f, found, seed);
  fill(f, expected, seed);
  run(f, found.pointers());
  interpretLoops(f, expected.pointers());
  std::vector<void*> a = found.pointers(), b = expected.pointers();
  for (size_t n = 0; n < f.parameters.size(); ++n) {
    const LoopBuffer& buffer = f.buffers[f.parameters[n]];
    int64_t bytes = dtypeBytes(buffer.dtype);
    for (int64_t i = 0; i < buffer.elements; ++i) {
      const char *x = static_cast<char*>(a[n]) + i * bytes, *y = static_cast<char*>(b[n]) + i * bytes;
      if (std::memcmp(x, y, static_cast<size_t>(bytes)) == 0) continue;
      if (isFloat(buffer.dtype) && std::isnan(loadAsDouble(buffer.dtype, x)) &&
          std::isnan(loadAsDouble(buffer.dtype, y)))
        continue;
      if (isFloat(buffer.dtype) && std::abs(loadAsDouble(buffer.dtype, x) - loadAsDouble(buffer.dtype, y)) <=
                                       tolerance * (1 + std::abs(loadAsDouble(buffer.dtype, y))))
        continue;
      ADD_FAILURE() << buffer.name << "[" << i << "]: " << loadAsDouble(buffer.dtype, x) << ", interpreted "
                    << loadAsDouble(buffer.dtype, y) << "\n"
                    << loopFunctionToString(f);
      return false;
    }
  }
  return true;
}

void checkNative(const LoopFunction& f, uint64_t seed, const CpuTarget& target) {
  const auto run = [&](const LoopFunction& function, std::vector<void*> parameters) {
    runNative(function, std::move(parameters), 1, target);
  };
  if (!checkKernel(f, seed, run)) ADD_FAILURE() << targetName(target) << "\n" << *kernelLlvmIr(f, target, false);
}

}  // namespace partita
