// Loops are made from the outside in: statements that share a loop are generated together. Where a temp is kept follows
// from where it is read: a temp (one for each copy of an unrolled loop) where the reader is inside the same loops, else
// memory for the loops that are not shared. A sum is kept in an accumulator unless parallel loops run inside the ones
// it sums over; then in memory, which is set to the initial value first.
#include "codegen/schedule/apply_schedule.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "base/check.h"
#include "base/text.h"
#include "codegen/schedule/loop_plan.h"

namespace partita {

namespace {

constexpr int64_t kStackBytes = 16 << 10;  // a local that is larger is in scratch memory

// Where the loops stand.
struct Position {
  struct Space {
    ExprId at;     // the point so far; invalid: 0
    ExprId limit;  // end of the block that the open pieces select; invalid: the extent
    int open = 0;  // pieces that are open, if they were opened from the outermost on
    bool inOrder = true;
  };
  std::vector<Space> spaces;
  std::vector<int64_t> copy;  // by piece: which copy of an unrolled loop
  std::vector<bool> opened;   // by piece
};

class Generator {
 public:
  Generator(const LoopNest& nest, const LoopPlan& plan) : nest_(nest), plan_(plan) {}

  int64_t workspaceBytes() {
    placePartials();
    return result_.workspaceBytes;
  }

  StatusOr<ScheduledNest> run() {
    placePartials();
    for (int k = 0; k < plan_.kernels; ++k) kernel(k);
    return std::move(result_);
  }

 private:
  using Range = std::pair<size_t, size_t>;  // of statements

  // How the temp of a statement is kept in the kernel at hand.
  struct Kept {
    int depth = 0;                      // in memory: for the loops from this one on
    bool inMemory = false;              // final values are in memory
    bool accumulatesThere = false;      // sums are made there
    std::vector<LoopBufferId> buffers;  // one for each temp
    std::vector<ExprId> base;           // by axis of the statement: point at `depth`
    std::vector<int64_t> size;          // by axis: points from there on
    std::vector<AccumId> accums;        // by copy
    std::vector<TempId> temps;          // by copy
    int64_t unrolled = 1;               // copies
  };

  const PlannedStatement& at(size_t i) const { return plan_.statements[i]; }
  const Piece& piece(int p) const { return plan_.pieces[p]; }
  LoopBuilder& l() { return *loops_; }
  DType dtypeOf(size_t i, size_t v = 0) const { return nest_.function.temps[at(i).statement->temps[v]]; }
  // Reductions whose combiner is no single operation.
  bool combines(size_t i) const { return sums(i) && at(i).statement->combine == ScalarOp::kNone; }
  // In memory: arithmetic of bf16 and f16 is done in f32, and no schedule rounds it.
  // What a combiner gives is rounded at each step.
  DType keptDType(size_t i, size_t v = 0) const {
    const DType dtype = dtypeOf(i, v);
    if (combines(i)) return dtype;
    return dtype == DType::kBF16 || dtype == DType::kF16 ? DType::kF32 : dtype;
  }
  static bool parallel(AxisRole role) { return !isReduction(role); }

  // Each partial sum has a part of the workspace: a block of sums for each of its tasks.
  void placePartials() {
    for (size_t i = 0; i < plan_.statements.size(); ++i) {
      const PlannedStatement& s = at(i);
      if (s.partialPiece < 0) continue;
      int64_t elements = 1;
      for (const AxisUse& use : s.axes) {
        if (parallel(use.role)) elements *= nest_.axis(use.axis).extent;
      }
      Partial partial;
      partial.offset = result_.workspaceBytes;
      partial.sums = elements;
      partial.parts = piece(s.partialPiece).count();
      result_.workspaceBytes += (partial.parts * elements * dtypeBytes(keptDType(i)) + 63) / 64 * 64;
      partials_[s.statement] = partial;
    }
  }

  void kernel(int number) {
    size_t begin = 0;
    while (begin < plan_.statements.size() && at(begin).kernel != number) ++begin;
    size_t end = begin;
    while (end < plan_.statements.size() && at(end).kernel == number) ++end;
    LoopBuilder loops(number == 0 ? nest_.function.name : strCat(nest_.function.name, "_", number));
    loops_ = &loops;
    kernel_ = ScheduledKernel();
    parameters_.clear();
    workspace_.clear();
    kept_.assign(plan_.statements.size(), Kept());
    byTemp_.clear();
    position_ = Position();
    position_.spaces.resize(plan_.spaces.size());
    position_.copy.assign(plan_.pieces.size(), 0);
    position_.opened.assign(plan_.pieces.size(), false);
    declareParameters(begin, end);
    for (size_t i = begin; i < end; ++i) {
      if (at(i).partialPiece < 0) {
        for (size_t v = 0; v < at(i).statement->temps.size(); ++v) byTemp_[at(i).statement->temps[v]] = {i, v};
      }
      decide(i, end);
    }
    generate({begin, end}, 0);
    kernel_.function = loops.finish();
    for (LoopBufferId p : kernel_.function.parameters) kernel_.function.buffers[p].noAlias = true;
    if (number == 0) {
      kernel_.function.flops = nest_.flops;
      kernel_.function.bytes = nest_.bytes;
    }
    result_.kernels.push_back(std::move(kernel_));
  }

  void declareParameters(size_t begin, size_t end) {
    std::vector<bool> read(nest_.function.buffers.size(), false), written = read;
    for (size_t i = begin; i < end; ++i) {
      for (ExprId e : expressionsOf(at(i))) {
        for (ExprId load : loadsOf(nest_.function, e)) read[nest_.function.exprs[load].buffer.index] = true;
      }
      for (const NestStore& store : at(i).statement->stores) written[store.buffer.index] = true;
    }
    for (size_t n = 0; n < nest_.function.parameters.size(); ++n) {
      LoopBufferId id = nest_.function.parameters[n];
      if (!read[id.index] && !written[id.index]) continue;
      const LoopBuffer& b = nest_.function.buffers[id];
      parameters_[id] = l().parameter(b.name, b.dtype, b.elements, read[id.index], written[id.index]);
      kernel_.arguments.push_back({static_cast<int>(n), 0});
    }
    for (size_t i = begin; i < end; ++i) {
      auto it = partials_.find(at(i).statement);
      if (it == partials_.end()) continue;
      const bool writes = at(i).partialPiece >= 0;
      // Sums that are made in memory are read there too.
      workspace_[i] = l().parameter(strCat("w", at(i).statement->temps[0].index), keptDType(i),
                                    it->second.parts * it->second.sums, !writes || at(i).sumsInMemory, writes);
      kernel_.arguments.push_back({-1, it->second.offset});
    }
  }

  // The outermost loops that statements I and J (later) have in common.
  int common(size_t i, size_t j) const {
    int depth = std::numeric_limits<int>::max();
    for (size_t k = i + 1; k <= j; ++k) depth = std::min(depth, at(k).share);
    return depth;
  }

  void decide(size_t i, size_t end) {
    const PlannedStatement& s = at(i);
    Kept& k = kept_[i];
    if (s.statement->temps.empty()) return;
    const int size = static_cast<int>(s.order.size());
    // Loops in which the finished value is at hand without being kept.
    int available = size - s.unrolledTail;
    if (s.statement->kind == NestKind::kReduction && !s.finishesPartial)
      available = std::min(available, s.firstReduction);
    for (int p : s.order) {
      if (piece(p).binding == Binding::kUnroll && !plan_.carries(s, p)) k.unrolled *= piece(p).count();
    }
    k.accums.resize(static_cast<size_t>(k.unrolled));
    k.temps.resize(static_cast<size_t>(k.unrolled));
    if (s.partialPiece >= 0) {
      k.depth = 1;
      k.inMemory = true;
      k.accumulatesThere = at(i).sumsInMemory;
      k.buffers = {workspace_.at(i)};
      rebase(i);
      return;
    }
    int shared = std::numeric_limits<int>::max();
    for (size_t j = i + 1; j < end; ++j) {
      if (readsTemp(nest_, at(j), *s.statement)) shared = std::min(shared, common(i, j));
    }
    k.accumulatesThere = s.sumsInMemory;
    k.inMemory = k.accumulatesThere || shared < available;
    k.depth = std::min(shared, available);
    if (!k.inMemory) return;
    // Lanes of a vector have places of their own.
    for (int d = 0; d < k.depth; ++d) {
      if (piece(s.order[static_cast<size_t>(d)]).binding == Binding::kVector) k.depth = d;
    }
    int64_t elements = 1;
    for (const AxisUse& use : s.axes) {
      if (parallel(use.role)) elements *= pointsFrom(s, use.axis, k.depth);
    }
    for (size_t v = 0; v < s.statement->temps.size(); ++v) {
      const DType dtype = keptDType(i, v);
      const BufferSpace space =
          elements * dtypeBytes(dtype) <= kStackBytes ? BufferSpace::kStack : BufferSpace::kScratch;
      const std::string name = strCat("t", s.statement->temps[v].index, s.finishesPartial ? "_sum" : "");
      k.buffers.push_back(l().local(name, space, dtype, elements));
    }
  }

  // How many points of AXIS the loops of S from DEPTH on run over.
  int64_t pointsFrom(const PlannedStatement& s, AxisId axis, int depth) const {
    const PieceSpace& space = plan_.spaces[axis.index];
    int64_t points = space.extent;
    for (int p : space.pieces) {  // outermost first, as far as they are open
      if (!openedWithin(s, p, depth)) break;
      points = std::min(points, piece(p).stride);
    }
    return points;
  }
  bool openedWithin(const PlannedStatement& s, int p, int depth) const {
    if (piece(p).fusedInto >= 0) {
      const PieceSpace& fused = plan_.spaces[piece(p).fusedInto];
      return std::all_of(fused.pieces.begin(), fused.pieces.end(), [&](int q) { return openedWithin(s, q, depth); });
    }
    auto it = std::find(s.order.begin(), s.order.end(), p);
    return it != s.order.end() && it - s.order.begin() < depth;
  }

  // The current point of an axis.
  ExprId point(AxisId axis) {
    const Position::Space& space = position_.spaces[axis.index];
    return space.at.valid() ? space.at : l().index(0);
  }

  // Records where the memory of statement I's temp begins, in the loops it is kept for (none: over its whole axes).
  void rebase(size_t i) {
    const PlannedStatement& s = at(i);
    Kept& k = kept_[i];
    k.base.clear();
    k.size.clear();
    for (const AxisUse& use : s.axes) {
      if (!parallel(use.role)) continue;
      const int64_t points = pointsFrom(s, use.axis, k.depth);
      k.size.push_back(points);
      k.base.push_back(points == nest_.axis(use.axis).extent ? l().index(0) : point(use.axis));
    }
  }

  // The place of the current point in the memory of statement I's temp. Axes stand in the order of their innermost
  // loops.
  ExprId place(size_t i) {
    if (at(i).partialPiece < 0) return sumPlace(i);
    // Each block of the piece has sums of its own.
    return l().add(l().mul(partNumber(i), l().index(partials_.at(at(i).statement).sums)), sumPlace(i));
  }
  ExprId sumPlace(size_t i) {
    const PlannedStatement& s = at(i);
    const Kept& k = kept_[i];
    struct Axis {
      size_t last = 0, number = 0;
      AxisId axis;
    };
    std::vector<Axis> axes;
    for (const AxisUse& use : s.axes) {
      if (!parallel(use.role)) continue;
      Axis axis{0, axes.size(), use.axis};
      for (size_t d = 0; d < s.order.size(); ++d) {
        for (int p : plan_.piecesOf(use.axis)) {
          if (s.order[d] == p) axis.last = d;
        }
      }
      axes.push_back(axis);
    }
    std::stable_sort(axes.begin(), axes.end(), [](const Axis& a, const Axis& b) { return a.last < b.last; });
    ExprId index = l().index(0);
    for (const Axis& axis : axes)
      index = l().add(l().mul(index, l().index(k.size[axis.number])), l().sub(point(axis.axis), k.base[axis.number]));
    return index;
  }

  // Which block of its piece a partial sum is at.
  ExprId partNumber(size_t i) {
    const Piece& p = piece(at(i).partialPiece);
    const Position::Space& space = position_.spaces[static_cast<size_t>(p.space)];
    return l().div(space.at.valid() ? space.at : l().index(0), l().index(p.stride));
  }

  size_t slot(size_t i) const {
    const PlannedStatement& s = at(i);
    int64_t number = 0;
    for (int p : s.order) {
      if (piece(p).binding == Binding::kUnroll && !plan_.carries(s, p))
        number = number * piece(p).count() + position_.copy[static_cast<size_t>(p)];
    }
    return static_cast<size_t>(number);
  }

  // EXPR of the nest at the current point.
  ExprId expression(ExprId expr) {
    return l().rebuild(nest_.function, expr,
                       {[&](LoopVarId var) {
                          for (size_t a = 0; a < nest_.axes.size(); ++a) {
                            if (nest_.axes[a].var == var) return point(AxisId(a));
                          }
                          CHECK(false, "a variable that is no axis");
                        },
                        [&](TempId temp) {
                          const auto [i, v] = byTemp_.at(temp);
                          const Kept& k = kept_[i];
                          if (k.inMemory) return l().load(k.buffers[v], place(i));
                          return l().temp(k.temps[slot(i)]);
                        },
                        [&](LoopBufferId buffer) { return parameters_.at(buffer); }});
  }

  // Notes that piece P is open. Whether the pieces of its space were opened from the outermost on, up to it.
  bool opens(int p) {
    const PieceSpace& space = plan_.spaces[piece(p).space];
    Position::Space& here = position_.spaces[static_cast<size_t>(piece(p).space)];
    here.inOrder = here.inOrder && space.pieces[static_cast<size_t>(here.open)] == p;
    here.open += here.inOrder ? 1 : 0;
    position_.opened[static_cast<size_t>(p)] = true;
    return here.inOrder;
  }
  // The point so far and the end of the block of the space of piece P.
  std::pair<ExprId, ExprId> block(int p) {
    const Position::Space& here = position_.spaces[static_cast<size_t>(piece(p).space)];
    return {here.at.valid() ? here.at : l().index(0),
            here.limit.valid() ? here.limit : l().index(plan_.spaces[piece(p).space].extent)};
  }
  // Piece P, whose block ends at LIMIT, is at POINT of its space. WHOLE: no block down to it is short.
  void enter(int p, ExprId point, ExprId limit, bool whole) {
    Position::Space& here = position_.spaces[static_cast<size_t>(piece(p).space)];
    here.at = point;
    const ExprId end = l().add(point, l().index(piece(p).stride));
    here.limit = whole ? end : l().min(end, limit);
    enterFused(piece(p).space);
  }

  // Runs BODY in the loop of PIECE (in each of its copies).
  template <typename Body>
  void open(int p, Body body) {
    const Piece& own = piece(p);
    const Position saved = position_;
    const auto [from, limit] = block(p);
    const bool inOrder = opens(p);
    bool whole = true;
    const PieceSpace& space = plan_.spaces[own.space];
    for (int q : space.pieces) {
      whole = whole && space.extent % piece(q).stride == 0 && piece(q).size % piece(q).stride == 0;
      if (q == p) break;
    }
    auto numbered = [&](ExprId number) { return l().add(from, l().mul(number, l().index(own.stride))); };
    if (own.binding == Binding::kUnroll && !unrolledLoops_) {
      const Position before = position_;
      for (int64_t c = 0; c < own.count(); ++c) {
        position_ = before;
        position_.copy[static_cast<size_t>(p)] = c;
        enter(p, numbered(l().index(c)), limit, whole);
        body();
      }
    } else if (own.count() == 1 && inOrder && own.binding != Binding::kTask) {
      enter(p, from, limit, whole);
      body();
    } else {
      const LoopKind kind = own.binding == Binding::kTask     ? LoopKind::kParallel
                            : own.binding == Binding::kVector ? LoopKind::kVector
                            : own.binding == Binding::kUnroll ? LoopKind::kUnrolled
                                                              : LoopKind::kSerial;
      // Where blocks may be short the variable is the point itself, so that what it is below is known.
      const bool points = inOrder && (kind == LoopKind::kSerial || kind == LoopKind::kVector);
      const ExprId v = points
                           ? l().var(l().openFor(own.name, from, limit, kind, own.stride, own.lanes))
                           : l().var(l().openFor(own.name, l().index(0), l().index(own.count()), kind, 1, own.lanes));
      enter(p, points ? v : numbered(v), limit, whole);
      body();
      l().close();
    }
    position_ = saved;
  }

  // Once all pieces of a space of fused pieces are open, those are too.
  void enterFused(int number) {
    const PieceSpace& space = plan_.spaces[static_cast<size_t>(number)];
    if (space.axis.valid()) return;
    for (int p : space.pieces) {
      if (!position_.opened[static_cast<size_t>(p)]) return;
    }
    ExprId at = position_.spaces[static_cast<size_t>(number)].at;
    ExprId divisor = l().index(piece(space.second).count());
    enterComponent(space.first, l().div(at, divisor));
    enterComponent(space.second, l().mod(at, divisor));
  }
  void enterComponent(int p, ExprId number) {
    const auto [from, limit] = block(p);
    opens(p);
    enter(p, l().add(from, l().mul(number, l().index(piece(p).stride))), limit, false);
  }

  void generate(Range range, int depth) {
    for (size_t i = range.first; i < range.second; ++i) {
      if (kept_[i].inMemory && kept_[i].depth == depth && at(i).partialPiece < 0) rebase(i);
    }
    for (size_t i = range.first; i < range.second;) {
      size_t end = i + 1;
      while (end < range.second && at(end).share > depth) ++end;
      const PlannedStatement& s = at(i);
      const bool innermost = std::all_of(
          plan_.statements.begin() + static_cast<std::ptrdiff_t>(i),
          plan_.statements.begin() + static_cast<std::ptrdiff_t>(end),
          [&](const PlannedStatement& x) { return static_cast<int>(x.order.size()) - x.unrolledTail <= depth; });
      if (innermost && unrollsAsLoop(i, end, depth)) {
        unrolledLoops_ = true;
        open(s.order[static_cast<size_t>(depth)], [&] { generate({i, end}, depth + 1); });
        unrolledLoops_ = false;
      } else if (innermost) {
        for (size_t j = i; j < end; ++j) {
          if (at(j).firstReduction >= depth) begin(j, depth);
          emit(j, depth);
          if (at(j).firstReduction >= depth) finish(j, depth);
        }
      } else {
        for (size_t j = i; j < end; ++j) {
          if (at(j).firstReduction == depth) begin(j, depth);
        }
        const bool task = piece(s.order[static_cast<size_t>(depth)]).binding == Binding::kTask;
        const bool guarded = end == i + 1 && !task && openGuard(i);
        open(s.order[static_cast<size_t>(depth)], [&] { generate({i, end}, depth + 1); });
        if (guarded) closeGuard(i);
        for (size_t j = i; j < end; ++j) {
          if (at(j).firstReduction == depth) finish(j, depth);
        }
      }
      i = end;
    }
  }

  // Whether the unrolled loop at DEPTH of statements I to END can be left to the emitter, which sees what its copies
  // have in common (blocks that are transposed): where nothing is kept for each copy.
  bool unrollsAsLoop(size_t i, size_t end, int depth) const {
    const PlannedStatement& s = at(i);
    if (static_cast<int>(s.order.size()) != depth + 1) return false;
    for (size_t j = i; j < end; ++j) {
      if (!at(j).statement->initials.empty() || at(j).order.size() != s.order.size()) return false;
      for (size_t maker = 0; maker < i; ++maker) {
        if (at(maker).kernel == s.kernel && kept_[maker].unrolled > 1 && !kept_[maker].inMemory &&
            readsTemp(nest_, at(j), *at(maker).statement))
          return false;
      }
      // Nor read by later statements, copy by copy.
      for (size_t k = end; k < plan_.statements.size(); ++k) {
        if (!kept_[j].inMemory && readsTemp(nest_, at(k), *at(j).statement)) return false;
      }
    }
    return true;
  }

  // Runs BODY at each point of the parallel loops of statement I from DEPTH on.
  template <typename Body>
  void overParallel(size_t i, int depth, Body body) {
    const PlannedStatement& s = at(i);
    auto next = [&](auto&& self, size_t d) -> void {
      while (d < s.order.size() && plan_.carries(s, s.order[d])) ++d;
      if (d == s.order.size()) return body();
      open(s.order[d], [&] { self(self, d + 1); });
    };
    next(next, static_cast<size_t>(depth));
  }

  bool sums(size_t i) const { return at(i).statement->kind == NestKind::kReduction && !at(i).finishesPartial; }

  // Before the first loop that a reduction sums over: sets its sums to what they begin with.
  void begin(size_t i, int depth) {
    if (!sums(i) && at(i).statement->kind != NestKind::kScan) return;
    const NestStatement& s = *at(i).statement;
    Kept& k = kept_[i];
    overParallel(i, depth, [&] {
      for (size_t v = 0; v < s.temps.size(); ++v) {
        ExprId initial =
            at(i).partialPiece >= 0 ? reductionIdentity(l(), s.combine, dtypeOf(i)) : expression(s.initials[v]);
        if (k.accumulatesThere) {
          l().store(k.buffers[v], place(i), initial);
        } else {
          k.accums[slot(i)] = l().initAccum(dtypeOf(i), s.combine, initial);
        }
      }
    });
  }

  // After it: the sums as temps, or where they are kept.
  void finish(size_t i, int depth) {
    if (!sums(i) || kept_[i].accumulatesThere) return;
    Kept& k = kept_[i];
    overParallel(i, depth, [&] {
      ExprId value = l().accumValue(k.accums[slot(i)]);
      if (k.inMemory) {
        l().store(k.buffers[0], place(i), value);
      } else {
        k.temps[slot(i)] = l().let(value);
      }
    });
  }

  // The body of statement I: all loops are open but the unrolled ones from DEPTH on.
  void emit(size_t i, int depth) {
    const PlannedStatement& s = at(i);
    if (sums(i)) return accumulate(i, depth);
    auto next = [&](auto&& self, size_t d) -> void {
      if (d < s.order.size()) return open(s.order[d], [&] { self(self, d + 1); });
      if (s.finishesPartial) return addParts(i);
      if (s.statement->kind == NestKind::kScan) {
        AccumId sum = kept_[i].accums[slot(i)];
        l().accumulate(sum, expression(s.statement->values[0]));
        return keep(i, l().accumValue(sum));
      }
      if (s.statement->kind == NestKind::kValue) return keep(i, expression(s.statement->values[0]));
      store(i);
    };
    next(next, static_cast<size_t>(depth));
  }

  void keep(size_t i, ExprId value) {
    Kept& k = kept_[i];
    if (k.inMemory) {
      l().store(k.buffers[0], place(i), value);
    } else {
      k.temps[slot(i)] = l().let(value);
    }
  }

  // The parts of the guard of a store that are known at the current point and not tested yet: opens an if of them.
  bool openGuard(size_t i) {
    const NestStatement& own = *at(i).statement;
    if (own.kind != NestKind::kStore || !own.guard.valid()) return false;
    std::vector<ExprId> known;
    auto visit = [&](auto&& self, ExprId e) -> void {
      const Expr& expr = nest_.function.exprs[e];
      if (expr.kind == ExprKind::kOp && expr.op == ScalarOp::kAnd && expr.dtype == DType::kI1) {
        self(self, expr.args[0]), self(self, expr.args[1]);
      } else if (!tested_.contains({i, e}) && isKnown(at(i), e)) {
        known.push_back(e);
      }
    };
    visit(visit, own.guard);
    if (known.empty()) return false;
    ExprId all;
    for (ExprId e : known) {
      tested_.insert({i, e});
      ExprId test = expression(e);
      all = all.valid() ? l().op(ScalarOp::kAnd, DType::kI1, {all, test}) : test;
    }
    guards_[i].push_back(std::move(known));
    l().openIf(all);
    return true;
  }
  void closeGuard(size_t i) {
    for (ExprId e : guards_[i].back()) tested_.erase({i, e});
    guards_[i].pop_back();
    l().close();
  }
  // Whether all axes that EXPR moves along are at a point, and the temps it reads are at hand.
  bool isKnown(const PlannedStatement& s, ExprId expr) const {
    auto innermost = [&] {
      return std::all_of(s.order.begin(), s.order.end(),
                         [&](int p) { return position_.opened[static_cast<size_t>(p)]; });
    };
    if (!tempsOf(nest_.function, expr).empty()) return innermost();
    // What the statement writes may change it.
    for (ExprId load : loadsOf(nest_.function, expr)) {
      for (const NestStore& store : s.statement->stores) {
        if (nest_.function.exprs[load].buffer == store.buffer) return innermost();
      }
    }
    for (LoopVarId var : varsOf(nest_.function, expr)) {
      for (const AxisUse& use : s.axes) {
        if (nest_.axis(use.axis).var != var) continue;
        for (int p : plan_.piecesOf(use.axis)) {
          if (!position_.opened[static_cast<size_t>(p)]) return false;
        }
      }
    }
    return true;
  }

  void store(size_t i) {
    const PlannedStatement& s = at(i);
    const NestStatement& own = *s.statement;
    const bool guarded = openGuard(i);
    std::vector<std::pair<ExprId, ExprId>> writes;
    for (const NestStore& st : own.stores) {
      ExprId value = expression(st.value);
      if (own.stores.size() > 1) value = l().temp(l().let(value));
      writes.emplace_back(expression(st.index), value);
    }
    for (size_t w = 0; w < writes.size(); ++w)
      l().store(parameters_.at(own.stores[w].buffer), writes[w].first, writes[w].second, s.stream);
    if (guarded) closeGuard(i);
  }

  // Copies of a loop that is summed over add up in a tree before they reach the sum.
  void accumulate(size_t i, int depth) {
    const PlannedStatement& s = at(i);
    const NestStatement& own = *s.statement;
    Kept& k = kept_[i];
    auto add = [&](ExprId value) {
      if (k.accumulatesThere) {
        ExprId where = place(i);
        l().store(k.buffers[0], where, l().op(own.combine, dtypeOf(i), {l().load(k.buffers[0], where), value}));
      } else {
        l().accumulate(k.accums[slot(i)], value);
      }
    };
    const std::optional<std::pair<ExprId, ExprId>> product = contractedProduct(own);
    overParallel(i, depth, [&] {
      std::vector<ExprId> values;
      auto next = [&](auto&& self, size_t d) -> void {
        while (d < s.order.size() && !plan_.carries(s, s.order[d])) ++d;
        if (d < s.order.size()) return open(s.order[d], [&] { self(self, d + 1); });
        if (own.guard.valid()) l().openIf(expression(own.guard));
        if (combines(i)) {
          combine(i);
        } else if (product.has_value()) {
          addProduct(i, expression(product->first), expression(product->second));
        } else if (own.guard.valid()) {
          add(expression(own.values[0]));
        } else {
          values.push_back(expression(own.values[0]));
        }
        if (own.guard.valid()) l().close();
      };
      next(next, static_cast<size_t>(depth));
      if (values.empty()) return;
      const DType dtype = dtypeOf(i);
      while (values.size() > 1) {
        std::vector<ExprId> sums;
        for (size_t v = 0; v + 1 < values.size(); v += 2)
          sums.push_back(l().op(own.combine, dtype, {values[v], values[v + 1]}));
        if (values.size() % 2 == 1) sums.push_back(values.back());
        values = std::move(sums);
      }
      add(l().temp(l().let(values[0])));
    });
  }
  // The factors of what a contraction adds up: products of floats are added with one rounding.
  std::optional<std::pair<ExprId, ExprId>> contractedProduct(const NestStatement& s) const {
    if (s.combine != ScalarOp::kAdd || s.values.size() != 1) return std::nullopt;
    const Expr& value = nest_.function.exprs[s.values[0]];
    const DType dtype = value.dtype;
    if (value.kind != ExprKind::kOp || value.op != ScalarOp::kMultiply ||
        (dtype != DType::kF32 && dtype != DType::kF64))
      return std::nullopt;
    const bool contracts = std::any_of(s.axes.begin(), s.axes.end(), [](const AxisUse& use) {
      return use.role == AxisRole::kContracted || use.role == AxisRole::kWindow;
    });
    if (!contracts) return std::nullopt;
    return std::pair(value.args[0], value.args[1]);
  }
  void addProduct(size_t i, ExprId x, ExprId y) {
    const Kept& k = kept_[i];
    if (!k.accumulatesThere) return l().accumulateProduct(k.accums[slot(i)], x, y);
    ExprId where = place(i);
    l().store(k.buffers[0], where, l().op(ScalarOp::kFma, dtypeOf(i), {x, y, l().load(k.buffers[0], where)}));
  }

  // One step of a combiner: of what it has so far and the values of this point.
  void combine(size_t i) {
    const NestStatement& own = *at(i).statement;
    const Kept& k = kept_[i];
    const ExprId where = place(i);
    absl::flat_hash_map<TempId, ExprId> known;
    auto let = [&](TempId temp, ExprId value) { known[temp] = l().temp(l().let(value)); };
    for (size_t v = 0; v < own.temps.size(); ++v) let(own.combiner.left[v], l().load(k.buffers[v], where));
    for (size_t v = 0; v < own.temps.size(); ++v) let(own.combiner.right[v], expression(own.values[v]));
    std::vector<ExprId> results;
    for (ExprId result : own.combiner.results) {
      ExprId value = l().rebuild(
          nest_.function, result,
          {[](LoopVarId) -> ExprId { CHECK(false, "a combiner has no axes"); },
           [&](TempId temp) { return known.at(temp); }, [&](LoopBufferId buffer) { return parameters_.at(buffer); }});
      results.push_back(l().temp(l().let(value)));
    }
    for (size_t v = 0; v < own.temps.size(); ++v) l().store(k.buffers[v], where, results[v]);
  }

  // Adds up the partial sums of all tasks, in their order.
  void addParts(size_t i) {
    const NestStatement& own = *at(i).statement;
    const Partial& partial = partials_.at(&own);
    // Where a task keeps the sum of this point: as the statement that made it laid them out.
    size_t maker = 0;
    while (at(maker).statement != &own || at(maker).partialPiece < 0) ++maker;
    rebase(maker);
    ExprId where = sumPlace(maker);
    AccumId sum = l().initAccum(dtypeOf(i), own.combine, expression(own.initials[0]));
    ExprId part = l().var(l().openFor("part", l().index(0), l().index(partial.parts), LoopKind::kSerial));
    l().accumulate(sum, l().load(workspace_.at(i), l().add(l().mul(part, l().index(partial.sums)), where)));
    l().close();
    keep(i, l().accumValue(sum));
  }

  struct Partial {
    int64_t offset = 0, sums = 1, parts = 1;
  };

  const LoopNest& nest_;
  const LoopPlan& plan_;
  ScheduledNest result_;
  absl::flat_hash_map<const NestStatement*, Partial> partials_;
  // Of the kernel at hand.
  ScheduledKernel kernel_;
  LoopBuilder* loops_ = nullptr;
  absl::flat_hash_map<LoopBufferId, LoopBufferId> parameters_;
  absl::flat_hash_map<size_t, LoopBufferId> workspace_;  // by statement
  std::vector<Kept> kept_;
  absl::flat_hash_map<TempId, std::pair<size_t, size_t>> byTemp_;  // statement, which of its temps
  Position position_;
  absl::flat_hash_set<std::pair<size_t, ExprId>> tested_;                 // parts of guards, by statement
  absl::flat_hash_map<size_t, std::vector<std::vector<ExprId>>> guards_;  // those of the ifs that are open
  bool unrolledLoops_ = false;  // unrolled pieces are loops of that kind, not copies
};

}  // namespace

StatusOr<ScheduledNest> applySchedule(const LoopNest& nest, const Schedule& schedule) {
  ASSIGN_OR_RETURN(LoopPlan plan, planLoops(nest, schedule));
  return Generator(nest, plan).run();
}

StatusOr<int64_t> scheduledWorkspaceBytes(const LoopNest& nest, const Schedule& schedule) {
  ASSIGN_OR_RETURN(LoopPlan plan, planLoops(nest, schedule));
  return Generator(nest, plan).workspaceBytes();
}

}  // namespace partita
