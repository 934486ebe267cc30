#pragma once
// What `partita solve` does while the search runs, in a thread of its own so that the search never waits for a disk or
// a terminal: keeps the best feasible answer in its file, logs events, and shows one line of progress.
#include <condition_variable>
#include <fstream>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "partitioner/search/solution.h"

namespace partita {

class SolveMonitor {
 public:
  struct Options {
    std::string out;       // "" = the answer is not written
    std::string log;       // "" = none; JSON lines
    bool inPlace = false;  // the line is redrawn, as on a terminal; else a line for each improvement, not too many
    double began = 0;      // age of the process when the search begins: events count from there
  };

  static StatusOr<std::unique_ptr<SolveMonitor>> start(const Options& options);
  ~SolveMonitor();

  // SearchOptions::onEvent.
  void onEvent(const SearchEvent& event, const std::vector<int>* choices);
  // Ends the thread and the line, and writes the answer where it is feasible and not written yet. Error: the
  // answer or the log could not be written.
  Status finish(const Solution& solution);

 private:
  explicit SolveMonitor(const Options& options) : options_(options) {}
  void run();
  // These three run in the thread, or after it has ended.
  void logEvents(const std::vector<SearchEvent>& events);
  void showLine(const SearchEvent& last);
  void writeAnswer(const std::vector<int>& choices);

  const Options options_;
  std::ofstream log_;
  Status logStatus_, writeStatus_;  // the first failure to log; how the last writing of the answer ended
  std::vector<int> written_;        // what the answer's file holds
  bool lineOpen_ = false;

  std::mutex mutex_;  // guards what follows
  std::condition_variable wake_;
  std::vector<SearchEvent> newEvents_;
  std::vector<int> newChoices_;  // feasible and better than written_; empty: none
  bool done_ = false;

  std::thread thread_;
};

}  // namespace partita
