#pragma once
// Program: code generation's output and all the executor sees. Kernels as code for one target, thunks with declared
// buffer uses in a valid sequential order, one arena. No LLVM and no Graph here.
//
// Memory. Buffers are the arguments and results (the caller's memory), one arena in each memory space, constants, what
// is made of these when the program is loaded, and the device id. A thunk names slices of them. A donated argument and
// its result are the same buffer (Program::results says so). Order between thunks follows from their uses alone: two
// thunks are ordered as listed when their slices overlap and one of them writes.
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/collective.h"
#include "base/types.h"
#include "program/kernel.h"
#include "program/target.h"

namespace partita {

enum class BufferKind : uint8_t {
  kArgument,
  kResult,
  kArena,
  kConstant,
  kDeviceId,
  kPrepared,  // made of constants when the program is loaded, by Program::preparation; only read afterwards
};
inline constexpr int kBufferKindCount = static_cast<int>(BufferKind::kPrepared) + 1;

// Where a buffer lives. On a CPU all three are the same memory.
enum class MemorySpace : uint8_t {
  kDevice,      // the device's own; what kernels and collectives work in
  kHostPinned,  // the host's, locked in place: the device reaches it, and copies to it do not block
  kHost,        // the host's; the device does not reach it
};
inline constexpr int kMemorySpaceCount = static_cast<int>(MemorySpace::kHost) + 1;
std::string_view memorySpaceName(MemorySpace space);  // "device", "host-pinned", "host"

struct ProgramBuffer {
  BufferKind kind{};
  int32_t number = 0;  // argument or result number
  int64_t bytes = 0;
  std::string contents;  // kConstant
  MemorySpace space = MemorySpace::kDevice;
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

enum class ThunkKind : uint8_t { kKernel, kCopy, kCollective, kWhile, kCase, kHostCall };

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

// A function of the host that takes and gives arrays, found by its name when the program is loaded.
struct HostCallArray {
  Slice slice;
  TensorType type;
};
struct HostCallSpec {
  std::string function;
  std::vector<HostCallArray> operands, results;
  std::string attributes;  // bytes that only the function understands
  // It must run even where nobody reads its results; such calls also keep the order they are listed in.
  bool sideEffect = false;
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
  // kHostCall: ordered by its uses as any other
  std::shared_ptr<const HostCallSpec> hostCall;
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
  Target target;
  std::vector<ProgramBuffer> buffers;
  std::vector<ProgramArgument> arguments;
  std::vector<ProgramResult> results;
  std::vector<Kernel> kernels;
  std::vector<ObjectCode> objects;
  ThunkSequence preparation;  // kernels, run once when the program is loaded: constants to prepared buffers
  ThunkSequence thunks;
  int64_t arenaBytes = 0;  // in device memory
  double compileSeconds = 0;

  // arguments + results that are no argument's + arena + constants that runs read + prepared buffers, in device memory:
  // what a device needs at its fullest; or what it needs while the program is loaded, where that is more.
  int64_t peakBytes() const;
  // By buffer: a constant that only `preparation` reads, which can go when that has run.
  std::vector<bool> passingConstants() const;
};

// Function addresses of a program's kernels, kept alive with the code behind them.
class KernelTable {
 public:
  virtual ~KernelTable() = default;
  virtual KernelFn find(const std::string& symbol) const = 0;  // null when absent
};

// Listing for dumps and `--dump`: target, buffers, kernels with their launch, thunks with their slices.
std::string programToString(const Program& program);

}  // namespace partita
