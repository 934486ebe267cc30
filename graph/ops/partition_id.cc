// The number of the device.
#include "graph/ops/evaluation.h"
#include "graph/ops/rules.h"

namespace partita {
namespace {

using Types = std::vector<TensorType>;

StatusOr<Types> inferPartitionId(const Graph&, const Node&) { return Types{TensorType(DType::kUI32, {})}; }

EvalResult evaluatePartitionId(EvalContext& context, const Graph& graph, const Node& node, EvalOperands) {
  Tensor out(graph.type(node.results[0]));
  out.setInt(0, context.deviceId());
  return std::vector<Tensor>{std::move(out)};
}

std::optional<Held> partitionIdHeld(const HeldContext& context, const Node&, const HeldForms&) {
  std::vector<int64_t> ids(static_cast<size_t>(context.numbers.devices()));
  for (size_t d = 0; d < ids.size(); ++d) ids[d] = static_cast<int64_t>(d);
  return Held{.kind = Held::Kind::kNumbers, .numbers = {context.numbers.add(std::move(ids))}};
}

}  // namespace

OpDef definePartitionId() {
  return {.kind = OpKind::kPartitionId,
          .form = TextForm::kNullary,
          .lowering = LoweringClass::kSource,
          .deviceNumber = true,
          .infer = inferPartitionId,
          .held = partitionIdHeld,
          .cost = movementCost,
          .evaluate = evaluatePartitionId};
}

}  // namespace partita
