// Products by matrix tiles.
#include <gtest/gtest.h>

#include <initializer_list>

#include "absl/strings/match.h"
#include "base/rng.h"
#include "base/text.h"
#include "codegen/schedule/apply_schedule.h"
#include "codegen/schedule/schedule.h"
#include "tests/support/product_nest.h"
#include "tests/support/scheduled_nest.h"

namespace partita {
namespace {

constexpr int kOrders = 4;  // in which threads take turns

struct Types {
  DType factors, sums;
};
constexpr Types kTypes[] = {
    {DType::kF32, DType::kF32}, {DType::kBF16, DType::kF32}, {DType::kI8, DType::kI32}, {DType::kF64, DType::kF64}};

// Blocks of 64 rows: two warps, each with two tiles of 16 x 32; operands in the block's memory, 32 of k at a time.
constexpr std::string_view kWarps = R"(
split m 64 -> m.b m.r
split m.r 32 -> m.w m.q
split m.q 16 -> m.t m.i
split n 32 -> n.b n.i
split k 32 -> k.c k.i
bind m.b block
bind m.w thread 1
bind m.t unroll in t2
bind k.i thread in t1
bind n.i thread in t0
bind n.i thread in s0
order t0: m.b n.b k.c k.i n.i
order t1: m.b n.b k.c m.w m.t m.i k.i
order t2: m.b n.b k.c m.w m.t m.i n.i k.i
order s0: m.b n.b m.w m.t m.i n.i
layout t0: k.i n.i+8
layout t1: m.w m.t m.i k.i+8
stage t1 shared
tile t2 m.i n.i k.i 32
share t1 3
share t2 3
share s0 2
)";

TEST(Schedule, TilesOfWarps) {
  for (const Types& types : kTypes) {
    const LoopNest nest = productNest(128, 64, 64, types.factors, types.factors, types.sums);
    const Schedule tiles = parsed(kWarps);
    expectSame(nest, tiles, 0, kOrders);
    expectSame(nest, Schedule(tiles).pipeline("k.c", 3), 0, kOrders);
    const std::string text = textOf(nest, tiles);
    EXPECT_EQ(occurrences(text, "tile 16x32x32 by 32"), 2) << text;
    EXPECT_TRUE(absl::StrContains(text, strCat("shared t0: ", dtypeName(types.factors), "[1280]"))) << text;
    EXPECT_TRUE(absl::StrContains(text, strCat("register t2_tile: ", dtypeName(types.sums), "[32]"))) << text;
  }
}

TEST(Schedule, TilesOfOneLane) {
  int used = 0;
  for (uint64_t seed = 0; seed < 80; ++seed) {
    Rng rng(seed);
    const Types& types = kTypes[rng.below(std::size(kTypes))];
    auto any = [&](std::initializer_list<int64_t> list) { return *(list.begin() + rng.below(list.size())); };
    const int64_t m = any({1, 2, 4}), n = any({1, 8, 16}), k = any({1, 2, 4});
    const LoopNest nest = productNest(m * rng.between(1, 3), n * rng.between(1, 2), k * rng.between(1, 4),
                                      types.factors, types.factors, types.sums);
    Schedule s;
    s.split("m", m, "m.t", "m.i").split("n", n, "n.t", "n.i").split("k", k, "k.t", "k.i");
    s.order("t2", rng.below(2) == 0 ? std::vector<std::string>{"m.t", "n.t", "k.t", "m.i", "n.i", "k.i"}
                                    : std::vector<std::string>{"k.t", "n.t", "m.t", "m.i", "n.i", "k.i"});
    s.tile("t2", "m.i", "n.i", "k.i");
    const bool threads = rng.below(3) == 0;
    if (threads) s.bind("m.t", Binding::kThread, 0, "t2");
    for (const char* operand : {"t0", "t1"}) {
      if (rng.below(2) == 0) {
        s.inlined(operand);
      } else {
        const std::string own = operand == std::string_view("t0") ? "n" : "m";
        s.layout(operand, {"k.t", own + ".t", own + ".i", "k.i"}, {0, 0, rng.between(0, 2), 0});
      }
    }
    if (!applySchedule(nest, s).ok()) ADD_FAILURE() << applySchedule(nest, s).status();
    expectSame(nest, s, seed % 3 == 0 && !threads ? 1 : 0, 2);
    if (HasFailure()) return;
    ++used;
  }
  EXPECT_EQ(used, 80);
}

TEST(Schedule, WhatTilesRefuse) {
  const LoopNest nest = productNest(128, 64, 64);
  auto refused = [&](std::string_view what, std::string_view with, std::string_view why) {
    std::string text(kWarps);
    if (!what.empty()) text.replace(text.find(what), what.size(), with);
    expectRefused(nest, parsed(text), why);
  };
  refused("tile t2 m.i n.i k.i 32", "tile t2 n.i m.i k.i 32", "'n.i' is not the third last of its loops");
  refused("tile t2 m.i n.i k.i 32", "tile t2 m.i n.i k.i 64", "does not spread over 64 lanes");
  refused("tile t2 m.i n.i k.i 32", "tile t0 k.i n.i n.b 32", "not a sum");
  refused("tile t2 m.i n.i k.i 32", "tile t2 m.i n.i k.i 0", "from 1 to 1024 lanes");
  refused("split n 32 -> n.b n.i", "split n 4 -> n.b n.i", "a tile of 16 x 4 does not spread over 32 lanes");
  refused("bind m.t unroll in t2\n", "", "'m.t' runs inside what it sums over");
  refused("bind m.w thread 1\n", "bind m.w thread 1\nbind n.i unroll in t2\n", "'n.i' is bound");
  refused("layout t0: k.i n.i+8", "layout t0: k.i n.i^8", "t0 does not lie in memory in steps along 'k.i'");
  refused("stage t1 shared\n", "bind m.w serial in t1\nbind k.i serial in t1\n", "t1 is in the memory of one thread");
  expectRefused(productNest(8, 8, 8), parsed("tile t2 n m k"), "'n' is not the third last");
  expectRefused(productNest(8, 8, 8), parsed("tile t2 m n k"), "t1 does not lie in memory in steps along 'm'");
}

}  // namespace
}  // namespace partita
