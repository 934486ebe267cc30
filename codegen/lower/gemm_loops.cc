#include "codegen/lower/gemm_loops.h"

#include <functional>

#include <bit>

#include "base/check.h"

namespace partita {
namespace {

int64_t ceilDiv(int64_t a, int64_t b) { return (a + b - 1) / b; }

class GemmLoops {
 public:
  GemmLoops(LoopBuilder& loops, const GemmShape& shape, const GemmSchedule& schedule, const GemmOperand& a,
            const GemmOperand& b, const GemmResult& result)
      : l_(loops), shape_(shape), s_(schedule), a_(a), b_(b), result_(result) {}

  void build() {
    if (s_.alongK) return buildAlongK();
    declareLocals();
    int64_t rowTasks = s_.rowTasks(shape_), columnTasks = s_.columnTasks(shape_);
    ExprId task =
        l_.var(l_.openFor("task", l_.index(0), l_.index(shape_.batch * rowTasks * columnTasks), LoopKind::kParallel));
    ExprId columnTask = l_.mod(task, l_.index(columnTasks));
    ExprId rest = l_.div(task, l_.index(columnTasks));
    ExprId rowTask = l_.mod(rest, l_.index(rowTasks));
    batch_ = l_.div(rest, l_.index(rowTasks));
    ExprId mBegin = l_.mul(rowTask, l_.index(s_.taskRows)), nBegin = l_.mul(columnTask, l_.index(s_.taskColumns));
    ExprId mEnd = blockEnd(mBegin, s_.taskRows, shape_.m, rowTasks),
           nEnd = blockEnd(nBegin, s_.taskColumns, shape_.n, columnTasks);

    int64_t columnBlocks = ceilDiv(std::min(s_.taskColumns, shape_.n), s_.nc),
            rowBlocks = ceilDiv(std::min(s_.taskRows, shape_.m), s_.mc);
    open("nc", columnBlocks, [&](ExprId block) {
      ExprId n0 = l_.add(nBegin, l_.mul(block, l_.index(s_.nc)));
      ExprId n1 = columnBlocks == 1 ? nEnd : l_.min(l_.add(n0, l_.index(s_.nc)), nEnd);
      if (s_.b != OperandForm::kDirect) packB(n0, n1);
      open("mc", rowBlocks, [&](ExprId rowBlock) {
        ExprId m0 = l_.add(mBegin, l_.mul(rowBlock, l_.index(s_.mc)));
        ExprId m1 = rowBlocks == 1 ? mEnd : l_.min(l_.add(m0, l_.index(s_.mc)), mEnd);
        open("kc", kBlocks_, [&](ExprId kBlock) {
          ExprId k0 = l_.mul(kBlock, l_.index(s_.kc));
          ExprId kCount =
              shape_.k % s_.kc == 0 ? l_.index(s_.kc) : l_.min(l_.index(s_.kc), l_.sub(l_.index(shape_.k), k0));
          if (s_.a == OperandForm::kRows) packRows(m0, m1, k0, kCount);
          if (s_.a == OperandForm::kPanels) packPanels(m0, m1, k0, kCount);
          block_ = {n0, n1, m0, m1, kBlock, k0, kCount};
          tiles();
        });
      });
    });
    l_.close();
  }

 private:
  void buildAlongK() {
    int64_t columnTasks = s_.columnTasks(shape_), blocks = shape_.n / s_.nr;
    ExprId task = l_.var(l_.openFor("task", l_.index(0), l_.index(shape_.batch * columnTasks), LoopKind::kParallel));
    batch_ = l_.div(task, l_.index(columnTasks));
    ExprId columnTask = l_.mod(task, l_.index(columnTasks));
    int64_t taskBlocks = ceilDiv(blocks, columnTasks);
    ExprId first = l_.mul(columnTask, l_.index(taskBlocks));
    ExprId end = columnTasks == 1 ? l_.index(blocks) : l_.min(l_.add(first, l_.index(taskBlocks)), l_.index(blocks));
    ExprId block = l_.var(l_.openFor("block", l_.min(first, end), end, LoopKind::kSerial));
    sumsAlongK(l_.mul(block, l_.index(s_.nr)), s_.nr);
    l_.close();
    if (shape_.n % s_.nr != 0) {
      if (columnTasks > 1) {
        l_.openIf(l_.op(ScalarOp::kCompareGe, DType::kI1, {columnTask, l_.index(columnTasks - 1)}));
      }
      sumsAlongK(l_.index(blocks * s_.nr), shape_.n % s_.nr);
      if (columnTasks > 1) l_.close();
    }
    l_.close();
  }

  // All rows and COLUMNS (at most nr) columns from N.
  void sumsAlongK(ExprId n, int64_t columns) {
    std::vector<AccumId> sums;
    for (int64_t i = 0; i < shape_.m * columns; ++i) {
      sums.push_back(l_.initAccum(shape_.accumulate, ScalarOp::kAdd, l_.constant(shape_.accumulate, 0)));
    }
    ExprId k = openVector("k", l_.index(shape_.k), 2 * s_.lanes);
    for (int64_t i = 0; i < shape_.m; ++i) {
      for (int64_t j = 0; j < columns; ++j) {
        ExprId x = a_.element(batch_, l_.index(i), k), y = b_.element(batch_, l_.add(n, l_.index(j)), k);
        l_.accumulate(sums[i * columns + j], l_.op(ScalarOp::kMultiply, shape_.accumulate, {x, y}));
      }
    }
    l_.close();
    for (int64_t i = 0; i < shape_.m; ++i) {
      for (int64_t j = 0; j < columns; ++j) {
        result_.store(batch_, l_.index(i), l_.add(n, l_.index(j)), l_.accumValue(sums[i * columns + j]));
      }
    }
  }

  struct Block {
    ExprId n0, n1, m0, m1, kBlock, k0, kCount;
  };

  void declareLocals() {
    kBlocks_ = ceilDiv(shape_.k, s_.kc);
    DType dtype = shape_.accumulate;
    // A panel copied eight at a time writes past its end into the next k: two vectors of room.
    slack_ = 2 * s_.lanes;
    panelA_ = s_.kc * s_.mr + slack_;
    rowPitch_ = s_.kc + s_.lanes;  // not a power of two: rows of a tile fall into different sets of L1
    if (s_.a == OperandForm::kRows)
      packedA_ = l_.local("packed_a", BufferSpace::kScratch, dtype, (s_.mc + s_.mr) * rowPitch_);
    if (s_.a == OperandForm::kPanels)
      packedA_ = l_.local("packed_a", BufferSpace::kScratch, dtype, ceilDiv(s_.mc, s_.mr) * panelA_);
    if (s_.b != OperandForm::kDirect)
      packedB_ = l_.local("packed_b", BufferSpace::kScratch, dtype, ceilDiv(s_.nc, s_.nr) * s_.nr * shape_.k);
    if (kBlocks_ > 1) partial_ = l_.local("partial", BufferSpace::kScratch, dtype, s_.mc * s_.nc);
    sums_ = l_.local("sums", BufferSpace::kRegister, dtype, s_.mr * s_.nr);
    if (needsTile()) tile_ = l_.local("tile", BufferSpace::kStack, dtype, s_.mr * s_.nr);
  }

  // Lanes of a loop over the columns of a tile: all of them, or one machine vector where LLVM would have to split an
  // odd number of vectors.
  int rowLanes() const {
    return static_cast<int>(std::has_single_bit(static_cast<uint64_t>(s_.nr)) ? s_.nr : s_.lanes);
  }
  bool fullRows() const { return shape_.m % s_.mr == 0; }
  bool fullColumns() const { return shape_.n % s_.nr == 0; }
  bool needsTile() const { return !result_.direct || !fullRows() || !fullColumns(); }

  ExprId blockEnd(ExprId begin, int64_t size, int64_t extent, int64_t blocks) {
    if (blocks == 1) return l_.index(extent);
    ExprId end = l_.add(begin, l_.index(size));
    return extent % size == 0 ? end : l_.min(end, l_.index(extent));
  }

  // A serial loop over COUNT, or just BODY at 0.
  template <typename Body>
  void open(const char* name, int64_t count, Body body) {
    if (count == 1) return body(l_.index(0));
    ExprId var = l_.var(l_.openFor(name, l_.index(0), l_.index(count), LoopKind::kSerial));
    body(var);
    l_.close();
  }
  ExprId openSerial(const char* name, ExprId end) {
    return l_.var(l_.openFor(name, l_.index(0), end, LoopKind::kSerial));
  }
  ExprId openUnrolled(const char* name, int64_t count) {
    return l_.var(l_.openFor(name, l_.index(0), l_.index(count), LoopKind::kUnrolled));
  }
  ExprId openVector(const char* name, ExprId end, int lanes) {
    return l_.var(l_.openFor(name, l_.index(0), end, LoopKind::kVector, 1, lanes));
  }

  // First row of the tile that begins at row M: the last tile is moved back so that it is full; what it computes again
  // is not stored again.
  ExprId tileRow(ExprId m) { return fullRows() ? m : l_.min(m, l_.index(shape_.m - s_.mr)); }
  // The same for columns where B is read in place; panels have zeros beyond the last column instead.
  ExprId tileColumn(ExprId n) {
    return fullColumns() || s_.b != OperandForm::kDirect ? n : l_.min(n, l_.index(shape_.n - s_.nr));
  }

  void packB(ExprId n0, ExprId n1) {
    ExprId fullPanels = l_.div(l_.sub(n1, n0), l_.index(s_.nr));
    ExprId panel = openSerial("panel", fullPanels);
    packPanelB(l_.add(n0, l_.mul(panel, l_.index(s_.nr))), l_.mul(panel, l_.index(s_.nr * shape_.k)), s_.nr);
    l_.close();
    if (fullColumns()) return;
    // The last columns of the array: the panel is filled up with zeros.
    int64_t rest = shape_.n % s_.nr;
    bool onlyBlock = s_.columnTasks(shape_) == 1 && s_.nc >= shape_.n;
    if (!onlyBlock) l_.openIf(l_.op(ScalarOp::kCompareGe, DType::kI1, {n1, l_.index(shape_.n)}));
    ExprId base = l_.mul(fullPanels, l_.index(s_.nr * shape_.k));
    packPanelB(l_.index(shape_.n - rest), base, rest);
    ExprId k = openSerial("k", l_.index(shape_.k));
    ExprId j = openVector("j", l_.index(s_.nr - rest), s_.lanes);
    l_.store(packedB_, l_.add(l_.add(base, l_.mul(k, l_.index(s_.nr))), l_.add(j, l_.index(rest))),
             l_.constant(shape_.accumulate, 0));
    l_.close();
    l_.close();
    if (!onlyBlock) l_.close();
  }

  // COLUMNS (constant, at most nr) columns from N into the panel at BASE.
  void packPanelB(ExprId n, ExprId base, int64_t columns) {
    auto copy = [&](ExprId k, ExprId j) {
      l_.store(packedB_, l_.add(l_.add(base, l_.mul(k, l_.index(s_.nr))), j), b_.element(batch_, l_.add(n, j), k));
    };
    if (s_.b == OperandForm::kTransposed) {
      // lanes x lanes blocks: the emitter reads along k and transposes in registers.
      int64_t whole = shape_.k / s_.lanes * s_.lanes;
      if (whole > 0) {
        ExprId block = openSerial("k", l_.index(whole / s_.lanes));
        ExprId j = openVector("j", l_.index(columns), s_.lanes);
        ExprId kk = openUnrolled("kk", s_.lanes);
        copy(l_.add(l_.mul(block, l_.index(s_.lanes)), kk), j);
        l_.close();
        l_.close();
        l_.close();
      }
      if (whole < shape_.k) {
        ExprId k = openSerial("k", l_.index(shape_.k - whole));
        ExprId j = openVector("j", l_.index(columns), s_.lanes);
        copy(l_.add(k, l_.index(whole)), j);
        l_.close();
        l_.close();
      }
      return;
    }
    ExprId k = openSerial("k", l_.index(shape_.k));
    ExprId j = openVector("j", l_.index(columns), columns % s_.nr == 0 ? rowLanes() : s_.lanes);
    copy(k, j);
    l_.close();
    l_.close();
  }

  // First row held by the packed rows.
  ExprId rowBase(ExprId m0) { return tileRow(m0); }

  void packRows(ExprId m0, ExprId m1, ExprId k0, ExprId kCount) {
    ExprId base = rowBase(m0);
    ExprId row = openSerial("row", l_.sub(m1, base));
    ExprId k = openVector("k", kCount, 2 * s_.lanes);
    l_.store(packedA_, l_.add(l_.mul(row, l_.index(rowPitch_)), k),
             a_.element(batch_, l_.add(base, row), l_.add(k0, k)));
    l_.close();
    l_.close();
  }

  void packPanels(ExprId m0, ExprId m1, ExprId k0, ExprId kCount) {
    // Whole vectors, of which what is too much is overwritten at the next k, where the array has so many rows left; the
    // rest exactly.
    int64_t wide = ceilDiv(s_.mr, s_.lanes) * s_.lanes;
    ExprId panels = panelCount(m0, m1);
    ExprId widePanels = panels;
    if (wide != s_.mr) {
      // Panels whose reads end inside the array: m + wide <= M.
      if (shape_.m < wide) {
        widePanels = l_.index(0);
      } else {
        int64_t limit = shape_.m - wide + s_.mr;
        ExprId room = l_.sub(l_.index(limit), l_.min(m0, l_.index(limit)));
        widePanels = l_.min(panels, l_.div(room, l_.index(s_.mr)));
      }
    }
    auto copyPanel = [&](ExprId panel, ExprId k, int64_t rows) {
      ExprId m = tileRow(l_.add(m0, l_.mul(panel, l_.index(s_.mr))));
      ExprId i = openVector("i", l_.index(rows), s_.lanes);
      ExprId to = l_.add(l_.mul(panel, l_.index(panelA_)), l_.add(l_.mul(k, l_.index(s_.mr)), i));
      l_.store(packedA_, to, a_.element(batch_, l_.add(m, i), l_.add(k0, k)));
      l_.close();
    };
    if (!(wide != s_.mr && shape_.m < wide)) {
      ExprId k = openSerial("k", kCount);
      ExprId panel = openSerial("panel", widePanels);
      copyPanel(panel, k, wide);
      l_.close();
      l_.close();
    }
    if (wide != s_.mr) {
      ExprId panel = l_.var(l_.openFor("panel", widePanels, panels, LoopKind::kSerial));
      ExprId k = openSerial("k", kCount);
      copyPanel(panel, k, s_.mr);
      l_.close();
      l_.close();
    }
  }

  ExprId panelCount(ExprId m0, ExprId m1) {
    return l_.div(l_.add(l_.sub(m1, m0), l_.index(s_.mr - 1)), l_.index(s_.mr));
  }

  void tiles() {
    ExprId columnTiles = l_.div(l_.add(l_.sub(block_.n1, block_.n0), l_.index(s_.nr - 1)), l_.index(s_.nr));
    ExprId rowTiles = panelCount(block_.m0, block_.m1);
    ExprId columnTile = openSerial("jt", columnTiles);
    ExprId rowTile = openSerial("it", rowTiles);
    ExprId nUnmoved = l_.add(block_.n0, l_.mul(columnTile, l_.index(s_.nr)));
    ExprId n = tileColumn(nUnmoved);
    ExprId mUnmoved = l_.add(block_.m0, l_.mul(rowTile, l_.index(s_.mr)));
    ExprId m = tileRow(mUnmoved);
    ExprId partialBase =
        l_.mul(l_.add(l_.mul(columnTile, l_.index(ceilDiv(s_.mc, s_.mr))), rowTile), l_.index(s_.mr * s_.nr));
    initSums(partialBase);
    StmtId beforeMultiply = l_.emptyBlock();
    multiply(m, rowTile, n, columnTile);
    if (kBlocks_ == 1) {
      finish(m, mUnmoved, n, nUnmoved);
    } else {
      ExprId last = l_.index(kBlocks_ - 1);
      l_.openIf(l_.op(ScalarOp::kCompareLt, DType::kI1, {block_.kBlock, last}));
      eachSum([&](ExprId, ExprId, ExprId at) { l_.store(partial_, l_.add(partialBase, at), l_.load(sums_, at)); });
      l_.close();
      l_.openIf(l_.op(ScalarOp::kCompareGe, DType::kI1, {block_.kBlock, last}));
      finish(m, mUnmoved, n, nUnmoved);
      l_.close();
    }
    prefetchResults(beforeMultiply);
    l_.close();
    l_.close();
  }

  // Fetches what the statements of storeResult() read and write of large arrays while the tile is multiplied: its rows
  // lie far apart, which the hardware's prefetchers do not follow. Plain stores wait in the store buffer; prefetching
  // for them was measured to lose.
  void prefetchResults(StmtId block) {
    if (result_.direct) return;
    struct Access {
      LoopBufferId buffer;
      ExprId index;
      bool write = false;
    };
    std::vector<Access> accesses;
    auto add = [&](LoopBufferId id, ExprId index, bool write) {
      const LoopBuffer& buffer = l_.function().buffers[id];
      bool large = buffer.elements * dtypeBytes(buffer.dtype) > kPrefetchFrom;
      if (buffer.space != BufferSpace::kParameter || !large || strideOf(l_.function(), index, stored_.column) != 1)
        return;
      for (const Access& known : accesses) {
        if (known.buffer == id && known.index == index) return;
      }
      if (accesses.size() < kMaxPrefetched) accesses.push_back({id, index, write});
    };
    std::function<void(ExprId)> visit = [&](ExprId id) {
      if (!id.valid()) return;
      const Expr expr = l_.function().exprs[id];
      if (expr.kind == ExprKind::kLoad) return add(expr.buffer, expr.args[0], false);
      for (ExprId arg : expr.args) visit(arg);
    };
    for (size_t i = stored_.begin; i < stored_.end; ++i) {
      const Stmt stmt = l_.function().stmts[StmtId(i)];
      if (stmt.kind == StmtKind::kStore) add(stmt.buffer, stmt.index, true);
    }
    for (size_t i = stored_.begin; i < stored_.end; ++i) visit(l_.function().stmts[StmtId(i)].value);
    if (accesses.empty()) return;
    l_.reopenBlock(block);
    if (kBlocks_ > 1) l_.openIf(l_.op(ScalarOp::kCompareGe, DType::kI1, {block_.kBlock, l_.index(kBlocks_ - 1)}));
    ExprId row = openUnrolled("row", s_.mr);
    for (const Access& access : accesses) {
      ExprId index = l_.substitute(access.index, stored_.row, row);
      int64_t line = 64 / dtypeBytes(l_.function().buffers[access.buffer].dtype);
      for (int64_t j = 0; j < s_.nr; j += line) {
        l_.prefetch(access.buffer, l_.substitute(index, stored_.column, l_.index(j)), access.write);
      }
    }
    l_.close();
    if (kBlocks_ > 1) l_.close();
    l_.close();
  }

  // The statements that consume element (i, j) of the tile; remembers them for prefetchResults().
  void storeResult(ExprId m, ExprId i, ExprId n, ExprId j, ExprId value) {
    stored_ = {l_.function().exprs[i].var, l_.function().exprs[j].var, l_.function().stmts.size(), 0};
    result_.store(batch_, l_.add(m, i), l_.add(n, j), value);
    stored_.end = l_.function().stmts.size();
  }

  // BODY(i, j, i * nr + j) for each sum: rows unrolled, columns one vector.
  template <typename Body>
  void eachSum(Body body) {
    ExprId i = openUnrolled("i", s_.mr);
    ExprId j = openVector("j", l_.index(s_.nr), rowLanes());
    body(i, j, l_.add(l_.mul(i, l_.index(s_.nr)), j));
    l_.close();
    l_.close();
  }

  void initSums(ExprId partialBase) {
    eachSum([&](ExprId, ExprId, ExprId at) { l_.store(sums_, at, l_.constant(shape_.accumulate, 0)); });
    if (kBlocks_ == 1) return;
    l_.openIf(l_.op(ScalarOp::kCompareGt, DType::kI1, {block_.kBlock, l_.index(0)}));
    eachSum([&](ExprId, ExprId, ExprId at) { l_.store(sums_, at, l_.load(partial_, l_.add(partialBase, at))); });
    l_.close();
  }

  ExprId elementA(ExprId m, ExprId rowTile, ExprId i, ExprId k) {
    switch (s_.a) {
      case OperandForm::kRows: {
        ExprId row = l_.add(l_.sub(m, rowBase(block_.m0)), i);
        return l_.load(packedA_, l_.add(l_.mul(row, l_.index(rowPitch_)), k));
      }
      case OperandForm::kPanels:
        return l_.load(packedA_, l_.add(l_.mul(rowTile, l_.index(panelA_)), l_.add(l_.mul(k, l_.index(s_.mr)), i)));
      default:
        return a_.element(batch_, l_.add(m, i), l_.add(block_.k0, k));
    }
  }
  ExprId elementB(ExprId n, ExprId columnTile, ExprId j, ExprId k) {
    ExprId row = l_.add(block_.k0, k);
    if (s_.b == OperandForm::kDirect) return b_.element(batch_, l_.add(n, j), row);
    return l_.load(packedB_,
                   l_.add(l_.add(l_.mul(columnTile, l_.index(s_.nr * shape_.k)), l_.mul(row, l_.index(s_.nr))), j));
  }

  void multiply(ExprId m, ExprId rowTile, ExprId n, ExprId columnTile) {
    bool isFloat = shape_.accumulate == DType::kF32 || shape_.accumulate == DType::kF64;
    ExprId block = openSerial("k", s_.unrollK == 1 ? block_.kCount : l_.div(block_.kCount, l_.index(s_.unrollK)));
    ExprId unrolled = s_.unrollK == 1 ? l_.index(0) : openUnrolled("kk", s_.unrollK);
    ExprId k = l_.add(l_.mul(block, l_.index(s_.unrollK)), unrolled);
    eachSum([&](ExprId i, ExprId j, ExprId at) {
      ExprId x = elementA(m, rowTile, i, k), y = elementB(n, columnTile, j, k), sum = l_.load(sums_, at);
      ExprId next = isFloat ? l_.op(ScalarOp::kFma, shape_.accumulate, {x, y, sum})
                            : l_.op(ScalarOp::kAdd, shape_.accumulate,
                                    {l_.op(ScalarOp::kMultiply, shape_.accumulate, {x, y}), sum});
      l_.store(sums_, at, next);
    });
    if (s_.unrollK != 1) l_.close();
    l_.close();
  }

  // The finished tile: straight to memory where it is whole and nothing follows; else through the stack tile.
  void finish(ExprId m, ExprId mUnmoved, ExprId n, ExprId nUnmoved) {
    if (!needsTile()) return storeDirect(m, n);
    ExprId firstRow = fullRows() ? l_.index(0) : l_.sub(mUnmoved, m);
    bool moved = s_.b == OperandForm::kDirect;
    ExprId firstColumn = fullColumns() || !moved ? l_.index(0) : l_.sub(nUnmoved, n);
    ExprId columns = fullColumns() || moved ? l_.index(s_.nr) : l_.min(l_.index(s_.nr), l_.sub(l_.index(shape_.n), n));
    if (!result_.direct) return storeTile(m, n, firstRow, firstColumn, columns);
    ExprId whole;
    if (!fullRows()) whole = l_.op(ScalarOp::kCompareLe, DType::kI1, {mUnmoved, m});
    if (!fullColumns()) {
      ExprId inside = moved ? l_.op(ScalarOp::kCompareLe, DType::kI1, {nUnmoved, n})
                            : l_.op(ScalarOp::kCompareGe, DType::kI1, {columns, l_.index(s_.nr)});
      whole = whole.valid() ? l_.op(ScalarOp::kAnd, DType::kI1, {whole, inside}) : inside;
    }
    l_.openIf(whole);
    storeDirect(m, n);
    l_.close();
    l_.openIf(l_.op(ScalarOp::kNot, DType::kI1, {whole}));
    storeTile(m, n, firstRow, firstColumn, columns);
    l_.close();
  }

  void storeDirect(ExprId m, ExprId n) {
    eachSum([&](ExprId i, ExprId j, ExprId at) { storeResult(m, i, n, j, l_.load(sums_, at)); });
  }

  void storeTile(ExprId m, ExprId n, ExprId firstRow, ExprId firstColumn, ExprId columns) {
    eachSum([&](ExprId, ExprId, ExprId at) { l_.store(tile_, at, l_.load(sums_, at)); });
    ExprId i = l_.var(l_.openFor("i", firstRow, l_.index(s_.mr), LoopKind::kSerial));
    int lanes = fullColumns() ? rowLanes() : s_.lanes;
    ExprId j = l_.var(l_.openFor("j", firstColumn, columns, LoopKind::kVector, 1, lanes));
    storeResult(m, i, n, j, l_.load(tile_, l_.add(l_.mul(i, l_.index(s_.nr)), j)));
    l_.close();
    l_.close();
  }

  LoopBuilder& l_;
  const GemmShape& shape_;
  const GemmSchedule& s_;
  const GemmOperand& a_;
  const GemmOperand& b_;
  const GemmResult& result_;
  // The last statements of a tile's results: in loops over row and column, statements begin ... end.
  struct Stored {
    LoopVarId row, column;
    size_t begin = 0, end = 0;
  };
  static constexpr int64_t kPrefetchFrom = 256 << 10;  // bytes of an array
  static constexpr size_t kMaxPrefetched = 4;          // arrays
  Stored stored_;
  ExprId batch_;
  int64_t kBlocks_ = 1, panelA_ = 0, rowPitch_ = 0, slack_ = 0;
  LoopBufferId packedA_, packedB_, partial_, sums_, tile_;
  Block block_;
};

}  // namespace

void StridedDims::append(int64_t size, int64_t stride) {
  if (size == 1) return;
  if (!dims.empty() && dims.back().stride == stride * size) {
    dims.back() = {dims.back().size * size, stride};
  } else {
    dims.push_back({size, stride});
  }
}

ExprId StridedDims::offset(LoopBuilder& loops, ExprId flat) const {
  ExprId sum = loops.index(0);
  int64_t inner = 1;
  for (size_t i = dims.size(); i-- > 0;) {
    ExprId at = loops.div(flat, loops.index(inner));
    if (i > 0) at = loops.mod(at, loops.index(dims[i].size));
    sum = loops.add(sum, loops.mul(at, loops.index(dims[i].stride)));
    inner *= dims[i].size;
  }
  return sum;
}

void buildGemm(LoopBuilder& loops, const GemmShape& shape, const GemmSchedule& schedule, const GemmOperand& a,
               const GemmOperand& b, const GemmResult& result) {
  CHECK(schedule.alongK || (shape.m >= schedule.mr && schedule.mc % schedule.mr == 0 && schedule.nc % schedule.nr == 0),
        "schedule does not fit the product");
  GemmLoops(loops, shape, schedule, a, b, result).build();
}

}  // namespace partita
