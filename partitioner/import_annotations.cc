// What the program itself says of shardings.
#include <algorithm>

#include "base/text.h"
#include "graph/op.h"
#include "partitioner/import.h"

namespace partita {
namespace {

// Inside a manual computation its axes are used up: every shard is a program of its own there.
Status checkNotManual(const Import& in, RegionId region, const Target& t, const std::string& where) {
  for (NodeId owner = in.graph.regions[region].owner; owner.valid();
       owner = in.graph.regions[in.graph.nodes[owner].parent].owner) {
    if (opDef(in.graph.nodes[owner].kind).regionRole != RegionRole::kShards) continue;
    ASSIGN_OR_RETURN(const Axes manual, manualAxes(in.state, owner));
    for (const Axes& axes : t.layout.dims) {
      for (int8_t axis : axes) {
        if (contains(manual, axis))
          return invalidArgument(where, ": its sharding uses the axis ", in.state.mesh.axes[axis].name,
                                 ", but it stands inside ", in.graph.describe(owner),
                                 ", which is manual over it: leave the axis out");
      }
    }
  }
  return absl::OkStatus();
}

Status importManual(Import& in, NodeId id) {
  const Node& node = in.graph.nodes[id];
  ASSIGN_OR_RETURN(Axes manual, manualAxes(in.state, id));
  const ShardingsAttr& ins = node.attrs.getShardings("in_shardings");
  const ShardingsAttr& outs = node.attrs.getShardings("out_shardings");
  const Region& body = in.graph.regions[node.regions[0]];
  for (int side = 0; side < 2; ++side) {
    const ShardingsAttr& shardings = side == 0 ? ins : outs;
    for (size_t i = 0; i < shardings.size(); ++i) {
      const ValueId outer = side == 0 ? node.operands[i] : node.results[i];
      const ValueId inner = side == 0 ? body.args[i] : body.results[i];
      const std::string where = strCat(side == 0 ? "operand " : "result ", i, " of ", in.graph.describe(id));
      ASSIGN_OR_RETURN(Target t, in.target(shardings[i], in.graph.type(outer), where));
      RETURN_IF_ERROR(checkNotManual(in, node.parent, t, where));
      const TensorType& global = in.graph.type(outer);
      const TensorType& local = in.graph.type(inner);
      Target inside = in.openTarget(local);
      for (int8_t axis : manual) addSorted(side == 0 ? inside.forbidden : t.forbidden, axis);
      for (int d = 0; d < global.rank(); ++d) {
        int64_t count = 1;
        Axes& free = inside.layout.dims[d];
        for (int8_t axis : t.layout.dims[d]) {
          if (!contains(manual, axis)) {
            free.push_back(axis);
            continue;
          }
          if (!free.empty()) return unimplemented(where, ": a manual axis after one that is not");
          if (!in.state.mesh.axes[axis].weights.empty()) {
            return invalidArgument(where, " is cut along the axis ", in.state.mesh.axes[axis].name,
                                   ", over which it is manual: its body is written for equal shards, so that the axis "
                                   "can have no weights");
          }
          count *= in.state.mesh.axes[axis].size;
        }
        if (global.dims[d] != local.dims[d] * count) {
          return invalidArgument(where, ": ", global.toString(), " cut by the manual axes in ", count,
                                 " along dimension ", d, " does not give the body's ", local.toString());
        }
        const std::vector<Cut> parts{Cut(count, count), cutOf(in.state.mesh, free, local.dims[d])};
        if (!free.empty() && !cutOf(in.state.mesh, t.layout.dims[d], global.dims[d]).isProductOf(parts)) {
          return unimplemented(where, ": dimension ", d, " of ", global.toString(), " cut by manual axes and others (",
                               axesToString(toRefs(t.layout.dims[d]), in.state.mesh),
                               "), whose shards are not shards of the body's ", local.toString());
        }
        // Axes over which it is not manual may cut an open dimension, inside and outside alike: one that no manual axis
        // cuts, as shards of shards are shards in some cases only.
        t.open[d] = t.open[d] && count == 1;
        inside.open[d] = t.open[d];
        inside.priority[d] = t.priority[d];
      }
      if (side == 0) {
        in.set(inner, std::move(inside), strCat("manual computation at ", in.graph.location(id).toString()));
      } else {
        in.set(outer, std::move(t), strCat("manual computation at ", in.graph.location(id).toString()));
      }
    }
  }
  return absl::OkStatus();
}

Status importOps(Import& in) {
  for (size_t n = 0; n < in.graph.nodes.size(); ++n) {
    const NodeId id(n);
    const Node& node = in.graph.nodes[id];
    if (!node.parent.valid()) continue;
    if (opDef(node.kind).annotation) {
      if (std::find(in.resultHolds.begin(), in.resultHolds.end(), id) != in.resultHolds.end()) continue;
      const ShardingsAttr& shardings = node.attrs.getShardings("sharding");
      ASSIGN_OR_RETURN(Target t, in.target(shardings[0], in.graph.type(node.results[0]), in.graph.describe(id)));
      RETURN_IF_ERROR(checkNotManual(in, node.parent, t, in.graph.describe(id)));
      in.set(node.results[0], std::move(t), strCat("constraint at ", in.graph.location(id).toString()));
      continue;
    }
    if (opDef(node.kind).regionRole == RegionRole::kShards) {
      RETURN_IF_ERROR(importManual(in, id));
      continue;
    }
    for (ValueId v : node.results) {
      if (const auto& sharding = in.graph.sharding(v)) {
        ASSIGN_OR_RETURN(Target t, in.target(*sharding, in.graph.type(v), in.graph.describe(id)));
        RETURN_IF_ERROR(checkNotManual(in, node.parent, t, in.graph.describe(id)));
        in.set(v, std::move(t), strCat("annotation of ", in.graph.describe(id)));
      }
    }
  }
  return absl::OkStatus();
}

Status importInterface(Import& in) {
  for (size_t i = 0; i < in.graph.arguments.size(); ++i) {
    const ValueId v = in.graph.bodyRegion().args[i];
    if (const auto& sharding = in.graph.sharding(v)) {
      ASSIGN_OR_RETURN(Target t, in.target(*sharding, in.graph.type(v), in.argumentPlace(i)));
      in.annotated.insert(v);
      in.set(v, std::move(t), "argument annotation");
    }
  }
  for (size_t i = 0; i < in.graph.results.size(); ++i) {
    const ValueId v = in.graph.bodyRegion().results[i];
    const Attr* attr = in.graph.results[i].attrs.find("sdy.sharding");
    const auto* list = attr ? std::get_if<ShardingsAttr>(attr) : nullptr;
    if (list && list->size() == 1) {
      ASSIGN_OR_RETURN(Target t, in.target((*list)[0], in.graph.type(v), in.resultPlace(i)));
      in.annotated.insert(v);
      in.set(v, std::move(t), "result annotation");
    }
  }
  return absl::OkStatus();
}

}  // namespace

Status importAnnotations(Import& in) {
  RETURN_IF_ERROR(importOps(in));
  return importInterface(in);
}

}  // namespace partita
