#pragma once
// LLVM's target machines and the pass pipeline. Private to codegen/emit/llvm.
#include <llvm/IR/Module.h>
#include <llvm/Target/TargetMachine.h>

#include <memory>
#include <string>

#include "base/status.h"
#include "program/target.h"

namespace partita {

// Registers LLVM's code generators, once.
void initializeLlvm();

// Optimises modules and turns them into object files or assembly. One for each thread; a module is used up.
class Machine {
 public:
  static StatusOr<std::unique_ptr<Machine>> create(const CpuTarget& target);
  virtual ~Machine() = default;

  // Sets triple and data layout; before functions are added.
  virtual void prepare(llvm::Module& module) = 0;
  // What is worth doing on code whose vectors are explicit: memory to registers, common subexpressions, loop-invariant
  // code, simplification.
  virtual void optimise(llvm::Module& module) = 0;
  virtual StatusOr<std::string> emit(llvm::Module& module, bool assembly) = 0;
};

}  // namespace partita
