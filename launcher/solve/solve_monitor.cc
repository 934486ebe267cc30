#include "launcher/solve/solve_monitor.h"

#include <cerrno>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <limits>

#include "base/clock.h"
#include "base/files.h"
#include "launcher/process.h"
#include "launcher/solve/iopddl.h"
#include "launcher/solve/solve_report.h"

namespace partita {
namespace {

constexpr double kBetweenWrites = 0.25;  // seconds
constexpr double kBetweenDrawings = 0.2;
constexpr double kBetweenLines = 1;

}  // namespace

StatusOr<std::unique_ptr<SolveMonitor>> SolveMonitor::start(const Options& options) {
  std::unique_ptr<SolveMonitor> monitor(new SolveMonitor(options));
  if (!options.log.empty()) {
    RETURN_IF_ERROR(checkWritable(options.log));
    monitor->log_.open(options.log, std::ios::trunc);
    if (!monitor->log_) return invalidArgument(options.log, ": cannot be written (log): ", std::strerror(errno));
  }
  monitor->thread_ = std::thread([self = monitor.get()] { self->run(); });
  return monitor;
}

SolveMonitor::~SolveMonitor() {
  if (!thread_.joinable()) return;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    done_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void SolveMonitor::onEvent(const SearchEvent& event, const std::vector<int>* choices) {
  std::lock_guard<std::mutex> lock(mutex_);
  newEvents_.push_back(event);
  newEvents_.back().seconds += options_.began;
  if (event.feasible && choices != nullptr) newChoices_ = *choices;
  wake_.notify_one();
}

void SolveMonitor::run() {
  double lastWrite = -kBetweenWrites, lastLine = -kBetweenLines;
  SearchEvent last, shown;
  last.cost = kInfiniteCost;
  last.bound = -std::numeric_limits<double>::infinity();
  std::unique_lock<std::mutex> lock(mutex_);
  while (true) {
    const bool pending = !newChoices_.empty() && !options_.out.empty();
    const double wait = options_.inPlace ? kBetweenDrawings : pending ? kBetweenWrites : kBetweenLines;
    if (!done_ && newEvents_.empty()) wake_.wait_for(lock, std::chrono::duration<double>(wait));
    const bool done = done_;
    std::vector<SearchEvent> events;
    events.swap(newEvents_);
    std::vector<int> choices;
    const double now = secondsNow();
    if (!newChoices_.empty() && now - lastWrite >= kBetweenWrites) choices.swap(newChoices_);
    lock.unlock();

    if (!events.empty()) last = events.back();
    logEvents(events);
    if (!choices.empty()) {
      writeAnswer(choices);
      lastWrite = now;
    }
    const bool news = last.cost != shown.cost || last.bound != shown.bound || last.feasible != shown.feasible;
    if (options_.inPlace ? done || now - lastLine >= kBetweenDrawings
                         : news && (done || now - lastLine >= kBetweenLines)) {
      showLine(last);
      shown = last;
      lastLine = now;
    }
    lock.lock();
    if (done) break;
  }
}

void SolveMonitor::logEvents(const std::vector<SearchEvent>& events) {
  if (!log_.is_open() || events.empty()) return;
  for (const SearchEvent& event : events) log_ << eventJson(event) << "\n";
  log_.flush();
  if (!log_ && logStatus_.ok())
    logStatus_ = invalidArgument(options_.log, ": cannot be written (log): ", std::strerror(errno));
}

void SolveMonitor::showLine(const SearchEvent& last) {
  std::string text;
  char seconds[32];
  std::snprintf(seconds, sizeof(seconds), "%7.1f s  ", processSeconds());
  text += seconds;
  const bool bounded = std::isfinite(last.bound);
  if (last.cost >= kInfiniteCost)
    text += "best -  no answer yet";
  else
    strAppend(&text, "best ", last.cost, last.feasible ? "  feasible" : "  over the limit");
  char bound[64] = "-";
  if (bounded) std::snprintf(bound, sizeof(bound), "%.10g", last.bound);
  strAppend(&text, "  bound ", std::string_view(bound));
  if (last.feasible && bounded) {
    Solution known;  // for its gap()
    known.cost = last.cost, known.bound = last.bound, known.feasible = true;
    strAppend(&text, "  gap ", percentText(known.gap()));
  }
  if (!last.method.empty()) strAppend(&text, "  (", last.method, ")");
  if (options_.inPlace) {
    std::printf("\r\033[K%s", text.c_str());
    lineOpen_ = true;
  } else {
    std::printf("%s\n", text.c_str());
  }
  std::fflush(stdout);
}

void SolveMonitor::writeAnswer(const std::vector<int>& choices) {
  if (options_.out.empty() || choices == written_) return;
  writeStatus_ = writeFile(options_.out, iopddlSolutionText(choices), /*sync=*/true);
  if (writeStatus_.ok()) written_ = choices;
}

Status SolveMonitor::finish(const Solution& solution) {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    done_ = true;
  }
  wake_.notify_one();
  thread_.join();
  if (lineOpen_) std::printf("\n");
  std::fflush(stdout);
  if (solution.feasible) writeAnswer(solution.choices);
  return writeStatus_.ok() ? logStatus_ : writeStatus_;
}

}  // namespace partita
