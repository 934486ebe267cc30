// Convolutions: sums of products over windows and input features, then the elementwise nodes that follow. One nest for
// all of them: forward, gradients, grouped, dilated, any order of dimensions. The elements of the kernel and of the
// input are values of their own, in this order: a schedule says whether they are read in place or brought into form.
#include <algorithm>

#include "codegen/lower/lower.h"
#include "codegen/lower/row_plan.h"
#include "codegen/lower/window.h"
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
      const AxisId axis = lowering_.nest().axis(strCat("w", d), window);
      uses.push_back({axis, AxisRole::kWindow});
      summed.push_back(axis);
      const ExprId w = lowering_.nest().at(axis);
      const int64_t stride = spatial("window_strides", d, 1), base = spatial("lhs_dilation", d, 1),
                    dilation = spatial("rhs_dilation", d, 1), low = spatial("padding", 2 * d, 0);
      kernel[kernelAt[d]] = spatial("window_reversal", d, 0) != 0 ? loops.sub(loops.index(window - 1), w) : w;
      input[inputAt[d]] = windowPlace(loops, {size, window, out_.dims[outputAt[d]], stride, dilation, base, low},
                                      index_[outputAt[d]], w, inside);
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
    return lowering_.nest().reduction(std::move(uses), ScalarOp::kAdd, loops.constant(accumulate_, 0), product);
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

  // Those an operand has elements along: the result's but features (the input) or all but those (the kernel), groups
  // and those that are summed over.
  std::vector<AxisId> axesOf(bool input, const std::vector<AxisId>& summed) const {
    std::vector<AxisId> axes;
    for (AxisId axis : parallel_) {
      if (axis == groupAxis_ || (axis == featureAxis_) != input) axes.push_back(axis);
    }
    axes.insert(axes.end(), summed.begin(), summed.end());
    return axes;
  }

  // Output features in groups are two axes.
  void makeParallelAxes() {
    LoopBuilder& loops = lowering_.loops();
    const int64_t groups = attr("feature_group_count") * attr("batch_group_count");
    for (int64_t d = 0; d < out_.rank(); ++d) {
      if (d != outputFeature_ || groups == 1) {
        parallel_.push_back(lowering_.nest().axis(strCat("p", d), out_.dims[d]));
        index_.push_back(lowering_.nest().at(parallel_.back()));
        if (d == outputFeature_) featureAxis_ = parallel_.back();
        continue;
      }
      const int64_t each = out_.dims[d] / groups;
      parallel_.push_back(lowering_.nest().axis("g", groups));
      groupAxis_ = parallel_.back();
      group_ = lowering_.nest().at(groupAxis_);
      parallel_.push_back(lowering_.nest().axis(strCat("p", d), each));
      featureAxis_ = parallel_.back();
      index_.push_back(loops.add(loops.mul(group_, loops.index(each)), lowering_.nest().at(parallel_.back())));
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
};

}  // namespace

StatusOr<LoweredNest> lowerConvolution(const LoweringContext& context, const FusionGroup& group,
                                       const std::string& name) {
  const Graph& graph = context.graph;
  const Node& node = graph.nodes[group.hero];
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
  lowering.computeAndStore(group, nest.parallel(), type.dims, nest.index());
  return lowering.finish(work.flops, work.bytes);
}

}  // namespace partita
