// Sorting by merging runs of one, of two, of four… records. Without keys the comparator is asked in the order in which
// the evaluator asks it, so that one that is no order gives the same result.
#include <algorithm>
#include <bit>

#include "base/check.h"
#include "base/integers.h"
#include "base/text.h"
#include "codegen/lower/sort_kernel.h"

namespace partita {

namespace {

constexpr int64_t kBase = 4;              // records that are sorted in registers, where there are keys
constexpr double kRecordNanoseconds = 4;  // of a level

class Merge {
 public:
  Merge(SortKernel& kernel, const SortKernel::Place& from, const SortKernel::Place& to)
      : k_(kernel), loops_(kernel.loops()), from_(from), to_(to) {}

  // The runs [LOW, MIDDLE) and [MIDDLE, HIGH); what is not less on the right stays behind.
  void forward(ExprId low, ExprId middle, ExprId high) {
    const LoopBufferId i = k_.variable("i"), j = k_.variable("j");
    k_.set(i, low);
    k_.set(j, middle);
    const ExprId one = loops_.index(1), lastLeft = loops_.sub(middle, one), lastRight = loops_.sub(high, one);
    k_.forEach("o", low, high, [&](ExprId out) {
      const ExprId l = k_.let1(k_.get(i)), r = k_.let1(k_.get(j));
      const SortKernel::Record a = load(loops_.min(l, lastLeft)), b = load(loops_.min(r, lastRight));
      const ExprId isDone = k_.test(ScalarOp::kCompareGe, l, middle), isThere = k_.test(ScalarOp::kCompareLt, r, high);
      const ExprId takesRight = k_.let1(k_.both(isThere, k_.either(isDone, k_.less(b, a))));
      k_.store(to_, out, k_.select(takesRight, b, a));
      const ExprId step = k_.let1(k_.asIndex(takesRight));
      k_.set(i, loops_.sub(loops_.add(l, one), step));
      k_.set(j, loops_.add(r, step));
    });
  }

  // Two runs of WIDTH from LOW on: the smallest from the front and the largest from the back at once. Neither end can
  // come past its runs, as long as both agree, which an order makes sure of.
  void bothEnds(ExprId low, ExprId width) {
    const ExprId one = loops_.index(1), middle = k_.let1(loops_.add(low, width)),
                 last = k_.let1(loops_.sub(loops_.add(middle, width), one));
    const LoopBufferId i = k_.variable("i"), j = k_.variable("j"), p = k_.variable("p"), q = k_.variable("q");
    k_.set(i, low);
    k_.set(j, middle);
    k_.set(p, loops_.sub(middle, one));
    k_.set(q, last);
    k_.forEach("s", loops_.index(0), width, [&](ExprId step) {
      const ExprId l = k_.let1(k_.get(i)), r = k_.let1(k_.get(j));
      const SortKernel::Record a = load(l), b = load(r);
      const ExprId takesRight = k_.let1(k_.less(b, a)), forth = k_.let1(k_.asIndex(takesRight));
      const ExprId m = k_.let1(k_.get(p)), n = k_.let1(k_.get(q));
      const SortKernel::Record c = load(m), d = load(n);
      const ExprId takesLeft = k_.let1(k_.less(d, c)), back = k_.let1(k_.asIndex(takesLeft));
      k_.store(to_, loops_.add(low, step), k_.select(takesRight, b, a));
      k_.store(to_, loops_.sub(last, step), k_.select(takesLeft, c, d));
      k_.set(i, loops_.sub(loops_.add(l, one), forth));
      k_.set(j, loops_.add(r, forth));
      k_.set(p, loops_.sub(m, back));
      k_.set(q, loops_.add(loops_.sub(n, one), back));
    });
  }

  // All pairs of runs of WIDTH of COUNT records.
  void level(ExprId width, ExprId count) {
    const ExprId both = k_.let1(loops_.add(width, width));
    ExprId first = loops_.index(0);
    if (!k_.problem().keys().empty()) {
      const ExprId pairs = k_.let1(loops_.div(count, both));
      k_.forEach("g", first, pairs, [&](ExprId pair) { bothEnds(k_.let1(loops_.mul(pair, both)), width); });
      first = pairs;
    }
    const ExprId all = k_.let1(loops_.div(loops_.sub(loops_.add(count, both), loops_.index(1)), both));
    k_.forEach("g", first, all, [&](ExprId pair) {
      const ExprId low = k_.let1(loops_.mul(pair, both)), middle = k_.let1(loops_.min(loops_.add(low, width), count)),
                   high = k_.let1(loops_.min(loops_.add(low, both), count));
      forward(low, middle, high);
    });
  }

  // Runs of kBase records, of COUNT.
  void base(ExprId count) {
    const ExprId blocks = k_.let1(loops_.div(count, loops_.index(kBase)));
    k_.forEach("g", loops_.index(0), blocks, [&](ExprId block) {
      const ExprId low = loops_.mul(block, loops_.index(kBase));
      std::vector<SortKernel::Record> records;
      for (int64_t i = 0; i < kBase; ++i) records.push_back(load(loops_.add(low, loops_.index(i))));
      for (size_t end = 1; end < kBase; ++end) {
        for (size_t i = end; i > 0; --i) exchange(records[i - 1], records[i]);
      }
      for (int64_t i = 0; i < kBase; ++i) k_.store(to_, loops_.add(low, loops_.index(i)), records[i]);
    });
    // What is left over, in memory.
    const ExprId low = k_.let1(loops_.mul(blocks, loops_.index(kBase)));
    k_.forEach("o", low, count, [&](ExprId i) { k_.store(to_, i, load(i)); });
    for (int64_t end = 1; end + 1 < kBase; ++end) {
      for (int64_t i = end; i > 0; --i) {
        const ExprId at = k_.let1(loops_.add(low, loops_.index(i)));
        loops_.openIf(k_.test(ScalarOp::kCompareLt, at, count));
        const ExprId before = loops_.sub(at, loops_.index(1));
        SortKernel::Record a = k_.load(to_, before), b = k_.load(to_, at);
        exchange(a, b);
        k_.store(to_, before, a);
        k_.store(to_, at, b);
        loops_.close();
      }
    }
  }

  void copy(ExprId count) {
    k_.forEach("o", loops_.index(0), count, [&](ExprId i) { k_.store(to_, i, load(i)); });
  }

 private:
  SortKernel::Record load(ExprId number) { return k_.load(from_, number); }

  void exchange(SortKernel::Record& a, SortKernel::Record& b) {
    const ExprId swaps = k_.let1(k_.less(b, a));
    const SortKernel::Record low = k_.let(k_.select(swaps, b, a)), high = k_.let(k_.select(swaps, a, b));
    a = low;
    b = high;
  }

  SortKernel& k_;
  LoopBuilder& loops_;
  const SortKernel::Place &from_, &to_;
};

int levelsFor(int64_t count, int64_t width) {
  int levels = 0;
  for (; width < count; width *= 2) ++levels;
  return levels;
}

}  // namespace

double mergeNanoseconds(int64_t records) {
  return kRecordNanoseconds * static_cast<double>(records * (1 + levelsFor(records, kBase)));
}

void mergeSort(SortKernel& k, const SortKernel::Place& source, ExprId count, int64_t most,
               const SortKernel::Place& spare, const SortKernel::Place& target) {
  LoopBuilder& loops = k.loops();
  if (most <= 1) return Merge(k, source, target).copy(count);
  const bool inRegisters = !k.problem().keys().empty();
  const int total = inRegisters ? 1 + levelsFor(most, kBase) : levelsFor(most, 1);
  const int first = total % 2 == 1 ? 1 : 2;  // those before pairs of levels, which begin and end in TARGET
  int64_t width = 1;
  for (int level = 0; level < first; ++level) {
    const SortKernel::Place& from = level == 0 ? source : spare;
    const SortKernel::Place& to = level + 1 == first ? target : spare;
    if (level == 0 && inRegisters) {
      Merge(k, from, to).base(count);
      width = kBase;
    } else {
      Merge(k, from, to).level(loops.index(width), count);
      width *= 2;
    }
  }
  if (first == total) return;
  k.forEach("l", loops.index(0), loops.index((total - first) / 2), [&](ExprId pair) {
    const ExprId shift = loops.mul(pair, loops.index(2));
    const ExprId each = k.let1(loops.op(ScalarOp::kShiftLeft, DType::kI64, {loops.index(width), shift}));
    Merge(k, target, spare).level(each, count);
    Merge(k, spare, target).level(k.let1(loops.add(each, each)), count);
  });
}

LoweredKernels mergeSortInBlocks(const SortProblem& problem, const std::string& name, int64_t blockLength) {
  CHECK(std::has_single_bit(static_cast<uint64_t>(blockLength)), blockLength);
  const int64_t rows = problem.rows(), length = problem.length();
  const bool direct = problem.gathered().empty();
  const int levels = levelsFor(length, blockLength);
  LoweredKernels lowered;
  const int64_t records = SortKernel::workspaceBytes(problem, rows * length);
  lowered.workspaceBytes = (direct ? 1 : 2) * records;
  // Where records are after LEVEL levels.
  auto placeAfter = [&](SortKernel& k, int level, ExprId base) {
    const bool first = (levels - level) % 2 == 0;
    if (direct && first) return k.results(base);
    return k.workspaceRecords(first && !direct ? records : 0, rows * length, base);
  };
  // A kernel that runs BODY for each block of EACH records, with where its row begins and its records in the row.
  auto kernel = [&](int64_t each, double nanoseconds, auto body) {
    SortKernel k(problem, lowered.kernels.empty() ? name : strCat(name, "_", lowered.kernels.size()));
    LoopBuilder& loops = k.loops();
    const int64_t blocks = ceilDiv(length, each);
    const ExprId task = loops.var(loops.openFor("t", loops.index(0), loops.index(rows * blocks), LoopKind::kParallel));
    const ExprId base = loops.mul(loops.div(task, loops.index(blocks)), loops.index(length));
    const ExprId begin = loops.mul(loops.mod(task, loops.index(blocks)), loops.index(each));
    const ExprId end = loops.min(loops.add(begin, loops.index(each)), loops.index(length));
    body(k, base, begin, end);
    loops.close();
    lowered.kernels.push_back(k.finish(nanoseconds));
  };
  const double once = kRecordNanoseconds * static_cast<double>(rows * length);
  kernel(blockLength, once * levelsFor(blockLength, 1), [&](SortKernel& k, ExprId base, ExprId begin, ExprId end) {
    LoopBuilder& loops = k.loops();
    const SortKernel::Place target = placeAfter(k, 0, loops.add(base, begin)),
                            spare = k.scratchRecords("s", blockLength);
    mergeSort(k, k.operands(loops.add(base, begin), begin), loops.sub(end, begin), blockLength, spare, target);
  });
  for (int level = 0; level < levels; ++level) {
    const int64_t width = blockLength << level;
    kernel(2 * width, once, [&](SortKernel& k, ExprId base, ExprId begin, ExprId end) {
      const SortKernel::Place from = placeAfter(k, level, base), to = placeAfter(k, level + 1, base);
      const ExprId middle = k.let1(k.loops().min(k.loops().add(begin, k.loops().index(width)), end));
      Merge(k, from, to).forward(begin, middle, end);
    });
  }
  if (direct) return lowered;
  kernel(blockLength, once, [&](SortKernel& k, ExprId base, ExprId begin, ExprId end) {
    const SortKernel::Place from = placeAfter(k, levels, base);
    k.forEach("i", begin, end, [&](ExprId i) { k.storeResults(k.load(from, i), base, i); });
  });
  return lowered;
}

}  // namespace partita
