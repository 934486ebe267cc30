#pragma once
// Loop functions as machine code, to be timed; a failure ends the program with its message.
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "codegen/emit/kernel_compiler.h"

namespace partita {

[[noreturn]] inline void fail(const Status& status) {
  std::fprintf(stderr, "%s\n", std::string(status.message()).c_str());
  std::exit(1);
}

struct LoadedKernels {
  std::unique_ptr<KernelTable> table;  // holds the code
  std::vector<KernelFn> run;           // by function
};

inline LoadedKernels loadForTiming(const std::vector<const LoopFunction*>& functions, const CpuTarget& target) {
  StatusOr<std::vector<ObjectCode>> objects = compileKernels(functions, target, {});
  if (!objects.ok()) fail(objects.status());
  std::vector<std::string> symbols;
  for (const LoopFunction* function : functions) symbols.push_back(kernelSymbol(*function));
  StatusOr<std::unique_ptr<KernelTable>> table = loadObjects(*objects, symbols);
  if (!table.ok()) fail(table.status());
  LoadedKernels loaded{*std::move(table), {}};
  for (const std::string& symbol : symbols) loaded.run.push_back(loaded.table->find(symbol));
  return loaded;
}

}  // namespace partita
