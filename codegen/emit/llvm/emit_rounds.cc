// A RoundsKernel: the functions it runs, private to its module, and the loop that calls them.
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/Module.h>

#include "codegen/emit/llvm/emit_llvm.h"

namespace partita {

Status emitRounds(llvm::Module& module, const RoundsKernel& kernel, const CpuTarget& target,
                  const std::string& symbol) {
  llvm::LLVMContext& context = module.getContext();
  std::vector<llvm::Function*> functions;
  for (const LoopFunction* function : kernel.functions) {
    const std::string name = kernelSymbol(*function);
    RETURN_IF_ERROR(emitFunction(module, *function, target, name));
    functions.push_back(module.getFunction(name));
    functions.back()->setLinkage(llvm::Function::InternalLinkage);
  }
  llvm::Function* loop = makeKernelFunction(module, target, symbol);
  auto block = [&](const char* name) { return llvm::BasicBlock::Create(context, name, loop); };
  llvm::BasicBlock *entry = block("entry"), *round = block("round"), *again = block("again"), *done = block("done");
  llvm::IRBuilder<> b(entry);
  llvm::Type *pointer = b.getPtrTy(), *i64 = b.getInt64Ty();
  std::vector<llvm::Value*> buffers;
  for (int32_t i = 0; i < kernel.parameters; ++i)
    buffers.push_back(b.CreateLoad(pointer, b.CreateConstInBoundsGEP1_64(pointer, loop->getArg(0), i)));
  auto buffer = [&](int32_t parameter) { return buffers[static_cast<size_t>(parameter)]; };
  // What each call is given, once for all rounds.
  std::vector<llvm::Value*> arguments;
  for (const std::vector<RoundsKernel::Step>* steps : {&kernel.body, &kernel.condition}) {
    for (const RoundsKernel::Step& step : *steps) {
      arguments.push_back(b.CreateAlloca(llvm::ArrayType::get(pointer, step.parameters.size())));
      for (size_t i = 0; i < step.parameters.size(); ++i)
        b.CreateStore(buffer(step.parameters[i]), b.CreateConstInBoundsGEP1_64(pointer, arguments.back(), i));
    }
  }
  size_t next = 0;
  auto run = [&](const std::vector<RoundsKernel::Step>& steps) {
    for (const RoundsKernel::Step& step : steps) {
      llvm::Value* given = arguments[next++];
      if (step.function < 0) {
        b.CreateMemCpy(buffer(step.parameters[0]), llvm::MaybeAlign(1), buffer(step.parameters[1]), llvm::MaybeAlign(1),
                       static_cast<uint64_t>(step.bytes));
        continue;
      }
      const auto called = static_cast<size_t>(step.function);
      b.CreateCall(
          functions[called],
          {given, b.getInt64(0), b.getInt64(static_cast<uint64_t>(kernel.functions[called]->tasks)), loop->getArg(3)});
    }
  };
  b.CreateCondBr(b.CreateICmpSLT(loop->getArg(1), loop->getArg(2)), round, done);

  b.SetInsertPoint(round);
  llvm::PHINode* left = b.CreatePHI(i64, 2);
  left->addIncoming(b.getInt64(static_cast<uint64_t>(kernel.rounds)), entry);
  run(kernel.body);
  llvm::Value* rest = b.CreateSub(left, b.getInt64(1));
  b.CreateCondBr(b.CreateICmpSGT(rest, b.getInt64(0)), again, done);

  b.SetInsertPoint(again);
  run(kernel.condition);
  llvm::Value* goesOn = b.CreateLoad(b.getInt8Ty(), buffer(kernel.predicate));
  left->addIncoming(rest, again);
  b.CreateCondBr(b.CreateICmpNE(goesOn, b.getInt8(0)), round, done);

  b.SetInsertPoint(done);
  b.CreateRetVoid();
  return absl::OkStatus();
}

}  // namespace partita
