// Discrete Fourier transforms over the last one to three dimensions.
#include <cmath>
#include <numbers>

#include "base/number_parts.h"
#include "graph/ops/complex_values.h"
#include "graph/ops/evaluation.h"
#include "graph/ops/factors.h"
#include "graph/ops/library_node.h"
#include "graph/ops/rules.h"

namespace partita {
namespace {

using Types = std::vector<TensorType>;

// The numbers that the library knows the types by: their order.
constexpr std::string_view kTypes[] = {"FFT", "IFFT", "RFFT", "IRFFT"};
constexpr int64_t kForward = 0, kInverse = 1, kRealToComplex = 2, kComplexToReal = 3;

int64_t typeNumber(const Node& node) {
  return std::find(std::begin(kTypes), std::end(kTypes), node.attrs.getKeyword("type")) - std::begin(kTypes);
}

int64_t halfOf(int64_t size) { return size == 0 ? 0 : size / 2 + 1; }

StatusOr<Types> inferFft(const Graph& graph, const Node& node) {
  const TensorType& operand = operandType(graph, node, 0);
  const absl::Span<const int64_t> length = node.attrs.getInts("length");
  const int64_t type = typeNumber(node);
  if (type == std::end(kTypes) - std::begin(kTypes))
    return violation(graph, node, "i2", "fft_type is ", node.attrs.getKeyword("type"),
                     ", expected FFT, IFFT, RFFT or IRFFT");
  if (static_cast<int>(length.size()) > operand.rank())
    return violation(graph, node, "c1", length.size(), " lengths of ", operand.toString());
  const bool real = type == kRealToComplex;
  if (real ? operand.dtype != DType::kF32 && operand.dtype != DType::kF64 : !isComplex(operand.dtype))
    return violation(graph, node, "c2", kTypes[type], " of ", operand.toString(), ": ",
                     real ? "it is of f32 or f64" : "it is of complex numbers");
  if (length.empty() || length.size() > 3)
    return violation(graph, node, "c3", length.size(), " lengths, expected 1 to 3");
  TensorType result = operand;
  const size_t first = operand.dims.size() - length.size();
  if (type == kComplexToReal) {
    result.dtype = partOf(operand.dtype);
    if (length.back() < 0) return violation(graph, node, "c4", "a length of ", length.back());
    result.dims.back() = length.back();
  }
  const TensorType& realType = type == kComplexToReal ? result : operand;
  if (real || type == kComplexToReal) {
    for (size_t d = 0; d < length.size(); ++d) {
      if (realType.dims[first + d] != length[d])
        return violation(graph, node, "c4", "the real ", realType.toString(), " does not have the lengths ",
                         dimsToString(length));
    }
  }
  if (real) {
    result.dtype = complexOf(operand.dtype);
    result.dims.back() = halfOf(operand.dims.back());
  }
  if (type == kComplexToReal && operand.dims.back() != halfOf(result.dims.back()))
    return violation(graph, node, "c5", "the last dimension of ", operand.toString(), " is not ",
                     halfOf(result.dims.back()), ", half of ", result.dims.back(), " and one");
  return Types{result};
}

OpShardingRule fftSharding(const Graph& graph, const Node& node) {
  const TensorType& operand = operandType(graph, node, 0);
  return batchSharding(graph, node, operand.rank() - static_cast<int>(node.attrs.getInts("length").size()));
}

OpCost fftCost(const Graph& graph, const Node& node) {
  OpCost cost = movementCost(graph, node);
  const TensorType &operand = operandType(graph, node, 0), &result = graph.type(node.results[0]);
  const double elements = static_cast<double>(std::max(operand.elements(), result.elements()));
  for (size_t d = operand.dims.size() - node.attrs.getInts("length").size(); d < operand.dims.size(); ++d)
    cost.flops += 5 * elements * std::log2(std::max<double>(2, static_cast<double>(operand.dims[d])));
  return cost;
}

using Line = std::vector<WideComplex>;

// By halves as long as there are halves; the rest by the definition. SIGN: -1 forward, 1 back (without the factor).
Line transformed(const Line& x, int sign) {
  const size_t n = x.size();
  const auto root = [&](size_t power, size_t of) {
    const long double angle = sign * 2 * std::numbers::pi_v<long double> * static_cast<long double>(power % of) /
                              static_cast<long double>(of);
    return WideComplex(std::cos(angle), std::sin(angle));
  };
  Line out(n);
  if (n % 2 == 0 && n > 0) {
    Line even, odd;
    for (size_t i = 0; i < n; i += 2) {
      even.push_back(x[i]);
      odd.push_back(x[i + 1]);
    }
    even = transformed(even, sign);
    odd = transformed(odd, sign);
    for (size_t k = 0; k < n / 2; ++k) {
      const WideComplex turned = root(k, n) * odd[k];
      out[k] = even[k] + turned;
      out[k + n / 2] = even[k] - turned;
    }
    return out;
  }
  std::vector<WideComplex> roots;
  for (size_t j = 0; j < n; ++j) roots.push_back(root(j, n));
  for (size_t k = 0; k < n; ++k) {
    for (size_t j = 0; j < n; ++j) out[k] += roots[j * k % n] * x[j];
  }
  return out;
}

// One dimension.
Tensor transformedAlong(const Tensor& in, size_t dim, int64_t type, TensorType resultType) {
  Tensor out(std::move(resultType));
  const int64_t from = in.type().dims[dim], to = out.type().dims[dim];
  const int64_t inner = elementCount(absl::MakeConstSpan(in.type().dims).subspan(dim + 1));
  const int64_t outer = elementCount(absl::MakeConstSpan(in.type().dims).first(dim));
  const int64_t n = type == kComplexToReal ? to : from;
  const bool back = type == kInverse || type == kComplexToReal;
  for (int64_t o = 0; o < outer; ++o) {
    for (int64_t i = 0; i < inner; ++i) {
      const auto at = [&](int64_t k, int64_t size) { return (o * size + k) * inner + i; };
      Line line(static_cast<size_t>(n));
      for (int64_t k = 0; k < from; ++k) {
        const WideComplex x = wideAt(in, at(k, from));
        line[static_cast<size_t>(k)] = x;
        if (type != kComplexToReal) continue;
        // What is not there is the conjugate of its mirror image, and what is its own mirror image is real.
        const int64_t mirror = (n - k) % n;
        if (mirror == k) line[static_cast<size_t>(k)] = x.real();
        if (mirror != k) line[static_cast<size_t>(mirror)] = std::conj(x);
      }
      const Line result = transformed(line, back ? 1 : -1);
      for (int64_t k = 0; k < to; ++k)
        setWide(out, at(k, to),
                back ? result[static_cast<size_t>(k)] / static_cast<long double>(n) : result[static_cast<size_t>(k)]);
    }
  }
  return out;
}

// The transform of each dimension in turn. The real one is the last dimension's: first of RFFT, last of IRFFT.
struct Step {
  size_t dim;
  int64_t type;
  TensorType result;
};
std::vector<Step> stepsOf(const Graph& graph, const Node& node) {
  const int64_t type = typeNumber(node);
  const TensorType &operand = operandType(graph, node, 0), &result = graph.type(node.results[0]);
  std::vector<Step> steps;
  const size_t last = operand.dims.size() - 1;
  const TensorType between = type == kRealToComplex ? result : operand;
  for (size_t i = 0; i < node.attrs.getInts("length").size(); ++i)
    steps.push_back({last - i, i > 0 && type == kRealToComplex ? kForward : type, between});
  if (type == kInverse || type == kComplexToReal) std::reverse(steps.begin(), steps.end());
  if (type == kComplexToReal) {
    for (Step& step : steps) step.type = kInverse;
    steps.back() = {last, kComplexToReal, result};
  }
  return steps;
}

EvalResult evaluateFft(EvalContext&, const Graph& graph, const Node& node, EvalOperands operands) {
  Tensor value = operands[0];
  for (const Step& step : stepsOf(graph, node)) value = transformedAlong(value, step.dim, step.type, step.result);
  return std::vector<Tensor>{std::move(value)};
}

StatusOr<std::vector<ValueId>> expandFft(NodeBuilder& build, const Node& node) {
  ValueId value = node.operands[0];
  for (const Step& step : stepsOf(build.graph(), node)) {
    LibraryCall call;
    call.function = std::string(kFftFunction);
    call.operands = {build.typeOf(value)};
    call.results = {step.result};
    call.attributes = {{"type", step.type}, {"dimension", static_cast<int64_t>(step.dim)}};
    value = buildLibraryCall(build, call, {value})[0];
  }
  return std::vector<ValueId>{value};
}

}  // namespace

OpDef defineFft() {
  return {.kind = OpKind::kFft,
          .form = TextForm::kDims,
          .minOperands = 1,
          .maxOperands = 1,
          .attrs = {{"type", AttrKind::kKeyword, true, "fft_type"}, {"length", AttrKind::kInts, true, "fft_length"}},
          .lowering = LoweringClass::kExpanded,
          .accepts = kFloats | kComplexes,
          .results = {"c2", "c5"},
          .infer = inferFft,
          .sharding = fftSharding,
          .cost = fftCost,
          .evaluate = evaluateFft,
          .expand = expandFft};
}

}  // namespace partita
