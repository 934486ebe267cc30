// Nodes that are the same op on shards: their operands, attributes and results agree with the sharding rule.
#include "graph/constants.h"
#include "partitioner/prover.h"

namespace partita {

namespace {
using Kind = Held::Kind;
}  // namespace

bool Prover::sameAttrs(const Node& own, const Node& node, std::string* which) const {
  const OpDef& def = opDef(node.kind);
  auto differs = [&](const AttrDict& a, const AttrDict& b) {
    for (const auto& [name, value] : a) {
      if (name == "sdy.sharding" || name == "channel_id" || name == "channel_type") continue;
      if (std::find(def.shardAttrs.begin(), def.shardAttrs.end(), name) != def.shardAttrs.end()) continue;
      const Attr* other = b.find(name);
      if (other != nullptr && *other == value) continue;
      *which = name;
      return true;
    }
    return false;
  };
  return !differs(own.attrs, node.attrs) && !differs(node.attrs, own.attrs);
}

bool Prover::sizesFit(const Graph& graph, const Node& own, const Node& node) const {
  const OpDef& def = opDef(node.kind);
  if (def.needed != nullptr) return true;
  for (std::string_view name : def.shardAttrs) {
    const Attr *mine = own.attrs.find(name), *theirs = node.attrs.find(name);
    const auto *a = mine ? std::get_if<IntsAttr>(mine) : nullptr, *b = theirs ? std::get_if<IntsAttr>(theirs) : nullptr;
    if (a == nullptr || b == nullptr) continue;
    const Dims &local = graph.type(own.operands[0]).dims, &all = g_.type(node.operands[0]).dims;
    if (a->size() != b->size() || a->size() != local.size()) return false;
    for (size_t d = 0; d < local.size(); ++d) {
      const bool takesAll = (*b)[d] == all[d] && (*a)[d] == local[d];
      if ((*a)[d] != (*b)[d] && !takesAll) return false;
      if ((*a)[d] == (*b)[d] && (*b)[d] == all[d] && local[d] != all[d] && (*a)[d] > local[d]) return false;
    }
  }
  return true;
}

Status Prover::sameRegion(size_t p, RegionId own, RegionId whole, std::map<ValueId, ValueId>* inside) {
  const Graph& graph = *programs_[p].graph;
  const Region &a = graph.regions[own], &b = g_.regions[whole];
  auto agree = [&](ValueId mine, ValueId theirs) {
    const auto it = inside->find(theirs);
    if (it != inside->end()) return it->second == mine;
    // A value of the program around.
    return holds(p, mine, theirs, theirs).ok() && layout(theirs).isWhole();
  };
  const Status differs = wrong("its computation differs");
  if (a.args.size() != b.args.size() || a.nodes.size() != b.nodes.size() || a.results.size() != b.results.size())
    return differs;
  for (size_t i = 0; i < a.args.size(); ++i) (*inside)[b.args[i]] = a.args[i];
  for (size_t n = 0; n < a.nodes.size(); ++n) {
    const Node &mine = graph.nodes[a.nodes[n]], &theirs = g_.nodes[b.nodes[n]];
    if (mine.kind != theirs.kind || mine.attrs != theirs.attrs || mine.operands.size() != theirs.operands.size() ||
        mine.results.size() != theirs.results.size() || mine.regions.size() != theirs.regions.size())
      return differs;
    for (size_t i = 0; i < mine.operands.size(); ++i) {
      if (!agree(mine.operands[i], theirs.operands[i])) return differs;
    }
    for (size_t i = 0; i < mine.regions.size(); ++i)
      RETURN_IF_ERROR(sameRegion(p, mine.regions[i], theirs.regions[i], inside));
    for (size_t i = 0; i < mine.results.size(); ++i) (*inside)[theirs.results[i]] = mine.results[i];
  }
  for (size_t i = 0; i < a.results.size(); ++i) {
    if (!agree(a.results[i], b.results[i])) return differs;
  }
  return absl::OkStatus();
}

Status Prover::showCopy(size_t p, const Node& own, NodeId made, ValueId global) {
  const Graph& graph = *programs_[p].graph;
  const Node& node = g_.nodes[made];
  const OpDef& def = opDef(node.kind);
  std::string which;
  if (own.kind != node.kind) return wrong("another op is there");
  if (own.operands.size() != node.operands.size() || own.results.size() != node.results.size() ||
      own.regions.size() != node.regions.size())
    return wrong("it has ", own.operands.size(), " operands, should have ", node.operands.size());
  if (!sameAttrs(own, node, &which)) return wrong("its attribute ", which, " differs");
  if (!sizesFit(graph, own, node))
    return wrong("it takes other sizes than those of the whole program or its shard's own");
  std::map<ValueId, ValueId> inside;
  for (size_t r = 0; r < own.regions.size(); ++r)
    RETURN_IF_ERROR(sameRegion(p, own.regions[r], node.regions[r], &inside));
  if (def.lowering == LoweringClass::kSource && node.operands.empty()) {
    const Literal* mine = constantOf(graph, own.results[0]);
    const Literal* theirs = constantOf(g_, node.results[0]);
    if ((mine == nullptr) != (theirs == nullptr)) return wrong("another constant is there");
    if (mine != nullptr) {
      const bool equal = mine->type() == theirs->type()
                             ? *mine == *theirs
                             : mine->isSplat() && theirs->isSplat() && mine->bytes() == theirs->bytes();
      if (!equal) return wrong("another constant is there");
    }
  }
  // What the operands are.
  std::vector<Tiles> operands(own.operands.size());
  std::vector<int> terms(own.operands.size(), -1);
  for (size_t i = 0; i < own.operands.size(); ++i) {
    const ValueId wanted = node.operands[i];
    if (g_.type(wanted).isToken()) continue;
    if (const Held* form = formOf(p, own.operands[i], wanted)) {
      operands[i] = form->tiles;
      terms[i] = form->terms;
      continue;
    }
    if (def.needed != nullptr && graph.type(own.operands[i]).elements() == 0) {
      // needsNothing() says whether that is right of what is fetched.
      if (def.neededFrom != nullptr) RETURN_IF_ERROR(hasSizes(p, own.operands[i], made, i));
      continue;
    }
    Status shown = wrong("operand ", i, " is not ", describe(wanted), ": ", describeForms(p, own.operands[i]));
    for (const Held& form : programs_[p].forms[own.operands[i]]) {
      if (def.proves == nullptr || form.kind != Kind::kIndex) continue;
      if (!same(p, form.value, numberOf(wanted))) continue;
      const HeldTiles table = tilesOf(node.operands[0]), result = tilesOf(global);
      shown = named(def.proves(context(p), g_, node, HeldClaim{form, static_cast<int>(i), table, result}),
                    [&] { return strCat("operand ", i); });
      if (!shown.ok()) continue;
      operands[i] = form.tiles;
      break;
    }
    RETURN_IF_ERROR(shown);
  }
  if (def.proves != nullptr && opDef(node.kind).sharding != nullptr) RETURN_IF_ERROR(lookedUpAsWhole(p, own, made));
  const HeldTiles& result = tilesOf(global);
  const uint32_t index = g_.values[global].index;
  TermParts reduced;  // the parts along reduction factors
  if (def.flow != nullptr) return handedOn(p, own, made, global);
  if (def.needed != nullptr) {
    RETURN_IF_ERROR(fetched(p, own, made, operands, result));
    // What is fetched of one dimension of one operand says nothing of the others.
    if (def.neededFrom != nullptr) RETURN_IF_ERROR(byRule(p, made, operands, result, index, &reduced));
  } else if (def.sharding != nullptr) {
    RETURN_IF_ERROR(byRule(p, made, operands, result, index, &reduced));
    if (def.collective) RETURN_IF_ERROR(alikeInGroups(node, operands));
  }
  return partialBy(p, made, operands, terms, reduced, global);
}

Status Prover::hasSizes(size_t p, ValueId mine, NodeId made, size_t operand) {
  const Dims& dims = programs_[p].graph->type(mine).dims;
  const HeldTiles& tiles = tilesOf(g_.nodes[made].operands[operand]);
  const OpShardingRule& rule = ruleOf(made);
  for (size_t d = 0; d < dims.size(); ++d) {
    const auto& factors = rule.operands[operand][d];
    if (!factors.empty() && rule.factors[factors[0]].kind == FactorKind::kPermutation) continue;
    for (int64_t device : programs_[p].devices) {
      const size_t at = static_cast<size_t>(device);
      if (numbers_[tiles[d].end][at] - numbers_[tiles[d].begin][at] != dims[d])
        return wrong("operand ", operand, " has ", dims[d], " elements along dimension ", d, ", its shard is ",
                     describeTile(p, tiles[d]));
    }
  }
  return absl::OkStatus();
}

Status Prover::handedOn(size_t p, const Node& own, NodeId made, ValueId global) {
  const Node& node = g_.nodes[made];
  for (const FlowGroup& group : opDef(node.kind).flow(g_, node)) {
    for (const Place& place : group) {
      if (place.kind != Place::Kind::kOperand || valueAt(g_, node, group[0]) != global) continue;
      const size_t i = static_cast<size_t>(place.index);
      RETURN_IF_ERROR(holds(p, own.operands[i], node.operands[i], global));
    }
  }
  return absl::OkStatus();
}

Status Prover::lookedUpAsWhole(size_t p, const Node& own, NodeId made) {
  const Node& node = g_.nodes[made];
  const OpShardingRule& rule = ruleOf(made);
  if (!rule.lookup && rule.accumulated.empty()) return absl::OkStatus();
  const size_t indices = rule.lookup ? 1 : rule.accumulated.size();
  if (formOf(p, own.operands[indices], node.operands[indices]) == nullptr) return absl::OkStatus();  // they are shifted
  // A gather clamps by itself; only the shift is asked for here.
  for (size_t d = 0; d < rule.operands[0].size(); ++d) {
    const auto& factors = rule.operands[0][d];
    const HeldTile tile = tilesOf(node.operands[0])[d];
    const bool takesPart = !factors.empty() && factorIsLookedUp(rule, factors[0], node);
    if (takesPart && !same(p, tile, whole(g_.type(node.operands[0]).dims[d])))
      return wrong("its indices are not shifted into the shard");
  }
  return absl::OkStatus();
}

bool Prover::factorIsLookedUp(const OpShardingRule& rule, int factor, const Node& node) {
  for (size_t i = 0; i < rule.operands.size(); ++i) {
    const bool state = rule.lookup ? i == 0 : i < rule.accumulated.size();
    if (state) continue;
    for (const auto& dim : rule.operands[i]) {
      if (std::find(dim.begin(), dim.end(), factor) != dim.end()) return false;
    }
  }
  if (!rule.lookup) return true;
  for (const auto& dim : rule.results[0]) {
    if (std::find(dim.begin(), dim.end(), factor) != dim.end()) return false;
  }
  return !node.operands.empty();
}

Status Prover::fetched(size_t p, const Node& own, NodeId made, absl::Span<const Tiles> operands,
                       const HeldTiles& result) {
  const Graph& graph = *programs_[p].graph;
  const Node& node = g_.nodes[made];
  const OpDef& def = opDef(node.kind);
  if (graph.type(own.results[0]).elements() == 0) return absl::OkStatus();
  if (const TensorType& first = graph.type(own.operands[0]); first.elements() == 0) {
    // Sums over nothing: byRule() says whether that is this device's part.
    std::vector<bool> read(first.dims.size(), def.neededFrom == nullptr);
    for (int d = 0; d < static_cast<int>(result.size()) && def.neededFrom != nullptr; ++d) {
      if (const int source = def.neededFrom(g_, node, d); source >= 0) read[static_cast<size_t>(source)] = true;
    }
    for (size_t d = 0; d < read.size(); ++d) {
      if (!read[d] && first.dims[d] == 0) return absl::OkStatus();
    }
    return needsNothing(p, node, result);
  }
  const TensorType& first = g_.type(node.operands[0]);
  for (size_t i = 1; i < operands.size() && def.neededFrom == nullptr; ++i) {
    const TensorType& type = g_.type(node.operands[i]);
    const bool alike = type.dims == first.dims && type.rank() > 0;
    for (size_t d = 0; d < operands[i].size(); ++d) {
      if (!same(p, operands[i][d], alike ? operands[0][d] : whole(type.dims[d])))
        return wrong("operand ", i, " is not cut as it should be along dimension ", d);
    }
  }
  for (int d = 0; d < static_cast<int>(result.size()); ++d) {
    const int source = def.neededFrom == nullptr ? d : def.neededFrom(g_, node, d);
    if (source < 0) continue;
    const int64_t localSize = graph.type(own.results[0]).dims[d],
                  operandSize = graph.type(own.operands[0]).dims[source];
    const Needed here = def.needed(graph, own, d, {0, localSize});
    const Range taken = here.segments.empty() ? Range{0, 0} : here.segments[0].range;
    const HeldTile to = result[static_cast<size_t>(d)], from = operands[0][static_cast<size_t>(source)];
    for (int64_t device : distinct(p, {to.begin, to.end, from.begin, from.end})) {
      const size_t at = static_cast<size_t>(device);
      const Range out{numbers_[to.begin][at], numbers_[to.end][at]},
          in{numbers_[from.begin][at], numbers_[from.end][at]};
      const Needed wanted = def.needed(g_, node, d, out);
      const Range part = wanted.segments.empty() ? Range{0, 0} : wanted.segments[0].range;
      // Nothing is needed for nothing, whatever is there.
      if (out.size() == 0) continue;
      const Range found{in.begin + taken.begin, in.begin + taken.end};
      if (operandSize != in.size() || part.size() != found.size() || (part.size() > 0 && part != found))
        return wrong("along dimension ", d, " it takes elements ", found.begin, " … ", found.end, " on device ", device,
                     ", needs ", part.begin, " … ", part.end);
      if (here.before != wanted.before || here.after != wanted.after)
        return wrong("along dimension ", d, " it sets ", here.before, " places in front and ", here.after,
                     " behind on device ", device, ", should set ", wanted.before, " and ", wanted.after);
    }
  }
  return absl::OkStatus();
}

Status Prover::needsNothing(size_t p, const Node& node, const HeldTiles& result) {
  for (int64_t device : distinct(p, result, {})) {
    bool nothing = false;
    for (size_t d = 0; d < result.size(); ++d) {
      const OpDef& def = opDef(node.kind);
      if (def.neededFrom != nullptr && def.neededFrom(g_, node, static_cast<int>(d)) < 0) continue;
      const size_t at = static_cast<size_t>(device);
      const Range out{numbers_[result[d].begin][at], numbers_[result[d].end][at]};
      nothing = nothing || opDef(node.kind).needed(g_, node, static_cast<int>(d), out).size() == 0;
    }
    if (!nothing) return wrong("it is given nothing on device ", device, " and needs something");
  }
  return absl::OkStatus();
}

Status Prover::byRule(size_t p, NodeId made, absl::Span<const Tiles> operands, const HeldTiles& result, uint32_t index,
                      TermParts* reduced) {
  const Node& node = g_.nodes[made];
  const OpShardingRule& rule = ruleOf(made);
  std::vector<std::optional<HeldTile>> cut(rule.factors.size());
  bool compound = false;
  auto fetchedAlong = [&](const auto& list) {
    return !list.empty() && rule.factors[list[0]].kind == FactorKind::kPermutation;
  };
  auto nameOf = [&](size_t operand) {
    return operand < operands.size() ? strCat("operand ", operand) : std::string("the result");
  };
  auto look = [&](Tiles tiles, const OpShardingRule::TensorFactors& factors, const TensorType& type,
                  size_t operand) -> Status {
    for (size_t d = 0; d < tiles.size(); ++d) {
      const auto& list = factors[d];
      if (fetchedAlong(list)) continue;
      if (list.size() > 1 && operands.size() == 1) {
        compound = true;
        continue;
      }
      HeldTile tile = tiles[d];
      if (list.size() > 1) {
        // Groups of elements: they may be cut, what is in one is whole.
        int64_t inner = 1;
        for (size_t f = 1; f < list.size(); ++f) inner *= rule.factors[list[f]].size;
        for (int* bound : {&tile.begin, &tile.end}) {
          std::vector<int64_t> at = numbers_.all(*bound);
          for (int64_t device : programs_[p].devices) {
            if (at[static_cast<size_t>(device)] % inner != 0)
              return wrong("dimension ", d, " of ", nameOf(operand), " is ", describeTile(p, tiles[d]),
                           ", which cuts groups of ", inner);
          }
          for (int64_t& n : at) n /= inner;
          *bound = numbers_.add(std::move(at));
        }
      }
      const bool mustBeWhole = list.empty() || rule.factors[list[0]].kind == FactorKind::kNeedReplication;
      if (mustBeWhole) {
        if (!same(p, tiles[d], whole(type.dims[d])))
          return wrong("dimension ", d, " of ", nameOf(operand), " must be whole, is ", describeTile(p, tiles[d]));
        continue;
      }
      std::optional<HeldTile>& known = cut[static_cast<size_t>(list[0])];
      if (!known) {
        known = tile;
      } else if (!same(p, *known, tile)) {
        return wrong("dimension ", d, " of ", nameOf(operand), " is ", describeTile(p, tiles[d]), ", elsewhere it is ",
                     describeTile(p, *known));
      }
    }
    return absl::OkStatus();
  };
  for (size_t i = 0; i < operands.size(); ++i) {
    // An op that fetches nothing reads what its operand's sharding says, on the devices of other programs too.
    const HeldTiles& own = tilesOf(node.operands[i]);
    // Of an array without elements nothing is known, and its sizes have been looked at.
    for (size_t d = 0; d < operands[i].size(); ++d) {
      if (!fetchedAlong(rule.operands[i][d]) && !same(p, operands[i][d], own[d]))
        return wrong(nameOf(i), " is not cut as its sharding says");
    }
    RETURN_IF_ERROR(look(own, rule.operands[i], g_.type(node.operands[i]), i));
  }
  RETURN_IF_ERROR(look(result, rule.results[index], g_.type(node.results[index]), operands.size()));
  if (compound)
    RETURN_IF_ERROR(sameOrder(p, operands[0], g_.type(node.operands[0]).dims, result, g_.type(node.results[0]).dims));
  for (size_t f = 0; f < cut.size(); ++f) {
    if (rule.factors[f].kind != FactorKind::kReduction || !cut[f]) continue;
    if (*cut[f] == whole(rule.factors[f].size)) continue;
    reduced->tiles.push_back(*cut[f]);
    reduced->sizes.push_back(rule.factors[f].size);
  }
  return absl::OkStatus();
}

std::vector<int64_t> Prover::orderOf(const std::vector<Range>& box, const Dims& dims) {
  std::vector<int64_t> extents, strides;
  int64_t base = 0, stride = 1;
  for (size_t d = dims.size(); d-- > 0;) {
    base += box[d].begin * stride;
    const int64_t size = box[d].size();
    if (size == 0) return {};
    if (size > 1) {
      if (!extents.empty() && strides.back() * extents.back() == stride) {
        extents.back() *= size;
      } else {
        extents.push_back(size);
        strides.push_back(stride);
      }
    }
    stride *= dims[d];
  }
  std::vector<int64_t> out{base};
  out.insert(out.end(), extents.begin(), extents.end());
  out.insert(out.end(), strides.begin(), strides.end());
  return out;
}

Status Prover::sameOrder(size_t p, Tiles from, const Dims& fromDims, Tiles to, const Dims& toDims) {
  auto box = [&](Tiles tiles, size_t device) {
    std::vector<Range> out;
    for (HeldTile t : tiles) out.push_back({numbers_[t.begin][device], numbers_[t.end][device]});
    return out;
  };
  for (int64_t device : distinct(p, from, to)) {
    const std::vector<Range> a = box(from, static_cast<size_t>(device)), b = box(to, static_cast<size_t>(device));
    if (orderOf(a, fromDims) != orderOf(b, toDims))
      return wrong("on device ", device, " the shard of the result is another part of the array");
  }
  return absl::OkStatus();
}

Status Prover::partialBy(size_t p, NodeId made, absl::Span<const Tiles> operands, const std::vector<int>& terms,
                         const TermParts& reduced, ValueId global) {
  const Node& node = g_.nodes[made];
  const OpDef& def = opDef(node.kind);
  const Layout& out = layout(global);
  int own = -1;
  std::vector<size_t> accumulated;
  if (def.sharding != nullptr) accumulated = ruleOf(made).accumulated;
  for (size_t i = 0; i < operands.size(); ++i) {
    if (std::find(accumulated.begin(), accumulated.end(), i) != accumulated.end()) {
      // Each device's updates go into its own term.
      RETURN_IF_ERROR(named(terms_.amount(p, programs_[p].devices, terms[i], {}, out.partial, out.reduction),
                            [&] { return strCat("operand ", i); }));
      continue;
    }
    if (terms[i] < 0) continue;
    const Linearity how = def.linear == nullptr ? Linearity::kNone : def.linear(g_, node, i, false);
    if (how == Linearity::kNone) return wrong("operand ", i, " is a partial sum, of which it cannot be computed");
    if (own >= 0 && own != terms[i]) return wrong("its operands are partial sums in different ways");
    own = terms[i];
  }
  if (own >= 0) {
    for (size_t i = 0; i < operands.size(); ++i) {
      const Linearity how = def.linear(g_, node, i, false);
      const bool adds = how == Linearity::kAdds || how == Linearity::kSubtracts;
      if (adds && terms[i] < 0) return wrong("operand ", i, " is whole beside a partial sum");
      if (how == Linearity::kScales && terms[i] >= 0 &&
          std::count_if(terms.begin(), terms.end(), [](int t) { return t >= 0; }) > 1)
        return wrong("a product of partial sums");
    }
  }
  if (!accumulated.empty() && own < 0 && !out.partial.empty() && reduced.tiles.empty()) own = terms[accumulated[0]];
  if (!accumulated.empty() && !reduced.tiles.empty())
    return terms_.amount(p, programs_[p].devices, -1, reduced, out.partial, out.reduction);
  // Zero is as good a term of zero as any.
  const bool zero = own < 0 && reduced.tiles.empty() && out.reduction == ReductionKind::kSum &&
                    constantWithin(g_, global, 0, 0, false);
  if (zero) return absl::OkStatus();
  return terms_.amount(p, programs_[p].devices, own, reduced, out.partial, out.reduction);
}

}  // namespace partita
