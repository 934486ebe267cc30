#include "partitioner/localize.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/check.h"
#include "base/text.h"
#include "graph/op.h"
#include "partitioner/local_builder.h"

namespace partita {
namespace {

class Localizer {
 public:
  Localizer(const PartitionState& state, int64_t position, Graph& out, DeviceTables& tables)
      : s_(state),
        g_(state.graph),
        out_(out),
        build_(state.mesh, position, out, *state.planner, tables),
        map_(g_.values.size()) {}

  Status run() {
    out_.name = g_.name;
    out_.attrs = g_.attrs;
    const Region& body = g_.bodyRegion();
    for (size_t i = 0; i < body.args.size(); ++i) {
      map_[body.args[i]] = out_.addArgument(out_.body(), local(body.args[i]));
      out_.arguments[i] = g_.arguments[i];
      out_.arguments[i].aliasesResult.reset();
      out_.arguments[i].attrs.erase("sdy.sharding");
    }
    for (const auto& [argument, result] : s_.donated) {
      CHECK(layout(body.args[argument]) == layout(body.results[result]), "a donated argument and its result differ");
      out_.arguments[argument].aliasesResult = result;
    }
    RETURN_IF_ERROR(emitRegion(g_.body(), out_.body()));
    for (ValueId v : body.results) out_.regions[out_.body()].results.push_back(map_[v]);
    out_.results = g_.results;
    for (ResultInfo& info : out_.results) info.attrs.erase("sdy.sharding");
    for (size_t v = 0; v < out_.values.size(); ++v) out_.setSharding(ValueId(v), std::nullopt);
    return absl::OkStatus();
  }

 private:
  Layout layout(ValueId v) const {
    const auto& sharding = g_.sharding(v);
    CHECK(sharding.has_value(), "a value without a layout: ", describeValue(s_, v));
    return toLayout(*sharding);
  }
  TensorType local(ValueId v) const { return build_.localType(g_.type(v), layout(v)); }

  // Nodes of REGION only; its arguments are mapped before, its results are the caller's to add.
  Status emitRegion(RegionId region, RegionId into) {
    for (NodeId n : g_.regions[region].nodes) {
      build_.at(into, copyLocation(g_.nodes[n].location));
      Status status = emit(n, into);
      if (!status.ok()) return annotate(status, g_.describe(n));
    }
    return absl::OkStatus();
  }

  LocationId copyLocation(LocationId id) {
    if (!id.valid()) return id;
    auto [it, fresh] = locations_.try_emplace(id);
    if (fresh) it->second = out_.addLocation(g_.locations[id]);
    return it->second;
  }

  Status emit(NodeId n, RegionId into) {
    const Node& node = g_.nodes[n];
    switch (node.kind) {
      case OpKind::kReshard: {
        const ValueId from = node.operands[0], to = node.results[0];
        map_[to] = build_.reshard(map_[from], g_.type(from), layout(from), layout(to));
        return absl::OkStatus();
      }
      case OpKind::kShardingConstraint:
        return internalError("a sharding constraint is left");
      case OpKind::kManualComputation:
        return emitManual(n, into);
      case OpKind::kWhile:
      case OpKind::kCase:
      case OpKind::kIf:
        return emitControl(n, into);
      case OpKind::kIota:
        return emitIota(node);
      case OpKind::kGather:
        return emitGather(n, into);
      case OpKind::kScatter:
        return emitScatter(n, into);
      default:
        copy(n, into);
        return absl::OkStatus();
    }
  }

  // The same op on local shapes.
  NodeId copy(NodeId n, RegionId into) {
    const Node& node = g_.nodes[n];
    const NodeId made = copyNode(g_, n, out_, into, map_);
    out_.nodes[made].location = build_.location();
    AttrDict& attrs = out_.nodes[made].attrs;
    attrs.erase("sdy.sharding");
    for (size_t i = 0; i < node.results.size(); ++i) {
      if (!g_.type(node.results[i]).isToken()) out_.values[out_.result(made, i)].type = local(node.results[i]);
    }
    if (node.results.empty()) return made;
    const TensorType& global = g_.type(node.results[0]);
    const TensorType result = out_.type(out_.result(made));
    switch (node.kind) {
      case OpKind::kConstant: {
        const Literal& value = node.attrs.getLiteral("value");
        if (result != global) attrs.set("value", Literal::splat(result, value.bytes()));
        break;
      }
      case OpKind::kSlice: {
        // Dimensions that are cut are taken whole.
        const auto limit = node.attrs.getInts("limit");
        IntsAttr now(limit.begin(), limit.end());
        for (int d = 0; d < global.rank(); ++d) {
          if (result.dims[d] != global.dims[d]) now[d] = result.dims[d];
        }
        attrs.set("limit", std::move(now));
        break;
      }
      case OpKind::kDynamicSlice:
        attrs.set("sizes", IntsAttr(result.dims.begin(), result.dims.end()));
        break;
      default:
        break;
    }
    return made;
  }

  Status emitManual(NodeId n, RegionId into) {
    const Node& node = g_.nodes[n];
    const Region& body = g_.regions[node.regions[0]];
    for (size_t i = 0; i < body.args.size(); ++i) map_[body.args[i]] = map_[node.operands[i]];
    RETURN_IF_ERROR(emitRegion(node.regions[0], into));
    for (size_t i = 0; i < node.results.size(); ++i) map_[node.results[i]] = map_[body.results[i]];
    return absl::OkStatus();
  }

  Status emitControl(NodeId n, RegionId into) {
    const Node& node = g_.nodes[n];
    std::vector<ValueId> operands;
    std::vector<TensorType> types;
    for (ValueId v : node.operands) operands.push_back(map_[v]);
    for (ValueId v : node.results) types.push_back(local(v));
    const NodeId made =
        out_.addNode(into, node.kind, std::move(operands), std::move(types), node.attrs, build_.location());
    for (RegionId region : node.regions) {
      const RegionId inner = out_.addRegion(made);
      for (ValueId v : g_.regions[region].args) map_[v] = out_.addArgument(inner, local(v));
      RETURN_IF_ERROR(emitRegion(region, inner));
      for (ValueId v : g_.regions[region].results) out_.regions[inner].results.push_back(map_[v]);
    }
    for (size_t i = 0; i < node.results.size(); ++i) map_[node.results[i]] = out_.result(made, i);
    return absl::OkStatus();
  }

  Status emitIota(const Node& node) {
    const ValueId v = node.results[0];
    const TensorType& global = g_.type(v);
    const TensorType type = local(v);
    const int64_t dim = node.attrs.getInt("dim");
    const Axes axes = layout(v).dims[dim];
    if (axes.empty()) {
      map_[v] = build_.node(OpKind::kIota, {}, type, node.attrs);
      return absl::OkStatus();
    }
    // Counted in an integer type, whatever the result's: a sum of bf16 would be rounded twice.
    const TensorType counted(LocalBuilder::indexType(global.dims[dim]), type.dims);
    const ValueId local = build_.node(OpKind::kIota, {}, counted, node.attrs);
    const ValueId begin = build_.shardBegin(counted.dtype, global.dims[dim], axes);
    map_[v] =
        build_.convert(build_.node(OpKind::kAdd, {local, build_.broadcast(begin, counted, {})}, counted), type.dtype);
    return absl::OkStatus();
  }

  // Dimensions of an operand that gather and scatter look up in it, by position in the index vector.
  struct IndexMath {
    bool needed = false;                         // one of them is cut
    DType dtype{};                               // holds every index and offset
    std::vector<int64_t> globalSize, localSize;  // of each component's dimension
    std::vector<Axes> axes;                      // that cut it
  };
  // TAKES[d]: elements of dimension d that one index takes.
  IndexMath indexMath(ValueId operand, ValueId indices, absl::Span<const int64_t> indexMap,
                      absl::Span<const int64_t> takes) const {
    IndexMath math;
    const Layout cut = layout(operand);
    const TensorType& global = g_.type(operand);
    const TensorType type = local(operand);
    // A signed type as wide as the indices' own, of 32 bits at least.
    const DType own = g_.type(indices).dtype;
    const bool wide = dtypeBits(own) > 32 || own == DType::kUI32;
    math.dtype = wide ? DType::kI64 : DType::kI32;
    for (int64_t d : indexMap) {
      // A dimension that is taken whole starts at 0 wherever it is cut: every shard takes all of its own part.
      const bool lookedUp = takes[d] < global.dims[d];
      math.globalSize.push_back(global.dims[d]);
      math.localSize.push_back(type.dims[d]);
      math.axes.push_back(lookedUp ? cut.dims[d] : Axes());
      math.needed = math.needed || !math.axes.back().empty();
      if (LocalBuilder::indexType(global.dims[d]) == DType::kI64) math.dtype = DType::kI64;
    }
    return math;
  }

  // A tensor of the shape of INDICES that holds NUMBERS[k] (constants) in component k.
  ValueId components(const TensorType& indices, int64_t vectorDim, const std::vector<int64_t>& numbers) {
    if (vectorDim == indices.rank())
      return build_.broadcast(build_.ints(TensorType(indices.dtype, {}), numbers), indices, {});
    const ValueId vector = build_.ints(TensorType(indices.dtype, {static_cast<int64_t>(numbers.size())}), numbers);
    return build_.broadcast(vector, indices, {vectorDim});
  }
  // The same of the first element of this device's shard of each component's dimension.
  ValueId begins(const TensorType& indices, int64_t vectorDim, const IndexMath& math) {
    const DType dtype = indices.dtype;
    std::vector<ValueId> scalars;
    for (size_t k = 0; k < math.axes.size(); ++k)
      scalars.push_back(build_.shardBegin(dtype, math.globalSize[k], math.axes[k]));
    if (scalars.size() == 1) return build_.broadcast(scalars[0], indices, {});
    std::vector<ValueId> ones;
    for (ValueId v : scalars) ones.push_back(build_.node(OpKind::kReshape, {v}, TensorType(dtype, {1})));
    AttrDict attrs;
    attrs.set("dim", int64_t{0});
    const int64_t count = static_cast<int64_t>(ones.size());
    const ValueId vector =
        build_.node(OpKind::kConcatenate, std::move(ones), TensorType(dtype, {count}), std::move(attrs));
    return build_.broadcast(vector, indices, {vectorDim});
  }

  // INDICES in the type of MATH. Those of ui64 above its range become LAST, which is as far outside as they are, or
  // where they would be clamped to.
  ValueId widened(ValueId indices, int64_t vectorDim, const IndexMath& math, const std::vector<int64_t>& last) {
    const TensorType type = out_.type(indices);
    if (type.dtype == DType::kUI64)
      indices = build_.node(OpKind::kMinimum, {indices, components(type, vectorDim, last)}, type);
    return build_.convert(indices, math.dtype);
  }

  ValueId compare(ValueId a, ValueId b, const char* direction) {
    const TensorType& type = out_.type(a);
    AttrDict attrs;
    attrs.set("direction", KeywordAttr{direction});
    attrs.set("compare_type", KeywordAttr{"SIGNED"});
    return build_.node(OpKind::kCompare, {a, b}, TensorType(DType::kI1, type.dims), std::move(attrs));
  }

  // Which index vectors of INDEX (shifted into this shard) lie in it.
  ValueId insideShard(ValueId index, int64_t vectorDim, const IndexMath& math, RegionId into) {
    const TensorType type = out_.type(index);
    std::vector<int64_t> last = math.localSize;
    for (size_t k = 0; k < last.size(); ++k) {
      // Of a dimension that is not cut, or taken whole, every index is here.
      last[k] = math.axes[k].empty() ? math.globalSize[k] : last[k] - 1;
    }
    const TensorType flags(DType::kI1, type.dims);
    ValueId mask = build_.node(
        OpKind::kAnd,
        {compare(index, build_.splat(type, 0), "GE"), compare(index, components(type, vectorDim, last), "LE")}, flags);
    if (vectorDim >= type.rank()) return mask;
    TensorType reduced = flags;
    reduced.dims.erase(reduced.dims.begin() + vectorDim);
    if (type.dims[vectorDim] == 1) return build_.node(OpKind::kReshape, {mask}, reduced);
    AttrDict attrs;
    attrs.set("dims", IntsAttr{vectorDim});
    const ValueId yes = build_.splat(TensorType(DType::kI1, {}), 1);
    const NodeId all = out_.addNode(into, OpKind::kReduce, {mask, yes}, {reduced}, std::move(attrs), build_.location());
    fillReductionRegion(out_, out_.addRegion(all), OpKind::kAnd, DType::kI1);
    return out_.result(all);
  }

  Status emitGather(NodeId n, RegionId into) {
    const Node& node = g_.nodes[n];
    const ValueId operand = node.operands[0];
    const auto sizes = node.attrs.getInts("slice_sizes");
    const IndexMath math = indexMath(operand, node.operands[1], node.attrs.getInts("start_index_map"), sizes);
    const TensorType shard = local(operand);
    IntsAttr now(sizes.begin(), sizes.end());
    for (size_t d = 0; d < now.size(); ++d) {
      if (now[d] != g_.type(operand).dims[d]) continue;
      // A dimension of one element that is cut nowhere keeps its slice of 1.
      now[d] = std::min(now[d], shard.dims[d]);
    }
    for (size_t d = 0; d < now.size(); ++d) {
      if (now[d] <= shard.dims[d]) continue;
      // This device's shard has nothing to look up.
      map_[node.results[0]] = build_.nothing(local(node.results[0]));
      return absl::OkStatus();
    }
    const int64_t vectorDim = node.attrs.getInt("index_vector_dim");
    ValueId mask;
    const ValueId original = map_[node.operands[1]];
    if (math.needed) {
      // Clamp as the whole gather would, then shift into this shard; what falls outside belongs to another one.
      std::vector<int64_t> last = math.globalSize;
      const auto indexMap = node.attrs.getInts("start_index_map");
      for (size_t k = 0; k < last.size(); ++k) last[k] -= sizes[indexMap[k]];
      ValueId index = widened(original, vectorDim, math, last);
      const TensorType type = out_.type(index);
      index = build_.node(OpKind::kMaximum, {build_.splat(type, 0), index}, type);
      index = build_.node(OpKind::kMinimum, {index, components(type, vectorDim, last)}, type);
      index = build_.node(OpKind::kSubtract, {index, begins(type, vectorDim, math)}, type);
      mask = insideShard(index, vectorDim, math, into);
      map_[node.operands[1]] = index;
    }
    const NodeId made = copy(n, into);
    map_[node.operands[1]] = original;
    out_.nodes[made].attrs.set("slice_sizes", std::move(now));
    if (mask.valid()) {
      const ValueId found = out_.result(made);
      const TensorType type = out_.type(found);
      const auto offsets = node.attrs.getInts("offset_dims");
      std::vector<int64_t> batch;
      for (int64_t d = 0; d < type.rank(); ++d) {
        if (std::find(offsets.begin(), offsets.end(), d) == offsets.end()) batch.push_back(d);
      }
      const ValueId keep = build_.broadcast(mask, TensorType(DType::kI1, type.dims), batch);
      map_[node.results[0]] = build_.node(OpKind::kSelect, {keep, found, build_.nothing(type)}, type);
    }
    return absl::OkStatus();
  }

  Status emitScatter(NodeId n, RegionId into) {
    const Node& node = g_.nodes[n];
    const size_t inputs = node.results.size();
    const ValueId indices = node.operands[inputs];
    // Only dimensions that an update takes one element of are cut; the others are whole or taken whole.
    std::vector<int64_t> takes(g_.type(node.operands[0]).dims.begin(), g_.type(node.operands[0]).dims.end());
    for (int64_t d : node.attrs.getInts("inserted_window_dims")) takes[d] = 0;
    const IndexMath math =
        indexMath(node.operands[0], indices, node.attrs.getInts("scatter_dims_to_operand_dims"), takes);
    const ValueId original = map_[indices];
    if (math.needed) {
      // Indices of other shards fall outside the operand; updates there are skipped.
      const int64_t vectorDim = node.attrs.getInt("index_vector_dim");
      const ValueId index = widened(original, vectorDim, math, math.globalSize);
      const TensorType type = out_.type(index);
      map_[indices] = build_.node(OpKind::kSubtract, {index, begins(type, vectorDim, math)}, type);
    }
    copy(n, into);
    map_[indices] = original;
    return absl::OkStatus();
  }

  const PartitionState& s_;
  const Graph& g_;
  Graph& out_;
  LocalBuilder build_;
  IdVector<ValueId, ValueId> map_;
  std::map<LocationId, LocationId> locations_;
};

// What the shapes of a local program follow from: the sizes of the pieces of every cut that is not even, and of the
// groups that exchange such pieces along some of its axes, intermediate layouts of reshards included.
struct UnevenCut {
  int64_t size = 0;
  std::vector<int8_t> axes;
  int64_t members = 1;  // of a group along the minor axes; 1: a piece alone
  auto operator<=>(const UnevenCut&) const = default;
};

std::set<UnevenCut> unevenCuts(const PartitionState& s, DeviceTables& tables) {
  std::set<UnevenCut> out;
  auto add = [&](int64_t size, const Axes& axes, int64_t members) {
    if (!tables.cut(size, axes).even()) out.insert({size, {axes.begin(), axes.end()}, members});
  };
  auto look = [&](const TensorType& type, const Layout& layout) {
    for (size_t d = 0; d < layout.dims.size(); ++d) add(type.dims[d], layout.dims[d], 1);
  };
  for (size_t v = 0; v < s.graph.values.size(); ++v) {
    const ValueId id(v);
    if (s.graph.sharding(id)) look(s.graph.type(id), toLayout(*s.graph.sharding(id)));
  }
  for (const Node& node : s.graph.nodes) {
    if (node.kind != OpKind::kReshard || node.operands.empty()) continue;
    const auto& from = s.graph.sharding(node.operands[0]);
    const auto& to = s.graph.sharding(node.results[0]);
    if (!from || !to) continue;
    const TensorType& type = s.graph.type(node.operands[0]);
    Layout before = toLayout(*from);
    for (const ReshardStep& step : s.planner->plan(type, before, toLayout(*to)).steps) {
      look(type, step.after);
      const int64_t members = axesSize(s.mesh, step.axes);
      if (step.from >= 0) add(type.dims[step.from], before.dims[step.from], members);
      if (step.to >= 0) add(type.dims[step.to], step.after.dims[step.to], members);
      before = step.after;
    }
  }
  return out;
}

}  // namespace

StatusOr<LocalPrograms> localize(const PartitionState& state) {
  LocalPrograms out;
  DeviceTables tables(state.mesh);
  const std::set<UnevenCut> cuts = unevenCuts(state, tables);
  std::vector<Cluster::Place> places;
  if (state.options.cluster != nullptr) places = state.options.cluster->places();
  std::map<std::vector<int64_t>, uint32_t> known;
  for (int64_t p = 0; p < state.mesh.deviceCount(); ++p) {
    const auto device = static_cast<size_t>(state.mesh.deviceAt(p));
    const uint32_t deviceClass = device < places.size() ? places[device].deviceClass : 0;
    std::vector<int64_t> signature{deviceClass};
    for (const UnevenCut& cut : cuts) {
      const Axes axes(cut.axes.begin(), cut.axes.end());
      signature.push_back(cut.members == 1
                              ? tables.cut(cut.size, axes).size(tables.shardIndexes(axes)[static_cast<size_t>(p)])
                              : tables.idOf(tables.groupSizes(cut.size, axes, cut.members, p)));
    }
    auto [it, fresh] = known.try_emplace(std::move(signature), static_cast<uint32_t>(out.programs.size()));
    out.programOfDevice.push_back(it->second);
    if (!fresh) continue;
    out.classOfProgram.push_back(deviceClass);
    Graph& program = out.programs.emplace_back();
    RETURN_IF_ERROR(Localizer(state, p, program, tables).run());
  }
  return out;
}

}  // namespace partita
