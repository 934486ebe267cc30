#include "tests/support/loop_thread.h"

#include <algorithm>
#include <bit>

namespace partita::loops {
namespace {

template <typename Visit>
void eachElement(const Thread::Copy& copy, Visit visit) {
  for (int64_t i = 0; i < copy.count; ++i) visit(copy.toIndex + i, i < copy.valid ? copy.fromIndex + i : -1);
}

}  // namespace

ThreadRunner::ThreadRunner(const LoopFunction& function, CheckedMemory& memory, BlockClock& clock, Rng& rng)
    : f_(function), memory_(memory), clock_(clock), rng_(rng) {
  findLanes({f_.root}, 0, {});
}

void ThreadRunner::findLanes(const std::vector<StmtId>& body, int lanes, std::unordered_set<uint32_t> inside) {
  for (StmtId id : body) {
    const Stmt& s = f_.stmts[id];
    if (s.kind == StmtKind::kInitAccum) inside.insert(s.accum.index);
    if (s.kind == StmtKind::kAccumulate && lanes > 0 && !inside.contains(s.accum.index))
      lanes_[s.accum.index] = std::max(lanes_[s.accum.index], lanes);
    bool vector = s.kind == StmtKind::kFor && s.loop == LoopKind::kVector;
    findLanes(s.body, vector ? s.lanes : lanes, vector ? std::unordered_set<uint32_t>() : inside);
  }
}

void ThreadRunner::step(Thread& t) {
  Thread::Frame& frame = t.frames.back();
  if (frame.next < frame.body->size()) {
    t.statement = (*frame.body)[frame.next++];
    execute(t, f_.stmts[t.statement]);
    return;
  }
  if (frame.loop != nullptr && frame.i + frame.loop->step < frame.end) {
    frame.i += frame.loop->step;
    beginRound(t, frame);
    return;
  }
  if (frame.loop != nullptr && frame.loop->loop == LoopKind::kVector) t.inVector = false;
  t.frames.pop_back();
}

void ThreadRunner::beginRound(Thread& t, Thread::Frame& frame) {
  frame.next = 0;
  t.vars[frame.loop->var.index] = frame.i;
  if (frame.loop->loop != LoopKind::kVector) return;
  t.inVector = true;
  t.lane = static_cast<size_t>((frame.i - frame.begin) % frame.loop->lanes);
}

void ThreadRunner::execute(Thread& t, const Stmt& s) {
  memo_.clear();
  me_ = &t;
  switch (s.kind) {
    case StmtKind::kBlock:
      t.frames.push_back({&s.body, 0, nullptr, 0, 0, 0});
      break;
    case StmtKind::kFor: {
      const int64_t begin = evalKnown(s.begin).integer, end = evalKnown(s.end).integer;
      if (begin >= end) break;
      t.frames.push_back({&s.body, 0, &s, begin, begin, end});
      beginRound(t, t.frames.back());
      break;
    }
    case StmtKind::kIf:
      if (evalKnown(s.value).integer != 0) t.frames.push_back({&s.body, 0, nullptr, 0, 0, 0});
      break;
    case StmtKind::kStore: {
      const Cell value = evalKnown(s.value);
      memory_.store(s.buffer, evalKnown(s.index).integer, t.id, clock_.now(t.id), value);
      break;
    }
    case StmtKind::kInitAccum: {
      Thread::Accumulated& a = t.accums[s.accum.index];
      a.scalar = evalKnown(s.value);
      a.inVectorLoop = t.inVector;
      a.lanes.assign(!t.inVector && lanes_.contains(s.accum.index) ? static_cast<size_t>(lanes_[s.accum.index]) : 0,
                     loops::identity(f_.accums[s.accum]));
      break;
    }
    case StmtKind::kAccumulate: {
      Thread::Accumulated& a = t.accums[s.accum.index];
      const Accum& accum = f_.accums[s.accum];
      Cell& target = t.inVector && !a.inVectorLoop ? a.lanes[t.lane] : a.scalar;
      if (s.factor.valid())
        target = apply(s.product, accum.dtype, accum.dtype, {evalKnown(s.value), evalKnown(s.factor), target});
      else
        target = apply(accum.op, accum.dtype, accum.dtype, {target, evalKnown(s.value)});
      break;
    }
    case StmtKind::kLet:
      t.temps[s.temp.index] = evalKnown(s.value);
      break;
    case StmtKind::kPrefetch:
      break;
    case StmtKind::kAtomic: {
      const Cell value = evalKnown(s.value), compare = s.compare.valid() ? evalKnown(s.compare) : Cell();
      const Cell old =
          memory_.atomic(s.atomic, s.buffer, evalKnown(s.index).integer, t.id, clock_.now(t.id), value, compare);
      if (s.order == AtomicOrder::kAcquireRelease) synchronise(t, s.buffer, evalKnown(s.index).integer);
      if (s.temp.valid()) t.temps[s.temp.index] = old;
      break;
    }
    case StmtKind::kAsyncCopy:
      beginCopy(t, s);
      break;
    case StmtKind::kCommitCopies:
      t.groups.push_back(std::move(t.started));
      t.started.clear();
      break;
    case StmtKind::kWaitCopies:
      for (; t.groups.size() > static_cast<size_t>(s.count); t.groups.pop_front()) {
        for (Thread::Copy& copy : t.groups.front()) endCopy(t, copy);
      }
      break;
    case StmtKind::kAwait:
    case StmtKind::kBarrier:
    case StmtKind::kShuffle:
    case StmtKind::kMatchAny:
    case StmtKind::kBallot:
    case StmtKind::kMatrixTile:
      if (s.value.valid()) t.value = evalKnown(s.value);
      if (s.index.valid()) t.argument = evalKnown(s.index);
      t.waiting = true;
      break;
  }
}

void ThreadRunner::synchronise(const Thread& t, LoopBufferId buffer, int64_t index) {
  const Toucher who = clock_.now(t.id);
  unsigned& stamp = clock_.stamps[static_cast<size_t>(t.id)];
  memory_.synchronise(buffer, index, t.id, clock_.acquired[static_cast<size_t>(t.id)],
                      {who.block, who.thread, who.warp, who.blockEpoch, who.warpEpoch, ++stamp});
}

void ThreadRunner::tryAwait(Thread& t) {
  const Stmt& s = f_.stmts[t.statement];
  const int64_t index = t.argument.integer;
  const Cell value = memory_.peek(s.buffer, index, t.id);
  if ((value.integer & t.value.integer) == 0) return;
  memory_.take(s.buffer, index, t.id, clock_.now(t.id));
  synchronise(t, s.buffer, index);
  t.temps[s.temp.index] = value;
  t.waiting = false;
}

void ThreadRunner::beginCopy(Thread& t, const Stmt& s) {
  Thread::Copy copy{s.buffer, s.source, evalKnown(s.index).integer, evalKnown(s.sourceIndex).integer, s.count,
                    s.count,  false};
  if (s.value.valid()) copy.valid = evalKnown(s.value).integer;
  if (copy.valid < 0 || copy.valid > copy.count) misuse("copies ", copy.valid, " of ", copy.count, " elements");
  if (copy.valid > 0 && copy.fromIndex < 0)
    misuse("reads ", f_.buffers[copy.from].name, "[", copy.fromIndex, "], out of bounds");
  eachElement(
      copy, [&](int64_t to, int64_t from) { memory_.beginCopy(copy.to, to, copy.from, from, t.id, clock_.now(t.id)); });
  if (rng_.below(2) == 0) move(t, copy);
  t.started.push_back(copy);
}

void ThreadRunner::move(Thread& t, Thread::Copy& copy) {
  if (copy.moved) return;
  eachElement(copy, [&](int64_t to, int64_t from) { memory_.moveCopy(copy.to, to, copy.from, from, t.id); });
  copy.moved = true;
}

void ThreadRunner::endCopy(Thread& t, Thread::Copy& copy) {
  move(t, copy);
  eachElement(copy,
              [&](int64_t to, int64_t from) { memory_.endCopy(copy.to, to, copy.from, from, t.id, clock_.now(t.id)); });
}

Cell ThreadRunner::readAccum(AccumId id) {
  const Thread::Accumulated& a = me_->accums[id.index];
  if (a.lanes.empty()) return a.scalar;
  const Accum& accum = f_.accums[id];
  std::vector<Cell> lanes = a.lanes;
  for (size_t n = lanes.size(); n > 1;) {
    size_t h = std::bit_ceil(n) / 2;
    for (size_t i = 0; i + h < n; ++i) lanes[i] = apply(accum.op, accum.dtype, accum.dtype, {lanes[i], lanes[i + h]});
    n = h;
  }
  return apply(accum.op, accum.dtype, accum.dtype, {a.scalar, lanes[0]});
}

Cell ThreadRunner::load(const Expr& e) {
  const int64_t index = evalKnown(e.args[0]).integer, count = elementsRead(f_, e);
  if (count == 1) return memory_.load(e.buffer, index, me_->id, clock_.now(me_->id));
  const DType dtype = f_.buffers[e.buffer].dtype;
  Cell packed;
  for (int64_t i = 0; i < count; ++i) {
    const Cell cell = memory_.load(e.buffer, index + i, me_->id, clock_.now(me_->id));
    packed.integer |= static_cast<int64_t>(bitsOf(dtype, cell) << (i * dtypeBits(dtype)));
  }
  return packed;
}

Cell ThreadRunner::evalKnown(ExprId id) {
  if (auto it = memo_.find(id.index); it != memo_.end()) return it->second;
  const Expr& e = f_.exprs[id];
  Cell out;
  switch (e.kind) {
    case ExprKind::kConst:
      out = {e.number, e.integer};
      break;
    case ExprKind::kVar:
      out.integer = me_->vars[e.var.index];
      break;
    case ExprKind::kAccum:
      out = readAccum(e.accum);
      break;
    case ExprKind::kTemp:
      out = me_->temps[e.temp.index];
      break;
    case ExprKind::kLoad:
      out = load(e);
      break;
    case ExprKind::kOp: {
      std::vector<Cell> args;
      for (ExprId arg : e.args) args.push_back(evalKnown(arg));
      out = apply(e.op, e.dtype, f_.exprs[e.args.back()].dtype, args);
      break;
    }
  }
  memo_[id.index] = out;
  return out;
}

Cell ThreadRunner::eval(Thread& t, ExprId id) {
  me_ = &t;
  memo_.clear();
  return evalKnown(id);
}

}  // namespace partita::loops
