// Reductions that no collective can combine (argmax), over dimensions that are cut: each device reduces its part, and
// what is gathered are the results of these, not the operand.
#include <algorithm>

#include "graph/op.h"
#include "graph/ops/split_reduce.h"
#include "partitioner/state.h"

namespace partita {
namespace {

// How NODE's operands are asked to be cut along the dimensions that it reduces, where parts are alike.
Layout reducedCuts(const PartitionState& s, const Node& node) {
  const Dims& dims = s.graph.type(node.operands[0]).dims;
  Layout out = Layout::whole(static_cast<int>(dims.size()));
  for (int64_t d : node.attrs.getInts("dims")) {
    for (size_t i = 0; i < node.results.size(); ++i) {
      const Axes& axes = s.target(node.operands[i]).dims[static_cast<size_t>(d)];
      const Cut cut = cutOf(s.mesh, axes, dims[static_cast<size_t>(d)]);
      const bool taken = std::any_of(axes.begin(), axes.end(), [&](int8_t axis) { return usesAxis(out, axis); });
      if (axes.empty() || taken || weighted(s.mesh, axes) || !cut.even() || cut.largest() < 2) continue;
      out.dims[static_cast<size_t>(d)] = axes;
      break;
    }
  }
  return out;
}

}  // namespace

StatusOr<bool> splitReductions(PartitionState& state) {
  Graph& graph = state.graph;
  bool changed = false;
  for (size_t n = 0, count = graph.nodes.size(); n < count; ++n) {
    const NodeId id(n);
    if (!graph.nodes[id].parent.valid() || !reducesInParts(graph, id)) continue;
    if (state.options.deterministic && rounds(graph, id)) continue;
    const Node node = graph.nodes[id];
    const Layout cuts = reducedCuts(state, node);
    if (cuts.isWhole()) continue;
    std::vector<int64_t> pieces;
    for (const Axes& axes : cuts.dims) pieces.push_back(axesSize(state.mesh, axes));
    const ReduceParts parts = reduceInParts(graph, id, pieces);
    for (size_t i = 0; i < parts.inputs.size(); ++i) {
      Layout input, partial;
      const Layout& operand = state.target(node.operands[i]);
      const auto reduced = node.attrs.getInts("dims");
      for (size_t d = 0; d < cuts.dims.size(); ++d) {
        if (!cuts.dims[d].empty()) {
          input.dims.push_back(cuts.dims[d]);
          input.dims.push_back({});
          partial.dims.push_back(cuts.dims[d]);
        } else {
          Axes axes = operand.dims[d];
          // What cuts the dimensions that are split here may cut others of another operand.
          axes.erase(std::remove_if(axes.begin(), axes.end(), [&](int8_t axis) { return usesAxis(cuts, axis); }),
                     axes.end());
          input.dims.push_back(axes);
          if (std::find(reduced.begin(), reduced.end(), static_cast<int64_t>(d)) == reduced.end())
            partial.dims.push_back(axes);
        }
      }
      state.targets.resize(graph.values.size());
      for (const auto& [value, layout] : {std::pair(parts.inputs[i], input), std::pair(parts.partials[i], partial)}) {
        Target& target = state.targets[value];
        target.layout = layout;
        target.open.assign(layout.dims.size(), true);
        target.priority.assign(layout.dims.size(), 0);
      }
    }
    changed = true;
  }
  return changed;
}

}  // namespace partita
