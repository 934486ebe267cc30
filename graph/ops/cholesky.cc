// Cholesky decompositions of matrices: a lower triangle L with A = L L^H, or an upper one. The other triangle of the
// result is zero. A matrix that has none gives NaN.
#include <cmath>
#include <limits>

#include "graph/ops/complex_values.h"
#include "graph/ops/evaluation.h"
#include "graph/ops/library_node.h"
#include "graph/ops/matrices.h"
#include "graph/ops/rules.h"

namespace partita {
namespace {

using Types = std::vector<TensorType>;

StatusOr<Types> inferCholesky(const Graph& graph, const Node& node) {
  const TensorType& a = operandType(graph, node, 0);
  if (!isFloat(a.dtype) && !isComplex(a.dtype))
    return violation(graph, node, "i1", a.toString(), " is not of floats or complex numbers");
  if (a.rank() < 2) return violation(graph, node, "c2", a.toString(), " has fewer than 2 dimensions");
  if (a.dims[a.dims.size() - 2] != a.dims.back())
    return violation(graph, node, "c3", "the matrices of ", a.toString(), " are not square");
  return Types{a};
}

OpShardingRule choleskySharding(const Graph& graph, const Node& node) {
  return batchSharding(graph, node, operandType(graph, node, 0).rank() - 2);
}

OpCost choleskyCost(const Graph& graph, const Node& node) {
  OpCost cost = movementCost(graph, node);
  const TensorType& a = operandType(graph, node, 0);
  cost.flops = static_cast<double>(a.elements()) * static_cast<double>(a.dims.back()) / 3;
  return cost;
}

// Column by column, of the triangle that `lower` names; an upper one is the conjugate transpose of a lower one.
EvalResult evaluateCholesky(EvalContext&, const Graph&, const Node& node, EvalOperands operands) {
  const Tensor& a = operands[0];
  const bool lower = node.attrs.getBool("lower");
  const int64_t n = a.type().dims.back();
  Tensor out(a.type());
  for (int64_t base = 0; base < a.elements(); base += n * n) {
    const auto at = [&](int64_t i, int64_t j) { return base + (lower ? i * n + j : j * n + i); };
    const auto conjugated = [&](WideComplex x) { return lower ? x : std::conj(x); };
    std::vector<WideComplex> l(static_cast<size_t>(n * n));
    bool isPositive = true;
    for (int64_t j = 0; j < n && isPositive; ++j) {
      long double pivot = wideAt(a, at(j, j)).real();
      for (int64_t k = 0; k < j; ++k) pivot -= std::norm(l[static_cast<size_t>(j * n + k)]);
      isPositive = pivot > 0;
      const long double diagonal = std::sqrt(pivot);
      l[static_cast<size_t>(j * n + j)] = diagonal;
      for (int64_t i = j + 1; i < n; ++i) {
        WideComplex sum = conjugated(wideAt(a, at(i, j)));
        for (int64_t k = 0; k < j; ++k)
          sum -= l[static_cast<size_t>(i * n + k)] * std::conj(l[static_cast<size_t>(j * n + k)]);
        l[static_cast<size_t>(i * n + j)] = sum / diagonal;
      }
    }
    constexpr long double kNan = std::numeric_limits<long double>::quiet_NaN();
    for (int64_t i = 0; i < n; ++i) {
      for (int64_t j = 0; j <= i; ++j)
        setWide(out, at(i, j), isPositive ? conjugated(l[static_cast<size_t>(i * n + j)]) : WideComplex(kNan));
    }
  }
  return std::vector<Tensor>{std::move(out)};
}

// By LAPACK, which sees the transposed matrix: its conjugate, of the other triangle.
StatusOr<std::vector<ValueId>> expandCholesky(NodeBuilder& build, const Node& node) {
  const bool lower = node.attrs.getBool("lower");
  const TensorType wanted = build.typeOf(node.operands[0]);
  const ValueId a = build.convert(node.operands[0], lapackType(wanted.dtype));
  const TensorType type = build.typeOf(a);
  const Dims batch(wanted.dims.begin(), wanted.dims.end() - 2);
  LibraryCall call;
  call.function = lapackName("potrf", type.dtype);
  call.operands = {type};
  call.results = {type, TensorType(DType::kI32, batch)};
  call.attributes = {{"uplo", lower ? 'U' : 'L'}};
  const std::vector<ValueId> results = buildLibraryCall(build, call, {a});
  // Where there is no decomposition, and which triangle it is.
  const TensorType flags(DType::kI1, type.dims), counted(DType::kI32, type.dims);
  const ValueId failed = build.compare(results[1], build.splat(call.results[1], 0), "NE");
  const int rank = type.rank();
  const ValueId row = build.iota(counted, rank - 2), column = build.iota(counted, rank - 1);
  const ValueId inside = build.compare(row, column, lower ? "GE" : "LE");
  IntsAttr leading;
  for (int64_t d = 0; d < rank - 2; ++d) leading.push_back(d);
  ValueId out = build.select(build.broadcast(failed, flags, leading), build.splat(type, std::nan("")), results[0]);
  out = build.select(inside, out, build.splat(type, 0));
  return std::vector<ValueId>{build.convert(out, wanted.dtype)};
}

}  // namespace

OpDef defineCholesky() {
  return {.kind = OpKind::kCholesky,
          .form = TextForm::kSameType,
          .minOperands = 1,
          .maxOperands = 1,
          .attrs = {{"lower", AttrKind::kBool}},
          .lowering = LoweringClass::kExpanded,
          .accepts = kFloats | kComplexes,
          .results = {"c1", "c1"},
          .infer = inferCholesky,
          .sharding = choleskySharding,
          .cost = choleskyCost,
          .evaluate = evaluateCholesky,
          .expand = expandCholesky};
}

}  // namespace partita
