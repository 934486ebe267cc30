// Emitter: statements and loops.
#include <bit>
#include <numeric>

#include "base/integers.h"
#include "codegen/emit/llvm/emitter.h"
#include "codegen/loops/thread_ops.h"

namespace partita {

using llvm::BasicBlock;
using llvm::Value;
namespace {

// Pieces of what a vector loop leaves over are emitted as vectors down to this many lanes; the rest runs one at a time.
constexpr unsigned kSmallestPiece = 4;
// Vector loops over register buffers are unrolled up to this many rounds, so that every index is constant.
constexpr int64_t kMaxRegisterRounds = 16;

}  // namespace

void Emitter::emitBlock(const std::vector<StmtId>& body) {
  for (size_t i = 0; i < body.size(); ++i) {
    if (!status_.ok()) return;
    if (i + 1 < body.size() && emitStorePair(function_.stmts[body[i]], function_.stmts[body[i + 1]])) {
      ++i;
      continue;
    }
    emitStmt(body[i]);
  }
}

void Emitter::emitStmt(StmtId id) {
  const Stmt& stmt = function_.stmts[id];
  switch (stmt.kind) {
    case StmtKind::kBlock:
      emitBlock(stmt.body);
      break;
    case StmtKind::kFor:
      emitFor(stmt);
      break;
    case StmtKind::kStore:
      emitStore(stmt);
      invalidate(bufferKey(stmt.buffer));
      break;
    case StmtKind::kInitAccum:
      emitInitAccum(stmt);
      break;
    case StmtKind::kAccumulate:
      emitAccumulate(stmt);
      break;
    case StmtKind::kLet:
      temps_[stmt.temp.index] = eval(stmt.value);
      break;
    case StmtKind::kPrefetch:
      emitPrefetch(stmt);
      break;
    case StmtKind::kIf:
      emitIf(stmt);
      break;
    case StmtKind::kBarrier:
    case StmtKind::kAsyncCopy:
    case StmtKind::kCommitCopies:
    case StmtKind::kWaitCopies:
    case StmtKind::kShuffle:
    case StmtKind::kMatchAny:
    case StmtKind::kBallot:
    case StmtKind::kAtomic:
    case StmtKind::kAwait:
    case StmtKind::kMatrixTile:
      emitBlockStmt(stmt);
      break;
  }
}

void Emitter::collectWrites(const std::vector<StmtId>& body, absl::flat_hash_set<uint32_t>& writes,
                            absl::flat_hash_set<uint32_t>& reads) {
  absl::flat_hash_set<ExprId> seen;
  std::function<void(ExprId)> visit = [&](ExprId id) {
    if (!id.valid() || !seen.insert(id).second) return;
    const Expr& expr = function_.exprs[id];
    if (expr.kind == ExprKind::kAccum) reads.insert(id.index);
    for (ExprId arg : expr.args) visit(arg);
  };
  std::function<void(const std::vector<StmtId>&)> walk = [&](const std::vector<StmtId>& stmts) {
    for (StmtId id : stmts) {
      const Stmt& stmt = function_.stmts[id];
      if (LoopBufferId written = writtenBuffer(function_, stmt); written.valid()) writes.insert(bufferKey(written));
      if (stmt.kind == StmtKind::kInitAccum || stmt.kind == StmtKind::kAccumulate) writes.insert(accumKey(stmt.accum));
      if (stmt.kind == StmtKind::kAwait || (stmt.kind == StmtKind::kAtomic && stmt.order != AtomicOrder::kRelaxed)) {
        // What others wrote is seen after it.
        for (size_t i = 0; i < function_.buffers.size(); ++i) writes.insert(bufferKey(LoopBufferId(i)));
      }
      for (ExprId expr : exprsOf(function_, stmt)) visit(expr);
      walk(stmt.body);
    }
  };
  walk(body);
}

void Emitter::prepareLoop(const std::vector<StmtId>& body) {
  absl::flat_hash_set<uint32_t> writes, accumReads;
  collectWrites(body, writes, accumReads);
  for (uint32_t key : writes) invalidate(key);
  std::vector<uint32_t> ordered(accumReads.begin(), accumReads.end());
  std::sort(ordered.begin(), ordered.end());
  for (uint32_t read : ordered) {
    ExprId expr(read);
    if (!writes.contains(accumKey(function_.exprs[expr].accum))) eval(expr);
  }
}

bool Emitter::isHeavy(const std::vector<StmtId>& body) {
  absl::flat_hash_set<ExprId> seen;
  std::function<bool(ExprId)> visit = [&](ExprId id) {
    if (!id.valid() || !seen.insert(id).second) return false;
    const Expr& expr = function_.exprs[id];
    if (expr.kind == ExprKind::kOp) {
      bool elementary = (expr.op >= ScalarOp::kExp && expr.op <= ScalarOp::kLogistic) || expr.op == ScalarOp::kErf ||
                        expr.op == ScalarOp::kErfInv || expr.op == ScalarOp::kPower || expr.op == ScalarOp::kAtan2 ||
                        (expr.op >= ScalarOp::kCbrt && expr.op <= ScalarOp::kTan);
      if (elementary) return true;
    }
    return std::any_of(expr.args.begin(), expr.args.end(), visit);
  };
  return std::any_of(body.begin(), body.end(), [&](StmtId id) {
    const Stmt& stmt = function_.stmts[id];
    return visit(stmt.value) || visit(stmt.factor) || visit(stmt.index) || isHeavy(stmt.body);
  });
}

bool Emitter::usesRegisterBuffers(const std::vector<StmtId>& body) {
  std::function<bool(ExprId)> inExpr = [&](ExprId id) {
    if (!id.valid()) return false;
    const Expr& expr = function_.exprs[id];
    if (expr.kind == ExprKind::kLoad && function_.buffers[expr.buffer].space == BufferSpace::kRegister) return true;
    return std::any_of(expr.args.begin(), expr.args.end(), inExpr);
  };
  for (StmtId id : body) {
    const Stmt& stmt = function_.stmts[id];
    if (stmt.kind == StmtKind::kStore && function_.buffers[stmt.buffer].space == BufferSpace::kRegister) return true;
    if (inExpr(stmt.value) || inExpr(stmt.factor) || usesRegisterBuffers(stmt.body)) return true;
  }
  return false;
}

void Emitter::findAccumLanes(const std::vector<StmtId>& body, unsigned lanes,
                             absl::flat_hash_set<uint32_t>& initialisedInside) {
  for (StmtId id : body) {
    const Stmt& stmt = function_.stmts[id];
    if (lanes > 0 && stmt.kind == StmtKind::kInitAccum) initialisedInside.insert(stmt.accum.index);
    if (lanes > 0 && stmt.kind == StmtKind::kAccumulate && !initialisedInside.contains(stmt.accum.index)) {
      unsigned& found = accumLanes_[stmt.accum.index];
      found = std::max(found, lanes);
    }
    if (stmt.kind == StmtKind::kFor && stmt.loop == LoopKind::kVector) {
      absl::flat_hash_set<uint32_t> inside;
      findAccumLanes(stmt.body, static_cast<unsigned>(stmt.lanes), inside);
    } else {
      findAccumLanes(stmt.body, lanes, initialisedInside);
    }
  }
}

void Emitter::emitLoop(Value* begin, Value* end, int64_t step, bool atLeastOnce,
                       llvm::function_ref<void(Value*)> emitBody) {
  llvm::LLVMContext& context = module_.getContext();
  BasicBlock* before = b.GetInsertBlock();
  BasicBlock* loop = BasicBlock::Create(context, "loop", llvmFunction_);
  BasicBlock* after = BasicBlock::Create(context, "after", llvmFunction_);
  if (atLeastOnce)
    b.CreateBr(loop);
  else
    b.CreateCondBr(b.CreateICmpSLT(begin, end), loop, after);
  b.SetInsertPoint(loop);
  llvm::PHINode* i = b.CreatePHI(b.getInt64Ty(), 2, "i");
  i->addIncoming(begin, before);
  size_t mark = openScope();
  emitBody(i);
  closeScope(mark);
  Value* next = b.CreateAdd(i, b.getInt64(static_cast<uint64_t>(step)), "", true, true);
  i->addIncoming(next, b.GetInsertBlock());
  b.CreateCondBr(b.CreateICmpSLT(next, end), loop, after);
  b.SetInsertPoint(after);
}

void Emitter::emitFor(const Stmt& stmt) {
  if (stmt.loop == LoopKind::kVector) return emitVectorFor(stmt);
  Value *begin = eval(stmt.begin), *end = eval(stmt.end);
  if (ValueOps::width(begin) != 0 || ValueOps::width(end) != 0) {
    return ops_.fail(internalError("loop ", function_.vars[stmt.var],
                                   " has bounds that differ between the lanes of the vector loop around it"));
  }
  auto *from = llvm::dyn_cast<llvm::ConstantInt>(begin), *to = llvm::dyn_cast<llvm::ConstantInt>(end);
  auto once = [&](Value* value, int64_t multiple) {
    vars_[stmt.var.index] = value;
    varMultiple_[stmt.var.index] = multiple;
    size_t mark = openScope();
    emitBlock(stmt.body);
    closeScope(mark);
  };
  if (from != nullptr && to != nullptr) {
    int64_t low = from->getSExtValue(), high = to->getSExtValue();
    if (low >= high) return;
    if (stmt.loop == LoopKind::kUnrolled || low + stmt.step >= high) {
      unrolled_.push_back({stmt.var, low, high, low, b.GetInsertBlock()});
      for (int64_t i = low; i < high; i += stmt.step) {
        if (i > low) prepareLoop(stmt.body);
        unrolled_.back().current = i;
        once(b.getInt64(static_cast<uint64_t>(i)), i);
      }
      unrolled_.pop_back();
      transposed_.clear();
      return;
    }
  }
  const LinearForm start = analysis_.linear(stmt.begin);
  LinearForm count = analysis_.linear(stmt.end);
  count.addForm(start, -1);
  int64_t multiple = std::gcd(multipleOf(start), stmt.step);
  prepareLoop(stmt.body);
  emitLoop(begin, end, stmt.step, analysis_.range(count).low > 0, [&](Value* i) { once(i, multiple); });
}

void Emitter::emitVectorBody(const Stmt& stmt, unsigned width, Value* base, int64_t baseMultiple, unsigned laneOffset,
                             Value* lane, Value* mask) {
  VectorContext outer = vector_;
  vector_ = VectorContext();
  vector_.active = true;
  vector_.var = stmt.var;
  vector_.width = width <= 1 ? 0 : width;
  vector_.base = base;
  vector_.laneOffset = laneOffset;
  vector_.lane = lane;
  vector_.mask = mask;
  vars_[stmt.var.index] = base;
  varMultiple_[stmt.var.index] = baseMultiple;
  variesMemo_.assign(function_.exprs.size(), 0);
  size_t mark = openScope();
  emitBlock(stmt.body);
  closeScope(mark);
  vector_ = outer;
}

void Emitter::emitVectorFor(const Stmt& stmt) {
  if (vector_.active)
    return ops_.fail(internalError("vector loop ", function_.vars[stmt.var], " inside a vector loop"));
  Value *begin = eval(stmt.begin), *end = eval(stmt.end);
  absl::flat_hash_set<uint32_t> writes, reads;
  collectWrites(stmt.body, writes, reads);
  bool acrossLanes = std::any_of(accumLanes_.begin(), accumLanes_.end(), [&](const auto& item) {
    return writes.contains(accumKey(AccumId(static_cast<size_t>(item.first))));
  });
  // A number of lanes that is no power of two (three machine vectors) is emitted in parts that are: LLVM pads such
  // vectors in memory. So is a body with elementary functions, whose many constants and temporaries would spill beyond
  // two machine vectors. Where nothing is summed over the lanes, the loop simply has fewer of them.
  int64_t l = stmt.lanes, part = l & -l, machineLanes = target_.vectorBits / 32;
  if (isHeavy(stmt.body)) part = std::min(part, 2 * machineLanes);
  if (!acrossLanes && std::has_single_bit(static_cast<uint64_t>(l))) l = part;
  // What is left over at the end is one round of fewer lanes where masks cost nothing (AVX-512).
  const bool masks = target_.vectorBits == 512 && l > 1 && !usesRegisterBuffers(stmt.body);
  const LinearForm start = analysis_.linear(stmt.begin);
  LinearForm count = analysis_.linear(stmt.end);
  count.addForm(start, -1);
  int64_t startMultiple = multipleOf(start), mainMultiple = std::gcd(startMultiple, l);
  prepareLoop(stmt.body);
  auto emitPart = [&](int64_t width, Value* base, int64_t baseMultiple, int64_t lane) {
    emitVectorBody(stmt, static_cast<unsigned>(width), base, baseMultiple, static_cast<unsigned>(lane), nullptr);
  };
  // The first COUNT of WIDTH lanes (null: all).
  auto emitMasked = [&](int64_t width, Value* base, int64_t baseMultiple, int64_t lane, Value* count) {
    Value* mask = nullptr;
    if (count != nullptr) {
      llvm::SmallVector<llvm::Constant*, 64> numbers;
      for (int64_t i = 0; i < width; ++i) numbers.push_back(b.getInt32(static_cast<uint32_t>(i)));
      Value* most =
          b.CreateTrunc(b.CreateBinaryIntrinsic(llvm::Intrinsic::smin, count, b.getInt64(static_cast<uint64_t>(width))),
                        b.getInt32Ty());
      mask =
          b.CreateICmpSLT(llvm::ConstantVector::get(numbers), b.CreateVectorSplat(static_cast<unsigned>(width), most));
    }
    emitVectorBody(stmt, static_cast<unsigned>(width), base, baseMultiple, static_cast<unsigned>(lane), nullptr, mask);
  };
  auto plus = [&](Value* base, int64_t offset) {
    return offset == 0 ? base : b.CreateAdd(base, b.getInt64(static_cast<uint64_t>(offset)), "", false, true);
  };
  auto emitRound = [&](Value* base, int64_t baseMultiple) {
    for (int64_t offset = 0; offset < l; offset += part) {
      if (offset > 0) prepareLoop(stmt.body);
      emitPart(part, plus(base, offset), std::gcd(baseMultiple, offset), offset);
    }
  };
  if (count.isConstant()) {
    int64_t n = std::max<int64_t>(count.constant, 0), rounds = n / l, left = n % l, done = rounds * l;
    if (rounds == 1 || (rounds <= kMaxRegisterRounds && usesRegisterBuffers(stmt.body))) {
      for (int64_t round = 0; round < rounds; ++round) {
        if (round > 0) prepareLoop(stmt.body);
        emitRound(plus(begin, round * l), round == 0 ? startMultiple : mainMultiple);
      }
    } else if (rounds > 1) {
      emitLoop(begin, plus(begin, done), l, true, [&](Value* i) { emitRound(i, mainMultiple); });
    }
    int64_t offset = 0;
    const bool onePiece = left >= kSmallestPiece && left <= part && std::has_single_bit(static_cast<uint64_t>(left));
    if (masks && left > 0 && !onePiece) {
      for (; offset < left; offset += part) {
        const int64_t width = left - offset >= part ? part : std::min(part, roundUp(left - offset, machineLanes));
        prepareLoop(stmt.body);
        emitMasked(width, plus(begin, done + offset), std::gcd(startMultiple, done + offset), offset,
                   left - offset >= width ? nullptr : b.getInt64(static_cast<uint64_t>(left - offset)));
      }
      return;
    }
    for (int64_t piece = part; piece >= kSmallestPiece; piece = piece / 2) {
      for (; left - offset >= piece; offset += piece) {
        prepareLoop(stmt.body);
        emitPart(piece, plus(begin, done + offset), std::gcd(startMultiple, done + offset), offset);
      }
    }
    if (left - offset > 1 && !acrossLanes && !usesRegisterBuffers(stmt.body)) {
      prepareLoop(stmt.body);
      emitLoop(plus(begin, done + offset), plus(begin, n), 1, true, [&](Value* i) { emitPart(1, i, 1, 0); });
      return;
    }
    for (; offset < left; ++offset) {
      prepareLoop(stmt.body);
      emitPart(1, plus(begin, done + offset), std::gcd(startMultiple, done + offset), offset);
    }
    return;
  }
  Value* total = b.CreateSub(end, begin, "", false, true);
  if (analysis_.range(count).low < 0) {
    total = b.CreateBinaryIntrinsic(llvm::Intrinsic::smax, total, b.getInt64(0));
    end = b.CreateAdd(begin, total);
  }
  auto roundDown = [&](Value* value, int64_t to) {
    return std::has_single_bit(static_cast<uint64_t>(to))
               ? b.CreateAnd(value, b.getInt64(static_cast<uint64_t>(-to)))
               : b.CreateSub(value, b.CreateURem(value, b.getInt64(static_cast<uint64_t>(to))));
  };
  Value* mainEnd = b.CreateAdd(begin, roundDown(total, l), "", false, true);
  emitLoop(begin, mainEnd, l, analysis_.range(count).low >= l, [&](Value* i) { emitRound(i, mainMultiple); });
  Value* from = mainEnd;
  if (!acrossLanes && l > machineLanes) {
    // Rounds of one machine vector, so that fewer are left to run alone.
    prepareLoop(stmt.body);
    Value* smallEnd = b.CreateAdd(from, roundDown(b.CreateSub(end, from), machineLanes), "", false, true);
    emitLoop(from, smallEnd, machineLanes, false,
             [&](Value* i) { emitPart(machineLanes, i, std::gcd(mainMultiple, machineLanes), 0); });
    from = smallEnd;
  }
  if (masks) {
    // What is left, fewer than l and, where nothing is summed over the lanes, than a machine vector.
    const int64_t most = acrossLanes ? l : std::min(l, machineLanes), width = std::min(part, most);
    for (int64_t offset = 0; offset < most; offset += width) {
      prepareLoop(stmt.body);
      Value* base = plus(from, offset);
      BasicBlock* then = BasicBlock::Create(module_.getContext(), "tail", llvmFunction_);
      BasicBlock* after = BasicBlock::Create(module_.getContext(), "after", llvmFunction_);
      b.CreateCondBr(b.CreateICmpSLT(base, end), then, after);
      b.SetInsertPoint(then);
      size_t mark = openScope();
      emitMasked(width, base, std::gcd(mainMultiple, std::gcd(width, offset)), offset, b.CreateSub(end, base));
      closeScope(mark);
      b.CreateBr(after);
      b.SetInsertPoint(after);
    }
    return;
  }
  prepareLoop(stmt.body);
  emitLoop(from, end, 1, false, [&](Value* i) { emitVectorBody(stmt, 1, i, 1, 0, b.CreateSub(i, mainEnd)); });
}

void Emitter::emitParallel(const Stmt& stmt) {
  emitLoop(llvmFunction_->getArg(1), llvmFunction_->getArg(2), 1, false, [&](Value* i) {
    vars_[stmt.var.index] = i;
    varMultiple_[stmt.var.index] = 1;
    emitBlock(stmt.body);
  });
}

void Emitter::emitIf(const Stmt& stmt) {
  Value* condition = eval(stmt.value);
  if (auto* constant = llvm::dyn_cast<llvm::ConstantInt>(condition)) {
    if (constant->isZero()) return;
    size_t mark = openScope();
    emitBlock(stmt.body);
    closeScope(mark);
    return;
  }
  Value* outerMask = vector_.mask;
  unsigned width = ValueOps::width(condition);
  if (width != 0) {
    vector_.mask = outerMask != nullptr ? b.CreateAnd(outerMask, condition) : condition;
    // Nothing of the body runs where no lane takes part: what is uniform in it may be out of range then.
    condition = b.CreateICmpNE(b.CreateBitCast(vector_.mask, b.getIntNTy(width)),
                               llvm::ConstantInt::get(b.getIntNTy(width), 0));
  }
  BasicBlock* then = BasicBlock::Create(module_.getContext(), "then", llvmFunction_);
  BasicBlock* after = BasicBlock::Create(module_.getContext(), "endif", llvmFunction_);
  b.CreateCondBr(condition, then, after);
  b.SetInsertPoint(then);
  size_t mark = openScope();
  emitBlock(stmt.body);
  closeScope(mark);
  b.CreateBr(after);
  b.SetInsertPoint(after);
  vector_.mask = outerMask;
}

void Emitter::emitInitAccum(const Stmt& stmt) {
  const Accum& accum = function_.accums[stmt.accum];
  AccumState& state = accums_[stmt.accum.index];
  Value* initial = eval(stmt.value);
  llvm::Type* type = ops_.computeType(accum.dtype);
  state = AccumState();
  state.perLane = vectorActive();
  if (state.perLane) {
    initial = ops_.splat(initial, vector_.width);
    type = initial->getType();
    state.mask = vector_.mask;
  } else if (ValueOps::width(initial) != 0) {
    return ops_.fail(internalError("accumulator ", stmt.accum.index, " of ", function_.name,
                                   " starts from a value per lane outside a vector loop"));
  }
  state.scalar = entryAlloca(type, "accum");
  b.CreateStore(initial, state.scalar);
  auto lanes = accumLanes_.find(stmt.accum.index);
  if (!vector_.active && lanes != accumLanes_.end()) {
    state.laneCount = lanes->second;
    llvm::Constant* identity = ops_.identity(accum.op, accum.dtype);
    llvm::Constant* all = llvm::ConstantVector::getSplat(llvm::ElementCount::getFixed(state.laneCount), identity);
    state.lanes = entryAlloca(all->getType(), "lanes");
    b.CreateStore(all, state.lanes);
  }
  invalidate(accumKey(stmt.accum));
}

void Emitter::emitAccumulate(const Stmt& stmt) {
  const Accum& accum = function_.accums[stmt.accum];
  AccumState& state = accums_[stmt.accum.index];
  Value* value = eval(stmt.value);
  Value* factor = stmt.factor.valid() ? eval(stmt.factor) : nullptr;
  // OLD with the value of this round, in WIDTH lanes (0: a scalar).
  auto taken = [&](Value* old, unsigned width) {
    Value* x = width == 0 ? value : ops_.splat(value, width);
    if (factor == nullptr) {
      // Of two numbers the first one is tested for NaN: that must not wait for the round before.
      const bool extreme = accum.op == ScalarOp::kMinimum || accum.op == ScalarOp::kMaximum;
      return ops_.combine(accum.op, accum.dtype, extreme ? x : old, extreme ? old : x);
    }
    Value* y = width == 0 ? factor : ops_.splat(factor, width);
    return ops_.op(stmt.product, accum.dtype, function_.exprs[stmt.value].dtype, {x, y, old});
  };
  if (state.scalar == nullptr)
    return ops_.fail(internalError("accumulator ", stmt.accum.index, " of ", function_.name, " is not initialised"));
  auto masked = [&](Value* old, Value* updated) {
    // Lanes that were off from the start hold nothing anyone reads.
    const bool all = !vectorActive() || vector_.mask == nullptr || (state.perLane && vector_.mask == state.mask);
    return all ? updated : b.CreateSelect(vector_.mask, updated, old);
  };
  if (vector_.active && state.lanes != nullptr) {
    auto* type = state.lanes->getAllocatedType();
    Value* lanes = b.CreateLoad(type, state.lanes);
    unsigned width = vector_.width;
    if (width == 0) {
      Value* lane = vector_.lane != nullptr ? vector_.lane : b.getInt64(vector_.laneOffset);
      Value* updated = taken(b.CreateExtractElement(lanes, lane), 0);
      b.CreateStore(b.CreateInsertElement(lanes, updated, lane), state.lanes);
    } else if (width == state.laneCount) {
      b.CreateStore(masked(lanes, taken(lanes, width)), state.lanes);
    } else {
      llvm::SmallVector<int, 64> take, spread, blend;
      for (unsigned i = 0; i < width; ++i) take.push_back(static_cast<int>(vector_.laneOffset + i));
      for (unsigned i = 0; i < state.laneCount; ++i) {
        bool inside = i >= vector_.laneOffset && i < vector_.laneOffset + width;
        spread.push_back(inside ? static_cast<int>(i - vector_.laneOffset) : -1);
        blend.push_back(static_cast<int>(inside ? state.laneCount + i : i));
      }
      Value* part = b.CreateShuffleVector(lanes, take);
      part = masked(part, taken(part, width));
      b.CreateStore(b.CreateShuffleVector(lanes, b.CreateShuffleVector(part, spread), blend), state.lanes);
    }
  } else {
    Value* old = b.CreateLoad(state.scalar->getAllocatedType(), state.scalar);
    if (std::max(ValueOps::width(value), factor != nullptr ? ValueOps::width(factor) : 0u) > ValueOps::width(old)) {
      return ops_.fail(internalError("accumulator ", stmt.accum.index, " of ", function_.name,
                                     " takes in a value per lane outside its vector loop"));
    }
    b.CreateStore(masked(old, taken(old, ValueOps::width(old))), state.scalar);
  }
  invalidate(accumKey(stmt.accum));
}

Value* Emitter::readAccum(AccumId id) {
  const Accum& accum = function_.accums[id];
  const AccumState& state = accums_[id.index];
  if (state.scalar == nullptr) {
    ops_.fail(internalError("accumulator ", id.index, " of ", function_.name, " is read before it is initialised"));
    return llvm::PoisonValue::get(ops_.computeType(accum.dtype));
  }
  Value* value = b.CreateLoad(state.scalar->getAllocatedType(), state.scalar);
  if (state.lanes == nullptr) return value;
  Value* lanes = b.CreateLoad(state.lanes->getAllocatedType(), state.lanes);
  for (unsigned n = state.laneCount; n > 1;) {
    unsigned h = std::bit_ceil(n) / 2;
    llvm::SmallVector<int, 64> low, high, keep;
    for (unsigned i = 0; i < h; ++i) {
      low.push_back(static_cast<int>(i));
      high.push_back(h + i < n ? static_cast<int>(h + i) : -1);
      keep.push_back(static_cast<int>(h + i < n ? i : h + i));
    }
    Value* front = b.CreateShuffleVector(lanes, low);
    Value* sum = ops_.combine(accum.op, accum.dtype, front, b.CreateShuffleVector(lanes, high));
    lanes = n == 2 * h ? sum : b.CreateShuffleVector(sum, front, keep);
    n = h;
  }
  return ops_.combine(accum.op, accum.dtype, value, b.CreateExtractElement(lanes, uint64_t{0}));
}

}  // namespace partita
