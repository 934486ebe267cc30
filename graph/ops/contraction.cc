// Products summed over shared dimensions.
#include "graph/ops/evaluation.h"
#include "graph/ops/rules.h"
#include "graph/ops/sharding_rules.h"

namespace partita {
namespace {

using Types = std::vector<TensorType>;

Dims concat(absl::Span<const int64_t> a, absl::Span<const int64_t> b) {
  Dims out(a.begin(), a.end());
  out.insert(out.end(), b.begin(), b.end());
  return out;
}

StatusOr<Types> inferDotGeneral(const Graph& graph, const Node& node) {
  const TensorType& lhs = operandType(graph, node, 0);
  const TensorType& rhs = operandType(graph, node, 1);
  absl::Span<const int64_t> lhsBatch = node.attrs.getInts("lhs_batch"), rhsBatch = node.attrs.getInts("rhs_batch"),
                            lhsContract = node.attrs.getInts("lhs_contract"),
                            rhsContract = node.attrs.getInts("rhs_contract");
  if (lhsBatch.size() != rhsBatch.size()) {
    return violation(graph, node, "c1", "batching dims ", dimsToString(lhsBatch), " x ", dimsToString(rhsBatch),
                     " differ in number");
  }
  if (lhsContract.size() != rhsContract.size()) {
    return violation(graph, node, "c2", "contracting dims ", dimsToString(lhsContract), " x ",
                     dimsToString(rhsContract), " differ in number");
  }
  Dims lhsUsed = concat(lhsBatch, lhsContract), rhsUsed = concat(rhsBatch, rhsContract);
  RETURN_IF_ERROR(checkUnique(graph, node, "c3", "batching and contracting dims of lhs", lhsUsed));
  RETURN_IF_ERROR(checkUnique(graph, node, "c4", "batching and contracting dims of rhs", rhsUsed));
  RETURN_IF_ERROR(checkInRange(graph, node, "c5", "batching dims of lhs", lhsBatch, lhs.rank()));
  RETURN_IF_ERROR(checkInRange(graph, node, "c6", "contracting dims of lhs", lhsContract, lhs.rank()));
  RETURN_IF_ERROR(checkInRange(graph, node, "c7", "batching dims of rhs", rhsBatch, rhs.rank()));
  RETURN_IF_ERROR(checkInRange(graph, node, "c8", "contracting dims of rhs", rhsContract, rhs.rank()));
  for (size_t i = 0; i < lhsUsed.size(); ++i) {
    if (lhs.dims[lhsUsed[i]] == rhs.dims[rhsUsed[i]]) continue;
    bool batch = i < lhsBatch.size();
    return violation(graph, node, batch ? "c9" : "c10", batch ? "batching" : "contracting", " dimension ", lhsUsed[i],
                     " of ", lhs.toString(), " and ", rhsUsed[i], " of ", rhs.toString(), " differ in size");
  }
  if (lhs.dtype != rhs.dtype) {
    return violation(graph, node, "c13", "element types differ: ", lhs.toString(), " and ", rhs.toString());
  }
  // The result may be wider than the operands (preferred_element_type).
  TensorType result(lhs.dtype, {});
  if (const TensorType* declared = declaredType(graph, node)) {
    if (isFloat(declared->dtype) != isFloat(lhs.dtype) || isComplex(declared->dtype) != isComplex(lhs.dtype)) {
      return violation(graph, node, "c13", "a product of ", lhs.toString(), " and ", rhs.toString(), " cannot be ",
                       declared->toString());
    }
    result.dtype = declared->dtype;
  }
  for (int64_t d : lhsBatch) result.dims.push_back(lhs.dims[d]);
  for (int64_t d = 0; d < lhs.rank(); ++d) {
    if (!contains(lhsUsed, d)) result.dims.push_back(lhs.dims[d]);
  }
  for (int64_t d = 0; d < rhs.rank(); ++d) {
    if (!contains(rhsUsed, d)) result.dims.push_back(rhs.dims[d]);
  }
  return Types{result};
}

OpCost dotCost(const Graph& graph, const Node& node) {
  OpCost cost = movementCost(graph, node);
  double contracted = 1;
  for (int64_t d : node.attrs.getInts("lhs_contract")) {
    contracted *= static_cast<double>(operandType(graph, node, 0).dims[d]);
  }
  const TensorType& result = graph.type(node.results[0]);
  // A complex multiply-add is four real ones.
  cost.flops = 2 * contracted * static_cast<double>(result.elements()) * (isComplex(result.dtype) ? 4 : 1);
  return cost;
}

}  // namespace

void appendContractionOps(std::vector<OpDef>& table) {
  table.push_back(
      {.kind = OpKind::kDotGeneral,
       .form = TextForm::kDotGeneral,
       .minOperands = 2,
       .maxOperands = 2,
       .attrs = {{"lhs_batch", AttrKind::kInts, false, "dot_dimension_numbers.lhs_batching_dimensions"},
                 {"rhs_batch", AttrKind::kInts, false, "dot_dimension_numbers.rhs_batching_dimensions"},
                 {"lhs_contract", AttrKind::kInts, false, "dot_dimension_numbers.lhs_contracting_dimensions"},
                 {"rhs_contract", AttrKind::kInts, false, "dot_dimension_numbers.rhs_contracting_dimensions"},
                 {"precision", AttrKind::kKeyword, false, "precision_config"},
                 {"algorithm", AttrKind::kText, false}},
       .lowering = LoweringClass::kContraction,
       .infer = inferDotGeneral,
       .sharding = dotGeneralSharding,
       .cost = dotCost,
       .evaluate = evaluateDotGeneral});
}

}  // namespace partita
