#pragma once
// Exact search of small problems: depth first, each node of the tree reduced, bounded by priced message passing and rid
// of what the bound rules out, then split at one choice. Runs in slices.
#include <atomic>
#include <vector>

#include "partitioner/search/network.h"

namespace partita {

class BranchAndBound {
 public:
  explicit BranchAndBound(const ChoiceProblem& problem);

  // Works on COUNT nodes of the tree, looking only for answers that cost less than UPPER (the cost of a known answer)
  // and than best(). Returns soon after STOP is set.
  void run(int count, int64_t upper, const std::atomic<bool>& stop);

  // Nothing is left: the cheaper of the given upper and best() is optimal.
  bool done() const { return open_.empty(); }
  // Cheapest answer found (choices of the problem), empty: none; and its cost.
  const std::vector<int>& best() const { return best_; }
  int64_t bestCost() const { return bestCost_; }
  // Nodes of the tree visited, and entries of pair matrices that they were bounded by.
  int64_t visited() const { return visited_; }
  int64_t work() const { return work_; }
  // No answer costs less than this; infinity: there is none, nor one of the given uppers' cost.
  double bound() const;

 private:
  struct Node {
    Network network;
    // Prices of usage, and the moments that they are for: those of the network before it was last reduced.
    std::vector<Network::Moment> moments;
    std::vector<double> prices;
    double bound;
  };
  void visit(Node node, int64_t upper, const std::atomic<bool>& stop);
  void found(const Network& network, std::vector<int> working, int64_t upper);

  const ChoiceProblem problem_;
  std::vector<Node> open_;  // the next one last
  std::vector<int> best_;
  int64_t bestCost_ = kInfiniteCost, upper_ = kInfiniteCost;
  int64_t visited_ = 0, work_ = 0;
};

}  // namespace partita
