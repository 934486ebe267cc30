#pragma once
// A training job on this process's devices: the state resident in device memory and updated in place, a batch in,
// metrics out.
#include <memory>
#include <vector>

#include "launcher/data.h"
#include "launcher/job_plan.h"
#include "launcher/mesh_program.h"
#include "launcher/progress.h"

namespace partita {

class Trainer {
 public:
  // Reads this process's programs out of PLAN and compiles them. DEVICES: of this process, in the order of their ids.
  static StatusOr<std::unique_ptr<Trainer>> make(const JobConfig& job, const JobPlan& plan,
                                                 std::vector<LocalDevice> devices, const CompileOptions& options);

  // Runs the init program; its results are the state.
  Status initialise();
  // One step on the batch of that number. Metrics are those of this process's first device.
  StatusOr<StepReport> step(int64_t number);

  double compileSeconds() const { return compileSeconds_; }
  int64_t stateBytes() const;  // of the first device
  int64_t peakBytes() const { return step_->program(0).peakBytes(); }
  const BatchSource& data() const { return *data_; }
  std::vector<ThunkProfile> profile() const { return step_->profile(0); }

 private:
  Trainer() = default;
  JobPlan plan_;
  std::vector<LocalDevice> devices_;
  int64_t seed_ = 0;
  CompileOptions options_;
  std::vector<std::unique_ptr<Graph>> initGraphs_;  // distinct ones of this process; freed after initialise()
  std::vector<const Graph*> initOf_;                // by device
  std::unique_ptr<MeshProgram> init_, step_;
  std::vector<DeviceBuffers> buffers_;                   // of the step program, by device
  std::vector<std::vector<void*>> arguments_, results_;  // the same as pointers
  std::unique_ptr<BatchSource> data_;
  double compileSeconds_ = 0;
};

}  // namespace partita
