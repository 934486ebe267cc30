#include "tests/support/loop_interpreter.h"

#include <algorithm>
#include <cstring>
#include <numeric>

#include "base/rng.h"
#include "base/text.h"
#include "codegen/loops/thread_ops.h"
#include "graph/literal.h"
#include "tests/support/loop_memory.h"
#include "tests/support/loop_thread.h"
#include "tests/support/loop_values.h"

namespace partita {
namespace {

using loops::apply;
using loops::bitsOf;
using loops::Cell;
using loops::CheckedMemory;
using loops::Misuse;
using loops::misuse;
using loops::Thread;
using loops::Toucher;

class Interpreter {
 public:
  Interpreter(const LoopFunction& f, const std::vector<void*>& parameters, const InterpretOptions& options)
      : f_(f),
        threads_(static_cast<size_t>(std::max<int64_t>(f.threads, 1))),
        warpSize_(f.threads == 0          ? 1
                  : options.warpSize != 0 ? options.warpSize
                                          : f.warpSize),
        memory_(f, parameters, static_cast<int>(threads_.size()), f.threads > 1 || f.tasks > 1),
        rng_(options.seed),
        runner_(f, memory_, clock_, rng_) {
    for (size_t i = 0; i < threads_.size(); ++i) {
      Thread& t = threads_[i];
      t.id = static_cast<int>(i);
      t.vars.resize(f.vars.size());
      t.temps.resize(f.temps.size());
      t.accums.resize(f.accums.size());
    }
    clock_.warpSize = warpSize_;
    clock_.stamps.resize(threads_.size());
    clock_.acquired.resize(threads_.size());
    clock_.warpEpochs.resize((threads_.size() + static_cast<size_t>(warpSize_) - 1) / static_cast<size_t>(warpSize_));
  }

  Status run() {
    std::vector<int64_t> blocks(static_cast<size_t>(f_.tasks));
    std::iota(blocks.begin(), blocks.end(), 0);
    rng_.shuffle(&blocks);
    try {
      for (int64_t block : blocks) runBlock(block);
    } catch (const Misuse& misuse) {
      return invalidArgument("kernel ", f_.name, ", block ", clock_.block,
                             me_ == nullptr ? "" : strCat(", thread ", me_->id, ", ", statementName(me_->statement)),
                             ": ", misuse.what, "\n", loopFunctionToString(f_));
    }
    return Status();
  }

 private:
  std::string statementName(StmtId id) const {
    return id.valid() ? strCat(stmtKindName(f_.stmts[id].kind), " (statement ", id.index, ")") : "its start";
  }

  // --- blocks and threads

  void runBlock(int64_t block) {
    clock_.block = static_cast<int>(block);
    clock_.blockEpoch = 0;
    std::fill(clock_.warpEpochs.begin(), clock_.warpEpochs.end(), 0u);
    std::fill(clock_.stamps.begin(), clock_.stamps.end(), 0u);
    std::fill(clock_.acquired.begin(), clock_.acquired.end(), loops::Releases());
    me_ = nullptr;
    memory_.beginBlock();
    ready_.clear();
    const Stmt& root = f_.stmts[f_.root];
    const bool parallel = root.kind == StmtKind::kFor && root.loop == LoopKind::kParallel;
    for (Thread& t : threads_) {
      t.inVector = t.waiting = false;
      t.statement = StmtId();
      const std::vector<StmtId>* body = &root.body;
      if (parallel || f_.threads > 0) t.vars[root.var.index] = block;
      if (f_.threads > 0) {
        const Stmt& loop = f_.stmts[root.body[0]];
        t.vars[loop.var.index] = t.id;
        body = &loop.body;
      }
      t.frames.assign(1, Thread::Frame{body, 0, nullptr, 0, 0, 0});
      ready_.push_back(t.id);
    }
    // Long turns and short ones find different things.
    constexpr uint64_t kTurns[] = {1, 3, 30, 100000};
    const uint64_t turn = kTurns[rng_.below(4)];
    while (!ready_.empty()) {
      const size_t at = threads_.size() == 1 ? 0 : rng_.below(ready_.size());
      Thread& t = threads_[static_cast<size_t>(ready_[at])];
      me_ = &t;
      const uint64_t steps = threads_.size() == 1 ? turn : 1 + rng_.below(turn);
      for (uint64_t i = 0; i < steps && !t.frames.empty() && !t.waiting; ++i) runner_.step(t);
      if (t.frames.empty() || t.waiting) {
        std::swap(ready_[at], ready_.back());
        ready_.pop_back();
      }
      if (t.frames.empty() && (!t.started.empty() || !t.groups.empty())) misuse("it ends with unfinished async copies");
      if (t.waiting) arrive(t);
      if (ready_.empty()) awaken();
    }
    for (Thread& t : threads_) {
      if (t.waiting) reportDivergence(t);
    }
  }

  // Nobody can go on but those that find what they await.
  void awaken() {
    for (Thread& t : threads_) {
      if (!t.waiting || f_.stmts[t.statement].kind != StmtKind::kAwait) continue;
      me_ = &t;
      runner_.tryAwait(t);
      if (!t.waiting) ready_.push_back(t.id);
    }
  }

  std::pair<size_t, size_t> groupOf(const Thread& t, const Stmt& s) const {
    size_t lanes = static_cast<size_t>(warpSize_);
    if (s.kind == StmtKind::kBarrier && s.scope == SyncScope::kBlock) lanes = threads_.size();
    if (s.kind == StmtKind::kMatrixTile) lanes = static_cast<size_t>(f_.matrixTiles[s.matrixTile].lanes);
    const size_t first = static_cast<size_t>(t.id) / lanes * lanes;
    return {first, std::min(first + lanes, threads_.size())};
  }

  void reportDivergence(Thread& t) {
    me_ = &t;
    if (const Stmt& s = f_.stmts[t.statement]; s.kind == StmtKind::kAwait) {
      misuse("waits for ever for bits ", t.value.integer, " of ", f_.buffers[s.buffer].name, "[", t.argument.integer,
             "]: nobody who has begun sets them");
    }
    auto [first, last] = groupOf(t, f_.stmts[t.statement]);
    for (size_t i = first; i < last; ++i) {
      const Thread& other = threads_[i];
      if (other.waiting && other.statement == t.statement) continue;
      misuse("divergence: not all of threads ", first, " to ", last - 1, " get here: thread ", i,
             other.waiting ? strCat(" waits at ", statementName(other.statement)) : " has ended");
    }
    CHECK(false, "a group that is complete waits");
  }

  // T has come to a collective statement: the last one of its group does the work for all.
  void arrive(Thread& t) {
    const Stmt& s = f_.stmts[t.statement];
    if (s.kind == StmtKind::kAwait) return;  // awaken()
    auto [first, last] = groupOf(t, s);
    for (size_t i = first; i < last; ++i) {
      if (!threads_[i].waiting || threads_[i].statement != t.statement) return;
    }
    absl::Span<Thread> group = absl::MakeSpan(threads_).subspan(first, last - first);
    collective(s, group);
    for (Thread& member : group) {
      member.waiting = false;
      ready_.push_back(member.id);
    }
  }

  void collective(const Stmt& s, absl::Span<Thread> group) {
    switch (s.kind) {
      case StmtKind::kBarrier: {
        loops::Releases acquired;
        for (const Thread& t : group) mergeReleases(acquired, clock_.acquired[static_cast<size_t>(t.id)]);
        for (const Thread& t : group) clock_.acquired[static_cast<size_t>(t.id)] = acquired;
        ++(s.scope == SyncScope::kBlock ? clock_.blockEpoch
                                        : clock_.warpEpochs[static_cast<size_t>(group[0].id / warpSize_)]);
        break;
      }
      case StmtKind::kShuffle:
        for (Thread& t : group) t.temps[s.temp.index] = group[shuffleSource(s, t, group)].value;
        break;
      case StmtKind::kBallot:
      case StmtKind::kMatchAny: {
        const DType dtype = f_.exprs[s.value].dtype;
        for (Thread& t : group) {
          uint64_t lanes = 0;
          for (size_t i = 0; i < group.size(); ++i) {
            const bool in = s.kind == StmtKind::kBallot ? group[i].value.integer != 0
                                                        : bitsOf(dtype, group[i].value) == bitsOf(dtype, t.value);
            if (in) lanes |= uint64_t{1} << i;
          }
          t.temps[s.temp.index].integer = static_cast<int64_t>(lanes);
        }
        break;
      }
      case StmtKind::kMatrixTile:
        matrixTile(f_.matrixTiles[s.matrixTile], group);
        break;
      default:
        CHECK(false, "not a collective statement");
    }
  }

  size_t shuffleSource(const Stmt& s, Thread& t, absl::Span<Thread> group) {
    const int64_t lane = t.id % warpSize_, segment = lane / s.count * s.count, argument = t.argument.integer;
    int64_t from = lane;
    switch (s.shuffle) {
      case ShuffleKind::kUp:
        if (lane - argument >= segment) from = lane - argument;
        break;
      case ShuffleKind::kDown:
        if (lane + argument < segment + s.count) from = lane + argument;
        break;
      case ShuffleKind::kXor:
        from = lane ^ argument;
        break;
      case ShuffleKind::kIndex:
        from = segment + argument;
        break;
    }
    me_ = &t;
    if (argument < 0 || from < segment || from >= segment + s.count)
      misuse("shuffle ", shuffleName(s.shuffle), " by ", argument, " leaves the segment of ", s.count, " lanes");
    if (from >= static_cast<int64_t>(group.size()))
      misuse("shuffle from lane ", from, ", which is inactive: the warp has ", group.size(), " lanes");
    return static_cast<size_t>(from);
  }

  void matrixTile(const MatrixTile& tile, absl::Span<Thread> group) {
    Toucher who = clock_.now(group[0].id);
    if (tile.lanes > 1) who.thread = Toucher::kSeveral;
    if (tile.lanes > warpSize_) who.warp = Toucher::kSeveral;
    // Where an element is: the index in the buffer of one thread.
    struct Place {
      int64_t index;
      int thread;
    };
    auto places = [&](const TileOperand& operand, int rows, int columns) {
      const bool fragment = tile.lanes > 1 && f_.buffers[operand.buffer].space == BufferSpace::kRegister;
      std::vector<Place> out(static_cast<size_t>(rows * columns));
      std::vector<int64_t> base;
      for (Thread& t : group) {
        me_ = &t;
        base.push_back(runner_.eval(t, operand.index).integer);
        if (base.back() != base[0])
          misuse("the index of ", f_.buffers[operand.buffer].name, " differs between the lanes of a matrix tile");
      }
      me_ = group.data();
      for (int64_t e = 0; e < rows * columns && !fragment; ++e)
        out[static_cast<size_t>(e)] = {base[0] + e / columns / operand.pack * operand.rowStride +
                                           e / columns % operand.pack + e % columns * operand.columnStride,
                                       group[0].id};
      for (int64_t l = 0; l < tile.lanes && fragment; ++l) {
        for (int64_t r = 0; r < int64_t{1} << operand.layout.registerBits.size(); ++r)
          out[static_cast<size_t>(fragmentElementOf(operand.layout, l, r))] = {base[0] + r,
                                                                               group[0].id + static_cast<int>(l)};
      }
      return out;
    };
    auto read = [&](const TileOperand& operand, const std::vector<Place>& at) {
      std::vector<Cell> out;
      for (const Place& p : at) out.push_back(memory_.load(operand.buffer, p.index, p.thread, who, false));
      return out;
    };
    const std::vector<Place> atA = places(tile.a, tile.m, tile.k), atB = places(tile.b, tile.k, tile.n),
                             atC = places(tile.c, tile.m, tile.n), atD = places(tile.d, tile.m, tile.n);
    const std::vector<Cell> a = read(tile.a, atA), b = read(tile.b, atB), c = read(tile.c, atC);
    const DType dtype = f_.buffers[tile.c.buffer].dtype;
    for (int row = 0; row < tile.m; ++row) {
      for (int column = 0; column < tile.n; ++column) {
        const size_t at = static_cast<size_t>(row * tile.n + column);
        Cell sum = c[at];
        for (int k = 0; k < tile.k; ++k)
          sum = apply(ScalarOp::kFma, dtype, dtype,
                      {a[static_cast<size_t>(row * tile.k + k)], b[static_cast<size_t>(k * tile.n + column)], sum});
        memory_.store(tile.d.buffer, atD[at].index, atD[at].thread, who, sum);
      }
    }
    // Only now: a tile may read what it overwrites.
    for (const Place& p : atA) memory_.noteRead(tile.a.buffer, p.index, p.thread, who);
    for (const Place& p : atB) memory_.noteRead(tile.b.buffer, p.index, p.thread, who);
    for (const Place& p : atC) memory_.noteRead(tile.c.buffer, p.index, p.thread, who);
  }

  const LoopFunction& f_;
  std::vector<Thread> threads_;
  const int warpSize_;
  CheckedMemory memory_;
  Rng rng_;
  loops::BlockClock clock_;
  loops::ThreadRunner runner_;
  std::vector<int> ready_;  // threads that can go on
  Thread* me_ = nullptr;    // the thread that has its turn
};

}  // namespace

Status tryInterpretLoops(const LoopFunction& function, const std::vector<void*>& parameters,
                         const InterpretOptions& options) {
  return Interpreter(function, parameters, options).run();
}

void interpretLoops(const LoopFunction& function, const std::vector<void*>& parameters,
                    const InterpretOptions& options) {
  const Status status = tryInterpretLoops(function, parameters, options);
  CHECK(status.ok(), status.message());
}

}  // namespace partita
