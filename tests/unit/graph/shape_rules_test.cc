// Shape rules of nodes that are built without a text: what StableHLO does not ask, types of results, numbers beyond all
// bounds. (Its constraints: constraints/.)
#include <gtest/gtest.h>

#include <limits>

#include "graph/op.h"

namespace partita {
namespace {

using ::testing::Test;

// A node built from a short description; infer() gives the types or the message.
struct Case {
  OpKind kind;
  std::vector<TensorType> operands;
  std::vector<TensorType> results;
  std::vector<std::pair<std::string, Attr>> attrs;
  std::vector<OpKind> bodies;  // a region (T, T) -> T with this op for each, T the element type of operand 0
};

StatusOr<std::vector<TensorType>> infer(const Case& c) {
  Graph graph;
  std::vector<ValueId> operands;
  for (const TensorType& type : c.operands) operands.push_back(graph.addArgument(graph.body(), type));
  AttrDict attrs;
  for (const auto& [name, value] : c.attrs) attrs.set(name, value);
  const NodeId id =
      graph.addNode(graph.body(), c.kind, operands, c.results, attrs, graph.addLocation({"model.py", 7, 0, "", 0}));
  for (OpKind body : c.bodies) {
    const RegionId region = graph.addRegion(id);
    fillReductionRegion(graph, region, body, c.operands[0].dtype);
    if (body == OpKind::kCompare) graph.values[graph.regions[region].results[0]].type.dtype = DType::kI1;
  }
  return inferTypes(graph, graph.nodes[id]);
}

TensorType f(Dims dims) { return TensorType(DType::kF32, std::move(dims)); }
TensorType i(Dims dims) { return TensorType(DType::kI32, std::move(dims)); }
TensorType p(Dims dims) { return TensorType(DType::kI1, std::move(dims)); }
Attr groups(const std::vector<std::vector<int64_t>>& lists) {
  AttrDict attrs;
  setReplicaGroups(attrs, lists);
  return *attrs.find("replica_groups");
}
Attr ints(IntsAttr values) { return values; }
Attr word(const char* text) { return KeywordAttr{text}; }
Attr num(int64_t value) { return value; }

// A convolution of f32[2,8,8,4] and f32[3,3,4,6] with CHANGED attributes.
Case convolution(std::vector<std::pair<std::string, Attr>> changed, TensorType lhs = f({2, 8, 8, 4}),
                 TensorType rhs = f({3, 3, 4, 6}), std::vector<TensorType> results = {}) {
  Case c{OpKind::kConvolution,
         {std::move(lhs), std::move(rhs)},
         std::move(results),
         {{"input_batch_dimension", num(0)},
          {"input_feature_dimension", num(3)},
          {"input_spatial_dimensions", ints({1, 2})},
          {"kernel_input_feature_dimension", num(2)},
          {"kernel_output_feature_dimension", num(3)},
          {"kernel_spatial_dimensions", ints({0, 1})},
          {"output_batch_dimension", num(0)},
          {"output_feature_dimension", num(3)},
          {"output_spatial_dimensions", ints({1, 2})},
          {"feature_group_count", num(1)},
          {"batch_group_count", num(1)}},
         {}};
  for (auto& [name, value] : changed) c.attrs.emplace_back(name, value);  // the last one counts
  return c;
}

// A select_and_scatter of f32[2,8] and f32[2,4] with windows of two elements, with CHANGED attributes.
Case selectAndScatter(std::vector<std::pair<std::string, Attr>> changed, std::vector<TensorType> operands,
                      std::vector<OpKind> bodies = {OpKind::kCompare, OpKind::kAdd}) {
  Case c{OpKind::kSelectAndScatter,
         std::move(operands),
         {},
         {{"window_dimensions", ints({1, 2})}, {"window_strides", ints({1, 2})}},
         std::move(bodies)};
  for (auto& [name, value] : changed) c.attrs.emplace_back(name, value);
  return c;
}

struct Broken {
  std::string label;
  Case example;
};

TEST(ShapeRules, WhatStablehloDoesNotNumberIsReportedByALabelToo) {
  const std::vector<Broken> cases = {
      {"erfc_i1", {OpKind::kErfc, {i({2})}, {}, {}, {}}},
      {"next_after_i1", {OpKind::kNextAfter, {i({2}), i({2})}, {}, {}, {}}},
      {"next_after_c1", {OpKind::kNextAfter, {f({2}), f({3})}, {}, {}, {}}},
      {"conj_i1", {OpKind::kConj, {i({2})}, {}, {}, {}}},
      {"convolution_c25", convolution({{"padding", ints({1, int64_t{1} << 62, 0, 0})}})},
      {"convolution_c27", convolution({}, f({2, 8, 8, 4}), f({3, 3, 4, 6}), {i({2, 6, 6, 6})})},
      {"sort_c4", {OpKind::kSort, {f({})}, {}, {}, {OpKind::kCompare}}},
      {"top_k_i1", {OpKind::kTopK, {TensorType(DType::kC64, {2})}, {}, {{"k", num(1)}}, {}}},
      {"top_k_c1", {OpKind::kTopK, {f({})}, {}, {{"k", num(0)}}, {}}},
      {"top_k_c2", {OpKind::kTopK, {f({2})}, {}, {{"k", num(3)}}, {}}},
      {"top_k_c2", {OpKind::kTopK, {f({2})}, {}, {{"k", num(-1)}}, {}}},
      {"all_gather_p2",
       {OpKind::kAllGather,
        {f({4})},
        {},
        {{"all_gather_dim", num(0)}, {"replica_groups", groups({{0, 1}})}, {"shard_sizes", ints({2, 3})}},
        {}}},
      {"reduce_scatter_p2",
       {OpKind::kReduceScatter,
        {f({3})},
        {f({3})},
        {{"scatter_dimension", num(0)}, {"replica_groups", groups({{0, 1}})}, {"shard_sizes", ints({2, 1})}},
        {OpKind::kAdd}}},
      {"reduce_scatter_p3",
       {OpKind::kReduceScatter,
        {f({4})},
        {f({2})},
        {{"scatter_dimension", num(0)}, {"replica_groups", groups({{0, 1}})}, {"shard_sizes", ints({2, 1})}},
        {OpKind::kAdd}}},
      {"sharding_constraint_s3", {OpKind::kShardingConstraint, {f({2})}, {}, {{"sharding", ShardingsAttr{}}}, {}}},
  };
  for (const Broken& broken : cases) {
    SCOPED_TRACE(broken.label);
    const StatusOr<std::vector<TensorType>> types = infer(broken.example);
    ASSERT_FALSE(types.ok());
    EXPECT_EQ(types.status().code(), absl::StatusCode::kInvalidArgument);
    const std::string message(types.status().message());
    EXPECT_EQ(message.substr(0, broken.label.size() + 1), broken.label + ":") << message;
    EXPECT_NE(message.find(std::string(opName(broken.example.kind)) + " at model.py:7"), std::string::npos) << message;
  }
}

TEST(ShapeRules, ResultTypes) {
  auto expect = [](const Case& c, std::vector<TensorType> expected) {
    const StatusOr<std::vector<TensorType>> types = infer(c);
    ASSERT_TRUE(types.ok()) << types.status();
    EXPECT_EQ(*types, expected) << opName(c.kind);
  };
  expect({OpKind::kAbs, {TensorType(DType::kC64, {2})}, {}, {}, {}}, {f({2})});
  expect({OpKind::kCompare, {f({2}), f({2})}, {}, {{"direction", word("LT")}}, {}}, {p({2})});
  expect({OpKind::kConcatenate, {f({2, 3}), f({4, 3})}, {}, {{"dim", num(0)}}, {}}, {f({6, 3})});
  expect({OpKind::kSlice, {f({10})}, {}, {{"start", ints({1})}, {"limit", ints({10})}, {"strides", ints({4})}}, {}},
         {f({3})});
  expect({OpKind::kPad, {f({3}), f({})}, {}, {{"low", ints({-1})}, {"high", ints({2})}, {"interior", ints({1})}}, {}},
         {f({6})});
  expect({OpKind::kTranspose, {f({2, 3, 4})}, {}, {{"dims", ints({2, 0, 1})}}, {}}, {f({4, 2, 3})});
  expect(
      {OpKind::kDotGeneral,
       {f({5, 2, 3}), f({3, 5, 7})},
       {},
       {{"lhs_batch", ints({0})}, {"rhs_batch", ints({1})}, {"lhs_contract", ints({2})}, {"rhs_contract", ints({0})}},
       {}},
      {f({5, 2, 7})});
  expect({OpKind::kDotGeneral,
          {TensorType(DType::kBF16, {2}), TensorType(DType::kBF16, {2})},
          {f({})},
          {{"lhs_contract", ints({0})}, {"rhs_contract", ints({0})}},
          {}},
         {f({})});
  expect(convolution({}), {f({2, 6, 6, 6})});
  expect(
      convolution({{"window_strides", ints({2, 1})}, {"padding", ints({1, 0, 1, 1})}, {"rhs_dilation", ints({1, 2})}}),
      {f({2, 4, 6, 6})});
  expect(convolution({{"lhs_dilation", ints({2, 3})}, {"padding", ints({-1, 0, 0, -2})}}), {f({2, 12, 18, 6})});
  expect(convolution({{"feature_group_count", num(2)}}, f({2, 8, 8, 8})), {f({2, 6, 6, 6})});
  expect(convolution({{"batch_group_count", num(2)}}), {f({1, 6, 6, 6})});
  expect(convolution({}, f({2, 2, 8, 4})), {f({2, 0, 6, 6})});
  expect(convolution({}, TensorType(DType::kBF16, {2, 8, 8, 4}), TensorType(DType::kBF16, {3, 3, 4, 6}),
                     {f({2, 6, 6, 6})}),
         {f({2, 6, 6, 6})});
  expect({OpKind::kReduce, {f({2, 3, 4}), f({})}, {}, {{"dims", ints({0, 2})}}, {OpKind::kAdd}}, {f({3})});
  expect({OpKind::kReduceWindow,
          {f({8}), f({})},
          {},
          {{"window_dimensions", ints({3})}, {"window_strides", ints({2})}, {"padding", ints({1, 1})}},
          {OpKind::kAdd}},
         {f({4})});
  expect(selectAndScatter({}, {f({2, 8}), f({2, 4}), f({})}), {f({2, 8})});
  expect(selectAndScatter({{"padding", ints({0, 0, 1, 2})}}, {f({2, 8}), f({2, 5}), f({})}), {f({2, 8})});
  expect(selectAndScatter({{"padding", ints({0, 0, -4, -3})}}, {f({2, 8}), f({2, 0}), f({})}), {f({2, 8})});
  expect({OpKind::kGather,
          {f({100, 16}), i({4, 5, 1})},
          {},
          {{"offset_dims", ints({2})},
           {"collapsed_slice_dims", ints({0})},
           {"start_index_map", ints({0})},
           {"index_vector_dim", num(2)},
           {"slice_sizes", ints({1, 16})}},
          {}},
         {f({4, 5, 16})});
  expect({OpKind::kScatter,
          {f({100, 16}), i({4, 1}), f({4, 16})},
          {},
          {{"update_window_dims", ints({1})},
           {"inserted_window_dims", ints({0})},
           {"scatter_dims_to_operand_dims", ints({0})},
           {"index_vector_dim", num(1)}},
          {OpKind::kAdd}},
         {f({100, 16})});
  expect({OpKind::kAllGather,
          {f({2, 3})},
          {},
          {{"all_gather_dim", num(1)}, {"replica_groups", groups({{0, 1}, {2, 3}})}},
          {}},
         {f({2, 6})});
  expect({OpKind::kAllGather,
          {f({2})},
          {},
          {{"all_gather_dim", num(0)}, {"replica_groups", groups({{0, 1, 2}})}, {"shard_sizes", ints({3, 2, 2})}},
          {}},
         {f({7})});
  expect({OpKind::kReduceScatter,
          {f({7})},
          {f({3})},
          {{"scatter_dimension", num(0)}, {"replica_groups", groups({{0, 1, 2}})}, {"shard_sizes", ints({3, 2, 2})}},
          {OpKind::kAdd}},
         {f({3})});
  expect({OpKind::kAllToAll,
          {f({7, 2})},
          {f({3, 5})},
          {{"split_dimension", num(0)},
           {"concat_dimension", num(1)},
           {"split_count", num(2)},
           {"split_sizes", ints({4, 3})},
           {"concat_sizes", ints({3, 2})},
           {"replica_groups", groups({{0, 1}})}},
          {}},
         {f({3, 5})});
  expect({OpKind::kAllReduce, {f({2}), f({3})}, {}, {{"replica_groups", groups({{0, 1, 2}, {3}})}}, {OpKind::kAdd}},
         {f({2}), f({3})});
}

TEST(ShapeRules, TheFormIsCheckedFirst) {
  auto message = [](const Case& c) { return std::string(infer(c).status().message()); };
  EXPECT_EQ(message({OpKind::kAdd, {f({2})}, {}, {}, {}}),
            "stablehlo.add at model.py:7: expected 2 operands of stablehlo.add, found 1");
  EXPECT_EQ(message({OpKind::kCompare, {f({2}), f({2})}, {}, {}, {}}),
            "stablehlo.compare at model.py:7: expected attribute 'comparison_direction' of stablehlo.compare");
  EXPECT_EQ(message({OpKind::kReduce, {f({2}), f({})}, {}, {{"dims", ints({0})}}, {}}),
            "stablehlo.reduce at model.py:7: expected 1 regions of stablehlo.reduce, found 0");
  EXPECT_EQ(message({OpKind::kCase, {i({})}, {}, {}, {}}),
            "case_c1: at least one branch is needed (stablehlo.case at model.py:7)");
  EXPECT_EQ(message({OpKind::kReverse, {f({2})}, {}, {{"dims", num(0)}}, {}}),
            "stablehlo.reverse at model.py:7: expected another kind of attribute 'dims' of stablehlo.reverse");
}

TEST(ShapeRules, HugeNumbersAreErrorsNotOverflows) {
  constexpr int64_t kHuge = std::numeric_limits<int64_t>::max();
  auto message = [](const Case& c) { return std::string(infer(c).status().message()); };
  EXPECT_EQ(message({OpKind::kPad,
                     {f({4}), f({})},
                     {},
                     {{"low", ints({kHuge})}, {"high", ints({kHuge})}, {"interior", ints({kHuge})}},
                     {}})
                .substr(0, 7),
            "pad_c4:");
  EXPECT_EQ(
      message({OpKind::kReduceWindow,
               {f({4}), f({})},
               {},
               {{"window_dimensions", ints({1})}, {"base_dilations", ints({kHuge})}, {"padding", ints({kHuge, kHuge})}},
               {OpKind::kAdd}})
          .substr(0, 18),
      "reduce_window_c15:");
  EXPECT_EQ(
      message(selectAndScatter({{"padding", ints({0, 0, kHuge, kHuge})}}, {f({2, 8}), f({2, 4}), f({})})).substr(0, 22),
      "select_and_scatter_c2:");
  EXPECT_EQ(
      message({OpKind::kAllGather,
               {f({4})},
               {},
               {{"all_gather_dim", num(0)}, {"replica_groups", groups({{0, 1}})}, {"shard_sizes", ints({4, kHuge})}},
               {}})
          .substr(0, 14),
      "all_gather_c6:");
  const auto slice = infer(
      {OpKind::kSlice, {f({4})}, {}, {{"start", ints({1})}, {"limit", ints({4})}, {"strides", ints({kHuge})}}, {}});
  ASSERT_TRUE(slice.ok()) << slice.status();
  EXPECT_EQ((*slice)[0], f({1}));
}

// StableHLO allows them, and says no value for their elements.
TEST(ShapeRules, ElementsOfEmptySlicesAreUnimplemented) {
  const auto gather = [](Dims indices) {
    return infer({OpKind::kGather,
                  {f({0, 8}), i(std::move(indices))},
                  {},
                  {{"offset_dims", ints({1})},
                   {"collapsed_slice_dims", ints({0})},
                   {"start_index_map", ints({0})},
                   {"index_vector_dim", num(1)},
                   {"slice_sizes", ints({0, 8})}},
                  {}})
        .status();
  };
  EXPECT_TRUE(gather({0, 1}).ok());
  EXPECT_EQ(gather({3, 1}).code(), absl::StatusCode::kUnimplemented);
}

TEST(ShapeRules, ReshapeNeedsItsResultType) {
  const StatusOr<std::vector<TensorType>> types = infer({OpKind::kReshape, {f({4})}, {}, {}, {}});
  ASSERT_FALSE(types.ok());
  EXPECT_NE(types.status().message().find("do not determine the result type"), absl::string_view::npos);
}

}  // namespace
}  // namespace partita
