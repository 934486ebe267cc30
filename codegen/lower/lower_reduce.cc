// Reductions that are no row or column sums: any dimensions, any number of operands, any body; and windows, with
// running sums as scans.
#include <algorithm>

#include "codegen/lower/dims.h"
#include "codegen/lower/lower.h"
#include "codegen/lower/row_plan.h"
#include "codegen/lower/window.h"
#include "graph/op.h"

namespace partita {

namespace {

ExprId convert(LoopBuilder& loops, ExprId value, DType to) { return loops.op(ScalarOp::kConvert, to, {value}); }

// The body of NODE's region as a combiner.
NestCombiner combinerOf(NestLowering& lowering, const Node& node, size_t count) {
  NestCombiner combiner;
  std::vector<ExprId> args;
  for (std::vector<TempId>* side : {&combiner.left, &combiner.right}) {
    for (size_t i = 0; i < count; ++i) {
      side->push_back(lowering.loops().declareTemp(lowering.context().graph.type(node.operands[i]).dtype));
      args.push_back(lowering.loops().temp(side->back()));
    }
  }
  combiner.results = lowering.elements().applyRegion(node.regions[0], args);
  return combiner;
}

// The reduction of a reduce or a reduce_window over AXES, of the operands' elements at INDEX where GUARD is true, and
// the stores of its results over the axes that are not summed over.
void reduce(NestLowering& lowering, const Node& node, const std::vector<AxisUse>& axes,
            const std::vector<ExprId>& index, ExprId guard, const std::vector<ExprId>& outIndex) {
  const Graph& graph = lowering.context().graph;
  ElementLowering& elements = lowering.elements();
  LoopBuilder& loops = lowering.loops();
  const size_t count = node.results.size();
  std::optional<ScalarOp> simple;
  if (count == 1) simple = simpleReduction(graph, node.regions[0]);
  std::vector<ExprId> results;
  if (simple) {
    const DType dtype = graph.type(node.results[0]).dtype;
    ExprId initial = convert(loops, elements.valueAt(node.operands[1], {}), accumulatorType(dtype));
    ExprId value = convert(loops, elements.valueAt(node.operands[0], index), accumulatorType(dtype));
    results.push_back(
        convert(loops, loops.temp(lowering.nest().reduction(axes, *simple, initial, value, guard)), dtype));
  } else {
    std::vector<ExprId> initials, values;
    for (size_t i = 0; i < count; ++i) {
      initials.push_back(elements.valueAt(node.operands[count + i], {}));
      values.push_back(elements.valueAt(node.operands[i], index));
    }
    for (TempId temp : lowering.nest().reduction(axes, combinerOf(lowering, node, count), initials, values, guard))
      results.push_back(loops.temp(temp));
  }
  std::vector<AxisUse> kept;
  for (const AxisUse& use : axes) {
    if (!isReduction(use.role)) kept.push_back(use);
  }
  const ExprId linear = elements.linearIndex(graph.type(node.results[0]).dims, outIndex);
  for (size_t i = 0; i < count; ++i)
    lowering.nest().store(kept, {{lowering.buffer(node.results[i]), linear, results[i]}});
}

// Results that are what the reduction begins with: there is nothing to reduce.
void storeInitials(NestLowering& lowering, const Node& node) {
  const Dims& dims = lowering.context().graph.type(node.results[0]).dims;
  AxisId axis = lowering.nest().axis("i", elementCount(dims));
  const size_t count = node.results.size();
  for (size_t i = 0; i < count; ++i) {
    lowering.nest().store(parallelAxes({axis}), {{lowering.buffer(node.results[i]), lowering.nest().at(axis),
                                                  lowering.elements().valueAt(node.operands[count + i], {})}});
  }
}

}  // namespace

StatusOr<LoweredNest> lowerReduce(const LoweringContext& context, const FusionGroup& group, const std::string& name) {
  const Graph& graph = context.graph;
  const Node& node = graph.nodes[group.hero];
  NestLowering lowering(context, name, group.inputs, node.results);
  const Dims& dims = graph.type(node.operands[0]).dims;
  absl::Span<const int64_t> reduced = node.attrs.getInts("dims");
  GroupWork work = groupWork(graph, group);
  if (graph.type(node.results[0]).elements() == 0) return lowering.finish(0, 0);
  if (graph.type(node.operands[0]).elements() == 0) {
    storeInitials(lowering, node);
    return lowering.finish(work.flops, work.bytes);
  }
  std::vector<AxisUse> axes;
  std::vector<ExprId> index, outIndex;
  for (size_t d = 0; d < dims.size(); ++d) {
    const bool over = contains(reduced, static_cast<int64_t>(d));
    AxisId axis = lowering.nest().axis(absl::StrCat(over ? "k" : "i", d), dims[d]);
    axes.push_back({axis, over ? AxisRole::kReduced : AxisRole::kParallel});
    index.push_back(lowering.nest().at(axis));
    if (!over) outIndex.push_back(index.back());
  }
  reduce(lowering, node, axes, index, ExprId(), outIndex);
  return lowering.finish(work.flops, work.bytes);
}

StatusOr<LoweredNest> lowerWindow(const LoweringContext& context, const FusionGroup& group, const std::string& name) {
  const Graph& graph = context.graph;
  const Node& node = graph.nodes[group.hero];
  NestLowering lowering(context, name, group.inputs, node.results);
  LoopBuilder& loops = lowering.loops();
  ElementLowering& elements = lowering.elements();
  const Dims& dims = graph.type(node.operands[0]).dims;
  const Dims& outDims = graph.type(node.results[0]).dims;
  GroupWork work = groupWork(graph, group);
  if (graph.type(node.results[0]).elements() == 0) return lowering.finish(0, 0);
  std::optional<ScalarOp> simple;
  if (node.results.size() == 1) simple = simpleReduction(graph, node.regions[0]);
  const size_t rank = dims.size();
  auto ints = [&](std::string_view attribute, int64_t fallback, size_t count) {
    absl::Span<const int64_t> given = node.attrs.getInts(attribute);
    return given.empty() ? std::vector<int64_t>(count, fallback) : std::vector<int64_t>(given.begin(), given.end());
  };
  std::vector<int64_t> window = ints("window_dimensions", 1, rank), strides = ints("window_strides", 1, rank),
                       baseDilation = ints("base_dilations", 1, rank),
                       windowDilation = ints("window_dilations", 1, rank), padding = ints("padding", 0, 2 * rank);
  if (graph.type(node.operands[0]).elements() == 0 || elementCount(window) == 0) {
    storeInitials(lowering, node);
    return lowering.finish(work.flops, work.bytes);
  }

  // A running sum: the window reaches from the first (or to the last) element.
  int scanDim = -1;
  bool backward = false, isScan = simple.has_value();
  for (size_t d = 0; d < rank && isScan; ++d) {
    bool plain = strides[d] == 1 && baseDilation[d] == 1 && windowDilation[d] == 1;
    if (plain && window[d] == 1 && padding[2 * d] == 0 && padding[2 * d + 1] == 0) continue;
    bool up = padding[2 * d] == dims[d] - 1 && padding[2 * d + 1] == 0;
    bool down = padding[2 * d] == 0 && padding[2 * d + 1] == dims[d] - 1;
    isScan = plain && window[d] == dims[d] && (up || down) && scanDim < 0;
    scanDim = static_cast<int>(d);
    backward = !up;
  }
  if (isScan && scanDim >= 0) {
    const DType dtype = graph.type(node.results[0]).dtype;
    std::vector<AxisUse> axes;
    std::vector<ExprId> index(rank);
    for (size_t d = 0; d < rank; ++d) {
      if (static_cast<int>(d) == scanDim) continue;
      axes.push_back({lowering.nest().axis(absl::StrCat("i", d), dims[d]), AxisRole::kParallel});
      index[d] = lowering.nest().at(axes.back().axis);
    }
    const int64_t n = dims[static_cast<size_t>(scanDim)];
    axes.push_back({lowering.nest().axis("k", n), AxisRole::kSequential});
    ExprId k = lowering.nest().at(axes.back().axis);
    index[static_cast<size_t>(scanDim)] = backward ? loops.sub(loops.index(n - 1), k) : k;
    ExprId initial = convert(loops, elements.valueAt(node.operands[1], {}), accumulatorType(dtype));
    ExprId value = convert(loops, elements.valueAt(node.operands[0], index), accumulatorType(dtype));
    TempId sum = lowering.nest().scan(axes, *simple, initial, value);
    for (AxisUse& use : axes) use.role = AxisRole::kParallel;  // each point has a place of its own
    lowering.nest().store(axes, {{lowering.buffer(node.results[0]), elements.linearIndex(outDims, index),
                                  convert(loops, loops.temp(sum), dtype)}});
    return lowering.finish(work.flops, work.bytes);
  }

  std::vector<AxisUse> axes;
  std::vector<ExprId> outIndex, index(rank);
  for (size_t d = 0; d < rank; ++d) {
    axes.push_back({lowering.nest().axis(absl::StrCat("i", d), outDims[d]), AxisRole::kParallel});
    outIndex.push_back(lowering.nest().at(axes.back().axis));
  }
  ExprId inside;
  for (size_t d = 0; d < rank; ++d) {
    ExprId w = loops.index(0);
    if (window[d] > 1) {
      axes.push_back({lowering.nest().axis(absl::StrCat("w", d), window[d]), AxisRole::kWindow});
      w = lowering.nest().at(axes.back().axis);
    }
    index[d] = windowPlace(
        loops, {dims[d], window[d], outDims[d], strides[d], windowDilation[d], baseDilation[d], padding[2 * d]},
        outIndex[d], w, inside);
  }
  reduce(lowering, node, axes, index, inside, outIndex);
  return lowering.finish(work.flops, work.bytes);
}

}  // namespace partita
