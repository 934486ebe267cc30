#pragma once
// The search for good answers on one model: whole neighbourhoods are minimised exactly at prices of usage
// (elimination), repaired where they exceed a capacity, and descended from. Amounts of work are counted, not timed, so
// that a run with fixed amounts repeats exactly.
#include <atomic>
#include <utility>
#include <vector>

#include "base/rng.h"
#include "partitioner/search/elimination.h"
#include "partitioner/search/local_search.h"
#include "partitioner/search/model.h"

namespace partita {

class Improver {
 public:
  // START: choices to begin from, of any cost. A step returns soon after STOP is set. MODEL and STOP outlive it.
  Improver(const Model& model, std::vector<int> start, uint64_t seed, const std::atomic<bool>& stop);

  // One step at PRICES (those of the bound): a neighbourhood of some kind, or a move of the drifting prices. Returns
  // true where best() became better.
  bool step(const std::vector<double>& prices);
  // Goes on from CHOICES where they are feasible and cheaper than the best, or where there is no best yet. Returns
  // whether they became the best.
  bool adopt(const std::vector<int>& choices);

  // Forgets the best and begins again from CHOICES, of any cost.
  void restart(std::vector<int> choices);

  // Best feasible choices so far (empty: none) and their cost without Model::constant.
  const std::vector<int>& best() const { return best_; }
  int64_t bestCost() const { return bestCost_; }
  // The kind of step that found them.
  const char* method() const { return method_; }
  // Of infeasible choices seen, those whose greatest excess is least, and that excess. Empty: none seen.
  const std::vector<int>& nearest() const { return nearest_; }
  int64_t nearestExcess() const { return nearestExcess_; }
  // Entries of tables and costs looked at so far.
  int64_t work() const { return work_; }

 private:
  enum Kind { kBall, kLargeBall, kWindow, kCutset, kDrift, kKinds };
  static constexpr int kTables = 5;
  struct Record {
    double work = 1;  // older work and gains fade
    double gain = 0;  // relative lowering of the cost
  };

  std::pair<Kind, int> pick();
  void pickBall(int size);
  void pickWindow();
  bool neighbourhood(Kind kind, int table, const std::vector<double>& prices);
  bool drift(int table, const std::vector<double>& prices);
  void descendAt(const std::vector<double>& prices);
  // Repairs and descends from STATE_; true where that made the best better.
  bool settle(int64_t costLimit, const char* method);
  void raisePrices(const std::vector<int64_t>& usage, double unit);

  const Model& model_;
  Rng rng_;
  const std::atomic<bool>& stop_;
  LocalSearch local_;
  EliminationScratch scratch_;
  std::vector<int> best_, nearest_, state_, all_;
  int64_t bestCost_, nearestExcess_;
  const char* method_ = "";
  int64_t work_ = 0;
  Record records_[kKinds][kTables];
  std::vector<char> marked_;
  std::vector<int> picked_;
  std::vector<double> price_, cost_;
  std::vector<double> drifting_;  // prices of the drift
  int driftSteps_ = 0, sinceGain_ = 0;
};

}  // namespace partita
