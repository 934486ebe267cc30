#pragma once
// What a training job says while it runs: one line per interval (in place on a terminal, plain lines elsewhere) and
// metrics as JSON lines.
#include <cstdio>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/status.h"
#include "graph/tensor.h"

namespace partita {

struct Metric {
  std::string name;
  TensorType type;
  std::optional<Tensor> value;  // nothing where the array is too large to be reported
};
using Metrics = std::vector<Metric>;

// As a line of the metrics file has it: numbers and truth values as such, arrays as nested lists, complex numbers as
// [real, imaginary], not-a-number and infinities as the texts "nan", "inf", "-inf"; the type where there is no value.
std::string metricJson(const Metric& metric);

struct StepReport {
  int64_t step = 0;  // 0, 1, …
  Metrics metrics;
  double seconds = 0, communicationSeconds = 0;
};

class Progress {
 public:
  // ITEMS a step, named ITEM_NAME ("tokens"); METRICS_PATH "" = no file. FIRST_STEP: of a run that goes on; the metrics
  // file is cut back to the steps before it.
  static StatusOr<Progress> open(int64_t steps, int64_t logEvery, int64_t items, std::string itemName,
                                 const std::string& metricsPath, int64_t firstStep = 0);

  Status report(const StepReport& report);
  // The verdict on stdout: what was done, how fast, from which to which loss.
  void finish() const;
  int64_t stepsDone() const { return done_; }  // those before the first too
  // Ends the line that is rewritten in place, so that a message can follow.
  void endLine();

 private:
  Progress() = default;
  void line(const StepReport& last);
  int64_t steps_ = 0, logEvery_ = 1, items_ = 1, firstStep_ = 0, done_ = 0;
  std::string itemName_, metricsPath_;
  std::ofstream metrics_;
  bool inPlace_ = false, lineOpen_ = false;
  double total_ = 0, interval_ = 0, intervalCommunication_ = 0;
  int64_t intervalSteps_ = 0;
  std::string shown_;  // the metric on the line, a real number: "loss" where there is one
  double first_ = 0, last_ = 0;
};

// The lines of metrics TEXT that are whole and of steps below STEP; nothing behind the first that is not.
std::string metricsBefore(std::string_view text, int64_t step);

}  // namespace partita
