// `partita solve`: an IOPDDL instance in, the best choice of strategies found in a given time out, with its bound.
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdio>

#include "base/files.h"
#include "launcher/commands/commands.h"
#include "launcher/plan_text.h"
#include "launcher/process.h"
#include "launcher/solve/iopddl.h"
#include "launcher/solve/solve_monitor.h"
#include "launcher/solve/solve_plot.h"
#include "launcher/solve/solve_report.h"
#include "partitioner/search/search.h"
#include "runtime/client.h"

namespace partita {
namespace {

// What is kept of the time limit for writing and reporting the answer.
double reservedSeconds(const ChoiceProblem& problem) {
  return 0.05 + 5e-7 * (static_cast<double>(problem.numNodes()) + problem.numEdges());
}

std::atomic<bool> stopRequested{false};
static_assert(std::atomic<bool>::is_always_lock_free);

// While one lives, the first SIGINT or SIGTERM asks the search to stop; a second one ends the process as usual.
class StopOnSignal {
 public:
  StopOnSignal() {
    stopRequested = false;
    struct sigaction action {};
    action.sa_handler = [](int) { stopRequested = true; };
    action.sa_flags = static_cast<int>(SA_RESTART | SA_RESETHAND);
    sigaction(SIGINT, &action, &interrupt_);
    sigaction(SIGTERM, &action, &terminate_);
  }
  ~StopOnSignal() {
    sigaction(SIGINT, &interrupt_, nullptr);
    sigaction(SIGTERM, &terminate_, nullptr);
  }
  StopOnSignal(const StopOnSignal&) = delete;
  StopOnSignal& operator=(const StopOnSignal&) = delete;

 private:
  struct sigaction interrupt_ {
  }, terminate_{};
};

// The search's word is not taken for it: cost, peaks and feasibility are summed up anew.
Status checkSolution(const ChoiceProblem& problem, const Solution& solution) {
  if (solution.choices.empty() && problem.numNodes() > 0) return absl::OkStatus();
  ASSIGN_OR_RETURN(const Evaluation evaluation, evaluate(problem, solution.choices));
  if (evaluation.cost != solution.cost || evaluation.feasible != solution.feasible)
    return internalError("the search reports cost ", solution.cost, solution.feasible ? "" : ", not",
                         " feasible, but the choices cost ", evaluation.cost, evaluation.feasible ? "" : ", not",
                         " feasible");
  const double cost = static_cast<double>(solution.cost);
  if (solution.feasible && solution.bound > cost + 1e-9 * std::abs(cost) + 1)
    return internalError("the search reports bound ", solution.bound, " above the feasible cost ", solution.cost);
  return absl::OkStatus();
}

}  // namespace

StatusOr<int> solveCommand(const SolveOptions& options, const CommonOptions& common) {
  processSeconds();  // reads the clock's origin
  for (const std::string* path : {&options.out, &options.report, &options.plot})
    if (!path->empty()) RETURN_IF_ERROR(checkWritable(*path));
  ASSIGN_OR_RETURN(const IopddlInstance instance, readIopddl(options.iopddl));
  const ChoiceProblem& problem = instance.problem;
  SearchOptions search;
  search.threads = common.threads > 0 ? common.threads : availableCores();
  search.seed = options.seed;
  search.deterministic = options.deterministic;
  search.rounds = options.rounds;
  search.targetGap = options.gap;
  search.stop = &stopRequested;
  if (!options.start.empty()) {
    ASSIGN_OR_RETURN(search.start, readIopddlSolution(options.start, problem));
  }

  SolveReport report;
  report.file = options.iopddl;
  report.instance = instance.name;
  report.problem = &problem;
  report.timeLimit = options.timeLimit;
  report.threads = search.threads;
  report.seed = options.seed;
  report.readSeconds = processSeconds();
  std::printf("instance     %s%s%d nodes, %d edges of %d kinds, %s\n", instance.name.c_str(),
              instance.name.empty() ? "" : ": ", problem.numNodes(), problem.numEdges(), problem.numMatrices(),
              problem.limit(0) == kNoLimit ? "no limit" : strCat("limit ", problem.limit(0)).c_str());
  std::fflush(stdout);

  const StopOnSignal stopOnSignal;
  SolveMonitor::Options monitorOptions;
  monitorOptions.out = options.out;
  monitorOptions.log = options.log;
  monitorOptions.inPlace = isatty(STDOUT_FILENO) != 0;
  monitorOptions.began = processSeconds();
  ASSIGN_OR_RETURN(const std::unique_ptr<SolveMonitor> monitor, SolveMonitor::start(monitorOptions));
  search.onEvent = [&monitor](const SearchEvent& event, const std::vector<int>* choices) {
    monitor->onEvent(event, choices);
  };
  // Reading may have used the time up: then what the search comes by at once is the answer.
  search.timeLimit = std::max(0.001, options.timeLimit - reservedSeconds(problem) - processSeconds());
  StatusOr<Solution> solution = partita::search(problem, search);
  RETURN_IF_ERROR(solution.status());
  RETURN_IF_ERROR(checkSolution(problem, *solution));
  const Status monitored = monitor->finish(*solution);

  report.solution = *std::move(solution);
  report.events = report.solution.log;
  for (SearchEvent& event : report.events) event.seconds += monitorOptions.began;
  report.interrupted = stopRequested;
  report.seconds = processSeconds();
  std::printf("%s", solveText(report).c_str());
  if (options.explain) std::printf("%s", explainText(problem, report.solution).c_str());
  std::fflush(stdout);
  if (!options.plot.empty()) RETURN_IF_ERROR(writeFile(options.plot, solvePlot(report)));
  if (!options.report.empty()) {
    report.seconds = processSeconds();
    RETURN_IF_ERROR(writeFile(options.report, solveJson(report)));
  }
  RETURN_IF_ERROR(monitored);
  if (report.solution.feasible) return kExitFine;
  return resourceExhausted("no feasible plan: ", infeasibilityText(report.solution.infeasibility));
}

}  // namespace partita
