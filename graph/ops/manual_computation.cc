// sdy.manual_computation: its body is a program of one device, so that it runs on every device of the mesh, as ranks.
#include <algorithm>
#include <cstring>

#include "graph/node_check.h"
#include "graph/ops/evaluation.h"
#include "graph/ops/rules.h"
#include "graph/ops/sharding_constraint.h"

namespace partita {
namespace {

using Types = std::vector<TensorType>;

// The one mesh of SHARDINGS; nothing where they have several, or there are none.
std::optional<MeshId> meshOf(const ShardingsAttr& ins, const ShardingsAttr& outs) {
  std::optional<MeshId> mesh;
  for (const ShardingsAttr* shardings : {&ins, &outs}) {
    for (const Sharding& sharding : *shardings) {
      if (mesh && *mesh != sharding.mesh) return std::nullopt;
      mesh = sharding.mesh;
    }
  }
  return mesh;
}

// LOCAL is what the body has of GLOBAL: a shard along the MANUAL axes, which stand before the free ones.
Status checkLocal(const Graph& graph, const Node& node, const std::string& what, const Sharding& sharding,
                  const std::vector<std::string>& manual, const TensorType& global, const TensorType& local) {
  const Mesh& mesh = graph.meshes[sharding.mesh];
  TensorType expected = global;
  bool weighted = false;
  for (int d = 0; d < global.rank(); ++d) {
    int64_t pieces = 1;
    const AxisRef* free = nullptr;
    for (const AxisRef& axis : sharding.dims[d].axes) {
      const MeshAxis& named = mesh.axes[axis.axis];
      if (std::find(manual.begin(), manual.end(), named.name) == manual.end()) {
        free = &axis;
        continue;
      }
      if (free != nullptr) {
        return violation(graph, node, "s11", "the sharding of ", what, " has the manual axis \"", named.name,
                         "\" after the free axis \"", mesh.axes[free->axis].name, "\" in dimension ", d);
      }
      pieces *= axis.whole() ? named.size : axis.size;
      weighted |= !named.weights.empty();
    }
    if (weighted) continue;  // as the mesh is cut that the program runs on
    if (global.dims[d] % pieces != 0) {
      return violation(graph, node, "s12", "dimension ", d, " of ", what, ", ", global.toString(),
                       ", does not divide by the ", pieces, " devices along its manual axes");
    }
    expected.dims[d] /= pieces;
  }
  if (weighted ? expected.dtype == local.dtype && expected.rank() == local.rank() : expected == local)
    return absl::OkStatus();
  return violation(graph, node, what.starts_with("operand") ? "s6" : "s7", "the shard of ", what, ", ",
                   global.toString(), ", is ", expected.toString(), ", the body has ", local.toString());
}

StatusOr<Types> inferManualComputation(const Graph& graph, const Node& node) {
  const std::string& written = std::get<TextAttr>(*node.attrs.find("manual_axes")).text;
  const std::optional<std::vector<std::string>> manual = manualAxisNames(written);
  if (!manual) {
    return violation(graph, node, "s8", "manual_axes must be names of axes, such as {\"x\", \"y\"}, found ", written);
  }
  const Region& body = graph.regions[node.regions[0]];
  // Shapes inside are those of a shard: a value of outside has none there.
  const NodeId id = body.owner;
  if (const std::vector<ValueId> captured = capturedValues(graph, id); !captured.empty()) {
    return violation(graph, node, "s9", "the body reads a ", graph.type(captured[0]).toString(),
                     " of the program around it: give it as an operand");
  }
  const ShardingsAttr& ins = node.attrs.getShardings("in_shardings");
  const ShardingsAttr& outs = node.attrs.getShardings("out_shardings");
  if (ins.size() != node.operands.size() || body.args.size() != node.operands.size()) {
    return violation(graph, node, "s4", node.operands.size(), " operands, ", ins.size(), " in_shardings and ",
                     body.args.size(), " body arguments must be as many");
  }
  if (outs.size() != body.results.size() || (!node.results.empty() && node.results.size() != outs.size())) {
    return violation(graph, node, "s5", node.results.size(), " results, ", outs.size(), " out_shardings and ",
                     body.results.size(), " body results must be as many");
  }
  for (size_t i = 0; i < ins.size(); ++i) {
    const TensorType& global = operandType(graph, node, i);
    const TensorType& local = graph.type(body.args[i]);
    RETURN_IF_ERROR(checkSharding(graph, node, strCat("in_sharding ", i), ins[i], global));
    RETURN_IF_ERROR(checkLocal(graph, node, strCat("operand ", i), ins[i], *manual, global, local));
  }
  Types results;
  for (size_t i = 0; i < outs.size(); ++i) {
    ASSIGN_OR_RETURN(TensorType global, requireDeclaredType(graph, node, i));
    const TensorType& local = graph.type(body.results[i]);
    RETURN_IF_ERROR(checkSharding(graph, node, strCat("out_sharding ", i), outs[i], global));
    RETURN_IF_ERROR(checkLocal(graph, node, strCat("result ", i), outs[i], *manual, global, local));
    results.push_back(std::move(global));
  }
  if (ins.empty() && outs.empty()) return results;
  const std::optional<MeshId> mesh = meshOf(ins, outs);
  if (!mesh && !manual->empty())
    return violation(graph, node, "s10", "all shardings of a manual computation must be over one mesh");
  for (const std::string& name : *manual) {
    if (graph.meshes[*mesh].axisIndex(name) < 0) {
      return violation(graph, node, "s8", "manual_axes has \"", name, "\", which is no axis of @",
                       graph.meshes[*mesh].name, " (", graph.meshes[*mesh].toString(), ")");
    }
  }
  return results;
}

// Of one device.
OpCost manualCost(const Graph& graph, const Node& node) { return regionCost(graph, node.regions[0]); }

// SHARDING with only the axes of MANUAL: what the body's local shapes are cut by.
Sharding manualPart(const Mesh& mesh, const Sharding& sharding, const std::vector<std::string>& manual) {
  Sharding out = sharding;
  for (DimSharding& dim : out.dims) {
    std::erase_if(dim.axes, [&](const AxisRef& axis) {
      return std::find(manual.begin(), manual.end(), mesh.axes[axis.axis].name) == manual.end();
    });
  }
  return out;
}

EvalResult evaluateManualComputation(EvalContext& context, const Graph& graph, const Node& node,
                                     EvalOperands operands) {
  const Region& body = graph.regions[node.regions[0]];
  const ShardingsAttr& ins = node.attrs.getShardings("in_shardings");
  const ShardingsAttr& outs = node.attrs.getShardings("out_shardings");
  const std::vector<std::string> manual =
      *manualAxisNames(std::get<TextAttr>(*node.attrs.find("manual_axes")).text);  // as its shape rule checked
  if (ins.empty() && outs.empty()) return std::vector<Tensor>{};
  const Mesh& mesh = graph.meshes[(ins.empty() ? outs : ins)[0].mesh];
  for (const Sharding& out : outs) {
    if (!out.unreduced.empty()) return unimplemented(describeNode(graph, node), ": results with unreduced axes");
  }
  const int64_t devices = mesh.deviceCount();
  std::vector<std::vector<Tensor>> locals(devices);  // by device id
  std::vector<int64_t> positionOf(devices);
  for (int64_t position = 0; position < devices; ++position) positionOf[mesh.deviceAt(position)] = position;
  RETURN_IF_ERROR(runRanks(devices, context.roundsSums(), [&](EvalContext& rank, int64_t device) -> Status {
    std::vector<Tensor> args;
    for (size_t i = 0; i < operands.size(); ++i) {
      const Sharding sharding = manualPart(mesh, ins[i], manual);
      args.push_back(operands[i].slice(tileOf(mesh, sharding, operands[i].type().dims, positionOf[device])));
      if (args.back().type() != graph.type(body.args[i])) {
        return invalidArgument(describeNode(graph, node), ": the shard of operand ", i, " on device ", device, " is ",
                               args.back().type().toString(), ", the body takes ", graph.type(body.args[i]).toString());
      }
    }
    ASSIGN_OR_RETURN(locals[device], evaluateRegion(rank, graph, node.regions[0], args));
    return absl::OkStatus();
  }));
  std::vector<Tensor> results;
  for (size_t i = 0; i < outs.size(); ++i) {
    Tensor result(graph.type(node.results[i]));
    const Sharding sharding = manualPart(mesh, outs[i], manual);
    for (int64_t device = 0; device < devices; ++device) {
      const std::vector<Range> tile = tileOf(mesh, sharding, result.type().dims, positionOf[device]);
      for (int d = 0; d < result.type().rank(); ++d) {
        if (tile[d].size() == locals[device][i].type().dims[d]) continue;
        return invalidArgument(describeNode(graph, node), ": result ", i, " on device ", device, " is ",
                               locals[device][i].type().toString(), ", which is no shard of ",
                               result.type().toString());
      }
      result.assignSlice(tile, locals[device][i]);
    }
    for (int64_t device = 0; device < devices && context.checksReplicas(); ++device) {
      const Tensor& local = locals[device][i];
      const Tensor kept = result.slice(tileOf(mesh, sharding, result.type().dims, positionOf[device]));
      if (local.bytes() == 0 || std::memcmp(kept.data(), local.data(), local.bytes()) == 0) continue;
      return failedPrecondition(describeNode(graph, node), ": result ", i, " on device ", device,
                                " is not that of another device that holds the same part of it");
    }
    results.push_back(std::move(result));
  }
  return results;
}

}  // namespace

OpDef defineManualComputation() {
  return {.kind = OpKind::kManualComputation,
          .form = TextForm::kManualComputation,
          .minOperands = 0,
          .maxOperands = -1,
          .regions = 1,
          .regionRole = RegionRole::kShards,
          .attrs = {{"in_shardings", AttrKind::kShardings},
                    {"out_shardings", AttrKind::kShardings},
                    {"manual_axes", AttrKind::kText}},
          .lowering = LoweringClass::kNotLowered,
          .infer = inferManualComputation,
          .cost = manualCost,
          .evaluate = evaluateManualComputation};
}

}  // namespace partita
