// UsageTree against a plain array.
#include "partitioner/search/usage_tree.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/rng.h"

namespace partita {
namespace {

int64_t overshoot(const std::vector<int64_t>& excess) {
  int64_t sum = 0;
  for (int64_t e : excess) sum += std::max<int64_t>(e, 0);
  return sum;
}

TEST(UsageTree, AgreesWithAnArray) {
  for (uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    Rng rng(seed);
    const int size = static_cast<int>(rng.between(1, 70));
    const int64_t span = rng.below(2) == 0 ? 5 : int64_t{1} << 58;
    std::vector<int64_t> plain(size);
    for (int64_t& e : plain) e = rng.between(-span, span);
    UsageTree tree(plain);
    for (int k = 0; k < 100; ++k) {
      const int first = static_cast<int>(rng.below(size)), last = static_cast<int>(rng.between(first, size - 1));
      const int64_t amount = rng.between(-span, span) / 64;
      std::vector<int64_t> changed = plain;
      for (int t = first; t <= last; ++t) changed[t] += amount;
      ASSERT_EQ(tree.overshootChange(first, last, amount), overshoot(changed) - overshoot(plain))
          << "[" << first << ", " << last << "] by " << amount;
      ASSERT_EQ(tree.most(first, last), *std::max_element(plain.begin() + first, plain.begin() + last + 1));
      tree.add(first, last, amount);
      plain = changed;
      const auto most = std::max_element(plain.begin(), plain.end());
      ASSERT_EQ(tree.most(), *most);
      ASSERT_EQ(tree.argMost(), most - plain.begin());
      ASSERT_EQ(tree.at(last), plain[last]);
    }
    for (int t = 0; t < size; ++t) EXPECT_EQ(tree.at(t), plain[t]);
  }
}

TEST(UsageTree, EmptyRangesAndNothingAddChangeNothing) {
  UsageTree tree({3, -1, 2});
  tree.add(2, 1, 100);
  tree.add(0, 2, 0);
  EXPECT_EQ(tree.at(0), 3);
  EXPECT_EQ(tree.at(1), -1);
  EXPECT_EQ(tree.at(2), 2);
}

TEST(UsageTree, WithoutMomentsNothingExceeds) { EXPECT_LT(UsageTree({}).most(), 0); }

}  // namespace
}  // namespace partita
