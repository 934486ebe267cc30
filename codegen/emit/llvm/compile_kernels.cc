// compileKernels: loop functions to object files, in parallel, through the disk cache.
#include <llvm-c/Core.h>
#include <llvm/IR/LLVMContext.h>
#include <llvm/IR/Module.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <optional>
#include <thread>
#include <variant>

#include "absl/container/flat_hash_map.h"
#include "base/hash.h"
#include "codegen/disk_cache.h"
#include "codegen/emit/kernel_compiler.h"
#include "codegen/emit/llvm/emit_llvm.h"
#include "codegen/emit/llvm/machine.h"

namespace partita {
namespace {

// Raised whenever the code generated for the same loop function changes.
constexpr int kGeneration = 9;

// What of a target the code of a kernel depends on; schedules, which follow cache sizes, are in the loop function.
std::string targetText(const CpuTarget& target) {
  return absl::StrCat(target.triple, "/", target.cpu, "/", target.features, "/", target.vectorBits, "/",
                      target.fma ? 1 : 0);
}

StatusOr<CpuTarget> cpuOf(const Target& target) {
  if (const auto* cpu = std::get_if<CpuTarget>(&target)) return *cpu;
  return unimplemented("there is no code generator for ", targetName(target), " yet");
}

std::string moduleText(const llvm::Module& module) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  module.print(stream, nullptr);
  return text;
}

using Source = std::variant<const LoopFunction*, const RoundsKernel*>;

StatusOr<std::unique_ptr<llvm::Module>> makeModule(llvm::LLVMContext& context, Machine& machine, const Source& source,
                                                   const CpuTarget& target, const std::string& symbol) {
  auto module = std::make_unique<llvm::Module>(symbol, context);
  machine.prepare(*module);
  if (const auto* rounds = std::get_if<const RoundsKernel*>(&source)) {
    RETURN_IF_ERROR(emitRounds(*module, **rounds, target, symbol));
  } else {
    RETURN_IF_ERROR(emitFunction(*module, *std::get<const LoopFunction*>(source), target, symbol));
  }
  return module;
}

StatusOr<std::string> assemblyOf(Machine& machine, const Source& source, const CpuTarget& target,
                                 const std::string& symbol) {
  llvm::LLVMContext context;
  ASSIGN_OR_RETURN(std::unique_ptr<llvm::Module> module, makeModule(context, machine, source, target, symbol));
  machine.optimise(*module);
  return machine.emit(*module, true);
}

void writeText(const std::string& path, const std::string& text) { std::ofstream(path, std::ios::binary) << text; }

struct Job {
  Source source;
  std::string symbol, cacheName;
  std::string object;
  Status status;
};

void runJob(Job& job, std::unique_ptr<Machine>& machine, const CpuTarget& target, const KernelCompileOptions& options,
            const DiskCache& cache, std::atomic<int>& fromCache) {
  if (cache.on() && options.dumpDirectory.empty()) {
    if (std::optional<std::string> cached = cache.read(job.cacheName)) {
      job.object = *std::move(cached);
      ++fromCache;
      return;
    }
  }
  job.status = [&]() -> Status {
    if (machine == nullptr) {
      ASSIGN_OR_RETURN(machine, Machine::create(target));
    }
    llvm::LLVMContext context;
    ASSIGN_OR_RETURN(std::unique_ptr<llvm::Module> module,
                     makeModule(context, *machine, job.source, target, job.symbol));
    machine->optimise(*module);
    if (!options.dumpDirectory.empty()) {
      std::string stem = absl::StrCat(options.dumpDirectory, "/", job.symbol);
      const auto* rounds = std::get_if<const RoundsKernel*>(&job.source);
      writeText(stem + ".loop.txt", rounds != nullptr
                                        ? roundsToString(**rounds)
                                        : loopFunctionToString(*std::get<const LoopFunction*>(job.source)));
      writeText(stem + ".ll", moduleText(*module));
      ASSIGN_OR_RETURN(std::string assembly, assemblyOf(*machine, job.source, target, job.symbol));
      writeText(stem + ".s", assembly);
    }
    ASSIGN_OR_RETURN(job.object, machine->emit(*module, false));
    return Status();
  }();
  if (job.status.ok()) cache.write(job.cacheName, job.object);
}

}  // namespace

std::string codeGeneratorVersion() {
  unsigned major = 0, minor = 0, patch = 0;
  LLVMGetVersion(&major, &minor, &patch);  // of the library that is loaded
  return strCat("LLVM ", major, ".", minor, ".", patch, ", generation ", kGeneration);
}

std::string roundsToString(const RoundsKernel& kernel) {
  std::string text = strCat("rounds of ", kernel.parameters, " parameters, at most ", kernel.rounds, " {\n");
  auto steps = [&](const std::vector<RoundsKernel::Step>& list) {
    for (const RoundsKernel::Step& step : list) {
      if (step.function < 0) {
        strAppend(&text, "  copy ", step.bytes, " bytes p", step.parameters[0], " <- p", step.parameters[1], "\n");
        continue;
      }
      strAppend(&text, "  ", kernelSymbol(*kernel.functions[static_cast<size_t>(step.function)]), "(");
      for (size_t i = 0; i < step.parameters.size(); ++i) strAppend(&text, i > 0 ? ", p" : "p", step.parameters[i]);
      text += ")\n";
    }
  };
  steps(kernel.body);
  text += "} while {\n";
  steps(kernel.condition);
  strAppend(&text, "  p", kernel.predicate, "\n}\n");
  return text;
}

std::string kernelSymbol(const RoundsKernel& kernel) { return "k_" + hashHex(roundsToString(kernel)); }

std::string kernelSymbol(const LoopFunction& function) { return "k_" + hashHex(canonicalText(function)); }

int64_t kernelScratchBytes(const LoopFunction& function) {
  int64_t bytes = 0;
  for (const LoopBuffer& buffer : function.buffers) {
    if (buffer.space == BufferSpace::kScratch || buffer.space == BufferSpace::kShared)
      bytes += (buffer.elements * dtypeBytes(buffer.dtype) + 63) / 64 * 64;
  }
  return bytes;
}

StatusOr<std::vector<ObjectCode>> compileKernels(absl::Span<const LoopFunction* const> functions, const Target& wanted,
                                                 const KernelCompileOptions& options, KernelCompileStats* stats,
                                                 absl::Span<const RoundsKernel> rounds) {
  ASSIGN_OR_RETURN(const CpuTarget target, cpuOf(wanted));
  auto start = std::chrono::steady_clock::now();
  if (!options.dumpDirectory.empty()) {
    std::error_code error;
    std::filesystem::create_directories(options.dumpDirectory, error);
    if (error) return invalidArgument("cannot make directory ", options.dumpDirectory, ": ", error.message());
  }
  const DiskCache cache(options.cacheDirectory);
  const std::string made = hashHex(strCat(targetText(target), "/", codeGeneratorVersion()));
  std::vector<Job> jobs;
  absl::flat_hash_map<std::string, size_t> known;
  auto add = [&](const auto* source) {
    std::string symbol = kernelSymbol(*source);
    if (!known.try_emplace(symbol, jobs.size()).second) return;
    Job job;
    job.source = source;
    job.cacheName = strCat(symbol, "-", made);
    job.symbol = std::move(symbol);
    jobs.push_back(std::move(job));
  };
  for (const LoopFunction* function : functions) add(function);
  for (const RoundsKernel& kernel : rounds) add(&kernel);
  std::atomic<size_t> next{0};
  std::atomic<int> fromCache{0};
  auto work = [&] {
    std::unique_ptr<Machine> machine;
    for (size_t i = next++; i < jobs.size(); i = next++) runJob(jobs[i], machine, target, options, cache, fromCache);
  };
  std::vector<std::thread> threads;
  size_t count = std::min(jobs.size(), static_cast<size_t>(std::max(options.threads, 1)));
  for (size_t i = 1; i < count; ++i) threads.emplace_back(work);
  work();
  for (std::thread& thread : threads) thread.join();
  std::vector<ObjectCode> objects;
  for (Job& job : jobs) {
    RETURN_IF_ERROR(job.status);
    objects.push_back({job.symbol, std::move(job.object), CodeKind::kObjectFile});
  }
  if (stats != nullptr) {
    stats->fromCache = fromCache;
    stats->compiled = static_cast<int>(jobs.size()) - stats->fromCache;
    stats->seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  }
  return objects;
}

StatusOr<std::string> kernelLlvmIr(const LoopFunction& function, const Target& wanted, bool optimised) {
  ASSIGN_OR_RETURN(const CpuTarget target, cpuOf(wanted));
  ASSIGN_OR_RETURN(std::unique_ptr<Machine> machine, Machine::create(target));
  llvm::LLVMContext context;
  ASSIGN_OR_RETURN(std::unique_ptr<llvm::Module> module,
                   makeModule(context, *machine, &function, target, kernelSymbol(function)));
  if (optimised) machine->optimise(*module);
  return moduleText(*module);
}

StatusOr<std::string> kernelAssembly(const LoopFunction& function, const Target& wanted) {
  ASSIGN_OR_RETURN(const CpuTarget target, cpuOf(wanted));
  ASSIGN_OR_RETURN(std::unique_ptr<Machine> machine, Machine::create(target));
  return assemblyOf(*machine, &function, target, kernelSymbol(function));
}

}  // namespace partita
