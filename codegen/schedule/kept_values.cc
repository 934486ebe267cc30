// Where the values of statements are kept: temps, memory of a block, the workspace.
#include "codegen/schedule/nest_generator.h"

namespace partita {

namespace {

constexpr int64_t kStackBytes = 16 << 10;    // a local that is larger is in scratch memory
constexpr int64_t kSharedBytes = 227 << 10;  // of a block: what the largest targets have

}  // namespace

DType NestGenerator::keptDType(size_t i, size_t v) const {
  const DType dtype = dtypeOf(i, v);
  if (at(i).packedPiece >= 0) return DType::kUI32;
  if (combines(i) || (isCopy(nest_, *at(i).statement) && isStagedForThreads(plan_, at(i)))) return dtype;
  return isFloat(dtype) && dtypeBits(dtype) <= 16 ? DType::kF32 : dtype;
}

Status NestGenerator::placeInWorkspace() {
  for (size_t i = 0; i < plan_.statements.size(); ++i) {
    const PlannedStatement& s = at(i);
    if (s.carryPiece >= 0) placeCarried(i);
    if (sumsByThreads(plan_, s) || (s.partialPiece < 0 && !keptForLaterKernels(plan_, i))) continue;
    Kept whole;
    ASSIGN_OR_RETURN(const int64_t elements, sizeOf(i, whole, false));
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

Status NestGenerator::decide(size_t i, size_t end) {
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
    RETURN_IF_ERROR(sizeOf(i, k, false).status());
    rebase(i);
    return absl::OkStatus();
  }
  int shared = std::numeric_limits<int>::max();
  bool copiesDiffer = false;  // a reader has loops where this statement has copies
  for (size_t j = i + 1; j < end; ++j) {
    if (s.partialPiece >= 0 ? at(j).statement != s.statement : !readsTemp(plan_, at(j), *s.statement)) continue;
    shared = std::min(shared, commonLoops(plan_, i, j));
    for (int p : s.order)
      copiesDiffer =
          copiesDiffer || (!plan_.carries(s, p) && plan_.binding(s, p).copies() && !plan_.binding(at(j), p).copies());
  }
  k.accumulatesThere = s.sumsInMemory;
  k.inMemory = k.accumulatesThere || (s.tile && s.tile->lanes > 1) || shared < available || copiesDiffer ||
               s.packedPiece >= 0 || s.staging == Staging::kScratch || s.staging == Staging::kShared;
  k.depth = std::min(shared, available);
  if (!k.inMemory) return absl::OkStatus();
  // Lanes of a vector have places of their own, and so have threads in memory that they share.
  for (int d = 0; d < k.depth; ++d) {
    const Binding kind = plan_.binding(s, s.order[static_cast<size_t>(d)]).kind;
    if (kind == Binding::kVector || (kind == Binding::kThread && isSeenByOthers(i))) k.depth = d;
  }
  ASSIGN_OR_RETURN(const int64_t elements, sizeOf(i, k, !isSeenByOthers(i)));
  if (const std::optional<size_t> before = inPlaceOf(i)) {
    k.buffers = kept_[*before].buffers;
    return absl::OkStatus();
  }
  k.elements = elements;
  for (size_t v = 0; v < s.statement->temps.size(); ++v) {
    const DType dtype = keptDType(i, v);
    const int64_t bytes = s.stages * elements * dtypeBytes(dtype);
    ASSIGN_OR_RETURN(const BufferSpace space, spaceOf(i, k, bytes));
    const bool perThread = space == BufferSpace::kRegister || (shape_.blocks && space == BufferSpace::kStack);
    if (perThread && bytes > kStackBytes)
      return invalidArgument("each thread would keep ", bytes, " bytes of ", s.name(), "; at most ", kStackBytes);
    if (space == BufferSpace::kShared) RETURN_IF_ERROR(share(i, bytes));
    const std::string name = strCat("t", s.statement->temps[v].index, s.finishesPartial ? "_sum" : "");
    k.buffers.push_back(l().local(name, space, dtype, s.stages * elements));
  }
  return absl::OkStatus();
}

Status NestGenerator::share(size_t i, int64_t bytes) {
  sharedBytes_ += (bytes + 63) / 64 * 64;
  if (sharedBytes_ <= kSharedBytes) return absl::OkStatus();
  return invalidArgument("with ", at(i).name(), " a block would share ", sharedBytes_, " bytes; at most ",
                         kSharedBytes);
}

std::optional<size_t> NestGenerator::inPlaceOf(size_t i) const {
  const PlannedStatement& s = at(i);
  const Kept& k = kept_[i];
  if (s.statement->kind != NestKind::kValue || !k.laidOut || s.packedPiece >= 0 || shape_.blocks) return std::nullopt;
  // Computed again it would read what it wrote.
  for (size_t d = static_cast<size_t>(k.depth); d < s.order.size(); ++d) {
    if (plan_.isForeign(s, s.order[d]) && piece(s.order[d]).count() > 1) return std::nullopt;
  }
  for (size_t j = 0; j < i; ++j) {
    const PlannedStatement& maker = at(j);
    const Kept& kept = kept_[j];
    if (maker.kernel != s.kernel || maker.statement->temps.size() != 1 || !kept.inMemory || !kept.laidOut ||
        kept.depth != k.depth || kept.pitch != k.pitch || maker.staging != s.staging || workspace_.contains(j) ||
        keptDType(j) != keptDType(i) || !readsTemp(plan_, s, *maker.statement) || commonLoops(plan_, j, i) < k.depth)
      continue;
    bool same = maker.layout.size() == s.layout.size();
    for (size_t n = 0; same && n < s.layout.size(); ++n) same = maker.layout[n] == s.layout[n];
    for (size_t r = j + 1; same && r < plan_.statements.size(); ++r) {
      if (r == i || !readsTemp(plan_, at(r), *maker.statement)) continue;
      // Others are done with a point before it is written: in loops they share both run over it alone.
      same = r < i;
      for (int d = k.depth; same && d < commonLoops(plan_, r, i); ++d) {
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

StatusOr<int64_t> NestGenerator::sizeOf(size_t i, Kept& k, bool perThread) const {
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
    if (openedWithin(s, p, k.depth, perThread) || p == s.packedPiece) continue;
    k.pitch[n] = elements;
    elements = elements * piece(p).count() + s.layout[n].padding;
  }
  for (const AxisUse& use : s.axes) {
    if (!parallel(use.role)) continue;
    for (int p : plan_.spaces[use.axis.index].pieces) {
      const bool known = std::any_of(s.layout.begin(), s.layout.end(), [&](const auto& l) { return l.piece == p; });
      if (!known && piece(p).count() > 1 && !openedWithin(s, p, k.depth, perThread))
        return invalidArgument("the layout of ", s.name(), " does not say where '", piece(p).name, "' lies");
    }
  }
  return elements;
}

int64_t NestGenerator::pointsFrom(const PlannedStatement& s, AxisId axis, int depth) const {
  const PieceSpace& space = plan_.spaces[axis.index];
  int64_t points = space.extent;
  for (int p : space.pieces) {  // outermost first, as far as they are open
    if (!openedWithin(s, p, depth)) break;
    points = std::min(points, piece(p).stride);
  }
  return points;
}

bool NestGenerator::openedWithin(const PlannedStatement& s, int p, int depth, bool perThread) const {
  auto it = std::find(s.order.begin(), s.order.end(), p);
  if (it == s.order.end() && piece(p).fusedInto >= 0) {
    const PieceSpace& fused = plan_.spaces[piece(p).fusedInto];
    return std::all_of(fused.pieces.begin(), fused.pieces.end(),
                       [&](int q) { return openedWithin(s, q, depth, perThread); });
  }
  if (it == s.order.end()) return false;
  return it - s.order.begin() < depth || (perThread && plan_.binding(s, p).kind == Binding::kThread);
}

bool NestGenerator::indexedByCopies(size_t i, const Kept& k) const {
  const NestStatement& made = *at(i).statement;
  for (const PlannedStatement& s : plan_.statements) {
    if (s.kernel != at(i).kernel || (s.statement != &made && !readsTemp(plan_, s, made))) continue;
    for (size_t n = 0; n < k.pitch.size(); ++n) {
      if (k.pitch[n] == 0) continue;
      const int p = at(i).layout[n].piece;
      if (piece(p).count() > 1 &&
          (!plan_.binding(s, p).copies() || std::find(s.order.begin(), s.order.end(), p) == s.order.end()))
        return false;
    }
  }
  return true;
}

StatusOr<BufferSpace> NestGenerator::spaceOf(size_t i, const Kept& k, int64_t bytes) const {
  const PlannedStatement& s = at(i);
  switch (s.staging) {
    case Staging::kRegister:
      if (isSeenByOthers(i)) return invalidArgument("other threads read ", s.name(), ": it is not kept in registers");
      if (!k.laidOut || !indexedByCopies(i, k))
        return invalidArgument(s.name(),
                               " is not kept in registers: 'layout' and unrolled loops of all that make and "
                               "read it say which element is in which");
      return BufferSpace::kRegister;
    case Staging::kScratch:
      if (shape_.blocks) return invalidArgument("threads of a block have no scratch memory for ", s.name());
      return BufferSpace::kScratch;
    case Staging::kShared:
      return BufferSpace::kShared;
    case Staging::kWhereItIsRead:
      break;
  }
  if (!shape_.blocks) return bytes <= kStackBytes ? BufferSpace::kStack : BufferSpace::kScratch;
  if (isSeenByOthers(i) || s.pipelineLoop >= 0) return BufferSpace::kShared;
  return k.laidOut && indexedByCopies(i, k) ? BufferSpace::kRegister : BufferSpace::kStack;
}

void NestGenerator::rebase(size_t i) {
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

ExprId NestGenerator::place(size_t i) {
  if (!outliving_.contains(i) || at(i).partialPiece < 0) return sumPlace(i);
  // Each block of the piece has sums of its own.
  return l().add(l().mul(partNumber(i), l().index(outliving_.at(i).sums)), sumPlace(i));
}

ExprId NestGenerator::layoutPlace(size_t i, const Kept& k) {
  const PlannedStatement& s = at(i);
  ExprId index = l().index(0);
  if (s.pipelineLoop >= 0) {
    const ExprId round = position_.numbers[static_cast<size_t>(s.order[static_cast<size_t>(s.pipelineLoop)])];
    index = l().mul(l().mod(round, l().index(s.stages)), l().index(k.elements));
  }
  for (size_t n = 0; n < s.layout.size(); ++n) {
    ExprId number = position_.numbers[static_cast<size_t>(s.layout[n].piece)];
    if (k.pitch[n] == 0) continue;
    if (const int64_t swizzle = s.layout[n].swizzle; swizzle != 0) {
      const ExprId with = position_.numbers[static_cast<size_t>(s.layout[n - 1].piece)];
      if (with.valid())
        number = l().op(ScalarOp::kXor, DType::kI64,
                        {number.valid() ? number : l().index(0), l().mod(with, l().index(swizzle))});
    }
    if (number.valid()) index = l().add(index, l().mul(number, l().index(k.pitch[n])));
  }
  return index;
}

ExprId NestGenerator::sumPlace(size_t i) {
  const PlannedStatement& s = at(i);
  const Kept& k = kept_[i];
  if (k.laidOut) return layoutPlace(i, k);
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

ExprId NestGenerator::partNumber(size_t i) {
  const Piece& p = piece(at(i).partialPiece);
  const LoopPosition::Space& space = position_.spaces[static_cast<size_t>(p.space)];
  return l().div(space.at.valid() ? space.at : l().index(0), l().index(p.stride));
}

size_t NestGenerator::slot(size_t i) const {
  const PlannedStatement& s = at(i);
  int64_t number = 0;
  for (int p : s.order) {
    if (plan_.binding(s, p).copies() && !plan_.carries(s, p))
      number = number * piece(p).count() + position_.copy[static_cast<size_t>(p)];
  }
  return static_cast<size_t>(number);
}

}  // namespace partita
