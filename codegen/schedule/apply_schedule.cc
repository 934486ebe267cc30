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

constexpr int64_t kStackBytes = 16 << 10;     // a local that is larger is in scratch memory
constexpr int64_t kPrefetchFrom = 256 << 10;  // bytes of an array
constexpr size_t kMostPrefetched = 4;         // arrays

// Where the loops stand.
struct Position {
  struct Space {
    ExprId at;     // the point so far; invalid: 0
    ExprId limit;  // end of the block that the open pieces select; invalid: the extent
    ExprId end;    // the same of the outermost piece
    int open = 0;  // pieces that are open, if they were opened from the outermost on
    bool inOrder = true;
  };
  std::vector<Space> spaces;
  std::vector<int64_t> copy;     // by piece: which copy of an unrolled loop
  std::vector<bool> opened;      // by piece
  std::vector<ExprId> numbers;   // by piece: how many of its steps from the first one of its block
  std::vector<ExprId> repeated;  // conditions: this is no point that another block has, too
};

class Generator {
 public:
  explicit Generator(const LoopPlan& plan) : nest_(*plan.nest), plan_(plan) {
    for (const PlannedStatement& s : plan.statements) {
      for (const auto& laid : s.layout) laidOut_.insert(laid.piece);
    }
  }

  StatusOr<int64_t> workspaceBytes() {
    RETURN_IF_ERROR(placeInWorkspace());
    return result_.workspaceBytes;
  }

  StatusOr<ScheduledNest> run() {
    RETURN_IF_ERROR(placeInWorkspace());
    for (int k = 0; k < plan_.kernels; ++k) RETURN_IF_ERROR(kernel(k));
    return std::move(result_);
  }

 private:
  using Range = std::pair<size_t, size_t>;  // of statements

  // How the temp of a statement is kept in the kernel at hand.
  struct Kept {
    int depth = 0;                      // in memory: for the loops from this one on
    bool inMemory = false;              // final values are in memory
    bool accumulatesThere = false;      // sums are made there
    bool inAccumulators = false;        // just now they are in accumulators (PlannedStatement::accumulatorLoop)
    bool laidOut = false;               // by its layout
    std::vector<int64_t> pitch;         // by piece of the layout: elements from one step to the next; 0: not in it
    std::vector<LoopBufferId> buffers;  // one for each temp
    std::vector<ExprId> base;           // by axis of the statement: point at `depth`
    std::vector<int64_t> size;          // by axis: points from there on
    std::vector<AccumId> accums;        // by copy
    // Sums of 128 * y, to be taken from those of (x + 128) * y where x and y are i8 (addDot): by copy of what y differs
    // along; and the y that are in them.
    absl::flat_hash_map<size_t, AccumId> excess;
    absl::flat_hash_set<ExprId> inExcess;
    std::vector<TempId> temps;  // by copy
    int64_t unrolled = 1;       // copies
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
    if (at(i).packedPiece >= 0) return DType::kUI32;
    if (combines(i)) return dtype;
    return dtype == DType::kBF16 || dtype == DType::kF16 ? DType::kF32 : dtype;
  }
  static bool parallel(AxisRole role) { return !isReduction(role); }

  // Whether a later kernel reads the temps of statement I.
  bool outlivesItsKernel(size_t i) const {
    for (size_t j = i + 1; j < plan_.statements.size(); ++j) {
      if (at(j).kernel != at(i).kernel && readsTemp(plan_, at(j), *at(i).statement)) return true;
    }
    return false;
  }

  // Each partial sum has a part of the workspace: a block of sums for each of its tasks. So have values that later
  // kernels read.
  Status placeInWorkspace() {
    for (size_t i = 0; i < plan_.statements.size(); ++i) {
      const PlannedStatement& s = at(i);
      if (s.partialPiece < 0 && !outlivesItsKernel(i)) continue;
      Kept whole;
      ASSIGN_OR_RETURN(const int64_t elements, sizeOf(i, whole));
      Outliving place;
      place.sums = elements;
      place.parts = s.partialPiece < 0 ? 1 : piece(s.partialPiece).count();
      for (size_t v = 0; v < s.statement->temps.size(); ++v) {
        place.offsets.push_back(result_.workspaceBytes);
        result_.workspaceBytes += (place.parts * elements * dtypeBytes(keptDType(i, v)) + 63) / 64 * 64;
      }
      outliving_[i] = std::move(place);
    }
    return absl::OkStatus();
  }

  Status kernel(int number) {
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
    position_.numbers.assign(plan_.pieces.size(), ExprId());
    declareParameters(begin, end);
    for (size_t i = 0; i < end; ++i) {
      if (i < begin && !workspace_.contains(i)) continue;
      if (at(i).partialPiece < 0) {
        for (size_t v = 0; v < at(i).statement->temps.size(); ++v) byTemp_[at(i).statement->temps[v]] = {i, v};
      }
      RETURN_IF_ERROR(decide(i, end));
    }
    generate({begin, end}, 0);
    kernel_.function = loops.finish();
    for (LoopBufferId p : kernel_.function.parameters) kernel_.function.buffers[p].noAlias = true;
    if (number == 0) {
      kernel_.function.flops = nest_.flops;
      kernel_.function.bytes = nest_.bytes;
    }
    result_.kernels.push_back(std::move(kernel_));
    return absl::OkStatus();
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
    auto readsOf = [&](size_t maker) {
      for (size_t i = begin; i < end; ++i) {
        const bool finishes =
            at(i).finishesPartial && at(maker).partialPiece >= 0 && at(i).statement == at(maker).statement;
        if (i > maker && (finishes || (at(maker).partialPiece < 0 && readsTemp(plan_, at(i), *at(maker).statement))))
          return true;
      }
      return false;
    };
    for (size_t i = 0; i < end; ++i) {
      auto it = outliving_.find(i);
      if (it == outliving_.end()) continue;
      // Sums that are made in memory are read there too.
      const bool writes = i >= begin, reads = (writes && at(i).sumsInMemory) || readsOf(i);
      if (!writes && !reads) continue;
      for (size_t v = 0; v < at(i).statement->temps.size(); ++v) {
        workspace_[i].push_back(l().parameter(strCat("w", at(i).statement->temps[v].index), keptDType(i, v),
                                              it->second.parts * it->second.sums, reads, writes));
        kernel_.arguments.push_back({-1, it->second.offsets[v]});
      }
    }
  }

  // The outermost loops that statements I and J (later) have in common.
  int common(size_t i, size_t j) const {
    int depth = std::numeric_limits<int>::max();
    for (size_t k = i + 1; k <= j; ++k) depth = std::min(depth, at(k).share);
    return depth;
  }

  Status decide(size_t i, size_t end) {
    const PlannedStatement& s = at(i);
    Kept& k = kept_[i];
    if (s.statement->temps.empty()) return absl::OkStatus();
    const int size = static_cast<int>(s.order.size());
    // Loops in which the finished value is at hand without being kept.
    int available = size - s.unrolledTail;
    if (s.statement->kind == NestKind::kReduction && !s.finishesPartial)
      available = std::min(available, s.firstReduction);
    for (int p : s.order) {
      if (plan_.binding(s, p).copies() && !plan_.carries(s, p)) k.unrolled *= piece(p).count();
    }
    k.accums.resize(static_cast<size_t>(k.unrolled));
    k.temps.resize(static_cast<size_t>(k.unrolled));
    if (workspace_.contains(i)) {
      k.depth = s.partialPiece >= 0 ? 1 : 0;
      k.inMemory = true;
      k.accumulatesThere = s.sumsInMemory;
      k.buffers = workspace_.at(i);
      RETURN_IF_ERROR(sizeOf(i, k).status());
      rebase(i);
      return absl::OkStatus();
    }
    int shared = std::numeric_limits<int>::max();
    bool copiesDiffer = false;  // a reader has loops where this statement has copies
    for (size_t j = i + 1; j < end; ++j) {
      if (!readsTemp(plan_, at(j), *s.statement)) continue;
      shared = std::min(shared, common(i, j));
      for (int p : s.order)
        copiesDiffer =
            copiesDiffer || (!plan_.carries(s, p) && plan_.binding(s, p).copies() && !plan_.binding(at(j), p).copies());
    }
    k.accumulatesThere = s.sumsInMemory;
    k.inMemory = k.accumulatesThere || shared < available || copiesDiffer;
    k.depth = std::min(shared, available);
    if (!k.inMemory) return absl::OkStatus();
    // Lanes of a vector have places of their own.
    for (int d = 0; d < k.depth; ++d) {
      if (plan_.binding(s, s.order[static_cast<size_t>(d)]).kind == Binding::kVector) k.depth = d;
    }
    ASSIGN_OR_RETURN(const int64_t elements, sizeOf(i, k));
    if (const std::optional<size_t> before = inPlaceOf(i)) {
      k.buffers = kept_[*before].buffers;
      return absl::OkStatus();
    }
    for (size_t v = 0; v < s.statement->temps.size(); ++v) {
      const DType dtype = keptDType(i, v);
      const BufferSpace space =
          elements * dtypeBytes(dtype) <= kStackBytes ? BufferSpace::kStack : BufferSpace::kScratch;
      const std::string name = strCat("t", s.statement->temps[v].index, s.finishesPartial ? "_sum" : "");
      k.buffers.push_back(l().local(name, space, dtype, elements));
    }
    return absl::OkStatus();
  }

  // The statement whose memory the value of statement I takes over: it reads what that one computed, point by point,
  // and nothing reads that afterwards.
  std::optional<size_t> inPlaceOf(size_t i) const {
    const PlannedStatement& s = at(i);
    const Kept& k = kept_[i];
    if (s.statement->kind != NestKind::kValue || !k.laidOut || s.packedPiece >= 0) return std::nullopt;
    for (size_t j = 0; j < i; ++j) {
      const PlannedStatement& maker = at(j);
      const Kept& kept = kept_[j];
      if (maker.kernel != s.kernel || maker.statement->temps.size() != 1 || !kept.inMemory || !kept.laidOut ||
          kept.depth != k.depth || kept.pitch != k.pitch || workspace_.contains(j) || keptDType(j) != keptDType(i) ||
          !readsTemp(plan_, s, *maker.statement) || common(j, i) < k.depth)
        continue;
      bool same = maker.layout.size() == s.layout.size();
      for (size_t n = 0; same && n < s.layout.size(); ++n) same = maker.layout[n].piece == s.layout[n].piece;
      for (size_t r = j + 1; same && r < plan_.statements.size(); ++r) {
        if (r == i || !readsTemp(plan_, at(r), *maker.statement)) continue;
        // Others are done with a point before it is written: in loops they share both run over it alone.
        same = r < i;
        for (int d = k.depth; same && d < common(r, i); ++d) {
          const std::vector<AxisId> axes = plan_.axesOf(s.order[static_cast<size_t>(d)]);
          for (AxisId axis : axes)
            same = same && std::any_of(maker.axes.begin(), maker.axes.end(),
                                       [&](const AxisUse& use) { return use.axis == axis && parallel(use.role); });
        }
      }
      // Taken over by another one already.
      for (size_t r = j + 1; same && r < i; ++r) same = kept_[r].buffers != kept.buffers;
      if (same) return j;
    }
    return std::nullopt;
  }

  // Elements of memory that holds the temp of statement I for the loops from K.depth on, and how they lie in it.
  StatusOr<int64_t> sizeOf(size_t i, Kept& k) const {
    const PlannedStatement& s = at(i);
    k.laidOut = !s.layout.empty();
    int64_t elements = 1;
    if (!k.laidOut) {
      for (const AxisUse& use : s.axes) {
        if (!parallel(use.role)) continue;
        elements *= pointsFrom(s, use.axis, k.depth);
        for (int p : plan_.spaces[use.axis.index].pieces) {
          if (piece(p).shifted && !openedWithin(s, p, k.depth))
            return invalidArgument(s.name(), " is kept in memory, and the last block of '", piece(p).name,
                                   "' is moved back to be whole: 'layout' says how it lies there");
        }
      }
      return elements;
    }
    k.pitch.assign(s.layout.size(), 0);
    for (size_t n = s.layout.size(); n-- > 0;) {
      const int p = s.layout[n].piece;
      if (openedWithin(s, p, k.depth) || p == s.packedPiece) continue;
      k.pitch[n] = elements;
      elements = elements * piece(p).count() + s.layout[n].padding;
    }
    for (const AxisUse& use : s.axes) {
      if (!parallel(use.role)) continue;
      for (int p : plan_.spaces[use.axis.index].pieces) {
        const bool known = std::any_of(s.layout.begin(), s.layout.end(), [&](const auto& l) { return l.piece == p; });
        if (!known && piece(p).count() > 1 && !openedWithin(s, p, k.depth))
          return invalidArgument("the layout of ", s.name(), " does not say where '", piece(p).name, "' lies");
      }
    }
    return elements;
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
    auto it = std::find(s.order.begin(), s.order.end(), p);
    if (it == s.order.end() && piece(p).fusedInto >= 0) {
      const PieceSpace& fused = plan_.spaces[piece(p).fusedInto];
      return std::all_of(fused.pieces.begin(), fused.pieces.end(), [&](int q) { return openedWithin(s, q, depth); });
    }
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
    if (k.laidOut) return;
    for (const AxisUse& use : s.axes) {
      if (!parallel(use.role)) continue;
      const int64_t points = pointsFrom(s, use.axis, k.depth);
      k.size.push_back(points);
      k.base.push_back(points == nest_.axis(use.axis).extent ? l().index(0) : point(use.axis));
    }
  }

  // The place of the current point in the memory of statement I's temp. Axes stand in the order of their innermost
  // loops, lanes last.
  ExprId place(size_t i) {
    if (at(i).partialPiece < 0) return sumPlace(i);
    // Each block of the piece has sums of its own.
    return l().add(l().mul(partNumber(i), l().index(outliving_.at(i).sums)), sumPlace(i));
  }
  ExprId sumPlace(size_t i) {
    const PlannedStatement& s = at(i);
    const Kept& k = kept_[i];
    if (k.laidOut) {
      ExprId index = l().index(0);
      for (size_t n = 0; n < s.layout.size(); ++n) {
        const ExprId number = position_.numbers[static_cast<size_t>(s.layout[n].piece)];
        if (k.pitch[n] != 0 && number.valid()) index = l().add(index, l().mul(number, l().index(k.pitch[n])));
      }
      return index;
    }
    struct Axis {
      size_t last = 0, number = 0;
      AxisId axis;
    };
    std::vector<Axis> axes;
    for (const AxisUse& use : s.axes) {
      if (!parallel(use.role)) continue;
      Axis axis{0, axes.size(), use.axis};
      for (size_t d = 0; d < s.order.size(); ++d) {
        for (int p : plan_.piecesOf(s, use.axis)) {
          if (s.order[d] == p) axis.last = plan_.binding(s, p).kind == Binding::kVector ? s.order.size() : d;
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
      if (plan_.binding(s, p).copies() && !plan_.carries(s, p))
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
    if (!here.end.valid()) here.end = here.limit;
    enterFused(piece(p).space);
  }

  // Runs BODY in the loop of PIECE (in each of its copies), a loop of the statements of GROUP.
  template <typename Body>
  void open(Range group, int p, Body body) {
    const Piece& own = piece(p);
    const LoopBinding binding = plan_.binding(at(group.first), p);
    const Position saved = position_;
    auto [from, limit] = block(p);
    const bool inOrder = opens(p);
    bool whole = true;
    const PieceSpace& space = plan_.spaces[own.space];
    for (int q : space.pieces) {
      whole = whole && space.extent % piece(q).stride == 0 && piece(q).size % piece(q).stride == 0;
      if (q == p) break;
    }
    // Steps are counted from here.
    ExprId first = from;
    bool guarded = false;
    if (own.shifted) {
      first = l().min(from, l().index(space.extent - own.size));
      bool stores = true;
      for (size_t i = group.first; i < group.second; ++i) stores = stores && at(i).statement->kind == NestKind::kStore;
      if (!stores || binding.copies()) {
        guarded = first != from;
        limit = l().add(first, l().index(own.size));
        whole = true;
      }
    }
    const ExprId begin = guarded ? first : from;
    auto run = [&](ExprId point, ExprId number) {
      position_.numbers[static_cast<size_t>(p)] = number;
      enter(p, point, limit, whole);
      if (guarded) position_.repeated.push_back(l().op(ScalarOp::kCompareGe, DType::kI1, {point, from}));
      body();
    };
    auto numbered = [&](ExprId number) { run(l().add(begin, l().mul(number, l().index(own.stride))), number); };
    // Where blocks may be short the variable is the point itself, so that what it is below is known.
    auto atPoint = [&](ExprId point) { run(point, l().div(l().sub(point, first), l().index(own.stride))); };
    // Points from here on are left out.
    ExprId leftOut;
    if (space.axis.valid() && p == space.pieces.front() && plan_.limited[space.axis.index]) {
      const NestAxis& axis = nest_.axis(space.axis);
      bool both = true;
      for (size_t i = group.first; i < group.second; ++i) {
        const std::vector<AxisUse>& uses = at(i).axes;
        both =
            both && std::any_of(uses.begin(), uses.end(), [&](const AxisUse& use) { return use.axis == axis.along; });
      }
      const ExprId end = position_.spaces[axis.along.index].end;
      if (both && end.valid()) leftOut = limitAt(axis, l().sub(end, l().index(1)));
    }
    const Position before = position_;
    auto again = [&] { position_ = before; };
    if (binding.copies() && !unrolledLoops_) {
      for (int64_t c = 0; c < own.count(); ++c) {
        again();
        position_.copy[static_cast<size_t>(p)] = c;
        numbered(l().index(c));
      }
    } else if (own.count() == 1 && inOrder && binding.kind != Binding::kTask) {
      numbered(l().index(0));
    } else if (binding.kind == Binding::kUnroll && !binding.copies()) {
      // Pieces that are not opened from the outermost on cut whole blocks.
      const ExprId end = inOrder ? limit : l().add(begin, l().index(own.count() * own.stride));
      if (leftOut.valid())
        rounds(p, binding.number, begin, l().min(end, leftOut), false, atPoint, again);
      else
        rounds(p, binding.number, begin, end, whole || !inOrder, atPoint, again);
    } else {
      const LoopKind kind = binding.kind == Binding::kTask     ? LoopKind::kParallel
                            : binding.kind == Binding::kVector ? LoopKind::kVector
                            : binding.kind == Binding::kUnroll ? LoopKind::kUnrolled
                                                               : LoopKind::kSerial;
      const int lanes = binding.kind == Binding::kVector ? static_cast<int>(binding.number) : 1;
      const bool counted = own.stride > 1 && (laidOut_.contains(p) || kind == LoopKind::kVector);
      const ExprId end = leftOut.valid() ? l().min(limit, leftOut) : limit;
      if (inOrder && !counted && (kind == LoopKind::kSerial || kind == LoopKind::kVector)) {
        atPoint(l().var(l().openFor(own.name, begin, end, kind, own.stride, lanes)));
      } else {
        const ExprId stride = l().index(own.stride);
        const bool all = whole || !inOrder || kind == LoopKind::kParallel || kind == LoopKind::kUnrolled;
        const ExprId count = all && !leftOut.valid()
                                 ? l().index(own.count())
                                 : l().div(l().add(l().sub(end, begin), l().index(own.stride - 1)), stride);
        numbered(l().var(l().openFor(own.name, l().index(0), count, kind, 1, lanes)));
      }
      l().close();
    }
    position_ = saved;
  }

  // NestAxis::below where the axis it moves along is at POINT.
  ExprId limitAt(const NestAxis& axis, ExprId point) {
    return l().rebuild(
        nest_.function, axis.below,
        {[&](LoopVarId) { return point; }, [](TempId) -> ExprId { CHECK(false, "a limit reads no values"); },
         [&](LoopBufferId buffer) { return parameters_.at(buffer); }});
  }

  // BODY(point) from BEGIN to LIMIT in rounds of COPIES, what is left over one at a time; AGAIN() before each copy.
  // WHOLE: the piece runs count() times.
  template <typename Body, typename Again>
  void rounds(int p, int64_t copies, ExprId begin, ExprId limit, bool whole, Body body, Again again) {
    const Piece& own = piece(p);
    const int64_t step = own.stride * copies;
    const ExprId end = whole ? l().add(begin, l().index(own.count() / copies * step))
                             : l().sub(limit, l().mod(l().sub(limit, begin), l().index(step)));
    if (!whole || own.count() >= copies) {
      const ExprId v = l().var(l().openFor(own.name, begin, end, LoopKind::kSerial, step));
      if (unrolledLoops_) {
        again();
        const ExprId u = l().var(l().openFor(own.name, l().index(0), l().index(copies), LoopKind::kUnrolled));
        body(l().add(v, l().mul(u, l().index(own.stride))));
        l().close();
      } else {
        for (int64_t c = 0; c < copies; ++c) {
          again();
          body(l().add(v, l().index(c * own.stride)));
        }
      }
      l().close();
    }
    if (whole && own.count() % copies == 0) return;
    again();
    body(l().var(l().openFor(own.name, end, limit, LoopKind::kSerial, own.stride)));
    l().close();
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
    position_.numbers[static_cast<size_t>(p)] = number;
    enter(p, l().add(from, l().mul(number, l().index(piece(p).stride))), limit, false);
  }

  void generate(Range range, int depth) {
    for (size_t i = range.first; i < range.second; ++i) {
      if (kept_[i].inMemory && kept_[i].depth == depth && !workspace_.contains(i)) rebase(i);
    }
    for (size_t i = range.first; i < range.second;) {
      size_t end = i + 1;
      while (end < range.second && at(end).share > depth) ++end;
      if (end < range.second && at(end).prefetch) prefetch(end, depth);
      const PlannedStatement& s = at(i);
      const bool innermost = std::all_of(
          plan_.statements.begin() + static_cast<std::ptrdiff_t>(i),
          plan_.statements.begin() + static_cast<std::ptrdiff_t>(end),
          [&](const PlannedStatement& x) { return static_cast<int>(x.order.size()) - x.unrolledTail <= depth; });
      if (unrollsAsLoop(i, end, depth)) {
        unrolledLoops_ = true;
        open({i, end}, s.order[static_cast<size_t>(depth)], [&] { generate({i, end}, depth + 1); });
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
          if (at(j).accumulatorLoop == depth) fetch(j, depth);
        }
        const int p = s.order[static_cast<size_t>(depth)];
        const bool task = plan_.binding(s, p).kind == Binding::kTask;
        const bool guarded = end == i + 1 && !task && openGuard(i);
        open({i, end}, p, [&] { generate({i, end}, depth + 1); });
        if (guarded) closeGuard(i);
        for (size_t j = i; j < end; ++j) {
          if (at(j).accumulatorLoop == depth) putBack(j, depth);
          if (at(j).firstReduction == depth) finish(j, depth);
        }
      }
      i = end;
    }
  }

  // Fetches the lines of large arrays that the statement I touches in its loops from DEPTH on, as far as they lie next
  // to each other along the lanes of its vector loop. Rows that lie far apart are what the hardware does not foresee.
  void prefetch(size_t i, int depth) {
    const PlannedStatement& s = at(i);
    int vector = -1;
    for (int p : s.order) vector = plan_.binding(s, p).kind == Binding::kVector ? p : vector;
    if (vector < 0 || !plan_.spaces[piece(vector).space].axis.valid()) return;
    const LoopVarId lanes = nest_.axis(plan_.spaces[piece(vector).space].axis).var;
    struct Touched {
      LoopBufferId buffer;
      ExprId index;
      bool write = false;
    };
    std::vector<Touched> touched;
    auto add = [&](LoopBufferId id, ExprId index, bool write) {
      const LoopBuffer& buffer = nest_.function.buffers[id];
      if (buffer.elements * dtypeBytes(buffer.dtype) <= kPrefetchFrom) return;
      if (strideOf(nest_.function, index, lanes) != 1 || touched.size() == kMostPrefetched) return;
      for (const Touched& t : touched) {
        if (t.buffer == id && t.index == index) return;
      }
      touched.push_back({id, index, write});
    };
    for (const NestStore& store : s.statement->stores) add(store.buffer, store.index, true);
    for (const NestStore& store : s.statement->stores) {
      for (ExprId load : loadsOf(nest_.function, store.value))
        add(nest_.function.exprs[load].buffer, nest_.function.exprs[load].args[0], false);
    }
    if (touched.empty()) return;
    const Position saved = position_;
    auto next = [&](auto&& self, size_t d) -> void {
      if (d == s.order.size()) {
        for (const Touched& t : touched) {
          const int64_t line = std::max<int64_t>(1, 64 / dtypeBytes(nest_.function.buffers[t.buffer].dtype));
          const ExprId index = expression(t.index);
          const int64_t count = std::min(piece(vector).count(), plan_.binding(s, vector).number);
          for (int64_t e = 0; e < count; e += line)
            l().prefetch(parameters_.at(t.buffer), l().add(index, l().index(e)), t.write);
        }
        return;
      }
      if (s.order[d] != vector) return open({i, i + 1}, s.order[d], [&] { self(self, d + 1); });
      const auto [from, limit] = block(vector);
      opens(vector);
      enter(vector, from, limit, false);
      self(self, d + 1);
    };
    next(next, static_cast<size_t>(depth));
    position_ = saved;
  }

  // Whether the unrolled loop at DEPTH of statements I to END can be left to the emitter, which sees what its copies
  // have in common (blocks that are transposed): where nothing is kept for each copy.
  bool unrollsAsLoop(size_t i, size_t end, int depth) const {
    const PlannedStatement& s = at(i);
    // What is packed is the innermost of its loops.
    const int loops = static_cast<int>(s.order.size()) - (s.packedPiece >= 0 ? 1 : 0);
    if (loops != depth + 1) return false;
    const int p = s.order[static_cast<size_t>(depth)];
    if (plan_.binding(s, p).kind != Binding::kUnroll || piece(p).shifted) return false;
    for (size_t j = i; j < end; ++j) {
      if (!at(j).statement->initials.empty() || at(j).order.size() != s.order.size()) return false;
      for (size_t maker = 0; maker < i; ++maker) {
        if (at(maker).kernel == s.kernel && kept_[maker].unrolled > 1 && !kept_[maker].inMemory &&
            readsTemp(plan_, at(j), *at(maker).statement))
          return false;
      }
      // Nor read by later statements, copy by copy.
      for (size_t k = end; k < plan_.statements.size(); ++k) {
        if (!kept_[j].inMemory && readsTemp(plan_, at(k), *at(j).statement)) return false;
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
      open({i, i + 1}, s.order[d], [&] { self(self, d + 1); });
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
          startExcess(i);
        }
      }
    });
  }

  // After it: the sums as temps, or where they are kept.
  void finish(size_t i, int depth) {
    if (!sums(i) || kept_[i].accumulatesThere) return;
    Kept& k = kept_[i];
    overParallel(i, depth, [&] {
      ExprId value = sumOf(i);
      if (k.inMemory) {
        l().store(k.buffers[0], place(i), value);
      } else {
        k.temps[slot(i)] = l().let(value);
      }
    });
  }

  // Before and after the loops in which sums that are made in memory are in accumulators.
  void fetch(size_t i, int depth) {
    Kept& k = kept_[i];
    overParallel(i, depth, [&] {
      k.accums[slot(i)] = l().initAccum(dtypeOf(i), at(i).statement->combine, l().load(k.buffers[0], place(i)));
      startExcess(i);
    });
    k.inAccumulators = true;
  }
  void putBack(size_t i, int depth) {
    Kept& k = kept_[i];
    overParallel(i, depth, [&] { l().store(k.buffers[0], place(i), sumOf(i)); });
    k.inAccumulators = false;
  }

  // The body of statement I: all loops are open but the unrolled ones from DEPTH on.
  void emit(size_t i, int depth) {
    const PlannedStatement& s = at(i);
    if (sums(i)) return accumulate(i, depth);
    auto next = [&](auto&& self, size_t d) -> void {
      if (d < s.order.size() && s.order[d] == s.packedPiece)
        return l().store(kept_[i].buffers[0], place(i), packedValue(i));
      if (d < s.order.size()) return open({i, i + 1}, s.order[d], [&] { self(self, d + 1); });
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
        for (int p : plan_.piecesOf(s, use.axis)) {
          if (!position_.opened[static_cast<size_t>(p)]) return false;
        }
      }
    }
    return true;
  }

  void store(size_t i) {
    const PlannedStatement& s = at(i);
    const NestStatement& own = *s.statement;
    ExprId once;
    for (ExprId test : position_.repeated)
      once = once.valid() ? l().op(ScalarOp::kAnd, DType::kI1, {once, test}) : test;
    if (once.valid()) l().openIf(once);
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
    if (once.valid()) l().close();
  }

  // Copies of a loop that is summed over add up in a tree before they reach the sum.
  void accumulate(size_t i, int depth) {
    const PlannedStatement& s = at(i);
    const NestStatement& own = *s.statement;
    Kept& k = kept_[i];
    auto add = [&](ExprId value) {
      if (k.accumulatesThere && !k.inAccumulators) {
        ExprId where = place(i);
        l().store(k.buffers[0], where, l().op(own.combine, dtypeOf(i), {l().load(k.buffers[0], where), value}));
      } else {
        l().accumulate(k.accums[slot(i)], value);
      }
    };
    const std::optional<std::pair<ExprId, ExprId>> product = contractedProduct(own);
    if ((product.has_value() || s.dotPiece >= 0) && !own.guard.valid() && !combines(i)) {
      // In the order of the loops: what the copies of one are multiplied with is at hand for those inside it.
      auto next = [&](auto&& self, size_t d) -> void {
        if (d < s.order.size() && s.order[d] == s.dotPiece) return addDot(i);
        if (d < s.order.size()) return open({i, i + 1}, s.order[d], [&] { self(self, d + 1); });
        addProduct(i, expression(product->first), expression(product->second));
      };
      return next(next, static_cast<size_t>(depth));
    }
    overParallel(i, depth, [&] {
      std::vector<ExprId> values;
      auto next = [&](auto&& self, size_t d) -> void {
        while (d < s.order.size() && !plan_.carries(s, s.order[d])) ++d;
        if (d < s.order.size()) return open({i, i + 1}, s.order[d], [&] { self(self, d + 1); });
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
    if (!k.accumulatesThere || k.inAccumulators) return l().accumulateProduct(k.accums[slot(i)], x, y);
    ExprId where = place(i);
    l().store(k.buffers[0], where, l().op(ScalarOp::kFma, dtypeOf(i), {x, y, l().load(k.buffers[0], where)}));
  }

  // BODY at copy C of piece P.
  template <typename Body>
  auto atCopy(int p, int64_t c, Body body) {
    const Position saved = position_;
    const auto [from, limit] = block(p);
    opens(p);
    position_.copy[static_cast<size_t>(p)] = c;
    position_.numbers[static_cast<size_t>(p)] = l().index(c);
    enter(p, l().add(from, l().index(c * piece(p).stride)), limit, true);
    auto result = body();
    position_ = saved;
    return result;
  }

  // The numbers along the packed piece of statement I as one ui32, the first in the low bits.
  ExprId packedValue(size_t i) {
    const PlannedStatement& s = at(i);
    const NestStatement& own = *s.statement;
    const Expr& value = nest_.function.exprs[own.values[0]];
    const LoopVarId along = nest_.axis(plan_.spaces[piece(s.packedPiece).space].axis).var;
    if (value.kind == ExprKind::kLoad && nest_.function.buffers[value.buffer].dtype == value.dtype &&
        strideOf(nest_.function, value.args[0], along) == 1) {
      return atCopy(s.packedPiece, 0,
                    [&] { return l().packedLoad(parameters_.at(value.buffer), expression(value.args[0])); });
    }
    auto ui32 = [&](ScalarOp op, std::vector<ExprId> args) { return l().op(op, DType::kUI32, std::move(args)); };
    const int64_t bits = 8 * dtypeBytes(value.dtype);
    ExprId all;
    for (int64_t c = 0; c < piece(s.packedPiece).count(); ++c) {
      ExprId number = atCopy(s.packedPiece, c, [&] { return expression(own.values[0]); });
      if (value.dtype == DType::kBF16) {
        // A bf16 is the upper half of an f32.
        number = ui32(ScalarOp::kBitcast, {l().op(ScalarOp::kConvert, DType::kF32, {number})});
        number = c == 0 ? ui32(ScalarOp::kShiftRightLogical, {number, l().constantInt(DType::kUI32, 16)})
                        : ui32(ScalarOp::kAnd, {number, l().constantInt(DType::kUI32, 0xffff0000)});
      } else {
        number = ui32(ScalarOp::kAnd, {ui32(ScalarOp::kConvert, {number}), l().constantInt(DType::kUI32, 0xff)});
        if (c > 0) number = ui32(ScalarOp::kShiftLeft, {number, l().constantInt(DType::kUI32, c * bits)});
      }
      all = all.valid() ? ui32(ScalarOp::kOr, {all, number}) : number;
    }
    return all;
  }

  // Products of i8 are made of ui8 and i8, which more processors multiply: (x + 128) * y, less 128 * y, which is the
  // same for all rows of a tile.
  bool hasExcess(size_t i) const {
    return at(i).dotPiece >= 0 && (!at(i).sumsInMemory || at(i).accumulatorLoop >= 0) &&
           dotProductOf(plan_, at(i))->op == ScalarOp::kDotI8;
  }
  // The copy of statement I at hand, as far as its second factor differs between copies.
  size_t excessSlot(size_t i) const {
    const PlannedStatement& s = at(i);
    const DotFactor y = dotProductOf(plan_, s)->y;
    auto differs = [&](AxisId axis) {
      if (y.maker == nullptr) {
        const std::vector<LoopVarId> vars = varsOf(nest_.function, y.load);
        return std::find(vars.begin(), vars.end(), nest_.axis(axis).var) != vars.end();
      }
      return std::any_of(y.maker->axes.begin(), y.maker->axes.end(),
                         [&](const AxisUse& use) { return use.axis == axis; });
    };
    size_t number = 0;
    for (int p : s.order) {
      if (!plan_.binding(s, p).copies() || plan_.carries(s, p)) continue;
      const std::vector<AxisId> axes = plan_.axesOf(p);
      if (std::any_of(axes.begin(), axes.end(), differs))
        number = number * static_cast<size_t>(piece(p).count()) +
                 static_cast<size_t>(position_.copy[static_cast<size_t>(p)]);
    }
    return number;
  }
  void startExcess(size_t i) {
    if (!hasExcess(i)) return;
    Kept& k = kept_[i];
    // The first copy of the tile: those of the one before are done with.
    if (slot(i) == 0) k.excess.clear(), k.inExcess.clear();
    auto [it, isNew] = k.excess.try_emplace(excessSlot(i));
    if (isNew) it->second = l().initAccum(DType::kI32, ScalarOp::kAdd, l().constantInt(DType::kI32, 0));
  }
  // The sum of statement I in its accumulators.
  ExprId sumOf(size_t i) {
    const ExprId sum = l().accumValue(kept_[i].accums[slot(i)]);
    if (!hasExcess(i)) return sum;
    return l().op(ScalarOp::kSubtract, DType::kI32, {sum, l().accumValue(kept_[i].excess.at(excessSlot(i)))});
  }

  void addDot(size_t i) {
    const DotProduct product = *dotProductOf(plan_, at(i));
    atCopy(at(i).dotPiece, 0, [&] {
      auto packed = [&](const DotFactor& factor) {
        if (factor.maker == nullptr) {
          const Expr& load = nest_.function.exprs[factor.load];
          return l().packedLoad(parameters_.at(load.buffer), expression(load.args[0]));
        }
        const size_t maker = byTemp_.at(factor.maker->temps[0]).first;
        return l().load(kept_[maker].buffers[0], place(maker));
      };
      const ExprId x = packed(product.x), y = packed(product.y);
      Kept& k = kept_[i];
      if (hasExcess(i)) {
        const ExprId high = l().constantInt(DType::kUI32, 0x80808080);
        if (k.inExcess.insert(y).second)
          l().accumulateProduct(k.excess.at(excessSlot(i)), high, y, ScalarOp::kDotUI8I8);
        l().accumulateProduct(k.accums[slot(i)], l().op(ScalarOp::kXor, DType::kUI32, {x, high}), y,
                              ScalarOp::kDotUI8I8);
      } else if (!k.accumulatesThere || k.inAccumulators) {
        l().accumulateProduct(k.accums[slot(i)], x, y, product.op);
      } else {
        ExprId where = place(i);
        l().store(k.buffers[0], where, l().op(product.op, dtypeOf(i), {x, y, l().load(k.buffers[0], where)}));
      }
      return 0;
    });
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
    // Where a task keeps the sum of this point: as the statement that made it laid them out.
    size_t maker = 0;
    while (at(maker).statement != &own || at(maker).partialPiece < 0) ++maker;
    const Outliving& partial = outliving_.at(maker);
    rebase(maker);
    ExprId where = sumPlace(maker);
    AccumId sum = l().initAccum(dtypeOf(i), own.combine, expression(own.initials[0]));
    ExprId part = l().var(l().openFor("part", l().index(0), l().index(partial.parts), LoopKind::kSerial));
    l().accumulate(sum, l().load(workspace_.at(maker)[0], l().add(l().mul(part, l().index(partial.sums)), where)));
    l().close();
    keep(i, l().accumValue(sum));
  }

  // In the workspace: a block of SUMS for each of PARTS.
  struct Outliving {
    int64_t sums = 1, parts = 1;
    std::vector<int64_t> offsets;  // in bytes; by temp
  };

  const LoopNest& nest_;
  const LoopPlan& plan_;
  ScheduledNest result_;
  absl::flat_hash_map<size_t, Outliving> outliving_;  // by statement
  absl::flat_hash_set<int> laidOut_;                  // pieces that stand in a layout
  // Of the kernel at hand.
  ScheduledKernel kernel_;
  LoopBuilder* loops_ = nullptr;
  absl::flat_hash_map<LoopBufferId, LoopBufferId> parameters_;
  absl::flat_hash_map<size_t, std::vector<LoopBufferId>> workspace_;  // by statement that makes it; by temp
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
  return Generator(plan).run();
}

StatusOr<int64_t> scheduledWorkspaceBytes(const LoopNest& nest, const Schedule& schedule) {
  ASSIGN_OR_RETURN(LoopPlan plan, planLoops(nest, schedule));
  return Generator(plan).workspaceBytes();
}

}  // namespace partita
