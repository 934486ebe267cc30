#include "codegen/loops/loop_ir.h"

#include <algorithm>
#include <bit>
#include <functional>
#include <limits>
#include <numeric>

#include "absl/container/flat_hash_map.h"
#include "codegen/loops/expr_maker.h"
#include "codegen/loops/index_analysis.h"
#include "codegen/loops/scalar_fold.h"
#include "codegen/loops/thread_ops.h"

namespace partita {
namespace {

bool isCompare(ScalarOp op) { return op >= ScalarOp::kCompareEq && op <= ScalarOp::kCompareLt; }

// Sums longer than this are kept as they are: flattening every partial sum of a long chain would be quadratic.
constexpr size_t kMaxTerms = 12;

}  // namespace

struct LoopBuilder::State {
  explicit State(const LoopFunction& function) : analysis(function) {}
  absl::flat_hash_map<ExprKey, ExprId> interned;
  std::vector<StmtId> open;  // innermost last; a kBlock, kFor or kIf
  IndexAnalysis analysis;
  // The builder may have been moved since the last call, and its function with it.
  IndexAnalysis& in(const LoopFunction& function) {
    analysis.rebind(function);
    return analysis;
  }
};

#define MAKER ExprMaker(function_, state_->interned, state_->in(function_))

LoopBuilder::LoopBuilder(std::string name) {
  function_.name = std::move(name);
  state_ = std::make_shared<State>(function_);
  Stmt root;
  root.kind = StmtKind::kBlock;
  function_.root = function_.stmts.add(std::move(root));
  state_->open.push_back(function_.root);
}

LoopBufferId LoopBuilder::parameter(std::string name, DType dtype, int64_t elements, bool read, bool written) {
  LoopBuffer buffer;
  buffer.name = std::move(name);
  buffer.dtype = dtype;
  buffer.elements = elements;
  buffer.read = read;
  buffer.written = written;
  LoopBufferId id = function_.buffers.add(std::move(buffer));
  function_.parameters.push_back(id);
  return id;
}

LoopBufferId LoopBuilder::local(std::string name, BufferSpace space, DType dtype, int64_t elements) {
  CHECK(space != BufferSpace::kParameter);
  LoopBuffer buffer;
  buffer.name = std::move(name);
  buffer.space = space;
  buffer.dtype = dtype;
  buffer.elements = elements;
  buffer.read = buffer.written = true;
  return function_.buffers.add(std::move(buffer));
}

ExprId LoopBuilder::index(int64_t value) { return MAKER.index(value); }

ExprId LoopBuilder::constant(DType dtype, double value) {
  if (isInteger(dtype) || dtype == DType::kI1) return constantInt(dtype, static_cast<int64_t>(value));
  Expr expr;
  expr.kind = ExprKind::kConst;
  expr.dtype = dtype;
  expr.number = roundToDType(dtype, value);
  return MAKER.intern(std::move(expr));
}

ExprId LoopBuilder::constantInt(DType dtype, int64_t value) {
  if (!isInteger(dtype) && dtype != DType::kI1) return constant(dtype, static_cast<double>(value));
  return MAKER.integer(dtype, value);
}

ExprId LoopBuilder::var(LoopVarId var) {
  IndexRange range = state_->in(function_).varRange(var);
  if (range.known() && range.low == range.high) return index(range.low);
  Expr expr;
  expr.kind = ExprKind::kVar;
  expr.var = var;
  return MAKER.intern(std::move(expr));
}

ExprId LoopBuilder::load(LoopBufferId buffer, ExprId index) {
  DCHECK(function_.exprs[index].dtype == DType::kI64);
  Expr expr;
  expr.kind = ExprKind::kLoad;
  expr.dtype = function_.buffers[buffer].dtype;
  expr.buffer = buffer;
  expr.args = {index};
  return MAKER.intern(std::move(expr));
}

ExprId LoopBuilder::packedLoad(LoopBufferId buffer, ExprId index) {
  const LoopBuffer& b = function_.buffers[buffer];
  CHECK(b.dtype == DType::kBF16 || b.dtype == DType::kF16 || b.dtype == DType::kI8 || b.dtype == DType::kUI8,
        "packed load of ", b.name, ": ", dtypeName(b.dtype), " is not packed");
  Expr expr;
  expr.kind = ExprKind::kLoad;
  expr.dtype = DType::kUI32;
  expr.buffer = buffer;
  expr.args = {index};
  return MAKER.intern(std::move(expr));
}

ExprId LoopBuilder::accumValue(AccumId accum) {
  Expr expr;
  expr.kind = ExprKind::kAccum;
  expr.dtype = function_.accums[accum].dtype;
  expr.accum = accum;
  return MAKER.intern(std::move(expr));
}

ExprId LoopBuilder::temp(TempId temp) {
  Expr expr;
  expr.kind = ExprKind::kTemp;
  expr.dtype = function_.temps[temp];
  expr.temp = temp;
  return MAKER.intern(std::move(expr));
}

ExprId LoopBuilder::add(ExprId a, ExprId b) {
  LinearForm form = state_->in(function_).linear(a);
  LinearForm other = state_->in(function_).linear(b);
  if (form.terms.size() + other.terms.size() > kMaxTerms) return MAKER.raw(ScalarOp::kAdd, DType::kI64, {a, b});
  form.addForm(other, 1);
  return MAKER.build(std::move(form));
}

ExprId LoopBuilder::sub(ExprId a, ExprId b) {
  LinearForm form = state_->in(function_).linear(a);
  LinearForm other = state_->in(function_).linear(b);
  if (form.terms.size() + other.terms.size() > kMaxTerms) return MAKER.raw(ScalarOp::kSubtract, DType::kI64, {a, b});
  form.addForm(other, -1);
  return MAKER.build(std::move(form));
}

ExprId LoopBuilder::mul(ExprId a, ExprId b) {
  LinearForm form = state_->in(function_).linear(a), other = state_->in(function_).linear(b);
  if (!form.isConstant() && !other.isConstant()) {
    if (b < a) std::swap(a, b);
    return MAKER.raw(ScalarOp::kMultiply, DType::kI64, {a, b});
  }
  if (form.isConstant()) std::swap(form, other);
  LinearForm out;
  out.addForm(form, other.constant);
  return MAKER.build(std::move(out));
}

ExprId LoopBuilder::div(ExprId a, ExprId b) {
  const Expr& divisor = function_.exprs[b];
  if (divisor.kind == ExprKind::kConst && divisor.integer > 0) return MAKER.divide(a, divisor.integer);
  return MAKER.raw(ScalarOp::kDivide, DType::kI64, {a, b});
}

ExprId LoopBuilder::mod(ExprId a, ExprId b) {
  const Expr& divisor = function_.exprs[b];
  if (divisor.kind == ExprKind::kConst && divisor.integer > 0) return MAKER.modulo(a, divisor.integer);
  return MAKER.raw(ScalarOp::kRemainder, DType::kI64, {a, b});
}

ExprId LoopBuilder::min(ExprId a, ExprId b) {
  LinearForm difference = state_->in(function_).linear(a);
  difference.addForm(LinearForm(state_->in(function_).linear(b)), -1);
  IndexRange range = state_->in(function_).range(difference);
  if (range.high <= 0) return a;
  if (range.low >= 0) return b;
  if (b < a) std::swap(a, b);
  return MAKER.raw(ScalarOp::kMinimum, DType::kI64, {a, b});
}

ExprId LoopBuilder::max(ExprId a, ExprId b) {
  LinearForm difference = state_->in(function_).linear(a);
  difference.addForm(LinearForm(state_->in(function_).linear(b)), -1);
  IndexRange range = state_->in(function_).range(difference);
  if (range.low >= 0) return a;
  if (range.high <= 0) return b;
  if (b < a) std::swap(a, b);
  return MAKER.raw(ScalarOp::kMaximum, DType::kI64, {a, b});
}

ExprId LoopBuilder::op(ScalarOp op, DType dtype, std::vector<ExprId> args) {
  DCHECK(static_cast<int>(args.size()) == scalarOpArity(op), scalarOpName(op));
  std::vector<const Expr*> values;
  bool loadFree = true;
  for (ExprId arg : args) {
    values.push_back(&function_.exprs[arg]);
    loadFree = loadFree && values.back()->kind != ExprKind::kLoad;
  }
  if (std::optional<Expr> folded = foldConstant(op, dtype, values)) return MAKER.intern(std::move(*folded));
  CHECK(!isDot(op) || (values[0]->dtype == DType::kUI32 && values[1]->dtype == DType::kUI32 &&
                       values[2]->dtype == dtype && dtype == dotResult(op)),
        scalarOpName(op), " of ", dtypeName(values[0]->dtype), ", ", dtypeName(values[1]->dtype), " and ",
        dtypeName(values[2]->dtype));
  auto isInt = [&](size_t i, int64_t value) {
    return values[i]->kind == ExprKind::kConst && (isInteger(values[i]->dtype) || values[i]->dtype == DType::kI1) &&
           values[i]->integer == value;
  };
  auto isNumber = [&](size_t i, double value) {
    return values[i]->kind == ExprKind::kConst && isFloat(values[i]->dtype) &&
           std::bit_cast<uint64_t>(values[i]->number) == std::bit_cast<uint64_t>(value);
  };
  bool isFloating = isFloat(dtype);
  switch (op) {
    case ScalarOp::kAdd:
      if (dtype == DType::kI64 && loadFree) return add(args[0], args[1]);
      if (isFloating ? isNumber(1, -0.0) : isInt(1, 0)) return args[0];
      if (isFloating ? isNumber(0, -0.0) : isInt(0, 0)) return args[1];
      break;
    case ScalarOp::kSubtract:
      if (dtype == DType::kI64 && loadFree) return sub(args[0], args[1]);
      if (isFloating ? isNumber(1, 0.0) : isInt(1, 0)) return args[0];
      break;
    case ScalarOp::kMultiply:
      if (dtype == DType::kI64 && loadFree) return mul(args[0], args[1]);
      if (isFloating ? isNumber(1, 1.0) : isInt(1, 1)) return args[0];
      if (isFloating ? isNumber(0, 1.0) : isInt(0, 1)) return args[1];
      if (isInteger(dtype) && (isInt(0, 0) || isInt(1, 0))) return constantInt(dtype, 0);
      break;
    case ScalarOp::kDivide:
      if (isFloating ? isNumber(1, 1.0) : isInt(1, 1)) return args[0];
      if (dtype == DType::kI64 && state_->in(function_).range(args[0]).nonNegative() &&
          state_->in(function_).range(args[1]).low > 0) {
        return div(args[0], args[1]);
      }
      break;
    case ScalarOp::kRemainder:
      if (dtype == DType::kI64 && state_->in(function_).range(args[0]).nonNegative() &&
          state_->in(function_).range(args[1]).low > 0) {
        return mod(args[0], args[1]);
      }
      break;
    case ScalarOp::kMinimum:
      if (args[0] == args[1]) return args[0];
      if (dtype == DType::kI64) return min(args[0], args[1]);
      break;
    case ScalarOp::kMaximum:
      if (args[0] == args[1]) return args[0];
      if (dtype == DType::kI64) return max(args[0], args[1]);
      break;
    case ScalarOp::kAnd:
      if (args[0] == args[1]) return args[0];
      if (isInt(0, 0) || isInt(1, 0)) return constantInt(dtype, 0);
      if (dtype == DType::kI1 && isInt(0, 1)) return args[1];
      if (dtype == DType::kI1 && isInt(1, 1)) return args[0];
      break;
    case ScalarOp::kOr:
      if (args[0] == args[1]) return args[0];
      if (isInt(0, 0)) return args[1];
      if (isInt(1, 0)) return args[0];
      if (dtype == DType::kI1 && (isInt(0, 1) || isInt(1, 1))) return constantInt(dtype, 1);
      break;
    case ScalarOp::kXor:
    case ScalarOp::kShiftLeft:
    case ScalarOp::kShiftRightArithmetic:
    case ScalarOp::kShiftRightLogical:
      if (isInt(1, 0)) return args[0];
      break;
    case ScalarOp::kConvert:
      if (values[0]->dtype == dtype) return args[0];
      // To f32 and back: what it was. (Where it was computed it is rounded by this.)
      if ((dtype == DType::kBF16 || dtype == DType::kF16) && values[0]->dtype == DType::kF32 &&
          values[0]->kind == ExprKind::kOp && values[0]->op == ScalarOp::kConvert) {
        const Expr& narrow = function_.exprs[values[0]->args[0]];
        const bool rounded =
            narrow.kind == ExprKind::kLoad || (narrow.kind == ExprKind::kOp && narrow.op == ScalarOp::kConvert);
        if (narrow.dtype == dtype && rounded) return values[0]->args[0];
      }
      break;
    case ScalarOp::kBitcast:
      // The bits of what has as many.
      if (values[0]->kind == ExprKind::kOp && values[0]->op == ScalarOp::kBitcast) {
        const ExprId source = values[0]->args[0];
        const DType from = function_.exprs[source].dtype;
        if (dtypeBits(from) == dtypeBits(values[0]->dtype) && dtypeBits(from) == dtypeBits(dtype))
          return from == dtype ? source : this->op(ScalarOp::kBitcast, dtype, {source});
      }
      break;
    case ScalarOp::kSelect:
      if (isInt(0, 1)) return args[1];
      if (isInt(0, 0)) return args[2];
      if (args[1] == args[2]) return args[1];
      break;
    case ScalarOp::kDotI8:
    case ScalarOp::kDotUI8I8:
    case ScalarOp::kDotUI8:
      if (isInt(0, 0) || isInt(1, 0)) return args[2];
      break;
    case ScalarOp::kClamp:
      if (dtype == DType::kI64) {
        IndexRange low = state_->in(function_).range(args[0]), x = state_->in(function_).range(args[1]),
                   high = state_->in(function_).range(args[2]);
        if (low.highKnown() && high.lowKnown() && x.low >= low.high && x.high <= high.low) return args[1];
      }
      break;
    default:
      break;
  }
  if (isCompare(op) && isInteger(values[0]->dtype)) {
    IndexRange range;
    if (values[0]->dtype == DType::kI64) {
      LinearForm difference = state_->in(function_).linear(args[0]);
      difference.addForm(LinearForm(state_->in(function_).linear(args[1])), -1);
      // A difference decides only where neither side can wrap.
      if (state_->in(function_).range(args[0]).known() && state_->in(function_).range(args[1]).known()) {
        range = state_->in(function_).range(difference);
      }
    } else {
      range = state_->in(function_).range(args[0]) + state_->in(function_).range(args[1]) * -1;
    }
    std::optional<bool> decided;
    switch (op) {
      case ScalarOp::kCompareLt:
        decided = range.high < 0 ? std::optional(true) : range.low >= 0 ? std::optional(false) : std::nullopt;
        break;
      case ScalarOp::kCompareLe:
        decided = range.high <= 0 ? std::optional(true) : range.low > 0 ? std::optional(false) : std::nullopt;
        break;
      case ScalarOp::kCompareGt:
        decided = range.low > 0 ? std::optional(true) : range.high <= 0 ? std::optional(false) : std::nullopt;
        break;
      case ScalarOp::kCompareGe:
        decided = range.low >= 0 ? std::optional(true) : range.high < 0 ? std::optional(false) : std::nullopt;
        break;
      case ScalarOp::kCompareEq:
      case ScalarOp::kCompareNe:
        if (range.low == 0 && range.high == 0)
          decided = op == ScalarOp::kCompareEq;
        else if (range.low > 0 || range.high < 0)
          decided = op == ScalarOp::kCompareNe;
        break;
      default:
        break;
    }
    if (decided) return constantInt(DType::kI1, *decided);
  }
  return MAKER.raw(op, dtype, std::move(args));
}

LoopVarId LoopBuilder::openFor(std::string name, ExprId begin, ExprId end, LoopKind kind, int64_t step, int lanes) {
  CHECK(step > 0 && lanes > 0, "loop ", name);
  CHECK(kind != LoopKind::kVector || step == 1, "vector loop ", name, " with step ", step);
  Stmt stmt;
  stmt.kind = StmtKind::kFor;
  stmt.var = function_.vars.add(std::move(name));
  stmt.begin = begin;
  stmt.end = end;
  stmt.step = step;
  stmt.loop = kind;
  stmt.lanes = kind == LoopKind::kVector ? lanes : 1;
  IndexRange low = state_->in(function_).range(begin), high = state_->in(function_).range(end);
  IndexRange range{low.low, high.highKnown() ? high.high - 1 : high.high};
  if (low.known() && low.low == low.high && range.highKnown() && range.high >= low.low) {
    range.high = low.low + (range.high - low.low) / step * step;
  }
  LoopVarId var = stmt.var;
  state_->in(function_).setVar(var, range);
  if (kind == LoopKind::kUnrolled || kind == LoopKind::kParallel || kind == LoopKind::kBlock ||
      kind == LoopKind::kThread) {
    const Expr &b = function_.exprs[begin], &e = function_.exprs[end];
    CHECK(b.kind == ExprKind::kConst && e.kind == ExprKind::kConst, "loop ", function_.vars[var],
          " needs constant bounds");
    if (kind == LoopKind::kParallel) {
      CHECK(state_->open.size() == 1 && b.integer == 0 && step == 1,
            "a parallel loop is outermost and runs from 0 by 1");
      function_.tasks = e.integer;
    }
    if (kind == LoopKind::kBlock || kind == LoopKind::kThread) {
      CHECK(b.integer == 0 && e.integer > 0 && step == 1, "a block or thread loop runs from 0 by 1 and is not empty");
      (kind == LoopKind::kBlock ? function_.tasks : function_.threads) = e.integer;
    }
  }
  StmtId id = function_.stmts.add(std::move(stmt));
  function_.stmts[state_->open.back()].body.push_back(id);
  state_->open.push_back(id);
  return var;
}

void LoopBuilder::openIf(ExprId condition) {
  DCHECK(function_.exprs[condition].dtype == DType::kI1);
  Stmt stmt;
  stmt.kind = StmtKind::kIf;
  stmt.value = condition;
  // What is inside a known one stands in the block around it, or nowhere.
  const Expr& known = function_.exprs[condition];
  const bool never = known.kind == ExprKind::kConst && known.integer == 0;
  if (known.kind == ExprKind::kConst && !never) return state_->open.push_back(state_->open.back());
  StmtId id = function_.stmts.add(std::move(stmt));
  if (!never) function_.stmts[state_->open.back()].body.push_back(id);
  state_->open.push_back(id);
}

StmtId LoopBuilder::openBlock() const { return state_->open.back(); }

void LoopBuilder::close() {
  CHECK(state_->open.size() > 1, "close() without an open block in ", function_.name);
  state_->open.pop_back();
}

void LoopBuilder::store(LoopBufferId buffer, ExprId index, ExprId value, bool streaming) {
  Stmt stmt;
  stmt.kind = StmtKind::kStore;
  stmt.buffer = buffer;
  stmt.index = index;
  stmt.value = value;
  stmt.streaming = streaming;
  StmtId id = function_.stmts.add(std::move(stmt));
  function_.stmts[state_->open.back()].body.push_back(id);
}

AccumId LoopBuilder::initAccum(DType dtype, ScalarOp op, ExprId initial) {
  Accum accum;
  accum.dtype = dtype;
  accum.op = op;
  Stmt stmt;
  stmt.kind = StmtKind::kInitAccum;
  stmt.accum = function_.accums.add(accum);
  stmt.value = initial;
  AccumId out = stmt.accum;
  StmtId id = function_.stmts.add(std::move(stmt));
  function_.stmts[state_->open.back()].body.push_back(id);
  return out;
}

void LoopBuilder::accumulate(AccumId accum, ExprId value) {
  Stmt stmt;
  stmt.kind = StmtKind::kAccumulate;
  stmt.accum = accum;
  stmt.value = value;
  StmtId id = function_.stmts.add(std::move(stmt));
  function_.stmts[state_->open.back()].body.push_back(id);
}

void LoopBuilder::accumulateProduct(AccumId accum, ExprId x, ExprId y, ScalarOp product) {
  const DType dtype = function_.accums[accum].dtype;
  CHECK(function_.accums[accum].op == ScalarOp::kAdd);
  CHECK(isDot(product) ? dtype == dotResult(product) : product == ScalarOp::kFma && isFloat(dtype),
        scalarOpName(product), " added to ", dtypeName(dtype));
  CHECK(!isDot(product) || (function_.exprs[x].dtype == DType::kUI32 && function_.exprs[y].dtype == DType::kUI32),
        scalarOpName(product), " of values that are not packed");
  Stmt stmt;
  stmt.kind = StmtKind::kAccumulate;
  stmt.accum = accum;
  stmt.value = x;
  stmt.factor = y;
  stmt.product = product;
  StmtId id = function_.stmts.add(std::move(stmt));
  function_.stmts[state_->open.back()].body.push_back(id);
}

TempId LoopBuilder::let(ExprId value) {
  Stmt stmt;
  stmt.kind = StmtKind::kLet;
  stmt.value = value;
  stmt.temp = function_.temps.add(function_.exprs[value].dtype);
  TempId out = stmt.temp;
  state_->in(function_).setTemp(out, value);
  StmtId id = function_.stmts.add(std::move(stmt));
  function_.stmts[state_->open.back()].body.push_back(id);
  return out;
}

void LoopBuilder::prefetch(LoopBufferId buffer, ExprId index, bool forWrite) {
  Stmt stmt;
  stmt.kind = StmtKind::kPrefetch;
  stmt.buffer = buffer;
  stmt.index = index;
  stmt.forWrite = forWrite;
  StmtId id = function_.stmts.add(std::move(stmt));
  function_.stmts[state_->open.back()].body.push_back(id);
}

StmtId LoopBuilder::emptyBlock() {
  Stmt stmt;
  stmt.kind = StmtKind::kBlock;
  StmtId id = function_.stmts.add(std::move(stmt));
  function_.stmts[state_->open.back()].body.push_back(id);
  return id;
}

void LoopBuilder::reopenBlock(StmtId block) {
  CHECK(function_.stmts[block].kind == StmtKind::kBlock);
  state_->open.push_back(block);
}

ExprId LoopBuilder::substitute(ExprId expr, LoopVarId var, ExprId value) {
  return rebuild(function_, expr,
                 {[&](LoopVarId other) { return other == var ? value : this->var(other); },
                  [&](TempId temp) { return this->temp(temp); }, [](LoopBufferId buffer) { return buffer; }});
}

ExprId LoopBuilder::rebuild(const LoopFunction& from, ExprId expr, const ExprMap& map) {
  absl::flat_hash_map<ExprId, ExprId> known;
  auto visit = [&](auto&& self, ExprId id) -> ExprId {
    if (auto it = known.find(id); it != known.end()) return it->second;
    const Expr e = from.exprs[id];
    std::vector<ExprId> args;
    args.reserve(e.args.size());
    if (e.kind == ExprKind::kOp && e.op == ScalarOp::kSelect) {
      // Long chains of them are tables of constants: only the entry that is known to be asked for.
      const Expr& which = function_.exprs[self(self, e.args[0])];
      if (which.kind == ExprKind::kConst) return known[id] = self(self, e.args[which.integer != 0 ? 1 : 2]);
    }
    for (ExprId arg : e.args) args.push_back(self(self, arg));
    ExprId out;
    switch (e.kind) {
      case ExprKind::kConst:
        out = MAKER.intern(e);
        break;
      case ExprKind::kVar:
        out = map.var(e.var);
        break;
      case ExprKind::kTemp:
        out = map.temp(e.temp);
        break;
      case ExprKind::kAccum:
        CHECK(&from == &function_, "an accumulator means nothing in another function");
        out = id;
        break;
      case ExprKind::kLoad:
        out = elementsRead(from, e) == 1 ? load(map.buffer(e.buffer), args[0])
                                         : packedLoad(map.buffer(e.buffer), args[0]);
        break;
      case ExprKind::kOp:
        // Divisions of indices were made by div() and mod(), which may assume operands that are not negative.
        if (&from == &function_ && args == e.args)
          out = id;
        else if (e.dtype == DType::kI64 && e.op == ScalarOp::kDivide)
          out = div(args[0], args[1]);
        else if (e.dtype == DType::kI64 && e.op == ScalarOp::kRemainder)
          out = mod(args[0], args[1]);
        else
          out = op(e.op, e.dtype, std::move(args));
        break;
    }
    known[id] = out;
    return out;
  };
  return visit(visit, expr);
}

LoopVarId LoopBuilder::declareVar(std::string name, int64_t extent) {
  LoopVarId var = function_.vars.add(std::move(name));
  state_->in(function_).setVar(var, IndexRange{0, extent - 1});
  return var;
}

TempId LoopBuilder::declareTemp(DType dtype, ExprId value) {
  TempId temp = function_.temps.add(dtype);
  if (value.valid()) state_->in(function_).setTemp(temp, value);
  return temp;
}

bool LoopBuilder::rangeOf(ExprId expr, int64_t* low, int64_t* high) const {
  IndexRange range = state_->in(function_).range(expr);
  if (!range.known()) return false;
  *low = range.low;
  *high = range.high;
  return true;
}

LoopFunction LoopBuilder::finish() {
  CHECK(state_->open.size() == 1, state_->open.size() - 1, " blocks left open in ", function_.name);
  checkThreads(function_);
  Stmt& root = function_.stmts[function_.root];
  // A kernel that is one parallel loop or block loop has it as its root.
  if (root.body.size() == 1 && function_.stmts[root.body[0]].kind == StmtKind::kFor &&
      (function_.stmts[root.body[0]].loop == LoopKind::kParallel || function_.threads > 0)) {
    function_.root = root.body[0];
  } else {
    for (StmtId id : root.body) {
      CHECK(function_.stmts[id].kind != StmtKind::kFor || function_.stmts[id].loop != LoopKind::kParallel,
            "a parallel loop must be the only statement of ", function_.name);
    }
  }
  return std::move(function_);
}

bool isDot(ScalarOp op) { return op >= ScalarOp::kDotBF16 && op <= ScalarOp::kDotUI8; }

DType dotResult(ScalarOp dot) { return dot == ScalarOp::kDotBF16 ? DType::kF32 : DType::kI32; }

int64_t elementsRead(const LoopFunction& function, const Expr& load) {
  return dtypeBytes(load.dtype) / dtypeBytes(function.buffers[load.buffer].dtype);
}

ExprId reductionIdentity(LoopBuilder& loops, ScalarOp op, DType dtype) {
  const double infinity = std::numeric_limits<double>::infinity();
  int bits = dtypeBits(dtype);
  bool isUnsigned = isUnsignedInteger(dtype);
  switch (op) {
    case ScalarOp::kAdd:
    case ScalarOp::kOr:
    case ScalarOp::kXor:
      return isFloat(dtype) ? loops.constant(dtype, 0) : loops.constantInt(dtype, 0);
    case ScalarOp::kMultiply:
      return isFloat(dtype) ? loops.constant(dtype, 1) : loops.constantInt(dtype, 1);
    case ScalarOp::kAnd:
      return loops.constantInt(dtype, dtype == DType::kI1 ? 1 : -1);
    case ScalarOp::kMaximum:
      if (isFloat(dtype)) return loops.constant(dtype, -infinity);
      if (dtype == DType::kI1 || isUnsigned) return loops.constantInt(dtype, 0);
      return loops.constantInt(dtype, bits == 64 ? std::numeric_limits<int64_t>::min() : -(int64_t{1} << (bits - 1)));
    case ScalarOp::kMinimum:
      if (isFloat(dtype)) return loops.constant(dtype, infinity);
      if (dtype == DType::kI1) return loops.constantInt(dtype, 1);
      if (isUnsigned) return loops.constantInt(dtype, bits == 64 ? -1 : (int64_t{1} << bits) - 1);
      return loops.constantInt(dtype,
                               bits == 64 ? std::numeric_limits<int64_t>::max() : (int64_t{1} << (bits - 1)) - 1);
    default:
      CHECK(false, "no identity of ", static_cast<int>(op));
  }
}

namespace {

std::optional<int64_t> strideIn(const LoopFunction& function, ExprId id, LoopVarId var,
                                absl::flat_hash_map<ExprId, std::optional<int64_t>>& known) {
  if (auto it = known.find(id); it != known.end()) return it->second;
  const Expr& expr = function.exprs[id];
  auto of = [&](ExprId e) { return strideIn(function, e, var, known); };
  std::optional<int64_t> out;
  switch (expr.kind) {
    case ExprKind::kConst:
      out = 0;
      break;
    case ExprKind::kVar:
      out = expr.var == var ? 1 : 0;
      break;
    case ExprKind::kLoad:
      if (of(expr.args[0]) == 0) out = 0;
      break;
    case ExprKind::kAccum:
      break;
    case ExprKind::kTemp:
      for (const Stmt& stmt : function.stmts) {
        if (stmt.kind == StmtKind::kLet && stmt.temp == expr.temp) out = of(stmt.value);
      }
      break;
    case ExprKind::kOp: {
      bool constant = true;
      std::vector<std::optional<int64_t>> parts;
      for (ExprId arg : expr.args) {
        parts.push_back(of(arg));
        constant = constant && parts.back() == 0;
      }
      if (constant) {
        out = 0;
      } else if (expr.dtype == DType::kI64 && (expr.op == ScalarOp::kAdd || expr.op == ScalarOp::kSubtract)) {
        if (parts[0] && parts[1]) out = expr.op == ScalarOp::kAdd ? *parts[0] + *parts[1] : *parts[0] - *parts[1];
      } else if (expr.dtype == DType::kI64 && expr.op == ScalarOp::kMultiply) {
        const Expr &a = function.exprs[expr.args[0]], &b = function.exprs[expr.args[1]];
        if (b.kind == ExprKind::kConst && parts[0])
          out = *parts[0] * b.integer;
        else if (a.kind == ExprKind::kConst && parts[1])
          out = *parts[1] * a.integer;
      }
      break;
    }
  }
  known[id] = out;
  return out;
}

}  // namespace

std::optional<int64_t> strideOf(const LoopFunction& function, ExprId expr, LoopVarId var) {
  absl::flat_hash_map<ExprId, std::optional<int64_t>> known;
  return strideIn(function, expr, var, known);
}

}  // namespace partita
