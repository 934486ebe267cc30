// A computation on scalars, done for each element of the operands.
#include <numeric>

#include "graph/ops/elementwise.h"
#include "graph/ops/lift_region.h"

namespace partita {
namespace {

StatusOr<std::vector<TensorType>> inferMap(const Graph& graph, const Node& node) {
  const std::vector<TensorType> inputs = operandTypes(graph, node, 0, node.operands.size());
  if (inputs.empty()) return violation(graph, node, "c2", "at least one input is needed");
  for (const TensorType& input : inputs) {
    if (input.dims != inputs[0].dims) {
      return violation(graph, node, "c1", "shapes differ: ", typesToString(inputs));
    }
  }
  const auto dims = node.attrs.getInts("dims");
  Dims all(static_cast<size_t>(inputs[0].rank()));
  std::iota(all.begin(), all.end(), 0);
  if (!std::equal(dims.begin(), dims.end(), all.begin(), all.end())) {
    return violation(graph, node, "c3", "dimensions ", dimsToString(dims), " must be all of those of ",
                     inputs[0].toString(), ", in order");
  }
  const Region& body = graph.regions[node.regions[0]];
  const std::vector<TensorType> args = typesOf(graph, body.args), results = typesOf(graph, body.results);
  bool right = args.size() == inputs.size() && results.size() == 1 && results[0].rank() == 0 && !results[0].isToken();
  for (size_t i = 0; right && i < inputs.size(); ++i) right = args[i] == TensorType(inputs[i].dtype, {});
  if (!right) {
    return violation(graph, node, "c4", "the computation has type (", typesToString(args), ") -> (",
                     typesToString(results), "), which does not map the elements of ", typesToString(inputs));
  }
  return std::vector<TensorType>{TensorType(results[0].dtype, inputs[0].dims)};
}

OpCost mapCost(const Graph& graph, const Node& node) {
  OpCost cost = movementCost(graph, node);
  const OpCost body = regionCost(graph, node.regions[0]);
  const double elements = static_cast<double>(graph.type(node.results[0]).elements());
  cost.flops = body.flops * elements;
  cost.transcendentals = body.transcendentals * elements;
  return cost;
}

EvalResult evaluateMap(EvalContext& context, const Graph& graph, const Node& node, EvalOperands operands) {
  Tensor out(graph.type(node.results[0]));
  const int64_t size = dtypeBytes(out.type().dtype);
  for (int64_t i = 0; i < out.elements(); ++i) {
    std::vector<Tensor> scalars;
    for (const Tensor& operand : operands) {
      Tensor& scalar = scalars.emplace_back(TensorType(operand.type().dtype, {}));
      std::copy_n(operand.data() + i * static_cast<int64_t>(scalar.bytes()), scalar.bytes(), scalar.mutableData());
    }
    ASSIGN_OR_RETURN(const std::vector<Tensor> result, context.runRegion(graph, node.regions[0], scalars));
    std::copy_n(result[0].data(), size, out.mutableData() + i * size);
  }
  return std::vector<Tensor>{std::move(out)};
}

// The body's ops on whole arrays.
StatusOr<std::vector<ValueId>> expandMap(NodeBuilder& build, const Node& node) {
  const Dims dims = build.typeOf(node.results[0]).dims;
  return liftRegion(build, node.regions[0], node.operands, dims, "the computation of stablehlo.map");
}

}  // namespace

OpDef defineMap() {
  return elementwise({.kind = OpKind::kMap,
                      .minOperands = 0,
                      .maxOperands = -1,
                      .regions = 1,
                      .regionRole = RegionRole::kElements,
                      .attrs = {{"dims", AttrKind::kInts, true, "dimensions"}},
                      .accepts = kAny,
                      .results = {"c4", "c1"},
                      .infer = inferMap,
                      .cost = mapCost,
                      .evaluate = evaluateMap,
                      .expand = expandMap});
}

}  // namespace partita
