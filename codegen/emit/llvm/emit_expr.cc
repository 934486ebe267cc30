// Emitter: expressions.
#include <limits>

#include "codegen/emit/llvm/emitter.h"

namespace partita {

using llvm::Value;

void Emitter::remember(Cache cache, ExprId id, Value* value) {
  caches_[cache][id.index] = value;
  trail_.push_back({cache, id, {}});
}

void Emitter::closeScope(size_t mark) {
  while (trail_.size() > mark) {
    const TrailEntry& entry = trail_.back();
    if (entry.id.valid())
      caches_[entry.cache][entry.id.index] = nullptr;
    else
      sums_.erase(entry.sum);
    trail_.pop_back();
  }
}

bool Emitter::dependsOn(ExprId id, uint32_t key) {
  // Sorted keys of what an expression reads and the function writes.
  std::function<const std::vector<uint32_t>&(ExprId)> find = [&](ExprId e) -> const std::vector<uint32_t>& {
    if (!dependenciesDone_[e.index]) {
      const Expr& expr = function_.exprs[e];
      std::vector<uint32_t> keys;
      if (expr.kind == ExprKind::kLoad) keys.push_back(bufferKey(expr.buffer));
      if (expr.kind == ExprKind::kAccum) keys.push_back(accumKey(expr.accum));
      std::erase_if(keys, [&](uint32_t k) { return !writtenKeys_.contains(k); });
      for (ExprId arg : expr.args) {
        const std::vector<uint32_t>& more = find(arg);
        keys.insert(keys.end(), more.begin(), more.end());
      }
      std::sort(keys.begin(), keys.end());
      keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
      dependencies_[e.index] = std::move(keys);
      dependenciesDone_[e.index] = true;
    }
    return dependencies_[e.index];
  };
  const std::vector<uint32_t>& keys = find(id);
  return std::binary_search(keys.begin(), keys.end(), key);
}

void Emitter::invalidate(uint32_t key) {
  for (const TrailEntry& entry : trail_) {
    if (entry.id.valid() && caches_[entry.cache][entry.id.index] != nullptr && dependsOn(entry.id, key)) {
      caches_[entry.cache][entry.id.index] = nullptr;
    }
  }
}

bool Emitter::varies(ExprId id) {
  if (!vectorActive()) return false;
  if (Value* known = cached(kValue, id)) return ValueOps::width(known) != 0;
  const Expr& expr = function_.exprs[id];
  switch (expr.kind) {
    case ExprKind::kConst:
      return false;
    case ExprKind::kVar:
      return expr.var == vector_.var;
    case ExprKind::kTemp:
      return ValueOps::width(temps_[expr.temp.index]) != 0;
    case ExprKind::kAccum:
      return accums_[expr.accum.index].perLane;
    default:
      break;
  }
  uint8_t& memo = variesMemo_[id.index];
  if (memo == 0) {
    bool found = std::any_of(expr.args.begin(), expr.args.end(), [&](ExprId arg) { return varies(arg); });
    memo = found ? 2 : 1;
  }
  return memo == 2;
}

Value* Emitter::eval(ExprId id) {
  if (Value* known = cached(kValue, id)) return known;
  Value* value = compute(id);
  remember(kValue, id, value);
  return value;
}

Value* Emitter::evalBase(ExprId id) {
  if (!vectorActive() || !varies(id)) return eval(id);
  if (Value* known = cached(kBase, id)) return known;
  const Expr& expr = function_.exprs[id];
  Value* value = nullptr;
  if (expr.kind == ExprKind::kVar) {
    value = vector_.base;
  } else if (expr.kind == ExprKind::kOp) {
    llvm::SmallVector<Value*, 3> args;
    for (ExprId arg : expr.args) args.push_back(evalBase(arg));
    DType argument = expr.op == ScalarOp::kSelect ? expr.dtype : function_.exprs[expr.args[0]].dtype;
    value = ops_.op(expr.op, expr.dtype, argument, args);
  } else {
    value = b.CreateExtractElement(eval(id), uint64_t{0});
  }
  remember(kBase, id, value);
  return value;
}

Value* Emitter::varVector(llvm::Type* element) {
  llvm::SmallVector<llvm::Constant*, 64> steps;
  for (unsigned lane = 0; lane < vector_.width; ++lane) steps.push_back(llvm::ConstantInt::get(element, lane));
  Value* base = b.CreateIntCast(vector_.base, element, true);
  return b.CreateAdd(ops_.splat(base, vector_.width), llvm::ConstantVector::get(steps), "", true, true);
}

bool Emitter::canNarrow(ExprId id) {
  return function_.exprs[id].dtype == DType::kI64 &&
         analysis_.range(id).within(std::numeric_limits<int32_t>::min(), std::numeric_limits<int32_t>::max());
}

Value* Emitter::evalNarrow(ExprId id) {
  if (Value* known = cached(kNarrow, id)) return known;
  const Expr& expr = function_.exprs[id];
  llvm::Type* i32 = b.getInt32Ty();
  Value* value = nullptr;
  if (varies(id)) {
    if (expr.kind == ExprKind::kVar) value = varVector(i32);
    if (expr.kind == ExprKind::kOp) {
      switch (expr.op) {
        case ScalarOp::kAdd:
        case ScalarOp::kSubtract:
        case ScalarOp::kMultiply:
        case ScalarOp::kDivide:
        case ScalarOp::kRemainder:
        case ScalarOp::kMinimum:
        case ScalarOp::kMaximum:
        case ScalarOp::kClamp:
        case ScalarOp::kSelect: {
          llvm::SmallVector<Value*, 3> args;
          bool narrow = true;
          bool nonNegative = true;
          for (ExprId arg : expr.args) {
            bool isIndex = function_.exprs[arg].dtype == DType::kI64;
            narrow = narrow && (!isIndex || canNarrow(arg));
            nonNegative = nonNegative && analysis_.range(arg).nonNegative();
          }
          if (!narrow) break;
          for (ExprId arg : expr.args)
            args.push_back(function_.exprs[arg].dtype == DType::kI64 ? evalNarrow(arg) : eval(arg));
          bool unsignedDivide = nonNegative && (expr.op == ScalarOp::kDivide || expr.op == ScalarOp::kRemainder);
          DType dtype = unsignedDivide ? DType::kUI32 : DType::kI32;
          value = ops_.op(expr.op, dtype, dtype, args);
          break;
        }
        case ScalarOp::kConvert: {
          DType from = function_.exprs[expr.args[0]].dtype;
          if (from == DType::kI1 || (isInteger(from) && (dtypeBits(from) < 32 || from == DType::kI32))) {
            value = ops_.convert(eval(expr.args[0]), from, DType::kI32);
          }
          break;
        }
        default:
          break;
      }
    }
  }
  if (value == nullptr) {
    // Not through eval(): it may widen a narrow value.
    Value* wide = cached(kValue, id);
    if (wide == nullptr) {
      wide = expr.kind == ExprKind::kOp ? computeOp(id) : eval(id);
      if (expr.kind == ExprKind::kOp) remember(kValue, id, wide);
    }
    value = b.CreateTrunc(wide, ValueOps::like(wide, i32));
  }
  remember(kNarrow, id, value);
  return value;
}

Value* Emitter::compute(ExprId id) {
  const Expr& expr = function_.exprs[id];
  switch (expr.kind) {
    case ExprKind::kConst: {
      llvm::Type* type = ops_.computeType(expr.dtype);
      if (type->isFloatingPointTy()) return llvm::ConstantFP::get(type, expr.number);
      return llvm::ConstantInt::get(type, static_cast<uint64_t>(expr.integer), isSignedInteger(expr.dtype));
    }
    case ExprKind::kVar:
      if (vectorActive() && expr.var == vector_.var) {
        if (canNarrow(id)) {
          Value* narrow = evalNarrow(id);
          return b.CreateSExt(narrow, ValueOps::like(narrow, b.getInt64Ty()));
        }
        return varVector(b.getInt64Ty());
      }
      return vars_[expr.var.index];
    case ExprKind::kTemp:
      return temps_[expr.temp.index];
    case ExprKind::kAccum:
      return readAccum(expr.accum);
    case ExprKind::kLoad:
      return emitLoad(id);
    case ExprKind::kOp:
      break;
  }
  if (expr.dtype == DType::kI64 && canNarrow(id) && varies(id) && expr.op != ScalarOp::kConvert &&
      expr.op != ScalarOp::kBitcast) {
    bool narrow = true;
    for (ExprId arg : expr.args) narrow = narrow && (function_.exprs[arg].dtype != DType::kI64 || canNarrow(arg));
    bool arithmetic = expr.op == ScalarOp::kAdd || expr.op == ScalarOp::kSubtract || expr.op == ScalarOp::kMultiply ||
                      expr.op == ScalarOp::kDivide || expr.op == ScalarOp::kRemainder ||
                      expr.op == ScalarOp::kMinimum || expr.op == ScalarOp::kMaximum;
    if (narrow && arithmetic) {
      Value* value = evalNarrow(id);
      return b.CreateSExt(value, ValueOps::like(value, b.getInt64Ty()));
    }
  }
  return computeOp(id);
}

Value* Emitter::computeOp(ExprId id) {
  const Expr& expr = function_.exprs[id];
  DType argument = function_.exprs[expr.args[0]].dtype;
  // Integer work on the vector variable is done in 32 bits where ranges allow: comparing and converting indices is what
  // masks and iota are.
  if (argument == DType::kI64 && varies(id)) {
    bool isCompare = expr.op >= ScalarOp::kCompareEq && expr.op <= ScalarOp::kCompareLt;
    bool isConvert = expr.op == ScalarOp::kConvert;
    bool narrow = (isCompare || isConvert) && canNarrow(expr.args[0]) && (!isCompare || canNarrow(expr.args[1]));
    if (narrow) {
      llvm::SmallVector<Value*, 3> args;
      for (ExprId arg : expr.args) args.push_back(evalNarrow(arg));
      return ops_.op(expr.op, expr.dtype, DType::kI32, args);
    }
  }
  llvm::SmallVector<Value*, 3> args;
  for (ExprId arg : expr.args) args.push_back(eval(arg));
  if (expr.op == ScalarOp::kSelect) argument = expr.dtype;
  // Known to be non-negative: unsigned division is cheaper.
  if (argument == DType::kI64 && (expr.op == ScalarOp::kDivide || expr.op == ScalarOp::kRemainder) &&
      analysis_.range(expr.args[0]).nonNegative() && analysis_.range(expr.args[1]).low > 0) {
    unsigned lanes = std::max(ValueOps::width(args[0]), ValueOps::width(args[1]));
    Value *x = ops_.splat(args[0], lanes), *y = ops_.splat(args[1], lanes);
    return expr.op == ScalarOp::kDivide ? b.CreateUDiv(x, y) : b.CreateURem(x, y);
  }
  return ops_.op(expr.op, expr.dtype, argument, args);
}

}  // namespace partita
