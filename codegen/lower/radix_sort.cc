// Sorting by the digits of keys, the last one first: each pass counts how often each digit comes and moves every record
// to where its digit has its place, records of one digit in their order.
#include <algorithm>

#include "base/integers.h"
#include "base/text.h"
#include "codegen/lower/sort_kernel.h"

namespace partita {

namespace {

constexpr int kMostDigitBits = 11;  // their counters stay in the first cache, three times
constexpr int64_t kLanes = 16;
constexpr double kRecordNanoseconds = 2;  // of a pass

// The bin of a record among those of DIGIT.
ExprId binOf(SortKernel& k, const RadixPlan::Digit& digit, const std::vector<ExprId>& keys) {
  LoopBuilder& loops = k.loops();
  ExprId key = keys[digit.key];
  const DType dtype = loops.function().exprs[key].dtype;
  if (digit.shift > 0)
    key = loops.op(ScalarOp::kShiftRightLogical, dtype, {key, loops.constantInt(dtype, digit.shift)});
  if (digit.shift + digit.bits < k.problem().keys()[digit.key].bits)
    key = loops.op(ScalarOp::kAnd, dtype, {key, loops.constantInt(dtype, (int64_t{1} << digit.bits) - 1)});
  return k.asIndex(key);
}

int64_t binsOf(const RadixPlan::Digit& digit) { return int64_t{1} << digit.bits; }

void clear(SortKernel& k, LoopBufferId counts, ExprId base, int64_t bins) {
  LoopBuilder& loops = k.loops();
  const LoopVarId bin = loops.openFor("z", loops.index(0), loops.index(bins), LoopKind::kVector, 1, kLanes);
  loops.store(counts, loops.add(base, loops.var(bin)), loops.constantInt(DType::kUI32, 0));
  loops.close();
}

void increment(SortKernel& k, LoopBufferId counts, ExprId at) {
  LoopBuilder& loops = k.loops();
  const ExprId before = k.let1(loops.load(counts, at));
  loops.store(counts, at, loops.op(ScalarOp::kAdd, DType::kUI32, {before, loops.constantInt(DType::kUI32, 1)}));
}

// Counts become the number of records before: SUM starts at 0.
void accumulate(SortKernel& k, LoopBufferId counts, ExprId at, LoopBufferId sum) {
  LoopBuilder& loops = k.loops();
  const ExprId count = k.let1(loops.load(counts, at)), before = k.let1(k.get(sum));
  loops.store(counts, at, before);
  k.set(sum, loops.op(ScalarOp::kAdd, DType::kUI32, {before, count}));
}

// Moves RECORD to its place among those of one digit, which COUNTS has at AT.
void place(SortKernel& k, const SortKernel::Record& record, LoopBufferId counts, ExprId at,
           const SortKernel::Place& target) {
  const ExprId to = k.let1(k.loops().load(counts, at));
  k.loops().store(counts, at, k.loops().op(ScalarOp::kAdd, DType::kUI32, {to, k.loops().constantInt(DType::kUI32, 1)}));
  k.store(target, k.asIndex(to), record);
}

}  // namespace

RadixPlan planRadix(const SortProblem& problem, int64_t length) {
  RadixPlan best;
  for (int width = 4; width <= kMostDigitBits; ++width) {
    RadixPlan plan;
    for (size_t key = problem.keys().size(); key-- > 0;) {
      const int bits = problem.keys()[key].bits;
      const int count = static_cast<int>(ceilDiv(bits, width)), each = static_cast<int>(ceilDiv(bits, count));
      for (int shift = 0; shift < bits; shift += each) {
        plan.digits.push_back({key, shift, std::min(each, bits - shift), plan.bins});
        plan.bins += binsOf(plan.digits.back());
      }
    }
    // Each pass counts and moves all records, and adds the counters up.
    plan.nanoseconds = static_cast<double>(plan.digits.size()) * kRecordNanoseconds * static_cast<double>(length) +
                       static_cast<double>(plan.bins);
    if (best.digits.empty() || plan.nanoseconds < best.nanoseconds) best = plan;
  }
  return best;
}

void radixSort(SortKernel& k, const RadixPlan& plan, const SortKernel::Place& source, ExprId count,
               const SortKernel::Place& spare, const SortKernel::Place& target, LoopBufferId counts) {
  LoopBuilder& loops = k.loops();
  const ExprId zero = loops.index(0);
  clear(k, counts, zero, plan.bins);
  k.forEach("i", zero, count, [&](ExprId i) {
    const std::vector<ExprId> keys = k.keys(k.load(source, i));
    for (const RadixPlan::Digit& digit : plan.digits)
      increment(k, counts, k.let1(loops.add(loops.index(digit.firstBin), binOf(k, digit, keys))));
  });
  for (const RadixPlan::Digit& digit : plan.digits) {
    const LoopBufferId sum = k.variable("sum", DType::kUI32);
    k.set(sum, loops.constantInt(DType::kUI32, 0));
    k.forEach("b", loops.index(digit.firstBin), loops.index(digit.firstBin + binsOf(digit)),
              [&](ExprId bin) { accumulate(k, counts, bin, sum); });
  }
  const SortKernel::Place* from = &source;
  for (size_t pass = 0; pass < plan.digits.size(); ++pass) {
    const RadixPlan::Digit& digit = plan.digits[pass];
    const SortKernel::Place* to = (plan.digits.size() - pass) % 2 == 1 ? &target : &spare;
    k.forEach("i", zero, count, [&](ExprId i) {
      const SortKernel::Record record = k.load(*from, i);
      place(k, record, counts, k.let1(loops.add(loops.index(digit.firstBin), binOf(k, digit, k.keys(record)))), *to);
    });
    from = to;
  }
}

LoweredKernels radixSortInBlocks(const SortProblem& problem, const std::string& name, int64_t blocks) {
  const int64_t rows = problem.rows(), length = problem.length(), each = ceilDiv(length, blocks);
  const RadixPlan plan = planRadix(problem, each);
  const bool direct = problem.gathered().empty();
  int64_t most = 0;
  for (const RadixPlan::Digit& digit : plan.digits) most = std::max(most, binsOf(digit));
  // The workspace: counters of every block, then records, twice where the results cannot hold them.
  LoweredKernels lowered;
  const int64_t records = SortKernel::workspaceBytes(problem, rows * length);
  const int64_t countsBytes = roundUp(rows * blocks * most * 4, 64);
  lowered.workspaceBytes = countsBytes + (direct ? 1 : 2) * records;
  const double nanoseconds = static_cast<double>(rows * length);  // of a kernel
  int number = 0;
  auto kernelName = [&] { return number++ == 0 ? name : strCat(name, "_", number - 1); };
  // Records before pass PASS, and after the last.
  auto placeBefore = [&](SortKernel& k, size_t pass, ExprId base) {
    if (pass == 0) return k.operands(base);
    const bool first = (plan.digits.size() - pass) % 2 == 0;
    if (direct && first) return k.results(base);
    return k.workspaceRecords(countsBytes + (first && !direct ? records : 0), rows * length, base);
  };
  // Runs BODY for each block, with the numbers of its row and of the block in it, and its records' in the row.
  auto forBlocks = [&](SortKernel& k, auto body) {
    LoopBuilder& loops = k.loops();
    const ExprId task = loops.var(loops.openFor("t", loops.index(0), loops.index(rows * blocks), LoopKind::kParallel));
    const ExprId row = loops.div(task, loops.index(blocks)), block = loops.mod(task, loops.index(blocks));
    const ExprId begin = loops.mul(block, loops.index(each));
    const ExprId end = loops.min(loops.add(begin, loops.index(each)), loops.index(length));
    body(row, task, loops.mul(row, loops.index(length)), begin, end);
    loops.close();
  };
  for (size_t pass = 0; pass < plan.digits.size(); ++pass) {
    const RadixPlan::Digit& digit = plan.digits[pass];
    const int64_t bins = binsOf(digit);
    {
      SortKernel k(problem, kernelName());
      LoopBuilder& loops = k.loops();
      const LoopBufferId counts = k.workspace(0, DType::kUI32, rows * blocks * most);
      forBlocks(k, [&](ExprId, ExprId task, ExprId base, ExprId begin, ExprId end) {
        const ExprId own = loops.mul(task, loops.index(bins));
        clear(k, counts, own, bins);
        const SortKernel::Place from = placeBefore(k, pass, base);
        k.forEach("i", begin, end, [&](ExprId i) {
          increment(k, counts, k.let1(loops.add(own, binOf(k, digit, k.keys(k.load(from, i))))));
        });
      });
      lowered.kernels.push_back(k.finish(nanoseconds));
    }
    {
      SortKernel k(problem, kernelName());
      LoopBuilder& loops = k.loops();
      const LoopBufferId counts = k.workspace(0, DType::kUI32, rows * blocks * most);
      const ExprId row = loops.var(loops.openFor("t", loops.index(0), loops.index(rows), LoopKind::kParallel));
      const LoopBufferId sum = k.variable("sum", DType::kUI32);
      k.set(sum, loops.constantInt(DType::kUI32, 0));
      k.forEach("b", loops.index(0), loops.index(bins), [&](ExprId bin) {
        k.forEach("g", loops.index(0), loops.index(blocks), [&](ExprId block) {
          const ExprId task = loops.add(loops.mul(row, loops.index(blocks)), block);
          accumulate(k, counts, loops.add(loops.mul(task, loops.index(bins)), bin), sum);
        });
      });
      loops.close();
      lowered.kernels.push_back(k.finish(nanoseconds));
    }
    {
      SortKernel k(problem, kernelName());
      LoopBuilder& loops = k.loops();
      const LoopBufferId counts = k.workspace(0, DType::kUI32, rows * blocks * most);
      forBlocks(k, [&](ExprId, ExprId task, ExprId base, ExprId begin, ExprId end) {
        const ExprId own = loops.mul(task, loops.index(bins));
        const SortKernel::Place from = placeBefore(k, pass, base), to = placeBefore(k, pass + 1, base);
        k.forEach("i", begin, end, [&](ExprId i) {
          const SortKernel::Record record = k.load(from, i);
          place(k, record, counts, k.let1(loops.add(own, binOf(k, digit, k.keys(record)))), to);
        });
      });
      lowered.kernels.push_back(k.finish(nanoseconds));
    }
  }
  if (direct) return lowered;
  SortKernel k(problem, kernelName());
  forBlocks(k, [&](ExprId, ExprId, ExprId base, ExprId begin, ExprId end) {
    const SortKernel::Place from = placeBefore(k, plan.digits.size(), base);
    k.forEach("i", begin, end, [&](ExprId i) { k.storeResults(k.load(from, i), base, i); });
  });
  lowered.kernels.push_back(k.finish(nanoseconds));
  return lowered;
}

}  // namespace partita
