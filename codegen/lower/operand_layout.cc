#include "codegen/lower/operand_layout.h"

#include <optional>

#include "graph/op.h"

namespace partita {
namespace {

// STRIDES of an array of shape FROM for the same elements in shape TO, where such strides exist.
std::optional<Dims> reshapeStrides(const Dims& from, const Dims& strides, const Dims& to) {
  // Runs of dimensions of FROM whose strides compose, outermost first; TO must split each of them exactly.
  struct Run {
    int64_t size, stride;
  };
  std::vector<Run> runs;
  for (size_t i = 0; i < from.size(); ++i) {
    if (from[i] == 1) continue;
    if (!runs.empty() && runs.back().stride == strides[i] * from[i]) {
      runs.back() = {runs.back().size * from[i], strides[i]};
    } else {
      runs.push_back({from[i], strides[i]});
    }
  }
  Dims result(to.size(), 0);
  size_t dim = to.size();
  for (size_t r = runs.size(); r-- > 0;) {
    int64_t covered = 1;
    while (covered < runs[r].size) {
      if (dim == 0) return std::nullopt;
      --dim;
      if (to[dim] == 1) continue;
      result[dim] = runs[r].stride * covered;
      covered *= to[dim];
    }
    if (covered != runs[r].size) return std::nullopt;
  }
  return result;
}

OperandLayout rowMajor(const Graph& graph, ValueId value, bool stored) {
  OperandLayout layout;
  layout.leaf = value;
  layout.strides = rowMajorStrides(graph.type(value).dims);
  layout.stored = stored;
  return layout;
}

}  // namespace

OperandLayout operandLayout(const Graph& graph, const ElementLowering& elements, ValueId value) {
  if (elements.isBound(value)) return rowMajor(graph, value, true);
  NodeId id = graph.values[value].producer;
  if (!id.valid()) return rowMajor(graph, value, false);
  const Node& node = graph.nodes[id];
  const Dims& dims = graph.type(value).dims;
  auto operand = [&] { return operandLayout(graph, elements, node.operands[0]); };
  switch (node.kind) {
    case OpKind::kOptimizationBarrier:
      return operandLayout(graph, elements, node.operands[graph.values[value].index]);
    case OpKind::kTranspose: {
      OperandLayout from = operand(), to = from;
      absl::Span<const int64_t> permutation = node.attrs.getInts("dims");
      to.strides.clear();
      for (int64_t d : permutation) to.strides.push_back(from.strides[d]);
      return to;
    }
    case OpKind::kReshape: {
      OperandLayout from = operand();
      if (graph.type(value).elements() == 0) return rowMajor(graph, value, false);
      std::optional<Dims> strides = reshapeStrides(graph.type(node.operands[0]).dims, from.strides, dims);
      if (!strides) return rowMajor(graph, value, false);
      from.strides = *strides;
      return from;
    }
    case OpKind::kBroadcastInDim: {
      OperandLayout from = operand(), to = from;
      absl::Span<const int64_t> placed = node.attrs.getInts("dims");
      const Dims& fromDims = graph.type(node.operands[0]).dims;
      to.strides.assign(dims.size(), 0);
      for (size_t i = 0; i < placed.size(); ++i) {
        if (fromDims[i] == dims[placed[i]]) to.strides[placed[i]] = from.strides[i];
      }
      return to;
    }
    case OpKind::kSlice: {
      OperandLayout layout = operand();
      absl::Span<const int64_t> start = node.attrs.getInts("start"), step = node.attrs.getInts("strides");
      for (size_t i = 0; i < dims.size(); ++i) {
        layout.offset += start[i] * layout.strides[i];
        layout.strides[i] *= step[i];
      }
      return layout;
    }
    default:
      break;
  }
  if (!isElementwise(node) || node.operands.empty()) return rowMajor(graph, value, false);
  // The operand that reads most: of equal shape all are, so the one whose leaf is largest.
  OperandLayout best;
  int64_t most = -1;
  for (ValueId candidate : node.operands) {
    if (graph.type(candidate).dims != dims) continue;
    OperandLayout layout = operandLayout(graph, elements, candidate);
    if (!elements.isBound(layout.leaf)) continue;
    int64_t size = graph.type(layout.leaf).elements();
    if (size > most) {
      most = size;
      best = layout;
    }
  }
  if (most < 0) return rowMajor(graph, value, false);
  best.stored = false;
  return best;
}

}  // namespace partita
