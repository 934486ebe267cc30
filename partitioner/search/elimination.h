#pragma once
// Exact minimisation over many nodes at once, the others held: nodes are eliminated one by one, each leaving a table
// over its remaining neighbours (bucket elimination: Dechter 1999; non-serial dynamic programming). Nodes whose table
// would grow too large are held (a cutset), so a plan covers most of a sparse graph and one solve finds the best choice
// of all its nodes together.
#include <vector>

#include "base/rng.h"
#include "partitioner/search/model.h"

namespace partita {

struct EliminationOptions {
  int64_t mostEntries = 2000;  // of one table, the eliminated node's strategies included
  double randomness = 1;       // 0: always hold the node of the largest table; larger: nearly any
};

class EliminationPlan {
 public:
  // Plans the elimination of the nodes marked FREE (empty: all).
  EliminationPlan(const Model& model, const std::vector<char>& free, const EliminationOptions& options, Rng* rng);

  int numEliminated() const { return static_cast<int>(order_.size()); }
  bool exact() const { return held_ == 0; }  // every node marked FREE is eliminated
  int64_t entries() const { return entries_; }
  // Chooses for the eliminated nodes, in CHOICES, what minimises NODECOST (per strategy; infinity: forbidden) plus pair
  // costs, the other nodes' choices as they are. Returns the minimum over the eliminated nodes and the edges that touch
  // them; infinity where all is forbidden (choices are then any).
  double solve(const std::vector<double>& nodeCost, std::vector<int>* choices);

 private:
  struct Step {
    int node;
    std::vector<int> scope;                                  // later nodes, the last to be eliminated first
    size_t table;                                            // its result in tables_
    std::vector<std::pair<int, int>> arcs;                   // arc (index into model.arcs), place in scope; -1: held
    std::vector<std::pair<int, std::vector<int>>> messages;  // earlier step, place in this scope of each of its scope
                                                             // nodes but the innermost, which is `node`
  };
  void gather(const Step& step, const std::vector<double>& nodeCost, const std::vector<int>& choices);

  const Model& model_;
  std::vector<Step> order_;
  std::vector<double> tables_;
  std::vector<double> unary_;
  int64_t entries_ = 0;
  int held_ = 0;
};

}  // namespace partita
