// Products summed over windows that slide along spatial dimensions, and over features.
#include "graph/ops/evaluation.h"
#include "graph/ops/factors.h"
#include "graph/ops/products.h"
#include "graph/ops/rules.h"
#include "graph/ops/shard_builder.h"
#include "graph/ops/strided.h"

namespace partita {
namespace {

using Types = std::vector<TensorType>;

// One spatial dimension. Window element w of place p reads element (p·stride + w·dilation - low) / base of the input,
// zero where there is none; a reversed window counts from its end.
struct Spatial {
  int64_t input = 0, kernel = 0, output = 0;  // where it is in each tensor
  int64_t window = 1, stride = 1, base = 1, dilation = 1, low = 0, high = 0;
  bool reversed = false;
  bool touches() const { return window != 1 || stride != 1 || base != 1 || low != 0 || high != 0; }
};

// What the attributes say. The shape rule has passed.
struct Convolution {
  int64_t inputBatch, inputFeature, kernelInput, kernelOutput, outputBatch, outputFeature;
  int64_t featureGroups, batchGroups;
  std::vector<Spatial> spatial;
};

Convolution convolutionOf(const Graph& graph, const Node& node) {
  const AttrDict& attrs = node.attrs;
  Convolution out{.inputBatch = attrs.getInt("input_batch_dimension"),
                  .inputFeature = attrs.getInt("input_feature_dimension"),
                  .kernelInput = attrs.getInt("kernel_input_feature_dimension"),
                  .kernelOutput = attrs.getInt("kernel_output_feature_dimension"),
                  .outputBatch = attrs.getInt("output_batch_dimension"),
                  .outputFeature = attrs.getInt("output_feature_dimension"),
                  .featureGroups = attrs.getInt("feature_group_count"),
                  .batchGroups = attrs.getInt("batch_group_count"),
                  .spatial = {}};
  const auto input = attrs.getInts("input_spatial_dimensions"), kernel = attrs.getInts("kernel_spatial_dimensions"),
             output = attrs.getInts("output_spatial_dimensions");
  auto at = [&](std::string_view name, size_t index, int64_t fallback) {
    const auto values = attrs.getInts(name);
    return values.empty() ? fallback : values[index];
  };
  for (size_t d = 0; d < input.size(); ++d) {
    out.spatial.push_back({.input = input[d],
                           .kernel = kernel[d],
                           .output = output[d],
                           .window = operandType(graph, node, 1).dims[kernel[d]],
                           .stride = at("window_strides", d, 1),
                           .base = at("lhs_dilation", d, 1),
                           .dilation = at("rhs_dilation", d, 1),
                           .low = at("padding", 2 * d, 0),
                           .high = at("padding", 2 * d + 1, 0),
                           .reversed = at("window_reversal", d, 0) != 0});
  }
  return out;
}

// The numbers of one tensor's dimensions: SIZE spatial ones and the two others, all different.
Status checkDimensions(const Graph& graph, const Node& node, std::string_view sizeLabel, std::string_view label,
                       std::string_view what, std::string_view first, std::string_view second,
                       std::string_view spatialName, int64_t rank) {
  const auto spatial = node.attrs.getInts(spatialName);
  if (static_cast<int64_t>(spatial.size()) != rank - 2) {
    return violation(graph, node, sizeLabel, what, " spatial dimensions ", dimsToString(spatial), " must be ", rank - 2,
                     ", all but two of ", rank);
  }
  const Dims all = concat(spatial, {node.attrs.getInt(first), node.attrs.getInt(second)});
  const std::string name = strCat(what, " dimensions");
  RETURN_IF_ERROR(checkUnique(graph, node, label, name, all));
  return checkInRange(graph, node, label, name, all, rank);
}

// One number for each spatial dimension, positive.
Status checkPositive(const Graph& graph, const Node& node, std::string_view name, std::string_view sizeLabel,
                     std::string_view label, int64_t spatial) {
  const auto values = node.attrs.getInts(name);
  if (!node.attrs.has(name)) return absl::OkStatus();
  if (static_cast<int64_t>(values.size()) != spatial) {
    return violation(graph, node, sizeLabel, name, " ", dimsToString(values), " for ", spatial, " spatial dimensions");
  }
  for (int64_t value : values) {
    if (value <= 0) return violation(graph, node, label, name, " ", dimsToString(values), " must be positive");
  }
  return absl::OkStatus();
}

StatusOr<Types> inferConvolution(const Graph& graph, const Node& node) {
  const TensorType &lhs = operandType(graph, node, 0), &rhs = operandType(graph, node, 1);
  const AttrDict& attrs = node.attrs;
  const int64_t rank = lhs.rank(), spatial = rank - 2;
  if (rhs.rank() != rank || rank < 2) {
    return violation(graph, node, "c1", "ranks of ", lhs.toString(), " and ", rhs.toString(),
                     " must be equal and at least 2");
  }
  RETURN_IF_ERROR(checkPositive(graph, node, "window_strides", "c2", "c3", spatial));
  const auto padding = attrs.getInts("padding");
  if (attrs.has("padding") && static_cast<int64_t>(padding.size()) != 2 * spatial) {
    return violation(graph, node, "c4", "padding ", dimsToString(padding), " must have two numbers for each of ",
                     spatial, " spatial dimensions");
  }
  RETURN_IF_ERROR(checkPositive(graph, node, "lhs_dilation", "c5", "c6", spatial));
  RETURN_IF_ERROR(checkPositive(graph, node, "rhs_dilation", "c7", "c8", spatial));
  const auto reversal = attrs.getInts("window_reversal");
  if (attrs.has("window_reversal") && static_cast<int64_t>(reversal.size()) != spatial) {
    return violation(graph, node, "c9", "window_reversal has ", reversal.size(), " flags for ", spatial,
                     " spatial dimensions");
  }
  // What the others are read by.
  RETURN_IF_ERROR(checkDimensions(graph, node, "c12", "c13", "input", "input_batch_dimension",
                                  "input_feature_dimension", "input_spatial_dimensions", rank));
  RETURN_IF_ERROR(checkDimensions(graph, node, "c17", "c18", "kernel", "kernel_input_feature_dimension",
                                  "kernel_output_feature_dimension", "kernel_spatial_dimensions", rank));
  RETURN_IF_ERROR(checkDimensions(graph, node, "c19", "c20", "output", "output_batch_dimension",
                                  "output_feature_dimension", "output_spatial_dimensions", rank));
  const Convolution c = convolutionOf(graph, node);
  if (c.featureGroups <= 0)
    return violation(graph, node, "c21", "feature_group_count ", c.featureGroups, " must be positive");
  if (c.batchGroups <= 0)
    return violation(graph, node, "c22", "batch_group_count ", c.batchGroups, " must be positive");
  if (c.featureGroups > 1 && c.batchGroups > 1) {
    return violation(graph, node, "c23", "feature_group_count ", c.featureGroups, " and batch_group_count ",
                     c.batchGroups, ": one of them must be 1");
  }
  const int64_t batch = lhs.dims[c.inputBatch], features = lhs.dims[c.inputFeature], outputs = rhs.dims[c.kernelOutput];
  auto notDivided = [&](std::string_view label, std::string_view what, int64_t size, std::string_view by,
                        int64_t groups) {
    return violation(graph, node, label, "the ", what, " dimension of ", size, " elements is not divisible by ", by,
                     " ", groups);
  };
  if (batch % c.batchGroups != 0) return notDivided("c10", "input batch", batch, "batch_group_count", c.batchGroups);
  if (features % c.featureGroups != 0)
    return notDivided("c11", "input feature", features, "feature_group_count", c.featureGroups);
  if (rhs.dims[c.kernelInput] != features / c.featureGroups) {
    return violation(graph, node, "c14", "the kernel takes ", rhs.dims[c.kernelInput],
                     " input features, the input has ", features, " in ", c.featureGroups, " groups");
  }
  if (outputs % c.batchGroups != 0)
    return notDivided("c15", "kernel output feature", outputs, "batch_group_count", c.batchGroups);
  if (outputs % c.featureGroups != 0)
    return notDivided("c16", "kernel output feature", outputs, "feature_group_count", c.featureGroups);
  RETURN_IF_ERROR(checkPrecision(graph, node, "precision_config", "i19", "c24"));
  TensorType result(lhs.dtype, Dims(static_cast<size_t>(rank), 0));
  result.dims[c.outputBatch] = batch / c.batchGroups;
  result.dims[c.outputFeature] = outputs;
  for (const Spatial& s : c.spatial) {
    const int64_t size = lhs.dims[s.input];
    const __int128 padded =
        static_cast<__int128>(s.low) + (size == 0 ? 0 : static_cast<__int128>(size - 1) * s.base + 1) + s.high;
    const __int128 window = s.window == 0 ? 0 : static_cast<__int128>(s.window - 1) * s.dilation + 1;
    ASSIGN_OR_RETURN(result.dims[s.output],
                     checkSize(graph, node, "c25", strCat("dimension ", s.output, " of the result"),
                               padded <= 0 || window > padded ? 0 : (padded - window) / s.stride + 1));
  }
  if (lhs.dtype != rhs.dtype)
    return violation(graph, node, "c27", "element types differ: ", lhs.toString(), " and ", rhs.toString());
  // The result may be wider than the operands (preferred_element_type).
  if (const TensorType* declared = declaredType(graph, node)) {
    if (declared->rank() != rank) {
      return violation(graph, node, "c26", "expected result type ", result.toString(), ", of rank ", rank, ", found ",
                       declared->toString());
    }
    if (isFloat(declared->dtype) != isFloat(lhs.dtype) || isComplex(declared->dtype) != isComplex(lhs.dtype)) {
      return violation(graph, node, "c27", "a convolution of ", lhs.toString(), " and ", rhs.toString(), " cannot be ",
                       declared->toString());
    }
    result.dtype = declared->dtype;
  }
  return Types{result};
}

OpCost convolutionCost(const Graph& graph, const Node& node) {
  OpCost cost = movementCost(graph, node);
  const Convolution c = convolutionOf(graph, node);
  const TensorType &result = graph.type(node.results[0]), &rhs = operandType(graph, node, 1);
  double products = static_cast<double>(rhs.dims[c.kernelInput]) * static_cast<double>(result.elements());
  // Holes of a dilated input are not multiplied.
  for (const Spatial& s : c.spatial)
    products *= std::max(1.0, static_cast<double>(s.window) / static_cast<double>(s.base));
  cost.flops = 2 * products * (isComplex(result.dtype) ? 4 : 1);
  return cost;
}

// A dimension of groups of MINOR elements: the groups may be cut, what is in one is whole.
void putGrouped(OpShardingRule& rule, TensorFactors& tensor, int64_t dim, int group, int64_t minor) {
  if (minor == 0) return;
  put(tensor, dim, group);
  put(tensor, dim, addFactor(rule, minor, FactorKind::kNeedReplication));
}

OpShardingRule convolutionSharding(const Graph& graph, const Node& node) {
  OpShardingRule rule = emptyRule(graph, node);
  const Convolution c = convolutionOf(graph, node);
  const TensorType &lhs = operandType(graph, node, 0), &rhs = operandType(graph, node, 1),
                   &out = graph.type(node.results[0]);
  TensorFactors &input = rule.operands[0], &kernel = rule.operands[1], &result = rule.results[0];
  const int64_t batch = lhs.dims[c.inputBatch], features = lhs.dims[c.inputFeature], outputs = rhs.dims[c.kernelOutput],
                groups = c.featureGroups * c.batchGroups;
  if (groups == 1) {
    const int b = addFactor(rule, batch), o = addFactor(rule, outputs);
    const int i = addFactor(rule, features, FactorKind::kReduction);
    put(input, c.inputBatch, b);
    put(result, c.outputBatch, b);
    put(input, c.inputFeature, i);
    put(kernel, c.kernelInput, i);
    put(kernel, c.kernelOutput, o);
    put(result, c.outputFeature, o);
  } else {
    const int group = addFactor(rule, groups);
    putGrouped(rule, kernel, c.kernelOutput, group, outputs / groups);
    putGrouped(rule, result, c.outputFeature, group, outputs / groups);
    if (c.featureGroups > 1) {
      const int b = addFactor(rule, batch);
      put(input, c.inputBatch, b);
      put(result, c.outputBatch, b);
      putGrouped(rule, input, c.inputFeature, group, features / groups);
      put(kernel, c.kernelInput, addFactor(rule, features / groups, FactorKind::kNeedReplication));
    } else {
      const int i = addFactor(rule, features, FactorKind::kReduction);
      put(input, c.inputFeature, i);
      put(kernel, c.kernelInput, i);
      putGrouped(rule, input, c.inputBatch, group, batch / groups);
      put(result, c.outputBatch, addFactor(rule, batch / groups, FactorKind::kNeedReplication));
    }
  }
  for (const Spatial& s : c.spatial) {
    if (!s.touches()) {
      const int f = addFactor(rule, lhs.dims[s.input]);
      put(input, s.input, f);
      put(result, s.output, f);
      continue;
    }
    const int f = addFactor(rule, std::max(lhs.dims[s.input], out.dims[s.output]), FactorKind::kPermutation);
    if (lhs.dims[s.input] > 0) put(input, s.input, f);
    if (out.dims[s.output] > 0) put(result, s.output, f);
    put(kernel, s.kernel, addFactor(rule, s.window, FactorKind::kNeedReplication));
  }
  return rule;
}

int convolutionNeededFrom(const Graph& graph, const Node& node, int dim) {
  const Convolution c = convolutionOf(graph, node);
  if (dim == c.outputFeature) return -1;
  if (dim == c.outputBatch) return c.batchGroups == 1 ? static_cast<int>(c.inputBatch) : -1;
  for (const Spatial& s : c.spatial) {
    if (dim == s.output) return static_cast<int>(s.input);
  }
  return -1;
}

Needed convolutionNeeded(const Graph& graph, const Node& node, int dim, Range result) {
  const Convolution c = convolutionOf(graph, node);
  if (result.size() == 0) return {};
  for (const Spatial& s : c.spatial) {
    if (dim != s.output) continue;
    const int64_t first = result.begin * s.stride - s.low;
    const int64_t last = (result.end - 1) * s.stride - s.low + (std::max<int64_t>(s.window, 1) - 1) * s.dilation;
    return neededPlaces(operandType(graph, node, 0).dims[s.input], s.base, {first, last + 1});
  }
  return {.segments = {{0, result}}};
}

// A shard has its own number of groups, and its windows reach into padding of its own.
std::vector<ValueId> convolutionShard(ShardBuilder& build, const Node& node, std::vector<ValueId> operands) {
  const TensorType shard = build.shardType(node.results[0]);
  if (shard.elements() == 0) return {build.splat(shard, 0)};
  const Convolution c = convolutionOf(build.program(), node);
  Node own = node;
  if (const int64_t groups = c.featureGroups * c.batchGroups; groups > 1) {
    const int64_t each = build.program().type(node.results[0]).dims[c.outputFeature] / groups;
    own.attrs.set(c.featureGroups > 1 ? "feature_group_count" : "batch_group_count",
                  shard.dims[c.outputFeature] / each);
  }
  IntsAttr padding;
  for (const Spatial& s : c.spatial) {
    const Needed* needed = build.fetched(static_cast<int>(s.output));
    padding.push_back(needed ? needed->before : s.low);
    padding.push_back(needed ? needed->after : s.high);
  }
  if (!padding.empty()) own.attrs.set("padding", std::move(padding));
  return build.same(own, std::move(operands));
}

// Sums of T in Acc.
template <typename T, typename Acc>
Tensor convolve(const Tensor& lhs, const Tensor& rhs, const Convolution& c, const TensorType& type) {
  const std::vector<T> input = valuesOf<T>(lhs), kernel = valuesOf<T>(rhs);
  const Dims &inputDims = lhs.type().dims, &kernelDims = rhs.type().dims;
  const Dims inputStrides = rowMajorStrides(inputDims), kernelStrides = rowMajorStrides(kernelDims);
  const int64_t features = kernelDims[c.kernelInput], outputs = type.dims[c.outputFeature],
                batch = type.dims[c.outputBatch];
  const int64_t inputStep = inputStrides[c.inputFeature], kernelStep = kernelStrides[c.kernelInput];
  Dims window;
  for (const Spatial& s : c.spatial) window.push_back(s.window);
  std::vector<Scalar> values(type.elements());
  Dims index(type.dims.size(), 0);
  for (int64_t e = 0; e < type.elements(); ++e) {
    const int64_t output = index[c.outputFeature];
    // Groups of output features, one behind the other, read groups of input features, or of the batch.
    const int64_t feature = output / (outputs / c.featureGroups) * features;
    const int64_t row = output / (outputs / c.batchGroups) * batch + index[c.outputBatch];
    Acc sum{};
    Dims at(window.size(), 0);
    if (elementCount(window) > 0) do {
        int64_t from = row * inputStrides[c.inputBatch] + feature * inputStep;
        int64_t by = output * kernelStrides[c.kernelOutput];
        bool inside = true;
        for (size_t d = 0; d < at.size(); ++d) {
          const Spatial& s = c.spatial[d];
          const int64_t position = index[s.output] * s.stride + at[d] * s.dilation - s.low;
          inside = inside && position >= 0 && position % s.base == 0 && position / s.base < inputDims[s.input];
          from += position / s.base * inputStrides[s.input];
          by += (s.reversed ? s.window - 1 - at[d] : at[d]) * kernelStrides[s.kernel];
        }
        // Padding and holes are zeros, which make NaN of an infinite weight.
        for (int64_t i = 0; i < features; ++i) {
          const Acc x = inside ? static_cast<Acc>(input[from + i * inputStep]) : Acc{};
          sum += productOf(x, static_cast<Acc>(kernel[by + i * kernelStep]));
        }
      } while (nextIndex(window, absl::MakeSpan(at)));
    values[e] = scalarOf(sum);
    nextIndex(type.dims, absl::MakeSpan(index));
  }
  return storeAll(type, values);
}

EvalResult evaluateConvolution(EvalContext& context, const Graph& graph, const Node& node, EvalOperands operands) {
  const Convolution c = convolutionOf(graph, node);
  return withProductTypes(operands[0].type().dtype, context.roundsSums(), [&]<typename T, typename Acc>() {
    return std::vector<Tensor>{convolve<T, Acc>(operands[0], operands[1], c, graph.type(node.results[0]))};
  });
}

}  // namespace

OpDef defineConvolution() {
  return {.kind = OpKind::kConvolution,
          .form = TextForm::kConvolution,
          .minOperands = 2,
          .maxOperands = 2,
          .attrs = {{"window_strides", AttrKind::kInts, false},
                    {"padding", AttrKind::kInts, false},
                    {"lhs_dilation", AttrKind::kInts, false},
                    {"rhs_dilation", AttrKind::kInts, false},
                    {"window_reversal", AttrKind::kInts, false},
                    {"input_batch_dimension", AttrKind::kInt, true, "dimension_numbers.input_batch_dimension"},
                    {"input_feature_dimension", AttrKind::kInt, true, "dimension_numbers.input_feature_dimension"},
                    {"input_spatial_dimensions", AttrKind::kInts, true, "dimension_numbers.input_spatial_dimensions"},
                    {"kernel_input_feature_dimension", AttrKind::kInt, true,
                     "dimension_numbers.kernel_input_feature_dimension"},
                    {"kernel_output_feature_dimension", AttrKind::kInt, true,
                     "dimension_numbers.kernel_output_feature_dimension"},
                    {"kernel_spatial_dimensions", AttrKind::kInts, true, "dimension_numbers.kernel_spatial_dimensions"},
                    {"output_batch_dimension", AttrKind::kInt, true, "dimension_numbers.output_batch_dimension"},
                    {"output_feature_dimension", AttrKind::kInt, true, "dimension_numbers.output_feature_dimension"},
                    {"output_spatial_dimensions", AttrKind::kInts, true, "dimension_numbers.output_spatial_dimensions"},
                    {"feature_group_count", AttrKind::kInt},
                    {"batch_group_count", AttrKind::kInt},
                    {"precision_config", AttrKind::kKeyword, false}},
          .lowering = LoweringClass::kContraction,
          .accepts = kAny,
          .results = {"c27", "c25"},
          .infer = inferConvolution,
          .sharding = convolutionSharding,
          .shard = convolutionShard,
          .needed = convolutionNeeded,
          .neededFrom = convolutionNeededFrom,
          .shardAttrs = {"padding", "feature_group_count", "batch_group_count"},
          .cost = convolutionCost,
          .evaluate = evaluateConvolution};
}

}  // namespace partita
