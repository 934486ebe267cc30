// Reductions that are no row or column sums: any dimensions, any number of operands, any body; and windows, with
// running sums as scans.
#include <algorithm>

#include "base/integers.h"
#include "codegen/lower/dims.h"
#include "codegen/lower/extremum.h"
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

// Whether another node or the region's end reads result I of NODE.
bool isUsed(const LoweringContext& context, const Node& node, size_t i) {
  if (context.access == nullptr) return true;
  const ValueId result = node.results[i];
  const RegionAccess& access = *context.access;
  const std::vector<NodeId>& consumers = access[context.graph.values[result].producer].consumers;
  return access.isRegionResult(result) || std::any_of(consumers.begin(), consumers.end(), [&](NodeId reader) {
           const std::vector<RootUse>& uses = access[reader].uses;
           return std::any_of(uses.begin(), uses.end(), [&](const RootUse& use) { return use.root == result; });
         });
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
  for (size_t i = 0; i < count; ++i) {
    if (isUsed(lowering.context(), node, i))
      lowering.nest().store(kept, {{lowering.buffer(node.results[i]), linear, results[i]}});
  }
}

// A reduce by a region along one dimension, whose points wait for each other in one chain. Along the last dimension,
// which is contiguous, points are combined in parts side by side; along others rows are.
class RegionReduce {
 public:
  RegionReduce(NestLowering& lowering, const Node& node)
      : lowering_(lowering),
        graph_(lowering.context().graph),
        node_(node),
        loops_(lowering.loops()),
        elements_(lowering.elements()),
        count_(node.results.size()) {}

  static bool takes(const Graph& graph, const Node& node) {
    const bool simple = node.results.size() == 1 && simpleReduction(graph, node.regions[0]);
    return !simple && node.attrs.getInts("dims").size() == 1;
  }

  void run() {
    const Dims& dims = graph_.type(node_.operands[0]).dims;
    dim_ = node_.attrs.getInts("dims")[0];
    extent_ = dims[dim_];
    for (int64_t d = 0; d < static_cast<int64_t>(dims.size()); ++d) {
      if (d == dim_) continue;
      kept_.push_back({lowering_.nest().axis(absl::StrCat("i", d), dims[d]), AxisRole::kParallel});
      outer_.push_back(lowering_.nest().at(kept_.back().axis));
    }
    combiner_ = combinerOf(lowering_, node_, count_);
    const bool isLast = dim_ == static_cast<int64_t>(dims.size()) - 1, isLong = extent_ >= kLeastPartwise;
    std::vector<ExprId> sums;
    if (isExtremum() && extent_ > 1 && (!isLast || isLong)) {
      sums = isLast ? interleaved() : wholeRows();
    } else {
      sums = isLast && isLong ? inBlocks() : inOrder();
    }
    const ExprId linear = elements_.linearIndex(graph_.type(node_.results[0]).dims, outer_);
    for (size_t i = 0; i < count_; ++i) {
      if (isUsed(lowering_.context(), node_, i))
        lowering_.nest().store(kept_, {{lowering_.buffer(node_.results[i]), linear, sums[i]}});
    }
  }

 private:
  static constexpr int64_t kLeastPartwise = 128;
  static constexpr int64_t kBlocks = 8;               // their sums stay in registers
  static constexpr int64_t kLanes = 16, kGroups = 4;  // a vector of any target, and as many as hide its latency

  std::vector<ExprId> valuesAt(ExprId at) {
    std::vector<ExprId> index = outer_, values;
    index.insert(index.begin() + dim_, at);
    for (size_t i = 0; i < count_; ++i) values.push_back(elements_.valueAt(node_.operands[i], index));
    return values;
  }
  // The same with the value of an extremum as it is compared.
  std::vector<ExprId> pairAt(ExprId at) {
    std::vector<ExprId> values = valuesAt(at);
    ExprId& value = values[extremum_->value];
    value = convert(loops_, value, wide_);
    return values;
  }
  std::vector<ExprId> initials() {
    std::vector<ExprId> values;
    for (size_t i = 0; i < count_; ++i) values.push_back(elements_.valueAt(node_.operands[count_ + i], {}));
    return values;
  }
  std::vector<ExprId> temps(const std::vector<TempId>& ids) {
    std::vector<ExprId> values;
    for (TempId id : ids) values.push_back(loops_.temp(id));
    return values;
  }

  // The axes that are kept with AXIS, which is reduced over, where its dimension stands.
  std::vector<AxisUse> keptAnd(AxisId axis) const {
    std::vector<AxisUse> axes = kept_;
    axes.insert(axes.begin() + dim_, {axis, AxisRole::kReduced});
    return axes;
  }

  // Whether the region is known to keep one of two pairs of a value and a position, positions ascend, and what is asked
  // of it depends on them alone.
  bool isExtremum() {
    extremum_ = extremumOf(loops_.function(), combiner_);
    if (!extremum_) return false;
    const DType dtype = graph_.type(node_.results[extremum_->value]).dtype;
    wide_ = accumulatorType(dtype);
    valueIsUsed_ = isUsed(lowering_.context(), node_, extremum_->value);
    return dtypeBits(dtype) >= (isFloat(dtype) ? 16 : 8) && (!valueIsUsed_ || extremum_->sameValue) && ascends();
  }

  // Whether the positions ascend along the reduced dimension: numbers of its points, times and plus what they may be.
  bool ascends() {
    const LoopVarId probe = loops_.declareVar("k", extent_);
    ExprId position = valuesAt(loops_.var(probe))[extremum_->position];
    const LoopFunction& f = loops_.function();
    const DType dtype = f.exprs[position].dtype;
    if (f.exprs[position].kind == ExprKind::kOp && f.exprs[position].op == ScalarOp::kConvert)
      position = f.exprs[position].args[0];
    const std::optional<int64_t> stride = strideOf(f, position, probe);
    int64_t low = 0, high = 0;
    return f.exprs[position].dtype == DType::kI64 && stride && *stride > 0 && loops_.rangeOf(position, &low, &high) &&
           low >= 0 && (dtypeBits(dtype) > 32 || high < int64_t{1} << (dtypeBits(dtype) - 1));
  }

  // Blocks that tasks take a row in, each of some rounds of PARTS.
  int64_t blocksOfARow(int64_t parts) const {
    constexpr int64_t kLeastRounds = 32;
    const TensorType& type = graph_.type(node_.operands[extremum_->value]);
    const int64_t rows = type.elements() / extent_;
    const auto bytes = static_cast<double>(type.bytes());
    return std::max<int64_t>(1, std::min(taskCount(lowering_.context().taskSeconds, bytes, bytes, 256) / rows,
                                         extent_ / (kLeastRounds * parts)));
  }

  // The points in their order, rows side by side.
  std::vector<ExprId> inOrder() {
    const AxisId step = lowering_.nest().axis("step", extent_);
    return temps(lowering_.nest().reduction(keptAnd(step), combiner_, initials(), valuesAt(lowering_.nest().at(step))));
  }
  // The same of an extremum, which takes fewer comparisons between points.
  std::vector<ExprId> wholeRows() {
    const AxisId step = lowering_.nest().axis("step", extent_ - 1);
    const ExprId next = loops_.add(lowering_.nest().at(step), loops_.index(1));
    return withInitials(
        temps(lowering_.nest().reduction(keptAnd(step), pairCombiner(), pairAt(loops_.index(0)), pairAt(next))));
  }

  // Part p of an extremum has points p, p + parts, …: contiguous points are combined side by side. The last step goes
  // back to where all parts have a point. What it meets twice, at a lower position than it has met since, changes
  // nothing: the first of equal ones is not replaced in its own part, and the last one is met last in some part. So it
  // is for long rows of which there are few, which are cut into blocks for tasks, each with such parts; the last block
  // goes back likewise.
  std::vector<ExprId> interleaved() {
    const int64_t parts = kLanes * kGroups, blocks = blocksOfARow(parts);
    const int64_t points = blocks == 1 ? extent_ : roundUp(ceilDiv(extent_, blocks), parts);  // of a block
    const AxisId block = blocks == 1 ? AxisId() : lowering_.nest().axis("block", ceilDiv(extent_, points));
    const AxisId group = lowering_.nest().axis("group", kGroups), lane = lowering_.nest().axis("lane", kLanes),
                 step = lowering_.nest().axis("step", (points - 1) / parts);
    const ExprId part =
        loops_.add(loops_.mul(lowering_.nest().at(group), loops_.index(kLanes)), lowering_.nest().at(lane));
    ExprId begin = loops_.mul(loops_.add(lowering_.nest().at(step), loops_.index(1)), loops_.index(parts));
    if (points % parts != 0) begin = loops_.min(begin, loops_.index(points - parts));
    const ExprId start = !block.valid() ? loops_.index(0)
                                        : loops_.min(loops_.mul(lowering_.nest().at(block), loops_.index(points)),
                                                     loops_.index(extent_ - points));
    const Extremum& e = *extremum_;
    std::vector<AxisUse> axes = kept_, over = kept_;
    for (AxisId axis : {block, group, lane}) {
      if (!axis.valid()) continue;
      axes.push_back({axis, AxisRole::kParallel});
      over.push_back({axis, AxisRole::kReduced});
    }
    axes.push_back({step, AxisRole::kReduced});
    const std::vector<ExprId> sums = temps(lowering_.nest().reduction(
        axes, pairCombiner(), pairAt(loops_.add(start, part)), pairAt(loops_.add(start, loops_.add(begin, part)))));
    const ExprId value = sums[e.value], position = sums[e.position];
    // The extremum of X over the parts, those where CONDITION holds.
    auto best = [&](ScalarOp op, ExprId x, ExprId condition) {
      const DType dtype = loops_.function().exprs[x].dtype;
      const ExprId none = reductionIdentity(loops_, op, dtype);
      if (condition.valid()) x = loops_.op(ScalarOp::kSelect, dtype, {condition, x, none});
      return loops_.temp(lowering_.nest().reduction(over, op, none, x));
    };
    auto test = [&](ScalarOp op, ExprId a, ExprId b) { return loops_.op(op, DType::kI1, {a, b}); };
    std::vector<ExprId> found(2);
    found[e.value] = best(e.op, value, ExprId());
    ExprId isBest = test(ScalarOp::kCompareEq, value, found[e.value]);
    if (isFloat(wide_)) {
      const ExprId nans = test(ScalarOp::kAnd, test(ScalarOp::kCompareNe, value, value),
                               test(ScalarOp::kCompareNe, found[e.value], found[e.value]));
      isBest = test(ScalarOp::kOr, isBest, nans);
    }
    found[e.position] = best(e.first ? ScalarOp::kMinimum : ScalarOp::kMaximum, position, isBest);
    // The sign of a zero is that of the element at the position.
    if (isFloat(wide_) && valueIsUsed_)
      found[e.value] = best(e.op, value, test(ScalarOp::kCompareEq, position, found[e.position]));
    return withInitials(found);
  }

  // Parts are blocks of points, which are combined in their order: what any associative region allows.
  std::vector<ExprId> inBlocks() {
    const int64_t each = extent_ / kBlocks;
    const AxisId block = lowering_.nest().axis("block", kBlocks), step = lowering_.nest().axis("step", each - 1);
    const ExprId first = loops_.mul(lowering_.nest().at(block), loops_.index(each));
    const ExprId next = loops_.add(first, loops_.add(lowering_.nest().at(step), loops_.index(1)));
    std::vector<AxisUse> axes = kept_;
    axes.push_back({block, AxisRole::kParallel});
    axes.push_back({step, AxisRole::kReduced});
    std::vector<ExprId> sums = temps(lowering_.nest().reduction(axes, combiner_, valuesAt(first), valuesAt(next)));
    sums = temps(lowering_.nest().reduction(keptAnd(block), combiner_, initials(), sums));
    if (kBlocks * each < extent_) {
      const AxisId rest = lowering_.nest().axis("rest", extent_ - kBlocks * each);
      const ExprId at = loops_.add(loops_.index(kBlocks * each), lowering_.nest().at(rest));
      sums = temps(lowering_.nest().reduction(keptAnd(rest), combiner_, sums, valuesAt(at)));
    }
    return sums;
  }

  NestCombiner pairCombiner() {
    return combinerOf(loops_, *extremum_, wide_, graph_.type(node_.results[extremum_->position]).dtype);
  }
  // What the region makes of the initial values and, on their right, PAIR.
  std::vector<ExprId> withInitials(const std::vector<ExprId>& pair) {
    std::vector<ExprId> args = initials();
    for (size_t i = 0; i < count_; ++i) args.push_back(convert(loops_, pair[i], graph_.type(node_.results[i]).dtype));
    return elements_.applyRegion(node_.regions[0], args);
  }

  NestLowering& lowering_;
  const Graph& graph_;
  const Node& node_;
  LoopBuilder& loops_;
  ElementLowering& elements_;
  const size_t count_;
  int64_t dim_ = 0, extent_ = 0;  // that is reduced
  std::vector<AxisUse> kept_;
  std::vector<ExprId> outer_;
  NestCombiner combiner_;
  std::optional<Extremum> extremum_;
  DType wide_{};  // its value as it is compared
  bool valueIsUsed_ = true;
};

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

// Windows that reach from the first element along DIM (BACKWARD: to the last one), by a region: each result is made of
// the one before it, in memory.
void scanByRegion(NestLowering& lowering, const Node& node, size_t dim, bool backward) {
  const Graph& graph = lowering.context().graph;
  LoopBuilder& loops = lowering.loops();
  ElementLowering& elements = lowering.elements();
  const Dims& dims = graph.type(node.results[0]).dims;
  const size_t count = node.results.size();
  std::vector<AxisUse> axes;
  std::vector<ExprId> index(dims.size());
  size_t before = 0;  // axes
  for (size_t d = 0; d < dims.size(); ++d) {
    index[d] = loops.index(0);
    if (d == dim || dims[d] == 1) continue;
    if (d < dim) ++before;
    axes.push_back({lowering.nest().axis(absl::StrCat("i", d), dims[d]), AxisRole::kParallel});
    index[d] = lowering.nest().at(axes.back().axis);
  }
  auto step = [&](ExprId k, bool first) {
    auto at = [&](ExprId number) {
      index[dim] = backward ? loops.sub(loops.index(dims[dim] - 1), number) : number;
      return elements.linearIndex(dims, index);
    };
    std::vector<ExprId> sums, own;
    const ExprId last = first ? ExprId() : at(loops.sub(k, loops.index(1)));
    const ExprId to = at(k);
    for (size_t i = 0; i < count; ++i) {
      sums.push_back(first ? elements.valueAt(node.operands[count + i], {})
                           : loops.load(lowering.buffer(node.results[i]), last));
      own.push_back(elements.valueAt(node.operands[i], index));
    }
    // In the order of the elements, but for the initial value.
    std::vector<ExprId> args = backward && !first ? own : sums;
    const std::vector<ExprId>& right = backward && !first ? sums : own;
    args.insert(args.end(), right.begin(), right.end());
    const std::vector<ExprId> combined = elements.applyRegion(node.regions[0], args);
    std::vector<NestStore> stores;
    for (size_t i = 0; i < count; ++i) stores.push_back({lowering.buffer(node.results[i]), to, combined[i]});
    return stores;
  };
  lowering.nest().store(axes, step(loops.index(0), true));
  if (dims[dim] == 1) return;
  const AxisId k = lowering.nest().axis("k", dims[dim] - 1);
  std::vector<NestStore> stores = step(loops.add(lowering.nest().at(k), loops.index(1)), false);
  axes.insert(axes.begin() + static_cast<std::ptrdiff_t>(before), {k, AxisRole::kSequential});
  lowering.nest().store(axes, std::move(stores));
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
  if (RegionReduce::takes(graph, node)) {
    RegionReduce(lowering, node).run();
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
  // A running sum by a region reads its results.
  std::vector<ValueId> reads = group.inputs;
  reads.insert(reads.end(), node.results.begin(), node.results.end());
  NestLowering lowering(context, name, reads, node.results);
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
  bool backward = false, isScan = true;
  for (size_t d = 0; d < rank && isScan; ++d) {
    bool plain = strides[d] == 1 && baseDilation[d] == 1 && windowDilation[d] == 1;
    if (plain && window[d] == 1 && padding[2 * d] == 0 && padding[2 * d + 1] == 0) continue;
    bool up = padding[2 * d] == dims[d] - 1 && padding[2 * d + 1] == 0;
    bool down = padding[2 * d] == 0 && padding[2 * d + 1] == dims[d] - 1;
    isScan = plain && window[d] == dims[d] && (up || down) && scanDim < 0;
    scanDim = static_cast<int>(d);
    backward = !up;
  }
  if (isScan && scanDim >= 0 && !simple) {
    scanByRegion(lowering, node, static_cast<size_t>(scanDim), backward);
    return lowering.finish(work.flops, work.bytes);
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
