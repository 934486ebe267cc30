#include "launcher/job_plan.h"

#include <algorithm>

#include "frontends/stablehlo.h"
#include "graph/graph_io.h"
#include "graph/verify.h"
#include "launcher/local_mesh.h"
#include "launcher/plan_text.h"

namespace partita {
namespace {

StatusOr<Graph> loadVerified(const std::string& path) {
  ASSIGN_OR_RETURN(Graph graph, loadProgram(path));
  if (const Status valid = verify(graph, Stage::kGlobal); !valid.ok()) return annotate(valid, path);
  resolveDonors(graph);
  return graph;
}

const TensorType& argumentType(const Graph& graph, size_t i) { return graph.type(graph.bodyRegion().args[i]); }
const TensorType& resultType(const Graph& graph, size_t i) { return graph.type(graph.bodyRegion().results[i]); }

// Which arguments of the step program are state and which the batch, and which results are metrics. The state must be
// what init gives.
Status readSignature(const JobConfig& job, const Graph& init, const Graph& step, JobPlan* plan) {
  std::vector<bool> isState(step.results.size());
  for (uint32_t i = 0; i < step.arguments.size(); ++i) {
    if (step.arguments[i].aliasesResult) {
      plan->stateArguments.push_back(i);
      isState[static_cast<size_t>(*step.arguments[i].aliasesResult)] = true;
    } else {
      plan->batchArguments.push_back(i);
      plan->batch.push_back({argumentType(step, i), step.arguments[i].name});
    }
  }
  if (plan->stateArguments.empty())
    return invalidArgument(
        job.step, ": no argument is donated, so there is no state to train: export the step with donate_argnums");
  if (plan->stateArguments.size() != init.results.size())
    return invalidArgument(job.step, ": has ", plan->stateArguments.size(), " donated arguments, but ", job.init,
                           " gives ", init.results.size(), " results: both must be the same state");
  for (size_t i = 0; i < init.results.size(); ++i) {
    const uint32_t argument = plan->stateArguments[i];
    if (argumentType(step, argument) != resultType(init, i))
      return invalidArgument(job.step, ": argument ", argument, " (", step.arguments[argument].name, ") is ",
                             argumentType(step, argument).toString(), ", but result ", i, " of ", job.init, " (",
                             init.results[i].name, ") is ", resultType(init, i).toString());
  }
  for (uint32_t i = 0; i < step.results.size(); ++i) {
    if (isState[i]) continue;
    std::string name = lastPathPart(step.results[i].name);
    if (name.empty()) name = strCat("result", i);
    plan->metrics.emplace_back(i, std::move(name));
  }
  if (init.arguments.size() > 1)
    return invalidArgument(job.init, ": takes ", init.arguments.size(),
                           " arguments: an init program takes a seed or nothing");
  if (init.arguments.size() == 1 && (argumentType(init, 0).rank() != 0 || !isInteger(argumentType(init, 0).dtype)))
    return invalidArgument(job.init, ": its argument is ", argumentType(init, 0).toString(),
                           ": the seed is one whole number");
  return absl::OkStatus();
}

std::vector<std::string> serializeAll(const std::vector<Graph>& graphs) {
  std::vector<std::string> out;
  for (const Graph& graph : graphs) out.push_back(serializeGraph(graph));
  return out;
}

}  // namespace

std::string lastPathPart(std::string_view path) {
  while (!path.empty() && (path.back() == ']' || path.back() == '\'' || path.back() == '"')) path.remove_suffix(1);
  const size_t begin = path.find_last_of("['\".");
  return std::string(begin == std::string_view::npos ? path : path.substr(begin + 1));
}

StatusOr<JobPlan> planJob(const JobConfig& job, const CompileOptions& compileOptions) {
  JobPlan plan;
  ASSIGN_OR_RETURN(Graph init, loadVerified(job.init));
  ASSIGN_OR_RETURN(const Graph step, loadVerified(job.step));
  RETURN_IF_ERROR(readSignature(job, init, step, &plan));

  PartitionOptions options;
  options.mesh = job.mesh;
  if (options.mesh.axes.empty() && step.meshes.empty()) options.mesh.axes = {{"data", job.cluster.deviceCount()}};
  options.rules = job.rules;
  options.fsdpAxis = job.fsdp;
  options.cluster = &job.cluster;
  const std::string dump = compileOptions.dumpDirectory;
  if (!dump.empty()) options.dumpDirectory = dump + "/step/partition";
  ASSIGN_OR_RETURN(const PartitionResult stepPlan, partition(step, options));
  if (stepPlan.mesh.deviceCount() != job.cluster.deviceCount())
    return invalidArgument(job.file, ": the mesh ", stepPlan.mesh.toString(), " of ", job.step, " has ",
                           stepPlan.mesh.deviceCount(), " devices, but the cluster \"", job.cluster.name, "\" has ",
                           job.cluster.deviceCount(), ": change [mesh] or [cluster] file");

  // The init program runs on the same mesh, and each device makes only its tile of the state.
  const MeshId mesh = init.meshes.add(stepPlan.mesh);
  init.meshes[mesh].name = strCat("job_", mesh.index);
  for (size_t i = 0; i < init.results.size(); ++i) {
    Sharding sharding = stepPlan.argumentShardings[plan.stateArguments[i]];
    sharding.mesh = mesh;
    init.results[i].attrs.set("sdy.sharding", ShardingsAttr{sharding});
  }
  PartitionOptions initOptions;
  initOptions.mesh = stepPlan.mesh;
  initOptions.batchAxis = "";
  initOptions.cluster = &job.cluster;
  if (!dump.empty()) initOptions.dumpDirectory = dump + "/init/partition";
  ASSIGN_OR_RETURN(const PartitionResult initPlan, partition(init, initOptions));

  ASSIGN_OR_RETURN(const PlanSummary summary, summarize(stepPlan, compileOptions));
  RETURN_IF_ERROR(checkMemory(summary, job.cluster));

  plan.stepPrograms = serializeAll(stepPlan.programs);
  plan.initPrograms = serializeAll(initPlan.programs);
  plan.devices.resize(static_cast<size_t>(stepPlan.mesh.deviceCount()));
  for (int64_t position = 0; position < stepPlan.mesh.deviceCount(); ++position) {
    JobPlan::Device& device = plan.devices[static_cast<size_t>(stepPlan.mesh.deviceAt(position))];
    device.stepProgram = stepPlan.programOfDevice[static_cast<size_t>(position)];
    device.initProgram = initPlan.programOfDevice[static_cast<size_t>(position)];
    for (size_t b = 0; b < plan.batch.size(); ++b)
      device.batchTiles.push_back(
          tileOf(stepPlan.mesh, stepPlan.argumentShardings[plan.batchArguments[b]], plan.batch[b].type.dims, position));
  }
  plan.mesh = summary.mesh;
  plan.summary = planText(summary, stepPlan, /*verbose=*/false);
  return plan;
}

}  // namespace partita
