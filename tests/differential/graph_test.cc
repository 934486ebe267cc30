// What is done to a graph before it is partitioned or compiled keeps its meaning: random programs before and after, bit
// for bit.
#include <gtest/gtest.h>

#include <set>

#include "frontends/stablehlo.h"
#include "graph/evaluate.h"
#include "graph/graph_io.h"
#include "graph/print.h"
#include "graph/simplify.h"
#include "graph/verify.h"
#include "tests/support/random_graph.h"

namespace partita {
namespace {

constexpr uint64_t kSeeds = 120;

RandomGraphOptions everything() {
  RandomGraphOptions options;
  options.windows = options.bf16 = true;
  options.maxElements = 512;
  return options;
}

std::vector<Tensor> evaluated(const Graph& graph, uint64_t seed) {
  StatusOr<std::vector<Tensor>> results = evaluate(graph, randomArguments(graph, seed));
  CHECK(results.ok(), "seed ", seed, ": ", results.status().ToString());
  return *std::move(results);
}

void expectSame(const Graph& before, const Graph& after, uint64_t seed) {
  SCOPED_TRACE(seed);
  const Status sound = verify(after, Stage::kGlobal);
  ASSERT_TRUE(sound.ok()) << sound;
  const std::vector<Tensor> expected = evaluated(before, seed), found = evaluated(after, seed);
  ASSERT_EQ(found.size(), expected.size());
  for (size_t i = 0; i < found.size(); ++i) {
    const Status same = compareTensors(found[i], expected[i], 0, 0);
    EXPECT_TRUE(same.ok()) << "result " << i << ": " << same;
  }
}

// The generator is worth something only while it makes programs with all of these.
TEST(GraphDifferential, RandomProgramsHoldMostOps) {
  std::set<OpKind> kinds;
  for (uint64_t seed = 0; seed < kSeeds; ++seed) {
    for (const Node& node : randomGraph(seed, everything()).nodes) kinds.insert(node.kind);
  }
  for (OpKind kind : {OpKind::kBitcastConvert, OpKind::kBroadcastInDim,
                      OpKind::kCase,           OpKind::kClamp,
                      OpKind::kConcatenate,    OpKind::kConvert,
                      OpKind::kDotGeneral,     OpKind::kDynamicSlice,
                      OpKind::kGather,         OpKind::kPad,
                      OpKind::kReduce,         OpKind::kReduceWindow,
                      OpKind::kReshape,        OpKind::kReverse,
                      OpKind::kScatter,        OpKind::kSelect,
                      OpKind::kSlice,          OpKind::kTranspose,
                      OpKind::kWhile,          OpKind::kErf,
                      OpKind::kShiftLeft,      OpKind::kRemainder,
                      OpKind::kExponential,    OpKind::kDynamicUpdateSlice}) {
    EXPECT_TRUE(kinds.contains(kind)) << opName(kind);
  }
}

TEST(GraphDifferential, SimplifyKeepsEveryBit) {
  for (uint64_t seed = 0; seed < kSeeds; ++seed) {
    const Graph before = randomGraph(seed, everything());
    Graph after = before;
    const Status status = simplify(after);
    ASSERT_TRUE(status.ok()) << status;
    expectSame(before, after, seed);
  }
}

TEST(GraphDifferential, CompactKeepsEveryBit) {
  for (uint64_t seed = 0; seed < kSeeds; ++seed) {
    const Graph before = randomGraph(seed, everything());
    Graph after = before;
    after.compact();
    EXPECT_LE(after.nodes.size(), before.nodes.size());
    expectSame(before, after, seed);
  }
}

TEST(GraphDifferential, TextParsesBack) {
  for (uint64_t seed = 0; seed < kSeeds; ++seed) {
    const Graph before = randomGraph(seed, everything());
    StatusOr<Graph> after = parseStablehlo(printGraph(before), "printed");
    ASSERT_TRUE(after.ok()) << "seed " << seed << ": " << after.status() << "\n" << printGraph(before);
    expectSame(before, *after, seed);
  }
}

TEST(GraphDifferential, MessagesReadBack) {
  for (uint64_t seed = 0; seed < kSeeds; ++seed) {
    const Graph before = randomGraph(seed, everything());
    StatusOr<Graph> after = deserializeGraph(serializeGraph(before));
    ASSERT_TRUE(after.ok()) << "seed " << seed << ": " << after.status();
    EXPECT_EQ(graphHash(before), graphHash(*after)) << "seed " << seed;
    expectSame(before, *after, seed);
  }
}

}  // namespace
}  // namespace partita
