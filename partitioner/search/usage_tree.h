#pragma once
// Usage less capacity at every moment, under changes over ranges of moments: a segment tree with lazy additions.
// Changes and questions take time logarithmic in the number of moments.
#include <cstdint>
#include <vector>

namespace partita {

class UsageTree {
 public:
  // Excess (usage - capacity) at every moment.
  explicit UsageTree(const std::vector<int64_t>& excess);

  // Adds AMOUNT to moments [first, last].
  void add(int first, int last, int64_t amount);
  // Greatest excess over [first, last].
  int64_t most(int first, int last) const;
  // Greatest excess of all; at or below zero: within capacity everywhere. Very negative where there are no moments.
  int64_t most() const { return size_ == 0 ? kNone : node_[1].most; }
  // A moment of that excess: the first.
  int argMost() const;
  // Sum over [first, last] of what is above zero after adding AMOUNT there, less what is above zero now. Walks only
  // subtrees that touch zero.
  int64_t overshootChange(int first, int last, int64_t amount) const;
  int64_t at(int moment) const { return most(moment, moment); }

 private:
  static constexpr int64_t kNone = -(int64_t{1} << 62);
  struct Node {
    int64_t most = kNone;  // of the subtree, `pending` of it and below included
    int64_t least = 0;     // likewise
    int64_t pending = 0;   // added to the whole subtree
  };
  void addAt(int node, int begin, int end, int first, int last, int64_t amount);
  int64_t mostAt(int node, int begin, int end, int first, int last) const;
  int64_t changeAt(int node, int begin, int end, int first, int last, int64_t amount, int64_t above) const;
  void pull(int node);

  int size_;    // moments
  int leaves_;  // power of two
  std::vector<Node> node_;
};

}  // namespace partita
