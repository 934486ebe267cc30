// A contraction group as a matrix product: dot_general in every layout is C[b, m, n] = sum over k of A[b, m, k] * B[b,
// k, n] over flat indices, each seen from an operand as strided dimensions. The nest has each operand as a value of its
// own, B first: a schedule says whether they are read in place or brought into form.
#include <algorithm>
#include <numeric>

#include "absl/container/flat_hash_map.h"
#include "base/check.h"
#include "codegen/lower/lower.h"
#include "codegen/lower/operand_layout.h"
#include "codegen/lower/row_plan.h"
#include "graph/op.h"

namespace partita {
namespace {

// Where a flat index (batch, row, column or contracted) leads in one array: its dimensions, outermost first, neighbours
// merged where their strides compose. No dimension: extent 1.
struct StridedDims {
  struct Dim {
    int64_t size = 1, stride = 0;
  };
  std::vector<Dim> dims;

  // Appends an inner dimension, merging it with the one before where possible.
  void append(int64_t size, int64_t stride) {
    if (size == 1) return;
    if (!dims.empty() && dims.back().stride == stride * size) {
      dims.back() = {dims.back().size * size, stride};
    } else {
      dims.push_back({size, stride});
    }
  }
  int64_t innerStride() const { return dims.empty() ? 0 : dims.back().stride; }
  // The offset of FLAT, in elements.
  ExprId offset(LoopBuilder& loops, ExprId flat) const {
    ExprId sum = loops.index(0);
    int64_t inner = 1;
    for (size_t i = dims.size(); i-- > 0;) {
      ExprId at = loops.div(flat, loops.index(inner));
      if (i > 0) at = loops.mod(at, loops.index(dims[i].size));
      sum = loops.add(sum, loops.mul(at, loops.index(dims[i].stride)));
      inner *= dims[i].size;
    }
    return sum;
  }
};

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
        lowering_(context, name, group.inputs, group.outputs),
        l_(lowering_.loops()) {}

  StatusOr<LoweredNest> lower() {
    const TensorType& lhsType = graph_.type(node_.operands[0]);
    const TensorType& rhsType = graph_.type(node_.operands[1]);
    const TensorType& type = graph_.type(node_.results[0]);
    if (type.elements() == 0) return lowering_.finish(0, 0);
    const std::optional<DType> accumulate = productType(type.dtype, {lhsType.dtype, rhsType.dtype});
    if (!accumulate) {
      return unimplemented(graph_.describe(group_.hero), ": code generation for a dot_general of ",
                           dtypeName(lhsType.dtype), " and ", dtypeName(rhsType.dtype), " to ", dtypeName(type.dtype));
    }
    lowering_.promiseInPlace();
    groupDims();
    findOrders();
    const Operand lhs = makeOperand(node_.operands[0], true), rhs = makeOperand(node_.operands[1], false);
    // The columns of the product are the side that is contiguous in the (first) output.
    const Order order = orderOf(group_.outputs[0]);
    swapped_ = order.rows.innerStride() == 1;
    const Operand &a = swapped_ ? rhs : lhs, &b = swapped_ ? lhs : rhs;
    const int64_t batch = batch_.extent(), m = swapped_ ? columns_.extent() : rows_.extent(),
                  n = swapped_ ? rows_.extent() : columns_.extent();
    const bool empty = contracted_.extent() == 0;
    const int64_t k = empty ? 1 : contracted_.extent();

    NestBuilder& nest = lowering_.nest();
    const AxisId batchAxis = nest.axis("b", batch), mAxis = nest.axis("m", m), nAxis = nest.axis("n", n),
                 kAxis = nest.axis("k", k);
    const ExprId atBatch = nest.at(batchAxis), atM = nest.at(mAxis), atN = nest.at(nAxis), atK = nest.at(kAxis);
    const TempId bElement =
        nest.value({batchAxis, kAxis, nAxis}, element(b, swapped_, *accumulate, empty, atBatch, atN, atK));
    const TempId aElement =
        nest.value({batchAxis, mAxis, kAxis}, element(a, !swapped_, *accumulate, empty, atBatch, atM, atK));
    std::vector<AxisUse> axes = parallelAxes({batchAxis, mAxis, nAxis});
    axes.push_back({kAxis, AxisRole::kContracted});
    const TempId sum = nest.reduction(std::move(axes), ScalarOp::kAdd, l_.constant(*accumulate, 0),
                                      l_.op(ScalarOp::kMultiply, *accumulate, {l_.temp(aElement), l_.temp(bElement)}));
    storeResults({batchAxis, mAxis, nAxis}, toDType(l_.temp(sum), *accumulate, type.dtype), atBatch, atM, atN);
    const double flops =
        2.0 * static_cast<double>(batch) * static_cast<double>(m) * static_cast<double>(n) * static_cast<double>(k);
    double bytes = 0;
    for (ValueId value : group_.inputs) bytes += static_cast<double>(graph_.type(value).bytes());
    for (ValueId value : group_.outputs) bytes += static_cast<double>(graph_.type(value).bytes());
    return lowering_.finish(flops, bytes);
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
    OperandLayout lhs = operandLayout(graph_, lowering_.elements(), node_.operands[0]);
    OperandLayout rhs = operandLayout(graph_, lowering_.elements(), node_.operands[1]);
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
    operand.layout = operandLayout(graph_, lowering_.elements(), value);
    operand.batch = strided(batch_, isLhs ? batch_.lhs : batch_.rhs, operand.layout);
    operand.row = isLhs ? strided(rows_, rows_.lhs, operand.layout) : strided(columns_, columns_.rhs, operand.layout);
    operand.k = strided(contracted_, isLhs ? contracted_.lhs : contracted_.rhs, operand.layout);
    return operand;
  }

  // The element of X at flat indices: a load at strides where the operand is stored, else through element lowering.
  ExprId element(const Operand& x, bool isLhs, DType accumulate, bool empty, ExprId batch, ExprId row, ExprId k) {
    if (empty) return l_.constant(accumulate, 0);
    if (x.layout.stored) {
      const ExprId at = l_.add(l_.add(x.batch.offset(l_, batch), x.row.offset(l_, row)),
                               l_.add(x.k.offset(l_, k), l_.index(x.layout.offset)));
      return toDType(l_.load(lowering_.buffer(x.layout.leaf), at), graph_.type(x.layout.leaf).dtype, accumulate);
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
    split(batch_, isLhs ? batch_.lhs : batch_.rhs, batch);
    if (isLhs) split(rows_, rows_.lhs, row);
    if (!isLhs) split(columns_, columns_.rhs, row);
    split(contracted_, isLhs ? contracted_.lhs : contracted_.rhs, k);
    return toDType(lowering_.elements().valueAt(x.value, index), graph_.type(x.value).dtype, accumulate);
  }

  ExprId toDType(ExprId x, DType from, DType to) { return from == to ? x : l_.op(ScalarOp::kConvert, to, {x}); }

  // The outputs of the group where the dot's element is SUM.
  void storeResults(const std::vector<AxisId>& axes, ExprId sum, ExprId batch, ExprId m, ExprId n) {
    const ValueId dot = node_.results[0];
    lowering_.elements().bind(dot, [sum](ElementLowering::Index) { return sum; });
    std::vector<NestStore> stores;
    for (ValueId output : group_.outputs) {
      const Order order = orderOf(output);
      const StridedDims &rows = swapped_ ? order.columns : order.rows, &columns = swapped_ ? order.rows : order.columns;
      const ExprId place = l_.add(l_.add(order.batch.offset(l_, batch), rows.offset(l_, m)), columns.offset(l_, n));
      stores.push_back(
          {lowering_.buffer(output), place, output == dot ? sum : lowering_.elements().valueAtLinear(output, place)});
    }
    // All values before the first store: an input may share memory with one of them.
    lowering_.nest().store(parallelAxes(axes), std::move(stores));
  }

  const LoweringContext& context_;
  const Graph& graph_;
  const FusionGroup& group_;
  const Node& node_;
  NestLowering lowering_;
  LoopBuilder& l_;
  DimGroup batch_, rows_, columns_, contracted_;
  bool swapped_ = false;
  // For values with the dot's elements: their row-major strides by dimension of the dot; and, without reshapes, which
  // dimension of the dot each is.
  absl::flat_hash_map<ValueId, Dims> orders_;
  absl::flat_hash_map<ValueId, std::vector<int64_t>> dotDims_;
};

}  // namespace

StatusOr<LoweredNest> lowerContraction(const LoweringContext& context, const FusionGroup& group,
                                       const std::string& name) {
  return ContractionLowering(context, group, name).lower();
}

}  // namespace partita
