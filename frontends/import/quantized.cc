// Quantized types: element x stands for (x - zero point) * scale. In the graph their values are the stored integers,
// and what is computed with them is written out: dequantized, computed in what is expressed, and quantized again
// (rounded to nearest even, clamped to what may be stored), as StableHLO specifies. Sums and products of which the
// exact result is an integer are computed in integers.
#include <cmath>

#include "absl/algorithm/container.h"
#include "frontends/import/importer.h"

namespace partita {
namespace {

double scaleOf(const ir::Quantized& q, size_t i) { return q.scales[q.dim < 0 ? 0 : i]; }
int64_t zeroPointOf(const ir::Quantized& q, size_t i) {
  const size_t at = q.dim < 0 ? 0 : i;
  return at < q.zeroPoints.size() ? q.zeroPoints[at] : 0;
}
bool hasZeroPoints(const ir::Quantized& q) {
  return absl::c_any_of(q.zeroPoints, [](int64_t zeroPoint) { return zeroPoint != 0; });
}

// What arithmetic is done in: f32, as everybody who quantizes does, unless more is expressed.
DType arithmeticType(const ir::Quantized& q) { return q.expressed == DType::kF64 ? DType::kF64 : DType::kF32; }
// That holds the difference of a stored number and its zero point.
DType differenceType(const ir::Quantized& q) {
  return q.storage == DType::kUI32 || dtypeBits(q.storage) > 32 ? DType::kI64 : DType::kI32;
}

// Numbers of an array of quantized elements: one, or one for each index of the dimension DIM.
struct Numbers {
  std::vector<double> values;
  int64_t dim = -1;
  bool all(double value) const {
    return absl::c_all_of(values, [&](double v) { return v == value; });
  }
};
template <typename Of>
Numbers numbersOf(const ir::Quantized& q, Of of) {
  Numbers out{{}, q.dim};
  for (size_t i = 0; i < (q.dim < 0 ? 1 : q.scales.size()); ++i) out.values.push_back(static_cast<double>(of(i)));
  return out;
}

// TYPE by value: what is built may move that of a value.
ValueId spread(NodeBuilder& build, const Numbers& numbers, TensorType type) {
  if (numbers.dim < 0) return build.splat(type, numbers.values[0]);
  const TensorType vector(type.dtype, {static_cast<int64_t>(numbers.values.size())});
  std::string bytes(static_cast<size_t>(vector.bytes()), '\0');
  for (size_t i = 0; i < numbers.values.size(); ++i)
    storeFromDouble(type.dtype, numbers.values[i], bytes.data() + i * static_cast<size_t>(dtypeBytes(type.dtype)));
  return build.broadcast(build.constant(Literal(vector, std::move(bytes))), type, {numbers.dim});
}

ValueId difference(NodeBuilder& build, ValueId v, const ir::Quantized& q) {
  v = build.convert(v, differenceType(q));
  if (!hasZeroPoints(q)) return v;
  return build.subtract(v, spread(build, numbersOf(q, [&](size_t i) { return zeroPointOf(q, i); }), build.typeOf(v)));
}

ValueId dequantize(NodeBuilder& build, ValueId v, const ir::Quantized& q) {
  v = build.convert(difference(build, v, q), arithmeticType(q));
  v = build.multiply(v, spread(build, numbersOf(q, [&](size_t i) { return scaleOf(q, i); }), build.typeOf(v)));
  return build.convert(v, q.expressed);
}

// V rounded and within [LOW, HIGH], as an integer.
ValueId rounded(NodeBuilder& build, ValueId v, int64_t low, int64_t high, DType to) {
  const TensorType type = build.typeOf(v), scalar(type.dtype, {});
  // The greatest number of the range that the type has: 2^31 - 1 is none of f32.
  const auto bound = [&](int64_t limit) {
    if (!isFloat(type.dtype)) return build.ints(scalar, {limit});
    double value = static_cast<double>(limit);
    if (type.dtype == DType::kF32) {
      float single = static_cast<float>(limit);
      if (std::abs(static_cast<double>(single)) > std::abs(value)) single = std::nextafter(single, 0.0F);
      value = single;
    }
    return build.splat(scalar, value);
  };
  v = build.node(OpKind::kClamp, {bound(low), v, bound(high)}, type);
  if (isFloat(type.dtype)) v = build.node(OpKind::kRoundNearestEven, {v}, type);
  return build.convert(v, to);
}

ValueId store(NodeBuilder& build, ValueId v, const ir::Quantized& q) {
  return rounded(build, v, q.low, q.high, q.storage);
}

ValueId quantize(NodeBuilder& build, ValueId v, const ir::Quantized& q) {
  v = build.convert(v, arithmeticType(q));
  const TensorType type = build.typeOf(v);
  v = build.divide(v, spread(build, numbersOf(q, [&](size_t i) { return scaleOf(q, i); }), type));
  if (hasZeroPoints(q))
    v = build.add(v, spread(build, numbersOf(q, [&](size_t i) { return zeroPointOf(q, i); }), type));
  return store(build, v, q);
}

// V stored as FROM in the numbers that TO stores, not yet rounded: (x - zero) * scale / scale' + zero', with one
// product and one sum.
ValueId rescale(NodeBuilder& build, ValueId v, const ir::Quantized& from, const ir::Quantized& to) {
  v = build.convert(v, arithmeticType(to));
  const TensorType type = build.typeOf(v);
  const ir::Quantized& wide = to.dim >= 0 ? to : from;
  const Numbers scales = numbersOf(wide, [&](size_t i) { return scaleOf(from, i) / scaleOf(to, i); });
  const Numbers zeros = numbersOf(wide, [&](size_t i) {
    return static_cast<double>(zeroPointOf(to, i)) -
           static_cast<double>(zeroPointOf(from, i)) * scaleOf(from, i) / scaleOf(to, i);
  });
  if (!scales.all(1)) v = build.multiply(v, spread(build, scales, type));
  return zeros.all(0) ? v : build.add(v, spread(build, zeros, type));
}

// TYPE with elements of DTYPE.
ir::Type withElement(const ir::Type& type, DType dtype) {
  return ir::tensorType(ir::elementType(dtype), type->dims, type->bounds);
}

// Chooses one of its operands for each element: the same of what is stored, where all are stored alike.
bool chooses(std::string_view name) {
  return name == "stablehlo.select" || name == "stablehlo.maximum" || name == "stablehlo.minimum" ||
         name == "stablehlo.clamp";
}

// Of the dimension DIM of operand 1 of a product the one of the result that it is; -1: none.
int64_t resultDimOf(OpKind kind, const AttrDict& attrs, int64_t dim, const TensorType& lhs, const TensorType& rhs) {
  if (kind == OpKind::kConvolution)
    return dim == attrs.getInt("kernel_output_feature_dimension", -1) ? attrs.getInt("output_feature_dimension", -1)
                                                                      : -1;
  const auto batch = attrs.getInts("rhs_batch"), contract = attrs.getInts("rhs_contract");
  if (const auto at = absl::c_find(batch, dim); at != batch.end()) return at - batch.begin();
  if (absl::c_linear_search(contract, dim)) return -1;
  int64_t out = lhs.rank() - static_cast<int64_t>(attrs.getInts("lhs_contract").size());
  for (int64_t d = 0; d < dim && d < rhs.rank(); ++d)
    out += !absl::c_linear_search(batch, d) && !absl::c_linear_search(contract, d);
  return out;
}

}  // namespace

bool computesElements(const ir::Operation& op, OpKind kind) {
  const LoweringClass lowering = opDef(kind).lowering;
  return op.regions.empty() && op.name != "stablehlo.bitcast_convert" && op.name != "stablehlo.replica_id" &&
         (lowering == LoweringClass::kElementwise || lowering == LoweringClass::kExpanded ||
          lowering == LoweringClass::kContraction || op.name == "stablehlo.iota");
}

ir::ValueId Importer::addValue(ir::Type type, ValueId value) {
  frame_->values.push_back(value);
  frame_->added.push_back(std::move(type));
  return ir::ValueId(frame_->values.size() - 1);
}

Status Importer::importQuantized(const ir::Operation& op, RegionId region, const std::vector<TensorType>& given) {
  const std::optional<OpKind> kind = opKindByName(op.name);
  const ir::Quantized* first = nullptr;
  bool alike = true, all = true;
  for (const auto* values : {&op.operands, &op.results}) {
    for (const ir::ValueId value : *values) {
      const ir::Quantized* q = quantizedOf(typeOf(value));
      const bool isPredicate = q == nullptr && op.name == "stablehlo.select" && value == op.operands[0];
      all = all && (q != nullptr || isPredicate);
      alike = alike && (q == nullptr || first == nullptr || *q == *first);
      if (q != nullptr) first = q;
    }
  }
  for (const ir::ValueId operand : op.operands) {
    if (!(*frame_)[operand].valid()) {
      skipOperation(op, region);
      return {};
    }
  }
  if (!computesElements(op, *kind) || (chooses(op.name) && alike && all)) {
    ir::Operation moved = op;
    ASSIGN_OR_RETURN(const bool isWhole, promoteQuantized(moved, region));
    if (!isWhole) return {};
    RETURN_IF_ERROR(importQuantizedMove(moved));
    return importNode(moved, *kind, region, given);
  }
  const bool isBinary = all && op.operands.size() == 2 && op.results.size() == 1;
  if (op.name == "stablehlo.add" && isBinary) return importQuantizedSum(op, region);
  if (opDef(*kind).lowering == LoweringClass::kContraction && isBinary) {
    ASSIGN_OR_RETURN(const std::optional<int64_t> channel, channelOfProduct(op, *kind));
    if (channel) return importQuantizedProduct(op, region, given, *channel);
  }

  // The same operation of what is expressed.
  NodeBuilder build = builder(op, region);
  ir::Operation plain = op;
  for (ir::ValueId& operand : plain.operands) {
    const ir::Type type = typeOf(operand);
    if (const ir::Quantized* q = quantizedOf(type))
      operand = addValue(withElement(type, q->expressed), dequantize(build, (*frame_)[operand], *q));
  }
  std::vector<TensorType> types = given;
  for (size_t i = 0; i < plain.results.size(); ++i) {
    const ir::Type type = typeOf(plain.results[i]);
    const ir::Quantized* q = quantizedOf(type);
    if (q == nullptr) continue;
    plain.results[i] = addValue(withElement(type, q->expressed));
    if (!types.empty()) types[i].dtype = q->expressed;
  }
  RETURN_IF_ERROR(importNode(plain, *kind, region, types));
  for (size_t i = 0; i < op.results.size(); ++i) {
    const ir::Quantized* q = quantizedOf(typeOf(op.results[i]));
    const ValueId computed = (*frame_)[plain.results[i]];
    if (q == nullptr || !computed.valid()) continue;
    RETURN_IF_ERROR(checkQuantizedType(typeOf(op.results[i]), graph_.type(computed).dims, op.types, described(op)));
    (*frame_)[op.results[i]] = quantize(build, computed, *q);
  }
  return {};
}

// The operands of OP, which its body may take as a wider quantized type than they have, as that type. False: that is
// missing, and noted.
StatusOr<bool> Importer::promoteQuantized(ir::Operation& op, RegionId region) {
  const std::string_view name = std::string_view(op.name).substr(op.name.rfind('.') + 1);
  const bool collective = name == "all_reduce" || name == "reduce_scatter", scatter = name == "scatter";
  const bool selects = name == "select_and_scatter";
  const ir::Region* body = op.regions.empty() ? nullptr : &op.regions.back();
  if ((name != "reduce" && name != "reduce_window" && !collective && !scatter && !selects) || body == nullptr ||
      body->blocks.size() != 1)
    return true;
  const std::vector<ir::ValueId>& arguments = body->blocks[0].arguments;
  const size_t count = arguments.size() / 2, size = op.operands.size();
  const std::string_view constraint = selects                ? "c10"
                                      : name == "reduce"     ? "c6"
                                      : name == "all_reduce" ? "c5"
                                      : collective           ? "c7"
                                      : scatter              ? "c23"
                                                             : "c13";
  if (count == 0) return true;
  for (size_t i = 0; i < size; ++i) {
    if (scatter && 2 * i + 1 == size) continue;  // the indices
    const size_t at = collective || selects ? 0 : scatter && 2 * i > size ? i - size / 2 - 1 : i % count;
    if (at >= count) continue;
    const ir::Type type = typeOf(op.operands[i]), &taken = typeOf(arguments[at]);
    const ir::Quantized *from = quantizedOf(type), *to = quantizedOf(taken);
    if (from == nullptr || to == nullptr || *from == *to) continue;
    if (from->expressed != to->expressed || dtypeBits(from->storage) > dtypeBits(to->storage) || to->dim >= 0)
      return failAt(op.types, name, "_", constraint, ": expected a body of the quantized type of operand ", i,
                    " or a wider one, found ", ir::toString(type), " and ", ir::toString(taken), " (", described(op),
                    ")");
    if (selects) {
      missing_.note("op stablehlo.select_and_scatter that adds in another quantized type than it selects in", op.place);
      skipOperation(op, region);
      return false;
    }
    NodeBuilder build = builder(op, region);
    const ValueId wide = store(build, rescale(build, (*frame_)[op.operands[i]], *from, *to), *to);
    op.operands[i] = addValue(ir::tensorType(taken->parts[0], type->dims, type->bounds), wide);
  }
  return true;
}

// An op that hands on elements: they stand for the same numbers before and after.
Status Importer::importQuantizedMove(const ir::Operation& op) const {
  const std::optional<OpKind> kind = opKindByName(op.name);
  if (op.name == "stablehlo.bitcast_convert" || op.name == "stablehlo.custom_call") return {};
  const auto sameElement = [](const ir::Type& a, const ir::Type& b) {
    const ir::Quantized *p = quantizedOf(a), *q = quantizedOf(b);
    // Movement may change which dimension has scales: how is checked by each op (quantized_types.cc).
    if (p == nullptr || q == nullptr) return p == q;
    return *p == *q || (p->dim >= 0 && q->dim >= 0 && p->storage == q->storage && p->expressed == q->expressed);
  };
  const auto check = [&](ir::ValueId a, ir::ValueId b) -> Status {
    if (sameElement(typeOf(a), typeOf(b))) return {};
    const std::string_view constraint = opDef(*kind).results.element;
    return failAt(op.types, op.name.substr(op.name.rfind('.') + 1), "_", constraint.empty() ? "c1" : constraint,
                  ": expected one quantized type for the elements that ", op.name, " hands on, found ",
                  ir::toString(typeOf(a)), " and ", ir::toString(typeOf(b)), " (", described(op), ")");
  };
  if (opDef(*kind).regionRole == RegionRole::kProgram) {
    for (const ir::Region& region : op.regions) {
      if (region.blocks.empty() || region.blocks[0].operations.empty()) continue;
      const std::vector<ir::ValueId>&arguments = region.blocks[0].arguments,
            &results = region.blocks[0].operations.back().operands;
      for (size_t i = 0; i < arguments.size() && arguments.size() == op.operands.size(); ++i)
        RETURN_IF_ERROR(check(op.operands[i], arguments[i]));
      const bool isCondition = opDef(*kind).trips != nullptr && &region != &op.regions.back();
      for (size_t i = 0; !isCondition && i < results.size() && results.size() == op.results.size(); ++i)
        RETURN_IF_ERROR(check(results[i], op.results[i]));
    }
    return {};
  }
  if (op.results.size() == op.operands.size()) {  // each its own
    for (size_t i = 0; i < op.results.size(); ++i) RETURN_IF_ERROR(check(op.operands[i], op.results[i]));
    return {};
  }
  for (const ir::ValueId operand : op.operands) {
    if (op.results.size() == 1 && isQuantized(typeOf(operand))) RETURN_IF_ERROR(check(operand, op.results[0]));
  }
  return {};
}

// Both sides in the result's numbers, rounded: their sum less a zero point is its own.
Status Importer::importQuantizedSum(const ir::Operation& op, RegionId region) {
  NodeBuilder build = builder(op, region);
  const ir::Quantized& to = *quantizedOf(typeOf(op.results[0]));
  const TensorType type = graph_.type((*frame_)[op.operands[0]]);
  RETURN_IF_ERROR(checkQuantizedType(typeOf(op.results[0]), type.dims, op.types, described(op)));
  if (graph_.type((*frame_)[op.operands[1]]).dims != type.dims)
    return failAt(op.place, "expected operands of ", op.name, " with the same sizes, found ",
                  ir::toString(typeOf(op.operands[0])), " and ", ir::toString(typeOf(op.operands[1])));
  // Of which no sum leaves its type: how far a term is outside of what can be stored does not matter.
  const DType wide = dtypeBits(to.storage) <= 16 ? DType::kI32 : DType::kI64;
  const int64_t limit = wide == DType::kI32 ? int64_t{1} << 29 : int64_t{1} << 60;
  std::vector<ValueId> terms;
  for (const ir::ValueId operand : op.operands) {
    const ir::Quantized& from = *quantizedOf(typeOf(operand));
    ValueId v = (*frame_)[operand];
    if (!(from == to)) v = rounded(build, rescale(build, v, from, to), -limit, limit, wide);
    terms.push_back(build.convert(v, wide));
  }
  ValueId sum = build.add(terms[0], terms[1]);
  if (hasZeroPoints(to))
    sum = build.subtract(sum,
                         spread(build, numbersOf(to, [&](size_t i) { return zeroPointOf(to, i); }), build.typeOf(sum)));
  return bindResults(op, region, {store(build, sum, to)});
}

// The dimension of the result of a product along which the scales of operand 1 are, -1 where these are one; nothing
// where what is stored cannot be added up.
StatusOr<std::optional<int64_t>> Importer::channelOfProduct(const ir::Operation& op, OpKind kind) {
  const ir::Quantized &rhs = *quantizedOf(typeOf(op.operands[1])), &to = *quantizedOf(typeOf(op.results[0]));
  if (rhs.dim < 0) return std::optional<int64_t>(-1);
  AttrDict attrs;
  std::vector<Sharding> shardings;
  if (Status status = importAttributes(op, opDef(kind), attrs, shardings); !status.ok()) {
    if (status.code() == absl::StatusCode::kUnimplemented) return std::optional<int64_t>();  // importNode() says it
    return status;
  }
  const int64_t dim =
      resultDimOf(kind, attrs, rhs.dim, graph_.type((*frame_)[op.operands[0]]), graph_.type((*frame_)[op.operands[1]]));
  if (dim < 0 || (to.dim >= 0 && to.dim != dim)) return std::optional<int64_t>();
  return std::optional<int64_t>(dim);
}

// What is stored, less the zero points, is multiplied and added up exactly; the result is scaled once.
Status Importer::importQuantizedProduct(const ir::Operation& op, RegionId region, const std::vector<TensorType>& given,
                                        int64_t channel) {
  const OpKind kind = *opKindByName(op.name);
  const ir::Quantized &lhs = *quantizedOf(typeOf(op.operands[0])), &rhs = *quantizedOf(typeOf(op.operands[1])),
                      &to = *quantizedOf(typeOf(op.results[0]));
  NodeBuilder build = builder(op, region);
  ValueId a = (*frame_)[op.operands[0]], b = (*frame_)[op.operands[1]];
  const bool small = dtypeBits(lhs.storage) <= 8 && dtypeBits(rhs.storage) <= 8;
  const DType sums = small ? DType::kI32 : DType::kI64;
  if (hasZeroPoints(lhs) || hasZeroPoints(rhs) || lhs.storage != rhs.storage) {
    a = build.convert(difference(build, a, lhs), sums);
    b = build.convert(difference(build, b, rhs), sums);
  }
  ir::Operation plain = op;
  plain.operands = {addValue(withElement(typeOf(op.operands[0]), build.typeOf(a).dtype), a),
                    addValue(withElement(typeOf(op.operands[1]), build.typeOf(b).dtype), b)};
  plain.results = {addValue(withElement(typeOf(op.results[0]), sums))};
  std::vector<TensorType> types = given;
  for (TensorType& type : types) type.dtype = sums;
  RETURN_IF_ERROR(importNode(plain, kind, region, types));
  ValueId v = (*frame_)[plain.results[0]];
  if (!v.valid()) return {};
  RETURN_IF_ERROR(checkQuantizedType(typeOf(op.results[0]), build.typeOf(v).dims, op.types, described(op)));

  Numbers scales{{}, channel >= 0 ? channel : to.dim};
  const size_t count = channel >= 0 ? rhs.scales.size() : to.scales.size();
  for (size_t i = 0; i < count; ++i) scales.values.push_back(lhs.scales[0] * scaleOf(rhs, i) / scaleOf(to, i));
  if (scales.dim >= 0 && (scales.dim >= build.typeOf(v).rank() ||
                          build.typeOf(v).dims[scales.dim] != static_cast<int64_t>(scales.values.size())))
    return failAt(op.types, "expected ", scales.values.size(), " channels of ", op.name, ", found ",
                  build.typeOf(v).toString());
  // Accumulators that are kept are not rounded to a real and back.
  constexpr double kNoScale = 1e-6;
  if (absl::c_any_of(scales.values, [](double scale) { return std::abs(scale - 1) > kNoScale; })) {
    v = build.convert(v, arithmeticType(to));
    v = build.multiply(v, spread(build, scales, build.typeOf(v)));
  }
  if (hasZeroPoints(to))
    v = build.add(v, spread(build, numbersOf(to, [&](size_t i) { return zeroPointOf(to, i); }), build.typeOf(v)));
  return bindResults(op, region, {store(build, v, to)});
}

Status Importer::importUniformQuantize(const ir::Operation& op, RegionId region) {
  const ir::Type &from = typeOf(op.operands[0]), &to = typeOf(op.results[0]);
  const ir::Quantized *stored = quantizedOf(from), *q = quantizedOf(to);
  const ValueId value = (*frame_)[op.operands[0]];
  const TensorType type = graph_.type(value);
  RETURN_IF_ERROR(checkQuantizedType(to, type.dims, op.types, described(op)));
  if (stored != nullptr && stored->dim >= 0 && q->dim >= 0 && stored->dim != q->dim)
    return failAt(op.types, "expected one quantized dimension of ", op.name, ", found ", ir::toString(from), " to ",
                  ir::toString(to));
  NodeBuilder build = builder(op, region);
  if (stored == nullptr) return bindResults(op, region, {quantize(build, value, *q)});
  if (*stored == *q) return bindResults(op, region, {value});
  return bindResults(op, region, {store(build, rescale(build, value, *stored, *q), *q)});
}

Status Importer::importUniformDequantize(const ir::Operation& op, RegionId region) {
  const ir::Type& from = typeOf(op.operands[0]);
  const ir::Quantized* q = quantizedOf(from);
  const ValueId value = (*frame_)[op.operands[0]];
  NodeBuilder build = builder(op, region);
  return bindResults(op, region, {dequantize(build, value, *q)});
}

}  // namespace partita
