// Ops that compute each element of the result from the same element of every operand, all of one type.
#include "graph/ops/elementwise.h"

#include <algorithm>
#include <limits>

#include "graph/constants.h"
#include "graph/ops/factors.h"
#include "graph/ops/scalar.h"

namespace partita {

StatusOr<std::vector<TensorType>> inferSameType(const Graph& graph, const Node& node) {
  const TensorType& type = operandType(graph, node, 0);
  for (size_t i = 1; i < node.operands.size(); ++i) {
    if (operandType(graph, node, i) == type) continue;
    return violation(graph, node, "c1",
                     "operand types differ: ", typesToString(operandTypes(graph, node, 0, node.operands.size())));
  }
  return std::vector<TensorType>{type};
}

OpShardingRule elementwiseSharding(const Graph& graph, const Node& node) {
  OpShardingRule rule = emptyRule(graph, node);
  const TensorType& result = graph.type(node.results[0]);
  for (int d = 0; d < result.rank(); ++d) {
    const int f = addFactor(rule, result.dims[d]);
    for (TensorFactors& tensor : rule.results) put(tensor, d, f);
    for (size_t i = 0; i < node.operands.size(); ++i) {
      const TensorType& operand = graph.type(node.operands[i]);
      if (d < operand.rank() && operand.dims[d] == result.dims[d]) put(rule.operands[i], d, f);
    }
  }
  return rule;
}

OpCost elementwiseCost(const Graph& graph, const Node& node) {
  OpCost cost = movementCost(graph, node);
  const OpDef& def = opDef(node.kind);
  const double elements = static_cast<double>(graph.type(node.results[0]).elements());
  cost.flops = elements * def.flops;
  cost.transcendentals = elements * def.transcendentals;
  return cost;
}

EvalResult evaluateElementwise(EvalContext&, const Graph& graph, const Node& node, EvalOperands operands) {
  constexpr int64_t kBlock = 512;
  Tensor out(graph.type(node.results[0]));
  const ElementOp op = elementOpOf(graph, node);
  const int64_t count = out.elements();
  Scalar values[3][kBlock], results[kBlock];
  bool isScalar[3] = {false, false, false};
  // The predicate of select and the bounds of clamp may be scalars for all elements.
  for (size_t k = 0; k < operands.size(); ++k) {
    isScalar[k] = operands[k].type().rank() == 0;
    if (isScalar[k]) std::fill_n(values[k], kBlock, loadScalar(operands[k].type().dtype, operands[k].data()));
  }
  std::byte* to = out.mutableData();
  for (int64_t begin = 0; begin < count; begin += kBlock) {
    const int64_t n = std::min(kBlock, count - begin);
    for (size_t k = 0; k < operands.size(); ++k) {
      const DType dtype = operands[k].type().dtype;
      if (!isScalar[k]) loadScalars(dtype, operands[k].data() + begin * dtypeBytes(dtype), n, values[k]);
    }
    for (int64_t i = 0; i < n; ++i) {
      const Scalar x[3] = {values[0][i], values[1][i], values[2][i]};
      results[i] = apply(op, x);
    }
    storeScalars(op.result, results, n, to + begin * dtypeBytes(op.result));
  }
  return std::vector<Tensor>{std::move(out)};
}

namespace {

// Integers of each device, index vectors and choices among them, as the shards of iota, gather and scatter are made.
std::optional<Held> elementwiseHeld(const HeldContext& context, const Node& node, const HeldForms& operands) {
  using Kind = Held::Kind;
  for (const Held* operand : operands) {
    if (operand == nullptr && opDef(node.kind).scalar != ScalarOp::kSelect) return std::nullopt;
  }
  auto constants = [&](const Held& numbers) {
    std::vector<int64_t> out;
    for (int id : numbers.numbers) out.push_back(context.numbers[id][static_cast<size_t>(context.devices[0])]);
    return out;
  };
  auto alike = [&](const Held& numbers) {
    for (int id : numbers.numbers) {
      for (int64_t d : context.devices) {
        if (context.numbers[id][static_cast<size_t>(d)] != context.numbers[id][static_cast<size_t>(context.devices[0])])
          return false;
      }
    }
    return true;
  };
  // Offsets are counted in types that hold them and their differences.
  const DType dtype = context.graph.type(node.results[0]).dtype;
  const bool wide = isSignedInteger(dtype) && dtypeBits(dtype) >= 32;
  switch (scalarOpOf(node)) {
    case ScalarOp::kConvert: {
      const DType from = context.graph.type(node.operands[0]).dtype, to = context.graph.type(node.results[0]).dtype;
      // What counts may end in a type that has not all of the numbers: the whole array wraps, or rounds, just so.
      const bool exact = isSignedInteger(from) && dtypeBits(from) >= 32;
      if (operands[0]->kind == Kind::kCounting) return exact ? std::optional(*operands[0]) : std::nullopt;
      if (operands[0]->kind == Kind::kNumbers) return wide ? std::optional(*operands[0]) : std::nullopt;
      std::optional<Held> out = indexHeld(*operands[0]);
      // Indices stay what they are: in a signed type that has them all, or all that a clamp has left.
      const int room = dtypeBits(to) - dtypeBits(from);
      const bool holds = isSignedInteger(from) ? room >= 0 : room > 0 || (room == 0 && out && !out->high.empty());
      return isSignedInteger(to) && holds ? out : std::nullopt;
    }
    case ScalarOp::kAdd: {
      if (!wide || operands[0]->kind != Kind::kCounting || operands[1]->kind != Kind::kNumbers || operands[1]->dim >= 0)
        return std::nullopt;
      Held out = *operands[0];
      out.numbers = {context.numbers.sum(out.numbers[0], operands[1]->numbers[0])};
      return out;
    }
    case ScalarOp::kSubtract: {
      std::optional<Held> out = indexHeld(*operands[0]);
      if (!wide || !out || operands[1]->kind != Kind::kNumbers || !out->numbers.empty()) return std::nullopt;
      out->numbers = operands[1]->numbers;
      out->dim = operands[1]->dim;
      return out;
    }
    case ScalarOp::kMaximum: {
      std::optional<Held> out = indexHeld(*operands[1]);
      if (!out || operands[0]->kind != Kind::kNumbers || !alike(*operands[0]) || !out->low.empty() ||
          !out->numbers.empty())
        return std::nullopt;
      out->low = constants(*operands[0]);
      return out;
    }
    case ScalarOp::kMinimum: {
      std::optional<Held> out = indexHeld(*operands[0]);
      if (!out || operands[1]->kind != Kind::kNumbers || !alike(*operands[1]) || !out->numbers.empty())
        return std::nullopt;
      const std::vector<int64_t> high = constants(*operands[1]);
      // Twice the same, before and after a conversion.
      if (!out->high.empty() && out->high != high) return std::nullopt;
      out->high = high;
      out->dim = operands[1]->dim;
      return out;
    }
    case ScalarOp::kCompareGe:
    case ScalarOp::kCompareLe: {
      const bool below = scalarOpOf(node) == ScalarOp::kCompareGe;
      if (operands[0]->kind != Kind::kIndex || operands[1]->kind != Kind::kNumbers || !alike(*operands[1]))
        return std::nullopt;
      Held out{.kind = Kind::kInside};
      out.index = std::make_shared<const Held>(*operands[0]);
      out.dim = operands[0]->dim;
      if (below) {
        for (int64_t least : constants(*operands[1])) {
          if (least != 0) return std::nullopt;
        }
        out.atLeast = true;
      } else {
        out.atMost = constants(*operands[1]);
        if (operands[1]->dim >= 0) out.dim = operands[1]->dim;
      }
      const int rank = context.graph.type(node.results[0]).rank();
      for (int64_t d = 0; d < rank; ++d) out.places.push_back(d);
      return out;
    }
    case ScalarOp::kAnd: {
      if (operands[0]->kind != Kind::kInside || operands[1]->kind != Kind::kInside) return std::nullopt;
      const Held &a = *operands[0], &b = *operands[1];
      const bool same = a.index->value == b.index->value && a.index->tiles == b.index->tiles &&
                        a.index->numbers == b.index->numbers && a.index->low == b.index->low &&
                        a.index->high == b.index->high;
      if (!same || a.atLeast == b.atLeast) return std::nullopt;
      Held out = a.atLeast ? b : a;
      out.atLeast = true;
      out.dim = std::max(a.dim, b.dim);
      return out;
    }
    case ScalarOp::kSelect: {
      if (operands[0] == nullptr || operands[1] == nullptr) return std::nullopt;
      if (operands[1]->kind == Kind::kLooked && operands[0]->kind == Kind::kInside) {
        const Held &index = *operands[1]->index, &asked = *operands[0]->index;
        const bool same = index.value == asked.value && index.numbers == asked.numbers && index.low == asked.low &&
                          index.high == asked.high;
        if (!same ||
            !isNeutral(context.graph, node.operands[2], dtype == DType::kI1 ? ReductionKind::kOr : ReductionKind::kSum))
          return std::nullopt;
        Held out = *operands[1];
        out.inside = std::make_shared<const Held>(*operands[0]);
        return out;
      }
      return std::nullopt;
    }
    default:
      return std::nullopt;
  }
}

}  // namespace

OpDef elementwise(OpDef def) {
  if (def.held == nullptr) def.held = elementwiseHeld;
  def.lowering = def.expand == nullptr ? LoweringClass::kElementwise : LoweringClass::kExpanded;
  def.forwardLevel = def.backwardLevel = 0;
  if (def.infer == nullptr) def.infer = inferSameType;
  if (def.results.shape.empty()) def.results = {"c1", "c1"};
  if (def.sharding == nullptr) def.sharding = elementwiseSharding;
  if (def.cost == nullptr) def.cost = elementwiseCost;
  if (def.evaluate == nullptr) def.evaluate = evaluateElementwise;
  return def;
}

namespace {

StatusOr<std::vector<TensorType>> inferAbs(const Graph& graph, const Node& node) {
  ASSIGN_OR_RETURN(std::vector<TensorType> types, inferSameType(graph, node));
  const DType dtype = types[0].dtype;
  if (isComplex(dtype)) types[0].dtype = dtype == DType::kC64 ? DType::kF32 : DType::kF64;
  return types;
}

StatusOr<std::vector<TensorType>> inferRemainder(const Graph& graph, const Node& node) {
  if (isComplex(operandType(graph, node, 0).dtype))
    return unimplemented(describeNode(graph, node),
                         ": of complex numbers, where StableHLO does not say yet what it is");
  return inferSameType(graph, node);
}

// Of integers it is multiplications.
OpCost powerCost(const Graph& graph, const Node& node) {
  OpCost cost = elementwiseCost(graph, node);
  if (isInteger(graph.type(node.results[0]).dtype)) std::swap(cost.flops, cost.transcendentals);
  return cost;
}

Linearity addLinear(const Graph&, const Node&, size_t, bool) { return Linearity::kAdds; }

// 0 - 0 is 0 whatever the signs.
Linearity subtractLinear(const Graph&, const Node&, size_t operand, bool signs) {
  if (signs) return Linearity::kNone;
  return operand == 0 ? Linearity::kAdds : Linearity::kSubtracts;
}

Linearity negateLinear(const Graph&, const Node&, size_t, bool signs) {
  return signs ? Linearity::kNone : Linearity::kMoves;
}

// Of reals only by what can turn no sum of the parts into an infinity or NaN that the whole does not have.
Linearity multiplyLinear(const Graph& graph, const Node& node, size_t operand, bool signs) {
  bool linear = constantWithin(graph, node.operands[1 - operand], 0, 1, signs);
  if (isInteger(graph.type(node.results[0]).dtype)) linear = node.operands[0] != node.operands[1];
  return linear ? Linearity::kScales : Linearity::kNone;
}

Linearity divideLinear(const Graph& graph, const Node& node, size_t operand, bool signs) {
  const bool linear = operand == 0 && isFloat(graph.type(node.results[0]).dtype) &&
                      constantWithin(graph, node.operands[1], 1, std::numeric_limits<double>::max(), signs);
  return linear ? Linearity::kScales : Linearity::kNone;
}

}  // namespace

// Flops and transcendentals are for one element.
#define SAME_TYPE(name, operands, scalarOp, ...)         \
  OpDef define##name() {                                 \
    return elementwise({.kind = OpKind::k##name,         \
                        .form = TextForm::kSameType,     \
                        .minOperands = operands,         \
                        .maxOperands = operands,         \
                        .scalar = ScalarOp::k##scalarOp, \
                        __VA_ARGS__});                   \
  }
SAME_TYPE(Abs, 1, Abs, .accepts = kSigned | kFloats | kComplexes, .results = {"c2", "c1"}, .infer = inferAbs)
SAME_TYPE(Add, 2, Add, .commutative = true, .accepts = kAny, .reduction = ReductionKind::kSum, .linear = addLinear)
SAME_TYPE(And, 2, And, .commutative = true, .accepts = kBool | kInts, .reduction = ReductionKind::kAnd)
SAME_TYPE(Atan2, 2, Atan2, .accepts = kFloats | kComplexes, .flops = 0, .transcendentals = 1)
SAME_TYPE(Cbrt, 1, Cbrt, .accepts = kFloats | kComplexes, .flops = 0, .transcendentals = 1)
SAME_TYPE(Ceil, 1, Ceil, .accepts = kFloats)
SAME_TYPE(Cosine, 1, Cos, .accepts = kFloats | kComplexes, .flops = 0, .transcendentals = 1)
SAME_TYPE(CountLeadingZeros, 1, Clz, .accepts = kInts)
SAME_TYPE(Divide, 2, Divide, .accepts = kInts | kFloats | kComplexes, .linear = divideLinear)
SAME_TYPE(Erf, 1, Erf, .accepts = kFloats, .flops = 0, .transcendentals = 1)
SAME_TYPE(ErfInv, 1, ErfInv, .accepts = kFloats, .flops = 0, .transcendentals = 1)
SAME_TYPE(Exponential, 1, Exp, .accepts = kFloats | kComplexes, .flops = 0, .transcendentals = 1)
SAME_TYPE(ExponentialMinusOne, 1, Expm1, .accepts = kFloats | kComplexes, .flops = 0, .transcendentals = 1)
SAME_TYPE(Floor, 1, Floor, .accepts = kFloats)
SAME_TYPE(Log, 1, Log, .accepts = kFloats | kComplexes, .flops = 0, .transcendentals = 1)
SAME_TYPE(LogPlusOne, 1, Log1p, .accepts = kFloats | kComplexes, .flops = 0, .transcendentals = 1)
SAME_TYPE(Logistic, 1, Logistic, .accepts = kFloats | kComplexes, .flops = 2, .transcendentals = 1)
SAME_TYPE(Maximum, 2, Maximum, .commutative = true, .accepts = kAny, .reduction = ReductionKind::kMax)
SAME_TYPE(Minimum, 2, Minimum, .commutative = true, .accepts = kAny, .reduction = ReductionKind::kMin)
SAME_TYPE(Multiply, 2, Multiply, .commutative = true, .accepts = kAny, .reduction = ReductionKind::kProduct,
          .linear = multiplyLinear)
SAME_TYPE(Negate, 1, Negate, .accepts = kInts | kFloats | kComplexes, .linear = negateLinear)
SAME_TYPE(Not, 1, Not, .accepts = kBool | kInts)
SAME_TYPE(Or, 2, Or, .commutative = true, .accepts = kBool | kInts, .reduction = ReductionKind::kOr)
SAME_TYPE(Popcnt, 1, Popcnt, .accepts = kInts)
SAME_TYPE(Power, 2, Power, .accepts = kInts | kFloats | kComplexes, .flops = 0, .transcendentals = 1, .cost = powerCost)
SAME_TYPE(Remainder, 2, Remainder, .accepts = kInts | kFloats | kComplexes, .infer = inferRemainder)
SAME_TYPE(RoundNearestAfz, 1, RoundAway, .accepts = kFloats)
SAME_TYPE(RoundNearestEven, 1, RoundEven, .accepts = kFloats)
SAME_TYPE(Rsqrt, 1, Rsqrt, .accepts = kFloats | kComplexes, .flops = 0, .transcendentals = 1)
SAME_TYPE(ShiftLeft, 2, ShiftLeft, .accepts = kInts)
SAME_TYPE(ShiftRightArithmetic, 2, ShiftRightArithmetic, .accepts = kInts)
SAME_TYPE(ShiftRightLogical, 2, ShiftRightLogical, .accepts = kInts)
SAME_TYPE(Sign, 1, Sign, .accepts = kSigned | kFloats | kComplexes)
SAME_TYPE(Sine, 1, Sin, .accepts = kFloats | kComplexes, .flops = 0, .transcendentals = 1)
SAME_TYPE(Sqrt, 1, Sqrt, .accepts = kFloats | kComplexes, .flops = 0, .transcendentals = 1)
SAME_TYPE(Square, 1, Square, .accepts = kInts | kFloats | kComplexes)
SAME_TYPE(Subtract, 2, Subtract, .accepts = kInts | kFloats | kComplexes, .linear = subtractLinear)
SAME_TYPE(Tan, 1, Tan, .accepts = kFloats | kComplexes, .flops = 0, .transcendentals = 1)
SAME_TYPE(Tanh, 1, Tanh, .accepts = kFloats | kComplexes, .flops = 0, .transcendentals = 1)
SAME_TYPE(Xor, 2, Xor, .commutative = true, .accepts = kBool | kInts)
#undef SAME_TYPE

}  // namespace partita
