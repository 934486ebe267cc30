#pragma once
// Exact minimisation over many nodes at once, the others held: nodes are eliminated one by one, each leaving a table
// over its remaining neighbours (bucket elimination: Dechter 1999; non-serial dynamic programming). Nodes whose table
// would grow too large are held (a cutset), so a plan covers most of a sparse graph and one solve finds the best choice
// of all its nodes together.
#include <atomic>
#include <optional>
#include <vector>

#include "base/rng.h"
#include "partitioner/search/model.h"

namespace partita {

// Room that plans of one model share, so that planning a few nodes of many costs little.
struct EliminationScratch {
  std::vector<std::vector<int>> near;  // neighbours not yet eliminated or held
  std::vector<char> live;
  std::vector<int> position;  // in the order of elimination, -1: not in it
  std::vector<double> key, jitter;
};

class EliminationPlan {
 public:
  // Plans the elimination of NODES with tables of at most MOSTENTRIES, the eliminated node's strategies included. RNG
  // may be null: the plan is then the same each time.
  EliminationPlan(const Model& model, const std::vector<int>& nodes, int64_t mostEntries, Rng* rng,
                  EliminationScratch* scratch);

  int numEliminated() const { return static_cast<int>(order_.size()); }
  bool exact() const { return held_ == 0; }  // all of NODES are eliminated
  int64_t entries() const { return entries_; }
  // Chooses for the eliminated nodes, in CHOICES, what minimises NODECOST (per strategy) plus pair costs, the other
  // nodes' choices as they are. Returns the minimum over the eliminated nodes and the edges that touch them; none, and
  // CHOICES as they were, where STOP was set before the end.
  std::optional<double> solve(const std::vector<double>& nodeCost, std::vector<int>* choices,
                              const std::atomic<bool>& stop);

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
