// Scans that blocks of the kernel take part in one after the other ('carry').
// Each block adds up what it has, waits for the sum of all before it, publishes
// the sum up to its end, and only then scans: the chain has one addition for
// each block. Blocks take their numbers from a counter in the order in which
// they begin, so that nobody waits for one that has not begun; whatever that
// order is, sums are the same.
#include "codegen/schedule/nest_generator.h"

namespace partita {

namespace {

int64_t paddedBytes(int64_t bytes) { return (bytes + 63) / 64 * 64; }

}  // namespace

void NestGenerator::placeCarried(size_t i) {
  Carried& c = carried_[i];
  for (const AxisUse& use : at(i).axes)
    c.elements *= use.role == AxisRole::kSequential ? 1 : nest_.axis(use.axis).extent;
  c.blocks = piece(at(i).carryPiece).count() + 1;  // what the first one begins with, too
  auto place = [&](DType dtype, int64_t elements) {
    const int64_t offset = result_.workspaceBytes;
    result_.workspaceBytes += paddedBytes(elements * dtypeBytes(dtype));
    return offset;
  };
  c.states.offset = place(keptDType(i), c.blocks * c.elements);
  c.flags.offset = place(DType::kI32, c.blocks * c.elements);
  if (!counters_.contains(at(i).kernel)) counters_[at(i).kernel].offset = place(DType::kI64, 1);
}

void NestGenerator::declareCarried(size_t begin, size_t end) {
  auto declare = [&](InWorkspace& memory, std::string name, DType dtype, int64_t elements) {
    memory.buffer = l().parameter(std::move(name), dtype, elements, true, true);
    kernel_.arguments.push_back({-1, memory.offset});
  };
  for (size_t i = begin; i < end; ++i) {
    auto it = carried_.find(i);
    if (it == carried_.end()) continue;
    const std::string name = at(i).name();
    declare(it->second.states, name + "_states", keptDType(i), it->second.blocks * it->second.elements);
    declare(it->second.flags, name + "_flags", DType::kI32, it->second.blocks * it->second.elements);
  }
  if (auto it = counters_.find(at(begin).kernel); it != counters_.end()) declare(it->second, "counter", DType::kI64, 1);
}

void NestGenerator::clearCarried(int number) {
  auto counter = counters_.find(number);
  if (counter == counters_.end()) return;
  LoopBuilder loops(strCat(nest_.function.name, "_", number, "_begin"));
  ScheduledKernel kernel;
  const bool blocks = blockShapeOf(plan_, number).blocks;
  auto clear = [&](const std::string& name, int64_t offset, DType dtype, int64_t elements) {
    const LoopBufferId buffer = loops.parameter(name, dtype, elements, false, true);
    kernel.arguments.push_back({-1, offset});
    const ExprId i = loops.var(loops.openFor("i", loops.index(0), loops.index(elements), LoopKind::kSerial));
    loops.store(buffer, i, loops.constantInt(dtype, 0));
    loops.close();
  };
  if (blocks) {
    loops.openFor("block", loops.index(0), loops.index(1), LoopKind::kBlock);
    loops.openFor("thread", loops.index(0), loops.index(1), LoopKind::kThread);
  }
  for (size_t i = 0; i < plan_.statements.size(); ++i) {
    auto it = carried_.find(i);
    if (it != carried_.end() && at(i).kernel == number)
      clear(at(i).name() + "_flags", it->second.flags.offset, DType::kI32, it->second.blocks * it->second.elements);
  }
  clear("counter", counter->second.offset, DType::kI64, 1);
  if (blocks) loops.close(), loops.close();
  kernel.function = loops.finish();
  for (LoopBufferId p : kernel.function.parameters) kernel.function.buffers[p].noAlias = true;
  result_.kernels.push_back(std::move(kernel));
}

ExprId NestGenerator::takeNumber(LoopBufferId counter, int64_t count) {
  ExprId number;
  const ExprId one = l().constantInt(DType::kI64, 1);
  if (shape_.threads() == 1) {
    number = l().temp(l().atomic(AtomicOp::kAdd, counter, l().index(0), one));
  } else {
    const LoopBufferId shared = l().local("number", BufferSpace::kShared, DType::kI64, 1);
    ExprId first;
    for (ExprId t : threads_) {
      const ExprId test = l().op(ScalarOp::kCompareEq, DType::kI1, {t, l().index(0)});
      first = first.valid() ? l().op(ScalarOp::kAnd, DType::kI1, {first, test}) : test;
    }
    l().openIf(first);
    l().store(shared, l().index(0), l().temp(l().atomic(AtomicOp::kAdd, counter, l().index(0), one)));
    l().close();
    l().barrier();
    number = l().load(shared, l().index(0));
  }
  // Which it is anyway: indices are simplified by it.
  return l().temp(l().let(l().min(l().max(number, l().index(0)), l().index(count - 1))));
}

ExprId NestGenerator::carriedState(size_t i, int depth) {
  const PlannedStatement& s = at(i);
  const NestStatement& own = *s.statement;
  const Carried& c = carried_.at(i);
  ExprId point = l().index(0);
  for (const AxisUse& use : s.axes) {
    if (use.role != AxisRole::kSequential)
      point = l().add(l().mul(point, l().index(nest_.axis(use.axis).extent)), this->point(use.axis));
  }
  const ExprId number = position_.numbers[static_cast<size_t>(s.carryPiece)], elements = l().index(c.elements);
  const ExprId before = l().add(l().mul(number, elements), point), after = l().add(before, elements);
  const ExprId set = l().constantInt(DType::kI32, 1);
  auto publish = [&](ExprId where, ExprId state) {
    l().store(c.states.buffer, where, state);
    l().atomic(AtomicOp::kExchange, c.flags.buffer, where, set, ExprId(), AtomicOrder::kAcquireRelease);
  };
  // Once for each point, whoever else computes it.
  auto once = [&](absl::FunctionRef<void()> body) {
    ExprId isNew;
    for (ExprId test : position_.repeated)
      isNew = isNew.valid() ? l().op(ScalarOp::kAnd, DType::kI1, {isNew, test}) : test;
    const bool alone = openOnce(i);
    if (isNew.valid()) l().openIf(isNew);
    body();
    if (isNew.valid()) l().close();
    if (alone) l().close();
  };
  once([&] {
    l().openIf(l().op(ScalarOp::kCompareEq, DType::kI1, {number, l().index(0)}));
    publish(before, expression(own.initials[0]));
    l().close();
  });
  const AccumId sum = l().initAccum(dtypeOf(i), own.combine, reductionIdentity(l(), own.combine, dtypeOf(i)));
  auto next = [&](auto&& self, size_t d) -> void {
    while (d < s.order.size() && !plan_.carries(s, s.order[d])) ++d;
    if (d < s.order.size()) return open({i, i + 1}, s.order[d], [&] { self(self, d + 1); });
    l().accumulate(sum, expression(own.values[0]));
  };
  next(next, static_cast<size_t>(depth));
  const ExprId mine = l().temp(l().let(l().accumValue(sum)));
  l().await(c.flags.buffer, before, set);
  const ExprId state = l().temp(l().let(l().load(c.states.buffer, before)));
  once([&] { publish(after, l().op(own.combine, dtypeOf(i), {state, mine})); });
  return state;
}

}  // namespace partita
