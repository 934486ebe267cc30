// Attention: scores, what is made of them along their rows, and their product with values. What the weights are divided
// by, a value of the row, divides the product instead.
#include <algorithm>

#include "codegen/fuse/attention.h"
#include "codegen/lower/dot_lowering.h"
#include "codegen/lower/row_statements.h"
#include "graph/op.h"

namespace partita {

namespace {

// Whether WEIGHTS is a division by values of rows of COLUMNS elements, in a dtype that sums are kept in.
bool dividesRows(const LoweringContext& context, ValueId weights, int64_t columns) {
  const Graph& graph = context.graph;
  const Node& node = graph.nodes[graph.values[weights].producer];
  const DType dtype = graph.type(weights).dtype;
  if (node.kind != OpKind::kDivide || (dtype != DType::kF32 && dtype != DType::kF64)) return false;
  std::vector<RootUse> uses;
  context.access->walk(node.operands[1], 1, true, uses);
  return !uses.empty() && std::all_of(uses.begin(), uses.end(),
                                      [&](const RootUse& use) { return use.aligned && use.factor == columns; });
}

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

  const bool divides = dividesRows(context, weights, group.columns);
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
  ExprId result = loops.temp(second.sum(secondType, b, q, e, k, weight, values));
  if (divides)
    result = loops.op(ScalarOp::kDivide, secondType, {result, loops.op(ScalarOp::kConvert, secondType, {divisor})});
  second.storeOutputs({b, q, e}, loops.op(ScalarOp::kConvert, type.dtype, {result}), nest.at(b), nest.at(q),
                      nest.at(e));
  const GroupWork work = groupWork(graph, group);
  return lowering.finish(work.flops + first.flops() + second.flops(), work.bytes);
}

}  // namespace partita
