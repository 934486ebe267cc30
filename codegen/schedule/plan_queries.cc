// What a plan says: of its pieces, of what statements read and keep.
#include <algorithm>
#include <limits>

#include "codegen/schedule/loop_plan.h"

namespace partita {

std::string PlannedStatement::name() const { return finishesPartial ? statement->name + ".sum" : statement->name; }

bool LoopPlan::exact(int index) const {
  const Piece& p = pieces[index];
  const PieceSpace& space = spaces[p.space];
  for (int q : space.pieces) {
    if (q == index) return q == space.pieces.front() || space.extent % p.size == 0;
    if (pieces[q].stride % p.size != 0) return false;
  }
  return true;
}

bool LoopPlan::wholeBlocks(AxisId axis) const {
  const PieceSpace& space = spaces[axis.index];
  return std::all_of(space.pieces.begin(), space.pieces.end(), [&](int p) {
    const Piece& piece = pieces[p];
    return space.extent % piece.size == 0 && piece.size % piece.stride == 0;
  });
}

AxisRole LoopPlan::roleOf(const PlannedStatement& statement, int piece) const {
  const PieceSpace& space = spaces[pieces[piece].space];
  if (!space.axis.valid()) {
    // Sequential if one is, summed over if one is.
    AxisRole first = roleOf(statement, space.first), second = roleOf(statement, space.second);
    return first == AxisRole::kSequential || second == AxisRole::kParallel ? first : second;
  }
  for (const AxisUse& use : statement.axes) {
    if (use.axis == space.axis) return use.role;
  }
  return AxisRole::kParallel;
}

bool LoopPlan::carries(const PlannedStatement& statement, int piece) const {
  if (statement.finishesPartial || piece == statement.partialPiece || piece == statement.carryPiece) return false;
  const AxisRole role = roleOf(statement, piece);
  return isReduction(role) || (statement.statement->kind == NestKind::kScan && role == AxisRole::kSequential);
}

LoopBinding LoopPlan::binding(const PlannedStatement& statement, int piece) const {
  for (const auto& [own, binding] : statement.bindings) {
    if (own == piece) return binding;
  }
  return pieces[piece].binding;
}

bool LoopPlan::isForeign(const PlannedStatement& statement, int piece) const {
  for (AxisId axis : axesOf(piece)) {
    if (std::none_of(statement.axes.begin(), statement.axes.end(), [&](const AxisUse& u) { return u.axis == axis; }))
      return true;
  }
  return false;
}

bool LoopPlan::reduces(const PlannedStatement& statement, int piece) const {
  return isReduction(roleOf(statement, piece));
}

std::vector<AxisId> LoopPlan::axesOf(int piece) const {
  const PieceSpace& space = spaces[pieces[piece].space];
  if (space.axis.valid()) return {space.axis};
  std::vector<AxisId> axes = axesOf(space.first);
  for (AxisId axis : axesOf(space.second)) axes.push_back(axis);
  return axes;
}

std::vector<int> LoopPlan::piecesOf(const PlannedStatement& statement, AxisId axis) const {
  std::vector<int> result;
  auto has = [](const std::vector<int>& list, int p) { return std::find(list.begin(), list.end(), p) != list.end(); };
  auto add = [&](auto&& self, const PieceSpace& space) -> void {
    for (int p : space.pieces) {
      if (pieces[p].fusedInto >= 0 && !has(statement.order, p)) {
        self(self, spaces[pieces[p].fusedInto]);
      } else if (!has(result, p)) {
        result.push_back(p);
      }
    }
  };
  add(add, spaces[axis.index]);
  return result;
}

std::optional<DotProduct> dotProductOf(const LoopPlan& plan, const PlannedStatement& statement) {
  const LoopFunction& f = plan.nest->function;
  const NestStatement& s = *statement.statement;
  if (s.kind != NestKind::kReduction || s.combine != ScalarOp::kAdd || statement.finishesPartial) return std::nullopt;
  const Expr& product = f.exprs[s.values[0]];
  if (product.kind != ExprKind::kOp || product.op != ScalarOp::kMultiply) return std::nullopt;
  DotFactor factors[2];
  for (size_t n = 0; n < 2; ++n) {
    const Expr& wide = f.exprs[product.args[n]];
    if (wide.kind != ExprKind::kOp || wide.op != ScalarOp::kConvert) return std::nullopt;
    const Expr& narrow = f.exprs[wide.args[0]];
    factors[n].dtype = narrow.dtype;
    if (narrow.kind == ExprKind::kLoad && f.buffers[narrow.buffer].dtype == narrow.dtype) {
      factors[n].load = wide.args[0];
    } else if (narrow.kind == ExprKind::kTemp) {
      for (const PlannedStatement& maker : plan.statements) {
        if (!maker.statement->temps.empty() && maker.statement->temps[0] == narrow.temp)
          factors[n].maker = maker.statement;
      }
    }
    if (!factors[n].load.valid() && factors[n].maker == nullptr) return std::nullopt;
  }
  const DType x = factors[0].dtype, y = factors[1].dtype;
  auto is = [&](DType a, DType b) { return x == a && y == b; };
  DotProduct out{ScalarOp::kDotBF16, factors[0], factors[1]};
  if (is(DType::kBF16, DType::kBF16)) {
    out.op = ScalarOp::kDotBF16;
  } else if (is(DType::kI8, DType::kI8)) {
    out.op = ScalarOp::kDotI8;
  } else if (is(DType::kUI8, DType::kUI8)) {
    out.op = ScalarOp::kDotUI8;
  } else if (is(DType::kUI8, DType::kI8) || is(DType::kI8, DType::kUI8)) {
    out.op = ScalarOp::kDotUI8I8;
    if (x == DType::kI8) std::swap(out.x, out.y);
  } else {
    return std::nullopt;
  }
  if (dotResult(out.op) != product.dtype) return std::nullopt;
  return out;
}

std::vector<ExprId> expressionsOf(const PlannedStatement& statement) {
  if (statement.finishesPartial) return statement.statement->initials;
  std::vector<ExprId> exprs = expressionsOf(*statement.statement, statement.partialPiece < 0);
  // A combiner may load what its region captured.
  const std::vector<ExprId>& combined = statement.statement->combiner.results;
  exprs.insert(exprs.end(), combined.begin(), combined.end());
  return exprs;
}

bool readsTemp(const LoopPlan& plan, const PlannedStatement& statement, const NestStatement& maker) {
  for (ExprId expr : expressionsOf(statement)) {
    for (TempId temp : tempsOf(plan.nest->function, expr)) {
      if (std::find(maker.temps.begin(), maker.temps.end(), temp) != maker.temps.end()) return true;
    }
  }
  return false;
}

bool keptForLaterKernels(const LoopPlan& plan, size_t i) {
  if (plan.statements[i].partialPiece >= 0) return false;  // what finishes them is read
  for (size_t j = i + 1; j < plan.statements.size(); ++j) {
    if (plan.statements[j].kernel != plan.statements[i].kernel &&
        readsTemp(plan, plan.statements[j], *plan.statements[i].statement))
      return true;
  }
  return false;
}

int commonLoops(const LoopPlan& plan, size_t i, size_t j) {
  int depth = std::numeric_limits<int>::max();
  for (size_t k = i + 1; k <= j; ++k) depth = std::min(depth, plan.statements[k].share);
  return depth;
}

}  // namespace partita
