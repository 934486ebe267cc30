#include "partitioner/search/choice_problem.h"

#include <algorithm>
#include <string_view>

#include "base/hash.h"

namespace partita {
namespace {

// Largest magnitude of the finite VALUES.
int64_t largest(std::span<const int64_t> values) {
  int64_t out = 0;
  for (int64_t v : values)
    if (v < kInfiniteCost) out = std::max(out, v < 0 ? -v : v);
  return out;
}

Status checkCosts(std::span<const int64_t> costs, const char* what) {
  for (size_t i = 0; i < costs.size(); ++i)
    if (costs[i] <= -kInfiniteCost) return invalidArgument(what, " ", i, " is ", costs[i], ": costs lie above -10^18");
  return absl::OkStatus();
}

}  // namespace

Status ChoiceProblem::checkNode(int node) const {
  if (node < 0 || node >= numNodes())
    return invalidArgument("no node ", node, ": the problem has ", numNodes(), " nodes so far");
  return absl::OkStatus();
}

StatusOr<int> ChoiceProblem::addMemory(int64_t limit) {
  if (limit < 0) return invalidArgument("usage limit ", limit, " is negative");
  limits_.push_back(limit);
  return numMemories() - 1;
}

StatusOr<int> ChoiceProblem::addNode(std::span<const int64_t> costs) {
  if (costs.empty()) return invalidArgument("node ", numNodes(), " has no strategy");
  RETURN_IF_ERROR(checkCosts(costs, "cost of strategy"));
  const int64_t most = largest(costs);
  if (most > kMaxTotal - totalCost_) return invalidArgument("costs overflow: together they exceed 2^61");
  totalCost_ += most;
  costs_.insert(costs_.end(), costs.begin(), costs.end());
  firstCost_.push_back(costs_.size());
  usagesOf_.emplace_back();
  fixed_.push_back(-1);
  return numNodes() - 1;
}

Status ChoiceProblem::addUsage(int node, int memory, int64_t begin, int64_t end, std::span<const int64_t> amount) {
  RETURN_IF_ERROR(checkNode(node));
  if (memory < 0 || memory >= numMemories())
    return invalidArgument("no memory ", memory, ": the problem has ", numMemories(), " memories so far");
  if (static_cast<int>(amount.size()) != numStrategies(node))
    return invalidArgument("node ", node, " has ", numStrategies(node), " strategies, but ", amount.size(), " usages");
  if (begin < 0 || end < begin)
    return invalidArgument("interval [", begin, ", ", end, ") of node ", node, " is malformed");
  for (size_t i = 0; i < amount.size(); ++i)
    if (amount[i] < 0)
      return invalidArgument("usage ", amount[i], " of strategy ", i, " of node ", node, " is negative");
  if (begin == end) return absl::OkStatus();
  const int64_t most = *std::max_element(amount.begin(), amount.end());
  if (most > kMaxTotal - totalUsage_) return invalidArgument("usages overflow: together they exceed 2^61");
  totalUsage_ += most;
  usagesOf_[node].push_back(numUsages());
  usages_.push_back({node, memory, begin, end, amounts_.size()});
  amounts_.insert(amounts_.end(), amount.begin(), amount.end());
  return absl::OkStatus();
}

StatusOr<int> ChoiceProblem::addMatrix(int rows, int columns, std::span<const int64_t> values) {
  if (rows < 1 || columns < 1 || values.size() != static_cast<size_t>(rows) * static_cast<size_t>(columns))
    return invalidArgument("a matrix of ", rows, " x ", columns, " needs as many costs, not ", values.size());
  RETURN_IF_ERROR(checkCosts(values, "cost of pair"));
  const std::string_view bytes(reinterpret_cast<const char*>(values.data()), values.size_bytes());
  const uint64_t hash = hashBytes(bytes, static_cast<uint64_t>(rows) << 32 | static_cast<uint32_t>(columns));
  const auto [first, last] = matrixByHash_.equal_range(hash);
  for (auto it = first; it != last; ++it) {
    const Matrix m = matrix(it->second);
    if (m.rows == rows && m.columns == columns && std::equal(values.begin(), values.end(), m.values.begin()))
      return it->second;
  }
  matrices_.push_back({values_.size(), rows, columns});
  values_.insert(values_.end(), values.begin(), values.end());
  matrixByHash_.emplace(hash, numMatrices() - 1);
  return numMatrices() - 1;
}

Status ChoiceProblem::addEdge(int from, int to, int matrix) {
  RETURN_IF_ERROR(checkNode(from));
  RETURN_IF_ERROR(checkNode(to));
  if (from == to) return invalidArgument("edge ", numEdges(), " joins node ", from, " to itself");
  if (matrix < 0 || matrix >= numMatrices())
    return invalidArgument("no matrix ", matrix, ": the problem has ", numMatrices(), " matrices so far");
  const StoredMatrix& m = matrices_[matrix];
  if (m.rows != numStrategies(from) || m.columns != numStrategies(to))
    return invalidArgument("edge ", numEdges(), " (", from, ", ", to, ") needs ", numStrategies(from), " x ",
                           numStrategies(to), " costs, not ", m.rows, " x ", m.columns);
  const int64_t most = largest(this->matrix(matrix).values);
  if (most > kMaxTotal - totalCost_) return invalidArgument("costs overflow: together they exceed 2^61");
  totalCost_ += most;
  edges_.push_back({from, to, matrix});
  return absl::OkStatus();
}

Status ChoiceProblem::fix(int node, int strategy) {
  RETURN_IF_ERROR(checkNode(node));
  if (strategy < 0 || strategy >= numStrategies(node))
    return invalidArgument("node ", node, " has no strategy ", strategy, ": it has ", numStrategies(node));
  if (fixed_[node] >= 0 && fixed_[node] != strategy)
    return invalidArgument("node ", node, " is fixed to strategy ", fixed_[node], " already, not ", strategy);
  fixed_[node] = strategy;
  return absl::OkStatus();
}

Status ChoiceProblem::addGroup(std::span<const int> nodes) {
  for (int node : nodes) {
    RETURN_IF_ERROR(checkNode(node));
    if (numStrategies(node) != numStrategies(nodes[0]))
      return invalidArgument("nodes ", nodes[0], " and ", node, " must choose alike but have ", numStrategies(nodes[0]),
                             " and ", numStrategies(node), " strategies");
  }
  if (nodes.size() > 1) groups_.emplace_back(nodes.begin(), nodes.end());
  return absl::OkStatus();
}

ChoiceProblem::Usage ChoiceProblem::usage(int index) const {
  const StoredUsage& u = usages_[index];
  return {u.memory, u.begin, u.end, {amounts_.data() + u.first, static_cast<size_t>(numStrategies(u.node))}};
}

ChoiceProblem::Matrix ChoiceProblem::matrix(int index) const {
  const StoredMatrix& m = matrices_[index];
  return {m.rows, m.columns, {values_.data() + m.first, static_cast<size_t>(m.rows) * m.columns}};
}

}  // namespace partita
