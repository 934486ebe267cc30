#include <algorithm>
#include <cstring>

#include "graph/ops/evaluation.h"
#include "graph/ops/rules.h"
#include "graph/ops/strided.h"

namespace partita {
namespace {

template <int kSize>
void copyElements(const Tensor& from, int64_t base, absl::Span<const int64_t> strides, Tensor& out) {
  const std::byte* source = from.data();
  std::byte* target = out.mutableData();
  const Dims outStrides = rowMajorStrides(out.type().dims);
  forEachOffset(out.type().dims, base, strides, 0, outStrides,
                [&](int64_t a, int64_t b) { std::memcpy(target + b * kSize, source + a * kSize, kSize); });
}

// out[index] = from[base + index · strides], in elements.
Tensor copyStrided(const Tensor& from, int64_t base, absl::Span<const int64_t> strides, const TensorType& type) {
  Tensor out(type);
  switch (dtypeBytes(type.dtype)) {
    case 1:
      copyElements<1>(from, base, strides, out);
      break;
    case 2:
      copyElements<2>(from, base, strides, out);
      break;
    case 4:
      copyElements<4>(from, base, strides, out);
      break;
    case 8:
      copyElements<8>(from, base, strides, out);
      break;
    case 16:
      copyElements<16>(from, base, strides, out);
      break;
    default:
      break;  // tokens have no bytes
  }
  return out;
}

// Start of a dynamic slice of SIZES in DIMS: clamped so that all of it lies inside.
std::vector<Range> clampedBox(EvalOperands starts, absl::Span<const int64_t> sizes, absl::Span<const int64_t> dims) {
  std::vector<Range> box;
  for (size_t d = 0; d < dims.size(); ++d) {
    int64_t start = starts[d].asInt(0);
    // A huge unsigned start is no negative one.
    if (starts[d].type().dtype == DType::kUI64 && start < 0) start = dims[d];
    start = std::clamp<int64_t>(start, 0, dims[d] - sizes[d]);
    box.push_back({start, start + sizes[d]});
  }
  return box;
}

}  // namespace

EvalResult evaluateBroadcastInDim(EvalContext&, const Graph& graph, const Node& node, EvalOperands operands) {
  const TensorType& type = graph.type(node.results[0]);
  absl::Span<const int64_t> dims = node.attrs.getInts("dims");
  const Dims operandStrides = rowMajorStrides(operands[0].type().dims);
  Dims strides(type.dims.size(), 0);
  for (size_t d = 0; d < dims.size(); ++d) {
    if (operands[0].type().dims[d] != 1) strides[dims[d]] = operandStrides[d];
  }
  return std::vector<Tensor>{copyStrided(operands[0], 0, strides, type)};
}

EvalResult evaluateConcatenate(EvalContext&, const Graph& graph, const Node& node, EvalOperands operands) {
  Tensor out(graph.type(node.results[0]));
  const int64_t dim = node.attrs.getInt("dim");
  std::vector<Range> box;
  for (int64_t size : out.type().dims) box.push_back({0, size});
  box[dim].end = 0;
  for (const Tensor& operand : operands) {
    box[dim] = {box[dim].end, box[dim].end + operand.type().dims[dim]};
    out.assignSlice(box, operand);
  }
  return std::vector<Tensor>{std::move(out)};
}

EvalResult evaluateConstant(EvalContext&, const Graph&, const Node& node, EvalOperands) {
  return std::vector<Tensor>{Tensor::fromLiteral(node.attrs.getLiteral("value"))};
}

EvalResult evaluateDynamicSlice(EvalContext&, const Graph&, const Node& node, EvalOperands operands) {
  return std::vector<Tensor>{
      operands[0].slice(clampedBox(operands.subspan(1), node.attrs.getInts("sizes"), operands[0].type().dims))};
}

EvalResult evaluateDynamicUpdateSlice(EvalContext&, const Graph&, const Node&, EvalOperands operands) {
  Tensor out = operands[0];
  out.assignSlice(clampedBox(operands.subspan(2), operands[1].type().dims, out.type().dims), operands[1]);
  return std::vector<Tensor>{std::move(out)};
}

EvalResult evaluateIota(EvalContext&, const Graph& graph, const Node& node, EvalOperands) {
  Tensor out(graph.type(node.results[0]));
  const int64_t dim = node.attrs.getInt("dim");
  const int64_t stride = rowMajorStrides(out.type().dims)[dim], size = out.type().dims[dim];
  const bool integral = isInteger(out.type().dtype);
  for (int64_t i = 0; i < out.elements(); ++i) {
    const int64_t value = i / stride % size;
    if (integral) {
      out.setInt(i, value);
    } else {
      out.set(i, static_cast<double>(value));
    }
  }
  return std::vector<Tensor>{std::move(out)};
}

EvalResult evaluatePad(EvalContext&, const Graph& graph, const Node& node, EvalOperands operands) {
  const TensorType& from = operands[0].type();
  const TensorType& type = graph.type(node.results[0]);
  absl::Span<const int64_t> low = node.attrs.getInts("low"), interior = node.attrs.getInts("interior");
  Tensor out = copyStrided(operands[1], 0, Dims(type.dims.size(), 0), type);
  if (from.elements() == 0) return std::vector<Tensor>{std::move(out)};
  const Dims strides = rowMajorStrides(type.dims);
  const int64_t size = dtypeBytes(type.dtype);
  std::byte* to = out.mutableData();
  Dims index(from.dims.size(), 0);
  int64_t flat = 0;
  do {
    int64_t at = 0;
    bool inside = true;
    for (size_t d = 0; d < index.size(); ++d) {
      const int64_t position = low[d] + index[d] * (interior[d] + 1);
      inside = inside && position >= 0 && position < type.dims[d];  // negative padding cuts
      at += position * strides[d];
    }
    if (inside) std::memcpy(to + at * size, operands[0].data() + flat * size, size);
    ++flat;
  } while (nextIndex(from.dims, absl::MakeSpan(index)));
  return std::vector<Tensor>{std::move(out)};
}

EvalResult evaluateReshape(EvalContext&, const Graph& graph, const Node& node, EvalOperands operands) {
  Tensor out(graph.type(node.results[0]));
  if (out.bytes() > 0) std::memcpy(out.mutableData(), operands[0].data(), out.bytes());
  return std::vector<Tensor>{std::move(out)};
}

EvalResult evaluateReverse(EvalContext&, const Graph& graph, const Node& node, EvalOperands operands) {
  const TensorType& type = graph.type(node.results[0]);
  Dims strides = rowMajorStrides(type.dims);
  int64_t base = 0;
  for (int64_t d : node.attrs.getInts("dims")) {
    base += (type.dims[d] - 1) * strides[d];
    strides[d] = -strides[d];
  }
  return std::vector<Tensor>{copyStrided(operands[0], base, strides, type)};
}

EvalResult evaluateSlice(EvalContext&, const Graph& graph, const Node& node, EvalOperands operands) {
  Dims strides = rowMajorStrides(operands[0].type().dims);
  const int64_t base = dot(node.attrs.getInts("start"), strides);
  for (size_t d = 0; d < strides.size(); ++d) strides[d] *= node.attrs.getInts("strides")[d];
  return std::vector<Tensor>{copyStrided(operands[0], base, strides, graph.type(node.results[0]))};
}

EvalResult evaluateTranspose(EvalContext&, const Graph& graph, const Node& node, EvalOperands operands) {
  const Dims operandStrides = rowMajorStrides(operands[0].type().dims);
  Dims strides;
  for (int64_t d : node.attrs.getInts("dims")) strides.push_back(operandStrides[d]);
  return std::vector<Tensor>{copyStrided(operands[0], 0, strides, graph.type(node.results[0]))};
}

}  // namespace partita
