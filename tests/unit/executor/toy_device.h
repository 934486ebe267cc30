#pragma once
// Devices for executor tests, and runs of toy programs on them.
#include <cstdlib>
#include <cstring>
#include <memory>
#include <utility>
#include <vector>

#include "base/check.h"
#include "executor/execution.h"
#include "program/program_check.h"
#include "tests/unit/executor/toy_program.h"

namespace partita {

// Zeroed memory, aligned to 64 bytes.
class ToyMemory {
 public:
  explicit ToyMemory(int64_t bytes)
      : data_(std::aligned_alloc(64, static_cast<size_t>(bytes + 63) / 64 * 64), &std::free) {
    std::memset(data_.get(), 0, static_cast<size_t>(bytes));
  }
  void* data() const { return data_.get(); }
  template <typename T>
  T* as() const {
    return static_cast<T*>(data_.get());
  }

 private:
  std::unique_ptr<void, decltype(&std::free)> data_;
};

class ToyDevice {
 public:
  explicit ToyDevice(int threads = 1, DeviceKind kind = DeviceKind::kCpu, int64_t id = 0,
                     Communicator* communicator = nullptr, int64_t memoryLimit = 0) {
    LocalDeviceOptions options;
    options.kind = kind;
    options.driver.threads = threads;
    options.memoryLimit = memoryLimit;
    device_ = *LocalDevice::make(id, options, communicator);
  }
  LocalDevice& device() { return *device_; }

  // TOY must outlive the result.
  StatusOr<std::shared_ptr<const LoadedProgram>> load(const ToyProgram& toy, LoadOptions options = {}) {
    RETURN_IF_ERROR(checkProgram(toy.program));
    const auto nobodys = [](const void*) {};
    return LoadedProgram::make({&toy.program, nobodys}, {&toy.kernels, nobodys}, *device_, options);
  }
  std::shared_ptr<Execution> make(std::shared_ptr<const LoadedProgram> loaded, std::vector<void*> arguments,
                                  std::vector<void*> results, uint64_t run = 0) {
    auto execution = std::make_shared<Execution>(std::move(loaded));
    execution->bindings().arguments.assign(arguments.begin(), arguments.end());
    execution->bindings().results.assign(results.begin(), results.end());
    execution->bindings().times = true;
    execution->bindings().run = run;
    return execution;
  }
  void submit(const std::shared_ptr<Execution>& execution, bool small = false) {
    LocalDevice* device = device_.get();
    LocalDevice::awaitRoom({&device, 1});
    execution->prepare();
    std::shared_ptr<DeviceWork> work = execution;
    LocalDevice::submit({&device, 1}, {&work, 1}, small);
  }
  Status run(std::shared_ptr<const LoadedProgram> loaded, std::vector<void*> arguments, std::vector<void*> results,
             uint64_t run = 0) {
    auto execution = make(std::move(loaded), std::move(arguments), std::move(results), run);
    submit(execution, run % 2 == 1);
    return execution->done()->await();
  }

 private:
  std::unique_ptr<LocalDevice> device_;
};

}  // namespace partita
