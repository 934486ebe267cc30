// Row groups: softmax, norms forward and backward, bias gradients, sums of squares, in one nest over rows and columns.
#include "codegen/lower/row_statements.h"

namespace partita {

StatusOr<LoweredNest> lowerRows(const LoweringContext& context, const FusionGroup& group, const std::string& name) {
  if (group.elements == 0)
    return unimplemented(context.graph.describe(group.anchored[0]), ": a reduction of an array without elements");
  NestLowering lowering(context, name, group.inputs, group.outputs);
  lowering.promiseInPlace();
  RowPlan plan = planRows(context.graph, *context.access, group);
  const AxisId row = lowering.nest().axis("r", plan.rows), column = lowering.nest().axis("c", plan.columns);
  RowStatements(lowering, std::move(plan), {row}, lowering.nest().at(row), column).append();
  const GroupWork work = groupWork(context.graph, group);
  return lowering.finish(work.flops, work.bytes);
}

}  // namespace partita
