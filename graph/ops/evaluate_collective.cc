#include <algorithm>

#include "graph/ops/evaluation.h"
#include "graph/ops/rules.h"
#include "graph/ops/scalar.h"

namespace partita {

std::vector<int64_t> collectiveGroup(const Node& node, int64_t device) {
  if (node.kind == OpKind::kCollectivePermute) {
    const Literal& pairs = node.attrs.getLiteral("source_target_pairs");
    std::vector<int64_t> members;
    for (int64_t i = 0; i < pairs.type().elements(); ++i) members.push_back(pairs.asInt(i));
    std::sort(members.begin(), members.end());
    members.erase(std::unique(members.begin(), members.end()), members.end());
    return contains(members, device) ? members : std::vector<int64_t>();
  }
  for (std::vector<int64_t>& group : replicaGroups(node)) {
    if (contains(group, device)) return std::move(group);
  }
  return {};
}

namespace {

using Parts = std::vector<std::vector<Tensor>>;  // [member][operand]

struct Met {
  Parts parts;
  std::vector<int64_t> group;
  size_t self = 0;  // this device's place in the group
};

StatusOr<Met> meet(EvalContext& context, const Graph& graph, const Node& node, EvalOperands operands) {
  Met met;
  met.group = collectiveGroup(node, context.deviceId());
  auto it = std::find(met.group.begin(), met.group.end(), context.deviceId());
  if (it == met.group.end()) {
    return invalidArgument(describeNode(graph, node), ": device ", context.deviceId(),
                           " is in none of the replica groups");
  }
  met.self = static_cast<size_t>(it - met.group.begin());
  ASSIGN_OR_RETURN(met.parts, context.exchange(graph, node, operands));
  return met;
}

// Ranges of the shards of N elements: of SIZES when given, else COUNT equal ones.
std::vector<Range> shardRanges(absl::Span<const int64_t> sizes, int64_t n, int64_t count) {
  std::vector<Range> ranges;
  int64_t at = 0;
  for (int64_t i = 0; i < count; ++i) {
    const int64_t size = sizes.empty() ? Cut(n, count).size(i) : sizes[i];
    ranges.push_back({at, at + size});
    at += size;
  }
  return ranges;
}

std::vector<Range> wholeOf(const TensorType& type) {
  std::vector<Range> box;
  for (int64_t size : type.dims) box.push_back({0, size});
  return box;
}

// PIECES side by side along DIM.
StatusOr<Tensor> concatenated(const Graph& graph, const Node& node, const std::vector<Tensor>& pieces, int64_t dim,
                              const TensorType& type) {
  Tensor out(type);
  std::vector<Range> box = wholeOf(type);
  box[dim].end = 0;
  for (const Tensor& piece : pieces) {
    box[dim] = {box[dim].end, box[dim].end + piece.type().dims[dim]};
    if (box[dim].end > type.dims[dim]) break;
    out.assignSlice(box, piece);
  }
  if (box[dim].end != type.dims[dim]) {
    return invalidArgument(describeNode(graph, node), ": the members' pieces add up to ", box[dim].end,
                           " along dimension ", dim, ", not to ", type.toString());
  }
  return out;
}

// The members' tensors combined element by element, in group order.
StatusOr<Tensor> reduced(const Combiner& body, const Parts& parts, size_t operand) {
  std::vector<Scalar> acc = loadAll(parts[0][operand]);
  for (size_t m = 1; m < parts.size(); ++m) {
    const std::vector<Scalar> values = loadAll(parts[m][operand]);
    for (size_t e = 0; e < acc.size(); ++e) RETURN_IF_ERROR(body.combine(&acc[e], &values[e]));
  }
  return storeAll(TensorType(body.dtype(0), parts[0][operand].type().dims), acc);
}

}  // namespace

EvalResult evaluateAllGather(EvalContext& context, const Graph& graph, const Node& node, EvalOperands operands) {
  ASSIGN_OR_RETURN(Met met, meet(context, graph, node, operands));
  std::vector<Tensor> results;
  for (size_t i = 0; i < operands.size(); ++i) {
    std::vector<Tensor> pieces;
    for (const std::vector<Tensor>& part : met.parts) pieces.push_back(part[i]);
    ASSIGN_OR_RETURN(Tensor result, concatenated(graph, node, pieces, node.attrs.getInt("all_gather_dim"),
                                                 graph.type(node.results[i])));
    results.push_back(std::move(result));
  }
  return results;
}

EvalResult evaluateAllReduce(EvalContext& context, const Graph& graph, const Node& node, EvalOperands operands) {
  ASSIGN_OR_RETURN(Met met, meet(context, graph, node, operands));
  const Combiner body(context, graph, node.regions[0]);
  std::vector<Tensor> results;
  for (size_t i = 0; i < operands.size(); ++i) {
    ASSIGN_OR_RETURN(Tensor result, reduced(body, met.parts, i));
    results.push_back(std::move(result));
  }
  return results;
}

EvalResult evaluateReduceScatter(EvalContext& context, const Graph& graph, const Node& node, EvalOperands operands) {
  ASSIGN_OR_RETURN(Met met, meet(context, graph, node, operands));
  const Combiner body(context, graph, node.regions[0]);
  const int64_t dim = node.attrs.getInt("scatter_dimension");
  std::vector<Range> box = wholeOf(operands[0].type());
  box[dim] =
      shardRanges(node.attrs.getInts("shard_sizes"), box[dim].size(), static_cast<int64_t>(met.parts.size()))[met.self];
  for (std::vector<Tensor>& part : met.parts) part[0] = part[0].slice(box);
  ASSIGN_OR_RETURN(Tensor result, reduced(body, met.parts, 0));
  return std::vector<Tensor>{std::move(result)};
}

EvalResult evaluateAllToAll(EvalContext& context, const Graph& graph, const Node& node, EvalOperands operands) {
  ASSIGN_OR_RETURN(Met met, meet(context, graph, node, operands));
  const int64_t split = node.attrs.getInt("split_dimension"), concat = node.attrs.getInt("concat_dimension");
  std::vector<Tensor> results;
  for (size_t i = 0; i < operands.size(); ++i) {
    std::vector<Tensor> pieces;
    for (const std::vector<Tensor>& part : met.parts) {
      std::vector<Range> box = wholeOf(part[i].type());
      box[split] = shardRanges(node.attrs.getInts("split_sizes"), box[split].size(),
                               static_cast<int64_t>(met.parts.size()))[met.self];
      pieces.push_back(part[i].slice(box));
    }
    ASSIGN_OR_RETURN(Tensor result, concatenated(graph, node, pieces, concat, graph.type(node.results[i])));
    results.push_back(std::move(result));
  }
  return results;
}

EvalResult evaluateCollectiveBroadcast(EvalContext& context, const Graph& graph, const Node& node,
                                       EvalOperands operands) {
  // A device outside every group gets zeros.
  if (collectiveGroup(node, context.deviceId()).empty()) {
    std::vector<Tensor> zeros;
    for (const Tensor& operand : operands) zeros.emplace_back(operand.type());
    return zeros;
  }
  ASSIGN_OR_RETURN(Met met, meet(context, graph, node, operands));
  return met.parts[0];
}

EvalResult evaluateCollectivePermute(EvalContext& context, const Graph& graph, const Node& node,
                                     EvalOperands operands) {
  const int64_t device = context.deviceId();
  const Literal& pairs = node.attrs.getLiteral("source_target_pairs");
  std::vector<Tensor> results;
  if (!collectiveGroup(node, device).empty()) {
    ASSIGN_OR_RETURN(Met met, meet(context, graph, node, operands));
    for (int64_t i = 0; i < pairs.type().elements(); i += 2) {
      if (pairs.asInt(i + 1) != device) continue;
      auto source = std::find(met.group.begin(), met.group.end(), pairs.asInt(i));
      results = met.parts[source - met.group.begin()];
    }
  }
  if (!results.empty()) return results;
  for (const Tensor& operand : operands) results.emplace_back(operand.type());
  return results;
}

EvalResult evaluatePartitionId(EvalContext& context, const Graph& graph, const Node& node, EvalOperands) {
  Tensor out(graph.type(node.results[0]));
  out.setInt(0, context.deviceId());
  return std::vector<Tensor>{std::move(out)};
}

}  // namespace partita
