// Reductions that are no row or column sums: any dimensions, any number of operands, any body; and windows, with
// running sums as one pass.
#include <algorithm>

#include "codegen/lower/dims.h"
#include "codegen/lower/lower.h"
#include "codegen/lower/row_plan.h"
#include "graph/op.h"

namespace partita {

namespace {

// State of a reduction with a body of several ops: one stack element for each operand.
class StackState {
 public:
  StackState(KernelBuilder& kernel, const Node& node) : kernel_(kernel), node_(node), count_(node.operands.size() / 2) {
    const Graph& graph = kernel.context().graph;
    for (size_t i = 0; i < count_; ++i) {
      DType dtype = graph.type(node.operands[i]).dtype;
      buffers_.push_back(kernel.loops().local(absl::StrCat("state", i), BufferSpace::kStack, dtype, 1));
    }
  }
  void start() {
    LoopBuilder& loops = kernel_.loops();
    for (size_t i = 0; i < count_; ++i) {
      loops.store(buffers_[i], loops.index(0), kernel_.elements().valueAt(node_.operands[count_ + i], {}));
    }
  }
  void take(const std::vector<ExprId>& index) {
    LoopBuilder& loops = kernel_.loops();
    std::vector<ExprId> args;
    for (size_t i = 0; i < count_; ++i) args.push_back(loops.temp(loops.let(loops.load(buffers_[i], loops.index(0)))));
    for (size_t i = 0; i < count_; ++i) {
      args.push_back(loops.temp(loops.let(kernel_.elements().valueAt(node_.operands[i], index))));
    }
    std::vector<ExprId> next = kernel_.elements().applyRegion(node_.regions[0], args);
    for (ExprId& e : next) e = loops.temp(loops.let(e));
    for (size_t i = 0; i < count_; ++i) loops.store(buffers_[i], loops.index(0), next[i]);
  }
  void finish(ExprId linear) {
    LoopBuilder& loops = kernel_.loops();
    for (size_t i = 0; i < count_; ++i) {
      kernel_.store(node_.results[i], linear, loops.load(buffers_[i], loops.index(0)));
    }
  }

 private:
  KernelBuilder& kernel_;
  const Node& node_;
  size_t count_;
  std::vector<LoopBufferId> buffers_;
};

// Opens serial loops over DIMS, the first cut into tasks where that pays; returns their variables.
struct Nest {
  std::vector<ExprId> index;
  int opened = 0;
};
Nest openNest(KernelBuilder& kernel, absl::Span<const int64_t> dims, double flops, double bytes) {
  LoopBuilder& loops = kernel.loops();
  Nest nest;
  for (size_t i = 0; i < dims.size(); ++i) {
    if (i == 0) {
      int64_t tasks = taskCount(kernel.context(), flops, bytes, dims[0]);
      int64_t chunk = (dims[0] + tasks - 1) / tasks;
      tasks = (dims[0] + chunk - 1) / chunk;
      if (tasks > 1) {
        LoopVarId t = loops.openFor("t", loops.index(0), loops.index(tasks), LoopKind::kParallel);
        ExprId begin = loops.mul(loops.var(t), loops.index(chunk));
        ExprId end = loops.add(begin, loops.index(chunk));
        if (dims[0] % chunk != 0) end = loops.min(end, loops.index(dims[0]));
        nest.index.push_back(loops.var(loops.openFor("i0", begin, end, LoopKind::kSerial)));
        nest.opened += 2;
        continue;
      }
    }
    nest.index.push_back(
        loops.var(loops.openFor(absl::StrCat("i", i), loops.index(0), loops.index(dims[i]), LoopKind::kSerial)));
    ++nest.opened;
  }
  return nest;
}

ExprId widen(LoopBuilder& loops, ExprId value, DType dtype) {
  DType to = accumulatorType(dtype);
  return to == dtype ? value : loops.op(ScalarOp::kConvert, to, {value});
}
ExprId narrow(LoopBuilder& loops, ExprId value, DType dtype) {
  return accumulatorType(dtype) == dtype ? value : loops.op(ScalarOp::kConvert, dtype, {value});
}

}  // namespace

StatusOr<std::vector<LoweredKernel>> lowerReduce(const LoweringContext& context, const FusionGroup& group,
                                                 const std::string& name) {
  const Graph& graph = context.graph;
  const Node& node = graph.nodes[group.hero];
  KernelBuilder kernel(context, name, group.inputs, node.results);
  LoopBuilder& loops = kernel.loops();
  ElementLowering& elements = kernel.elements();
  const Dims& dims = graph.type(node.operands[0]).dims;
  const Dims& outDims = graph.type(node.results[0]).dims;
  absl::Span<const int64_t> reduced = node.attrs.getInts("dims");
  GroupWork work = groupWork(graph, group);
  std::optional<ScalarOp> simple;
  if (node.results.size() == 1) simple = simpleReduction(graph, node.regions[0]);

  std::vector<int64_t> reducedDims(reduced.begin(), reduced.end());
  std::sort(reducedDims.begin(), reducedDims.end());
  auto fullIndex = [&](const std::vector<ExprId>& kept, const std::vector<ExprId>& over) {
    std::vector<ExprId> index;
    size_t k = 0, r = 0;
    for (int64_t d = 0; d < static_cast<int64_t>(dims.size()); ++d) {
      index.push_back(contains(reducedDims, d) ? over[r++] : kept[k++]);
    }
    return index;
  };
  auto openReduced = [&](size_t count, std::vector<ExprId>& over) {
    for (size_t i = 0; i < count; ++i) {
      over.push_back(loops.var(
          loops.openFor(absl::StrCat("k", i), loops.index(0), loops.index(dims[reducedDims[i]]), LoopKind::kSerial)));
    }
  };
  auto closeAll = [&](size_t count) {
    for (size_t i = 0; i < count; ++i) loops.close();
  };

  if (!simple) {
    Nest nest = openNest(kernel, outDims, work.flops, work.bytes);
    StackState state(kernel, node);
    state.start();
    std::vector<ExprId> over;
    openReduced(reducedDims.size(), over);
    state.take(fullIndex(nest.index, over));
    closeAll(reducedDims.size());
    state.finish(elements.linearIndex(outDims, nest.index));
    closeAll(nest.opened);
    return kernel.finishAlone(work.flops, work.bytes);
  }

  DType dtype = graph.type(node.results[0]).dtype;
  ExprId init = widen(loops, elements.valueAt(node.operands[1], {}), dtype);
  bool lastKept = !dims.empty() && !contains(reducedDims, static_cast<int64_t>(dims.size()) - 1);
  if (lastKept && !outDims.empty() && outDims.back() > 1) {
    Nest nest = openNest(kernel, absl::MakeConstSpan(outDims).subspan(0, outDims.size() - 1), work.flops, work.bytes);
    int lanes = chooseLanes(context.target, outDims.back(), 4, std::max<int64_t>(4, dtypeBytes(dtype)));
    LoopVarId j = loops.openFor("j", loops.index(0), loops.index(outDims.back()),
                                lanes > 1 ? LoopKind::kVector : LoopKind::kSerial, 1, lanes);
    nest.index.push_back(loops.var(j));
    AccumId sum = loops.initAccum(accumulatorType(dtype), *simple, init);
    std::vector<ExprId> over;
    openReduced(reducedDims.size(), over);
    loops.accumulate(sum, widen(loops, elements.valueAt(node.operands[0], fullIndex(nest.index, over)), dtype));
    closeAll(reducedDims.size());
    kernel.store(node.results[0], elements.linearIndex(outDims, nest.index),
                 narrow(loops, loops.accumValue(sum), dtype));
    closeAll(nest.opened + 1);
    return kernel.finishAlone(work.flops, work.bytes);
  }
  Nest nest = openNest(kernel, outDims, work.flops, work.bytes);
  AccumId sum = loops.initAccum(accumulatorType(dtype), *simple, init);
  std::vector<ExprId> over;
  if (!reducedDims.empty()) {
    openReduced(reducedDims.size() - 1, over);
    int64_t extent = dims[reducedDims.back()];
    int lanes = chooseLanes(context.target, std::max<int64_t>(extent, 1), 4, std::max<int64_t>(4, dtypeBytes(dtype)));
    over.push_back(loops.var(loops.openFor("k", loops.index(0), loops.index(extent),
                                           lanes > 1 ? LoopKind::kVector : LoopKind::kSerial, 1, lanes)));
  }
  loops.accumulate(sum, widen(loops, elements.valueAt(node.operands[0], fullIndex(nest.index, over)), dtype));
  closeAll(reducedDims.size());
  kernel.store(node.results[0], elements.linearIndex(outDims, nest.index), narrow(loops, loops.accumValue(sum), dtype));
  closeAll(nest.opened);
  return kernel.finishAlone(work.flops, work.bytes);
}

StatusOr<std::vector<LoweredKernel>> lowerWindow(const LoweringContext& context, const FusionGroup& group,
                                                 const std::string& name) {
  const Graph& graph = context.graph;
  const Node& node = graph.nodes[group.hero];
  KernelBuilder kernel(context, name, group.inputs, node.results);
  LoopBuilder& loops = kernel.loops();
  ElementLowering& elements = kernel.elements();
  const Dims& dims = graph.type(node.operands[0]).dims;
  const Dims& outDims = graph.type(node.results[0]).dims;
  GroupWork work = groupWork(graph, group);
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
  DType dtype = graph.type(node.results[0]).dtype;

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
  if (isScan && scanDim >= 0 && graph.type(node.results[0]).elements() > 0) {
    Dims outer(dims.begin(), dims.begin() + scanDim), inner(dims.begin() + scanDim + 1, dims.end());
    int64_t innerCount = elementCount(inner), n = dims[scanDim];
    Nest nest = openNest(kernel, outer, work.flops, work.bytes);
    std::vector<ExprId> innerIndex;
    int lanes = chooseLanes(context.target, innerCount, 4, std::max<int64_t>(4, dtypeBytes(dtype)));
    LoopVarId j;
    if (innerCount > 1) {
      j = loops.openFor("j", loops.index(0), loops.index(innerCount), lanes > 1 ? LoopKind::kVector : LoopKind::kSerial,
                        1, lanes);
      innerIndex = elements.indexFromLinear(inner, loops.var(j));
    } else {
      innerIndex.assign(inner.size(), loops.index(0));
    }
    AccumId sum =
        loops.initAccum(accumulatorType(dtype), *simple, widen(loops, elements.valueAt(node.operands[1], {}), dtype));
    LoopVarId k = loops.openFor("k", loops.index(0), loops.index(n), LoopKind::kSerial);
    ExprId at = backward ? loops.sub(loops.index(n - 1), loops.var(k)) : loops.var(k);
    std::vector<ExprId> index = nest.index;
    index.push_back(at);
    index.insert(index.end(), innerIndex.begin(), innerIndex.end());
    loops.accumulate(sum, widen(loops, elements.valueAt(node.operands[0], index), dtype));
    kernel.store(node.results[0], elements.linearIndex(outDims, index), narrow(loops, loops.accumValue(sum), dtype));
    loops.close();
    if (innerCount > 1) loops.close();
    for (int i = 0; i < nest.opened; ++i) loops.close();
    return kernel.finishAlone(work.flops, work.bytes);
  }

  Nest nest = openNest(kernel, outDims, work.flops, work.bytes);
  StackState state(kernel, node);
  state.start();
  std::vector<ExprId> index(rank);
  ExprId inside;
  int opened = 0;
  for (size_t d = 0; d < rank; ++d) {
    ExprId x = loops.mul(nest.index[d], loops.index(strides[d]));
    int64_t highest = (outDims[d] - 1) * strides[d] + (window[d] - 1) * windowDilation[d];
    if (window[d] > 1) {
      LoopVarId w = loops.openFor(absl::StrCat("w", d), loops.index(0), loops.index(window[d]), LoopKind::kSerial);
      x = loops.add(x, loops.mul(loops.var(w), loops.index(windowDilation[d])));
      ++opened;
    }
    int64_t low = padding[2 * d];
    auto require = [&](ScalarOp op, ExprId a, int64_t b) {
      ExprId condition = loops.op(op, DType::kI1, {a, loops.index(b)});
      inside = inside.valid() ? loops.op(ScalarOp::kAnd, DType::kI1, {inside, condition}) : condition;
    };
    if (low > 0) {
      require(ScalarOp::kCompareGe, x, low);
      x = loops.sub(loops.max(x, loops.index(low)), loops.index(low));
    } else if (low < 0) {
      x = loops.add(x, loops.index(-low));
    }
    if (baseDilation[d] > 1) {
      require(ScalarOp::kCompareEq, loops.mod(x, loops.index(baseDilation[d])), 0);
      x = loops.div(x, loops.index(baseDilation[d]));
    }
    if ((highest - low) / baseDilation[d] >= dims[d]) {
      require(ScalarOp::kCompareLt, x, dims[d]);
      x = loops.min(x, loops.index(dims[d] - 1));
    }
    index[d] = x;
  }
  if (inside.valid()) loops.openIf(inside);
  state.take(index);
  if (inside.valid()) loops.close();
  for (int i = 0; i < opened; ++i) loops.close();
  state.finish(elements.linearIndex(outDims, nest.index));
  for (int i = 0; i < nest.opened; ++i) loops.close();
  return kernel.finishAlone(work.flops, work.bytes);
}

}  // namespace partita
