#include "codegen/lower/causal_mask.h"

#include <algorithm>

namespace partita {

namespace {

// A number that keeps what has it out of a softmax: e to the power of it less any score is 0.
constexpr double kMasked = -1e9;

}  // namespace

bool CausalMask::holds(absl::Span<const NestStatement> statements) {
  for (const NestStatement& s : statements) {
    auto moves = [&](AxisId axis) {
      return std::any_of(s.axes.begin(), s.axes.end(), [&](const AxisUse& use) { return use.axis == axis; });
    };
    if (!moves(q_) || !moves(k_)) {
      // The largest score of a row, whatever its dtype.
      if (s.kind == NestKind::kValue && isMost(s.values[0])) most_.insert(s.temps[0]);
      continue;
    }
    if (s.kind == NestKind::kStore || s.kind == NestKind::kScan) return false;
    if (s.kind == NestKind::kValue) {
      known_[s.temps[0]] = look(s.values[0]);
      if (isPlain(s.values[0])) plain_.insert(s.temps[0]);
      continue;
    }
    const bool reduces = std::any_of(s.axes.begin(), s.axes.end(), [&](const AxisUse& use) {
      return (use.axis == k_ || use.axis == q_) && isReduction(use.role);
    });
    if (!reduces) {  // the scores
      plain_.insert(s.temps[0]);
      continue;
    }
    const Excluded value = s.values.size() == 1 ? look(s.values[0]) : Excluded::kUnknown;
    const bool neutral = (s.combine == ScalarOp::kMaximum && value == Excluded::kMasked) ||
                         (s.combine == ScalarOp::kAdd && value == Excluded::kZero);
    if (!neutral) return false;
    if (s.combine == ScalarOp::kMaximum) most_.insert(s.temps[0]);
  }
  return below_.valid();
}

CausalMask::Excluded CausalMask::look(ExprId id) {
  const Expr e = at(id);
  if (e.kind == ExprKind::kTemp) {
    auto found = known_.find(e.temp);
    return found == known_.end() ? Excluded::kUnknown : found->second;
  }
  if (e.kind != ExprKind::kOp) return Excluded::kUnknown;
  switch (e.op) {
    case ScalarOp::kSelect: {
      const Expr& other = at(e.args[2]);
      // Gradients of what a mask excludes.
      if (other.kind == ExprKind::kConst && isFloat(other.dtype) && other.number == 0 && excludes(e.args[0]))
        return Excluded::kZero;
      const bool masked = other.kind == ExprKind::kConst && isFloat(other.dtype) && other.number <= kMasked;
      return masked && isPlain(e.args[1]) && excludes(e.args[0]) ? Excluded::kMasked : Excluded::kUnknown;
    }
    case ScalarOp::kSubtract:
      return look(e.args[0]) == Excluded::kMasked && isMost(e.args[1]) ? Excluded::kMasked : Excluded::kUnknown;
    case ScalarOp::kExp:
      return look(e.args[0]) == Excluded::kMasked ? Excluded::kZero : Excluded::kUnknown;
    case ScalarOp::kDivide:
      return look(e.args[0]) == Excluded::kZero ? Excluded::kZero : Excluded::kUnknown;
    case ScalarOp::kMultiply:
      return look(e.args[0]) == Excluded::kZero || look(e.args[1]) == Excluded::kZero ? Excluded::kZero
                                                                                      : Excluded::kUnknown;
    case ScalarOp::kNegate:
      return look(e.args[0]) == Excluded::kZero ? Excluded::kZero : Excluded::kUnknown;
    case ScalarOp::kConvert:
      return look(e.args[0]);
    default:
      return Excluded::kUnknown;
  }
}

bool CausalMask::isPlain(ExprId id) const {
  const Expr& e = at(id);
  if (e.kind == ExprKind::kTemp) return plain_.contains(e.temp);
  if (e.kind == ExprKind::kConst) return !isFloat(e.dtype) || e.number > kMasked;
  if (e.kind != ExprKind::kOp || e.op == ScalarOp::kSelect) return false;
  return std::all_of(e.args.begin(), e.args.end(), [&](ExprId arg) { return isPlain(arg); });
}
bool CausalMask::isMost(ExprId id) const {
  const Expr& e = at(id);
  if (e.kind == ExprKind::kTemp) return most_.contains(e.temp);
  if (e.kind != ExprKind::kOp) return false;
  if (e.op == ScalarOp::kConvert) return isMost(e.args[0]);
  // As JAX writes it, beside -inf.
  if (e.op != ScalarOp::kMaximum) return false;
  return (at(e.args[0]).kind == ExprKind::kConst && isMost(e.args[1])) ||
         (at(e.args[1]).kind == ExprKind::kConst && isMost(e.args[0]));
}

bool CausalMask::excludes(ExprId condition) {
  const Expr e = at(condition);
  if (e.kind != ExprKind::kOp) return false;
  if (e.op == ScalarOp::kSelect && isTrue(e.args[1]) && isFalse(e.args[2])) return excludes(e.args[0]);
  ExprId low, high;  // low <= high holds where the condition does
  bool strict = false;
  switch (e.op) {
    case ScalarOp::kCompareGt:
      strict = true;
      [[fallthrough]];
    case ScalarOp::kCompareGe:
      low = e.args[1], high = e.args[0];
      break;
    case ScalarOp::kCompareLt:
      strict = true;
      [[fallthrough]];
    case ScalarOp::kCompareLe:
      low = e.args[0], high = e.args[1];
      break;
    default:
      return false;
  }
  const DType compared = at(low).dtype;
  if (compared != DType::kI32 && compared != DType::kI64) return false;  // others may wrap
  const ExprId row = place(high), column = place(low);
  if (!row.valid() || !column.valid()) return false;
  // column = k + c.
  const ExprId more = loops_.sub(column, atK_);
  if (at(more).kind != ExprKind::kConst) return false;
  const auto stride = strideOf(loops_.function(), row, at(atQ_).var);
  if (at(atQ_).kind != ExprKind::kVar || !stride || *stride < 0) return false;
  const ExprId below = loops_.add(loops_.sub(row, more), loops_.index(strict ? 0 : 1));
  for (LoopVarId var : varsOf(loops_.function(), below)) {
    if (var != at(atQ_).var) return false;
  }
  if (!tempsOf(loops_.function(), below).empty() || !loadsOf(loops_.function(), below).empty()) return false;
  int64_t least = 0, most = 0;
  if (!loops_.rangeOf(below, &least, &most) || least < 1) return false;
  if (below_.valid() && below_ != below) return false;
  below_ = below;
  return true;
}

ExprId CausalMask::place(ExprId id) {
  const Expr e = at(id);
  if (e.kind == ExprKind::kConst && isInteger(e.dtype)) return loops_.index(e.integer);
  if (e.dtype == DType::kI64 && e.kind != ExprKind::kLoad) return id;
  if (e.kind != ExprKind::kOp) return ExprId();
  if (e.op == ScalarOp::kConvert) {
    const DType from = at(e.args[0]).dtype;
    return isInteger(from) ? place(e.args[0]) : ExprId();
  }
  if (e.op != ScalarOp::kAdd && e.op != ScalarOp::kSubtract) return ExprId();
  const ExprId x = place(e.args[0]), y = place(e.args[1]);
  if (!x.valid() || !y.valid()) return ExprId();
  return e.op == ScalarOp::kAdd ? loops_.add(x, y) : loops_.sub(x, y);
}

}  // namespace partita
