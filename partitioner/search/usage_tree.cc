#include "partitioner/search/usage_tree.h"

#include <algorithm>
#include <bit>

namespace partita {

UsageTree::UsageTree(const std::vector<int64_t>& excess) : size_(static_cast<int>(excess.size())) {
  leaves_ = static_cast<int>(std::bit_ceil(excess.size()));
  node_.resize(2 * static_cast<size_t>(leaves_));
  for (int t = 0; t < leaves_; ++t) {
    Node& leaf = node_[leaves_ + t];
    // Leaves past the end are never above zero and never asked for.
    leaf.most = t < size_ ? excess[t] : kNone;
    leaf.least = t < size_ ? excess[t] : -kNone;
  }
  for (int n = leaves_ - 1; n >= 1; --n) pull(n);
}

void UsageTree::pull(int node) {
  Node& n = node_[node];
  const Node& left = node_[2 * node];
  const Node& right = node_[2 * node + 1];
  n.most = std::max(left.most, right.most) + n.pending;
  n.least = std::min(left.least, right.least) + n.pending;
}

void UsageTree::add(int first, int last, int64_t amount) {
  if (first > last || amount == 0) return;
  addAt(1, 0, leaves_ - 1, first, last, amount);
}

void UsageTree::addAt(int node, int begin, int end, int first, int last, int64_t amount) {
  if (first <= begin && end <= last) {
    Node& n = node_[node];
    n.most += amount;
    n.least += amount;
    n.pending += amount;
    return;
  }
  const int middle = (begin + end) / 2;
  if (first <= middle) addAt(2 * node, begin, middle, first, last, amount);
  if (last > middle) addAt(2 * node + 1, middle + 1, end, first, last, amount);
  pull(node);
}

int64_t UsageTree::most(int first, int last) const { return mostAt(1, 0, leaves_ - 1, first, last); }

int64_t UsageTree::mostAt(int node, int begin, int end, int first, int last) const {
  if (first <= begin && end <= last) return node_[node].most;
  const int middle = (begin + end) / 2;
  int64_t out = kNone;
  if (first <= middle) out = mostAt(2 * node, begin, middle, first, last);
  if (last > middle) out = std::max(out, mostAt(2 * node + 1, middle + 1, end, first, last));
  return out + node_[node].pending;
}

int UsageTree::argMost() const {
  int node = 1;
  while (node < leaves_) node = node_[2 * node].most >= node_[2 * node + 1].most ? 2 * node : 2 * node + 1;
  return node - leaves_;
}

int64_t UsageTree::overshootChange(int first, int last, int64_t amount) const {
  return changeAt(1, 0, leaves_ - 1, first, last, amount, 0);
}

// ABOVE: pending additions of the nodes above.
int64_t UsageTree::changeAt(int node, int begin, int end, int first, int last, int64_t amount, int64_t above) const {
  const Node& n = node_[node];
  const int64_t most = n.most + above, least = n.least + above;
  if (std::max(most, most + amount) <= 0) return 0;  // below zero before and after
  if (first <= begin && end <= last) {
    if (std::min(least, least + amount) >= 0) return amount * (std::min(end, size_ - 1) - begin + 1);
    if (begin == end) return std::max<int64_t>(most + amount, 0) - std::max<int64_t>(most, 0);
  }
  const int middle = (begin + end) / 2;
  int64_t out = 0;
  if (first <= middle) out += changeAt(2 * node, begin, middle, first, last, amount, above + n.pending);
  if (last > middle) out += changeAt(2 * node + 1, middle + 1, end, first, last, amount, above + n.pending);
  return out;
}

}  // namespace partita
