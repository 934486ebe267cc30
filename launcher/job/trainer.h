#pragma once
// A training job on this process's devices: the state resident in device memory and updated in place, a batch in,
// metrics out.
#include <memory>
#include <vector>

#include "checkpoint/state.h"
#include "launcher/job/data.h"
#include "launcher/job/job_plan.h"
#include "launcher/job/progress.h"
#include "runtime/executable.h"

namespace partita {

class Trainer {
 public:
  // Compiles the programs of PLAN for CLIENT's devices.
  static StatusOr<std::unique_ptr<Trainer>> make(const JobConfig& job, const JobPlan& plan,
                                                 std::shared_ptr<Client> client, const CompileOptions& options);

  // Runs the init program; its results are the state.
  Status initialise();
  // Or: the state is what READER holds by the paths of state().
  Status load(WeightsReader& reader);
  // After initialise(): those leaves of state() of these numbers are what READER holds.
  Status load(WeightsReader& reader, absl::Span<const size_t> leaves);

  // The leaves of the state, in the order of init's results. Paths are the names of the step's arguments, without the
  // first part where all share it and have more: "state.params.w" -> "params.w". One that is there twice has the
  // argument's number added: "w#3".
  std::vector<StateTensor> state() const;
  std::vector<Buffer> stateBuffers() const;
  // One step on the batch of that number. Metrics are those of this process's first device.
  StatusOr<StepReport> step(int64_t number);

  double compileSeconds() const { return compileSeconds_; }
  int64_t stateBytes() const;  // of the first device
  int64_t peakBytes() const { return step_->program(0).peakBytes(); }
  const BatchSource& data() const { return *data_; }

 private:
  Trainer() = default;
  std::shared_ptr<Client> client_;
  std::vector<StateLeaf> leaves_;
  std::vector<uint32_t> batchArguments_;
  std::vector<std::pair<uint32_t, std::string>> metrics_;  // result of the step, name
  int64_t seed_ = 0;
  std::shared_ptr<Executable> init_, step_;  // init until initialise()
  std::vector<Buffer> arguments_;            // of the next step
  std::unique_ptr<BatchSource> data_;
  double compileSeconds_ = 0;
};

}  // namespace partita
