// Systems of linear equations with triangular matrices: op(A) X = B, or X op(A) = B.
#include "graph/ops/complex_values.h"
#include "graph/ops/evaluation.h"
#include "graph/ops/library_node.h"
#include "graph/ops/matrices.h"
#include "graph/ops/rules.h"

namespace partita {
namespace {

using Types = std::vector<TensorType>;

StatusOr<Types> inferTriangularSolve(const Graph& graph, const Node& node) {
  const TensorType &a = operandType(graph, node, 0), &b = operandType(graph, node, 1);
  if (!isFloat(a.dtype) && !isComplex(a.dtype))
    return violation(graph, node, "i1", a.toString(), " is not of floats or complex numbers");
  if (a.dtype != b.dtype)
    return violation(graph, node, "c1", a.toString(), " and ", b.toString(), " have different element types");
  if (a.rank() < 2 || a.rank() != b.rank())
    return violation(graph, node, "c2", a.toString(), " and ", b.toString(),
                     " do not have the same number of dimensions, 2 or more");
  const auto matrix = a.dims.size() - 2;
  const bool left = node.attrs.getBool("left_side");
  if (absl::MakeConstSpan(a.dims).first(matrix) != absl::MakeConstSpan(b.dims).first(matrix))
    return violation(graph, node, "c3", a.toString(), " and ", b.toString(), " have different batches");
  if (a.dims[matrix] != a.dims[matrix + 1] || a.dims[matrix] != b.dims[left ? matrix : matrix + 1])
    return violation(graph, node, "c3", "the matrices of ", a.toString(), " are not square or do not fit those of ",
                     b.toString(), " on the ", left ? "left" : "right");
  const std::string& transpose = node.attrs.getKeyword("transpose_a");
  if (transpose != "NO_TRANSPOSE" && transpose != "TRANSPOSE" && transpose != "ADJOINT")
    return violation(graph, node, "i6", "transpose_a is ", transpose, ", expected NO_TRANSPOSE, TRANSPOSE or ADJOINT");
  return Types{b};
}

// Beside the batch, systems that differ in the right side only are independent.
OpShardingRule triangularSolveSharding(const Graph& graph, const Node& node) {
  const int batch = operandType(graph, node, 1).rank() - 2;
  OpShardingRule rule = batchSharding(graph, node, batch);
  const auto independent = static_cast<size_t>(node.attrs.getBool("left_side") ? batch + 1 : batch);
  const int64_t size = operandType(graph, node, 1).dims[independent];
  if (size <= 1) return rule;
  const int factor = rule.add(size);
  rule.operands[1][independent] = rule.results[0][independent] = {factor};
  return rule;
}

OpCost triangularSolveCost(const Graph& graph, const Node& node) {
  OpCost cost = movementCost(graph, node);
  cost.flops = static_cast<double>(operandType(graph, node, 1).elements()) *
               static_cast<double>(operandType(graph, node, 0).dims.back());
  return cost;
}

// By substitution. Seen as op(A) x = b for each column b, and each row of X op(A) = B is one of op(A)^T x = b.
EvalResult evaluateTriangularSolve(EvalContext&, const Graph&, const Node& node, EvalOperands operands) {
  const Tensor &a = operands[0], &b = operands[1];
  const bool left = node.attrs.getBool("left_side"), unit = node.attrs.getBool("unit_diagonal");
  const bool lowerStored = node.attrs.getBool("lower");
  const std::string& op = node.attrs.getKeyword("transpose_a");
  const int64_t n = a.type().dims.back(), rows = b.type().dims[b.type().dims.size() - 2],
                columns = b.type().dims.back(), systems = left ? columns : rows;
  const bool transposed = (op != "NO_TRANSPOSE") == left;
  const bool forward = lowerStored != transposed;
  Tensor out(b.type());
  for (int64_t batch = 0; n > 0 && batch < a.elements() / (n * n); ++batch) {
    const auto coefficient = [&](int64_t i, int64_t j) {
      const WideComplex x = wideAt(a, batch * n * n + (transposed ? j * n + i : i * n + j));
      return op == "ADJOINT" ? std::conj(x) : x;
    };
    for (int64_t s = 0; s < systems; ++s) {
      const auto at = [&](int64_t i) { return batch * rows * columns + (left ? i * columns + s : s * columns + i); };
      std::vector<WideComplex> x(static_cast<size_t>(n));
      for (int64_t step = 0; step < n; ++step) {
        const int64_t i = forward ? step : n - 1 - step;
        WideComplex sum = wideAt(b, at(i));
        for (int64_t j = forward ? 0 : i + 1; j < (forward ? i : n); ++j)
          sum -= coefficient(i, j) * x[static_cast<size_t>(j)];
        x[static_cast<size_t>(i)] = unit ? sum : sum / coefficient(i, i);
        setWide(out, at(i), x[static_cast<size_t>(i)]);
      }
    }
  }
  return std::vector<Tensor>{std::move(out)};
}

// By LAPACK, which sees all three matrices transposed: X^T op(A)^T = B^T, where op(A)^T is op of the transposed A.
StatusOr<std::vector<ValueId>> expandTriangularSolve(NodeBuilder& build, const Node& node) {
  const DType wanted = build.typeOf(node.operands[0]).dtype;
  const ValueId a = build.convert(node.operands[0], lapackType(wanted)),
                b = build.convert(node.operands[1], lapackType(wanted));
  LibraryCall call;
  call.function = lapackName("trsm", build.typeOf(a).dtype);
  call.operands = {build.typeOf(a), build.typeOf(b)};
  call.results = {build.typeOf(b)};
  const std::string& op = node.attrs.getKeyword("transpose_a");
  call.attributes = {{"side", node.attrs.getBool("left_side") ? 'R' : 'L'},
                     {"uplo", node.attrs.getBool("lower") ? 'U' : 'L'},
                     {"trans_x", op == "NO_TRANSPOSE" ? 'N'
                                 : op == "TRANSPOSE"  ? 'T'
                                                      : 'C'},
                     {"diag", node.attrs.getBool("unit_diagonal") ? 'U' : 'N'}};
  return std::vector<ValueId>{build.convert(buildLibraryCall(build, call, {a, b})[0], wanted)};
}

}  // namespace

OpDef defineTriangularSolve() {
  return {.kind = OpKind::kTriangularSolve,
          .minOperands = 2,
          .maxOperands = 2,
          .attrs = {{"left_side", AttrKind::kBool},
                    {"lower", AttrKind::kBool},
                    {"unit_diagonal", AttrKind::kBool},
                    {"transpose_a", AttrKind::kKeyword}},
          .lowering = LoweringClass::kExpanded,
          .accepts = kFloats | kComplexes,
          .results = {"c4", "c4"},
          .infer = inferTriangularSolve,
          .sharding = triangularSolveSharding,
          .cost = triangularSolveCost,
          .evaluate = evaluateTriangularSolve,
          .expand = expandTriangularSolve};
}

}  // namespace partita
