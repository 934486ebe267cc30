#pragma once
// A partitioned program on the devices of this process: each distinct local program is compiled and loaded once, and
// each device has an executor.
#include <memory>
#include <string>
#include <vector>

#include "codegen/codegen.h"
#include "executor/executor.h"
#include "partitioner/partition.h"

namespace partita {

// One device of this process.
struct LocalDevice {
  int64_t id = 0;  // over all processes
  DeviceKind kind = DeviceKind::kCpu;
  std::string target = "host";  // what its programs are compiled for (DeviceClass::target); "host": as the options say
  TaskRunner* runner = nullptr;
  Communicator* communicator = nullptr;  // null: alone
};

class MeshProgram {
 public:
  // GRAPHS: the local program of each of DEVICES, in order; devices that share one name the same object.
  static StatusOr<std::unique_ptr<MeshProgram>> make(const std::vector<const Graph*>& graphs,
                                                     std::vector<LocalDevice> devices, CompileOptions options,
                                                     const ExecutorOptions& executorOptions);

  size_t deviceCount() const { return devices_.size(); }
  const Program& program(size_t device) const { return *programs_[programOf_[device]]; }
  double compileSeconds() const { return compileSeconds_; }

  // Runs every device once, at the same time. ARGUMENTS, RESULTS: device memory by device (see Executor::execute). The
  // first error ends all: the communicators are aborted with it.
  Status run(const std::vector<std::vector<void*>>& arguments, const std::vector<std::vector<void*>>& results);
  // Of the last run, over this process's devices: the largest.
  RunStats lastRun() const;
  std::vector<ThunkProfile> profile(size_t device) const { return executors_[device]->profile(); }

 private:
  MeshProgram() = default;
  std::vector<LocalDevice> devices_;
  std::vector<std::unique_ptr<Program>> programs_;
  std::vector<std::unique_ptr<KernelTable>> kernels_;  // of each program
  std::vector<size_t> programOf_;                      // by device
  std::vector<std::unique_ptr<Executor>> executors_;   // by device
  double compileSeconds_ = 0;
};

// Calls BODY(device) for device = 0 … count - 1 at the same time (the caller runs the first) and gives the first error
// by device number; an Aborted that only echoes another device's failure gives way to the failure.
Status forEachDevice(size_t count, const std::function<Status(size_t)>& body);

// Arguments and results of one program as device memory. A result that aliases an argument shares its memory.
class DeviceBuffers {
 public:
  // Entries of ARGUMENTS and RESULTS that are not null are memory of the caller; the rest is allocated.
  // ResourceExhausted when there is too little memory.
  static StatusOr<DeviceBuffers> make(const Program& program, std::vector<void*> arguments = {},
                                      std::vector<void*> results = {});
  const std::vector<void*>& arguments() const { return arguments_; }
  const std::vector<void*>& results() const { return results_; }

 private:
  DeviceBuffers() = default;
  std::vector<void*> arguments_, results_;
  std::vector<DeviceMemory> memory_;
};

}  // namespace partita
