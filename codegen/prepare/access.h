#pragma once
// How anchored nodes of a region read each other through cheap nodes: the facts fusion and row lowering decide by.
#include <optional>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "graph/graph.h"
#include "graph/scalar_op.h"

namespace partita {

// Consumer element i (of its iteration space) reads element i / factor of ROOT, when `aligned`; else some other element
// or several.
struct RootUse {
  ValueId root;
  int64_t factor = 1;
  bool aligned = true;
};

// What an anchored node computes, seen from its iteration space.
enum class NodeForm : uint8_t {
  kElement,       // one element of each result for one element of the space
  kRowReduce,     // over trailing dimensions: `columns` elements give one
  kColumnReduce,  // over leading dimensions: `columns` results
  kTotalReduce,   // over all
  kOpaque,        // everything else: a group of its own
};

struct NodeAccess {
  bool live = false;
  bool cheap = false;  // inlined into its readers
  bool leaf = false;   // a constant array or partition_id: has a buffer, no kernel
  float flops = 0;     // of one element, down to roots (cheap nodes); of the node alone (anchored)
  NodeForm form = NodeForm::kOpaque;
  int64_t elements = 0;           // iteration space (of the operand for reduces)
  int64_t columns = 0;            // reduces
  std::vector<RootUse> uses;      // anchored nodes: roots read, one entry for each path
  std::vector<NodeId> consumers;  // anchored nodes that read a result of this anchored node
  // Anchored nodes that must run after this one though they read nothing of it: the next collective (all devices of a
  // plan run their collectives in the order of the program), and what reads through an optimization_barrier that waits
  // for this node.
  std::vector<NodeId> followers;
};

// Facts of all nodes of REGION (others stay at their defaults). Values from outside the region are roots. MATERIALISED
// nodes are never cheap.
class RegionAccess {
 public:
  RegionAccess(const Graph& graph, RegionId region);

  RegionId region() const { return region_; }
  const NodeAccess& operator[](NodeId node) const { return info_[node]; }
  // True for values a reader takes from a buffer or from the group that computes them: everything but results of cheap
  // nodes.
  bool isRoot(ValueId value) const;
  // The producer when it is an anchored node of the region, else invalid.
  NodeId anchorOf(ValueId value) const;
  int64_t position(NodeId node) const { return position_[node]; }
  bool isRegionResult(ValueId value) const { return value.index < result_.size() && result_[value]; }
  // Roots that VALUE's element reads when it is (or is not) inlined: appended to USES for a reader of SPACE elements.
  void walk(ValueId value, int64_t factor, bool aligned, std::vector<RootUse>& uses) const;

 private:
  void markLive();
  void markForced();
  void classify(NodeId id);
  void markOrder();
  bool isTransposedProduct(const Node& node) const;
  const Graph& graph_;
  RegionId region_;
  IdVector<NodeId, NodeAccess> info_;
  IdVector<NodeId, int64_t> position_;
  IdVector<ValueId, uint8_t> result_, forced_, feedsDot_;
  IdVector<ValueId, uint32_t> uses_, dotUses_;
};

// For an aligned broadcast (the operand's dimensions are the leading ones of the result, ones apart): how often each
// element is repeated.
std::optional<int64_t> broadcastFactor(const Graph& graph, const Node& node);
// A collective, or control flow that holds one.
bool takesTurn(const Graph& graph, NodeId node);
// Rough cost of one element of an elementwise op, in adds.
float elementCost(const Node& node);
// A reduce that one accumulator can do: one operand, a body of one associative op with an accumulator form.
std::optional<ScalarOp> simpleReduction(const Graph& graph, RegionId region);

}  // namespace partita
