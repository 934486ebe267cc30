#pragma once
// What every Communicator must do: random collectives against a naive reference. Used by the in-process tests and by
// the program that runs under mpirun.
#include <algorithm>
#include <bit>
#include <complex>
#include <cstring>
#include <numeric>
#include <string>
#include <thread>
#include <vector>

#include "base/check.h"
#include "base/rng.h"
#include "collectives/communicator.h"
#include "collectives/reduction.h"

namespace partita {

using Number = std::complex<double>;

// One collective over groups of devices that run side by side. All ranks make the same case from the same seed.
struct CommunicatorCase {
  CollectiveKind kind{};
  ReductionKind reduction{};
  std::vector<DType> types;                              // of each block
  std::vector<std::vector<int64_t>> groups;              // devices in none have no part
  std::vector<std::pair<int64_t, int64_t>> permutation;  // kPermute
  // [group][block][sender][receiver]: all-to-all; [group][block][0][member] for all-gather and reduce-scatter;
  // [group][block][0][0] else.
  std::vector<std::vector<std::vector<std::vector<int64_t>>>> counts;
  bool inPlace = false;  // all-reduce
  uint64_t seed = 0;

  std::string toString() const {
    return strCat("seed ", seed, ": ", collectiveKindName(kind), " ", reductionName(reduction), " of ", types.size(),
                  " blocks in ", groups.size(), " groups");
  }
};

// 0 … COUNT-1 in some order.
inline std::vector<size_t> shuffled(size_t count, Rng& rng) {
  std::vector<size_t> order(count);
  std::iota(order.begin(), order.end(), size_t{0});
  for (size_t i = count; i > 1; --i) std::swap(order[i - 1], order[rng.below(i)]);
  return order;
}

inline int64_t randomCount(Rng& rng, int64_t most) {
  int64_t choices[] = {0, 1, 5, 64, 1000, 20001, 150000, 700001};
  return std::min(choices[rng.below(8)], most);
}

inline CommunicatorCase randomCase(uint64_t seed, int64_t devices, int64_t mostElements) {
  Rng rng(seed);
  CommunicatorCase c;
  c.seed = seed;
  c.kind = static_cast<CollectiveKind>(rng.below(6));
  std::vector<int64_t> order(static_cast<size_t>(devices));
  std::iota(order.begin(), order.end(), 0);
  for (size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[rng.below(i)]);
  if (rng.below(2)) std::sort(order.begin(), order.end());
  size_t at = 0;
  while (at < order.size()) {
    size_t size = rng.below(2) ? order.size() - at : 1 + rng.below(order.size() - at);
    c.groups.emplace_back(order.begin() + static_cast<int64_t>(at), order.begin() + static_cast<int64_t>(at + size));
    at += size;
  }
  if (c.groups.size() > 1 && rng.below(4) == 0) c.groups.pop_back();
  c.reduction = static_cast<ReductionKind>(rng.below(6));
  for (uint64_t blocks = rng.below(3) ? 1 : 1 + rng.below(6); blocks > 0; --blocks) {
    constexpr DType kTypes[] = {DType::kI1,  DType::kI8,   DType::kI16,  DType::kI32,  DType::kI64,
                                DType::kUI8, DType::kUI16, DType::kUI32, DType::kUI64, DType::kBF16,
                                DType::kF16, DType::kF32,  DType::kF64,  DType::kC64,  DType::kC128};
    DType type = kTypes[rng.below(std::size(kTypes))];
    while (!canReduce(type, c.reduction)) type = kTypes[rng.below(std::size(kTypes))];
    c.types.push_back(type);
  }
  c.inPlace = c.kind == CollectiveKind::kAllReduce && rng.below(2);
  for (const auto& group : c.groups) {
    size_t n = group.size();
    c.counts.emplace_back();
    for (size_t b = 0; b < c.types.size(); ++b) {
      bool matrix = c.kind == CollectiveKind::kAllToAll;
      bool row = matrix || c.kind == CollectiveKind::kAllGather || c.kind == CollectiveKind::kReduceScatter;
      std::vector<std::vector<int64_t>> counts(matrix ? n : 1, std::vector<int64_t>(row ? n : 1));
      bool even = rng.below(2);
      int64_t same = randomCount(rng, mostElements);
      for (auto& line : counts) {
        for (int64_t& count : line) count = even ? same : randomCount(rng, mostElements);
      }
      c.counts.back().push_back(std::move(counts));
    }
    if (c.kind == CollectiveKind::kPermute) {
      std::vector<int64_t> targets = group;
      for (size_t i = targets.size(); i > 1; --i) std::swap(targets[i - 1], targets[rng.below(i)]);
      for (size_t i = 0; i < n; ++i) {
        if (rng.below(4)) c.permutation.push_back({group[i], targets[i]});
      }
    }
  }
  return c;
}

// Small whole numbers: every order of combining gives the same bits in every type.
inline Number inputNumber(const CommunicatorCase& c, int64_t device, size_t block, int64_t index) {
  uint64_t h = splitmix64(c.seed * 1000003 + static_cast<uint64_t>(device) * 10007 + block * 101 +
                          static_cast<uint64_t>(index) * 7919);
  bool isComplex = c.types[block] == DType::kC64 || c.types[block] == DType::kC128;
  auto real = static_cast<double>(h % 8), imaginary = isComplex ? static_cast<double>(h / 8 % 3) : 0.0;
  if (c.reduction == ReductionKind::kProduct) real = static_cast<double>(1 + h % 2);
  return {real, imaginary};
}

inline Number combineNumbers(ReductionKind op, Number a, Number b) {
  auto x = static_cast<int64_t>(a.real()), y = static_cast<int64_t>(b.real());
  switch (op) {
    case ReductionKind::kSum:
      return a + b;
    case ReductionKind::kProduct:
      return a * b;
    case ReductionKind::kMin:
      return static_cast<double>(std::min(x, y));
    case ReductionKind::kMax:
      return static_cast<double>(std::max(x, y));
    case ReductionKind::kAnd:
      return static_cast<double>(x & y);
    case ReductionKind::kOr:
      return static_cast<double>(x | y);
  }
  return 0;
}

inline void storeNumber(DType type, Number value, char* at) {
  auto put = [at](auto x) { std::memcpy(at, &x, sizeof x); };
  double x = value.real();
  switch (type) {
    case DType::kI1:
    case DType::kI8:
      return put(static_cast<int8_t>(static_cast<int64_t>(x)));
    case DType::kUI8:
      return put(static_cast<uint8_t>(static_cast<int64_t>(x)));
    case DType::kI16:
    case DType::kUI16:
      return put(static_cast<int16_t>(static_cast<int64_t>(x)));
    case DType::kI32:
    case DType::kUI32:
      return put(static_cast<int32_t>(x));
    case DType::kI64:
    case DType::kUI64:
      return put(static_cast<int64_t>(x));
    case DType::kBF16:
      return put(static_cast<uint16_t>(std::bit_cast<uint32_t>(static_cast<float>(x)) >> 16));
    case DType::kF16: {  // whole numbers of at most 11 bits
      if (x == 0) return put(uint16_t{0});
      auto bits = std::bit_cast<uint32_t>(static_cast<float>(x));
      return put(static_cast<uint16_t>(((bits >> 23 & 0xff) - 112) << 10 | (bits >> 13 & 0x3ff)));
    }
    case DType::kF32:
      return put(static_cast<float>(x));
    case DType::kF64:
      return put(x);
    case DType::kC64:
      return put(std::complex<float>(value));
    case DType::kC128:
      return put(value);
    default:
      CHECK(false, "no numbers of ", dtypeName(type));
  }
}

// What DEVICE gives and gets.
struct CaseBuffers {
  struct Block {
    std::vector<char> input, expected;
    std::vector<int64_t> sendCounts, receiveCounts;
  };
  std::vector<int64_t> group;
  std::vector<Block> blocks;
};

inline CaseBuffers caseBuffers(const CommunicatorCase& c, int64_t device) {
  CaseBuffers buffers;
  for (size_t g = 0; g < c.groups.size(); ++g) {
    const std::vector<int64_t>& group = c.groups[g];
    auto found = std::find(group.begin(), group.end(), device);
    if (found == group.end()) continue;
    buffers.group = group;
    auto me = static_cast<size_t>(found - group.begin());
    for (size_t b = 0; b < c.types.size(); ++b) {
      const auto& counts = c.counts[g][b];
      CaseBuffers::Block block;
      int64_t width = dtypeBytes(c.types[b]);
      auto append = [&](std::vector<char>& bytes, Number value) {
        bytes.resize(bytes.size() + static_cast<size_t>(width));
        storeNumber(c.types[b], value, bytes.data() + bytes.size() - width);
      };
      auto prefix = [](const std::vector<int64_t>& list, size_t end) {
        return std::accumulate(list.begin(), list.begin() + static_cast<int64_t>(end), int64_t{0});
      };
      auto combined = [&](int64_t index) {
        Number value = inputNumber(c, group[0], b, index);
        for (size_t m = 1; m < group.size(); ++m)
          value = combineNumbers(c.reduction, value, inputNumber(c, group[m], b, index));
        return value;
      };
      int64_t inputs = 0;
      switch (c.kind) {
        case CollectiveKind::kAllReduce:
          inputs = counts[0][0];
          block.sendCounts = counts[0];
          for (int64_t i = 0; i < inputs; ++i) append(block.expected, combined(i));
          break;
        case CollectiveKind::kReduceScatter:
          inputs = prefix(counts[0], group.size());
          block.sendCounts = counts[0];
          for (int64_t i = 0; i < counts[0][me]; ++i) append(block.expected, combined(prefix(counts[0], me) + i));
          break;
        case CollectiveKind::kAllGather:
          inputs = counts[0][me];
          block.sendCounts = counts[0];
          for (size_t m = 0; m < group.size(); ++m) {
            for (int64_t i = 0; i < counts[0][m]; ++i) append(block.expected, inputNumber(c, group[m], b, i));
          }
          break;
        case CollectiveKind::kBroadcast:
          inputs = counts[0][0];
          block.sendCounts = counts[0];
          for (int64_t i = 0; i < inputs; ++i) append(block.expected, inputNumber(c, group[0], b, i));
          break;
        case CollectiveKind::kPermute: {
          inputs = counts[0][0];
          block.sendCounts = counts[0];
          int64_t source = -1;
          for (auto [from, to] : c.permutation) {
            if (to == device) source = from;
          }
          for (int64_t i = 0; i < inputs; ++i)
            append(block.expected, source < 0 ? Number(0) : inputNumber(c, source, b, i));
          break;
        }
        case CollectiveKind::kAllToAll:
          inputs = prefix(counts[me], group.size());
          block.sendCounts = counts[me];
          for (size_t m = 0; m < group.size(); ++m) {
            block.receiveCounts.push_back(counts[m][me]);
            for (int64_t i = 0; i < counts[m][me]; ++i)
              append(block.expected, inputNumber(c, group[m], b, prefix(counts[m], me) + i));
          }
          break;
      }
      for (int64_t i = 0; i < inputs; ++i) append(block.input, inputNumber(c, device, b, i));
      buffers.blocks.push_back(std::move(block));
    }
  }
  return buffers;
}

// Memory aligned for any element type, filled with a pattern, with guard bytes behind.
class GuardedMemory {
 public:
  explicit GuardedMemory(size_t bytes) : bytes_(bytes), words_((bytes + 63) / 8 + 8, 0xabababababababab) {}
  char* data() { return reinterpret_cast<char*>(words_.data()); }
  bool intact() {
    return std::all_of(data() + bytes_, data() + words_.size() * 8,
                       [](char c) { return c == static_cast<char>(0xab); });
  }

 private:
  size_t bytes_;
  std::vector<uint64_t> words_;
};

// The collective of case C for COMMUNICATOR's device.
inline CollectiveOp caseOp(const CommunicatorCase& c, const CaseBuffers& buffers) {
  CollectiveOp op;
  op.kind = c.kind;
  op.reduction = c.reduction;
  op.group = buffers.group;
  for (auto pair : c.permutation) {
    if (std::find(op.group.begin(), op.group.end(), pair.first) != op.group.end()) op.permutation.push_back(pair);
  }
  op.name = c.toString();
  for (size_t b = 0; b < c.types.size(); ++b)
    op.arrays.push_back({c.types[b], buffers.blocks[b].sendCounts, buffers.blocks[b].receiveCounts});
  return op;
}

// What is done with the cases: several runs of each in flight, each member in an order of its own.
struct CaseRuns {
  uint64_t program = 1;
  uint64_t firstRun = 0, runs = 1;
  uint64_t trips = 1;
  // Some members' inputs are there only later, and some say so by an event.
  bool lateInputs = false;
};

// Prepares CASES at COMMUNICATOR, half of them as another program, and enqueues all runs in an order that depends on
// the device before the first is waited for. The errors, empty when all is right.
inline std::string runCases(Communicator& communicator, const std::vector<CommunicatorCase>& cases,
                            const CaseRuns& what = {}) {
  struct Running {
    size_t number = 0;  // of the case
    uint64_t run = 0, trip = 0;
    std::vector<GuardedMemory> inputs, outputs;
    EventPtr done = Event::make();
  };
  std::string errors;
  Rng rng(what.program * 7919 + static_cast<uint64_t>(communicator.deviceId()) * 31 + what.firstRun);
  std::vector<CaseBuffers> buffers;
  std::vector<std::shared_ptr<PreparedCollective>> handles(cases.size());
  std::vector<std::vector<Running>> lines;  // trips of a run come in order
  for (const CommunicatorCase& c : cases) buffers.push_back(caseBuffers(c, communicator.deviceId()));
  for (size_t n : shuffled(cases.size(), rng)) {
    if (buffers[n].group.empty()) continue;
    auto handle =
        communicator.prepare({what.program * 2 + n % 2, static_cast<int64_t>(n)}, caseOp(cases[n], buffers[n]));
    if (!handle.ok()) return strCat(cases[n].toString(), ": ", handle.status().ToString(), "\n");
    handles[n] = *std::move(handle);
    for (uint64_t run = what.firstRun; run < what.firstRun + what.runs; ++run) {
      lines.emplace_back();
      for (uint64_t trip = 0; trip < what.trips; ++trip) {
        Running& running = lines.back().emplace_back();
        running.number = n;
        running.run = run;
        running.trip = trip;
        for (const CaseBuffers::Block& block : buffers[n].blocks) {
          running.inputs.emplace_back(std::max(block.input.size(), cases[n].inPlace ? block.expected.size() : 0));
          running.outputs.emplace_back(block.expected.size());
        }
      }
    }
  }
  std::vector<EventPtr> late;
  auto enqueue = [&](Running& running) {
    std::vector<CollectiveBuffer> addresses;
    const CaseBuffers& own = buffers[running.number];
    auto fill = [&running, &own] {
      for (size_t b = 0; b < own.blocks.size(); ++b)
        std::copy(own.blocks[b].input.begin(), own.blocks[b].input.end(), running.inputs[b].data());
    };
    for (size_t b = 0; b < own.blocks.size(); ++b) {
      char* output = cases[running.number].inPlace ? running.inputs[b].data() : running.outputs[b].data();
      addresses.push_back({running.inputs[b].data(), output});
    }
    EventPtr after;
    if (what.lateInputs && rng.below(2)) {
      after = Event::make();
      late.push_back(after);
      after->then([fill](const Status&) { fill(); });  // before the collective hears of it
    } else {
      fill();
      if (rng.below(2)) after = Event::ready();
    }
    handles[running.number]->enqueue({running.run, running.trip}, addresses, after,
                                     [done = running.done](Status status) { done->end(std::move(status)); });
  };
  std::vector<size_t> order = shuffled(lines.size(), rng);
  for (uint64_t trip = 0; trip < what.trips; ++trip) {
    for (size_t line : order) enqueue(lines[line][trip]);
  }
  for (const EventPtr& event : late) event->end();
  for (std::vector<Running>& line : lines) {
    for (Running& running : line) {
      communicator.wait(running.done);
      const CommunicatorCase& c = cases[running.number];
      if (!running.done->status().ok()) {
        errors += strCat(c.toString(), ": ", running.done->status().ToString(), "\n");
        continue;
      }
      for (size_t b = 0; b < running.outputs.size(); ++b) {
        char* output = c.inPlace ? running.inputs[b].data() : running.outputs[b].data();
        const std::vector<char>& expected = buffers[running.number].blocks[b].expected;
        auto differ = std::mismatch(expected.begin(), expected.end(), output);
        if (differ.first != expected.end()) {
          errors += strCat(c.toString(), ": device ", communicator.deviceId(), ", run ", running.run, ", block ", b,
                           " of ", dtypeName(c.types[b]), ": byte ", differ.first - expected.begin(), " of ",
                           expected.size(), " is wrong\n");
        }
        if (!running.inputs[b].intact() || !running.outputs[b].intact())
          errors += strCat(c.toString(), ": wrote behind a buffer\n");
      }
    }
  }
  return errors;
}

// BODY(communicator) on a thread for each of COMMUNICATORS; what they return, one after the other.
template <typename Body>
std::string onAll(const std::vector<std::unique_ptr<Communicator>>& communicators, Body body) {
  std::vector<std::string> errors(communicators.size());
  std::vector<std::thread> threads;
  for (size_t i = 0; i < communicators.size(); ++i) {
    threads.emplace_back([&, i] { errors[i] = body(*communicators[i]); });
  }
  for (std::thread& thread : threads) thread.join();
  std::string all;
  for (const std::string& error : errors) all += error;
  return all;
}

inline std::string runCasesOnAll(const std::vector<std::unique_ptr<Communicator>>& communicators,
                                 const std::vector<CommunicatorCase>& cases, const CaseRuns& what = {}) {
  return onAll(communicators, [&](Communicator& communicator) { return runCases(communicator, cases, what); });
}

// An all-reduce of COUNT numbers of a type over GROUP, prepared at one communicator. The sum of ones unless told else.
struct Ones {
  std::vector<float> input, output;
  CollectiveOp op;
  std::shared_ptr<PreparedCollective> handle;
  Status prepared;

  Ones(Communicator& communicator, CollectiveKey key, std::vector<int64_t> group, int64_t count)
      : Ones(std::move(group), count) {
    prepare(communicator, key);
  }
  Ones(std::vector<int64_t> group, int64_t count)
      : input(static_cast<size_t>(count), 1.0f), output(static_cast<size_t>(count)) {
    op.kind = CollectiveKind::kAllReduce;
    op.reduction = ReductionKind::kSum;
    op.group = std::move(group);
    op.name = "ones (model.py:1)";
    op.arrays.push_back({DType::kF32, {count}, {}});
  }
  void prepare(Communicator& communicator, CollectiveKey key) {
    auto made = communicator.prepare(key, op);
    prepared = made.status();
    if (made.ok()) handle = *std::move(made);
  }
  EventPtr start(uint64_t run, uint64_t trip = 0, EventPtr after = nullptr) {
    EventPtr done = Event::make();
    if (handle == nullptr) {
      done->end(prepared);
      return done;
    }
    const CollectiveBuffer buffers[] = {{input.data(), output.data()}};
    handle->enqueue({run, trip}, buffers, std::move(after), [done](Status status) { done->end(std::move(status)); });
    return done;
  }
  Status run(Communicator& communicator, uint64_t run, uint64_t trip = 0) {
    EventPtr done = start(run, trip);
    communicator.wait(done);
    return done->status();
  }
  bool sumIs(float value) const {
    return std::all_of(output.begin(), output.end(), [&](float x) { return x == value; });
  }
};

}  // namespace partita
