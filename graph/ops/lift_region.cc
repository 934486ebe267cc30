#include "graph/ops/lift_region.h"

#include <algorithm>

#include "graph/op.h"
#include "graph/tensor.h"

namespace partita {
namespace {

bool worksOnElements(const Node& node) {
  const LoweringClass lowering = opDef(node.kind).lowering;
  return (lowering == LoweringClass::kElementwise || lowering == LoweringClass::kExpanded) && node.regions.empty() &&
         node.results.size() == 1 && !node.operands.empty();
}

}  // namespace

bool isLiftable(const Graph& graph, RegionId region) {
  const std::vector<NodeId>& nodes = graph.regions[region].nodes;
  return std::all_of(nodes.begin(), nodes.end(), [&](NodeId id) {
    const Node& node = graph.nodes[id];
    return node.kind == OpKind::kConstant || opDef(node.kind).annotation || worksOnElements(node);
  });
}

StatusOr<std::vector<ValueId>> liftRegion(NodeBuilder& build, RegionId region, absl::Span<const ValueId> operands,
                                          const Dims& dims, std::string_view what) {
  const Graph& graph = build.graph();
  const Region body = graph.regions[region];
  std::vector<std::pair<ValueId, ValueId>> lifted;
  for (size_t i = 0; i < body.args.size(); ++i) lifted.emplace_back(body.args[i], operands[i]);
  auto lift = [&](ValueId v) {
    for (const auto& [scalar, array] : lifted) {
      if (scalar == v) return array;
    }
    // A scalar of the program around.
    const ValueId array = build.broadcast(v, TensorType(build.typeOf(v).dtype, dims), {});
    lifted.emplace_back(v, array);
    return array;
  };
  for (NodeId id : body.nodes) {
    const Node inner = graph.nodes[id];
    if (inner.kind == OpKind::kConstant) {
      const Literal& value = inner.attrs.getLiteral("value");
      lifted.emplace_back(inner.results[0],
                          build.constant(Literal::splat(TensorType(value.type().dtype, dims), value.bytes())));
    } else if (opDef(inner.kind).annotation) {
      lifted.emplace_back(inner.results[0], lift(inner.operands[0]));
    } else if (worksOnElements(inner)) {
      std::vector<ValueId> arrays;
      for (ValueId v : inner.operands) arrays.push_back(lift(v));
      const TensorType type(graph.type(inner.results[0]).dtype, dims);
      lifted.emplace_back(inner.results[0], build.node(inner.kind, std::move(arrays), type, inner.attrs));
    } else {
      return unimplemented(opName(inner.kind), " in ", what, ": only ops on elements, and constants");
    }
  }
  std::vector<ValueId> results;
  for (ValueId v : body.results) results.push_back(lift(v));
  return results;
}

}  // namespace partita
