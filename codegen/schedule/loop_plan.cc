#include "codegen/schedule/loop_plan.h"

#include <algorithm>

#include "absl/strings/str_join.h"
#include "base/text.h"
#include "codegen/schedule/async_copies.h"
#include "codegen/schedule/thread_plan.h"

namespace partita {

namespace {

constexpr int64_t kMostCopies = 64;  // of an unrolled loop

class Planner {
 public:
  Planner(std::shared_ptr<const LoopNest> nest, const Schedule& schedule) : nest_(*nest), schedule_(schedule) {
    plan_.nest = std::move(nest);
  }

  StatusOr<LoopPlan> run(bool finished) {
    for (size_t i = 0; i < nest_.axes.size(); ++i) {
      const NestAxis& axis = nest_.axes[i];
      PieceSpace space;
      space.extent = axis.extent;
      space.axis = AxisId(i);
      RETURN_IF_ERROR(addSpace(std::move(space), axis.name));
    }
    for (const NestStatement& s : nest_.statements) {
      PlannedStatement p;
      p.statement = &s;
      p.axes = s.axes;
      plan_.statements.push_back(std::move(p));
    }
    // What pieces there are is settled before what statements do with them.
    for (int phase = 0; phase < 5; ++phase) {
      for (size_t i = 0; i < schedule_.steps.size(); ++i) {
        const ScheduleStep& step = schedule_.steps[i];
        if (phaseOf(step.kind) != phase) continue;
        if (Status status = apply(step); !status.ok()) {
          status =
              Status(status.code(), strCat("schedule step ", i + 1, " (", stepToString(step), "): ", status.message()));
          status.SetPayload(kScheduleStepPayload, absl::Cord(strCat(i)));
          return status;
        }
      }
      if (phase == 1) defaultOrders();
    }
    for (PlannedStatement& s : plan_.statements) finishOrder(s);
    for (const NestAxis& axis : nest_.axes) plan_.limited.push_back(isLimited(axis));
    layOutByPieces(plan_);
    if (finished) RETURN_IF_ERROR(checkPlan(plan_));
    return std::move(plan_);
  }

 private:
  static int phaseOf(ScheduleStepKind kind) {
    switch (kind) {
      case ScheduleStepKind::kSplit:
      case ScheduleStepKind::kFuse:
        return 0;
      case ScheduleStepKind::kPartial:
      case ScheduleStepKind::kCarry:
      case ScheduleStepKind::kLaunch:
      case ScheduleStepKind::kBind:
        return 1;
      case ScheduleStepKind::kOrder:
        return 2;
      case ScheduleStepKind::kShare:
      case ScheduleStepKind::kStream:
      case ScheduleStepKind::kLayout:
      case ScheduleStepKind::kStage:
      case ScheduleStepKind::kTile:
      case ScheduleStepKind::kPrefetch:
      case ScheduleStepKind::kDot:
        return 3;
      case ScheduleStepKind::kPipeline:
        return 4;
      case ScheduleStepKind::kInline:  // done before
        return -1;
    }
    return 3;
  }

  Status addSpace(PieceSpace space, const std::string& name) {
    Piece piece;
    piece.name = name;
    piece.space = static_cast<int>(plan_.spaces.size());
    piece.size = space.extent;
    RETURN_IF_ERROR(unused(name));
    space.pieces = {static_cast<int>(plan_.pieces.size())};
    plan_.pieces.push_back(std::move(piece));
    plan_.spaces.push_back(std::move(space));
    return absl::OkStatus();
  }

  Status unused(const std::string& name) const {
    for (const Piece& p : plan_.pieces) {
      if (p.name == name) return invalidArgument("there is a piece '", name, "' already");
    }
    return absl::OkStatus();
  }

  // A piece that is still there, not split nor, unless FUSED says so, fused.
  StatusOr<int> piece(const std::string& name, bool fused = false) const {
    for (size_t i = 0; i < plan_.pieces.size(); ++i) {
      const Piece& p = plan_.pieces[i];
      if (p.name != name) continue;
      if (p.gone) return invalidArgument("'", name, "' was split");
      if (p.fusedInto >= 0 && !fused) return invalidArgument("'", name, "' was fused with another");
      return static_cast<int>(i);
    }
    std::vector<std::string> names;
    for (const Piece& p : plan_.pieces) {
      if (!p.gone && p.fusedInto < 0) names.push_back(p.name);
    }
    return invalidArgument("no axis or piece '", name, "': there are ", absl::StrJoin(names, ", "));
  }

  StatusOr<size_t> statement(const std::string& name) const {
    std::vector<std::string> names;
    for (size_t i = 0; i < plan_.statements.size(); ++i) {
      names.push_back(plan_.statements[i].name());
      if (names.back() == name) return i;
    }
    return invalidArgument("no statement '", name, "': there are ", absl::StrJoin(names, ", "));
  }

  Status apply(const ScheduleStep& step) {
    switch (step.kind) {
      case ScheduleStepKind::kSplit:
        return split(step);
      case ScheduleStepKind::kFuse:
        return fuse(step);
      case ScheduleStepKind::kBind:
        return bind(step);
      case ScheduleStepKind::kPartial:
        return partial(step);
      case ScheduleStepKind::kLaunch: {
        ASSIGN_OR_RETURN(size_t i, statement(step.subject));
        if (i == 0) return invalidArgument("the first statement begins the first kernel anyway");
        for (size_t j = i; j < plan_.statements.size(); ++j) ++plan_.statements[j].kernel;
        ++plan_.kernels;
        return absl::OkStatus();
      }
      case ScheduleStepKind::kOrder:
        return order(step);
      case ScheduleStepKind::kShare:
        return share(step);
      case ScheduleStepKind::kStream: {
        ASSIGN_OR_RETURN(size_t i, statement(step.subject));
        if (plan_.statements[i].statement->kind != NestKind::kStore) return invalidArgument("not a store");
        plan_.statements[i].stream = true;
        return absl::OkStatus();
      }
      case ScheduleStepKind::kLayout:
        return layout(step);
      case ScheduleStepKind::kCarry: {
        ASSIGN_OR_RETURN(size_t i, statement(step.subject));
        PlannedStatement& s = plan_.statements[i];
        ASSIGN_OR_RETURN(const int p, piece(step.names[0]));
        if (s.statement->kind != NestKind::kScan) return invalidArgument("not a scan");
        if (plan_.roleOf(s, p) != AxisRole::kSequential)
          return invalidArgument("'", step.names[0], "' is no piece of an axis it scans along");
        s.carryPiece = p;
        return absl::OkStatus();
      }
      case ScheduleStepKind::kPipeline: {
        ASSIGN_OR_RETURN(const int p, piece(step.subject, true));
        return markPipeline(plan_, p, step.number);
      }
      case ScheduleStepKind::kTile: {
        ASSIGN_OR_RETURN(size_t i, statement(step.subject));
        PlannedStatement& s = plan_.statements[i];
        if (s.statement->kind != NestKind::kReduction || s.finishesPartial) return invalidArgument("not a sum");
        if (step.number < 1 || step.number > 1024) return invalidArgument("a tile has from 1 to 1024 lanes");
        TilePieces tile;
        tile.lanes = step.number;
        ASSIGN_OR_RETURN(tile.m, piece(step.names[0], true));
        ASSIGN_OR_RETURN(tile.n, piece(step.names[1], true));
        ASSIGN_OR_RETURN(tile.k, piece(step.names[2], true));
        s.tile = tile;
        return absl::OkStatus();
      }
      case ScheduleStepKind::kStage: {
        ASSIGN_OR_RETURN(size_t i, statement(step.subject));
        PlannedStatement& s = plan_.statements[i];
        if (s.statement->temps.empty()) return invalidArgument("a store keeps nothing");
        if (s.partialPiece >= 0) return invalidArgument("partial sums lie as they are made");
        if (keptForLaterKernels(plan_, i)) return invalidArgument("later launches read it: it lies in the workspace");
        s.staging = step.staging;
        return absl::OkStatus();
      }
      case ScheduleStepKind::kPrefetch: {
        ASSIGN_OR_RETURN(size_t i, statement(step.subject));
        if (plan_.statements[i].statement->kind != NestKind::kStore) return invalidArgument("not a store");
        if (i == 0 || plan_.statements[i - 1].kernel != plan_.statements[i].kernel)
          return invalidArgument("no statement runs before it");
        plan_.statements[i].prefetch = true;
        return absl::OkStatus();
      }
      case ScheduleStepKind::kDot: {
        ASSIGN_OR_RETURN(size_t i, statement(step.subject));
        ASSIGN_OR_RETURN(plan_.statements[i].dotPiece, piece(step.names[0]));
        return absl::OkStatus();
      }
      case ScheduleStepKind::kInline:
        break;
    }
    return absl::OkStatus();
  }

  Status split(const ScheduleStep& step) {
    ASSIGN_OR_RETURN(int index, piece(step.subject));
    const Piece whole = plan_.pieces[index];
    if (step.number < 1 || step.number > whole.count()) {
      return invalidArgument("the factor must be from 1 to ", whole.count(), ", which is how often '", whole.name,
                             "' runs");
    }
    RETURN_IF_ERROR(unused(step.names[0]));
    RETURN_IF_ERROR(unused(step.names[1]));
    if (step.names[0] == step.names[1]) return invalidArgument("the pieces need different names");
    Piece outer = whole, inner = whole;
    outer.name = step.names[0];
    outer.stride = whole.stride * step.number;
    inner.name = step.names[1];
    inner.size = std::min(whole.stride * step.number, whole.size);
    plan_.pieces[index].gone = true;
    std::vector<int>& pieces = plan_.spaces[whole.space].pieces;
    auto at = std::find(pieces.begin(), pieces.end(), index);
    *at = static_cast<int>(plan_.pieces.size());
    pieces.insert(at + 1, static_cast<int>(plan_.pieces.size()) + 1);
    plan_.pieces.push_back(std::move(outer));
    plan_.pieces.push_back(std::move(inner));
    return absl::OkStatus();
  }

  Status fuse(const ScheduleStep& step) {
    ASSIGN_OR_RETURN(int first, piece(step.subject));
    ASSIGN_OR_RETURN(int second, piece(step.names[0]));
    for (AxisId axis : plan_.axesOf(first)) {
      for (AxisId other : plan_.axesOf(second)) {
        if (axis == other) return invalidArgument("both are pieces of ", nest_.axis(axis).name);
      }
    }
    for (int p : {first, second}) {
      if (!plan_.exact(p)) {
        return invalidArgument("'", plan_.pieces[p].name,
                               "' runs over blocks of different sizes: only pieces of whole blocks "
                               "and outermost ones are fused");
      }
    }
    PieceSpace space;
    space.extent = plan_.pieces[first].count() * plan_.pieces[second].count();
    space.first = first;
    space.second = second;
    const int index = static_cast<int>(plan_.spaces.size());
    RETURN_IF_ERROR(addSpace(std::move(space), step.names[1]));
    plan_.pieces[first].fusedInto = plan_.pieces[second].fusedInto = index;
    return absl::OkStatus();
  }

  Status bind(const ScheduleStep& step) {
    ASSIGN_OR_RETURN(int index, piece(step.subject, true));
    Piece& p = plan_.pieces[index];
    const PieceSpace& space = plan_.spaces[p.space];
    switch (step.binding) {
      case Binding::kSerial:
        break;
      case Binding::kTask:
      case Binding::kBlock:
        if (space.pieces.front() != index)
          return invalidArgument("only the outermost piece of an axis becomes tasks or blocks");
        break;
      case Binding::kThread:
        if (step.number < 0 || step.number >= kThreadDimensions)
          return invalidArgument("threads have dimensions 0, 1 and 2");
        break;
      case Binding::kVector:
        if (step.number < 2 || step.number > 1024) return invalidArgument("a vector has from 2 to 1024 lanes");
        if (!aroundWholeBlocks(index))
          return invalidArgument(
              "only the innermost piece of an axis, or one of whole blocks, becomes lanes of a vector");
        break;
      case Binding::kUnroll: {
        const int64_t copies = step.number == 0 ? p.count() : step.number;
        if (copies > kMostCopies || copies < 1)
          return invalidArgument("'", p.name, "' would have ", copies, " copies; at most ", kMostCopies, " are made");
        if (step.number > 0 && !aroundWholeBlocks(index))
          return invalidArgument(
              "only the innermost piece of an axis, or one of whole blocks, runs in rounds of copies");
        if (step.number == 0 && !plan_.exact(index)) {
          if (!shiftable(index)) return invalidArgument("'", p.name, "' does not always run ", p.count(), " times");
          p.shifted = true;
        }
        break;
      }
    }
    const LoopBinding binding{step.binding, step.number};
    if (step.names.empty()) {
      p.binding = binding;
      return absl::OkStatus();
    }
    ASSIGN_OR_RETURN(size_t i, statement(step.names[0]));
    auto& own = plan_.statements[i].bindings;
    own.erase(std::remove_if(own.begin(), own.end(), [&](const auto& known) { return known.first == index; }),
              own.end());
    own.emplace_back(index, binding);
    return absl::OkStatus();
  }
  // Whether the pieces inside it always run as often: it is the innermost, or cuts blocks of whole steps.
  bool aroundWholeBlocks(int index) const {
    const Piece& p = plan_.pieces[index];
    const PieceSpace& space = plan_.spaces[p.space];
    return p.stride == 1 || (space.extent % p.stride == 0 && p.size % p.stride == 0 &&
                             std::all_of(space.pieces.begin(), space.pieces.end(), [&](int q) {
                               return plan_.pieces[q].stride % p.stride == 0 || plan_.pieces[q].stride < p.stride;
                             }));
  }
  // Whether only the last block of the axis is short, and there is a block before it.
  bool shiftable(int index) const {
    const Piece& p = plan_.pieces[index];
    const PieceSpace& space = plan_.spaces[p.space];
    return space.axis.valid() && p.stride == 1 && p.size <= space.extent && space.pieces.back() == index &&
           std::all_of(space.pieces.begin(), space.pieces.end(),
                       [&](int q) { return q == index || plan_.pieces[q].stride % p.size == 0; });
  }

  Status layout(const ScheduleStep& step) {
    ASSIGN_OR_RETURN(size_t i, statement(step.subject));
    PlannedStatement& s = plan_.statements[i];
    if (s.statement->temps.empty()) return invalidArgument("a store keeps nothing");
    if (s.finishesPartial) return invalidArgument("what is added up lies as the partial sums do");
    s.layout.clear();
    for (size_t n = 0; n < step.names.size(); ++n) {
      ASSIGN_OR_RETURN(int p, piece(step.names[n], true));
      if (plan_.isForeign(s, p) || plan_.reduces(s, p) || !plan_.spaces[plan_.pieces[p].space].axis.valid())
        return invalidArgument("'", step.names[n], "' is no piece of an axis that ", step.subject,
                               " has a value along");
      if (std::any_of(s.layout.begin(), s.layout.end(), [&](const auto& known) { return known.piece == p; }))
        return invalidArgument("'", step.names[n], "' stands twice");
      if (step.padding[n] < 0 || step.padding[n] > 4096) return invalidArgument("at most 4096 elements of padding");
      const int64_t swizzle = step.swizzle[n];
      if (swizzle != 0) {
        if (n == 0) return invalidArgument("no piece before '", step.names[n], "' to be swizzled with");
        if (swizzle < 2 || (swizzle & (swizzle - 1)) != 0 || plan_.pieces[p].count() % swizzle != 0)
          return invalidArgument("a swizzle is a power of two that divides the ", plan_.pieces[p].count(),
                                 " steps of '", step.names[n], "'");
      }
      s.layout.push_back({p, step.padding[n], swizzle});
    }
    return absl::OkStatus();
  }

  Status partial(const ScheduleStep& step) {
    ASSIGN_OR_RETURN(size_t i, statement(step.subject));
    ASSIGN_OR_RETURN(int index, piece(step.names[0]));
    PlannedStatement& s = plan_.statements[i];
    if (s.statement->kind != NestKind::kReduction || s.finishesPartial) return invalidArgument("not a reduction");
    if (s.statement->combine == ScalarOp::kNone) return invalidArgument("not a sum, or another single operation");
    if (s.partialPiece >= 0) return invalidArgument("its sums are partial already");
    if (!plan_.reduces(s, index)) return invalidArgument("'", step.names[0], "' is no piece of an axis it sums over");
    s.partialPiece = index;
    PlannedStatement finish;
    finish.statement = s.statement;
    finish.finishesPartial = true;
    for (const AxisUse& use : s.axes) {
      if (!isReduction(use.role)) finish.axes.push_back(use);
    }
    // After the statements that run before the first one that needs the sum.
    size_t at = i + 1;
    while (at < plan_.statements.size() && !readsTemp(plan_, plan_.statements[at], *s.statement)) ++at;
    // What the sum begins with is read there only.
    for (size_t j = i + 1; j < at; ++j) {
      for (const NestStore& store : plan_.statements[j].statement->stores) {
        for (ExprId load : loadsOf(nest_.function, s.statement->initials[0])) {
          if (nest_.function.exprs[load].buffer == store.buffer)
            return invalidArgument(plan_.statements[j].name(), " writes what the sum begins with");
        }
      }
    }
    plan_.statements.insert(plan_.statements.begin() + static_cast<std::ptrdiff_t>(at), std::move(finish));
    plan_.statements[at].kernel = plan_.statements[at - 1].kernel;
    return absl::OkStatus();
  }

  // The pieces of the statement's axes; those that stand in no order come as the axes do.
  std::vector<int> piecesOf(const PlannedStatement& s) const {
    std::vector<int> pieces;
    for (const AxisUse& use : s.axes) {
      for (int p : plan_.piecesOf(s, use.axis)) {
        if (std::find(pieces.begin(), pieces.end(), p) == pieces.end()) pieces.push_back(p);
      }
    }
    return pieces;
  }

  void defaultOrders() {
    for (PlannedStatement& s : plan_.statements) s.order = piecesOf(s);
  }

  Status order(const ScheduleStep& step) {
    ASSIGN_OR_RETURN(size_t i, statement(step.subject));
    PlannedStatement& s = plan_.statements[i];
    const bool fixed =
        s.statement->kind == NestKind::kStore || s.statement->kind == NestKind::kScan || s.finishesPartial;
    auto along = [&](AxisId axis) {
      return std::any_of(s.axes.begin(), s.axes.end(), [&](const AxisUse& use) { return use.axis == axis; });
    };
    PlannedStatement next = s;
    next.order.clear();
    for (const std::string& name : step.names) {
      ASSIGN_OR_RETURN(int p, piece(name, true));
      if (std::find(next.order.begin(), next.order.end(), p) != next.order.end())
        return invalidArgument("'", name, "' stands twice");
      const std::vector<AxisId> axes = plan_.axesOf(p);
      if (fixed && std::none_of(axes.begin(), axes.end(), along))
        return invalidArgument("'", name, "' is no piece of an axis of ", step.subject);
      next.order.push_back(p);
    }
    const std::vector<int>& order = next.order;
    // Fused pieces or what was fused into them.
    for (const AxisUse& use : s.axes) {
      for (int p : plan_.piecesOf(next, use.axis)) {
        if (std::find(order.begin(), order.end(), p) == order.end())
          return invalidArgument("'", plan_.pieces[p].name, "' is missing");
      }
    }
    for (int p : order) {
      for (int f = plan_.pieces[p].fusedInto; f >= 0;) {
        const std::vector<int>& whole = plan_.spaces[f].pieces;
        for (int q : whole) {
          if (std::find(order.begin(), order.end(), q) != order.end())
            return invalidArgument("'", plan_.pieces[p].name, "' is a part of '", plan_.pieces[q].name, "'");
        }
        f = plan_.pieces[whole[0]].fusedInto;
      }
    }
    // Axes whose points are taken in order keep it among themselves.
    auto ordered = [&](const std::vector<int>& pieces) {
      std::vector<int> out;
      for (int p : pieces) {
        if (inOrder(*s.statement, plan_.roleOf(s, p))) out.push_back(p);
      }
      return out;
    };
    if (ordered(s.order) != ordered(order))
      return invalidArgument(step.subject, " takes the points of these axes in order");
    s.order = std::move(next.order);
    return absl::OkStatus();
  }

  Status share(const ScheduleStep& step) {
    ASSIGN_OR_RETURN(size_t i, statement(step.subject));
    PlannedStatement& s = plan_.statements[i];
    if (i == 0 && step.number > 0) return invalidArgument("there is no statement before it");
    for (PlannedStatement& p : plan_.statements) finishOrder(p);
    const int most = i == 0 ? 0 : mostShared(plan_, i);
    if (step.number < 0 || step.number > most)
      return invalidArgument("it can share at most ", most, " loops with ", plan_.statements[i - 1].name());
    s.share = static_cast<int>(step.number);
    return absl::OkStatus();
  }

  void finishOrder(PlannedStatement& s) {
    s.firstReduction = static_cast<int>(s.order.size());
    for (size_t k = s.order.size(); k-- > 0;) {
      if (plan_.carries(s, s.order[k])) s.firstReduction = static_cast<int>(k);
    }
    s.sumsInMemory = false;
    if (!s.statement->initials.empty() && !s.finishesPartial) {
      s.sumsInMemory = s.statement->combine == ScalarOp::kNone;
      for (size_t k = static_cast<size_t>(s.firstReduction); k < s.order.size(); ++k) {
        const Piece& p = plan_.pieces[s.order[k]];
        s.sumsInMemory = s.sumsInMemory || (!plan_.carries(s, s.order[k]) && !plan_.binding(s, s.order[k]).copies() &&
                                            (p.count() > 1 || plan_.binding(s, s.order[k]).kind == Binding::kThread));
      }
    }
    s.accumulatorLoop = -1;
    if (s.sumsInMemory && s.statement->combine != ScalarOp::kNone) {
      bool loops = false;  // over points it sums over
      size_t k = s.order.size();
      for (; k > 0; --k) {
        const LoopBinding binding = plan_.binding(s, s.order[k - 1]);
        const bool copies = binding.copies(),
                   once = plan_.pieces[s.order[k - 1]].count() == 1 && binding.kind != Binding::kThread;
        if (!plan_.carries(s, s.order[k - 1]) && !copies && !once) break;
        loops = loops || (plan_.carries(s, s.order[k - 1]) && !copies && !once);
      }
      if (loops) s.accumulatorLoop = static_cast<int>(k);
    }
    s.unrolledTail = 0;
    // A run that is copied ahead is no loop.
    if (s.pipelineLoop >= 0 && plan_.binding(s, s.order.back()).kind == Binding::kVector) s.unrolledTail = 1;
    if (s.tile) {
      // One lane keeps its sums in memory, several in registers.
      s.sumsInMemory = s.tile->lanes == 1;
      s.accumulatorLoop = -1;
      s.unrolledTail = std::min<int>(3, static_cast<int>(s.order.size()));
    }
    for (size_t k = s.order.size() - static_cast<size_t>(s.unrolledTail);
         k-- > 0 && plan_.binding(s, s.order[k]).copies();)
      ++s.unrolledTail;
  }

  // Whether all statements that move along AXIS and the one its limit depends on leave out the same points: the limit
  // is that of a block of the outermost piece of the other axis.
  bool isLimited(const NestAxis& axis) const {
    if (!axis.below.valid()) return false;
    const AxisId own(static_cast<size_t>(&axis - nest_.axes.data()));
    const std::vector<int>&pieces = plan_.spaces[own.index].pieces, &others = plan_.spaces[axis.along.index].pieces;
    if (plan_.pieces[pieces.front()].fusedInto >= 0) return false;
    for (size_t i = 0; i < plan_.statements.size(); ++i) {
      const PlannedStatement& s = plan_.statements[i];
      auto movesAlong = [](const PlannedStatement& x, AxisId a) {
        return std::any_of(x.axes.begin(), x.axes.end(), [&](const AxisUse& use) { return use.axis == a; });
      };
      if (!movesAlong(s, own) || !movesAlong(s, axis.along)) continue;
      // Where the loop of a piece, or of what it was fused into, stands.
      auto place = [&](int p) {
        while (std::find(s.order.begin(), s.order.end(), p) == s.order.end() && plan_.pieces[p].fusedInto >= 0)
          p = plan_.spaces[plan_.pieces[p].fusedInto].pieces.front();
        return std::find(s.order.begin(), s.order.end(), p) - s.order.begin();
      };
      const auto mine = place(pieces.front()), first = place(others.front());
      // What runs in its loop does so too.
      const bool alone = (i == 0 || s.share <= mine || movesAlong(plan_.statements[i - 1], axis.along)) &&
                         (i + 1 == plan_.statements.size() || plan_.statements[i + 1].share <= mine ||
                          movesAlong(plan_.statements[i + 1], axis.along));
      if (!alone) return false;
      if (first >= mine || mine == static_cast<std::ptrdiff_t>(s.order.size())) return false;
      for (int p : others) {
        if (p != others.front() && place(p) <= first) return false;
      }
      for (int p : pieces) {
        if (p != pieces.front() && place(p) <= mine) return false;
      }
      if (plan_.binding(s, pieces.front()).copies() || plan_.binding(s, pieces.front()).tasks() ||
          plan_.binding(s, others.front()).kind == Binding::kVector ||
          plan_.binding(s, others.front()).kind == Binding::kUnroll)
        return false;
    }
    return true;
  }

  const LoopNest& nest_;
  const Schedule& schedule_;
  LoopPlan plan_;
};

}  // namespace

StatusOr<LoopPlan> planLoops(const LoopNest& nest, const Schedule& schedule) {
  ASSIGN_OR_RETURN(std::shared_ptr<const LoopNest> own, withInlined(nest, schedule));
  return Planner(std::move(own), schedule).run(true);
}
StatusOr<LoopPlan> planUnfinished(const LoopNest& nest, const Schedule& schedule) {
  ASSIGN_OR_RETURN(std::shared_ptr<const LoopNest> own, withInlined(nest, schedule));
  return Planner(std::move(own), schedule).run(false);
}

}  // namespace partita
