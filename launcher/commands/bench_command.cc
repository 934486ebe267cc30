// `partita bench`: the time of a program, measured as the comparison scripts measure the peers.

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>

#include "base/clock.h"
#include "base/log.h"
#include "frontends/load.h"
#include "graph/evaluate.h"
#include "graph/mesh_text.h"
#include "launcher/commands/bench_cluster.h"
#include "launcher/commands/commands.h"
#include "launcher/import_options.h"
#include "launcher/job/config.h"
#include "launcher/json_output.h"
#include "launcher/plan_program.h"
#include "launcher/process.h"
#include "launcher/rank_verdict.h"
#include "runtime/generate.h"
#include "runtime/run_once.h"

namespace partita {
namespace {

struct Timing {
  double median = 0, best = 0;  // seconds of a run
};

// Warms up, then times runs for BUDGET seconds and at least 7 times, at most 20 s. Short runs are timed in groups of at
// least 50 us.
StatusOr<Timing> measure(const std::function<Status()>& run, double budget) {
  RETURN_IF_ERROR(run());
  double before = secondsNow();
  RETURN_IF_ERROR(run());
  const double once = secondsNow() - before;
  for (int i = 0; i < (once > 0.1 ? 2 : 10); ++i) RETURN_IF_ERROR(run());
  const int group = std::max(1, static_cast<int>(50e-6 / std::max(once, 1e-7)));
  std::vector<double> times;
  const double start = secondsNow();
  while (times.size() < 7 || secondsNow() - start < budget) {
    before = secondsNow();
    for (int i = 0; i < group; ++i) RETURN_IF_ERROR(run());
    times.push_back((secondsNow() - before) / group);
    if (secondsNow() - start > 20 && times.size() >= 3) break;
  }
  std::sort(times.begin(), times.end());
  const size_t half = times.size() / 2;
  return Timing{times.size() % 2 == 1 ? times[half] : 0.5 * (times[half - 1] + times[half]), times.front()};
}

// Floats in [0, 0.05): no second moment is negative. Integers in [0, 64): small enough to be tokens or indices.
StatusOr<Tensor> safeInput(size_t i, const TensorType& type) {
  Generator generator;
  generator.seed = i + 1;
  if (isFloat(type.dtype) || isComplex(type.dtype)) {
    generator.kind = Generator::Kind::kUniform;
    generator.high = 0.05;
  } else {
    generator.kind = Generator::Kind::kRandint;
    generator.high = type.dtype == DType::kI1 ? 2 : 64;
  }
  RETURN_IF_ERROR(
      checkMemoryAvailable(static_cast<double>(type.bytes()), strCat("argument ", i, ", ", type.toString(), ",")));
  return generateTensor(generator, type);
}

StatusOr<std::vector<Tensor>> safeInputs(const Graph& graph) {
  std::vector<Tensor> out;
  for (size_t i = 0; i < graph.arguments.size(); ++i) {
    ASSIGN_OR_RETURN(Tensor made, safeInput(i, graph.type(graph.bodyRegion().args[i])));
    out.push_back(std::move(made));
  }
  return out;
}

// Those of EXECUTABLE, on its devices: the peak of the process holds no second copy of them all.
StatusOr<std::vector<Buffer>> safeArguments(Executable& executable) {
  std::vector<Buffer> out;
  for (size_t i = 0; i < executable.argumentCount(); ++i) {
    const PlacementPtr& placement = executable.argument(i);
    ASSIGN_OR_RETURN(const Tensor made, safeInput(i, placement->type));
    ASSIGN_OR_RETURN(Buffer buffer, executable.client()->bufferFromTensor(made, placement));
    out.push_back(std::move(buffer));
  }
  return out;
}

// A program that runs over and over, its donated arguments replaced by what became of them.
class Workload {
 public:
  Workload(std::shared_ptr<Executable> executable, std::vector<Buffer> arguments, bool profile)
      : executable_(std::move(executable)), arguments_(std::move(arguments)) {
    options_.profile = profile;
  }
  Status run() {
    ASSIGN_OR_RETURN(ExecuteResult result, executable_->execute(arguments_, options_));
    RETURN_IF_ERROR(result.await());
    for (size_t i = 0; i < arguments_.size(); ++i) {
      if (const int32_t to = executable_->donatedTo(i); to >= 0)
        arguments_[i] = result.buffers[static_cast<size_t>(to)];
    }
    if (!options_.profile) return absl::OkStatus();
    for (const ExecutionTimes::ThunkTime& thunk : result.times(0).thunks) {
      Profile& profile = profiles_[thunk.thunk];
      ++profile.runs;
      profile.seconds += std::chrono::duration<double>(thunk.ended - thunk.started).count();
    }
    return absl::OkStatus();
  }
  void printProfile() const {
    std::vector<std::pair<const Thunk*, Profile>> sorted(profiles_.begin(), profiles_.end());
    std::sort(sorted.begin(), sorted.end(),
              [](const auto& a, const auto& b) { return a.second.seconds > b.second.seconds; });
    double total = 0;
    for (const auto& [thunk, profile] : sorted) total += profile.seconds;
    std::fprintf(stderr, "%10s %6s %12s  thunk\n", "ms", "%", "us a run");
    for (const auto& [thunk, profile] : sorted) {
      std::fprintf(stderr, "%10.3f %6.2f %12.2f  %s\n", profile.seconds * 1e3,
                   100 * profile.seconds / std::max(total, 1e-12),
                   profile.seconds * 1e6 / static_cast<double>(profile.runs), thunk->name.c_str());
    }
  }

 private:
  struct Profile {
    int64_t runs = 0;
    double seconds = 0;
  };
  std::shared_ptr<Executable> executable_;
  std::vector<Buffer> arguments_;
  ExecuteOptions options_;
  std::map<const Thunk*, Profile> profiles_;
};

}  // namespace

StatusOr<int> benchCommand(const BenchOptions& options, const CommonOptions& common) {
  if (!options.cluster.empty()) {
    ASSIGN_OR_RETURN(const std::shared_ptr<World> world, World::create(std::chrono::minutes(5)));
    configureLog(common.verbose > 0 ? LogLevel::kDebug : LogLevel::kInfo, world->size() > 1 ? world->rank() : -1);
    if (!common.schedule.empty() || !common.scheduleDatabase.empty())
      return rankVerdict(*world, world->agree(invalidArgument("schedules are for the kernels of a program: give no "
                                                              "--schedule where bench measures a cluster")));
    if (!options.file.empty()) {
      return rankVerdict(*world, world->agree(invalidArgument("bench measures a program or a cluster: give ",
                                                              options.file, " or --cluster ", options.cluster)));
    }
    return rankVerdict(*world, benchCluster(options, common, world));
  }
  if (options.file.empty())
    return invalidArgument("bench needs a program (FILE) or a cluster (--cluster CLUSTER.toml)");
  const int threads = common.threads > 0 ? common.threads : availableCores();
  const double begin = secondsNow();
  ASSIGN_OR_RETURN(const CompileOptions compileOptions, compileOptionsOf(common));
  ASSIGN_OR_RETURN(const ImportOptions importOptions, importOptionsOf(common));
  ASSIGN_OR_RETURN(Graph graph, loadVerified(options.file, importOptions));
  std::vector<Tensor> inputs;
  MeshPlan plan;
  std::unique_ptr<Workload> workload;
  std::function<Status()> run;
  double compileSeconds = 0;
  if (options.engine == "reference") {
    RETURN_IF_ERROR(checkFitsProcess(graph, Mesh()));
    ASSIGN_OR_RETURN(inputs, safeInputs(graph));
    run = [&] { return evaluate(graph, inputs).status(); };
  } else {
    PartitionOptions partition;
    partition.disabledPasses = common.disabledPasses;
    if (!options.mesh.empty()) {
      ASSIGN_OR_RETURN(partition.mesh, parseMesh(options.mesh));
    }
    RETURN_IF_ERROR(checkFitsProcess(graph, partition.mesh));
    ASSIGN_OR_RETURN(plan, planForMesh(graph, partition, compileOptions));
    ASSIGN_OR_RETURN(const std::shared_ptr<Executable> executable, loadHere(plan, threads, compileOptions));
    RETURN_IF_ERROR(checkSchedulesUsed(compileOptions));
    compileSeconds = secondsNow() - begin;
    ASSIGN_OR_RETURN(std::vector<Buffer> arguments, safeArguments(*executable));
    workload = std::make_unique<Workload>(executable, std::move(arguments), options.profile);
    run = [&] { return workload->run(); };
  }
  ASSIGN_OR_RETURN(const Timing timing, measure(run, options.budgetSeconds));
  const int64_t peakMebibytes = peakMemoryBytes() / (1024 * 1024);
  const std::string name =
      options.workload.empty() ? std::filesystem::path(options.file).stem().string() : options.workload;
  if (options.json) {
    using Json = nlohmann::ordered_json;
    const Json line = {{"workload", name},
                       {"threads", threads},
                       {"median_ms", jsonNumber<Json>(timing.median * 1e3, 6)},
                       {"best_ms", jsonNumber<Json>(timing.best * 1e3, 6)},
                       {"compile_s", jsonNumber<Json>(compileSeconds, 4)},
                       {"peak_rss_mb", peakMebibytes}};
    std::printf("%s\n", jsonLine(line).c_str());
  } else {
    std::printf("%s: median %.4f ms, best %.4f ms, compiled in %.3f s, peak memory %lld MiB, %d threads\n",
                name.c_str(), timing.median * 1e3, timing.best * 1e3, compileSeconds,
                static_cast<long long>(peakMebibytes), threads);
  }
  if (options.profile && workload != nullptr) workload->printProfile();
  return kExitFine;
}

}  // namespace partita
