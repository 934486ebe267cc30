// Threads of a block: what each is at, and barriers between what one writes and others read.
#include "codegen/schedule/nest_generator.h"

namespace partita {

void NestGenerator::prepareThreads(int kernel) {
  shape_ = blockShapeOf(plan_, kernel);
  const size_t n = plan_.statements.size();
  conflicts_.assign(n, std::vector<bool>(n, false));
  sinceBarrier_.assign(n, false);
  rounds_.clear();
  alone_ = shape_.threads() == 1;
  if (alone_) return;
  for (size_t a = 0; a < n; ++a) {
    for (size_t b = a; b < n; ++b)
      conflicts_[a][b] = conflicts_[b][a] = at(a).kernel == kernel && threadsConflict(plan_, a, b);
  }
}

void NestGenerator::inThreads(absl::FunctionRef<void()> body) {
  ExprId thread = l().var(l().openFor("thread", l().index(0), l().index(shape_.threads()), LoopKind::kThread));
  for (size_t d = 0; d < threads_.size(); ++d) {
    const ExprId extent = l().index(shape_.extents[d]);
    threads_[d] = l().mod(thread, extent);
    thread = l().div(thread, extent);
  }
  body();
  l().close();
}

bool NestGenerator::openWhere(ExprId number, ExprId count) {
  int64_t most = 0, least = 0, any = 0;
  if (l().rangeOf(number, &any, &most) && l().rangeOf(count, &least, &any) && most < least) return false;
  l().openIf(l().op(ScalarOp::kCompareLt, DType::kI1, {number, count}));
  return true;
}

bool NestGenerator::openOnce(size_t i) {
  if (shape_.threads() == 1) return false;
  ExprId first;
  for (int d : repeatedDimensions(plan_, at(i))) {
    const ExprId test = l().op(ScalarOp::kCompareEq, DType::kI1, {threads_[static_cast<size_t>(d)], l().index(0)});
    first = first.valid() ? l().op(ScalarOp::kAnd, DType::kI1, {first, test}) : test;
  }
  if (first.valid()) l().openIf(first);
  return first.valid();
}

bool NestGenerator::isSeenByOthers(size_t i) const {
  return workspace_.contains(i) || (shape_.threads() > 1 && isShared(plan_, i));
}

bool NestGenerator::conflictsWithin(Range range) const {
  for (size_t a = range.first; a < range.second; ++a) {
    for (size_t b = a; b < range.second; ++b) {
      if (conflicts_[a][b]) return true;
    }
  }
  return false;
}

void NestGenerator::touch(Range range) {
  if (alone_) return;
  bool conflict = false;
  for (size_t i = range.first; i < range.second; ++i) {
    for (size_t before = 0; before < sinceBarrier_.size(); ++before)
      conflict = conflict || (sinceBarrier_[before] && conflicts_[before][i]);
  }
  if (conflict) barrier();
  for (size_t i = range.first; i < range.second; ++i) {
    sinceBarrier_[i] = true;
    for (Round& round : rounds_) {
      if (!round.barrier) round.first[i] = true;
    }
  }
}

void NestGenerator::barrier() {
  l().barrier();
  sinceBarrier_.assign(sinceBarrier_.size(), false);
  // What is around it has one only if this round runs.
  if (!rounds_.empty()) rounds_.back().barrier = true;
}

void NestGenerator::round(bool repeats, bool always, absl::FunctionRef<void()> body) {
  if (alone_) return body();
  const std::vector<bool> before = sinceBarrier_;
  rounds_.push_back({std::vector<bool>(before.size(), false), false});
  body();
  const Round own = rounds_.back();
  bool conflict = false;
  for (size_t a = 0; repeats && a < before.size(); ++a) {
    for (size_t b = 0; b < before.size(); ++b)
      conflict = conflict || (sinceBarrier_[a] && own.first[b] && conflicts_[a][b]);
  }
  if (conflict) barrier();
  rounds_.pop_back();
  if (always && own.barrier && !rounds_.empty()) rounds_.back().barrier = true;
  for (size_t i = 0; !always && i < before.size(); ++i) sinceBarrier_[i] = sinceBarrier_[i] || before[i];
}

}  // namespace partita
