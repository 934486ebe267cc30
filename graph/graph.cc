#include "graph/graph.h"

#include <algorithm>

#include "base/check.h"
#include "base/text.h"
#include "graph/op.h"

namespace partita {

std::string Location::toString() const {
  std::string out;
  if (!file.empty()) strAppend(&out, file, ":", line);
  if (!stack.empty()) strAppend(&out, out.empty() ? "" : " ", "(", stack, ")");
  if (textLine > 0) strAppend(&out, out.empty() ? "" : ", ", "line ", textLine);
  return out.empty() ? "unknown location" : out;
}

Graph::Graph() { regions.add(Region{}); }

const std::optional<Sharding>& Graph::sharding(ValueId value) const {
  static const std::optional<Sharding> kNone;
  return value.index < shardings_.size() ? shardings_[value] : kNone;
}

void Graph::setSharding(ValueId value, std::optional<Sharding> sharding) {
  if (value.index >= shardings_.size()) shardings_.resize(values.size());
  shardings_[value] = std::move(sharding);
}

const Location& Graph::location(NodeId node) const {
  static const Location kUnknown;
  const LocationId id = nodes[node].location;
  return id.valid() ? locations[id] : kUnknown;
}

std::string Graph::describe(NodeId node) const {
  return strCat(opName(nodes[node].kind), " at ", location(node).toString());
}

ValueId Graph::addArgument(RegionId region, TensorType type) {
  Region& target = regions[region];
  ValueId value = values.add(Value{std::move(type), NodeId(), region, static_cast<uint32_t>(target.args.size())});
  target.args.push_back(value);
  if (region == body()) {
    arguments.emplace_back();
    arguments.back().name = strCat("arg", arguments.size() - 1);
  }
  return value;
}

RegionId Graph::addRegion(NodeId owner) {
  Region region;
  region.owner = owner;
  RegionId id = regions.add(std::move(region));
  nodes[owner].regions.push_back(id);
  return id;
}

LocationId Graph::addLocation(Location location) {
  // Neighbouring nodes mostly share a location.
  if (!locations.empty() && locations[LocationId(locations.size() - 1)] == location)
    return LocationId(locations.size() - 1);
  return locations.add(std::move(location));
}

NodeId Graph::addNode(RegionId region, OpKind kind, std::vector<ValueId> operands, std::vector<TensorType> resultTypes,
                      AttrDict attrs, LocationId location, int64_t insertBefore) {
  Node node;
  node.kind = kind;
  node.operands = std::move(operands);
  node.attrs = std::move(attrs);
  node.location = location;
  node.parent = region;
  NodeId id = nodes.add(std::move(node));
  for (size_t i = 0; i < resultTypes.size(); ++i) {
    ValueId value = values.add(Value{std::move(resultTypes[i]), id, region, static_cast<uint32_t>(i)});
    nodes[id].results.push_back(value);
  }
  std::vector<NodeId>& list = regions[region].nodes;
  list.insert(insertBefore < 0 ? list.end() : list.begin() + insertBefore, id);
  return id;
}

StatusOr<NodeId> Graph::build(RegionId region, OpKind kind, std::vector<ValueId> operands, AttrDict attrs,
                              LocationId location, int64_t insertBefore) {
  Node node;
  node.kind = kind;
  node.operands = operands;
  node.attrs = attrs;
  node.location = location;
  node.parent = region;
  ASSIGN_OR_RETURN(std::vector<TensorType> types, opDef(kind).infer(*this, node));
  return addNode(region, kind, std::move(operands), std::move(types), std::move(attrs), location, insertBefore);
}

void Graph::replaceAllUses(ValueId from, ValueId to) {
  for (Node& node : nodes) std::replace(node.operands.begin(), node.operands.end(), from, to);
  for (Region& region : regions) std::replace(region.results.begin(), region.results.end(), from, to);
}

void Graph::unlink(NodeId node) {
  std::vector<NodeId>& nodes = regions[this->nodes[node].parent].nodes;
  nodes.erase(std::find(nodes.begin(), nodes.end(), node));
  this->nodes[node].parent = RegionId();
}

void Graph::dropDead(bool keepAnnotations) {
  // Mark: from the results of the program and from side effects, through operands and whole regions.
  IdVector<NodeId, char> liveNode(nodes.size(), 0);
  IdVector<RegionId, char> liveRegion(regions.size(), 0);
  std::vector<NodeId> work;
  auto needValue = [&](ValueId value) {
    const NodeId producer = values[value].producer;
    if (producer.valid() && !liveNode[producer]) {
      liveNode[producer] = 1;
      work.push_back(producer);
    }
  };
  auto needRegion = [&](RegionId region) {
    liveRegion[region] = 1;
    for (ValueId value : regions[region].results) needValue(value);
    for (NodeId id : regions[region].nodes) {
      if (!liveNode[id] && hasEffect(*this, id)) {
        liveNode[id] = 1;
        work.push_back(id);
      }
    }
  };
  needRegion(body());
  while (!work.empty()) {
    const NodeId id = work.back();
    work.pop_back();
    for (ValueId operand : nodes[id].operands) needValue(operand);
    for (RegionId region : nodes[id].regions) {
      if (!liveRegion[region]) needRegion(region);
    }
  }

  // What is said of a live value stays said.
  for (size_t r = 0; r < regions.size() && keepAnnotations; ++r) {
    if (!liveRegion[RegionId(r)]) continue;
    for (NodeId id : regions[RegionId(r)].nodes) {
      if (!opDef(nodes[id].kind).annotation) continue;
      const NodeId producer = values[nodes[id].operands[0]].producer;
      if (!producer.valid() || liveNode[producer]) liveNode[id] = 1;
    }
  }
  for (Region& region : regions) std::erase_if(region.nodes, [&](NodeId id) { return !liveNode[id]; });
  for (size_t i = 0; i < nodes.size(); ++i) {
    if (!liveNode[NodeId(i)]) nodes[NodeId(i)].parent = RegionId();
  }
}

void Graph::compact() {
  dropDead(false);
  // Renumber in program order, outer before inner.
  IdVector<NodeId, NodeId> newNode(nodes.size());
  IdVector<ValueId, ValueId> newValue(values.size());
  IdVector<RegionId, RegionId> newRegion(regions.size());
  IdVector<NodeId, Node> outNodes;
  IdVector<ValueId, Value> outValues;
  IdVector<RegionId, Region> outRegions;
  IdVector<ValueId, std::optional<Sharding>> outShardings;
  auto moveValue = [&](ValueId value) {
    newValue[value] = outValues.add(std::move(values[value]));
    outShardings.add(sharding(value));
  };
  auto visit = [&](RegionId region, auto&& self) -> void {
    newRegion[region] = outRegions.add(Region{});
    for (ValueId arg : regions[region].args) moveValue(arg);
    for (NodeId id : regions[region].nodes) {
      newNode[id] = outNodes.add(Node{});
      for (ValueId result : nodes[id].results) moveValue(result);
      for (RegionId inner : nodes[id].regions) self(inner, self);
    }
  };
  visit(body(), visit);
  auto mapValues = [&](std::vector<ValueId>& list) {
    for (ValueId& value : list) {
      value = newValue[value];
      CHECK(value.valid(), "use of a value that is defined nowhere");
    }
  };
  for (size_t i = 0; i < nodes.size(); ++i) {
    const NodeId id(i);
    if (!newNode[id].valid()) continue;
    Node& node = nodes[id];
    mapValues(node.operands);
    mapValues(node.results);
    for (RegionId& region : node.regions) region = newRegion[region];
    node.parent = newRegion[node.parent];
    outNodes[newNode[id]] = std::move(node);
  }
  for (size_t i = 0; i < regions.size(); ++i) {
    const RegionId id(i);
    if (!newRegion[id].valid()) continue;
    Region& region = regions[id];
    mapValues(region.args);
    mapValues(region.results);
    for (NodeId& node : region.nodes) node = newNode[node];
    if (region.owner.valid()) region.owner = newNode[region.owner];
    outRegions[newRegion[id]] = std::move(region);
  }
  for (Value& value : outValues) {
    if (value.producer.valid()) value.producer = newNode[value.producer];
    value.region = newRegion[value.region];
  }
  nodes = std::move(outNodes);
  values = std::move(outValues);
  regions = std::move(outRegions);
  shardings_ = std::move(outShardings);
}

IdVector<ValueId, uint32_t> Graph::useCounts() const {
  IdVector<ValueId, uint32_t> counts(values.size(), 0);
  for (const Node& node : nodes) {
    for (ValueId operand : node.operands) ++counts[operand];
  }
  for (const Region& region : regions) {
    for (ValueId result : region.results) ++counts[result];
  }
  return counts;
}

IdVector<ValueId, std::vector<NodeId>> Graph::users() const {
  IdVector<ValueId, std::vector<NodeId>> out(values.size());
  for (size_t i = 0; i < nodes.size(); ++i) {
    for (ValueId operand : nodes[NodeId(i)].operands) out[operand].push_back(NodeId(i));
  }
  return out;
}

std::vector<std::vector<int64_t>> replicaGroups(const Node& node) {
  const Literal& literal = node.attrs.getLiteral("replica_groups");
  std::vector<std::vector<int64_t>> groups;
  if (literal.type().rank() != 2) return groups;
  for (int64_t g = 0; g < literal.type().dims[0]; ++g) {
    std::vector<int64_t>& group = groups.emplace_back();
    for (int64_t m = 0; m < literal.type().dims[1]; ++m) {
      const int64_t member = literal.asInt(g * literal.type().dims[1] + m);
      if (member >= 0) group.push_back(member);
    }
  }
  return groups;
}

void setReplicaGroups(AttrDict& attrs, const std::vector<std::vector<int64_t>>& groups) {
  size_t width = 0;
  for (const auto& group : groups) width = std::max(width, group.size());
  std::vector<int64_t> flat(groups.size() * width, -1);
  for (size_t g = 0; g < groups.size(); ++g) std::copy(groups[g].begin(), groups[g].end(), flat.begin() + g * width);
  attrs.set("replica_groups", Literal::ints(flat, {static_cast<int64_t>(groups.size()), static_cast<int64_t>(width)}));
}

std::optional<OpKind> singleBinaryOp(const Graph& graph, RegionId region) {
  const Region& r = graph.regions[region];
  if (r.args.size() != 2 || r.nodes.size() != 1 || r.results.size() != 1) return std::nullopt;
  const Node& node = graph.nodes[r.nodes[0]];
  if (node.operands.size() != 2 || node.results.size() != 1 || r.results[0] != node.results[0]) return std::nullopt;
  const bool inOrder = node.operands[0] == r.args[0] && node.operands[1] == r.args[1];
  const bool swapped = node.operands[0] == r.args[1] && node.operands[1] == r.args[0];
  if (!inOrder && !(swapped && opDef(node.kind).commutative)) return std::nullopt;
  return node.kind;
}

std::optional<ReductionKind> reductionOf(const Graph& graph, RegionId region) {
  const std::optional<OpKind> kind = singleBinaryOp(graph, region);
  return kind ? opDef(*kind).reduction : std::nullopt;
}

void fillReductionRegion(Graph& graph, RegionId region, ReductionKind reduction, DType dtype) {
  for (int i = 0; i < kOpKindCount; ++i) {
    const OpKind kind = static_cast<OpKind>(i);
    if (opDef(kind).reduction == reduction) return fillReductionRegion(graph, region, kind, dtype);
  }
}

void fillReductionRegion(Graph& graph, RegionId region, OpKind kind, DType dtype) {
  const TensorType scalar(dtype, {});
  const ValueId a = graph.addArgument(region, scalar), b = graph.addArgument(region, scalar);
  const NodeId node = graph.addNode(region, kind, {a, b}, {scalar});
  graph.regions[region].results = {graph.result(node)};
}

bool hasEffect(const Graph& graph, NodeId id) {
  const Node& node = graph.nodes[id];
  if (opDef(node.kind).sideEffect || node.attrs.getBool("has_side_effect")) return true;
  for (RegionId region : node.regions) {
    for (NodeId inner : graph.regions[region].nodes) {
      if (hasEffect(graph, inner)) return true;
    }
  }
  return false;
}

std::vector<ValueId> capturedValues(const Graph& graph, NodeId node) {
  std::vector<ValueId> captured;
  std::vector<RegionId> inside(graph.nodes[node].regions.begin(), graph.nodes[node].regions.end());
  std::vector<ValueId> read;
  for (size_t i = 0; i < inside.size(); ++i) {
    const Region& region = graph.regions[inside[i]];
    for (NodeId n : region.nodes) {
      for (ValueId v : graph.nodes[n].operands) read.push_back(v);
      for (RegionId r : graph.nodes[n].regions) inside.push_back(r);
    }
    for (ValueId v : region.results) read.push_back(v);
  }
  for (ValueId v : read) {
    bool outside = std::find(inside.begin(), inside.end(), graph.values[v].region) == inside.end();
    if (outside && std::find(captured.begin(), captured.end(), v) == captured.end()) captured.push_back(v);
  }
  return captured;
}

NodeId copyNode(const Graph& from, NodeId source, Graph& to, RegionId region, IdVector<ValueId, ValueId>& map) {
  if (map.size() < from.values.size()) map.resize(from.values.size());
  const Node node = from.nodes[source];  // FROM may be TO, which grows
  std::vector<ValueId> operands;
  for (ValueId operand : node.operands) {
    CHECK(map[operand].valid(), "copyNode: operand of ", opName(node.kind), " is not mapped");
    operands.push_back(map[operand]);
  }
  std::vector<TensorType> types;
  for (ValueId result : node.results) types.push_back(from.type(result));
  const LocationId location = node.location.valid() ? to.addLocation(from.locations[node.location]) : LocationId();
  const NodeId copy = to.addNode(region, node.kind, std::move(operands), std::move(types), node.attrs, location);
  for (size_t i = 0; i < node.results.size(); ++i) {
    map[node.results[i]] = to.result(copy, i);
    if (from.sharding(node.results[i])) to.setSharding(to.result(copy, i), from.sharding(node.results[i]));
  }
  for (RegionId inner : node.regions) copyRegion(from, inner, to, copy, map);
  return copy;
}

void copyRegion(const Graph& from, RegionId region, Graph& to, NodeId owner, IdVector<ValueId, ValueId>& map) {
  if (map.size() < from.values.size()) map.resize(from.values.size());
  const RegionId target = to.addRegion(owner);
  const Region body = from.regions[region];  // FROM may be TO, which grows
  for (ValueId arg : body.args) map[arg] = to.addArgument(target, from.type(arg));
  for (NodeId child : body.nodes) copyNode(from, child, to, target, map);
  for (ValueId result : body.results) {
    CHECK(map[result].valid());
    to.regions[target].results.push_back(map[result]);
  }
}

}  // namespace partita
