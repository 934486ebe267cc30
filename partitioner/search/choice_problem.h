#pragma once
// The problem that an automatic partitioner solves, with nothing of tensors in it: choose one strategy for every node
// so that the sum of node costs and of the costs that pairs of neighbours cause is least, while what the chosen
// strategies use of each memory stays under its limit at every moment. (A cost function network with interval-shaped
// capacity constraints; the problem of the ASPLOS 2025 IOPDDL contest, several memories, fixed choices and groups
// added.)
#include <cstdint>
#include <limits>
#include <span>
#include <unordered_map>
#include <vector>

#include "base/status.h"

namespace partita {

// A cost at or above this forbids the strategy, or the pair of strategies.
inline constexpr int64_t kInfiniteCost = 1'000'000'000'000'000'000;
// Finite costs together, and usages at one moment together, stay below this in magnitude, so that sums are exact.
inline constexpr int64_t kMaxTotal = int64_t{1} << 61;
inline constexpr int64_t kNoLimit = std::numeric_limits<int64_t>::max();

class ChoiceProblem {
 public:
  // What the strategies of a node use of MEMORY during the moments [begin, end). A node may have several.
  struct Usage {
    int memory;
    int64_t begin, end;               // begin < end
    std::span<const int64_t> amount;  // per strategy, >= 0
  };
  struct Edge {
    int from, to;  // from != to
    int matrix;
  };
  // Cost of the pair (i of `from`, j of `to`) at values[i * columns + j].
  struct Matrix {
    int rows, columns;
    std::span<const int64_t> values;
  };

  // A memory with LIMIT >= 0 (kNoLimit: unlimited, only reported). Its number counts from 0.
  StatusOr<int> addMemory(int64_t limit);
  // A node with one strategy per cost, at least one. Finite costs may be negative. Its number counts from 0.
  StatusOr<int> addNode(std::span<const int64_t> costs);
  // NODE uses AMOUNT[strategy] >= 0 of MEMORY during [BEGIN, END); an empty interval adds nothing.
  Status addUsage(int node, int memory, int64_t begin, int64_t end, std::span<const int64_t> amount);
  // Equal matrices are stored once and get the same number. values.size() == rows * columns.
  StatusOr<int> addMatrix(int rows, int columns, std::span<const int64_t> values);
  // Edges between the same two nodes add up. The matrix has a row per strategy of FROM and a column per one of TO.
  Status addEdge(int from, int to, int matrix);
  // NODE chooses STRATEGY whatever it costs.
  Status fix(int node, int strategy);
  // The nodes choose strategies of the same number; they have equally many.
  Status addGroup(std::span<const int> nodes);

  int numNodes() const { return static_cast<int>(firstCost_.size()) - 1; }
  int numEdges() const { return static_cast<int>(edges_.size()); }
  int numMatrices() const { return static_cast<int>(matrices_.size()); }
  int numMemories() const { return static_cast<int>(limits_.size()); }
  int numStrategies(int node) const { return static_cast<int>(firstCost_[node + 1] - firstCost_[node]); }
  std::span<const int64_t> costs(int node) const {
    return {costs_.data() + firstCost_[node], costs_.data() + firstCost_[node + 1]};
  }
  const std::vector<int>& usagesOf(int node) const { return usagesOf_[node]; }  // numbers for usage()
  int numUsages() const { return static_cast<int>(usages_.size()); }
  Usage usage(int index) const;
  int usageNode(int index) const { return usages_[index].node; }
  const Edge& edge(int index) const { return edges_[index]; }
  Matrix matrix(int index) const;
  int64_t edgeCost(int index, int fromStrategy, int toStrategy) const {
    const StoredMatrix& m = matrices_[edges_[index].matrix];
    return values_[m.first + static_cast<size_t>(fromStrategy) * m.columns + toStrategy];
  }
  // No answer of finite cost costs more.
  int64_t mostCost() const { return totalCost_; }
  int64_t limit(int memory) const { return limits_[memory]; }
  int fixedStrategy(int node) const { return fixed_[node]; }  // -1: free
  const std::vector<std::vector<int>>& groups() const { return groups_; }

 private:
  struct StoredMatrix {
    size_t first;
    int rows, columns;
  };
  struct StoredUsage {
    int node, memory;
    int64_t begin, end;
    size_t first;
  };
  Status checkNode(int node) const;

  std::vector<size_t> firstCost_ = {0};
  std::vector<int64_t> costs_, amounts_, values_, limits_;
  std::vector<StoredUsage> usages_;
  std::vector<std::vector<int>> usagesOf_;
  std::vector<StoredMatrix> matrices_;
  std::unordered_multimap<uint64_t, int> matrixByHash_;
  std::vector<Edge> edges_;
  std::vector<int> fixed_;
  std::vector<std::vector<int>> groups_;
  // Sums of the largest magnitudes so far: what no answer can exceed.
  int64_t totalCost_ = 0, totalUsage_ = 0;
};

}  // namespace partita
