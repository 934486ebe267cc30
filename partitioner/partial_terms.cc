#include "partitioner/partial_terms.h"

#include <algorithm>
#include <set>

#include "base/text.h"

namespace partita {
namespace {

bool idempotent(ReductionKind kind) { return kind != ReductionKind::kSum && kind != ReductionKind::kProduct; }

// Of booleans a sum is a disjunction, a product a conjunction.
ReductionKind ofBooleans(ReductionKind kind) {
  const bool either = kind == ReductionKind::kSum || kind == ReductionKind::kMax || kind == ReductionKind::kOr;
  return either ? ReductionKind::kOr : ReductionKind::kAnd;
}

// RANGES (of SIZE elements) leave nothing out and have nothing twice.
bool covers(std::vector<Range> ranges, int64_t size) {
  std::erase_if(ranges, [](const Range& range) { return range.size() == 0; });
  std::sort(ranges.begin(), ranges.end(), [](const Range& a, const Range& b) { return a.begin < b.begin; });
  ranges.erase(std::unique(ranges.begin(), ranges.end()), ranges.end());
  int64_t reached = 0;
  for (const Range& range : ranges) {
    if (range.begin != reached) return false;
    reached = range.end;
  }
  return reached == size;
}

// The boxes of PARTS are a grid over SIZES, each box once, or more than once where REPEATS.
bool coversAll(const std::vector<std::vector<Range>>& boxes, const std::vector<int64_t>& sizes, bool repeats) {
  size_t cells = 1, filled = 0;
  std::set<std::vector<int64_t>> distinct;
  for (size_t d = 0; d < sizes.size(); ++d) {
    std::vector<Range> along;
    for (const auto& box : boxes) along.push_back(box[d]);
    if (!covers(along, sizes[d])) return false;
    std::set<std::pair<int64_t, int64_t>> ranges;
    for (const Range& range : along) {
      if (range.size() > 0) ranges.insert({range.begin, range.end});
    }
    cells *= std::max<size_t>(ranges.size(), 1);
  }
  for (const auto& box : boxes) {
    if (std::any_of(box.begin(), box.end(), [](const Range& range) { return range.size() == 0; })) continue;
    std::vector<int64_t> key;
    for (const Range& range : box) key.push_back(range.begin);
    distinct.insert(std::move(key));
    ++filled;
  }
  const bool empty = std::any_of(sizes.begin(), sizes.end(), [](int64_t size) { return size == 0; });
  if (empty) return true;
  return distinct.size() == cells && (repeats || filled == cells);
}

}  // namespace

int PartialTerms::add(Kind kind) {
  const auto [it, fresh] = ids_.try_emplace(std::move(kind), static_cast<int>(kinds_.size()));
  if (fresh) kinds_.push_back(it->first);
  return it->second;
}

int PartialTerms::along(const Axes& axes, ReductionKind kind) {
  if (axes.empty()) return -1;
  Kind out{.termOf = {}, .total = axesSize(mesh_, axes), .reduction = kind};
  const std::vector<int64_t>& shards = tables_.shardIndexes(axes);
  out.termOf.resize(shards.size());
  for (size_t p = 0; p < shards.size(); ++p)
    out.termOf[static_cast<size_t>(mesh_.deviceAt(static_cast<int64_t>(p)))] = shards[p];
  return add(std::move(out));
}

std::optional<int> PartialTerms::chosen(int terms, const std::vector<int64_t>& chosen, ReductionKind kind) {
  Kind out{.termOf = std::vector<int64_t>(chosen.size(), 0), .total = 1, .reduction = kind};
  if (terms >= 0) out = kinds_[static_cast<size_t>(terms)];
  if (out.reduction != kind) return std::nullopt;
  for (size_t d = 0; d < chosen.size(); ++d) {
    if (chosen[d] == 0) out.termOf[d] = -1;
  }
  return add(std::move(out));
}

Status PartialTerms::amount(size_t p, const std::vector<int64_t>& devices, int terms, const TermParts& parts,
                            const Axes& axes, ReductionKind kind) {
  const bool cut = !parts.sizes.empty();
  if (axes.empty()) {
    if (terms < 0 && !cut) return absl::OkStatus();
    return internalError("it is partial, and nothing says so");
  }
  if (terms < 0 && !cut) {
    if (idempotent(kind)) return absl::OkStatus();  // the value with itself is itself
    return internalError("it is whole and said to be partial: it would be added up several times");
  }
  const int wanted = along(axes, kind);
  if (terms == wanted && !cut) return absl::OkStatus();
  // Remembered by what it depends on.
  std::vector<int64_t> key{static_cast<int64_t>(p), terms, wanted};
  for (size_t d = 0; d < parts.sizes.size(); ++d)
    key.insert(key.end(), {parts.sizes[d], parts.tiles[d].begin, parts.tiles[d].end});
  const auto [known, fresh] = known_.try_emplace(key, 0);
  if (!fresh && known->second == 0) return absl::OkStatus();
  std::map<int64_t, std::vector<int64_t>> members;
  for (int64_t at = 0; at < mesh_.deviceCount(); ++at) members[tables_.peer(at, axes, 0)].push_back(mesh_.deviceAt(at));
  std::vector<char> runs(static_cast<size_t>(mesh_.deviceCount()), 0);
  for (int64_t device : devices) runs[static_cast<size_t>(device)] = 1;
  for (const auto& [group, list] : members) {
    if (std::none_of(list.begin(), list.end(), [&](int64_t device) { return runs[static_cast<size_t>(device)]; }))
      continue;
    std::map<int64_t, std::vector<std::vector<Range>>> boxes;  // by term
    for (int64_t device : list) {
      const size_t d = static_cast<size_t>(device);
      int64_t term = 0;
      if (terms >= 0) {
        term = kinds_[static_cast<size_t>(terms)].termOf[d];
        if (term < 0) continue;
      }
      std::vector<Range>& box = boxes[term].emplace_back();
      for (HeldTile tile : parts.tiles) box.push_back({numbers_[tile.begin][d], numbers_[tile.end][d]});
    }
    const int64_t total = terms >= 0 ? kinds_[static_cast<size_t>(terms)].total : 1;
    bool right = static_cast<int64_t>(boxes.size()) == total;
    for (const auto& [term, mine] : boxes) {
      right = right && (cut ? coversAll(mine, parts.sizes, idempotent(kind)) : (mine.size() == 1 || idempotent(kind)));
    }
    if (!right) {
      known_[key] = 1;
      return internalError("the terms of devices ", list[0], ", … (", list.size(),
                           " along the axes it is partial over) are not each there once");
    }
  }
  if (terms >= 0 && kinds_[static_cast<size_t>(terms)].reduction != kind) {
    known_[key] = 1;
    return internalError("its terms are combined by ", reductionName(kinds_[static_cast<size_t>(terms)].reduction),
                         ", should be by ", reductionName(kind));
  }
  return absl::OkStatus();
}

std::optional<int> PartialTerms::reduced(int terms, const std::vector<std::vector<int64_t>>& groups, ReductionKind kind,
                                         bool boolean) {
  const Kind from = kinds_[static_cast<size_t>(terms)];
  const bool fits = boolean ? ofBooleans(from.reduction) == ofBooleans(kind) : from.reduction == kind;
  if (!fits) return std::nullopt;
  const bool repeats = idempotent(kind) || boolean;
  Kind out = from;
  std::set<std::vector<int64_t>> sums;  // the terms of each
  for (const auto& group : groups) {
    std::vector<int64_t> mine;
    for (int64_t member : group) {
      const int64_t term = from.termOf[static_cast<size_t>(member)];
      if (term >= 0) mine.push_back(term);
    }
    std::sort(mine.begin(), mine.end());
    if (std::adjacent_find(mine.begin(), mine.end()) != mine.end() && !repeats) return std::nullopt;
    mine.erase(std::unique(mine.begin(), mine.end()), mine.end());
    for (int64_t member : group) out.termOf[static_cast<size_t>(member)] = mine.empty() ? -1 : mine[0];
    if (!mine.empty()) sums.insert(std::move(mine));
  }
  std::set<int64_t> seen;
  for (const auto& sum : sums) {
    for (int64_t term : sum) {
      if (!seen.insert(term).second) return std::nullopt;
    }
  }
  if (static_cast<int64_t>(seen.size()) != from.total) return std::nullopt;
  out.total = static_cast<int64_t>(sums.size());
  const bool everywhere = std::all_of(out.termOf.begin(), out.termOf.end(), [](int64_t term) { return term >= 0; });
  if (out.total == 1 && everywhere) return -1;
  return add(std::move(out));
}

int PartialTerms::moved(int terms, const std::vector<int64_t>& source) {
  const Kind from = kinds_[static_cast<size_t>(terms)];
  Kind out = from;
  for (size_t d = 0; d < source.size(); ++d)
    if (source[d] >= 0) out.termOf[d] = from.termOf[static_cast<size_t>(source[d])];
  return add(std::move(out));
}

bool PartialTerms::alike(int terms, const std::vector<std::vector<int64_t>>& groups) const {
  const std::vector<int64_t>& termOf = kinds_[static_cast<size_t>(terms)].termOf;
  for (const auto& group : groups) {
    for (int64_t member : group) {
      if (termOf[static_cast<size_t>(member)] != termOf[static_cast<size_t>(group[0])]) return false;
    }
  }
  return true;
}

}  // namespace partita
