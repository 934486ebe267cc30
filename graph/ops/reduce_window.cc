// Elements combined over windows that slide along dimensions.
#include "graph/ops/factors.h"
#include "graph/ops/reducer.h"
#include "graph/ops/shard_builder.h"
#include "graph/ops/strided.h"

namespace partita {
namespace {

using Types = std::vector<TensorType>;

StatusOr<Types> inferReduceWindow(const Graph& graph, const Node& node) {
  RETURN_IF_ERROR(checkInputsAndInits(graph, node, "c1", "c2", "c3"));
  Types inputs = operandTypes(graph, node, 0, node.operands.size() / 2);
  size_t rank = inputs[0].dims.size();
  const AttrDict& attrs = node.attrs;
  Dims ones(rank, 1), zeros(2 * rank, 0);
  auto orDefault = [&](std::string_view name, const Dims& fallback) {
    return attrs.has(name) ? attrs.getInts(name) : absl::MakeConstSpan(fallback);
  };
  absl::Span<const int64_t> window = attrs.getInts("window_dimensions"), strides = orDefault("window_strides", ones),
                            base = orDefault("base_dilations", ones), dilation = orDefault("window_dilations", ones),
                            padding = orDefault("padding", zeros);
  struct Check {
    std::string_view name, sizeLabel, signLabel;
    absl::Span<const int64_t> values;
  };
  for (const Check& check :
       {Check{"window dimensions", "c4", "c5", window}, Check{"window strides", "c6", "c7", strides},
        Check{"base dilations", "c8", "c9", base}, Check{"window dilations", "c10", "c11", dilation}}) {
    if (check.values.size() != rank) {
      return violation(graph, node, check.sizeLabel, check.name, " ", dimsToString(check.values), " for ",
                       inputs[0].toString());
    }
    for (int64_t value : check.values) {
      if (value <= 0) {
        return violation(graph, node, check.signLabel, check.name, " ", dimsToString(check.values),
                         " must be positive");
      }
    }
  }
  if (padding.size() != 2 * rank) {
    return violation(graph, node, "c12", "padding ", dimsToString(padding),
                     " must have two numbers for each dimension of ", inputs[0].toString());
  }
  ASSIGN_OR_RETURN(std::vector<DType> dtypes, checkReducer(graph, node, "c13", node.regions[0], inputs));
  Dims dims;
  for (size_t d = 0; d < rank; ++d) {
    int64_t size = inputs[0].dims[d];
    const __int128 padded = static_cast<__int128>(padding[2 * d]) +
                            (size == 0 ? 0 : static_cast<__int128>(size - 1) * base[d] + 1) + padding[2 * d + 1];
    const __int128 dilated = static_cast<__int128>(window[d] - 1) * dilation[d] + 1;
    ASSIGN_OR_RETURN(dims.emplace_back(),
                     checkSize(graph, node, "c15", strCat("dimension ", d, " of the result"),
                               padded <= 0 || dilated > padded ? 0 : (padded - dilated) / strides[d] + 1));
  }
  Types results;
  for (DType dtype : dtypes) results.emplace_back(dtype, dims);
  return results;
}

// One dimension of the window.
struct Window {
  int64_t size = 1, stride = 1, base = 1, dilation = 1, low = 0, high = 0;
  bool touches() const { return size != 1 || stride != 1 || base != 1 || low != 0 || high != 0; }
};
Window windowAt(const Node& node, int dim) {
  auto at = [&](std::string_view name, int64_t index, int64_t fallback) {
    const auto values = node.attrs.getInts(name);
    return values.empty() ? fallback : values[index];
  };
  return {at("window_dimensions", dim, 1), at("window_strides", dim, 1), at("base_dilations", dim, 1),
          at("window_dilations", dim, 1),  at("padding", 2 * dim, 0),    at("padding", 2 * dim + 1, 0)};
}

// A running sum: along DIM each window reaches from the first element (BACKWARD: to the last one), and nothing else
// moves. Each result is one element more than the one before it.
struct Running {
  int dim = -1;
  bool backward = false;
};
Running runningSum(const Graph& graph, const Node& node) {
  Running found;
  const Dims& dims = operandType(graph, node, 0).dims;
  for (int d = 0; d < static_cast<int>(dims.size()); ++d) {
    const Window window = windowAt(node, d);
    if (!window.touches()) continue;
    const bool up = window.low == dims[d] - 1 && window.high == 0, down = window.low == 0 && window.high == dims[d] - 1;
    const bool whole = window.size == dims[d] && window.stride == 1 && window.base == 1 && window.dilation == 1;
    if (found.dim >= 0 || !whole || !(up || down)) return {};
    found = {d, !up};
  }
  return found;
}

OpCost reduceWindowCost(const Graph& graph, const Node& node) {
  const bool running = runningSum(graph, node).dim >= 0;
  const double window = productOf(node.attrs.getInts("window_dimensions"));
  return bodyCost(graph, node, (running ? 1 : window) * static_cast<double>(graph.type(node.results[0]).elements()));
}

OpShardingRule reduceWindowSharding(const Graph& graph, const Node& node) {
  OpShardingRule rule = emptyRule(graph, node);
  std::vector<size_t> inputs(node.results.size());
  for (size_t i = 0; i < inputs.size(); ++i) inputs[i] = i;
  const TensorType& operand = operandType(graph, node, 0);
  for (int d = 0; d < operand.rank(); ++d) {
    if (windowAt(node, d).touches()) {
      putPermutation(rule, inputs, std::vector<int64_t>(inputs.size(), operand.dims[d]), d,
                     graph.type(node.results[0]).dims[d]);
      continue;
    }
    const int f = addFactor(rule, operand.dims[d]);
    for (size_t i : inputs) put(rule.operands[i], d, f);
    for (TensorFactors& tensor : rule.results) put(tensor, d, f);
  }
  return rule;
}

Needed reduceWindowNeeded(const Graph& graph, const Node& node, int dim, Range result) {
  const Window window = windowAt(node, dim);
  if (result.size() == 0) return {};
  const int64_t first = result.begin * window.stride - window.low;
  const int64_t last = (result.end - 1) * window.stride - window.low + (window.size - 1) * window.dilation;
  return neededPlaces(operandType(graph, node, 0).dims[dim], window.base, {first, last + 1});
}

// The padding that a shard's windows reach into differs from shard to shard.
std::vector<ValueId> reduceWindowShard(ShardBuilder& build, const Node& node, std::vector<ValueId> operands) {
  Node own = node;
  IntsAttr padding;
  for (int d = 0; d < operandType(build.program(), node, 0).rank(); ++d) {
    const Window window = windowAt(node, d);
    const Needed* needed = build.fetched(d);
    padding.push_back(needed ? needed->before : window.low);
    padding.push_back(needed ? needed->after : window.high);
  }
  own.attrs.set("padding", std::move(padding));
  return build.same(own, std::move(operands));
}

// In the order of the elements: what is added comes behind the sum so far, or, backward, in front of it.
EvalResult evaluateRunning(EvalContext& context, const Graph& graph, const Node& node, EvalOperands operands,
                           const Running& running) {
  const size_t n = operands.size() / 2;
  const Combiner body(context, graph, node.regions[0]);
  const Dims& dims = operands[0].type().dims;
  const int64_t length = dims[running.dim], stride = rowMajorStrides(dims)[running.dim];
  const std::vector<std::vector<Scalar>> inputs = loadInputs(operands.subspan(0, n));
  std::vector<std::vector<Scalar>> columns = inputs;
  std::vector<Scalar> sum(n), own(n);
  for (int64_t row = 0; length > 0 && row < elementCount(dims) / length; ++row) {
    const int64_t first = row / stride * stride * length + row % stride;
    for (size_t i = 0; i < n; ++i) sum[i] = loadScalar(operands[n + i].type().dtype, operands[n + i].data());
    for (int64_t k = 0; k < length; ++k) {
      const int64_t at = first + (running.backward ? length - 1 - k : k) * stride;
      for (size_t i = 0; i < n; ++i) own[i] = inputs[i][at];
      if (running.backward) sum.swap(own);
      RETURN_IF_ERROR(body.combine(sum.data(), own.data()));
      for (size_t i = 0; i < n; ++i) columns[i][at] = sum[i];
    }
  }
  std::vector<Tensor> results;
  for (size_t i = 0; i < n; ++i) results.push_back(storeAll(graph.type(node.results[i]), columns[i]));
  return results;
}

EvalResult evaluateReduceWindow(EvalContext& context, const Graph& graph, const Node& node, EvalOperands operands) {
  // Backward sums are added up in another order then, so only where that saves much.
  constexpr int64_t kMuch = 1 << 20;
  if (const Running running = runningSum(graph, node); running.dim >= 0) {
    const TensorType& type = operands[0].type();
    if (!running.backward || type.elements() * type.dims[running.dim] > kMuch)
      return evaluateRunning(context, graph, node, operands, running);
  }
  const size_t n = operands.size() / 2;
  const Combiner body(context, graph, node.regions[0]);
  const TensorType& input = operands[0].type();
  const TensorType& result = graph.type(node.results[0]);
  const size_t rank = input.dims.size();
  const Dims ones(rank, 1), zeros(2 * rank, 0);
  auto orDefault = [&](std::string_view name, const Dims& fallback) {
    return node.attrs.has(name) ? node.attrs.getInts(name) : absl::MakeConstSpan(fallback);
  };
  absl::Span<const int64_t> window = node.attrs.getInts("window_dimensions"),
                            strides = orDefault("window_strides", ones), base = orDefault("base_dilations", ones),
                            dilation = orDefault("window_dilations", ones), padding = orDefault("padding", zeros);
  const std::vector<std::vector<Scalar>> inputs = loadInputs(operands.subspan(0, n));
  const Dims inputStrides = rowMajorStrides(input.dims);
  std::vector<std::vector<Scalar>> columns(n, std::vector<Scalar>(result.elements()));
  std::vector<Scalar> acc(n), values(n), inits(n);
  for (size_t i = 0; i < n; ++i) inits[i] = loadScalar(operands[n + i].type().dtype, operands[n + i].data());
  Dims index(rank, 0);
  for (int64_t e = 0; e < result.elements(); ++e) {
    acc = inits;
    Dims at(rank, 0);
    do {
      // Padding and the holes of a dilated base hold the initial value, which changes nothing.
      int64_t from = 0;
      bool inside = true;
      for (size_t d = 0; d < rank && inside; ++d) {
        const int64_t position = index[d] * strides[d] + at[d] * dilation[d] - padding[2 * d];
        inside = position >= 0 && position % base[d] == 0 && position / base[d] < input.dims[d];
        from += position / base[d] * inputStrides[d];
      }
      if (!inside) continue;
      for (size_t i = 0; i < n; ++i) values[i] = inputs[i][from];
      RETURN_IF_ERROR(body.combine(acc.data(), values.data()));
    } while (nextIndex(window, absl::MakeSpan(at)));
    for (size_t i = 0; i < n; ++i) columns[i][e] = acc[i];
    nextIndex(result.dims, absl::MakeSpan(index));
  }
  std::vector<Tensor> results;
  for (size_t i = 0; i < n; ++i) results.push_back(storeAll(graph.type(node.results[i]), columns[i]));
  return results;
}

}  // namespace

OpDef defineReduceWindow() {
  return {.kind = OpKind::kReduceWindow,
          .form = TextForm::kGeneric,
          .minOperands = 0,
          .maxOperands = -1,
          .regions = 1,
          .regionRole = RegionRole::kElements,
          .attrs = {{"window_dimensions", AttrKind::kInts},
                    {"window_strides", AttrKind::kInts, false},
                    {"base_dilations", AttrKind::kInts, false},
                    {"window_dilations", AttrKind::kInts, false},
                    {"padding", AttrKind::kInts, false}},
          .lowering = LoweringClass::kWindow,
          .accepts = kAny,
          .results = {"c16", "c15", "c1"},
          .infer = inferReduceWindow,
          .sharding = reduceWindowSharding,
          .shard = reduceWindowShard,
          .needed = reduceWindowNeeded,
          .shardAttrs = {"padding"},
          .cost = reduceWindowCost,
          .evaluate = evaluateReduceWindow};
}

}  // namespace partita
