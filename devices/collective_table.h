#pragma once
// Which algorithm collectives between processes use, by kind, number of processes and size: what has been measured to
// be the fastest. A cluster file may hold one ([[collectives]]), `partita bench --collectives` writes one.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/collective.h"

namespace partita {

enum class CollectiveAlgorithm : uint8_t {
  kRing,
  kRecursiveDoubling,
  kRecursiveHalving,  // all-reduce: halving, then doubling
  kPairwise,
  kDirect,   // everybody sends everybody what he needs, and combines it
  kScatter,  // all-reduce: a direct reduce-scatter, then a direct all-gather
  kTree,     // broadcast: binomial
};

struct CollectiveRule {
  CollectiveKind kind{};
  int64_t processes = 0;  // groups that live in up to that many; 0: any
  int64_t bytes = -1;     // up to that many, of the largest of input and output; -1: any
  CollectiveAlgorithm algorithm{};
  int64_t chunkBytes = int64_t{512} << 10;  // of what one process sends another at once, where that is pipelined
  bool operator==(const CollectiveRule&) const = default;
};

struct CollectiveTable {
  std::vector<CollectiveRule> rules;  // the first that fits counts
  // Algorithm and chunk for a collective of BYTES between PROCESSES: of the rule that fits, else of the built-in ones.
  CollectiveRule choose(CollectiveKind kind, int64_t processes, int64_t bytes) const;
  // What was measured on two cores with shared memory between processes.
  static const CollectiveTable& builtIn();
  bool operator==(const CollectiveTable&) const = default;
};

// "direct", "scatter", "ring", "doubling", "halving", "pairwise", "tree"
std::string_view algorithmName(CollectiveAlgorithm algorithm);
std::optional<CollectiveAlgorithm> parseAlgorithm(std::string_view name);
// The algorithms there are for KIND.
std::vector<CollectiveAlgorithm> algorithmsFor(CollectiveKind kind);

}  // namespace partita
