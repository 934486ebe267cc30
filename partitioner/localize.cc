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
      : s_(state), g_(state.graph), out_(out), build_(state, position, out, tables) {}

  Status run() {
    out_.name = g_.name;
    out_.attrs = g_.attrs;
    const Region& body = g_.bodyRegion();
    for (size_t i = 0; i < body.args.size(); ++i) {
      build_.local(body.args[i]) = out_.addArgument(out_.body(), build_.shardType(body.args[i]));
      out_.arguments[i] = g_.arguments[i];
      out_.arguments[i].aliasesResult.reset();
      out_.arguments[i].attrs.erase("sdy.sharding");
    }
    for (const auto& [argument, result] : s_.donated) {
      CHECK(build_.layout(body.args[argument]) == build_.layout(body.results[result]),
            "a donated argument and its result differ");
      out_.arguments[argument].aliasesResult = result;
    }
    RETURN_IF_ERROR(emitRegion(g_.body(), out_.body()));
    for (ValueId v : body.results) out_.regions[out_.body()].results.push_back(build_.local(v));
    out_.results = g_.results;
    for (ResultInfo& info : out_.results) info.attrs.erase("sdy.sharding");
    for (size_t v = 0; v < out_.values.size(); ++v) out_.setSharding(ValueId(v), std::nullopt);
    return absl::OkStatus();
  }

  std::vector<std::pair<ValueId, ValueId>> standsFor() {
    std::vector<std::pair<ValueId, ValueId>> out;
    for (size_t v = 0; v < g_.values.size(); ++v) {
      const ValueId global(v);
      const NodeId owner = g_.values[global].region.valid() ? g_.regions[g_.values[global].region].owner : NodeId();
      const bool scalar = owner.valid() && !holdsProgram(g_.nodes[owner].kind);  // in the body of a reduction
      if (!scalar && build_.local(global).valid()) out.emplace_back(build_.local(global), global);
    }
    return out;
  }

 private:
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
    const OpDef& def = opDef(node.kind);
    if (def.annotation) {
      const ValueId from = node.operands[0], to = node.results[0];
      build_.local(to) = build_.reshard(build_.local(from), g_.type(from), build_.layout(from), build_.layout(to));
      return absl::OkStatus();
    }
    if (def.regionRole == RegionRole::kShards) return emitManual(n, into);
    if (def.regionRole == RegionRole::kProgram) return emitControl(n, into);
    std::vector<ValueId> operands = build_.fetchOperands(n);
    const std::vector<ValueId> results =
        def.shard != nullptr ? def.shard(build_, node, std::move(operands)) : build_.same(node, std::move(operands));
    for (size_t i = 0; i < results.size(); ++i) build_.local(node.results[i]) = results[i];
    return absl::OkStatus();
  }

  Status emitManual(NodeId n, RegionId into) {
    const Node& node = g_.nodes[n];
    const Region& body = g_.regions[node.regions[0]];
    for (size_t i = 0; i < body.args.size(); ++i) build_.local(body.args[i]) = build_.local(node.operands[i]);
    RETURN_IF_ERROR(emitRegion(node.regions[0], into));
    for (size_t i = 0; i < node.results.size(); ++i) build_.local(node.results[i]) = build_.local(body.results[i]);
    return absl::OkStatus();
  }

  Status emitControl(NodeId n, RegionId into) {
    const Node& node = g_.nodes[n];
    std::vector<ValueId> operands;
    std::vector<TensorType> types;
    for (ValueId v : node.operands) operands.push_back(build_.local(v));
    for (ValueId v : node.results) types.push_back(build_.shardType(v));
    const NodeId made =
        out_.addNode(into, node.kind, std::move(operands), std::move(types), node.attrs, build_.location());
    for (RegionId region : node.regions) {
      const RegionId inner = out_.addRegion(made);
      for (ValueId v : g_.regions[region].args) build_.local(v) = out_.addArgument(inner, build_.shardType(v));
      RETURN_IF_ERROR(emitRegion(region, inner));
      for (ValueId v : g_.regions[region].results) out_.regions[inner].results.push_back(build_.local(v));
    }
    for (size_t i = 0; i < node.results.size(); ++i) build_.local(node.results[i]) = out_.result(made, i);
    return absl::OkStatus();
  }

  const PartitionState& s_;
  const Graph& g_;
  Graph& out_;
  LocalBuilder build_;
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
    if (!opDef(node.kind).annotation || node.operands.empty()) continue;
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

// The exchanges of the program: along which axes, and what of them the programs of two shards differ by.
struct CrossedCut {
  Axes axes;
  std::vector<int> kinds;  // by shard: the same number where the programs are the same
};

std::vector<CrossedCut> crossedCuts(const PartitionState& s, DeviceTables& tables) {
  std::vector<CrossedCut> out;
  for (size_t n = 0; n < s.graph.nodes.size() && n < s.plans.size(); ++n) {
    const NodeId id(n);
    const Node& node = s.graph.nodes[id];
    if (!node.parent.valid() || opDef(node.kind).needed == nullptr) continue;
    for (const auto& [dim, axes] : ExchangePlanner::crossed(s.plans[id].rule, s.plans[id].axes)) {
      CrossedCut& crossed = out.emplace_back();
      crossed.axes = axes;
      const Exchange& exchange = s.exchanges->plan(id, dim, axes);
      for (size_t shard = 0; shard < exchange.needed.size(); ++shard) {
        std::vector<int64_t> facts{exchange.needed[shard].before, exchange.needed[shard].after};
        if (exchange.gathers) {
          for (const Segment& segment : exchange.needed[shard].segments) {
            facts.push_back(segment.range.size());
            facts.push_back(static_cast<int64_t>(segment.operand));
          }
        } else {
          for (const ExchangePart& part : exchange.parts[shard]) {
            facts.push_back(part.range.size());
            facts.push_back(part.round);
          }
        }
        crossed.kinds.push_back(tables.idOf(facts));
      }
    }
  }
  return out;
}

}  // namespace

StatusOr<LocalPrograms> localize(const PartitionState& state) {
  LocalPrograms out;
  DeviceTables tables(state.mesh);
  const std::set<UnevenCut> cuts = unevenCuts(state, tables);
  const std::vector<CrossedCut> crossed = crossedCuts(state, tables);
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
    for (const CrossedCut& cut : crossed)
      signature.push_back(cut.kinds[static_cast<size_t>(tables.shardIndexes(cut.axes)[static_cast<size_t>(p)])]);
    auto [it, fresh] = known.try_emplace(std::move(signature), static_cast<uint32_t>(out.programs.size()));
    out.programOfDevice.push_back(it->second);
    if (!fresh) continue;
    out.classOfProgram.push_back(deviceClass);
    Graph& program = out.programs.emplace_back();
    Localizer localizer(state, p, program, tables);
    RETURN_IF_ERROR(localizer.run());
    out.standsFor.push_back(localizer.standsFor());
  }
  return out;
}

}  // namespace partita
