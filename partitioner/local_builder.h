#pragma once
// Nodes of a local program that have no counterpart in the global one: numbers that differ from device to device,
// masks, collectives.
#include <map>
#include <string>
#include <vector>

#include "partitioner/device_tables.h"
#include "partitioner/state.h"

namespace partita {

class LocalBuilder {
 public:
  // Appends to OUT the program of the devices that have the local shapes of the one at mesh POSITION.
  LocalBuilder(const Mesh& mesh, int64_t position, Graph& out, ReshardPlanner& planner, DeviceTables& tables)
      : mesh_(mesh), position_(position), out_(out), planner_(planner), tables_(tables) {}

  TensorType localType(const TensorType& type, const Layout& layout) const;
  // Where new nodes go, and the location that they carry.
  void at(RegionId region, LocationId location) {
    region_ = region;
    location_ = location;
  }
  RegionId region() const { return region_; }
  LocationId location() const { return location_; }

  ValueId node(OpKind kind, std::vector<ValueId> operands, TensorType result, AttrDict attrs = {});
  ValueId splat(const TensorType& type, double value);
  // What a sum is not changed by: -0 of reals (0 would turn -0 into 0), else 0.
  ValueId nothing(const TensorType& type);
  ValueId convert(ValueId value, DType dtype);
  // An integer type that holds the indices, and differences of indices, of a dimension of SIZE elements.
  static DType indexType(int64_t size);
  ValueId ints(const TensorType& type, const std::vector<int64_t>& values);  // of an integer or i1 type
  // A scalar that device d (by device id) sees as VALUES[d].
  ValueId perDevice(DType dtype, const std::vector<int64_t>& values);
  // First element of this device's shard of a dimension of SIZE elements cut along AXES.
  ValueId shardBegin(DType dtype, int64_t size, const Axes& axes);
  ValueId broadcast(ValueId scalarOrVector, const TensorType& to, std::vector<int64_t> dims);

  // X, a shard by FROM of a tensor of global TYPE, made a shard by TO.
  ValueId reshard(ValueId x, const TensorType& type, const Layout& from, const Layout& to);
  // The same by the steps of PLAN.
  ValueId follow(const ReshardPlan& plan, ValueId x, const TensorType& type, const Layout& from);

 private:
  ValueId step(ValueId x, const TensorType& type, const Layout& before, const ReshardStep& step);
  void addGroups(AttrDict& attrs, const Axes& axes);
  ValueId permute(ValueId x, const TensorType& type, const Layout& before, const Layout& after);
  // DeviceTables::groupSizes() of this device; empty where they are all alike, as the collectives' attributes want it.
  IntsAttr groupSizes(int64_t size, const Axes& axes, int64_t members) const;

  const Mesh& mesh_;
  const int64_t position_;
  Graph& out_;
  ReshardPlanner& planner_;
  DeviceTables& tables_;
  RegionId region_;
  LocationId location_;
  int64_t channel_ = 0;
  std::map<std::pair<RegionId, std::string>, ValueId> cache_;  // numbers already in a region
};

}  // namespace partita
