#pragma once
// Fusion groups: which nodes of a region run together as one kernel (or one thunk that is no kernel).
//
// Two sorts of nodes. A *cheap* node (constant, iota, index map, convert, an element operation or two on one large
// operand) is inlined into every group that reads it and may therefore stand in several groups. Every other node is
// *anchored*: it stands in exactly one group, which computes each of its elements once. A value is materialised (has a
// buffer) when it is an output of a group, and is read from there by the other groups. This is what bounds
// recomputation: no chain of anchored nodes is ever computed twice, but scores of attention, which its gradient
// computes again rather than read (fuse/attention_gradient.h).
//
// Iteration space of loop and row groups: `elements` = rows * columns. Every anchored value of the group is one of
//   full    `elements` elements, element i of the row-major order at iteration i
//   row     `rows` elements, element i / columns
//   column  `columns` elements, the result of a reduction over rows (only an output: it is complete when all rows are
//   done) total   one element, the result of a reduction over everything (only an output)
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "codegen/prepare/access.h"
#include "graph/graph.h"

namespace partita {

enum class GroupKind : uint8_t {
  kLoop,         // elementwise and data movement, several outputs of one iteration space
  kRows,         // the same with reductions: along rows (softmax, norms), over rows (bias gradients), over everything
  kReduce,       // hero: a reduce of any dimensions, any number of operands, any body
  kWindow,       // hero: a reduce_window
  kContraction,  // hero: a dot_general; operands inlined through cheap nodes; anchored elementwise nodes after it
  kConvolution,  // hero: a convolution; anchored elementwise nodes after it
  kAttention,    // hero: a dot_general that reads what is made along rows of another one (fuse/attention.h)
  kScatter,      // hero: a scatter
  kUpdateSlice,  // hero: a dynamic_update_slice
  kSort,         // hero: a sort or top_k
  kCollective,
  kHostCall,
  kLibrary,  // hero: a call of a numeric library
  kWhile,
  kCase,  // hero alone
};
std::string_view groupKindName(GroupKind kind);

struct FusionGroup {
  GroupKind kind{};
  NodeId hero;                   // invalid for kLoop and kRows
  std::vector<NodeId> nodes;     // anchored and inlined cheap nodes, in topological order
  std::vector<NodeId> anchored;  // those computed by this group only, in topological order
  std::vector<ValueId>
      inputs;  // read from buffers: arguments of the region (or of one around it) and outputs of other groups
  std::vector<ValueId> outputs;  // materialised, in the order of the nodes
  int64_t elements = 0;          // iteration space; kContraction: of the result
  int64_t columns = 0;           // kRows with row or column values, kAttention: length of a row; else 0
  // kAttention: the groups it was made of: products whose results are read along rows, the rows, products that read
  // what is made there. Values between them are in no buffer.
  std::vector<FusionGroup> parts;
};

// A kContraction group: hero is the dot. Its operands may be results of cheap nodes (ask ElementLowering for their
// elements). The anchored nodes after it are elementwise on values with the dot result's elements in the same row-major
// order (only reshapes in between), so that output element i is a function of dot element i and of inputs; the outputs
// may or may not include the dot's own result. No output is read through another index. A transpose that alone reads
// the dot comes before them: then the order is that of the transposed result, and the dot's own is no output.

struct FusionOptions {
  bool fuse = true;       // false: every anchored node is a group of its own (for debugging and tests)
  bool attention = true;  // softmax between two products in one pass, with its quotients as products
};

// The groups of the region of ACCESS in a valid order (an output is produced before the groups that read it). Nested
// regions of while and case are asked for separately. Nodes that no result of the region depends on are left out.
std::vector<FusionGroup> fuseRegion(const Graph& graph, const RegionAccess& access, const FusionOptions& options = {});

// NODES of GROUP from its anchored ones: those and the cheap nodes they read through; and its INPUTS.
void takeInlined(const Graph& graph, const RegionAccess& access, FusionGroup& group);

// "rows %12 %13 <- %4 %arg0 : add, reduce (model.py:3)": for dumps.
std::string groupToString(const Graph& graph, const FusionGroup& group);

}  // namespace partita
