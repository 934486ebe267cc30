#pragma once
// The proven lower bound: usage limits are priced (Lagrangian relaxation: cost + price * (usage - capacity), any prices
// >= 0), what remains is bounded by message passing, and the prices climb by the volume algorithm (Barahona and Anbil,
// "The volume algorithm", Math. Programming 87, 2000): steps from the best prices so far along an average of recent
// excesses. The excess is that of an average over strategies, the nearer to the bound the heavier: many lie equally
// near it, and single choices among those say little. Where that stalls, it begins again from the best prices with
// another order of the nodes and another temperature of the average.
#include <vector>

#include "base/rng.h"
#include "partitioner/search/message_passing.h"
#include "partitioner/search/model.h"

namespace partita {

class BoundAscent {
 public:
  // MODEL outlives it. PRICES to begin from, one per moment. Once STOP (may be null) is set, steps do nothing and
  // ruleOut rules nothing out.
  BoundAscent(const Model& model, std::vector<double> prices, uint64_t seed, const std::atomic<bool>* stop = nullptr);

  // One pass of message passing and one step of the prices. UPPER: cost of a known answer, Model::constant included;
  // infinity where none is known.
  void step(double upper);

  // Best lower bound so far on the cost of a feasible answer, Model::constant included; -infinity before the first
  // step.
  double bound() const { return bound_; }
  // Price of usage per moment that gave it.
  const std::vector<double>& prices() const { return prices_; }
  // Choices of the last pass.
  const std::vector<int>& choices() const { return passing_.choices(); }
  int restarts() const { return restarts_; }

  // The bound at the best prices as MessagePassing::potentials. Empty where stopped.
  std::vector<double> potentials();

  // By the bound at the best prices: marks in KEEP (per strategy of the model) what an answer cheaper than UPPER may
  // choose. Returns how many strategies it rules out. SLACK, where asked for: by how much each raises the bound.
  int ruleOut(double upper, std::vector<char>* keep, std::vector<double>* slack = nullptr);

 private:
  double evaluate(std::vector<double>* slack);
  // Passes at the best prices until the bound there stands still.
  void converge();
  void restart();
  // Expected usage per moment of strategies weighed by exp(-slack_ / TEMPERATURE). Overwrites slack_.
  std::vector<double> usageAt(double temperature);

  const Model& model_;
  Rng rng_;
  MessagePassing passing_;
  std::vector<double> prices_;
  double bound_;
  // Of the ascent since the last restart:
  std::vector<double> center_, price_, average_, excess_, direction_, cost_, slack_;
  double centerBound_, windowBound_;  // now; when the window of steps began
  double factor_ = 0.1;               // of the Polyak step
  int failures_ = 0, steps_ = 0, restarts_ = 0;
};

}  // namespace partita
