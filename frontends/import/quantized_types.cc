// What StableHLO asks of quantized types, by its numbers: of each type, of which types an op takes, and of how those of
// one op belong together. Shapes, and elements that are not quantized, are the graph's to check.
#include <cmath>
#include <limits>

#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_set.h"
#include "frontends/import/importer.h"

namespace partita {
namespace {

constexpr std::string_view kPrefix = "stablehlo.";

enum class Takes : uint8_t { kNone, kPerTensor, kAny };

// Of the operands and results of the op NAME (without its dialect); RESULT: of its results, else of operand I.
Takes taken(std::string_view name, bool result, size_t i) {
  static const absl::flat_hash_set<std::string_view> kNothing = {"and",
                                                                 "complex",
                                                                 "convert",
                                                                 "count_leading_zeros",
                                                                 "fft",
                                                                 "imag",
                                                                 "not",
                                                                 "or",
                                                                 "popcnt",
                                                                 "real",
                                                                 "rng",
                                                                 "rng_bit_generator",
                                                                 "xor",
                                                                 "compare",
                                                                 "shift_left",
                                                                 "is_finite",
                                                                 "shift_right_arithmetic",
                                                                 "shift_right_logical"};
  static const absl::flat_hash_set<std::string_view> kEverything = {
      "add",      "bitcast_convert",    "broadcast_in_dim", "case",  "composite",
      "constant", "custom_call",        "dynamic_reshape",  "if",    "dynamic_broadcast_in_dim",
      "infeed",   "get_dimension_size", "outfeed",          "recv",  "reshape",
      "send",     "set_dimension_size", "transpose",        "tuple", "get_tuple_element",
      "while",    "uniform_dequantize", "uniform_quantize"};
  const bool product = name == "convolution" || name == "dynamic_conv" || name == "dot_general" || name == "dot";
  if (product) return result || i == 1 ? Takes::kAny : Takes::kPerTensor;
  if (kEverything.contains(name)) return Takes::kAny;
  const bool predicate = name == "compare" || name == "is_finite";  // the result is no number
  return kNothing.contains(name) && (result || !predicate) ? Takes::kNone : Takes::kPerTensor;
}

// The number of the input that operand I of OP is.
size_t inputOf(const ir::Operation& op, std::string_view name, size_t i) {
  if (name == "reduce" || name == "reduce_window") return 2 * i < op.operands.size() ? 1 : 2;
  if (name == "scatter") return 2 * i + 1 < op.operands.size() ? 1 : 2 * i + 1 == op.operands.size() ? 2 : 3;
  const std::optional<OpKind> kind = opKindByName(op.name);
  if (!kind || opDef(*kind).maxOperands >= 0) return i + 1;
  return std::min(i + 1, static_cast<size_t>(std::max(opDef(*kind).minOperands, 1)));
}

// The same type but for scales and zero points, as the specification's baseline_type.
bool sameBaseline(const ir::Quantized& a, const ir::Quantized& b) {
  return a.storage == b.storage && a.expressed == b.expressed && a.dim == b.dim && a.low == b.low && a.high == b.high;
}

// The same type but for what is per axis, of which there is some on both sides or on neither.
bool sameButForAxis(const ir::Quantized& a, const ir::Quantized& b) {
  return (a.dim < 0) == (b.dim < 0) && a.storage == b.storage && a.expressed == b.expressed && a.low == b.low &&
         a.high == b.high;
}

bool sameNumbers(const ir::Quantized& a, const ir::Quantized& b) {
  return a.scales == b.scales && a.zeroPoints == b.zeroPoints;
}

// The product of DIMS in [BEGIN, END); nothing where one is open.
std::optional<__int128> elementsOf(const Dims& dims, size_t begin, size_t end) {
  __int128 out = 1;
  for (size_t d = begin; d < end && d < dims.size(); ++d) {
    if (dims[d] == ir::kDynamic || out > std::numeric_limits<int64_t>::max()) return std::nullopt;
    out *= dims[d];
  }
  return out;
}

double storedAs(DType dtype, double value) {
  std::string bytes(static_cast<size_t>(dtypeBytes(dtype)), '\0');
  storeFromDouble(dtype, value, bytes.data());
  return loadAsDouble(dtype, bytes.data());
}

// The least positive number of DTYPE.
double leastOf(DType dtype) {
  double least = 1;
  while (least / 2 > 0 && storedAs(dtype, least / 2) == least / 2) least /= 2;
  return least;
}

}  // namespace

const ir::Quantized* quantizedOf(const ir::Type& type) {
  if (type == nullptr || type->kind != ir::TypeKind::kTensor) return nullptr;
  const ir::TypeData& element = *type->parts[0];
  return element.kind == ir::TypeKind::kQuantized ? &element.quantized : nullptr;
}

bool isQuantized(const ir::Type& type) { return quantizedOf(type) != nullptr; }

Status Importer::checkQuantizedType(const ir::Type& type, const Dims& dims, const ir::Place& place,
                                    std::string_view of) const {
  const ir::Quantized* q = quantizedOf(type);
  if (q == nullptr) return {};
  const auto wrong = [&](std::string_view constraint, const auto&... parts) {
    return failAt(place, "quantized_type_", constraint, ": ", parts..., ", found ", ir::toString(type), " (", of, ")");
  };
  const auto [least, greatest] = ir::storedRange(q->storage);
  if (!isInteger(q->storage) || q->low < least || q->low >= q->high || q->high > greatest)
    return wrong("c3", "expected a range of stored values within [", least, ", ", greatest, "]");
  if (!isFloat(q->expressed)) return wrong("c4", "expected reals that are expressed");
  for (const double scale : q->scales) {
    if (!(scale >= leastOf(q->expressed)))
      return wrong("c5", "expected scales above zero, as numbers of ", dtypeName(q->expressed), " are");
    if (!std::isfinite(storedAs(q->expressed, scale)))
      return wrong("c6", "expected scales that are finite as ", dtypeName(q->expressed));
  }
  for (const int64_t zeroPoint : q->zeroPoints) {
    if (zeroPoint < q->low || zeroPoint > q->high)
      return wrong("c7", "expected zero points within [", q->low, ", ", q->high, "], the range of stored values");
  }
  if (q->zeroPoints.size() != q->scales.size()) return wrong("c9", "expected as many zero points as scales");
  if (q->dim < 0) {
    if (q->scales.size() != 1) return wrong("c10", "expected one scale, as there is no quantized dimension");
    return {};
  }
  const auto rank = static_cast<int64_t>(dims.size());
  if (q->dim >= rank) return wrong("c12", "expected a quantized dimension below ", rank);
  if (dims[q->dim] != ir::kDynamic && dims[q->dim] != static_cast<int64_t>(q->scales.size()))
    return wrong("c13", "expected a scale for each of the ", dims[q->dim], " indices of dimension ", q->dim);
  return {};
}

// The types of one op, by the constraints of the op.
class Importer::QuantizedOp {
 public:
  QuantizedOp(Importer& importer, const ir::Operation& op)
      : importer_(importer), op_(op), name_(std::string_view(op.name).substr(kPrefix.size())) {
    for (const ir::ValueId value : op.operands) operands_.push_back(&importer.typeOf(value));
    for (const ir::ValueId value : op.results) results_.push_back(&importer.typeOf(value));
  }

  Status check() const {
    RETURN_IF_ERROR(checkTaken());
    if (name_ == "uniform_quantize" || name_ == "uniform_dequantize") return checkConversion();
    if (name_ == "add") return checkSum();
    if (name_ == "convolution" || name_ == "dynamic_conv" || name_ == "dot_general") return checkProduct();
    if (name_ == "reshape" || name_ == "dynamic_reshape") return checkReshape();
    if (name_ == "transpose") return checkTranspose();
    if (name_ == "broadcast_in_dim" || name_ == "dynamic_broadcast_in_dim") return checkBroadcast();
    return checkBaseline();
  }

 private:
  template <typename... Parts>
  Status wrong(std::string_view constraint, const Parts&... parts) const {
    return importer_.failAt(op_.types, name_, "_", constraint, ": ", parts..., ", found ", types(), " (",
                            importer_.described(op_), ")");
  }
  std::string types() const {
    std::string out;
    for (const ir::Type* type : operands_) strAppend(&out, out.empty() ? "" : ", ", ir::toString(*type));
    strAppend(&out, " to");
    for (size_t i = 0; i < results_.size(); ++i) strAppend(&out, i == 0 ? " " : ", ", ir::toString(*results_[i]));
    return out;
  }
  const ir::Quantized* operand(size_t i) const { return i < operands_.size() ? quantizedOf(*operands_[i]) : nullptr; }
  const ir::Quantized* result() const { return results_.empty() ? nullptr : quantizedOf(*results_[0]); }
  Dims dimsOf(size_t i) const {
    const ValueId value = (*importer_.frame_)[op_.operands[i]];
    return value.valid() ? importer_.graph_.type(value).dims : (*operands_[i])->dims;
  }

  Status checkTaken() const {
    for (size_t i = 0; i < operands_.size() + results_.size(); ++i) {
      const bool isResult = i >= operands_.size();
      const size_t at = isResult ? i - operands_.size() : i;
      const ir::Type& type = isResult ? *results_[at] : *operands_[at];
      const ir::Quantized* q = quantizedOf(type);
      if (q == nullptr) continue;
      RETURN_IF_ERROR(
          importer_.checkQuantizedType(type, isResult ? type->dims : dimsOf(at), op_.types, importer_.described(op_)));
      const Takes takes = taken(name_, isResult, at);
      if (takes == Takes::kAny || (takes == Takes::kPerTensor && q->dim < 0)) continue;
      const std::string number = isResult ? std::string(elementConstraint()) : strCat("i", inputOf(op_, name_, at));
      return wrong(number, "expected ", takes == Takes::kNone ? "no quantized type" : "one scale for the whole tensor",
                   " of ", isResult ? "result " : "operand ", at);
    }
    return {};
  }

  Status checkConversion() const {
    if (operands_.size() != 1 || results_.size() != 1) return {};
    const bool from = name_ == "uniform_dequantize";
    const ir::Quantized* q = from ? operand(0) : result();
    const std::optional<TensorType> other = graphType(from ? *results_[0] : *operands_[0]);
    if (from && q == nullptr) return wrong("i1", "expected a quantized operand");
    if (!from && q == nullptr) return wrong("c2", "expected a quantized result");
    if (!from && operand(0) == nullptr && (!other || !isFloat(other->dtype)))
      return wrong("i1", "expected an operand of reals or quantized elements");
    const std::optional<TensorType> computed = graphType(*results_[0]);
    if (computed && computed->rank() != static_cast<int64_t>(dimsOf(0).size()))
      return wrong("c1", "expected a result with the sizes of the operand");
    for (int64_t d = 0; computed && d < computed->rank(); ++d) {
      const int64_t size = dimsOf(0)[d];
      if (size != computed->dims[d] && size != ir::kDynamic && computed->dims[d] != ir::kDynamic)
        return wrong("c1", "expected a result with the sizes of the operand");
    }
    const ir::Quantized* stored = from ? result() : operand(0);
    const DType dtype = stored != nullptr ? stored->expressed : other ? other->dtype : q->expressed;
    if (dtype != q->expressed || (from && stored != nullptr))
      return wrong(
          "c2", "expected ",
          from ? "results of the type that the operand expresses" : "a result that expresses the type of the operand");
    return {};
  }

  Status checkSum() const {
    const ir::Quantized *lhs = operand(0), *rhs = operand(1), *to = result();
    if (operands_.size() != 2 || results_.size() != 1) return {};
    if (lhs == nullptr || rhs == nullptr || to == nullptr)
      return wrong("c2", "expected operands and result to be quantized all, or none of them");
    if (lhs->storage != rhs->storage || lhs->storage != to->storage) return wrong("c3", "expected one storage type");
    if (lhs->expressed != rhs->expressed || lhs->expressed != to->expressed)
      return wrong("c4", "expected one expressed type");
    if ((lhs->dim >= 0 || rhs->dim >= 0) != (to->dim >= 0))
      return wrong("c5", "expected a result that is quantized per axis where an operand is, and only there");
    if (lhs->dim >= 0 && lhs->dim != to->dim)
      return wrong("c6", "expected the quantized dimension of the first operand in the result");
    if (rhs->dim >= 0 && rhs->dim != to->dim)
      return wrong("c7", "expected the quantized dimension of the second operand in the result");
    return {};
  }

  Status checkProduct() const {
    if (operands_.size() < 2 || results_.size() != 1) return {};
    const bool dot = name_ == "dot_general";
    const ir::Quantized *lhs = operand(0), *rhs = operand(1), *to = result();
    const bool isFirst = lhs != nullptr, isResult = to != nullptr;
    if (rhs == nullptr || isFirst != isResult)
      return wrong(dot ? "c14" : "c28",
                   "expected a quantized second operand, and the first quantized as the result is");
    if (dot) {
      if (absl::c_any_of(rhs->zeroPoints, [](int64_t zeroPoint) { return zeroPoint != 0; }))
        return wrong("c15", "expected zero points of the second operand that are 0");
      const IntsAttr contracted = intsAttribute(op_, "rhs_contracting_dimensions").value_or(IntsAttr());
      if (rhs->dim >= 0 && absl::c_linear_search(contracted, rhs->dim))
        return wrong("c16", "expected a quantized dimension of the second operand that is not contracted");
    } else {
      if (rhs->dim >= 0 && rhs->dim != number("kernel_output_feature_dimension", rhs->dim))
        return wrong("c29", "expected the kernel's output features to be its quantized dimension");
      if (isResult && to->dim >= 0 && to->dim != number("output_feature_dimension", to->dim))
        return wrong("c30", "expected the features to be the quantized dimension of the result");
    }
    if (isFirst) {
      if (lhs->storage != rhs->storage) return wrong(dot ? "c17" : "c31", "expected operands of one storage type");
      if (lhs->expressed != rhs->expressed || lhs->expressed != to->expressed)
        return wrong(dot ? "c18" : "c32", "expected one expressed type");
      if (rhs->dim < 0 && to->dim >= 0)
        return wrong(dot ? "c19" : "c33", "expected one scale for the whole result, as the second operand has");
      return {};
    }
    const std::optional<TensorType> from = graphType(*operands_[0]), computed = graphType(*results_[0]);
    if (!from || !computed || from->dtype != rhs->expressed || computed->dtype != rhs->expressed)
      return wrong(dot ? "c20" : "c34",
                   "expected the first operand and the result to be of the type that the second "
                   "expresses");
    return {};
  }
  int64_t number(std::string_view attribute, int64_t otherwise) const {
    const auto* value = attributeOf<ir::Integer>(op_, attribute);
    return value == nullptr ? otherwise : value->value;
  }

  // Of ops whose result has the elements of the operand, in other dimensions.
  Status checkSameButForAxis(bool alsoScales) const {
    const ir::Quantized *from = operand(0), *to = result();
    if (from == nullptr || to == nullptr || !sameButForAxis(*from, *to) ||
        ((alsoScales || from->dim < 0) && !sameNumbers(*from, *to)))
      return wrong("c1", "expected the quantized type of the operand in the result");
    return {};
  }

  Status checkReshape() const {
    if (operands_.empty() || results_.size() != 1) return {};
    RETURN_IF_ERROR(checkSameButForAxis(true));
    const ir::Quantized *from = operand(0), *to = result();
    if (from->dim < 0) return {};
    const Dims before = dimsOf(0), &after = (*results_[0])->dims;
    const auto same = [&](size_t begin, size_t end, size_t toBegin, size_t toEnd) {
      const auto a = elementsOf(before, begin, end), b = elementsOf(after, toBegin, toEnd);
      return !a || !b || *a == *b;
    };
    const auto at = static_cast<size_t>(from->dim), there = static_cast<size_t>(to->dim);
    if (!same(0, at, 0, there) || !same(at, at + 1, there, there + 1) ||
        !same(at + 1, before.size(), there + 1, after.size()))
      return wrong("c3", "expected as many elements before, along and behind the quantized dimension in the result");
    return {};
  }

  Status checkTranspose() const {
    if (operands_.size() != 1 || results_.size() != 1) return {};
    RETURN_IF_ERROR(checkSameButForAxis(true));
    const ir::Quantized *from = operand(0), *to = result();
    const std::optional<IntsAttr> permutation = intsAttribute(op_, "permutation");
    if (to->dim >= 0 && permutation && to->dim < static_cast<int64_t>(permutation->size()) &&
        (*permutation)[to->dim] != from->dim)
      return wrong("c4", "expected the quantized dimension of the operand where the permutation puts it");
    return {};
  }

  Status checkBroadcast() const {
    if (operands_.empty() || results_.size() != 1) return {};
    RETURN_IF_ERROR(checkSameButForAxis(false));
    const ir::Quantized *from = operand(0), *to = result();
    if (to->dim < 0) return {};
    const std::optional<IntsAttr> dims = intsAttribute(op_, "broadcast_dimensions");
    if (dims && from->dim < static_cast<int64_t>(dims->size()) && (*dims)[from->dim] != to->dim)
      return wrong("c6", "expected the quantized dimension of the operand where it is in the result");
    const bool one = from->scales.size() == 1;
    for (size_t i = 0; i < to->scales.size(); ++i) {
      const size_t at = one ? 0 : i;
      if (at >= from->scales.size() || to->scales[i] != from->scales[at] || to->zeroPoints[i] != from->zeroPoints[at])
        return wrong("c6", "expected the scales and zero points of the operand in the result");
    }
    return {};
  }

  // What asks for one element type of operands and results.
  std::string_view elementConstraint() const {
    if (name_.starts_with("batch_norm")) return "c2";
    const std::optional<OpKind> kind = opKindByName(op_.name);
    const std::string_view known = kind ? opDef(*kind).results.element : std::string_view();
    return known.empty() ? "c1" : known;
  }

  // Ops that compute: with numbers of one baseline type. (Those that hand elements on: importQuantizedMove().)
  Status checkBaseline() const {
    const std::optional<OpKind> kind = opKindByName(op_.name);
    if (!kind || !computesElements(op_, *kind) || name_ == "is_finite" || name_ == "dot") return {};
    const bool compares = name_ == "compare", selects = name_ == "select";
    const ir::Quantized* first = operand(selects ? 1 : 0);
    if (operands_.empty()) return {};
    for (size_t i = selects ? 2 : 1; i < operands_.size() + (compares ? 0 : results_.size()); ++i) {
      const bool isResult = i >= operands_.size();
      const ir::Quantized* q = isResult ? quantizedOf(*results_[i - operands_.size()]) : operand(i);
      if (first != nullptr && q != nullptr && sameBaseline(*first, *q)) continue;
      const bool bound = name_ == "clamp" && !isResult;
      return wrong(bound      ? "c3"
                   : compares ? "c1"
                              : elementConstraint(),
                   "expected one quantized type of operands and results but for scales and zero points");
    }
    return {};
  }

  Importer& importer_;
  const ir::Operation& op_;
  std::string_view name_;
  std::vector<const ir::Type*> operands_, results_;
};

Status Importer::checkQuantized(const ir::Operation& op) {
  if (!std::string_view(op.name).starts_with(kPrefix)) {
    for (const auto* values : {&op.operands, &op.results}) {
      for (const ir::ValueId value : *values)
        RETURN_IF_ERROR(checkQuantizedType(typeOf(value), typeOf(value)->dims, op.types, described(op)));
    }
    return {};
  }
  const auto quantized = [&](ir::ValueId value) { return isQuantized(typeOf(value)); };
  const bool converts = op.name == "stablehlo.uniform_quantize" || op.name == "stablehlo.uniform_dequantize";
  if (!converts && !absl::c_any_of(op.operands, quantized) && !absl::c_any_of(op.results, quantized)) return {};
  return QuantizedOp(*this, op).check();
}

std::string Importer::described(const ir::Operation& op) const {
  return strCat(op.name, " at ", joined(op.location).toString());
}

}  // namespace partita
