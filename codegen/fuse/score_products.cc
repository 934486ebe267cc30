#include "codegen/fuse/score_products.h"

#include <algorithm>
#include <numeric>

#include "graph/op.h"

namespace partita {

namespace {

bool computesInFloat(const Graph& graph, const Node& dot) {
  return std::all_of(dot.operands.begin(), dot.operands.end(), [&](ValueId v) {
    const DType dtype = graph.type(v).dtype;
    return dtype == DType::kF32 || dtype == DType::kF64 || dtype == DType::kBF16 || dtype == DType::kF16;
  });
}

}  // namespace

OperandArray operandArray(const Graph& graph, const RegionAccess& access, const Node& dot, size_t operand) {
  OperandArray out;
  out.chain = {dot.operands[operand]};
  std::vector<int64_t> dims(static_cast<size_t>(graph.type(out.chain[0]).rank()));  // of the array, by the operand's
  std::iota(dims.begin(), dims.end(), 0);
  while (!access.isRoot(out.chain.back())) {
    const Node& node = graph.nodes[graph.values[out.chain.back()].producer];
    if (node.kind == OpKind::kTranspose) {
      const auto permutation = node.attrs.getInts("dims");
      for (int64_t& d : dims) d = permutation[static_cast<size_t>(d)];
    } else if (node.kind != OpKind::kConvert) {
      break;
    }
    out.chain.push_back(node.operands[0]);
  }
  out.array = out.chain.back();
  out.followed.side = operand == 0 ? FollowedArray::Side::kLhs : FollowedArray::Side::kRhs;
  const Dims strides = rowMajorStrides(graph.type(out.array).dims);
  for (int64_t d : dims) out.followed.strides.push_back(strides[static_cast<size_t>(d)]);
  return out;
}

std::optional<OperandArray> operandThatIs(const Graph& graph, const RegionAccess& access, const Node& dot,
                                          ValueId array) {
  for (size_t i = 0; i < dot.operands.size(); ++i) {
    OperandArray found = operandArray(graph, access, dot, i);
    if (found.array == array) return found;
  }
  return std::nullopt;
}

FollowedArray resultArray(const Graph& graph, const FusionGroup& product, ValueId array) {
  return {FollowedArray::Side::kResult, DotOrders(graph, product.nodes, product.hero).strides(array)};
}

std::optional<ScoreSpace> scoresMadeBy(const Graph& graph, const FusionGroup& product, ValueId array, int64_t columns) {
  if (product.kind != GroupKind::kContraction || !computesInFloat(graph, graph.nodes[product.hero]))
    return std::nullopt;
  const DotDims dims = inOrderOf(dotDims(graph, graph.nodes[product.hero]), resultArray(graph, product, array));
  const DotOrders::Order made = DotOrders(graph, product.nodes, product.hero, dims).of(array);
  const bool swapped = made.rows.innerStride() == 1;
  const StridedDims &across = swapped ? made.rows : made.columns, &down = swapped ? made.columns : made.rows;
  const ScoreSpace space{dims.batch.extent(), (swapped ? dims.columns : dims.rows).extent(), columns};
  if ((swapped ? dims.rows : dims.columns).extent() != columns || !across.is(1) || !down.is(columns) ||
      !made.batch.is(columns * space.rows))
    return std::nullopt;
  return space;
}

std::optional<Contracts> contracts(const Graph& graph, const RegionAccess& access, const FusionGroup& product,
                                   ValueId array, const ScoreSpace& space) {
  if (product.kind != GroupKind::kContraction ||
      graph.type(array).elements() != space.batch * space.rows * space.columns)
    return std::nullopt;
  const Node& dot = graph.nodes[product.hero];
  const std::optional<OperandArray> operand = operandThatIs(graph, access, dot, array);
  if (!operand || !computesInFloat(graph, dot)) return std::nullopt;
  const bool isLhs = operand->followed.side == FollowedArray::Side::kLhs;
  const std::vector<ValueId>& chain = operand->chain;
  for (NodeId n : product.nodes) {
    const Node& node = graph.nodes[n];
    for (size_t i = 0; i < node.operands.size(); ++i) {
      const auto at = std::find(chain.begin(), chain.end(), node.operands[i]);
      if (at == chain.end()) continue;
      const bool isNext = at != chain.begin() && graph.values[*(at - 1)].producer == n;
      if (!isNext && !(n == product.hero && i == (isLhs ? 0 : 1) && at == chain.begin())) return std::nullopt;
    }
  }
  const Dims& strides = operand->followed.strides;
  const DotDims dims = inOrderOf(dotDims(graph, dot), operand->followed);
  const DimGroup& own = isLhs ? dims.rows : dims.columns;
  auto lies = [&](const DimGroup& group) { return group.strided(isLhs ? group.lhs : group.rhs, strides); };
  if (dims.batch.extent() != space.batch || !lies(dims.batch).is(space.rows * space.columns)) return std::nullopt;
  const DotOrders::Order order = DotOrders(graph, product.nodes, product.hero, dims).of(product.outputs[0]);
  if ((order.rows.innerStride() == 1) == isLhs) return std::nullopt;
  if (dims.contracted.extent() == space.columns && lies(dims.contracted).is(1) && own.extent() == space.rows &&
      lies(own).is(space.columns))
    return Contracts::kColumns;
  if (dims.contracted.extent() == space.rows && lies(dims.contracted).is(space.columns) &&
      own.extent() == space.columns && lies(own).is(1))
    return Contracts::kRows;
  return std::nullopt;
}

bool readAtItsPlace(const RegionAccess& access, const std::vector<NodeId>& nodes, ValueId value) {
  return std::all_of(nodes.begin(), nodes.end(), [&](NodeId node) {
    const auto& uses = access[node].uses;
    return std::all_of(uses.begin(), uses.end(),
                       [&](const RootUse& use) { return use.root != value || (use.aligned && use.factor == 1); });
  });
}

}  // namespace partita
