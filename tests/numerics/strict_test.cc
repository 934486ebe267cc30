// Compiled with --strict, programs of ops that round once each give the bits of op-by-op evaluation, however they are
// fused; products are rounded before they are added up.
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>

#include "base/rng.h"
#include "codegen/codegen.h"
#include "graph/evaluate.h"
#include "graph/ops/node_builder.h"
#include "graph/print.h"
#include "tests/support/fuzz_settings.h"
#include "tests/support/thunk_runner.h"

namespace partita {
namespace {

constexpr int64_t kElements = 173;  // no multiple of any number of lanes

StatusOr<std::vector<Tensor>> runStrict(const Graph& graph, absl::Span<const Tensor> arguments, bool strict = true) {
  CompileOptions options;
  options.target = hostTarget();
  options.strict = strict;
  ASSIGN_OR_RETURN(const Program program, compile(graph, options));
  ASSIGN_OR_RETURN(const std::unique_ptr<KernelTable> kernels, loadKernels(program));
  return runThunks(program, *kernels, arguments);
}

// A NaN is a NaN whatever its bits.
bool sameBits(const Tensor& a, const Tensor& b) {
  const size_t size = static_cast<size_t>(dtypeBytes(a.type().dtype));
  for (int64_t i = 0; i < a.elements(); ++i) {
    if (isFloat(a.type().dtype) && std::isnan(a.asDouble(i)) && std::isnan(b.asDouble(i))) continue;
    if (std::memcmp(a.data() + size * static_cast<size_t>(i), b.data() + size * static_cast<size_t>(i), size) != 0)
      return false;
  }
  return true;
}

// Numbers of all sizes, and now and then a special one.
Tensor randomNumbers(Rng& rng, DType dtype) {
  Tensor out(TensorType(dtype, {kElements}));
  const double specials[] = {0.0, -0.0, INFINITY, -INFINITY, std::nan(""), 1.0, -1.0, 1e-42, -3e-310};
  for (int64_t i = 0; i < kElements; ++i) {
    const uint64_t bits = rng.next();
    double value = rng.below(3) == 0 ? loadAsDouble(dtype, &bits) : rng.uniform() * 8 - 4;
    if (rng.below(8) == 0) value = specials[rng.below(std::size(specials))];
    out.set(i, value);
  }
  return out;
}

// Ops that are exact or rounded once.
Graph randomProgram(Rng& rng, DType dtype, size_t arguments) {
  Graph graph;
  NodeBuilder build(graph, graph.body());
  const TensorType type(dtype, {kElements});
  std::vector<ValueId> values;
  for (size_t i = 0; i < arguments; ++i) values.push_back(graph.addArgument(graph.body(), type));
  auto any = [&] { return values[values.size() - 1 - rng.below(std::min<size_t>(values.size(), 6))]; };
  const OpKind one[] = {OpKind::kNegate, OpKind::kAbs, OpKind::kSqrt, OpKind::kFloor, OpKind::kCeil, OpKind::kSign};
  const OpKind two[] = {OpKind::kAdd,      OpKind::kAdd,    OpKind::kSubtract, OpKind::kMultiply,
                        OpKind::kMultiply, OpKind::kDivide, OpKind::kMinimum,  OpKind::kMaximum};
  for (int n = 0; n < 20; ++n) {
    switch (rng.below(8)) {
      case 0:
        values.push_back(build.node(one[rng.below(std::size(one))], {any()}, type));
        break;
      case 1:
        values.push_back(build.select(build.compare(any(), any(), "LT"), any(), any()));
        break;
      case 2:
        values.push_back(build.node(OpKind::kClamp, {any(), any(), any()}, type));
        break;
      case 3:
        values.push_back(build.multiply(any(), build.splat(type, rng.uniform() * 3)));
        break;
      case 4: {
        const DType other = dtype == DType::kF32 ? DType::kBF16 : DType::kF32;
        values.push_back(build.convert(build.convert(any(), other), dtype));
        break;
      }
      default:
        values.push_back(build.node(two[rng.below(std::size(two))], {any(), any()}, type));
    }
  }
  graph.regions[graph.body()].results = {values.back(), values[values.size() - 2], values[values.size() - 5]};
  graph.results.resize(3);
  return graph;
}

TEST(Strict, RandomProgramsRoundOpByOp) {
  const uint64_t rounds = numberFromEnvironment("PARTITA_FUZZ_ROUNDS", 40);
  for (uint64_t seed = 0; seed < rounds; ++seed) {
    Rng rng(seed);
    const DType dtype = std::vector<DType>{DType::kF32, DType::kF64, DType::kBF16, DType::kF16}[seed % 4];
    std::vector<Tensor> arguments;
    for (int i = 0; i < 3; ++i) arguments.push_back(randomNumbers(rng, dtype));
    const Graph graph = randomProgram(rng, dtype, arguments.size());
    const StatusOr<std::vector<Tensor>> expected = evaluate(graph, arguments);
    ASSERT_TRUE(expected.ok()) << expected.status();
    const StatusOr<std::vector<Tensor>> found = runStrict(graph, arguments);
    ASSERT_TRUE(found.ok()) << found.status();
    for (size_t r = 0; r < expected->size(); ++r)
      ASSERT_TRUE(sameBits((*found)[r], (*expected)[r])) << "seed " << seed << ", result " << r << " of\n"
                                                         << printGraph(graph);
  }
}

// Without it bf16 is kept wide between ops: the test above would see it.
TEST(Strict, WhatItGivesUp) {
  Graph graph;
  NodeBuilder build(graph, graph.body());
  const TensorType type(DType::kBF16, {kElements});
  const ValueId x = graph.addArgument(graph.body(), type), y = graph.addArgument(graph.body(), type);
  graph.regions[graph.body()].results = {build.subtract(build.multiply(x, y), y)};
  graph.results.resize(1);
  Rng rng(1);
  Tensor a(type), b(type);
  for (int64_t i = 0; i < kElements; ++i) {
    a.set(i, 1 + rng.uniform());
    b.set(i, 1 + rng.uniform());
  }
  const std::vector<Tensor> arguments = {a, b};
  const StatusOr<std::vector<Tensor>> expected = evaluate(graph, arguments), strict = runStrict(graph, arguments),
                                      usual = runStrict(graph, arguments, false);
  ASSERT_TRUE(expected.ok() && strict.ok() && usual.ok());
  EXPECT_TRUE(sameBits((*strict)[0], (*expected)[0]));
  EXPECT_FALSE(sameBits((*usual)[0], (*expected)[0]));
}

// (x² rounded) from x·x: what a fused multiply-add leaves, and what is nothing where both are rounded.
TEST(Strict, ProductsAreRoundedBeforeTheyAreAdded) {
  Graph graph;
  NodeBuilder build(graph, graph.body());
  const TensorType left(DType::kF32, {24, 2}), right(DType::kF32, {2, 40}), result(DType::kF32, {24, 40});
  const ValueId a = graph.addArgument(graph.body(), left), b = graph.addArgument(graph.body(), right);
  AttrDict attrs;
  attrs.set("lhs_contract", IntsAttr{1});
  attrs.set("rhs_contract", IntsAttr{0});
  graph.regions[graph.body()].results = {build.node(OpKind::kDotGeneral, {a, b}, result, attrs)};
  graph.results.resize(1);
  Tensor x(left), y(right);
  const float third = 1.0f / 3;
  for (int64_t i = 0; i < 24; ++i) {
    x.set(2 * i, -(third * third));
    x.set(2 * i + 1, third);
  }
  for (int64_t j = 0; j < 40; ++j) {
    y.set(j, 1);
    y.set(40 + j, third);
  }
  const std::vector<Tensor> arguments = {x, y};
  const StatusOr<std::vector<Tensor>> strict = runStrict(graph, arguments), usual = runStrict(graph, arguments, false);
  ASSERT_TRUE(strict.ok() && usual.ok()) << strict.status() << usual.status();
  bool fused = false;
  for (int64_t i = 0; i < result.elements(); ++i) {
    EXPECT_EQ((*strict)[0].asDouble(i), 0) << i;
    fused = fused || (*usual)[0].asDouble(i) != 0;
  }
  EXPECT_TRUE(fused);
}

}  // namespace
}  // namespace partita
