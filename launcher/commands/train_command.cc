// `partita train`: the main job. Rank 0 plans once; every rank checks and compiles its part; then the steps.
#include <cstdio>
#include <filesystem>

#include "base/clock.h"
#include "base/files.h"
#include "base/log.h"
#include "checkpoint/saver.h"
#include "launcher/commands/commands.h"
#include "launcher/job/config.h"
#include "launcher/job/handshake.h"
#include "launcher/job/job_plan.h"
#include "launcher/job/restore.h"
#include "launcher/job/trainer.h"
#include "launcher/plan_program.h"
#include "launcher/plan_text.h"
#include "launcher/rank_verdict.h"

namespace partita {
namespace {

// The plan of rank 0, at every rank.
StatusOr<JobPlan> sharePlan(const JobConfig& job, const CompileOptions& compileOptions, bool verify, World& world,
                            double* planSeconds) {
  ASSIGN_OR_RETURN(const std::string message, shareMessage(world, "job plan", [&]() -> StatusOr<std::string> {
                     const double begin = secondsNow();
                     ASSIGN_OR_RETURN(const JobPlan plan, planJob(job, compileOptions, verify));
                     *planSeconds = secondsNow() - begin;
                     return serializeJobPlan(plan);
                   }));
  StatusOr<JobPlan> plan = parseJobPlan(message);
  RETURN_IF_ERROR(world.agree(plan.status()));
  return plan;
}

void printHeader(const JobConfig& job, const JobPlan& plan, const Trainer& trainer, const Restored& restored,
                 double planSeconds) {
  std::string devices;
  for (const ClusterNode& node : job.cluster.nodes) {
    for (const DeviceGroup& group : node.devices) {
      const DeviceClass& kind = job.cluster.classes[group.deviceClass];
      strAppend(&devices, devices.empty() ? "" : ", ", node.processes, " x ", group.count, " ", kind.name, " (",
                kind.threads, kind.threads == 1 ? " thread)" : " threads)");
    }
  }
  std::printf("job          %s: %s\n", job.name.c_str(), std::filesystem::proximate(job.step).c_str());
  std::printf("devices      %s, target %s\n", devices.c_str(), hostTarget().cpu.c_str());
  std::printf("%s", plan.summary.c_str());
  std::printf("state        %s a device in %zu arrays; a step takes %lld %s\n",
              bytesText(static_cast<double>(trainer.stateBytes())).c_str(), plan.state.size(),
              static_cast<long long>(trainer.data().itemsPerStep()), trainer.data().itemName().c_str());
  std::printf("%s", restored.text.c_str());
  if (!job.checkpoint.dir.empty())
    std::printf("checkpoints  every %lld steps into %s, the newest %lld are kept\n",
                static_cast<long long>(job.checkpoint.every), job.checkpoint.dir.c_str(),
                static_cast<long long>(job.checkpoint.keep));
  std::printf("ready        planned in %s, compiled in %s\n", secondsText(planSeconds).c_str(),
              secondsText(trainer.compileSeconds()).c_str());
  std::fflush(stdout);
}

Status writeResolved(const JobConfig& job) {
  if (job.train.metrics.empty()) return absl::OkStatus();
  const std::filesystem::path folder = std::filesystem::path(job.train.metrics).parent_path();
  for (const auto& [name, text] :
       {std::pair("job.toml", &job.resolved), std::pair("cluster.toml", &job.resolvedCluster)}) {
    const std::filesystem::path path = folder / name;
    std::error_code error;
    const bool own =
        std::filesystem::equivalent(path, job.file, error) || std::filesystem::equivalent(path, job.clusterFile, error);
    if (own) {
      logWarning("the job as it is run is not written beside its metrics: ", path.string(),
                 " is the file it was read from");
      continue;
    }
    RETURN_IF_ERROR(writeFile(path.string(), *text));
  }
  return absl::OkStatus();
}

StatusOr<std::unique_ptr<CheckpointSaver>> makeSaver(const JobConfig& job, const JobPlan& plan,
                                                     std::map<std::string, std::string> hashes, const Trainer& trainer,
                                                     std::shared_ptr<Client> client,
                                                     const std::shared_ptr<World>& world) {
  if (job.checkpoint.dir.empty()) return std::unique_ptr<CheckpointSaver>();
  SaverOptions options;
  options.dir = job.checkpoint.dir;
  options.every = job.checkpoint.every;
  options.keep = job.checkpoint.keep;
  options.async = job.checkpoint.async;
  options.lastStep = job.train.steps;
  options.job = job.name;
  options.mesh = plan.mesh;
  options.hashes = std::move(hashes);
  return CheckpointSaver::make(std::move(options), std::move(client), world, trainer.state());
}

Status runSteps(const JobConfig& job, int64_t first, Trainer& trainer, CheckpointSaver* saver, World& world,
                std::unique_ptr<Progress>* progress) {
  Status opened;
  if (world.rank() == 0) {
    StatusOr<Progress> made = Progress::open(job.train.steps, job.train.logEvery, trainer.data().itemsPerStep(),
                                             trainer.data().itemName(), job.train.metrics, first);
    opened = made.ok() ? writeResolved(job) : made.status();
    if (made.ok()) *progress = std::make_unique<Progress>(*std::move(made));
  }
  RETURN_IF_ERROR(world.agree(opened));
  for (int64_t step = first; step < job.train.steps; ++step) {
    ASSIGN_OR_RETURN(const StepReport report, trainer.step(step));
    if (*progress != nullptr) RETURN_IF_ERROR((*progress)->report(report));
    if (saver != nullptr) RETURN_IF_ERROR(saver->atStep(step + 1, trainer.stateBuffers()));
  }
  return saver == nullptr ? absl::OkStatus() : saver->finish();
}

Status train(const TrainOptions& options, const CommonOptions& common, const StatusOr<JobConfig>& loaded,
             const std::shared_ptr<World>& shared) {
  World& world = *shared;
  RETURN_IF_ERROR(world.agree(loaded.status()));
  const JobConfig& job = *loaded;
  RETURN_IF_ERROR(
      world.agree(checkCluster(job.cluster, job.clusterFile, strCat("partita train ", options.job), world)));
  StatusOr<CompileOptions> chosen = compileOptionsOf(common);
  if (chosen.ok() && job.train.deterministic && !chosen->schedules.onlyDefault())
    chosen = invalidArgument(job.file,
                             ": [train] deterministic is for the built-in schedules, of which it knows in which "
                             "order they sum: leave --schedule and --schedule-database out");
  RETURN_IF_ERROR(world.agree(chosen.status()));
  CompileOptions& compileOptions = *chosen;
  RETURN_IF_ERROR(handshake(strCat(job.resolved, job.resolvedCluster, compileOptions.schedules.fingerprint()),
                            job.data.files, world));

  for (const std::string& note : job.notes) {
    if (world.rank() == 0) logInfo(note);
  }
  RETURN_IF_ERROR(world.agree(world.rank() == 0 ? checkResume(job, options.resume) : absl::OkStatus()));

  compileOptions.compileThreads = compileThreadsOf(job.cluster);
  compileOptions.fixedSums = job.train.deterministic;
  if (!compileOptions.dumpDirectory.empty() && world.rank() > 0)
    strAppend(&compileOptions.dumpDirectory, "/rank", world.rank());
  double planSeconds = 0;
  ASSIGN_OR_RETURN(const JobPlan plan, sharePlan(job, compileOptions, options.verify, world, &planSeconds));

  ClientOptions clientOptions;
  clientOptions.threads = common.threads;
  StatusOr<std::shared_ptr<Client>> client = Client::onCluster(job.cluster, clientOptions, shared);
  RETURN_IF_ERROR(world.agree(client.status()));
  StatusOr<std::unique_ptr<Trainer>> trainer = Trainer::make(job, plan, *client, compileOptions);
  RETURN_IF_ERROR(world.agree(trainer.status()));
  RETURN_IF_ERROR(checkSchedulesUsed(compileOptions, &world));
  const std::map<std::string, std::string> hashes = programHashes(job);
  ASSIGN_OR_RETURN(const Restored restored, restore(job, options.resume, hashes, **trainer, world));
  ASSIGN_OR_RETURN(const std::unique_ptr<CheckpointSaver> saver,
                   makeSaver(job, plan, hashes, **trainer, *client, shared));
  if (world.rank() == 0) printHeader(job, plan, **trainer, restored, planSeconds);

  std::unique_ptr<Progress> progress;
  const Status status = runSteps(job, restored.step, **trainer, saver.get(), world, &progress);
  if (progress != nullptr) {
    progress->endLine();
    if (status.ok()) progress->finish();
  }
  if (!status.ok()) {
    const std::string done =
        progress == nullptr ? "" : strCat(" after ", progress->stepsDone(), " of ", job.train.steps, " steps");
    (*client)->abort(strCat("rank ", world.rank(), ": ", toView(status.message())));
    return annotate(status, strCat("training failed on rank ", world.rank(), done));
  }
  return absl::OkStatus();
}

}  // namespace

StatusOr<int> trainCommand(const TrainOptions& options, const CommonOptions& common) {
  const StatusOr<JobConfig> job = loadJob(options.job, options.overrides);
  const double deadline = job.ok() ? job->train.collectiveDeadline : 300;
  ASSIGN_OR_RETURN(const std::shared_ptr<World> world,
                   World::create(std::chrono::milliseconds(static_cast<int64_t>(deadline * 1e3))));
  configureLog(common.verbose > 0 ? LogLevel::kDebug : LogLevel::kInfo, world->size() > 1 ? world->rank() : -1);
  const Status status = train(options, common, job, world);
  return rankVerdict(*world, status);
}

}  // namespace partita
