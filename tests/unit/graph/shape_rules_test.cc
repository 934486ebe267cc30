// The constraints of every op, by their labels: each case breaks one.
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
TensorType c(Dims dims) { return TensorType(DType::kC64, std::move(dims)); }
TensorType d(Dims dims) { return TensorType(DType::kF64, std::move(dims)); }
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

TEST(ShapeRules, EachConstraintIsReportedByItsLabel) {
  const std::vector<Broken> cases = {
      {"add_c1", {OpKind::kAdd, {f({2}), f({3})}, {}, {}, {}}},
      {"and_i1", {OpKind::kAnd, {f({2}), f({2})}, {}, {}, {}}},
      {"tanh_i1", {OpKind::kTanh, {i({2})}, {}, {}, {}}},
      {"erfc_i1", {OpKind::kErfc, {i({2})}, {}, {}, {}}},
      {"next_after_i1", {OpKind::kNextAfter, {i({2}), i({2})}, {}, {}, {}}},
      {"next_after_c1", {OpKind::kNextAfter, {f({2}), f({3})}, {}, {}, {}}},
      {"reduce_precision_i1",
       {OpKind::kReducePrecision, {i({2})}, {}, {{"exponent_bits", num(5)}, {"mantissa_bits", num(3)}}, {}}},
      {"reduce_precision_c2",
       {OpKind::kReducePrecision, {f({2})}, {}, {{"exponent_bits", num(0)}, {"mantissa_bits", num(3)}}, {}}},
      {"reduce_precision_c3",
       {OpKind::kReducePrecision, {f({2})}, {}, {{"exponent_bits", num(5)}, {"mantissa_bits", num(-1)}}, {}}},
      {"map_c1", {OpKind::kMap, {f({2}), f({3})}, {}, {{"dims", ints({0})}}, {OpKind::kAdd}}},
      {"map_c3", {OpKind::kMap, {f({2, 3}), f({2, 3})}, {}, {{"dims", ints({1, 0})}}, {OpKind::kAdd}}},
      {"map_c4", {OpKind::kMap, {f({2})}, {}, {{"dims", ints({0})}}, {OpKind::kAdd}}},
      {"compare_c1", {OpKind::kCompare, {f({2}), i({2})}, {}, {{"direction", word("LT")}}, {}}},
      {"compare_c2", {OpKind::kCompare, {f({2}), f({3})}, {}, {{"direction", word("LT")}}, {}}},
      {"compare_i3", {OpKind::kCompare, {f({2}), f({2})}, {}, {{"direction", word("XX")}}, {}}},
      {"compare_c3",
       {OpKind::kCompare, {f({2}), f({2})}, {}, {{"direction", word("LT")}, {"compare_type", word("SIGNED")}}, {}}},
      {"select_i1", {OpKind::kSelect, {i({2}), f({2}), f({2})}, {}, {}, {}}},
      {"select_c1", {OpKind::kSelect, {p({3}), f({2}), f({2})}, {}, {}, {}}},
      {"select_c2", {OpKind::kSelect, {p({}), f({2}), f({3})}, {}, {}, {}}},
      {"clamp_c1", {OpKind::kClamp, {f({3}), f({2}), f({})}, {}, {}, {}}},
      {"clamp_c2", {OpKind::kClamp, {f({}), f({2}), f({3})}, {}, {}, {}}},
      {"clamp_c3", {OpKind::kClamp, {i({}), f({2}), f({})}, {}, {}, {}}},
      {"complex_i1", {OpKind::kComplex, {i({2}), i({2})}, {}, {}, {}}},
      {"complex_c1", {OpKind::kComplex, {f({2}), d({2})}, {}, {}, {}}},
      {"complex_c2", {OpKind::kComplex, {f({2}), f({2})}, {c({3})}, {}, {}}},
      {"complex_c3", {OpKind::kComplex, {f({2}), f({2})}, {TensorType(DType::kC128, {2})}, {}, {}}},
      {"real_i1", {OpKind::kReal, {i({2})}, {}, {}, {}}},
      {"real_c1", {OpKind::kReal, {c({2})}, {f({3})}, {}, {}}},
      {"real_c2", {OpKind::kReal, {c({2})}, {c({2})}, {}, {}}},
      {"imag_i1", {OpKind::kImag, {p({2})}, {}, {}, {}}},
      {"imag_c1", {OpKind::kImag, {c({2})}, {f({2, 1})}, {}, {}}},
      {"imag_c2", {OpKind::kImag, {f({2})}, {d({2})}, {}, {}}},
      {"conj_i1", {OpKind::kConj, {i({2})}, {}, {}, {}}},
      {"convert_c1", {OpKind::kConvert, {f({2})}, {i({3})}, {}, {}}},
      {"bitcast_convert_c1", {OpKind::kBitcastConvert, {f({2})}, {d({2})}, {}, {}}},
      {"broadcast_in_dim_c1", {OpKind::kBroadcastInDim, {f({2})}, {i({2})}, {{"dims", ints({0})}}, {}}},
      {"broadcast_in_dim_c2", {OpKind::kBroadcastInDim, {f({2})}, {f({2})}, {{"dims", ints({})}}, {}}},
      {"broadcast_in_dim_c3", {OpKind::kBroadcastInDim, {f({2})}, {f({2})}, {{"dims", ints({1})}}, {}}},
      {"broadcast_in_dim_c4", {OpKind::kBroadcastInDim, {f({2, 2})}, {f({2, 2})}, {{"dims", ints({0, 0})}}, {}}},
      {"broadcast_in_dim_c5", {OpKind::kBroadcastInDim, {f({2})}, {f({3})}, {{"dims", ints({0})}}, {}}},
      {"concatenate_c1", {OpKind::kConcatenate, {f({2}), i({2})}, {}, {{"dim", num(0)}}, {}}},
      {"concatenate_c2", {OpKind::kConcatenate, {f({2, 3}), f({2, 4})}, {}, {{"dim", num(0)}}, {}}},
      {"concatenate_c4", {OpKind::kConcatenate, {f({2})}, {}, {{"dim", num(1)}}, {}}},
      {"iota_c1", {OpKind::kIota, {}, {i({2})}, {{"dim", num(1)}}, {}}},
      {"dynamic_slice_c2", {OpKind::kDynamicSlice, {f({4, 4}), i({})}, {}, {{"sizes", ints({2, 2})}}, {}}},
      {"dynamic_slice_i2", {OpKind::kDynamicSlice, {f({4}), f({})}, {}, {{"sizes", ints({2})}}, {}}},
      {"dynamic_slice_c4", {OpKind::kDynamicSlice, {f({4}), i({})}, {}, {{"sizes", ints({5})}}, {}}},
      {"dynamic_update_slice_c2", {OpKind::kDynamicUpdateSlice, {f({4}), i({2}), i({})}, {}, {}, {}}},
      {"dynamic_update_slice_c3", {OpKind::kDynamicUpdateSlice, {f({4}), f({2, 2}), i({})}, {}, {}, {}}},
      {"dynamic_update_slice_c4", {OpKind::kDynamicUpdateSlice, {f({4}), f({2})}, {}, {}, {}}},
      {"dynamic_update_slice_c6", {OpKind::kDynamicUpdateSlice, {f({4}), f({5}), i({})}, {}, {}, {}}},
      {"pad_c1",
       {OpKind::kPad, {f({4}), i({})}, {}, {{"low", ints({0})}, {"high", ints({0})}, {"interior", ints({0})}}, {}}},
      {"pad_c2",
       {OpKind::kPad, {f({4}), f({})}, {}, {{"low", ints({0, 0})}, {"high", ints({0})}, {"interior", ints({0})}}, {}}},
      {"pad_c3",
       {OpKind::kPad, {f({4}), f({})}, {}, {{"low", ints({0})}, {"high", ints({0})}, {"interior", ints({-1})}}, {}}},
      {"pad_c4",
       {OpKind::kPad, {f({4}), f({})}, {}, {{"low", ints({-5})}, {"high", ints({0})}, {"interior", ints({0})}}, {}}},
      {"reshape_c1", {OpKind::kReshape, {f({4})}, {i({2, 2})}, {}, {}}},
      {"reshape_c2", {OpKind::kReshape, {f({4})}, {f({2, 3})}, {}, {}}},
      {"reverse_c2", {OpKind::kReverse, {f({4})}, {}, {{"dims", ints({0, 0})}}, {}}},
      {"reverse_c3", {OpKind::kReverse, {f({4})}, {}, {{"dims", ints({1})}}, {}}},
      {"slice_c2",
       {OpKind::kSlice, {f({4})}, {}, {{"start", ints({})}, {"limit", ints({2})}, {"strides", ints({1})}}, {}}},
      {"slice_c3",
       {OpKind::kSlice, {f({4})}, {}, {{"start", ints({3})}, {"limit", ints({2})}, {"strides", ints({1})}}, {}}},
      {"slice_c4",
       {OpKind::kSlice, {f({4})}, {}, {{"start", ints({0})}, {"limit", ints({2})}, {"strides", ints({0})}}, {}}},
      {"transpose_c2", {OpKind::kTranspose, {f({4, 5})}, {}, {{"dims", ints({1, 1})}}, {}}},
      {"convolution_c1", convolution({}, f({2, 8, 4}))},
      {"convolution_c2", convolution({{"window_strides", ints({1})}})},
      {"convolution_c3", convolution({{"window_strides", ints({1, 0})}})},
      {"convolution_c4", convolution({{"padding", ints({1, 1})}})},
      {"convolution_c5", convolution({{"lhs_dilation", ints({1})}})},
      {"convolution_c6", convolution({{"lhs_dilation", ints({1, 0})}})},
      {"convolution_c7", convolution({{"rhs_dilation", ints({1})}})},
      {"convolution_c8", convolution({{"rhs_dilation", ints({1, -1})}})},
      {"convolution_c9", convolution({{"window_reversal", ints({1})}})},
      {"convolution_c10", convolution({{"batch_group_count", num(3)}})},
      {"convolution_c11", convolution({{"feature_group_count", num(3)}})},
      {"convolution_c12", convolution({{"input_spatial_dimensions", ints({1})}})},
      {"convolution_c13", convolution({{"input_spatial_dimensions", ints({1, 1})}})},
      {"convolution_c13", convolution({{"input_batch_dimension", num(4)}})},
      {"convolution_c14", convolution({}, f({2, 8, 8, 5}))},
      {"convolution_c15", convolution({{"batch_group_count", num(4)}}, f({4, 8, 8, 4}))},
      {"convolution_c16", convolution({{"feature_group_count", num(4)}}, f({2, 8, 8, 16}))},
      {"convolution_c17", convolution({{"kernel_spatial_dimensions", ints({0})}})},
      {"convolution_c18", convolution({{"kernel_spatial_dimensions", ints({0, 3})}})},
      {"convolution_c19", convolution({{"output_spatial_dimensions", ints({})}})},
      {"convolution_c20", convolution({{"output_spatial_dimensions", ints({0, 1})}})},
      {"convolution_c21", convolution({{"feature_group_count", num(0)}})},
      {"convolution_c22", convolution({{"batch_group_count", num(-1)}})},
      {"convolution_c23", convolution({{"feature_group_count", num(2)}, {"batch_group_count", num(2)}})},
      {"convolution_c24", convolution({{"precision_config", word("DEFAULT, DEFAULT, DEFAULT")}})},
      {"convolution_c25", convolution({{"padding", ints({1, int64_t{1} << 62, 0, 0})}})},
      {"convolution_c27", convolution({}, f({2, 8, 8, 4}), d({3, 3, 4, 6}))},
      {"convolution_c27", convolution({}, f({2, 8, 8, 4}), f({3, 3, 4, 6}), {i({2, 6, 6, 6})})},
      {"dot_general_c1", {OpKind::kDotGeneral, {f({2, 3}), f({2, 3})}, {}, {{"lhs_batch", ints({0})}}, {}}},
      {"dot_general_c2", {OpKind::kDotGeneral, {f({2, 3}), f({2, 3})}, {}, {{"lhs_contract", ints({0})}}, {}}},
      {"dot_general_c3",
       {OpKind::kDotGeneral,
        {f({2, 2}), f({2, 2})},
        {},
        {{"lhs_contract", ints({0, 0})}, {"rhs_contract", ints({0, 1})}},
        {}}},
      {"dot_general_c4",
       {OpKind::kDotGeneral,
        {f({2, 2}), f({2, 2})},
        {},
        {{"lhs_contract", ints({0, 1})}, {"rhs_contract", ints({0, 0})}},
        {}}},
      {"dot_general_c6",
       {OpKind::kDotGeneral, {f({2}), f({2})}, {}, {{"lhs_contract", ints({1})}, {"rhs_contract", ints({0})}}, {}}},
      {"dot_general_c8",
       {OpKind::kDotGeneral, {f({2}), f({2})}, {}, {{"lhs_contract", ints({0})}, {"rhs_contract", ints({-1})}}, {}}},
      {"dot_general_c9",
       {OpKind::kDotGeneral, {f({2}), f({3})}, {}, {{"lhs_batch", ints({0})}, {"rhs_batch", ints({0})}}, {}}},
      {"dot_general_c10",
       {OpKind::kDotGeneral, {f({2}), f({3})}, {}, {{"lhs_contract", ints({0})}, {"rhs_contract", ints({0})}}, {}}},
      {"dot_general_c13",
       {OpKind::kDotGeneral, {f({2}), d({2})}, {}, {{"lhs_contract", ints({0})}, {"rhs_contract", ints({0})}}, {}}},
      {"reduce_c1", {OpKind::kReduce, {f({2}), f({3}), f({}), f({})}, {}, {{"dims", ints({0})}}, {OpKind::kAdd}}},
      {"reduce_c2", {OpKind::kReduce, {f({2}), i({})}, {}, {{"dims", ints({0})}}, {OpKind::kAdd}}},
      {"reduce_c3", {OpKind::kReduce, {f({2}), f({}), f({})}, {}, {{"dims", ints({0})}}, {OpKind::kAdd}}},
      {"reduce_c4", {OpKind::kReduce, {f({2}), f({})}, {}, {{"dims", ints({1})}}, {OpKind::kAdd}}},
      {"reduce_c5", {OpKind::kReduce, {f({2}), f({})}, {}, {{"dims", ints({0, 0})}}, {OpKind::kAdd}}},
      {"reduce_c6", {OpKind::kReduce, {f({2}), f({2}), f({}), f({})}, {}, {{"dims", ints({0})}}, {OpKind::kAdd}}},
      {"reduce_window_c4",
       {OpKind::kReduceWindow, {f({2}), f({})}, {}, {{"window_dimensions", ints({1, 1})}}, {OpKind::kAdd}}},
      {"reduce_window_c5",
       {OpKind::kReduceWindow, {f({2}), f({})}, {}, {{"window_dimensions", ints({0})}}, {OpKind::kAdd}}},
      {"reduce_window_c7",
       {OpKind::kReduceWindow,
        {f({2}), f({})},
        {},
        {{"window_dimensions", ints({1})}, {"window_strides", ints({0})}},
        {OpKind::kAdd}}},
      {"reduce_window_c12",
       {OpKind::kReduceWindow,
        {f({2}), f({})},
        {},
        {{"window_dimensions", ints({1})}, {"padding", ints({0})}},
        {OpKind::kAdd}}},
      {"select_and_scatter_c1", selectAndScatter({}, {f({2, 8}), d({2, 4}), f({})})},
      {"select_and_scatter_c2", selectAndScatter({}, {f({2, 8}), f({2, 8}), f({})})},
      {"select_and_scatter_c2", selectAndScatter({{"padding", ints({0, 0, 1, 1})}}, {f({2, 8}), f({2, 4}), f({})})},
      {"select_and_scatter_c3", selectAndScatter({}, {f({2, 8}), f({2, 4}), d({})})},
      {"select_and_scatter_i3", selectAndScatter({}, {f({2, 8}), f({2, 4}), f({1})})},
      {"select_and_scatter_c4", selectAndScatter({{"window_dimensions", ints({2})}}, {f({2, 8}), f({2, 4}), f({})})},
      {"select_and_scatter_c4",
       {OpKind::kSelectAndScatter, {f({2}), f({2}), f({})}, {}, {}, {OpKind::kCompare, OpKind::kAdd}}},
      {"select_and_scatter_c5", selectAndScatter({{"window_dimensions", ints({0, 2})}}, {f({2, 8}), f({2, 4}), f({})})},
      {"select_and_scatter_c6", selectAndScatter({{"window_strides", ints({2})}}, {f({2, 8}), f({2, 4}), f({})})},
      {"select_and_scatter_c7", selectAndScatter({{"window_strides", ints({1, 0})}}, {f({2, 8}), f({2, 4}), f({})})},
      {"select_and_scatter_c8", selectAndScatter({{"padding", ints({0, 0})}}, {f({2, 8}), f({2, 4}), f({})})},
      {"select_and_scatter_c9", selectAndScatter({}, {f({2, 8}), f({2, 4}), f({})}, {OpKind::kMaximum, OpKind::kAdd})},
      {"select_and_scatter_c10",
       selectAndScatter({}, {f({2, 8}), f({2, 4}), f({})}, {OpKind::kCompare, OpKind::kCompare})},
      {"sort_c3", {OpKind::kSort, {f({2}), f({3})}, {}, {}, {OpKind::kCompare}}},
      {"sort_c4", {OpKind::kSort, {f({2})}, {}, {{"dimension", num(1)}}, {OpKind::kCompare}}},
      {"sort_c4", {OpKind::kSort, {f({2})}, {}, {{"dimension", num(-2)}}, {OpKind::kCompare}}},
      {"sort_c4", {OpKind::kSort, {f({})}, {}, {}, {OpKind::kCompare}}},
      {"sort_c5", {OpKind::kSort, {f({2})}, {}, {}, {OpKind::kAdd}}},
      {"sort_c5", {OpKind::kSort, {f({2}), f({2})}, {}, {}, {OpKind::kCompare}}},
      {"top_k_i1", {OpKind::kTopK, {TensorType(DType::kC64, {2})}, {}, {{"k", num(1)}}, {}}},
      {"top_k_c1", {OpKind::kTopK, {f({})}, {}, {{"k", num(0)}}, {}}},
      {"top_k_c2", {OpKind::kTopK, {f({2})}, {}, {{"k", num(3)}}, {}}},
      {"top_k_c2", {OpKind::kTopK, {f({2})}, {}, {{"k", num(-1)}}, {}}},
      {"case_i1", {OpKind::kCase, {f({})}, {}, {}, {OpKind::kAdd}}},
      {"case_c2", {OpKind::kCase, {i({})}, {}, {}, {OpKind::kAdd}}},
      {"if_i1", {OpKind::kIf, {i({})}, {}, {}, {OpKind::kAdd, OpKind::kAdd}}},
      {"while_c1", {OpKind::kWhile, {i({})}, {}, {}, {OpKind::kAdd, OpKind::kAdd}}},
      {"all_gather_c1",
       {OpKind::kAllGather, {f({2})}, {}, {{"all_gather_dim", num(1)}, {"replica_groups", groups({{0, 1}})}}, {}}},
      {"all_gather_c2",
       {OpKind::kAllGather, {f({2})}, {}, {{"all_gather_dim", num(0)}, {"replica_groups", groups({{0, 0}})}}, {}}},
      {"all_gather_c5",
       {OpKind::kAllGather,
        {f({2})},
        {},
        {{"all_gather_dim", num(0)}, {"replica_groups", groups({{0, 1}})}, {"use_global_device_ids", true}},
        {}}},
      {"all_gather_p2",
       {OpKind::kAllGather,
        {f({4})},
        {},
        {{"all_gather_dim", num(0)}, {"replica_groups", groups({{0, 1}})}, {"shard_sizes", ints({2, 3})}},
        {}}},
      {"all_reduce_c1", {OpKind::kAllReduce, {f({2})}, {}, {{"replica_groups", groups({{0, 0}})}}, {OpKind::kAdd}}},
      {"reduce_scatter_c1",
       {OpKind::kReduceScatter,
        {f({3})},
        {},
        {{"scatter_dimension", num(0)}, {"replica_groups", groups({{0, 1}})}},
        {OpKind::kAdd}}},
      {"reduce_scatter_c2",
       {OpKind::kReduceScatter,
        {f({3})},
        {},
        {{"scatter_dimension", num(1)}, {"replica_groups", groups({{0, 1}})}},
        {OpKind::kAdd}}},
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
      {"all_to_all_c2",
       {OpKind::kAllToAll,
        {f({3, 2})},
        {},
        {{"split_dimension", num(0)},
         {"concat_dimension", num(1)},
         {"split_count", num(2)},
         {"replica_groups", groups({{0, 1}})}},
        {}}},
      {"all_to_all_c8",
       {OpKind::kAllToAll,
        {f({3, 2})},
        {},
        {{"split_dimension", num(0)},
         {"concat_dimension", num(1)},
         {"split_count", num(3)},
         {"replica_groups", groups({{0, 1}})}},
        {}}},
      {"collective_permute_i2",
       {OpKind::kCollectivePermute, {f({2})}, {}, {{"source_target_pairs", Literal::ints({0, 1}, {2})}}, {}}},
      {"collective_permute_c2",
       {OpKind::kCollectivePermute, {f({2})}, {}, {{"source_target_pairs", Literal::ints({0, 1, 0, 2}, {2, 2})}}, {}}},
      {"collective_permute_c3",
       {OpKind::kCollectivePermute, {f({2})}, {}, {{"source_target_pairs", Literal::ints({0, 1, 2, 1}, {2, 2})}}, {}}},
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
