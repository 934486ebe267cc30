#include "codegen/prepare/dot_dims.h"

#include <algorithm>
#include <numeric>

#include "base/check.h"
#include "codegen/prepare/access.h"
#include "graph/op.h"

namespace partita {

namespace {

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

// A broadcast that repeats nothing: its operand's elements in the same order, with dimensions of size 1 between.
bool onlyAddsOnes(const Graph& graph, const Node& node) {
  return node.kind == OpKind::kBroadcastInDim && broadcastFactor(graph, node) == 1;
}

}  // namespace

void StridedDims::append(int64_t size, int64_t stride) {
  if (size == 1) return;
  if (!dims.empty() && dims.back().stride == stride * size) {
    dims.back() = {dims.back().size * size, stride};
  } else {
    dims.push_back({size, stride});
  }
}

StridedDims DimGroup::strided(const std::vector<int64_t>& dims, const Dims& strides) const {
  StridedDims result;
  for (size_t i = 0; i < dims.size(); ++i) result.append(sizes[i], strides[dims[i]]);
  return result;
}

DotDims dotDims(const Graph& graph, const Node& dot) {
  auto ints = [&](std::string_view name) {
    absl::Span<const int64_t> span = dot.attrs.getInts(name);
    return std::vector<int64_t>(span.begin(), span.end());
  };
  const TensorType &lhs = graph.type(dot.operands[0]), &rhs = graph.type(dot.operands[1]);
  DotDims result;
  result.batch.lhs = ints("lhs_batch");
  result.batch.rhs = ints("rhs_batch");
  result.contracted.lhs = ints("lhs_contract");
  result.contracted.rhs = ints("rhs_contract");
  result.rows.lhs = freeDims(lhs.rank(), result.batch.lhs, result.contracted.lhs);
  result.columns.rhs = freeDims(rhs.rank(), result.batch.rhs, result.contracted.rhs);
  for (int64_t d : result.batch.lhs) result.batch.sizes.push_back(lhs.dims[d]);
  for (int64_t d : result.contracted.lhs) result.contracted.sizes.push_back(lhs.dims[d]);
  for (int64_t d : result.rows.lhs) result.rows.sizes.push_back(lhs.dims[d]);
  for (int64_t d : result.columns.rhs) result.columns.sizes.push_back(rhs.dims[d]);
  int64_t next = 0;
  for (DimGroup* group : {&result.batch, &result.rows, &result.columns}) {
    for (size_t i = 0; i < group->sizes.size(); ++i) group->result.push_back(next++);
  }
  return result;
}

DotDims inOrderOf(DotDims dims, const FollowedArray& array) {
  using Side = FollowedArray::Side;
  for (DimGroup* group : {&dims.batch, &dims.rows, &dims.columns, &dims.contracted}) {
    const std::vector<int64_t>& along = array.side == Side::kResult ? group->result
                                        : array.side == Side::kLhs  ? group->lhs
                                                                    : group->rhs;
    if (along.empty()) continue;
    std::vector<size_t> order(along.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(),
                     [&](size_t x, size_t y) { return array.strides[along[x]] > array.strides[along[y]]; });
    DimGroup sorted;
    for (size_t i : order) {
      sorted.sizes.push_back(group->sizes[i]);
      if (!group->lhs.empty()) sorted.lhs.push_back(group->lhs[i]);
      if (!group->rhs.empty()) sorted.rhs.push_back(group->rhs[i]);
      if (!group->result.empty()) sorted.result.push_back(group->result[i]);
    }
    *group = std::move(sorted);
  }
  return dims;
}

DotOrders::DotOrders(const Graph& graph, const std::vector<NodeId>& nodes, NodeId dot, DotDims dims)
    : dims_(std::move(dims)) {
  const ValueId result = graph.nodes[dot].results[0];
  const TensorType& type = graph.type(result);
  dotDims_[result] = std::vector<int64_t>(type.rank());
  std::iota(dotDims_[result].begin(), dotDims_[result].end(), 0);
  orders_[result] = rowMajorStrides(type.dims);
  for (NodeId id : nodes) {
    const Node& node = graph.nodes[id];
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
    const ValueId next = node.results[0];
    for (ValueId operand : node.operands) {
      auto found = orders_.find(operand);
      if (found == orders_.end()) continue;
      Dims strides = found->second;
      auto dims = dotDims_.find(operand);
      if (node.kind == OpKind::kTranspose && dims != dotDims_.end()) {
        // dims->second[i]: which dimension of the dot is dimension i of the operand.
        std::vector<int64_t> permuted;
        for (int64_t d : node.attrs.getInts("dims")) permuted.push_back(dims->second[d]);
        Dims own = rowMajorStrides(graph.type(next).dims);
        for (size_t i = 0; i < permuted.size(); ++i) strides[permuted[i]] = own[i];
        dotDims_[next] = std::move(permuted);
      } else if (isElementwise(node) && dims != dotDims_.end()) {
        std::vector<int64_t> same = dims->second;
        dotDims_[next] = std::move(same);
      } else if (node.kind != OpKind::kReshape && !isElementwise(node) && !onlyAddsOnes(graph, node)) {
        continue;
      }
      orders_[next] = strides;
      break;
    }
  }
}

DotOrders::Order DotOrders::of(ValueId value) const {
  auto found = orders_.find(value);
  CHECK(found != orders_.end(), "value ", value.index, " does not follow from the dot");
  Order order;
  for (const auto& [group, out] : {std::pair(&dims_.batch, &order.batch), std::pair(&dims_.rows, &order.rows),
                                   std::pair(&dims_.columns, &order.columns)})
    *out = group->strided(group->result, found->second);
  return order;
}

}  // namespace partita
