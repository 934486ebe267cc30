#pragma once
// Runs a Program on one device of this process. Thunks are ordered by their declared buffer uses; collectives overlap
// what does not depend on them.
#include <memory>
#include <string>
#include <vector>

#include "base/status.h"
#include "collectives/communicator.h"
#include "devices/cluster.h"
#include "executor/task_runners.h"
#include "program/program.h"

namespace partita {

struct ExecutorOptions {
  DeviceKind kind = DeviceKind::kCpu;  // which driver: kCpu, or kNull, which checks the uses and runs nothing
  bool sequential = false;             // thunks one after the other as listed, collectives waited for: for debugging
  bool profile = false;
  double taskSeconds = 8e-6;  // estimated work below this is not worth a task of its own (a task costs about 1 us)
};

struct ThunkProfile {
  std::string name;
  int64_t runs = 0;
  double seconds = 0;
};

struct RunStats {
  double seconds = 0;               // wall time of the last execute()
  double communicationSeconds = 0;  // of it: time with a collective in flight and nothing else to run
};

class Executor {
 public:
  virtual ~Executor() = default;
  // ARGUMENTS and RESULTS: device memory, one pointer for each argument and result, 64-byte aligned, of the program's
  // sizes; a result that aliases an argument must have the argument's pointer. Blocks until the run is done. One run at
  // a time.
  virtual Status execute(absl::Span<void* const> arguments, absl::Span<void* const> results) = 0;
  virtual RunStats lastRun() const = 0;
  virtual std::vector<ThunkProfile> profile() const = 0;
  virtual int64_t arenaBytes() const = 0;
};

// PROGRAM, KERNELS, RUNNER and COMMUNICATOR must outlive the executor. COMMUNICATOR may be null for a program without
// collectives. DEVICE_ID is what partition_id gives. Allocates the arena (huge pages where the system has them) and
// touches it once.
StatusOr<std::unique_ptr<Executor>> makeExecutor(const Program& program, const KernelTable& kernels, TaskRunner& runner,
                                                 Communicator* communicator, int64_t deviceId,
                                                 const ExecutorOptions& options = {});

// 64-byte aligned memory on huge pages where possible, zeroed; what arguments and results of execute() live in.
class DeviceMemory {
 public:
  explicit DeviceMemory(int64_t bytes);  // a CHECK fails when there is no such memory
  // ResourceExhausted, with what there is, when the machine or this process's limit has less memory to give. WHAT names
  // its use in the message.
  static StatusOr<DeviceMemory> allocate(int64_t bytes, std::string_view what);
  ~DeviceMemory();
  DeviceMemory(DeviceMemory&& other) noexcept;
  DeviceMemory& operator=(DeviceMemory&& other) noexcept;
  void* data() const { return data_; }
  int64_t bytes() const { return bytes_; }

 private:
  DeviceMemory() = default;
  bool map(int64_t bytes);  // false: the system gives no address space for it

  void* data_ = nullptr;
  int64_t bytes_ = 0;
};

// ResourceExhausted when the machine has less than BYTES of memory to give; WHAT names their use.
Status checkMemoryAvailable(double bytes, std::string_view what);

}  // namespace partita
