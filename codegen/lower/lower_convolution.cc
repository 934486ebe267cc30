// Convolutions: sums of products over windows and input features, then the elementwise nodes that follow. One nest for
// all of them: forward, gradients, grouped, dilated, any order of dimensions. The elements of the kernel and of the
// input are values of their own, in this order: a schedule says whether they are read in place or brought into form.
#include <algorithm>

#include "codegen/lower/lower.h"
#include "codegen/lower/row_plan.h"
#include "codegen/lower/window.h"
#include "codegen/lower/winograd.h"
#include "codegen/prepare/canonical_convolution.h"
#include "graph/op.h"

namespace partita {

namespace {

// Makes the element of the input that a window reads and its product with the kernel's.
class ConvolutionNest {
 public:
  ConvolutionNest(NestLowering& lowering, const Node& node, DType accumulate)
      : lowering_(lowering),
        graph_(lowering.context().graph),
        node_(node),
        accumulate_(accumulate),
        lhs_(graph_.type(node.operands[0])),
        rhs_(graph_.type(node.operands[1])),
        out_(graph_.type(node.results[0])),
        outputFeature_(attr("output_feature_dimension")) {}

  // The axes of the result, outermost first; its index.
  const std::vector<AxisId>& parallel() const { return parallel_; }
  const std::vector<ExprId>& index() const { return index_; }
  // Whether the point is one of the result; invalid: always.
  ExprId exists() const { return exists_; }

  TempId sum() {
    LoopBuilder& loops = lowering_.loops();
    makeParallelAxes();
    std::vector<AxisUse> uses = parallelAxes(parallel_);
    std::vector<AxisId> summed;
    std::vector<ExprId> input(lhs_.dims.size()), kernel(rhs_.dims.size());
    ExprId inside;
    const auto inputAt = node_.attrs.getInts("input_spatial_dimensions"),
               kernelAt = node_.attrs.getInts("kernel_spatial_dimensions"),
               outputAt = node_.attrs.getInts("output_spatial_dimensions");
    for (size_t d = 0; d < inputAt.size(); ++d) {
      const int64_t window = rhs_.dims[kernelAt[d]], size = lhs_.dims[inputAt[d]];
      const int64_t base = spatial("lhs_dilation", d, 1), low = spatial("padding", 2 * d, 0);
      const bool phases = phase_[d].valid();
      const AxisId axis = lowering_.nest().axis(strCat("w", d), phases ? (window + base - 1) / base : window);
      uses.push_back({axis, AxisRole::kWindow});
      summed.push_back(axis);
      ExprId w = lowering_.nest().at(axis);
      if (phases) {
        input[inputAt[d]] = phasePlace(d, size, base, low, w, inside);
        w = loops.add(loops.mul(w, loops.index(base)), firstPlace(d, base, low));
        if (window % base != 0) {
          require(loops.op(ScalarOp::kCompareLt, DType::kI1, {w, loops.index(window)}), read_);
          w = loops.min(w, loops.index(window - 1));
        }
      } else {
        input[inputAt[d]] = windowPlace(loops,
                                        {size, window, out_.dims[outputAt[d]], spatial("window_strides", d, 1),
                                         spatial("rhs_dilation", d, 1), base, low},
                                        index_[outputAt[d]], w, inside);
      }
      kernel[kernelAt[d]] = spatial("window_reversal", d, 0) != 0 ? loops.sub(loops.index(window - 1), w) : w;
    }
    if (inputAt.empty()) uses.push_back({lowering_.nest().axis("w", 1), AxisRole::kWindow});  // of one place
    const int64_t features = rhs_.dims[attr("kernel_input_feature_dimension")];
    const AxisId i = lowering_.nest().axis("i", features);
    uses.push_back({i, AxisRole::kContracted});
    summed.push_back(i);
    kernel[attr("kernel_input_feature_dimension")] = lowering_.nest().at(i);
    kernel[attr("kernel_output_feature_dimension")] = index_[outputFeature_];
    const int64_t batch = out_.dims[attr("output_batch_dimension")];
    ExprId row = index_[attr("output_batch_dimension")], feature = lowering_.nest().at(i);
    if (attr("batch_group_count") > 1) row = loops.add(loops.mul(group_, loops.index(batch)), row);
    if (attr("feature_group_count") > 1) feature = loops.add(loops.mul(group_, loops.index(features)), feature);
    input[attr("input_batch_dimension")] = row;
    input[attr("input_feature_dimension")] = feature;
    ExprId x = widened(node_.operands[0], input);
    // Padding and holes are zeros.
    if (inside.valid()) x = loops.op(ScalarOp::kSelect, accumulate_, {inside, x, loops.constant(accumulate_, 0)});
    const TempId kernelElement = lowering_.nest().value(axesOf(false, summed), widened(node_.operands[1], kernel));
    const TempId inputElement = lowering_.nest().value(axesOf(true, summed), x);
    const ExprId product =
        loops.op(ScalarOp::kMultiply, accumulate_, {loops.temp(inputElement), loops.temp(kernelElement)});
    return lowering_.nest().reduction(std::move(uses), ScalarOp::kAdd, loops.constant(accumulate_, 0), product, read_);
  }

 private:
  int64_t attr(std::string_view name) const { return node_.attrs.getInt(name); }
  int64_t spatial(std::string_view name, size_t at, int64_t fallback) const {
    const auto values = node_.attrs.getInts(name);
    return values.empty() ? fallback : values[at];
  }

  ExprId widened(ValueId value, const std::vector<ExprId>& index) {
    return lowering_.loops().op(ScalarOp::kConvert, accumulate_, {lowering_.elements().valueAt(value, index)});
  }

  // A dilated input has holes: places W = first + base * v of the window, and no others, read elements of it at the
  // points base * n + phase. Each phase is a convolution without holes.
  bool hasPhases(size_t d) const {
    return spatial("lhs_dilation", d, 1) > 1 && spatial("window_strides", d, 1) == 1 &&
           spatial("rhs_dilation", d, 1) == 1;
  }
  ExprId firstPlace(size_t d, int64_t base, int64_t low) {
    LoopBuilder& loops = lowering_.loops();
    const int64_t shift = (low % base + base) % base + base;
    return loops.mod(loops.sub(loops.index(shift), lowering_.nest().at(phase_[d])), loops.index(base));
  }
  // The element that the V-th of these places reads: n + v + (phase - low) / base, rounded up.
  ExprId phasePlace(size_t d, int64_t size, int64_t base, int64_t low, ExprId v, ExprId& inside) {
    LoopBuilder& loops = lowering_.loops();
    const PhaseReach reach = reachOfPhases(out_.dims[node_.attrs.getInts("output_spatial_dimensions")[d]],
                                           rhs_.dims[node_.attrs.getInts("kernel_spatial_dimensions")[d]], base, low);
    const int64_t up = std::max<int64_t>(0, -reach.first);  // nothing is divided that is negative
    const ExprId first = loops.div(loops.add(lowering_.nest().at(phase_[d]), loops.index(up * base - low + base - 1)),
                                   loops.index(base));
    ExprId x = loops.add(loops.add(number_[d], v), first);
    if (reach.first < 0) {
      require(loops.op(ScalarOp::kCompareGe, DType::kI1, {x, loops.index(up)}), inside);
      x = loops.sub(loops.max(x, loops.index(up)), loops.index(up));
    }
    if (reach.last >= size) {
      require(loops.op(ScalarOp::kCompareLt, DType::kI1, {x, loops.index(size)}), inside);
      x = loops.min(x, loops.index(size - 1));
    }
    return x;
  }
  void require(ExprId condition, ExprId& all) {
    all = all.valid() ? lowering_.loops().op(ScalarOp::kAnd, DType::kI1, {all, condition}) : condition;
  }

  // Those an operand has elements along: the result's but features (the input) or all but those (the kernel), groups
  // and those that are summed over.
  std::vector<AxisId> axesOf(bool input, const std::vector<AxisId>& summed) const {
    std::vector<AxisId> axes;
    for (AxisId axis : parallel_) {
      const bool both = axis == groupAxis_ || std::find(phase_.begin(), phase_.end(), axis) != phase_.end();
      if (both || (axis == featureAxis_) != input) axes.push_back(axis);
    }
    axes.insert(axes.end(), summed.begin(), summed.end());
    return axes;
  }

  // Output features in groups are two axes, so are places in phases.
  void makeParallelAxes() {
    LoopBuilder& loops = lowering_.loops();
    const int64_t groups = attr("feature_group_count") * attr("batch_group_count");
    const auto outputAt = node_.attrs.getInts("output_spatial_dimensions");
    phase_.resize(outputAt.size());
    number_.resize(outputAt.size());
    for (size_t d = 0; d < outputAt.size(); ++d) {
      if (!hasPhases(d)) continue;
      phase_[d] = lowering_.nest().axis(strCat("r", d), spatial("lhs_dilation", d, 1));
      parallel_.push_back(phase_[d]);
    }
    index_.resize(static_cast<size_t>(out_.rank()));
    for (int64_t d = 0; d < out_.rank(); ++d) {
      auto make = [&](int64_t extent) {
        parallel_.push_back(lowering_.nest().axis(strCat("p", d), extent));
        return lowering_.nest().at(parallel_.back());
      };
      const size_t number = static_cast<size_t>(std::find(outputAt.begin(), outputAt.end(), d) - outputAt.begin());
      if (d == outputFeature_) {
        const int64_t each = out_.dims[d] / groups;
        if (groups > 1) {
          groupAxis_ = lowering_.nest().axis("g", groups);
          parallel_.push_back(groupAxis_);
          group_ = lowering_.nest().at(groupAxis_);
        }
        index_[d] = make(each);
        featureAxis_ = parallel_.back();
        if (groups > 1) index_[d] = loops.add(loops.mul(group_, loops.index(each)), index_[d]);
      } else if (number < outputAt.size() && phase_[number].valid()) {
        const int64_t base = spatial("lhs_dilation", number, 1);
        number_[number] = make((out_.dims[d] + base - 1) / base);
        index_[d] = loops.add(loops.mul(number_[number], loops.index(base)), lowering_.nest().at(phase_[number]));
        if (out_.dims[d] % base == 0) continue;
        // The last number has not all phases.
        require(loops.op(ScalarOp::kCompareLt, DType::kI1, {index_[d], loops.index(out_.dims[d])}), exists_);
        index_[d] = loops.min(index_[d], loops.index(out_.dims[d] - 1));
      } else {
        index_[d] = make(out_.dims[d]);
      }
    }
  }

  NestLowering& lowering_;
  const Graph& graph_;
  const Node& node_;
  const DType accumulate_;
  const TensorType &lhs_, &rhs_, &out_;
  const int64_t outputFeature_;
  std::vector<AxisId> parallel_;
  AxisId groupAxis_, featureAxis_;
  std::vector<ExprId> index_;
  ExprId group_;
  std::vector<AxisId> phase_;   // by spatial dimension; invalid: it has none
  std::vector<ExprId> number_;  // of the point among those of its phase
  ExprId read_, exists_;        // conditions; invalid: always
};

}  // namespace

StatusOr<LoweredNest> lowerConvolution(const LoweringContext& context, const FusionGroup& group,
                                       const std::string& name) {
  const Graph& graph = context.graph;
  const Node& node = graph.nodes[group.hero];
  if (const int64_t outputs = winogradOutputs(context, node); outputs > 0)
    return lowerWinograd(context, group, name, outputs);
  const ValueId result = node.results[0];
  const TensorType& type = graph.type(result);
  const std::optional<DType> accumulate =
      productType(type.dtype, {graph.type(node.operands[0]).dtype, graph.type(node.operands[1]).dtype});
  if (!accumulate) {
    return unimplemented(graph.describe(group.hero), " of ", graph.type(node.operands[0]).toString(), " to ",
                         type.toString(), " is not lowered to a kernel");
  }
  NestLowering lowering(context, name, group.inputs, group.outputs);
  lowering.promiseInPlace();
  GroupWork work = groupWork(graph, group);
  work.flops += opDef(node.kind).cost(graph, node).flops;
  ConvolutionNest nest(lowering, node, *accumulate);
  const TempId sum = nest.sum();
  LoopBuilder* loops = &lowering.loops();
  lowering.elements().bind(result, [loops, sum, to = type.dtype](ElementLowering::Index) {
    return loops->op(ScalarOp::kConvert, to, {loops->temp(sum)});
  });
  lowering.computeAndStore(group, nest.parallel(), type.dims, nest.index(), nest.exists());
  return lowering.finish(work.flops, work.bytes);
}

}  // namespace partita
