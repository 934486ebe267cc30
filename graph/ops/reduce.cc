// Elements combined over whole dimensions.
#include "graph/constants.h"
#include "graph/ops/factors.h"
#include "graph/ops/reducer.h"
#include "graph/ops/strided.h"

namespace partita {
namespace {

using Types = std::vector<TensorType>;

StatusOr<Types> inferReduce(const Graph& graph, const Node& node) {
  RETURN_IF_ERROR(checkInputsAndInits(graph, node, "c3", "c1", "c2"));
  Types inputs = operandTypes(graph, node, 0, node.operands.size() / 2);
  absl::Span<const int64_t> dims = node.attrs.getInts("dims");
  RETURN_IF_ERROR(checkInRange(graph, node, "c4", "dims", dims, inputs[0].rank()));
  RETURN_IF_ERROR(checkUnique(graph, node, "c5", "dims", dims));
  ASSIGN_OR_RETURN(std::vector<DType> dtypes, checkReducer(graph, node, "c6", node.regions[0], inputs));
  Types results;
  for (DType dtype : dtypes) {
    TensorType& result = results.emplace_back(dtype, Dims());
    for (int64_t d = 0; d < inputs[0].rank(); ++d) {
      if (!contains(dims, d)) result.dims.push_back(inputs[0].dims[d]);
    }
  }
  return results;
}

OpCost reduceCost(const Graph& graph, const Node& node) {
  return bodyCost(graph, node, static_cast<double>(operandType(graph, node, 0).elements()));
}

// One number for every reducing op: does LITERAL hold the value that changes nothing?
bool isIdentity(const Literal& literal, ReductionKind kind) {
  if (!literal.isSplat() && literal.type().elements() != 1) return false;
  const DType dtype = literal.type().dtype;
  if (isComplex(dtype))
    return kind == ReductionKind::kSum && literal.bytes().find_first_not_of('\0') == std::string::npos;
  const double value = literal.asDouble(0);
  switch (kind) {
    case ReductionKind::kSum:
      return value == 0;
    case ReductionKind::kProduct:
      return value == 1;
    default:
      return true;  // min, max, and, or: applying the initial value on every shard changes nothing
  }
}

bool initialValueIsIdentity(const Graph& graph, ValueId init, ReductionKind kind) {
  if (kind != ReductionKind::kSum && kind != ReductionKind::kProduct) return true;
  const Value& value = graph.values[init];
  if (!value.producer.valid() || graph.nodes[value.producer].kind != OpKind::kConstant) return false;
  return isIdentity(graph.nodes[value.producer].attrs.getLiteral("value"), kind);
}

OpShardingRule reduceSharding(const Graph& graph, const Node& node) {
  OpShardingRule rule = emptyRule(graph, node);
  const size_t inputs = node.results.size();
  const TensorType& operand = graph.type(node.operands[0]);
  absl::Span<const int64_t> dims = node.attrs.getInts("dims");
  // Several inputs (argmax) or an unknown body are reduced whole.
  std::optional<ReductionKind> kind;
  if (inputs == 1 && !node.regions.empty()) kind = reductionOf(graph, node.regions[0]);
  if (kind && !initialValueIsIdentity(graph, node.operands[1], *kind)) kind.reset();
  if (kind) rule.reduction = *kind;
  int out = 0;
  for (int d = 0; d < operand.rank(); ++d) {
    const bool reduced = contains(dims, d);
    const int f = addFactor(rule, operand.dims[d],
                            !reduced ? FactorKind::kPassThrough
                            : kind   ? FactorKind::kReduction
                                     : FactorKind::kNeedReplication);
    for (size_t i = 0; i < inputs; ++i) put(rule.operands[i], d, f);
    if (reduced) continue;
    for (TensorFactors& result : rule.results) put(result, out, f);
    ++out;
  }
  return rule;
}

Linearity reduceLinear(const Graph& graph, const Node& node, size_t operand, bool) {
  const bool sum = operand == 0 && reductionOf(graph, node.regions[0]) == ReductionKind::kSum &&
                   constantWithin(graph, node.operands[1], 0, 0, false);
  return sum ? Linearity::kSums : Linearity::kNone;
}

EvalResult evaluateReduce(EvalContext& context, const Graph& graph, const Node& node, EvalOperands operands) {
  const size_t n = operands.size() / 2;
  const Combiner body(context, graph, node.regions[0]);
  const TensorType& input = operands[0].type();
  const TensorType& result = graph.type(node.results[0]);
  absl::Span<const int64_t> reduced = node.attrs.getInts("dims");
  // Strides of the result along the input's dimensions; reduced dimensions stay at one place.
  Dims strides;
  const Dims resultStrides = rowMajorStrides(result.dims);
  for (int64_t d = 0, kept = 0; d < input.rank(); ++d)
    strides.push_back(contains(reduced, d) ? 0 : resultStrides[kept++]);

  const std::vector<std::vector<Scalar>> inputs = loadInputs(operands.subspan(0, n));
  // acc[element * n + i]
  std::vector<Scalar> acc(result.elements() * n), values(n);
  for (size_t i = 0; i < n; ++i) {
    const Scalar init = loadScalar(operands[n + i].type().dtype, operands[n + i].data());
    for (int64_t e = 0; e < result.elements(); ++e) acc[e * n + i] = init;
  }
  Status status;
  forEachOffset(input.dims, 0, rowMajorStrides(input.dims), 0, strides, [&](int64_t from, int64_t to) {
    for (size_t i = 0; i < n; ++i) values[i] = inputs[i][from];
    if (status.ok()) status = body.combine(&acc[to * n], values.data());
  });
  RETURN_IF_ERROR(status);
  std::vector<Tensor> results;
  for (size_t i = 0; i < n; ++i) {
    std::vector<Scalar> column(result.elements());
    for (int64_t e = 0; e < result.elements(); ++e) column[e] = acc[e * n + i];
    results.push_back(storeAll(graph.type(node.results[i]), column));
  }
  return results;
}

// Index vectors of which every component is inside.
std::optional<Held> reduceHeld(const HeldContext& context, const Node& node, const HeldForms& operands) {
  if (operands[0] == nullptr || operands[0]->kind != Held::Kind::kInside) return std::nullopt;
  const auto dims = node.attrs.getInts("dims");
  const bool all = reductionOf(context.graph, node.regions[0]) == ReductionKind::kAnd && dims.size() == 1 &&
                   dims[0] == operands[0]->dim && constantOf(context.graph, node.operands[1]) != nullptr &&
                   constantOf(context.graph, node.operands[1])->asInt(0) != 0;
  if (!all) return std::nullopt;
  Held out = *operands[0];
  out.dim = -1;
  out.places.pop_back();
  return out;
}

}  // namespace

OpDef defineReduce() {
  return {.kind = OpKind::kReduce,
          .form = TextForm::kReduce,
          .minOperands = 0,
          .maxOperands = -1,
          .regions = 1,
          .regionRole = RegionRole::kElements,
          .attrs = {{"dims", AttrKind::kInts, true, "dimensions"}},
          .lowering = LoweringClass::kReduction,
          .accepts = kAny,
          .results = {"c8", "c7", "c3"},
          .infer = inferReduce,
          .sharding = reduceSharding,
          .linear = reduceLinear,
          .held = reduceHeld,
          .cost = reduceCost,
          .evaluate = evaluateReduce};
}

}  // namespace partita
