#pragma once
// What the default schedules of all kinds of nests are made of, and the kinds, one a file. Private to
// schedule/default/.
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "codegen/schedule/default/default_schedule.h"

namespace partita {

inline constexpr int64_t kColumnsOfATask = 256;  // of a scatter, each task of which looks up all places

// All statements over all axes: one nest of loops, the last axis in vectors (elementwise.cc).
Schedule elementwiseSchedule(const LoopNest& nest, const ScheduleContext& context);
// Blocks in which both sides of a transposition are read and written by cache lines (transposition.cc); nothing where
// no tiles fit NEST.
std::optional<Schedule> transposingSchedule(const LoopNest& nest, const ScheduleContext& context);
// Sums along and over rows (rows.cc): tasks are blocks of rows, a row is read in vectors; sums over rows are made for
// each task.
StatusOr<Schedule> rowsSchedule(const LoopNest& nest, const ScheduleContext& context);
// One reduction or scan and the stores of its results (reduction.cc): tasks are blocks of the first parallel axis;
// vectors run along the last axis where that is parallel, else along it as it is summed over.
StatusOr<Schedule> reductionSchedule(const LoopNest& nest, const ScheduleContext& context);
// A reduction by a combiner whose points are combined in parts first (partwise.cc): statements after the first reduce
// over an axis that is parallel in the first.
bool isPartwise(const LoopNest& nest);
StatusOr<Schedule> partwiseSchedule(const LoopNest& nest, const ScheduleContext& context);
// Copies and updates of the same memory (updates.cc).
Schedule updatesSchedule(const LoopNest& nest, const ScheduleContext& context);
// SUM, a matrix product over axes b, m, n and k of two values, and what follows it (products.cc).
bool isProduct(const LoopNest& nest, const NestStatement& sum);
Schedule productSchedule(const LoopNest& nest, const NestStatement& sum, const ScheduleContext& context);
// PRODUCTS that make scores, and products of what is made along the rows of those (attention.cc).
StatusOr<Schedule> attentionSchedule(const LoopNest& nest, const std::vector<const NestStatement*>& products,
                                     const ScheduleContext& context);
// SUM, over windows and features, of products of two values, and what follows it at each point (convolutions.cc).
bool isConvolution(const LoopNest& nest, const NestStatement& sum);
Schedule convolutionSchedule(const LoopNest& nest, const NestStatement& sum, const ScheduleContext& context);
// PRODUCT, of a kernel and an input that were both transformed (winograd.cc).
bool isWinograd(const LoopNest& nest, const NestStatement& sum);
Schedule winogradSchedule(const LoopNest& nest, const NestStatement& product, const ScheduleContext& context);

// Lanes of a sum over rows of COLUMNS elements, whose sums stay in REGISTERS machine vectors while all rows are read:
// whole vectors that divide the columns, as many as there may be, so that rows are read in long pieces; 1: there are
// none.
int64_t lanesOfColumns(const ScheduleContext& context, int64_t columns, int64_t registers, int64_t bytes);
// The largest divisor of EXTENT that is at most MOST.
int64_t divisor(int64_t extent, int64_t most);
// Operations and loads of a nest, addresses apart: what a loop over it keeps alive.
int weightOf(const LoopNest& nest);
// Bytes of the narrowest stored element, as it is computed with.
int64_t elementBytes(const LoopNest& nest);

// Lanes of a loop that sums along an axis of EXTENT points, where its order is to follow from that alone
// (ScheduleContext::fixedSums).
int fixedLanes(const ScheduleContext& context, int64_t extent);

// Work that is cut into tasks: blocks of UNITS that are multiples of MULTIPLE, and how many.
struct Cutting {
  int64_t tasks = 1, chunk = 1;
};
Cutting cut(double flops, double bytes, const ScheduleContext& context, int64_t units, int64_t multiple);
Cutting cut(const LoopNest& nest, const ScheduleContext& context, int64_t units, int64_t multiple = 1);

// Streams what NEST stores, where a result is larger than the last cache: nobody would find it there, and its lines are
// not read before they are written.
void streamLarge(Schedule& schedule, const LoopNest& nest, const ScheduleContext& context);

// Each statement in as many loops of the one before it as it can be, those of APART in at most LOOPS.
Status shareLoops(Schedule& schedule, const LoopNest& nest, const absl::flat_hash_set<const NestStatement*>& apart = {},
                  int loops = 0);

}  // namespace partita
