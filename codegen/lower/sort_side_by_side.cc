// Short rows in the lanes of vectors: what each lane does is the same for any numbers, exchanges of neighbours, which
// keep equal records in their order.
#include "codegen/lower/sort_kernel.h"

namespace partita {

namespace {

constexpr int64_t kLeastRows = 64, kMostExchanges = 128, kMostRecords = 64;
constexpr double kExchangeNanoseconds = 0.1;  // of a lane

// For each of the first COUNT places the smallest of what is left is brought there from the end.
int64_t exchangesOf(int64_t length, int64_t count) {
  int64_t exchanges = 0;
  for (int64_t place = 0; place < count; ++place) exchanges += length - 1 - place;
  return exchanges;
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
  k.forRanges(nanoseconds, [&](ExprId begin, ExprId end) {
    const LoopVarId var = loops.openFor("r", begin, end, LoopKind::kVector, 1, problem.context().target.lanes(4));
    const ExprId base = loops.mul(loops.var(var), loops.index(length));
    std::vector<SortKernel::Record> records, keys;
    for (int64_t i = 0; i < length; ++i) {
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
    const bool whole = count == length;
    const ExprId out = whole ? base : loops.mul(loops.var(var), loops.index(count));
    for (int64_t i = 0; i < count; ++i) k.storeResults(records[static_cast<size_t>(i)], out, loops.index(i));
    loops.close();
  });
  LoweredKernels lowered;
  lowered.kernels.push_back(k.finish(nanoseconds * static_cast<double>(problem.rows())));
  return lowered;
}

}  // namespace partita
