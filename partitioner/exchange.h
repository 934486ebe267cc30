#pragma once
// What shards fetch from each other where an op needs more than the shards it is given: the elements that a slice, pad,
// concatenation, reversal or window along a cut dimension takes across the cut, and no others. Devices send in rounds,
// in each of which one sends to one other at most and gets from one at most.
#include <map>
#include <tuple>
#include <vector>

#include "graph/op.h"
#include "partitioner/layout.h"

namespace partita {

// Elements RANGE of OPERAND that shard SOURCE holds, along the dimension that is cut.
struct ExchangePart {
  int source = 0;
  size_t operand = 0;
  Range range;
  int round = -1;  // that brings it; -1: the shard that needs it has it
};

struct ExchangeRound {
  int64_t size = 0;         // elements that every sender sends
  std::vector<int> target;  // by shard: the one it sends to; -1: none
  std::vector<int> part;    // by shard: which of its parts it gets; -1: none
};

struct Exchange {
  std::vector<Needed> needed;                    // by shard
  std::vector<std::vector<ExchangePart>> parts;  // by shard: what it needs, in order
  std::vector<ExchangeRound> rounds;
  // Shards need parts of so many others that the operands are gathered whole, and what is needed is taken from them;
  // there are no parts then, and no rounds.
  bool gathers = false;
  double elements = 0;  // that a device sends at most, of all operands; ring-normalised where they are gathered
  int64_t messages = 0;
};

// Rounds that bring to each shard what it needs of operands and does not have. HAVE: how each operand is cut. Of
// several ways to make them (by the distance between shards, by its reflection, one after the other) the one that sends
// the least.
Exchange planExchange(absl::Span<const Cut> have, std::vector<Needed> needed);

// The exchanges of a program's nodes, remembered. GRAPH and MESH outlive it; nodes must not be renumbered.
class ExchangePlanner {
 public:
  ExchangePlanner(const Graph& graph, const Mesh& mesh) : graph_(graph), mesh_(mesh) {}

  // Along dimension DIM of the results, cut along AXES in operands and results.
  const Exchange& plan(NodeId node, int dim, const Axes& axes);
  // The dimensions of the results that data cross with the factors of RULE cut along AXES, and these.
  static std::vector<std::pair<int, Axes>> crossed(const OpShardingRule& rule, const FactorAxes& axes);
  // The dimension of OPERAND that is fetched along dimension DIM of the results; -1: it is not.
  static int fetchedDim(const Graph& graph, const Node& node, const OpShardingRule& rule, size_t operand, int dim);
  // Bytes that a device sends for NODE at most, and a little for each round; infinite where it cannot be done.
  // OPERANDS: their layouts.
  double cost(NodeId node, const OpShardingRule& rule, const FactorAxes& axes, absl::Span<const Layout> operands);

 private:
  const Graph& graph_;
  const Mesh& mesh_;
  std::map<std::tuple<NodeId, int, std::vector<int8_t>>, Exchange> plans_;
};

}  // namespace partita
