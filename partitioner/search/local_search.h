#pragma once
// A complete choice under single-node changes, with cost and usage kept up to date: repair of exceeded capacities
// and descent within them.
#include <atomic>
#include <vector>

#include "base/rng.h"
#include "partitioner/search/model.h"
#include "partitioner/search/usage_tree.h"

namespace partita {

class LocalSearch {
 public:
  // CHOICES: one per node. Changes and repairs need a finite cost: assign one first where it is not.
  LocalSearch(const Model& model, std::vector<int> choices);

  const std::vector<int>& choices() const { return choices_; }
  int64_t cost() const { return cost_; }  // without Model::constant
  bool feasible() const { return tree_.most() <= 0; }
  const UsageTree& excess() const { return tree_; }
  // Costs and stretches of usage looked at so far.
  int64_t work() const { return work_; }

  // Cost of each strategy of NODE with the edges to its neighbours' choices; kForbidden where not allowed.
  const std::vector<int64_t>& costsOf(int node);
  // Whether NODE may change to STRATEGY without exceeding a capacity that the change uses more of.
  bool fits(int node, int strategy) const;
  // Changes the choice of NODE.
  void choose(int node, int strategy);
  // Takes on CHOICES by changing the nodes that differ.
  void assign(const std::vector<int>& choices);

  // Lowers usage where it is over capacity, the largest excess first, by the changes that cost least for what they
  // relieve, until feasible. Stops and returns false where no change relieves the largest excess, or where the cost
  // would reach COSTLIMIT.
  bool repair(int64_t costLimit, Rng* rng, const std::atomic<bool>& stop);
  // From a feasible choice: changes nodes, in random order, to cheaper strategies that fit until none is left or STOP
  // is set.
  void descend(Rng* rng, const std::atomic<bool>& stop);

 private:
  const Model& model_;
  std::vector<int> choices_;
  int64_t cost_;
  UsageTree tree_;
  int64_t work_ = 0;
  std::vector<int64_t> row_;
  std::vector<std::vector<int>> liveNear_;  // nodes with a segment in each stretch of kStretch moments
};

}  // namespace partita
