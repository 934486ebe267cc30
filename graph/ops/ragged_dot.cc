// Products summed over shared dimensions, of which one dimension of lhs (the ragged one) is cut in groups, one behind
// the other: rows of each group meet a matrix of their own (ragged rows), each group is summed by itself (ragged sums),
// or nothing changes (ragged batches).
#include <algorithm>

#include "graph/ops/evaluation.h"
#include "graph/ops/node_builder.h"
#include "graph/ops/rules.h"
#include "graph/ops/scalar.h"
#include "graph/ops/strided.h"

namespace partita {
namespace {

using Types = std::vector<TensorType>;

enum class Mode : uint8_t { kRows, kSums, kBatches };

struct RaggedDims {
  explicit RaggedDims(const Node& node)
      : lhsBatch(node.attrs.getInts("lhs_batch")),
        rhsBatch(node.attrs.getInts("rhs_batch")),
        lhsContract(node.attrs.getInts("lhs_contract")),
        rhsContract(node.attrs.getInts("rhs_contract")),
        ragged(node.attrs.getInts("lhs_ragged")),
        group(node.attrs.getInts("rhs_group")) {}

  Mode mode() const {
    return contains(lhsBatch, ragged[0])      ? Mode::kBatches
           : contains(lhsContract, ragged[0]) ? Mode::kSums
                                              : Mode::kRows;
  }
  bool isFreeOfLhs(int64_t d) const { return !contains(lhsBatch, d) && !contains(lhsContract, d); }
  bool isFreeOfRhs(int64_t d) const {
    return !contains(rhsBatch, d) && !contains(rhsContract, d) && !contains(group, d);
  }
  // The dimensions of lhs that the sizes of groups may differ along: those outside the ragged one.
  Dims outer() const {
    Dims out(lhsBatch.begin(), lhsBatch.end());
    switch (mode()) {
      case Mode::kBatches:
        out.resize(static_cast<size_t>(std::find(out.begin(), out.end(), ragged[0]) - out.begin()));
        break;
      case Mode::kSums:
        out.insert(out.end(), lhsContract.begin(), std::find(lhsContract.begin(), lhsContract.end(), ragged[0]));
        break;
      case Mode::kRows:
        for (int64_t d = 0; d < ragged[0]; ++d) {
          if (isFreeOfLhs(d)) out.push_back(d);
        }
    }
    return out;
  }

  absl::Span<const int64_t> lhsBatch, rhsBatch, lhsContract, rhsContract, ragged, group;
};

// The specification has no numbers for this op: labels are names.
StatusOr<Types> inferRaggedDot(const Graph& graph, const Node& node) {
  const TensorType &lhs = operandType(graph, node, 0), &rhs = operandType(graph, node, 1),
                   &sizes = operandType(graph, node, 2);
  const RaggedDims dims(node);
  auto wrong = [&](std::string_view label, const auto&... parts) { return violation(graph, node, label, parts...); };
  if (dims.ragged.size() != 1) return wrong("ragged", "expected one ragged dimension, found ", dims.ragged.size());
  RETURN_IF_ERROR(checkInRange(graph, node, "ragged", "the ragged dimension", dims.ragged, lhs.rank()));
  if (dims.lhsBatch.size() != dims.rhsBatch.size() || dims.lhsContract.size() != dims.rhsContract.size())
    return wrong("dims", "batching or contracting dims differ in number");
  const Dims lhsUsed = concat(dims.lhsBatch, dims.lhsContract), rhsUsed = concat(dims.rhsBatch, dims.rhsContract);
  const Dims rhsNamed = concat(rhsUsed, dims.group);
  RETURN_IF_ERROR(checkInRange(graph, node, "dims", "dims of lhs", lhsUsed, lhs.rank()));
  RETURN_IF_ERROR(checkUnique(graph, node, "dims", "dims of lhs", lhsUsed));
  RETURN_IF_ERROR(checkInRange(graph, node, "dims", "dims of rhs", rhsNamed, rhs.rank()));
  RETURN_IF_ERROR(checkUnique(graph, node, "dims", "dims of rhs", rhsNamed));
  for (size_t i = 0; i < lhsUsed.size(); ++i) {
    if (lhs.dims[lhsUsed[i]] != rhs.dims[rhsUsed[i]])
      return wrong("dims", "dimension ", lhsUsed[i], " of ", lhs.toString(), " and ", rhsUsed[i], " of ",
                   rhs.toString(), " differ in size");
  }
  if (lhs.dtype != rhs.dtype) return wrong("types", "element types differ: ", lhs.toString(), " and ", rhs.toString());
  if (!isInteger(sizes.dtype) || sizes.rank() < 1)
    return wrong("group_sizes", "the sizes of groups are ", sizes.toString(), ", expected integers");
  const Dims outer = dims.outer();
  if (sizes.rank() != 1) {
    Dims expected;
    for (int64_t d : outer) expected.push_back(lhs.dims[d]);
    expected.push_back(sizes.dims.back());
    if (sizes.dims != expected)
      return wrong("group_sizes", "the sizes of groups are ", sizes.toString(), ", expected ",
                   TensorType(sizes.dtype, expected).toString());
  }
  const bool rows = dims.mode() == Mode::kRows;
  if (dims.group.size() != (rows ? 1U : 0U))
    return wrong("group", "expected ", rows ? "one group dimension" : "no group dimension", " of rhs, found ",
                 dims.group.size());
  if (rows && rhs.dims[dims.group[0]] != sizes.dims.back())
    return wrong("group", "the group dimension of ", rhs.toString(), " has ", rhs.dims[dims.group[0]],
                 " elements, there are ", sizes.dims.back(), " groups");
  TensorType result(lhs.dtype, {});
  if (const TensorType* declared = declaredType(graph, node)) {
    if (declared->isToken() || isFloat(declared->dtype) != isFloat(lhs.dtype) ||
        isComplex(declared->dtype) != isComplex(lhs.dtype))
      return wrong("types", "a product of ", lhs.toString(), " and ", rhs.toString(), " cannot be ",
                   declared->toString());
    result.dtype = declared->dtype;
  }
  if (dims.mode() == Mode::kSums) result.dims.push_back(sizes.dims.back());
  for (int64_t d : dims.lhsBatch) result.dims.push_back(lhs.dims[d]);
  for (int64_t d = 0; d < lhs.rank(); ++d) {
    if (dims.isFreeOfLhs(d)) result.dims.push_back(lhs.dims[d]);
  }
  for (int64_t d = 0; d < rhs.rank(); ++d) {
    if (dims.isFreeOfRhs(d)) result.dims.push_back(rhs.dims[d]);
  }
  return Types{result};
}

OpCost raggedDotCost(const Graph& graph, const Node& node) {
  OpCost cost = movementCost(graph, node);
  double contracted = 1;
  for (int64_t d : node.attrs.getInts("lhs_contract"))
    contracted *= static_cast<double>(operandType(graph, node, 0).dims[d]);
  cost.flops = 2 * contracted * static_cast<double>(graph.type(node.results[0]).elements());
  return cost;
}

// The group that place AT of the ragged dimension is in, -1: behind the last. SIZES begins with that of the first
// group.
int64_t groupOf(const Tensor& sizes, int64_t begin, int64_t groups, int64_t at) {
  for (int64_t g = 0, end = 0; g < groups; ++g) {
    end += sizes.asInt(begin + g);
    if (at < end) return g;
  }
  return -1;
}

EvalResult evaluateRaggedDot(EvalContext&, const Graph& graph, const Node& node, EvalOperands operands) {
  const RaggedDims dims(node);
  const Tensor& sizes = operands[2];
  const TensorType &lhs = operands[0].type(), &rhs = operands[1].type(), result = graph.type(node.results[0]);
  const Mode mode = dims.mode();
  const int64_t groups = sizes.type().dims.back();
  const Dims lhsStrides = rowMajorStrides(lhs.dims), rhsStrides = rowMajorStrides(rhs.dims),
             outStrides = rowMajorStrides(result.dims), sizeStrides = rowMajorStrides(sizes.type().dims);
  const Dims outer = sizes.type().rank() > 1 ? dims.outer() : Dims();
  // Each pair of elements that meet: places along all dimensions of lhs, and the free ones of rhs.
  Dims free, extents(lhs.dims);
  for (int64_t d = 0; d < rhs.rank(); ++d) {
    if (dims.isFreeOfRhs(d)) free.push_back(d);
  }
  for (int64_t d : free) extents.push_back(rhs.dims[d]);
  const Dims strides = rowMajorStrides(extents);
  const int64_t pairs = TensorType(DType::kI8, extents).elements();
  const std::vector<Scalar> a = loadAll(operands[0]), b = loadAll(operands[1]);
  std::vector<Scalar> sums(static_cast<size_t>(result.elements()));
  for (int64_t p = 0; p < pairs; ++p) {
    auto place = [&](int64_t d) { return p / strides[d] % extents[d]; };
    int64_t left = 0, right = 0, out = 0, size = 0, at = 0;
    for (int64_t d = 0; d < lhs.rank(); ++d) left += place(d) * lhsStrides[d];
    for (size_t i = 0; i < outer.size(); ++i) size += place(outer[i]) * sizeStrides[i];
    const int64_t group = mode == Mode::kBatches ? 0 : groupOf(sizes, size, groups, place(dims.ragged[0]));
    if (group < 0) continue;
    if (mode == Mode::kSums) out += group * outStrides[at++];
    if (mode == Mode::kRows) right += group * rhsStrides[dims.group[0]];
    for (size_t i = 0; i < dims.lhsBatch.size(); ++i) {
      right += place(dims.lhsBatch[i]) * rhsStrides[dims.rhsBatch[i]];
      out += place(dims.lhsBatch[i]) * outStrides[at++];
    }
    for (size_t i = 0; i < dims.lhsContract.size(); ++i)
      right += place(dims.lhsContract[i]) * rhsStrides[dims.rhsContract[i]];
    for (int64_t d = 0; d < lhs.rank(); ++d) {
      if (dims.isFreeOfLhs(d)) out += place(d) * outStrides[at++];
    }
    for (size_t i = 0; i < free.size(); ++i) {
      right += place(lhs.rank() + static_cast<int64_t>(i)) * rhsStrides[free[i]];
      out += place(lhs.rank() + static_cast<int64_t>(i)) * outStrides[at++];
    }
    const Scalar factors[2] = {a[static_cast<size_t>(left)], b[static_cast<size_t>(right)]};
    const Scalar terms[2] = {sums[static_cast<size_t>(out)],
                             apply({ScalarOp::kMultiply, lhs.dtype, result.dtype}, factors)};
    sums[static_cast<size_t>(out)] = apply({ScalarOp::kAdd, result.dtype, result.dtype}, terms);
  }
  return std::vector<Tensor>{storeAll(result, sums)};
}

// One dot_general over all groups, with lhs once for each group and zeros outside it.
StatusOr<std::vector<ValueId>> expandRaggedDot(NodeBuilder& build, const Node& node) {
  const RaggedDims dims(node);
  const TensorType lhs = build.typeOf(node.operands[0]), result = build.typeOf(node.results[0]);
  const Mode mode = dims.mode();
  auto moved = [](absl::Span<const int64_t> in) {
    IntsAttr out(in.begin(), in.end());
    for (int64_t& d : out) ++d;
    return out;
  };
  AttrDict attrs;
  attrs.set("rhs_batch", IntsAttr(dims.rhsBatch.begin(), dims.rhsBatch.end()));
  IntsAttr rhsContract(dims.rhsContract.begin(), dims.rhsContract.end());
  if (mode == Mode::kBatches) {
    attrs.set("lhs_batch", IntsAttr(dims.lhsBatch.begin(), dims.lhsBatch.end()));
    attrs.set("lhs_contract", IntsAttr(dims.lhsContract.begin(), dims.lhsContract.end()));
    attrs.set("rhs_contract", std::move(rhsContract));
    return std::vector<ValueId>{
        build.node(OpKind::kDotGeneral, {node.operands[0], node.operands[1]}, result, std::move(attrs))};
  }
  // The ends of the groups, by the sizes of those up to each.
  const ValueId sizes = build.convert(node.operands[2], DType::kI64);
  const TensorType given = build.typeOf(sizes);
  TensorType pairs = given;
  pairs.dims.push_back(given.dims.back());
  IntsAttr along(given.dims.size());
  for (size_t d = 0; d < along.size(); ++d) along[d] = static_cast<int64_t>(d);
  along.back() = pairs.rank() - 1;
  const ValueId upTo = build.compare(build.iota(pairs, pairs.rank() - 1), build.iota(pairs, pairs.rank() - 2), "LE");
  const ValueId counted = build.select(upTo, build.broadcast(sizes, pairs, along), build.splat(pairs, 0));
  const ValueId ends = build.reduce(counted, {pairs.rank() - 1}, ReductionKind::kSum);
  const ValueId begins = build.subtract(ends, sizes);
  TensorType grouped(lhs.dtype, {given.dims.back()});
  grouped.dims.insert(grouped.dims.end(), lhs.dims.begin(), lhs.dims.end());
  const TensorType places(DType::kI64, grouped.dims);
  IntsAttr spread;
  if (given.rank() > 1) spread = moved(dims.outer());
  spread.push_back(0);
  const ValueId at = build.iota(places, dims.ragged[0] + 1);
  const ValueId inside = build.both(build.compare(at, build.broadcast(begins, places, spread), "GE"),
                                    build.compare(at, build.broadcast(ends, places, spread), "LT"));
  IntsAttr own(lhs.dims.size());
  for (size_t d = 0; d < own.size(); ++d) own[d] = static_cast<int64_t>(d) + 1;
  const ValueId masked = build.select(inside, build.broadcast(node.operands[0], grouped, own), build.splat(grouped, 0));
  IntsAttr lhsContract = moved(dims.lhsContract);
  if (mode == Mode::kRows) {
    lhsContract.insert(lhsContract.begin(), 0);
    rhsContract.insert(rhsContract.begin(), dims.group[0]);
  }
  attrs.set("lhs_batch", moved(dims.lhsBatch));
  attrs.set("lhs_contract", std::move(lhsContract));
  attrs.set("rhs_contract", std::move(rhsContract));
  TensorType product = result;
  const int64_t batches = static_cast<int64_t>(dims.lhsBatch.size());
  if (mode == Mode::kSums)  // the groups come behind the batches
    std::rotate(product.dims.begin(), product.dims.begin() + 1, product.dims.begin() + batches + 1);
  const ValueId out = build.node(OpKind::kDotGeneral, {masked, node.operands[1]}, product, std::move(attrs));
  return std::vector<ValueId>{mode == Mode::kSums ? build.moveDim(out, batches, 0) : out};
}

}  // namespace

OpDef defineRaggedDot() {
  return {.kind = OpKind::kRaggedDot,
          .minOperands = 3,
          .maxOperands = 3,
          .attrs = {{"lhs_batch", AttrKind::kInts, false, "ragged_dot_dimension_numbers.lhs_batching_dimensions"},
                    {"rhs_batch", AttrKind::kInts, false, "ragged_dot_dimension_numbers.rhs_batching_dimensions"},
                    {"lhs_contract", AttrKind::kInts, false, "ragged_dot_dimension_numbers.lhs_contracting_dimensions"},
                    {"rhs_contract", AttrKind::kInts, false, "ragged_dot_dimension_numbers.rhs_contracting_dimensions"},
                    {"lhs_ragged", AttrKind::kInts, false, "ragged_dot_dimension_numbers.lhs_ragged_dimensions"},
                    {"rhs_group", AttrKind::kInts, false, "ragged_dot_dimension_numbers.rhs_group_dimensions"},
                    {"precision_config", AttrKind::kKeyword, false}},
          .lowering = LoweringClass::kExpanded,
          .infer = inferRaggedDot,
          .cost = raggedDotCost,
          .evaluate = evaluateRaggedDot,
          .expand = expandRaggedDot};
}

}  // namespace partita
