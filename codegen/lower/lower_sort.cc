// sort: by the digits of the keys that its comparator compares where rows are long, else by merging. Rows are tasks,
// and long rows are cut into blocks for tasks.
#include <algorithm>
#include <bit>

#include "base/integers.h"
#include "codegen/lower/row_plan.h"
#include "codegen/lower/sort_kernel.h"
#include "graph/op.h"

namespace partita {

namespace {

constexpr int64_t kMostBlocks = 8;           // of a row; counters of as many are added up one after the other
constexpr double kTasksOfABlock = 10;        // whose work a block of a row is worth, with the kernels it takes
constexpr int64_t kFewRows = 8;              // which are no tasks for everybody
constexpr int64_t kMostInScratch = 1 << 16;  // records of a row in a task's memory

// How rows are sorted each, and how long that takes.
struct SortPlan {
  bool byDigits = false;
  RadixPlan radix;
  double nanoseconds = 0;
};

SortPlan planRow(const SortProblem& problem) {
  SortPlan plan;
  plan.nanoseconds = mergeNanoseconds(problem.length());
  if (problem.keys().empty()) return plan;
  plan.radix = planRadix(problem, problem.length());
  plan.byDigits = plan.radix.nanoseconds < plan.nanoseconds;
  if (plan.byDigits) plan.nanoseconds = plan.radix.nanoseconds;
  return plan;
}

// Blocks that tasks sort of a row: 1 where they sort rows.
int64_t blocksOfARow(const SortProblem& problem, const SortPlan& plan) {
  const int64_t length = problem.length();
  const bool isLarge = length > kMostInScratch;
  int64_t blocks = isLarge ? 2 : 1;
  if (problem.rows() < kFewRows) {
    blocks = std::max(blocks, taskCount(problem.context().taskSeconds * kTasksOfABlock,
                                        plan.nanoseconds * kFlopsOfANanosecond, 0, kMostBlocks));
  }
  // A block that is merged is in a task's memory.
  if (isLarge && !plan.byDigits) blocks = std::max(blocks, ceilDiv(length, kMostInScratch));
  return std::clamp<int64_t>(length / 2, 1, blocks);
}

// Rows that a task sorts each.
LoweredKernels sortRows(const SortProblem& problem, const SortPlan& plan, const std::string& name) {
  const int64_t length = problem.length();
  const bool direct = problem.gathered().empty();
  SortKernel k(problem, name);
  LoopBuilder& loops = k.loops();
  const SortKernel::Place spare = k.scratchRecords("s", length);
  const SortKernel::Place own = direct ? SortKernel::Place() : k.scratchRecords("u", length);
  LoopBufferId counts;
  if (plan.byDigits) counts = loops.local("counts", BufferSpace::kScratch, DType::kUI32, plan.radix.bins);
  k.forRows(plan.nanoseconds, [&](ExprId row) {
    const ExprId base = loops.mul(row, loops.index(length));
    const SortKernel::Place target = direct ? k.results(base) : own;
    if (plan.byDigits)
      radixSort(k, plan.radix, k.operands(base), loops.index(length), spare, target, counts);
    else
      mergeSort(k, k.operands(base), loops.index(length), length, spare, target);
    if (direct) return;
    k.forEach("i", loops.index(0), loops.index(length), [&](ExprId i) { k.storeResults(k.load(own, i), base, i); });
  });
  LoweredKernels lowered;
  lowered.kernels.push_back(k.finish(plan.nanoseconds * static_cast<double>(problem.rows())));
  return lowered;
}

}  // namespace

StatusOr<LoweredKernels> lowerSort(const LoweringContext& context, const FusionGroup& group, const std::string& name) {
  ASSIGN_OR_RETURN(const std::unique_ptr<SortProblem> problem, SortProblem::make(context, group));
  if (problem->rows() == 0 || problem->length() == 0) return LoweredKernels();
  if (context.graph.nodes[group.hero].kind == OpKind::kTopK)
    return lowerTopK(*problem, context.graph.nodes[group.hero].attrs.getInt("k"), name);
  if (sortsSideBySide(*problem, problem->length())) return sortSideBySide(*problem, problem->length(), name);
  const SortPlan plan = planRow(*problem);
  const int64_t blocks = blocksOfARow(*problem, plan);
  if (blocks == 1) return sortRows(*problem, plan, name);
  if (plan.byDigits) return radixSortInBlocks(*problem, name, blocks);
  return mergeSortInBlocks(
      *problem, name, static_cast<int64_t>(std::bit_ceil(static_cast<uint64_t>(ceilDiv(problem->length(), blocks)))));
}

}  // namespace partita
