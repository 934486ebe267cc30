// Reductions over whole dimensions and over windows.
#include "graph/ops/evaluation.h"
#include "graph/ops/rules.h"
#include "graph/ops/sharding_rules.h"

namespace partita {
namespace {

using Types = std::vector<TensorType>;

// Operands are N inputs, then N scalar initial values.
Status checkInputsAndInits(const Graph& graph, const Node& node, std::string_view countLabel,
                           std::string_view shapeLabel, std::string_view typeLabel) {
  size_t n = node.operands.size() / 2;
  if (node.operands.size() % 2 != 0 || n == 0) {
    return violation(graph, node, countLabel, node.operands.size(),
                     " operands are not inputs and as many initial values");
  }
  Types inputs = operandTypes(graph, node, 0, n), inits = operandTypes(graph, node, n, n);
  for (size_t i = 0; i < n; ++i) {
    if (inputs[i].dims != inputs[0].dims) {
      return violation(graph, node, shapeLabel, "input shapes differ: ", typesToString(inputs));
    }
    if (inits[i].rank() != 0 || inits[i].dtype != inputs[i].dtype) {
      return violation(graph, node, typeLabel, "initial values ", typesToString(inits),
                       " are not scalars of the types of ", typesToString(inputs));
    }
  }
  return absl::OkStatus();
}

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

StatusOr<Types> inferReduceWindow(const Graph& graph, const Node& node) {
  RETURN_IF_ERROR(checkInputsAndInits(graph, node, "c1", "c2", "c3"));
  Types inputs = operandTypes(graph, node, 0, node.operands.size() / 2);
  size_t rank = inputs[0].dims.size();
  const AttrDict& attrs = node.attrs;
  Dims ones(rank, 1), zeros(2 * rank, 0);
  auto orDefault = [&](std::string_view name, const Dims& fallback) {
    return attrs.has(name) ? attrs.getInts(name) : absl::MakeConstSpan(fallback);
  };
  absl::Span<const int64_t> window = attrs.getInts("window_dimensions"), strides = orDefault("window_strides", ones),
                            base = orDefault("base_dilations", ones), dilation = orDefault("window_dilations", ones),
                            padding = orDefault("padding", zeros);
  struct Check {
    std::string_view name, sizeLabel, signLabel;
    absl::Span<const int64_t> values;
  };
  for (const Check& check :
       {Check{"window dimensions", "c4", "c5", window}, Check{"window strides", "c6", "c7", strides},
        Check{"base dilations", "c8", "c9", base}, Check{"window dilations", "c10", "c11", dilation}}) {
    if (check.values.size() != rank) {
      return violation(graph, node, check.sizeLabel, check.name, " ", dimsToString(check.values), " for ",
                       inputs[0].toString());
    }
    for (int64_t value : check.values) {
      if (value <= 0) {
        return violation(graph, node, check.signLabel, check.name, " ", dimsToString(check.values),
                         " must be positive");
      }
    }
  }
  if (padding.size() != 2 * rank) {
    return violation(graph, node, "c12", "padding ", dimsToString(padding),
                     " must have two numbers for each dimension of ", inputs[0].toString());
  }
  ASSIGN_OR_RETURN(std::vector<DType> dtypes, checkReducer(graph, node, "c13", node.regions[0], inputs));
  Dims dims;
  for (size_t d = 0; d < rank; ++d) {
    int64_t size = inputs[0].dims[d];
    const __int128 padded = static_cast<__int128>(padding[2 * d]) +
                            (size == 0 ? 0 : static_cast<__int128>(size - 1) * base[d] + 1) + padding[2 * d + 1];
    const __int128 dilated = static_cast<__int128>(window[d] - 1) * dilation[d] + 1;
    ASSIGN_OR_RETURN(dims.emplace_back(),
                     checkSize(graph, node, "c15", strCat("dimension ", d, " of the result"),
                               padded <= 0 || dilated > padded ? 0 : (padded - dilated) / strides[d] + 1));
  }
  Types results;
  for (DType dtype : dtypes) results.emplace_back(dtype, dims);
  return results;
}

OpCost bodyCost(const Graph& graph, const Node& node, double applications) {
  OpCost cost = movementCost(graph, node);
  OpCost body = regionCost(graph, node.regions[0]);
  cost.flops = body.flops * applications;
  cost.transcendentals = body.transcendentals * applications;
  return cost;
}

OpCost reduceCost(const Graph& graph, const Node& node) {
  return bodyCost(graph, node, static_cast<double>(operandType(graph, node, 0).elements()));
}

OpCost reduceWindowCost(const Graph& graph, const Node& node) {
  double window = static_cast<double>(elementCount(node.attrs.getInts("window_dimensions")));
  return bodyCost(graph, node, window * static_cast<double>(graph.type(node.results[0]).elements()));
}

}  // namespace

void appendReductionOps(std::vector<OpDef>& table) {
  table.push_back({.kind = OpKind::kReduce,
                   .form = TextForm::kReduce,
                   .minOperands = 2,
                   .maxOperands = -1,
                   .regions = 1,
                   .attrs = {{"dims", AttrKind::kInts, true, "dimensions"}},
                   .lowering = LoweringClass::kReduction,
                   .infer = inferReduce,
                   .sharding = reduceSharding,
                   .cost = reduceCost,
                   .evaluate = evaluateReduce});
  table.push_back({.kind = OpKind::kReduceWindow,
                   .form = TextForm::kGeneric,
                   .minOperands = 2,
                   .maxOperands = -1,
                   .regions = 1,
                   .attrs = {{"window_dimensions", AttrKind::kInts},
                             {"window_strides", AttrKind::kInts, false},
                             {"base_dilations", AttrKind::kInts, false},
                             {"window_dilations", AttrKind::kInts, false},
                             {"padding", AttrKind::kInts, false}},
                   .lowering = LoweringClass::kWindow,
                   .infer = inferReduceWindow,
                   .sharding = reduceWindowSharding,
                   .cost = reduceWindowCost,
                   .evaluate = evaluateReduceWindow});
}

}  // namespace partita
