// Products summed over shared dimensions.
#include "absl/strings/numbers.h"
#include "graph/ops/evaluation.h"
#include "graph/ops/factors.h"
#include "graph/ops/products.h"
#include "graph/ops/rules.h"
#include "graph/ops/strided.h"

namespace partita {
namespace {

using Types = std::vector<TensorType>;

// The value of field NAME of an algorithm's text, <a = 1, b = f32>.
std::string_view fieldOf(std::string_view text, std::string_view name) {
  const size_t at = text.find(strCat(name, " = "));
  if (at == std::string_view::npos) return {};
  text.remove_prefix(at + name.size() + 3);
  return text.substr(0, text.find_first_of(",>"));
}

// Types and counts of an algorithm are those of one that there are processors for: StableHLO's list. Which it is does
// not change what is computed here: products and sums are at least as exact.
Status checkAlgorithm(const Graph& graph, const Node& node) {
  const Attr* found = node.attrs.find("algorithm");
  if (found == nullptr) return absl::OkStatus();
  if (node.attrs.has("precision")) {
    const std::string& precision = node.attrs.getKeyword("precision");
    if (precision.find("HIGH") != std::string::npos)
      return violation(graph, node, "c21", "precision_config [", precision,
                       "] must be DEFAULT where an algorithm is said");
  }
  const std::string_view text = std::get<TextAttr>(*found).text;
  struct Count {
    std::string_view name, input, constraint;
    int64_t value = 0;
  };
  Count counts[] = {{"lhs_component_count", "i11", "c22"},
                    {"rhs_component_count", "i12", "c23"},
                    {"num_primitive_operations", "i13", "c24"}};
  for (Count& count : counts) {
    if (!absl::SimpleAtoi(std::string(fieldOf(text, count.name)), &count.value))
      return violation(graph, node, count.input, count.name, " of the algorithm must be an integer, found ", text);
    if (count.value <= 0)
      return violation(graph, node, count.constraint, count.name, " ", count.value, " must be positive");
  }
  const std::string_view lhs = fieldOf(text, "lhs_precision_type"), rhs = fieldOf(text, "rhs_precision_type"),
                         sum = fieldOf(text, "accumulation_type");
  const std::string_view fast = fieldOf(text, "allow_imprecise_accumulation");
  if (fast != "true" && fast != "false")
    return violation(graph, node, "i14", "allow_imprecise_accumulation must be true or false, found ", text);
  const int64_t operations = counts[2].value;
  const bool bytes = lhs.starts_with("f8") && rhs.starts_with("f8") && sum == "f32" && operations == 1;
  bool known = bytes;
  if (lhs == rhs) {
    known |= lhs == "f16" && (sum == "f16" || sum == "f32") && operations == 1;
    known |= lhs == "bf16" && sum == "bf16" && operations == 1;
    known |=
        lhs == "bf16" && sum == "f32" && (operations == 1 || operations == 3 || operations == 6 || operations == 9);
    known |= lhs == "tf32" && sum == "f32" && (operations == 1 || operations == 3);
    known |= (lhs == "f32" || lhs == "f64") && sum == lhs && operations == 1;
  }
  const auto unknown = [&](std::string_view input) {
    return violation(graph, node, input, "no processor multiplies ", lhs, " by ", rhs, " in ", sum, " (",
                     counts[0].value, " and ", counts[1].value, " components, ", operations, " operations",
                     fast == "true" ? ", imprecise accumulation" : "", ")");
  };
  if (counts[0].value != 1) return unknown("i11");
  if (counts[1].value != 1) return unknown("i12");
  if (known) return fast == "true" && !bytes ? unknown("i14") : absl::OkStatus();
  // Which of them is to blame: that the others would be well with another.
  const auto isType = [](std::string_view type) {
    return type == "f16" || type == "bf16" || type == "f32" || type == "f64" || type == "tf32" ||
           type.starts_with("f8");
  };
  if (!isType(lhs)) return unknown("i8");
  if (lhs != rhs && !(lhs.starts_with("f8") && rhs.starts_with("f8"))) return unknown("i9");
  return unknown(operations == 1 ? "i10" : "i13");
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
  RETURN_IF_ERROR(checkPrecision(graph, node, "precision", "i7", "c11"));
  if (lhs.dtype != rhs.dtype) {
    return violation(graph, node, "c13", "element types differ: ", lhs.toString(), " and ", rhs.toString());
  }
  // The result may be wider than the operands (preferred_element_type).
  TensorType result(lhs.dtype, {});
  if (const TensorType* declared = declaredType(graph, node)) {
    if (declared->isToken()) return violation(graph, node, "c12", "a product of tensors is no ", declared->toString());
    if (isFloat(declared->dtype) != isFloat(lhs.dtype) || isComplex(declared->dtype) != isComplex(lhs.dtype)) {
      return unimplemented(describeNode(graph, node), ": a product of ", lhs.toString(), " and ", rhs.toString(),
                           " as ", declared->toString());
    }
    result.dtype = declared->dtype;
  }
  RETURN_IF_ERROR(checkAlgorithm(graph, node));
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

OpShardingRule dotGeneralSharding(const Graph& graph, const Node& node) {
  OpShardingRule rule = emptyRule(graph, node);
  const TensorType& lhs = graph.type(node.operands[0]);
  const TensorType& rhs = graph.type(node.operands[1]);
  absl::Span<const int64_t> lhsBatch = node.attrs.getInts("lhs_batch"), rhsBatch = node.attrs.getInts("rhs_batch");
  absl::Span<const int64_t> lhsContract = node.attrs.getInts("lhs_contract"),
                            rhsContract = node.attrs.getInts("rhs_contract");
  int out = 0;
  for (size_t i = 0; i < lhsBatch.size(); ++i, ++out) {
    const int f = addFactor(rule, lhs.dims[lhsBatch[i]]);
    put(rule.operands[0], lhsBatch[i], f);
    put(rule.operands[1], rhsBatch[i], f);
    put(rule.results[0], out, f);
  }
  for (int side = 0; side < 2; ++side) {
    const TensorType& type = side == 0 ? lhs : rhs;
    for (int d = 0; d < type.rank(); ++d) {
      if (contains(side == 0 ? lhsBatch : rhsBatch, d) || contains(side == 0 ? lhsContract : rhsContract, d)) continue;
      const int f = addFactor(rule, type.dims[d]);
      put(rule.operands[side], d, f);
      put(rule.results[0], out++, f);
    }
  }
  for (size_t i = 0; i < lhsContract.size(); ++i) {
    const int f = addFactor(rule, lhs.dims[lhsContract[i]], FactorKind::kReduction);
    put(rule.operands[0], lhsContract[i], f);
    put(rule.operands[1], rhsContract[i], f);
  }
  return rule;
}

// One operand as a stack of matrices: its dimensions in the order batch, free, contracting.
struct Matrices {
  Dims batch, batchStrides, inner, innerStrides;  // inner: free dimensions, then contracting
  int64_t rows = 1, depth = 1;
};

Matrices matricesOf(const TensorType& type, absl::Span<const int64_t> batch, absl::Span<const int64_t> contract) {
  const Dims strides = rowMajorStrides(type.dims);
  Matrices out;
  for (int64_t d : batch) {
    out.batch.push_back(type.dims[d]);
    out.batchStrides.push_back(strides[d]);
  }
  for (int64_t d = 0; d < type.rank(); ++d) {
    if (contains(batch, d) || contains(contract, d)) continue;
    out.inner.push_back(type.dims[d]);
    out.innerStrides.push_back(strides[d]);
    out.rows *= type.dims[d];
  }
  for (int64_t d : contract) {
    out.inner.push_back(type.dims[d]);
    out.innerStrides.push_back(strides[d]);
    out.depth *= type.dims[d];
  }
  return out;
}

// Products of T summed in Acc.
template <typename T, typename Acc>
Tensor multiply(const Tensor& lhs, const Tensor& rhs, const Matrices& a, const Matrices& b, const TensorType& type) {
  const std::vector<T> lhsValues = valuesOf<T>(lhs), rhsValues = valuesOf<T>(rhs);
  std::vector<T> left(a.rows * a.depth), right(b.rows * b.depth);
  std::vector<Scalar> row(b.rows);
  Tensor out(type);
  if (type.elements() == 0) return out;
  const int64_t depth = a.depth, size = dtypeBytes(type.dtype);
  std::byte* to = out.mutableData();
  forEachOffset(a.batch, 0, a.batchStrides, 0, b.batchStrides, [&](int64_t lhsBase, int64_t rhsBase) {
    int64_t at = 0;
    forEachOffset(a.inner, lhsBase, a.innerStrides, 0, a.innerStrides,
                  [&](int64_t from, int64_t) { left[at++] = lhsValues[from]; });
    at = 0;
    forEachOffset(b.inner, rhsBase, b.innerStrides, 0, b.innerStrides,
                  [&](int64_t from, int64_t) { right[at++] = rhsValues[from]; });
    for (int64_t m = 0; m < a.rows; ++m) {
      const T* x = left.data() + m * depth;
      int64_t n = 0;
      // Four columns at a time: four sums that do not wait for each other.
      for (; n + 4 <= b.rows; n += 4) {
        const T *y0 = right.data() + n * depth, *y1 = y0 + depth, *y2 = y1 + depth, *y3 = y2 + depth;
        Acc s0{}, s1{}, s2{}, s3{};
        for (int64_t k = 0; k < depth; ++k) {
          const Acc v = static_cast<Acc>(x[k]);
          s0 += productOf(v, static_cast<Acc>(y0[k]));
          s1 += productOf(v, static_cast<Acc>(y1[k]));
          s2 += productOf(v, static_cast<Acc>(y2[k]));
          s3 += productOf(v, static_cast<Acc>(y3[k]));
        }
        row[n] = scalarOf(s0);
        row[n + 1] = scalarOf(s1);
        row[n + 2] = scalarOf(s2);
        row[n + 3] = scalarOf(s3);
      }
      for (; n < b.rows; ++n) {
        const T* y = right.data() + n * depth;
        Acc sum{};
        for (int64_t k = 0; k < depth; ++k) sum += productOf(static_cast<Acc>(x[k]), static_cast<Acc>(y[k]));
        row[n] = scalarOf(sum);
      }
      storeScalars(type.dtype, row.data(), b.rows, to);
      to += b.rows * size;
    }
  });
  return out;
}

EvalResult evaluateDotGeneral(EvalContext& context, const Graph& graph, const Node& node, EvalOperands operands) {
  const TensorType& type = graph.type(node.results[0]);
  const DType dtype = operands[0].type().dtype;
  const Matrices a =
      matricesOf(operands[0].type(), node.attrs.getInts("lhs_batch"), node.attrs.getInts("lhs_contract"));
  const Matrices b =
      matricesOf(operands[1].type(), node.attrs.getInts("rhs_batch"), node.attrs.getInts("rhs_contract"));
  return withProductTypes(dtype, context.roundsSums(), [&]<typename T, typename Acc>() {
    return std::vector<Tensor>{multiply<T, Acc>(operands[0], operands[1], a, b, type)};
  });
}

}  // namespace

OpDef defineDotGeneral() {
  return {.kind = OpKind::kDotGeneral,
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
          .accepts = kAny,
          .results = {"c13", "c12"},
          .infer = inferDotGeneral,
          .sharding = dotGeneralSharding,
          .cost = dotCost,
          .evaluate = evaluateDotGeneral};
}

}  // namespace partita
