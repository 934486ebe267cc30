// sdy.manual_computation: its body is a program of one device, so that it runs on every device of the mesh, as ranks.
#include <algorithm>
#include <cstring>

#include "graph/node_check.h"
#include "graph/ops/evaluation.h"
#include "graph/ops/rules.h"

namespace partita {
namespace {

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

}  // namespace

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
  RETURN_IF_ERROR(runRanks(devices, [&](EvalContext& rank, int64_t device) -> Status {
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

}  // namespace partita
