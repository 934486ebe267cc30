#include "frontends/import/known_values.h"

#include <algorithm>
#include <vector>

#include "base/text.h"
#include "graph/evaluate.h"
#include "graph/op.h"

namespace partita {
namespace {

constexpr int64_t kMaxShapeElements = int64_t{1} << 16;  // of all that shapes are made of

// Ends, alone, with the same result each time.
bool isPure(const Graph& graph, const Node& node) {
  const OpDef& def = opDef(node.kind);
  if (def.sideEffect || def.collective || def.deviceNumber || def.trips != nullptr ||
      def.regionRole == RegionRole::kShards)
    return false;
  return std::all_of(node.regions.begin(), node.regions.end(), [&](RegionId region) {
    const std::vector<NodeId>& inner = graph.regions[region].nodes;
    return std::all_of(inner.begin(), inner.end(), [&](NodeId id) { return isPure(graph, graph.nodes[id]); });
  });
}

}  // namespace

bool KnownValues::mayEvaluate(NodeId id) const {
  const Node& node = graph_.nodes[id];
  const auto small = [&](ValueId value) { return graph_.type(value).elements() <= kMaxShapeElements; };
  return std::all_of(node.operands.begin(), node.operands.end(), small) &&
         std::all_of(node.results.begin(), node.results.end(), small) && isPure(graph_, node);
}

KnownValues::Ready KnownValues::ready(NodeId id, ValueId& value) const {
  std::vector<ValueId> reads = graph_.nodes[id].operands;
  if (!graph_.nodes[id].regions.empty()) {
    const std::vector<ValueId> captured = capturedValues(graph_, id);
    reads.insert(reads.end(), captured.begin(), captured.end());
  }
  Ready out = Ready::kYes;
  for (const ValueId read : reads) {
    const auto found = known_.find(read.index);
    if (found == known_.end()) {
      if (out == Ready::kYes) value = read;
      out = Ready::kNo;
    } else if (!found->second.value) {
      value = found->second.cause;
      return Ready::kUnknown;
    }
  }
  return out;
}

StatusOr<std::vector<Tensor>> KnownValues::evaluateNode(NodeId id) const {
  const Node& node = graph_.nodes[id];
  const auto valueOf = [&](ValueId value) { return *known_.at(value.index).value; };
  if (node.regions.empty()) {
    std::vector<Tensor> operands;
    for (const ValueId operand : node.operands) operands.push_back(valueOf(operand));
    EvalContext context;
    return opDef(node.kind).evaluate(context, graph_, node, operands);
  }
  // A program of its own, in which what the node reads are arguments.
  Graph alone;
  IdVector<ValueId, ValueId> map(graph_.values.size());
  std::vector<Tensor> arguments;
  std::vector<ValueId> reads = capturedValues(graph_, id);
  reads.insert(reads.end(), node.operands.begin(), node.operands.end());
  for (const ValueId read : reads) {
    if (map[read].valid()) continue;
    map[read] = alone.addArgument(alone.body(), graph_.type(read));
    arguments.push_back(valueOf(read));
  }
  const NodeId copy = copyNode(graph_, id, alone, alone.body(), map);
  alone.regions[alone.body()].results = alone.nodes[copy].results;
  alone.results.resize(node.results.size());
  return evaluate(alone, arguments);
}

std::optional<Tensor> KnownValues::find(ValueId value) {
  std::vector<ValueId> todo = {value};
  while (!todo.empty()) {
    const ValueId next = todo.back();
    if (known_.contains(next.index)) {
      todo.pop_back();
      continue;
    }
    const NodeId producer = graph_.values[next].producer;
    ValueId other = next;
    Ready state = Ready::kUnknown;
    if (producer.valid() && mayEvaluate(producer)) state = ready(producer, other);
    if (state == Ready::kNo) {
      todo.push_back(other);
      continue;
    }
    todo.pop_back();
    if (state == Ready::kYes) {
      StatusOr<std::vector<Tensor>> results = evaluateNode(producer);
      const std::vector<ValueId>& values = graph_.nodes[producer].results;
      if (results.ok() && results->size() == values.size()) {
        for (size_t i = 0; i < values.size(); ++i) known_[values[i].index] = {std::move((*results)[i]), {}};
        continue;
      }
      other = next;
    }
    known_[next.index] = {std::nullopt, other};
  }
  return known_.at(value.index).value;
}

ValueId KnownValues::cause(ValueId value) const {
  const auto found = known_.find(value.index);
  return found == known_.end() ? value : found->second.cause;
}

}  // namespace partita
