// Collectives: who meets, as groups of devices, and those that the graph has no op for.
#include "frontends/import/importer.h"
#include "graph/ops/node_builder.h"

namespace partita {
namespace {

// For each device its place in its group: an array over the devices, -1 for those in none.
std::vector<int64_t> placesOf(const std::vector<std::vector<int64_t>>& groups) {
  std::vector<int64_t> places;
  for (const std::vector<int64_t>& group : groups) {
    for (size_t i = 0; i < group.size(); ++i) {
      const auto device = static_cast<size_t>(group[i]);
      if (places.size() <= device) places.resize(device + 1, -1);
      places[device] = static_cast<int64_t>(i);
    }
  }
  return places;
}

}  // namespace

// StableHLO's ways of saying who meets, as groups of the processes of the grid, which are devices of its mesh: replica
// r of partition p is device r * partitions + p.
Status Importer::flattenGroups(const ir::Operation& op, const OpDef& def, AttrDict& attrs) {
  if (!def.collective || grid_ == nullptr || grid_->alone) return {};
  const bool hasChannel = attrs.getInt("channel_id", 0) > 0, global = attrs.getBool("use_global_device_ids");
  const int64_t replicas = grid_->replicas, partitions = grid_->partitions;
  const CollectiveKind kind = *def.collective;
  const bool reduces = kind == CollectiveKind::kAllReduce || kind == CollectiveKind::kReduceScatter ||
                       kind == CollectiveKind::kAllGather;
  if (reduces && hasChannel && global) return {};  // flattened ids as they are
  const bool pairs = kind == CollectiveKind::kPermute;
  const std::string_view name = pairs ? "source_target_pairs" : "replica_groups";
  const Attr* attribute = attrs.find(name);
  const auto* literal = attribute == nullptr ? nullptr : std::get_if<Literal>(attribute);
  if (literal == nullptr || literal->type().rank() != 2 || !isInteger(literal->type().dtype)) return {};
  const int64_t rows = literal->type().dims[0], columns = literal->type().dims[1];
  const bool both = reduces && hasChannel;      // groups of replicas, with all their partitions
  const bool byReplica = !both && !hasChannel;  // groups of replicas, one for each partition
  const int64_t copies = both ? 1 : byReplica ? partitions : replicas;
  const int64_t width = both ? columns * partitions : columns;
  std::vector<int64_t> out;
  for (int64_t copy = 0; copy < copies; ++copy) {
    for (int64_t row = 0; row < rows; ++row) {
      for (int64_t i = 0; i < width; ++i) {
        const int64_t id = literal->asInt(row * columns + (both ? i % columns : i));
        const int64_t bound = byReplica || both ? replicas : partitions;
        if (id >= bound)
          return failAt(op.place, "expected ids below ", bound, " in the groups of ", op.name, ", found ", id);
        out.push_back(id < 0      ? -1
                      : both      ? id * partitions + i / columns
                      : byReplica ? id * partitions + copy
                                  : copy * partitions + id);
      }
    }
  }
  std::string bytes(out.size() * 8, '\0');
  for (size_t i = 0; i < out.size(); ++i) storeFromInt(DType::kI64, out[i], bytes.data() + 8 * i);
  attrs.set(name, Literal(TensorType(DType::kI64, {copies * rows, width}), std::move(bytes)));
  attrs.set("channel_id", int64_t{1});
  for (const AttrDef& attr : def.attrs) {
    if (attr.name == "use_global_device_ids") attrs.set("use_global_device_ids", true);
  }
  return {};
}

// collective_reduce, whose results are on the first device of a group or on the one that an operand says, zeros on the
// others; and collective_broadcast from a device that an operand says.
StatusOr<bool> Importer::importRooted(const ir::Operation& op, RegionId region) {
  const bool reduces = op.name == "stablehlo.collective_reduce";
  const ir::Attribute* flag = op.attributes.find("has_dynamic_root");
  const bool* said = flag == nullptr ? nullptr : std::get_if<bool>(&flag->value);
  const bool dynamic = flag != nullptr && (said == nullptr || *said);
  if (!reduces && (op.name != "stablehlo.collective_broadcast" || !dynamic)) return false;
  const size_t count = op.results.size();
  if (count == 0 || op.operands.size() != count + (dynamic ? 1 : 0))
    return failAt(op.place, reduces ? "collective_reduce_c3: " : "collective_broadcast_c5: ", "expected ",
                  count + (dynamic ? 1 : 0), " operands for ", count, " results, found ", op.operands.size());
  ir::Operation plain = op;
  plain.attributes.erase("has_dynamic_root");
  if (dynamic) plain.operands.pop_back();
  const ValueId root = dynamic ? (*frame_)[op.operands.back()] : ValueId();
  if (dynamic && root.valid() && graph_.type(root) != TensorType(DType::kI32, {static_cast<int64_t>(count)}))
    return failAt(op.types, reduces ? "collective_reduce_c3: " : "collective_broadcast_c4: ", "expected roots of type ",
                  TensorType(DType::kI32, {static_cast<int64_t>(count)}).toString(), ", found ",
                  graph_.type(root).toString());
  const OpDef& def = opDef(reduces ? OpKind::kAllReduce : OpKind::kCollectiveBroadcast);
  plain.name = std::string(opName(def.kind));
  if (reduces) RETURN_IF_ERROR(renumbered(op, importOperation(plain, region)));
  AttrDict attrs;
  std::vector<Sharding> shardings;
  RETURN_IF_ERROR(importAttributes(plain, def, attrs, shardings));
  RETURN_IF_ERROR(flattenGroups(plain, def, attrs));
  Node node;
  node.kind = def.kind;
  node.attrs = attrs;
  const std::vector<std::vector<int64_t>> groups = replicaGroups(node);
  NodeBuilder build(graph_, region, graph_.addLocation(joined(op.location)));
  const TensorType index(DType::kI32, {});
  const auto rootOf = [&](size_t i) { return build.reshape(build.slice(root, 0, static_cast<int64_t>(i), 1), {}); };
  if (!reduces) {
    const auto members = static_cast<int64_t>(groups.empty() ? 0 : groups[0].size());
    for (size_t i = 0; i < count; ++i) {
      const ValueId operand = (*frame_)[op.operands[i]];
      if (!operand.valid() || !root.valid()) {
        skipOperation(op, region);
        return true;
      }
      const TensorType type = graph_.type(operand);
      Dims one{1}, all{members};
      one.insert(one.end(), type.dims.begin(), type.dims.end());
      all.insert(all.end(), type.dims.begin(), type.dims.end());
      const ValueId gathered = build.allGather(build.reshape(operand, one), TensorType(type.dtype, all), 0, {}, attrs);
      std::vector<ValueId> starts{rootOf(i)};
      starts.resize(one.size(), build.ints(index, {0}));
      (*frame_)[op.results[i]] = build.reshape(build.dynamicSlice(gathered, std::move(starts), one), type.dims);
    }
    return true;
  }
  const std::vector<int64_t> places = placesOf(groups);
  const ValueId device = build.convert(build.partitionId(), DType::kI32);
  const ValueId table = build.ints(TensorType(DType::kI32, {static_cast<int64_t>(places.size())}), places);
  const ValueId place = build.reshape(build.dynamicSlice(table, {device}, {1}), {});
  for (size_t i = 0; i < count; ++i) {
    ValueId& result = (*frame_)[op.results[i]];
    if (!result.valid() || (dynamic && !root.valid())) continue;
    const TensorType type = graph_.type(result);
    const ValueId isRoot = build.compare(place, dynamic ? rootOf(i) : build.ints(index, {0}), "EQ");
    result = build.select(build.broadcast(isRoot, TensorType(DType::kI1, type.dims), {}), result, build.splat(type, 0));
  }
  return true;
}

}  // namespace partita
