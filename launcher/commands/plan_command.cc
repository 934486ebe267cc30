// `partita plan`: what each device would hold and send, with nothing run.
#include <cstdio>

#include "devices/cluster_config.h"
#include "frontends/load.h"
#include "graph/mesh_text.h"
#include "launcher/commands/commands.h"
#include "launcher/import_options.h"
#include "launcher/job/config.h"
#include "launcher/job/job_plan.h"
#include "launcher/plan_program.h"
#include "launcher/plan_text.h"
#include "partitioner/rule_text.h"
#include "runtime/verify_plan.h"

namespace partita {
StatusOr<int> planCommand(const PlanOptions& options, const CommonOptions& common) {
  PartitionOptions partitionOptions;
  partitionOptions.batchAxis = options.batchAxis;
  partitionOptions.dumpDirectory = common.dumpDirectory;
  partitionOptions.disabledPasses = common.disabledPasses;
  std::string file = options.file;
  JobConfig job;
  Cluster cluster;
  bool hasCluster = false;
  if (!options.job.empty()) {
    ASSIGN_OR_RETURN(job, loadJob(options.job));
    if (file.empty()) file = job.step;
    cluster = job.cluster;
    hasCluster = true;
    partitionOptions.mesh = job.mesh;
    partitionOptions.rules = job.rules;
    partitionOptions.fsdpAxis = job.fsdp;
    partitionOptions.deterministic = job.train.deterministic;
    partitionOptions.deterministicBlocks = job.train.deterministicBlocks;
  }
  if (file.empty()) return invalidArgument("plan needs a program: FILE, or --job JOB.toml");
  if (!options.cluster.empty()) {
    ASSIGN_OR_RETURN(cluster, loadCluster(options.cluster));
    hasCluster = true;
  }
  if (!options.mesh.empty()) {
    ASSIGN_OR_RETURN(partitionOptions.mesh, parseMesh(options.mesh));
  }
  if (!options.fsdp.empty()) partitionOptions.fsdpAxis = options.fsdp;
  for (const std::string& text : options.rules) {
    ASSIGN_OR_RETURN(PartitionRule rule, parsePartitionRule(text, "--rule"));
    partitionOptions.rules.push_back(std::move(rule));
  }

  ASSIGN_OR_RETURN(const ImportOptions importOptions, importOptionsOf(common));
  ASSIGN_OR_RETURN(Graph graph, loadVerified(file, importOptions));
  if (file == job.step && !file.empty()) {  // as train would plan it
    ASSIGN_OR_RETURN(const Graph init, loadVerified(job.init));
    JobPlan signature;
    RETURN_IF_ERROR(readSignature(job, init, graph, &signature));
  }
  resolveDonors(graph);
  if (partitionOptions.mesh.axes.empty() && !bringsMesh(graph))
    partitionOptions.mesh.axes = {{"data", hasCluster ? cluster.deviceCount() : 1}};
  if (hasCluster && !partitionOptions.mesh.axes.empty() && partitionOptions.mesh.deviceCount() != cluster.deviceCount())
    return invalidArgument("the mesh ", partitionOptions.mesh.toString(), " has ", partitionOptions.mesh.deviceCount(),
                           " devices, but the cluster \"", cluster.name, "\" has ", cluster.deviceCount());
  if (hasCluster) partitionOptions.cluster = &cluster;
  ASSIGN_OR_RETURN(const PartitionResult plan, partition(graph, partitionOptions));

  ASSIGN_OR_RETURN(CompileOptions compileOptions, compileOptionsOf(common));
  compileOptions.fixedSums = partitionOptions.deterministic;
  std::string verified;
  if (options.verify) {
    ASSIGN_OR_RETURN(verified, verifyPlan(graph, plan, partitionOptions, compileOptions));
  }

  if (!options.explain.empty()) {
    for (const std::string& value : options.explain) {
      ASSIGN_OR_RETURN(const std::vector<std::string> lines, explain(plan, value));
      std::printf("%s\n", value.c_str());
      for (const std::string& line : lines) std::printf("  %s\n", line.c_str());
    }
    return kExitFine;
  }
  ASSIGN_OR_RETURN(const PlanSummary summary, summarize(plan, compileOptions, hasCluster ? &cluster : nullptr));
  RETURN_IF_ERROR(checkSchedulesUsed(compileOptions));
  std::printf("%s", options.json ? strCat(planJson(summary, plan), "\n").c_str()
                                 : planText(summary, plan, common.verbose > 0).c_str());
  if (!verified.empty() && !options.json) std::printf("verified     %s\n", verified.c_str());
  if (hasCluster) RETURN_IF_ERROR(checkMemory(summary, cluster));
  return kExitFine;
}

}  // namespace partita
