#pragma once
// Makes the loops of a plan (loop_plan.h), from the outside in: statements that share a loop are generated together.
// Where a temp is kept follows from where it is read: a temp (one for each copy of an unrolled loop) where the reader
// is inside the same loops, else memory for the loops that are not shared. A sum is kept in an accumulator unless
// parallel loops run inside the ones it sums over; then in memory, which is set to the initial value first. Private to
// schedule/.
#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/functional/function_ref.h"
#include "base/check.h"
#include "base/text.h"
#include "codegen/schedule/apply_schedule.h"
#include "codegen/schedule/loop_plan.h"
#include "codegen/schedule/matrix_tile.h"
#include "codegen/schedule/thread_plan.h"

namespace partita {

// Where the loops stand.
struct LoopPosition {
  struct Space {
    ExprId at;     // the point so far; invalid: 0
    ExprId limit;  // end of the block that the open pieces select; invalid: the extent
    ExprId end;    // the same of the outermost piece
    int open = 0;  // pieces that are open, if they were opened from the outermost on
    bool inOrder = true;
  };
  std::vector<Space> spaces;
  std::vector<int64_t> copy;     // by piece: which copy of an unrolled loop
  std::vector<bool> opened;      // by piece
  std::vector<ExprId> numbers;   // by piece: how many of its steps from the first one of its block
  std::vector<ExprId> repeated;  // conditions: this is no point that another block has, too
};

class NestGenerator {
 public:
  explicit NestGenerator(const LoopPlan& plan) : nest_(*plan.nest), plan_(plan) {
    for (const PlannedStatement& s : plan.statements) {
      for (const auto& laid : s.layout) laidOut_.insert(laid.piece);
    }
    for (size_t e = 0; e < nest_.function.exprs.size(); ++e) {
      const Expr& expr = nest_.function.exprs[ExprId(e)];
      if (expr.kind != ExprKind::kOp || expr.op != ScalarOp::kBitcast) continue;
      const Expr& of = nest_.function.exprs[expr.args[0]];
      if (of.kind == ExprKind::kTemp) asBits_.insert(of.temp);
    }
  }

  StatusOr<int64_t> workspaceBytes();
  StatusOr<ScheduledNest> run();

 private:
  using Range = std::pair<size_t, size_t>;  // of statements

  // How the temp of a statement is kept in the kernel at hand.
  struct Kept {
    int depth = 0;                      // in memory: for the loops from this one on
    int64_t elements = 0;               // of its memory
    bool inMemory = false;              // final values are in memory
    bool accumulatesThere = false;      // sums are made there
    bool inAccumulators = false;        // just now they are in accumulators (PlannedStatement::accumulatorLoop)
    bool laidOut = false;               // by its layout
    std::vector<int64_t> pitch;         // by piece of the layout: elements from one step to the next; 0: not in it
    std::vector<LoopBufferId> buffers;  // one for each temp
    std::vector<ExprId> base;           // by axis of the statement: point at `depth`
    std::vector<int64_t> size;          // by axis: points from there on
    std::vector<AccumId> accums;        // by copy
    // Sums of 128 * y, to be taken from those of (x + 128) * y where x and y are i8 (addDot): by copy of what y differs
    // along; and the y that are in them.
    absl::flat_hash_map<size_t, AccumId> excess;
    absl::flat_hash_set<ExprId> inExcess;
    std::vector<TempId> temps;  // by copy
    int64_t unrolled = 1;       // copies
  };

  const PlannedStatement& at(size_t i) const { return plan_.statements[i]; }
  const Piece& piece(int p) const { return plan_.pieces[p]; }
  LoopBuilder& l() { return *loops_; }
  DType dtypeOf(size_t i, size_t v = 0) const { return nest_.function.temps[at(i).statement->temps[v]]; }
  bool sums(size_t i) const { return at(i).statement->kind == NestKind::kReduction && !at(i).finishesPartial; }
  // Reductions whose combiner is no single operation.
  bool combines(size_t i) const { return sums(i) && at(i).statement->combine == ScalarOp::kNone; }

  // Where values are kept (kept_values.cc).

  // In memory: arithmetic of bf16 and f16 is done in f32, and no schedule rounds it.
  // What a combiner gives is rounded at each step.
  DType keptDType(size_t i, size_t v = 0) const;
  static bool parallel(AxisRole role) { return !isReduction(role); }
  // Each partial sum has a part of the workspace: a block of sums for each of its tasks. So have values that later
  // kernels read.
  Status placeInWorkspace();
  Status decide(size_t i, size_t end);
  // The statement whose memory the value of statement I takes over: it reads what that one computed, point by point,
  // and nothing reads that afterwards.
  std::optional<size_t> inPlaceOf(size_t i) const;
  // Elements of memory that holds the temp of statement I for the loops from K.depth on, PER THREAD only what a thread
  // computes, and how they lie in it.
  StatusOr<int64_t> sizeOf(size_t i, Kept& k, bool perThread) const;
  // How many points of AXIS the loops of S from DEPTH on run over.
  int64_t pointsFrom(const PlannedStatement& s, AxisId axis, int depth) const;
  // Whether piece P is at one point within the loops of S up to DEPTH, or, PER THREAD, in one thread.
  bool openedWithin(const PlannedStatement& s, int p, int depth, bool perThread = false) const;
  // Whether it is known for each copy of the code where in the memory of statement I's temp it reads and writes.
  bool indexedByCopies(size_t i, const Kept& k) const;
  StatusOr<BufferSpace> spaceOf(size_t i, const Kept& k, int64_t bytes) const;
  // Records where the memory of statement I's temp begins, in the loops it is kept for (none: over its whole axes).
  void rebase(size_t i);
  // The place of the current point in the memory of statement I's temp. Axes stand in the order of their innermost
  // loops, lanes last.
  ExprId place(size_t i);
  ExprId sumPlace(size_t i);
  // The place in memory that lies as the layout of statement I says.
  ExprId layoutPlace(size_t i, const Kept& k);
  // Takes BYTES of its block's memory for statement I.
  Status share(size_t i, int64_t bytes);
  // Which block of its piece a partial sum is at.
  ExprId partNumber(size_t i);
  size_t slot(size_t i) const;

  // Loops and where they stand (loop_positions.cc).

  // The current point of an axis.
  ExprId point(AxisId axis);
  // Notes that piece P is open. Whether the pieces of its space were opened from the outermost on, up to it.
  bool opens(int p);
  // The point so far and the end of the block of the space of piece P.
  std::pair<ExprId, ExprId> block(int p);
  // Piece P, whose block ends at LIMIT, is at POINT of its space. WHOLE: no block down to it is short.
  void enter(int p, ExprId point, ExprId limit, bool whole);
  // Whether piece P and those around it cut blocks of one size.
  bool isWhole(int p) const;
  // Runs BODY in the loop of PIECE (in each of its copies), a loop of the statements of GROUP.
  void open(Range group, int p, absl::FunctionRef<void()> body);
  // NestAxis::below where the axis it moves along is at POINT.
  ExprId limitAt(const NestAxis& axis, ExprId point);
  // BODY(point) from BEGIN to LIMIT in rounds of COPIES, what is left over one at a time; AGAIN() before each copy.
  // WHOLE: the piece runs count() times.
  void rounds(int p, int64_t copies, ExprId begin, ExprId limit, bool whole, absl::FunctionRef<void(ExprId)> body,
              absl::FunctionRef<void()> again);
  // Once all pieces of a space of fused pieces are open, those are too.
  void enterFused(int number);
  void enterComponent(int p, ExprId number);
  // Runs BODY at each point of the parallel loops of statement I from DEPTH on.
  void overParallel(size_t i, int depth, absl::FunctionRef<void()> body);
  // BODY at copy C of piece P.
  ExprId atCopy(int p, int64_t c, absl::FunctionRef<ExprId()> body);

  // Blocks and threads (block_threads.cc). As long as not `alone_`, all threads are at the same place, so that a
  // barrier can be there.

  void prepareThreads(int kernel);
  // BODY in a loop over the threads of a block.
  void inThreads(absl::FunctionRef<void()> body);
  // Opens an if of NUMBER < COUNT, unless that is known.
  bool openWhere(ExprId number, ExprId count);
  // Of threads that run statement I alike only the first does what is inside.
  bool openOnce(size_t i);
  // Whether what statement I keeps lies in memory that other threads see.
  bool isSeenByOthers(size_t i) const;
  bool conflictsWithin(Range range) const;
  // The statements of RANGE run now: after a barrier, if they conflict with what ran since the last one.
  void touch(Range range);
  void barrier();
  // BODY is a round of a loop (REPEATS), or is run under a condition; ALWAYS: once at least.
  void round(bool repeats, bool always, absl::FunctionRef<void()> body);

  // Sums over threads (thread_sums.cc).

  // The block's memory for the partial sums of statement I, if other threads finish them.
  Status shareParts(size_t i);
  // After the loops a thread sums over: its part, or that of some lanes, where those that finish the sum find it.
  void finishPart(size_t i, int depth);
  ExprId partPlace(size_t i, ExprId part);
  // Statement I at a point: the parts that statement MAKER made.
  void addThreadParts(size_t i, size_t maker);

  // Scans that go from block to block (carried_scans.cc).

  // Memory for what the blocks publish of statement I.
  void placeCarried(size_t i);
  void declareCarried(size_t begin, size_t end);
  // The kernel before kernel NUMBER, if that carries a scan: nothing is published yet.
  void clearCarried(int number);
  // The number of this task or block, in the order in which they begin.
  ExprId takeNumber(LoopBufferId counter, int64_t count);
  // What statement I's scan is before this block, at the current point of its parallel axes, all of them open;
  // publishes what it is after it. Loops from DEPTH on are those it scans.
  ExprId carriedState(size_t i, int depth);

  // Copies ahead (async_copies.cc).

  // The loop at DEPTH of the statements of GROUP, of which the first ones copy ahead.
  void openPipelined(Range group, int depth);
  // The copies of statement I, whose loops up to DEPTH are open.
  void copyAhead(size_t i, int depth);

  // Products by matrix tiles (matrix_tile.cc). In several lanes the sums are in registers as a fragment from
  // beginTile() to finishTile(), which puts them where they are read.

  std::optional<int64_t> pitchAlong(size_t maker, int p) const;
  Status prepareTile(size_t i);
  // BODY in the loops of statement I from DEPTH on around its tile, at the tile's first element; SUMS: in those that it
  // sums over too.
  void overTiles(size_t i, int depth, bool sums, absl::FunctionRef<void()> body);
  ExprId tileRegisters(size_t i, ExprId number);
  void beginTile(size_t i, int depth);
  void emitTile(size_t i, int depth);
  void finishTile(size_t i, int depth);

  // Kernels (apply_schedule.cc).

  Status kernel(int number);
  void declareParameters(size_t begin, size_t end);
  // The loops of the statements in RANGE from DEPTH on.
  void generate(Range range, int depth);
  // Whether the sum of statement I begins with what memory holds.
  bool readsInitials(size_t i) const;
  // Fetches the lines of large arrays that the statement I touches in its loops from DEPTH on, as far as they lie next
  // to each other along the lanes of its vector loop. Rows that lie far apart are what the hardware does not foresee.
  void prefetch(size_t i, int depth);
  // Whether the unrolled loop at DEPTH of statements I to END can be left to the emitter, which sees what its copies
  // have in common (blocks that are transposed): where nothing is kept for each copy.
  bool unrollsAsLoop(size_t i, size_t end, int depth) const;

  // What statements do at a point (statements.cc).

  // EXPR of the nest at the current point.
  ExprId expression(ExprId expr);
  // Before the first loop that a reduction sums over: sets its sums to what they begin with.
  void begin(size_t i, int depth);
  // After it: the sums as temps, or where they are kept.
  void finish(size_t i, int depth);
  // Before and after the loops in which sums that are made in memory are in accumulators.
  void fetch(size_t i, int depth);
  void putBack(size_t i, int depth);
  // The body of statement I: all loops are open but the unrolled ones from DEPTH on.
  void emit(size_t i, int depth);
  void keep(size_t i, ExprId value);
  // The parts of the guard of a store or a sum that are known at the current point, DEPTH loops deep, and not tested
  // yet: opens an if of them. That of a sum inside the first loop it sums over: what it begins with is set anyway.
  bool openGuard(size_t i, int depth);
  void closeGuard(size_t i);
  bool isTested(size_t i, ExprId guard) const;
  // Whether all axes that EXPR moves along are at a point, and the temps it reads are at hand.
  bool isKnown(const PlannedStatement& s, ExprId expr) const;
  void store(size_t i);
  // Copies of a loop that is summed over add up in a tree before they reach the sum.
  void accumulate(size_t i, int depth);
  // The factors of what a contraction adds up: products of floats are added with one rounding.
  std::optional<std::pair<ExprId, ExprId>> contractedProduct(const NestStatement& s) const;
  void addProduct(size_t i, ExprId x, ExprId y);

  // Products of narrow numbers (dot_products.cc).

  // The numbers along the packed piece of statement I as one ui32, the first in the low bits.
  ExprId packedValue(size_t i);
  // Products of i8 are made of ui8 and i8, which more processors multiply: (x + 128) * y, less 128 * y, which is the
  // same for all rows of a tile.
  bool hasExcess(size_t i) const;
  // The copy of statement I at hand, as far as its second factor differs between copies.
  size_t excessSlot(size_t i) const;
  void startExcess(size_t i);
  // The sum of statement I in its accumulators.
  ExprId sumOf(size_t i);
  void addDot(size_t i);
  // One step of a combiner: of what it has so far and the values of this point.
  void combine(size_t i);
  // Adds up the partial sums of all tasks, in their order.
  void addParts(size_t i);

  // In the workspace: a block of SUMS for each of PARTS.
  struct Outliving {
    int64_t sums = 1, parts = 1;
    std::vector<int64_t> offsets;  // in bytes; by temp
  };

  const LoopNest& nest_;
  const LoopPlan& plan_;
  ScheduledNest result_;
  absl::flat_hash_map<size_t, Outliving> outliving_;  // by statement
  absl::flat_hash_set<int> laidOut_;                  // pieces that stand in a layout
  absl::flat_hash_set<TempId> asBits_;                // temps whose bits are looked at: in their own dtype
  // Of the kernel at hand.
  ScheduledKernel kernel_;
  LoopBuilder* loops_ = nullptr;
  absl::flat_hash_map<LoopBufferId, LoopBufferId> parameters_;
  absl::flat_hash_map<size_t, std::vector<LoopBufferId>> workspace_;  // by statement that makes it; by temp
  std::vector<Kept> kept_;
  absl::flat_hash_map<TempId, std::pair<size_t, size_t>> byTemp_;  // statement, which of its temps
  LoopPosition position_;
  absl::flat_hash_set<std::pair<size_t, ExprId>> tested_;                 // parts of guards, by statement
  absl::flat_hash_map<size_t, std::vector<std::vector<ExprId>>> guards_;  // those of the ifs that are open
  struct Parts {
    Kept place;  // of the sums of one part
    LoopBufferId buffer;
  };
  absl::flat_hash_map<size_t, Parts> parts_;  // by statement that makes them
  struct InWorkspace {
    int64_t offset = 0;   // in bytes
    LoopBufferId buffer;  // in the kernel at hand
  };
  struct Carried {
    int64_t elements = 1, blocks = 1;  // states of one block
    InWorkspace states, flags;
  };
  absl::flat_hash_map<size_t, Carried> carried_;    // by statement
  absl::flat_hash_map<int, InWorkspace> counters_;  // by kernel
  struct Tile {
    MatrixTile op;  // but for the indices
    TileFactor a, b;
    int64_t rowPitch = 0, columnPitch = 0;  // where its sums are kept
    int64_t registers = 0;                  // of a lane
  };
  absl::flat_hash_map<size_t, Tile> tiles_;  // by statement
  BlockShape shape_;
  int64_t sharedBytes_ = 0;                        // of a block
  std::array<ExprId, kThreadDimensions> threads_;  // the number of this thread along each dimension
  std::vector<std::vector<bool>> conflicts_;       // threadsConflict()
  std::vector<bool> sinceBarrier_;                 // statements that ran
  struct Round {
    std::vector<bool> first;  // statements that run before its first barrier
    bool barrier = false;
  };
  std::vector<Round> rounds_;   // that are open
  bool alone_ = true;           // what runs next touches nothing that other threads do
  bool unrolledLoops_ = false;  // unrolled pieces are loops of that kind, not copies
};

}  // namespace partita
