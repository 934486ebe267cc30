#include "codegen/schedule/thread_plan.h"

#include <algorithm>

#include "base/text.h"

namespace partita {

namespace {

constexpr int64_t kMostThreads = 1024;  // of a block, on all targets
constexpr int64_t kWarpLanes = 32;      // of LoopFunction::warpSize

bool sameKernel(const LoopPlan& plan, size_t a, size_t b) {
  return plan.statements[a].kernel == plan.statements[b].kernel;
}

// Whether the thread that runs A at a point is the only one that runs B there.
bool sameThread(const LoopPlan& plan, const BlockShape& shape, const PlannedStatement& a, const PlannedStatement& b) {
  // Stores run once, whatever the dimensions they have no piece along.
  auto once = [](const PlannedStatement& s) {
    return s.statement->kind == NestKind::kStore && !s.statement->guard.valid();
  };
  for (int d = 0; d < kThreadDimensions; ++d) {
    if (shape.extents[static_cast<size_t>(d)] == 1) continue;
    const int own = threadPieceOf(plan, a, d), other = threadPieceOf(plan, b, d);
    if (own != other || (own < 0 && !(once(a) && once(b)))) return false;
  }
  return true;
}

// A store along sequential axes writes one place at several points of what runs inside them.
bool conflictsWithItself(const LoopPlan& plan, const PlannedStatement& s, int* sequential = nullptr) {
  if (s.statement->kind != NestKind::kStore || !hasSequentialAxis(*s.statement)) return false;
  bool conflict = false;
  for (size_t q = 0; q < s.order.size(); ++q) {
    if (plan.roleOf(s, s.order[q]) != AxisRole::kSequential) continue;
    for (size_t p = q + 1; p < s.order.size(); ++p) {
      if (plan.binding(s, s.order[p]).kind != Binding::kThread || separatedAlong(plan, s, s.order[p])) continue;
      conflict = true;
      if (sequential != nullptr) *sequential = static_cast<int>(q);
    }
  }
  return conflict;
}

bool touchesAlone(const LoopPlan& plan, const PlannedStatement& s, int loop) {
  const Binding kind = plan.binding(s, s.order[static_cast<size_t>(loop)]).kind;
  return kind == Binding::kThread || kind == Binding::kVector;
}

}  // namespace

BlockShape blockShapeOf(const LoopPlan& plan, int kernel) {
  BlockShape shape;
  for (const PlannedStatement& s : plan.statements) {
    if (s.kernel != kernel) continue;
    for (int p : s.order) {
      const LoopBinding binding = plan.binding(s, p);
      shape.blocks = shape.blocks || binding.kind == Binding::kBlock || binding.kind == Binding::kThread;
      if (binding.kind != Binding::kThread) continue;
      int64_t& extent = shape.extents[static_cast<size_t>(binding.number)];
      extent = std::max(extent, plan.pieces[p].count());
    }
  }
  return shape;
}

int threadPieceOf(const LoopPlan& plan, const PlannedStatement& statement, int dimension) {
  for (int p : statement.order) {
    if (plan.binding(statement, p) == LoopBinding{Binding::kThread, dimension}) return p;
  }
  return -1;
}

bool crossesThreads(const LoopPlan& plan, const PlannedStatement& maker, const PlannedStatement& reader) {
  for (int d = 0; d < kThreadDimensions; ++d) {
    const int own = threadPieceOf(plan, maker, d);
    if (own >= 0 && own != threadPieceOf(plan, reader, d)) return true;
  }
  return false;
}

bool isShared(const LoopPlan& plan, size_t i) {
  const PlannedStatement& s = plan.statements[i];
  if (s.staging == Staging::kShared || (s.tile && s.tile->lanes > 1)) return true;
  if (s.partialPiece >= 0) return false;  // what finishes them is read
  for (size_t j = i + 1; j < plan.statements.size(); ++j) {
    if (sameKernel(plan, i, j) && readsTemp(plan, plan.statements[j], *s.statement) &&
        crossesThreads(plan, s, plan.statements[j]))
      return true;
  }
  return false;
}

bool isCopy(const LoopNest& nest, const NestStatement& statement) {
  if (statement.kind != NestKind::kValue) return false;
  const Expr& value = nest.function.exprs[statement.values[0]];
  return value.kind == ExprKind::kLoad && nest.function.buffers[value.buffer].dtype == value.dtype;
}

bool isStagedForThreads(const LoopPlan& plan, const PlannedStatement& statement) {
  return statement.staging == Staging::kShared || blockShapeOf(plan, statement.kernel).blocks;
}

std::vector<int> repeatedDimensions(const LoopPlan& plan, const PlannedStatement& statement) {
  const BlockShape shape = blockShapeOf(plan, statement.kernel);
  std::vector<int> out;
  for (int d = 0; d < kThreadDimensions; ++d) {
    if (shape.extents[static_cast<size_t>(d)] > 1 && threadPieceOf(plan, statement, d) < 0) out.push_back(d);
  }
  return out;
}

bool sumsByThreads(const LoopPlan& plan, const PlannedStatement& statement) {
  return statement.partialPiece >= 0 && plan.binding(statement, statement.partialPiece).kind == Binding::kThread;
}

size_t finisherOf(const LoopPlan& plan, size_t i) {
  size_t j = i + 1;
  while (plan.statements[j].statement != plan.statements[i].statement) ++j;
  return j;
}

int64_t shuffledLanes(const LoopPlan& plan, const PlannedStatement& s) {
  const BlockShape shape = blockShapeOf(plan, s.kernel);
  const int64_t count = plan.pieces[s.partialPiece].count();
  if (plan.binding(s, s.partialPiece).number != 0 || shape.extents[0] != count) return 1;
  const int64_t lanes = std::min(count, kWarpLanes);
  if ((lanes & (lanes - 1)) != 0 || count % lanes != 0) return 1;
  for (int p : s.order) {
    const Binding kind = plan.binding(s, p).kind;
    if (kind == Binding::kVector && !plan.carries(s, p)) return 1;
    if (kind != Binding::kThread || p == s.partialPiece || lanes == kWarpLanes) continue;
    // Several rows in a warp: all of them are there, and run their loops as often.
    const std::vector<AxisId> axes = plan.axesOf(p);
    const bool limited = std::any_of(axes.begin(), axes.end(), [&](AxisId axis) { return plan.limited[axis.index]; });
    const PieceSpace& space = plan.spaces[plan.pieces[p].space];
    const bool whole =
        std::all_of(axes.begin(), axes.end(), [&](AxisId axis) { return plan.wholeBlocks(axis); }) &&
        std::all_of(space.pieces.begin(), space.pieces.end(), [&](int q) {
          return space.extent % plan.pieces[q].size == 0 && plan.pieces[q].size % plan.pieces[q].stride == 0;
        });
    if (limited || !whole || plan.pieces[p].count() != shape.extents[static_cast<size_t>(plan.binding(s, p).number)])
      return 1;
  }
  return lanes;
}

bool partsAreShared(const LoopPlan& plan, size_t i) {
  const PlannedStatement& s = plan.statements[i];
  if (!sumsByThreads(plan, s)) return false;
  const int64_t count = plan.pieces[s.partialPiece].count();
  const auto dimension = static_cast<size_t>(plan.binding(s, s.partialPiece).number);
  if (shuffledLanes(plan, s) < count || blockShapeOf(plan, s.kernel).extents[dimension] != count) return true;
  const PlannedStatement& finisher = plan.statements[finisherOf(plan, i)];
  for (int d = 0; d < kThreadDimensions; ++d) {
    const int own = threadPieceOf(plan, s, d);
    if (own >= 0 && own != s.partialPiece && own != threadPieceOf(plan, finisher, d)) return true;
  }
  return false;
}

bool threadsConflict(const LoopPlan& plan, size_t a, size_t b) {
  if (!sameKernel(plan, a, b)) return false;
  const PlannedStatement &first = plan.statements[std::min(a, b)], &second = plan.statements[std::max(a, b)];
  const BlockShape shape = blockShapeOf(plan, first.kernel);
  if (shape.threads() == 1) return false;
  if (a == b) return conflictsWithItself(plan, first);
  if (second.finishesPartial && second.statement == first.statement && partsAreShared(plan, std::min(a, b)))
    return true;
  const bool same = sameThread(plan, shape, first, second);
  if (readsTemp(plan, second, *first.statement) && !same &&
      (isShared(plan, std::min(a, b)) || keptForLaterKernels(plan, std::min(a, b))))
    return true;
  const bool inOrder = hasSequentialAxis(*first.statement) || hasSequentialAxis(*second.statement);
  for (const NestAccess& x : accessesOf(plan, first)) {
    for (const NestAccess& y : accessesOf(plan, second)) {
      if (x.buffer != y.buffer || (!x.write && !y.write)) continue;
      const bool samePoint = x.index == y.index || isInPlace(*plan.nest, x.buffer);
      if (!same || !samePoint || inOrder) return true;
    }
  }
  return false;
}

Status checkThreads(const LoopPlan& plan) {
  std::vector<BlockShape> shapes;
  for (int k = 0; k < plan.kernels; ++k) {
    shapes.push_back(blockShapeOf(plan, k));
    if (shapes.back().threads() > kMostThreads)
      return invalidArgument("blocks of ", shapes.back().threads(), " threads: at most ", kMostThreads);
  }
  for (size_t i = 0; i < plan.statements.size(); ++i) {
    const PlannedStatement& s = plan.statements[i];
    const BlockShape& shape = shapes[static_cast<size_t>(s.kernel)];
    if (!shape.blocks) continue;
    bool lanes = false;
    std::array<int, kThreadDimensions> bound{-1, -1, -1};
    for (int p : s.order) {
      const LoopBinding binding = plan.binding(s, p);
      const std::string& name = plan.pieces[p].name;
      lanes = lanes || binding.kind == Binding::kVector;
      if (binding.kind == Binding::kTask)
        return invalidArgument("the schedule binds '", name, "' to tasks in a kernel of blocks and threads");
      if (binding.kind != Binding::kThread) continue;
      int& other = bound[static_cast<size_t>(binding.number)];
      if (other >= 0)
        return invalidArgument("the schedule binds '", plan.pieces[other].name, "' and '", name,
                               "' to one dimension of the threads of ", s.name());
      other = p;
      if (lanes) return invalidArgument("the schedule binds '", name, "' to threads inside vector lanes in ", s.name());
      const AxisRole role = plan.roleOf(s, p);
      if (isReduction(role) && p != s.partialPiece)
        return invalidArgument("the schedule binds '", name, "' to threads, but ", s.name(),
                               " sums over it: 'partial' makes a sum for each");
      if (role == AxisRole::kSequential)
        return invalidArgument("the schedule binds '", name, "' to threads, but ", s.name(), " runs along it in order");
    }
    if (s.sumsInMemory &&
        (isShared(plan, i) || (s.partialPiece >= 0 && !sumsByThreads(plan, s)) || keptForLaterKernels(plan, i))) {
      for (int d : repeatedDimensions(plan, s))
        return invalidArgument(s.name(), " sums in memory that all threads see: it needs a piece along dimension ", d,
                               " of the threads");
    }
    int sequential = -1;
    if (conflictsWithItself(plan, s, &sequential)) {
      for (int d = 0; d < sequential; ++d) {
        if (touchesAlone(plan, s, d))
          return invalidArgument("'", plan.pieces[s.order[static_cast<size_t>(d)]].name, "' cannot run outside '",
                                 plan.pieces[s.order[static_cast<size_t>(sequential)]].name, "' in ", s.name(),
                                 ", whose threads wait for each other along it");
      }
    }
    for (size_t j = i + 1; j < plan.statements.size(); ++j) {
      if (!threadsConflict(plan, i, j)) continue;
      for (int d = 0; d < commonLoops(plan, i, j); ++d) {
        if (touchesAlone(plan, s, d))
          return invalidArgument(s.name(), " and ", plan.statements[j].name(), " cannot share '",
                                 plan.pieces[s.order[static_cast<size_t>(d)]].name,
                                 "': threads of one touch what other threads of the other do");
      }
    }
  }
  return absl::OkStatus();
}

void layOutByPieces(LoopPlan& plan) {
  for (size_t i = 0; i < plan.statements.size(); ++i) {
    PlannedStatement& s = plan.statements[i];
    const bool byPieces = s.staging == Staging::kRegister || s.tile || blockShapeOf(plan, s.kernel).blocks;
    if (!byPieces || s.statement->temps.empty() || !s.layout.empty() ||
        (s.partialPiece >= 0 && !sumsByThreads(plan, s)) || keptForLaterKernels(plan, i))
      continue;
    // In the order of the loops, lanes last.
    std::vector<std::pair<size_t, int>> pieces;
    for (const AxisUse& use : s.axes) {
      if (isReduction(use.role)) continue;
      for (int p : plan.spaces[use.axis.index].pieces) {
        int loop = p;
        while (std::find(s.order.begin(), s.order.end(), loop) == s.order.end())
          loop = plan.spaces[plan.pieces[loop].fusedInto].pieces.back();
        const auto at = static_cast<size_t>(std::find(s.order.begin(), s.order.end(), loop) - s.order.begin());
        pieces.emplace_back(plan.binding(s, loop).kind == Binding::kVector ? s.order.size() : at, p);
      }
    }
    std::stable_sort(pieces.begin(), pieces.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (const auto& [at, p] : pieces) s.layout.push_back({p});
  }
}

}  // namespace partita
