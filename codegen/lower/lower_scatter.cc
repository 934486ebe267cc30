// scatter and dynamic_update_slice: writes at computed places. In place when the plan gives operand and result one
// memory; else the operand (or the splat it is) is written first. Updates are applied in order by one task each, so
// that the result does not depend on the number of threads; tasks divide the innermost window dimension.
#include <algorithm>

#include "codegen/lower/dims.h"
#include "codegen/lower/lower.h"
#include "codegen/lower/row_plan.h"
#include "graph/op.h"

namespace partita {

namespace {

LoopKind vectorOrSerial(int lanes) { return lanes > 1 ? LoopKind::kVector : LoopKind::kSerial; }

}  // namespace

StatusOr<std::vector<LoweredKernel>> lowerScatter(const LoweringContext& context, const FusionGroup& group,
                                                  const std::string& name) {
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
  KernelBuilder kernel(context, name, reads, node.results);
  LoopBuilder& loops = kernel.loops();
  ElementLowering& elements = kernel.elements();

  // Window dimensions: update dimension of each operand dimension, -1 where inserted or batching.
  std::vector<int64_t> windowOf(rank, -1);
  size_t w = 0;
  for (int64_t d = 0; d < rank; ++d) {
    if (!contains(inserted, d) && !contains(batching, d)) windowOf[d] = windowDims[w++];
  }
  // Tasks divide the last dimension when every update covers it whole.
  const int64_t last = rank - 1;
  int64_t tasks = 1, chunk = rank > 0 ? dims[last] : 1;
  bool wholeRows = rank > 0 && windowOf[last] >= 0 && windowOf[last] == static_cast<int64_t>(updateDims.size()) - 1 &&
                   !contains(map, last) && updateDims[windowOf[last]] == dims[last];
  if (wholeRows) {
    tasks = taskCount(context.taskSeconds, work.flops, work.bytes, dims[last] / 64);
    chunk = ((dims[last] + tasks - 1) / tasks + 15) / 16 * 16;
    tasks = (dims[last] + chunk - 1) / chunk;
  }
  ExprId columnBegin = loops.index(0), columnEnd = loops.index(chunk);
  if (tasks > 1) {
    LoopVarId t = loops.openFor("t", loops.index(0), loops.index(tasks), LoopKind::kParallel);
    columnBegin = loops.mul(loops.var(t), loops.index(chunk));
    columnEnd = loops.min(loops.add(columnBegin, loops.index(chunk)), loops.index(dims[last]));
  }

  for (size_t i = 0; i < arrays; ++i) {
    ValueId operand = node.operands[i], result = node.results[i];
    if (context.storageOf(operand) == context.storageOf(result)) continue;
    int64_t elementsCount = graph.type(operand).elements();
    if (elementsCount == 0) continue;
    int64_t bytes = std::max<int64_t>(4, dtypeBytes(graph.type(operand).dtype));
    if (tasks > 1) {
      int64_t rows = elementsCount / dims[last];
      int lanes = chooseLanes(context.target, chunk, 4, bytes);
      LoopVarId r = loops.openFor("r", loops.index(0), loops.index(rows), LoopKind::kSerial);
      LoopVarId c = loops.openFor("c", columnBegin, columnEnd, vectorOrSerial(lanes), 1, lanes);
      ExprId linear = loops.add(loops.mul(loops.var(r), loops.index(dims[last])), loops.var(c));
      kernel.store(result, linear, elements.valueAtLinear(operand, linear));
      loops.close();
      loops.close();
    } else {
      int lanes = chooseLanes(context.target, elementsCount, 4, bytes);
      LoopVarId c = loops.openFor("c", loops.index(0), loops.index(elementsCount), vectorOrSerial(lanes), 1, lanes);
      kernel.store(result, loops.var(c), elements.valueAtLinear(operand, loops.var(c)));
      loops.close();
    }
  }
  if (graph.type(node.operands[arrays + 1]).elements() > 0) {
    std::vector<ExprId> update(updateDims.size());
    std::vector<ExprId> batch;
    int opened = 0;
    for (int64_t d = 0; d < static_cast<int64_t>(updateDims.size()); ++d) {
      if (contains(windowDims, d)) continue;
      update[d] =
          loops.var(loops.openFor(absl::StrCat("u", d), loops.index(0), loops.index(updateDims[d]), LoopKind::kSerial));
      batch.push_back(update[d]);
      ++opened;
    }
    auto indexAt = [&](int64_t k) {
      std::vector<ExprId> at;
      size_t b = 0;
      for (int64_t i = 0; i < static_cast<int64_t>(indexDims.size()); ++i)
        at.push_back(i == vectorDim ? loops.index(k) : batch[b++]);
      return at;
    };
    auto andOf = [&](ExprId x, ExprId y) { return x.valid() ? loops.op(ScalarOp::kAnd, DType::kI1, {x, y}) : y; };
    // Starts; the condition for dimensions in which the window is one element.
    std::vector<ExprId> start(rank);
    ExprId outside;
    for (int64_t d = 0; d < rank; ++d) {
      if (contains(map, d)) {
        ExprId x = elements.valueAt(indices, indexAt(positionOf(map, d)));
        // As i64 the upper half of ui64 would be just below zero, from where a window reaches into the operand.
        if (graph.type(indices).dtype == DType::kUI64)
          x = loops.op(ScalarOp::kMinimum, DType::kUI64, {x, loops.constantInt(DType::kUI64, dims[d])});
        if (graph.type(indices).dtype != DType::kI64) x = loops.op(ScalarOp::kConvert, DType::kI64, {x});
        start[d] = loops.temp(loops.let(x));
        if (windowOf[d] < 0 || updateDims[windowOf[d]] == 1) {
          outside = andOf(outside, loops.op(ScalarOp::kCompareGe, DType::kI1, {start[d], loops.index(0)}));
          outside = andOf(outside, loops.op(ScalarOp::kCompareLt, DType::kI1, {start[d], loops.index(dims[d])}));
        }
      } else if (contains(batching, d)) {
        int64_t i = indexBatching[positionOf(batching, d)];
        start[d] = batch[i < vectorDim ? i : i - 1];
      }
    }
    if (outside.valid()) {
      loops.openIf(outside);
      ++opened;
    }
    int64_t inner = -1;
    for (int64_t d : windowDims) inner = std::max(inner, d);
    for (int64_t d = 0; d < static_cast<int64_t>(updateDims.size()); ++d) {
      if (!contains(windowDims, d)) continue;
      // The innermost window dimension is contiguous in the operand too when it is the operand's last one.
      bool vector = d == inner && rank > 0 && windowOf[last] == d && updateDims[d] > 1;
      ExprId begin = loops.index(0), end = loops.index(updateDims[d]);
      if (vector && tasks > 1) {
        begin = columnBegin;
        end = columnEnd;
      }
      int lanes = vector ? chooseLanes(context.target, vector && tasks > 1 ? chunk : updateDims[d], 4,
                                       std::max<int64_t>(4, dtypeBytes(graph.type(node.operands[0]).dtype)))
                         : 1;
      update[d] = loops.var(loops.openFor(absl::StrCat("w", d), begin, end, vectorOrSerial(lanes), 1, lanes));
      ++opened;
    }
    ExprId inside;
    std::vector<ExprId> at(rank);
    for (int64_t d = 0; d < rank; ++d) {
      ExprId x = start[d];
      bool wide = windowOf[d] >= 0 && updateDims[windowOf[d]] > 1;
      if (windowOf[d] >= 0) x = x.valid() ? loops.add(x, update[windowOf[d]]) : update[windowOf[d]];
      if (contains(map, d)) {
        if (wide) {
          inside = andOf(inside, loops.op(ScalarOp::kCompareGe, DType::kI1, {x, loops.index(0)}));
          inside = andOf(inside, loops.op(ScalarOp::kCompareLt, DType::kI1, {x, loops.index(dims[d])}));
        }
        x = loops.min(loops.max(x, loops.index(0)), loops.index(dims[d] - 1));
      }
      at[d] = x.valid() ? x : loops.index(0);
    }
    if (inside.valid()) {
      loops.openIf(inside);
      ++opened;
    }
    ExprId linear = elements.linearIndex(dims, at);
    std::vector<ExprId> args;
    for (size_t i = 0; i < arrays; ++i) args.push_back(loops.load(kernel.buffer(node.results[i]), linear));
    for (size_t i = 0; i < arrays; ++i) args.push_back(elements.valueAt(node.operands[arrays + 1 + i], update));
    std::vector<ExprId> combined = elements.applyRegion(node.regions[0], args);
    for (ExprId& e : combined) e = loops.temp(loops.let(e));
    for (size_t i = 0; i < arrays; ++i) kernel.store(node.results[i], linear, combined[i]);
    for (int i = 0; i < opened; ++i) loops.close();
  }
  if (tasks > 1) loops.close();
  return kernel.finishAlone(work.flops, work.bytes);
}

StatusOr<std::vector<LoweredKernel>> lowerUpdateSlice(const LoweringContext& context, const FusionGroup& group,
                                                      const std::string& name) {
  const Graph& graph = context.graph;
  const Node& node = graph.nodes[group.hero];
  ValueId operand = node.operands[0], update = node.operands[1], result = node.results[0];
  const Dims& dims = graph.type(operand).dims;
  const Dims& sizes = graph.type(update).dims;
  const size_t rank = dims.size();
  GroupWork work = groupWork(graph, group);
  KernelBuilder kernel(context, name, group.inputs, {result});
  LoopBuilder& loops = kernel.loops();
  ElementLowering& elements = kernel.elements();
  int64_t bytes = std::max<int64_t>(4, dtypeBytes(graph.type(operand).dtype));
  if (context.storageOf(operand) != context.storageOf(result) && graph.type(operand).elements() > 0) {
    int64_t count = graph.type(operand).elements();
    int lanes = chooseLanes(context.target, count, 4, bytes);
    LoopVarId c = loops.openFor("c", loops.index(0), loops.index(count), vectorOrSerial(lanes), 1, lanes);
    kernel.store(result, loops.var(c), elements.valueAtLinear(operand, loops.var(c)));
    loops.close();
  }
  if (graph.type(update).elements() > 0) {
    std::vector<ExprId> start;
    for (size_t d = 0; d < rank; ++d) {
      if (sizes[d] == dims[d]) {
        start.push_back(loops.index(0));
        continue;
      }
      start.push_back(loops.temp(loops.let(elements.clampedStart(node.operands[2 + d], {}, dims[d] - sizes[d]))));
    }
    // The trailing dimensions that are written whole, and the one before them, are one contiguous block.
    size_t first = rank;
    while (first > 0 && sizes[first - 1] == dims[first - 1]) --first;
    if (first > 0) --first;
    int64_t block = 1, stride = 1;
    for (size_t d = first; d < rank; ++d) block *= sizes[d];
    for (size_t d = first + 1; d < rank; ++d) stride *= dims[d];
    Dims outerDims(dims.begin(), dims.begin() + first), outerSizes(sizes.begin(), sizes.begin() + first);
    std::vector<ExprId> outer, outerAt;
    for (size_t d = 0; d < first; ++d) {
      outer.push_back(
          loops.var(loops.openFor(absl::StrCat("i", d), loops.index(0), loops.index(sizes[d]), LoopKind::kSerial)));
      outerAt.push_back(loops.add(outer.back(), start[d]));
    }
    int lanes = chooseLanes(context.target, block, 4, bytes);
    LoopVarId j = loops.openFor("j", loops.index(0), loops.index(block), vectorOrSerial(lanes), 1, lanes);
    int64_t rowElements = rank > first ? dims[first] * stride : 1;
    ExprId to = loops.mul(elements.linearIndex(outerDims, outerAt), loops.index(rowElements));
    if (rank > first) to = loops.add(to, loops.mul(start[first], loops.index(stride)));
    ExprId from = loops.add(loops.mul(elements.linearIndex(outerSizes, outer), loops.index(block)), loops.var(j));
    kernel.store(result, loops.add(to, loops.var(j)), elements.valueAtLinear(update, from));
    for (size_t d = 0; d <= first; ++d) loops.close();
  }
  return kernel.finishAlone(work.flops, work.bytes);
}

}  // namespace partita
