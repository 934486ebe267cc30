// What shards fetch from each other: nothing but what they need and do not have, in rounds that can be run.
#include "partitioner/exchange.h"

#include <gtest/gtest.h>

#include <set>

#include "base/rng.h"

namespace partita {
namespace {

Needed range(int64_t begin, int64_t end) { return {.segments = {{0, {begin, end}}}}; }

// Every shard has all of its segments, in order, from shards that hold them; a round asks one thing of each shard.
void check(const std::vector<Cut>& have, const Exchange& exchange) {
  if (exchange.gathers) return;
  ASSERT_EQ(exchange.parts.size(), exchange.needed.size());
  for (size_t shard = 0; shard < exchange.parts.size(); ++shard) {
    size_t k = 0;
    for (const Segment& segment : exchange.needed[shard].segments) {
      int64_t at = segment.range.begin;
      while (at < segment.range.end) {
        ASSERT_LT(k, exchange.parts[shard].size());
        const ExchangePart& part = exchange.parts[shard][k];
        EXPECT_EQ(part.operand, segment.operand);
        EXPECT_EQ(part.range.begin, at);
        const Range piece = have[part.operand].piece(part.source);
        EXPECT_TRUE(piece.begin <= part.range.begin && part.range.end <= piece.end);
        EXPECT_EQ(part.round < 0, part.source == static_cast<int>(shard));
        if (part.round >= 0) {
          const ExchangeRound& round = exchange.rounds[static_cast<size_t>(part.round)];
          EXPECT_EQ(round.part[shard], static_cast<int>(k));
          EXPECT_EQ(round.target[static_cast<size_t>(part.source)], static_cast<int>(shard));
          EXPECT_LE(part.range.size(), round.size);
        }
        at = part.range.end;
        ++k;
      }
    }
    EXPECT_EQ(k, exchange.parts[shard].size());
  }
  for (const ExchangeRound& round : exchange.rounds) {
    std::set<int> targets;
    for (int target : round.target) EXPECT_TRUE(target < 0 || targets.insert(target).second);
  }
}

TEST(Exchange, NeighboursSendTheirEdges) {
  // A window of three over 16 elements on four shards.
  std::vector<Needed> needed;
  for (int64_t s = 0; s < 4; ++s)
    needed.push_back(range(std::max<int64_t>(4 * s - 1, 0), std::min<int64_t>(4 * s + 5, 16)));
  const std::vector<Cut> have{Cut(16, 4)};
  const Exchange exchange = planExchange(have, needed);
  check(have, exchange);
  EXPECT_EQ(exchange.rounds.size(), 2u);
  EXPECT_EQ(exchange.elements, 2);
}

TEST(Exchange, AReversalIsOneRound) {
  std::vector<Needed> needed;
  for (int64_t s = 0; s < 8; ++s) needed.push_back(range(64 - 8 * (s + 1), 64 - 8 * s));
  const std::vector<Cut> have{Cut(64, 8)};
  const Exchange exchange = planExchange(have, needed);
  check(have, exchange);
  EXPECT_EQ(exchange.rounds.size(), 1u);
  EXPECT_EQ(exchange.elements, 8);
}

TEST(Exchange, ARollIsOneRound) {
  // The last three elements first, then the others.
  std::vector<Needed> needed{{.segments = {{0, {61, 64}}, {0, {0, 5}}}}};
  for (int64_t s = 1; s < 8; ++s) needed.push_back(range(8 * s - 3, 8 * s + 5));
  const std::vector<Cut> have{Cut(64, 8)};
  const Exchange exchange = planExchange(have, needed);
  check(have, exchange);
  EXPECT_EQ(exchange.rounds.size(), 1u);
  EXPECT_EQ(exchange.elements, 3);
}

TEST(Exchange, WhatIsNeededEverywhereIsGathered) {
  const std::vector<Cut> have{Cut(30, 10)};
  const Exchange exchange = planExchange(have, std::vector<Needed>(10, range(0, 30)));
  EXPECT_TRUE(exchange.gathers);
  EXPECT_DOUBLE_EQ(exchange.elements, 27);
}

TEST(Exchange, RandomSegments) {
  for (uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(seed);
    Rng rng(seed);
    const int64_t shards = rng.between(1, 9);
    std::vector<int64_t> weights;
    for (int64_t s = 0; s < shards; ++s) weights.push_back(rng.between(1, 4));
    std::vector<Cut> have;
    const int64_t operands = rng.between(1, 3);
    for (int64_t i = 0; i < operands; ++i) have.push_back(Cut(rng.between(0, 40), weights));
    std::vector<Needed> needed;
    for (int64_t s = 0; s < shards; ++s) {
      Needed& mine = needed.emplace_back();
      for (int64_t k = rng.between(0, 3); k > 0; --k) {
        const size_t operand = static_cast<size_t>(rng.between(0, operands - 1));
        const int64_t begin = rng.between(0, have[operand].elements());
        mine.segments.push_back({operand, {begin, rng.between(begin, have[operand].elements())}});
      }
    }
    check(have, planExchange(have, needed));
  }
}

}  // namespace
}  // namespace partita
