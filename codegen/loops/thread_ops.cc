// The builder's part for blocks and threads.
#include "codegen/loops/thread_ops.h"

#include <algorithm>
#include <bit>
#include <functional>

namespace partita {
namespace {

bool isPowerOfTwo(int64_t n) { return n > 0 && std::has_single_bit(static_cast<uint64_t>(n)); }

void checkOperand(const LoopFunction& f, const MatrixTile& tile, const TileOperand& operand, int rows, int columns) {
  const LoopBuffer& buffer = f.buffers[operand.buffer];
  if (tile.lanes == 1 || buffer.space != BufferSpace::kRegister) {
    CHECK(tile.lanes == 1 || buffer.space == BufferSpace::kParameter || buffer.space == BufferSpace::kShared,
          "matrix tile of ", f.name, ": ", buffer.name, " belongs to one thread, the tile to ", tile.lanes);
    CHECK(operand.pack > 0, "matrix tile of ", f.name, ": ", buffer.name, " packed by ", operand.pack);
    return;
  }
  CHECK(operand.pack == 1, "matrix tile of ", f.name, ": the fragment ", buffer.name, " is packed");
  const FragmentLayout& layout = operand.layout;
  CHECK(int64_t{1} << layout.laneBits.size() == tile.lanes, "matrix tile of ", f.name, ": the layout of ", buffer.name,
        " has ", layout.laneBits.size(), " lane bits, the group ", tile.lanes, " lanes");
  std::vector<bool> seen(static_cast<size_t>(rows) * static_cast<size_t>(columns));
  const int64_t registers = int64_t{1} << layout.registerBits.size();
  CHECK(registers * tile.lanes == rows * columns, "matrix tile of ", f.name, ": ", registers, " registers of ",
        tile.lanes, " lanes do not make the ", rows, " x ", columns, " elements of ", buffer.name);
  for (int64_t lane = 0; lane < tile.lanes; ++lane) {
    for (int64_t r = 0; r < registers; ++r) {
      const int64_t e = fragmentElementOf(layout, lane, r);
      CHECK(e >= 0 && e < rows * columns && !seen[static_cast<size_t>(e)], "matrix tile of ", f.name,
            ": the layout of ", buffer.name, " is not one to one at lane ", lane, ", register ", r);
      seen[static_cast<size_t>(e)] = true;
    }
  }
}

void checkTile(const LoopFunction& f, const MatrixTile& tile) {
  CHECK(tile.m > 0 && tile.n > 0 && tile.k > 0, "matrix tile of ", f.name, " without elements");
  CHECK(tile.lanes == 1 || (f.threads > 0 && isPowerOfTwo(tile.lanes) && f.threads % tile.lanes == 0),
        "matrix tile of ", f.name, ": ", f.threads, " threads are not whole groups of ", tile.lanes);
  const DType c = f.buffers[tile.c.buffer].dtype, d = f.buffers[tile.d.buffer].dtype;
  CHECK(c == d && (c == DType::kF32 || c == DType::kF64 || c == DType::kI32), "matrix tile of ", f.name, " adds ",
        dtypeName(c), " into ", dtypeName(d));
  for (const TileOperand* operand : {&tile.a, &tile.b}) {
    const DType dtype = f.buffers[operand->buffer].dtype;
    CHECK(c == DType::kI32 ? isInteger(dtype) && dtypeBits(dtype) <= 32
                           : isFloat(dtype) && dtypeBits(dtype) <= dtypeBits(c),
          "matrix tile of ", f.name, ": ", dtypeName(dtype), " is not widened to ", dtypeName(c));
  }
  checkOperand(f, tile, tile.a, tile.m, tile.k);
  checkOperand(f, tile, tile.b, tile.k, tile.n);
  checkOperand(f, tile, tile.c, tile.m, tile.n);
  checkOperand(f, tile, tile.d, tile.m, tile.n);
}

}  // namespace

int64_t fragmentElementOf(const FragmentLayout& layout, int64_t lane, int64_t reg) {
  int64_t element = 0;
  for (size_t i = 0; i < layout.laneBits.size(); ++i) element += (lane >> i & 1) * layout.laneBits[i];
  for (size_t i = 0; i < layout.registerBits.size(); ++i) element += (reg >> i & 1) * layout.registerBits[i];
  return element;
}

std::vector<ExprId> exprsOf(const LoopFunction& function, const Stmt& stmt) {
  std::vector<ExprId> out;
  auto add = [&](ExprId expr) {
    if (expr.valid()) out.push_back(expr);
  };
  for (ExprId expr : {stmt.begin, stmt.end, stmt.index, stmt.value, stmt.factor, stmt.sourceIndex, stmt.compare})
    add(expr);
  if (stmt.matrixTile.valid()) {
    const MatrixTile& tile = function.matrixTiles[stmt.matrixTile];
    for (const TileOperand* operand : {&tile.a, &tile.b, &tile.c, &tile.d}) add(operand->index);
  }
  return out;
}

LoopBufferId writtenBuffer(const LoopFunction& function, const Stmt& stmt) {
  switch (stmt.kind) {
    case StmtKind::kStore:
    case StmtKind::kAsyncCopy:
    case StmtKind::kAtomic:
      return stmt.buffer;
    case StmtKind::kMatrixTile:
      return function.matrixTiles[stmt.matrixTile].d.buffer;
    default:
      return LoopBufferId();
  }
}

std::string_view stmtKindName(StmtKind kind) {
  constexpr std::string_view kNames[] = {
      "block",    "loop",    "store",      "accumulator",      "accumulation",    "let",     "if",
      "prefetch", "barrier", "async copy", "commit of copies", "wait for copies", "shuffle", "match",
      "ballot",   "atomic",  "await",      "matrix tile",
  };
  return kNames[static_cast<size_t>(kind)];
}

std::string_view shuffleName(ShuffleKind kind) {
  constexpr std::string_view kNames[] = {"up", "down", "xor", "index"};
  return kNames[static_cast<size_t>(kind)];
}

std::string_view atomicName(AtomicOp op) {
  constexpr std::string_view kNames[] = {"add", "minimum", "maximum",  "and",
                                         "or",  "xor",     "exchange", "compare_exchange"};
  return kNames[static_cast<size_t>(op)];
}

void checkThreads(const LoopFunction& f) {
  int blockLoops = 0;
  std::function<void(const std::vector<StmtId>&, const Stmt*, bool)> walk = [&](const std::vector<StmtId>& body,
                                                                                const Stmt* parent, bool inVector) {
    for (StmtId id : body) {
      const Stmt& s = f.stmts[id];
      const bool loop = s.kind == StmtKind::kFor;
      if (loop && s.loop == LoopKind::kBlock) {
        ++blockLoops;
        CHECK(parent != nullptr && parent == &f.stmts[f.root] && body.size() == 1, "a block loop is all of ", f.name);
        CHECK(s.body.size() == 1 && f.stmts[s.body[0]].kind == StmtKind::kFor &&
                  f.stmts[s.body[0]].loop == LoopKind::kThread,
              "the body of the block loop of ", f.name, " is one thread loop");
      }
      if (loop && s.loop == LoopKind::kThread)
        CHECK(parent->kind == StmtKind::kFor && parent->loop == LoopKind::kBlock, "a thread loop of ", f.name,
              " is not the body of a block loop");
      CHECK(!inVector || s.kind <= StmtKind::kPrefetch || s.kind == StmtKind::kAtomic, "a ", stmtKindName(s.kind),
            " inside a vector loop of ", f.name);
      CHECK(s.kind != StmtKind::kAsyncCopy || f.threads == 0 ||
                (f.buffers[s.source].space == BufferSpace::kParameter &&
                 f.buffers[s.buffer].space == BufferSpace::kShared),
            "an async copy of ", f.name, " is not from a parameter to shared memory");
      if (s.kind == StmtKind::kMatrixTile) checkTile(f, f.matrixTiles[s.matrixTile]);
      walk(s.body, &s, inVector || (loop && s.loop == LoopKind::kVector));
    }
  };
  walk({f.root}, nullptr, false);
  if (f.threads == 0) return;
  CHECK(blockLoops == 1, "the threads of ", f.name, " have no block loop");
  CHECK(isPowerOfTwo(f.warpSize) && f.warpSize <= 64, f.name, " has warps of ", f.warpSize);
  for (const LoopBuffer& buffer : f.buffers)
    CHECK(buffer.space != BufferSpace::kScratch, f.name, " has threads, and scratch memory: ", buffer.name);
}

Stmt& LoopBuilder::append(StmtKind kind) {
  Stmt stmt;
  stmt.kind = kind;
  StmtId id = function_.stmts.add(std::move(stmt));
  function_.stmts[openBlock()].body.push_back(id);
  return function_.stmts[id];
}

void LoopBuilder::setWarpSize(int lanes) { function_.warpSize = lanes; }

void LoopBuilder::barrier(SyncScope scope) { append(StmtKind::kBarrier).scope = scope; }

void LoopBuilder::asyncCopy(LoopBufferId to, ExprId toIndex, LoopBufferId from, ExprId fromIndex, int64_t elements,
                            ExprId valid) {
  CHECK(elements > 0 && function_.buffers[to].dtype == function_.buffers[from].dtype, "async copy of ", elements,
        " elements from ", function_.buffers[from].name, " to ", function_.buffers[to].name);
  Stmt& stmt = append(StmtKind::kAsyncCopy);
  stmt.buffer = to;
  stmt.index = toIndex;
  stmt.source = from;
  stmt.sourceIndex = fromIndex;
  stmt.count = elements;
  stmt.value = valid;
}

void LoopBuilder::commitCopies() { append(StmtKind::kCommitCopies); }

void LoopBuilder::waitCopies(int64_t groupsLeft) {
  CHECK(groupsLeft >= 0);
  append(StmtKind::kWaitCopies).count = groupsLeft;
}

TempId LoopBuilder::shuffle(ShuffleKind kind, ExprId value, ExprId lane, int segment) {
  CHECK(isPowerOfTwo(segment) && segment <= function_.warpSize, "shuffle in segments of ", segment, " lanes, warps of ",
        function_.warpSize);
  TempId temp = function_.temps.add(function_.exprs[value].dtype);
  Stmt& stmt = append(StmtKind::kShuffle);
  stmt.shuffle = kind;
  stmt.value = value;
  stmt.index = lane;
  stmt.count = segment;
  stmt.temp = temp;
  return temp;
}

TempId LoopBuilder::matchAny(ExprId value) {
  TempId temp = function_.temps.add(DType::kUI64);
  Stmt& stmt = append(StmtKind::kMatchAny);
  stmt.value = value;
  stmt.temp = temp;
  return temp;
}

TempId LoopBuilder::ballot(ExprId condition) {
  CHECK(function_.exprs[condition].dtype == DType::kI1, "a ballot is over conditions");
  TempId temp = function_.temps.add(DType::kUI64);
  Stmt& stmt = append(StmtKind::kBallot);
  stmt.value = condition;
  stmt.temp = temp;
  return temp;
}

TempId LoopBuilder::atomic(AtomicOp op, LoopBufferId buffer, ExprId index, ExprId value, ExprId compare,
                           AtomicOrder order) {
  const DType dtype = function_.buffers[buffer].dtype;
  CHECK(function_.exprs[value].dtype == dtype, "atomic ", atomicName(op), " of ", dtypeName(dtype), " and ",
        dtypeName(function_.exprs[value].dtype));
  CHECK(compare.valid() == (op == AtomicOp::kCompareExchange));
  CHECK(!isFloat(dtype) || (op != AtomicOp::kAnd && op != AtomicOp::kOr && op != AtomicOp::kXor));
  TempId temp = function_.temps.add(dtype);
  Stmt& stmt = append(StmtKind::kAtomic);
  stmt.atomic = op;
  stmt.buffer = buffer;
  stmt.index = index;
  stmt.value = value;
  stmt.compare = compare;
  stmt.order = order;
  stmt.temp = temp;
  return temp;
}

TempId LoopBuilder::await(LoopBufferId buffer, ExprId index, ExprId bits) {
  const DType dtype = function_.buffers[buffer].dtype;
  CHECK(isInteger(dtype) && function_.exprs[bits].dtype == dtype, "await of bits in ", dtypeName(dtype));
  TempId temp = function_.temps.add(dtype);
  Stmt& stmt = append(StmtKind::kAwait);
  stmt.buffer = buffer;
  stmt.index = index;
  stmt.value = bits;
  stmt.temp = temp;
  return temp;
}

void LoopBuilder::matrixTile(MatrixTile tile) {
  MatrixTileId id = function_.matrixTiles.add(std::move(tile));
  append(StmtKind::kMatrixTile).matrixTile = id;
}

ExprId LoopBuilder::fragmentElement(const FragmentLayout& layout, ExprId lane, ExprId reg) {
  ExprId element = index(0);
  auto addBits = [&](ExprId from, const std::vector<int>& bits) {
    for (size_t i = 0; i < bits.size(); ++i)
      element = add(element, mul(mod(div(from, index(int64_t{1} << i)), index(2)), index(bits[i])));
  };
  addBits(lane, layout.laneBits);
  addBits(reg, layout.registerBits);
  return element;
}

}  // namespace partita
