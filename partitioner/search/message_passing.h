#pragma once
// Sequential tree-reweighted message passing (TRW-S: Kolmogorov, "Convergent tree-reweighted message passing for energy
// minimization", PAMI 2006): a lower bound on node costs plus pair costs, and choices that lie near it.
#include <atomic>
#include <vector>

#include "partitioner/search/model.h"

namespace partita {

class MessagePassing {
 public:
  // ORDER: the nodes in the order in which the passes visit them.
  // STOP may be null.
  MessagePassing(const Model& model, std::vector<int> order, const std::atomic<bool>* stop = nullptr);

  // Passes visit the nodes in ORDER from here on; of the messages this part is kept.
  void reorder(std::vector<int> order, double keep);

  // One pass over the nodes and back, from where the last one ended. NODECOST: finite, per strategy. Returns a lower
  // bound on the cost of any choices; never worse than before where NODECOST is as before. SLACK, where asked for: per
  // strategy, by how much the bound of the pass before (at the same costs) rises at least where the node chooses it.
  // -infinity, and SLACK without meaning, where STOP was set before the end.
  double pass(const std::vector<double>& nodeCost, std::vector<double>* slack = nullptr);

  // Sum of the magnitudes of what the bound of the last pass was summed from: its rounding error is a small part of it.
  double magnitude() const { return magnitude_; }

  // The last pass, whose SLACK is given, as a reparametrisation: a value for each strategy of the node of each arc, arc
  // by arc. Added to the node's costs and taken from the pair's at both ends it leaves the cost of all choices as it
  // was, and the least cost of each node and of each pair then add up to the pass's bound (SRMP: Kolmogorov, "A new
  // look at reweighted message passing", PAMI 2015).
  std::vector<double> potentials(const std::vector<double>& slack) const;

  // Choices found on the way forward of the last pass: node by node, the earlier ones' choices given.
  const std::vector<int>& choices() const { return choices_; }

 private:
  void send(int arc, const double* from, double gamma, bool addToBound, double* bound);

  const Model& model_;
  const std::atomic<bool>* stop_;
  std::vector<int> order_, rank_;
  std::vector<int> reverse_;  // of each arc, the same edge seen from the other end
  std::vector<size_t>
      message_;  // of each arc: where the message from the other end begins, a value per strategy of mine
  std::vector<double> messages_;
  std::vector<double> gamma_;
  std::vector<int> choices_;
  double magnitude_ = 0;
  std::vector<double> sum_, scaled_;
};

}  // namespace partita
