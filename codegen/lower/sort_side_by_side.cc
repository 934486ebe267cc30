// Short rows in the lanes of vectors: what each lane does is the same for any numbers, exchanges of neighbours, which
// keep equal records in their order.
#include <algorithm>

#include "base/integers.h"
#include "base/text.h"
#include "codegen/lower/row_plan.h"
#include "codegen/lower/sort_kernel.h"

namespace partita {

namespace {

constexpr int64_t kLeastRows = 64, kMostRecords = 128;
// Beyond them records go through memory; beyond those other ways are better.
constexpr int64_t kMostInRegisters = 66, kMostExchanges = 700;
constexpr double kExchangeNanoseconds = 0.1;  // of a lane

// For each of the first COUNT places the smallest of what is left is brought there from the end.
int64_t exchangesOf(int64_t length, int64_t count) {
  int64_t exchanges = 0;
  for (int64_t place = 0; place < count; ++place) exchanges += length - 1 - place;
  return exchanges;
}

// The first COUNT records of the row that begins at BASE, to OUT, all in registers.
void inRegisters(SortKernel& k, ExprId base, ExprId out, int64_t count) {
  LoopBuilder& loops = k.loops();
  std::vector<SortKernel::Record> records, keys;
  for (int64_t i = 0; i < k.problem().length(); ++i) {
    records.push_back(k.load(k.operands(base), loops.index(i)));
    keys.push_back(k.let(k.keys(records.back())));
  }
  auto exchange = [&](ExprId swaps, SortKernel::Record& a, SortKernel::Record& b) {
    const SortKernel::Record low = k.let(k.select(swaps, b, a)), high = k.let(k.select(swaps, a, b));
    a = low;
    b = high;
  };
  for (size_t place = 0; place < static_cast<size_t>(count); ++place) {
    for (size_t i = records.size() - 1; i > place; --i) {
      const ExprId swaps = k.let1(k.keysLess(keys[i], keys[i - 1]));
      exchange(swaps, keys[i - 1], keys[i]);
      exchange(swaps, records[i - 1], records[i]);
    }
  }
  for (int64_t i = 0; i < count; ++i) k.storeResults(records[static_cast<size_t>(i)], out, loops.index(i));
}

// Keys, then streams, of all lanes: number i of lane l at i * lanes + l.
struct LaneMemory {
  std::vector<LoopBufferId> buffers;
  int64_t lanes = 1;
};

// The same through MEMORY.
void inMemory(SortKernel& k, const LaneMemory& memory, ExprId lane, ExprId base, ExprId out, int64_t count) {
  LoopBuilder& loops = k.loops();
  const int64_t length = k.problem().length();
  const size_t keys = k.problem().keys().size();
  auto at = [&](ExprId number) { return loops.add(loops.mul(number, loops.index(memory.lanes)), lane); };
  auto load = [&](ExprId number) {
    SortKernel::Record record;
    for (LoopBufferId buffer : memory.buffers) record.push_back(k.let1(loops.load(buffer, at(number))));
    return record;
  };
  auto store = [&](ExprId number, const SortKernel::Record& record) {
    for (size_t i = 0; i < record.size(); ++i) loops.store(memory.buffers[i], at(number), record[i]);
  };
  auto keysOf = [&](const SortKernel::Record& record) {
    return SortKernel::Record(record.begin(), record.begin() + static_cast<std::ptrdiff_t>(keys));
  };
  k.forEach("i", loops.index(0), loops.index(length), [&](ExprId i) {
    const SortKernel::Record record = k.load(k.operands(base), i);
    SortKernel::Record all = k.let(k.keys(record));
    all.insert(all.end(), record.begin(), record.end());
    store(i, all);
  });
  k.forEach("p", loops.index(0), loops.index(count), [&](ExprId place) {
    k.forEach("i", loops.index(0), loops.sub(loops.index(length - 1), place), [&](ExprId step) {
      const ExprId i = loops.sub(loops.index(length - 1), step), before = loops.sub(i, loops.index(1));
      const SortKernel::Record a = load(before), b = load(i);
      const ExprId swaps = k.let1(k.keysLess(keysOf(b), keysOf(a)));
      store(before, k.select(swaps, b, a));
      store(i, k.select(swaps, a, b));
    });
  });
  k.forEach("i", loops.index(0), loops.index(count), [&](ExprId i) {
    const SortKernel::Record all = load(i);
    k.storeResults(SortKernel::Record(all.begin() + static_cast<std::ptrdiff_t>(keys), all.end()), out, i);
  });
}

}  // namespace

bool sortsSideBySide(const SortProblem& problem, int64_t count) {
  return !problem.keys().empty() && problem.rows() >= kLeastRows && problem.length() <= kMostRecords &&
         exchangesOf(problem.length(), count) <= kMostExchanges;
}

LoweredKernels sortSideBySide(const SortProblem& problem, int64_t count, const std::string& name) {
  const int64_t length = problem.length();
  SortKernel k(problem, name);
  LoopBuilder& loops = k.loops();
  const double nanoseconds =
      static_cast<double>(length) + kExchangeNanoseconds * static_cast<double>(exchangesOf(length, count));
  const int64_t lanes = problem.context().target.lanes(4), rows = problem.rows(), blocks = ceilDiv(rows, lanes);
  const int64_t most = taskCount(problem.context().taskSeconds,
                                 nanoseconds * static_cast<double>(rows) * kFlopsOfANanosecond, 0, blocks);
  LaneMemory memory{{}, lanes};
  if (exchangesOf(length, count) > kMostInRegisters) {
    auto add = [&](std::string_view part, DType dtype) {
      memory.buffers.push_back(
          loops.local(strCat(part, memory.buffers.size()), BufferSpace::kScratch, dtype, length * lanes));
    };
    for (const SortKey& key : problem.keys()) add("k", problem.shape().exprs[key.value].dtype);
    for (const SortProblem::Stream& stream : problem.streams()) add("s", stream.dtype);
  }
  // The last block goes back to be whole, so it is not alone in a task.
  int64_t chunk = std::max<int64_t>(ceilDiv(blocks, most), 2);
  while (blocks % chunk == 1) ++chunk;
  const ExprId task =
      loops.var(loops.openFor("t", loops.index(0), loops.index(ceilDiv(blocks, chunk)), LoopKind::kParallel));
  const ExprId from = loops.mul(task, loops.index(chunk));
  k.forEach("g", from, loops.min(loops.add(from, loops.index(chunk)), loops.index(blocks)), [&](ExprId block) {
    const ExprId begin = k.let1(loops.min(loops.mul(block, loops.index(lanes)), loops.index(rows - lanes)));
    const LoopVarId var =
        loops.openFor("r", begin, loops.add(begin, loops.index(lanes)), LoopKind::kVector, 1, static_cast<int>(lanes));
    const ExprId base = loops.mul(loops.var(var), loops.index(length));
    const ExprId out = count == length ? base : loops.mul(loops.var(var), loops.index(count));
    if (exchangesOf(length, count) <= kMostInRegisters)
      inRegisters(k, base, out, count);
    else
      inMemory(k, memory, loops.sub(loops.var(var), begin), base, out, count);
    loops.close();
  });
  loops.close();
  LoweredKernels lowered;
  lowered.kernels.push_back(k.finish(nanoseconds * static_cast<double>(problem.rows())));
  return lowered;
}

}  // namespace partita
