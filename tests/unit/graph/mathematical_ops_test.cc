// Mathematical functions of chlo, random bits, norms of batches and ragged products: rules by their labels, and values
// from elsewhere (SciPy, Random123's known answers, JAX).
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "graph/evaluate.h"
#include "graph/expand.h"
#include "graph/ops/node_builder.h"
#include "tests/support/tensors.h"

namespace partita {
namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();
const double kNan = std::nan("");

struct Case {
  OpKind kind;
  std::vector<TensorType> operands;
  std::vector<TensorType> results = {};
  std::vector<std::pair<std::string, Attr>> attrs = {};
};

StatusOr<std::vector<TensorType>> infer(const Case& c) {
  Graph graph;
  std::vector<ValueId> operands;
  for (const TensorType& type : c.operands) operands.push_back(graph.addArgument(graph.body(), type));
  AttrDict attrs;
  for (const auto& [name, value] : c.attrs) attrs.set(name, value);
  return inferTypes(graph, graph.nodes[graph.addNode(graph.body(), c.kind, operands, c.results, attrs)]);
}

TensorType f(Dims dims) { return TensorType(DType::kF32, std::move(dims)); }
TensorType i(Dims dims) { return TensorType(DType::kI32, std::move(dims)); }
TensorType u(Dims dims) { return TensorType(DType::kUI64, std::move(dims)); }
Attr word(const char* text) { return KeywordAttr{text}; }
Attr ints(IntsAttr values) { return values; }

using Attrs = std::vector<std::pair<std::string, Attr>>;
Attrs norm(int64_t feature) { return {{"epsilon", 1e-3}, {"feature_index", feature}}; }
Attrs ragged(IntsAttr lhsContract, IntsAttr rhsContract, IntsAttr along, IntsAttr group, IntsAttr lhsBatch = {},
             IntsAttr rhsBatch = {}) {
  return {{"lhs_batch", ints(std::move(lhsBatch))},       {"rhs_batch", ints(std::move(rhsBatch))},
          {"lhs_contract", ints(std::move(lhsContract))}, {"rhs_contract", ints(std::move(rhsContract))},
          {"lhs_ragged", ints(std::move(along))},         {"rhs_group", ints(std::move(group))}};
}

TEST(MathematicalOps, EachConstraintIsReportedByItsLabel) {
  const Attrs rows = ragged({1}, {1}, {0}, {0});
  const std::vector<std::pair<std::string, Case>> cases = {
      {"acos_i1", {OpKind::kAcos, {i({2})}}},
      {"lgamma_i1", {OpKind::kLgamma, {TensorType(DType::kC64, {2})}}},
      {"zeta_c1", {OpKind::kZeta, {f({2}), f({3})}}},
      {"polygamma_c1", {OpKind::kPolygamma, {f({2}), TensorType(DType::kF64, {2})}}},
      {"mulhi_i1", {OpKind::kMulhi, {f({2}), f({2})}}},
      {"is_inf_i1", {OpKind::kIsInf, {i({2})}}},
      {"conj_i1", {OpKind::kConj, {i({2})}}},
      {"rng_bit_generator_i1", {OpKind::kRngBitGenerator, {u({2})}, {u({2}), i({3})}, {{"algorithm", word("FAST")}}}},
      {"rng_bit_generator_i2", {OpKind::kRngBitGenerator, {i({2})}, {i({2}), i({3})}, {{"algorithm", word("PHILOX")}}}},
      {"rng_bit_generator_c1", {OpKind::kRngBitGenerator, {u({2})}, {u({3}), i({3})}, {{"algorithm", word("PHILOX")}}}},
      {"rng_bit_generator_c2",
       {OpKind::kRngBitGenerator, {u({3})}, {u({3}), i({3})}, {{"algorithm", word("THREE_FRY")}}}},
      {"rng_bit_generator_c2", {OpKind::kRngBitGenerator, {u({4})}, {u({4}), i({3})}, {{"algorithm", word("PHILOX")}}}},
      {"rng_bit_generator_o2",
       {OpKind::kRngBitGenerator,
        {u({2})},
        {u({2}), TensorType(DType::kC64, {3})},
        {{"algorithm", word("THREE_FRY")}}}},
      {"rng_i3", {OpKind::kRng, {f({}), f({}), TensorType(DType::kI64, {1})}, {}, {{"distribution", word("NORMAL")}}}},
      {"rng_i1", {OpKind::kRng, {f({2}), f({}), TensorType(DType::kI64, {1})}, {}, {{"distribution", word("NORMAL")}}}},
      {"rng_c1", {OpKind::kRng, {f({}), i({}), TensorType(DType::kI64, {1})}, {}, {{"distribution", word("UNIFORM")}}}},
      {"rng_c2", {OpKind::kRng, {i({}), i({}), TensorType(DType::kI64, {1})}, {}, {{"distribution", word("NORMAL")}}}},
      {"rng_i4", {OpKind::kRng, {f({}), f({}), TensorType(DType::kI64, {1})}, {}, {{"distribution", word("ANY")}}}},
      {"batch_norm_training_i1", {OpKind::kBatchNormTraining, {i({2, 3}), i({3}), i({3})}, {}, norm(1)}},
      {"batch_norm_training_c1", {OpKind::kBatchNormTraining, {f({2, 3}), f({3}), f({3})}, {}, norm(2)}},
      {"batch_norm_training_c2",
       {OpKind::kBatchNormTraining, {f({2, 3}), f({3}), TensorType(DType::kF64, {3})}, {}, norm(1)}},
      {"batch_norm_training_c3", {OpKind::kBatchNormTraining, {f({2, 3}), f({2}), f({3})}, {}, norm(1)}},
      {"batch_norm_training_c4", {OpKind::kBatchNormTraining, {f({2, 3}), f({3}), f({2})}, {}, norm(1)}},
      {"batch_norm_inference_c1",
       {OpKind::kBatchNormInference, {f({2, 3}), f({3}), f({3}), f({3}), f({3})}, {}, norm(-1)}},
      {"batch_norm_inference_c3",
       {OpKind::kBatchNormInference, {f({2, 3}), f({2}), f({3}), f({3}), f({3})}, {}, norm(1)}},
      {"batch_norm_inference_c4",
       {OpKind::kBatchNormInference, {f({2, 3}), f({3}), f({2}), f({3}), f({3})}, {}, norm(1)}},
      {"batch_norm_inference_c5",
       {OpKind::kBatchNormInference, {f({2, 3}), f({3}), f({3}), f({2}), f({3})}, {}, norm(1)}},
      {"batch_norm_inference_c6",
       {OpKind::kBatchNormInference, {f({2, 3}), f({3}), f({3}), f({3}), f({2})}, {}, norm(1)}},
      {"batch_norm_grad_c1", {OpKind::kBatchNormGrad, {f({2, 3}), f({3}), f({3}), f({3}), f({2, 3})}, {}, norm(2)}},
      {"batch_norm_grad_c2",
       {OpKind::kBatchNormGrad, {f({2, 3}), f({3}), f({3}), TensorType(DType::kF64, {3}), f({2, 3})}, {}, norm(1)}},
      {"batch_norm_grad_c3", {OpKind::kBatchNormGrad, {f({2, 3}), f({3}), f({3}), f({3}), f({3, 2})}, {}, norm(1)}},
      {"batch_norm_grad_c4", {OpKind::kBatchNormGrad, {f({2, 3}), f({3}), f({2}), f({3}), f({2, 3})}, {}, norm(1)}},
      {"batch_norm_grad_c5", {OpKind::kBatchNormGrad, {f({2, 3}), f({2}), f({3}), f({3}), f({2, 3})}, {}, norm(1)}},
      {"ragged_dot_ragged", {OpKind::kRaggedDot, {f({4, 5}), f({2, 5, 3}), i({2})}, {}, ragged({1}, {1}, {}, {0})}},
      {"ragged_dot_ragged", {OpKind::kRaggedDot, {f({4, 5}), f({2, 5, 3}), i({2})}, {}, ragged({1}, {1}, {2}, {0})}},
      {"ragged_dot_dims", {OpKind::kRaggedDot, {f({4, 5}), f({2, 6, 3}), i({2})}, {}, rows}},
      {"ragged_dot_dims", {OpKind::kRaggedDot, {f({4, 5}), f({2, 5, 3}), i({2})}, {}, ragged({1}, {3}, {0}, {0})}},
      {"ragged_dot_types", {OpKind::kRaggedDot, {f({4, 5}), i({2, 5, 3}), i({2})}, {}, rows}},
      {"ragged_dot_group_sizes", {OpKind::kRaggedDot, {f({4, 5}), f({2, 5, 3}), f({2})}, {}, rows}},
      {"ragged_dot_group_sizes", {OpKind::kRaggedDot, {f({4, 5}), f({2, 5, 3}), i({4, 2})}, {}, rows}},
      {"ragged_dot_group", {OpKind::kRaggedDot, {f({4, 5}), f({2, 5, 3}), i({3})}, {}, rows}},
      {"ragged_dot_group", {OpKind::kRaggedDot, {f({4, 5}), f({5, 3}), i({2})}, {}, ragged({1}, {0}, {0}, {})}},
  };
  for (const auto& [label, example] : cases) {
    const StatusOr<std::vector<TensorType>> types = infer(example);
    ASSERT_FALSE(types.ok()) << label;
    EXPECT_EQ(std::string(types.status().message()).rfind(label + ": ", 0), 0U) << label << ": " << types.status();
  }
}

// ATTRS' node on ARGUMENTS, evaluated as it is and as the ops it is written by.
std::vector<Tensor> evaluated(OpKind kind, const std::vector<Tensor>& arguments, std::vector<TensorType> results,
                              const Attrs& given, bool written) {
  Graph graph;
  std::vector<ValueId> operands;
  for (const Tensor& argument : arguments) operands.push_back(graph.addArgument(graph.body(), argument.type()));
  AttrDict attrs;
  for (const auto& [name, value] : given) attrs.set(name, value);
  const NodeId id = graph.addNode(graph.body(), kind, operands, std::move(results), attrs);
  graph.regions[graph.body()].results = graph.nodes[id].results;
  graph.results.resize(graph.nodes[id].results.size());
  if (written) CHECK(expandAll(graph).ok(), "");
  StatusOr<std::vector<Tensor>> out = evaluate(graph, arguments);
  CHECK(out.ok(), out.status().ToString());
  return *std::move(out);
}

struct Known {
  OpKind kind;
  std::vector<std::vector<double>> arguments;
  std::vector<double> expected;
};

TEST(MathematicalOps, ValuesOfFunctions) {
  const std::vector<Known> functions = {
      {OpKind::kAcos, {{-1, 0, 0.5, 1, 2}}, {M_PI, M_PI / 2, M_PI / 3, 0, kNan}},
      {OpKind::kAsin, {{-1, 0, 0.5, 1, -2}}, {-M_PI / 2, 0, M_PI / 6, M_PI / 2, kNan}},
      {OpKind::kAtan, {{-kInf, -1, 1e-300, kInf}}, {-M_PI / 2, -M_PI / 4, 1e-300, M_PI / 2}},
      {OpKind::kAcosh, {{0.5, 1, 2, 1e300, kInf, -1e5}}, {kNan, 0, 1.3169578969248166, 691.46867507877368, kInf, kNan}},
      {OpKind::kAsinh, {{-2, 1e-300, 1e300, -kInf}}, {-1.4436354751788103, 1e-300, 691.46867507877368, -kInf}},
      {OpKind::kAtanh, {{-1, 0.5, 1, 1.5}}, {-kInf, 0.54930614433405485, kInf, kNan}},
      {OpKind::kSinh, {{-1, 0, 710, 711}}, {-1.1752011936438014, 0, 1.1169973830808557e308, kInf}},
      {OpKind::kCosh, {{-1, 0, 710, -kInf}}, {1.5430806348152437, 1, 1.1169973830808557e308, kInf}},
      {OpKind::kLgamma,
       {{0.5, 1, 2, 5.5, -0.5, -3, 1e6, kInf, 1e-300}},
       {0.57236494292470009, 0, 0, 3.9578139676187163, 1.2655121234846454, kInf, 12815504.569147611, kInf,
        690.77552789821371}},
      {OpKind::kDigamma,
       {{1, 2.5, -1.5, 0, -2, 1e6}},
       {-0.57721566490153286, 0.70315664064524318, 0.70315664064524318, kNan, kNan, 13.815510057964191}},
      {OpKind::kZeta,
       {{2, 4, 1.5, 1, 0.5, 2, 3}, {1, 2.5, 3, 2, 2, -0.5, 0}},
       {1.6449340668482264, 0.037317641469542009, 1.2588219580922146, kInf, kNan, 8.9348022005446790, kNan}},
      {OpKind::kPolygamma,
       {{0, 1, 2, 3, 1.5, -1, 1}, {1, 2.5, 3, 0.5, 1, 1, -0.5}},
       {-0.57721566490153286, 0.49035775610023486, -0.15411380631918857, 97.409091034002437, kNan, kNan,
        8.9348022005446790}},
      {OpKind::kBesselI1e,
       {{-2, 0, 1, 8, 50, kInf}},
       {-0.21526928924893771, 0, 0.20791041534970845, 0.13414249329269813, 0.055993123892895400, 0}},
  };
  for (const Known& known : functions) {
    SCOPED_TRACE(opName(known.kind));
    const int64_t count = static_cast<int64_t>(known.expected.size());
    for (const bool written : {false, true}) {
      SCOPED_TRACE(written ? "by other ops" : "itself");
      std::vector<Tensor> arguments;
      for (const std::vector<double>& values : known.arguments)
        arguments.push_back(tensorOf(DType::kF64, {count}, values));
      const Tensor found = evaluated(known.kind, arguments, {arguments[0].type()}, {}, written)[0];
      for (int64_t n = 0; n < count; ++n) {
        const double expected = known.expected[static_cast<size_t>(n)], x = found.asDouble(n);
        if (std::isnan(expected)) {
          EXPECT_TRUE(std::isnan(x)) << n << ": " << x;
        } else if (std::isinf(expected)) {
          EXPECT_EQ(x, expected) << n;
        } else {
          EXPECT_NEAR(x, expected, std::abs(expected) * 2e-15) << n;
        }
      }
    }
  }
}

// Random123's known answers (kat_vectors): counters and keys of all bits, and of the digits of pi.
TEST(RandomBits, KnownAnswers) {
  auto state = [](std::vector<uint64_t> words) {
    Tensor out(u({static_cast<int64_t>(words.size())}));
    for (size_t n = 0; n < words.size(); ++n) out.setInt(static_cast<int64_t>(n), static_cast<int64_t>(words[n]));
    return out;
  };
  struct Answer {
    const char* algorithm;
    Tensor state;
    std::vector<uint32_t> words;
    std::vector<uint64_t> next;
  };
  const std::vector<Answer> answers = {
      {"THREE_FRY", state({0, 0}), {0x6b200159, 0x99ba4efe}, {0, 1}},
      {"THREE_FRY", state({0xffffffffffffffff, 0xffffffffffffffff}), {0x1cb996fc, 0xbb002be7}, {0xffffffffffffffff, 0}},
      {"THREE_FRY",
       state({0x03707344'13198a2e, 0x85a308d3'243f6a88}),
       {0xc4923a9c, 0x483df7a0},
       {0x03707344'13198a2e, 0x85a308d3'243f6a89}},
      {"PHILOX", state({0, 0, 0}), {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}, {0, 1, 0}},
      {"PHILOX",
       state({0xffffffffffffffff, 0xffffffffffffffff, 0xffffffffffffffff}),
       {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd},
       {0xffffffffffffffff, 0, 0}},
      {"PHILOX",
       state({0x299f31d0'a4093822, 0x85a308d3'243f6a88, 0x03707344'13198a2e}),
       {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1},
       {0x299f31d0'a4093822, 0x85a308d3'243f6a89, 0x03707344'13198a2e}},
  };
  for (const Answer& answer : answers) {
    SCOPED_TRACE(answer.algorithm);
    const TensorType bits(DType::kUI32, {static_cast<int64_t>(answer.words.size())});
    for (const bool written : {false, true}) {
      const std::vector<Tensor> found = evaluated(OpKind::kRngBitGenerator, {answer.state}, {answer.state.type(), bits},
                                                  {{"algorithm", word(answer.algorithm)}}, written);
      for (int64_t n = 0; n < bits.elements(); ++n)
        EXPECT_EQ(static_cast<uint32_t>(found[1].asInt(n)), answer.words[static_cast<size_t>(n)]) << written << n;
      for (size_t n = 0; n < answer.next.size(); ++n)
        EXPECT_EQ(static_cast<uint64_t>(found[0].asInt(static_cast<int64_t>(n))), answer.next[n]) << written << n;
    }
  }
}

TEST(RandomNumbers, StayInTheirIntervalAndSpread) {
  const int64_t count = 40000;
  Tensor shape(TensorType(DType::kI64, {1}));
  shape.setInt(0, count);
  for (const char* distribution : {"UNIFORM", "NORMAL"}) {
    Graph graph;
    NodeBuilder build(graph, graph.body());
    const TensorType scalar(DType::kF32, {});
    const ValueId low = build.splat(scalar, 2), high = build.splat(scalar, 5);
    const ValueId sizes = build.ints(shape.type(), {count});
    AttrDict attrs;
    attrs.set("distribution", word(distribution));
    attrs.set("stream", int64_t{3});
    graph.regions[graph.body()].results = {build.node(OpKind::kRng, {low, high, sizes}, f({count}), attrs)};
    graph.results.resize(1);
    const Tensor found = (*evaluate(graph, {}))[0];
    double sum = 0, squares = 0;
    for (int64_t n = 0; n < count; ++n) {
      const double x = found.asDouble(n);
      ASSERT_TRUE(*distribution != 'U' || (x >= 2 && x < 5)) << x;
      sum += x;
      squares += x * x;
    }
    const double mean = sum / count, deviation = std::sqrt(squares / count - mean * mean);
    const bool uniform = *distribution == 'U';
    EXPECT_NEAR(mean, uniform ? 3.5 : 2, 0.1);
    EXPECT_NEAR(deviation, uniform ? 3 / std::sqrt(12.0) : 5, 0.1);
  }
}

TEST(Mulhi, UpperHalves) {
  for (const bool written : {false, true}) {
    const Tensor a = tensorOf(DType::kI8, {4}, {64, -64, -128, 127}), b = tensorOf(DType::kI8, {4}, {4, 4, -128, 127});
    EXPECT_EQ(valuesOf(evaluated(OpKind::kMulhi, {a, b}, {a.type()}, {}, written)[0]),
              (std::vector<double>{1, -1, 64, 63}));
    Tensor x(TensorType(DType::kI64, {3})), y = x;
    x.setInt(0, std::numeric_limits<int64_t>::min());
    y.setInt(0, std::numeric_limits<int64_t>::min());
    x.setInt(1, -1);
    y.setInt(1, 1);
    x.setInt(2, 0x123456789abcdef0);
    y.setInt(2, -0x0fedcba987654321);
    const Tensor upper = evaluated(OpKind::kMulhi, {x, y}, {x.type()}, {}, written)[0];
    for (int64_t n = 0; n < 3; ++n)
      EXPECT_EQ(upper.asInt(n), static_cast<int64_t>(static_cast<__int128>(x.asInt(n)) * y.asInt(n) >> 64)) << n;
  }
}

}  // namespace
}  // namespace partita
