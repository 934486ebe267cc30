#pragma once
// The buffer plan: fusion groups of all regions in order, and where every materialised value is.
//
// Time is one line of ticks over all regions, nested ones between the ticks of the group that runs them. A *storage* is
// memory that several values use one after the other: an argument, a result, a constant, or a block of the arena.
// Values join a storage when their lifetimes do not overlap, except at the tick of a group that may work in place. So a
// donated argument is overwritten by its result, a loop's body writes the carried values where the condition and the
// next iteration read them, and chains of element operations stay in one block. Where values cannot share, a copy at
// the end of the region moves the result.
#include <memory>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "codegen/codegen.h"
#include "codegen/fuse/fuse.h"
#include "codegen/lower/lower.h"
#include "codegen/memory/arena.h"
#include "program/program.h"

namespace partita {

using StorageId = Id<struct StorageTag>;

struct Lifetime {
  ValueId value;  // invalid: a workspace or a copy's temporary
  int64_t begin = 0, end = 0;
};

struct Storage {
  BufferKind kind = BufferKind::kArena;
  int32_t number = 0;    // argument or result number; constant: the value's id
  bool writable = true;  // arguments that are not donated, constants and what is prepared of them are not
  bool atRuns = true;    // kConstant: read by runs, not only when the program is loaded
  int64_t bytes = 0;
  std::vector<Lifetime> lives;
  int64_t offset = 0;  // kArena
};

struct PlannedCopy {
  StorageId from, to;
  int64_t bytes = 0;
};

struct PlannedRegion;

struct PlannedGroup {
  FusionGroup group;
  int64_t time = 0, endTime = 0;  // the same but for while and case
  StorageId workspace, prepared;  // prepared: what is made of constants when the program is loaded
  std::vector<std::unique_ptr<PlannedRegion>> regions;  // while: condition, body; case: branches
  std::vector<PlannedCopy> before;                      // while: initial values to carried ones
  std::vector<StorageId> carried;                       // while, case: storage of each result
};

struct PlannedRegion {
  RegionId region;
  std::unique_ptr<RegionAccess> access;
  std::vector<PlannedGroup> groups;
  int64_t begin = 0, end = 0;
  std::vector<PlannedCopy> after;  // region results to where they are wanted
};

struct BufferPlan {
  std::unique_ptr<PlannedRegion> body;
  IdVector<StorageId, Storage> storages;
  IdVector<ValueId, StorageId> storageOf;  // invalid: not materialised
  std::vector<StorageId> resultStorage;    // of each result of the program
  std::vector<int32_t> resultArgument;     // argument whose memory each result is in, -1: its own
  // Values that follow from constants alone. What computes them runs when the program is loaded.
  absl::flat_hash_set<ValueId> constants;
  int64_t arenaBytes = 0;
  // For LoweringContext: the first value of each value's storage.
  IdVector<ValueId, ValueId> representatives() const;
};

// GRAPH must be canonical (codegen/prepare/canonicalize.h) and outlive the plan.
StatusOr<BufferPlan> planBuffers(const Graph& graph, const CompileOptions& options);

// No two storages overlap while both live; every use of a value lies in its lifetime. For tests and debug builds.
Status checkBufferPlan(const Graph& graph, const BufferPlan& plan);

}  // namespace partita
