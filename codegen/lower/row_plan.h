#pragma once
// What a row kernel does in which pass over a row: decided before anything is lowered, because in-place sharing and
// workspace depend on it.
//
// A row is read several times: each reduction along the row ends a pass, and what depends on its result belongs to a
// later pass. A value of an earlier pass that is needed again is reloaded from its output buffer, recomputed when that
// is cheap, or kept in a row buffer.
#include <optional>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "codegen/lower/lower.h"
#include "codegen/prepare/access.h"

namespace partita {

enum class RowPlace : uint8_t { kFull, kRow, kRowReduce, kColumnReduce, kTotalReduce };

struct RowNode {
  NodeId node;
  RowPlace place{};
  int pass = 0;  // full, reduces: the pass that computes it first; row values: ready before this pass
  bool output = false;
  bool buffered = false;  // full: kept in a row buffer for later passes
};

struct RowPlan {
  int64_t rows = 1, columns = 1;
  int passes = 1;
  std::vector<RowNode> nodes;              // anchored nodes in order
  absl::flat_hash_map<NodeId, int> index;  // into nodes
  std::vector<std::vector<int>> evaluate;  // for each pass, the full nodes it computes, in order
  bool rowValues = false;                  // row or row-reduce nodes exist

  const RowNode* find(const Graph& graph, ValueId value) const;
};

RowPlan planRows(const Graph& graph, const RegionAccess& access, const FusionGroup& group);

// Tasks a kernel of this much work is cut into, at most LIMIT: as many as the work is worth, whatever runs them, so
// that results do not depend on the number of threads. TASK_SECONDS: CompileOptions.
int64_t taskCount(double taskSeconds, double flops, double bytes, int64_t limit);

// Bytes that GROUP reads and writes, and its arithmetic: what profiles and task sizes go by.
struct GroupWork {
  double flops = 0, bytes = 0;
};
GroupWork groupWork(const Graph& graph, const FusionGroup& group);

// Lanes of a vector loop of EXTENT iterations whose body has WEIGHT values alive: a few machine vectors when there is
// room.
int chooseLanes(const CpuTarget& target, int64_t extent, int weight, int64_t elementBytes);

// The dtype sums of DTYPE are kept in: f32 for narrower floats.
DType accumulatorType(DType dtype);
// The dtype sums of products are kept in, of OPERANDS' elements, with elements of RESULT's dtype; nothing where no code
// is made for them.
std::optional<DType> productType(DType result, absl::Span<const DType> operands);

}  // namespace partita
