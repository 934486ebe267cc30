// What values are known to be, what shardings say they are, and how the one follows from the other.
#include "graph/constants.h"
#include "partitioner/prover.h"

namespace partita {

namespace {
using Kind = Held::Kind;
}  // namespace

ValueId Prover::root(ValueId v) const {
  while (g_.values[v].producer.valid() && opDef(g_.nodes[g_.values[v].producer].kind).annotation)
    v = g_.nodes[g_.values[v].producer].operands[0];
  return v;
}

const Prover::Cutting& Prover::cuttingOf(ValueId v) {
  Cutting& out = cuttings_[v];
  if (out.known) return out;
  out.known = true;
  const auto& sharding = g_.sharding(v);
  out.layout = sharding ? toLayout(*sharding) : Layout::whole(g_.type(v).rank());
  for (size_t d = 0; d < out.layout.dims.size(); ++d) out.tiles.push_back(tile(g_.type(v).dims[d], out.layout.dims[d]));
  return out;
}

const OpShardingRule& Prover::ruleOf(NodeId id) {
  // That of a node which was planned is there already.
  if (id.index < s_.plans.size() && !s_.plans[id].rule.factors.empty()) return s_.plans[id].rule;
  std::shared_ptr<const OpShardingRule>& rule = rules_[id];
  if (rule == nullptr)
    rule = std::make_shared<const OpShardingRule>(opDef(g_.nodes[id].kind).sharding(g_, g_.nodes[id]));
  return *rule;
}

HeldTile Prover::tile(int64_t size, const Axes& axes) {
  if (axes.empty()) return whole(size);
  const auto [it, fresh] = tiles_.try_emplace(std::pair(size, std::vector<int8_t>(axes.begin(), axes.end())));
  if (!fresh) return it->second;
  const Cut cut = cutOf(s_.mesh, axes, size);
  const std::vector<int64_t>& shards = tables_.shardIndexes(axes);
  std::vector<int64_t> begin(shards.size()), end(shards.size());
  for (size_t at = 0; at < shards.size(); ++at) {
    const size_t device = static_cast<size_t>(s_.mesh.deviceAt(static_cast<int64_t>(at)));
    const Range piece = cut.piece(shards[at]);
    begin[device] = piece.begin;
    end[device] = piece.end;
  }
  return it->second = {numbers_.add(std::move(begin)), numbers_.add(std::move(end))};
}

const std::vector<int64_t>& Prover::distinct(size_t p, std::vector<int> ids) {
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  ids.insert(ids.begin(), static_cast<int>(p));
  const auto [it, fresh] = distinct_.try_emplace(ids);
  if (!fresh) return it->second;
  std::set<std::vector<int64_t>> seen;
  std::vector<int64_t> key(ids.size() - 1);
  for (int64_t device : programs_[p].devices) {
    for (size_t i = 0; i < key.size(); ++i) key[i] = numbers_[ids[i + 1]][static_cast<size_t>(device)];
    if (seen.insert(key).second) it->second.push_back(device);
  }
  return it->second;
}

const std::vector<int64_t>& Prover::distinct(size_t p, Tiles a, Tiles b) {
  std::vector<int> ids;
  for (const Tiles tiles : {a, b}) {
    for (HeldTile tile : tiles) ids.insert(ids.end(), {tile.begin, tile.end});
  }
  return distinct(p, std::move(ids));
}

bool Prover::same(size_t p, int a, int b) const {
  if (a == b) return true;
  const DeviceNumbers::List x = numbers_[a], y = numbers_[b];
  return std::all_of(programs_[p].devices.begin(), programs_[p].devices.end(),
                     [&](int64_t d) { return x[static_cast<size_t>(d)] == y[static_cast<size_t>(d)]; });
}

bool Prover::same(size_t p, Tiles a, Tiles b) const {
  if (a.size() != b.size()) return false;
  for (size_t d = 0; d < a.size(); ++d) {
    if (!same(p, a[d], b[d])) return false;
  }
  return true;
}

std::string Prover::describeTile(size_t p, HeldTile tile) const {
  const size_t d = static_cast<size_t>(programs_[p].devices[0]);
  return strCat(numbers_[tile.begin][d], " … ", numbers_[tile.end][d], " on device ", d);
}

std::string Prover::describeForms(size_t p, ValueId v) const {
  std::string out;
  const size_t d = static_cast<size_t>(programs_[p].devices[0]);
  auto name = [&](int value) {
    const int64_t index = numbers_[value][d];
    if (index < 0) return std::string("nothing known");
    return describe(ValueId(static_cast<size_t>(index) % g_.values.size()));
  };
  auto range = [&](HeldTile tile) { return strCat(numbers_[tile.begin][d], ":", numbers_[tile.end][d]); };
  for (const Held& form : programs_[p].forms[v]) {
    if (form.kind != Kind::kShard) continue;
    strAppend(&out, out.empty() ? "" : "; ");
    if (form.along < 0) strAppend(&out, name(form.value), " ");
    for (size_t i = 0; i < form.tiles.size(); ++i) {
      strAppend(&out, i == 0 ? "[" : ", ");
      if (form.along != static_cast<int>(i)) strAppend(&out, range(form.tiles[i]));
      for (size_t k = 0; form.along == static_cast<int>(i) && k < form.pieces.size(); ++k)
        strAppend(&out, k == 0 ? "" : " + ", name(form.pieces[k].value), " ", range(form.pieces[k].tile));
    }
    strAppend(&out, form.tiles.empty() ? "" : "]");
  }
  return out.empty() ? "nothing is known of it" : strCat("it is ", out, " on device ", d);
}

Status Prover::typeFits(size_t p, ValueId v, ValueId global) {
  const TensorType &type = programs_[p].graph->type(v), &wholeType = g_.type(global);
  if (type.isToken() || wholeType.isToken()) return absl::OkStatus();
  if (type.dtype != wholeType.dtype || type.rank() != wholeType.rank())
    return wrong(describe(global), ": ", type.toString(), " is no shard of ", wholeType.toString());
  const HeldTiles& tiles = tilesOf(global);
  for (int d = 0; d < type.rank(); ++d) {
    const HeldTile tile = tiles[static_cast<size_t>(d)];
    const bool uniform = numbers_.isUniform(tile.begin) && numbers_.isUniform(tile.end);
    if (uniform && numbers_[tile.end][0] - numbers_[tile.begin][0] == type.dims[d]) continue;
    for (int64_t device : distinct(p, {tile.begin, tile.end})) {
      const size_t at = static_cast<size_t>(device);
      const int64_t size = numbers_[tile.end][at] - numbers_[tile.begin][at];
      if (size != type.dims[d])
        return wrong(describe(global), ": dimension ", d, " of ", type.toString(), " should be ", size, " on device ",
                     device);
    }
  }
  return absl::OkStatus();
}

int64_t Prover::strideOf(NodeId manual) const {
  int64_t stride = static_cast<int64_t>(g_.values.size());
  for (NodeId owner = g_.regions[g_.nodes[manual].parent].owner; owner.valid();
       owner = g_.regions[g_.nodes[owner].parent].owner) {
    if (opDef(g_.nodes[owner].kind).regionRole == RegionRole::kShards) stride *= s_.mesh.deviceCount() + 1;
  }
  return stride;
}

int Prover::numberOf(ValueId global) {
  const ValueId v = root(global);
  int number = numbers_.uniform(static_cast<int64_t>(v.index));
  for (NodeId owner = g_.regions[g_.values[v].region].owner; owner.valid();
       owner = g_.regions[g_.nodes[owner].parent].owner) {
    if (opDef(g_.nodes[owner].kind).regionRole != RegionRole::kShards) continue;
    int& offset = manualOffset_.try_emplace(owner, -1).first->second;
    if (offset < 0) {
      const StatusOr<Axes> manual = manualAxes(s_, owner);
      const std::vector<int64_t>& shards = tables_.shardIndexes(manual.ok() ? *manual : Axes());
      std::vector<int64_t> offsets(shards.size());
      for (size_t at = 0; at < shards.size(); ++at)
        offsets[static_cast<size_t>(s_.mesh.deviceAt(static_cast<int64_t>(at)))] = shards[at] * strideOf(owner);
      offset = numbers_.add(std::move(offsets));
    }
    number = numbers_.sum(number, offset);
  }
  return number;
}

Held Prover::shardOf(ValueId global) {
  Held out;
  out.value = numberOf(global);
  out.tiles = tilesOf(global);
  out.terms = terms_.along(layout(global).partial, layout(global).reduction);
  return out;
}

const Held* Prover::formOf(size_t p, ValueId v, ValueId global) {
  const int value = numberOf(global);
  // Rather the one that the sharding of GLOBAL says: a value may stand for several.
  const std::vector<Held>& forms = programs_[p].forms[v];
  const int terms = terms_.along(layout(global).partial, layout(global).reduction);
  for (const bool exactly : {true, false}) {
    for (auto form = forms.rbegin(); form != forms.rend(); ++form) {
      if (form->kind != Kind::kShard || form->along >= 0 || !same(p, form->value, value)) continue;
      if (!exactly || (form->terms == terms && same(p, form->tiles, tilesOf(global)))) return &*form;
    }
  }
  return nullptr;
}

Status Prover::holds(size_t p, ValueId v, ValueId global, ValueId like) {
  if (g_.type(global).isToken()) return absl::OkStatus();
  const HeldTiles& wanted = tilesOf(like);
  const Layout& layoutLike = layout(like);
  const int value = numberOf(global);
  Status reason;
  for (const Held& form : programs_[p].forms[v]) {
    if (form.kind != Kind::kShard || form.along >= 0 || !same(p, form.value, value)) continue;
    bool fits = true;
    for (size_t d = 0; d < wanted.size() && fits; ++d) {
      fits = same(p, form.tiles[d], wanted[d]);
      if (!fits)
        reason = wrong(describe(global), ": along dimension ", d, " there is ", describeTile(p, form.tiles[d]),
                       ", should be ", describeTile(p, wanted[d]));
    }
    if (!fits) continue;
    const Status terms =
        terms_.amount(p, programs_[p].devices, form.terms, {}, layoutLike.partial, layoutLike.reduction);
    if (terms.ok()) return terms;
    reason = named(terms, [&] { return describe(global); });
  }
  return reason.ok() ? wrong("it is not ", describe(global), ": ", describeForms(p, v)) : reason;
}

void Prover::addForm(size_t p, ValueId v, Held form) {
  std::vector<Held>& forms = programs_[p].forms[v];
  if (std::find(forms.begin(), forms.end(), form) != forms.end()) return;
  if (forms.size() >= kMostForms) forms.erase(forms.begin());
  forms.push_back(std::move(form));
}

Status Prover::show(size_t p, ValueId v, ValueId global) {
  RETURN_IF_ERROR(typeFits(p, v, global));
  if (programs_[p].graph->type(v).elements() == 0) return absl::OkStatus();  // nothing is what should be there
  const NodeId made = g_.values[global].producer;
  if (!made.valid()) return showManualArgument(p, v, global);
  const Node& node = g_.nodes[made];
  const OpDef& def = opDef(node.kind);
  if (def.annotation) return named(holds(p, v, global, global), [&] { return g_.describe(made); });
  if (def.regionRole == RegionRole::kShards)
    return named(showManualResult(p, v, made, g_.values[global].index), [&] { return g_.describe(made); });
  std::optional<Status> shown;
  const Graph& graph = *programs_[p].graph;
  const NodeId producer = graph.values[v].producer;
  const Node* own = producer.valid() ? &graph.nodes[producer] : nullptr;
  uint32_t index = graph.values[v].index;
  Node member;
  if (own != nullptr && def.collective == CollectiveKind::kAllReduce && own->operands.size() > node.operands.size() &&
      index < own->operands.size()) {
    // One of several that were merged: nothing of the others goes into it.
    member = *own;
    member.operands = {own->operands[index]};
    member.results = {v};
    own = &member;
    index = 0;
  }
  // A shard of what counts must count on from its own first element: it proves that, there or in a sum with an offset.
  const bool counts = node.operands.empty() && def.proves != nullptr;
  const bool copy = !counts && own != nullptr && own->kind == node.kind && index == g_.values[global].index;
  if (def.joins) {
    shown = showJoined(p, v, made, global);
  } else if (copy) {
    shown = showCopy(p, *own, made, global);
  }
  if (shown && shown->ok()) return absl::OkStatus();
  if (!copy) {
    for (const Held& form : programs_[p].forms[v]) {
      if (def.proves == nullptr || form.kind == Kind::kShard || form.kind == Kind::kNumbers) continue;
      Status status = absl::OkStatus();
      if (form.kind == Kind::kLooked) status = showCopy(p, graph.nodes[form.gather], made, global);
      const HeldTiles result = tilesOf(global);
      const HeldTiles table = node.operands.empty() ? result : tilesOf(node.operands[0]);
      if (status.ok()) status = def.proves(context(p), g_, node, HeldClaim{form, -1, table, result});
      if (status.ok()) return status;
      shown = status;
    }
    if (!node.operands.empty() && nothingToLookUp(p, v, made, global)) return absl::OkStatus();
  }
  if (!shown) shown = wrong("nothing is known of what is there");
  return named(*std::move(shown), [&] { return strCat(describe(global), ", ", g_.describe(made)); });
}

bool Prover::nothingToLookUp(size_t p, ValueId v, NodeId made, ValueId global) {
  const Node& node = g_.nodes[made];
  const OpDef& def = opDef(node.kind);
  if (def.sharding == nullptr || layout(global).partial.empty()) return false;
  const OpShardingRule& rule = ruleOf(made);
  if (!rule.lookup || !isNeutral(*programs_[p].graph, v, rule.reduction)) return false;
  const HeldTiles& tiles = tilesOf(node.operands[0]);
  for (size_t d = 0; d < tiles.size(); ++d) {
    const auto& factors = rule.operands[0][d];
    if (factors.empty() || rule.factors[factors[0]].kind != FactorKind::kReduction) continue;
    if (same(p, tiles[d].begin, tiles[d].end)) return true;
  }
  return false;
}

Status Prover::showManual(size_t p, ValueId v, ValueId from, ValueId to, bool into) {
  const ValueId outer = into ? from : to, inner = into ? to : from;
  const Layout &outside = layout(outer), &inside = layout(inner);
  for (size_t d = 0; d < outside.dims.size(); ++d) {
    const Axes &all = outside.dims[d], &free = inside.dims[d];
    if (all.size() < free.size() ||
        !std::equal(free.begin(), free.end(), all.end() - static_cast<std::ptrdiff_t>(free.size())))
      return wrong("dimension ", d, " of ", describe(outer), " is cut otherwise than inside the manual computation");
    const Axes manual(all.begin(), all.end() - static_cast<std::ptrdiff_t>(free.size()));
    const HeldTile part = tile(g_.type(outer).dims[d], manual), own = tile(g_.type(inner).dims[d], free),
                   held = tile(g_.type(outer).dims[d], all);
    if (!same(p, numbers_.sum(part.begin, own.begin), held.begin) ||
        !same(p, numbers_.sum(part.begin, own.end), held.end))
      return wrong("dimension ", d, " of ", describe(outer), " is not cut in shards of the manual computation's ",
                   describe(inner));
  }
  return holds(p, v, from, from);
}

Status Prover::showManualArgument(size_t p, ValueId v, ValueId global) {
  const NodeId owner = g_.regions[g_.values[global].region].owner;
  if (!owner.valid() || opDef(g_.nodes[owner].kind).regionRole != RegionRole::kShards)
    return wrong(describe(global), " is an argument of the program, and something else is there");
  return showManual(p, v, g_.nodes[owner].operands[g_.values[global].index], global, true);
}

Status Prover::showManualResult(size_t p, ValueId v, NodeId node, uint32_t index) {
  return showManual(p, v, g_.regions[g_.nodes[node].regions[0]].results[index], g_.nodes[node].results[index], false);
}

Status Prover::showJoined(size_t p, ValueId v, NodeId made, ValueId global) {
  const HeldTiles& wanted = tilesOf(global);
  const OpShardingRule& rule = ruleOf(made);
  Status reason = wrong("what is there is not made of shards of its operands");
  for (const Held& form : programs_[p].forms[v]) {
    if (form.kind != Kind::kShard) continue;
    for (int d = 0; d < static_cast<int>(wanted.size()); ++d) {
      // Along one dimension operands are joined: the one in which they may differ.
      const auto& factors = rule.results[0][static_cast<size_t>(d)];
      const bool joined = !factors.empty() && rule.factors[factors[0]].kind == FactorKind::kPermutation;
      if (!joined) {
        if (form.along == d || !same(p, form.tiles[static_cast<size_t>(d)], wanted[static_cast<size_t>(d)])) {
          reason = wrong("along dimension ", d, " there is something else than ",
                         describeTile(p, wanted[static_cast<size_t>(d)]));
          goto next;
        }
        continue;
      }
      for (int64_t device : programs_[p].devices) {
        if (!piecesAre(form, d, made, device, wanted[static_cast<size_t>(d)])) {
          reason = wrong("on device ", device, " the pieces along dimension ", d, " are not those that elements ",
                         numbers_[wanted[static_cast<size_t>(d)].begin][static_cast<size_t>(device)], " … need");
          goto next;
        }
      }
    }
    {
      const Layout out = layout(global);
      reason = terms_.amount(p, programs_[p].devices, form.terms, {}, out.partial, out.reduction);
      if (reason.ok()) return reason;
    }
  next:;
  }
  return reason;
}

bool Prover::piecesAre(const Held& form, int dim, NodeId made, int64_t device, HeldTile wanted) {
  const Node& node = g_.nodes[made];
  const size_t d = static_cast<size_t>(device);
  const Needed needed = opDef(node.kind).needed(g_, node, dim, {numbers_[wanted.begin][d], numbers_[wanted.end][d]});
  std::vector<HeldPiece> pieces = form.pieces;
  if (form.along < 0) pieces.push_back({form.value, form.tiles[static_cast<size_t>(dim)]});
  if (form.along >= 0 && form.along != dim) return false;
  struct Part {
    int64_t value, begin, end;
  };
  std::vector<Part> found, expected;
  auto push = [](std::vector<Part>& list, Part part) {
    if (part.begin == part.end) return;
    if (!list.empty() && list.back().value == part.value && list.back().end == part.begin) {
      list.back().end = part.end;
    } else {
      list.push_back(part);
    }
  };
  for (const HeldPiece& piece : pieces)
    push(found, {numbers_[piece.value][d], numbers_[piece.tile.begin][d], numbers_[piece.tile.end][d]});
  for (const Segment& segment : needed.segments)
    push(expected, {numbers_[numberOf(node.operands[segment.operand])][d], segment.range.begin, segment.range.end});
  return needed.before == 0 && needed.after == 0 &&
         std::equal(found.begin(), found.end(), expected.begin(), expected.end(), [](const Part& a, const Part& b) {
           return a.value == b.value && a.begin == b.begin && a.end == b.end;
         });
}

}  // namespace partita
