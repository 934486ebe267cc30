#include "partitioner/local_builder.h"

#include <algorithm>

#include "base/check.h"
#include "base/text.h"
#include "graph/op.h"

namespace partita {

Layout LocalBuilder::layout(ValueId v) const {
  const auto& sharding = s_.graph.sharding(v);
  CHECK(sharding.has_value(), "a value without a layout: ", describeValue(s_, v));
  return toLayout(*sharding);
}

TensorType LocalBuilder::localType(const TensorType& type, const Layout& layout) const {
  if (type.isToken()) return type;
  TensorType out(type.dtype, type.dims);
  for (size_t d = 0; d < out.dims.size(); ++d) {
    const Axes& axes = layout.dims[d];
    if (!axes.empty()) out.dims[d] = tables_.cut(type.dims[d], axes).size(shardAlong(axes));
  }
  return out;
}

TensorType LocalBuilder::shardType(ValueId value) const {
  const TensorType& type = s_.graph.type(value);
  return type.isToken() ? type : localType(type, layout(value));
}

ValueId LocalBuilder::shardBegin(ValueId value, int dim, DType dtype) {
  return perDevice(dtype, tables_.shardBegins(s_.graph.type(value).dims[dim], layout(value).dims[dim]));
}

const Needed* LocalBuilder::fetched(int dim) const {
  const auto it = fetched_.find(dim);
  return it == fetched_.end() ? nullptr : it->second;
}

std::vector<ValueId> LocalBuilder::same(const Node& node, std::vector<ValueId> operands) {
  std::vector<TensorType> types;
  for (ValueId v : node.results) types.push_back(shardType(v));
  AttrDict attrs = node.attrs;
  attrs.erase("sdy.sharding");
  const NodeId made = nodes(node.kind, std::move(operands), std::move(types), std::move(attrs));
  for (RegionId region : node.regions) copyRegion(s_.graph, region, graph(), made, map_);
  return graph().nodes[made].results;
}

ValueId LocalBuilder::perDevice(DType dtype, const std::vector<int64_t>& values) {
  const std::string key = strCat(dtypeName(dtype), tables_.idOf(values));
  ValueId& known = cache_[{region(), key}];
  if (known.valid()) return known;
  const TensorType scalar(dtype, {});
  if (std::all_of(values.begin(), values.end(), [&](int64_t v) { return v == values[0]; })) {
    return cache_[{region(), key}] = ints(scalar, {values[0]});
  }
  ValueId& id = cache_[{region(), "id"}];
  if (!id.valid()) id = partitionId();
  const ValueId table = ints(TensorType(dtype, {static_cast<int64_t>(values.size())}), values);
  return cache_[{region(), key}] = reshape(dynamicSlice(table, {id}, {1}), {});
}

std::vector<ValueId> LocalBuilder::fetchOperands(NodeId id) {
  const Node& node = s_.graph.nodes[id];
  const OpDef& def = opDef(node.kind);
  fetched_.clear();
  std::vector<ValueId> out;
  for (ValueId v : node.operands) out.push_back(local(v));
  if (def.needed == nullptr || id.index >= s_.plans.size()) return out;
  const OpShardingRule& rule = s_.plans[id].rule;
  for (const auto& [dim, axes] : ExchangePlanner::crossed(rule, s_.plans[id].axes)) {
    const Exchange& exchange = s_.exchanges->plan(id, dim, axes);
    fetched_[dim] = &exchange.needed[static_cast<size_t>(shardAlong(axes))];
    if (def.joins) {
      std::vector<int64_t> sizes;
      for (ValueId v : node.operands) sizes.push_back(s_.graph.type(v).dims[dim]);
      return {fetch(out, sizes, dim, axes, exchange)};
    }
    for (size_t i = 0; i < out.size(); ++i) {
      const int from = ExchangePlanner::fetchedDim(s_.graph, node, rule, i, dim);
      if (from >= 0) out[i] = fetch({out[i]}, {s_.graph.type(node.operands[i]).dims[from]}, from, axes, exchange);
    }
  }
  return out;
}

ValueId LocalBuilder::take(ValueId v, int dim, const std::vector<std::optional<int64_t>>& begin, int64_t size,
                           const Axes& axes) {
  const auto known = std::find_if(begin.begin(), begin.end(), [](const auto& b) { return b.has_value(); });
  const int64_t any = known == begin.end() ? 0 : **known;
  if (std::all_of(begin.begin(), begin.end(), [&](const auto& b) { return b.value_or(any) == any; })) {
    // A shard too short for it is one for which any place will do.
    return slice(v, dim, std::min(any, typeOf(v).dims[dim] - size), size);
  }
  const std::vector<int64_t>& shards = tables_.shardIndexes(axes);
  std::vector<int64_t> values(shards.size());
  for (size_t p = 0; p < shards.size(); ++p)
    values[static_cast<size_t>(s_.mesh.deviceAt(static_cast<int64_t>(p)))] =
        begin[static_cast<size_t>(shards[p])].value_or(any);
  TensorType type = typeOf(v);
  const DType index = indexType(type.dims[dim]);
  std::vector<ValueId> starts;
  for (int d = 0; d < type.rank(); ++d)
    starts.push_back(perDevice(index, d == dim ? values : std::vector<int64_t>(values.size(), 0)));
  type.dims[dim] = size;
  return dynamicSlice(v, std::move(starts), type.dims);
}

ValueId LocalBuilder::fetch(const std::vector<ValueId>& operands, const std::vector<int64_t>& sizes, int dim,
                            const Axes& axes, const Exchange& exchange) {
  if (exchange.gathers) return fetchFromWhole(operands, sizes, dim, axes, exchange);
  const size_t shards = exchange.parts.size(), self = static_cast<size_t>(shardAlong(axes));
  // The shards of the operands side by side, each array once; where each begins in them, by shard.
  std::vector<ValueId> arrays;
  std::vector<std::vector<int64_t>> offset(operands.size(), std::vector<int64_t>(shards, 0));
  std::vector<int64_t> held(shards, 0);
  for (size_t i = 0; i < operands.size(); ++i) {
    const auto known = std::find(operands.begin(), operands.begin() + static_cast<std::ptrdiff_t>(i), operands[i]);
    if (known != operands.begin() + static_cast<std::ptrdiff_t>(i)) {
      offset[i] = offset[static_cast<size_t>(known - operands.begin())];
      continue;
    }
    const Cut& cut = tables_.cut(sizes[i], axes);
    arrays.push_back(operands[i]);
    for (size_t s = 0; s < shards; ++s) {
      offset[i][s] = held[s];
      held[s] += cut.size(static_cast<int64_t>(s));
    }
  }
  const ValueId x = concatenate(arrays, dim);
  // Where PART lies in what its source holds.
  auto placeOf = [&](const ExchangePart& part) {
    const Cut& cut = tables_.cut(sizes[part.operand], axes);
    return offset[part.operand][static_cast<size_t>(part.source)] + part.range.begin - cut.begin(part.source);
  };
  // Where what SOURCE sends in ROUND begins.
  auto sentFrom = [&](const ExchangeRound& round, size_t source) {
    const size_t target = static_cast<size_t>(round.target[source]);
    const ExchangePart& part = exchange.parts[target][static_cast<size_t>(round.part[target])];
    return std::min(placeOf(part), std::max<int64_t>(held[source] - round.size, 0));
  };
  std::vector<ValueId> got;  // by round
  const std::vector<int64_t>& shardOf = tables_.shardIndexes(axes);
  for (const ExchangeRound& round : exchange.rounds) {
    std::vector<std::optional<int64_t>> from(shards);
    for (size_t s = 0; s < shards; ++s) {
      if (round.target[s] >= 0) from[s] = sentFrom(round, s);
    }
    ValueId strip = x;
    const int64_t size = typeOf(x).dims[dim];
    if (size < round.size) strip = pad(x, dim, 0, round.size - size, splat(TensorType(typeOf(x).dtype, {}), 0));
    strip = take(strip, dim, from, round.size, axes);
    std::vector<int64_t> pairs;
    for (size_t p = 0; p < shardOf.size(); ++p) {
      const int target = round.target[static_cast<size_t>(shardOf[p])];
      if (target < 0) continue;
      pairs.push_back(s_.mesh.deviceAt(static_cast<int64_t>(p)));
      pairs.push_back(s_.mesh.deviceAt(tables_.peer(static_cast<int64_t>(p), axes, target)));
    }
    const TensorType type = typeOf(strip);
    got.push_back(collectivePermute(strip, type, pairs, ++channel_));
  }
  // Shards whose parts are alike run one program: where a part lies may differ between them.
  auto shape = [&](size_t shard) {
    std::vector<std::pair<int64_t, int>> out;
    for (const ExchangePart& part : exchange.parts[shard]) out.emplace_back(part.range.size(), part.round);
    return out;
  };
  std::vector<char> alike(shards);
  for (size_t s = 0; s < shards; ++s) alike[s] = shape(s) == shape(self);
  std::vector<ValueId> parts;
  for (size_t k = 0; k < exchange.parts[self].size(); ++k) {
    const ExchangePart& part = exchange.parts[self][k];
    std::vector<std::optional<int64_t>> at(shards);
    for (size_t s = 0; s < shards; ++s) {
      if (!alike[s]) continue;
      const ExchangePart& other = exchange.parts[s][k];
      const size_t source = static_cast<size_t>(other.source);
      at[s] = placeOf(other);
      if (part.round >= 0) *at[s] -= sentFrom(exchange.rounds[static_cast<size_t>(part.round)], source);
    }
    parts.push_back(take(part.round < 0 ? x : got[static_cast<size_t>(part.round)], dim, at, part.range.size(), axes));
  }
  return joined(std::move(parts), x, dim);
}

ValueId LocalBuilder::fetchFromWhole(const std::vector<ValueId>& operands, const std::vector<int64_t>& sizes, int dim,
                                     const Axes& axes, const Exchange& exchange) {
  std::map<ValueId, ValueId> wholes;  // each array is gathered once
  for (size_t i = 0; i < operands.size(); ++i) {
    ValueId& whole = wholes[operands[i]];
    if (whole.valid()) continue;
    TensorType type = typeOf(operands[i]);
    type.dims[dim] = sizes[i];
    whole = allGather(operands[i], type, dim, groupSizes(sizes[i], axes, axesSize(s_.mesh, axes)), groups(axes));
  }
  const size_t self = static_cast<size_t>(shardAlong(axes));
  const std::vector<Segment>& mine = exchange.needed[self].segments;
  // Shards whose segments are alike run one program: where these begin may differ between them.
  auto alike = [&](const std::vector<Segment>& other) {
    return std::equal(mine.begin(), mine.end(), other.begin(), other.end(), [](const Segment& a, const Segment& b) {
      return a.operand == b.operand && a.range.size() == b.range.size();
    });
  };
  std::vector<ValueId> parts;
  for (size_t k = 0; k < mine.size(); ++k) {
    std::vector<std::optional<int64_t>> at;
    for (const Needed& needed : exchange.needed)
      at.push_back(alike(needed.segments) ? std::optional(needed.segments[k].range.begin) : std::nullopt);
    parts.push_back(take(wholes[operands[mine[k].operand]], dim, at, mine[k].range.size(), axes));
  }
  return joined(std::move(parts), operands[0], dim);
}

// PARTS side by side; nothing of LIKE where there are none.
ValueId LocalBuilder::joined(std::vector<ValueId> parts, ValueId like, int dim) {
  if (!parts.empty()) return concatenate(std::move(parts), dim);
  TensorType none = typeOf(like);
  none.dims[dim] = 0;
  return splat(none, 0);
}

ValueId LocalBuilder::reshard(ValueId x, const TensorType& type, const Layout& from, const Layout& to) {
  return follow(s_.planner->plan(type, from, to), x, type, from);
}

ValueId LocalBuilder::follow(const ReshardPlan& plan, ValueId x, const TensorType& type, const Layout& from) {
  Layout now = from;
  for (const ReshardStep& s : plan.steps) {
    x = step(x, type, now, s);
    now = s.after;
  }
  return x;
}

AttrDict LocalBuilder::groups(const Axes& axes) {
  AttrDict attrs;
  attrs.set("replica_groups", tables_.groups(axes));
  attrs.set("channel_id", ++channel_);
  attrs.set("channel_type", int64_t{1});
  attrs.set("use_global_device_ids", true);
  return attrs;
}

IntsAttr LocalBuilder::groupSizes(int64_t size, const Axes& axes, int64_t members) const {
  IntsAttr out = tables_.groupSizes(size, axes, members, position_);
  if (std::all_of(out.begin(), out.end(), [&](int64_t n) { return n == out[0]; })) out.clear();
  return out;
}

// Each device takes the tile it needs from a device that has it: itself where it can, else the holders in order. Of a
// partial value each device has another term: these stay apart, along the axes over which it is partial.
ValueId LocalBuilder::permute(ValueId x, const TensorType& type, const Layout& before, const Layout& after) {
  const size_t count = static_cast<size_t>(s_.mesh.deviceCount());
  // The number of a device's tile, by position; tiles are alike, so that each number stands for one box.
  auto tiles = [&](const Layout& layout) {
    std::vector<int64_t> out = tables_.shardIndexes(layout.partial);
    for (const Axes& axes : layout.dims) {
      if (axes.empty()) continue;
      const int64_t pieces = axesSize(s_.mesh, axes);
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
    pairs.push_back(s_.mesh.deviceAt(source));
    pairs.push_back(s_.mesh.deviceAt(static_cast<int64_t>(p)));
  }
  return collectivePermute(x, localType(type, after), pairs, ++channel_);
}

ValueId LocalBuilder::step(ValueId x, const TensorType& type, const Layout& before, const ReshardStep& s) {
  const TensorType result = localType(type, s.after);
  const int64_t n = axesSize(s_.mesh, s.axes);
  const auto sizes = [&](int dim, const Layout& layout) { return groupSizes(type.dims[dim], layout.dims[dim], n); };
  switch (s.kind) {
    case ReshardStepKind::kAllReduce:
      return allReduce({x}, before.reduction, groups(s.axes))[0];
    case ReshardStepKind::kReduceScatter:
      return reduceScatter(x, before.reduction, result, s.to, sizes(s.to, s.after), groups(s.axes));
    case ReshardStepKind::kAllGather:
      return allGather(x, result, s.from, sizes(s.from, before), groups(s.axes));
    case ReshardStepKind::kAllToAll:
      return allToAll(x, result, s.to, sizes(s.to, s.after), s.from, sizes(s.from, before), n, groups(s.axes));
    case ReshardStepKind::kPermute:
      return permute(x, type, before, s.after);
    case ReshardStepKind::kSlice: {
      // Begin of the new shard within the old one.
      std::vector<int64_t> begin = tables_.shardBegins(type.dims[s.to], s.after.dims[s.to]);
      const std::vector<int64_t>& outer = tables_.shardBegins(type.dims[s.to], before.dims[s.to]);
      for (size_t d = 0; d < begin.size(); ++d) begin[d] -= outer[d];
      const DType index = indexType(type.dims[s.to]);
      std::vector<ValueId> starts;
      for (int d = 0; d < type.rank(); ++d)
        starts.push_back(perDevice(index, d == s.to ? begin : std::vector<int64_t>(begin.size(), 0)));
      return dynamicSlice(x, std::move(starts), result.dims);
    }
    case ReshardStepKind::kMask: {
      // The value of a minimum, maximum, conjunction or disjunction with itself is itself.
      const bool sum = s.after.reduction == ReductionKind::kSum;
      if (!sum && s.after.reduction != ReductionKind::kProduct) return x;
      std::vector<int64_t> keep(static_cast<size_t>(s_.mesh.deviceCount()));
      const std::vector<int64_t>& shards = tables_.shardIndexes(s.axes);
      for (size_t p = 0; p < keep.size(); ++p) {
        keep[static_cast<size_t>(s_.mesh.deviceAt(static_cast<int64_t>(p)))] = shards[p] == 0 ? 1 : 0;
      }
      const ValueId neutral = sum ? nothing(result) : splat(result, 1);
      return select(perDevice(DType::kI1, keep), x, neutral);
    }
  }
  return x;
}

}  // namespace partita
