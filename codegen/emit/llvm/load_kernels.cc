// Object files into this process: LLVM's ORC with JITLink.
#include <llvm/ExecutionEngine/Orc/Core.h>
#include <llvm/ExecutionEngine/Orc/LLJIT.h>
#include <llvm/Support/MemoryBuffer.h>

#include "absl/container/flat_hash_map.h"
#include "codegen/codegen.h"
#include "codegen/emit/kernel_compiler.h"
#include "codegen/emit/kernel_imports.h"
#include "codegen/emit/llvm/machine.h"

namespace partita {
namespace {

std::string messageOf(llvm::Error error) { return llvm::toString(std::move(error)); }

class OrcKernels : public KernelTable {
 public:
  OrcKernels(std::unique_ptr<llvm::orc::LLJIT> jit, absl::flat_hash_map<std::string, KernelFn> functions)
      : jit_(std::move(jit)), functions_(std::move(functions)) {}
  KernelFn find(const std::string& symbol) const override {
    auto it = functions_.find(symbol);
    return it == functions_.end() ? nullptr : it->second;
  }

 private:
  std::unique_ptr<llvm::orc::LLJIT> jit_;  // owns the code
  absl::flat_hash_map<std::string, KernelFn> functions_;
};

}  // namespace

StatusOr<std::unique_ptr<KernelTable>> loadObjects(absl::Span<const ObjectCode> objects,
                                                   absl::Span<const std::string> symbols) {
  initializeLlvm();
  // No platform: kernels have no constructors, no exceptions and no thread-local data. Nor do they see the process's
  // symbols, but those that they are known to need.
  auto jit = llvm::orc::LLJITBuilder()
                 .setLinkProcessSymbolsByDefault(false)
                 .setPlatformSetUp(llvm::orc::setUpInactivePlatform)
                 .create();
  if (!jit) return internalError("cannot start the code loader: ", messageOf(jit.takeError()));
  // What a lookup says of its failure leaves out which symbols are missing; the session reports them.
  auto reports = std::make_shared<std::string>();
  (*jit)->getExecutionSession().setErrorReporter(
      [reports](llvm::Error error) { strAppend(reports.get(), "; ", messageOf(std::move(error))); });
  llvm::orc::SymbolMap imports;
  for (const KernelImport& import : kernelImports())
    imports[(*jit)->mangleAndIntern(llvm::StringRef(import.name.data(), import.name.size()))] = {
        llvm::orc::ExecutorAddr::fromPtr(import.address), llvm::JITSymbolFlags::Exported};
  if (llvm::Error error = (*jit)->getMainJITDylib().define(llvm::orc::absoluteSymbols(std::move(imports))))
    return internalError("cannot give kernels the C library: ", messageOf(std::move(error)));
  for (const ObjectCode& object : objects) {
    auto buffer = llvm::MemoryBuffer::getMemBufferCopy(object.contents, object.name);
    if (llvm::Error error = (*jit)->addObjectFile(std::move(buffer))) {
      return invalidArgument("object ", object.name, " cannot be loaded: ", messageOf(std::move(error)));
    }
  }
  // One lookup for all, so that everything is linked in one go.
  llvm::orc::SymbolLookupSet wanted;
  for (const std::string& symbol : symbols) {
    wanted.add((*jit)->mangleAndIntern(symbol));
  }
  wanted.sortByName();
  wanted.removeDuplicates();
  absl::flat_hash_map<std::string, KernelFn> functions;
  auto& dylib = (*jit)->getMainJITDylib();
  auto found = (*jit)->getExecutionSession().lookup(llvm::orc::makeJITDylibSearchOrder(&dylib), wanted);
  if (!found) return internalError("kernels cannot be linked: ", messageOf(found.takeError()), *reports);
  for (const auto& [name, address] : *found) functions[(*name).str()] = address.getAddress().toPtr<KernelFn>();
  return std::unique_ptr<KernelTable>(std::make_unique<OrcKernels>(std::move(*jit), std::move(functions)));
}

StatusOr<std::unique_ptr<KernelTable>> loadKernels(const Program& program) {
  std::vector<std::string> symbols;
  for (const Kernel& kernel : program.kernels) {
    if (kernel.call == nullptr) symbols.push_back(kernel.symbol);
  }
  return loadObjects(program.objects, symbols);
}

}  // namespace partita
