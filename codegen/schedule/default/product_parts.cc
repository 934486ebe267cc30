#include "codegen/schedule/default/product_parts.h"

#include <numeric>
#include <optional>

namespace partita {

namespace {

// The value of INDEX where VAR is AT and all other variables 0; nothing where it depends on memory.
std::optional<int64_t> indexAt(const LoopFunction& function, ExprId index, LoopVarId var, int64_t at) {
  const Expr& e = function.exprs[index];
  if (e.kind == ExprKind::kConst) return e.integer;
  if (e.kind == ExprKind::kVar) return e.var == var ? at : 0;
  if (e.kind != ExprKind::kOp || e.dtype != DType::kI64 || e.args.size() != 2) return std::nullopt;
  const std::optional<int64_t> x = indexAt(function, e.args[0], var, at), y = indexAt(function, e.args[1], var, at);
  if (!x || !y) return std::nullopt;
  switch (e.op) {
    case ScalarOp::kAdd:
      return *x + *y;
    case ScalarOp::kSubtract:
      return *x - *y;
    case ScalarOp::kMultiply:
      return *x * *y;
    case ScalarOp::kMinimum:
      return std::min(*x, *y);
    case ScalarOp::kMaximum:
      return std::max(*x, *y);
    case ScalarOp::kDivide:
      return *y == 0 ? std::nullopt : std::optional(*x / *y);
    case ScalarOp::kRemainder:
      return *y == 0 ? std::nullopt : std::optional(*x % *y);
    default:
      return std::nullopt;
  }
}

}  // namespace

int64_t runOf(const LoopFunction& function, ExprId index, LoopVarId var, int64_t extent) {
  int64_t run = extent;
  auto visit = [&](auto&& self, ExprId id) -> void {
    const Expr& e = function.exprs[id];
    if (e.kind != ExprKind::kOp) return;
    if ((e.op == ScalarOp::kDivide || e.op == ScalarOp::kRemainder) && e.args.size() == 2) {
      const std::optional<int64_t> stride = strideOf(function, e.args[0], var);
      const Expr& by = function.exprs[e.args[1]];
      if (stride && *stride != 0 && by.kind == ExprKind::kConst)
        run = std::gcd(run, by.integer % *stride == 0 ? by.integer / *stride : 1);
    }
    for (ExprId arg : e.args) self(self, arg);
  };
  visit(visit, index);
  return run;
}

ProductOperand operandOf(const LoopNest& nest, const NestStatement& sum, const NestStatement& value,
                         const NestAxis& row, const NestAxis& k, bool contiguous) {
  const LoopFunction& f = nest.function;
  ProductOperand operand;
  operand.value = &value;
  operand.run = row.extent;
  operand.alongK = row.extent == 1;
  ExprId whole = value.values[0];
  if (const Expr& e = f.exprs[whole];
      e.kind == ExprKind::kOp && e.op == ScalarOp::kConvert && f.exprs[e.args[0]].kind == ExprKind::kTemp) {
    for (const NestStatement& x : nest.statements) {
      const bool same = x.kind == NestKind::kValue && x.temps[0] == f.exprs[e.args[0]].temp && x.axes == value.axes;
      if (same) operand.narrow = &x;
    }
    if (operand.narrow != nullptr) whole = operand.narrow->values[0];
  }
  int64_t largest = 0;
  const std::vector<ExprId> loads = loadsOf(f, whole);
  operand.constant = !loads.empty();
  for (ExprId load : loads) {
    const Expr& e = f.exprs[load];
    operand.constant = operand.constant && f.buffers[e.buffer].constant;
    auto distance = [&](const NestAxis& axis) {
      const auto first = indexAt(f, e.args[0], axis.var, 0), second = indexAt(f, e.args[0], axis.var, 1);
      return axis.extent > 1 && first && second ? *second - *first : 0;
    };
    const int64_t alongK = distance(k), r = distance(row);
    const int64_t size = f.buffers[e.buffer].elements;
    operand.run = std::gcd(operand.run, runOf(f, e.args[0], row.var, row.extent));
    if ((alongK == 0 && r == 0) || size <= largest) continue;
    largest = size;
    operand.alongK = alongK != 0 && (r == 0 || std::abs(alongK) <= std::abs(r));
    operand.distanceK = alongK;
    operand.stored = whole == load && f.buffers[e.buffer].dtype == f.exprs[whole].dtype &&
                     strideOf(f, e.args[0], k.var).has_value() && strideOf(f, e.args[0], row.var).has_value() &&
                     (!contiguous || r == 1 || r == 0);
    operand.inPlace = operand.stored && operand.narrow == nullptr && f.exprs[whole].dtype == f.temps[sum.temps[0]];
  }
  return operand;
}

int64_t dotRun(const LoopNest& nest, const NestStatement& sum, const ProductOperand& a, const ProductOperand& b,
               int64_t extent, const CpuTarget& target) {
  if (a.narrow == nullptr || b.narrow == nullptr) return 1;
  auto dtype = [&](const NestStatement& s) { return nest.function.temps[s.temps[0]]; };
  const DType x = dtype(*a.narrow), y = dtype(*b.narrow);
  if (dtype(sum) != (x == DType::kBF16 ? DType::kF32 : DType::kI32)) return 1;
  const bool arm = !target.isX86();
  // Instructions for it take numbers below the least normal one for 0.
  if (x == DType::kBF16 && nest.keepsRounding) return 1;
  if (x == DType::kBF16 && y == DType::kBF16) return extent % 2 == 0 && target.has(arm ? "bf16" : "avx512bf16") ? 2 : 1;
  if (x == DType::kBF16 || y == DType::kBF16 || extent % 4 != 0) return 1;
  return (arm ? target.has("dotprod") : target.has("avx512vnni") || target.has("avxvnni")) ? 4 : 1;
}

std::string cutOff(Schedule& schedule, std::string& rest, int64_t& count, int64_t factor, const NestAxis& axis,
                   const char* level) {
  if (factor >= count) return "";
  const std::string outer = axis.name + "." + level, inner = outer + "r";
  schedule.split(rest, factor, outer, inner);
  rest = inner;
  count = factor;
  return outer;
}

std::vector<std::string> withPieces(std::vector<std::string> list, std::initializer_list<std::string> more) {
  for (const std::string& piece : more) {
    if (!piece.empty()) list.push_back(piece);
  }
  return list;
}

RegisterTile chooseTile(const CpuTarget& target, int64_t lanes, int64_t m, int64_t n, int64_t run, int64_t rowRun) {
  RegisterTile best;
  double least = 0;
  for (int64_t nv = 1; nv <= 8; nv *= 2) {
    for (int64_t mr = 1; mr <= 16; ++mr) {
      if (mr * nv + nv + 1 > target.vectorRegisters || mr > m) continue;
      if (rowRun % lanes == 0 && rowRun < m && rowRun % mr != 0) continue;
      if (run != n && run % (nv * lanes) != 0 && run % lanes == 0) continue;
      const double tile = std::max({static_cast<double>(mr * nv) * 0.5, static_cast<double>(mr + nv) * 0.7, 4.0});
      const double cost = tile * static_cast<double>(ceilDiv(m, mr)) * static_cast<double>(ceilDiv(n, nv * lanes)) *
                          (1.0 - 0.0005 * static_cast<double>(mr * nv));
      if (least == 0 || cost < least) {
        least = cost;
        best.rows = mr;
        best.columns = nv * lanes;
      }
    }
  }
  return best;
}

}  // namespace partita
