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
// runs one at a time. lanes may
//   be several machine vectors: the type is split by the emitter, which is how one gets interleaving. A vector loop may
//   hold serial loops with uniform bounds (outer-loop vectorisation), no other vector loop.
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
// - kDivide and kRemainder on integer data follow StableHLO (truncate; by zero -1 and the dividend); on index
// expressions that is floor.
// - No fast-math: nothing is reassociated or contracted. kFma is explicit.
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
  std::vector<ExprId> args;       // kOp: operands; kLoad: one, the index in elements
  friend bool operator==(const Expr&, const Expr&) = default;
};

enum class BufferSpace : uint8_t {
  kParameter,  // a pointer argument of the kernel
  kRegister,   // local; every index is constant once unrolled loops are unrolled, so that it lives in registers
  kStack,      // local, small (at most some KiB)
  kScratch,    // local, in the worker's scratch memory
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
};

enum class LoopKind : uint8_t {
  kParallel,  // only as the outermost statement: the tasks of the kernel, run by any workers in any order
  kSerial,
  kVector,
  kUnrolled,  // kUnrolled: constant extent
};

enum class StmtKind : uint8_t { kBlock, kFor, kStore, kInitAccum, kAccumulate, kLet, kIf, kPrefetch };

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
  ExprId value;            // kStore, kInitAccum (initial value), kAccumulate, kLet; kIf: the condition, i1
  AccumId accum;           // kInitAccum, kAccumulate
  TempId temp;             // kLet
  bool streaming = false;  // kStore: non-temporal, for large buffers nobody reads soon
  bool forWrite = false;   // kPrefetch: the line will be written
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
  StmtId root;                  // a kBlock, or the one kParallel loop
  int64_t tasks = 1;            // extent of the parallel loop
  double flops = 0, bytes = 0;  // of one run: for grain size and profiles
};

// Builds a LoopFunction; expressions are hash-consed and simplified as they are made (constants folded, x*0, x*1, x+0,
// (a*c)/c, (a*c + b)%c with 0 <= b < c where the loop ranges show it).
class LoopBuilder {
 public:
  explicit LoopBuilder(std::string name);

  LoopBufferId parameter(std::string name, DType dtype, int64_t elements, bool read, bool written);
  LoopBufferId local(std::string name, BufferSpace space, DType dtype, int64_t elements);

  ExprId index(int64_t value);                 // i64 constant
  ExprId constant(DType dtype, double value);  // float or integer constant of dtype
  ExprId constantInt(DType dtype, int64_t value);
  ExprId var(LoopVarId var);
  ExprId load(LoopBufferId buffer, ExprId index);
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
  void openIf(ExprId condition);
  void close();
  void store(LoopBufferId buffer, ExprId index, ExprId value, bool streaming = false);
  AccumId initAccum(DType dtype, ScalarOp op, ExprId initial);
  void accumulate(AccumId accum, ExprId value);
  TempId let(ExprId value);
  void prefetch(LoopBufferId buffer, ExprId index, bool forWrite);
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
  LoopFunction function_;
  struct State;
  std::shared_ptr<State> state_;
};

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
