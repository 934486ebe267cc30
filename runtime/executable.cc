#include "runtime/executable.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <set>
#include <tuple>

#include "absl/container/flat_hash_map.h"
#include "base/hash.h"
#include "codegen/missing.h"
#include "program/program_check.h"

namespace partita {
namespace {

// A run that is estimated shorter is done by the thread that enqueues it: to wake another takes 5 us and more.
constexpr double kInlineSeconds = 20e-6;

// What every process of a job calls a program of this CONTENT that it has loaded: the same at all, and another each
// time.
uint64_t programIdOf(uint64_t content, size_t replica) {
  static std::mutex& mutex = *new std::mutex;
  static auto& loads = *new std::map<std::pair<uint64_t, size_t>, uint64_t>;
  std::lock_guard lock(mutex);
  return hashBytes(strCat(content, " ", replica, " ", loads[{content, replica}]++));
}

}  // namespace

Status ExecuteResult::await() const {
  Status first;
  for (const auto& execution : run_->executions) {
    const Status status = execution->done()->await();
    if (status.ok()) continue;
    if (first.ok() || (first.code() == absl::StatusCode::kAborted && status.code() != absl::StatusCode::kAborted))
      first = status;
  }
  return first;
}

std::vector<EventPtr> ExecuteResult::ends() const {
  std::vector<EventPtr> out;
  for (const auto& execution : run_->executions) out.push_back(execution->done());
  return out;
}

void ExecuteResult::cancel() {
  for (const auto& execution : run_->executions) execution->cancel();
}

double ExecuteResult::communicationSeconds() const {
  double seconds = 0;
  for (const auto& execution : run_->executions) seconds = std::max(seconds, execution->times().communicationSeconds);
  return seconds;
}

namespace {

// The ids of PLAN's devices, by replica, checked against CLIENT's.
StatusOr<std::vector<std::vector<int64_t>>> devicesOf(const Client& client, size_t count,
                                                      const ExecutableOptions& options) {
  std::vector<std::vector<int64_t>> replicas = options.devices;
  if (replicas.empty()) {
    replicas.emplace_back();
    for (size_t i = 0; i < count; ++i) replicas[0].push_back(static_cast<int64_t>(i));
  }
  std::vector<int64_t> sorted;
  for (const std::vector<int64_t>& devices : replicas) {
    if (devices.size() != count)
      return invalidArgument("the plan is for ", count, " devices, and ", devices.size(), " are given");
    sorted.insert(sorted.end(), devices.begin(), devices.end());
  }
  std::sort(sorted.begin(), sorted.end());
  if (const auto twice = std::adjacent_find(sorted.begin(), sorted.end()); twice != sorted.end())
    return invalidArgument("device ", *twice, " is given twice");
  if (sorted.front() < 0 || sorted.back() >= client.deviceCount())
    return invalidArgument("the program is for ", sorted.size(), " devices up to number ", sorted.back(),
                           "; the client has ", client.deviceCount());
  return replicas;
}

}  // namespace

StatusOr<std::shared_ptr<Executable>> Executable::make(std::shared_ptr<Client> client, const MeshPlan& plan,
                                                       const ExecutableOptions& options) {
  ASSIGN_OR_RETURN(const std::vector<std::vector<int64_t>> replicas, devicesOf(*client, plan.devices.size(), options));
  CompiledPlan compiled;
  compiled.devices = plan.devices;
  compiled.arguments = plan.arguments;
  compiled.results = plan.results;
  for (const ArgumentInfo& argument : plan.programs[plan.devices[0].program].arguments)
    compiled.argumentNames.push_back(argument.name);
  // Devices with the same graph and target share one program.
  std::set<std::pair<uint32_t, std::string>> known;
  double seconds = 0;
  for (const std::vector<int64_t>& devices : replicas) {
    for (size_t i = 0; i < devices.size(); ++i) {
      if (client->localDevice(devices[i]) == nullptr) continue;
      const uint32_t number = plan.devices[i].program;
      const std::string& target = client->classOf(devices[i]).target;
      if (!known.emplace(number, target).second) continue;
      CompileOptions compileOptions = options.compile;
      if (target != "host") {
        ASSIGN_OR_RETURN(compileOptions.target, namedTarget(target));
      }
      if (!compileOptions.dumpDirectory.empty() && known.size() > 1)
        strAppend(&compileOptions.dumpDirectory, "/", known.size() - 1);
      StatusOr<Program> program = compile(plan.programs[number], compileOptions);
      if (!program.ok()) return withAllMissing(program.status(), plan.programs[number], compileOptions);
      RETURN_IF_ERROR(annotate(checkProgram(*program), strCat("program '", program->name, "'")));
      seconds += program->compileSeconds;
      compiled.programs.push_back({number, target, std::make_shared<const Program>(*std::move(program))});
    }
  }
  const uint64_t content = client->processCount() > 1 ? hashBytes(serializeMeshPlan(plan)) : 0;
  ASSIGN_OR_RETURN(std::shared_ptr<Executable> out, load(std::move(client), std::move(compiled), content, options));
  out->compileSeconds_ = seconds;
  return out;
}

StatusOr<std::shared_ptr<Executable>> Executable::load(std::shared_ptr<Client> client, std::string_view serialised,
                                                       const ExecutableOptions& options) {
  ASSIGN_OR_RETURN(CompiledPlan plan, parseCompiledPlan(serialised));
  for (const CompiledPlan::Compiled& compiled : plan.programs)
    RETURN_IF_ERROR(annotate(checkRunsHere(compiled.code->target), strCat("program '", compiled.code->name, "'")));
  // What all processes have of it: each has the machine code of its own devices.
  CompiledPlan common = plan;
  common.programs.clear();
  const uint64_t content = client->processCount() > 1 ? hashBytes(serializeCompiledPlan(common)) : 0;
  return load(std::move(client), std::move(plan), content, options);
}

StatusOr<std::shared_ptr<Executable>> Executable::load(std::shared_ptr<Client> client, CompiledPlan plan,
                                                       uint64_t content, const ExecutableOptions& options) {
  std::shared_ptr<Executable> out(new Executable());
  ASSIGN_OR_RETURN(const std::vector<std::vector<int64_t>> replicas, devicesOf(*client, plan.devices.size(), options));
  std::vector<int64_t> all;
  for (const std::vector<int64_t>& devices : replicas) all.insert(all.end(), devices.begin(), devices.end());
  const auto placementOf = [&](const TensorType& type, const auto& tilesOf) {
    auto placement = std::make_shared<Placement>();
    placement->type = type;
    placement->devices = all;
    for (size_t r = 0; r < replicas.size(); ++r) {
      for (const MeshPlan::Device& device : plan.devices) placement->tiles.push_back(tilesOf(device));
    }
    return PlacementPtr(std::move(placement));
  };
  for (size_t i = 0; i < plan.arguments.size(); ++i) {
    Argument& argument = out->arguments_.emplace_back();
    argument.placement =
        placementOf(plan.arguments[i], [&](const MeshPlan::Device& device) { return device.arguments[i]; });
    argument.name = plan.argumentNames[i];
  }
  for (size_t i = 0; i < plan.results.size(); ++i)
    out->results_.push_back(
        placementOf(plan.results[i], [&](const MeshPlan::Device& device) { return device.results[i]; }));

  std::map<const Program*, std::shared_ptr<const KernelTable>> kernels;
  double seconds = 0;
  bool unbounded = false;
  for (size_t r = 0; r < replicas.size(); ++r) {
    const uint64_t programId = programIdOf(content, r);
    for (size_t i = 0; i < plan.devices.size(); ++i) {
      const int64_t id = replicas[r][i];
      LocalDevice* device = client->localDevice(id);
      if (device == nullptr) continue;
      std::shared_ptr<const Program> program;
      for (const CompiledPlan::Compiled& compiled : plan.programs) {
        if (compiled.program == plan.devices[i].program && compiled.target == client->classOf(id).target)
          program = compiled.code;
      }
      if (program == nullptr)
        return failedPrecondition("the executable has no code for device ", id, ", whose class \"",
                                  client->classOf(id).name, "\" has target ", client->classOf(id).target,
                                  ": it was made by a process with other devices");
      std::shared_ptr<const KernelTable>& table = kernels[program.get()];
      if (table == nullptr && device->driver().storesData()) {
        ASSIGN_OR_RETURN(table, loadKernels(*program));
      }
      LoadOptions load;
      load.sequential = options.sequential;
      load.programId = programId;
      load.device = static_cast<int64_t>(i);
      load.devices = replicas[r];
      load.hostCalls = &client->hostCalls();
      OnDevice& on = out->devices_.emplace_back();
      on.device = device;
      on.owner = device->memory().owner(strCat("results of ", program->name));
      ASSIGN_OR_RETURN(on.loaded, LoadedProgram::make(program, table, *device, load));
      out->queues_.push_back(device);
      seconds += on.loaded->seconds();
      unbounded |= on.loaded->isUnbounded();
      for (size_t result = 0; result < program->results.size(); ++result) {
        if (program->results[result].aliasesArgument < 0) continue;
        out->arguments_[static_cast<size_t>(program->results[result].aliasesArgument)].result =
            static_cast<int32_t>(result);
        out->donates_ = true;
      }
    }
  }
  out->small_ = seconds < kInlineSeconds && !unbounded && out->devices_.size() == all.size();
  out->client_ = std::move(client);
  out->plan_ = std::move(plan);
  return out;
}

std::string Executable::describeArgument(size_t i) const {
  const std::string& name = arguments_[i].name;
  return name.empty() || name == strCat("arg", i) ? strCat("argument ", i) : strCat("argument ", i, " (", name, ")");
}

Status Executable::checkArguments(absl::Span<const Buffer> arguments) const {
  if (arguments.size() != arguments_.size())
    return invalidArgument("the program takes ", arguments_.size(), " arguments, but ", arguments.size(), " are given");
  for (size_t i = 0; i < arguments.size(); ++i) {
    if (!arguments[i]) return invalidArgument(describeArgument(i), " is an empty handle: it was moved from");
    if (arguments[i].client() != client_) return invalidArgument(describeArgument(i), " is a buffer of another client");
    const PlacementPtr& given = arguments[i].placement();
    const PlacementPtr& wanted = arguments_[i].placement;
    if (given == wanted || *given == *wanted) continue;
    if (given->type != wanted->type)
      return invalidArgument(describeArgument(i), " must be ", wanted->type.toString(), ", but is ",
                             given->type.toString());
    return invalidArgument(describeArgument(i), " must be ", wanted->toString(), ", but is ", given->toString());
  }
  return absl::OkStatus();
}

Status Executable::checkDonations(absl::Span<const Buffer> arguments, const Flags& donated) const {
  if (!donates_ || std::find(donated.begin(), donated.end(), true) == donated.end()) return absl::OkStatus();
  for (size_t d = 0; d < devices_.size(); ++d) {
    absl::flat_hash_map<const void*, size_t> first;
    for (size_t i = 0; i < arguments.size(); ++i) {
      const void* memory = arguments[i].piece(d)->address();
      if (memory == nullptr) continue;  // gone: said when it is used
      const auto [entry, fresh] = first.emplace(memory, i);
      if (fresh) continue;
      const size_t other = entry->second;
      if (!donated[i] && !donated[other]) continue;
      const size_t which = donated[i] ? i : other;
      return invalidArgument(describeArgument(which), " is donated, and its memory on device ",
                             devices_[d].device->id(), " is also that of ", describeArgument(which == i ? other : i));
    }
  }
  return absl::OkStatus();
}

StatusOr<ExecuteResult> Executable::execute(absl::Span<const Buffer> arguments, const ExecuteOptions& options) {
  LocalDevice::awaitRoom(queues_);
  // Counted before anything can fail: the same call has the same number at all processes.
  const uint64_t run = options.launchId ? *options.launchId : runs_.fetch_add(1, std::memory_order_relaxed);
  StatusOr<ExecuteResult> out = enqueue(arguments, options, run);
  if (!out.ok() && client_->processCount() > 1) {
    // The others take part, and would wait.
    for (const OnDevice& on : devices_) {
      if (on.loaded->communicates()) on.device->communicator()->abandon(on.loaded->programId(), run, out.status());
    }
  }
  return out;
}

StatusOr<ExecuteResult> Executable::enqueue(absl::Span<const Buffer> arguments, const ExecuteOptions& options,
                                            uint64_t run) {
  RETURN_IF_ERROR(checkArguments(arguments));
  Flags donated(arguments_.size(), false);
  for (size_t i = 0; donates_ && i < arguments_.size(); ++i)
    donated[i] =
        arguments_[i].result >= 0 && std::find(options.keep.begin(), options.keep.end(), i) == options.keep.end();
  RETURN_IF_ERROR(checkDonations(arguments, donated));

  ExecuteResult out;
  out.run_ = std::make_shared<ExecuteResult::Run>();
  out.run_->client = client_;
  auto& executions = out.run_->executions;
  absl::InlinedVector<Buffer::Pieces, 2> pieces(results_.size());
  struct Taken {
    DeviceBuffer* buffer;
    DeviceBuffer::Donation donation;
  };
  std::vector<Taken> taken;
  // One device after the other; what has been taken is given back when something fails.
  const auto bind = [&]() -> Status {
    for (size_t d = 0; d < devices_.size(); ++d) {
      const OnDevice& on = devices_[d];
      const Program& program = on.loaded->program();
      executions.push_back(std::make_shared<Execution>(on.loaded));
      const std::shared_ptr<Execution>& execution = executions.back();
      ExecutionBindings& bindings = execution->bindings();
      bindings.run = run;
      bindings.times = options.times;
      bindings.profile = options.profile;
      // Of donated arguments: their memory, or a copy's.
      absl::InlinedVector<std::shared_ptr<DeviceMemory>, 8> memory(donates_ ? arguments_.size() : 0);
      for (size_t i = 0; i < arguments.size(); ++i) {
        const std::shared_ptr<DeviceBuffer>& piece = arguments[i].piece(d);
        if (!piece->ready()->ended() || !piece->ready()->status().ok()) bindings.inputs.push_back(piece->ready());
        if (donated[i]) {
          StatusOr<DeviceBuffer::Donation> donation = piece->donate(program.name);
          if (donation.ok()) {
            memory[i] = donation->memory;
            if (donation->reads != nullptr) bindings.order.push_back(donation->reads);
            taken.push_back({piece.get(), *std::move(donation)});
            bindings.arguments.push_back(memory[i]->data());
            bindings.keep.push_back(memory[i]);
            continue;
          }
          if (options.strictDonation || donation.status().code() != absl::StatusCode::kUnavailable)
            return annotate(donation.status(), describeArgument(i));
        }
        const StatusOr<void*> data = piece->beginRead();
        if (!data.ok()) return annotate(data.status(), describeArgument(i));
        bindings.reads.push_back(piece);
        if (arguments_[i].result < 0) {
          bindings.arguments.push_back(*data);
          continue;
        }
        // The result cannot have the argument's memory: it gets a copy.
        ASSIGN_OR_RETURN(memory[i],
                         DeviceMemory::allocate(*on.device, piece->type().bytes(), MemoryUse::kBuffer, on.owner));
        bindings.copies.push_back({memory[i]->data(), *data, piece->type().bytes()});
        bindings.arguments.push_back(memory[i]->data());
        bindings.keep.push_back(memory[i]);
      }
      for (size_t r = 0; r < program.results.size(); ++r) {
        const ProgramResult& result = program.results[r];
        std::shared_ptr<DeviceMemory> place;
        if (result.aliasesArgument >= 0) {
          place = memory[static_cast<size_t>(result.aliasesArgument)];
        } else {
          ASSIGN_OR_RETURN(place,
                           DeviceMemory::allocate(*on.device, result.type.bytes(), MemoryUse::kBuffer, on.owner));
          bindings.keep.push_back(place);
        }
        bindings.results.push_back(place->data());
        pieces[r].push_back(
            std::make_shared<DeviceBuffer>(*on.device, result.type, std::move(place), execution->done()));
      }
    }
    return absl::OkStatus();
  };
  if (const Status status = bind(); !status.ok()) {
    for (Taken& each : taken) each.buffer->takeBack(std::move(each.donation));
    for (const auto& execution : executions) execution->abandon();
    return status;
  }
  out.buffers.reserve(results_.size());
  absl::InlinedVector<std::shared_ptr<DeviceWork>, 4> work;
  for (const auto& execution : executions) {
    execution->prepare();
    work.push_back(execution);
  }
  for (size_t r = 0; r < results_.size(); ++r) out.buffers.emplace_back(client_, results_[r], std::move(pieces[r]));
  LocalDevice::submit(queues_, work, small_);
  return out;
}

}  // namespace partita
