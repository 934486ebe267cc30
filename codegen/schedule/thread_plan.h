#pragma once
// Blocks and threads of a plan: which thread of a block runs what, which values other threads read. A piece that is
// bound to threads is no loop: thread number x along its dimension is at point x of it. A statement without a piece
// along a dimension is run by all threads of it alike, each for itself; what it writes to memory that all see, the
// first of them writes. Private to schedule/.
#include <array>
#include <vector>

#include "base/status.h"
#include "codegen/schedule/loop_plan.h"

namespace partita {

inline constexpr int kThreadDimensions = 3;

struct BlockShape {
  bool blocks = false;                                      // the kernel is run by blocks of threads
  std::array<int64_t, kThreadDimensions> extents{1, 1, 1};  // of a block; dimension 0 is the fastest
  int64_t threads() const { return extents[0] * extents[1] * extents[2]; }
};
BlockShape blockShapeOf(const LoopPlan& plan, int kernel);

// The piece of STATEMENT's loops that is bound to threads of DIMENSION; -1: none.
int threadPieceOf(const LoopPlan& plan, const PlannedStatement& statement, int dimension);
// Whether other threads than those that compute what MAKER keeps read it in READER.
bool crossesThreads(const LoopPlan& plan, const PlannedStatement& maker, const PlannedStatement& reader);
// Whether what statement I keeps lies in memory of its block: other threads of its kernel read it.
bool isShared(const LoopPlan& plan, size_t i);
// Dimensions along which all threads run STATEMENT alike.
std::vector<int> repeatedDimensions(const LoopPlan& plan, const PlannedStatement& statement);

// Whether STATEMENT makes partial sums, one in each of several threads.
bool sumsByThreads(const LoopPlan& plan, const PlannedStatement& statement);
// The statement that finishes the partial sums of statement I.
size_t finisherOf(const LoopPlan& plan, size_t i);
// How many neighbouring lanes add up their parts of STATEMENT's sums by shuffles; 1: none.
int64_t shuffledLanes(const LoopPlan& plan, const PlannedStatement& statement);
// Whether the partial sums of statement I are finished by other threads than those that made them.
bool partsAreShared(const LoopPlan& plan, size_t i);

// Whether threads of a block may touch one place in statements A and B of a kernel, one of them writing it, unless a
// barrier is between the two. A == B: from one round of a loop to the next.
bool threadsConflict(const LoopPlan& plan, size_t a, size_t b);

// Whether STATEMENT does nothing but read one element of memory.
bool isCopy(const LoopNest& nest, const NestStatement& statement);
// Whether what STATEMENT keeps is for threads of a block, or lies in its memory.
bool isStagedForThreads(const LoopPlan& plan, const PlannedStatement& statement);

Status checkThreads(const LoopPlan& plan);
// What is kept in registers or in kernels with threads lies piece by piece where nothing else is said.
void layOutByPieces(LoopPlan& plan);

}  // namespace partita
