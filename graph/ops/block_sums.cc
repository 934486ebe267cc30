#include "graph/ops/block_sums.h"

#include <algorithm>

#include "graph/ops/node_builder.h"

namespace partita {
namespace {

DType summedType(DType dtype) { return isFloat(dtype) && dtypeBits(dtype) < 32 ? DType::kF32 : dtype; }

// The dimension of a tensor that is FACTOR and nothing else; -1: there is none.
int64_t dimOf(const OpShardingRule::TensorFactors& tensor, int factor) {
  for (size_t d = 0; d < tensor.size(); ++d) {
    if (tensor[d].size() == 1 && tensor[d][0] == factor) return static_cast<int64_t>(d);
  }
  return -1;
}

// V with dimension DIM as BLOCKS x the rest.
ValueId inBlocks(NodeBuilder& build, ValueId v, int64_t dim, int64_t blocks) {
  Dims dims = build.typeOf(v).dims;
  dims[static_cast<size_t>(dim)] /= blocks;
  dims.insert(dims.begin() + dim, blocks);
  return build.reshape(v, std::move(dims));
}

// DIMS, numbers of dimensions, where one more stands in front of dimension AT.
IntsAttr shifted(absl::Span<const int64_t> dims, int64_t at) {
  IntsAttr out;
  for (int64_t d : dims) out.push_back(d >= at ? d + 1 : d);
  return out;
}

TensorType withBlocks(const TensorType& type, int64_t at, int64_t blocks) {
  TensorType out(summedType(type.dtype), type.dims);
  out.dims.insert(out.dims.begin() + at, blocks);
  return out;
}

std::optional<BlockSums> ofProduct(NodeBuilder& build, const Node& node, const OpShardingRule& rule, int factor,
                                   int64_t blocks) {
  AttrDict attrs = node.attrs;
  std::vector<ValueId> operands;
  for (size_t i = 0; i < 2; ++i) {
    const int64_t dim = dimOf(rule.operands[i], factor);
    if (dim < 0) return std::nullopt;
    operands.push_back(inBlocks(build, node.operands[i], dim, blocks));
    const std::string side = i == 0 ? "lhs" : "rhs";
    IntsAttr batch = shifted(node.attrs.getInts(side + "_batch"), dim);
    batch.insert(batch.begin(), dim);
    attrs.set(side + "_batch", std::move(batch));
    attrs.set(side + "_contract", shifted(node.attrs.getInts(side + "_contract"), dim));
  }
  const TensorType type = withBlocks(build.typeOf(node.results[0]), 0, blocks);
  return BlockSums{build.node(OpKind::kDotGeneral, std::move(operands), type, std::move(attrs)), 0, {}};
}

std::optional<BlockSums> ofReduction(NodeBuilder& build, const Node& node, const OpShardingRule& rule, int factor,
                                     int64_t blocks) {
  const int64_t dim = dimOf(rule.operands[0], factor);
  if (dim < 0 || node.results.size() != 1) return std::nullopt;
  const auto reduced = node.attrs.getInts("dims");
  const int64_t before = std::count_if(reduced.begin(), reduced.end(), [&](int64_t d) { return d < dim; });
  const DType dtype = summedType(build.typeOf(node.results[0]).dtype);
  const ValueId summed = build.convert(inBlocks(build, node.operands[0], dim, blocks), dtype);
  BlockSums out;
  out.dim = dim - before;
  out.sums = build.reduce(summed, shifted(reduced, dim), ReductionKind::kSum);
  return out;
}

// Each block scatters into a copy of its own that begins with nothing.
std::optional<BlockSums> ofScatter(NodeBuilder& build, const Node& node, const OpShardingRule& rule, int factor,
                                   int64_t blocks) {
  if (node.results.size() != 1) return std::nullopt;
  const int64_t index = dimOf(rule.operands[1], factor), update = dimOf(rule.operands[2], factor);
  if (index < 0 || update < 0) return std::nullopt;
  const TensorType type = withBlocks(build.typeOf(node.results[0]), 0, blocks);
  const auto plusOne = [&](std::string_view name) { return shifted(node.attrs.getInts(name), 0); };
  AttrDict attrs = node.attrs;
  IntsAttr inputBatch = plusOne("input_batching_dims");
  inputBatch.insert(inputBatch.begin(), 0);
  attrs.set("input_batching_dims", std::move(inputBatch));
  IntsAttr indexBatch = shifted(node.attrs.getInts("scatter_indices_batching_dims"), index);
  indexBatch.insert(indexBatch.begin(), index);
  attrs.set("scatter_indices_batching_dims", std::move(indexBatch));
  const int64_t vector = node.attrs.getInt("index_vector_dim");
  attrs.set("index_vector_dim", vector >= index ? vector + 1 : vector);
  attrs.set("update_window_dims", shifted(node.attrs.getInts("update_window_dims"), update));
  attrs.set("inserted_window_dims", plusOne("inserted_window_dims"));
  attrs.set("scatter_dims_to_operand_dims", plusOne("scatter_dims_to_operand_dims"));
  if (attrs.has("indices_are_sorted")) attrs.set("indices_are_sorted", false);
  const ValueId updates = build.convert(inBlocks(build, node.operands[2], update, blocks), type.dtype);
  const NodeId scatter =
      build.nodes(OpKind::kScatter, {build.nothing(type), inBlocks(build, node.operands[1], index, blocks), updates},
                  {type}, attrs);
  fillReductionRegion(build.graph(), build.graph().addRegion(scatter), ReductionKind::kSum, type.dtype);
  BlockSums out;
  out.sums = build.graph().result(scatter);
  out.base = build.convert(node.operands[0], type.dtype);
  return out;
}

// Features of the input that are summed over (the batch, in gradients of kernels), in blocks: groups of features, each
// with output features of its own.
std::optional<BlockSums> ofConvolution(NodeBuilder& build, const Node& node, const OpShardingRule& rule, int factor,
                                       int64_t blocks) {
  if (node.attrs.getInt("feature_group_count") != 1 || node.attrs.getInt("batch_group_count") != 1) return std::nullopt;
  const int64_t feature = node.attrs.getInt("input_feature_dimension"),
                kernelIn = node.attrs.getInt("kernel_input_feature_dimension"),
                kernelOut = node.attrs.getInt("kernel_output_feature_dimension"),
                out = node.attrs.getInt("output_feature_dimension");
  if (dimOf(rule.operands[0], factor) != feature || dimOf(rule.operands[1], factor) != kernelIn) return std::nullopt;
  // [i, o] -> [blocks, i / blocks, o] -> [i / blocks, blocks, o] -> [i / blocks, blocks * o]
  Dims dims = build.typeOf(node.operands[1]).dims;
  dims[static_cast<size_t>(kernelIn)] /= blocks;
  dims[static_cast<size_t>(kernelOut)] *= blocks;
  ValueId kernel = inBlocks(build, node.operands[1], kernelIn, blocks);
  kernel = build.moveDim(kernel, kernelIn, kernelOut);
  kernel = build.reshape(kernel, std::move(dims));
  AttrDict attrs = node.attrs;
  attrs.set("feature_group_count", blocks);
  const TensorType whole = build.typeOf(node.results[0]);
  TensorType type(summedType(whole.dtype), whole.dims);
  type.dims[static_cast<size_t>(out)] *= blocks;
  BlockSums result;
  result.dim = out;
  result.sums = build.reshape(build.node(OpKind::kConvolution, {node.operands[0], kernel}, type, std::move(attrs)),
                              withBlocks(whole, out, blocks).dims);
  return result;
}

}  // namespace

std::optional<BlockSums> sumBlocks(Graph& graph, NodeId id, const OpShardingRule& rule, int factor, int64_t blocks) {
  const Node node = graph.nodes[id];
  NodeBuilder build = NodeBuilder::before(graph, id);
  switch (node.kind) {
    case OpKind::kDotGeneral:
      return ofProduct(build, node, rule, factor, blocks);
    case OpKind::kConvolution:
      return ofConvolution(build, node, rule, factor, blocks);
    case OpKind::kReduce:
      return ofReduction(build, node, rule, factor, blocks);
    case OpKind::kScatter:
      return ofScatter(build, node, rule, factor, blocks);
    default:
      return std::nullopt;
  }
}

}  // namespace partita
