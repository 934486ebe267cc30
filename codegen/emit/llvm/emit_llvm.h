#pragma once
// Loop IR to LLVM IR with explicit vectors. Private to codegen/emit/llvm.
#include <string>

#include "base/status.h"
#include "codegen/emit/kernel_compiler.h"
#include "codegen/loops/loop_ir.h"
#include "program/target.h"

namespace llvm {
class Function;
class Module;
}  // namespace llvm

namespace partita {

// Adds FUNCTION to MODULE as `void SYMBOL(ptr buffers, i64 begin, i64 end, ptr scratch)` (program.h: KernelFn).
// Unimplemented names the operation or dtype that is missing; the module is then to be thrown away.
Status emitFunction(llvm::Module& module, const LoopFunction& function, const CpuTarget& target,
                    const std::string& symbol);
// The same of KERNEL, with its functions.
Status emitRounds(llvm::Module& module, const RoundsKernel& kernel, const CpuTarget& target, const std::string& symbol);

// That function without a body.
llvm::Function* makeKernelFunction(llvm::Module& module, const CpuTarget& target, const std::string& symbol);

}  // namespace partita
