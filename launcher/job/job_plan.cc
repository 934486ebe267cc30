#include "launcher/job/job_plan.h"

#include <algorithm>
#include <map>

#include "frontends/load.h"
#include "launcher/plan_text.h"
#include "runtime/verify_plan.h"

namespace partita {
namespace {

const TensorType& argumentType(const Graph& graph, size_t i) { return graph.type(graph.bodyRegion().args[i]); }
const TensorType& resultType(const Graph& graph, size_t i) { return graph.type(graph.bodyRegion().results[i]); }

// Every leaf's new value is written where the leaf is: it is cut as the leaf, and takes its memory.
Status checkUpdates(const JobConfig& job, const JobPlan& plan, const PartitionResult& stepPlan) {
  for (const StateLeaf& leaf : plan.state) {
    for (const Graph& program : stepPlan.programs) {
      if (program.arguments[leaf.argument].aliasesResult == static_cast<int>(leaf.result)) continue;
      return unimplemented(job.step, ": argument ", leaf.argument, " (", program.arguments[leaf.argument].name,
                           ") is cut as ", shardingToString(stepPlan.argumentShardings[leaf.argument], stepPlan.mesh),
                           ", but result ", leaf.result, " (", program.results[leaf.result].name,
                           "), its new value, as ",
                           shardingToString(stepPlan.resultShardings[leaf.result], stepPlan.mesh),
                           ": the step would not update it; give both the same sharding");
    }
  }
  return absl::OkStatus();
}

}  // namespace

Status readSignature(const JobConfig& job, const Graph& init, Graph& step, JobPlan* plan) {
  ASSIGN_OR_RETURN(plan->state, pairState(job, init, step));
  donateState(plan->state, step);
  std::vector<bool> isState(step.results.size());
  for (const StateLeaf& leaf : plan->state) isState[leaf.result] = true;
  for (uint32_t i = 0; i < step.arguments.size(); ++i) {
    if (step.arguments[i].aliasesResult) continue;
    plan->batchArguments.push_back(i);
    plan->batch.push_back({argumentType(step, i), step.arguments[i].name});
  }
  MeshId whole;  // without axes: what nothing cuts
  std::map<std::string, int> uses;
  for (uint32_t i = 0; i < step.results.size(); ++i) {
    const TensorType& type = resultType(step, i);
    if (isState[i] || type.isToken()) continue;
    std::string name = lastPathPart(step.results[i].name);
    if (name.empty()) name = strCat("result", i);
    // "result[1]['a']['loss']", "result[1]['b']['loss']"; "step" is the number of the step.
    if (uses[name]++ > 0 || name == "step") name = step.results[i].name;
    plan->metrics.emplace_back(i, std::move(name));
    if (type.rank() == 0 || type.elements() > kMaxMetricElements) continue;
    if (!whole.valid()) {
      whole = step.meshes.add(Mesh{});
      step.meshes[whole].name = strCat("job_", whole.index);
    }
    step.results[i].attrs.set("sdy.sharding", ShardingsAttr{Sharding::replicatedOver(whole, type.rank())});
  }
  if (init.arguments.size() > 1)
    return invalidArgument(job.init, ": takes ", init.arguments.size(),
                           " arguments: an init program takes a seed or nothing");
  if (init.arguments.size() == 1 && (argumentType(init, 0).rank() != 0 || !isInteger(argumentType(init, 0).dtype)))
    return invalidArgument(job.init, ": its argument is ", argumentType(init, 0).toString(),
                           ": the seed is one whole number");
  return absl::OkStatus();
}

std::string lastPathPart(std::string_view path) {
  while (!path.empty() && (path.back() == ']' || path.back() == '\'' || path.back() == '"')) path.remove_suffix(1);
  const size_t begin = path.find_last_of("['\".");
  return std::string(begin == std::string_view::npos ? path : path.substr(begin + 1));
}

StatusOr<JobPlan> planJob(const JobConfig& job, const CompileOptions& compileOptions, bool verify) {
  JobPlan plan;
  ASSIGN_OR_RETURN(Graph init, loadVerified(job.init));
  ASSIGN_OR_RETURN(Graph step, loadVerified(job.step));
  RETURN_IF_ERROR(readSignature(job, init, step, &plan));

  PartitionOptions options;
  options.mesh = job.mesh;
  if (options.mesh.axes.empty() && !bringsMesh(step)) options.mesh.axes = {{"data", job.cluster.deviceCount()}};
  options.rules = job.rules;
  options.fsdpAxis = job.fsdp;
  options.deterministic = job.train.deterministic;
  options.deterministicBlocks = job.train.deterministicBlocks;
  options.cluster = &job.cluster;
  const std::string dump = compileOptions.dumpDirectory;
  if (!dump.empty()) options.dumpDirectory = dump + "/step/partition";
  ASSIGN_OR_RETURN(PartitionResult stepPlan, partition(step, options));
  if (stepPlan.mesh.deviceCount() != job.cluster.deviceCount())
    return invalidArgument(job.file, ": the mesh ", stepPlan.mesh.toString(), " of ", job.step, " has ",
                           stepPlan.mesh.deviceCount(), " devices, but the cluster \"", job.cluster.name, "\" has ",
                           job.cluster.deviceCount(), ": change [mesh] or [cluster] file");

  RETURN_IF_ERROR(checkUpdates(job, plan, stepPlan));

  // The init program runs on the same mesh, and each device makes only its tile of the state.
  const MeshId mesh = init.meshes.add(stepPlan.mesh);
  init.meshes[mesh].name = strCat("job_", mesh.index);
  for (size_t i = 0; i < init.results.size(); ++i) {
    Sharding sharding = stepPlan.argumentShardings[plan.state[i].argument];
    sharding.mesh = mesh;
    init.results[i].attrs.set("sdy.sharding", ShardingsAttr{sharding});
  }
  PartitionOptions initOptions;
  initOptions.mesh = stepPlan.mesh;
  initOptions.batchAxis = "";
  initOptions.cluster = &job.cluster;
  if (!dump.empty()) initOptions.dumpDirectory = dump + "/init/partition";
  ASSIGN_OR_RETURN(PartitionResult initPlan, partition(init, initOptions));

  ASSIGN_OR_RETURN(const PlanSummary summary, summarize(stepPlan, compileOptions, &job.cluster));
  RETURN_IF_ERROR(checkMemory(summary, job.cluster));

  plan.mesh = summary.mesh;
  plan.summary = planText(summary, stepPlan, /*verbose=*/false);
  if (verify) {
    const auto check = [&](const char* name, const std::string& file, const Graph& graph, const PartitionResult& made,
                           const PartitionOptions& madeWith) -> Status {
      const StatusOr<std::string> verified = verifyPlan(graph, made, madeWith, compileOptions);
      if (!verified.ok()) return annotate(verified.status(), file);
      strAppend(&plan.summary, "verified     ", name, ": ", *verified, "\n");
      return absl::OkStatus();
    };
    RETURN_IF_ERROR(check("init", job.init, init, initPlan, initOptions));
    RETURN_IF_ERROR(check("step", job.step, step, stepPlan, options));
  }
  plan.step = meshPlan(step, std::move(stepPlan));
  plan.init = meshPlan(init, std::move(initPlan));
  return plan;
}

}  // namespace partita
