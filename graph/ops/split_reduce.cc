#include "graph/ops/split_reduce.h"

#include <algorithm>
#include <cstring>

#include "base/check.h"
#include "graph/constants.h"
#include "graph/ops/node_builder.h"
#include "graph/ops/scalar.h"

namespace partita {
bool reducesInParts(const Graph& graph, NodeId id) {
  const Node& node = graph.nodes[id];
  if (node.kind != OpKind::kReduce) return false;
  const size_t inputs = node.results.size();
  if (inputs == 1 && reductionOf(graph, node.regions[0])) return false;
  const std::optional<ScalarProgram> body = ScalarProgram::make(graph, node.regions[0]);
  if (!body) return false;
  std::vector<Tensor> inits;
  std::vector<Scalar> twice, out(inputs);
  for (size_t i = 0; i < inputs; ++i) {
    const Literal* init = constantOf(graph, node.operands[inputs + i]);
    const TensorType& type = graph.type(node.operands[inputs + i]);
    // A body in wider types than its operands has no results that it could be given again.
    if (init == nullptr || graph.type(node.results[i]).dtype != type.dtype) return false;
    inits.push_back(Tensor::fromLiteral(*init));
    twice.push_back(loadScalar(type.dtype, inits[i].data()));
  }
  twice.insert(twice.end(), twice.begin(), twice.begin() + static_cast<std::ptrdiff_t>(inputs));
  body->run(twice.data(), out.data());
  for (size_t i = 0; i < inputs; ++i) {
    const Tensor again = storeAll(inits[i].type(), {out[i]});
    if (std::memcmp(again.data(), inits[i].data(), again.bytes()) != 0) return false;
  }
  return true;
}

bool rounds(const Graph& graph, NodeId id) {
  const Node& node = graph.nodes[id];
  for (const RegionId region : node.regions) {
    for (const NodeId inner : graph.regions[region].nodes) {
      const Node& op = graph.nodes[inner];
      if ((isFloat(graph.type(op.results[0]).dtype) || isComplex(graph.type(op.results[0]).dtype)) &&
          op.kind != OpKind::kSelect && op.kind != OpKind::kMaximum && op.kind != OpKind::kMinimum &&
          op.kind != OpKind::kConstant)
        return true;
    }
  }
  return false;
}

ReduceParts reduceInParts(Graph& graph, NodeId id, const std::vector<int64_t>& pieces) {
  const size_t count = graph.nodes[id].results.size();
  const IntsAttr reduced = [&] {
    const auto dims = graph.nodes[id].attrs.getInts("dims");
    return IntsAttr(dims.begin(), dims.end());
  }();
  const Dims whole = graph.type(graph.nodes[id].operands[0]).dims;
  Dims split, left;        // of the inputs reshaped, of the partial results
  IntsAttr first, second;  // dimensions that each step reduces
  for (size_t d = 0; d < whole.size(); ++d) {
    const bool reduces = std::find(reduced.begin(), reduced.end(), static_cast<int64_t>(d)) != reduced.end();
    CHECK(whole[d] % pieces[d] == 0 && (pieces[d] == 1 || reduces), "pieces");
    if (pieces[d] > 1) {
      second.push_back(static_cast<int64_t>(left.size()));
      split.push_back(pieces[d]);
      left.push_back(pieces[d]);
    }
    if (reduces) first.push_back(static_cast<int64_t>(split.size()));
    split.push_back(whole[d] / pieces[d]);
    if (!reduces) left.push_back(whole[d]);
  }
  ReduceParts out;
  NodeBuilder builder = NodeBuilder::before(graph, id);
  const std::vector<ValueId> operands = graph.nodes[id].operands;
  std::vector<TensorType> types;
  for (size_t i = 0; i < count; ++i) {
    out.inputs.push_back(builder.reshape(operands[i], split));
    types.emplace_back(graph.type(operands[i]).dtype, left);
  }
  std::vector<ValueId> from = out.inputs;
  from.insert(from.end(), operands.begin() + static_cast<std::ptrdiff_t>(count), operands.end());
  AttrDict attrs = graph.nodes[id].attrs;
  attrs.set("dims", std::move(first));
  const NodeId parts = builder.nodes(OpKind::kReduce, std::move(from), std::move(types), std::move(attrs));
  IdVector<ValueId, ValueId> map;
  copyRegion(graph, graph.nodes[id].regions[0], graph, parts, map);
  out.partials = graph.nodes[parts].results;
  std::copy(out.partials.begin(), out.partials.end(), graph.nodes[id].operands.begin());
  graph.nodes[id].attrs.set("dims", std::move(second));
  return out;
}

}  // namespace partita
