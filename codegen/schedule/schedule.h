#pragma once
// How a nest is run: a list of steps, which is data. It prints, parses, compares, and never carries meaning: any
// schedule that applySchedule() accepts gives the results of the nest as it stands, sums apart, whose order it may
// choose.
//
//   split r 64 -> r.t r.i       r = 64*r.t + r.i; the last block may be short
//   fuse a b -> f               f = a * (count of b) + b
//   order t3: r.t c r.i         the loops of statement t3, outermost first
//   share t4 2                  t4 runs inside the two outermost loops of the statement before it
//   order t0: r.t c.o k         a value or a sum may run inside loops over axes it does not have: it is computed again
//   bind r.t task               task: the kernel's tasks; vector N: N lanes; unroll: copies, values in registers;
//                               unroll N: N copies a round, what is left over one at a time
//   bind r.t block              blocks of threads, instead of tasks; thread D: the threads of a block along its
//                               dimension D, 0 (which need not be said), 1 or 2
//   bind r.i vector 16 in t3    in the loops of this statement, whatever it is in others; the last one counts
//   inline t1                   no loops of its own: computed where it is read
//   layout t1: c.o r c.i+8      how it lies in memory, outermost first, 8 unused elements after each run of c.i
//   layout t1: r c.o^8 c.i      swizzled: at r, run number c.o of c.i lies where c.o xor (r modulo 8) would
//   stage t1 shared             where what is kept lies, whoever reads it: register, scratch memory of a task, shared
//                               memory of a block (or a task)
//   dot t1 k.p                  products of narrow numbers: those of a run of k.p, its last loop, by one instruction;
//   the
//                               factors lie so in memory, or are laid out so
//   tile t2 m.i n.i k.i 32      products of matrices: the three innermost loops are one operation, of 32 lanes (which
//   are
//                               the threads of dimension 0) or, if nothing is said, one
//   pipeline k.c 3              loops over k.c run 3 deep: the values that lead them, plain copies into memory of the
//                               block, are copied asynchronously two rounds before they are read
//   carry t1 c.b                a scan along c whose blocks c.b are tasks or blocks of threads: each waits for what the
//                               one before it publishes
//   prefetch s0                 the cache lines that s0 touches are fetched before the statement before it runs
//   partial t5 r.t              every block of r.t makes a sum of its own; the next launch adds them up in order. Where
//                               r.t is bound to threads the same launch does, by shuffles and the block's memory
//   launch t5.sum               a kernel of its own begins at this statement
//   stream s0                   stores bypass the caches
//
// Names are those of the nest's axes and statements and those that splits and fusions give. "T.sum" is the statement
// that finishes the partial sums of T.
#include <string>
#include <vector>

#include "base/status.h"

namespace partita {

enum class ScheduleStepKind : uint8_t {
  kSplit,
  kFuse,
  kOrder,
  kShare,
  kBind,
  kPartial,
  kLaunch,
  kStream,
  kInline,
  kLayout,
  kPrefetch,
  kDot,
  kStage,
  kTile,
  kPipeline,
  kCarry,
};

enum class Binding : uint8_t { kSerial, kTask, kVector, kUnroll, kBlock, kThread };

enum class Staging : uint8_t { kWhereItIsRead, kRegister, kScratch, kShared };

struct ScheduleStep {
  ScheduleStepKind kind{};
  std::string subject;  // kSplit, kFuse, kBind, kPipeline: an axis' piece; else a statement
  // kSplit: outer, inner. kFuse: the second piece, the result. kOrder, kLayout: pieces. kPartial, kDot, kCarry:
  // the piece. kTile: three. kBind: nothing, or a statement
  std::vector<std::string> names;
  int64_t number = 0;  // kSplit: factor. kShare: loops. kBind vector: lanes; unroll: copies of a round, 0: all;
                       // thread: the dimension. kTile: lanes. kPipeline: rounds
  Binding binding = Binding::kSerial;         // kBind
  Staging staging = Staging::kWhereItIsRead;  // kStage
  std::vector<int64_t> padding;               // kLayout: elements after each run of a piece
  std::vector<int64_t> swizzle;               // kLayout: N of ^N; 0: none
  friend bool operator==(const ScheduleStep&, const ScheduleStep&) = default;
};

struct Schedule {
  std::vector<ScheduleStep> steps;
  friend bool operator==(const Schedule&, const Schedule&) = default;

  Schedule& split(std::string piece, int64_t factor, std::string outer, std::string inner);
  Schedule& fuse(std::string first, std::string second, std::string fused);
  Schedule& order(std::string statement, std::vector<std::string> pieces);
  Schedule& share(std::string statement, int64_t loops);
  // STATEMENT "": of all.
  Schedule& bind(std::string piece, Binding binding, int64_t number = 0, std::string statement = "");
  Schedule& partial(std::string statement, std::string piece);
  Schedule& launch(std::string statement);
  Schedule& stream(std::string statement);
  Schedule& inlined(std::string statement);
  // PADDING, SWIZZLE: as many as pieces, or none.
  Schedule& layout(std::string statement, std::vector<std::string> pieces, std::vector<int64_t> padding = {},
                   std::vector<int64_t> swizzle = {});
  Schedule& stage(std::string statement, Staging staging);
  Schedule& prefetch(std::string statement);
  Schedule& dot(std::string statement, std::string piece);
  Schedule& carry(std::string statement, std::string piece);
  Schedule& pipeline(std::string piece, int64_t rounds);
  Schedule& tile(std::string statement, std::string m, std::string n, std::string k, int64_t lanes = 1);
};

std::string stepToString(const ScheduleStep& step);
// A step a line.
std::string scheduleToString(const Schedule& schedule);
// "#" begins a comment. InvalidArgument names ORIGIN (a file) and the line; the first one is FIRST_LINE.
StatusOr<Schedule> parseSchedule(std::string_view text, std::string_view origin, int firstLine = 1);

// Payload of the error of a step that does not fit: its number, from 0 on.
inline constexpr char kScheduleStepPayload[] = "partita/schedule-step";

}  // namespace partita
