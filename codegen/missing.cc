#include "codegen/missing.h"

#include <map>
#include <set>
#include <vector>

#include "graph/op.h"

namespace partita {
namespace {

constexpr size_t kMaxTried = 512;  // kinds of op that are compiled alone

// "stablehlo.add of f8E5M2, f8E5M2 -> f8E5M2"
std::string kindOf(const Graph& graph, const Node& node) {
  std::string out = strCat(opName(node.kind), " of ");
  const auto types = [&](const std::vector<ValueId>& values) {
    std::set<std::string> seen;
    for (const ValueId value : values) {
      const std::string name =
          graph.type(value).isToken() ? std::string("token") : std::string(dtypeName(graph.type(value).dtype));
      if (seen.insert(name).second) strAppend(&out, seen.size() > 1 ? ", " : "", name);
    }
    if (values.empty()) out += "nothing";
  };
  types(node.operands);
  out += " to ";
  types(node.results);
  return out;
}

// May NODE be compiled alone? What runs others is looked into instead; what talks to other devices needs them.
bool standsAlone(const Graph& graph, const Node& node) {
  const LoweringClass lowering = opDef(node.kind).lowering;
  if (lowering == LoweringClass::kControl || lowering == LoweringClass::kCollective ||
      lowering == LoweringClass::kHostCall || lowering == LoweringClass::kNotLowered || node.results.empty())
    return false;
  // A region may name values from around it, which a program of one op does not have.
  for (const RegionId region : node.regions) {
    std::set<uint32_t> inside;
    for (const ValueId value : graph.regions[region].args) inside.insert(value.index);
    for (const NodeId inner : graph.regions[region].nodes) {
      for (const ValueId operand : graph.nodes[inner].operands) {
        if (inside.count(operand.index) == 0) return false;
      }
      for (const ValueId value : graph.nodes[inner].results) inside.insert(value.index);
    }
  }
  return true;
}

// The op in the region of another op that is one kernel (a reducer's body) is compiled with that one.
bool insideKernel(const Graph& graph, const Node& node) {
  const NodeId owner = graph.regions[node.parent].owner;
  return owner.valid() && opDef(graph.nodes[owner].kind).lowering != LoweringClass::kControl;
}

Status compileAlone(const Graph& graph, NodeId id, const CompileOptions& options) {
  const Node& node = graph.nodes[id];
  Graph alone;
  IdVector<ValueId, ValueId> map(graph.values.size());
  for (const ValueId operand : node.operands) {
    if (!map[operand].valid()) map[operand] = alone.addArgument(alone.body(), graph.type(operand));
  }
  const NodeId copy = copyNode(graph, id, alone, alone.body(), map);
  alone.nodes[copy].location = LocationId();
  for (const ValueId result : alone.nodes[copy].results) {
    alone.regions[alone.body()].results.push_back(result);
    alone.results.emplace_back();
  }
  return compile(alone, options).status();
}

}  // namespace

Status withAllMissing(const Status& first, const Graph& graph, CompileOptions options) {
  if (first.code() != absl::StatusCode::kUnimplemented) return first;
  options.dumpDirectory.clear();
  options.cacheDirectory.clear();
  struct Kind {
    bool missing = false;
    int count = 0;
    std::string place;
  };
  std::map<std::string, Kind> kinds;
  for (size_t n = 0; n < graph.nodes.size(); ++n) {
    const Node& node = graph.nodes[NodeId(n)];
    if (!node.parent.valid() || insideKernel(graph, node) || !standsAlone(graph, node)) continue;
    const auto [entry, fresh] = kinds.try_emplace(kindOf(graph, node));
    Kind& kind = entry->second;
    if (fresh) {
      if (kinds.size() > kMaxTried) break;
      kind.missing = compileAlone(graph, NodeId(n), options).code() == absl::StatusCode::kUnimplemented;
      kind.place = graph.location(NodeId(n)).toString();
    }
    ++kind.count;
  }
  std::string list;
  int count = 0;
  for (const auto& [name, kind] : kinds) {
    if (!kind.missing) continue;
    ++count;
    strAppend(&list, "\n  ", name, kind.count > 1 ? strCat(" (", kind.count, " times)") : "", ", first at ",
              kind.place);
  }
  if (count < 2) return first;
  return unimplemented(toView(first.message()), "\nThe program needs ", count,
                       " kinds of op for which there is no code yet:", list);
}

}  // namespace partita
