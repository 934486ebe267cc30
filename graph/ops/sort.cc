// Elements along one dimension put in order by a comparator.
#include <cmath>

#include "graph/ops/evaluation.h"
#include "graph/ops/factors.h"
#include "graph/ops/rules.h"
#include "graph/ops/scalar.h"
#include "graph/ops/sort.h"

namespace partita {

int64_t sortDimension(const Graph& graph, const Node& node) {
  const int64_t dim = node.attrs.has("dimension") ? node.attrs.getInt("dimension") : -1;
  return dim < 0 ? dim + operandType(graph, node, 0).rank() : dim;
}

namespace {

StatusOr<std::vector<TensorType>> inferSort(const Graph& graph, const Node& node) {
  const std::vector<TensorType> inputs = operandTypes(graph, node, 0, node.operands.size());
  for (const TensorType& input : inputs) {
    if (input.dims != inputs[0].dims) {
      return violation(graph, node, "c3", "shapes differ: ", typesToString(inputs));
    }
  }
  const int64_t dim = sortDimension(graph, node);
  if (dim < 0 || dim >= inputs[0].rank()) {
    return violation(graph, node, "c4", "dimension ", node.attrs.has("dimension") ? node.attrs.getInt("dimension") : -1,
                     " is not one of those of ", inputs[0].toString());
  }
  const Region& body = graph.regions[node.regions[0]];
  const std::vector<TensorType> args = typesOf(graph, body.args), results = typesOf(graph, body.results);
  bool right = args.size() == 2 * inputs.size() && results.size() == 1 && results[0] == TensorType(DType::kI1, {});
  for (size_t i = 0; right && i < args.size(); ++i) right = args[i] == TensorType(inputs[i / 2].dtype, {});
  if (!right) {
    return violation(graph, node, "c5", "the comparator has type (", typesToString(args), ") -> (",
                     typesToString(results), "), which does not compare two elements of each of ",
                     typesToString(inputs));
  }
  return inputs;
}

OpShardingRule sortSharding(const Graph& graph, const Node& node) {
  OpShardingRule rule = emptyRule(graph, node);
  const TensorType& type = operandType(graph, node, 0);
  const int64_t sorted = sortDimension(graph, node);
  for (int64_t d = 0; d < type.rank(); ++d) {
    const FactorKind kind = d == sorted ? FactorKind::kNeedReplication : FactorKind::kPassThrough;
    const int f = addFactor(rule, type.dims[d], kind);
    for (TensorFactors& operand : rule.operands) put(operand, d, f);
    for (TensorFactors& result : rule.results) put(result, d, f);
  }
  return rule;
}

OpCost sortCost(const Graph& graph, const Node& node) {
  OpCost cost = movementCost(graph, node);
  const OpCost body = regionCost(graph, node.regions[0]);
  const TensorType& type = operandType(graph, node, 0);
  const auto length = static_cast<double>(type.dims[sortDimension(graph, node)]);
  const double comparisons = static_cast<double>(type.elements()) * std::log2(std::max(2.0, length));
  cost.flops = body.flops * comparisons;
  cost.transcendentals = body.transcendentals * comparisons;
  return cost;
}

// A comparator, asked about elements of the operands by number.
class Comparator {
 public:
  Comparator(EvalContext& context, const Graph& graph, RegionId region, EvalOperands operands)
      : context_(context),
        graph_(graph),
        region_(region),
        operands_(operands),
        program_(ScalarProgram::make(graph, region)),
        args_(2 * operands.size()) {
    if (!program_) return;
    for (const Tensor& operand : operands) elements_.push_back(loadAll(operand));
  }

  StatusOr<bool> less(int64_t a, int64_t b) {
    if (program_) {
      for (size_t i = 0; i < elements_.size(); ++i) {
        args_[2 * i] = elements_[i][a];
        args_[2 * i + 1] = elements_[i][b];
      }
      Scalar result;
      program_->run(args_.data(), &result);
      return result.i != 0;
    }
    std::vector<Tensor> scalars;
    for (const Tensor& operand : operands_) {
      for (int64_t element : {a, b}) {
        Tensor& scalar = scalars.emplace_back(TensorType(operand.type().dtype, {}));
        std::copy_n(operand.data() + element * static_cast<int64_t>(scalar.bytes()), scalar.bytes(),
                    scalar.mutableData());
      }
    }
    ASSIGN_OR_RETURN(const std::vector<Tensor> result, context_.runRegion(graph_, region_, scalars));
    return result[0].asInt(0) != 0;
  }

 private:
  EvalContext& context_;
  const Graph& graph_;
  RegionId region_;
  EvalOperands operands_;
  std::optional<ScalarProgram> program_;
  std::vector<std::vector<Scalar>> elements_;
  std::vector<Scalar> args_;
};

// ORDER, numbers of elements, by merging: runs of one, of two, of four… What is not less stays in front.
Status mergeSort(Comparator& comparator, std::vector<int64_t>& order) {
  const size_t n = order.size();
  std::vector<int64_t> merged(n);
  for (size_t width = 1; width < n; width *= 2) {
    for (size_t begin = 0; begin < n; begin += 2 * width) {
      const size_t middle = std::min(begin + width, n), end = std::min(begin + 2 * width, n);
      size_t left = begin, right = middle;
      for (size_t out = begin; out < end; ++out) {
        bool takesRight = left == middle;
        if (left < middle && right < end) {
          ASSIGN_OR_RETURN(takesRight, comparator.less(order[right], order[left]));
        }
        merged[out] = takesRight ? order[right++] : order[left++];
      }
    }
    order.swap(merged);
  }
  return absl::OkStatus();
}

// Stable whether the op asks for it or not.
EvalResult evaluateSort(EvalContext& context, const Graph& graph, const Node& node, EvalOperands operands) {
  const TensorType& type = operands[0].type();
  const int64_t dim = sortDimension(graph, node), length = type.dims[dim];
  const int64_t stride = rowMajorStrides(type.dims)[dim];
  Comparator comparator(context, graph, node.regions[0], operands);
  std::vector<Tensor> results;
  for (const Tensor& operand : operands) results.emplace_back(operand.type());
  std::vector<int64_t> order(length);
  for (int64_t row = 0; length > 0 && row < type.elements() / length; ++row) {
    const int64_t first = row / stride * stride * length + row % stride;
    for (int64_t i = 0; i < length; ++i) order[i] = first + i * stride;
    RETURN_IF_ERROR(mergeSort(comparator, order));
    for (size_t k = 0; k < operands.size(); ++k) {
      const int64_t size = dtypeBytes(operands[k].type().dtype);
      for (int64_t i = 0; i < length; ++i) {
        std::copy_n(operands[k].data() + order[i] * size, size, results[k].mutableData() + (first + i * stride) * size);
      }
    }
  }
  return results;
}

}  // namespace

OpDef defineSort() {
  return {.kind = OpKind::kSort,
          .minOperands = 1,
          .maxOperands = -1,
          .regions = 1,
          .regionRole = RegionRole::kElements,
          .attrs = {{"dimension", AttrKind::kInt, false}, {"is_stable", AttrKind::kBool, false}},
          .lowering = LoweringClass::kSort,
          .accepts = kAny,
          .results = {"c2", "c2", "c2"},
          .infer = inferSort,
          .sharding = sortSharding,
          .cost = sortCost,
          .evaluate = evaluateSort};
}

}  // namespace partita
