// top_k by selection. A few: rows are cut into chunks, and the k-th best of the chunks' best elements says which chunks
// to look into; what is found is kept in order. More: the first digit that k elements come before or at is found by
// counting, and what comes no later is sorted.
#include <algorithm>
#include <bit>

#include "base/integers.h"
#include "base/text.h"
#include "codegen/lower/row_plan.h"
#include "codegen/lower/sort_kernel.h"

namespace partita {

namespace {

constexpr int64_t kMostKept = 64;  // that are kept in order, one moved after the other
constexpr int64_t kLeastChunk = 16, kMostChunk = 128, kLanes = 64, kListLanes = 16;
constexpr int64_t kLongRow = 1 << 14;      // whose chunks are tasks
constexpr int64_t kMostScratch = 1 << 16;  // records of a row in a task's memory
constexpr double kChunkNanoseconds = 6, kElementNanoseconds = 2;

// Elements of a chunk: there are to be several times as many chunks as elements that are looked for.
int64_t chunkOf(int64_t length, int64_t k) {
  const auto wanted = static_cast<uint64_t>(std::clamp(length / (4 * k), kLeastChunk, kMostChunk));
  return static_cast<int64_t>(std::bit_floor(wanted));
}

// The lists of the best so far: keys, the smallest first, and where they are.
class Selection {
 public:
  Selection(SortKernel& kernel, int64_t k)
      : k_(kernel),
        loops_(kernel.loops()),
        count_(k),
        chunk_(chunkOf(kernel.problem().length(), k)),
        dtype_(kernel.problem().streams()[0].dtype),
        keys_(loops_.local("keys", BufferSpace::kStack, dtype_, k)),
        positions_(loops_.local("positions", BufferSpace::kStack, DType::kUI32, k)),
        bounds_(loops_.local("bounds", BufferSpace::kStack, dtype_, k)),
        worst_(kernel.variable("worst", dtype_)),
        bound_(kernel.variable("bound", dtype_)) {}

  int64_t chunks() const { return ceilDiv(k_.problem().length(), chunk_); }
  // Whether chunks are looked at before elements.
  bool usesChunks() const { return chunks() >= 2 * count_; }

  // The smallest key of chunk CHUNK of the row that begins at BASE, to MINIMA[AT].
  void summarise(ExprId base, ExprId chunk, LoopBufferId minima, ExprId at) {
    const ExprId begin = loops_.mul(chunk, loops_.index(chunk_)),
                 end = loops_.min(loops_.add(begin, loops_.index(chunk_)), loops_.index(k_.problem().length()));
    const AccumId least = loops_.initAccum(dtype_, ScalarOp::kMinimum, last());
    const LoopVarId i =
        loops_.openFor("i", begin, end, LoopKind::kVector, 1, static_cast<int>(std::min(chunk_, kLanes)));
    loops_.accumulate(least, keyAt(base, loops_.var(i)));
    loops_.close();
    loops_.store(minima, at, loops_.accumValue(least));
  }

  // The best of the row that begins at BASE. MINIMA has those of its chunks from FIRST on, if they are used.
  void select(ExprId base, LoopBufferId minima, ExprId first) {
    const ExprId zero = loops_.index(0), all = loops_.index(k_.problem().length());
    k_.forEach("i", zero, loops_.index(count_), [&](ExprId i) { insert(k_.let1(keyAt(base, i)), i, i); });
    k_.set(worst_, loops_.load(keys_, loops_.index(count_ - 1)));
    if (!usesChunks()) {
      k_.set(bound_, last());
      k_.forEach("i", loops_.index(count_), all, [&](ExprId i) { offer(base, i); });
      return;
    }
    findBound(minima, first);
    k_.forEach("c", zero, loops_.index(chunks()), [&](ExprId chunk) {
      const ExprId least = k_.let1(loops_.load(minima, loops_.add(first, chunk)));
      loops_.openIf(isWanted(least));
      const ExprId begin = loops_.mul(chunk, loops_.index(chunk_));
      k_.forEach("i", loops_.max(begin, loops_.index(count_)), loops_.min(loops_.add(begin, loops_.index(chunk_)), all),
                 [&](ExprId i) { offer(base, i); });
      loops_.close();
    });
  }

  void store(ExprId base, ExprId out) {
    k_.forEach("i", loops_.index(0), loops_.index(count_), [&](ExprId i) {
      const ExprId position = k_.let1(loops_.load(positions_, i));
      SortKernel::Record record = k_.load(k_.operands(base), k_.let1(k_.asIndex(position)));
      record[1] = position;
      k_.storeResults(record, out, i);
    });
  }

 private:
  ExprId last() {
    return loops_.constantInt(dtype_, dtypeBits(dtype_) == 64 ? -1 : (int64_t{1} << dtypeBits(dtype_)) - 1);
  }
  ExprId keyAt(ExprId base, ExprId number) { return k_.keys(k_.load(k_.operands(base), number))[0]; }

  // Into the first LAST of the list, of which one more are kept; behind equal ones.
  void insert(ExprId key, ExprId number, ExprId last) {
    const AccumId before = loops_.initAccum(DType::kI32, ScalarOp::kAdd, loops_.constantInt(DType::kI32, 0));
    const LoopVarId var = loops_.openFor("q", loops_.index(0), last, LoopKind::kVector, 1, kListLanes);
    const ExprId isBefore = k_.test(ScalarOp::kCompareLe, loops_.load(keys_, loops_.var(var)), key);
    loops_.accumulate(before, loops_.op(ScalarOp::kConvert, DType::kI32, {isBefore}));
    loops_.close();
    const ExprId rank = k_.let1(k_.asIndex(loops_.accumValue(before)));
    k_.forEach("q", loops_.index(0), loops_.sub(last, rank), [&](ExprId step) {
      const ExprId to = loops_.sub(last, step), from = loops_.sub(to, loops_.index(1));
      loops_.store(keys_, to, loops_.load(keys_, from));
      loops_.store(positions_, to, loops_.load(positions_, from));
    });
    loops_.store(keys_, rank, key);
    loops_.store(positions_, rank, loops_.op(ScalarOp::kConvert, DType::kUI32, {number}));
  }

  // Better than the worst of the list, and no worse than k elements that are known.
  ExprId isWanted(ExprId key) {
    return k_.both(k_.test(ScalarOp::kCompareLt, key, k_.get(worst_)),
                   k_.test(ScalarOp::kCompareLe, key, k_.get(bound_)));
  }

  void offer(ExprId base, ExprId number) {
    const ExprId key = k_.let1(keyAt(base, number));
    loops_.openIf(isWanted(key));
    insert(key, number, loops_.index(count_ - 1));
    k_.set(worst_, loops_.load(keys_, loops_.index(count_ - 1)));
    loops_.close();
  }

  // The k-th smallest of the chunks' keys.
  void findBound(LoopBufferId minima, ExprId first) {
    k_.forEach("q", loops_.index(0), loops_.index(count_), [&](ExprId q) { loops_.store(bounds_, q, last()); });
    k_.set(bound_, last());
    k_.forEach("c", loops_.index(0), loops_.index(chunks()), [&](ExprId chunk) {
      const ExprId key = k_.let1(loops_.load(minima, loops_.add(first, chunk)));
      loops_.openIf(k_.test(ScalarOp::kCompareLt, key, k_.get(bound_)));
      const LoopBufferId own = k_.variable("key", dtype_);
      k_.set(own, key);
      k_.forEach("q", loops_.index(0), loops_.index(count_), [&](ExprId q) {
        const ExprId there = k_.let1(loops_.load(bounds_, q)), mine = k_.let1(k_.get(own));
        loops_.store(bounds_, q, loops_.op(ScalarOp::kMinimum, dtype_, {mine, there}));
        k_.set(own, loops_.op(ScalarOp::kMaximum, dtype_, {mine, there}));
      });
      k_.set(bound_, loops_.load(bounds_, loops_.index(count_ - 1)));
      loops_.close();
    });
  }

  SortKernel& k_;
  LoopBuilder& loops_;
  const int64_t count_, chunk_;
  const DType dtype_;
  const LoopBufferId keys_, positions_, bounds_, worst_, bound_;
};

LoweredKernels keepBest(const SortProblem& problem, int64_t count, const std::string& name) {
  const int64_t rows = problem.rows(), length = problem.length(), chunk = chunkOf(length, count),
                chunks = ceilDiv(length, chunk);
  const DType dtype = problem.streams()[0].dtype;
  LoweredKernels lowered;
  const bool isLong = length >= kLongRow;
  if (isLong) {
    lowered.workspaceBytes = roundUp(rows * chunks * dtypeBytes(dtype), 64);
    SortKernel k(problem, strCat(name, "_chunks"));
    LoopBuilder& loops = k.loops();
    Selection selection(k, count);
    const double nanoseconds = kChunkNanoseconds * static_cast<double>(rows * chunks);
    const int64_t tasks = taskCount(problem.context().taskSeconds, nanoseconds * kFlopsOfANanosecond, 0, rows * chunks);
    const int64_t each = ceilDiv(rows * chunks, tasks);
    const LoopBufferId minima = k.workspace(0, dtype, rows * chunks);
    const ExprId task =
        loops.var(loops.openFor("t", loops.index(0), loops.index(ceilDiv(rows * chunks, each)), LoopKind::kParallel));
    const ExprId begin = loops.mul(task, loops.index(each));
    k.forEach("c", begin, loops.min(loops.add(begin, loops.index(each)), loops.index(rows * chunks)), [&](ExprId c) {
      const ExprId row = loops.div(c, loops.index(chunks));
      selection.summarise(loops.mul(row, loops.index(length)), loops.mod(c, loops.index(chunks)), minima, c);
    });
    loops.close();
    lowered.kernels.push_back(k.finish(nanoseconds));
  }
  SortKernel k(problem, name);
  LoopBuilder& loops = k.loops();
  Selection selection(k, count);
  LoopBufferId minima;
  if (isLong)
    minima = k.workspace(0, dtype, rows * chunks);
  else if (selection.usesChunks())
    minima = loops.local("minima", BufferSpace::kScratch, dtype, chunks);
  const double nanoseconds = selection.usesChunks() ? kChunkNanoseconds * static_cast<double>(chunks) +
                                                          2 * kElementNanoseconds * static_cast<double>(chunk)
                                                    : kElementNanoseconds * static_cast<double>(length);
  k.forRows(nanoseconds, [&](ExprId row) {
    const ExprId base = loops.mul(row, loops.index(length)), zero = loops.index(0);
    if (!isLong && selection.usesChunks()) {
      k.forEach("c", zero, loops.index(chunks), [&](ExprId c) { selection.summarise(base, c, minima, c); });
    }
    selection.select(base, minima, isLong ? loops.mul(row, loops.index(chunks)) : zero);
    selection.store(base, loops.mul(row, loops.index(count)));
  });
  lowered.kernels.push_back(k.finish(nanoseconds * static_cast<double>(rows)));
  return lowered;
}

LoweredKernels countDigits(const SortProblem& problem, int64_t count, const std::string& name) {
  const int64_t rows = problem.rows(), length = problem.length();
  const SortKey& key = problem.keys()[0];
  const int bits =
      std::min(key.bits, std::clamp(static_cast<int>(std::bit_width(static_cast<uint64_t>(length))), 4, 11));
  const int64_t bins = int64_t{1} << bits;
  const RadixPlan radix = planRadix(problem, std::min(length, 2 * count));
  const bool byDigits = radix.nanoseconds < mergeNanoseconds(std::min(length, 2 * count));
  LoweredKernels lowered;
  const bool inScratch = length <= kMostScratch;
  const int64_t records = SortKernel::workspaceBytes(problem, rows * length);
  if (!inScratch) lowered.workspaceBytes = 3 * records;
  SortKernel k(problem, name);
  LoopBuilder& loops = k.loops();
  const LoopBufferId counts = loops.local("counts", BufferSpace::kScratch, DType::kUI32, std::max(bins, radix.bins));
  std::vector<SortKernel::Place> places;
  for (int i = 0; inScratch && i < 3; ++i) places.push_back(k.scratchRecords(strCat("s", i, "_"), length));
  const double nanoseconds = 2 * kElementNanoseconds * static_cast<double>(length);
  k.forRows(nanoseconds, [&](ExprId row) {
    const ExprId base = loops.mul(row, loops.index(length)), zero = loops.index(0), all = loops.index(length);
    if (!inScratch) {
      places.clear();
      for (int i = 0; i < 3; ++i) places.push_back(k.workspaceRecords(i * records, rows * length, base));
    }
    auto binOf = [&](const SortKernel::Record& record) {
      const DType dtype = problem.streams()[0].dtype;
      return k.let1(k.asIndex(loops.op(ScalarOp::kShiftRightLogical, dtype,
                                       {k.keys(record)[0], loops.constantInt(dtype, key.bits - bits)})));
    };
    const ExprId one = loops.constantInt(DType::kUI32, 1);
    k.forEach("z", zero, loops.index(bins),
              [&](ExprId z) { loops.store(counts, z, loops.constantInt(DType::kUI32, 0)); });
    k.forEach("i", zero, all, [&](ExprId i) {
      const ExprId bin = binOf(k.load(k.operands(base), i));
      const ExprId before = k.let1(loops.load(counts, bin));
      loops.store(counts, bin, loops.op(ScalarOp::kAdd, DType::kUI32, {before, one}));
    });
    // The bins that have not COUNT elements at or before them come before the one that is looked for.
    const LoopBufferId sum = k.variable("sum"), limit = k.variable("limit"), found = k.variable("found");
    k.set(sum, zero);
    k.set(limit, zero);
    k.forEach("b", zero, loops.index(bins), [&](ExprId bin) {
      const ExprId total = k.let1(loops.add(k.get(sum), k.asIndex(loops.load(counts, bin))));
      k.set(sum, total);
      const ExprId isShort = k.test(ScalarOp::kCompareLt, total, loops.index(count));
      k.set(limit, loops.add(k.get(limit), k.asIndex(isShort)));
    });
    const ExprId last = k.let1(k.get(limit));
    k.set(found, zero);
    k.forEach("i", zero, all, [&](ExprId i) {
      const SortKernel::Record record = k.load(k.operands(base), i);
      loops.openIf(k.test(ScalarOp::kCompareLe, binOf(record), last));
      const ExprId at = k.let1(k.get(found));
      k.store(places[0], at, record);
      k.set(found, loops.add(at, loops.index(1)));
      loops.close();
    });
    const ExprId candidates = k.let1(loops.min(k.get(found), all));
    if (byDigits)
      radixSort(k, radix, places[0], candidates, places[1], places[2], counts);
    else
      mergeSort(k, places[0], candidates, length, places[1], places[2]);
    const ExprId out = loops.mul(row, loops.index(count));
    k.forEach("i", zero, loops.index(count), [&](ExprId i) { k.storeResults(k.load(places[2], i), out, i); });
  });
  lowered.kernels.push_back(k.finish(nanoseconds * static_cast<double>(rows)));
  return lowered;
}

}  // namespace

LoweredKernels lowerTopK(const SortProblem& problem, int64_t k, const std::string& name) {
  if (k == 0) return {};
  if (sortsSideBySide(problem, k)) return sortSideBySide(problem, k, name);
  return k <= kMostKept ? keepBest(problem, k, name) : countDigits(problem, k, name);
}

}  // namespace partita
