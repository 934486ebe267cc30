// Emitter: what loop_ir.h says of blocks and threads, for kernels without threads: a task is a block of one thread,
// whose warp has one lane.
#include <algorithm>
#include <optional>

#include "codegen/emit/llvm/emitter.h"
#include "codegen/loops/thread_ops.h"

namespace partita {

using llvm::Value;
namespace {

// Of a wait, until the processor is given to another thread: whoever is waited for may have none.
constexpr uint32_t kRoundsBeforeYield = 1000;

llvm::Align elementAlign(DType dtype) { return llvm::Align(static_cast<uint64_t>(dtypeBytes(dtype))); }

}  // namespace

Value* Emitter::elementPointer(LoopBufferId buffer, ExprId index) {
  LinearForm varying;
  int64_t stride = 0;
  const LinearForm form = analysis_.linear(index);
  const Address address = addressOf(form, &varying, &stride);
  return pointer(buffer, address);
}

void Emitter::emitBlockStmt(const Stmt& stmt) {
  if (vector_.active)
    return ops_.fail(unimplemented("a ", stmtKindName(stmt.kind), " inside a vector loop has no code yet"));
  switch (stmt.kind) {
    case StmtKind::kBarrier:
    case StmtKind::kCommitCopies:
    case StmtKind::kWaitCopies:
      break;                  // copies are made where they start
    case StmtKind::kShuffle:  // from the one lane
      temps_[stmt.temp.index] = eval(stmt.value);
      break;
    case StmtKind::kMatchAny:
      temps_[stmt.temp.index] = b.getInt64(1);
      break;
    case StmtKind::kBallot:
      temps_[stmt.temp.index] = b.CreateZExt(eval(stmt.value), b.getInt64Ty());
      break;
    case StmtKind::kAsyncCopy:
      emitCopy(stmt);
      break;
    case StmtKind::kAtomic:
      emitAtomic(stmt);
      if (stmt.order == AtomicOrder::kAcquireRelease) invalidateMemory();
      break;
    case StmtKind::kAwait:
      emitAwait(stmt);
      invalidateMemory();
      break;
    case StmtKind::kMatrixTile:
      emitMatrixTile(function_.matrixTiles[stmt.matrixTile]);
      break;
    default:
      ops_.fail(internalError("a ", stmtKindName(stmt.kind), " is not a statement of blocks"));
  }
  if (LoopBufferId written = writtenBuffer(function_, stmt); written.valid()) invalidate(bufferKey(written));
}

void Emitter::emitCopy(const Stmt& stmt) {
  const DType dtype = function_.buffers[stmt.buffer].dtype;
  llvm::Type* element = ops_.memoryType(dtype);
  Value* valid = stmt.value.valid() ? eval(stmt.value) : nullptr;
  Value *to = elementPointer(stmt.buffer, stmt.index), *from = elementPointer(stmt.source, stmt.sourceIndex);
  auto move = [&](llvm::Type* type, Value* at) {
    auto* load = tag(b.CreateAlignedLoad(type, b.CreateGEP(element, from, at), elementAlign(dtype)), stmt.source);
    tag(b.CreateAlignedStore(load, b.CreateGEP(element, to, at), elementAlign(dtype)), stmt.buffer);
  };
  Value *zero = b.getInt64(0), *count = b.getInt64(static_cast<uint64_t>(stmt.count));
  if (valid != nullptr) {
    emitLoop(zero, valid, 1, false, [&](Value* i) { move(element, i); });
    emitLoop(valid, count, 1, false, [&](Value* i) {
      tag(b.CreateAlignedStore(llvm::Constant::getNullValue(element), b.CreateGEP(element, to, i), elementAlign(dtype)),
          stmt.buffer);
    });
    return;
  }
  int64_t piece = std::max<int64_t>(1, target_.vectorBits / 8 / dtypeBytes(dtype)), done = stmt.count / piece * piece;
  if (done > 0) {
    auto* type = llvm::FixedVectorType::get(element, static_cast<unsigned>(piece));
    emitLoop(zero, b.getInt64(static_cast<uint64_t>(done)), piece, true, [&](Value* i) { move(type, i); });
  }
  for (; done < stmt.count; ++done) move(element, b.getInt64(static_cast<uint64_t>(done)));
}

void Emitter::emitAtomic(const Stmt& stmt) {
  using Rmw = llvm::AtomicRMWInst;
  const DType dtype = function_.buffers[stmt.buffer].dtype;
  const bool relaxed = stmt.order == AtomicOrder::kRelaxed;
  const auto order = relaxed ? llvm::AtomicOrdering::Monotonic : llvm::AtomicOrdering::AcquireRelease;
  const auto failed = relaxed ? llvm::AtomicOrdering::Monotonic : llvm::AtomicOrdering::Acquire;
  Value* value = eval(stmt.value);
  Value* compare = stmt.compare.valid() ? eval(stmt.compare) : nullptr;
  Value* p = elementPointer(stmt.buffer, stmt.index);
  llvm::Type *element = ops_.memoryType(dtype), *bits = b.getIntNTy(static_cast<unsigned>(dtypeBytes(dtype) * 8));
  auto toBits = [&](Value* v) { return b.CreateBitCast(ops_.toMemory(v, dtype), bits); };
  auto fromBits = [&](Value* v) { return ops_.fromMemory(b.CreateBitCast(v, element), dtype); };
  const bool isSigned = isSignedInteger(dtype);
  auto operation = [&]() -> std::optional<Rmw::BinOp> {
    switch (stmt.atomic) {
      case AtomicOp::kAdd:
        return isInteger(dtype) ? std::optional(Rmw::Add) : std::nullopt;
      case AtomicOp::kMinimum:
        return isInteger(dtype) ? std::optional(isSigned ? Rmw::Min : Rmw::UMin) : std::nullopt;
      case AtomicOp::kMaximum:
        return isInteger(dtype) ? std::optional(isSigned ? Rmw::Max : Rmw::UMax) : std::nullopt;
      case AtomicOp::kAnd:
        return Rmw::And;
      case AtomicOp::kOr:
        return Rmw::Or;
      case AtomicOp::kXor:
        return Rmw::Xor;
      case AtomicOp::kExchange:
        return Rmw::Xchg;
      case AtomicOp::kCompareExchange:
        return std::nullopt;
    }
    return std::nullopt;
  }();
  Value* old = nullptr;
  if (operation) {
    old = fromBits(tag(b.CreateAtomicRMW(*operation, p, toBits(value), elementAlign(dtype), order), stmt.buffer));
  } else if (compare != nullptr) {
    auto* exchange =
        tag(b.CreateAtomicCmpXchg(p, toBits(compare), toBits(value), elementAlign(dtype), order, failed), stmt.buffer);
    old = fromBits(b.CreateExtractValue(exchange, 0));
  } else {
    // Floats and conditions: tried until nobody came between.
    constexpr ScalarOp kOps[] = {ScalarOp::kAdd, ScalarOp::kMinimum, ScalarOp::kMaximum};
    llvm::LLVMContext& context = module_.getContext();
    auto* retry = llvm::BasicBlock::Create(context, "retry", llvmFunction_);
    auto* done = llvm::BasicBlock::Create(context, "exchanged", llvmFunction_);
    auto* first = tag(b.CreateAlignedLoad(bits, p, elementAlign(dtype)), stmt.buffer);
    first->setAtomic(llvm::AtomicOrdering::Monotonic);
    llvm::BasicBlock* before = b.GetInsertBlock();
    b.CreateBr(retry);
    b.SetInsertPoint(retry);
    llvm::PHINode* seen = b.CreatePHI(bits, 2, "seen");
    seen->addIncoming(first, before);
    old = fromBits(seen);
    Value* updated = ops_.combine(kOps[static_cast<size_t>(stmt.atomic)], dtype, old, value);
    auto* exchange =
        tag(b.CreateAtomicCmpXchg(p, seen, toBits(updated), elementAlign(dtype), order, failed), stmt.buffer);
    seen->addIncoming(b.CreateExtractValue(exchange, 0), b.GetInsertBlock());
    b.CreateCondBr(b.CreateExtractValue(exchange, 1), done, retry);
    b.SetInsertPoint(done);
  }
  if (stmt.temp.valid()) temps_[stmt.temp.index] = old;
}

void Emitter::emitAwait(const Stmt& stmt) {
  const DType dtype = function_.buffers[stmt.buffer].dtype;
  Value* bits = eval(stmt.value);
  Value* p = elementPointer(stmt.buffer, stmt.index);
  llvm::LLVMContext& context = module_.getContext();
  auto* spin = llvm::BasicBlock::Create(context, "spin", llvmFunction_);
  auto* again = llvm::BasicBlock::Create(context, "again", llvmFunction_);
  auto* yield = llvm::BasicBlock::Create(context, "yield", llvmFunction_);
  auto* done = llvm::BasicBlock::Create(context, "arrived", llvmFunction_);
  llvm::BasicBlock* before = b.GetInsertBlock();
  b.CreateBr(spin);
  b.SetInsertPoint(spin);
  llvm::PHINode* round = b.CreatePHI(b.getInt32Ty(), 3, "round");
  auto* load = tag(b.CreateAlignedLoad(ops_.memoryType(dtype), p, elementAlign(dtype)), stmt.buffer);
  load->setAtomic(llvm::AtomicOrdering::Acquire);
  Value* some = b.CreateICmpNE(b.CreateAnd(load, bits), llvm::Constant::getNullValue(load->getType()));
  b.CreateCondBr(some, done, again);
  b.SetInsertPoint(again);
  Value* next = b.CreateAdd(round, b.getInt32(1));
  b.CreateCondBr(b.CreateICmpEQ(next, b.getInt32(kRoundsBeforeYield)), yield, spin);
  b.SetInsertPoint(yield);
  b.CreateCall(module_.getOrInsertFunction("sched_yield", b.getInt32Ty()));
  b.CreateBr(spin);
  round->addIncoming(b.getInt32(0), before);
  round->addIncoming(next, again);
  round->addIncoming(b.getInt32(0), yield);
  b.SetInsertPoint(done);
  temps_[stmt.temp.index] = ops_.fromMemory(load, dtype);
}

void Emitter::invalidateMemory() {
  for (size_t i = 0; i < function_.buffers.size(); ++i) invalidate(bufferKey(LoopBufferId(i)));
}

}  // namespace partita
