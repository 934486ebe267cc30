// scatter and dynamic_update_slice: writes at computed places. In place when the plan gives operand and result one
// memory; else the operand (or the splat it is) is written first. Updates are applied in their order.
#include <algorithm>

#include "codegen/lower/dims.h"
#include "codegen/lower/lower.h"
#include "codegen/lower/row_plan.h"
#include "graph/op.h"

namespace partita {

namespace {
// For each range that its rows are cut into, so that looking through all updates is little beside writing them.
constexpr int64_t kMostRanges = 8;  // each looks through all updates
constexpr int64_t kColumnsOfARange = 64;
}  // namespace

StatusOr<LoweredNest> lowerScatter(const LoweringContext& context, const FusionGroup& group, const std::string& name) {
  const Graph& graph = context.graph;
  const Node& node = graph.nodes[group.hero];
  const size_t arrays = node.results.size();
  const AttrDict& a = node.attrs;
  absl::Span<const int64_t> windowDims = a.getInts("update_window_dims"), inserted = a.getInts("inserted_window_dims"),
                            batching = a.getInts("input_batching_dims"),
                            indexBatching = a.getInts("scatter_indices_batching_dims"),
                            map = a.getInts("scatter_dims_to_operand_dims");
  const int64_t vectorDim = a.getInt("index_vector_dim");
  const Dims& dims = graph.type(node.operands[0]).dims;
  ValueId indices = node.operands[arrays];
  const Dims& indexDims = graph.type(indices).dims;
  const Dims& updateDims = graph.type(node.operands[arrays + 1]).dims;
  const int64_t rank = static_cast<int64_t>(dims.size());
  GroupWork work = groupWork(graph, group);

  // The results are read too: updates are combined with what is there.
  std::vector<ValueId> reads = group.inputs;
  reads.insert(reads.end(), node.results.begin(), node.results.end());
  NestLowering lowering(context, name, reads, node.results);
  NestBuilder& nest = lowering.nest();
  LoopBuilder& loops = lowering.loops();
  ElementLowering& elements = lowering.elements();
  const int64_t elementsCount = elementCount(dims);
  if (elementsCount == 0) return lowering.finish(0, 0);

  // Window dimensions: update dimension of each operand dimension, -1 where inserted or batching.
  std::vector<int64_t> windowOf(static_cast<size_t>(rank), -1);
  size_t w = 0;
  for (int64_t d = 0; d < rank; ++d) {
    if (!contains(inserted, d) && !contains(batching, d)) windowOf[static_cast<size_t>(d)] = windowDims[w++];
  }
  // Where every update covers the last dimension whole, rows are copied and updated along one axis.
  const int64_t last = rank - 1;
  const int64_t lastWindow = rank > 0 ? windowOf[static_cast<size_t>(last)] : -1;
  const bool wholeRows = lastWindow >= 0 && lastWindow == static_cast<int64_t>(updateDims.size()) - 1 &&
                         !contains(map, last) &&
                         updateDims[static_cast<size_t>(lastWindow)] == dims[static_cast<size_t>(last)];
  AxisId column;
  if (wholeRows) column = nest.axis("c", dims[static_cast<size_t>(last)]);
  const int64_t columns = wholeRows ? dims[static_cast<size_t>(last)] : 1, rows = elementsCount / columns;
  // Rows are written in ranges, by tasks that each look through all updates for those of their range. Every row gets
  // its updates in their order, however many ranges there are.
  const bool inRanges = wholeRows && rank > 1 && contains(map, 0) && contains(inserted, 0) && batching.empty();
  int64_t ranges = 1, range = dims.empty() ? 1 : dims[0];
  if (inRanges) {
    const int64_t most = std::min({range, columns / kColumnsOfARange, kMostRanges});
    ranges = taskCount(context.taskSeconds, work.flops, work.bytes, std::max<int64_t>(1, most));
    range = (range + ranges - 1) / ranges;
    ranges = (dims[0] + range - 1) / range;
  }
  AxisId whichRange;
  if (ranges > 1) whichRange = nest.axis("g", ranges);

  AxisId copied;
  for (size_t i = 0; i < arrays; ++i) {
    ValueId operand = node.operands[i], result = node.results[i];
    if (context.storageOf(operand) == context.storageOf(result)) continue;
    const int64_t rowsOfARange = ranges > 1 ? rows / dims[0] * range : rows;
    if (!copied.valid()) copied = nest.axis("r", rowsOfARange);
    std::vector<AxisId> axes = {copied};
    ExprId row = nest.at(copied), inside;
    if (ranges > 1) {
      axes.insert(axes.begin(), whichRange);
      row = loops.add(loops.mul(nest.at(whichRange), loops.index(rowsOfARange)), row);
      if (ranges * rowsOfARange > rows) inside = loops.op(ScalarOp::kCompareLt, DType::kI1, {row, loops.index(rows)});
    }
    ExprId linear = loops.mul(row, loops.index(columns));
    if (wholeRows) {
      linear = loops.add(linear, nest.at(column));
      axes.push_back(column);
    }
    nest.store(parallelAxes(axes), {{lowering.buffer(result), linear, elements.valueAtLinear(operand, linear)}},
               inside);
  }
  if (graph.type(node.operands[arrays + 1]).elements() == 0) return lowering.finish(work.flops, work.bytes);

  // Batching dimensions write rows of their own, whatever the order of the updates.
  std::vector<AxisUse> axes;
  std::vector<ExprId> update(updateDims.size()), batch;
  if (ranges > 1) axes.push_back({whichRange, AxisRole::kParallel});
  size_t own = axes.size();
  for (int64_t d = 0; d < static_cast<int64_t>(updateDims.size()); ++d) {
    if (contains(windowDims, d)) continue;
    const int64_t number = static_cast<int64_t>(batch.size());
    const bool isBatching =
        updateDims[static_cast<size_t>(d)] > 1 && contains(indexBatching, number < vectorDim ? number : number + 1);
    const AxisId axis = nest.axis(absl::StrCat("u", d), updateDims[static_cast<size_t>(d)]);
    axes.insert(isBatching ? axes.begin() + static_cast<std::ptrdiff_t>(own++) : axes.end(),
                {axis, isBatching ? AxisRole::kParallel : AxisRole::kSequential});
    update[static_cast<size_t>(d)] = nest.at(axis);
    batch.push_back(update[static_cast<size_t>(d)]);
  }
  for (int64_t d : windowDims) {
    const bool whole = wholeRows && d == lastWindow;
    AxisId axis = whole ? column : nest.axis(absl::StrCat("w", d), updateDims[static_cast<size_t>(d)]);
    axes.push_back({axis, AxisRole::kParallel});
    update[static_cast<size_t>(d)] = nest.at(axis);
  }
  auto indexAt = [&](int64_t k) {
    std::vector<ExprId> at;
    size_t b = 0;
    for (int64_t i = 0; i < static_cast<int64_t>(indexDims.size()); ++i)
      at.push_back(i == vectorDim ? loops.index(k) : batch[b++]);
    return at;
  };
  ExprId guard;
  auto require = [&](ScalarOp op, ExprId x, int64_t y) {
    ExprId test = loops.op(op, DType::kI1, {x, loops.index(y)});
    guard = guard.valid() ? loops.op(ScalarOp::kAnd, DType::kI1, {guard, test}) : test;
  };
  std::vector<ExprId> at(static_cast<size_t>(rank));
  for (int64_t d = 0; d < rank; ++d) {
    const int64_t window = windowOf[static_cast<size_t>(d)];
    ExprId x = loops.index(0);
    if (contains(map, d)) {
      x = elements.valueAt(indices, indexAt(positionOf(map, d)));
      // As i64 the upper half of ui64 would be just below zero, from where a window reaches into the operand.
      if (graph.type(indices).dtype == DType::kUI64)
        x = loops.op(ScalarOp::kMinimum, DType::kUI64,
                     {x, loops.constantInt(DType::kUI64, dims[static_cast<size_t>(d)])});
      if (graph.type(indices).dtype != DType::kI64) x = loops.op(ScalarOp::kConvert, DType::kI64, {x});
    } else if (contains(batching, d)) {
      const int64_t i = indexBatching[static_cast<size_t>(positionOf(batching, d))];
      x = batch[static_cast<size_t>(i < vectorDim ? i : i - 1)];
    }
    if (window >= 0) x = loops.add(x, update[static_cast<size_t>(window)]);
    if (d == 0 && ranges > 1) {
      // Written as the range's first row and what lies in the range, so that it shows that ranges are apart.
      const ExprId first = loops.mul(nest.at(whichRange), loops.index(range));
      x = loops.sub(x, first);
      require(ScalarOp::kCompareGe, x, 0);
      require(ScalarOp::kCompareLt, x, range);
      x = loops.add(first, loops.min(loops.max(x, loops.index(0)), loops.index(range - 1)));
      if (ranges * range > dims[0]) {
        require(ScalarOp::kCompareLt, x, dims[0]);
      }
    } else if (contains(map, d)) {
      require(ScalarOp::kCompareGe, x, 0);
      require(ScalarOp::kCompareLt, x, dims[static_cast<size_t>(d)]);
      x = loops.min(loops.max(x, loops.index(0)), loops.index(dims[static_cast<size_t>(d)] - 1));
    }
    at[static_cast<size_t>(d)] = x;
  }
  const ExprId linear = elements.linearIndex(dims, at);
  std::vector<ExprId> args;
  for (size_t i = 0; i < arrays; ++i) args.push_back(loops.load(lowering.buffer(node.results[i]), linear));
  for (size_t i = 0; i < arrays; ++i) args.push_back(elements.valueAt(node.operands[arrays + 1 + i], update));
  const std::vector<ExprId> combined = elements.applyRegion(node.regions[0], args);
  std::vector<NestStore> stores;
  for (size_t i = 0; i < arrays; ++i) stores.push_back({lowering.buffer(node.results[i]), linear, combined[i]});
  nest.store(std::move(axes), std::move(stores), guard);
  return lowering.finish(work.flops, work.bytes);
}

StatusOr<LoweredNest> lowerUpdateSlice(const LoweringContext& context, const FusionGroup& group,
                                       const std::string& name) {
  const Graph& graph = context.graph;
  const Node& node = graph.nodes[group.hero];
  ValueId operand = node.operands[0], update = node.operands[1], result = node.results[0];
  const Dims& dims = graph.type(operand).dims;
  const Dims& sizes = graph.type(update).dims;
  const size_t rank = dims.size();
  GroupWork work = groupWork(graph, group);
  NestLowering lowering(context, name, group.inputs, {result});
  NestBuilder& nest = lowering.nest();
  LoopBuilder& loops = lowering.loops();
  ElementLowering& elements = lowering.elements();
  if (context.storageOf(operand) != context.storageOf(result) && graph.type(operand).elements() > 0) {
    AxisId all = nest.axis("r", graph.type(operand).elements());
    nest.store(parallelAxes({all}),
               {{lowering.buffer(result), nest.at(all), elements.valueAtLinear(operand, nest.at(all))}});
  }
  if (graph.type(update).elements() == 0) return lowering.finish(work.flops, work.bytes);
  std::vector<ExprId> start;
  for (size_t d = 0; d < rank; ++d) {
    start.push_back(sizes[d] == dims[d] ? loops.index(0)
                                        : elements.clampedStart(node.operands[2 + d], {}, dims[d] - sizes[d]));
  }
  // The trailing dimensions that are written whole, and the one before them, are one contiguous block.
  size_t first = rank;
  while (first > 0 && sizes[first - 1] == dims[first - 1]) --first;
  if (first > 0) --first;
  int64_t block = 1, stride = 1;
  for (size_t d = first; d < rank; ++d) block *= sizes[d];
  for (size_t d = first + 1; d < rank; ++d) stride *= dims[d];
  Dims outerDims(dims.begin(), dims.begin() + static_cast<std::ptrdiff_t>(first)),
      outerSizes(sizes.begin(), sizes.begin() + static_cast<std::ptrdiff_t>(first));
  std::vector<AxisId> axes;
  std::vector<ExprId> outer, outerAt;
  for (size_t d = 0; d < first; ++d) {
    axes.push_back(nest.axis(absl::StrCat("i", d), sizes[d]));
    outer.push_back(nest.at(axes.back()));
    outerAt.push_back(loops.add(outer.back(), start[d]));
  }
  axes.push_back(nest.axis("j", block));
  const int64_t rowElements = rank > first ? dims[first] * stride : 1;
  ExprId to = loops.mul(elements.linearIndex(outerDims, outerAt), loops.index(rowElements));
  if (rank > first) to = loops.add(to, loops.mul(start[first], loops.index(stride)));
  ExprId from = loops.add(loops.mul(elements.linearIndex(outerSizes, outer), loops.index(block)), nest.at(axes.back()));
  nest.store(parallelAxes(axes),
             {{lowering.buffer(result), loops.add(to, nest.at(axes.back())), elements.valueAtLinear(update, from)}});
  return lowering.finish(work.flops, work.bytes);
}

}  // namespace partita
