#pragma once
// A schedule worked out against its nest: which pieces the axes were cut into, which loops each statement has and which
// it shares, in which kernel it runs. Every step is checked here but whether a layout holds all that is
// kept, which depends on how deep; what comes out is legal. Private to schedule/.
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/status.h"
#include "codegen/loops/loop_nest.h"
#include "codegen/schedule/schedule.h"

namespace partita {

// What a loop becomes.
struct LoopBinding {
  Binding kind = Binding::kSerial;
  // kVector: lanes. kThread: the dimension. kUnroll: copies of a round; 0: a copy for each point, with values of its
  // own
  int64_t number = 0;
  bool copies() const { return kind == Binding::kUnroll && number == 0; }
  // The kernel's outermost loop, which other processors may run.
  bool tasks() const { return kind == Binding::kTask || kind == Binding::kBlock; }
  friend bool operator==(const LoopBinding&, const LoopBinding&) = default;
};

// A piece of an axis that becomes a loop: every STRIDE-th point of a block of SIZE points of its space.
struct Piece {
  std::string name;
  int space = -1;
  int64_t stride = 1, size = 1;
  LoopBinding binding;
  int fusedInto = -1;  // the space whose points say where this piece is
  bool gone = false;   // split further
  // Unrolled in blocks of which the last would be short: it is moved back to be whole. Values and sums compute its
  // points that the block before has again, stores leave them out.
  bool shifted = false;

  int64_t count() const { return (size + stride - 1) / stride; }
};

// What pieces cut: an axis, or the points of two fused pieces.
struct PieceSpace {
  int64_t extent = 1;
  AxisId axis;                  // invalid: of fused pieces
  int first = -1, second = -1;  // the pieces that were fused
  std::vector<int> pieces;      // outermost first
};

// What a tile multiplies: the pieces of its rows, columns and of what it sums over.
struct TilePieces {
  int m = -1, n = -1, k = -1;
  int64_t lanes = 1;
};

struct PlannedStatement {
  const NestStatement* statement = nullptr;
  bool finishesPartial = false;  // adds up the partial sums of `statement`, over its parallel axes
  std::vector<AxisUse> axes;     // its own, or the parallel ones
  std::vector<int> order;        // pieces, outermost first
  int share = 0;                 // loops it has in common with the statement before it
  int kernel = 0;
  int partialPiece = -1;  // a reduction that makes a sum for each block of this piece
  bool stream = false, prefetch = false;
  int dotPiece = -1;     // a sum of products: those along this piece, its last one, are one operation
  int packedPiece = -1;  // a value: neighbours along this piece, its last one, are one ui32 in memory, for such a sum
  std::vector<std::pair<int, LoopBinding>> bindings;  // of pieces, in its loops only
  struct LaidOut {
    int piece = -1;
    int64_t padding = 0;  // elements after each run of it
    int64_t swizzle = 0;  // its number is xored with that of the piece before it, modulo this; 0: it is not
    friend bool operator==(const LaidOut&, const LaidOut&) = default;
  };
  std::optional<TilePieces> tile;
  int carryPiece = -1;    // a scan whose sum so far goes from one block of this piece, its first loop, to the next
  int pipelineLoop = -1;  // a value that is copied ahead in this loop, `stages` - 1 rounds
  int64_t stages = 1;
  Staging staging = Staging::kWhereItIsRead;
  std::vector<LaidOut> layout;  // in memory, outermost first; empty: axes in the order of their innermost loops

  std::string name() const;  // in schedules

  // The first loop along which it carries its sum; order.size() where it has none.
  int firstReduction = 0;
  // Its sums are in memory: parallel loops that are not unrolled run inside the ones it sums over, or it has a
  // combiner.
  bool sumsInMemory = false;
  // From this loop on they are in accumulators nevertheless: no parallel loop is inside that is not unrolled. -1:
  // never.
  int accumulatorLoop = -1;
  // Trailing loops that are all unrolled.
  int unrolledTail = 0;
};

struct LoopPlan {
  std::shared_ptr<const LoopNest> nest;  // what is inline in its place; `statements` point into it
  std::vector<Piece> pieces;
  std::vector<PieceSpace> spaces;  // the first ones are the nest's axes, in their order
  std::vector<bool> limited;       // by axis: its outermost pieces leave out what NestAxis::below allows
  std::vector<PlannedStatement> statements;
  int kernels = 1;

  // Whether PIECE moves along an axis that STATEMENT sums over.
  bool reduces(const PlannedStatement& statement, int piece) const;
  // Whether STATEMENT carries its sum along PIECE: it reduces or scans along it.
  bool carries(const PlannedStatement& statement, int piece) const;
  AxisRole roleOf(const PlannedStatement& statement, int piece) const;
  // What PIECE is in the loops of STATEMENT.
  LoopBinding binding(const PlannedStatement& statement, int piece) const;
  // Whether PIECE moves along no axis of STATEMENT, or along others too.
  bool isForeign(const PlannedStatement& statement, int piece) const;
  // Whether PIECE runs the same number of times wherever it is: the outermost of its space, or a piece of blocks that
  // are all whole.
  bool exact(int piece) const;
  // Whether all pieces of AXIS run over blocks of one size.
  bool wholeBlocks(AxisId axis) const;
  // The axes that PIECE moves along: one, or those of what was fused into it.
  std::vector<AxisId> axesOf(int piece) const;
  // The pieces that run over AXIS in STATEMENT (what they were fused into, unless they stand in its order themselves),
  // outermost first.
  std::vector<int> piecesOf(const PlannedStatement& statement, AxisId axis) const;
};

StatusOr<LoopPlan> planLoops(const LoopNest& nest, const Schedule& schedule);
// The same of a schedule that has steps to come: only what each step does by itself is checked.
StatusOr<LoopPlan> planUnfinished(const LoopNest& nest, const Schedule& schedule);

// A factor of a dot product of narrow numbers.
struct DotFactor {
  ExprId load;                           // a kLoad of elements that are neighbours along the piece; or
  const NestStatement* maker = nullptr;  // the value whose temp it is
  DType dtype = DType::kBF16;
};
struct DotProduct {
  ScalarOp op{};
  DotFactor x, y;
};
// What STATEMENT adds up as products of narrow numbers, factors in the order of the operation; nothing where it does
// not.
std::optional<DotProduct> dotProductOf(const LoopPlan& plan, const PlannedStatement& statement);

// The expressions STATEMENT computes: of partial sums the maker all but what the sum begins with, the finisher that
// only.
std::vector<ExprId> expressionsOf(const PlannedStatement& statement);
// Whether STATEMENT reads what MAKER computes.
bool readsTemp(const LoopPlan& plan, const PlannedStatement& statement, const NestStatement& maker);

// Whether a later kernel reads what statement I keeps.
bool keptForLaterKernels(const LoopPlan& plan, size_t i);
// The outermost loops that statements I and J (later) have in common.
int commonLoops(const LoopPlan& plan, size_t i, size_t j);

// Memory accesses of a statement, what it keeps apart.
struct NestAccess {
  LoopBufferId buffer;
  ExprId index;
  bool write = false;
};
std::vector<NestAccess> accessesOf(const LoopPlan& plan, const PlannedStatement& statement);
// Whether STATEMENT writes different places at different points of the axes of PIECE, whatever the other axes are at.
bool separatedAlong(const LoopPlan& plan, const PlannedStatement& statement, int piece);

// A store along sequential axes: its parallel axes run inside those, unless their points write different places
// whatever the point of the sequential ones.
Status checkInOrder(const LoopPlan& plan, const PlannedStatement& statement);

// Whether all of PLAN is legal, in so far as one step alone does not tell (loop_checks.cc); notes what dot products
// pack.
Status checkPlan(LoopPlan& plan);

// NEST with the values that SCHEDULE says are inline in place of their temps.
StatusOr<std::shared_ptr<const LoopNest>> withInlined(const LoopNest& nest, const Schedule& schedule);

// LoopNest::inPlace.
bool isInPlace(const LoopNest& nest, LoopBufferId buffer);

// The most loops that statement I of PLAN may share with the statement before it.
int mostShared(const LoopPlan& plan, size_t i);

}  // namespace partita
