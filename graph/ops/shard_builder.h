#pragma once
// What an op is told where a shard of it is computed (OpDef::shard). Nodes are added to the program of one device.
#include <vector>

#include "graph/op.h"
#include "graph/ops/node_builder.h"

namespace partita {

class ShardBuilder : public NodeBuilder {
 public:
  using NodeBuilder::NodeBuilder;
  virtual ~ShardBuilder() = default;

  // The program that is cut. Values given to the functions below are its values.
  virtual const Graph& program() const = 0;
  // The type of this device's shard.
  virtual TensorType shardType(ValueId value) const = 0;
  // Whether dimension DIM of VALUE is cut.
  virtual bool isCut(ValueId value, int dim) const = 0;
  // The first element of this device's shard along DIM: a scalar that differs from device to device.
  virtual ValueId shardBegin(ValueId value, int dim, DType dtype) = 0;
  // What has been fetched of the node's operands along DIM of its results, where the op needs more of them, or other
  // parts, than the shards: the operands given to OpDef::shard hold that (one operand, where the op joins them). Null
  // where they are the shards themselves.
  virtual const Needed* fetched(int dim) const = 0;
  // NODE (of the program) on shards: OPERANDS are values of the device's program.
  virtual std::vector<ValueId> same(const Node& node, std::vector<ValueId> operands) = 0;
};

}  // namespace partita
