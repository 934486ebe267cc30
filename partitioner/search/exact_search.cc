#include "partitioner/search/exact_search.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "partitioner/search/solution.h"

namespace partita {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

}  // namespace

ExactSearch::ExactSearch(Decomposition decomposition, const std::vector<int>& answer, int64_t mostTree)
    : constant_(decomposition.constant), mostTree_(mostTree), mostBound_(static_cast<double>(decomposition.constant)) {
  for (Decomposition::Part& part : decomposition.parts) {
    std::vector<int> own;
    int64_t upper = kInfiniteCost;
    if (!answer.empty()) {
      own = Decomposition::choicesOf(part, answer);
      const Evaluation evaluation = *evaluate(part.problem, own);
      if (evaluation.feasible) upper = evaluation.cost;
    }
    if (upper == kInfiniteCost) own.clear();
    mostBound_ += upper < kInfiniteCost ? static_cast<double>(upper) : kInfinity;
    parts_.push_back({std::move(part.nodes), std::move(own), upper, BranchAndBound(part.problem)});
  }
}

void ExactSearch::run(int64_t work, int64_t upper, const std::atomic<bool>& stop) {
  while (work > 0 && !done() && !stop.load(std::memory_order_relaxed)) {
    Part& part = parts_[current_];
    work += part.tree.work();
    // Answers below `upper` cost this part less than what the others leave of it.
    int64_t most = part.upper;
    if (upper < kInfiniteCost) {
      const double others = boundWithout(&part);
      if (others == kInfinity) {  // another part has no answer
        current_ = parts_.size();
        return;
      }
      const double left = static_cast<double>(upper) - others;
      if (left < static_cast<double>(most)) most = static_cast<int64_t>(std::ceil(left));
    }
    part.tree.run(1, most, stop);
    work -= part.tree.work() + 1;
    if (part.tree.done() || part.tree.visited() >= mostTree_) ++current_;
  }
}

double ExactSearch::boundWithout(const Part* left) const {
  double sum = static_cast<double>(constant_);
  for (const Part& part : parts_) {
    if (&part == left) continue;
    const double bound = part.tree.bound();
    if (bound == kInfinity) return kInfinity;  // even where another is not bounded yet
    sum += bound;
  }
  return sum;
}

double ExactSearch::bound() const { return boundWithout(nullptr); }

std::vector<int> ExactSearch::choices() const {
  size_t nodes = 0;
  for (const Part& part : parts_) nodes += part.nodes.size();
  std::vector<int> out(nodes);
  for (const Part& part : parts_) {
    const std::vector<int>& own = part.tree.best().empty() ? part.answer : part.tree.best();
    if (own.empty()) return {};
    for (size_t k = 0; k < part.nodes.size(); ++k) out[part.nodes[k]] = own[k];
  }
  return out;
}

}  // namespace partita
