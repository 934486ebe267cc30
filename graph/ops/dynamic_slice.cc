// A box of an operand at a place that the program computes: taken out, or replaced.
#include <algorithm>

#include "graph/constants.h"
#include "graph/ops/evaluation.h"
#include "graph/ops/factors.h"
#include "graph/ops/rules.h"
#include "graph/ops/shard_builder.h"
#include "graph/ops/strided.h"

namespace partita {
namespace {

using Types = std::vector<TensorType>;

// The start indices of a dynamic slice: integer scalars of one type, one for each dimension of the operand.
Status checkStarts(const Graph& graph, const Node& node, size_t first, std::string_view inputLabel,
                   std::string_view countLabel, std::string_view sameLabel) {
  Types starts = operandTypes(graph, node, first, node.operands.size() - first);
  if (static_cast<int>(starts.size()) != operandType(graph, node, 0).rank()) {
    return violation(graph, node, countLabel, starts.size(), " start indices for ",
                     operandType(graph, node, 0).toString());
  }
  for (const TensorType& start : starts) {
    if (start.rank() != 0 || !isInteger(start.dtype))
      return violation(graph, node, inputLabel, "start indices must be integer scalars: ", typesToString(starts));
    if (start != starts[0])
      return violation(graph, node, sameLabel, "start indices must be of one type: ", typesToString(starts));
  }
  return absl::OkStatus();
}

StatusOr<Types> inferDynamicSlice(const Graph& graph, const Node& node) {
  const TensorType& operand = operandType(graph, node, 0);
  absl::Span<const int64_t> sizes = node.attrs.getInts("sizes");
  RETURN_IF_ERROR(checkStarts(graph, node, 1, "i2", "c2", "c3"));
  if (static_cast<int>(sizes.size()) != operand.rank()) {
    return violation(graph, node, "c2", "sizes ", dimsToString(sizes), " for ", operand.toString());
  }
  for (int d = 0; d < operand.rank(); ++d) {
    if (sizes[d] < 0 || sizes[d] > operand.dims[d]) {
      return violation(graph, node, "c4", "sizes ", dimsToString(sizes), " do not fit in ", operand.toString());
    }
  }
  return Types{TensorType(operand.dtype, Dims(sizes.begin(), sizes.end()))};
}

StatusOr<Types> inferDynamicUpdateSlice(const Graph& graph, const Node& node) {
  const TensorType& operand = operandType(graph, node, 0);
  const TensorType& update = operandType(graph, node, 1);
  if (update.dtype != operand.dtype) {
    return violation(graph, node, "c2", "element types differ: ", operand.toString(), " and ", update.toString());
  }
  if (update.rank() != operand.rank()) {
    return violation(graph, node, "c3", "ranks differ: ", operand.toString(), " and ", update.toString());
  }
  RETURN_IF_ERROR(checkStarts(graph, node, 2, "i3", "c4", "c5"));
  for (int d = 0; d < operand.rank(); ++d) {
    if (update.dims[d] > operand.dims[d]) {
      return violation(graph, node, "c6", "the update ", update.toString(), " does not fit in ", operand.toString());
    }
  }
  return Types{operand};
}

// Counted as done in place: only the update moves.
OpCost updateSliceCost(const Graph& graph, const Node& node) {
  double update = static_cast<double>(operandType(graph, node, 1).bytes());
  return {.bytesRead = update, .bytesWritten = update};
}

// Dimensions that are taken whole.
OpShardingRule dynamicSliceSharding(const Graph& graph, const Node& node) {
  OpShardingRule rule = emptyRule(graph, node);
  const TensorType& operand = operandType(graph, node, 0);
  const TensorType& result = graph.type(node.results[0]);
  for (int d = 0; d < operand.rank(); ++d) {
    if (operand.dims[d] == result.dims[d]) {
      putPassThrough(rule, 0, d, operand.dims[d]);
    } else {
      put(rule.operands[0], d, addFactor(rule, operand.dims[d], FactorKind::kNeedReplication));
      put(rule.results[0], d, addFactor(rule, result.dims[d], FactorKind::kNeedReplication));
    }
  }
  return rule;
}

OpShardingRule updateSliceSharding(const Graph& graph, const Node& node) {
  OpShardingRule rule = emptyRule(graph, node);
  const TensorType& operand = graph.type(node.operands[0]);
  const TensorType& update = graph.type(node.operands[1]);
  for (int d = 0; d < operand.rank(); ++d) {
    const bool whole = operand.dims[d] == update.dims[d];
    const FactorKind kind = whole ? FactorKind::kPassThrough : FactorKind::kNeedReplication;
    const int f = addFactor(rule, operand.dims[d], kind);
    put(rule.operands[0], d, f);
    put(rule.results[0], d, f);
    put(rule.operands[1], d, whole ? f : addFactor(rule, update.dims[d], FactorKind::kNeedReplication));
  }
  return rule;
}

std::vector<ValueId> dynamicSliceShard(ShardBuilder& build, const Node& node, std::vector<ValueId> operands) {
  const TensorType type = build.shardType(node.results[0]);
  AttrDict attrs = node.attrs;
  attrs.set("sizes", IntsAttr(type.dims.begin(), type.dims.end()));
  return {build.node(OpKind::kDynamicSlice, std::move(operands), type, std::move(attrs))};
}

// Start of a dynamic slice of SIZES in DIMS: clamped so that all of it lies inside.
std::vector<Range> clampedBox(EvalOperands starts, absl::Span<const int64_t> sizes, absl::Span<const int64_t> dims) {
  std::vector<Range> box;
  for (size_t d = 0; d < dims.size(); ++d) {
    int64_t start = starts[d].asInt(0);
    // A huge unsigned start is no negative one.
    if (starts[d].type().dtype == DType::kUI64 && start < 0) start = dims[d];
    start = std::clamp<int64_t>(start, 0, dims[d] - sizes[d]);
    box.push_back({start, start + sizes[d]});
  }
  return box;
}

EvalResult evaluateDynamicSlice(EvalContext&, const Graph&, const Node& node, EvalOperands operands) {
  return std::vector<Tensor>{
      operands[0].slice(clampedBox(operands.subspan(1), node.attrs.getInts("sizes"), operands[0].type().dims))};
}

EvalResult evaluateDynamicUpdateSlice(EvalContext&, const Graph&, const Node&, EvalOperands operands) {
  Tensor out = operands[0];
  out.assignSlice(clampedBox(operands.subspan(2), operands[1].type().dims, out.type().dims), operands[1]);
  return std::vector<Tensor>{std::move(out)};
}

// A table's number for each device, or a part of a shard at a place that each device has its own number for.
std::optional<Held> dynamicSliceHeld(const HeldContext& context, const Node& node, const HeldForms& operands) {
  const auto sizes = node.attrs.getInts("sizes");
  const TensorType& type = context.graph.type(node.operands[0]);
  auto starts = [&](size_t dim) {
    std::vector<int64_t> out = context.numbers.all(operands[dim + 1]->numbers[0]);
    for (int64_t& start : out) start = std::clamp<int64_t>(start, 0, type.dims[dim] - sizes[dim]);
    return out;
  };
  for (size_t i = 1; i < operands.size(); ++i) {
    if (operands[i] == nullptr || operands[i]->kind != Held::Kind::kNumbers || operands[i]->dim >= 0)
      return std::nullopt;
  }
  const Literal* table = constantOf(context.graph, node.operands[0]);
  if (operands[0]->kind == Held::Kind::kNumbers && table != nullptr && type.rank() == 1 && sizes[0] == 1 &&
      (isInteger(type.dtype) || type.dtype == DType::kI1)) {
    std::vector<int64_t> numbers = starts(0);
    for (int64_t& number : numbers) number = table->asInt(number);
    return Held{.kind = Held::Kind::kNumbers, .numbers = {context.numbers.add(std::move(numbers))}};
  }
  if (operands[0]->kind != Held::Kind::kShard) return std::nullopt;
  std::optional<Held> out = *operands[0];
  for (size_t d = 0; d < sizes.size() && out; ++d) {
    if (sizes[d] != type.dims[d])
      out = takeHeld(context, *out, static_cast<int>(d), context.numbers.add(starts(d)), sizes[d]);
  }
  return out;
}

}  // namespace

OpDef defineDynamicSlice() {
  return {.kind = OpKind::kDynamicSlice,
          .form = TextForm::kDynamicSlice,
          .minOperands = 1,
          .maxOperands = -1,
          .attrs = {{"sizes", AttrKind::kInts, true, "slice_sizes"}},
          .lowering = LoweringClass::kIndexMap,
          .accepts = kAny,
          .results = {"c1", "c5"},
          .forwardLevel = 0,
          .infer = inferDynamicSlice,
          .sharding = dynamicSliceSharding,
          .shard = dynamicSliceShard,
          .linear = movesFirstOperand,
          .shardAttrs = {"sizes"},
          .held = dynamicSliceHeld,
          .cost = sliceCost,
          .evaluate = evaluateDynamicSlice};
}

OpDef defineDynamicUpdateSlice() {
  return {.kind = OpKind::kDynamicUpdateSlice,
          .form = TextForm::kFunctional,
          .minOperands = 2,
          .maxOperands = -1,
          .lowering = LoweringClass::kUpdateSlice,
          .accepts = kAny,
          .results = {"c1", "c1"},
          .forwardLevel = 0,
          .infer = inferDynamicUpdateSlice,
          .sharding = updateSliceSharding,
          .cost = updateSliceCost,
          .evaluate = evaluateDynamicUpdateSlice};
}

}  // namespace partita
