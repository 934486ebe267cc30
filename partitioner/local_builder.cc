#include "partitioner/local_builder.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/check.h"
#include "base/text.h"
#include "graph/op.h"

namespace partita {

TensorType LocalBuilder::localType(const TensorType& type, const Layout& layout) const {
  if (type.isToken()) return type;
  TensorType out(type.dtype, type.dims);
  for (size_t d = 0; d < out.dims.size(); ++d) {
    const Axes& axes = layout.dims[d];
    if (axes.empty()) continue;
    out.dims[d] = tables_.cut(type.dims[d], axes).size(tables_.shardIndexes(axes)[static_cast<size_t>(position_)]);
  }
  return out;
}

ValueId LocalBuilder::node(OpKind kind, std::vector<ValueId> operands, TensorType result, AttrDict attrs) {
  const NodeId made =
      out_.addNode(region_, kind, std::move(operands), {std::move(result)}, std::move(attrs), location_);
  return out_.result(made);
}

ValueId LocalBuilder::splat(const TensorType& type, double value) {
  AttrDict attrs;
  std::string element(static_cast<size_t>(dtypeBytes(type.dtype)), '\0');
  // Zero is all bytes zero in every type, complex included; other values are asked for in real types only.
  if (value != 0 || std::signbit(value)) storeFromDouble(type.dtype, value, element.data());
  attrs.set("value", Literal::splat(type, element));
  return node(OpKind::kConstant, {}, type, std::move(attrs));
}

ValueId LocalBuilder::nothing(const TensorType& type) {
  const bool signedZero = isFloat(type.dtype) && dtypeBytes(type.dtype) >= 2;  // some 8-bit kinds have one zero only
  return splat(type, signedZero ? -0.0 : 0.0);
}

ValueId LocalBuilder::convert(ValueId value, DType dtype) {
  const TensorType& type = out_.type(value);
  return type.dtype == dtype ? value : node(OpKind::kConvert, {value}, TensorType(dtype, type.dims));
}

DType LocalBuilder::indexType(int64_t size) {
  return size <= std::numeric_limits<int32_t>::max() ? DType::kI32 : DType::kI64;
}

ValueId LocalBuilder::ints(const TensorType& type, const std::vector<int64_t>& values) {
  const int64_t bytes = dtypeBytes(type.dtype);
  std::string data(values.size() * static_cast<size_t>(bytes), '\0');
  for (size_t i = 0; i < values.size(); ++i)
    storeFromInt(type.dtype, values[i], data.data() + i * static_cast<size_t>(bytes));
  AttrDict attrs;
  attrs.set("value", Literal(type, data));
  return node(OpKind::kConstant, {}, type, std::move(attrs));
}

ValueId LocalBuilder::perDevice(DType dtype, const std::vector<int64_t>& values) {
  const std::string key = strCat(dtypeName(dtype), tables_.idOf(values));
  ValueId& known = cache_[{region_, key}];
  if (known.valid()) return known;
  const TensorType scalar(dtype, {});
  if (std::all_of(values.begin(), values.end(), [&](int64_t v) { return v == values[0]; })) {
    return cache_[{region_, key}] = ints(scalar, {values[0]});
  }
  ValueId& id = cache_[{region_, "id"}];
  if (!id.valid()) id = node(OpKind::kPartitionId, {}, TensorType(DType::kUI32, {}));
  const ValueId table = ints(TensorType(dtype, {static_cast<int64_t>(values.size())}), values);
  AttrDict attrs;
  attrs.set("sizes", IntsAttr{1});
  const ValueId one = node(OpKind::kDynamicSlice, {table, id}, TensorType(dtype, {1}), std::move(attrs));
  return cache_[{region_, key}] = node(OpKind::kReshape, {one}, scalar);
}

ValueId LocalBuilder::shardBegin(DType dtype, int64_t size, const Axes& axes) {
  return perDevice(dtype, tables_.shardBegins(size, axes));
}

ValueId LocalBuilder::broadcast(ValueId value, const TensorType& to, std::vector<int64_t> dims) {
  if (out_.type(value) == to) return value;
  AttrDict attrs;
  attrs.set("dims", IntsAttr(dims.begin(), dims.end()));
  return node(OpKind::kBroadcastInDim, {value}, to, std::move(attrs));
}

ValueId LocalBuilder::reshard(ValueId x, const TensorType& type, const Layout& from, const Layout& to) {
  return follow(planner_.plan(type, from, to), x, type, from);
}

ValueId LocalBuilder::follow(const ReshardPlan& plan, ValueId x, const TensorType& type, const Layout& from) {
  Layout now = from;
  for (const ReshardStep& s : plan.steps) {
    x = step(x, type, now, s);
    now = s.after;
  }
  return x;
}

void LocalBuilder::addGroups(AttrDict& attrs, const Axes& axes) {
  attrs.set("replica_groups", tables_.groups(axes));
  attrs.set("channel_id", ++channel_);
  attrs.set("channel_type", int64_t{1});
  attrs.set("use_global_device_ids", true);
}

IntsAttr LocalBuilder::groupSizes(int64_t size, const Axes& axes, int64_t members) const {
  IntsAttr out = tables_.groupSizes(size, axes, members, position_);
  if (std::all_of(out.begin(), out.end(), [&](int64_t n) { return n == out[0]; })) out.clear();
  return out;
}

// Each device takes the tile it needs from a device that has it: itself where it can, else the holders in order. Of a
// partial value each device has another term: these stay apart, along the axes over which it is partial.
ValueId LocalBuilder::permute(ValueId x, const TensorType& type, const Layout& before, const Layout& after) {
  const size_t count = static_cast<size_t>(mesh_.deviceCount());
  // The number of a device's tile, by position; tiles are alike, so that each number stands for one box.
  auto tiles = [&](const Layout& layout) {
    std::vector<int64_t> out = tables_.shardIndexes(layout.partial);
    for (const Axes& axes : layout.dims) {
      if (axes.empty()) continue;
      const int64_t pieces = axesSize(mesh_, axes);
      const std::vector<int64_t>& shards = tables_.shardIndexes(axes);
      for (size_t p = 0; p < count; ++p) out[p] = out[p] * pieces + shards[p];
    }
    return out;
  };
  const std::vector<int64_t> have = tiles(before), want = tiles(after);
  std::vector<std::vector<int64_t>> holders(count);  // of each tile, those that do not keep it: last one first
  for (size_t p = count; p-- > 0;) {
    if (have[p] != want[p]) holders[static_cast<size_t>(have[p])].push_back(static_cast<int64_t>(p));
  }
  std::vector<int64_t> pairs;
  for (size_t p = 0; p < count; ++p) {
    int64_t source = static_cast<int64_t>(p);
    if (have[p] != want[p]) {
      std::vector<int64_t>& from = holders[static_cast<size_t>(want[p])];
      CHECK(!from.empty(), "tiles of a permutation do not match");
      source = from.back();
      from.pop_back();
    }
    pairs.push_back(mesh_.deviceAt(source));
    pairs.push_back(mesh_.deviceAt(static_cast<int64_t>(p)));
  }
  AttrDict attrs;
  attrs.set("source_target_pairs", Literal::ints(pairs, {static_cast<int64_t>(count), 2}));
  attrs.set("channel_id", ++channel_);
  attrs.set("channel_type", int64_t{1});
  return node(OpKind::kCollectivePermute, {x}, localType(type, after), std::move(attrs));
}

ValueId LocalBuilder::step(ValueId x, const TensorType& type, const Layout& before, const ReshardStep& s) {
  const TensorType result = localType(type, s.after);
  const int64_t n = axesSize(mesh_, s.axes);
  AttrDict attrs;
  switch (s.kind) {
    case ReshardStepKind::kAllReduce:
    case ReshardStepKind::kReduceScatter: {
      const bool scatters = s.kind == ReshardStepKind::kReduceScatter;
      addGroups(attrs, s.axes);
      if (scatters) {
        attrs.set("scatter_dimension", int64_t{s.to});
        IntsAttr sizes = groupSizes(type.dims[s.to], s.after.dims[s.to], n);
        if (!sizes.empty()) attrs.set("shard_sizes", std::move(sizes));
      }
      const NodeId made = out_.addNode(region_, scatters ? OpKind::kReduceScatter : OpKind::kAllReduce, {x}, {result},
                                       std::move(attrs), location_);
      OpKind op = OpKind::kAdd;
      switch (before.reduction) {
        case ReductionKind::kSum:
          op = OpKind::kAdd;
          break;
        case ReductionKind::kProduct:
          op = OpKind::kMultiply;
          break;
        case ReductionKind::kMin:
          op = OpKind::kMinimum;
          break;
        case ReductionKind::kMax:
          op = OpKind::kMaximum;
          break;
        case ReductionKind::kAnd:
          op = OpKind::kAnd;
          break;
        case ReductionKind::kOr:
          op = OpKind::kOr;
          break;
      }
      fillReductionRegion(out_, out_.addRegion(made), op, type.dtype);
      return out_.result(made);
    }
    case ReshardStepKind::kAllGather: {
      addGroups(attrs, s.axes);
      attrs.set("all_gather_dim", int64_t{s.from});
      IntsAttr sizes = groupSizes(type.dims[s.from], before.dims[s.from], n);
      if (!sizes.empty()) attrs.set("shard_sizes", std::move(sizes));
      return node(OpKind::kAllGather, {x}, result, std::move(attrs));
    }
    case ReshardStepKind::kAllToAll: {
      addGroups(attrs, s.axes);
      attrs.set("split_dimension", int64_t{s.to});
      attrs.set("concat_dimension", int64_t{s.from});
      attrs.set("split_count", n);
      IntsAttr split = groupSizes(type.dims[s.to], s.after.dims[s.to], n);
      IntsAttr concat = groupSizes(type.dims[s.from], before.dims[s.from], n);
      if (!split.empty()) attrs.set("split_sizes", std::move(split));
      if (!concat.empty()) attrs.set("concat_sizes", std::move(concat));
      return node(OpKind::kAllToAll, {x}, result, std::move(attrs));
    }
    case ReshardStepKind::kPermute:
      return permute(x, type, before, s.after);
    case ReshardStepKind::kSlice: {
      // Begin of the new shard within the old one.
      std::vector<int64_t> begin = tables_.shardBegins(type.dims[s.to], s.after.dims[s.to]);
      const std::vector<int64_t>& outer = tables_.shardBegins(type.dims[s.to], before.dims[s.to]);
      for (size_t d = 0; d < begin.size(); ++d) begin[d] -= outer[d];
      std::vector<ValueId> operands{x};
      const DType index = indexType(type.dims[s.to]);
      for (int d = 0; d < type.rank(); ++d) {
        operands.push_back(perDevice(index, d == s.to ? begin : std::vector<int64_t>(begin.size(), 0)));
      }
      attrs.set("sizes", IntsAttr(result.dims.begin(), result.dims.end()));
      return node(OpKind::kDynamicSlice, std::move(operands), result, std::move(attrs));
    }
    case ReshardStepKind::kMask: {
      // The value of a minimum, maximum, conjunction or disjunction with itself is itself.
      const bool sum = s.after.reduction == ReductionKind::kSum;
      if (!sum && s.after.reduction != ReductionKind::kProduct) return x;
      std::vector<int64_t> keep(static_cast<size_t>(mesh_.deviceCount()));
      const std::vector<int64_t>& shards = tables_.shardIndexes(s.axes);
      for (size_t p = 0; p < keep.size(); ++p) {
        keep[static_cast<size_t>(mesh_.deviceAt(static_cast<int64_t>(p)))] = shards[p] == 0 ? 1 : 0;
      }
      const ValueId neutral = sum ? nothing(result) : splat(result, 1);
      return node(OpKind::kSelect, {perDevice(DType::kI1, keep), x, neutral}, result);
    }
  }
  return x;
}

}  // namespace partita
