// What devices hold after they have met.
#include "partitioner/prover.h"

namespace partita {

namespace {
using Kind = Held::Kind;
}  // namespace

Status Prover::alikeInGroups(const Node& node, absl::Span<const Tiles> operands) {
  const Groups& groups = groupsOf(node);
  for (const Tiles tiles : operands) {
    for (HeldTile tile : tiles) {
      for (const auto& group : groups.lists) {
        for (int64_t member : group) {
          const size_t a = static_cast<size_t>(group[0]), b = static_cast<size_t>(member);
          if (numbers_[tile.begin][a] != numbers_[tile.begin][b] || numbers_[tile.end][a] != numbers_[tile.end][b])
            return wrong("devices ", group[0], " and ", member, " of a group hold different parts");
        }
      }
    }
  }
  return absl::OkStatus();
}

const Prover::Groups& Prover::groupsOf(const Node& node) {
  const bool pairs = opDef(node.kind).collective == CollectiveKind::kPermute;
  const Literal& literal = node.attrs.getLiteral(pairs ? "source_target_pairs" : "replica_groups");
  const auto [it, fresh] = groups_.try_emplace(strCat(pairs ? "p" : "g", literal.type().toString(), literal.bytes()));
  Groups& out = it->second;
  if (!fresh) return out;
  if (pairs) {
    for (int64_t i = 0; i + 1 < literal.type().elements(); i += 2)
      out.lists.push_back({literal.asInt(i), literal.asInt(i + 1)});
  } else {
    out.lists = replicaGroups(node);
  }
  const size_t devices = static_cast<size_t>(numbers_.devices());
  out.of.assign(devices, -1);
  out.place.assign(devices, -1);
  for (size_t g = 0; g < out.lists.size() && !pairs; ++g) {
    for (size_t i = 0; i < out.lists[g].size(); ++i) {
      const int64_t member = out.lists[g][i];
      if (member < 0 || member >= static_cast<int64_t>(devices)) continue;
      out.of[static_cast<size_t>(member)] = static_cast<int>(g);
      out.place[static_cast<size_t>(member)] = static_cast<int>(i);
    }
  }
  return out;
}

Status Prover::collective(const std::vector<NodeId>& ids) {
  const Node& first = programs_[0].graph->nodes[ids[0]];
  const Groups& groups = groupsOf(first);
  for (size_t p = 1; p < programs_.size(); ++p) {
    const Node& other = programs_[p].graph->nodes[ids[p]];
    if (&groupsOf(other) != &groups) return wrong(describeOwn(0, ids[0]), ": devices name different groups");
    if (other.operands.size() != first.operands.size())
      return wrong(describeOwn(0, ids[0]), ": devices bring different numbers of operands");
  }
  const int64_t devices = numbers_.devices();
  for (const auto& group : groups.lists) {
    for (int64_t member : group) {
      if (member < 0 || member >= devices)
        return wrong(describeOwn(0, ids[0]), " names the device ", member, " of ", devices);
    }
  }
  for (size_t i = 0; i < first.operands.size(); ++i) {
    // A collective of the program itself is shown as its other ops are.
    bool copy = false;
    for (ValueId global : programs_[0].standsFor[first.results[i]]) {
      const NodeId made = g_.values[global].producer;
      copy = copy || (made.valid() && g_.nodes[made].kind == first.kind);
    }
    if (copy) continue;
    // Every way to see the operand, as long as all programs see it.
    size_t forms = 0;
    for (size_t p = 0; p < programs_.size(); ++p)
      forms = std::max(forms, programs_[p].forms[programs_[p].graph->nodes[ids[p]].operands[i]].size());
    for (size_t f = 0; f < forms; ++f) exchange(ids, i, f, groups);
  }
  for (size_t p = 0; p < programs_.size(); ++p) {
    const Node& node = programs_[p].graph->nodes[ids[p]];
    for (ValueId v : node.results) RETURN_IF_ERROR(named(settle(p, v), [&] { return describeOwn(p, ids[p]); }));
  }
  return absl::OkStatus();
}

int Prover::together(const std::vector<int>& ids) {
  if (std::all_of(ids.begin(), ids.end(), [&](int id) { return id == ids[0]; })) return ids[0];
  std::vector<int64_t> out(static_cast<size_t>(numbers_.devices()));
  for (size_t d = 0; d < out.size(); ++d) out[d] = numbers_[ids[programOf_[d]]][d];
  return numbers_.add(std::move(out));
}

void Prover::exchange(const std::vector<NodeId>& ids, size_t operand, size_t formIndex, const Groups& groups) {
  const Node& first = programs_[0].graph->nodes[ids[0]];
  // Programs may see it in more or fewer pieces.
  std::vector<Held> held;
  int along = -1;
  size_t most = 0;
  const Held* any = nullptr;
  for (size_t p = 0; p < programs_.size() && any == nullptr; ++p) {
    const std::vector<Held>& forms = programs_[p].forms[programs_[p].graph->nodes[ids[p]].operands[operand]];
    if (!forms.empty() && forms[std::min(formIndex, forms.size() - 1)].kind == Kind::kShard)
      any = &forms[std::min(formIndex, forms.size() - 1)];
  }
  if (any == nullptr) return;
  for (size_t p = 0; p < programs_.size(); ++p) {
    const ValueId own = programs_[p].graph->nodes[ids[p]].operands[operand];
    const std::vector<Held>& forms = programs_[p].forms[own];
    const TensorType& type = programs_[p].graph->type(own);
    if (forms.empty()) {
      if (type.elements() > 0) return;
      // Nothing, of whatever it is.
      Held nothing{.value = numbers_.uniform(-1)};
      for (int64_t size : type.dims) nothing.tiles.push_back({numbers_.uniform(0), numbers_.uniform(size)});
      nothing.terms = any->terms;
      held.push_back(std::move(nothing));
    } else {
      held.push_back(forms[std::min(formIndex, forms.size() - 1)]);
    }
    const Held& mine = held.back();
    if (mine.kind != Kind::kShard || mine.terms != held[0].terms || mine.tiles.size() != held[0].tiles.size()) return;
    if (mine.along >= 0 && along >= 0 && mine.along != along) return;
    along = std::max(along, mine.along);
    most = std::max(most, mine.pieces.size());
  }
  for (Held& mine : held) {
    if (along < 0) break;
    if (mine.along < 0) mine.pieces = {{mine.value, mine.tiles[static_cast<size_t>(along)]}};
    mine.pieces.resize(most, {numbers_.uniform(-1), {numbers_.uniform(0), numbers_.uniform(0)}});
    mine.along = along;
  }
  // One form for all devices.
  Held all = held[0];
  auto gatherIds = [&](auto&& pick) {
    std::vector<int> list;
    for (const Held& form : held) list.push_back(pick(form));
    return together(list);
  };
  all.value = gatherIds([](const Held& h) { return h.value; });
  for (size_t d = 0; d < all.tiles.size(); ++d) {
    all.tiles[d] = {gatherIds([&](const Held& h) { return h.tiles[d].begin; }),
                    gatherIds([&](const Held& h) { return h.tiles[d].end; })};
  }
  for (size_t k = 0; k < all.pieces.size(); ++k) {
    all.pieces[k] = {gatherIds([&](const Held& h) { return h.pieces[k].value; }),
                     {gatherIds([&](const Held& h) { return h.pieces[k].tile.begin; }),
                      gatherIds([&](const Held& h) { return h.pieces[k].tile.end; })}};
  }
  const CollectiveKind kind = *opDef(first.kind).collective;
  // Sizes of parts may differ from group to group, and so from program to program.
  std::vector<CollectiveDims> dims;
  for (size_t p = 0; p < programs_.size(); ++p) {
    dims.push_back(collectiveDims(programs_[p].graph->nodes[ids[p]]));
    if (dims[p].split != dims[0].split || dims[p].concat != dims[0].concat) return;
  }
  std::optional<Held> out;
  if (kind == CollectiveKind::kPermute) {
    out = permuted(all, groups);
  } else if (all.along < 0) {
    std::optional<ReductionKind> reduction;
    if (!first.regions.empty()) {
      reduction = reductionOf(*programs_[0].graph, first.regions[0]);
      for (size_t p = 1; p < programs_.size(); ++p) {
        if (reductionOf(*programs_[p].graph, programs_[p].graph->nodes[ids[p]].regions[0]) != reduction) return;
      }
    }
    const bool boolean = programs_[0].graph->type(first.operands[operand]).dtype == DType::kI1;
    out = exchanged(all, groups, kind, dims, reduction, boolean);
  }
  if (!out) return;
  for (size_t p = 0; p < programs_.size(); ++p) {
    const std::optional<Held> own = out->along < 0 ? out : joinHeld(context(p), {&*out}, out->along);
    if (own) addForm(p, programs_[p].graph->nodes[ids[p]].results[operand], *own);
  }
}

std::optional<Held> Prover::permuted(Held all, const Groups& pairs) {
  const size_t devices = static_cast<size_t>(numbers_.devices());
  std::vector<int64_t> source(devices, -1);
  std::set<int64_t> sources;
  for (const auto& pair : pairs.lists) {
    if (source[static_cast<size_t>(pair[1])] >= 0 || !sources.insert(pair[0]).second) return std::nullopt;
    source[static_cast<size_t>(pair[1])] = pair[0];
  }
  auto moved = [&](int id, bool value) {
    std::vector<int64_t> out(devices);
    for (size_t d = 0; d < devices; ++d)
      out[d] = source[d] >= 0 ? numbers_[id][static_cast<size_t>(source[d])] : value ? -1 : numbers_[id][d];
    return numbers_.add(std::move(out));
  };
  all.value = moved(all.value, true);
  for (HeldTile& tile : all.tiles) tile = {moved(tile.begin, false), moved(tile.end, false)};
  for (HeldPiece& piece : all.pieces)
    piece = {moved(piece.value, true), {moved(piece.tile.begin, false), moved(piece.tile.end, false)}};
  if (all.terms >= 0) all.terms = terms_.moved(all.terms, source);
  return all;
}

std::optional<Held> Prover::exchanged(Held all, const Groups& groups, CollectiveKind kind,
                                      const std::vector<CollectiveDims>& ofPrograms,
                                      std::optional<ReductionKind> reduction, bool boolean) {
  const CollectiveDims& dims = ofPrograms[0];
  const size_t devices = static_cast<size_t>(numbers_.devices());
  for (size_t d = 0; d < devices; ++d) {
    if (groups.of[d] < 0) return std::nullopt;
  }
  // Members bring parts that differ along the dimension that is put together only, of one array.
  for (const auto& group : groups.lists) {
    for (int64_t member : group) {
      const size_t a = static_cast<size_t>(group[0]), b = static_cast<size_t>(member);
      if (numbers_[all.value][a] != numbers_[all.value][b]) return std::nullopt;
      for (size_t d = 0; d < all.tiles.size(); ++d) {
        if (static_cast<int64_t>(d) == dims.concat) continue;
        if (numbers_[all.tiles[d].begin][a] != numbers_[all.tiles[d].begin][b] ||
            numbers_[all.tiles[d].end][a] != numbers_[all.tiles[d].end][b])
          return std::nullopt;
      }
    }
  }
  if (kind == CollectiveKind::kAllReduce || kind == CollectiveKind::kReduceScatter) {
    if (!reduction) return std::nullopt;
    if (all.terms < 0) {
      const bool keeps = *reduction != ReductionKind::kSum && *reduction != ReductionKind::kProduct;
      if (!keeps && !boolean) return std::nullopt;
    } else {
      const auto reduced = terms_.reduced(all.terms, groups.lists, *reduction, boolean);
      if (!reduced) return std::nullopt;
      all.terms = *reduced;
    }
  } else if (kind == CollectiveKind::kBroadcast) {
    return std::nullopt;
  }
  auto programsOf = [&](const std::vector<int64_t>& group) {
    std::set<uint32_t> out;
    for (int64_t member : group) out.insert(programOf_[static_cast<size_t>(member)]);
    return out;
  };
  std::vector<int64_t> begin(devices), end(devices);
  if (dims.concat >= 0) {
    const HeldTile tile = all.tiles[static_cast<size_t>(dims.concat)];
    for (const auto& group : groups.lists) {
      int64_t reached = numbers_[tile.begin][static_cast<size_t>(group[0])];
      const int64_t from = reached;
      const std::set<uint32_t> programs = programsOf(group);
      for (size_t i = 0; i < group.size(); ++i) {
        const size_t m = static_cast<size_t>(group[i]);
        const int64_t size = numbers_[tile.end][m] - numbers_[tile.begin][m];
        if (size > 0 && numbers_[tile.begin][m] != reached) return std::nullopt;
        // Everybody puts together by the sizes of its own program.
        for (uint32_t p : programs) {
          const absl::Span<const int64_t> sizes = ofPrograms[p].concatSizes;
          if (!sizes.empty() && (i >= sizes.size() || sizes[i] != size)) return std::nullopt;
          if (sizes.empty() && size != numbers_[tile.end][static_cast<size_t>(group[0])] -
                                           numbers_[tile.begin][static_cast<size_t>(group[0])])
            return std::nullopt;
        }
        reached += size;
      }
      for (int64_t member : group) {
        begin[static_cast<size_t>(member)] = from;
        end[static_cast<size_t>(member)] = reached;
      }
    }
  }
  // And all of a group split alike.
  for (const auto& group : groups.lists) {
    const std::set<uint32_t> programs = programsOf(group);
    for (uint32_t p : programs) {
      if (ofPrograms[p].splitSizes != ofPrograms[*programs.begin()].splitSizes) return std::nullopt;
    }
  }
  if (dims.split >= 0) {
    std::vector<int64_t> first(devices), last(devices);
    const HeldTile tile = all.tiles[static_cast<size_t>(dims.split)];
    for (size_t d = 0; d < devices; ++d) {
      const int64_t members = static_cast<int64_t>(groups.lists[static_cast<size_t>(groups.of[d])].size());
      const int64_t size = numbers_[tile.end][d] - numbers_[tile.begin][d];
      const absl::Span<const int64_t> sizes = ofPrograms[programOf_[d]].splitSizes;
      int64_t at = 0, mine = 0;
      if (sizes.empty()) {
        const Cut cut(size, members);
        if (!cut.even()) return std::nullopt;
        at = cut.begin(groups.place[d]);
        mine = cut.size(groups.place[d]);
      } else {
        if (static_cast<int64_t>(sizes.size()) != members) return std::nullopt;
        int64_t sum = 0;
        for (int64_t i = 0; i < members; ++i) {
          if (i == groups.place[d]) at = sum;
          sum += sizes[static_cast<size_t>(i)];
        }
        if (sum != size) return std::nullopt;
        mine = sizes[static_cast<size_t>(groups.place[d])];
      }
      first[d] = numbers_[tile.begin][d] + at;
      last[d] = first[d] + mine;
    }
    all.tiles[static_cast<size_t>(dims.split)] = {numbers_.add(std::move(first)), numbers_.add(std::move(last))};
  }
  if (dims.concat >= 0) {
    all.tiles[static_cast<size_t>(dims.concat)] = {numbers_.add(std::move(begin)), numbers_.add(std::move(end))};
    if (all.terms >= 0 && !terms_.alike(all.terms, groups.lists)) return std::nullopt;
  }
  return all;
}

}  // namespace partita
