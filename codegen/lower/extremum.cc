#include "codegen/lower/extremum.h"

#include <algorithm>

namespace partita {

namespace {

// How the left value compares with the right one.
enum class Order : uint8_t { kLess, kEqual, kGreater, kLeftNan, kRightNan, kBothNan };

// What an expression is for one order of the values: one of the combiner's, or true or false.
struct Outcome {
  enum class Kind : uint8_t { kLeft, kRight, kTrue, kFalse } kind{};
  size_t which = 0;  // kLeft, kRight
  bool isBool() const { return kind == Kind::kTrue || kind == Kind::kFalse; }
};
using Kind = Outcome::Kind;

Outcome truth(bool value) { return {value ? Kind::kTrue : Kind::kFalse}; }

// Runs a combiner for one order of the values; the left position is the lower one.
class Trial {
 public:
  Trial(const LoopFunction& function, const NestCombiner& combiner, size_t value, Order order)
      : function_(function), combiner_(combiner), value_(value), order_(order) {}

  std::optional<Outcome> run(ExprId id) const {
    const Expr& e = function_.exprs[id];
    if (e.kind == ExprKind::kTemp) return variable(e.temp);
    if (e.kind == ExprKind::kConst && e.dtype == DType::kI1) return truth(e.integer != 0);
    if (e.kind != ExprKind::kOp) return std::nullopt;
    std::vector<Outcome> args;
    for (ExprId arg : e.args) {
      // Of a choice only what is chosen counts.
      if (e.op == ScalarOp::kSelect && !args.empty() && (args.size() == 1) != (args[0].kind == Kind::kTrue)) {
        args.push_back(args[0]);
        continue;
      }
      std::optional<Outcome> arm = run(arg);
      if (!arm || (args.empty() && e.op == ScalarOp::kSelect && !arm->isBool())) return std::nullopt;
      args.push_back(*arm);
    }
    return apply(e, args);
  }

 private:
  std::optional<Outcome> variable(TempId temp) const {
    for (size_t v = 0; v < combiner_.left.size(); ++v) {
      if (combiner_.left[v] == temp) return Outcome{Kind::kLeft, v};
      if (combiner_.right[v] == temp) return Outcome{Kind::kRight, v};
    }
    return std::nullopt;
  }

  bool isNan(const Outcome& x) const {
    if (x.which != value_) return false;
    return order_ == Order::kBothNan || order_ == (x.kind == Kind::kLeft ? Order::kLeftNan : Order::kRightNan);
  }

  // -1, 0, 1; nothing where one is a NaN.
  std::optional<int> compare(const Outcome& a, const Outcome& b) const {
    if (isNan(a) || isNan(b)) return std::nullopt;
    if (a.kind == b.kind) return 0;
    const int left = a.which != value_ ? -1 : order_ == Order::kLess ? -1 : order_ == Order::kEqual ? 0 : 1;
    return a.kind == Kind::kLeft ? left : -left;
  }

  std::optional<Outcome> apply(const Expr& e, const std::vector<Outcome>& args) const {
    if (e.op == ScalarOp::kSelect) return args[args[0].kind == Kind::kTrue ? 1 : 2];
    const bool bools = std::all_of(args.begin(), args.end(), [](const Outcome& x) { return x.isBool(); });
    auto on = [&](size_t i) { return args[i].kind == Kind::kTrue; };
    if (bools) {
      switch (e.op) {
        case ScalarOp::kNot:
          return truth(!on(0));
        case ScalarOp::kAnd:
          return truth(on(0) && on(1));
        case ScalarOp::kOr:
          return truth(on(0) || on(1));
        case ScalarOp::kXor:
          return truth(on(0) != on(1));
        default:
          return std::nullopt;
      }
    }
    if (args.size() != 2 || args[0].isBool() || args[1].isBool() || args[0].which != args[1].which) return std::nullopt;
    const std::optional<int> order = compare(args[0], args[1]);
    switch (e.op) {
      case ScalarOp::kCompareEq:
        return truth(order == 0);
      case ScalarOp::kCompareNe:
        return truth(order != 0);
      case ScalarOp::kCompareGe:
        return truth(order && *order >= 0);
      case ScalarOp::kCompareGt:
        return truth(order && *order > 0);
      case ScalarOp::kCompareLe:
        return truth(order && *order <= 0);
      case ScalarOp::kCompareLt:
        return truth(order && *order < 0);
      case ScalarOp::kMaximum:
      case ScalarOp::kMinimum:
        if (!order) return args[isNan(args[0]) ? 0 : 1];
        // Of zeros of two signs the greater one is neither always left nor always right.
        if (*order == 0 && isFloat(e.dtype) && args[0].kind != args[1].kind) return std::nullopt;
        return args[(*order >= 0) == (e.op == ScalarOp::kMaximum) ? 0 : 1];
      default:
        return std::nullopt;
    }
  }

  const LoopFunction& function_;
  const NestCombiner& combiner_;
  const size_t value_;
  const Order order_;
};

std::optional<Extremum> extremumOf(const LoopFunction& function, const NestCombiner& combiner, size_t value) {
  Extremum found;
  found.value = value;
  found.position = 1 - value;
  const bool real = isFloat(function.temps[combiner.left[value]]);
  // Whether the left pair is kept: by its value, by its position.
  auto keepsLeft = [&](Order order) -> std::optional<std::pair<bool, bool>> {
    const Trial trial(function, combiner, value, order);
    const std::optional<Outcome> v = trial.run(combiner.results[value]), p = trial.run(combiner.results[1 - value]);
    if (!v || !p || v->isBool() || p->isBool() || v->which != value || p->which != 1 - value) return std::nullopt;
    return std::pair(v->kind == Kind::kLeft, p->kind == Kind::kLeft);
  };
  auto keeps = [&](Order order, bool left) { return keepsLeft(order) == std::pair(left, left); };
  if (keeps(Order::kGreater, true) && keeps(Order::kLess, false)) {
    found.op = ScalarOp::kMaximum;
  } else if (keeps(Order::kGreater, false) && keeps(Order::kLess, true)) {
    found.op = ScalarOp::kMinimum;
  } else {
    return std::nullopt;
  }
  const auto equal = keepsLeft(Order::kEqual);
  if (!equal) return std::nullopt;
  found.first = equal->second;
  found.sameValue = !real || equal->first == equal->second;
  if (!real) return found;
  const auto nans = keepsLeft(Order::kBothNan);
  if (!nans || nans->second != found.first || !keeps(Order::kLeftNan, true) || !keeps(Order::kRightNan, false))
    return std::nullopt;
  return found;
}

}  // namespace

NestCombiner combinerOf(LoopBuilder& loops, const Extremum& extremum, DType value, DType position) {
  NestCombiner combiner;
  std::vector<ExprId> left(2), right(2);
  for (size_t i : {0, 1}) {
    const DType dtype = i == extremum.value ? value : position;
    combiner.left.push_back(loops.declareTemp(dtype));
    combiner.right.push_back(loops.declareTemp(dtype));
    left[i] = loops.temp(combiner.left[i]);
    right[i] = loops.temp(combiner.right[i]);
  }
  auto test = [&](ScalarOp op, ExprId a, ExprId b) { return loops.op(op, DType::kI1, {a, b}); };
  const ExprId l = left[extremum.value], r = right[extremum.value];
  const bool largest = extremum.op == ScalarOp::kMaximum;
  ExprId takesRight;
  if (extremum.first) {
    // Neither as good nor a NaN: a NaN on the right makes the first test true.
    takesRight =
        loops.op(ScalarOp::kNot, DType::kI1, {test(largest ? ScalarOp::kCompareGe : ScalarOp::kCompareLe, l, r)});
    if (isFloat(value)) takesRight = test(ScalarOp::kAnd, takesRight, test(ScalarOp::kCompareEq, l, l));
  } else {
    takesRight = test(largest ? ScalarOp::kCompareLe : ScalarOp::kCompareGe, l, r);
    if (isFloat(value)) takesRight = test(ScalarOp::kOr, takesRight, test(ScalarOp::kCompareNe, r, r));
  }
  for (size_t i : {0, 1}) {
    const DType dtype = i == extremum.value ? value : position;
    combiner.results.push_back(loops.op(ScalarOp::kSelect, dtype, {takesRight, right[i], left[i]}));
  }
  return combiner;
}

std::optional<Extremum> extremumOf(const LoopFunction& function, const NestCombiner& combiner) {
  if (combiner.left.size() != 2) return std::nullopt;
  for (size_t value : {0, 1}) {
    const DType position = function.temps[combiner.left[1 - value]], dtype = function.temps[combiner.left[value]];
    if (!isInteger(position) || dtype == DType::kI1 || isComplex(dtype)) continue;
    if (std::optional<Extremum> found = extremumOf(function, combiner, value)) return found;
  }
  return std::nullopt;
}

}  // namespace partita
