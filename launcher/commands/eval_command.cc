// `partita eval`: self-checking programs, one verdict a file.
#include <cstdio>
#include <nlohmann/json.hpp>
#include <random>

#include "base/files.h"
#include "frontends/stablehlo.h"
#include "graph/evaluate.h"
#include "graph/print.h"
#include "graph/verify.h"
#include "launcher/commands/commands.h"
#include "launcher/json_output.h"
#include "launcher/plan_program.h"
#include "partitioner/random_shardings.h"
#include "runtime/run_once.h"

namespace partita {
namespace {

// Checks of a program are of numbers that were made so.
class StepwiseContext : public EvalContext {
 public:
  bool roundsSums() const override { return true; }
};

// The whole program, on one device or on those of its own meshes.
Status evalWhole(const Graph& graph, const EvalOptions& options, const CompileOptions& compileOptions, int threads) {
  if (options.engine == "reference") {
    StepwiseContext context;
    return evaluateIn(context, graph, {}).status();
  }
  ASSIGN_OR_RETURN(const MeshPlan plan, planForMesh(graph, PartitionOptions(), compileOptions));
  ASSIGN_OR_RETURN(const std::shared_ptr<Executable> executable, loadHere(plan, threads, compileOptions));
  ASSIGN_OR_RETURN(const ExecuteResult result, executable->execute({}));
  return result.await();
}

// The program over devices of this process, where its checks look at what each of them holds. A program that has meshes
// keeps them.
Status evalPartitioned(Graph graph, const EvalOptions& options, const CompileOptions& compileOptions, int threads,
                       uint64_t seed) {
  Rng rng(seed);
  if (graph.meshes.empty()) {
    graph.meshes.add(randomMeshOf(rng, options.partitions));
    constrainAtRandom(graph, rng);
  }
  if (!compileOptions.dumpDirectory.empty())
    RETURN_IF_ERROR(writeFile(compileOptions.dumpDirectory + "/sharded.mlir", printGraph(graph)));
  if (options.engine != "reference") return evalWhole(graph, options, compileOptions, threads);
  ASSIGN_OR_RETURN(const PartitionResult plan, partition(graph, PartitionOptions()));
  const size_t devices = plan.programOfDevice.size();
  std::vector<const Graph*> programs(devices);
  for (size_t position = 0; position < devices; ++position)
    programs[static_cast<size_t>(plan.mesh.deviceAt(static_cast<int64_t>(position)))] =
        &plan.programs[plan.programOfDevice[position]];
  return evaluateGrid(programs, std::vector<std::vector<Tensor>>(devices), /*roundsSums=*/true).status();
}

Status evalFile(const std::string& file, const EvalOptions& options, const CompileOptions& compileOptions,
                const CommonOptions& common, uint64_t seed) {
  ASSIGN_OR_RETURN(Graph graph, loadProgram(file));
  RETURN_IF_ERROR(verify(graph, Stage::kGlobal));
  RETURN_IF_ERROR(checkFitsProcess(graph, Mesh()));
  if (!graph.arguments.empty())
    return invalidArgument("@main takes ", graph.arguments.size(), " arguments: a self-checking program takes none");
  const int threads = common.threads > 0 ? common.threads : 1;
  RETURN_IF_ERROR(evalWhole(graph, options, compileOptions, threads));
  if (options.partitions == 0) return {};
  return annotate(evalPartitioned(std::move(graph), options, compileOptions, threads, seed),
                  strCat("over ", options.partitions, " devices, seed ", seed));
}

// Of the contract: pass, fail (a check does not hold), unsupported (valid, not built), invalid (the program is wrong),
// error.
std::string_view verdictOf(const Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kOk:
      return "pass";
    case absl::StatusCode::kDataLoss:
      return "fail";
    case absl::StatusCode::kUnimplemented:
      return "unsupported";
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kNotFound:
      return "invalid";
    default:
      return "error";
  }
}

}  // namespace

StatusOr<int> evalCommand(const EvalOptions& options, const CommonOptions& common) {
  ASSIGN_OR_RETURN(const CompileOptions compileOptions, compileOptionsOf(common));
  bool allPass = true;
  Status first;
  const uint64_t drawn = options.seed != 0 ? options.seed : std::random_device()() + uint64_t{1};
  if (options.partitions > 0)
    std::fprintf(stderr, "partita eval: --seed %llu\n", static_cast<unsigned long long>(drawn));
  for (const std::string& file : options.files) {
    const Status status = evalFile(file, options, compileOptions, common, drawn);
    allPass = allPass && status.ok();
    if (first.ok()) first = status;
    const std::string_view verdict = verdictOf(status);
    if (options.json) {
      const nlohmann::ordered_json line = {{"file", file}, {"status", verdict}, {"message", toView(status.message())}};
      std::printf("%s\n", jsonLine(line).c_str());
    } else {
      std::printf("%-11s  %s%s%s\n", std::string(verdict).c_str(), file.c_str(), status.ok() ? "" : "  ",
                  std::string(status.message()).c_str());
    }
    std::fflush(stdout);
  }
  if (allPass && options.engine != "reference") RETURN_IF_ERROR(checkSchedulesUsed(compileOptions));
  return allPass ? kExitFine : exitCodeOf(first);
}

}  // namespace partita
