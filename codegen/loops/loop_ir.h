#pragma once
// Loop IR: what a kernel does, as loops over scalar expressions. One LoopFunction becomes one machine function.
//
// Lowering (codegen/lower/lower_*.cc) builds it, schedules change its loops without changing its meaning, an emitter
// per target turns it into code (codegen/emit/llvm/emit_llvm.cc). Everything prints (loopFunctionToString), for dumps
// and golden tests.
//
//   kernel layernorm(p0: f32[4096] read, p1: f32[4096] write) tasks 64 {
//     parallel t in 0..64 {
//       accum a0: f32 add = 0
//       vector(32) i in 0..64 { a0 += p0[t*64 + i] }
//       vector(32) i in 0..64 { p1[t*64 + i] = p0[t*64 + i] / a0 }
//     } }
//
// Semantics
// - Expressions are pure trees shared by id (hash-consed). kLoad reads the buffer at the moment the statement that uses
// it runs; the emitter may
//   reuse a loaded value until the next store to that buffer.
// - Index expressions have dtype i64 and are never negative; divide and remainder on them round down.
// - A vector loop runs its body for `lanes` consecutive values of its variable at once; what is left over at the end
// runs
//   in fewer lanes. lanes may be several machine vectors: the type is split by the emitter, which is how one gets
//   interleaving. A vector loop may hold serial loops with uniform bounds (outer-loop vectorisation), no other vector
//   loop.
// - An accumulator initialised outside a vector loop and updated inside it is reduced over the lanes when it is read
// outside (in a fixed tree
//   order: the result depends on lanes and extent only). Initialised inside, it is one per lane.
// - bf16 and f16 are memory types: a load widens to f32, a store rounds to nearest even; arithmetic with those dtypes
// is done in f32 and not rounded
//   in between (excess precision, as XLA allows); kConvert to bf16/f16 does round. i1 is a byte 0/1 in memory.
// - Element number e of a vector loop (counted from its begin) accumulates in lane e % lanes, lanes start at the
// operation's identity, and the value read
//   outside is `initial op tree(lanes)`, where tree halves: lane i takes in lane i + h, h the greatest power of two
//   below the count.
// - All operands of an operation are evaluated, both arms of kSelect too: an index must be in range wherever its
// statement runs (guard with kIf or clamp).
//   A kIf inside a vector loop whose condition differs between lanes masks its loads, stores and accumulations.
//   Accumulators that a vector loop updates are not read inside it.
// - A packed load gives 4 / size neighbouring elements of one or two bytes as one ui32, the first in the lowest bits: a
//   kLoad whose dtype is not its buffer's. Its index is that of the first and need not be a multiple of their number.
// - kDotBF16(x, y, c), of packed bf16 and f32, is fma(x0, y0, fma(x1, y1, c)). Where the target has an instruction for
//   it, numbers below the least normal one may count as 0, and NEON's rounds in other places: within
//   2^-21 * (|x0*y0| + |x1*y1| + |c|). kDotI8, kDotUI8I8 and kDotUI8, of four packed integers each and i32, are exact
//   and wrap.
// - kDivide and kRemainder on integer data follow StableHLO (truncate; by zero -1 and the dividend); on index
// expressions that is floor.
// - No fast-math: nothing is reassociated or contracted. kFma is explicit.
//
// Blocks and threads
// - A kernel whose root is a kBlock loop is run by blocks of threads. The body of that loop is one kThread loop, whose
//   body every thread runs; both count from 0 and have constant extents. `warpSize` consecutive threads are a warp,
//   lane = thread % warpSize; the last warp of a block may have fewer lanes. Blocks run in any order, one after
//   another or at the same time. The threads of a block run at the same time and each at its own pace.
// - Any other kernel: a task is a block of one thread, whose warp has one lane. Barriers and waits have nothing to
//   wait for then.
// - kRegister and kStack buffers, accumulators and temps are the thread's own, kShared ones the block's (a task's
//   where there are no threads), parameters everybody's. Locals hold nothing when a block begins: an element is
//   written before it is read. kScratch memory is a worker's, a kernel with threads has none.
// - Race: two threads touch one element of kShared memory or of a parameter, at least one of them writes it, not both
//   by kAtomic, and nothing orders the two. Undefined. In a block a kBarrier orders what its threads did before it
//   before what they do after it; a kBarrier of scope kWarp does so for a warp. Only kAcquireRelease atomics order
//   blocks of one kernel.
// - Collective statements (kBarrier, kShuffle, kMatchAny, kBallot, kMatrixTile) are executed by every thread of their
//   group (block, warp, tile lanes) or by none of it, the same statement as often: the conditions and trip counts
//   around them are equal in the whole group. Otherwise undefined. They order memory only where they are barriers.
//   None of them, nor an asynchronous copy, is inside a vector loop.
// - kAsyncCopy starts copying `count` consecutive elements from `source` to `buffer`, of the same dtype, on behalf of
//   the thread that runs it; where there are threads, from a parameter to kShared memory. With a `value`, 0 <= value
//   <= count, only so many elements are read and the others become 0. kCommitCopies makes one group of the copies that
//   the thread started since its last one; kWaitCopies waits until at most `count` of its groups, the newest, are
//   unfinished. From the start of a copy to the wait that covers it nobody touches its elements and nobody writes its
//   source. After the wait the thread itself may; for the others the copy counts as the waiting thread's write: a
//   barrier comes between. A thread ends with nothing unfinished.
// - kShuffle gives the value that another lane of the warp has. A warp is cut into segments of `count` lanes, a power
//   of two: kUp and kDown take it from the lane `index` below or above, or keep the own value where the segment has no
//   such lane; kXor from lane ^ index; kIndex from lane `index` of the segment. The lane must exist. Its own `index`
//   counts for each lane.
// - kMatchAny gives the set of the warp's lanes whose value has the same bits, kBallot that of the lanes whose value
//   is true: ui64, bit l is lane l.
// - kAtomic replaces buffer[index] by `op of it and value` as one step and gives what was there before (an invalid
//   temp: nobody asks). kExchange stores value; kCompareExchange stores value if the element has the bits of
//   `compare`. The order in which threads come is any, so sums of floats are not reproducible. kRelaxed orders nothing
//   else. kAcquireRelease: what the thread did before, and what is ordered before that, comes before what a thread
//   does after its own later kAcquireRelease or kAwait of the same element.
// - kAwait waits until an integer element has one of the bits of `value` and gives it. It takes part in the order as a
//   kAcquireRelease atomic does. Whoever sets the bit has begun: a thread of the same block that does not wait for
//   this one in turn, or a block whose number, taken from a counter by kAtomic, is lower (its loop variable says
//   nothing about who begins first). Not inside a vector loop.
// - kMatrixTile: d = a*b + c, of m x k, k x n and m x n elements, executed by groups of `lanes` consecutive threads. a
//   and b are widened to c's dtype, which is that of d: f32, f64 or i32. d may be c. Each element is fma(a[.,k-1],
//   b[k-1,.], ... fma(a[.,0], b[0,.], c)): exact for integers, which wrap; a target's matrix instruction may add
//   floats in another order and precision (its emitter states the error), one that uses FMAs gives these bits. An
//   operand lies in memory, or in the registers of the group as a fragment (struct TileOperand).
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/types.h"
#include "graph/scalar_op.h"

namespace partita {

using ExprId = Id<struct ExprTag>;
using StmtId = Id<struct StmtTag>;
using LoopVarId = Id<struct LoopVarTag>;
using LoopBufferId = Id<struct LoopBufferTag>;
using AccumId = Id<struct AccumTag>;
using TempId = Id<struct TempTag>;
using MatrixTileId = Id<struct MatrixTileTag>;

enum class ExprKind : uint8_t { kConst, kVar, kLoad, kOp, kAccum, kTemp };

struct Expr {
  ExprKind kind{};
  ScalarOp op = ScalarOp::kNone;  // kOp
  DType dtype = DType::kI64;      // of the value
  double number = 0;              // kConst of a float dtype
  int64_t integer = 0;            // kConst of an integer dtype or i1
  LoopVarId var;                  // kVar
  LoopBufferId buffer;            // kLoad
  AccumId accum;                  // kAccum
  TempId temp;                    // kTemp
  std::vector<ExprId> args;       // kOp: operands; kLoad: one, the index in elements of the buffer
  friend bool operator==(const Expr&, const Expr&) = default;
};

enum class BufferSpace : uint8_t {
  kParameter,  // a pointer argument of the kernel
  kRegister,   // local; every index is constant once unrolled loops are unrolled, so that it lives in registers
  kStack,      // local, small (at most some KiB)
  kScratch,    // local, in the worker's scratch memory
  kShared,     // the block's; without threads the task's
};

struct LoopBuffer {
  std::string name;
  BufferSpace space = BufferSpace::kParameter;
  DType dtype = DType::kF32;
  int64_t elements = 0;
  bool read = false, written = false;  // parameters
  int64_t alignment = 64;              // bytes; what may be assumed of a parameter, given to a local
  // A parameter: no other parameter of the call shares memory with it. Without it a written parameter may be the same
  // memory as another one that is indexed identically (in-place kernels). Locals never share. Lets loads of other
  // buffers be moved across stores to this one.
  bool noAlias = false;
  bool constant = false;  // a parameter whose contents are known when the program is loaded
};

enum class LoopKind : uint8_t {
  kParallel,  // only as the outermost statement: the tasks of the kernel, run by any workers in any order
  kSerial,
  kVector,
  kUnrolled,  // kUnrolled: constant extent
  kBlock,     // only as the outermost statement: blocks of threads
  kThread,    // only as all of a kBlock loop's body: the threads of a block
};

enum class StmtKind : uint8_t {
  kBlock,
  kFor,
  kStore,
  kInitAccum,
  kAccumulate,
  kLet,
  kIf,
  kPrefetch,
  // "Blocks and threads" above
  kBarrier,
  kAsyncCopy,
  kCommitCopies,
  kWaitCopies,
  kShuffle,
  kMatchAny,
  kBallot,
  kAtomic,
  kAwait,
  kMatrixTile,
};

enum class SyncScope : uint8_t { kBlock, kWarp };
enum class ShuffleKind : uint8_t { kUp, kDown, kXor, kIndex };
enum class AtomicOp : uint8_t { kAdd, kMinimum, kMaximum, kAnd, kOr, kXor, kExchange, kCompareExchange };
enum class AtomicOrder : uint8_t { kRelaxed, kAcquireRelease };

struct Stmt {
  StmtKind kind{};
  std::vector<StmtId> body;  // kBlock, kFor, kIf
  // kFor: var runs from begin (inclusive) to end (exclusive) by step
  LoopVarId var;
  ExprId begin, end;
  int64_t step = 1;
  LoopKind loop = LoopKind::kSerial;
  int lanes = 1;  // kVector
  // kStore; kPrefetch: a hint that the cache line of buffer[index] is used soon (changes nothing; `value` is unused)
  LoopBufferId buffer;
  ExprId index;
  ExprId value;                       // kStore, kInitAccum (initial value), kAccumulate, kLet; kIf: the condition, i1
  ExprId factor;                      // kAccumulate of a sum: value * factor is added; invalid: value is
  ScalarOp product = ScalarOp::kFma;  // kAccumulate with a factor: kFma (floats, rounded once) or a dot product
  AccumId accum;                      // kInitAccum, kAccumulate
  TempId temp;                        // kLet
  bool streaming = false;             // kStore: non-temporal, for large buffers nobody reads soon
  bool forWrite = false;              // kPrefetch: the line will be written
  // kAtomic: buffer, index, value, temp (may be invalid), and for kCompareExchange `compare`. kAsyncCopy: to `buffer`
  // from `index` on, `value` may be invalid. kShuffle: value, index, temp. kMatchAny, kBallot: value, temp.
  // kAwait: buffer, index, value, temp.
  LoopBufferId source;                  // kAsyncCopy
  ExprId sourceIndex;                   // kAsyncCopy
  ExprId compare;                       // kAtomic
  int64_t count = 0;                    // kAsyncCopy: elements; kWaitCopies: groups left; kShuffle: lanes of a segment
  SyncScope scope = SyncScope::kBlock;  // kBarrier
  ShuffleKind shuffle = ShuffleKind::kIndex;  // kShuffle
  AtomicOp atomic = AtomicOp::kAdd;           // kAtomic
  AtomicOrder order = AtomicOrder::kRelaxed;  // kAtomic
  MatrixTileId matrixTile;                    // kMatrixTile
};

// How a tile is spread over the lanes of a group: register r of lane l holds the element of number (row*columns +
// column) = sum of laneBits[i] over the bits i set in l + sum of registerBits[j] over the bits j set in r. One to one.
struct FragmentLayout {
  std::vector<int> laneBits, registerBits;
  friend bool operator==(const FragmentLayout&, const FragmentLayout&) = default;
};

// An operand of a matrix tile. A kRegister buffer of a group of more than one lane holds a fragment, whose register 0
// is buffer[index]; otherwise element (row, column) is buffer[index + row/pack*rowStride + row%pack +
// column*columnStride], in memory that the whole group can see. `index` is equal in all lanes.
struct TileOperand {
  LoopBufferId buffer;
  ExprId index;
  int64_t rowStride = 0, columnStride = 0;
  FragmentLayout layout;
  // Rows that lie packed. An operand b of one or two bytes an element, 4 / size rows packed and its columns that far
  // apart, with an a whose columns are neighbours, is what AMX and dot products multiply.
  int pack = 1;
};

struct MatrixTile {
  int m = 0, n = 0, k = 0;
  int lanes = 1;  // 1, or a power of two that warps divide or that divides into whole warps
  TileOperand a, b, c, d;
};

struct Accum {
  DType dtype = DType::kF32;
  ScalarOp op = ScalarOp::kAdd;  // associative: add, multiply, minimum, maximum, and, or, xor
};

struct LoopFunction {
  std::string name;  // symbol; a structural hash gives it when compiled
  std::vector<LoopBufferId> parameters;
  IdVector<LoopBufferId, LoopBuffer> buffers;
  IdVector<ExprId, Expr> exprs;
  IdVector<StmtId, Stmt> stmts;
  IdVector<LoopVarId, std::string> vars;
  IdVector<AccumId, Accum> accums;
  IdVector<TempId, DType> temps;
  IdVector<MatrixTileId, MatrixTile> matrixTiles;
  StmtId root;                  // a kBlock, or the one kParallel loop or kBlock loop
  int64_t tasks = 1;            // extent of the parallel loop or of the block loop
  int64_t threads = 0;          // of a block; 0: no block loop
  int warpSize = 32;            // lanes, a power of two up to 64: what the kernel was made for
  double flops = 0, bytes = 0;  // of one run: for grain size and profiles
};

// Builds a LoopFunction; expressions are hash-consed and simplified as they are made (constants folded, x*0, x*1, x+0,
// (a*c)/c, (a*c + b)%c with 0 <= b < c where the loop ranges show it).
class LoopBuilder {
 public:
  explicit LoopBuilder(std::string name);

  LoopBufferId parameter(std::string name, DType dtype, int64_t elements, bool read, bool written);
  void markConstant(LoopBufferId parameter) { function_.buffers[parameter].constant = true; }
  LoopBufferId local(std::string name, BufferSpace space, DType dtype, int64_t elements);

  ExprId index(int64_t value);                 // i64 constant
  ExprId constant(DType dtype, double value);  // float or integer constant of dtype
  ExprId constantInt(DType dtype, int64_t value);
  ExprId var(LoopVarId var);
  ExprId load(LoopBufferId buffer, ExprId index);
  // The elements from INDEX on that fill a ui32: two of bf16 or f16, four of i8 or ui8.
  ExprId packedLoad(LoopBufferId buffer, ExprId index);
  ExprId op(ScalarOp op, DType dtype, std::vector<ExprId> args);
  ExprId accumValue(AccumId accum);
  ExprId temp(TempId temp);
  // i64 arithmetic
  ExprId add(ExprId a, ExprId b);
  ExprId sub(ExprId a, ExprId b);
  ExprId mul(ExprId a, ExprId b);
  ExprId div(ExprId a, ExprId b);  // floor, operands >= 0
  ExprId mod(ExprId a, ExprId b);
  ExprId min(ExprId a, ExprId b);
  ExprId max(ExprId a, ExprId b);

  // Statements are appended to the block that is open. openFor returns the new variable; close() ends the innermost
  // open block.
  LoopVarId openFor(std::string name, ExprId begin, ExprId end, LoopKind kind, int64_t step = 1, int lanes = 1);
  // Where CONDITION is known, what is inside stands in the block around it, or nowhere.
  void openIf(ExprId condition);
  void close();
  void store(LoopBufferId buffer, ExprId index, ExprId value, bool streaming = false);
  AccumId initAccum(DType dtype, ScalarOp op, ExprId initial);
  void accumulate(AccumId accum, ExprId value);
  // Adds X * Y to a sum: with one rounding, floats of the accumulator's dtype; or by a dot product of packed values.
  void accumulateProduct(AccumId accum, ExprId x, ExprId y, ScalarOp product = ScalarOp::kFma);
  TempId let(ExprId value);
  void prefetch(LoopBufferId buffer, ExprId index, bool forWrite);
  // Blocks and threads; those that give a value return the temp that holds it.
  void setWarpSize(int lanes);
  void barrier(SyncScope scope = SyncScope::kBlock);
  // Only the first VALID elements are read (the others become 0) where it is given.
  void asyncCopy(LoopBufferId to, ExprId toIndex, LoopBufferId from, ExprId fromIndex, int64_t elements,
                 ExprId valid = ExprId());
  void commitCopies();
  void waitCopies(int64_t groupsLeft);
  TempId shuffle(ShuffleKind kind, ExprId value, ExprId lane, int segment);
  TempId matchAny(ExprId value);
  TempId ballot(ExprId condition);
  TempId atomic(AtomicOp op, LoopBufferId buffer, ExprId index, ExprId value, ExprId compare = ExprId(),
                AtomicOrder order = AtomicOrder::kRelaxed);
  TempId await(LoopBufferId buffer, ExprId index, ExprId bits);
  void matrixTile(MatrixTile tile);
  // The number of the element (row*columns + column) that REGISTER of LANE holds.
  ExprId fragmentElement(const FragmentLayout& layout, ExprId lane, ExprId reg);
  // An empty block here, to be filled later: statements between reopenBlock() and close() go into it. They may use only
  // variables and temps that were in scope where it was made.
  StmtId emptyBlock();
  void reopenBlock(StmtId block);
  // EXPR with VALUE in place of VAR, simplified again.
  ExprId substitute(ExprId expr, LoopVarId var, ExprId value);
  // EXPR of FROM (this function or another) made again here, simplified, with what MAP gives in place of its variables,
  // temps and buffers.
  struct ExprMap {
    std::function<ExprId(LoopVarId)> var;
    std::function<ExprId(TempId)> temp;
    std::function<LoopBufferId(LoopBufferId)> buffer;
  };
  ExprId rebuild(const LoopFunction& from, ExprId expr, const ExprMap& map);
  // Names without statements, for nests: a variable from 0 to below EXTENT; a temp, of which VALUE is what is known.
  LoopVarId declareVar(std::string name, int64_t extent);
  TempId declareTemp(DType dtype, ExprId value = ExprId());

  // Value range of an index expression when its variables have constant bounds: [low, high], both inclusive; false when
  // unknown.
  bool rangeOf(ExprId expr, int64_t* low, int64_t* high) const;
  const LoopFunction& function() const { return function_; }
  LoopFunction finish();

 private:
  StmtId openBlock() const;     // the innermost
  Stmt& append(StmtKind kind);  // a new statement there; valid until the next one is made
  LoopFunction function_;
  struct State;
  std::shared_ptr<State> state_;
};

bool isDot(ScalarOp op);
// What a dot product adds its products to: f32 or i32.
DType dotResult(ScalarOp dot);
// Elements of the buffer that a kLoad reads: 1 but for packed loads.
int64_t elementsRead(const LoopFunction& function, const Expr& load);

// The neutral element of an associative operation (struct Accum).
ExprId reductionIdentity(LoopBuilder& loops, ScalarOp op, DType dtype);

// Coefficient of VAR in EXPR when EXPR is linear in it with a constant coefficient; nothing otherwise.
std::optional<int64_t> strideOf(const LoopFunction& function, ExprId expr, LoopVarId var);

std::string loopFunctionToString(const LoopFunction& function);
// The variables' and buffers' names of the function in the text of EXPR.
std::string exprToString(const LoopFunction& function, ExprId expr);
// Same text for functions that differ only in names: the key of the kernel cache.
std::string canonicalText(const LoopFunction& function);

}  // namespace partita
