#include "graph/ops/collective_groups.h"

#include <algorithm>
#include <cstring>

#include "graph/ops/factors.h"

namespace partita {

StatusOr<int64_t> checkGroups(const Graph& graph, const Node& node, std::string_view uniqueLabel,
                              std::string_view rangeLabel, bool sameSize, bool covering) {
  const Literal& literal = node.attrs.getLiteral("replica_groups");
  const TensorType& type = literal.type();
  if (type.rank() != 2 || !isInteger(type.dtype)) {
    const bool listed = node.kind == OpKind::kAllReduce || node.kind == OpKind::kCollectiveBroadcast;
    const std::string_view input = listed ? "i2" : node.kind == OpKind::kAllToAll ? "i5" : "i3";
    return violation(graph, node, input, "replica_groups is ", type.toString(), ", not a list of groups");
  }
  if (literal.isSplat() && type.elements() > 1) {  // of any size that a program cares to write
    const int64_t member = literal.asInt(0);
    if (member < 0) return violation(graph, node, rangeLabel, "replica groups are empty");
    return checkUnique(graph, node, uniqueLabel, "replica groups", {member, member});
  }
  // A mesh of thousands of devices has as many members, and a program hundreds of collectives: no list is built of a
  // legal one.
  const int64_t rows = type.dims[0], columns = type.dims[1];
  int64_t size = -1, total = 0, last = -1;
  std::vector<char> seen(static_cast<size_t>(type.elements()));
  auto at = [&, wide = type.dtype == DType::kI64 && !literal.isSplat()](int64_t i) {
    if (!wide) return literal.asInt(i);
    int64_t member;
    std::memcpy(&member, literal.bytes().data() + i * 8, sizeof(member));
    return member;
  };
  bool unlike = false;
  for (int64_t g = 0; g < rows; ++g) {
    int64_t members = 0;
    for (int64_t m = 0; m < columns; ++m) {
      const int64_t member = at(g * columns + m);
      if (member < -1 || (member < 0 && sameSize))
        return violation(graph, node, rangeLabel, "there is no device ", member, " (in group ", g, ")");
      if (member < 0) continue;  // fills up a short group
      ++members;
      last = std::max(last, member);
      // Ids are mostly those of all devices; others are looked at in the list.
      if (member >= type.elements() || seen[static_cast<size_t>(member)]) {
        unlike = true;
      } else {
        seen[static_cast<size_t>(member)] = true;
      }
    }
    size = members;
    total += members;
  }
  if (unlike) {
    std::vector<int64_t> all;
    for (const std::vector<int64_t>& group : replicaGroups(node)) all.insert(all.end(), group.begin(), group.end());
    RETURN_IF_ERROR(checkUnique(graph, node, uniqueLabel, "replica groups", all));
  }
  if (size <= 0) return violation(graph, node, rangeLabel, "replica groups are empty");
  if (covering && last >= total) {
    return violation(graph, node, rangeLabel, "device ", last, " is in a group, so all of 0 to ", last,
                     " must be: there are ", total);
  }
  return size;
}

Status checkGlobalIds(const Graph& graph, const Node& node, std::string_view label) {
  if (!node.attrs.getBool("use_global_device_ids") || node.attrs.getInt("channel_id", 0) > 0) return absl::OkStatus();
  return violation(graph, node, label, "use_global_device_ids needs a channel_id above 0, found ",
                   node.attrs.getInt("channel_id", 0));
}

Status checkSizes(const Graph& graph, const Node& node, std::string_view name, int64_t groupSize) {
  absl::Span<const int64_t> sizes = node.attrs.getInts(name);
  if (sizes.empty()) return absl::OkStatus();
  if (static_cast<int64_t>(sizes.size()) != groupSize) {
    return violation(graph, node, "p1", name, " ", dimsToString(sizes), " must have one size for each of ", groupSize,
                     " members");
  }
  for (int64_t size : sizes) {
    if (size < 0) return violation(graph, node, "p1", name, " ", dimsToString(sizes), " must not be negative");
  }
  return absl::OkStatus();
}

StatusOr<int64_t> ownShard(const Graph& graph, const Node& node, size_t result, int64_t dim, std::string_view name) {
  absl::Span<const int64_t> sizes = node.attrs.getInts(name);
  if (std::all_of(sizes.begin(), sizes.end(), [&](int64_t size) { return size == sizes[0]; })) return sizes[0];
  ASSIGN_OR_RETURN(TensorType declared, requireDeclaredType(graph, node, result));
  if (dim >= declared.rank() || !contains(sizes, declared.dims[dim])) {
    return violation(graph, node, "p2", "dimension ", dim, " of the result ", declared.toString(), " is not one of ",
                     name, " ", dimsToString(sizes));
  }
  return declared.dims[dim];
}

OpShardingRule collectiveSharding(const Graph& graph, const Node& node) {
  OpShardingRule rule = emptyRule(graph, node);
  for (size_t i = 0; i < node.operands.size() && i < node.results.size(); ++i) {
    const TensorType& operand = graph.type(node.operands[i]);
    const TensorType& result = graph.type(node.results[i]);
    for (int d = 0; d < operand.rank(); ++d) {
      const bool touched = operand.dims[d] != result.dims[d] || d == node.attrs.getInt("all_gather_dim", -1) ||
                           d == node.attrs.getInt("scatter_dimension", -1) ||
                           d == node.attrs.getInt("split_dimension", -1) ||
                           d == node.attrs.getInt("concat_dimension", -1);
      const FactorKind kind = touched ? FactorKind::kNeedReplication : FactorKind::kPassThrough;
      const int f = addFactor(rule, operand.dims[d], kind);
      put(rule.operands[i], d, f);
      put(rule.results[i], d, touched ? addFactor(rule, result.dims[d], kind) : f);
    }
  }
  return rule;
}

OpCost collectiveCost(const Graph& graph, const Node& node) {
  OpCost cost = movementCost(graph, node);
  if (!node.regions.empty()) {
    OpCost body = regionCost(graph, node.regions[0]);
    for (ValueId operand : node.operands)
      cost.flops += body.flops * static_cast<double>(graph.type(operand).elements());
  }
  return cost;
}

std::vector<AttrDef> groupAttrs(std::vector<AttrDef> own, bool globalIds) {
  own.push_back({"replica_groups", AttrKind::kLiteral});
  own.push_back({"channel_id", AttrKind::kInt, false, "channel_handle.handle"});
  own.push_back({"channel_type", AttrKind::kInt, false, "channel_handle.type"});
  if (globalIds) own.push_back({"use_global_device_ids", AttrKind::kBool, false});
  return own;
}

CollectiveDims collectiveDims(const Node& node) {
  const AttrDict& attrs = node.attrs;
  switch (opDef(node.kind).collective.value_or(CollectiveKind::kAllReduce)) {
    case CollectiveKind::kAllGather:
      return {.concat = attrs.getInt("all_gather_dim"), .concatSizes = attrs.getInts("shard_sizes")};
    case CollectiveKind::kReduceScatter:
      return {.split = attrs.getInt("scatter_dimension"), .splitSizes = attrs.getInts("shard_sizes")};
    case CollectiveKind::kAllToAll:
      return {attrs.getInt("split_dimension"), attrs.getInt("concat_dimension"), attrs.getInts("split_sizes"),
              attrs.getInts("concat_sizes")};
    default:
      return {};
  }
}

std::vector<int64_t> collectiveGroup(const Node& node, int64_t device) {
  if (opDef(node.kind).collective == CollectiveKind::kPermute) {
    const Literal& pairs = node.attrs.getLiteral("source_target_pairs");
    std::vector<int64_t> members;
    std::vector<int64_t> open{device};
    while (!open.empty()) {
      const int64_t at = open.back();
      open.pop_back();
      for (int64_t i = 0; i < pairs.type().elements(); i += 2) {
        const int64_t source = pairs.asInt(i), target = pairs.asInt(i + 1);
        if (source != at && target != at) continue;
        for (int64_t member : {source, target}) {
          if (contains(members, member)) continue;
          members.push_back(member);
          open.push_back(member);
        }
      }
    }
    std::sort(members.begin(), members.end());
    return members;
  }
  for (std::vector<int64_t>& group : replicaGroups(node)) {
    if (contains(group, device)) return std::move(group);
  }
  return {};
}

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

StatusOr<Tensor> reduced(const Combiner& body, const Parts& parts, size_t operand) {
  std::vector<Scalar> acc = loadAll(parts[0][operand]);
  for (size_t m = 1; m < parts.size(); ++m) {
    const std::vector<Scalar> values = loadAll(parts[m][operand]);
    for (size_t e = 0; e < acc.size(); ++e) RETURN_IF_ERROR(body.combine(&acc[e], &values[e]));
  }
  return storeAll(TensorType(body.dtype(0), parts[0][operand].type().dims), acc);
}

}  // namespace partita
