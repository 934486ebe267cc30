// Elements set apart and surrounded by a padding value; negative padding cuts.
#include <cstring>

#include "graph/ops/evaluation.h"
#include "graph/ops/factors.h"
#include "graph/ops/rules.h"
#include "graph/ops/shard_builder.h"
#include "graph/ops/strided.h"

namespace partita {
namespace {

using Types = std::vector<TensorType>;

StatusOr<Types> inferPad(const Graph& graph, const Node& node) {
  const TensorType& operand = operandType(graph, node, 0);
  const TensorType& value = operandType(graph, node, 1);
  if (value.rank() != 0)
    return violation(graph, node, "i2", "the padding value ", value.toString(), " is not a scalar");
  if (operand.dtype != value.dtype) {
    return violation(graph, node, "c1", "the padding value ", value.toString(), " is not of the element type of ",
                     operand.toString());
  }
  absl::Span<const int64_t> low = node.attrs.getInts("low"), high = node.attrs.getInts("high"),
                            interior = node.attrs.getInts("interior");
  size_t rank = operand.dims.size();
  if (low.size() != rank || high.size() != rank || interior.size() != rank) {
    return violation(graph, node, "c2", "low ", dimsToString(low), ", high ", dimsToString(high), ", interior ",
                     dimsToString(interior), " must have one number for each dimension of ", operand.toString());
  }
  TensorType result = operand;
  for (size_t d = 0; d < rank; ++d) {
    if (interior[d] < 0) return violation(graph, node, "c3", "interior ", dimsToString(interior), " is negative");
    const __int128 size = static_cast<__int128>(operand.dims[d]) + low[d] + high[d] +
                          static_cast<__int128>(std::max<int64_t>(operand.dims[d] - 1, 0)) * interior[d];
    ASSIGN_OR_RETURN(result.dims[d],
                     checkSize(graph, node, "c4",
                               strCat("dimension ", d, " of ", operand.toString(), " padded by low ", dimsToString(low),
                                      ", high ", dimsToString(high), ", interior ", dimsToString(interior)),
                               size));
  }
  return Types{result};
}

OpShardingRule padSharding(const Graph& graph, const Node& node) {
  OpShardingRule rule = emptyRule(graph, node);
  const TensorType& operand = operandType(graph, node, 0);
  const TensorType& result = graph.type(node.results[0]);
  for (int d = 0; d < operand.rank(); ++d) {
    const bool touched =
        operand.dims[d] != result.dims[d] || node.attrs.getInts("low")[d] != 0 || node.attrs.getInts("high")[d] != 0;
    if (!touched) {
      putPassThrough(rule, 0, d, operand.dims[d]);
    } else {
      putPermutation(rule, {0}, {operand.dims[d]}, d, result.dims[d]);
    }
  }
  return rule;
}

Needed padNeeded(const Graph& graph, const Node& node, int dim, Range result) {
  // Element i stands at low + i * step.
  const int64_t size = operandType(graph, node, 0).dims[dim];
  return neededPlaces(size, node.attrs.getInts("interior")[dim] + 1,
                      {result.begin - node.attrs.getInts("low")[dim], result.end - node.attrs.getInts("low")[dim]});
}

// What surrounds the elements that a shard has differs from shard to shard.
std::vector<ValueId> padShard(ShardBuilder& build, const Node& node, std::vector<ValueId> operands) {
  AttrDict attrs = node.attrs;
  const auto low = node.attrs.getInts("low"), high = node.attrs.getInts("high");
  IntsAttr before(low.begin(), low.end()), after(high.begin(), high.end());
  for (size_t d = 0; d < before.size(); ++d) {
    if (const Needed* needed = build.fetched(static_cast<int>(d))) {
      before[d] = needed->before;
      after[d] = needed->after;
    }
  }
  attrs.set("low", std::move(before));
  attrs.set("high", std::move(after));
  return {build.node(OpKind::kPad, std::move(operands), build.shardType(node.results[0]), std::move(attrs))};
}

EvalResult evaluatePad(EvalContext&, const Graph& graph, const Node& node, EvalOperands operands) {
  const TensorType& from = operands[0].type();
  const TensorType& type = graph.type(node.results[0]);
  absl::Span<const int64_t> low = node.attrs.getInts("low"), interior = node.attrs.getInts("interior");
  Tensor out = copyStrided(operands[1], 0, Dims(type.dims.size(), 0), type);
  if (from.elements() == 0) return std::vector<Tensor>{std::move(out)};
  const Dims strides = rowMajorStrides(type.dims);
  const int64_t size = dtypeBytes(type.dtype);
  std::byte* to = out.mutableData();
  Dims index(from.dims.size(), 0);
  int64_t flat = 0;
  do {
    int64_t at = 0;
    bool inside = true;
    for (size_t d = 0; d < index.size(); ++d) {
      const int64_t position = low[d] + index[d] * (interior[d] + 1);
      inside = inside && position >= 0 && position < type.dims[d];  // negative padding cuts
      at += position * strides[d];
    }
    if (inside) std::memcpy(to + at * size, operands[0].data() + flat * size, size);
    ++flat;
  } while (nextIndex(from.dims, absl::MakeSpan(index)));
  return std::vector<Tensor>{std::move(out)};
}

// Elements behind a shard, whatever they are.
std::optional<Held> padHeld(const HeldContext& context, const Node& node, const HeldForms& operands) {
  if (operands[0] == nullptr || operands[0]->kind != Held::Kind::kShard) return std::nullopt;
  const auto low = node.attrs.getInts("low"), high = node.attrs.getInts("high"),
             interior = node.attrs.getInts("interior");
  std::optional<Held> out = *operands[0];
  for (size_t d = 0; d < low.size() && out; ++d) {
    if (low[d] != 0 || high[d] < 0 || interior[d] != 0) return std::nullopt;
    if (high[d] == 0) continue;
    const Held more = nothingHeld(context, *out, static_cast<int>(d), high[d]);
    out = joinHeld(context, {&*out, &more}, static_cast<int>(d));
  }
  return out;
}

}  // namespace

OpDef definePad() {
  return {.kind = OpKind::kPad,
          .form = TextForm::kPad,
          .minOperands = 2,
          .maxOperands = 2,
          .attrs = {{"low", AttrKind::kInts, true, "edge_padding_low"},
                    {"high", AttrKind::kInts, true, "edge_padding_high"},
                    {"interior", AttrKind::kInts, true, "interior_padding"}},
          .lowering = LoweringClass::kIndexMap,
          .accepts = kAny,
          .results = {"c1", "c4"},
          .infer = inferPad,
          .sharding = padSharding,
          .shard = padShard,
          .needed = padNeeded,
          .shardAttrs = {"low", "high"},
          .held = padHeld,
          .cost = movementCost,
          .evaluate = evaluatePad};
}

}  // namespace partita
