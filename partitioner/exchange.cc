#include "partitioner/exchange.h"

#include <algorithm>
#include <functional>

#include "partitioner/reshard.h"

namespace partita {
namespace {

// Parts that one shard may need: beyond that the operands are gathered.
constexpr size_t kMostParts = 16;

// The parts that are not where they are needed.
struct Transfer {
  int source = 0, target = 0, part = 0;
  int64_t size = 0;
};

void put(ExchangeRound& round, const Transfer& t, size_t shards) {
  round.target.resize(shards, -1);
  round.part.resize(shards, -1);
  round.target[t.source] = t.target;
  round.part[t.target] = t.part;
  round.size = std::max(round.size, t.size);
}

bool free(const ExchangeRound& round, const Transfer& t) {
  return round.target.empty() || (round.target[t.source] < 0 && round.part[t.target] < 0);
}

// Rounds for each value of KEY; transfers of one value that meet at a shard go one after the other.
std::vector<ExchangeRound> roundsBy(const std::vector<Transfer>& transfers, size_t shards,
                                    const std::function<int64_t(const Transfer&)>& key) {
  std::map<int64_t, std::vector<ExchangeRound>> rounds;
  for (const Transfer& t : transfers) {
    std::vector<ExchangeRound>& mine = rounds[key(t)];
    const auto at = std::find_if(mine.begin(), mine.end(), [&](const ExchangeRound& round) { return free(round, t); });
    put(at == mine.end() ? mine.emplace_back() : *at, t, shards);
  }
  std::vector<ExchangeRound> out;
  for (auto& [k, mine] : rounds) out.insert(out.end(), mine.begin(), mine.end());
  return out;
}

int64_t sent(const std::vector<ExchangeRound>& rounds) {
  int64_t total = 0;
  for (const ExchangeRound& round : rounds) total += round.size;
  return total;
}

// The first piece of CUT that ends behind PLACE.
int64_t holder(const Cut& cut, int64_t place) {
  int64_t low = 0, high = cut.pieces();
  while (low < high) {
    const int64_t middle = (low + high) / 2;
    if (cut.piece(middle).end > place) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

Exchange gathered(absl::Span<const Cut> have, std::vector<Needed> needed) {
  Exchange out;
  out.needed = std::move(needed);
  out.gathers = true;
  for (const Cut& cut : have)
    out.elements +=
        static_cast<double>(cut.elements()) * static_cast<double>(cut.pieces() - 1) / static_cast<double>(cut.pieces());
  out.messages = static_cast<int64_t>(have.size());
  return out;
}

}  // namespace

Exchange planExchange(absl::Span<const Cut> have, std::vector<Needed> needed) {
  Exchange whole = gathered(have, needed);
  Exchange out;
  out.needed = std::move(needed);
  const size_t shards = out.needed.size();
  out.parts.resize(shards);
  std::vector<Transfer> transfers;
  for (size_t target = 0; target < shards; ++target) {
    for (const Segment& segment : out.needed[target].segments) {
      const Cut& cut = have[segment.operand];
      for (int64_t source = holder(cut, segment.range.begin); source < cut.pieces(); ++source) {
        const Range piece = cut.piece(source);
        if (piece.begin >= segment.range.end) break;
        const Range range{std::max(piece.begin, segment.range.begin), std::min(piece.end, segment.range.end)};
        if (range.size() <= 0) continue;
        out.parts[target].push_back({static_cast<int>(source), segment.operand, range});
        if (out.parts[target].size() > kMostParts) return whole;
        if (source == static_cast<int64_t>(target)) continue;
        transfers.push_back({static_cast<int>(source), static_cast<int>(target),
                             static_cast<int>(out.parts[target].size()) - 1, range.size()});
      }
    }
  }
  const int64_t n = static_cast<int64_t>(shards);
  out.rounds = roundsBy(transfers, shards, [n](const Transfer& t) { return (t.source - t.target + n) % n; });
  const auto consider = [&](std::vector<ExchangeRound> other) {
    if (std::pair(sent(other), other.size()) < std::pair(sent(out.rounds), out.rounds.size()))
      out.rounds = std::move(other);
  };
  consider(roundsBy(transfers, shards, [n](const Transfer& t) { return (t.source + t.target) % n; }));
  consider(roundsBy(transfers, shards, [](const Transfer&) { return 0; }));
  out.elements = static_cast<double>(sent(out.rounds));
  out.messages = static_cast<int64_t>(out.rounds.size());
  if (out.elements >= whole.elements && out.messages > whole.messages) return whole;
  for (size_t r = 0; r < out.rounds.size(); ++r) {
    for (size_t target = 0; target < shards; ++target) {
      const int part = out.rounds[r].part[target];
      if (part >= 0) out.parts[target][part].round = static_cast<int>(r);
    }
  }
  return out;
}

const Exchange& ExchangePlanner::plan(NodeId id, int dim, const Axes& axes) {
  const auto [it, fresh] = plans_.try_emplace(std::tuple(id, dim, std::vector<int8_t>(axes.begin(), axes.end())));
  if (!fresh) return it->second;
  const Node& node = graph_.nodes[id];
  const OpDef& def = opDef(node.kind);
  const int from = def.neededFrom == nullptr ? dim : def.neededFrom(graph_, node, dim);
  std::vector<Cut> have;
  for (size_t i = 0; i < (def.joins ? node.operands.size() : 1); ++i)
    have.push_back(cutOf(mesh_, axes, graph_.type(node.operands[i]).dims[from]));
  const Cut want = cutOf(mesh_, axes, graph_.type(node.results[0]).dims[dim]);
  std::vector<Needed> needed;
  for (int64_t shard = 0; shard < want.pieces(); ++shard)
    needed.push_back(def.needed(graph_, node, dim, want.piece(shard)));
  return it->second = planExchange(have, std::move(needed));
}

std::vector<std::pair<int, Axes>> ExchangePlanner::crossed(const OpShardingRule& rule, const FactorAxes& axes) {
  std::vector<std::pair<int, Axes>> out;
  if (axes.size() != rule.factors.size()) return out;
  for (size_t d = 0; !rule.results.empty() && d < rule.results[0].size(); ++d) {
    for (int f : rule.results[0][d]) {
      if (rule.factors[f].kind == FactorKind::kPermutation && !axes[f].empty())
        out.emplace_back(static_cast<int>(d), axes[f]);
    }
  }
  return out;
}

int ExchangePlanner::fetchedDim(const Graph& graph, const Node& node, const OpShardingRule& rule, size_t operand,
                                int dim) {
  const OpDef& def = opDef(node.kind);
  if (def.neededFrom != nullptr) {
    if (operand > 0) return -1;
    dim = def.neededFrom(graph, node, dim);
  }
  if (dim < 0 || static_cast<size_t>(dim) >= rule.operands[operand].size()) return -1;
  const std::vector<int>& factors = rule.operands[operand][dim];
  return !factors.empty() && rule.factors[factors[0]].kind == FactorKind::kPermutation ? dim : -1;
}

double ExchangePlanner::cost(NodeId id, const OpShardingRule& rule, const FactorAxes& axes,
                             absl::Span<const Layout> operands) {
  double total = 0;
  const Node& node = graph_.nodes[id];
  const OpDef& def = opDef(node.kind);
  if (def.needed == nullptr) return 0;
  const std::vector<std::pair<int, Axes>> dims = crossed(rule, axes);
  for (size_t i = 0; i < (def.joins && !dims.empty() ? 1 : operands.size()); ++i) {
    const TensorType& type = graph_.type(node.operands[i]);
    double held = shardBytes(mesh_, type, operands[i]);  // of what is held of the operand as dimensions are fetched
    for (const auto& [d, along] : dims) {
      const int from = fetchedDim(graph_, node, rule, i, d);
      if (from < 0) continue;
      const Exchange& exchange = plan(id, d, along);
      const double own = static_cast<double>(cutOf(mesh_, along, type.dims[from]).largest());
      const double line = held / std::max(own, 1.0);
      total += line * exchange.elements + kReshardStepBytes * static_cast<double>(exchange.messages);
      int64_t most = 0;
      for (const Needed& needed : exchange.needed) most = std::max(most, needed.size());
      held = line * static_cast<double>(most);
    }
  }
  return total;
}

}  // namespace partita
