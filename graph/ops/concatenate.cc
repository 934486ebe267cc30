// Operands side by side along one dimension.
#include <algorithm>

#include "graph/ops/evaluation.h"
#include "graph/ops/factors.h"
#include "graph/ops/join_slices.h"
#include "graph/ops/rules.h"
#include "graph/ops/shard_builder.h"

namespace partita {
namespace {

using Types = std::vector<TensorType>;

// The elements of operand I that are taken. The attribute `ranges` is the partitioner's own: begin and end for each
// operand, so that parts of arrays are put side by side without a slice of their own (joinSlices).
Range rangeOf(const Graph& graph, const Node& node, size_t i) {
  const auto ranges = node.attrs.getInts("ranges");
  if (!ranges.empty()) return {ranges[2 * i], ranges[2 * i + 1]};
  return {0, operandType(graph, node, i).dims[node.attrs.getInt("dim")]};
}

Status checkRanges(const Graph& graph, const Node& node, int64_t dim) {
  const auto ranges = node.attrs.getInts("ranges");
  bool right = ranges.empty() || ranges.size() == 2 * node.operands.size();
  for (size_t i = 0; right && 2 * i < ranges.size(); ++i) {
    const TensorType& operand = operandType(graph, node, i);
    right = dim < operand.rank() && 0 <= ranges[2 * i] && ranges[2 * i] <= ranges[2 * i + 1] &&
            ranges[2 * i + 1] <= operand.dims[dim];
  }
  if (right) return absl::OkStatus();
  return violation(graph, node, "p1", "ranges ", dimsToString(ranges), " are not a begin and an end in each operand");
}

StatusOr<Types> inferConcatenate(const Graph& graph, const Node& node) {
  Types inputs = operandTypes(graph, node, 0, node.operands.size());
  if (inputs.empty()) return violation(graph, node, "c3", "at least one operand is needed");
  TensorType result = inputs[0];
  int64_t dim = node.attrs.getInt("dim");
  RETURN_IF_ERROR(checkInRange(graph, node, "c4", "dim", {dim}, result.rank()));
  RETURN_IF_ERROR(checkRanges(graph, node, dim));
  __int128 size = 0;
  for (size_t i = 0; i < inputs.size(); ++i) {
    if (inputs[i].dtype != result.dtype) {
      return violation(graph, node, "c1", "element types differ: ", typesToString(inputs));
    }
    bool sameShape = inputs[i].rank() == result.rank();
    for (int d = 0; sameShape && d < result.rank(); ++d) sameShape = d == dim || inputs[i].dims[d] == result.dims[d];
    if (!sameShape) {
      return violation(graph, node, "c2", "shapes differ beside dimension ", dim, ": ", typesToString(inputs));
    }
    size += rangeOf(graph, node, i).size();
  }
  ASSIGN_OR_RETURN(result.dims[dim], checkSize(graph, node, "c6", strCat("dimension ", dim, " of the result"), size));
  return Types{result};
}

OpShardingRule concatenateSharding(const Graph& graph, const Node& node) {
  OpShardingRule rule = emptyRule(graph, node);
  const TensorType& result = graph.type(node.results[0]);
  const int64_t dim = node.attrs.getInt("dim");
  for (int d = 0; d < result.rank(); ++d) {
    if (d == dim) {
      std::vector<size_t> operands;
      std::vector<int64_t> sizes;
      for (size_t i = 0; i < node.operands.size(); ++i) {
        operands.push_back(i);
        sizes.push_back(operandType(graph, node, i).dims[d]);
      }
      putPermutation(rule, operands, sizes, d, result.dims[d]);
      continue;
    }
    const int f = addFactor(rule, result.dims[d]);
    put(rule.results[0], d, f);
    for (TensorFactors& operand : rule.operands) put(operand, d, f);
  }
  return rule;
}

Needed concatenateNeeded(const Graph& graph, const Node& node, int, Range result) {
  Needed out;
  int64_t offset = 0;  // of the operand in the result
  for (size_t i = 0; i < node.operands.size(); ++i) {
    const Range all = rangeOf(graph, node, i);
    const int64_t begin = std::max(result.begin, offset), end = std::min(result.end, offset + all.size());
    if (begin < end) out.segments.push_back({i, {all.begin + begin - offset, all.begin + end - offset}});
    offset += all.size();
  }
  return out;
}

std::vector<ValueId> concatenateShard(ShardBuilder& build, const Node& node, std::vector<ValueId> operands) {
  const int64_t dim = node.attrs.getInt("dim");
  if (build.fetched(static_cast<int>(dim)) != nullptr) return {operands[0]};
  for (size_t i = 0; i < operands.size(); ++i) {
    const Range range = rangeOf(build.program(), node, i);
    operands[i] = build.slice(operands[i], dim, range.begin, range.size());
  }
  return {build.concatenate(std::move(operands), dim)};
}

Linearity concatenateLinear(const Graph&, const Node&, size_t, bool) { return Linearity::kAdds; }

EvalResult evaluateConcatenate(EvalContext&, const Graph& graph, const Node& node, EvalOperands operands) {
  Tensor out(graph.type(node.results[0]));
  const int64_t dim = node.attrs.getInt("dim");
  std::vector<Range> to;
  for (int64_t size : out.type().dims) to.push_back({0, size});
  to[dim].end = 0;
  for (size_t i = 0; i < operands.size(); ++i) {
    std::vector<Range> from;
    for (int64_t size : operands[i].type().dims) from.push_back({0, size});
    from[dim] = rangeOf(graph, node, i);
    to[dim] = {to[dim].end, to[dim].end + from[dim].size()};
    out.assignSlice(to, operands[i].slice(from));
  }
  return std::vector<Tensor>{std::move(out)};
}

// Shards side by side, or numbers.
std::optional<Held> concatenateHeld(const HeldContext& context, const Node& node, const HeldForms& operands) {
  const int dim = static_cast<int>(node.attrs.getInt("dim"));
  if (node.attrs.has("ranges") || std::find(operands.begin(), operands.end(), nullptr) != operands.end())
    return std::nullopt;
  if (operands[0]->kind == Held::Kind::kShard) return joinHeld(context, operands, dim);
  Held out{.kind = Held::Kind::kNumbers, .dim = 0};
  for (size_t i = 0; i < operands.size(); ++i) {
    const TensorType& type = context.graph.type(node.operands[i]);
    if (operands[i]->kind != Held::Kind::kNumbers || operands[i]->numbers.size() != 1 || type.dims != Dims{1})
      return std::nullopt;
    out.numbers.push_back(operands[i]->numbers[0]);
  }
  return out;
}

// V as a range along DIM of another value; V itself where it is no slice of that kind that nothing else reads.
struct Part {
  ValueId whole;
  Range range;
};
Part partOf(const Graph& graph, const IdVector<ValueId, uint32_t>& uses, const Node& reader, ValueId v, int64_t dim) {
  const TensorType& type = graph.type(v);
  const Part whole{v, {0, type.dims[dim]}};
  const NodeId producer = graph.values[v].producer;
  if (!producer.valid() || uses[v] != 1 || graph.sharding(v).has_value()) return whole;
  const Node& slice = graph.nodes[producer];
  if (slice.kind != OpKind::kSlice || slice.parent != reader.parent) return whole;
  const auto start = slice.attrs.getInts("start"), strides = slice.attrs.getInts("strides");
  for (int d = 0; d < type.rank(); ++d) {
    if (strides[d] != 1 || (d != dim && type.dims[d] != operandType(graph, slice, 0).dims[d])) return whole;
  }
  return {slice.operands[0], {start[dim], start[dim] + type.dims[dim]}};
}

}  // namespace

OpDef defineConcatenate() {
  return {.kind = OpKind::kConcatenate,
          .form = TextForm::kConcatenate,
          .minOperands = 0,
          .maxOperands = -1,
          .attrs = {{"dim", AttrKind::kInt, true, "dimension"}, {"ranges", AttrKind::kInts, false}},
          .lowering = LoweringClass::kIndexMap,
          .accepts = kAny,
          .results = {"c5", "c6"},
          .infer = inferConcatenate,
          .sharding = concatenateSharding,
          .shard = concatenateShard,
          .needed = concatenateNeeded,
          .joins = true,
          .linear = concatenateLinear,
          .shardAttrs = {"ranges"},
          .held = concatenateHeld,
          .cost = movementCost,
          .evaluate = evaluateConcatenate};
}

void joinSlices(Graph& graph) {
  const IdVector<ValueId, uint32_t> uses = graph.useCounts();
  std::vector<NodeId> dead;
  for (size_t n = 0; n < graph.nodes.size(); ++n) {
    const NodeId id(n);
    if (graph.nodes[id].kind != OpKind::kConcatenate || !graph.nodes[id].parent.valid()) continue;
    const Node node = graph.nodes[id];
    const int64_t dim = node.attrs.getInt("dim");
    std::vector<ValueId> operands;
    IntsAttr ranges;
    bool joined = false;
    for (ValueId v : node.operands) {
      const Part part = partOf(graph, uses, node, v, dim);
      if (part.whole != v) dead.push_back(graph.values[v].producer);
      joined = joined || part.whole != v;
      operands.push_back(part.whole);
      ranges.push_back(part.range.begin);
      ranges.push_back(part.range.end);
    }
    if (!joined) continue;
    graph.nodes[id].operands = std::move(operands);
    graph.nodes[id].attrs.set("ranges", std::move(ranges));
  }
  for (NodeId id : dead) graph.unlink(id);
}

}  // namespace partita
