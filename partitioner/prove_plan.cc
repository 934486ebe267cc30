// The walk through the programs: nodes one by one, loops and branches, what goes in and what comes out.
#include "graph/constants.h"
#include "partitioner/prover.h"

namespace partita {

namespace {
using Kind = Held::Kind;
}  // namespace

Status Prover::run() {
  programs_.resize(local_.programs.size());
  for (size_t p = 0; p < programs_.size(); ++p) {
    programs_[p].graph = &local_.programs[p];
    programs_[p].forms.resize(local_.programs[p].values.size());
    programs_[p].standsFor.resize(local_.programs[p].values.size());
    for (const auto& [value, global] : local_.standsFor[p]) {
      if (value.index < programs_[p].standsFor.size()) programs_[p].standsFor[value].push_back(global);
    }
  }
  programOf_.resize(static_cast<size_t>(s_.mesh.deviceCount()));
  for (size_t at = 0; at < local_.programOfDevice.size(); ++at) {
    const int64_t device = s_.mesh.deviceAt(static_cast<int64_t>(at));
    programs_[local_.programOfDevice[at]].devices.push_back(device);
    programOf_[static_cast<size_t>(device)] = local_.programOfDevice[at];
  }
  const Region& body = g_.bodyRegion();
  for (size_t p = 0; p < programs_.size(); ++p) {
    const Region& mine = programs_[p].graph->bodyRegion();
    if (mine.args.size() != body.args.size() || mine.results.size() != body.results.size())
      return failed(wrong("the program of ", programs_[p].devices.size(), " devices has other arguments or results"));
    for (size_t i = 0; i < body.args.size(); ++i) RETURN_IF_ERROR(failed(setArgument(p, mine.args[i], body.args[i])));
  }
  RETURN_IF_ERROR(walk(std::vector<RegionId>(programs_.size(), RegionId(0))));
  for (size_t p = 0; p < programs_.size(); ++p) {
    const Region& mine = programs_[p].graph->bodyRegion();
    for (size_t i = 0; i < body.results.size(); ++i)
      RETURN_IF_ERROR(failed(
          named(holds(p, mine.results[i], body.results[i], body.results[i]), [&] { return strCat("result ", i); })));
  }
  return failed(donations());
}

Status Prover::failed(const Status& status) {
  if (status.ok()) return status;
  return absl::DataLossError(strCat("the plan does not compute the program: ", toView(status.message())));
}

Status Prover::setArgument(size_t p, ValueId v, ValueId global) {
  if (g_.type(global).isToken()) return absl::OkStatus();
  addForm(p, v, shardOf(global));
  RETURN_IF_ERROR(typeFits(p, v, global));
  return settle(p, v, global);
}

Status Prover::settle(size_t p, ValueId v, ValueId done) {
  const absl::Span<const ValueId> all = programs_[p].standsFor[v];
  if (all.size() == 1 && !done.valid() && !g_.type(all[0]).isToken()) {
    RETURN_IF_ERROR(show(p, v, all[0]));
    addForm(p, v, shardOf(all[0]));
    return absl::OkStatus();
  }
  std::vector<ValueId> open;
  for (ValueId global : all) {
    if (global != done && !g_.type(global).isToken()) open.push_back(global);
  }
  while (!open.empty()) {
    std::vector<ValueId> left;
    Status first;
    for (ValueId global : open) {
      const Status shown = show(p, v, global);
      if (shown.ok()) {
        addForm(p, v, shardOf(global));
        continue;
      }
      if (left.empty()) first = shown;
      left.push_back(global);
    }
    if (left.size() == open.size()) return first;
    open = std::move(left);
  }
  return absl::OkStatus();
}

bool Prover::stops(const Node& node) const {
  return isCollective(node.kind) || opDef(node.kind).regionRole == RegionRole::kProgram;
}

Status Prover::walk(const std::vector<RegionId>& regions) {
  std::vector<size_t> at(programs_.size(), 0);
  while (true) {
    size_t ended = 0;
    std::vector<NodeId> meeting;
    for (size_t p = 0; p < programs_.size(); ++p) {
      const std::vector<NodeId>& nodes = programs_[p].graph->regions[regions[p]].nodes;
      while (at[p] < nodes.size() && !stops(programs_[p].graph->nodes[nodes[at[p]]]))
        RETURN_IF_ERROR(failed(step(p, nodes[at[p]++])));
      ended += at[p] == nodes.size() ? 1 : 0;
      if (at[p] < nodes.size()) meeting.push_back(nodes[at[p]]);
    }
    if (ended == programs_.size()) return absl::OkStatus();
    if (ended > 0) return failed(wrong("some devices wait in ", describeOwn(0, meeting[0]), ", others have ended"));
    for (size_t p = 0; p < programs_.size(); ++p) {
      if (programs_[p].graph->nodes[meeting[p]].kind != programs_[0].graph->nodes[meeting[0]].kind)
        return failed(wrong("devices meet in ", describeOwn(0, meeting[0]), " and ", describeOwn(p, meeting[p])));
      ++at[p];
    }
    RETURN_IF_ERROR(isCollective(programs_[0].graph->nodes[meeting[0]].kind) ? failed(collective(meeting))
                                                                             : control(meeting));
  }
}

Status Prover::step(size_t p, NodeId id) {
  const Graph& graph = *programs_[p].graph;
  const Node& node = graph.nodes[id];
  const OpDef& def = opDef(node.kind);
  if (node.results.size() == 1 && def.held != nullptr) {
    bool copy = false;
    for (ValueId global : programs_[p].standsFor[node.results[0]]) {
      const NodeId made = g_.values[global].producer;
      copy = copy || (made.valid() && g_.nodes[made].kind == node.kind);
    }
    if (!copy || node.operands.empty() || def.joins || def.needed != nullptr) made(p, id);
  }
  for (ValueId v : node.results) RETURN_IF_ERROR(named(settle(p, v), [&] { return describeOwn(p, id); }));
  return absl::OkStatus();
}

void Prover::made(size_t p, NodeId id) {
  const Graph& graph = *programs_[p].graph;
  const Node& node = graph.nodes[id];
  const OpDef& def = opDef(node.kind);
  // The forms known last come first: there a value is a shard of what it stands for. Of many operands with many forms
  // not all choices are tried.
  constexpr int kMostTries = 64;
  std::vector<Held> found;
  std::vector<size_t> choice(node.operands.size(), 0);
  for (int tries = 0; tries < kMostTries; ++tries) {
    HeldForms forms;
    for (size_t i = 0; i < node.operands.size(); ++i) {
      const std::vector<Held>& known = programs_[p].forms[node.operands[i]];
      forms.push_back(known.empty() ? nullptr : &known[known.size() - 1 - choice[i]]);
    }
    std::optional<Held> out = masked(p, node, forms);
    if (!out && (forms.empty() || forms[0] != nullptr)) out = def.held(context(p), node, forms);
    if (out && std::find(found.begin(), found.end(), *out) == found.end()) found.push_back(*std::move(out));
    size_t i = 0;
    while (i < choice.size() && ++choice[i] >= programs_[p].forms[node.operands[i]].size()) choice[i++] = 0;
    if (i == choice.size() || found.size() == kMostForms) break;
  }
  for (size_t i = found.size(); i-- > 0;) addForm(p, node.results[0], std::move(found[i]));
}

std::optional<Held> Prover::masked(size_t p, const Node& node, const HeldForms& forms) {
  if (forms.size() != 3 || opDef(node.kind).scalar != ScalarOp::kSelect || forms[0] == nullptr || forms[1] == nullptr)
    return std::nullopt;
  if (forms[0]->kind != Kind::kNumbers || forms[0]->dim >= 0 || forms[1]->kind != Kind::kShard) return std::nullopt;
  ReductionKind kind = ReductionKind::kSum;
  if (!isNeutral(*programs_[p].graph, node.operands[2], kind)) {
    kind = ReductionKind::kProduct;
    if (!isNeutral(*programs_[p].graph, node.operands[2], kind)) return std::nullopt;
  }
  const auto terms = terms_.chosen(forms[1]->terms, numbers_.all(forms[0]->numbers[0]), kind);
  if (!terms) return std::nullopt;
  Held out = *forms[1];
  out.terms = *terms;
  return out;
}

Status Prover::control(const std::vector<NodeId>& ids) {
  NodeId made;
  for (ValueId v : programs_[0].graph->nodes[ids[0]].results) {
    for (ValueId global : programs_[0].standsFor[v]) {
      const NodeId producer = g_.values[global].producer;
      if (producer.valid() && g_.nodes[producer].kind == programs_[0].graph->nodes[ids[0]].kind) made = producer;
    }
  }
  std::vector<FlowGroup> groups;
  if (made.valid()) groups = opDef(g_.nodes[made].kind).flow(g_, g_.nodes[made]);
  if (!made.valid() && !programs_[0].graph->nodes[ids[0]].results.empty())
    return failed(wrong(describeOwn(0, ids[0]), " stands for nothing of the program"));
  // The value whose sharding rules at a place.
  auto leader = [&](Place::Kind kind, size_t index, size_t region) -> ValueId {
    const Place place{kind, static_cast<int>(index), static_cast<int>(region)};
    for (const FlowGroup& group : groups) {
      if (std::find(group.begin(), group.end(), place) != group.end()) return valueAt(g_, g_.nodes[made], group[0]);
    }
    return {};
  };
  auto asLeader = [&](size_t p, ValueId own, ValueId global, ValueId lead) -> Status {
    if (lead.valid()) return holds(p, own, global, lead);
    RETURN_IF_ERROR(holds(p, own, global, global));
    return layout(global).isWhole() ? absl::OkStatus() : wrong(describe(global), " must be whole");
  };
  for (size_t p = 0; p < programs_.size() && made.valid(); ++p) {
    const Node &own = programs_[p].graph->nodes[ids[p]], &node = g_.nodes[made];
    if (own.operands.size() != node.operands.size() || own.regions.size() != node.regions.size() ||
        own.results.size() != node.results.size() || own.attrs != node.attrs)
      return failed(wrong(describeOwn(p, ids[p]), " is not that of the program"));
    for (size_t i = 0; i < own.operands.size(); ++i)
      RETURN_IF_ERROR(failed(named(asLeader(p, own.operands[i], node.operands[i], leader(Place::Kind::kOperand, i, 0)),
                                   [&] { return g_.describe(made); })));
    for (size_t r = 0; r < own.regions.size(); ++r) {
      const Region &mine = programs_[p].graph->regions[own.regions[r]], &theirs = g_.regions[node.regions[r]];
      if (mine.args.size() != theirs.args.size() || mine.results.size() != theirs.results.size())
        return failed(wrong(describeOwn(p, ids[p]), " carries other values than that of the program"));
      for (size_t i = 0; i < mine.args.size(); ++i) {
        const ValueId lead = leader(Place::Kind::kArgument, i, r);
        if (lead.valid() && !(layout(theirs.args[i]) == layout(lead)))
          return failed(wrong(describe(theirs.args[i]), " is not carried as it is used"));
        RETURN_IF_ERROR(failed(setArgument(p, mine.args[i], theirs.args[i])));
      }
    }
  }
  const size_t regions = programs_[0].graph->nodes[ids[0]].regions.size();
  for (size_t r = 0; r < regions; ++r) {
    std::vector<RegionId> inner;
    for (size_t p = 0; p < programs_.size(); ++p) {
      if (programs_[p].graph->nodes[ids[p]].regions.size() != regions)
        return failed(wrong(describeOwn(p, ids[p]), " has other regions"));
      inner.push_back(programs_[p].graph->nodes[ids[p]].regions[r]);
    }
    RETURN_IF_ERROR(walk(inner));
  }
  for (size_t p = 0; p < programs_.size() && made.valid(); ++p) {
    const Node &own = programs_[p].graph->nodes[ids[p]], &node = g_.nodes[made];
    for (size_t r = 0; r < own.regions.size(); ++r) {
      const Region &mine = programs_[p].graph->regions[own.regions[r]], &theirs = g_.regions[node.regions[r]];
      for (size_t i = 0; i < mine.results.size(); ++i)
        RETURN_IF_ERROR(
            failed(named(asLeader(p, mine.results[i], theirs.results[i], leader(Place::Kind::kRegionResult, i, r)),
                         [&] { return g_.describe(made); })));
    }
    for (size_t i = 0; i < own.results.size(); ++i) {
      const ValueId lead = leader(Place::Kind::kResult, i, 0);
      if (lead.valid() && !(layout(node.results[i]) == layout(lead)))
        return failed(wrong(describe(node.results[i]), " does not come out as it is carried"));
      RETURN_IF_ERROR(failed(setArgument(p, own.results[i], node.results[i])));
    }
  }
  return absl::OkStatus();
}

Status Prover::donations() {
  for (size_t p = 0; p < programs_.size(); ++p) {
    const Graph& graph = *programs_[p].graph;
    for (size_t i = 0; i < graph.arguments.size(); ++i) {
      std::optional<int> pair;
      for (const auto& [argument, result] : s_.donated) {
        if (argument == static_cast<int>(i)) pair = result;
      }
      if (graph.arguments[i].aliasesResult != pair)
        return wrong("argument ", i, " does not share its memory as the program says");
      if (!pair) continue;
      const ValueId from = g_.bodyRegion().args[i], to = g_.bodyRegion().results[static_cast<size_t>(*pair)];
      if (!same(p, tilesOf(from), tilesOf(to)))
        return wrong("argument ", i, " and result ", *pair, " share memory and are cut differently");
    }
  }
  return absl::OkStatus();
}

Status provePlan(const PartitionState& state, const LocalPrograms& local) { return Prover(state, local).run(); }

}  // namespace partita
