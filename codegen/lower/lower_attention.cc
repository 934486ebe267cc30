// Attention: scores, what is made of them along their rows, and their product with values. What the weights are divided
// by, a value of the row, divides the product instead.
#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/types/span.h"

#include "codegen/fuse/attention.h"
#include "codegen/lower/dot_lowering.h"
#include "codegen/lower/row_statements.h"
#include "graph/op.h"

namespace partita {

namespace {

// Whether WEIGHTS, which HERO reads, is a division by values of rows of COLUMNS elements, in a dtype that sums are kept
// in.
bool dividesRows(const LoweringContext& context, NodeId hero, ValueId weights, int64_t columns) {
  const Graph& graph = context.graph;
  const Node& node = graph.nodes[graph.values[weights].producer];
  const DType dtype = graph.type(weights).dtype;
  if (node.kind != OpKind::kDivide || (dtype != DType::kF32 && dtype != DType::kF64)) return false;
  // Numerators fit the dtype that the product reads.
  const DType read = graph.type(graph.nodes[hero].operands[0]).dtype;
  if (read != DType::kF32 && read != DType::kF64 && read != DType::kBF16) return false;
  std::vector<RootUse> uses;
  context.access->walk(node.operands[1], 1, true, uses);
  return !uses.empty() && std::all_of(uses.begin(), uses.end(),
                                      [&](const RootUse& use) { return use.aligned && use.factor == columns; });
}

// A number that keeps what has it out of a softmax: e to the power of it less any score is 0.
constexpr double kMasked = -1e9;

// What is known of scores that a mask excludes, and of what is made of them.
enum class Excluded : uint8_t { kUnknown, kMasked, kZero };

// Where scores of a row are excluded from some place on: finds that place from the expressions of statements.
class CausalMask {
 public:
  CausalMask(LoopBuilder& loops, AxisId q, ExprId atQ, ExprId atK) : loops_(loops), q_(q), atQ_(atQ), atK_(atK) {}

  // Whether in all of STATEMENTS, those that make weights of scores, what is excluded is without effect: it takes part
  // in no maximum, adds nothing to sums, and has the weight 0. RESULT: the product with the values, which reads WEIGHT.
  bool holds(absl::Span<const NestStatement> statements, const NestStatement& result, TempId weight, AxisId k) {
    for (const NestStatement& s : statements) {
      if (&s == &result) break;
      const bool along = std::any_of(s.axes.begin(), s.axes.end(), [&](const AxisUse& use) { return use.axis == k; }) &&
                         std::any_of(s.axes.begin(), s.axes.end(), [&](const AxisUse& use) { return use.axis == q_; });
      if (!along) {
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
      const bool overK = std::any_of(s.axes.begin(), s.axes.end(),
                                     [&](const AxisUse& use) { return use.axis == k && isReduction(use.role); });
      if (!overK) {  // the scores
        plain_.insert(s.temps[0]);
        continue;
      }
      const Excluded value = s.values.size() == 1 ? look(s.values[0]) : Excluded::kUnknown;
      const bool neutral = (s.combine == ScalarOp::kMaximum && value == Excluded::kMasked) ||
                           (s.combine == ScalarOp::kAdd && value == Excluded::kZero);
      if (!neutral) return false;
      if (s.combine == ScalarOp::kMaximum) most_.insert(s.temps[0]);
    }
    auto found = known_.find(weight);
    return below_.valid() && found != known_.end() && found->second == Excluded::kZero;
  }
  ExprId below() const { return below_; }

 private:
  const Expr& at(ExprId e) const { return loops_.function().exprs[e]; }
  bool isFalse(ExprId e) const { return at(e).kind == ExprKind::kConst && at(e).integer == 0; }
  bool isTrue(ExprId e) const { return at(e).kind == ExprKind::kConst && at(e).integer != 0; }

  Excluded look(ExprId id) {
    const Expr e = at(id);
    if (e.kind == ExprKind::kTemp) {
      auto found = known_.find(e.temp);
      return found == known_.end() ? Excluded::kUnknown : found->second;
    }
    if (e.kind != ExprKind::kOp) return Excluded::kUnknown;
    switch (e.op) {
      case ScalarOp::kSelect: {
        const Expr& other = at(e.args[2]);
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
      case ScalarOp::kConvert:
        return look(e.args[0]);
      default:
        return Excluded::kUnknown;
    }
  }

  // Whether nothing of EXPR is a mask: it is made of scores and numbers by arithmetic. So each row has scores that no
  // mask has touched, and the largest of them is far above those it excludes.
  bool isPlain(ExprId id) const {
    const Expr& e = at(id);
    if (e.kind == ExprKind::kTemp) return plain_.contains(e.temp);
    if (e.kind == ExprKind::kConst) return !isFloat(e.dtype) || e.number > kMasked;
    if (e.kind != ExprKind::kOp || e.op == ScalarOp::kSelect) return false;
    return std::all_of(e.args.begin(), e.args.end(), [&](ExprId arg) { return isPlain(arg); });
  }
  // Whether EXPR is the largest score of a row.
  bool isMost(ExprId id) const {
    const Expr& e = at(id);
    if (e.kind == ExprKind::kTemp) return most_.contains(e.temp);
    if (e.kind != ExprKind::kOp) return false;
    if (e.op == ScalarOp::kConvert) return isMost(e.args[0]);
    // As JAX writes it, beside -inf.
    if (e.op != ScalarOp::kMaximum) return false;
    return (at(e.args[0]).kind == ExprKind::kConst && isMost(e.args[1])) ||
           (at(e.args[1]).kind == ExprKind::kConst && isMost(e.args[0]));
  }

  // Whether CONDITION is false for all places of a row from `below_` on, the same for all masks.
  bool excludes(ExprId condition) {
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

  // An index, in whatever integer dtype it is compared.
  ExprId place(ExprId id) {
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

  LoopBuilder& loops_;
  AxisId q_;
  ExprId atQ_, atK_, below_;
  absl::flat_hash_map<TempId, Excluded> known_;
  absl::flat_hash_set<TempId> plain_, most_;  // scores without a mask; the largest of a row
};

}  // namespace

StatusOr<LoweredNest> lowerAttention(const LoweringContext& context, const FusionGroup& group,
                                     const std::string& name) {
  const Graph& graph = context.graph;
  const NodeId scoresNode = scoresOf(graph, group);
  const ValueId scores = graph.nodes[scoresNode].results[0], weights = weightsOf(graph, group);
  const TensorType& type = graph.type(graph.nodes[group.hero].results[0]);
  NestLowering lowering(context, name, group.inputs, group.outputs);
  if (type.elements() == 0) return lowering.finish(0, 0);
  LoopBuilder& loops = lowering.loops();
  ElementLowering& elements = lowering.elements();
  NestBuilder& nest = lowering.nest();
  DotLowering first(lowering, group, scoresNode, weights);
  // To be made below: what matters of it here is that it is no buffer.
  elements.bind(weights, [&](ElementLowering::Index) { return loops.constant(graph.type(weights).dtype, 0); });
  DotLowering second(lowering, group, group.hero, group.outputs[0]);
  elements.unbind(weights);
  ASSIGN_OR_RETURN(const DType firstType, first.sumType());
  ASSIGN_OR_RETURN(const DType secondType, second.sumType());
  const AxisId b = nest.axis("b", first.batch()), q = nest.axis("q", first.m()), k = nest.axis("k", first.n()),
               d = nest.axis("d", first.k()), e = nest.axis("e", second.n());
  // What does not depend on the scores first: it may be brought into form by a launch of its own.
  const TempId keys = first.valueB(firstType, b, k, d), values = second.valueB(secondType, b, e, k);
  const TempId queries = first.valueA(firstType, b, q, d);
  const TempId sum = first.sum(firstType, b, q, k, d, queries, keys);
  elements.bind(scores, [&loops, sum, to = graph.type(scores).dtype](ElementLowering::Index) {
    return loops.op(ScalarOp::kConvert, to, {loops.temp(sum)});
  });

  const bool divides = dividesRows(context, group.hero, weights, group.columns);
  FusionGroup rows = group;
  rows.kind = GroupKind::kRows;
  rows.elements = graph.type(weights).elements();
  rows.outputs.clear();
  rows.anchored.clear();
  for (NodeId n : group.anchored) {
    const bool own = n == scoresNode || n == group.hero || (divides && n == graph.values[weights].producer);
    if (!own && context.access->position(n) < context.access->position(group.hero) &&
        (*context.access)[n].elements <= rows.elements)
      rows.anchored.push_back(n);
  }
  const ExprId row = loops.add(loops.mul(nest.at(b), loops.index(first.m())), nest.at(q));
  RowStatements statements(lowering, planRows(graph, *context.access, rows), {b, q}, row, k);
  statements.append();
  ExprId divisor;
  if (divides) {
    const Node& division = graph.nodes[graph.values[weights].producer];
    divisor = elements.valueAt(division.operands[1], statements.indexOf(weights));
    elements.bind(weights, [&elements, of = division.operands[0]](ElementLowering::Index index) {
      return elements.valueAt(of, index);
    });
  }
  const TempId weight = second.valueA(secondType, b, q, k);
  const TempId product = second.sum(secondType, b, q, e, k, weight, values);
  CausalMask mask(loops, q, nest.at(q), nest.at(k));
  if (mask.holds(nest.statements(), nest.statements().back(), weight, k)) nest.limit(k, mask.below(), q);
  ExprId result = loops.temp(product);
  if (divides)
    result = loops.op(ScalarOp::kDivide, secondType, {result, loops.op(ScalarOp::kConvert, secondType, {divisor})});
  second.storeOutputs({b, q, e}, loops.op(ScalarOp::kConvert, type.dtype, {result}), nest.at(b), nest.at(q),
                      nest.at(e));
  const GroupWork work = groupWork(graph, group);
  return lowering.finish(work.flops + first.flops() + second.flops(), work.bytes);
}

}  // namespace partita
