#pragma once
// The flat, read-only form of a reduced Network that the solvers walk: nodes numbered 0..n-1, costs and usage in rows.
#include <cstdint>
#include <span>
#include <vector>

#include "partitioner/search/network.h"

namespace partita {

struct Model {
  // Usage of a node's strategies during moments [first, last]: amounts[amount + strategy].
  struct Segment {
    int first, last;
    size_t amount;
  };
  // An edge seen from one of its ends. rows[theirs * columns + mine] is the pair's cost: a row per strategy of the
  // other.
  struct Arc {
    int edge, other;
    size_t rows;  // into `pairCost`, a row per strategy of the other end, my size apart
  };

  std::vector<int> origin;    // number in the Network
  std::vector<int> first;     // n + 1: where a node's strategies begin in `cost`
  std::vector<int64_t> cost;  // per strategy
  std::vector<int> firstArc;  // n + 1
  std::vector<Arc> arcs;      // in the order of `other`
  std::vector<int64_t> pairCost;
  std::vector<double> pairValue;  // pairCost as double; `penalty` where forbidden
  std::vector<int> firstSegment;  // n + 1
  std::vector<Segment> segments;  // of a node: disjoint, ascending
  std::vector<int64_t> amounts;
  std::vector<int64_t> capacity;    // per moment
  std::vector<double> momentScale;  // per moment, greatest capacity of its memory (at least 1): the unit of excess
  int64_t constant = 0;
  // What a forbidden pair costs in doubles: more than all allowed costs may differ by, so that no answer that has an
  // allowed one is worse.
  double penalty = 0;
  int numEdges = 0;

  int numNodes() const { return static_cast<int>(origin.size()); }
  int numMoments() const { return static_cast<int>(capacity.size()); }
  int size(int v) const { return first[v + 1] - first[v]; }
  std::span<const Arc> arcsOf(int v) const { return {arcs.data() + firstArc[v], arcs.data() + firstArc[v + 1]}; }
  std::span<const Segment> segmentsOf(int v) const {
    return {segments.data() + firstSegment[v], segments.data() + firstSegment[v + 1]};
  }
  const int64_t* amountsOf(const Segment& s) const { return amounts.data() + s.amount; }
};

Model makeModel(Network* network);

// Keeps in NETWORK, which MODEL was made from, the strategies that are marked (per strategy of the model). Returns
// false, and leaves NETWORK in part as it was, where a node would have none.
bool keepMarked(const Model& model, const std::vector<char>& marked, Network* network);

// Cost of CHOICES (one per node of the model) without Model::constant; kForbidden where a pair or strategy is.
int64_t costOf(const Model& model, const std::vector<int>& choices);

// Entries of all pair matrices, both ways: what a pass of message passing looks at.
int64_t entriesOf(const Model& model);

// Usage at every moment.
std::vector<int64_t> usageOf(const Model& model, const std::vector<int>& choices);

// Node costs at the given price of usage per moment: cost[s] + sum over moments of price * amount.
void pricedCosts(const Model& model, const std::vector<double>& price, std::vector<double>* out);

}  // namespace partita
