#include "graph/spec.h"

#include "base/text.h"
#include "graph/node_check.h"
#include "graph/op.h"

namespace partita {

Status checkLegal(const Graph& graph, NodeId id, Stage stage) {
  const Node& node = graph.nodes[id];
  if (stage == Stage::kGlobal) {
    // Sizes of uneven shards are made by the partitioner; StableHLO knows no such attribute.
    for (std::string_view name : {"shard_sizes", "split_sizes", "concat_sizes"}) {
      if (node.attrs.has(name) && isCollective(node.kind)) {
        return invalidArgument("stage_global: attribute '", name, "' of ", graph.describe(id),
                               " belongs to partitioned programs");
      }
    }
    return absl::OkStatus();
  }
  if (opDef(node.kind).lowering == LoweringClass::kNotLowered) {
    return invalidArgument("stage_partitioned: ", graph.describe(id), " must be gone after partitioning");
  }
  return absl::OkStatus();
}

Status checkLegalProgram(const Graph& graph, Stage stage) {
  for (const Mesh& mesh : graph.meshes) RETURN_IF_ERROR(annotate(checkMesh(mesh), strCat("mesh '", mesh.name, "'")));
  for (size_t v = 0; v < graph.values.size(); ++v) {
    const std::optional<Sharding>& sharding = graph.sharding(ValueId(v));
    if (!sharding) continue;
    const TensorType& type = graph.type(ValueId(v));
    if (stage == Stage::kPartitioned) {
      return invalidArgument("stage_partitioned: a value of type ", type.toString(), " still has a sharding");
    }
    RETURN_IF_ERROR(
        annotate(checkSharding(graph, *sharding), strCat("stage_global: a value of type ", type.toString())));
    if (!type.isToken() && static_cast<int>(sharding->dims.size()) != type.rank()) {
      return invalidArgument("stage_global: a sharding of ", sharding->dims.size(), " dimensions on a value of type ",
                             type.toString());
    }
  }
  return absl::OkStatus();
}

}  // namespace partita
