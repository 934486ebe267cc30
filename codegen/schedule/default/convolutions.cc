// Convolutions: sums over windows and features of input elements times kernel elements, as products are scheduled
// (products.cc), with several axes in the place of each:
//
//   task (blocks of positions, block of features)
//     [blocks of what is summed over, where an operand of the task is larger than L2: sums wait in memory]
//       for each tile of positions, for each vector of features: a tile of sums in accumulators over the rest
//
// Lanes run along the axis that is contiguous in the result: features, groups (depthwise) or places of a row. The tile
// lies along axes of the other operand, one or two of them. Both operands are read where they lie.
#include <algorithm>
#include <cmath>
#include <optional>

#include "base/integers.h"
#include "codegen/lower/row_plan.h"
#include "codegen/schedule/default/parts.h"

namespace partita {

namespace {

constexpr int64_t kMostSums = 30, kMostOfOne = 16;  // vectors in accumulators; where there is one for each point
constexpr int64_t kMostOfChannels = 8;              // of those where each channel has a kernel of its own
constexpr int64_t kUnrolledWindow = 25;             // places of a window, of one channel, that are written out
constexpr int64_t kFewestSteps = 64;                // between sums leaving memory and going back
constexpr int64_t kMostCode = 600;                  // operations that follow a tile, written out
constexpr int64_t kTilesTogether = 8;               // of a task, that read what is more than L2 holds
constexpr int64_t kMostApart = 16;                  // rows further apart use the sets as those do
constexpr int64_t kMuchLarger = 8, kFewTasks = 8;   // chooseTasks()
constexpr double kFlopsOverEstimate = 0.2;          // work of a sum that is vectorised, as taskCount() counts it

const NestStatement* valueOf(const LoopNest& nest, ExprId read) {
  if (nest.function.exprs[read].kind != ExprKind::kTemp) return nullptr;
  for (const NestStatement& x : nest.statements) {
    if (x.kind == NestKind::kValue && x.temps[0] == nest.function.exprs[read].temp) return &x;
  }
  return nullptr;
}

class ConvolutionSchedule {
 public:
  ConvolutionSchedule(const LoopNest& nest, const NestStatement& sum, const ScheduleContext& context)
      : nest_(nest), sum_(sum), context_(context), target_(context.target) {
    const Expr& product = nest.function.exprs[sum.values[0]];
    input_ = valueOf(nest, product.args[0]);
    kernel_ = valueOf(nest, product.args[1]);
    if (kernel_ > input_) std::swap(input_, kernel_);
    bytes_ = dtypeBytes(nest.function.temps[sum.temps[0]]);
    machine_ = target_.lanes(std::max<int64_t>(4, bytes_));
  }

  Schedule make() {
    findAxes();
    chooseLanes();
    chooseTile();
    chooseTasks();
    chooseBlocks();
    s_.inlined(kernel_->name).inlined(input_->name);
    cutAxes();
    order();
    return std::move(s_);
  }

 private:
  struct Axis {
    const NestAxis* axis = nullptr;
    bool input = false, kernel = false;  // which operand moves along it
    int64_t inputStride = 0, kernelStride = 0, outStride = 0;
    int64_t unit = 1;              // points in one tile; lanes
    int64_t block = 1;             // points of a task, of what is summed over: of a block
    std::string task, tile, last;  // pieces; "": there is none
    int64_t tiles() const { return ceilDiv(block, unit); }
  };

  static bool has(const NestStatement& statement, AxisId axis) {
    return std::any_of(statement.axes.begin(), statement.axes.end(), [&](const AxisUse& u) { return u.axis == axis; });
  }
  // Elements from one point of AXIS to the next in the largest array that EXPR reads. Unknown: larger than any.
  int64_t stride(const std::vector<ExprId>& indices, const NestAxis& axis) const {
    int64_t largest = 0;
    for (ExprId index : indices) {
      const std::optional<int64_t> own = strideOf(nest_.function, index, axis.var);
      largest = std::max(largest, own ? std::abs(*own) : int64_t{1} << 40);
    }
    return largest;
  }
  std::vector<ExprId> indicesOf(ExprId value) const {
    std::vector<ExprId> indices;
    for (ExprId load : loadsOf(nest_.function, value)) indices.push_back(nest_.function.exprs[load].args[0]);
    return indices;
  }

  void findAxes() {
    const std::vector<ExprId> input = indicesOf(input_->values[0]), kernel = indicesOf(kernel_->values[0]);
    std::vector<ExprId> out;
    for (const NestStatement& x : nest_.statements) {
      for (const NestStore& store : x.stores) out.push_back(store.index);
    }
    for (const AxisUse& use : sum_.axes) {
      Axis a;
      a.axis = &nest_.axis(use.axis);
      a.input = has(*input_, use.axis);
      a.kernel = has(*kernel_, use.axis);
      a.inputStride = stride(input, *a.axis);
      a.kernelStride = stride(kernel, *a.axis);
      a.outStride = stride(out, *a.axis);
      a.block = a.axis->extent;
      a.last = a.axis->name;
      (isReduction(use.role) ? summed_ : parallel_).push_back(a);
    }
    std::stable_sort(summed_.begin(), summed_.end(), [](const Axis& a, const Axis& b) {
      return std::max(a.inputStride, a.kernelStride) > std::max(b.inputStride, b.kernelStride);
    });
  }

  // The axis that moves least in the result.
  void chooseLanes() {
    for (size_t a = 0; a < parallel_.size(); ++a) {
      const bool longer = parallel_[a].axis->extent > 1, known = parallel_[lanes_].axis->extent > 1;
      if (longer != known ? longer : parallel_[a].outStride <= parallel_[lanes_].outStride) lanes_ = a;
    }
  }
  const Axis& lanes() const { return parallel_[lanes_]; }
  // Whether a tile along A uses what is read along the lanes again.
  bool shares(const Axis& a) const {
    return &a != &lanes() && !((a.input && lanes().input) && (!lanes().kernel || a.kernel)) &&
           !((a.kernel && lanes().kernel) && (!lanes().input || a.input));
  }

  // Sums in accumulators: vectors along the lanes times points of one or two other axes. Cycles for one step of the
  // sum: two multiply-adds a cycle, loads at 0.55 cycles, a chain of dependent multiply-adds at 4 cycles.
  void chooseTile() {
    const Axis& lane = lanes();
    int64_t least = 1;
    while (least < machine_ && (target_.vectorBits == 512 ? least < lane.axis->extent : 2 * least <= lane.axis->extent))
      least *= 2;
    double best = 0;
    std::vector<size_t> axes;
    for (size_t a = 0; a < parallel_.size(); ++a) {
      if (a != lanes_ && parallel_[a].axis->extent > 1 && shares(parallel_[a])) axes.push_back(a);
    }
    // Of channels with kernels of their own: nothing is shared but the kernel.
    ofChannels_ = (lane.input && lane.kernel) || (axes.empty() && lane.input);
    for (size_t a = 0; axes.empty() && a < parallel_.size(); ++a) {
      if (a != lanes_ && parallel_[a].axis->extent > 1 && !parallel_[a].kernel) axes.push_back(a);
    }
    auto consider = [&](int64_t vectors, size_t first, int64_t m, size_t second, int64_t n) {
      const int64_t sums = vectors * m * n;
      const int64_t most = ofChannels_ ? kMostOfChannels : vectors == 1 ? kMostOfOne : kMostSums;
      if (sums > most || sums + vectors + 1 > target_.vectorRegisters) return;
      const double loads = static_cast<double>(vectors + m * n * (ofChannels_ ? vectors : 1));
      double cost = std::max({static_cast<double>(sums) * 0.5, loads * 0.55, 4.0});
      cost *= static_cast<double>(ceilDiv(lane.axis->extent, least * vectors));
      if (first < parallel_.size()) cost *= static_cast<double>(ceilDiv(parallel_[first].axis->extent, m));
      if (second < parallel_.size()) cost *= static_cast<double>(ceilDiv(parallel_[second].axis->extent, n));
      for (size_t a : axes) {
        if (a != first && a != second) cost *= static_cast<double>(parallel_[a].axis->extent);
      }
      cost *= (second < parallel_.size() ? 1.01 : 1.0) - 0.0005 * static_cast<double>(sums);
      if (best != 0 && cost >= best) return;
      best = cost;
      for (Axis& a : parallel_) a.unit = 1;
      parallel_[lanes_].unit = least * vectors;
      if (first < parallel_.size()) parallel_[first].unit = m;
      if (second < parallel_.size()) parallel_[second].unit = n;
    };
    const size_t none = parallel_.size();
    for (int64_t vectors = 1; vectors <= (ofChannels_ ? 2 : 8); vectors *= 2) {
      if (vectors > 1 && least * vectors >= 2 * lane.axis->extent) break;
      consider(vectors, none, 1, none, 1);
      // The last one first: its points are nearest in memory.
      for (size_t i = axes.size(); i-- > 0;) {
        const int64_t most = std::min(parallel_[axes[i]].axis->extent, kMostSums);
        for (int64_t m = 2; m <= most; ++m) consider(vectors, axes[i], m, none, 1);
        for (int64_t m = 2; m <= most; ++m) {
          for (size_t j = i; j-- > 0;) {
            const int64_t more = std::min(parallel_[axes[j]].axis->extent, kMostSums / m);
            for (int64_t n = 2; n <= more; ++n) consider(vectors, axes[i], m, axes[j], n);
          }
        }
      }
    }
  }

  int64_t summedPoints() const {
    int64_t points = 1;
    for (const Axis& a : summed_) points *= a.axis->extent;
    return points;
  }
  // Elements of an operand that a task reads over BLOCKS of what is summed over.
  int64_t elements(bool input, int64_t lanes) const {
    int64_t count = 1, reach = 1;
    auto add = [&](const Axis& a, int64_t points) {
      if (!(input ? a.input : a.kernel)) return;
      count *= points;
      reach += (points - 1) * (input ? a.inputStride : a.kernelStride);
    };
    for (size_t a = 0; a < parallel_.size(); ++a) add(parallel_[a], a == lanes_ ? lanes : parallel_[a].block);
    for (const Axis& a : summed_) add(a, a.block);
    return std::min(count, reach);
  }

  // Whether the operands that one tile reads are larger than L2.
  bool sumsAreLong() const {
    int64_t points = summedPoints(), bytes = 0;
    for (bool input : {true, false}) {
      int64_t tile = 1, own = 1;
      for (const Axis& a : parallel_) tile *= (input ? a.input : a.kernel) ? a.unit : 1;
      for (const Axis& a : summed_) own *= (input ? a.input : a.kernel) ? 1 : a.axis->extent;
      bytes += tile * points / std::max<int64_t>(1, own) * bytes_;
    }
    return bytes > target_.l2Bytes / 2;
  }

  // Blocks of whole tiles: first of the features where the kernel is the larger operand, else of the positions.
  void chooseTasks() {
    int64_t most = 1;
    for (const Axis& a : parallel_) most *= a.tiles();
    // Where what one tile sums up is more than the caches hold, several tiles read it together.
    if (sumsAreLong()) most = ceilDiv(most, kTilesTogether);
    int64_t left = taskCount(context_.taskSeconds, kFlopsOverEstimate * nest_.flops, nest_.bytes, most);
    if (left <= 1) return;
    const bool kernelFirst = elements(false, lanes().block) > elements(true, lanes().block);
    std::vector<size_t> order;
    for (size_t a = 0; a < parallel_.size(); ++a) order.push_back(a);
    std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
      auto first = [&](size_t x) { return parallel_[x].kernel == kernelFirst || parallel_[x].input != kernelFirst; };
      return first(a) && !first(b);
    });
    const bool once = elements(false, lanes().block) >= kMuchLarger * elements(true, lanes().block);
    int64_t tasks = 1;
    for (size_t a : order) {
      Axis& x = parallel_[a];
      // A kernel that is much larger than the input is read by one task only.
      if (once && !x.kernel && tasks >= kFewTasks) break;
      const int64_t blocks = std::min(left, x.tiles());
      x.block = std::min(x.axis->extent, ceilDiv(x.tiles(), blocks) * x.unit);
      const int64_t made = ceilDiv(x.axis->extent, x.block);
      left = std::max<int64_t>(1, (left + made / 2) / made);
      tasks *= made;
      taskOrder_.push_back(a);
    }
  }

  void chooseBlocks() {
    const int64_t cache = target_.l2Bytes / 2;
    int64_t tiles = 1;
    for (size_t a = 0; a < parallel_.size(); ++a) {
      if (a != lanes_) tiles *= parallel_[a].tiles();
    }
    lanesOuter_ = elements(!lanes().kernel, lanes().block) * bytes_ > cache;
    const int64_t width = lanesOuter_ ? std::min(lanes().unit, lanes().block) : lanes().block;
    if (!lanesOuter_) tiles *= lanes().tiles();
    if (tiles < 3) return;
    // Parts of rows that lie apart keep as many sets of the cache busy as whole rows.
    int64_t row = kMostApart * width;
    for (const Axis& a : summed_) {
      if (a.kernel && a.axis->extent > 1) row = std::min(row, a.kernelStride);
    }
    const int64_t apart = lanes().kernel ? std::max<int64_t>(1, row / std::max<int64_t>(1, width)) : 1;
    auto fits = [&] { return (apart * elements(false, width) + elements(true, width)) * bytes_ <= cache; };
    // The outermost ones of what is summed over, as far as it takes.
    for (Axis& a : summed_) {
      if (fits()) break;
      a.block = 1;
      int64_t steps = 1;
      for (const Axis& b : summed_) steps *= b.block;
      if (steps >= kFewestSteps && !fits()) continue;
      const int64_t fewest = std::min(a.axis->extent, ceilDiv(kFewestSteps, steps));
      for (a.block = a.axis->extent; a.block > fewest && !fits();) --a.block;
      break;
    }
  }

  // Cuts piece A.last into blocks of FACTOR of COUNT points; the piece that counts them, or "" where there is one.
  std::string cutOff(Axis& a, int64_t count, int64_t factor, const char* level) {
    if (factor >= count) return "";
    const std::string outer = a.axis->name + "." + level, inner = outer + "r";
    s_.split(a.last, factor, outer, inner);
    a.last = inner;
    return outer;
  }

  void cutAxes() {
    for (Axis& a : parallel_) {
      a.task = cutOff(a, a.axis->extent, a.block, "T");
      if (a.unit > 1) a.tile = cutOff(a, a.block, a.unit, "t");
    }
    for (Axis& a : summed_) {
      if (a.block > 1) a.tile = cutOff(a, a.axis->extent, a.block, "c");
    }
    for (size_t a : taskOrder_) {
      const std::string& piece = parallel_[a].task;
      if (piece.empty()) continue;
      if (task_.empty()) {
        task_ = piece;
        continue;
      }
      const std::string fused = "f" + piece;
      s_.fuse(task_, piece, fused);
      task_ = fused;
    }
    if (!task_.empty()) s_.bind(task_, Binding::kTask);
  }

  using Loops = std::vector<std::string>;
  static Loops joined(std::initializer_list<Loops> lists) {
    Loops all;
    for (const Loops& list : lists) {
      for (const std::string& piece : list) {
        if (!piece.empty()) all.push_back(piece);
      }
    }
    return all;
  }
  static int64_t size(const Loops& list) { return static_cast<int64_t>(list.size()); }

  void order() {
    const Axis& lane = lanes();
    Loops tiles, units, blocks, steps;
    for (const Axis& a : parallel_) {
      if (&a == &lane) continue;
      tiles.push_back(a.unit > 1 ? a.tile : a.last);
      if (a.unit == 1) continue;
      units.push_back(a.last);
      s_.bind(a.last, Binding::kUnroll);
    }
    for (const Axis& a : summed_) {
      if (a.block == 1 && a.axis->extent > 1) {
        blocks.push_back(a.last);
        continue;
      }
      blocks.push_back(a.tile);
      steps.push_back(a.last);
    }
    if (lane.unit > 1) s_.bind(lane.last, Binding::kVector, lane.unit);
    unrollSteps();
    blocks = joined({blocks});
    const Loops outer = joined({{task_, lanesOuter_ ? lane.tile : ""}}),
                result = joined({tiles, {lanesOuter_ ? "" : lane.tile}}), around = joined({outer, result});
    s_.order(sum_.name, joined({outer, blocks, result, {lane.last}, steps, units}));
    // What follows the sums: from registers, or, where its code is long, from a tile in memory.
    int64_t sums = 1;
    for (const Axis& a : parallel_) sums *= &a == &lane ? 1 : a.unit;
    const bool registers = blocks.empty() && sums * weightOf(nest_) <= kMostCode;
    if (!registers) s_.layout(sum_.name, joined({result, units, {lane.last}}));
    const Loops all = registers ? joined({around, {lane.last}, units}) : joined({around, units, {lane.last}});
    bool first = true;
    for (const NestStatement* x = &sum_ + 1; x <= &nest_.statements.back(); ++x) {
      s_.order(x->name, all);
      if (!registers) {
        for (const std::string& unit : units) s_.bind(unit, Binding::kSerial, 0, x->name);
      }
      s_.share(x->name, registers ? size(all) - size(units)
                        : !first  ? size(all)
                                  : size(blocks.empty() ? around : outer));
      first = false;
    }
  }

  // A window over one channel is written out: what its places have in common is read once.
  void unrollSteps() {
    int64_t places = 1;
    for (const Axis& a : summed_) places *= a.block;
    if (ofChannels_ && places <= kUnrolledWindow && places == summedPoints()) {
      for (const Axis& a : summed_) {
        if (a.axis->extent > 1) s_.bind(a.last, Binding::kUnroll, 0, sum_.name);
      }
      return;
    }
  }

  const LoopNest& nest_;
  const NestStatement& sum_;
  const ScheduleContext& context_;
  const CpuTarget& target_;
  const NestStatement *input_ = nullptr, *kernel_ = nullptr;
  Schedule s_;
  int64_t bytes_ = 4, machine_ = 1;
  std::vector<Axis> parallel_, summed_;  // outermost first
  size_t lanes_ = 0;
  bool ofChannels_ = false;  // each has a kernel of its own
  bool lanesOuter_ = false;  // loops along the lanes run outside those over tiles
  std::vector<size_t> taskOrder_;
  std::string task_;
};

}  // namespace

bool isConvolution(const LoopNest& nest, const NestStatement& sum) {
  const Expr& e = nest.function.exprs[sum.values[0]];
  return e.kind == ExprKind::kOp && e.op == ScalarOp::kMultiply &&
         std::any_of(sum.axes.begin(), sum.axes.end(), [](const AxisUse& u) { return u.role == AxisRole::kWindow; }) &&
         std::all_of(e.args.begin(), e.args.end(), [&](ExprId arg) { return valueOf(nest, arg) != nullptr; });
}

Schedule convolutionSchedule(const LoopNest& nest, const NestStatement& sum, const ScheduleContext& context) {
  return ConvolutionSchedule(nest, sum, context).make();
}

}  // namespace partita
