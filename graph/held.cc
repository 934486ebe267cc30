#include "graph/held.h"

#include <algorithm>
#include <functional>

namespace partita {

int DeviceNumbers::add(std::vector<int64_t> numbers) {
  if (std::adjacent_find(numbers.begin(), numbers.end(), std::not_equal_to<>()) == numbers.end())
    return uniform(numbers.empty() ? 0 : numbers[0]);
  const auto known = ids_.find(numbers);
  if (known != ids_.end()) return known->second;
  const int id = static_cast<int>(entries_.size());
  entries_.push_back({0, std::make_shared<const std::vector<int64_t>>(numbers)});
  ids_.emplace(std::move(numbers), id);
  return id;
}

int DeviceNumbers::uniform(int64_t number) {
  const auto [it, fresh] = uniform_.try_emplace(number, static_cast<int>(entries_.size()));
  if (fresh) entries_.push_back({number, nullptr});
  return it->second;
}

std::vector<int64_t> DeviceNumbers::all(int id) const {
  const Entry& entry = entries_[static_cast<size_t>(id)];
  return entry.numbers != nullptr ? *entry.numbers : std::vector<int64_t>(static_cast<size_t>(devices_), entry.uniform);
}

int DeviceNumbers::sum(int a, int b) {
  const auto [it, fresh] = sums_.try_emplace(std::pair(a, b), 0);
  if (!fresh) return it->second;
  const Entry x = entries_[static_cast<size_t>(a)], y = entries_[static_cast<size_t>(b)];
  int id = 0;
  if (x.numbers == nullptr && y.numbers == nullptr) {
    id = uniform(x.uniform + y.uniform);
  } else {
    std::vector<int64_t> out = all(a);
    for (size_t d = 0; d < out.size(); ++d) out[d] += (*this)[b][d];
    id = add(std::move(out));
  }
  sums_[std::pair(a, b)] = id;
  return id;
}

namespace {

struct Part {
  int64_t value = -1, begin = 0, end = 0;
};

// The parts of each device of CONTEXT as pieces, neighbours of one array joined; one piece where that is enough.
Held ofParts(const HeldContext& context, Held held, int dim, std::vector<std::vector<Part>> parts) {
  size_t most = 1;
  for (int64_t d : context.devices) {
    std::vector<Part>& mine = parts[static_cast<size_t>(d)];
    std::vector<Part> merged;
    for (const Part& part : mine) {
      if (part.begin == part.end) continue;
      if (!merged.empty() && part.value >= 0 && merged.back().value == part.value && merged.back().end == part.begin) {
        merged.back().end = part.end;
      } else {
        merged.push_back(part);
      }
    }
    // Nothing, of the array at hand.
    if (merged.empty() && !mine.empty()) merged.push_back(mine[0]);
    mine = std::move(merged);
    most = std::max(most, mine.size());
  }
  held.pieces.clear();
  for (size_t k = 0; k < most; ++k) {
    const size_t devices = static_cast<size_t>(context.numbers.devices());
    std::vector<int64_t> value(devices, -1), begin(devices, 0), end(devices, 0);
    for (int64_t device : context.devices) {
      const size_t d = static_cast<size_t>(device);
      if (k >= parts[d].size()) continue;
      value[d] = parts[d][k].value;
      begin[d] = parts[d][k].begin;
      end[d] = parts[d][k].end;
    }
    held.pieces.push_back({context.numbers.add(std::move(value)),
                           {context.numbers.add(std::move(begin)), context.numbers.add(std::move(end))}});
  }
  held.along = dim;
  if (held.pieces.size() == 1) {
    held.value = held.pieces[0].value;
    held.tiles[static_cast<size_t>(dim)] = held.pieces[0].tile;
    held.along = -1;
    held.pieces.clear();
  }
  return held;
}

// The parts along DIM, of every device of CONTEXT; none where HELD is made of pieces along another dimension.
std::optional<std::vector<std::vector<Part>>> partsOf(const HeldContext& context, const Held& held, int dim) {
  if (held.kind != Held::Kind::kShard || (held.along >= 0 && held.along != dim)) return std::nullopt;
  if (dim < 0 || dim >= static_cast<int>(held.tiles.size())) return std::nullopt;
  std::vector<std::vector<Part>> out(static_cast<size_t>(context.numbers.devices()));
  std::vector<HeldPiece> pieces = held.pieces;
  if (held.along < 0) pieces.push_back({held.value, held.tiles[static_cast<size_t>(dim)]});
  for (const HeldPiece& piece : pieces) {
    const DeviceNumbers::List value = context.numbers[piece.value], begin = context.numbers[piece.tile.begin],
                              end = context.numbers[piece.tile.end];
    for (int64_t device : context.devices) {
      const size_t d = static_cast<size_t>(device);
      out[d].push_back({value[d], begin[d], end[d]});
    }
  }
  return out;
}

bool alike(const HeldContext& context, HeldTile a, HeldTile b) {
  if (a == b) return true;
  return std::all_of(context.devices.begin(), context.devices.end(), [&](int64_t device) {
    const size_t d = static_cast<size_t>(device);
    return context.numbers[a.begin][d] == context.numbers[b.begin][d] &&
           context.numbers[a.end][d] == context.numbers[b.end][d];
  });
}

}  // namespace

std::optional<Held> takeHeld(const HeldContext& context, const Held& held, int dim, int begin, int64_t size) {
  auto parts = partsOf(context, held, dim);
  if (!parts) return std::nullopt;
  for (int64_t device : context.devices) {
    const size_t d = static_cast<size_t>(device);
    int64_t skip = context.numbers[begin][d], left = size;
    std::vector<Part> taken;
    for (const Part& part : (*parts)[d]) {
      const int64_t length = part.end - part.begin, from = std::min(skip, length);
      const int64_t count = std::min(length - from, left);
      taken.push_back({part.value, part.begin + from, part.begin + from + count});
      skip -= from;
      left -= count;
    }
    if (left > 0) return std::nullopt;
    (*parts)[d] = std::move(taken);
  }
  return ofParts(context, held, dim, *std::move(parts));
}

std::optional<Held> joinHeld(const HeldContext& context, const HeldForms& forms, int dim) {
  std::vector<std::vector<Part>> all(static_cast<size_t>(context.numbers.devices()));
  for (const Held* form : forms) {
    auto parts = partsOf(context, *form, dim);
    if (!parts || form->tiles.size() != forms[0]->tiles.size() || form->terms != forms[0]->terms) return std::nullopt;
    for (size_t d = 0; d < form->tiles.size(); ++d) {
      if (static_cast<int>(d) != dim && !alike(context, form->tiles[d], forms[0]->tiles[d])) return std::nullopt;
    }
    for (int64_t device : context.devices) {
      std::vector<Part>& mine = all[static_cast<size_t>(device)];
      const std::vector<Part>& more = (*parts)[static_cast<size_t>(device)];
      mine.insert(mine.end(), more.begin(), more.end());
    }
  }
  return ofParts(context, *forms[0], dim, std::move(all));
}

Held nothingHeld(const HeldContext& context, const Held& held, int dim, int64_t count) {
  Held out = held;
  out.along = -1;
  out.pieces.clear();
  out.value = context.numbers.uniform(-1);
  out.tiles[static_cast<size_t>(dim)] = {context.numbers.uniform(0), context.numbers.uniform(count)};
  return out;
}

std::optional<Held> indexHeld(const Held& held) {
  if (held.kind == Held::Kind::kIndex) return held;
  if (held.kind != Held::Kind::kShard || held.along >= 0 || held.terms >= 0) return std::nullopt;
  Held out = held;
  out.kind = Held::Kind::kIndex;
  return out;
}

}  // namespace partita
