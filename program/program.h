#pragma once
// Program: code generation's output and all the executor sees. Kernels as object code, thunks with declared buffer uses
// in a valid sequential order, one arena. No LLVM and no Graph here.
//
// Memory. Buffers are the arguments and results (the caller's memory), one arena, constants, and the device id. A thunk
// names slices of them. A donated argument and its result are the same buffer (Program::results says so). Order between
// thunks follows from their uses alone: two thunks are ordered as listed when their slices overlap and one of them
// writes.
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/collective.h"
#include "base/types.h"

namespace partita {

enum class BufferKind : uint8_t { kArgument, kResult, kArena, kConstant, kDeviceId };
inline constexpr int kBufferKindCount = static_cast<int>(BufferKind::kDeviceId) + 1;

struct ProgramBuffer {
  BufferKind kind{};
  int32_t number = 0;  // argument or result number
  int64_t bytes = 0;
  std::string contents;  // kConstant
};

struct Slice {
  int32_t buffer = 0;  // index into Program::buffers
  int64_t offset = 0;
  int64_t bytes = 0;
  friend bool operator==(const Slice&, const Slice&) = default;
};

struct BufferUse {
  Slice slice;
  bool write = false;  // otherwise read; a slice read and written appears twice
};

// Runs tasks [begin, end) of a kernel. BUFFERS: one pointer for each parameter. SCRATCH: private to the worker,
// Kernel::scratchBytes, 64-byte aligned.
using KernelFn = void (*)(void* const* buffers, int64_t begin, int64_t end, void* scratch);

struct Kernel {
  std::string symbol;
  int64_t tasks = 1;
  int64_t scratchBytes = 0;
  double flops = 0, bytes = 0;  // of all tasks: for grain size, profiles and prices
};

struct ObjectCode {
  std::string name;      // structural hash
  std::string contents;  // relocatable object file
};

enum class ThunkKind : uint8_t { kKernel, kCopy, kCollective, kWhile, kCase };

// One array taking part in a collective; several are one bucket. Blocks are contiguous:
//   all-gather       input = own block                      output = all blocks in group order
//   reduce-scatter   input = all blocks                     output = own block
//   all-to-all       input = a block for each member        output = a block from each
//   others           input and output alike
struct CollectivePiece {
  Slice input, output;
  DType dtype = DType::kF32;
  std::vector<int64_t> sendCounts;  // elements of each block (group order); all-reduce, permute, broadcast: one entry
  std::vector<int64_t> receiveCounts;  // all-to-all: elements of each received block; else empty
};

struct CollectiveSpec {
  CollectiveKind kind{};
  ReductionKind reduction = ReductionKind::kSum;
  // Device ids. A permutation's groups are its rings and chains; a device that a permutation or broadcast does not list
  // gets zeros, the other kinds list every device.
  std::vector<std::vector<int64_t>> groups;
  std::vector<std::pair<int64_t, int64_t>> permutation;  // kPermute: source, target device ids
  std::vector<CollectivePiece> pieces;
  int64_t sequence = 0;  // position in the program's one total order of collectives
};

struct Thunk;
using ThunkSequence = std::vector<Thunk>;

struct Thunk {
  ThunkKind kind{};
  std::string name;             // "fusion.12 (model.py:31)", for profiles and messages
  std::vector<BufferUse> uses;  // all memory it touches, nested sequences included
  // kKernel
  int32_t kernel = -1;           // index into Program::kernels
  std::vector<Slice> arguments;  // kernel parameters in order
  // kCopy: source -> destination, same bytes, not overlapping
  Slice source, destination;
  // kCollective
  std::shared_ptr<const CollectiveSpec> collective;
  // kWhile: run condition (writes `predicate`, one byte), stop when it is 0, run body, again. kCase: `predicate` is an
  // i32 branch number; one out of range takes the last branch.
  Slice predicate;
  ThunkSequence condition, body;
  std::vector<ThunkSequence> branches;
};

struct ProgramResult {
  Slice slice;  // where the result is: its kResult buffer, or the argument's when donated
  int32_t aliasesArgument = -1;
  TensorType type;
  std::string name;
};
struct ProgramArgument {
  int32_t buffer = 0;
  TensorType type;
  std::string name;
};

struct Program {
  std::string name;
  std::string graphHash;
  std::string target;  // "x86_64 znver4"
  std::vector<ProgramBuffer> buffers;
  std::vector<ProgramArgument> arguments;
  std::vector<ProgramResult> results;
  std::vector<Kernel> kernels;
  std::vector<ObjectCode> objects;
  ThunkSequence thunks;
  int64_t arenaBytes = 0;
  double compileSeconds = 0;

  // arguments + results that are no argument's + arena + constants: what a device needs at its fullest.
  int64_t peakBytes() const;
};

// Function addresses of a program's kernels, kept alive with the code behind them.
class KernelTable {
 public:
  virtual ~KernelTable() = default;
  virtual KernelFn find(const std::string& symbol) const = 0;  // null when absent
};

// Listing for dumps and `--dump`: buffers with offsets and lifetimes, thunks with uses.
std::string programToString(const Program& program);

}  // namespace partita
