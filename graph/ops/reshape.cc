// The same elements in row-major order, in another shape.
#include <cstring>

#include "graph/ops/evaluation.h"
#include "graph/ops/factors.h"
#include "graph/ops/rules.h"

namespace partita {
namespace {

using Types = std::vector<TensorType>;

StatusOr<Types> inferReshape(const Graph& graph, const Node& node) {
  const TensorType& operand = operandType(graph, node, 0);
  ASSIGN_OR_RETURN(TensorType result, requireDeclaredType(graph, node));
  if (operand.dtype != result.dtype) {
    return violation(graph, node, "c1", "element types differ: ", operand.toString(), " to ", result.toString());
  }
  if (operand.elements() != result.elements()) {
    return violation(graph, node, "c2", "element counts differ: ", operand.toString(), " to ", result.toString());
  }
  return Types{result};
}

OpShardingRule reshapeSharding(const Graph& graph, const Node& node) {
  OpShardingRule rule = emptyRule(graph, node);
  const Dims& in = graph.type(node.operands[0]).dims;
  const Dims& out = graph.type(node.results[0]).dims;
  if (elementCount(in) == 0) return rule;
  // Walks both shapes from the major end, cutting off common divisors: each is a factor of both. Where the remainders
  // share no divisor, the rest of the two dimensions is one factor that must stay whole.
  size_t i = 0, o = 0;
  int64_t inLeft = in.empty() ? 1 : in[0], outLeft = out.empty() ? 1 : out[0];
  auto nextIn = [&] { inLeft = ++i < in.size() ? in[i] : 1; };
  auto nextOut = [&] { outLeft = ++o < out.size() ? out[o] : 1; };
  while (i < in.size() || o < out.size()) {
    if (i < in.size() && inLeft == 1) {
      nextIn();
    } else if (o < out.size() && outLeft == 1) {
      nextOut();
    } else if (inLeft == outLeft) {
      const int f = addFactor(rule, inLeft);
      put(rule.operands[0], i, f);
      put(rule.results[0], o, f);
      nextIn();
      nextOut();
    } else if (inLeft % outLeft == 0) {
      const int f = addFactor(rule, outLeft);
      put(rule.operands[0], i, f);
      put(rule.results[0], o, f);
      inLeft /= outLeft;
      nextOut();
    } else if (outLeft % inLeft == 0) {
      const int f = addFactor(rule, inLeft);
      put(rule.operands[0], i, f);
      put(rule.results[0], o, f);
      outLeft /= inLeft;
      nextIn();
    } else {
      // [6, 4] -> [4, 6]: neither divides. Both sides stay whole until the products meet again.
      int64_t inProduct = inLeft, outProduct = outLeft;
      put(rule.operands[0], i, rule.add(inLeft, FactorKind::kNeedReplication));
      put(rule.results[0], o, rule.add(outLeft, FactorKind::kNeedReplication));
      while (inProduct != outProduct) {
        if (inProduct < outProduct) {
          nextIn();
          inProduct *= inLeft;
          if (inLeft > 1) put(rule.operands[0], i, rule.add(inLeft, FactorKind::kNeedReplication));
        } else {
          nextOut();
          outProduct *= outLeft;
          if (outLeft > 1) put(rule.results[0], o, rule.add(outLeft, FactorKind::kNeedReplication));
        }
      }
      nextIn();
      nextOut();
    }
  }
  return rule;
}

EvalResult evaluateReshape(EvalContext&, const Graph& graph, const Node& node, EvalOperands operands) {
  Tensor out(graph.type(node.results[0]));
  if (out.bytes() > 0) std::memcpy(out.mutableData(), operands[0].data(), out.bytes());
  return std::vector<Tensor>{std::move(out)};
}

// Of what no dimension of more than one element is lost of.
std::optional<Held> reshapeHeld(const HeldContext& context, const Node& node, const HeldForms& operands) {
  const Held& from = *operands[0];
  const TensorType &in = context.graph.type(node.operands[0]), &out = context.graph.type(node.results[0]);
  if (from.kind == Held::Kind::kNumbers && from.numbers.size() == 1)
    return Held{.kind = Held::Kind::kNumbers, .numbers = from.numbers};
  if (from.kind != Held::Kind::kInside || in.rank() != out.rank() + 1) return std::nullopt;
  // The vectors' own dimension, of one component.
  for (int d = 0; d < in.rank(); ++d) {
    if (in.dims[d] != 1 || (from.dim >= 0 && from.dim != d)) continue;
    Dims dims = in.dims;
    dims.erase(dims.begin() + d);
    if (dims != out.dims) continue;
    Held reduced = from;
    reduced.dim = -1;
    reduced.places.clear();
    for (int64_t place = 0; place < out.rank(); ++place) reduced.places.push_back(place);
    return reduced;
  }
  return std::nullopt;
}

}  // namespace

OpDef defineReshape() {
  return {.kind = OpKind::kReshape,
          .form = TextForm::kFunctional,
          .minOperands = 1,
          .maxOperands = 1,
          .lowering = LoweringClass::kIndexMap,
          .accepts = kAny,
          .infer = inferReshape,
          .sharding = reshapeSharding,
          .linear = movesFirstOperand,
          .held = reshapeHeld,
          .cost = movementCost,
          .evaluate = evaluateReshape};
}

}  // namespace partita
