#pragma once
// The working form of a ChoiceProblem that reductions shrink and solvers walk: nodes with costs, edges with shared
// matrices, usage over numbered moments with a capacity each, and the history that leads back to the problem's choices.
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "partitioner/search/choice_problem.h"

namespace partita {

// Forbidden, inside the search. Sums of costs go through addCosts.
inline constexpr int64_t kForbidden = int64_t{1} << 62;

inline int64_t addCosts(int64_t a, int64_t b) { return a >= kForbidden || b >= kForbidden ? kForbidden : a + b; }

struct CostMatrix {
  int rows = 0, columns = 0;
  std::vector<int64_t> values;
  int64_t at(int i, int j) const { return values[static_cast<size_t>(i) * columns + j]; }
};

// Matrices by number; equal ones have one number.
class MatrixPool {
 public:
  int add(CostMatrix matrix);
  const CostMatrix& operator[](int id) const { return matrices_[id]; }
  int size() const { return static_cast<int>(matrices_.size()); }
  int transposed(int id);

 private:
  std::vector<CostMatrix> matrices_;
  std::vector<int> transposed_;  // -1: not asked for yet
  std::unordered_multimap<uint64_t, int> byHash_;
};

struct Network {
  // Usage of each strategy during moments [first, last].
  struct Segment {
    int first, last;
    std::vector<int64_t> amount;
  };
  struct Node {
    std::vector<int64_t> cost;
    // Disjoint and ascending; numbered by the strategies at the last settleUsage.
    std::vector<Segment> usage;
    // noMore[i * size + j]: i uses no more than j at any moment. Empty: the node uses nothing, or has more than
    // kMostCompared strategies (see usesNoMore).
    std::vector<char> noMore;
    std::vector<int> edges;  // some may be dead: see edgesOf
    bool alive = true;
    bool uses = false;    // has usage, its own or that of nodes merged into it
    bool touched = true;  // it, an edge of it or a neighbour changed since pruneDominated last looked
    int size() const { return static_cast<int>(cost.size()); }
  };
  struct Edge {
    int from, to, matrix;
    bool alive = true;
  };
  // Where a moment stands in the problem.
  struct Moment {
    int memory;
    int64_t begin, end;
    int64_t capacity;  // what is left of the limit after usage that every answer has; negative: nothing fits
  };
  // A step of reduction, to be undone from the last to the first: what NODE (as it was numbered before it) chooses.
  struct Step {
    int node;
    int into;  // >= 0: strategy[choice of `into`]; -1: pruned, strategy[own choice]; -2: eliminated
    std::vector<int> strategy;
    // Eliminated: the best answer to the neighbours (matrix with a row per strategy of the node).
    std::vector<int64_t> cost;
    std::vector<std::pair<int, int>> neighbours;
  };
  static constexpr int kPruned = -1, kEliminated = -2;
  // Nodes with more strategies than this are left out of comparisons of pairs of strategies.
  static constexpr int kMostCompared = 400;

  std::vector<Node> nodes;  // numbered as in the problem; those that follow another (groups) are dead from the start
  std::vector<Edge> edges;
  std::vector<Moment> moments;
  std::vector<Step> history;
  size_t settled = 0;  // steps of the history that the nodes' usage has seen
  MatrixPool matrices;
  int64_t constant = 0;  // cost that every answer pays
  int emptyNode = -1;    // >= 0: this node has no strategy left, no answer exists

  int other(int edge, int node) const { return edges[edge].from == node ? edges[edge].to : edges[edge].from; }
  // The matrix of EDGE with a row per strategy of NODE.
  int matrixFrom(int edge, int node) {
    return edges[edge].from == node ? edges[edge].matrix : matrices.transposed(edges[edge].matrix);
  }
  // Edges of NODE that are alive (drops the others).
  const std::vector<int>& edgesOf(int node);
  bool usesNoMore(int node, int i, int j) const {
    const Node& n = nodes[node];
    return i == j || !n.uses || (!n.noMore.empty() && n.noMore[static_cast<size_t>(i) * n.size() + j] != 0);
  }
  // Replaces the matrix of EDGE by MATRIX, which has a row per strategy of NODE.
  void setMatrix(int edge, int node, int matrix);
  int addEdge(int from, int to, int matrix);
  void removeEdge(int edge) {
    edges[edge].alive = false;
    touch(edge);
  }
  void touch(int edge) { nodes[edges[edge].from].touched = nodes[edges[edge].to].touched = true; }
  // Keeps the strategies KEEP (ascending, not empty) of NODE.
  void keepStrategies(int node, const std::vector<int>& keep);
  // NODE chooses strategy[choice of INTO] from here on; costs and edges have been moved by the caller.
  void mergeInto(int node, int into, std::vector<int> strategy);
  // NODE chooses what INTO chooses from here on, which has as many strategies.
  void tie(int node, int into);
  // Takes NODE, which uses nothing, out; its neighbours have been given its cost by the caller.
  void eliminate(int node);
  // Moves usage of merged nodes to those that decide it and brings it to the present numbering; makes segments
  // disjoint; what all strategies of a node use at a moment is taken off its capacity.
  void settleUsage();
  int numAlive() const;
};

// The network of PROBLEM: fixed choices applied, groups merged, a moment for every largest set of nodes live at once.
Network makeNetwork(const ChoiceProblem& problem);

// PRICES of the moments FROM (one each), for the moments TO that the same network has after further reduction.
std::vector<double> pricesAt(const std::vector<Network::Moment>& to, const std::vector<Network::Moment>& from,
                             const std::vector<double>& prices);

// The problem's choices from those of the working nodes that are alive (WORKING[node]; others ignored).
std::vector<int> expandChoices(const Network& network, std::vector<int> working);

// WORKING of expandChoices from the problem's choices: a dead strategy becomes -1.
std::vector<int> reduceChoices(const Network& network, const std::vector<int>& choices);

}  // namespace partita
