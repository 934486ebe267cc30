#pragma once
// Which layouts a value is produced in and asked for: what the choice of factors is priced by and what the inserted
// reshards serve.
#include <limits>
#include <vector>

#include "partitioner/state.h"

namespace partita {

// A place that reads a value: operand INDEX of NODE, or (node invalid) result INDEX of REGION, or (`captured` valid)
// the regions of NODE, a reducer's body say, which read the value under the name `captured` from around them.
struct Use {
  NodeId node;
  RegionId region;
  uint32_t index = 0;
  ValueId captured = {};
  bool isOperand() const { return node.valid() && !captured.valid(); }
};

// Reads of one layout change: FORMS[i] is made from FORMS[source[i]] (or is the produced one for source -1).
struct FormTree {
  std::vector<Layout> forms;  // forms[0] is the produced layout
  std::vector<int> source;
  double cost = 0;
};

class Forms {
 public:
  explicit Forms(const PartitionState& state);

  // The value that V is another name of: sharding constraints are transparent once targets are chosen.
  ValueId root(ValueId v) const { return roots_[v]; }
  const std::vector<Use>& uses(ValueId root) const { return uses_[root]; }
  Layout wanted(const Use& use) const;  // by the plan of the reader
  Layout produced(ValueId root) const;  // by the plan of the producer
  // Cheap tree from the produced layout to all wanted ones. Where it costs LIMIT or more: part of one, and its cost is
  // infinite.
  FormTree tree(ValueId root, double limit = std::numeric_limits<double>::infinity()) const;
  // Cost of that tree, times the executions of the region in which the value stands. 0 for values that any device can
  // make in any layout. Infinite where it is LIMIT or more.
  double cost(ValueId root, double limit = std::numeric_limits<double>::infinity()) const;
  // Executions of REGION in one run of the program, loops of unknown length counted as 8.
  double executions(RegionId region) const { return executions_[region]; }
  // Splat constants, iotas and broadcasts of them: cheaper to make again than to move.
  bool remade(ValueId root) const { return remade_[root]; }

 private:
  const PartitionState& s_;
  IdVector<ValueId, ValueId> roots_;
  IdVector<ValueId, std::vector<Use>> uses_;
  IdVector<RegionId, double> executions_;
  IdVector<ValueId, char> remade_;
};

}  // namespace partita
