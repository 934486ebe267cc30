// Matrix products C[b, m, n] = sum over k of A[b, m, k] * B[b, k, n], after Goto and van de Geijn (Anatomy of
// high-performance matrix multiplication, TOMS 2008):
//
//   task (batch, block of rows, block of columns)
//     for each nc columns: bring B [K, nc] into panels [k][nr]
//       for each mc rows, for each kc of K: bring A [mc, kc] into form
//         for each nr columns, for each mr rows: mr x nr sums in accumulators over kc
//
// Operands that may be read where they lie are inline. Where K is long, its blocks are the outermost loop and the sums
// of a whole task wait in memory. What several tasks would bring into form is made by a launch of its own. Where a
// large B is read once, for a few rows, tasks are blocks of K, which are streams, and their partial sums are added up.
#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

#include "codegen/lower/row_plan.h"
#include "codegen/schedule/default/parts.h"
#include "codegen/schedule/default/product_parts.h"

namespace partita {

namespace {

// Cycles for an element of an operand: brought into form for one task, or for all through memory; and read by one task
// more, where it is a B that does not stay in L3: its panels are streams from memory.
constexpr double kFormedInCache = 0.25, kFormedInMemory = 0.6, kReadAgain = 0.05, kReadFar = 0.5;
constexpr int64_t kSameSets = 4 << 10;  // bytes: addresses at such a distance share sets of L1
constexpr double kFewTasks = 0.06, kEnough = 0.75;
constexpr int64_t kAddingShare = 40;        // of the work on one part of K, what adding it up may take
constexpr int64_t kMostAddedUp = 64 << 10;  // elements of the result, one task
constexpr int64_t kLongPart = 2 << 10;      // of a long K, one task
constexpr int64_t kFewParts = 8, kMostParts = 32;
constexpr int64_t kRowTiles = 8;           // of B that are brought into form along a row
constexpr int64_t kStreamBytes = 4 << 10;  // of a row of B that is read from memory

// How an operand reaches the sums.
enum class Form : uint8_t {
  kInline,      // read, or computed, where it lies
  kRows,        // A: rows [m][k]
  kPanels,      // panels [k][mr] or [k][nr], read along the rows of memory
  kTransposed,  // B: panels of an operand that is contiguous along k, through transposed squares
};

class ProductSchedule {
 public:
  ProductSchedule(const LoopNest& nest, const NestStatement& sum, const ScheduleContext& context)
      : nest_(nest),
        sum_(sum),
        context_(context),
        target_(context.target),
        b_(axis(0)),
        m_(axis(1)),
        n_(axis(2)),
        k_(axis(3)) {}

  Schedule make() {
    findOperands();
    dtypeBytes_ = dtypeBytes(nest_.function.temps[sum_.temps[0]]);
    lanes_ = std::max(1, target_.lanes(dtypeBytes_));
    const RegisterTile tile = chooseTile(target_, lanes_, m_.extent, n_.extent, bOperand_.run, a_.alongK ? 0 : a_.run);
    mr_ = tile.rows;
    nr_ = tile.columns;
    chooseForms();
    chooseBlocks();
    chooseTasks();
    inlineValues();
    cutAxes();
    if (alongK_)
      scheduleAlongK();
    else if (streams_ && !kTask_.empty())
      scheduleParts();
    else
      scheduleTiles();
    return std::move(s_);
  }

 private:
  const NestAxis& axis(size_t i) const { return nest_.axis(sum_.axes[i].axis); }

  void findOperands() {
    for (ExprId arg : nest_.function.exprs[sum_.values[0]].args) {
      const TempId temp = nest_.function.exprs[arg].temp;
      for (const NestStatement& x : nest_.statements) {
        if (x.temps.empty() || x.temps[0] != temp) continue;
        const bool isB = std::any_of(x.axes.begin(), x.axes.end(),
                                     [&](const AxisUse& use) { return use.axis == sum_.axes[2].axis; });
        (isB ? bOperand_ : a_) = operandOf(nest_, sum_, x, isB ? n_ : m_, k_, isB);
      }
    }
    // Of the result too: vectors are stored there.
    for (const NestStatement& x : nest_.statements) {
      for (const NestStore& store : x.stores)
        bOperand_.run = std::gcd(bOperand_.run, runOf(nest_.function, store.index, n_.var, n_.extent));
    }
  }

  // Values that are kept are those as wide as the sums, or the narrow ones where dot products read them.
  void inlineValues() {
    for (const auto& [operand, form] : {std::pair(&a_, formA_), std::pair(&bOperand_, formB_)}) {
      const bool kept = form != Form::kInline;
      if (operand->narrow != nullptr && !(kept && run_ > 1)) s_.inlined(operand->narrow->name);
      if (!kept || (operand->narrow != nullptr && run_ > 1)) s_.inlined(operand->value->name);
      if (kept && run_ > 1) operand->value = operand->narrow;
    }
  }

  void chooseForms() {
    const int64_t n = n_.extent, k = k_.extent;
    run_ = dotRun(nest_, sum_, a_, bOperand_, k, target_);
    fewRows_ = m_.extent <= 4 * mr_;
    inCache_ = k * n * dtypeBytes_ <= target_.l2Bytes / 2;
    // Its elements are broadcast: where they lie does not matter, unless rows fall into the same sets of the caches.
    const bool side = run_ > 1 ? a_.stored && a_.distanceK == 1 : a_.inPlace;
    const bool readable = side && (a_.alongK || a_.distanceK * dtypeBytes_ % kSameSets != 0);
    formA_ = readable ? Form::kInline : a_.alongK ? Form::kRows : Form::kPanels;
    if (bOperand_.alongK) {
      formB_ = Form::kTransposed;
      // Where sums are fixed, how they are made does not follow from the number of rows.
      alongK_ = m_.extent <= 2 && k >= 4 * lanes_ && a_.alongK && !context_.fixedSums;
      if (alongK_) {
        mr_ = m_.extent;
        nr_ = std::min<int64_t>(4, n);
        formA_ = formB_ = Form::kInline;
        if (!a_.stored || !bOperand_.stored || a_.distanceK != 1 || bOperand_.distanceK != 1) run_ = 1;
      }
      return;
    }
    // Bringing it into form pays when enough rows use it.
    const bool inPlace = bOperand_.inPlace && n >= nr_ && (bOperand_.run == n || bOperand_.run % nr_ == 0);
    const bool smallPanel = k * nr_ * dtypeBytes_ <= target_.l1Bytes / 2 && inCache_;
    if (bOperand_.constant) {
      formB_ = Form::kPanels;
      return;
    }
    // A large one that is read once is widened as it is read.
    if (fewRows_ && !inCache_ && bOperand_.stored && !(context_.fixedSums && run_ > 1) && n >= nr_ &&
        (bOperand_.run == n || bOperand_.run % nr_ == 0)) {
      formB_ = Form::kInline;
      if (run_ > 1) formA_ = a_.inPlace || a_.stored ? Form::kInline : Form::kRows;
      run_ = 1;
      return;
    }
    formB_ =
        run_ == 1 && inPlace && (fewRows_ || (smallPanel && m_.extent <= 16 * mr_)) ? Form::kInline : Form::kPanels;
  }

  // A block of B's panel, kc x nr, takes most of L1. Rows of B that are read where they lie, from memory, come few at a
  // time, so that each is a stream.
  void chooseBlocks() {
    const int64_t k = k_.extent;
    kc_ = k;
    if (alongK_) return;
    const int64_t most = std::max<int64_t>(64, target_.l1Bytes * 3 / 4 * run_ / (nr_ * dtypeBytes_));
    const int64_t blocks = ceilDiv(k, most + most / 3);
    // Vectors along k of a row that lies in pieces stay inside one.
    kc_ = blocks == 1 ? k : roundUp(ceilDiv(k, blocks), 2 * lanes_);
    streams_ = formB_ == Form::kInline && fewRows_ && !inCache_ && k > 64;
    if (streams_) {
      // From L3, where a line is soon there, few rows leave more of the nearest cache to the sums.
      const bool isNear = k * n_.extent * dtypeBytes_ <= target_.l3Bytes / 2;
      kc_ = m_.extent <= 4 || isNear ? 16 : 64;
      if (m_.extent > 4 && isNear) kUnroll_ = 8;
      kOutermost_ = true;
    }
  }

  // Operands from memory for a result that stays in cache: tasks are blocks of K, each of which reads its part of both
  // once, whole rows at a time.
  bool longK() const {
    const int64_t result = b_.extent * m_.extent * n_.extent;
    return formB_ != Form::kInline && !bOperand_.constant && !context_.fixedSums &&
           k_.extent >= kFewParts * kLongPart && result * dtypeBytes_ <= target_.l2Bytes / 2 &&
           b_.extent * k_.extent * (m_.extent + n_.extent) * dtypeBytes_ > target_.l3Bytes / 2;
  }

  // Blocks of whole tiles, of both sides: as even as can be, and so that bringing operands into form costs little.
  void chooseTasks() {
    const int64_t rowTiles = ceilDiv(m_.extent, mr_), columnTiles = ceilDiv(n_.extent, nr_);
    taskRows_ = rowTiles * mr_;
    taskColumns_ = columnTiles * nr_;
    const int64_t wanted =
        taskCount(context_.taskSeconds, 2 * nest_.flops, nest_.bytes, b_.extent * rowTiles * columnTiles);
    tasks_ = wanted > 1;
    const int64_t each = ceilDiv(wanted, b_.extent);
    if (streams_ && each > 1) {
      // Adding up costs a part of what reading B does.
      const int64_t parts = std::min(each, k_.extent / (kAddingShare * m_.extent));
      if (m_.extent <= 4 && parts > 1 && !context_.fixedSums && m_.extent * n_.extent <= kMostAddedUp) {
        kT_ = roundUp(ceilDiv(k_.extent, parts), kc_);
        tasks_ = false;
      } else {
        const int64_t wide = std::max(nr_, kStreamBytes / dtypeBytes_ / nr_ * nr_);
        taskColumns_ = std::max(wide, ceilDiv(columnTiles, each) * nr_);
      }
    } else if (each > 1 && longK()) {
      kT_ = roundUp(ceilDiv(k_.extent, std::min({each, k_.extent / kLongPart, kMostParts})), kc_);
      tasks_ = false;
      kOutermost_ = true;
    } else if (each > 1) {
      double best = 0;
      const double readB = k_.extent * n_.extent * dtypeBytes_ > target_.l3Bytes * 3 / 8 ? kReadFar : kReadAgain;
      for (int64_t r = 1; r <= std::min(rowTiles, each); ++r) {
        const int64_t c = std::min(columnTiles, ceilDiv(each, r));
        const int64_t rows = ceilDiv(rowTiles, r) * mr_, columns = ceilDiv(columnTiles, c) * nr_;
        const double rowTasks = static_cast<double>(ceilDiv(m_.extent, rows)),
                     columnTasks = static_cast<double>(ceilDiv(n_.extent, columns));
        // Fewer tasks than wanted matter where there are many workers only.
        const double few =
            1 + kFewTasks * std::max(0.0, std::log2(kEnough * static_cast<double>(each) / (rowTasks * columnTasks)));
        const double sums = rowTasks * static_cast<double>(rows) * columnTasks * static_cast<double>(columns) /
                            static_cast<double>(2 * lanes_) * few;
        auto operand = [&](Form form, const ProductOperand& o, double readers) {
          return form == Form::kInline || o.constant ? 0.0 : std::min(kFormedInMemory, kFormedInCache * readers);
        };
        const double cost =
            sums + static_cast<double>(m_.extent) * (operand(formA_, a_, columnTasks) + kReadAgain * columnTasks) +
            static_cast<double>(n_.extent) * (operand(formB_, bOperand_, rowTasks) + readB * rowTasks);
        if (best == 0 || cost < best) {
          best = cost;
          taskRows_ = rows;
          taskColumns_ = columns;
        }
      }
    }
    // A block of A, mc x kc, takes most of L2; the columns of B in form a share of L3.
    const int64_t rows = std::min(taskRows_, m_.extent), columns = std::min(taskColumns_, n_.extent);
    auto once = [](int64_t readers) { return kFormedInCache * static_cast<double>(readers) > kFormedInMemory; };
    // What is constant is brought into form when the program is loaded.
    ownB_ = formB_ != Form::kInline && (bOperand_.constant || once(ceilDiv(m_.extent, rows)));
    ownA_ = formA_ != Form::kInline &&
            ((a_.constant && (ownB_ || formB_ == Form::kInline)) || once(ceilDiv(n_.extent, columns)));
    ownB_ = ownB_ || (formB_ != Form::kInline && ownA_);  // launches come in the order of the statements
    const int64_t mcMost = std::max<int64_t>(1, target_.l2Bytes * 2 / 3 / (kc_ * dtypeBytes_) / mr_) * mr_;
    mc_ = roundUp(ceilDiv(rows, ceilDiv(rows, mcMost)), mr_);
    const int64_t share = std::min<int64_t>(target_.l3Bytes / 4, 4 << 20);
    const int64_t ncMost = std::max<int64_t>(1, share / (k_.extent * dtypeBytes_) / nr_) * nr_;
    nc_ = roundUp(ceilDiv(columns, ceilDiv(columns, ncMost)), nr_);
    if (kOutermost_ || ownB_ || alongK_) nc_ = roundUp(columns, nr_);
    if (ownA_) mc_ = roundUp(rows, mr_);
    // Few columns at a time of a long K: its blocks come first.
    if (kc_ < k_.extent && !kOutermost_ && nc_ < columns && nc_ <= 4 * nr_ &&
        rows * columns * dtypeBytes_ <= target_.l2Bytes / 2) {
      kOutermost_ = true;
      nc_ = roundUp(columns, nr_);
    }
  }

  void cutAxes() {
    mi_ = m_.name, ni_ = n_.name, ki_ = k_.name;
    int64_t rows = m_.extent, columns = n_.extent, depth = k_.extent;
    mTask_ = cutOff(s_, mi_, rows, taskRows_, m_, "T");
    nT_ = cutOff(s_, ni_, columns, taskColumns_, n_, "T");
    mC_ = cutOff(s_, mi_, rows, mc_, m_, "c");
    nC_ = cutOff(s_, ni_, columns, nc_, n_, "c");
    mT_ = cutOff(s_, mi_, rows, mr_, m_, "t");
    nTile_ = cutOff(s_, ni_, columns, nr_, n_, "t");
    if (kT_ > 0) kTask_ = cutOff(s_, ki_, depth, kT_, k_, "T");
    kC_ = cutOff(s_, ki_, depth, kc_, k_, "c");
    if (run_ > 1) {
      s_.split(ki_, run_, k_.name + ".o", k_.name + ".p");
      s_.bind(k_.name + ".p", Binding::kUnroll);
      ki_ = k_.name + ".o";
      kp_ = k_.name + ".p";
    }
    if (!tasks_) {
      outer_ = {b_.name};
      return;
    }
    std::string whole = b_.name;
    for (const std::string& piece : {mTask_, nT_}) {
      if (piece.empty()) continue;
      const std::string fused = "f" + piece;
      s_.fuse(whole, piece, fused);
      whole = fused;
    }
    s_.bind(whole, Binding::kTask);
    outer_ = {whole};
  }

  static int64_t size(const std::vector<std::string>& list) { return static_cast<int64_t>(list.size()); }
  template <typename Do>
  void afterSum(Do body) {
    for (size_t i = static_cast<size_t>(&sum_ - nest_.statements.data()) + 1; i < nest_.statements.size(); ++i)
      body(nest_.statements[i]);
  }

  // Few rows and B contiguous along k: sums along k in vectors, a few columns at a time.
  void scheduleAlongK() {
    const std::vector<std::string> outside = withPieces(outer_, {nTile_});
    s_.bind(ki_, Binding::kVector, 2 * lanes_);
    s_.bind(mi_, Binding::kUnroll).bind(ni_, Binding::kUnroll);
    s_.order(sum_.name, withPieces(outside, {ki_, mi_, ni_, kp_}));
    if (run_ > 1) s_.dot(sum_.name, kp_);
    s_.layout(sum_.name, withPieces({}, {nTile_, mi_, ni_}));
    afterSum([&](const NestStatement& x) {
      s_.order(x.name, withPieces(outside, {mi_, ni_}));
      s_.share(x.name, size(outside));
    });
  }

  // The first loops of what a launch of its own brings into form: tasks are blocks that TASKS counts, or batches.
  std::vector<std::string> ownLaunch(const NestStatement& value, const std::string& tasks) {
    s_.bind(tasks.empty() ? b_.name : tasks, Binding::kTask, 0, value.name);
    if (tasks.empty()) return {b_.name};
    return {tasks, b_.name};
  }

  // Few rows: tasks are blocks of K.
  void scheduleParts() {
    s_.bind(ni_, Binding::kVector, nr_).bind(mi_, Binding::kUnroll);
    s_.order(sum_.name, withPieces({kTask_, b_.name}, {kC_, nTile_, ni_, ki_, mi_}));
    s_.bind(ki_, Binding::kUnroll, 4, sum_.name);
    addUp(withPieces({b_.name}, {nTile_, ni_, mi_}));
  }

  // Each block of K makes sums of its own; a second launch adds them up, in loops ORDER.
  void addUp(const std::vector<std::string>& order) {
    s_.bind(kTask_, Binding::kTask).partial(sum_.name, kTask_);
    const std::string total = sum_.name + ".sum";
    s_.launch(total);
    s_.order(total, order);
    if (!mT_.empty()) s_.bind(mi_, Binding::kSerial, 0, total);
    afterSum([&](const NestStatement& x) {
      s_.order(x.name, order);
      if (!mT_.empty()) s_.bind(mi_, Binding::kSerial, 0, x.name);
      s_.share(x.name, size(order));
    });
  }

  void scheduleTiles() {
    // What follows the sum is a plain store: from registers. Anything else goes through a tile in memory, so that its
    // code is there once and not for each row.
    const NestStatement& last = nest_.statements.back();
    const bool plain = last.stores.size() == 1 && &last == &sum_ + 1 &&
                       nest_.function.exprs[last.stores[0].value].kind == ExprKind::kTemp;
    const bool once = kC_.empty();
    if (!kTask_.empty()) outer_ = {kTask_, b_.name};
    std::vector<std::string> blocks =
        kOutermost_ ? withPieces(outer_, {kC_, nC_, mC_}) : withPieces(outer_, {nC_, mC_, kC_});
    s_.bind(ni_, Binding::kVector, nr_).bind(mi_, Binding::kUnroll);
    const NestStatement &a = *a_.value, &b = *bOperand_.value;
    int64_t shared = 0;
    if (formB_ != Form::kInline) {
      const std::vector<std::string> around = ownB_         ? ownLaunch(b, nT_)
                                              : kOutermost_ ? withPieces(outer_, {kC_, nC_})
                                                            : withPieces(outer_, {nC_});
      const std::string k = kOutermost_ && !ownB_ ? "" : kC_, columns = ownB_ ? nC_ : "";
      // Along whole rows where that does not take too many panels at once.
      const bool rowwise = !kTask_.empty() || std::min(nc_, taskColumns_) <= kRowTiles * nr_;
      if (formB_ == Form::kTransposed) {
        s_.order(b.name, withPieces(around, {columns, nTile_, ni_, k, ki_, kp_}));
        s_.bind(ni_, Binding::kVector, lanes_, b.name);
        s_.bind(ki_, Binding::kUnroll, lanes_, b.name);
      } else {
        s_.order(b.name, rowwise ? withPieces(around, {columns, k, ki_, nTile_, ni_, kp_})
                                 : withPieces(around, {columns, nTile_, k, ki_, ni_, kp_}));
      }
      s_.layout(b.name, ownB_ ? withPieces({b_.name}, {nT_, nC_, nTile_, kC_, ki_, ni_, kp_})
                              : withPieces({}, {nTile_, k, ki_, ni_, kp_}));
      shared = ownB_ ? 0 : size(around);
      if (ownB_) s_.launch(formA_ == Form::kInline ? sum_.name : a.name);
    }
    if (formA_ != Form::kInline) {
      const std::vector<std::string> around = ownA_ ? ownLaunch(a, mTask_) : blocks;
      const std::vector<std::string> more = ownA_ ? withPieces({}, {kC_, mC_}) : std::vector<std::string>();
      std::vector<std::string> order = around,
                               layout = ownA_ ? withPieces({b_.name}, {mTask_, mC_, mT_}) : withPieces({}, {mT_});
      std::vector<int64_t> padding;
      if (formA_ == Form::kRows) {
        order.insert(order.end(), more.begin(), more.end());
        order = withPieces(order, {mT_, mi_, ki_, kp_});
        s_.bind(mi_, Binding::kSerial, 0, a.name).bind(ki_, Binding::kVector, 2 * lanes_, a.name);
        layout = withPieces(layout, {mi_, ownA_ ? kC_ : "", ki_});
        padding.resize(layout.size());
        padding.back() = lanes_;  // rows of a tile fall into different sets of L1
        if (!kp_.empty()) layout.push_back(kp_), padding.push_back(0);
      } else {
        // Along the rows of memory.
        order = withPieces(order, {ownA_ ? kC_ : "", ki_, ownA_ ? mC_ : "", mT_, mi_, kp_});
        s_.bind(mi_, Binding::kVector, lanes_, a.name);
        layout = withPieces(layout, {ownA_ ? kC_ : "", ki_, mi_, kp_});
      }
      s_.order(a.name, std::move(order));
      s_.layout(a.name, std::move(layout), std::move(padding));
      if (formB_ != Form::kInline && !ownB_ && !ownA_) s_.share(a.name, shared);
      if (ownA_) s_.launch(sum_.name);
      shared = ownA_ ? 0 : size(blocks);
    }
    s_.order(sum_.name, withPieces(blocks, {nTile_, mT_, ni_, ki_, mi_, kp_}));
    if (run_ > 1) s_.dot(sum_.name, kp_);
    if (k_.extent >= 8) s_.bind(ki_, Binding::kUnroll, kUnroll_, sum_.name);
    if (shared > 0) s_.share(sum_.name, shared);
    s_.layout(sum_.name, withPieces({}, {kTask_.empty() ? "" : b_.name, nC_, mC_, nTile_, mT_, mi_, ni_}));
    if (!kTask_.empty()) return addUp(withPieces({b_.name}, {nC_, mC_, mT_, mi_, nTile_, ni_}));
    const bool registers = plain && once;
    const std::vector<std::string> result = withPieces(outer_, {nC_, mC_, nTile_, mT_});
    const int64_t common = once ? size(result) : kOutermost_ ? size(outer_) : size(withPieces(outer_, {nC_, mC_}));
    afterSum([&](const NestStatement& x) {
      if (registers) {
        s_.order(x.name, withPieces(result, {ni_, mi_}));
        s_.share(x.name, common + 1);
        return;
      }
      s_.order(x.name, withPieces(result, {mi_, ni_}));
      s_.bind(mi_, Binding::kSerial, 0, x.name);
      s_.share(x.name, common);
      if (once && &x == &sum_ + 1) s_.prefetch(x.name);
    });
  }

  const LoopNest& nest_;
  const NestStatement& sum_;
  const ScheduleContext& context_;
  const CpuTarget& target_;
  const NestAxis &b_, &m_, &n_, &k_;
  Schedule s_;
  ProductOperand a_, bOperand_;
  Form formA_ = Form::kInline, formB_ = Form::kInline;
  int64_t dtypeBytes_ = 4, lanes_ = 1, mr_ = 1, nr_ = 1, kc_ = 1, mc_ = 1, nc_ = 1, taskRows_ = 1, taskColumns_ = 1;
  bool fewRows_ = false, inCache_ = false, alongK_ = false, kOutermost_ = false, tasks_ = false;
  bool streams_ = false;  // a large B, inline, for few rows
  int kUnroll_ = 4;
  int64_t kT_ = 0, run_ = 1;
  std::string kp_;                    // neighbours along k that one instruction takes; "": none
  bool ownA_ = false, ownB_ = false;  // brought into form once for all tasks
  std::vector<std::string> outer_;
  std::string mi_, ni_, ki_, mC_, nC_, kC_, mT_, nTile_, nT_, mTask_, kTask_;
};

}  // namespace

bool isProduct(const LoopNest& nest, const NestStatement& sum) {
  if (sum.kind != NestKind::kReduction || sum.combine != ScalarOp::kAdd) return false;
  const Expr& e = nest.function.exprs[sum.values[0]];
  if (e.kind != ExprKind::kOp || e.op != ScalarOp::kMultiply || sum.axes.size() != 4) return false;
  return std::all_of(e.args.begin(), e.args.end(),
                     [&](ExprId arg) { return nest.function.exprs[arg].kind == ExprKind::kTemp; });
}

Schedule productSchedule(const LoopNest& nest, const NestStatement& sum, const ScheduleContext& context) {
  return ProductSchedule(nest, sum, context).make();
}

}  // namespace partita
