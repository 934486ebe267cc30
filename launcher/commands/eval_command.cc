// `partita eval`: self-checking programs, one verdict a file.
#include <cstdio>
#include <nlohmann/json.hpp>

#include "frontends/stablehlo.h"
#include "graph/evaluate.h"
#include "graph/verify.h"
#include "launcher/commands/commands.h"
#include "launcher/json_output.h"
#include "launcher/plan_program.h"
#include "runtime/run_once.h"

namespace partita {
namespace {

// Checks of a program are of numbers that were made so.
class StepwiseContext : public EvalContext {
 public:
  bool roundsSums() const override { return true; }
};

Status evalFile(const std::string& file, const EvalOptions& options, const CompileOptions& compileOptions,
                const CommonOptions& common) {
  ASSIGN_OR_RETURN(Graph graph, loadProgram(file));
  RETURN_IF_ERROR(verify(graph, Stage::kGlobal));
  RETURN_IF_ERROR(checkFitsProcess(graph, Mesh()));
  if (!graph.arguments.empty())
    return invalidArgument("@main takes ", graph.arguments.size(), " arguments: a self-checking program takes none");
  if (options.engine == "reference") {
    StepwiseContext context;
    return evaluateIn(context, graph, {}).status();
  }
  const int threads = common.threads > 0 ? common.threads : 1;
  ASSIGN_OR_RETURN(const MeshPlan plan, planForMesh(std::move(graph), PartitionOptions(), compileOptions));
  ASSIGN_OR_RETURN(const std::shared_ptr<Executable> executable, loadHere(plan, threads, compileOptions));
  ASSIGN_OR_RETURN(const ExecuteResult result, executable->execute({}));
  return result.await();
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
  for (const std::string& file : options.files) {
    const Status status = evalFile(file, options, compileOptions, common);
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
