// A contraction group as a blocked matrix product: dot_general in every layout is C[b, m, n] = sum over k of A[b, m, k]
// * B[b, k, n] over flat indices, each seen from an operand as strided dimensions.
#include <algorithm>
#include <numeric>

#include "absl/container/flat_hash_map.h"
#include "base/check.h"
#include "codegen/lower/gemm_loops.h"
#include "codegen/lower/gemm_schedule.h"
#include "codegen/lower/lower.h"
#include "codegen/lower/operand_layout.h"
#include "codegen/lower/row_plan.h"
#include "codegen/prepare/access.h"
#include "graph/op.h"

namespace partita {
namespace {

// Flat index over some dimensions of a dot: for each tensor it belongs to, the dimensions of that tensor in the common
// order.
struct DimGroup {
  std::vector<int64_t> sizes;
  std::vector<int64_t> lhs, rhs;  // dimension numbers; empty where the tensor does not have it
  int64_t extent() const { return elementCount(sizes); }
};

struct Operand {
  ValueId value;
  OperandLayout layout;
  StridedDims batch, row, k;
};

StridedDims strided(const DimGroup& group, const std::vector<int64_t>& dims, const OperandLayout& layout) {
  StridedDims result;
  for (size_t i = 0; i < dims.size(); ++i) result.append(group.sizes[i], layout.strides[dims[i]]);
  return result;
}

std::vector<int64_t> freeDims(int rank, absl::Span<const int64_t> batch, absl::Span<const int64_t> contract) {
  std::vector<int64_t> free;
  for (int64_t d = 0; d < rank; ++d) {
    if (std::find(batch.begin(), batch.end(), d) == batch.end() &&
        std::find(contract.begin(), contract.end(), d) == contract.end()) {
      free.push_back(d);
    }
  }
  return free;
}

class ContractionLowering {
 public:
  ContractionLowering(const LoweringContext& context, const FusionGroup& group, const std::string& name)
      : context_(context),
        graph_(context.graph),
        group_(group),
        node_(graph_.nodes[group.hero]),
        kernel_(context, name, group.inputs, group.outputs),
        l_(kernel_.loops()) {}

  StatusOr<std::vector<LoweredKernel>> lower() {
    const TensorType& lhsType = graph_.type(node_.operands[0]);
    const TensorType& rhsType = graph_.type(node_.operands[1]);
    const TensorType& type = graph_.type(node_.results[0]);
    if (type.elements() == 0) return std::vector<LoweredKernel>();
    const std::optional<DType> sums = productType(type.dtype, {lhsType.dtype, rhsType.dtype});
    if (!sums) {
      return unimplemented(graph_.describe(group_.hero), ": code generation for a dot_general of ",
                           dtypeName(lhsType.dtype), " and ", dtypeName(rhsType.dtype), " to ", dtypeName(type.dtype));
    }
    const DType accumulate = *sums;
    groupDims();
    findOrders();
    Operand lhs = makeOperand(node_.operands[0], true), rhs = makeOperand(node_.operands[1], false);
    // The columns of the product are the side that is contiguous in the (first) output.
    Order order = orderOf(group_.outputs[0]);
    swapped_ = order.rows.innerStride() == 1;
    const Operand& a = swapped_ ? rhs : lhs;
    const Operand& b = swapped_ ? lhs : rhs;

    GemmShape shape;
    shape.batch = batch_.extent();
    shape.m = swapped_ ? columns_.extent() : rows_.extent();
    shape.n = swapped_ ? rows_.extent() : columns_.extent();
    bool empty = contracted_.extent() == 0;
    shape.k = empty ? 1 : contracted_.extent();
    shape.accumulate = accumulate;
    shape.aContiguousK = contiguousAlongK(a);
    shape.bContiguousK = contiguousAlongK(b);
    auto inPlace = [&](const Operand& x) {
      return !empty && x.layout.stored && graph_.type(x.layout.leaf).dtype == accumulate && x.row.single() &&
             x.k.single();
    };
    shape.aInPlace = inPlace(a);
    shape.bInPlace = inPlace(b) && b.row.innerStride() <= 1;
    shape.nRun = shape.n;
    const StridedDims& columns = swapped_ ? order.rows : order.columns;
    for (const StridedDims* dims : {&columns, &b.row}) {
      if (!dims->single()) shape.nRun = std::gcd(shape.nRun, dims->dims.back().size);
    }
    GemmSchedule schedule = chooseGemmSchedule(shape, context_.target, context_.workers);

    GemmOperand aElements{elementFn(a, !swapped_, accumulate, empty)},
        bElements{elementFn(b, swapped_, accumulate, empty)};
    buildGemm(l_, shape, schedule, aElements, bElements, makeResult(type, accumulate));
    double flops = 2.0 * static_cast<double>(shape.batch) * static_cast<double>(shape.m) *
                   static_cast<double>(shape.n) * static_cast<double>(shape.k);
    double bytes = 0;
    for (ValueId value : group_.inputs) bytes += static_cast<double>(graph_.type(value).bytes());
    for (ValueId value : group_.outputs) bytes += static_cast<double>(graph_.type(value).bytes());
    ASSIGN_OR_RETURN(LoweredKernel kernel, kernel_.finish(flops, bytes));
    std::vector<LoweredKernel> kernels;
    kernels.push_back(std::move(kernel));
    return kernels;
  }

 private:
  void groupDims() {
    auto ints = [&](std::string_view name) {
      absl::Span<const int64_t> span = node_.attrs.getInts(name);
      return std::vector<int64_t>(span.begin(), span.end());
    };
    const TensorType& lhsType = graph_.type(node_.operands[0]);
    const TensorType& rhsType = graph_.type(node_.operands[1]);
    batch_.lhs = ints("lhs_batch");
    batch_.rhs = ints("rhs_batch");
    contracted_.lhs = ints("lhs_contract");
    contracted_.rhs = ints("rhs_contract");
    rows_.lhs = freeDims(lhsType.rank(), batch_.lhs, contracted_.lhs);
    columns_.rhs = freeDims(rhsType.rank(), batch_.rhs, contracted_.rhs);
    for (int64_t d : batch_.lhs) batch_.sizes.push_back(lhsType.dims[d]);
    for (int64_t d : rows_.lhs) rows_.sizes.push_back(lhsType.dims[d]);
    for (int64_t d : columns_.rhs) columns_.sizes.push_back(rhsType.dims[d]);
    // The order of summation is free: the one in which the dimensions merge best.
    OperandLayout lhs = operandLayout(graph_, kernel_.elements(), node_.operands[0]);
    OperandLayout rhs = operandLayout(graph_, kernel_.elements(), node_.operands[1]);
    std::vector<size_t> byLhs(contracted_.lhs.size());
    std::iota(byLhs.begin(), byLhs.end(), 0);
    std::vector<size_t> byRhs = byLhs;
    std::stable_sort(byLhs.begin(), byLhs.end(), [&](size_t x, size_t y) {
      return lhs.strides[contracted_.lhs[x]] > lhs.strides[contracted_.lhs[y]];
    });
    std::stable_sort(byRhs.begin(), byRhs.end(), [&](size_t x, size_t y) {
      return rhs.strides[contracted_.rhs[x]] > rhs.strides[contracted_.rhs[y]];
    });
    auto inOrder = [&](const std::vector<size_t>& order) {
      DimGroup group;
      for (size_t i : order) {
        group.lhs.push_back(contracted_.lhs[i]);
        group.rhs.push_back(contracted_.rhs[i]);
        group.sizes.push_back(lhsType.dims[contracted_.lhs[i]]);
      }
      return group;
    };
    auto pieces = [&](const DimGroup& group) {
      return strided(group, group.lhs, lhs).dims.size() + strided(group, group.rhs, rhs).dims.size();
    };
    DimGroup first = inOrder(byLhs), second = inOrder(byRhs);
    contracted_ = pieces(second) < pieces(first) ? second : first;
  }

  // Where element (batch, row, column) of the dot stands in the row-major order of a value of the group.
  struct Order {
    StridedDims batch, rows, columns;
  };

  // Follows the dot's elements through the nodes after it: element operations keep their order, transposes permute it.
  void findOrders() {
    const TensorType& type = graph_.type(node_.results[0]);
    dotDims_[node_.results[0]] = std::vector<int64_t>(type.rank());
    std::iota(dotDims_[node_.results[0]].begin(), dotDims_[node_.results[0]].end(), 0);
    orders_[node_.results[0]] = rowMajorStrides(type.dims);
    for (NodeId id : group_.nodes) {
      const Node& node = graph_.nodes[id];
      if (node.kind == OpKind::kOptimizationBarrier) {
        for (size_t i = 0; i < node.results.size(); ++i) {
          if (auto found = orders_.find(node.operands[i]); found != orders_.end()) {
            Dims strides = found->second;
            orders_[node.results[i]] = std::move(strides);
          }
          if (auto found = dotDims_.find(node.operands[i]); found != dotDims_.end()) {
            std::vector<int64_t> same = found->second;
            dotDims_[node.results[i]] = std::move(same);
          }
        }
        continue;
      }
      if (node.results.size() != 1 || orders_.contains(node.results[0])) continue;
      ValueId result = node.results[0];
      for (ValueId operand : node.operands) {
        auto found = orders_.find(operand);
        if (found == orders_.end()) continue;
        Dims strides = found->second;
        auto dims = dotDims_.find(operand);
        if (node.kind == OpKind::kTranspose && dims != dotDims_.end()) {
          // dims->second[i]: which dimension of the dot is dimension i of the operand.
          std::vector<int64_t> permuted;
          for (int64_t d : node.attrs.getInts("dims")) permuted.push_back(dims->second[d]);
          Dims own = rowMajorStrides(graph_.type(result).dims);
          for (size_t i = 0; i < permuted.size(); ++i) strides[permuted[i]] = own[i];
          dotDims_[result] = std::move(permuted);
        } else if (isElementwise(node) && dims != dotDims_.end()) {
          std::vector<int64_t> same = dims->second;
          dotDims_[result] = std::move(same);
        } else if (node.kind != OpKind::kReshape && !isElementwise(node) && !onlyAddsOnes(node)) {
          continue;
        }
        orders_[result] = strides;
        break;
      }
    }
  }

  // A broadcast that repeats nothing: its operand's elements in the same order, with dimensions of size 1 between.
  bool onlyAddsOnes(const Node& node) const {
    return node.kind == OpKind::kBroadcastInDim && broadcastFactor(graph_, node) == 1;
  }

  Order orderOf(ValueId value) const {
    auto found = orders_.find(value);
    CHECK(found != orders_.end(),
          "an output of a contraction group does not follow from its dot: ", graph_.describe(group_.hero));
    Order order;
    size_t d = 0;
    for (int64_t size : batch_.sizes) order.batch.append(size, found->second[d++]);
    for (int64_t size : rows_.sizes) order.rows.append(size, found->second[d++]);
    for (int64_t size : columns_.sizes) order.columns.append(size, found->second[d++]);
    return order;
  }

  Operand makeOperand(ValueId value, bool isLhs) {
    Operand operand;
    operand.value = value;
    operand.layout = operandLayout(graph_, kernel_.elements(), value);
    operand.batch = strided(batch_, isLhs ? batch_.lhs : batch_.rhs, operand.layout);
    operand.row = isLhs ? strided(rows_, rows_.lhs, operand.layout) : strided(columns_, columns_.rhs, operand.layout);
    operand.k = strided(contracted_, isLhs ? contracted_.lhs : contracted_.rhs, operand.layout);
    return operand;
  }

  static bool contiguousAlongK(const Operand& x) {
    if (x.k.dims.empty()) return false;
    if (x.row.dims.empty()) return true;
    return x.k.innerStride() <= x.row.innerStride();
  }

  // The element of X as a function of flat indices: a load at strides where the operand is stored, else through element
  // lowering.
  std::function<ExprId(ExprId, ExprId, ExprId)> elementFn(const Operand& x, bool isLhs, DType accumulate, bool empty) {
    if (empty) {
      return [this, accumulate](ExprId, ExprId, ExprId) { return l_.constant(accumulate, 0); };
    }
    if (x.layout.stored) {
      LoopBufferId buffer = kernel_.buffer(x.layout.leaf);
      return [this, &x, buffer, accumulate](ExprId batch, ExprId row, ExprId k) {
        ExprId at = l_.add(l_.add(x.batch.offset(l_, batch), x.row.offset(l_, row)),
                           l_.add(x.k.offset(l_, k), l_.index(x.layout.offset)));
        return toDType(l_.load(buffer, at), graph_.type(x.layout.leaf).dtype, accumulate);
      };
    }
    return [this, &x, isLhs, accumulate](ExprId batch, ExprId row, ExprId k) {
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
      split(batch_, isLhs ? batch_.lhs : batch_.rhs, batch);
      if (isLhs) split(rows_, rows_.lhs, row);
      if (!isLhs) split(columns_, columns_.rhs, row);
      split(contracted_, isLhs ? contracted_.lhs : contracted_.rhs, k);
      return toDType(kernel_.elements().valueAt(x.value, index), graph_.type(x.value).dtype, accumulate);
    };
  }

  ExprId toDType(ExprId x, DType from, DType to) { return from == to ? x : l_.op(ScalarOp::kConvert, to, {x}); }

  GemmResult makeResult(const TensorType& type, DType accumulate) {
    ValueId dot = node_.results[0];
    std::vector<Order> orders;
    for (ValueId output : group_.outputs) orders.push_back(orderOf(output));
    GemmResult result;
    result.direct = group_.outputs.size() == 1 && type.dtype == accumulate && onlyMoves(group_.outputs[0]);
    result.store = [this, orders, dot, accumulate, dtype = type.dtype, direct = result.direct](ExprId batch, ExprId m,
                                                                                               ExprId n, ExprId value) {
      auto place = [&](const Order& order) {
        const StridedDims& rows = swapped_ ? order.columns : order.rows;
        const StridedDims& columns = swapped_ ? order.rows : order.columns;
        return l_.add(l_.add(order.batch.offset(l_, batch), rows.offset(l_, m)), columns.offset(l_, n));
      };
      if (direct) return kernel_.store(group_.outputs[0], place(orders[0]), value);
      ExprId sum = toDType(l_.temp(l_.let(value)), accumulate, dtype);
      kernel_.elements().bind(dot, [sum](ElementLowering::Index) { return sum; });
      // All outputs before the first store: an input may share memory with one of them.
      std::vector<ExprId> values, places;
      for (size_t i = 0; i < orders.size(); ++i) {
        places.push_back(place(orders[i]));
        ExprId element =
            group_.outputs[i] == dot ? sum : kernel_.elements().valueAtLinear(group_.outputs[i], places[i]);
        values.push_back(orders.size() == 1 ? element : l_.temp(l_.let(element)));
      }
      for (size_t i = 0; i < values.size(); ++i) kernel_.store(group_.outputs[i], places[i], values[i]);
    };
    return result;
  }

  // Whether VALUE is the dot's result but for transposes and reshapes.
  bool onlyMoves(ValueId value) const {
    while (value != node_.results[0]) {
      const Node& node = graph_.nodes[graph_.values[value].producer];
      const bool barrier = node.kind == OpKind::kOptimizationBarrier;
      if (node.kind != OpKind::kTranspose && node.kind != OpKind::kReshape && !barrier) return false;
      value = node.operands[barrier ? graph_.values[value].index : 0];
    }
    return true;
  }

  const LoweringContext& context_;
  const Graph& graph_;
  const FusionGroup& group_;
  const Node& node_;
  KernelBuilder kernel_;
  LoopBuilder& l_;
  DimGroup batch_, rows_, columns_, contracted_;
  bool swapped_ = false;
  // For values with the dot's elements: their row-major strides by dimension of the dot; and, without reshapes, which
  // dimension of the dot each is.
  absl::flat_hash_map<ValueId, Dims> orders_;
  absl::flat_hash_map<ValueId, std::vector<int64_t>> dotDims_;
};

}  // namespace

StatusOr<std::vector<LoweredKernel>> lowerContraction(const LoweringContext& context, const FusionGroup& group,
                                                      const std::string& name) {
  return ContractionLowering(context, group, name).lower();
}

}  // namespace partita
