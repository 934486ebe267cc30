#include "graph/ops/written_out.h"

#include <limits>

#include "graph/ops/formula.h"

namespace partita {
namespace {

using namespace formula;

StatusOr<std::vector<ValueId>> writeErf(NodeBuilder& build, const Node& node) {
  return std::vector<ValueId>{computedIn(build, node.operands[0], DType::kF32, erfByPolynomials)};
}

// Of f64. Near 0 two of Newton's steps from the polynomial for f32 (below); elsewhere three with what is left to 1,
// which is exact there, from the normal distribution's quantile to 4.5e-4 (Abramowitz and Stegun, 26.2.23).
constexpr double kCentre[] = {2.81022636e-08, 3.43273939e-07, -3.5233877e-06, -4.39150654e-06, 0.00021858087,
                              -0.00125372503, -0.00417768164, 0.246640727,    1.50140941};
Num erfInvWide(Num x) {
  constexpr double kNumerator[] = {0.010328, 0.802853, 2.515517}, kDenominator[] = {0.001308, 0.189269, 1.432788, 1};
  const auto slope = [](Num y) { return 1.12837916709551257390 * exp(-(y * y)); };
  Num near = x * polynomial(-log1p(-(x * x)) - 2.5, kCentre);
  for (int step = 0; step < 2; ++step) near = near - (erfByPolynomials(near) - x) / slope(near);
  const Num left = 1 - abs(x), t = sqrt(-2 * log(0.5 * left));
  Num far = 0.70710678118654752440 * (t - polynomial(t, kNumerator) / polynomial(t, kDenominator));
  for (int step = 0; step < 3; ++step) far = far + (erfcByPolynomials(far) - left) / slope(far);
  return select(abs(x) < 0.5, near, select(x < 0, -far, far));
}

// M. Giles, Approximating the erfinv function, 2010: to 1e-7 of x.
Num erfInv(Num x) {
  constexpr double kTail[] = {-0.000200214257, 0.000100950558, 0.00134934322, -0.00367342844, 0.00573950773,
                              -0.0076224613,   0.00943887047,  1.00167406,    2.83297682};
  const Num w = -log1p(-(x * x));
  const Num y =
      x.isWide() ? erfInvWide(x) : x * select(w < 5, polynomial(w - 2.5, kCentre), polynomial(sqrt(w) - 3, kTail));
  return select(equal(abs(x), 1), x * std::numeric_limits<double>::infinity(), y);
}

StatusOr<std::vector<ValueId>> writeErfInv(NodeBuilder& build, const Node& node) {
  return std::vector<ValueId>{computedIn(build, node.operands[0], DType::kF32, erfInv)};
}

StatusOr<std::vector<ValueId>> writeSquare(NodeBuilder& build, const Node& node) {
  return std::vector<ValueId>{build.multiply(node.operands[0], node.operands[0])};
}

// A stable sort of elements with their places, largest first, floats in total order; and of that the first.
StatusOr<std::vector<ValueId>> writeTopK(NodeBuilder& build, const Node& node) {
  const TensorType type = build.typeOf(node.operands[0]);
  const int64_t last = type.rank() - 1;
  const TensorType places(DType::kI32, type.dims);
  AttrDict attrs;
  attrs.set("dimension", last);
  attrs.set("is_stable", true);
  const NodeId sort =
      build.nodes(OpKind::kSort, {node.operands[0], build.iota(places, last)}, {type, places}, std::move(attrs));
  Graph& graph = build.graph();
  const RegionId region = graph.addRegion(sort);
  std::vector<ValueId> arguments;
  for (const DType dtype : {type.dtype, type.dtype, DType::kI32, DType::kI32})
    arguments.push_back(graph.addArgument(region, TensorType(dtype, {})));
  NodeBuilder inner(graph, region, build.location());
  const ValueId greater = inner.compare(arguments[0], arguments[1], "GT");
  if (isFloat(type.dtype))
    graph.nodes[graph.values[greater].producer].attrs.set("compare_type", KeywordAttr{"TOTALORDER"});
  graph.regions[region].results = {greater};
  const std::vector<ValueId> sorted = graph.nodes[sort].results;
  std::vector<ValueId> results;
  for (const ValueId value : sorted) results.push_back(build.slice(value, last, 0, node.attrs.getInt("k")));
  return results;
}

}  // namespace

ExpandFn writtenOut(OpKind kind) {
  switch (kind) {
    case OpKind::kErf:
      return writeErf;
    case OpKind::kErfInv:
      return writeErfInv;
    case OpKind::kSquare:
      return writeSquare;
    case OpKind::kTopK:
      return writeTopK;
    default:
      return nullptr;
  }
}

}  // namespace partita
