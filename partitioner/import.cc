// What the program and the job say about shardings, made the targets that propagation starts from.
#include "partitioner/import.h"

#include <algorithm>

#include "base/text.h"
#include "graph/node_check.h"
#include "graph/op.h"
#include "graph/ops/join_slices.h"
#include "graph/ops/node_builder.h"
#include "graph/print.h"
#include "partitioner/traced_devices.h"

namespace partita {

StatusOr<AxisRef> Import::given(MeshId mesh, AxisRef ref, const std::string& where) const {
  if (!mesh.valid() || mesh.index >= axisOf.size() || ref.axis < 0 ||
      ref.axis >= static_cast<int>(axisOf[mesh.index].size())) {
    return invalidArgument("the sharding of ", where, " names a mesh or axis that the program does not have");
  }
  const MeshAxis& own = graph.meshes[mesh].axes[ref.axis];
  const int index = axisOf[mesh.index][ref.axis];
  if (index < 0) {
    return invalidArgument("the sharding of ", where, " uses the axis ", own.name, ", which the mesh ",
                           state.givenMesh.toString(), " does not have; give a mesh with it (the program's is ",
                           graph.meshes[mesh].toString(), ")");
  }
  ref.axis = index;
  const int64_t size = state.givenMesh.axes[index].size;
  if (!ref.whole() && (own.size != size || ref.pre * ref.size > size || size % (ref.pre * ref.size) != 0)) {
    return invalidArgument("the sharding of ", where, " uses part (", ref.pre, ")", ref.size, " of the axis ", own.name,
                           ", which does not fit its size ", size);
  }
  return ref;
}

void Import::appendRefined(const AxisRef& ref, Axes& out) const {
  int64_t done = 1;
  for (int axis : state.refinedAxes[ref.axis]) {
    const int64_t size = state.mesh.axes[axis].size;
    const bool inside = ref.whole() || (done >= ref.pre && done < ref.pre * ref.size);
    if (inside && size > 1) out.push_back(static_cast<int8_t>(axis));
    done *= size;
  }
}

StatusOr<Target> Import::target(const Sharding& sharding, const TensorType& type, const std::string& where) const {
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

Status Import::checkAxesOnce(const Target& target, const TensorType& type, const std::string& where) const {
  uint64_t used = 0;
  for (int d = 0; d < type.rank(); ++d) {
    for (int8_t axis : target.layout.dims[d]) {
      if (used >> axis & 1) {
        return invalidArgument("the sharding of ", where, " uses the axis ", state.mesh.axes[axis].name, " twice");
      }
      used |= uint64_t{1} << axis;
    }
  }
  return absl::OkStatus();
}

Target Import::openTarget(const TensorType& type) {
  Target out;
  out.layout = Layout::whole(type.rank());
  out.open.assign(type.rank(), true);
  out.priority.assign(type.rank(), 0);
  return out;
}

void Import::set(ValueId v, Target target, std::string why) {
  state.targets[v] = std::move(target);
  state.note(v, std::move(why));
}

std::string Import::argumentPlace(size_t i) const {
  return strCat("argument ", i, " (", graph.arguments[i].name, ", ", graph.type(graph.bodyRegion().args[i]).toString(),
                ")");
}

std::string Import::resultPlace(size_t i) const {
  return strCat("result ", i, " (", graph.results[i].name, ", ", graph.type(graph.bodyRegion().results[i]).toString(),
                ")");
}

namespace {

// JAX also constrains the scalars in the bodies of reductions, to nothing.
void dropScalarConstraints(Import& in) {
  for (Region& region : in.graph.regions) {
    if (!region.owner.valid()) continue;
    if (holdsProgram(in.graph.nodes[region.owner].kind)) continue;
    std::vector<NodeId> kept;
    for (NodeId n : region.nodes) {
      if (opDef(in.graph.nodes[n].kind).annotation) {
        in.graph.replaceAllUses(in.graph.nodes[n].results[0], in.graph.nodes[n].operands[0]);
        in.graph.nodes[n].parent = RegionId();
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
void widenProducts(Import& in) {
  if (in.state.mesh.deviceCount() == 1) return;
  const size_t count = in.graph.nodes.size();
  for (size_t i = 0; i < count; ++i) {
    const NodeId n(i);
    const Node& node = in.graph.nodes[n];
    if (opDef(node.kind).lowering != LoweringClass::kContraction || !node.parent.valid()) continue;
    const ValueId product = in.graph.nodes[n].results[0];
    const TensorType narrow = in.graph.type(product);
    constexpr int64_t kFreeBytes = 16 << 10;
    if (!isFloat(narrow.dtype) || dtypeBits(narrow.dtype) > 16) continue;
    if (narrow.bytes() > kFreeBytes) continue;
    in.graph.values[product].type.dtype = DType::kF32;
    const ValueId converted = NodeBuilder::after(in.graph, n).convert(product, narrow.dtype);
    in.graph.replaceAllUses(product, converted);
    in.graph.nodes[in.graph.values[converted].producer].operands[0] = product;
    in.graph.setSharding(converted, in.graph.sharding(product));
    in.graph.setSharding(product, std::nullopt);
  }
}

// Every result gets a value of its own, so that its sharding can differ from that of the value it returns.
void holdResults(Import& in) {
  in.state.names = valueNames(in.graph);
  for (size_t v = 0; v < in.graph.values.size(); ++v) {
    const NodeId producer = in.graph.values[ValueId(v)].producer;
    if (producer.valid() && !in.state.names[ValueId(v)].empty())
      strAppend(&in.state.names[ValueId(v)], " | ", in.graph.location(producer).toString());
  }
  for (size_t i = 0; i < in.graph.arguments.size(); ++i)
    in.state.names[in.graph.bodyRegion().args[i]] = in.graph.arguments[i].name;
  for (size_t i = 0; i < in.graph.results.size(); ++i) {
    const ValueId value = in.graph.bodyRegion().results[i];
    const TensorType type = in.graph.type(value);
    if (type.isToken()) continue;
    const Value& info = in.graph.values[value];
    const LocationId location = info.producer.valid() ? in.graph.nodes[info.producer].location : LocationId();
    const ValueId held = NodeBuilder(in.graph, in.graph.body(), location)
                             .shardingConstraint(value, Sharding::replicatedOver(MeshId(0), type.rank(), true));
    in.graph.regions[in.graph.body()].results[i] = held;
    in.state.names.resize(in.graph.values.size());
    in.state.names[held] = in.graph.results[i].name.empty() ? strCat("result", i) : in.graph.results[i].name;
    in.resultHolds.push_back(in.graph.values[held].producer);
  }
}

// What nobody reads must not be planned: its collectives could not be left out afterwards, as the devices meet in them.
void dropDead(Import& in) {
  in.graph.dropDead(/*keepAnnotations=*/true);
  for (const Node& node : in.graph.nodes) {
    if (node.parent.valid()) continue;
    for (ValueId v : node.results) in.state.note(v, "left out: nothing reads it");
  }
}

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

Status importProgram(PartitionState& state) {
  Import in(state);
  RETURN_IF_ERROR(importMesh(in));
  state.planner = std::make_unique<ReshardPlanner>(state.mesh);
  state.exchanges = std::make_unique<ExchangePlanner>(state.graph, state.mesh);
  dropScalarConstraints(in);
  RETURN_IF_ERROR(placeTracedDevices(in.graph, state.givenMesh, in.axisOf));
  widenProducts(in);
  pairDonations(in);
  holdResults(in);
  dropDead(in);
  joinSlices(in.graph);
  for (const Value& value : in.graph.values) state.targets.add(Import::openTarget(value.type));
  RETURN_IF_ERROR(importAnnotations(in));
  RETURN_IF_ERROR(importJob(in));
  tieDonations(in);
  return absl::OkStatus();
}

}  // namespace partita
