#include "launcher/mesh_program.h"

#include <algorithm>
#include <map>
#include <thread>
#include <tuple>

#include "launcher/missing.h"

namespace partita {

Status forEachDevice(size_t count, const std::function<Status(size_t)>& body) {
  std::vector<Status> outcome(count);
  std::vector<std::thread> threads;
  for (size_t device = 1; device < count; ++device)
    threads.emplace_back([&, device] { outcome[device] = body(device); });
  if (count > 0) outcome[0] = body(0);
  for (std::thread& thread : threads) thread.join();
  Status first;
  for (const Status& status : outcome) {
    if (status.ok()) continue;
    if (first.ok() || (first.code() == absl::StatusCode::kAborted && status.code() != absl::StatusCode::kAborted))
      first = status;
  }
  return first;
}

StatusOr<std::unique_ptr<MeshProgram>> MeshProgram::make(const std::vector<const Graph*>& graphs,
                                                         std::vector<LocalDevice> devices, CompileOptions options,
                                                         const ExecutorOptions& executorOptions) {
  CHECK(graphs.size() == devices.size());
  std::unique_ptr<MeshProgram> out(new MeshProgram());
  out->devices_ = std::move(devices);
  const std::string dump = options.dumpDirectory;
  // Devices with the same graph, target and number of threads share one program.
  std::map<std::tuple<const Graph*, std::string, int>, size_t> known;
  const Target given = options.target;
  for (size_t i = 0; i < graphs.size(); ++i) {
    const int workers = out->devices_[i].runner->workers();
    const auto [entry, isNew] = known.try_emplace({graphs[i], out->devices_[i].target, workers}, out->programs_.size());
    if (isNew) {
      options.workers = workers;
      options.target = given;
      if (out->devices_[i].target != "host") {
        ASSIGN_OR_RETURN(options.target, namedTarget(out->devices_[i].target));
      }
      if (!dump.empty() && entry->second > 0) options.dumpDirectory = strCat(dump, "/", entry->second);
      StatusOr<Program> program = compile(*graphs[i], options);
      if (!program.ok()) return withAllMissing(program.status(), *graphs[i], options);
      out->compileSeconds_ += program->compileSeconds;
      out->programs_.push_back(std::make_unique<Program>(*std::move(program)));
      ASSIGN_OR_RETURN(std::unique_ptr<KernelTable> kernels, loadKernels(*out->programs_.back()));
      out->kernels_.push_back(std::move(kernels));
    }
    out->programOf_.push_back(entry->second);
  }
  for (size_t i = 0; i < graphs.size(); ++i) {
    const LocalDevice& device = out->devices_[i];
    const size_t program = out->programOf_[i];
    ExecutorOptions own = executorOptions;
    own.kind = device.kind;
    ASSIGN_OR_RETURN(std::unique_ptr<Executor> executor,
                     makeExecutor(*out->programs_[program], *out->kernels_[program], *device.runner,
                                  device.communicator, device.id, own));
    out->executors_.push_back(std::move(executor));
  }
  return out;
}

Status MeshProgram::run(const std::vector<std::vector<void*>>& arguments,
                        const std::vector<std::vector<void*>>& results) {
  return forEachDevice(devices_.size(), [&](size_t device) {
    const Status status = executors_[device]->execute(arguments[device], results[device]);
    if (!status.ok() && devices_[device].communicator != nullptr)
      devices_[device].communicator->abort(strCat("device ", devices_[device].id, ": ", toView(status.message())));
    return status;
  });
}

RunStats MeshProgram::lastRun() const {
  RunStats out;
  for (const auto& executor : executors_) {
    const RunStats stats = executor->lastRun();
    out.seconds = std::max(out.seconds, stats.seconds);
    out.communicationSeconds = std::max(out.communicationSeconds, stats.communicationSeconds);
  }
  return out;
}

StatusOr<DeviceBuffers> DeviceBuffers::make(const Program& program, std::vector<void*> arguments,
                                            std::vector<void*> results) {
  DeviceBuffers out;
  arguments.resize(program.arguments.size(), nullptr);
  results.resize(program.results.size(), nullptr);
  const auto allocate = [&](const TensorType& type, std::string_view what, size_t i) -> StatusOr<void*> {
    ASSIGN_OR_RETURN(DeviceMemory memory,
                     DeviceMemory::allocate(std::max<int64_t>(type.bytes(), 64),
                                            strCat(what, i, " of a device, ", type.toString(), ",")));
    out.memory_.push_back(std::move(memory));
    return out.memory_.back().data();
  };
  for (size_t i = 0; i < results.size(); ++i) {
    const int32_t argument = program.results[i].aliasesArgument;
    if (argument >= 0 && results[i] != nullptr) arguments[static_cast<size_t>(argument)] = results[i];
  }
  for (size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] != nullptr) continue;
    ASSIGN_OR_RETURN(arguments[i], allocate(program.arguments[i].type, "argument ", i));
  }
  for (size_t i = 0; i < results.size(); ++i) {
    const int32_t argument = program.results[i].aliasesArgument;
    if (argument >= 0) {
      results[i] = arguments[static_cast<size_t>(argument)];
    } else if (results[i] == nullptr) {
      ASSIGN_OR_RETURN(results[i], allocate(program.results[i].type, "result ", i));
    }
  }
  out.arguments_ = std::move(arguments);
  out.results_ = std::move(results);
  return out;
}

}  // namespace partita
