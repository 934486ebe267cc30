// Elements of values as scalar expressions (see element_lowering.h). Op semantics: StableHLO specification.
#include "codegen/lower/element_lowering.h"

#include <algorithm>

#include "base/number_parts.h"
#include "codegen/lower/dims.h"
#include "graph/op.h"

namespace partita {

namespace {

// Largest reduce that is unrolled into an expression.
constexpr int64_t kSmallReduce = 4;

}  // namespace

void ElementLowering::bind(ValueId value, ElementFn element) {
  bindings_[value] = std::move(element);
  memo_.clear();
}

void ElementLowering::bindBuffer(ValueId value, LoopBufferId buffer) {
  if (isComplex(graph_.type(value).dtype)) {
    pairs_[value] = buffer;
    memo_.clear();
    return;
  }
  bind(value, [this, value, buffer](Index index) {
    return builder_.load(buffer, linearIndex(graph_.type(value).dims, index));
  });
}

void ElementLowering::multiplyFor(ValueId divisor, ExprId reciprocal) {
  reciprocals_[divisor] = reciprocal;
  memo_.clear();
}

void ElementLowering::unbind(ValueId value) {
  if (bindings_.erase(value) > 0) memo_.clear();
}

ExprId ElementLowering::valueAt(ValueId value, Index index) {
  std::pair<ValueId, std::vector<ExprId>> key(value, {index.begin(), index.end()});
  if (auto it = memo_.find(key); it != memo_.end()) return it->second;
  ExprId result;
  if (auto it = bindings_.find(value); it != bindings_.end()) {
    result = it->second(index);
  } else {
    const Value& v = graph_.values[value];
    CHECK(v.producer.valid(), "element of an argument that is not bound, value ", value.index);
    result = lowerNode(graph_.nodes[v.producer], v.producer, value, index);
  }
  memo_.emplace(std::move(key), result);
  return result;
}

ExprId ElementLowering::valueAtLinear(ValueId value, ExprId linear) {
  return valueAt(value, indexFromLinear(graph_.type(value).dims, linear));
}

ExprId ElementLowering::linearIndex(absl::Span<const int64_t> dims, Index index) {
  CHECK(dims.size() == index.size(), "rank ", dims.size(), " against ", index.size());
  ExprId sum;
  for (size_t i = 0; i < dims.size(); ++i) {
    if (dims[i] == 1) continue;
    if (!sum.valid()) {
      sum = index[i];
      continue;
    }
    // (x / n) * n + x % n = x. Expressions are hash-consed, so that equal means same id.
    const Expr& low = builder_.function().exprs[index[i]];
    if (low.kind == ExprKind::kOp && low.op == ScalarOp::kRemainder) {
      ExprId x = low.args[0], n = low.args[1];
      if (n == builder_.index(dims[i]) && builder_.div(x, n) == sum) {
        sum = x;
        continue;
      }
    }
    sum = builder_.add(builder_.mul(sum, builder_.index(dims[i])), index[i]);
  }
  return sum.valid() ? sum : builder_.index(0);
}

std::vector<ExprId> ElementLowering::indexFromLinear(absl::Span<const int64_t> dims, ExprId linear) {
  std::vector<ExprId> index(dims.size());
  size_t first = 0;
  while (first < dims.size() && dims[first] == 1) ++first;
  int64_t stride = 1;
  for (size_t i = dims.size(); i-- > 0;) {
    if (dims[i] == 1) {
      index[i] = builder_.index(0);
      continue;
    }
    ExprId x = stride == 1 ? linear : builder_.div(linear, builder_.index(stride));
    index[i] = i == first ? x : builder_.mod(x, builder_.index(dims[i]));
    stride *= dims[i];
  }
  return index;
}

std::vector<ExprId> ElementLowering::reshapeIndex(absl::Span<const int64_t> from, absl::Span<const int64_t> to,
                                                  Index index) {
  std::vector<ExprId> result(to.size(), builder_.index(0));
  size_t i = 0, j = 0;
  while (true) {
    while (i < from.size() && from[i] == 1) ++i;
    while (j < to.size() && to[j] == 1) ++j;
    if (i >= from.size() || j >= to.size()) break;
    size_t iEnd = i + 1, jEnd = j + 1;
    int64_t a = from[i], b = to[j];
    while (a != b) {
      if (a < b) {
        a *= from[iEnd++];
      } else {
        b *= to[jEnd++];
      }
    }
    if (iEnd == i + 1 && jEnd == j + 1) {
      result[j] = index[i];
    } else {
      ExprId linear = linearIndex(from.subspan(i, iEnd - i), index.subspan(i, iEnd - i));
      std::vector<ExprId> part = indexFromLinear(to.subspan(j, jEnd - j), linear);
      std::copy(part.begin(), part.end(), result.begin() + j);
    }
    i = iEnd;
    j = jEnd;
  }
  return result;
}

ExprId ElementLowering::fail(NodeId node, std::string_view what, DType dtype) {
  if (status_.ok()) status_ = unimplemented(graph_.describe(node), ": no element lowering of ", what);
  return builder_.constantInt(dtype == DType::kToken || isComplex(dtype) ? DType::kI64 : dtype, 0);
}

ExprId ElementLowering::clampIndex(ExprId index, int64_t limit) {
  return builder_.min(builder_.max(index, builder_.index(0)), builder_.index(limit));
}

ExprId ElementLowering::clampedStart(ValueId start, Index index, int64_t limit) {
  if (limit == 0) return builder_.index(0);
  ExprId x = valueAt(start, index);
  // As i64 the upper half of ui64 would be negative.
  if (graph_.type(start).dtype == DType::kUI64)
    x = builder_.op(ScalarOp::kMinimum, DType::kUI64, {x, builder_.constantInt(DType::kUI64, limit)});
  if (graph_.type(start).dtype != DType::kI64) x = builder_.op(ScalarOp::kConvert, DType::kI64, {x});
  return clampIndex(x, limit);
}

ExprId ElementLowering::partAt(ValueId value, Index index, int64_t part) {
  const NodeId producer = graph_.values[value].producer;
  if (const auto it = pairs_.find(value); it != pairs_.end()) {
    const ExprId first = builder_.mul(linearIndex(graph_.type(value).dims, index), builder_.index(2));
    return builder_.load(it->second, builder_.add(first, builder_.index(part)));
  }
  if (producer.valid() && graph_.nodes[producer].kind == OpKind::kComplex)
    return valueAt(graph_.nodes[producer].operands[static_cast<size_t>(part)], index);
  if (producer.valid() && graph_.nodes[producer].kind == OpKind::kConstant)
    return partOfSplat(graph_.nodes[producer], part);
  CHECK(producer.valid(), "parts of an argument that is not bound, value ", value.index);
  return fail(producer, "a complex number that is not in memory", partOf(graph_.type(value).dtype));
}

ExprId ElementLowering::partOfSplat(const Node& node, int64_t part) {
  const Literal& literal = node.attrs.getLiteral("value");
  const DType dtype = partOf(literal.type().dtype);
  return builder_.constant(dtype, loadAsDouble(dtype, literal.bytes().data() + part * dtypeBytes(dtype)));
}

ExprId ElementLowering::lowerNode(const Node& node, NodeId id, ValueId value, Index index) {
  const TensorType& type = graph_.type(value);
  if (isComplex(type.dtype)) return fail(id, "complex numbers", type.dtype);
  if ((node.kind == OpKind::kReal || node.kind == OpKind::kImag) && isComplex(graph_.type(node.operands[0]).dtype))
    return partAt(node.operands[0], index, node.kind == OpKind::kImag ? 1 : 0);
  if (isElementwise(node)) {
    if (node.kind == OpKind::kBitcastConvert &&
        dtypeBits(graph_.type(node.operands[0]).dtype) != dtypeBits(type.dtype)) {
      return fail(id, "a bitcast_convert between element sizes", type.dtype);
    }
    return lowerElementwise(node, type, index);
  }
  std::vector<ExprId> at;
  switch (node.kind) {
    case OpKind::kConstant:
      return lowerConstant(node, value, index);
    case OpKind::kIota: {
      ExprId i = index[node.attrs.getInt("dim")];
      return type.dtype == DType::kI64 ? i : builder_.op(ScalarOp::kConvert, type.dtype, {i});
    }
    case OpKind::kOptimizationBarrier:
      return valueAt(node.operands[graph_.values[value].index], index);
    case OpKind::kBroadcastInDim: {
      const Dims& dims = graph_.type(node.operands[0]).dims;
      absl::Span<const int64_t> map = node.attrs.getInts("dims");
      for (size_t i = 0; i < dims.size(); ++i) at.push_back(dims[i] == 1 ? builder_.index(0) : index[map[i]]);
      return valueAt(node.operands[0], at);
    }
    case OpKind::kTranspose: {
      absl::Span<const int64_t> map = node.attrs.getInts("dims");
      at.resize(index.size());
      for (size_t i = 0; i < index.size(); ++i) at[map[i]] = index[i];
      return valueAt(node.operands[0], at);
    }
    case OpKind::kReshape:
      return valueAt(node.operands[0], reshapeIndex(type.dims, graph_.type(node.operands[0]).dims, index));
    case OpKind::kReverse: {
      absl::Span<const int64_t> dims = node.attrs.getInts("dims");
      at.assign(index.begin(), index.end());
      for (int64_t d : dims) at[d] = builder_.sub(builder_.index(type.dims[d] - 1), index[d]);
      return valueAt(node.operands[0], at);
    }
    case OpKind::kSlice: {
      absl::Span<const int64_t> start = node.attrs.getInts("start"), strides = node.attrs.getInts("strides");
      for (size_t i = 0; i < index.size(); ++i) {
        int64_t stride = strides.empty() ? 1 : strides[i];
        at.push_back(builder_.add(builder_.mul(index[i], builder_.index(stride)), builder_.index(start[i])));
      }
      return valueAt(node.operands[0], at);
    }
    case OpKind::kPad:
      return lowerPad(node, index);
    case OpKind::kConcatenate:
      return lowerConcatenate(node, index);
    case OpKind::kDynamicSlice: {
      const Dims& dims = graph_.type(node.operands[0]).dims;
      for (size_t i = 0; i < index.size(); ++i) {
        at.push_back(builder_.add(index[i], clampedStart(node.operands[1 + i], {}, dims[i] - type.dims[i])));
      }
      return valueAt(node.operands[0], at);
    }
    case OpKind::kDynamicUpdateSlice:
      return lowerDynamicUpdateSlice(node, index);
    case OpKind::kGather:
      return lowerGather(node, index);
    case OpKind::kReduce:
      return lowerSmallReduce(node, value, index);
    default:
      return fail(id, opName(node.kind), type.dtype);
  }
}

ExprId ElementLowering::lowerElementwise(const Node& node, const TensorType& type, Index index) {
  std::vector<ExprId> args;
  args.reserve(node.operands.size());
  for (ValueId operand : node.operands) {
    // select and clamp take scalars beside tensors.
    bool scalar = graph_.type(operand).rank() == 0 && !index.empty();
    args.push_back(valueAt(operand, scalar ? Index() : index));
  }
  if (node.kind == OpKind::kConvert && graph_.type(node.operands[0]).dtype == type.dtype) return args[0];
  if (node.kind == OpKind::kDivide) {
    if (const auto found = reciprocals_.find(node.operands[1]); found != reciprocals_.end())
      return builder_.op(ScalarOp::kMultiply, type.dtype, {args[0], found->second});
  }
  const ScalarOp op = scalarOpOf(node);
  return strict_ ? strictly(op, type.dtype, std::move(args)) : builder_.op(op, type.dtype, std::move(args));
}

ExprId ElementLowering::strictly(ScalarOp op, DType dtype, std::vector<ExprId> args) {
  if (!isFloat(dtype)) return builder_.op(op, dtype, std::move(args));
  if (op == ScalarOp::kClamp) {
    const ExprId raised = strictly(ScalarOp::kMaximum, dtype, {args[1], args[0]});
    return strictly(ScalarOp::kMinimum, dtype, {raised, args[2]});
  }
  if ((op == ScalarOp::kMaximum || op == ScalarOp::kMinimum) && dtypeBits(dtype) >= 16) {
    // Of two equal numbers that with all, or any, of their bits: they differ in the sign of a zero only.
    const int64_t bytes = dtypeBytes(dtype);
    const DType whole = bytes == 2 ? DType::kI16 : bytes == 4 ? DType::kI32 : DType::kI64;
    auto bits = [&](ExprId x) { return builder_.op(ScalarOp::kBitcast, whole, {x}); };
    const ScalarOp of = op == ScalarOp::kMaximum ? ScalarOp::kAnd : ScalarOp::kOr;
    const ExprId same =
        builder_.op(ScalarOp::kBitcast, dtype, {builder_.op(of, whole, {bits(args[0]), bits(args[1])})});
    const ExprId equal = builder_.op(ScalarOp::kCompareEq, DType::kI1, {args[0], args[1]});
    return builder_.op(ScalarOp::kSelect, dtype, {equal, same, builder_.op(op, dtype, args)});
  }
  const ExprId value = builder_.op(op, dtype, std::move(args));
  if (dtype != DType::kBF16 && dtype != DType::kF16) return value;
  return builder_.op(ScalarOp::kConvert, dtype, {builder_.op(ScalarOp::kConvert, DType::kF32, {value})});
}

ExprId ElementLowering::lowerConstant(const Node& node, ValueId value, Index index) {
  const Literal& literal = node.attrs.getLiteral("value");
  DType dtype = literal.type().dtype;
  if (!literal.isSplat() && literal.type().elements() != 1) {
    CHECK(false, "constant ", value.index, " with several values is not bound; rank ", index.size());
  }
  return isFloat(dtype) ? builder_.constant(dtype, literal.asDouble(0)) : builder_.constantInt(dtype, literal.asInt(0));
}

ExprId ElementLowering::lowerPad(const Node& node, Index index) {
  ValueId operand = node.operands[0];
  const TensorType& type = graph_.type(operand);
  absl::Span<const int64_t> low = node.attrs.getInts("low"), interior = node.attrs.getInts("interior");
  if (type.elements() == 0) return valueAt(node.operands[1], {});
  ExprId inside;
  auto require = [&](ExprId condition) {
    inside = inside.valid() ? builder_.op(ScalarOp::kAnd, DType::kI1, {inside, condition}) : condition;
  };
  std::vector<ExprId> at;
  for (size_t i = 0; i < index.size(); ++i) {
    ExprId x = index[i];
    int64_t lowest = 0, highest = 0;
    bool known = builder_.rangeOf(x, &lowest, &highest);
    if (low[i] > 0) {
      if (!known || lowest < low[i]) {
        require(builder_.op(ScalarOp::kCompareGe, DType::kI1, {x, builder_.index(low[i])}));
        x = builder_.max(x, builder_.index(low[i]));
      }
      x = builder_.sub(x, builder_.index(low[i]));
    } else if (low[i] < 0) {
      x = builder_.add(x, builder_.index(-low[i]));
    }
    int64_t step = (interior.empty() ? 0 : interior[i]) + 1;
    if (step > 1) {
      ExprId rest = builder_.mod(x, builder_.index(step));
      require(builder_.op(ScalarOp::kCompareEq, DType::kI1, {rest, builder_.index(0)}));
      x = builder_.div(x, builder_.index(step));
    }
    if (!known || (highest - low[i]) / step >= type.dims[i]) {
      require(builder_.op(ScalarOp::kCompareLt, DType::kI1, {x, builder_.index(type.dims[i])}));
      x = builder_.min(x, builder_.index(type.dims[i] - 1));
    }
    at.push_back(x);
  }
  ExprId element = valueAt(operand, at);
  if (!inside.valid()) return element;
  return builder_.op(ScalarOp::kSelect, type.dtype, {inside, element, valueAt(node.operands[1], {})});
}

ExprId ElementLowering::lowerConcatenate(const Node& node, Index index) {
  int64_t dim = node.attrs.getInt("dim");
  ExprId x = index[dim];
  DType dtype = graph_.type(node.operands[0]).dtype;
  int64_t lowest = 0, highest = 0;
  bool known = builder_.rangeOf(x, &lowest, &highest);
  std::vector<ExprId> elements, ends;
  int64_t offset = 0;
  for (ValueId operand : node.operands) {
    int64_t size = graph_.type(operand).dims[dim], begin = offset;
    offset += size;
    if (size == 0 || (known && (highest < begin || lowest >= offset))) continue;
    ExprId y = x;
    if (begin > 0) {
      if (!known || lowest < begin) y = builder_.max(y, builder_.index(begin));
      y = builder_.sub(y, builder_.index(begin));
    }
    if (!known || highest >= offset) y = builder_.min(y, builder_.index(size - 1));
    std::vector<ExprId> at(index.begin(), index.end());
    at[dim] = y;
    elements.push_back(valueAt(operand, at));
    ends.push_back(builder_.index(offset));
  }
  CHECK(!elements.empty(), "concatenate of nothing");
  ExprId result = elements.back();
  for (size_t i = elements.size() - 1; i-- > 0;) {
    ExprId below = builder_.op(ScalarOp::kCompareLt, DType::kI1, {x, ends[i]});
    result = builder_.op(ScalarOp::kSelect, dtype, {below, elements[i], result});
  }
  return result;
}

ExprId ElementLowering::lowerDynamicUpdateSlice(const Node& node, Index index) {
  ValueId operand = node.operands[0], update = node.operands[1];
  const Dims& dims = graph_.type(operand).dims;
  const Dims& sizes = graph_.type(update).dims;
  if (graph_.type(update).elements() == 0) return valueAt(operand, index);
  ExprId inside;
  std::vector<ExprId> at;
  for (size_t i = 0; i < index.size(); ++i) {
    if (sizes[i] == dims[i]) {
      at.push_back(index[i]);
      continue;
    }
    ExprId start = clampedStart(node.operands[2 + i], {}, dims[i] - sizes[i]);
    ExprId end = builder_.add(start, builder_.index(sizes[i]));
    ExprId condition = builder_.op(ScalarOp::kAnd, DType::kI1,
                                   {builder_.op(ScalarOp::kCompareGe, DType::kI1, {index[i], start}),
                                    builder_.op(ScalarOp::kCompareLt, DType::kI1, {index[i], end})});
    inside = inside.valid() ? builder_.op(ScalarOp::kAnd, DType::kI1, {inside, condition}) : condition;
    at.push_back(builder_.min(builder_.sub(builder_.max(index[i], start), start), builder_.index(sizes[i] - 1)));
  }
  ExprId element = valueAt(update, at);
  if (!inside.valid()) return element;
  return builder_.op(ScalarOp::kSelect, graph_.type(operand).dtype, {inside, element, valueAt(operand, index)});
}

ExprId ElementLowering::lowerGather(const Node& node, Index index) {
  ValueId operand = node.operands[0], starts = node.operands[1];
  const Dims& dims = graph_.type(operand).dims;
  const Dims& startDims = graph_.type(starts).dims;
  const AttrDict& a = node.attrs;
  absl::Span<const int64_t> offsetDims = a.getInts("offset_dims"), collapsed = a.getInts("collapsed_slice_dims"),
                            batching = a.getInts("operand_batching_dims"),
                            startBatching = a.getInts("start_indices_batching_dims"),
                            map = a.getInts("start_index_map"), sizes = a.getInts("slice_sizes");
  int64_t vectorDim = a.getInt("index_vector_dim");
  std::vector<ExprId> batch;  // index into starts without the index vector dimension
  for (size_t i = 0; i < index.size(); ++i) {
    if (!contains(offsetDims, static_cast<int64_t>(i))) batch.push_back(index[i]);
  }
  auto startAt = [&](int64_t k) {
    std::vector<ExprId> at;
    size_t b = 0;
    for (int64_t i = 0; i < static_cast<int64_t>(startDims.size()); ++i) {
      at.push_back(i == vectorDim ? builder_.index(k) : batch[b++]);
    }
    return at;
  };
  std::vector<ExprId> at;
  size_t offset = 0;
  for (int64_t d = 0; d < static_cast<int64_t>(dims.size()); ++d) {
    ExprId x;
    if (contains(map, d)) {
      x = clampedStart(starts, startAt(positionOf(map, d)), dims[d] - sizes[d]);
    } else if (contains(batching, d)) {
      int64_t i = startBatching[positionOf(batching, d)];
      x = batch[i < vectorDim ? i : i - 1];
    }
    if (!contains(collapsed, d) && !contains(batching, d)) {
      ExprId within = index[offsetDims[offset++]];
      x = x.valid() ? builder_.add(x, within) : within;
    }
    at.push_back(x.valid() ? x : builder_.index(0));
  }
  return valueAt(operand, at);
}

ExprId ElementLowering::lowerSmallReduce(const Node& node, ValueId value, Index index) {
  NodeId id = graph_.values[value].producer;
  size_t count = node.operands.size() / 2;
  const Dims& dims = graph_.type(node.operands[0]).dims;
  absl::Span<const int64_t> reduced = node.attrs.getInts("dims");
  int64_t extent = 1;
  for (int64_t d : reduced) extent *= dims[d];
  if (extent > kSmallReduce) return fail(id, "a large reduce inside another kernel", graph_.type(value).dtype);
  std::vector<ExprId> state;
  for (size_t i = 0; i < count; ++i) state.push_back(valueAt(node.operands[count + i], {}));
  Dims reducedDims;
  for (int64_t d : reduced) reducedDims.push_back(dims[d]);
  for (int64_t e = 0; e < extent; ++e) {
    std::vector<ExprId> inner = indexFromLinear(reducedDims, builder_.index(e));
    std::vector<ExprId> at;
    size_t outer = 0, in = 0;
    for (int64_t d = 0; d < static_cast<int64_t>(dims.size()); ++d) {
      at.push_back(contains(reduced, d) ? inner[in++] : index[outer++]);
    }
    std::vector<ExprId> args = state;
    for (size_t i = 0; i < count; ++i) args.push_back(valueAt(node.operands[i], at));
    state = applyRegion(node.regions[0], args);
  }
  return state[graph_.values[value].index];
}

std::vector<ExprId> ElementLowering::applyRegion(RegionId regionId, absl::Span<const ExprId> args) {
  const Region& region = graph_.regions[regionId];
  CHECK(region.args.size() == args.size(), "region takes ", region.args.size(), ", given ", args.size());
  absl::flat_hash_map<ValueId, ExprId> values;
  for (size_t i = 0; i < args.size(); ++i) values[region.args[i]] = args[i];
  auto read = [&](ValueId v) {
    auto it = values.find(v);
    return it != values.end() ? it->second : valueAt(v, {});
  };
  for (NodeId id : region.nodes) {
    const Node& node = graph_.nodes[id];
    DType dtype = graph_.type(node.results[0]).dtype;
    if (node.kind == OpKind::kConstant) {
      values[node.results[0]] = lowerConstant(node, node.results[0], {});
    } else if (isElementwise(node)) {
      std::vector<ExprId> operands;
      for (ValueId v : node.operands) operands.push_back(read(v));
      bool same = node.kind == OpKind::kConvert && graph_.type(node.operands[0]).dtype == dtype;
      values[node.results[0]] = same ? operands[0] : builder_.op(scalarOpOf(node), dtype, std::move(operands));
    } else if (node.kind == OpKind::kReshape || node.kind == OpKind::kBroadcastInDim) {
      values[node.results[0]] = read(node.operands[0]);
    } else {
      values[node.results[0]] = fail(id, "this op in the body of a reduction", dtype);
    }
  }
  std::vector<ExprId> results;
  for (ValueId v : region.results) results.push_back(read(v));
  return results;
}

}  // namespace partita
