#include "codegen/lower/dot_lowering.h"

#include <algorithm>
#include <numeric>

#include "codegen/lower/row_plan.h"
#include "graph/op.h"

namespace partita {

DotLowering::DotLowering(NestLowering& lowering, const FusionGroup& group, NodeId dot, ValueId result,
                         const std::optional<FollowedArray>& followed)
    : lowering_(lowering),
      l_(lowering.loops()),
      graph_(lowering.context().graph),
      group_(group),
      node_(graph_.nodes[dot]),
      dims_(followed ? inOrderOf(dotDims(graph_, node_), *followed) : dotDims(graph_, node_)),
      orders_(graph_, group.nodes, dot, dims_) {
  // The order of sums that are fixed does not follow from how operands lie.
  if (!lowering.context().fixedSums && (!followed || followed->side == FollowedArray::Side::kResult)) orderContracted();
  swapped_ = orders_.of(result).rows.innerStride() == 1;
  lhs_ = operand(true);
  rhs_ = operand(false);
}

double DotLowering::flops() const {
  return 2.0 * static_cast<double>(batch()) * static_cast<double>(m()) * static_cast<double>(n()) *
         static_cast<double>(k());
}

StatusOr<DType> DotLowering::sumType() const {
  const DType lhs = graph_.type(node_.operands[0]).dtype, rhs = graph_.type(node_.operands[1]).dtype,
              type = graph_.type(node_.results[0]).dtype;
  const std::optional<DType> accumulate = productType(type, {lhs, rhs});
  if (accumulate) return *accumulate;
  return unimplemented(graph_.describe(graph_.values[node_.results[0]].producer),
                       ": code generation for a dot_general of ", dtypeName(lhs), " and ", dtypeName(rhs), " to ",
                       dtypeName(type));
}

// The order of summation is free: the one in which the dimensions merge best.
void DotLowering::orderContracted() {
  OperandLayout lhs = operandLayout(graph_, lowering_.elements(), node_.operands[0]);
  OperandLayout rhs = operandLayout(graph_, lowering_.elements(), node_.operands[1]);
  std::vector<size_t> byLhs(dims_.contracted.lhs.size());
  std::iota(byLhs.begin(), byLhs.end(), 0);
  std::vector<size_t> byRhs = byLhs;
  std::stable_sort(byLhs.begin(), byLhs.end(), [&](size_t x, size_t y) {
    return lhs.strides[dims_.contracted.lhs[x]] > lhs.strides[dims_.contracted.lhs[y]];
  });
  std::stable_sort(byRhs.begin(), byRhs.end(), [&](size_t x, size_t y) {
    return rhs.strides[dims_.contracted.rhs[x]] > rhs.strides[dims_.contracted.rhs[y]];
  });
  auto inOrder = [&](const std::vector<size_t>& order) {
    DimGroup group;
    for (size_t i : order) {
      group.lhs.push_back(dims_.contracted.lhs[i]);
      group.rhs.push_back(dims_.contracted.rhs[i]);
      group.sizes.push_back(dims_.contracted.sizes[i]);
    }
    return group;
  };
  auto pieces = [&](const DimGroup& group) {
    return group.strided(group.lhs, lhs.strides).dims.size() + group.strided(group.rhs, rhs.strides).dims.size();
  };
  DimGroup first = inOrder(byLhs), second = inOrder(byRhs);
  dims_.contracted = pieces(second) < pieces(first) ? second : first;
}

DotLowering::Operand DotLowering::operand(bool isLhs) const {
  Operand x;
  x.value = node_.operands[isLhs ? 0 : 1];
  x.isLhs = isLhs;
  x.layout = operandLayout(graph_, lowering_.elements(), x.value);
  const Dims& strides = x.layout.strides;
  x.batch = dims_.batch.strided(isLhs ? dims_.batch.lhs : dims_.batch.rhs, strides);
  x.row = isLhs ? dims_.rows.strided(dims_.rows.lhs, strides) : dims_.columns.strided(dims_.columns.rhs, strides);
  x.k = dims_.contracted.strided(isLhs ? dims_.contracted.lhs : dims_.contracted.rhs, strides);
  return x;
}

ExprId DotLowering::offset(const StridedDims& dims, ExprId flat) {
  ExprId sum = l_.index(0);
  int64_t inner = 1;
  for (size_t i = dims.dims.size(); i-- > 0;) {
    ExprId at = l_.div(flat, l_.index(inner));
    if (i > 0) at = l_.mod(at, l_.index(dims.dims[i].size));
    sum = l_.add(sum, l_.mul(at, l_.index(dims.dims[i].stride)));
    inner *= dims.dims[i].size;
  }
  return sum;
}

// A load at strides where the operand is stored, else through element lowering.
ExprId DotLowering::element(const Operand& x, ExprId batch, ExprId row, ExprId k) {
  if (empty()) return l_.constant(graph_.type(x.value).dtype, 0);
  if (x.layout.stored && lowering_.hasBuffer(x.layout.leaf)) {
    const ExprId at =
        l_.add(l_.add(offset(x.batch, batch), offset(x.row, row)), l_.add(offset(x.k, k), l_.index(x.layout.offset)));
    return l_.op(ScalarOp::kConvert, graph_.type(x.value).dtype, {l_.load(lowering_.buffer(x.layout.leaf), at)});
  }
  std::vector<ExprId> index(graph_.type(x.value).rank());
  auto split = [&](const DimGroup& group, const std::vector<int64_t>& dims, ExprId flat) {
    int64_t inner = 1;
    for (size_t i = dims.size(); i-- > 0;) {
      ExprId at = l_.div(flat, l_.index(inner));
      if (i > 0) at = l_.mod(at, l_.index(group.sizes[i]));
      index[dims[i]] = at;
      inner *= group.sizes[i];
    }
  };
  split(dims_.batch, x.isLhs ? dims_.batch.lhs : dims_.batch.rhs, batch);
  if (x.isLhs) split(dims_.rows, dims_.rows.lhs, row);
  if (!x.isLhs) split(dims_.columns, dims_.columns.rhs, row);
  split(dims_.contracted, x.isLhs ? dims_.contracted.lhs : dims_.contracted.rhs, k);
  return lowering_.elements().valueAt(x.value, index);
}

TempId DotLowering::value(const Operand& x, DType accumulate, std::vector<AxisId> axes, ExprId batch, ExprId row,
                          ExprId k) {
  const DType own = graph_.type(x.value).dtype;
  ExprId value = element(x, batch, row, k);
  // What is computed of bf16 in registers is not rounded yet.
  if (own == DType::kBF16 && l_.function().exprs[value].kind == ExprKind::kOp)
    value = l_.op(ScalarOp::kConvert, own, {l_.op(ScalarOp::kConvert, DType::kF32, {value})});
  if (own == DType::kBF16 || own == DType::kI8 || own == DType::kUI8)
    value = l_.temp(lowering_.nest().value(axes, l_.op(ScalarOp::kConvert, own, {value})));
  return lowering_.nest().value(std::move(axes), l_.op(ScalarOp::kConvert, accumulate, {value}));
}

TempId DotLowering::valueA(DType accumulate, AxisId batch, AxisId m, AxisId k) {
  NestBuilder& nest = lowering_.nest();
  return value(swapped_ ? rhs_ : lhs_, accumulate, {batch, m, k}, nest.at(batch), nest.at(m), nest.at(k));
}

TempId DotLowering::valueB(DType accumulate, AxisId batch, AxisId n, AxisId k) {
  NestBuilder& nest = lowering_.nest();
  return value(swapped_ ? lhs_ : rhs_, accumulate, {batch, k, n}, nest.at(batch), nest.at(n), nest.at(k));
}

TempId DotLowering::sum(DType accumulate, AxisId batch, AxisId m, AxisId n, AxisId k, TempId a, TempId b) {
  std::vector<AxisUse> axes = parallelAxes({batch, m, n});
  axes.push_back({k, AxisRole::kContracted});
  return lowering_.nest().reduction(std::move(axes), ScalarOp::kAdd, l_.constant(accumulate, 0),
                                    l_.op(ScalarOp::kMultiply, accumulate, {l_.temp(a), l_.temp(b)}));
}

void DotLowering::storeOutputs(const std::vector<AxisId>& axes, ExprId sum, ExprId batch, ExprId m, ExprId n) {
  const ValueId dot = node_.results[0];
  lowering_.elements().bind(dot, [sum](ElementLowering::Index) { return sum; });
  std::vector<NestStore> stores;
  for (ValueId output : group_.outputs) {
    const DotOrders::Order order = orders_.of(output);
    const StridedDims &rows = swapped_ ? order.columns : order.rows, &columns = swapped_ ? order.rows : order.columns;
    const ExprId place = l_.add(l_.add(offset(order.batch, batch), offset(rows, m)), offset(columns, n));
    stores.push_back(
        {lowering_.buffer(output), place, output == dot ? sum : lowering_.elements().valueAtLinear(output, place)});
  }
  // All values before the first store: an input may share memory with one of them.
  lowering_.nest().store(parallelAxes(axes), std::move(stores));
}

}  // namespace partita
