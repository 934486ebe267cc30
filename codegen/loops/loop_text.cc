// The text of loop IR: for dumps and golden tests (names, nested expressions) and for the kernel cache (no names, every
// expression once).
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_format.h"
#include "base/text.h"
#include "codegen/loops/loop_ir.h"
#include "codegen/loops/loop_nest.h"
#include "codegen/loops/thread_ops.h"

namespace partita {
namespace {

std::string_view spaceName(BufferSpace space) {
  switch (space) {
    case BufferSpace::kParameter:
      return "parameter";
    case BufferSpace::kRegister:
      return "register";
    case BufferSpace::kStack:
      return "stack";
    case BufferSpace::kScratch:
      return "scratch";
    case BufferSpace::kShared:
      return "shared";
  }
  return "?";
}

std::string_view loopName(LoopKind kind) {
  switch (kind) {
    case LoopKind::kParallel:
      return "parallel";
    case LoopKind::kSerial:
      return "for";
    case LoopKind::kVector:
      return "vector";
    case LoopKind::kUnrolled:
      return "unrolled";
    case LoopKind::kBlock:
      return "blocks";
    case LoopKind::kThread:
      return "threads";
  }
  return "?";
}

std::string constantText(const Expr& expr) {
  if (expr.dtype == DType::kI1) return expr.integer != 0 ? "true" : "false";
  if (isFloat(expr.dtype)) return absl::StrFormat("%.17g", expr.number);
  return strCat(expr.integer);
}

std::string_view infixName(ScalarOp op) {
  switch (op) {
    case ScalarOp::kAdd:
      return " + ";
    case ScalarOp::kSubtract:
      return " - ";
    case ScalarOp::kMultiply:
      return "*";
    case ScalarOp::kDivide:
      return " / ";
    case ScalarOp::kRemainder:
      return " % ";
    case ScalarOp::kCompareEq:
      return " == ";
    case ScalarOp::kCompareNe:
      return " != ";
    case ScalarOp::kCompareGe:
      return " >= ";
    case ScalarOp::kCompareGt:
      return " > ";
    case ScalarOp::kCompareLe:
      return " <= ";
    case ScalarOp::kCompareLt:
      return " < ";
    default:
      return "";
  }
}

int precedence(ScalarOp op) {
  switch (op) {
    case ScalarOp::kMultiply:
    case ScalarOp::kDivide:
    case ScalarOp::kRemainder:
      return 3;
    case ScalarOp::kAdd:
    case ScalarOp::kSubtract:
      return 2;
    default:
      return 1;
  }
}

// Prints for people. An expression whose text would be long and that is used more than once in a statement gets a line
// of its own: "e7 := ...".
class Printer {
 public:
  explicit Printer(const LoopFunction& function) : function_(function), names_(function.buffers.size()) {
    absl::flat_hash_map<std::string, int> used;
    for (size_t i = 0; i < names_.size(); ++i) {
      std::string name = function.buffers[LoopBufferId(i)].name;
      if (name.empty()) name = strCat("b", i);
      int count = used[name]++;
      names_[i] = count == 0 ? name : strCat(name, ".", count);
    }
    absl::flat_hash_map<std::string, int> usedVars;
    for (const std::string& name : function.vars) {
      int count = usedVars[name]++;
      vars_.push_back(count == 0 ? name : strCat(name, ".", count));
    }
  }

  std::string print() {
    strAppend(&out_, "kernel ");
    printHead();
    strAppend(&out_, " tasks ", function_.tasks);
    if (function_.threads > 0) strAppend(&out_, " of ", function_.threads, " threads, warps of ", function_.warpSize);
    out_ += " {\n";
    for (const LoopBuffer& buffer : function_.buffers) {
      if (buffer.space == BufferSpace::kParameter) continue;
      size_t i = static_cast<size_t>(&buffer - &function_.buffers[LoopBufferId(0)]);
      line(1,
           strCat(spaceName(buffer.space), " ", names_[i], ": ", dtypeName(buffer.dtype), "[", buffer.elements, "]"));
    }
    const Stmt& root = function_.stmts[function_.root];
    if (root.kind == StmtKind::kBlock)
      printBody(root.body, 1);
    else
      printStmt(root, 1);
    strAppend(&out_, "}\n");
    return std::move(out_);
  }

  std::string printExpr(ExprId id) { return text(id, 0); }

  std::string printNest(const LoopNest& nest) {
    strAppend(&out_, "nest ");
    printHead();
    strAppend(&out_, nest.keepsRounding ? " rounded" : "", " {\n  ");
    for (size_t i = 0; i < nest.axes.size(); ++i)
      strAppend(&out_, i > 0 ? ", " : "", nest.axes[i].name, " = ", nest.axes[i].extent,
                nest.axes[i].below.valid() ? strCat(" below ", text(nest.axes[i].below, 0)) : "");
    out_ += "\n";
    for (const NestStatement& s : nest.statements) {
      uses_.clear();
      named_.clear();
      depth_ = 1;
      for (ExprId id : expressionsOf(s)) countUses(id);
      // Role and axes: "r, c", "reduced c, k".
      auto axes = [&](bool reductions) {
        std::string list;
        AxisRole role = AxisRole::kParallel;
        for (const AxisUse& use : s.axes) {
          if (isReduction(use.role) != reductions) continue;
          strAppend(&list, list.empty() ? "" : ", ", use.role == role ? "" : strCat(axisRoleName(use.role), " "),
                    nest.axis(use.axis).name);
          role = use.role;
        }
        return list;
      };
      const std::string guard = s.guard.valid() ? strCat(" if ", text(s.guard, 0)) : "";
      if (s.kind == NestKind::kStore) {
        for (const NestStore& store : s.stores) {
          std::string index = text(store.index, 0), value = text(store.value, 0);
          line(1, strCat(names_[store.buffer.index], "[", index, "] over ", axes(false), guard, " = ", value));
        }
        continue;
      }
      for (size_t v = 0; v < s.values.size(); ++v) {
        std::string value = text(s.values[v], 0);
        const std::string name = strCat("t", s.temps[v].index);
        if (s.kind == NestKind::kValue) {
          line(1, strCat(name, "[", axes(false), "] = ", value));
        } else {
          std::string initial = text(s.initials[v], 0);
          std::string how = s.combine != ScalarOp::kNone
                                ? std::string(scalarOpName(s.combine))
                                : strCat("{t", s.combiner.left[v].index, ", t", s.combiner.right[v].index, " -> ",
                                         text(s.combiner.results[v], 0), "}");
          if (s.kind == NestKind::kScan) {
            line(1, strCat(name, "[", axes(false), "] = scan ", how, " from ", initial, ": ", value));
            continue;
          }
          line(1, strCat(name, "[", axes(false), "] = ", how, " over ", axes(true), guard, " from ", initial, ": ",
                         value));
        }
      }
    }
    out_ += "}\n";
    return std::move(out_);
  }

 private:
  void printHead() {
    strAppend(&out_, function_.name, "(");
    bool first = true;
    for (LoopBufferId id : function_.parameters) {
      const LoopBuffer& buffer = function_.buffers[id];
      strAppend(&out_, first ? "" : ", ", names_[id.index], ": ", dtypeName(buffer.dtype), "[", buffer.elements, "]",
                buffer.read ? " read" : "", buffer.constant ? " constant" : "", buffer.written ? " write" : "",
                buffer.noAlias ? " noalias" : "", buffer.alignment == 64 ? "" : strCat(" align ", buffer.alignment));
      first = false;
    }
    out_ += ")";
  }

  void line(int depth, std::string_view text) {
    strAppend(&out_, std::string(static_cast<size_t>(depth) * 2, ' '), text, "\n");
  }

  void printBody(const std::vector<StmtId>& body, int depth) {
    for (StmtId id : body) printStmt(function_.stmts[id], depth);
  }

  void printStmt(const Stmt& stmt, int depth) {
    depth_ = depth;
    named_.clear();
    uses_.clear();
    for (ExprId id : exprsOf(function_, stmt)) countUses(id);
    switch (stmt.kind) {
      case StmtKind::kBlock:
        line(depth, "{");
        printBody(stmt.body, depth + 1);
        line(depth, "}");
        break;
      case StmtKind::kFor: {
        std::string begin = text(stmt.begin, 0), end = text(stmt.end, 0);
        line(depth, strCat(loopName(stmt.loop), stmt.loop == LoopKind::kVector ? strCat("(", stmt.lanes, ")") : "", " ",
                           vars_[stmt.var.index], " in ", begin, "..", end,
                           stmt.step == 1 ? "" : strCat(" step ", stmt.step), " {"));
        printBody(stmt.body, depth + 1);
        line(depth, "}");
        break;
      }
      case StmtKind::kStore: {
        std::string index = text(stmt.index, 0), value = text(stmt.value, 0);
        line(depth, strCat(names_[stmt.buffer.index], "[", index, "] = ", value, stmt.streaming ? " streaming" : ""));
        break;
      }
      case StmtKind::kInitAccum: {
        const Accum& accum = function_.accums[stmt.accum];
        std::string value = text(stmt.value, 0);
        line(depth, strCat("accum a", stmt.accum.index, ": ", dtypeName(accum.dtype), " ", scalarOpName(accum.op),
                           " = ", value));
        break;
      }
      case StmtKind::kAccumulate: {
        std::string value = text(stmt.value, 0);
        if (stmt.factor.valid()) value = strCat(scalarOpName(stmt.product), " ", value, ", ", text(stmt.factor, 0));
        ScalarOp op = function_.accums[stmt.accum].op;
        line(depth,
             strCat("a", stmt.accum.index, op == ScalarOp::kAdd ? " += " : strCat(" ", scalarOpName(op), "= "), value));
        break;
      }
      case StmtKind::kLet: {
        std::string value = text(stmt.value, 0);
        line(depth, strCat("let t", stmt.temp.index, ": ", dtypeName(function_.temps[stmt.temp]), " = ", value));
        break;
      }
      case StmtKind::kPrefetch: {
        std::string index = text(stmt.index, 0);
        line(depth,
             strCat(stmt.forWrite ? "prefetch for write " : "prefetch ", names_[stmt.buffer.index], "[", index, "]"));
        break;
      }
      case StmtKind::kIf: {
        std::string condition = text(stmt.value, 0);
        line(depth, strCat("if ", condition, " {"));
        printBody(stmt.body, depth + 1);
        line(depth, "}");
        break;
      }
      case StmtKind::kBarrier:
        line(depth, stmt.scope == SyncScope::kBlock ? "barrier" : "barrier of warp");
        break;
      case StmtKind::kAsyncCopy: {
        std::string index = text(stmt.index, 0), from = text(stmt.sourceIndex, 0);
        std::string valid = stmt.value.valid() ? strCat(" valid ", text(stmt.value, 0)) : "";
        line(depth, strCat("copy ", names_[stmt.buffer.index], "[", index, "] = ", names_[stmt.source.index], "[", from,
                           "] count ", stmt.count, valid));
        break;
      }
      case StmtKind::kCommitCopies:
        line(depth, "commit copies");
        break;
      case StmtKind::kWaitCopies:
        line(depth, strCat("wait copies ", stmt.count));
        break;
      case StmtKind::kShuffle: {
        std::string value = text(stmt.value, 0), lane = text(stmt.index, 0);
        line(depth, strCat(letText(stmt), "shuffle ", shuffleName(stmt.shuffle), "(", value, ", ", lane, ") segment ",
                           stmt.count));
        break;
      }
      case StmtKind::kMatchAny: {
        std::string value = text(stmt.value, 0);
        line(depth, strCat(letText(stmt), "match(", value, ")"));
        break;
      }
      case StmtKind::kBallot: {
        std::string value = text(stmt.value, 0);
        line(depth, strCat(letText(stmt), "ballot(", value, ")"));
        break;
      }
      case StmtKind::kAtomic: {
        std::string index = text(stmt.index, 0), value = text(stmt.value, 0);
        std::string compare = stmt.compare.valid() ? strCat(text(stmt.compare, 0), ", ") : "";
        line(depth, strCat(stmt.temp.valid() ? letText(stmt) : "", "atomic ", atomicName(stmt.atomic),
                           stmt.order == AtomicOrder::kRelaxed ? " " : " ordered ", names_[stmt.buffer.index], "[",
                           index, "], ", compare, value));
        break;
      }
      case StmtKind::kAwait: {
        std::string index = text(stmt.index, 0), bits = text(stmt.value, 0);
        line(depth, strCat(letText(stmt), "await ", names_[stmt.buffer.index], "[", index, "] & ", bits));
        break;
      }
      case StmtKind::kMatrixTile: {
        const MatrixTile& tile = function_.matrixTiles[stmt.matrixTile];
        std::string d = operandText(tile, tile.d), a = operandText(tile, tile.a), b = operandText(tile, tile.b);
        std::string c = operandText(tile, tile.c);
        line(depth, strCat("tile ", tile.m, "x", tile.n, "x", tile.k, " by ", tile.lanes, ": ", d, " = ", a, " * ", b,
                           " + ", c));
        break;
      }
    }
  }

  std::string letText(const Stmt& stmt) {
    return strCat("let t", stmt.temp.index, ": ", dtypeName(function_.temps[stmt.temp]), " = ");
  }

  // "shared.a[i] by (64, 1)", "acc[0] fragment".
  std::string operandText(const MatrixTile& tile, const TileOperand& operand) {
    const LoopBuffer& buffer = function_.buffers[operand.buffer];
    return strCat(names_[operand.buffer.index], "[", text(operand.index, 0), "]",
                  tile.lanes > 1 && buffer.space == BufferSpace::kRegister
                      ? " fragment"
                      : strCat(" by (", operand.rowStride, ", ", operand.columnStride, ")",
                               operand.pack > 1 ? strCat(" packed ", operand.pack) : ""));
  }

  void countUses(ExprId id) {
    if (uses_[id]++ > 0) return;
    for (ExprId arg : function_.exprs[id].args) countUses(arg);
  }

  std::string text(ExprId id, int outer) {
    if (auto it = named_.find(id); it != named_.end()) return it->second;
    const Expr& expr = function_.exprs[id];
    std::string out;
    switch (expr.kind) {
      case ExprKind::kConst: {
        std::string number = constantText(expr);
        return expr.dtype == DType::kI64 || expr.dtype == DType::kF32 || expr.dtype == DType::kI1
                   ? number
                   : strCat(number, ":", dtypeName(expr.dtype));
      }
      case ExprKind::kVar:
        return vars_[expr.var.index];
      case ExprKind::kAccum:
        return strCat("a", expr.accum.index);
      case ExprKind::kTemp:
        return strCat("t", expr.temp.index);
      case ExprKind::kLoad:
        out = strCat(names_[expr.buffer.index], "[", text(expr.args[0], 0), "]");
        if (elementsRead(function_, expr) > 1) out = strCat("packed(", out, ")");
        break;
      case ExprKind::kOp: {
        std::string_view infix = infixName(expr.op);
        if (!infix.empty()) {
          int own = precedence(expr.op);
          out = strCat(text(expr.args[0], own), infix, text(expr.args[1], own + 1));
          if (own < outer && out.size() <= kLong) out = strCat("(", out, ")");
        } else {
          out = strCat(
              scalarOpName(expr.op),
              expr.op == ScalarOp::kConvert || expr.op == ScalarOp::kBitcast ? strCat(".", dtypeName(expr.dtype)) : "",
              "(");
          for (size_t i = 0; i < expr.args.size(); ++i) strAppend(&out, i > 0 ? ", " : "", text(expr.args[i], 0));
          out += ")";
        }
        break;
      }
    }
    if (out.size() > kLong && uses_[id] > 1) {
      std::string name = strCat("e", id.index);
      line(depth_, strCat(name, " := ", out));
      named_[id] = name;
      return name;
    }
    if (out.size() > kLong && outer > 0) out = strCat("(", out, ")");
    return out;
  }

  static constexpr size_t kLong = 48;
  const LoopFunction& function_;
  std::vector<std::string> names_, vars_;
  std::string out_;
  int depth_ = 0;
  absl::flat_hash_map<ExprId, int> uses_;
  absl::flat_hash_map<ExprId, std::string> named_;
};

// Prints for the cache: everything numbered in the order of first use, each expression once.
class Canonical {
 public:
  explicit Canonical(const LoopFunction& function) : function_(function) {}

  std::string print() {
    for (LoopBufferId id : function_.parameters) buffer(id);
    strAppend(&out_, "tasks ", function_.tasks, "\n");
    if (function_.threads > 0) strAppend(&out_, "threads ", function_.threads, " warp ", function_.warpSize, "\n");
    stmt(function_.root);
    return std::move(out_);
  }

 private:
  template <typename IdType>
  static size_t number(absl::flat_hash_map<IdType, size_t>& numbers, IdType id) {
    return numbers.try_emplace(id, numbers.size()).first->second;
  }

  size_t buffer(LoopBufferId id) {
    auto [it, added] = buffers_.try_emplace(id, buffers_.size());
    size_t n = it->second;
    if (added) {
      const LoopBuffer& b = function_.buffers[id];
      strAppend(&out_, "b", n, " ", spaceName(b.space), " ", dtypeName(b.dtype), " ", b.elements, " ", b.alignment,
                b.read ? " r" : "", b.written ? " w" : "", b.noAlias ? " n" : "", "\n");
    }
    return n;
  }

  size_t expr(ExprId id) {
    if (auto it = exprs_.find(id); it != exprs_.end()) return it->second;
    const Expr& e = function_.exprs[id];
    std::string text;
    switch (e.kind) {
      case ExprKind::kConst:
        text = isFloat(e.dtype) ? absl::StrFormat("%a", e.number) : strCat(e.integer);
        break;
      case ExprKind::kVar:
        text = strCat("v", number(vars_, e.var));
        break;
      case ExprKind::kAccum:
        text = strCat("a", number(accums_, e.accum));
        break;
      case ExprKind::kTemp:
        text = strCat("t", number(temps_, e.temp));
        break;
      case ExprKind::kLoad:
        text = strCat("load b", buffer(e.buffer));
        break;
      case ExprKind::kOp:
        text = std::string(scalarOpName(e.op));
        break;
    }
    for (ExprId arg : e.args) strAppend(&text, " e", expr(arg));
    size_t n = exprs_.size();
    exprs_[id] = n;
    strAppend(&out_, "e", n, " ", dtypeName(e.dtype), " ", text, "\n");
    return n;
  }

  void stmt(StmtId id) {
    const Stmt& s = function_.stmts[id];
    std::string text;
    switch (s.kind) {
      case StmtKind::kBlock:
        text = "block";
        break;
      case StmtKind::kFor:
        text = strCat(loopName(s.loop), " v", number(vars_, s.var), " e", expr(s.begin), " e", expr(s.end), " ", s.step,
                      " ", s.lanes);
        break;
      case StmtKind::kStore:
        text = strCat("store b", buffer(s.buffer), " e", expr(s.index), " e", expr(s.value), s.streaming ? " s" : "");
        break;
      case StmtKind::kInitAccum: {
        const Accum& accum = function_.accums[s.accum];
        size_t value = expr(s.value);
        text = strCat("accum a", number(accums_, s.accum), " ", dtypeName(accum.dtype), " ", scalarOpName(accum.op),
                      " e", value);
        break;
      }
      case StmtKind::kAccumulate: {
        size_t value = expr(s.value);
        text =
            strCat("to a", number(accums_, s.accum), " e", value, s.factor.valid() ? strCat(" e", expr(s.factor)) : "");
        if (isDot(s.product)) strAppend(&text, " ", scalarOpName(s.product));
        break;
      }
      case StmtKind::kLet: {
        size_t value = expr(s.value);
        text = strCat("let t", number(temps_, s.temp), " e", value);
        break;
      }
      case StmtKind::kPrefetch:
        text = strCat(s.forWrite ? "prefetch w b" : "prefetch r b", buffer(s.buffer), " e", expr(s.index));
        break;
      case StmtKind::kIf:
        text = strCat("if e", expr(s.value));
        break;
      case StmtKind::kBarrier:
        text = s.scope == SyncScope::kBlock ? "barrier block" : "barrier warp";
        break;
      case StmtKind::kAsyncCopy:
        text = strCat("copy b", buffer(s.buffer), " e", expr(s.index), " b", buffer(s.source), " e",
                      expr(s.sourceIndex), " ", s.count);
        if (s.value.valid()) strAppend(&text, " e", expr(s.value));
        break;
      case StmtKind::kCommitCopies:
        text = "commit";
        break;
      case StmtKind::kWaitCopies:
        text = strCat("wait ", s.count);
        break;
      case StmtKind::kShuffle: {
        size_t value = expr(s.value), lane = expr(s.index);
        text = strCat("shuffle t", number(temps_, s.temp), " ", shuffleName(s.shuffle), " e", value, " e", lane, " ",
                      s.count);
        break;
      }
      case StmtKind::kMatchAny:
      case StmtKind::kBallot: {
        size_t value = expr(s.value);
        text = strCat(stmtKindName(s.kind), " t", number(temps_, s.temp), " e", value);
        break;
      }
      case StmtKind::kAtomic: {
        size_t b = buffer(s.buffer), index = expr(s.index), value = expr(s.value);
        std::string compare = s.compare.valid() ? strCat(" e", expr(s.compare)) : "";
        std::string temp = s.temp.valid() ? strCat(" t", number(temps_, s.temp)) : "";
        text = strCat("atomic", temp, " ", atomicName(s.atomic), s.order == AtomicOrder::kRelaxed ? " b" : " o b", b,
                      " e", index, " e", value, compare);
        break;
      }
      case StmtKind::kAwait: {
        size_t b = buffer(s.buffer), index = expr(s.index), bits = expr(s.value);
        text = strCat("await t", number(temps_, s.temp), " b", b, " e", index, " e", bits);
        break;
      }
      case StmtKind::kMatrixTile: {
        const MatrixTile& tile = function_.matrixTiles[s.matrixTile];
        text = strCat("tile ", tile.m, " ", tile.n, " ", tile.k, " ", tile.lanes);
        for (const TileOperand* o : {&tile.a, &tile.b, &tile.c, &tile.d}) {
          size_t b = buffer(o->buffer), index = expr(o->index);
          strAppend(&text, " b", b, " e", index);
          if (tile.lanes == 1 || function_.buffers[o->buffer].space != BufferSpace::kRegister) {
            strAppend(&text, " by ", o->rowStride, " ", o->columnStride);
            if (o->pack > 1) strAppend(&text, " ", o->pack);
          } else {
            for (int bit : o->layout.laneBits) strAppend(&text, " l", bit);
            for (int bit : o->layout.registerBits) strAppend(&text, " r", bit);
          }
        }
        break;
      }
    }
    strAppend(&out_, text, s.body.empty() ? "\n" : " {\n");
    for (StmtId child : s.body) stmt(child);
    if (!s.body.empty()) strAppend(&out_, "}\n");
  }

  const LoopFunction& function_;
  std::string out_;
  absl::flat_hash_map<LoopBufferId, size_t> buffers_;
  absl::flat_hash_map<ExprId, size_t> exprs_;
  absl::flat_hash_map<LoopVarId, size_t> vars_;
  absl::flat_hash_map<AccumId, size_t> accums_;
  absl::flat_hash_map<TempId, size_t> temps_;
};

}  // namespace

std::string loopFunctionToString(const LoopFunction& function) { return Printer(function).print(); }
std::string exprToString(const LoopFunction& function, ExprId expr) { return Printer(function).printExpr(expr); }
std::string nestToString(const LoopNest& nest) { return Printer(nest.function).printNest(nest); }
std::string canonicalText(const LoopFunction& function) { return Canonical(function).print(); }

}  // namespace partita
