// A contraction group: a matrix product and the elementwise nodes that follow it. A schedule says whether its operands
// are read in place or brought into form.
#include "codegen/lower/dot_lowering.h"

namespace partita {

StatusOr<LoweredNest> lowerContraction(const LoweringContext& context, const FusionGroup& group,
                                       const std::string& name) {
  const Graph& graph = context.graph;
  const Node& node = graph.nodes[group.hero];
  const TensorType& type = graph.type(node.results[0]);
  NestLowering lowering(context, name, group.inputs, group.outputs);
  if (type.elements() == 0) return lowering.finish(0, 0);
  lowering.promiseInPlace();
  DotLowering dot(lowering, group, group.hero, group.outputs[0]);
  ASSIGN_OR_RETURN(const DType accumulate, dot.sumType());
  NestBuilder& nest = lowering.nest();
  const AxisId b = nest.axis("b", dot.batch()), m = nest.axis("m", dot.m()), n = nest.axis("n", dot.n()),
               k = nest.axis("k", dot.k());
  LoopBuilder& loops = lowering.loops();
  const TempId y = dot.valueB(accumulate, b, n, k), x = dot.valueA(accumulate, b, m, k);
  const ExprId sum = loops.op(ScalarOp::kConvert, type.dtype, {loops.temp(dot.sum(accumulate, b, m, n, k, x, y))});
  dot.storeOutputs({b, m, n}, sum, nest.at(b), nest.at(m), nest.at(n));
  double bytes = 0;
  for (ValueId value : group.inputs) bytes += static_cast<double>(graph.type(value).bytes());
  for (ValueId value : group.outputs) bytes += static_cast<double>(graph.type(value).bytes());
  return lowering.finish(dot.flops(), bytes);
}

}  // namespace partita
