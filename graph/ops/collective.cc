// Collectives: every member of a group gives its operands and gets a result. Attributes are those of StableHLO; beyond
// it, shards of a group may differ in size (shard_sizes, split_sizes, concat_sizes), because dimensions are cut without
// padding.
#include <algorithm>
#include <cstring>

#include "graph/ops/evaluation.h"
#include "graph/ops/rules.h"
#include "graph/ops/sharding_rules.h"

namespace partita {
namespace {

using Types = std::vector<TensorType>;

// The groups are a list of lists of distinct device ids. Gives the size of the groups, which must be the same for all
// where SAME_SIZE says so.
StatusOr<int64_t> checkGroups(const Graph& graph, const Node& node, std::string_view uniqueLabel,
                              std::string_view rangeLabel, bool sameSize = true) {
  const Literal& literal = node.attrs.getLiteral("replica_groups");
  const TensorType& type = literal.type();
  if (type.rank() != 2 || !isInteger(type.dtype)) {
    return violation(graph, node, "i2", "replica_groups is ", type.toString(), ", not a list of groups");
  }
  if (literal.isSplat() && type.elements() > 1) {  // of any size that a program cares to write
    const int64_t member = literal.asInt(0);
    if (member < 0) return violation(graph, node, rangeLabel, "replica groups are empty");
    return checkUnique(graph, node, uniqueLabel, "replica groups", {member, member});
  }
  // A mesh of thousands of devices has as many members, and a program hundreds of collectives: no list is built of a
  // legal one.
  const int64_t rows = type.dims[0], columns = type.dims[1];
  int64_t size = -1;
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
      if (member < 0) continue;  // fills up a short group
      ++members;
      // Ids are mostly those of all devices; others are looked at in the list.
      if (member >= type.elements() || seen[static_cast<size_t>(member)]) {
        unlike = true;
      } else {
        seen[static_cast<size_t>(member)] = true;
      }
    }
    if (sameSize && size >= 0 && members != size) {
      return unimplemented(describeNode(graph, node), ": replica groups of different sizes (", size, " and ", members,
                           "); split the op by group");
    }
    size = members;
  }
  if (unlike) {
    std::vector<int64_t> all;
    for (const std::vector<int64_t>& group : replicaGroups(node)) all.insert(all.end(), group.begin(), group.end());
    RETURN_IF_ERROR(checkUnique(graph, node, uniqueLabel, "replica groups", all));
  }
  if (size <= 0) return violation(graph, node, rangeLabel, "replica groups are empty");
  return size;
}

Status checkGlobalIds(const Graph& graph, const Node& node, std::string_view label) {
  if (!node.attrs.getBool("use_global_device_ids") || node.attrs.getInt("channel_id", 0) > 0) return absl::OkStatus();
  return violation(graph, node, label, "use_global_device_ids needs a channel_id above 0, found ",
                   node.attrs.getInt("channel_id", 0));
}

// The sizes of uneven shards, if given, are as many as the members of a group and not negative.
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

// The size of this device's own shard along DIM: one of SIZES, as the declared result type says; the op itself does not
// know its device.
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

StatusOr<Types> inferAllGather(const Graph& graph, const Node& node) {
  ASSIGN_OR_RETURN(int64_t members, checkGroups(graph, node, "c2", "c4"));
  RETURN_IF_ERROR(checkGlobalIds(graph, node, "c5"));
  RETURN_IF_ERROR(checkSizes(graph, node, "shard_sizes", members));
  int64_t dim = node.attrs.getInt("all_gather_dim");
  absl::Span<const int64_t> sizes = node.attrs.getInts("shard_sizes");
  Types results = operandTypes(graph, node, 0, node.operands.size());
  for (TensorType& type : results) {
    RETURN_IF_ERROR(checkInRange(graph, node, "c1", "all_gather_dim", {dim}, type.rank()));
    if (!sizes.empty() && !contains(sizes, type.dims[dim])) {
      return violation(graph, node, "p2", "dimension ", dim, " of ", type.toString(), " is not one of shard_sizes ",
                       dimsToString(sizes));
    }
    ASSIGN_OR_RETURN(type.dims[dim],
                     checkSize(graph, node, "c6", strCat("dimension ", dim, " of the result"),
                               sizes.empty() ? static_cast<__int128>(type.dims[dim]) * members : sumOf(sizes)));
  }
  return results;
}

StatusOr<Types> inferAllReduce(const Graph& graph, const Node& node) {
  RETURN_IF_ERROR(checkGroups(graph, node, "c1", "c3", false).status());
  RETURN_IF_ERROR(checkGlobalIds(graph, node, "c4"));
  Types results = operandTypes(graph, node, 0, node.operands.size());
  for (TensorType& type : results) {
    ASSIGN_OR_RETURN(std::vector<DType> dtypes, checkReducer(graph, node, "c5", node.regions[0], {type}));
    type.dtype = dtypes[0];
  }
  return results;
}

StatusOr<Types> inferReduceScatter(const Graph& graph, const Node& node) {
  ASSIGN_OR_RETURN(int64_t members, checkGroups(graph, node, "c3", "c5"));
  RETURN_IF_ERROR(checkGlobalIds(graph, node, "c6"));
  RETURN_IF_ERROR(checkSizes(graph, node, "shard_sizes", members));
  TensorType type = operandType(graph, node, 0);
  int64_t dim = node.attrs.getInt("scatter_dimension");
  RETURN_IF_ERROR(checkInRange(graph, node, "c2", "scatter_dimension", {dim}, type.rank()));
  absl::Span<const int64_t> sizes = node.attrs.getInts("shard_sizes");
  ASSIGN_OR_RETURN(std::vector<DType> dtypes, checkReducer(graph, node, "c7", node.regions[0], {type}));
  if (sizes.empty()) {
    const Cut cut(type.dims[dim], members);
    if (!cut.even()) {
      return violation(graph, node, "c1", "dimension ", dim, " of ", type.toString(), " does not divide by ", members,
                       " members");
    }
    type.dims[dim] = cut.largest();
  } else {
    if (type.dims[dim] != sumOf(sizes)) {
      return violation(graph, node, "p3", "shard_sizes ", dimsToString(sizes), " do not add up to dimension ", dim,
                       " of ", type.toString());
    }
    ASSIGN_OR_RETURN(type.dims[dim], ownShard(graph, node, 0, dim, "shard_sizes"));
  }
  type.dtype = dtypes[0];
  return Types{type};
}

StatusOr<Types> inferAllToAll(const Graph& graph, const Node& node) {
  ASSIGN_OR_RETURN(int64_t members, checkGroups(graph, node, "c5", "c7"));
  RETURN_IF_ERROR(checkSizes(graph, node, "split_sizes", members));
  RETURN_IF_ERROR(checkSizes(graph, node, "concat_sizes", members));
  int64_t split = node.attrs.getInt("split_dimension"), concat = node.attrs.getInt("concat_dimension");
  int64_t count = node.attrs.getInt("split_count");
  absl::Span<const int64_t> splitSizes = node.attrs.getInts("split_sizes"),
                            concatSizes = node.attrs.getInts("concat_sizes");
  if (count <= 0) return violation(graph, node, "c4", "split_count ", count, " must be positive");
  if (count != members) return violation(graph, node, "c8", "split_count ", count, " is not the group size ", members);
  if (split == concat && (!splitSizes.empty() || !concatSizes.empty())) {
    return unimplemented(describeNode(graph, node), ": uneven shards where split and concat dimension are the same (",
                         split, ")");
  }
  Types results = operandTypes(graph, node, 0, node.operands.size());
  for (size_t i = 0; i < results.size(); ++i) {
    TensorType& type = results[i];
    RETURN_IF_ERROR(checkInRange(graph, node, "c1", "split_dimension", {split}, type.rank()));
    RETURN_IF_ERROR(checkInRange(graph, node, "c3", "concat_dimension", {concat}, type.rank()));
    if (!concatSizes.empty() && !contains(concatSizes, type.dims[concat])) {
      return violation(graph, node, "p2", "dimension ", concat, " of ", type.toString(), " is not one of concat_sizes ",
                       dimsToString(concatSizes));
    }
    if (splitSizes.empty()) {
      const Cut cut(type.dims[split], count);
      if (!cut.even()) {
        return violation(graph, node, "c2", "dimension ", split, " of ", type.toString(),
                         " does not divide by split_count ", count);
      }
      type.dims[split] = cut.largest();
    } else {
      if (type.dims[split] != sumOf(splitSizes)) {
        return violation(graph, node, "p3", "split_sizes ", dimsToString(splitSizes), " do not add up to dimension ",
                         split, " of ", type.toString());
      }
      ASSIGN_OR_RETURN(type.dims[split], ownShard(graph, node, i, split, "split_sizes"));
    }
    ASSIGN_OR_RETURN(type.dims[concat], checkSize(graph, node, "c9", strCat("dimension ", concat, " of the result"),
                                                  concatSizes.empty() ? static_cast<__int128>(type.dims[concat]) * count
                                                                      : sumOf(concatSizes)));
  }
  return results;
}

StatusOr<Types> inferCollectiveBroadcast(const Graph& graph, const Node& node) {
  RETURN_IF_ERROR(checkGroups(graph, node, "c1", "c2", false).status());
  return operandTypes(graph, node, 0, node.operands.size());
}

StatusOr<Types> inferCollectivePermute(const Graph& graph, const Node& node) {
  const Literal& pairs = node.attrs.getLiteral("source_target_pairs");
  const TensorType& type = pairs.type();
  bool none = type.elements() == 0;
  if (!isInteger(type.dtype) || (!none && (type.rank() != 2 || type.dims[1] != 2))) {
    return violation(graph, node, "c1", "source_target_pairs is ", type.toString(), ", not a list of pairs");
  }
  std::vector<int64_t> sources, targets;
  for (int64_t i = 0; i < type.elements(); i += 2) {
    sources.push_back(pairs.asInt(i));
    targets.push_back(pairs.asInt(i + 1));
    if (sources.back() < 0 || targets.back() < 0) {
      return violation(graph, node, "c4", "device ids of source_target_pairs must not be negative");
    }
  }
  RETURN_IF_ERROR(checkUnique(graph, node, "c2", "sources", sources));
  RETURN_IF_ERROR(checkUnique(graph, node, "c3", "targets", targets));
  return operandTypes(graph, node, 0, node.operands.size());
}

StatusOr<Types> inferPartitionId(const Graph&, const Node&) { return Types{TensorType(DType::kUI32, {})}; }

// Local work only; what the links cost is devices/link_cost.h's matter.
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

}  // namespace

// Collectives count as side effects: all devices run the same ones in one order, so none may be dropped or merged
// because of what one device's local shapes make of the program around it.
void appendCollectiveOps(std::vector<OpDef>& table) {
  table.push_back(
      {.kind = OpKind::kAllGather,
       .form = TextForm::kGeneric,
       .minOperands = 1,
       .maxOperands = -1,
       .attrs = groupAttrs({{"all_gather_dim", AttrKind::kInt}, {"shard_sizes", AttrKind::kInts, false}}, true),
       .lowering = LoweringClass::kCollective,
       .sideEffect = true,
       .infer = inferAllGather,
       .sharding = collectiveSharding,
       .cost = collectiveCost,
       .evaluate = evaluateAllGather});
  table.push_back({.kind = OpKind::kAllReduce,
                   .form = TextForm::kGeneric,
                   .minOperands = 1,
                   .maxOperands = -1,
                   .regions = 1,
                   .attrs = groupAttrs({}, true),
                   .lowering = LoweringClass::kCollective,
                   .sideEffect = true,
                   .infer = inferAllReduce,
                   .sharding = collectiveSharding,
                   .cost = collectiveCost,
                   .evaluate = evaluateAllReduce});
  table.push_back({.kind = OpKind::kAllToAll,
                   .form = TextForm::kGeneric,
                   .minOperands = 1,
                   .maxOperands = -1,
                   .attrs = groupAttrs({{"split_dimension", AttrKind::kInt},
                                        {"concat_dimension", AttrKind::kInt},
                                        {"split_count", AttrKind::kInt},
                                        {"split_sizes", AttrKind::kInts, false},
                                        {"concat_sizes", AttrKind::kInts, false}},
                                       false),
                   .lowering = LoweringClass::kCollective,
                   .sideEffect = true,
                   .infer = inferAllToAll,
                   .sharding = collectiveSharding,
                   .cost = collectiveCost,
                   .evaluate = evaluateAllToAll});
  table.push_back({.kind = OpKind::kCollectiveBroadcast,
                   .form = TextForm::kGeneric,
                   .minOperands = 1,
                   .maxOperands = -1,
                   .attrs = groupAttrs({}, false),
                   .lowering = LoweringClass::kCollective,
                   .sideEffect = true,
                   .infer = inferCollectiveBroadcast,
                   .sharding = collectiveSharding,
                   .cost = collectiveCost,
                   .evaluate = evaluateCollectiveBroadcast});
  table.push_back({.kind = OpKind::kCollectivePermute,
                   .form = TextForm::kGeneric,
                   .minOperands = 1,
                   .maxOperands = -1,
                   .attrs = {{"source_target_pairs", AttrKind::kLiteral},
                             {"channel_id", AttrKind::kInt, false, "channel_handle.handle"},
                             {"channel_type", AttrKind::kInt, false, "channel_handle.type"}},
                   .lowering = LoweringClass::kCollective,
                   .sideEffect = true,
                   .infer = inferCollectivePermute,
                   .sharding = collectiveSharding,
                   .cost = collectiveCost,
                   .evaluate = evaluateCollectivePermute});
  table.push_back({.kind = OpKind::kPartitionId,
                   .form = TextForm::kNullary,
                   .lowering = LoweringClass::kSource,
                   .infer = inferPartitionId,
                   .cost = movementCost,
                   .evaluate = evaluatePartitionId});
  table.push_back(
      {.kind = OpKind::kReduceScatter,
       .form = TextForm::kGeneric,
       .minOperands = 1,
       .maxOperands = 1,
       .regions = 1,
       .attrs = groupAttrs({{"scatter_dimension", AttrKind::kInt}, {"shard_sizes", AttrKind::kInts, false}}, true),
       .lowering = LoweringClass::kCollective,
       .sideEffect = true,
       .infer = inferReduceScatter,
       .sharding = collectiveSharding,
       .cost = collectiveCost,
       .evaluate = evaluateReduceScatter});
}

}  // namespace partita
