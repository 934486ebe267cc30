#include "tests/support/loop_interpreter.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <functional>
#include <limits>
#include <unordered_map>
#include <unordered_set>

#include "graph/literal.h"

namespace partita {
namespace {

// A value: `number` for float dtypes, `integer` (wrapped to the dtype's bits) for integers and i1.
struct Cell {
  double number = 0;
  int64_t integer = 0;
};

bool isReal(DType dtype) { return isFloat(dtype); }

int64_t wrap(DType dtype, int64_t value) {
  if (dtype == DType::kI1) return value != 0;
  int bits = dtypeBits(dtype);
  if (bits == 64) return value;
  int64_t shifted = static_cast<int64_t>(static_cast<uint64_t>(value) << (64 - bits));
  return isSignedInteger(dtype) ? shifted >> (64 - bits)
                                : static_cast<int64_t>(static_cast<uint64_t>(shifted) >> (64 - bits));
}

// bf16 and f16 are computed in f32.
double roundComputed(DType dtype, double value) {
  return dtype == DType::kF64 ? value : static_cast<double>(static_cast<float>(value));
}

double roundStored(DType dtype, double value) {
  char bytes[16] = {};
  storeFromDouble(dtype, value, bytes);
  return loadAsDouble(dtype, bytes);
}

class Interpreter {
 public:
  Interpreter(const LoopFunction& f, const std::vector<void*>& parameters) : f_(f) {
    memory_.resize(f.buffers.size());
    storage_.resize(f.buffers.size());
    size_t n = 0;
    for (LoopBufferId id : f.parameters) memory_[id.index] = static_cast<char*>(parameters[n++]);
    for (size_t i = 0; i < f.buffers.size(); ++i) {
      const LoopBuffer& buffer = f.buffers[LoopBufferId(i)];
      if (buffer.space == BufferSpace::kParameter) continue;
      storage_[i].resize(static_cast<size_t>(buffer.elements * dtypeBytes(buffer.dtype)));
      memory_[i] = storage_[i].data();
    }
    vars_.resize(f.vars.size());
    temps_.resize(f.temps.size());
    accums_.resize(f.accums.size());
    findLanes({f.root}, 0, {});
  }

  void run() {
    const Stmt& root = f_.stmts[f_.root];
    if (root.kind == StmtKind::kFor)
      execute(f_.root);
    else
      block(root.body);
  }

 private:
  struct Accumulated {
    Cell scalar;
    std::vector<Cell> lanes;
    bool inVectorLoop = false;  // initialised inside the vector loop that is running
  };

  void findLanes(const std::vector<StmtId>& body, int lanes, std::unordered_set<uint32_t> inside) {
    for (StmtId id : body) {
      const Stmt& s = f_.stmts[id];
      if (s.kind == StmtKind::kInitAccum) inside.insert(s.accum.index);
      if (s.kind == StmtKind::kAccumulate && lanes > 0 && !inside.contains(s.accum.index))
        lanes_[s.accum.index] = std::max(lanes_[s.accum.index], lanes);
      bool vector = s.kind == StmtKind::kFor && s.loop == LoopKind::kVector;
      findLanes(s.body, vector ? s.lanes : lanes, vector ? std::unordered_set<uint32_t>() : inside);
    }
  }

  void block(const std::vector<StmtId>& body) {
    for (StmtId id : body) execute(id);
  }

  void execute(StmtId id) {
    const Stmt& s = f_.stmts[id];
    memo_.clear();
    switch (s.kind) {
      case StmtKind::kBlock:
        block(s.body);
        break;
      case StmtKind::kFor: {
        int64_t begin = eval(s.begin).integer, end = eval(s.end).integer;
        for (int64_t i = begin; i < end; i += s.step) {
          vars_[s.var.index] = i;
          if (s.loop == LoopKind::kVector) {
            inVector_ = true;
            lane_ = static_cast<size_t>((i - begin) % s.lanes);
          }
          block(s.body);
          if (s.loop == LoopKind::kVector) inVector_ = false;
        }
        break;
      }
      case StmtKind::kStore: {
        const LoopBuffer& buffer = f_.buffers[s.buffer];
        Cell value = eval(s.value);
        int64_t index = eval(s.index).integer;
        CHECK(index >= 0 && index < buffer.elements, "store to ", buffer.name, "[", index, "] of ", buffer.elements);
        char* p = memory_[s.buffer.index] + index * dtypeBytes(buffer.dtype);
        if (isReal(buffer.dtype))
          storeFromDouble(buffer.dtype, value.number, p);
        else
          storeFromInt(buffer.dtype, value.integer, p);
        break;
      }
      case StmtKind::kInitAccum: {
        Accumulated& a = accums_[s.accum.index];
        a.scalar = eval(s.value);
        a.inVectorLoop = inVector_;
        a.lanes.assign(!inVector_ && lanes_.contains(s.accum.index) ? static_cast<size_t>(lanes_[s.accum.index]) : 0,
                       identity(f_.accums[s.accum]));
        break;
      }
      case StmtKind::kAccumulate: {
        Accumulated& a = accums_[s.accum.index];
        const Accum& accum = f_.accums[s.accum];
        Cell& target = inVector_ && !a.inVectorLoop ? a.lanes[lane_] : a.scalar;
        target = apply(accum.op, accum.dtype, accum.dtype, {target, eval(s.value)});
        break;
      }
      case StmtKind::kLet:
        temps_[s.temp.index] = eval(s.value);
        break;
      case StmtKind::kPrefetch:
        break;
      case StmtKind::kIf:
        if (eval(s.value).integer != 0) block(s.body);
        break;
    }
  }

  Cell identity(const Accum& accum) {
    constexpr double inf = std::numeric_limits<double>::infinity();
    Cell c;
    bool isSigned = isSignedInteger(accum.dtype);
    int64_t all = -1, least = isSigned ? static_cast<int64_t>(uint64_t{1} << (dtypeBits(accum.dtype) - 1)) : 0;
    switch (accum.op) {
      case ScalarOp::kAdd:
        c.number = -0.0;
        break;
      case ScalarOp::kMultiply:
        c = {1, 1};
        break;
      case ScalarOp::kMinimum:
        c = {inf, wrap(accum.dtype, isSigned ? ~least : all)};
        break;
      case ScalarOp::kMaximum:
        c = {-inf, wrap(accum.dtype, least)};
        break;
      case ScalarOp::kAnd:
        c.integer = wrap(accum.dtype, all);
        break;
      default:
        break;
    }
    return c;
  }

  Cell readAccum(AccumId id) {
    const Accumulated& a = accums_[id.index];
    if (a.lanes.empty()) return a.scalar;
    const Accum& accum = f_.accums[id];
    std::vector<Cell> lanes = a.lanes;
    for (size_t n = lanes.size(); n > 1;) {
      size_t h = std::bit_ceil(n) / 2;
      for (size_t i = 0; i + h < n; ++i) lanes[i] = apply(accum.op, accum.dtype, accum.dtype, {lanes[i], lanes[i + h]});
      n = h;
    }
    return apply(accum.op, accum.dtype, accum.dtype, {a.scalar, lanes[0]});
  }

  Cell eval(ExprId id) {
    if (auto it = memo_.find(id.index); it != memo_.end()) return it->second;
    const Expr& e = f_.exprs[id];
    Cell out;
    switch (e.kind) {
      case ExprKind::kConst:
        out.number = e.number;
        out.integer = e.integer;
        break;
      case ExprKind::kVar:
        out.integer = vars_[e.var.index];
        break;
      case ExprKind::kTemp:
        out = temps_[e.temp.index];
        break;
      case ExprKind::kAccum:
        out = readAccum(e.accum);
        break;
      case ExprKind::kLoad: {
        const LoopBuffer& buffer = f_.buffers[e.buffer];
        int64_t index = eval(e.args[0]).integer;
        CHECK(index >= 0 && index < buffer.elements, "load of ", buffer.name, "[", index, "] of ", buffer.elements);
        const char* p = memory_[e.buffer.index] + index * dtypeBytes(buffer.dtype);
        if (isReal(buffer.dtype))
          out.number = loadAsDouble(buffer.dtype, p);
        else
          out.integer = wrap(buffer.dtype, loadAsInt(buffer.dtype, p));
        break;
      }
      case ExprKind::kOp: {
        std::vector<Cell> args;
        for (ExprId arg : e.args) args.push_back(eval(arg));
        out = apply(e.op, e.dtype, f_.exprs[e.args.back()].dtype, args);
        break;
      }
    }
    memo_[id.index] = out;
    return out;
  }

  // FROM: dtype of the (last) operand.
  Cell apply(ScalarOp op, DType dtype, DType from, const std::vector<Cell>& args) {
    Cell out;
    if (op == ScalarOp::kSelect) return args[0].integer != 0 ? args[1] : args[2];
    if (op == ScalarOp::kClamp) {
      return apply(ScalarOp::kMinimum, dtype, dtype,
                   {apply(ScalarOp::kMaximum, dtype, dtype, {args[0], args[1]}), args[2]});
    }
    if (op >= ScalarOp::kCompareEq && op <= ScalarOp::kCompareLt) {
      auto compare = [&](auto a, auto b) -> bool {
        switch (op) {
          case ScalarOp::kCompareEq:
            return a == b;
          case ScalarOp::kCompareNe:
            return a != b;
          case ScalarOp::kCompareGe:
            return a >= b;
          case ScalarOp::kCompareGt:
            return a > b;
          case ScalarOp::kCompareLe:
            return a <= b;
          default:
            return a < b;
        }
      };
      if (isReal(from))
        out.integer = compare(args[0].number, args[1].number);
      else if (isSignedInteger(from))
        out.integer = compare(args[0].integer, args[1].integer);
      else
        out.integer = compare(static_cast<uint64_t>(args[0].integer), static_cast<uint64_t>(args[1].integer));
      return out;
    }
    if (op == ScalarOp::kConvert) return convert(dtype, from, args[0]);
    if (op == ScalarOp::kIsFinite) {
      out.integer = std::isfinite(args[0].number);
      return out;
    }
    if (isReal(dtype))
      out.number = roundComputed(dtype, realOp(op, dtype, args));
    else
      out.integer = wrap(dtype, integerOp(op, dtype, args));
    return out;
  }

  static Cell convert(DType to, DType from, Cell value) {
    Cell out;
    if (isReal(from) && isReal(to))
      out.number = roundStored(to, value.number);
    else if (to == DType::kF32)  // once, not through double
      out.number = isUnsignedInteger(from) ? static_cast<float>(static_cast<uint64_t>(value.integer))
                                           : static_cast<float>(value.integer);
    else if (isReal(to))
      out.number = roundStored(to, isUnsignedInteger(from) ? static_cast<double>(static_cast<uint64_t>(value.integer))
                                                           : static_cast<double>(value.integer));
    else if (to == DType::kI1)
      out.integer = isReal(from) ? value.number != 0 : value.integer != 0;
    else if (!isReal(from))
      out.integer = wrap(to, value.integer);
    else if (std::isnan(value.number))
      out.integer = 0;
    else {
      // Truncates and saturates.
      int bits = dtypeBits(to);
      double high = std::ldexp(1.0, isSignedInteger(to) ? bits - 1 : bits), low = isSignedInteger(to) ? -high : 0;
      double t = std::trunc(value.number);
      if (t >= high)
        out.integer = wrap(to, isSignedInteger(to) ? static_cast<int64_t>((uint64_t{1} << (bits - 1)) - 1) : -1);
      else if (t < low)
        out.integer = wrap(to, isSignedInteger(to) ? static_cast<int64_t>(uint64_t{1} << (bits - 1)) : 0);
      else
        out.integer =
            isSignedInteger(to) ? static_cast<int64_t>(t) : wrap(to, static_cast<int64_t>(static_cast<uint64_t>(t)));
    }
    return out;
  }

  static double realOp(ScalarOp op, DType dtype, const std::vector<Cell>& args) {
    double a = args[0].number, b = args.size() > 1 ? args[1].number : 0;
    switch (op) {
      case ScalarOp::kAdd:
        return a + b;
      case ScalarOp::kSubtract:
        return a - b;
      case ScalarOp::kMultiply:
        return a * b;
      case ScalarOp::kDivide:
        return a / b;
      case ScalarOp::kRemainder:
        return std::fmod(a, b);
      case ScalarOp::kMinimum:
        return std::isnan(a) ? a : std::isnan(b) ? b : a < b ? a : b;
      case ScalarOp::kMaximum:
        return std::isnan(a) ? a : std::isnan(b) ? b : a > b ? a : b;
      case ScalarOp::kNegate:
        return -a;
      case ScalarOp::kAbs:
        return std::fabs(a);
      case ScalarOp::kSign:
        return a > 0 ? 1 : a < 0 ? -1 : a;
      case ScalarOp::kSquare:
        return a * a;
      case ScalarOp::kSqrt:
        return std::sqrt(a);
      case ScalarOp::kFloor:
        return std::floor(a);
      case ScalarOp::kCeil:
        return std::ceil(a);
      case ScalarOp::kRoundEven:
        return std::nearbyint(a);
      case ScalarOp::kRoundAway:
        return std::round(a);
      case ScalarOp::kFma:
        if (dtype == DType::kF64) return std::fma(a, b, args[2].number);
        return std::fma(static_cast<float>(a), static_cast<float>(b), static_cast<float>(args[2].number));
      case ScalarOp::kExp:
        return std::exp(a);
      case ScalarOp::kLog:
        return std::log(a);
      case ScalarOp::kTanh:
        return std::tanh(a);
      default:
        break;
    }
    CHECK(false, "the interpreter has no ", std::string(scalarOpName(op)));
  }

  static int64_t integerOp(ScalarOp op, DType dtype, const std::vector<Cell>& args) {
    int64_t a = args[0].integer, b = args.size() > 1 ? args[1].integer : 0;
    uint64_t ua = static_cast<uint64_t>(a), ub = static_cast<uint64_t>(b);
    bool isSigned = isSignedInteger(dtype), isBool = dtype == DType::kI1;
    uint64_t bits = static_cast<uint64_t>(dtypeBits(dtype));
    switch (op) {
      case ScalarOp::kAdd:
        return isBool ? a | b : static_cast<int64_t>(ua + ub);
      case ScalarOp::kSubtract:
        return static_cast<int64_t>(ua - ub);
      case ScalarOp::kMultiply:
        return static_cast<int64_t>(ua * ub);
      case ScalarOp::kDivide:
        if (b == 0) return -1;
        if (!isSigned) return static_cast<int64_t>(ua / ub);
        return b == -1 ? static_cast<int64_t>(0 - ua) : a / b;
      case ScalarOp::kRemainder:
        if (b == 0) return a;
        if (!isSigned) return static_cast<int64_t>(ua % ub);
        return b == -1 ? 0 : a % b;
      case ScalarOp::kMinimum:
        return (isSigned ? a < b : ua < ub) ? a : b;
      case ScalarOp::kMaximum:
        return (isSigned ? a > b : ua > ub) ? a : b;
      case ScalarOp::kAnd:
        return a & b;
      case ScalarOp::kOr:
        return a | b;
      case ScalarOp::kXor:
        return a ^ b;
      case ScalarOp::kNot:
        return isBool ? !a : ~a;
      case ScalarOp::kNegate:
        return static_cast<int64_t>(0 - ua);
      case ScalarOp::kAbs:
        return isSigned && a < 0 ? static_cast<int64_t>(0 - ua) : a;
      case ScalarOp::kSign:
        return isSigned ? (a > 0) - (a < 0) : a != 0;
      case ScalarOp::kSquare:
        return static_cast<int64_t>(ua * ua);
      case ScalarOp::kPopcnt:
        return std::popcount(bits == 64 ? ua : ua & ((uint64_t{1} << bits) - 1));
      case ScalarOp::kClz:
        return std::countl_zero(bits == 64 ? ua : ua & ((uint64_t{1} << bits) - 1)) - static_cast<int64_t>(64 - bits);
      case ScalarOp::kShiftLeft:
        return ub >= bits ? 0 : static_cast<int64_t>(ua << ub);
      case ScalarOp::kShiftRightLogical:
        return ub >= bits ? 0 : static_cast<int64_t>((bits == 64 ? ua : ua & ((uint64_t{1} << bits) - 1)) >> ub);
      case ScalarOp::kShiftRightArithmetic: {
        int64_t v = static_cast<int64_t>(ua << (64 - bits)) >> (64 - bits);
        return ub >= bits ? (v < 0 ? -1 : 0) : v >> ub;
      }
      case ScalarOp::kFma:
        return static_cast<int64_t>(ua * ub + static_cast<uint64_t>(args[2].integer));
      default:
        break;
    }
    CHECK(false, "the interpreter has no integer ", std::string(scalarOpName(op)));
  }

  const LoopFunction& f_;
  std::vector<char*> memory_;
  std::vector<std::vector<char>> storage_;
  std::vector<int64_t> vars_;
  std::vector<Cell> temps_;
  std::vector<Accumulated> accums_;
  std::unordered_map<uint32_t, int> lanes_;
  std::unordered_map<uint32_t, Cell> memo_;
  bool inVector_ = false;
  size_t lane_ = 0;
};

}  // namespace

void interpretLoops(const LoopFunction& function, const std::vector<void*>& parameters) {
  Interpreter(function, parameters).run();
}

}  // namespace partita
