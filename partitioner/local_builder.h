#pragma once
// The program of one device as it is made: shards of the global program's values, and nodes that have no counterpart in
// it: numbers that differ from device to device, masks, collectives.
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "graph/ops/shard_builder.h"
#include "partitioner/device_tables.h"
#include "partitioner/state.h"

namespace partita {

class LocalBuilder : public ShardBuilder {
 public:
  // Appends to OUT the program of the devices that have the local shapes of the one at mesh POSITION.
  LocalBuilder(const PartitionState& state, int64_t position, Graph& out, DeviceTables& tables)
      : ShardBuilder(out, out.body()),
        s_(state),
        position_(position),
        tables_(tables),
        map_(state.graph.values.size()) {}

  // The value of the device's program that stands for VALUE of the global one.
  ValueId& local(ValueId value) { return map_[value]; }
  Layout layout(ValueId value) const;
  TensorType localType(const TensorType& type, const Layout& layout) const;

  // --- what ops ask for ---
  const Graph& program() const override { return s_.graph; }
  TensorType shardType(ValueId value) const override;
  bool isCut(ValueId value, int dim) const override { return !layout(value).dims[dim].empty(); }
  ValueId shardBegin(ValueId value, int dim, DType dtype) override;
  const Needed* fetched(int dim) const override;
  std::vector<ValueId> same(const Node& node, std::vector<ValueId> operands) override;

  // X, a shard by FROM of a tensor of global TYPE, made a shard by TO.
  ValueId reshard(ValueId x, const TensorType& type, const Layout& from, const Layout& to);
  // The same by the steps of PLAN.
  ValueId follow(const ReshardPlan& plan, ValueId x, const TensorType& type, const Layout& from);
  // The operands of NODE, with all that its shards need of those of others.
  std::vector<ValueId> fetchOperands(NodeId node);

 private:
  // A scalar that device d (by device id) sees as VALUES[d].
  ValueId perDevice(DType dtype, const std::vector<int64_t>& values);
  // SIZE elements of V along DIM from BEGIN on, which is given for each shard along AXES; nothing: any place will do.
  ValueId take(ValueId v, int dim, const std::vector<std::optional<int64_t>>& begin, int64_t size, const Axes& axes);
  // What this device needs of OPERANDS (of SIZES along DIM in the whole program), side by side.
  ValueId fetch(const std::vector<ValueId>& operands, const std::vector<int64_t>& sizes, int dim, const Axes& axes,
                const Exchange& exchange);
  ValueId fetchFromWhole(const std::vector<ValueId>& operands, const std::vector<int64_t>& sizes, int dim,
                         const Axes& axes, const Exchange& exchange);
  ValueId joined(std::vector<ValueId> parts, ValueId like, int dim);
  ValueId step(ValueId x, const TensorType& type, const Layout& before, const ReshardStep& step);
  AttrDict groups(const Axes& axes);
  ValueId permute(ValueId x, const TensorType& type, const Layout& before, const Layout& after);
  // DeviceTables::groupSizes() of this device; empty where they are all alike, as the collectives' attributes want it.
  IntsAttr groupSizes(int64_t size, const Axes& axes, int64_t members) const;
  int64_t shardAlong(const Axes& axes) const { return tables_.shardIndexes(axes)[static_cast<size_t>(position_)]; }

  const PartitionState& s_;
  const int64_t position_;
  DeviceTables& tables_;
  IdVector<ValueId, ValueId> map_;
  int64_t channel_ = 0;
  std::map<std::pair<RegionId, std::string>, ValueId> cache_;  // numbers already in a region
  std::map<int, const Needed*> fetched_;                       // of the node at hand, by dimension
};

}  // namespace partita
