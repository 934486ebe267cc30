// What the program and the job say about shardings, made the targets that propagation starts from.
#include <algorithm>
#include <limits>
#include <map>
#include <numeric>
#include <regex>
#include <set>

#include "absl/strings/str_join.h"
#include "base/text.h"
#include "graph/node_check.h"
#include "graph/op.h"
#include "graph/print.h"
#include "partitioner/axis_weights.h"
#include "partitioner/state.h"
#include "partitioner/traced_devices.h"

namespace partita {
namespace {

// Where a sharding was written, for messages.
std::string argumentPlace(const Graph& graph, size_t i) {
  return strCat("argument ", i, " (", graph.arguments[i].name, ", ", graph.type(graph.bodyRegion().args[i]).toString(),
                ")");
}
std::string resultPlace(const Graph& graph, size_t i) {
  return strCat("result ", i, " (", graph.results[i].name, ", ", graph.type(graph.bodyRegion().results[i]).toString(),
                ")");
}

class Importer {
 public:
  explicit Importer(PartitionState& state) : s_(state), g_(state.graph) {}

  Status run() {
    RETURN_IF_ERROR(chooseMesh());
    RETURN_IF_ERROR(refineMesh());
    chooseUnits();
    s_.planner = std::make_unique<ReshardPlanner>(s_.mesh);
    dropScalarConstraints();
    RETURN_IF_ERROR(placeTracedDevices(g_, s_.givenMesh, axisOf_));
    widenProducts();
    pairDonations();
    holdResults();
    startTargets();
    RETURN_IF_ERROR(importOps());
    RETURN_IF_ERROR(importInterface());
    RETURN_IF_ERROR(applyRules());
    RETURN_IF_ERROR(applyFsdp());
    applyBatch();
    tieDonations();
    return absl::OkStatus();
  }

 private:
  // ---- mesh ----

  Status chooseMesh() {
    const Mesh& wanted = s_.options.mesh;
    if (wanted.axes.empty()) {
      // JAX adds a mesh without axes for what has none.
      s_.givenMesh.name = "mesh";
      for (const Mesh& own : g_.meshes) {
        if (own.axes.empty() || own.axes == s_.givenMesh.axes) continue;
        if (!s_.givenMesh.axes.empty()) {
          return invalidArgument("the program has several meshes (", s_.givenMesh.toString(), " and ", own.toString(),
                                 "); say which devices to use with a mesh (--mesh)");
        }
        s_.givenMesh = own;
      }
    } else {
      s_.givenMesh = wanted;
      if (s_.givenMesh.name.empty()) s_.givenMesh.name = "mesh";
    }
    std::set<std::string> seen;
    for (const MeshAxis& axis : s_.givenMesh.axes) {
      if (axis.size < 1)
        return invalidArgument("mesh axis ", axis.name, " has size ", axis.size, "; sizes are at least 1");
      if (!seen.insert(axis.name).second) return invalidArgument("the mesh names the axis ", axis.name, " twice");
    }
    RETURN_IF_ERROR(computeAxisWeights(g_, s_.options.cluster, s_.givenMesh));
    if (s_.givenMesh.axes.size() > 16) {
      return unimplemented("a mesh of ", s_.givenMesh.axes.size(), " axes; at most 16 are supported");
    }
    // Axes of the program's own meshes, by name, in the mesh that is used. Sizes may differ where no shape inside the
    // program depends on them.
    bool manual = false;
    for (const Node& node : g_.nodes) manual = manual || node.kind == OpKind::kManualComputation;
    axisOf_.resize(g_.meshes.size());
    for (size_t m = 0; m < g_.meshes.size(); ++m) {
      const Mesh& own = g_.meshes[MeshId(m)];
      for (const MeshAxis& axis : own.axes) {
        const int index = s_.givenMesh.axisIndex(axis.name);
        if (index >= 0 && manual && s_.givenMesh.axes[index].size != axis.size) {
          return invalidArgument("the program was traced for ", own.toString(),
                                 " and holds manual computations (shard_map) of these sizes; the mesh ",
                                 s_.givenMesh.toString(), " does not fit: export it again, or use its mesh");
        }
        axisOf_[m].push_back(index);  // -1: an error once a sharding uses the axis
      }
    }
    return absl::OkStatus();
  }

  // An axis of a sharding in the program -> the same in the given mesh.
  StatusOr<AxisRef> given(MeshId mesh, AxisRef ref, const std::string& where) const {
    if (!mesh.valid() || mesh.index >= axisOf_.size() || ref.axis < 0 ||
        ref.axis >= static_cast<int>(axisOf_[mesh.index].size())) {
      return invalidArgument("the sharding of ", where, " names a mesh or axis that the program does not have");
    }
    const MeshAxis& own = g_.meshes[mesh].axes[ref.axis];
    const int index = axisOf_[mesh.index][ref.axis];
    if (index < 0) {
      return invalidArgument("the sharding of ", where, " uses the axis ", own.name, ", which the mesh ",
                             s_.givenMesh.toString(), " does not have; give a mesh with it (the program's is ",
                             g_.meshes[mesh].toString(), ")");
    }
    ref.axis = index;
    const int64_t size = s_.givenMesh.axes[index].size;
    if (!ref.whole() && (own.size != size || ref.pre * ref.size > size || size % (ref.pre * ref.size) != 0)) {
      return invalidArgument("the sharding of ", where, " uses part (", ref.pre, ")", ref.size, " of the axis ",
                             own.name, ", which does not fit its size ", size);
    }
    return ref;
  }

  template <typename F>
  void forShardings(const F& use) const {
    for (size_t v = 0; v < g_.values.size(); ++v) {
      if (const auto& sharding = g_.sharding(ValueId(v))) use(*sharding, describeValue(s_, ValueId(v)));
    }
    for (const ResultInfo& info : g_.results) {
      if (const Attr* attr = info.attrs.find("sdy.sharding")) {
        if (const auto* list = std::get_if<ShardingsAttr>(attr)) {
          for (const Sharding& sharding : *list) use(sharding, info.name);
        }
      }
    }
    for (size_t n = 0; n < g_.nodes.size(); ++n) {
      for (const auto& [name, attr] : g_.nodes[NodeId(n)].attrs) {
        if (const auto* list = std::get_if<ShardingsAttr>(&attr)) {
          for (const Sharding& sharding : *list) use(sharding, g_.describe(NodeId(n)));
        }
      }
    }
  }

  // Splits every axis of which the program uses parts into the parts.
  Status refineMesh() {
    std::vector<std::set<int64_t>> cuts(s_.givenMesh.axes.size());  // products of sizes in front of a boundary
    Status status;
    forShardings([&](const Sharding& sharding, const std::string& where) {
      auto look = [&](const AxisRef& ref) {
        if (ref.whole()) return;
        StatusOr<AxisRef> mine = given(sharding.mesh, ref, where);
        if (!mine.ok()) {
          status.Update(mine.status());
          return;
        }
        cuts[mine->axis].insert(mine->pre);
        cuts[mine->axis].insert(mine->pre * mine->size);
      };
      for (const DimSharding& dim : sharding.dims) std::for_each(dim.axes.begin(), dim.axes.end(), look);
      std::for_each(sharding.replicated.begin(), sharding.replicated.end(), look);
      std::for_each(sharding.unreduced.begin(), sharding.unreduced.end(), look);
    });
    RETURN_IF_ERROR(status);
    s_.mesh = Mesh{.name = s_.givenMesh.name, .axes = {}, .deviceIds = s_.givenMesh.deviceIds};
    for (size_t a = 0; a < s_.givenMesh.axes.size(); ++a) {
      const MeshAxis& axis = s_.givenMesh.axes[a];
      std::vector<int>& parts = s_.refinedAxes.emplace_back();
      cuts[a].insert(axis.size);
      int64_t done = 1;
      std::vector<int64_t> sizes;
      for (int64_t cut : cuts[a]) {
        if (cut == 1) continue;
        if (cut % done != 0) {
          return unimplemented("parts of the axis ", axis.name, " that overlap: boundaries at ", done, " and ", cut);
        }
        parts.push_back(static_cast<int>(s_.mesh.axes.size()));
        const bool whole = done == 1 && cut == axis.size;
        const AxisRef part{.axis = static_cast<int32_t>(a), .pre = done, .size = cut / done};
        std::vector<int64_t> weights = whole ? axis.weights : normalizedWeights(axisWeights(s_.givenMesh, part));
        s_.mesh.axes.push_back(
            {whole ? axis.name : strCat(axis.name, ":(", done, ")", part.size), part.size, std::move(weights)});
        sizes.push_back(part.size);
        done = cut;
      }
      if (!weightsFactor(axis, sizes)) {
        return unimplemented("the program uses parts of the axis ", axis.name, ", whose weights ",
                             absl::StrJoin(axis.weights, "/"),
                             " are not products of weights of the parts: use weights that are, or none");
      }
      if (axis.size == 1) {
        parts.push_back(static_cast<int>(s_.mesh.axes.size()));
        s_.mesh.axes.push_back(axis);
      }
    }
    if (s_.mesh.axes.size() > 60) return unimplemented("a mesh of ", s_.mesh.axes.size(), " axes and parts of axes");
    return absl::OkStatus();
  }

  // A dimension that a reshape splits, or joins from others, is cut along weighted axes in multiples of its minor part:
  // else the cut of heads x head size would be none of heads, and the reshape would gather.
  void chooseUnits() {
    s_.mesh.units = s_.givenMesh.units;
    if (s_.mesh.units) return;
    s_.mesh.units.emplace();
    s_.givenMesh.units.emplace();
    if (!s_.mesh.weighted()) return;
    int64_t fewest = std::numeric_limits<int64_t>::max();
    for (const MeshAxis& axis : s_.mesh.axes) {
      if (!axis.weights.empty()) fewest = std::min(fewest, axis.size);
    }
    std::map<int64_t, std::set<int64_t>> majors;  // size of a dimension -> sizes of its major factors
    for (const Node& node : g_.nodes) {
      if (!node.parent.valid() || !opDef(node.kind).sharding) continue;
      const OpShardingRule rule = opDef(node.kind).sharding(g_, node);
      for (const auto* tensors : {&rule.operands, &rule.results}) {
        for (const OpShardingRule::TensorFactors& tensor : *tensors) {
          for (const std::vector<int>& dim : tensor) {
            if (dim.size() < 2 || rule.factors[dim[0]].size < fewest) continue;
            int64_t size = 1;
            for (int f : dim) size *= rule.factors[f].size;
            majors[size].insert(rule.factors[dim[0]].size);
          }
        }
      }
    }
    // Smaller dimensions first: a major factor may be split itself.
    std::map<int64_t, int64_t>& units = *s_.mesh.units;
    for (const auto& [size, list] : majors) {
      int64_t unit = 1;
      for (int64_t major : list) {
        const int64_t with = std::lcm(unit, size / major * s_.mesh.unitOf(major));
        if (size / with >= fewest) unit = with;
      }
      if (unit > 1) units[size] = unit;
    }
    s_.givenMesh.units = units;
  }

  // Appends the refined axes of REF to OUT; axes of size 1 cut nothing and are left out.
  void appendRefined(const AxisRef& ref, Axes& out) const {
    int64_t done = 1;
    for (int axis : s_.refinedAxes[ref.axis]) {
      const int64_t size = s_.mesh.axes[axis].size;
      const bool inside = ref.whole() || (done >= ref.pre && done < ref.pre * ref.size);
      if (inside && size > 1) out.push_back(static_cast<int8_t>(axis));
      done *= size;
    }
  }

  StatusOr<Target> target(const Sharding& sharding, const TensorType& type, const std::string& where) const {
    if (static_cast<int>(sharding.dims.size()) != type.rank()) {
      return invalidArgument("the sharding of ", where, " has ", sharding.dims.size(), " dimensions, its type ",
                             type.toString(), " has ", type.rank());
    }
    Target out = openTarget(type);
    for (int d = 0; d < type.rank(); ++d) {
      out.open[d] = sharding.dims[d].open;
      out.priority[d] = sharding.dims[d].priority;
      for (const AxisRef& ref : sharding.dims[d].axes) {
        ASSIGN_OR_RETURN(AxisRef mine, given(sharding.mesh, ref, where));
        appendRefined(mine, out.layout.dims[d]);
      }
    }
    for (const AxisRef& ref : sharding.replicated) {
      ASSIGN_OR_RETURN(AxisRef mine, given(sharding.mesh, ref, where));
      appendRefined(mine, out.forbidden);
    }
    if (!sharding.unreduced.empty()) {
      return unimplemented("the sharding of ", where, " asks for an unreduced value; results are always reduced");
    }
    RETURN_IF_ERROR(checkAxesOnce(out, type, where));
    return out;
  }

  // What a job's rule asks for cuts no dimension into more shards than it has elements. (A program's own annotations
  // may: some devices then hold none.)
  Status checkFits(const Target& target, const TensorType& type, const std::string& where) const {
    for (int d = 0; d < type.rank(); ++d) {
      const Axes& axes = target.layout.dims[d];
      if (!leavesEmpty(s_.mesh, axes, type.dims[d])) continue;
      const Cut cut = cutOf(s_.mesh, axes, type.dims[d]);
      return invalidArgument("dimension ", d, " of ", where, " has ", type.dims[d], " elements and cannot be cut in ",
                             cut.pieces(), " shards by ", axesToString(toRefs(axes), s_.mesh),
                             weighted(s_.mesh, axes) ? strCat(" (", cut.toString(), ")") : std::string(),
                             "; use fewer devices along these axes, or another dimension");
    }
    return checkAxesOnce(target, type, where);
  }

  Status checkAxesOnce(const Target& target, const TensorType& type, const std::string& where) const {
    uint64_t used = 0;
    for (int d = 0; d < type.rank(); ++d) {
      for (int8_t axis : target.layout.dims[d]) {
        if (used >> axis & 1) {
          return invalidArgument("the sharding of ", where, " uses the axis ", s_.mesh.axes[axis].name, " twice");
        }
        used |= uint64_t{1} << axis;
      }
    }
    return absl::OkStatus();
  }

  // ---- program ----

  // JAX also constrains the scalars in the bodies of reductions, to nothing.
  void dropScalarConstraints() {
    for (Region& region : g_.regions) {
      if (!region.owner.valid()) continue;
      const OpKind owner = g_.nodes[region.owner].kind;
      if (isFlowNode(owner) || owner == OpKind::kManualComputation) continue;
      std::vector<NodeId> kept;
      for (NodeId n : region.nodes) {
        if (g_.nodes[n].kind == OpKind::kShardingConstraint) {
          g_.replaceAllUses(g_.nodes[n].results[0], g_.nodes[n].operands[0]);
          g_.nodes[n].parent = RegionId();
        } else {
          kept.push_back(n);
        }
      }
      region.nodes = std::move(kept);
    }
  }

  // Products whose results are narrow floats are summed up in f32. Where the summed dimension is cut the parts should
  // be so too until they are added, or every part is rounded: the product gets an f32 result and a conversion, which
  // code generation fuses again. Large ones are not worth twice the bytes (what frameworks reduce in bf16 stays in
  // bf16); those of up to kFreeBytes are sent in hardly more than the time that a message takes anyway.
  void widenProducts() {
    if (s_.mesh.deviceCount() == 1) return;
    const size_t count = g_.nodes.size();
    for (size_t i = 0; i < count; ++i) {
      const NodeId n(i);
      if (g_.nodes[n].kind != OpKind::kDotGeneral || !g_.nodes[n].parent.valid()) continue;
      const ValueId product = g_.nodes[n].results[0];
      const TensorType narrow = g_.type(product);
      constexpr int64_t kFreeBytes = 16 << 10;
      if (narrow.dtype != DType::kBF16 && narrow.dtype != DType::kF16) continue;
      if (narrow.bytes() > kFreeBytes) continue;
      const RegionId region = g_.nodes[n].parent;
      const LocationId location = g_.nodes[n].location;
      const std::vector<NodeId>& order = g_.regions[region].nodes;
      const int64_t at = std::find(order.begin(), order.end(), n) - order.begin() + 1;
      const NodeId convert = g_.addNode(region, OpKind::kConvert, {product}, {narrow}, {}, location, at);
      g_.replaceAllUses(product, g_.result(convert));
      g_.nodes[convert].operands[0] = product;
      g_.values[product].type.dtype = DType::kF32;
      g_.setSharding(g_.result(convert), g_.sharding(product));
      g_.setSharding(product, std::nullopt);
    }
  }

  // (argument, result) pairs that share memory: by tf.aliasing_output, and for jax.buffer_donor the next result of the
  // same type that nobody else takes, as XLA does.
  void pairDonations() {
    std::vector<bool> taken(g_.results.size(), false);
    for (size_t i = 0; i < g_.arguments.size(); ++i) {
      const auto& alias = g_.arguments[i].aliasesResult;
      if (alias && *alias >= 0 && *alias < static_cast<int>(taken.size()) && !taken[*alias] &&
          g_.type(g_.bodyRegion().results[*alias]) == g_.type(g_.bodyRegion().args[i])) {
        taken[*alias] = true;
        s_.donated.push_back({static_cast<int>(i), *alias});
      }
    }
    for (size_t i = 0; i < g_.arguments.size(); ++i) {
      if (!g_.arguments[i].donor || g_.arguments[i].aliasesResult) continue;
      for (size_t r = 0; r < g_.results.size(); ++r) {
        if (taken[r] || g_.type(g_.bodyRegion().results[r]) != g_.type(g_.bodyRegion().args[i])) continue;
        taken[r] = true;
        s_.donated.push_back({static_cast<int>(i), static_cast<int>(r)});
        break;
      }
    }
  }

  // Every result gets a value of its own, so that its sharding can differ from that of the value it returns.
  void holdResults() {
    s_.names = valueNames(g_);
    for (size_t v = 0; v < g_.values.size(); ++v) {
      const NodeId producer = g_.values[ValueId(v)].producer;
      if (producer.valid() && !s_.names[ValueId(v)].empty())
        strAppend(&s_.names[ValueId(v)], " | ", g_.location(producer).toString());
    }
    for (size_t i = 0; i < g_.arguments.size(); ++i) s_.names[g_.bodyRegion().args[i]] = g_.arguments[i].name;
    for (size_t i = 0; i < g_.results.size(); ++i) {
      const ValueId value = g_.bodyRegion().results[i];
      const TensorType type = g_.type(value);
      if (type.isToken()) continue;
      AttrDict attrs;
      attrs.set("sharding", ShardingsAttr{Sharding::replicatedOver(MeshId(0), type.rank(), true)});
      const Value& info = g_.values[value];
      const LocationId location = info.producer.valid() ? g_.nodes[info.producer].location : LocationId();
      const NodeId hold =
          g_.addNode(g_.body(), OpKind::kShardingConstraint, {value}, {type}, std::move(attrs), location);
      g_.regions[g_.body()].results[i] = g_.result(hold);
      s_.names.resize(g_.values.size());
      s_.names[g_.result(hold)] = g_.results[i].name.empty() ? strCat("result", i) : g_.results[i].name;
      resultHolds_.push_back(hold);
    }
  }

  Target openTarget(const TensorType& type) const {
    Target out;
    out.layout = Layout::whole(type.rank());
    out.open.assign(type.rank(), true);
    out.priority.assign(type.rank(), 0);
    return out;
  }

  void startTargets() {
    for (const Value& value : g_.values) s_.targets.add(openTarget(value.type));
  }

  void set(ValueId v, Target target, std::string why) {
    s_.targets[v] = std::move(target);
    s_.note(v, std::move(why));
  }

  Status importOps() {
    for (size_t n = 0; n < g_.nodes.size(); ++n) {
      const NodeId id(n);
      const Node& node = g_.nodes[id];
      if (!node.parent.valid()) continue;
      if (node.kind == OpKind::kShardingConstraint || node.kind == OpKind::kReshard) {
        if (std::find(resultHolds_.begin(), resultHolds_.end(), id) != resultHolds_.end()) continue;
        const ShardingsAttr& shardings = node.attrs.getShardings("sharding");
        ASSIGN_OR_RETURN(Target t, target(shardings[0], g_.type(node.results[0]), g_.describe(id)));
        RETURN_IF_ERROR(checkNotManual(node.parent, t, g_.describe(id)));
        set(node.results[0], std::move(t), strCat("constraint at ", g_.location(id).toString()));
        continue;
      }
      if (node.kind == OpKind::kManualComputation) {
        RETURN_IF_ERROR(importManual(id));
        continue;
      }
      for (ValueId v : node.results) {
        if (const auto& sharding = g_.sharding(v)) {
          ASSIGN_OR_RETURN(Target t, target(*sharding, g_.type(v), g_.describe(id)));
          RETURN_IF_ERROR(checkNotManual(node.parent, t, g_.describe(id)));
          set(v, std::move(t), strCat("annotation of ", g_.describe(id)));
        }
      }
    }
    return absl::OkStatus();
  }

  // Inside a manual computation its axes are used up: every shard is a program of its own there.
  Status checkNotManual(RegionId region, const Target& t, const std::string& where) const {
    for (NodeId owner = g_.regions[region].owner; owner.valid(); owner = g_.regions[g_.nodes[owner].parent].owner) {
      if (g_.nodes[owner].kind != OpKind::kManualComputation) continue;
      ASSIGN_OR_RETURN(const Axes manual, manualAxes(s_, owner));
      for (const Axes& axes : t.layout.dims) {
        for (int8_t axis : axes) {
          if (contains(manual, axis))
            return invalidArgument(where, ": its sharding uses the axis ", s_.mesh.axes[axis].name,
                                   ", but it stands inside ", g_.describe(owner),
                                   ", which is manual over it: leave the axis out");
        }
      }
    }
    return absl::OkStatus();
  }

  Status importManual(NodeId id) {
    const Node& node = g_.nodes[id];
    ASSIGN_OR_RETURN(Axes manual, manualAxes(s_, id));
    const ShardingsAttr& ins = node.attrs.getShardings("in_shardings");
    const ShardingsAttr& outs = node.attrs.getShardings("out_shardings");
    const Region& body = g_.regions[node.regions[0]];
    for (int side = 0; side < 2; ++side) {
      const ShardingsAttr& shardings = side == 0 ? ins : outs;
      for (size_t i = 0; i < shardings.size(); ++i) {
        const ValueId outer = side == 0 ? node.operands[i] : node.results[i];
        const ValueId inner = side == 0 ? body.args[i] : body.results[i];
        const std::string where = strCat(side == 0 ? "operand " : "result ", i, " of ", g_.describe(id));
        ASSIGN_OR_RETURN(Target t, target(shardings[i], g_.type(outer), where));
        RETURN_IF_ERROR(checkNotManual(node.parent, t, where));
        const TensorType& global = g_.type(outer);
        const TensorType& local = g_.type(inner);
        Target inside = openTarget(local);
        for (int d = 0; d < global.rank(); ++d) {
          int64_t count = 1;
          Axes& free = inside.layout.dims[d];
          for (int8_t axis : t.layout.dims[d]) {
            if (!contains(manual, axis)) {
              free.push_back(axis);
              continue;
            }
            if (!free.empty()) return unimplemented(where, ": a manual axis after one that is not");
            if (!s_.mesh.axes[axis].weights.empty()) {
              return invalidArgument(
                  where, " is cut along the axis ", s_.mesh.axes[axis].name,
                  ", over which it is manual: its body is written for equal shards, so that the axis "
                  "can have no weights");
            }
            count *= s_.mesh.axes[axis].size;
          }
          if (global.dims[d] != local.dims[d] * count) {
            return invalidArgument(where, ": ", global.toString(), " cut by the manual axes in ", count,
                                   " along dimension ", d, " does not give the body's ", local.toString());
          }
          const std::vector<Cut> parts{Cut(count, count), cutOf(s_.mesh, free, local.dims[d])};
          if (!free.empty() && !cutOf(s_.mesh, t.layout.dims[d], global.dims[d]).isProductOf(parts)) {
            return unimplemented(where, ": dimension ", d, " of ", global.toString(),
                                 " cut by manual axes and others (", axesToString(toRefs(t.layout.dims[d]), s_.mesh),
                                 "), whose shards are not shards of the body's ", local.toString());
          }
          inside.open[d] = false;
          t.open[d] = false;
        }
        if (side == 0) {
          set(inner, std::move(inside), strCat("manual computation at ", g_.location(id).toString()));
        } else {
          set(outer, std::move(t), strCat("manual computation at ", g_.location(id).toString()));
        }
      }
    }
    return absl::OkStatus();
  }

  Status importInterface() {
    for (size_t i = 0; i < g_.arguments.size(); ++i) {
      const ValueId v = g_.bodyRegion().args[i];
      if (const auto& sharding = g_.sharding(v)) {
        ASSIGN_OR_RETURN(Target t, target(*sharding, g_.type(v), argumentPlace(g_, i)));
        annotated_.insert(v);
        set(v, std::move(t), "argument annotation");
      }
    }
    for (size_t i = 0; i < g_.results.size(); ++i) {
      const ValueId v = g_.bodyRegion().results[i];
      const Attr* attr = g_.results[i].attrs.find("sdy.sharding");
      const auto* list = attr ? std::get_if<ShardingsAttr>(attr) : nullptr;
      if (list && list->size() == 1) {
        ASSIGN_OR_RETURN(Target t, target((*list)[0], g_.type(v), resultPlace(g_, i)));
        annotated_.insert(v);
        set(v, std::move(t), "result annotation");
      }
    }
    return absl::OkStatus();
  }

  // ---- job ----

  int resultOf(int argument) const {
    for (const auto& [a, r] : s_.donated) {
      if (a == argument) return r;
    }
    return -1;
  }

  StatusOr<int> axisByName(const std::string& name, const std::string& where) const {
    const int index = s_.givenMesh.axisIndex(name);
    if (index < 0) {
      return invalidArgument(where, ": the mesh ", s_.givenMesh.toString(), " has no axis ", name);
    }
    return index;
  }

  Status applyRules() {
    std::vector<bool> ruled(g_.arguments.size(), false);
    for (const PartitionRule& rule : s_.options.rules) {
      const std::string where =
          rule.where.empty() ? strCat("rule ", rule.match) : strCat("rule ", rule.match, " (", rule.where, ")");
      std::regex pattern;
      try {
        pattern = std::regex(rule.match);
      } catch (const std::regex_error& error) {
        return invalidArgument(where, ": not a regular expression: ", error.what());
      }
      bool matched = false;
      for (size_t i = 0; i < g_.arguments.size(); ++i) {
        const int r = resultOf(static_cast<int>(i));
        if (!std::regex_search(g_.arguments[i].name, pattern) &&
            !(r >= 0 && std::regex_search(g_.results[r].name, pattern))) {
          continue;
        }
        matched = true;
        if (ruled[i]) continue;  // the first rule that matches holds
        ruled[i] = true;
        const ValueId v = g_.bodyRegion().args[i];
        const TensorType& type = g_.type(v);
        if (static_cast<int>(rule.spec.size()) != type.rank()) {
          return invalidArgument(where, ": the spec has ", rule.spec.size(), " dimensions, ", argumentPlace(g_, i),
                                 " has ", type.rank());
        }
        Target t = openTarget(type);
        t.open.assign(type.rank(), false);
        for (int d = 0; d < type.rank(); ++d) {
          for (const std::string& name : rule.spec[d]) {
            ASSIGN_OR_RETURN(int axis, axisByName(name, where));
            appendRefined({.axis = axis}, t.layout.dims[d]);
          }
        }
        RETURN_IF_ERROR(checkFits(t, type, strCat(argumentPlace(g_, i), " by ", where)));
        annotated_.insert(v);
        set(v, t, where);
        if (r >= 0) set(g_.bodyRegion().results[r], std::move(t), where);
      }
      if (!matched) {
        return invalidArgument(where, " matches no argument; names look like ",
                               g_.arguments.empty() ? "(none)" : g_.arguments.front().name);
      }
    }
    return absl::OkStatus();
  }

  Status applyFsdp() {
    const std::string& name = s_.options.fsdpAxis;
    if (name.empty()) return absl::OkStatus();
    ASSIGN_OR_RETURN(int given, axisByName(name, "fsdp"));
    Axes axes;
    appendRefined({.axis = given}, axes);
    if (axes.empty()) return absl::OkStatus();
    for (const auto& [argument, result] : s_.donated) {
      const ValueId v = g_.bodyRegion().args[argument];
      Target& t = s_.targets[v];
      const TensorType& type = g_.type(v);
      if (std::any_of(axes.begin(), axes.end(), [&](int8_t axis) { return usesAxis(t.layout, axis); })) continue;
      int best = -1;
      for (int d = 0; d < type.rank(); ++d) {
        Axes all = t.layout.dims[d];
        all.insert(all.end(), axes.begin(), axes.end());
        const Cut cut = cutOf(s_.mesh, all, type.dims[d]);
        const bool cuts = cut.smallest() > 0 && (weighted(s_.mesh, all) || cut.even());
        if (cuts && (best < 0 || type.dims[d] > type.dims[best])) best = d;
      }
      if (best < 0) continue;  // scalars and odd sizes stay whole
      t.layout.dims[best].insert(t.layout.dims[best].end(), axes.begin(), axes.end());
      annotated_.insert(v);
      const std::string why = strCat("fsdp axis ", name, " on dimension ", best);
      s_.note(v, why);
      set(g_.bodyRegion().results[result], t, why);
    }
    return absl::OkStatus();
  }

  // The default applies to plain programs only: one that brings a mesh has said what it wants.
  void applyBatch() {
    const bool plain =
        std::all_of(g_.meshes.begin(), g_.meshes.end(), [](const Mesh& own) { return own.axes.empty(); });
    if (s_.options.batchAxis.empty() || !plain) return;
    const int given = s_.givenMesh.axisIndex(s_.options.batchAxis);
    if (given < 0) return;
    Axes axes;
    appendRefined({.axis = given}, axes);
    if (axes.empty()) return;
    for (size_t i = 0; i < g_.arguments.size(); ++i) {
      const ValueId v = g_.bodyRegion().args[i];
      const TensorType& type = g_.type(v);
      if (annotated_.count(v) || resultOf(static_cast<int>(i)) >= 0 || g_.arguments[i].donor || type.rank() == 0 ||
          leavesEmpty(s_.mesh, axes, type.dims[0])) {
        continue;
      }
      s_.targets[v].layout.dims[0] = axes;
      s_.targets[v].open.assign(type.rank(), false);
      s_.note(v, strCat("batch axis ", s_.options.batchAxis, " on dimension 0"));
    }
  }

  // State follows the batch: what is said of donated arguments and their results is propagated after everything else,
  // so that an axis that cuts both the batch and the parameters (FSDP, ZeRO) cuts the activations along the batch.
  void tieDonations() {
    for (Target& t : s_.targets) {
      for (int& priority : t.priority) priority *= 2;
    }
    for (const auto& [argument, result] : s_.donated) {
      const ValueId a = g_.bodyRegion().args[argument], r = g_.bodyRegion().results[result];
      if (annotated_.count(a) && !annotated_.count(r)) {
        set(r, s_.targets[a], strCat("shares memory with ", g_.arguments[argument].name));
      } else if (annotated_.count(r) && !annotated_.count(a)) {
        set(a, s_.targets[r], strCat("shares memory with ", s_.names[r]));
      }
      for (ValueId v : {a, r}) {
        for (int& priority : s_.targets[v].priority) priority += 1;
      }
    }
  }

  PartitionState& s_;
  Graph& g_;
  std::vector<std::vector<int>> axisOf_;  // axis of a program mesh -> axis of the given mesh
  std::vector<NodeId> resultHolds_;
  std::set<ValueId> annotated_;
};

}  // namespace

std::string describeValue(const PartitionState& state, ValueId v) {
  if (v.index < state.names.size() && !state.names[v].empty())
    return state.names[v].substr(0, state.names[v].find(" | "));
  const Value& value = state.graph.values[v];
  if (value.producer.valid()) return state.graph.describe(value.producer);
  return strCat("argument ", value.index, " of a region");
}

StatusOr<Axes> manualAxes(const PartitionState& state, NodeId node) {
  const Attr* attr = state.graph.nodes[node].attrs.find("manual_axes");
  const auto* text = attr ? std::get_if<TextAttr>(attr) : nullptr;
  const std::optional<std::vector<std::string>> names = text ? manualAxisNames(text->text) : std::nullopt;
  if (!names) return invalidArgument(state.graph.describe(node), ": no manual_axes");
  Axes out;
  for (const std::string& name : *names) {
    const int given = state.givenMesh.axisIndex(name);
    if (given < 0) {
      return invalidArgument(state.graph.describe(node), " is manual over the axis ", name, ", which the mesh ",
                             state.givenMesh.toString(), " does not have");
    }
    for (int axis : state.refinedAxes[given]) out.push_back(static_cast<int8_t>(axis));
  }
  return out;
}

bool isFlowNode(OpKind kind) {
  return kind == OpKind::kWhile || kind == OpKind::kCase || kind == OpKind::kIf || kind == OpKind::kOptimizationBarrier;
}

std::vector<FlowGroup> flowGroups(const Graph& graph, NodeId id) {
  const Node& node = graph.nodes[id];
  std::vector<FlowGroup> groups;
  for (size_t i = 0; i < node.results.size(); ++i) {
    FlowGroup group;
    if (node.kind == OpKind::kWhile) {
      const Region& condition = graph.regions[node.regions[0]];
      const Region& body = graph.regions[node.regions[1]];
      group.values = {node.operands[i], condition.args[i], body.args[i], body.results[i], node.results[i]};
    } else if (node.kind == OpKind::kOptimizationBarrier) {
      group.values = {node.operands[i], node.results[i]};
    } else {
      for (RegionId region : node.regions) group.values.push_back(graph.regions[region].results[i]);
      group.values.push_back(node.results[i]);
    }
    groups.push_back(std::move(group));
  }
  return groups;
}

Status importProgram(PartitionState& state) { return Importer(state).run(); }

}  // namespace partita
