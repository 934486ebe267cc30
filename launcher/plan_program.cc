#include "launcher/plan_program.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>

#include "runtime/client.h"
#include "runtime/verify_plan.h"

namespace partita {

StatusOr<CompileOptions> compileOptionsOf(const CommonOptions& common) {
  CompileOptions options;
  options.target = hostTarget();
  if (!common.target.empty()) {
    StatusOr<Target> target = namedTarget(common.target);
    if (!target.ok()) return annotate(target.status(), "--target");
    options.target = *std::move(target);
    const Status runs = checkRunsHere(options.target);
    if (!runs.ok()) return annotate(runs, strCat("--target ", common.target));
  }
  options.compileThreads = availableCores();
  options.cacheDirectory = common.cacheDirectory;
  options.cacheLimitBytes = static_cast<int64_t>(std::min<uint64_t>(common.cacheLimitBytes, INT64_MAX));
  options.strict = common.strict;
  options.dumpDirectory = common.dumpDirectory;
  if (!common.schedule.empty()) {
    ASSIGN_OR_RETURN(options.schedules.forced, ScheduleRecords::load(common.schedule));
  }
  if (!common.scheduleDatabase.empty()) {
    ASSIGN_OR_RETURN(options.schedules.database, ScheduleRecords::load(common.scheduleDatabase));
  }
  return options;
}

Status checkSchedulesUsed(const CompileOptions& options, World* world) {
  const ScheduleRecords* forced = options.schedules.forced.get();
  if (forced == nullptr) return absl::OkStatus();
  if (world == nullptr) return forced->checkUsed({forced->used()});
  ASSIGN_OR_RETURN(const std::vector<std::string> used, world->gather(forced->used()));
  return world->agree(world->rank() == 0 ? forced->checkUsed(used) : absl::OkStatus());
}

StatusOr<MeshPlan> planForMesh(Graph graph, PartitionOptions partitionOptions, const CompileOptions& options,
                               bool verify) {
  resolveDonors(graph);
  if (partitionOptions.mesh.axes.empty() && graph.meshes.empty()) return wholePlan(std::move(graph));
  partitionOptions.dumpDirectory = options.dumpDirectory.empty() ? "" : options.dumpDirectory + "/partition";
  ASSIGN_OR_RETURN(PartitionResult plan, partition(graph, partitionOptions));
  if (verify) {
    ASSIGN_OR_RETURN(const std::string verified, verifyPlan(graph, plan, partitionOptions, options));
    std::printf("verified     %s\n", verified.c_str());
  }
  return meshPlan(graph, std::move(plan));
}

}  // namespace partita
