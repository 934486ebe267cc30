// Normalisation along one dimension, by given or by the batch's own mean and variance, and its gradient. Where sums
// over the batch are made the op has no sharding rule of its own: it is written by others before it is partitioned.
#include <cmath>
#include <numeric>

#include "graph/ops/evaluation.h"
#include "graph/ops/factors.h"
#include "graph/ops/node_builder.h"
#include "graph/ops/rules.h"
#include "graph/ops/strided.h"

namespace partita {
namespace {

using Types = std::vector<TensorType>;

// Operands in order: arrays of the operand's shape and vectors of one number for each feature.
enum class Shape : uint8_t { kWhole, kFeatures };
struct Part {
  std::string_view name;
  Shape shape;
  std::string_view constraint;  // of the shape
};

Status checkParts(const Graph& graph, const Node& node, absl::Span<const Part> parts) {
  const TensorType& operand = operandType(graph, node, 0);
  const int64_t feature = node.attrs.getInt("feature_index");
  RETURN_IF_ERROR(checkInRange(graph, node, "c1", "feature_index", {feature}, operand.rank()));
  for (size_t i = 0; i < parts.size(); ++i) {
    const TensorType& type = operandType(graph, node, i);
    if (type.dtype != operand.dtype)
      return violation(graph, node, "c2", "element types differ: ", operand.toString(), " and ", parts[i].name, " ",
                       type.toString());
    const Dims dims = parts[i].shape == Shape::kWhole ? operand.dims : Dims{operand.dims[feature]};
    if (type.dims != dims)
      return violation(graph, node, parts[i].constraint, parts[i].name, " is ", type.toString(), ", expected ",
                       TensorType(operand.dtype, dims).toString());
  }
  return absl::OkStatus();
}

// It is an f32 for all element types.
double epsilonOf(const Node& node) { return static_cast<float>(std::get<double>(*node.attrs.find("epsilon"))); }

TensorType featuresOf(const Graph& graph, const Node& node) {
  const TensorType& operand = operandType(graph, node, 0);
  return TensorType(operand.dtype, {operand.dims[node.attrs.getInt("feature_index")]});
}

// The operand's type and two of a number for each feature, as they must be by CONSTRAINTS.
StatusOr<Types> resultTypes(const Graph& graph, const Node& node, absl::Span<const std::string_view> constraints) {
  const Types types{operandType(graph, node, 0), featuresOf(graph, node), featuresOf(graph, node)};
  for (size_t i = 0; i < types.size() && i < node.results.size(); ++i) {
    const TensorType& found = graph.type(node.results[i]);
    if (found.dtype != types[i].dtype || found.dims != types[i].dims)
      return violation(graph, node, found.dtype != types[i].dtype ? "c2" : constraints[i], "expected result type ",
                       types[i].toString(), ", found ", found.toString());
  }
  return types;
}

StatusOr<Types> inferInference(const Graph& graph, const Node& node) {
  RETURN_IF_ERROR(checkParts(graph, node,
                             {{"operand", Shape::kWhole, "c7"},
                              {"scale", Shape::kFeatures, "c3"},
                              {"offset", Shape::kFeatures, "c4"},
                              {"mean", Shape::kFeatures, "c5"},
                              {"variance", Shape::kFeatures, "c6"}}));
  return Types{operandType(graph, node, 0)};
}
StatusOr<Types> inferTraining(const Graph& graph, const Node& node) {
  RETURN_IF_ERROR(checkParts(
      graph, node,
      {{"operand", Shape::kWhole, "c7"}, {"scale", Shape::kFeatures, "c3"}, {"offset", Shape::kFeatures, "c4"}}));
  return resultTypes(graph, node, {"c7", "c5", "c6"});
}
StatusOr<Types> inferGrad(const Graph& graph, const Node& node) {
  RETURN_IF_ERROR(checkParts(graph, node,
                             {{"operand", Shape::kWhole, "c3"},
                              {"scale", Shape::kFeatures, "c5"},
                              {"mean", Shape::kFeatures, "c4"},
                              {"variance", Shape::kFeatures, "c4"},
                              {"grad_output", Shape::kWhole, "c3"}}));
  return resultTypes(graph, node, {"c3", "c4", "c4"});
}

OpShardingRule inferenceSharding(const Graph& graph, const Node& node) {
  OpShardingRule rule = emptyRule(graph, node);
  const TensorType& operand = graph.type(node.operands[0]);
  const int64_t feature = node.attrs.getInt("feature_index");
  for (int64_t d = 0; d < operand.rank(); ++d) {
    const int f = addFactor(rule, operand.dims[d]);
    put(rule.operands[0], d, f);
    put(rule.results[0], d, f);
    for (size_t i = 1; d == feature && i < node.operands.size(); ++i) put(rule.operands[i], 0, f);
  }
  return rule;
}

OpCost normCost(const Graph& graph, const Node& node) {
  OpCost cost = movementCost(graph, node);
  cost.flops = 8.0 * static_cast<double>(operandType(graph, node, 0).elements());
  return cost;
}

// --- evaluation: in double, rounded at the end ---

struct Features {
  int64_t count, stride, elements;
  int64_t of(int64_t i) const { return i / stride % count; }
  double each() const { return static_cast<double>(elements) / static_cast<double>(count); }  // elements of one
};
Features featuresOf(const Node& node, const TensorType& type) {
  const int64_t feature = node.attrs.getInt("feature_index");
  return {type.dims[feature], rowMajorStrides(type.dims)[feature], type.elements()};
}

template <typename F>
Tensor eachElement(const TensorType& type, const F& value) {
  Tensor out(type);
  for (int64_t i = 0; i < out.elements(); ++i) out.set(i, value(i));
  return out;
}
template <typename F>
std::vector<double> sums(const Features& features, const F& value) {
  std::vector<double> out(static_cast<size_t>(features.count), 0);
  for (int64_t i = 0; i < features.elements; ++i) out[static_cast<size_t>(features.of(i))] += value(i);
  return out;
}

EvalResult evaluateInference(EvalContext&, const Graph&, const Node& node, EvalOperands in) {
  const Features features = featuresOf(node, in[0].type());
  const double epsilon = epsilonOf(node);
  return std::vector<Tensor>{eachElement(in[0].type(), [&](int64_t i) {
    const int64_t f = features.of(i);
    const double normal = (in[0].asDouble(i) - in[3].asDouble(f)) / std::sqrt(in[4].asDouble(f) + epsilon);
    return in[1].asDouble(f) * normal + in[2].asDouble(f);
  })};
}

EvalResult evaluateTraining(EvalContext&, const Graph& graph, const Node& node, EvalOperands in) {
  const Features features = featuresOf(node, in[0].type());
  const double epsilon = epsilonOf(node);
  std::vector<double> mean = sums(features, [&](int64_t i) { return in[0].asDouble(i); });
  for (double& m : mean) m /= features.each();
  auto centred = [&](int64_t i) { return in[0].asDouble(i) - mean[static_cast<size_t>(features.of(i))]; };
  std::vector<double> variance = sums(features, [&](int64_t i) { return centred(i) * centred(i); });
  for (double& v : variance) v /= features.each();
  const TensorType type = graph.type(node.results[1]);
  return std::vector<Tensor>{eachElement(in[0].type(),
                                         [&](int64_t i) {
                                           const int64_t f = features.of(i);
                                           return in[1].asDouble(f) * centred(i) /
                                                      std::sqrt(variance[static_cast<size_t>(f)] + epsilon) +
                                                  in[2].asDouble(f);
                                         }),
                             eachElement(type, [&](int64_t f) { return mean[static_cast<size_t>(f)]; }),
                             eachElement(type, [&](int64_t f) { return variance[static_cast<size_t>(f)]; })};
}

EvalResult evaluateGrad(EvalContext&, const Graph& graph, const Node& node, EvalOperands in) {
  const Features features = featuresOf(node, in[0].type());
  const double epsilon = epsilonOf(node);
  auto centred = [&](int64_t i) { return in[0].asDouble(i) - in[2].asDouble(features.of(i)); };
  auto spread = [&](int64_t f) { return in[3].asDouble(f) + epsilon; };
  const std::vector<double> total = sums(features, [&](int64_t i) { return in[4].asDouble(i); });
  const std::vector<double> along = sums(features, [&](int64_t i) { return in[4].asDouble(i) * centred(i); });
  const TensorType type = graph.type(node.results[1]);
  const double each = features.each();
  return std::vector<Tensor>{
      eachElement(in[0].type(),
                  [&](int64_t i) {
                    const int64_t f = features.of(i);
                    const double inner = in[4].asDouble(i) * each - total[static_cast<size_t>(f)] -
                                         along[static_cast<size_t>(f)] * centred(i) / spread(f);
                    return in[1].asDouble(f) / std::sqrt(spread(f)) / each * inner;
                  }),
      eachElement(type, [&](int64_t f) { return along[static_cast<size_t>(f)] / std::sqrt(spread(f)); }),
      eachElement(type, [&](int64_t f) { return total[static_cast<size_t>(f)]; })};
}

// --- by other ops; f16 and bf16 are summed and normalised in f32 ---

class Expansion {
 public:
  Expansion(NodeBuilder& build, const Node& node) : b_(build), node_(node) {
    const DType own = build.typeOf(node.operands[0]).dtype;
    whole_ = build.typeOf(node.operands[0]);
    whole_.dtype = own == DType::kF64 ? own : DType::kF32;
    feature_ = node.attrs.getInt("feature_index");
    features_ = TensorType(whole_.dtype, {whole_.dims[feature_]});
    each_ = static_cast<double>(whole_.elements()) / static_cast<double>(features_.dims[0]);
    for (int64_t d = 0; d < whole_.rank(); ++d) {
      if (d != feature_) others_.push_back(d);
    }
  }

  ValueId operand(size_t i) { return b_.convert(node_.operands[i], whole_.dtype); }
  ValueId spread(ValueId features) { return b_.broadcast(features, whole_, {feature_}); }
  ValueId sum(ValueId v) { return b_.reduce(v, others_, ReductionKind::kSum); }
  ValueId mean(ValueId v) { return b_.divide(sum(v), b_.splat(features_, each_)); }
  ValueId deviation(ValueId variance) {
    const ValueId sum = b_.add(variance, b_.splat(features_, epsilonOf(node_)));
    return b_.node(OpKind::kSqrt, {sum}, features_);
  }
  ValueId result(ValueId v) { return b_.convert(v, b_.typeOf(node_.operands[0]).dtype); }
  // scale * centred / deviation + offset
  ValueId normalised(ValueId centred, ValueId variance) {
    const ValueId normal = b_.divide(centred, spread(deviation(variance)));
    return b_.add(b_.multiply(spread(operand(1)), normal), spread(operand(2)));
  }

  StatusOr<std::vector<ValueId>> inference() {
    const ValueId centred = b_.subtract(operand(0), spread(operand(3)));
    return std::vector<ValueId>{result(normalised(centred, operand(4)))};
  }
  StatusOr<std::vector<ValueId>> training() {
    const ValueId average = mean(operand(0)), centred = b_.subtract(operand(0), spread(average));
    const ValueId variance = mean(b_.multiply(centred, centred));
    return std::vector<ValueId>{result(normalised(centred, variance)), result(average), result(variance)};
  }
  StatusOr<std::vector<ValueId>> grad() {
    const ValueId gradient = operand(4), centred = b_.subtract(operand(0), spread(operand(2)));
    const ValueId root = deviation(operand(3)), total = sum(gradient);
    const ValueId along = sum(b_.multiply(gradient, centred));
    const ValueId gradScale = b_.divide(along, root);
    // (n g - sum g - centred (sum g centred) / (variance + epsilon)) scale / deviation / n
    const ValueId slope = b_.divide(gradScale, root);
    const ValueId inner = b_.subtract(b_.subtract(b_.multiply(gradient, b_.splat(whole_, each_)), spread(total)),
                                      b_.multiply(spread(slope), centred));
    const ValueId factor = b_.divide(b_.divide(operand(1), root), b_.splat(features_, each_));
    return std::vector<ValueId>{result(b_.multiply(spread(factor), inner)), result(gradScale), result(total)};
  }

 private:
  NodeBuilder& b_;
  const Node& node_;
  TensorType whole_, features_;
  int64_t feature_ = 0;
  double each_ = 0;
  IntsAttr others_;
};

StatusOr<std::vector<ValueId>> expandInference(NodeBuilder& build, const Node& node) {
  return Expansion(build, node).inference();
}
StatusOr<std::vector<ValueId>> expandTraining(NodeBuilder& build, const Node& node) {
  return Expansion(build, node).training();
}
StatusOr<std::vector<ValueId>> expandGrad(NodeBuilder& build, const Node& node) {
  return Expansion(build, node).grad();
}

OpDef batchNorm(OpKind kind, int operands, InferFn infer, EvalFn evaluate, ExpandFn expand) {
  return {.kind = kind,
          .minOperands = operands,
          .maxOperands = operands,
          .attrs = {{"epsilon", AttrKind::kFloat}, {"feature_index", AttrKind::kInt}},
          .lowering = LoweringClass::kExpanded,
          .accepts = kFloats,
          .results = {"c2", "c7"},
          .infer = infer,
          .cost = normCost,
          .evaluate = evaluate,
          .expand = expand};
}

}  // namespace

OpDef defineBatchNormGrad() { return batchNorm(OpKind::kBatchNormGrad, 5, inferGrad, evaluateGrad, expandGrad); }
OpDef defineBatchNormInference() {
  OpDef def = batchNorm(OpKind::kBatchNormInference, 5, inferInference, evaluateInference, expandInference);
  def.sharding = inferenceSharding;
  return def;
}
OpDef defineBatchNormTraining() {
  return batchNorm(OpKind::kBatchNormTraining, 3, inferTraining, evaluateTraining, expandTraining);
}

}  // namespace partita
