#include "runtime/mesh_plan.h"

#include "runtime/tile.h"

namespace partita {
namespace {

MeshPlan signatureOf(const Graph& graph) {
  MeshPlan out;
  for (const ValueId argument : graph.bodyRegion().args) out.arguments.push_back(graph.type(argument));
  for (const ValueId result : graph.bodyRegion().results) out.results.push_back(graph.type(result));
  return out;
}

}  // namespace

void resolveDonors(Graph& graph) {
  std::vector<bool> taken(graph.results.size());
  for (const ArgumentInfo& argument : graph.arguments) {
    if (argument.aliasesResult) taken[static_cast<size_t>(*argument.aliasesResult)] = true;
  }
  for (size_t i = 0; i < graph.arguments.size(); ++i) {
    ArgumentInfo& argument = graph.arguments[i];
    if (!argument.donor) continue;
    argument.donor = false;
    for (size_t r = 0; r < taken.size() && !argument.aliasesResult; ++r) {
      if (taken[r] || graph.type(graph.bodyRegion().args[i]) != graph.type(graph.bodyRegion().results[r])) continue;
      argument.aliasesResult = static_cast<int>(r);
      taken[r] = true;
    }
  }
}

MeshPlan wholePlan(Graph graph) {
  MeshPlan out = signatureOf(graph);
  MeshPlan::Device& device = out.devices.emplace_back();
  for (const TensorType& type : out.arguments) device.arguments.push_back(wholeTile(type.dims));
  for (const TensorType& type : out.results) device.results.push_back(wholeTile(type.dims));
  out.programs.push_back(std::move(graph));
  return out;
}

MeshPlan meshPlan(const Graph& graph, PartitionResult plan) {
  MeshPlan out = signatureOf(graph);
  out.devices.resize(static_cast<size_t>(plan.mesh.deviceCount()));
  std::vector<Tiling> arguments, results;
  for (size_t i = 0; i < out.arguments.size(); ++i)
    arguments.emplace_back(plan.mesh, plan.argumentShardings[i], out.arguments[i].dims);
  for (size_t i = 0; i < out.results.size(); ++i)
    results.emplace_back(plan.mesh, plan.resultShardings[i], out.results[i].dims);
  for (int64_t position = 0; position < plan.mesh.deviceCount(); ++position) {
    MeshPlan::Device& device = out.devices[static_cast<size_t>(plan.mesh.deviceAt(position))];
    device.program = plan.programOfDevice[static_cast<size_t>(position)];
    for (const Tiling& tiling : arguments) device.arguments.push_back(tiling.tile(position));
    for (const Tiling& tiling : results) device.results.push_back(tiling.tile(position));
  }
  out.programs = std::move(plan.programs);
  return out;
}

}  // namespace partita
