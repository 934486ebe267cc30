#pragma once
// What every Communicator must do: random collectives against a naive reference. Used by the in-process tests and by
// the program that runs under mpirun.
#include <algorithm>
#include <bit>
#include <complex>
#include <condition_variable>
#include <cstring>
#include <mutex>
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

// Starts the collectives of CASES in order on COMMUNICATOR, all before the first is waited for. The errors, empty when
// all is right.
inline std::string runCases(Communicator& communicator, const std::vector<CommunicatorCase>& cases) {
  struct Running {
    CaseBuffers buffers;
    std::vector<GuardedMemory> inputs, outputs;
  };
  std::vector<Running> running(cases.size());
  std::mutex mutex;
  std::condition_variable condition;
  size_t pending = 0;
  std::string errors;
  for (size_t n = 0; n < cases.size(); ++n) {
    const CommunicatorCase& c = cases[n];
    Running& run = running[n];
    run.buffers = caseBuffers(c, communicator.deviceId());
    if (run.buffers.group.empty()) continue;
    CollectiveCall call;
    call.kind = c.kind;
    call.reduction = c.reduction;
    call.group = run.buffers.group;
    for (auto pair : c.permutation) {
      if (std::find(call.group.begin(), call.group.end(), pair.first) != call.group.end())
        call.permutation.push_back(pair);
    }
    call.sequence = static_cast<int64_t>(c.seed);
    call.name = c.toString();
    for (size_t b = 0; b < c.types.size(); ++b) {
      CaseBuffers::Block& block = run.buffers.blocks[b];
      run.inputs.emplace_back(std::max(block.input.size(), c.inPlace ? block.expected.size() : 0));
      std::copy(block.input.begin(), block.input.end(), run.inputs.back().data());
      run.outputs.emplace_back(block.expected.size());
    }
    for (size_t b = 0; b < c.types.size(); ++b) {
      char* output = c.inPlace ? run.inputs[b].data() : run.outputs[b].data();
      call.blocks.push_back({run.inputs[b].data(), output, c.types[b], run.buffers.blocks[b].sendCounts,
                             run.buffers.blocks[b].receiveCounts});
    }
    {
      std::lock_guard lock(mutex);
      ++pending;
    }
    communicator.start(std::move(call), [&, n](Status status) {
      std::lock_guard lock(mutex);
      if (!status.ok()) errors += strCat(cases[n].toString(), ": ", status.ToString(), "\n");
      if (--pending == 0) condition.notify_one();
    });
  }
  communicator.setUrgent(true);
  {
    std::unique_lock lock(mutex);
    condition.wait(lock, [&] { return pending == 0; });
  }
  communicator.setUrgent(false);
  for (size_t n = 0; n < cases.size() && errors.empty(); ++n) {
    Running& run = running[n];
    for (size_t b = 0; b < run.outputs.size(); ++b) {
      char* output = cases[n].inPlace ? run.inputs[b].data() : run.outputs[b].data();
      const std::vector<char>& expected = run.buffers.blocks[b].expected;
      auto differ = std::mismatch(expected.begin(), expected.end(), output);
      if (differ.first != expected.end()) {
        errors += strCat(cases[n].toString(), ": device ", communicator.deviceId(), ", block ", b, " of ",
                         dtypeName(cases[n].types[b]), ": byte ", differ.first - expected.begin(), " of ",
                         expected.size(), " is wrong\n");
      }
      if (!run.inputs[b].intact() || !run.outputs[b].intact())
        errors += strCat(cases[n].toString(), ": wrote behind a buffer\n");
    }
  }
  return errors;
}

// runCases() on a thread for each of COMMUNICATORS.
inline std::string runCasesOnAll(const std::vector<std::unique_ptr<Communicator>>& communicators,
                                 const std::vector<CommunicatorCase>& cases) {
  std::vector<std::string> errors(communicators.size());
  std::vector<std::thread> threads;
  for (size_t i = 0; i < communicators.size(); ++i) {
    threads.emplace_back([&, i] { errors[i] = runCases(*communicators[i], cases); });
  }
  for (std::thread& thread : threads) thread.join();
  std::string all;
  for (const std::string& error : errors) all += error;
  return all;
}

// An all-reduce of COUNT ones in f32 over GROUP.
struct OnesCall {
  std::vector<float> input, output;
  CollectiveCall call;
  OnesCall(std::vector<int64_t> group, int64_t count, int64_t sequence = 0)
      : input(static_cast<size_t>(count), 1.0f), output(static_cast<size_t>(count)) {
    call.kind = CollectiveKind::kAllReduce;
    call.reduction = ReductionKind::kSum;
    call.group = std::move(group);
    call.sequence = sequence;
    call.name = "ones (model.py:1)";
    call.blocks.push_back({input.data(), output.data(), DType::kF32, {count}, {}});
  }
};

}  // namespace partita
