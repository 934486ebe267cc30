#include "executor/dependencies.h"

#include <gtest/gtest.h>

#include "base/rng.h"

namespace partita {
namespace {

using Closure = std::vector<std::vector<bool>>;  // [later][earlier]

Closure closureOf(size_t count, const std::vector<std::pair<size_t, size_t>>& edges) {
  Closure closure(count, std::vector<bool>(count));
  for (auto [before, after] : edges) closure[after][before] = true;
  for (size_t i = 0; i < count; ++i) {
    for (size_t j = 0; j < i; ++j) {
      if (!closure[i][j]) continue;
      for (size_t k = 0; k < j; ++k) {
        if (closure[j][k]) closure[i][k] = true;
      }
    }
  }
  return closure;
}

bool conflict(const std::vector<BufferUse>& a, const std::vector<BufferUse>& b) {
  for (const BufferUse& x : a) {
    for (const BufferUse& y : b) {
      bool overlap = x.slice.bytes > 0 && y.slice.bytes > 0 && x.slice.buffer == y.slice.buffer &&
                     x.slice.offset < y.slice.offset + y.slice.bytes && y.slice.offset < x.slice.offset + x.slice.bytes;
      if (overlap && (x.write || y.write)) return true;
    }
  }
  return false;
}

TEST(Dependencies, RandomUsesHaveTheClosureOfThePairwiseRule) {
  for (uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(strCat("seed ", seed));
    Rng rng(seed);
    size_t count = 1 + rng.below(80);
    std::vector<std::vector<BufferUse>> uses(count);
    for (auto& mine : uses) {
      for (uint64_t n = rng.below(5); n > 0; --n) {
        mine.push_back(
            {{static_cast<int32_t>(rng.below(3)), rng.between(0, 60), rng.between(0, 12)}, rng.below(3) == 0});
      }
    }
    std::vector<std::pair<size_t, size_t>> wanted, got;
    for (size_t i = 0; i < count; ++i) {
      for (size_t j = 0; j < i; ++j) {
        if (conflict(uses[i], uses[j])) wanted.push_back({j, i});
      }
    }
    DependencyGraph graph = buildDependencies(uses);
    std::vector<int32_t> counts(count);
    for (size_t i = 0; i < count; ++i) {
      for (int32_t next : graph.successors[i]) {
        ASSERT_GT(next, static_cast<int32_t>(i));
        got.push_back({i, static_cast<size_t>(next)});
        ++counts[static_cast<size_t>(next)];
      }
    }
    EXPECT_EQ(counts, graph.predecessorCounts);
    Closure closure = closureOf(count, wanted);
    EXPECT_TRUE(closure == closureOf(count, got));
    // Reduced: no edge follows from two others.
    for (auto [before, after] : got) {
      for (size_t middle = before + 1; middle < after; ++middle) {
        EXPECT_FALSE(closure[middle][before] && closure[after][middle])
            << before << " -> " << after << " follows from " << middle;
      }
    }
  }
}

TEST(Dependencies, ReadersDoNotWaitForEachOther) {
  BufferUse read{{0, 0, 8}, false}, write{{0, 0, 8}, true};
  DependencyGraph graph = buildDependencies(std::vector<std::vector<BufferUse>>{{write}, {read}, {read}, {write}});
  EXPECT_EQ(graph.successors[0], (std::vector<int32_t>{1, 2}));
  EXPECT_EQ(graph.successors[1], (std::vector<int32_t>{3}));
  EXPECT_EQ(graph.predecessorCounts, (std::vector<int32_t>{0, 1, 1, 2}));
}

}  // namespace
}  // namespace partita
