// Loops over pieces, and where they stand.
#include "codegen/schedule/nest_generator.h"

namespace partita {

ExprId NestGenerator::point(AxisId axis) {
  const LoopPosition::Space& space = position_.spaces[axis.index];
  return space.at.valid() ? space.at : l().index(0);
}

bool NestGenerator::opens(int p) {
  const PieceSpace& space = plan_.spaces[piece(p).space];
  LoopPosition::Space& here = position_.spaces[static_cast<size_t>(piece(p).space)];
  here.inOrder = here.inOrder && space.pieces[static_cast<size_t>(here.open)] == p;
  here.open += here.inOrder ? 1 : 0;
  position_.opened[static_cast<size_t>(p)] = true;
  return here.inOrder;
}

std::pair<ExprId, ExprId> NestGenerator::block(int p) {
  const LoopPosition::Space& here = position_.spaces[static_cast<size_t>(piece(p).space)];
  return {here.at.valid() ? here.at : l().index(0),
          here.limit.valid() ? here.limit : l().index(plan_.spaces[piece(p).space].extent)};
}

void NestGenerator::enter(int p, ExprId point, ExprId limit, bool whole) {
  LoopPosition::Space& here = position_.spaces[static_cast<size_t>(piece(p).space)];
  here.at = point;
  const ExprId end = l().add(point, l().index(piece(p).stride));
  here.limit = whole ? end : l().min(end, limit);
  if (!here.end.valid()) here.end = here.limit;
  enterFused(piece(p).space);
}

bool NestGenerator::isWhole(int p) const {
  const PieceSpace& space = plan_.spaces[piece(p).space];
  for (int q : space.pieces) {
    if (space.extent % piece(q).stride != 0 || piece(q).size % piece(q).stride != 0) return false;
    if (q == p) break;
  }
  return true;
}

void NestGenerator::open(Range group, int p, absl::FunctionRef<void()> body) {
  const Piece& own = piece(p);
  const LoopBinding binding = plan_.binding(at(group.first), p);
  const LoopPosition saved = position_;
  auto [from, limit] = block(p);
  const bool inOrder = opens(p);
  bool whole = isWhole(p);
  const PieceSpace& space = plan_.spaces[own.space];
  // Steps are counted from here.
  ExprId first = from;
  bool guarded = false;
  if (own.shifted) {
    first = l().min(from, l().index(space.extent - own.size));
    // Stores, and sums over it, take each of its points once.
    bool once = true;
    for (size_t i = group.first; i < group.second; ++i)
      once = once && (at(i).statement->kind == NestKind::kStore || plan_.reduces(at(i), p));
    if (!once || binding.copies() || binding.kind == Binding::kThread) {
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
      both = both && std::any_of(uses.begin(), uses.end(), [&](const AxisUse& use) { return use.axis == axis.along; });
    }
    const ExprId end = position_.spaces[axis.along.index].end;
    if (both && end.valid()) leftOut = limitAt(axis, l().sub(end, l().index(1)));
  }
  const LoopPosition before = position_;
  auto again = [&] { position_ = before; };
  if (binding.copies() && !unrolledLoops_) {
    for (int64_t c = 0; c < own.count(); ++c) {
      again();
      position_.copy[static_cast<size_t>(p)] = c;
      numbered(l().index(c));
    }
  } else if (binding.kind == Binding::kThread) {
    const ExprId number = threads_[static_cast<size_t>(binding.number)];
    const ExprId end = leftOut.valid() ? l().min(limit, leftOut) : limit;
    const ExprId count = (whole || !inOrder) && !leftOut.valid()
                             ? l().index(own.count())
                             : l().div(l().add(l().sub(end, begin), l().index(own.stride - 1)), l().index(own.stride));
    const bool some = openWhere(number, count);
    numbered(number);
    if (some) l().close();
  } else if (own.count() == 1 && inOrder && !binding.tasks()) {
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
                          : binding.kind == Binding::kBlock  ? LoopKind::kBlock
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
      const bool all = whole || !inOrder || binding.tasks() || kind == LoopKind::kUnrolled;
      const ExprId count = all && !leftOut.valid()
                               ? l().index(own.count())
                               : l().div(l().add(l().sub(end, begin), l().index(own.stride - 1)), stride);
      ExprId number = l().var(l().openFor(own.name, l().index(0), count, kind, 1, lanes));
      auto counter = counters_.find(at(group.first).kernel);
      auto atNumber = [&] {
        if (binding.tasks() && counter != counters_.end()) number = takeNumber(counter->second.buffer, own.count());
        numbered(number);
      };
      if (binding.kind == Binding::kBlock)
        inThreads(atNumber);
      else
        atNumber();
    }
    l().close();
  }
  position_ = saved;
}

ExprId NestGenerator::limitAt(const NestAxis& axis, ExprId point) {
  return l().rebuild(
      nest_.function, axis.below,
      {[&](LoopVarId) { return point; }, [](TempId) -> ExprId { CHECK(false, "a limit reads no values"); },
       [&](LoopBufferId buffer) { return parameters_.at(buffer); }});
}

void NestGenerator::rounds(int p, int64_t copies, ExprId begin, ExprId limit, bool whole,
                           absl::FunctionRef<void(ExprId)> body, absl::FunctionRef<void()> again) {
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

void NestGenerator::enterFused(int number) {
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

void NestGenerator::enterComponent(int p, ExprId number) {
  const auto [from, limit] = block(p);
  opens(p);
  position_.numbers[static_cast<size_t>(p)] = number;
  enter(p, l().add(from, l().mul(number, l().index(piece(p).stride))), limit, false);
}

void NestGenerator::overParallel(size_t i, int depth, absl::FunctionRef<void()> body) {
  const PlannedStatement& s = at(i);
  auto next = [&](auto&& self, size_t d) -> void {
    while (d < s.order.size() && plan_.carries(s, s.order[d])) ++d;
    if (d == s.order.size()) return body();
    open({i, i + 1}, s.order[d], [&] { self(self, d + 1); });
  };
  next(next, static_cast<size_t>(depth));
}

ExprId NestGenerator::atCopy(int p, int64_t c, absl::FunctionRef<ExprId()> body) {
  const LoopPosition saved = position_;
  const auto [from, limit] = block(p);
  opens(p);
  position_.copy[static_cast<size_t>(p)] = c;
  position_.numbers[static_cast<size_t>(p)] = l().index(c);
  enter(p, l().add(from, l().index(c * piece(p).stride)), limit, true);
  auto result = body();
  position_ = saved;
  return result;
}

}  // namespace partita
