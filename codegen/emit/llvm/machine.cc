#include "codegen/emit/llvm/machine.h"

#include <llvm/Analysis/CGSCCPassManager.h>
#include <llvm/Analysis/LoopAnalysisManager.h>
#include <llvm/IR/LegacyPassManager.h>
#include <llvm/MC/TargetRegistry.h>
#include <llvm/Passes/PassBuilder.h>
#include <llvm/Support/SmallVectorMemoryBuffer.h>
#include <llvm/Support/TargetSelect.h>
#include <llvm/Transforms/InstCombine/InstCombine.h>
#include <llvm/Transforms/Scalar/ADCE.h>
#include <llvm/Transforms/Scalar/DeadStoreElimination.h>
#include <llvm/Transforms/Scalar/EarlyCSE.h>
#include <llvm/Transforms/Scalar/LICM.h>
#include <llvm/Transforms/Scalar/LoopPassManager.h>
#include <llvm/Transforms/Scalar/SROA.h>
#include <llvm/Transforms/Scalar/SimplifyCFG.h>
#include <llvm/Transforms/Vectorize/VectorCombine.h>

#include <mutex>

namespace partita {

void initializeLlvm() {
  static std::once_flag once;
  std::call_once(once, [] {
    LLVMInitializeX86TargetInfo();
    LLVMInitializeX86Target();
    LLVMInitializeX86TargetMC();
    LLVMInitializeX86AsmPrinter();
    LLVMInitializeX86AsmParser();
    LLVMInitializeAArch64TargetInfo();
    LLVMInitializeAArch64Target();
    LLVMInitializeAArch64TargetMC();
    LLVMInitializeAArch64AsmPrinter();
    LLVMInitializeAArch64AsmParser();
  });
}

namespace {

class LlvmMachine : public Machine {
 public:
  explicit LlvmMachine(std::unique_ptr<llvm::TargetMachine> machine)
      : machine_(std::move(machine)), passes_(machine_.get()) {
    passes_.registerModuleAnalyses(modules_);
    passes_.registerCGSCCAnalyses(components_);
    passes_.registerFunctionAnalyses(functions_);
    passes_.registerLoopAnalyses(loops_);
    passes_.crossRegisterProxies(loops_, functions_, components_, modules_);
    pipeline_.addPass(llvm::SROAPass(llvm::SROAOptions::ModifyCFG));
    pipeline_.addPass(llvm::EarlyCSEPass(true));
    pipeline_.addPass(llvm::InstCombinePass());
    pipeline_.addPass(llvm::SimplifyCFGPass());
    pipeline_.addPass(llvm::createFunctionToLoopPassAdaptor(llvm::LICMPass(llvm::LICMOptions()), true));
    pipeline_.addPass(llvm::EarlyCSEPass(true));
    pipeline_.addPass(llvm::VectorCombinePass());
    pipeline_.addPass(llvm::InstCombinePass());
    pipeline_.addPass(llvm::DSEPass());
    pipeline_.addPass(llvm::ADCEPass());
  }

  void prepare(llvm::Module& module) override {
    module.setTargetTriple(machine_->getTargetTriple().str());
    module.setDataLayout(machine_->createDataLayout());
  }

  void optimise(llvm::Module& module) override {
    for (llvm::Function& function : module) {
      if (!function.isDeclaration()) pipeline_.run(function, functions_);
    }
    loops_.clear();
    functions_.clear();
    components_.clear();
    modules_.clear();
  }

  StatusOr<std::string> emit(llvm::Module& module, bool assembly) override {
    llvm::SmallVector<char, 0> out;
    llvm::raw_svector_ostream stream(out);
    llvm::legacy::PassManager emission;
    auto kind = assembly ? llvm::CodeGenFileType::AssemblyFile : llvm::CodeGenFileType::ObjectFile;
    if (machine_->addPassesToEmitFile(emission, stream, nullptr, kind))
      return internalError("LLVM cannot emit code for ", machine_->getTargetTriple().str());
    emission.run(module);
    return std::string(out.begin(), out.end());
  }

 private:
  std::unique_ptr<llvm::TargetMachine> machine_;
  llvm::PassBuilder passes_;
  llvm::LoopAnalysisManager loops_;
  llvm::FunctionAnalysisManager functions_;
  llvm::CGSCCAnalysisManager components_;
  llvm::ModuleAnalysisManager modules_;
  llvm::FunctionPassManager pipeline_;
};

}  // namespace

StatusOr<std::unique_ptr<Machine>> Machine::create(const CpuTarget& target) {
  initializeLlvm();
  std::string error;
  const llvm::Target* found = llvm::TargetRegistry::lookupTarget(target.triple, error);
  if (found == nullptr) return invalidArgument("LLVM has no target '", target.triple, "': ", error);
  llvm::TargetOptions options;
  options.AllowFPOpFusion = llvm::FPOpFusion::Strict;  // contraction is the program's decision: kFma is explicit
  std::unique_ptr<llvm::TargetMachine> machine(
      found->createTargetMachine(target.triple, target.cpu, target.features, options, llvm::Reloc::PIC_,
                                 llvm::CodeModel::Small, llvm::CodeGenOptLevel::Default));
  if (machine == nullptr) return internalError("LLVM cannot make a machine for ", target.triple, " ", target.cpu);
  return std::unique_ptr<Machine>(std::make_unique<LlvmMachine>(std::move(machine)));
}

}  // namespace partita
