#pragma once
// Executable: a plan, compiled for and loaded on the devices that it runs on. Compare PjRtLoadedExecutable. execute()
// enqueues and returns; many executions may be in flight, from many threads. Thread safe.
#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "codegen/codegen.h"
#include "executor/execution.h"
#include "runtime/client.h"
#include "runtime/compiled_plan.h"
#include "runtime/mesh_plan.h"

namespace partita {

struct ExecutableOptions {
  // Target of devices whose class says "host", caches, dumps, threads to compile with. What depends on the device is
  // set for each.
  CompileOptions compile;
  bool sequential = false;  // LoadOptions::sequential
  // The devices of the plan, by its device ids, once for each replica: replicas are copies that run side by side.
  // Empty: one replica on devices 0, 1, ….
  std::vector<std::vector<int64_t>> devices;
};

struct ExecuteOptions {
  std::vector<size_t> keep;     // donated arguments that the caller keeps this time: the run works on a copy
  bool strictDonation = false;  // a donation that cannot be (memory held by others) is an error instead of a copy
  // The same at all processes that run it together, and different for each run; absent: counted, for processes that all
  // execute in the same order.
  std::optional<uint64_t> launchId;
  bool times = false;    // ExecuteResult::times()
  bool profile = false;  // those of each thunk too
};

// One execution, in flight or done.
class ExecuteResult {
 public:
  std::vector<Buffer> buffers;  // one for each result; usable at once: whoever reads them waits
  // Blocks until every device of this process is done; the first error that is no echo of another.
  Status await() const;
  // One for each device of this process: ends when it is done there. They need the client.
  std::vector<EventPtr> ends() const;
  // What has not begun is left out, and the results fail with Cancelled: once the inputs have ended, for readers of a
  // donated one may still be at work.
  void cancel();
  // Once it is done, of the Nth of the executable's devices here; where they were asked for.
  const ExecutionTimes& times(size_t n) const { return run_->executions[n]->times(); }
  // The longest of the devices.
  double communicationSeconds() const;

 private:
  friend class Executable;
  // Together, so that an assignment lets the executions go before their client.
  struct Run {
    std::shared_ptr<Client> client;
    absl::InlinedVector<std::shared_ptr<Execution>, 2> executions;
  };
  std::shared_ptr<Run> run_;
};

class Executable {
 public:
  // Compiles what this process's devices run. Errors name op and place; Unimplemented lists all that has no code yet.
  // The processes of a job make the same executables, each of them in the same order.
  static StatusOr<std::shared_ptr<Executable>> make(std::shared_ptr<Client> client, const MeshPlan& plan,
                                                    const ExecutableOptions& options);

  // Of the bytes of serialize(), at the same process of the same or an equal job: nothing is compiled. InvalidArgument
  // for bytes that are damaged or of another version, FailedPrecondition for code that this machine or CLIENT's devices
  // do not run. OPTIONS.compile is not looked at.
  static StatusOr<std::shared_ptr<Executable>> load(std::shared_ptr<Client> client, std::string_view serialised,
                                                    const ExecutableOptions& options = {});
  // The plan and the machine code of this process's devices (runtime/compiled_plan.h).
  std::string serialize() const { return serializeCompiledPlan(plan_); }

  const std::shared_ptr<Client>& client() const { return client_; }
  size_t argumentCount() const { return arguments_.size(); }
  size_t resultCount() const { return results_.size(); }
  const PlacementPtr& argument(size_t i) const { return arguments_[i].placement; }
  const PlacementPtr& result(size_t i) const { return results_[i]; }
  const std::string& argumentName(size_t i) const { return arguments_[i].name; }
  // The result whose memory the argument becomes; -1: the argument is not donated.
  int32_t donatedTo(size_t i) const { return arguments_[i].result; }
  // Its devices in this process.
  size_t deviceCount() const { return devices_.size(); }
  const Program& program(size_t n) const { return devices_[n].loaded->program(); }
  int64_t deviceId(size_t n) const { return devices_[n].device->id(); }
  double compileSeconds() const { return compileSeconds_; }

  // Enqueues a run and returns; ARGUMENTS in the program's order. Donated arguments are gone with it, unless OPTIONS
  // keep them. Errors of the call itself (a wrong number, type, placement, a buffer that is gone or passed twice though
  // donated: InvalidArgument, FailedPrecondition, naming argument and device; no memory for results:
  // ResourceExhausted) leave every buffer as it was; at other processes the run fails with them. Errors of arguments
  // and of the run go to the results. Blocks while the devices have too much in flight (LocalDevice::awaitRoom).
  StatusOr<ExecuteResult> execute(absl::Span<const Buffer> arguments, const ExecuteOptions& options = {});

 private:
  struct Argument {
    PlacementPtr placement;
    std::string name;
    int32_t result = -1;
  };
  struct OnDevice {
    LocalDevice* device = nullptr;
    int32_t owner = -1;  // of the device's memory: results
    std::shared_ptr<const LoadedProgram> loaded;
  };

  Executable() = default;
  // CONTENT: the same at all processes that load the same plan.
  static StatusOr<std::shared_ptr<Executable>> load(std::shared_ptr<Client> client, CompiledPlan plan, uint64_t content,
                                                    const ExecutableOptions& options);
  StatusOr<ExecuteResult> enqueue(absl::Span<const Buffer> arguments, const ExecuteOptions& options, uint64_t run);
  std::string describeArgument(size_t i) const;  // "argument 3 (params.w)"
  Status checkArguments(absl::Span<const Buffer> arguments) const;
  // No memory that is donated is passed twice.
  using Flags = absl::InlinedVector<bool, 16>;
  Status checkDonations(absl::Span<const Buffer> arguments, const Flags& donated) const;

  std::shared_ptr<Client> client_;
  CompiledPlan plan_;
  std::vector<Argument> arguments_;
  std::vector<PlacementPtr> results_;
  std::vector<OnDevice> devices_;
  std::vector<LocalDevice*> queues_;  // of each of DEVICES_
  double compileSeconds_ = 0;
  bool donates_ = false;
  bool small_ = false;  // a run is so short that it is done where it is enqueued
  std::atomic<uint64_t> runs_{0};
};

}  // namespace partita
