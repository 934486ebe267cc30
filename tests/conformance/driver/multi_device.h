#pragma once
// Cases of several devices, in one process or in several: each function is called by all processes and gives what is
// wrong, empty when all is right.
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "collectives/communicator.h"
#include "tests/conformance/driver/toy_kernels.h"
#include "tests/unit/executor/toy_device.h"

namespace partita {

// The devices of this process among TOTAL.
struct DeviceSet {
  std::vector<std::unique_ptr<ToyDevice>> devices;
  int64_t total = 0;
  std::function<void()> meet = [] {};  // waits for the other processes
  uint64_t programs = 0;

  DeviceSet(DeviceKind kind, const std::vector<std::unique_ptr<Communicator>>& communicators)
      : total(communicators[0]->deviceCount()) {
    for (const auto& one : communicators)
      devices.push_back(std::make_unique<ToyDevice>(1, kind, one->deviceId(), one.get()));
  }
  int64_t id(size_t d) const { return devices[d]->device().id(); }
};

enum class Sum : uint8_t { kPlain, kLoop, kBranch };

inline void addDeviceNumber(void* const* buffers, int64_t begin, int64_t end, void*) {
  uint32_t device;
  std::memcpy(&device, buffers[1], sizeof device);
  for (int64_t i = begin; i < end; ++i) static_cast<uint64_t*>(buffers[0])[i] += device + 1;
}
inline void setThree(void* const* buffers, int64_t, int64_t, void*) { *static_cast<uint64_t*>(buffers[0]) = 3; }
inline void countDown(void* const* buffers, int64_t, int64_t, void*) {
  auto* counter = static_cast<uint64_t*>(buffers[1]);
  *static_cast<uint8_t*>(buffers[0]) = *counter > 0;
  if (*counter > 0) --*counter;
}
inline void enterGate(void* const* buffers, int64_t, int64_t, void*) {
  (*static_cast<Gate* const*>(buffers[0]))->entered->end();
}

// out = sum over all devices of in, SUMS times over, and the device's number + 1. Arguments: in, a gate's address, the
// branch to take (1 sums). With a loop SUMS is three. The gate is entered by a kernel that depends on nothing.
struct SumProgram {
  static constexpr int64_t kWords = 16;
  ToyProgram toy{kWords * 8 + 192};
  int sums;
  int64_t total;

  SumProgram(int64_t devices, int timesOver, Sum where = Sum::kPlain)
      : sums(where == Sum::kLoop ? 3 : timesOver), total(devices) {
    const int32_t in = toy.addArgument(kWords * 8), gate = toy.addArgument(8), branch = toy.addArgument(4);
    const int32_t out = toy.addResult(kWords * 8);
    const auto deviceId = static_cast<int32_t>(toy.program.buffers.size());
    toy.program.buffers.push_back({BufferKind::kDeviceId, 0, 4, ""});
    const Slice all{0, 0, kWords * 8}, counter{0, kWords * 8, 8}, flag{0, kWords * 8 + 64, 1};
    auto& thunks = toy.program.thunks;
    int64_t sequence = 0;
    thunks.push_back(ToyProgram::copy("in", {in, 0, kWords * 8}, all));
    if (where == Sum::kLoop) {
      thunks.push_back(
          writing(ToyProgram::launch("three", toy.addKernel("setThree", setThree, 1), {counter}, 1), {counter}));
      Thunk loop;
      loop.kind = ThunkKind::kWhile;
      loop.name = "loop";
      loop.predicate = flag;
      loop.condition = {
          writing(ToyProgram::launch("down", toy.addKernel("countDown", countDown, 1), {flag, counter}, 2), {flag})};
      loop.body = {sum("sum in the loop (model.py:4)", sequence++, all)};
      loop.uses = {{flag, true}, {counter, false}, {counter, true}, {all, false}, {all, true}};
      thunks.push_back(loop);
    } else if (where == Sum::kBranch) {
      Thunk choice;
      choice.kind = ThunkKind::kCase;
      choice.name = "case";
      choice.predicate = {branch, 0, 4};
      choice.branches.resize(2);
      for (int i = 0; i < sums; ++i) choice.branches[1].push_back(sum("sum in a branch (model.py:5)", sequence++, all));
      choice.uses = {{choice.predicate, false}, {all, false}, {all, true}};
      thunks.push_back(choice);
    } else {
      for (int i = 0; i < sums; ++i) thunks.push_back(sum("sum (model.py:3)", sequence++, all));
    }
    thunks.push_back(ToyProgram::launch("number", toy.addKernel("addDeviceNumber", addDeviceNumber, kWords),
                                        {all, {deviceId, 0, 4}}, 1));
    if (where != Sum::kPlain)
      thunks.push_back(ToyProgram::launch("gate", toy.addKernel("enterGate", enterGate, 1), {{gate, 0, 8}}, 0));
    thunks.push_back(ToyProgram::copy("out", all, {out, 0, kWords * 8}));
  }
  // What a run makes of the devices' values.
  void step(std::vector<uint64_t>& values, bool summed = true) const {
    for (int i = 0; i < sums && summed; ++i) {
      uint64_t sum = 0;
      for (uint64_t value : values) sum += value;
      values.assign(values.size(), sum);
    }
    for (size_t d = 0; d < values.size(); ++d) values[d] += d + 1;
  }

 private:
  Thunk sum(std::string name, int64_t sequence, Slice slice) const {
    Thunk thunk;
    thunk.kind = ThunkKind::kCollective;
    thunk.name = std::move(name);
    thunk.uses = {{slice, false}, {slice, true}};
    auto spec = std::make_shared<CollectiveSpec>();
    spec->kind = CollectiveKind::kAllReduce;
    spec->groups.emplace_back();
    for (int64_t d = 0; d < total; ++d) spec->groups[0].push_back(d);
    spec->pieces.push_back({slice, slice, DType::kUI64, {slice.bytes / 8}, {}});
    spec->sequence = sequence;
    thunk.collective = std::move(spec);
    return thunk;
  }
};

// SumProgram on the devices of this process.
struct LoadedSum {
  const SumProgram& program;
  DeviceSet& set;
  std::vector<std::shared_ptr<const LoadedProgram>> loaded;
  std::string error;

  LoadedSum(const SumProgram& of, DeviceSet& on) : program(of), set(on) {
    LoadOptions options;
    options.programId = ++set.programs;
    for (int64_t d = 0; d < set.total; ++d) options.devices.push_back(d);
    for (const auto& device : set.devices) {
      options.device = device->device().id();
      auto made = device->load(program.toy, options);
      if (!made.ok()) {
        error = made.status().ToString() + "\n";
        return;
      }
      loaded.push_back(*std::move(made));
    }
  }
};

// What one device has in a run.
struct SumRun {
  ToyMemory in{SumProgram::kWords * 8}, out{SumProgram::kWords * 8}, gateAddress{8}, branch{4};
  Gate gate;
  std::shared_ptr<Execution> execution;

  SumRun(const LoadedSum& sum, size_t d, uint64_t run, uint64_t value, EventPtr after = nullptr) {
    fill(in, value);
    *gateAddress.as<Gate*>() = &gate;
    *branch.as<int32_t>() = 1;
    execution =
        sum.set.devices[d]->make(sum.loaded[d], {in.data(), gateAddress.data(), branch.data()}, {out.data()}, run);
    if (after != nullptr) execution->bindings().inputs.push_back(std::move(after));
  }
  static void fill(const ToyMemory& memory, uint64_t value) {
    for (int64_t i = 0; i < SumProgram::kWords; ++i) memory.as<uint64_t>()[i] = value;
  }
  Status await() const { return execution->done()->await(); }
  std::string wrong(uint64_t value) const {
    const Status status = await();
    if (!status.ok()) return status.ToString() + "\n";
    for (int64_t i = 0; i < SumProgram::kWords; ++i) {
      if (out.as<uint64_t>()[i] != value)
        return strCat("word ", i, " is ", out.as<uint64_t>()[i], " instead of ", value, "\n");
    }
    return "";
  }
};

inline std::vector<uint64_t> deviceValues(int64_t total, uint64_t seed) {
  std::vector<uint64_t> values;
  for (int64_t d = 0; d < total; ++d) values.push_back(seed * 100 + static_cast<uint64_t>(d));
  return values;
}

// A run that all take part in.
inline std::string runAll(const LoadedSum& sum, uint64_t run, bool summed = true) {
  std::vector<uint64_t> values = deviceValues(sum.set.total, run);
  std::vector<std::unique_ptr<SumRun>> runs;
  for (size_t d = 0; d < sum.loaded.size(); ++d) {
    runs.push_back(std::make_unique<SumRun>(sum, d, run, values[static_cast<size_t>(sum.set.id(d))]));
    *runs[d]->branch.as<int32_t>() = summed;
    sum.set.devices[d]->submit(runs[d]->execution, run % 2 == 0);
  }
  sum.program.step(values, summed);
  std::string errors;
  for (size_t d = 0; d < runs.size(); ++d) {
    const std::string error = runs[d]->wrong(values[static_cast<size_t>(sum.set.id(d))]);
    if (!error.empty()) errors += strCat("run ", run, ", device ", sum.set.id(d), ": ", error);
  }
  return errors;
}

// THREADS threads, each with a chain of runs of four programs over its own arrays: each chain is in its order, whatever
// the others do.
inline std::string chainsInProgramOrder(DeviceSet& set, size_t threads, uint64_t rounds) {
  std::vector<std::unique_ptr<SumProgram>> programs;
  std::vector<std::unique_ptr<LoadedSum>> sums;
  for (int p = 0; p < 4; ++p) {
    programs.push_back(std::make_unique<SumProgram>(set.total, p + 1, p == 3 ? Sum::kLoop : Sum::kPlain));
    sums.push_back(std::make_unique<LoadedSum>(*programs.back(), set));
    if (!sums.back()->error.empty()) return sums.back()->error;
  }
  // No queue gets full: processes that fill theirs in unlike orders would wait for each other.
  const uint64_t ahead = LocalDevice::kMostInFlight / threads - 1;
  std::vector<std::string> errors(threads);
  std::vector<std::thread> running;
  for (size_t t = 0; t < threads; ++t) {
    running.emplace_back([&, t] {
      std::vector<uint64_t> values = deviceValues(set.total, t);
      std::vector<std::vector<std::unique_ptr<SumRun>>> runs;  // by round, device
      for (uint64_t round = 0; round < rounds; ++round) {
        const LoadedSum& sum = *sums[(t + round) % 4];
        std::vector<LocalDevice*> queues;
        std::vector<std::shared_ptr<DeviceWork>> work;
        runs.emplace_back();
        for (size_t d = 0; d < set.devices.size(); ++d) {
          const SumRun* before = round == 0 ? nullptr : runs[round - 1][d].get();
          runs[round].push_back(std::make_unique<SumRun>(sum, d, t * rounds + round,
                                                         values[static_cast<size_t>(set.id(d))],
                                                         before == nullptr ? nullptr : before->execution->done()));
          if (before != nullptr) runs[round][d]->execution->bindings().arguments[0] = before->out.data();
          queues.push_back(&set.devices[d]->device());
          work.push_back(runs[round][d]->execution);
        }
        for (const auto& run : runs[round]) run->execution->prepare();
        LocalDevice::submit(queues, work, (t + round) % 3 == 0);
        if (round >= ahead) {
          for (const auto& run : runs[round - ahead]) (void)run->await();
        }
      }
      for (uint64_t round = 0; round < rounds; ++round) {
        sums[(t + round) % 4]->program.step(values);
        for (size_t d = 0; d < set.devices.size(); ++d) {
          const std::string error = runs[round][d]->wrong(values[static_cast<size_t>(set.id(d))]);
          if (!error.empty()) errors[t] += strCat("thread ", t, ", round ", round, ", device ", set.id(d), ": ", error);
        }
      }
    });
  }
  for (std::thread& thread : running) thread.join();
  std::string all;
  for (const std::string& error : errors) all += error;
  return all;
}

// Devices of odd numbers get two programs in the other order.
inline std::string oppositeOrder(DeviceSet& set) {
  const SumProgram one(set.total, 1), two(set.total, 2);
  const LoadedSum first(one, set), second(two, set);
  std::string errors = first.error + second.error;
  for (uint64_t run = 0; run < 30 && errors.empty(); ++run) {
    std::vector<std::unique_ptr<SumRun>> runs[2];
    const std::vector<uint64_t> values = deviceValues(set.total, run);
    for (size_t d = 0; d < set.devices.size(); ++d) {
      for (const LoadedSum* sum : {&first, &second})
        runs[sum == &second].push_back(std::make_unique<SumRun>(*sum, d, run, values[static_cast<size_t>(set.id(d))]));
      const bool odd = set.id(d) % 2 == 1;
      set.devices[d]->submit(runs[odd][d]->execution, run % 2 == 0);
      set.devices[d]->submit(runs[!odd][d]->execution, run % 3 == 0);
    }
    for (const LoadedSum* sum : {&first, &second}) {
      std::vector<uint64_t> expected = values;
      sum->program.step(expected);
      for (size_t d = 0; d < set.devices.size(); ++d)
        errors += runs[sum == &second][d]->wrong(expected[static_cast<size_t>(set.id(d))]);
    }
  }
  return errors;
}

inline std::string statusIs(const Status& status, absl::StatusCode code, const std::vector<std::string>& parts) {
  bool right = status.code() == code;
  for (const std::string& part : parts) right &= std::string(status.message()).find(part) != std::string::npos;
  return right ? "" : strCat("got ", status.ToString(), "\n");
}

// The last device does not come to a run in time. The communicators' deadline is short.
inline std::string missingMember(DeviceSet& set) {
  const SumProgram program(set.total, 1), unlike(set.total, 2);
  const LoadedSum sum(program, set), other(unlike, set);
  std::string errors = sum.error + other.error;
  if (errors.empty()) errors = runAll(sum, 1);
  if (!errors.empty()) return errors;
  std::vector<std::unique_ptr<SumRun>> runs;
  for (size_t d = 0; d < set.devices.size(); ++d) {
    runs.push_back(std::make_unique<SumRun>(sum, d, 5, 1));
    if (set.id(d) + 1 < set.total) set.devices[d]->submit(runs[d]->execution);
  }
  const std::vector<std::string> parts{strCat("device ", set.total - 1), "has not started it", "model.py:3"};
  for (size_t d = 0; d < set.devices.size(); ++d) {
    if (set.id(d) + 1 < set.total) errors += statusIs(runs[d]->await(), absl::StatusCode::kDeadlineExceeded, parts);
  }
  set.meet();
  for (size_t d = 0; d < set.devices.size(); ++d) {  // comes late, and hears of it
    if (set.id(d) + 1 < set.total) continue;
    set.devices[d]->submit(runs[d]->execution);
    errors += statusIs(runs[d]->await(), absl::StatusCode::kDeadlineExceeded, parts);
  }
  set.meet();
  errors += runAll(other, 5);
  return errors + runAll(sum, 6);
}

// A run that device 0 cannot do, for its input failed or it is CANCELLED there, ends at all with the first cause.
inline std::string abandonedRun(DeviceSet& set, bool cancelled) {
  const SumProgram program(set.total, 2);
  const LoadedSum sum(program, set);
  std::string errors = sum.error;
  for (uint64_t run = 0; run < 20 && errors.empty(); run += 2) {
    std::vector<std::unique_ptr<SumRun>> runs;
    EventPtr input = Event::make();
    for (size_t d = 0; d < set.devices.size(); ++d) {
      runs.push_back(std::make_unique<SumRun>(sum, d, run, 1, set.id(d) == 0 ? input : nullptr));
      set.devices[d]->submit(runs[d]->execution, run % 4 == 0);
    }
    if (cancelled && set.id(0) == 0) runs[0]->execution->cancel();
    input->end(cancelled ? absl::OkStatus() : notFound("the first cause"));
    for (const auto& one : runs)
      errors += cancelled ? statusIs(one->await(), absl::StatusCode::kCancelled, {"cancelled"})
                          : statusIs(one->await(), absl::StatusCode::kNotFound, {"the first cause"});
    errors += runAll(sum, run + 1);
  }
  return errors;
}

// While a collective in a loop or branch waits for others, what does not need it goes on.
inline std::string overlaps(DeviceSet& set, Sum where) {
  const SumProgram program(set.total, 2, where);
  const LoadedSum sum(program, set);
  std::string errors = sum.error;
  if (errors.empty() && where == Sum::kBranch) errors = runAll(sum, 100, /*summed=*/false);
  for (uint64_t run = 1; run < 10 && errors.empty(); ++run) {
    std::vector<uint64_t> values = deviceValues(set.total, run);
    std::vector<std::unique_ptr<SumRun>> runs;
    for (size_t d = 0; d < set.devices.size(); ++d)
      runs.push_back(std::make_unique<SumRun>(sum, d, run, values[static_cast<size_t>(set.id(d))]));
    const bool first = set.id(0) == 0;
    if (first) {
      set.devices[0]->submit(runs[0]->execution);
      if (!runs[0]->gate.entered->awaitFor(std::chrono::seconds(60)))
        return "nothing goes on while a collective waits\n";
      if (runs[0]->execution->done()->ended()) errors += "done without the others\n";
    }
    set.meet();
    for (size_t d = first; d < set.devices.size(); ++d) set.devices[d]->submit(runs[d]->execution);
    program.step(values);
    for (size_t d = 0; d < set.devices.size(); ++d) errors += runs[d]->wrong(values[static_cast<size_t>(set.id(d))]);
  }
  return errors;
}

}  // namespace partita
