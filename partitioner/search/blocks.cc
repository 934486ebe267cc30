#include "partitioner/search/blocks.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>

#include "base/hash.h"
#include "partitioner/search/decomposition.h"

namespace partita {
namespace {

uint64_t hashOf(const std::vector<int64_t>& words) {
  return hashBytes({reinterpret_cast<const char*>(words.data()), words.size() * sizeof(int64_t)});
}

}  // namespace

std::vector<int> coloursOf(Network* network, int radius) {
  const int n = static_cast<int>(network->nodes.size());
  std::vector<uint64_t> colour(n, 0), next(n, 0);
  std::vector<int64_t> words;
  for (int v = 0; v < n; ++v) {
    const Network::Node& node = network->nodes[v];
    if (!node.alive) continue;
    words = node.cost;
    // The amounts, as a set: how long each lasts differs from block to block.
    std::vector<int64_t> amounts;
    for (const Network::Segment& s : node.usage) amounts.push_back(static_cast<int64_t>(hashOf(s.amount)));
    std::sort(amounts.begin(), amounts.end());
    amounts.erase(std::unique(amounts.begin(), amounts.end()), amounts.end());
    words.insert(words.end(), amounts.begin(), amounts.end());
    colour[v] = hashOf(words);
  }
  for (int step = 0; step < radius; ++step) {
    for (int v = 0; v < n; ++v) {
      if (!network->nodes[v].alive) continue;
      std::vector<std::pair<int64_t, int64_t>> around;
      for (int e : network->edgesOf(v))
        around.emplace_back(network->matrixFrom(e, v), static_cast<int64_t>(colour[network->other(e, v)]));
      std::sort(around.begin(), around.end());
      words.assign(1, static_cast<int64_t>(colour[v]));
      for (const auto& [matrix, other] : around) words.insert(words.end(), {matrix, other});
      next[v] = hashOf(words);
    }
    colour.swap(next);
  }
  std::unordered_map<uint64_t, int> number;
  std::vector<int> out(n, -1);
  for (int v = 0; v < n; ++v) {
    if (!network->nodes[v].alive) continue;
    out[v] = number.try_emplace(colour[v], static_cast<int>(number.size())).first->second;
  }
  return out;
}

int tieColours(Network* network, const std::vector<int>& colours) {
  std::vector<int> first(colours.size(), -1);  // node by colour
  int merged = 0;
  for (int v = 0; v < static_cast<int>(colours.size()); ++v) {
    if (colours[v] < 0) continue;
    int& leader = first[colours[v]];
    if (leader < 0) {
      leader = v;
    } else {
      network->tie(v, leader);
      ++merged;
    }
  }
  return merged;
}

std::vector<int> TiedProblem::expand(const std::vector<int>& choices) const {
  std::vector<int> working(network.nodes.size(), 0);
  for (size_t k = 0; k < origin.size(); ++k) working[origin[k]] = choices[k];
  return expandChoices(network, std::move(working));
}

std::optional<TiedProblem> tieBlocks(const Network& network, int radius) {
  TiedProblem out{network, {}, {}};
  if (tieColours(&out.network, coloursOf(&out.network, radius)) == 0) return std::nullopt;
  out.network.settleUsage();
  for (const Network::Moment& m : out.network.moments)
    if (m.capacity < 0) return std::nullopt;
  Model model = makeModel(&out.network);
  StatusOr<Decomposition> whole = wholeOf(model);
  if (!whole.ok()) return std::nullopt;
  out.problem = std::move(whole->parts[0].problem);
  out.origin = std::move(model.origin);
  return out;
}

}  // namespace partita
