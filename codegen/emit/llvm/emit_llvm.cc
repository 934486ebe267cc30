#include "codegen/emit/llvm/emit_llvm.h"

#include <llvm/IR/IntrinsicsX86.h>
#include <llvm/IR/Module.h>
#include <llvm/IR/Verifier.h>
#include <llvm/TargetParser/Triple.h>

#include "codegen/emit/llvm/emitter.h"

namespace partita {

Emitter::Emitter(llvm::Module& module, const LoopFunction& function, const CpuTarget& target, const std::string& symbol)
    : module_(module),
      function_(function),
      target_(target),
      symbolName_(symbol),
      b(module.getContext()),
      ops_(b, target, status_),
      analysis_(function) {
  analysis_.scan();
  vars_.resize(function.vars.size());
  varMultiple_.resize(function.vars.size(), 1);
  temps_.resize(function.temps.size());
  accums_.resize(function.accums.size());
  for (std::vector<llvm::Value*>& cache : caches_) cache.resize(function.exprs.size());
  dependencies_.resize(function.exprs.size());
  dependenciesDone_.resize(function.exprs.size());
}

// What has no code is refused before any is made: ops meet only values of the types that they expect.
Status Emitter::checkTypes() {
  if (function_.threads > 0) {
    return unimplemented("kernel ", function_.name, ": a loop over the threads of a block (", function_.threads,
                         ") has no code on a CPU; schedule it for tasks and vectors");
  }
  for (const LoopBuffer& buffer : function_.buffers) ops_.computeType(buffer.dtype);
  for (const Expr& expr : function_.exprs) ops_.computeType(expr.dtype);
  return annotate(status_, "kernel " + function_.name);
}

llvm::Function* makeKernelFunction(llvm::Module& module, const CpuTarget& target, const std::string& symbol) {
  llvm::LLVMContext& context = module.getContext();
  llvm::Type *pointer = llvm::PointerType::get(context, 0), *i64 = llvm::Type::getInt64Ty(context);
  llvm::Function* function = llvm::Function::Create(
      llvm::FunctionType::get(llvm::Type::getVoidTy(context), {pointer, i64, i64, pointer}, false),
      llvm::Function::ExternalLinkage, symbol, module);
  function->setDoesNotThrow();
  function->addFnAttr("target-cpu", target.cpu);
  function->addFnAttr("target-features", target.features);
  function->addFnAttr("prefer-vector-width", std::to_string(target.vectorBits));
  function->addFnAttr("min-legal-vector-width", std::to_string(target.vectorBits));
  if (!target.isX86() && target.vectorBits > 128) {  // SVE of that length
    const auto blocks = static_cast<unsigned>(target.vectorBits / 128);
    function->addFnAttr(llvm::Attribute::getWithVScaleRangeArgs(context, blocks, blocks));
  }
  function->addFnAttr("no-builtins");  // loops stay loops
  function->getArg(0)->setName("buffers");
  function->getArg(3)->setName("scratch");
  for (unsigned pointer : {0u, 3u}) function->addParamAttr(pointer, llvm::Attribute::NoUndef);
  function->addParamAttr(3, llvm::Attribute::getWithAlignment(context, llvm::Align(64)));
  function->addParamAttr(3, llvm::Attribute::NoAlias);
  return function;
}

Status Emitter::run() {
  RETURN_IF_ERROR(checkTypes());
  llvm::LLVMContext& context = module_.getContext();
  llvmFunction_ = makeKernelFunction(module_, target_, symbolName_);
  entry_ = llvm::BasicBlock::Create(context, "entry", llvmFunction_);
  llvm::BasicBlock* body = llvm::BasicBlock::Create(context, "body", llvmFunction_);
  b.SetInsertPoint(body);
  makeAliasScopes();
  makeBuffers();

  const Stmt& root = function_.stmts[function_.root];
  absl::flat_hash_set<uint32_t> reads, inside;
  collectWrites({function_.root}, writtenKeys_, reads);
  findAccumLanes({function_.root}, 0, inside);
  if (root.kind == StmtKind::kFor && root.loop == LoopKind::kParallel) {
    emitParallel(root);
  } else {
    llvm::BasicBlock* run = llvm::BasicBlock::Create(context, "run", llvmFunction_);
    llvm::BasicBlock* done = llvm::BasicBlock::Create(context, "done", llvmFunction_);
    b.CreateCondBr(b.CreateICmpSLT(llvmFunction_->getArg(1), llvmFunction_->getArg(2)), run, done);
    b.SetInsertPoint(run);
    emitStmt(function_.root);
    b.CreateBr(done);
    b.SetInsertPoint(done);
  }
  // Non-temporal stores are ordered with nothing: other threads read what was written after the kernel has returned.
  if (streams_ && llvm::Triple(target_.triple).isX86()) b.CreateIntrinsic(llvm::Intrinsic::x86_sse_sfence, {}, {});
  b.CreateRetVoid();
  llvm::IRBuilder<>(entry_).CreateBr(body);
  if (!status_.ok()) return annotate(status_, "kernel " + function_.name);
  std::string broken;
  llvm::raw_string_ostream stream(broken);
  if (llvm::verifyFunction(*llvmFunction_, &stream)) {
    return internalError("kernel ", function_.name, ": LLVM rejects the code generated for it: ", stream.str(), "\n",
                         loopFunctionToString(function_));
  }
  return Status();
}

Status emitFunction(llvm::Module& module, const LoopFunction& function, const CpuTarget& target,
                    const std::string& symbol) {
  return Emitter(module, function, target, symbol).run();
}

}  // namespace partita
