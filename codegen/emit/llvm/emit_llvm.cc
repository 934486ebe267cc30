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

Status Emitter::run() {
  RETURN_IF_ERROR(checkTypes());
  llvm::LLVMContext& context = module_.getContext();
  llvm::Type* types[] = {b.getPtrTy(), b.getInt64Ty(), b.getInt64Ty(), b.getPtrTy()};
  llvmFunction_ = llvm::Function::Create(llvm::FunctionType::get(b.getVoidTy(), types, false),
                                         llvm::Function::ExternalLinkage, symbolName_, module_);
  llvmFunction_->setDoesNotThrow();
  llvmFunction_->addFnAttr("target-cpu", target_.cpu);
  llvmFunction_->addFnAttr("target-features", target_.features);
  llvmFunction_->addFnAttr("prefer-vector-width", std::to_string(target_.vectorBits));
  llvmFunction_->addFnAttr("min-legal-vector-width", std::to_string(target_.vectorBits));
  if (!target_.isX86() && target_.vectorBits > 128) {  // SVE of that length
    const auto blocks = static_cast<unsigned>(target_.vectorBits / 128);
    llvmFunction_->addFnAttr(llvm::Attribute::getWithVScaleRangeArgs(context, blocks, blocks));
  }
  llvmFunction_->addFnAttr("no-builtins");  // loops stay loops
  llvmFunction_->getArg(0)->setName("buffers");
  llvmFunction_->getArg(3)->setName("scratch");
  for (unsigned pointer : {0u, 3u}) llvmFunction_->addParamAttr(pointer, llvm::Attribute::NoUndef);
  llvmFunction_->addParamAttr(3, llvm::Attribute::getWithAlignment(context, llvm::Align(64)));
  llvmFunction_->addParamAttr(3, llvm::Attribute::NoAlias);

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
