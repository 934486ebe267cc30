#include "codegen/schedule/matrix_tile.h"

#include <algorithm>

#include "base/text.h"
#include "codegen/schedule/nest_generator.h"

namespace partita {

namespace {

bool isPowerOfTwo(int64_t n) { return n > 0 && (n & (n - 1)) == 0; }

// The load or temp that EXPR is, converted or not.
std::optional<TileFactor> factorOf(const LoopPlan& plan, ExprId expr) {
  const LoopFunction& f = plan.nest->function;
  while (f.exprs[expr].kind == ExprKind::kOp && f.exprs[expr].op == ScalarOp::kConvert) expr = f.exprs[expr].args[0];
  const Expr& e = f.exprs[expr];
  TileFactor factor;
  if (e.kind == ExprKind::kLoad && f.buffers[e.buffer].dtype == e.dtype) {
    factor.load = expr;
    return factor;
  }
  if (e.kind != ExprKind::kTemp) return std::nullopt;
  for (const PlannedStatement& s : plan.statements) {
    if (s.statement->temps.size() == 1 && s.statement->temps[0] == e.temp) factor.maker = s.statement;
  }
  return factor;
}

bool movesAlong(const LoopPlan& plan, const TileFactor& factor, int piece) {
  const LoopNest& nest = *plan.nest;
  const AxisId axis = plan.spaces[plan.pieces[piece].space].axis;
  if (factor.maker == nullptr) {
    const std::vector<LoopVarId> vars = varsOf(nest.function, factor.load);
    return std::find(vars.begin(), vars.end(), nest.axis(axis).var) != vars.end();
  }
  return std::any_of(factor.maker->axes.begin(), factor.maker->axes.end(),
                     [&](const AxisUse& use) { return use.axis == axis && !isReduction(use.role); });
}

}  // namespace

StatusOr<TileProduct> tileProductOf(const LoopPlan& plan, const PlannedStatement& s) {
  const LoopFunction& f = plan.nest->function;
  const NestStatement& own = *s.statement;
  const Expr& value = f.exprs[own.values[0]];
  const bool contracts = std::all_of(own.axes.begin(), own.axes.end(), [](const AxisUse& use) {
    return !isReduction(use.role) || use.role == AxisRole::kContracted || use.role == AxisRole::kWindow;
  });
  const bool sums = value.dtype == DType::kF32 || value.dtype == DType::kF64 || value.dtype == DType::kI32;
  if (own.combine != ScalarOp::kAdd || value.kind != ExprKind::kOp || value.op != ScalarOp::kMultiply || !contracts ||
      !sums || own.guard.valid())
    return invalidArgument(s.name(), " adds up no products of f32, f64 or i32");
  const std::optional<TileFactor> x = factorOf(plan, value.args[0]), y = factorOf(plan, value.args[1]);
  if (!x || !y) return invalidArgument("the factors of ", s.name(), " are not elements of memory");
  auto fits = [&](const TileFactor& a, const TileFactor& b) {
    return !movesAlong(plan, a, s.tile->n) && !movesAlong(plan, b, s.tile->m);
  };
  if (fits(*x, *y)) return TileProduct{*x, *y};
  if (fits(*y, *x)) return TileProduct{*y, *x};
  return invalidArgument("the factors of ", s.name(), " are no matrices of rows '", plan.pieces[s.tile->m].name,
                         "' and columns '", plan.pieces[s.tile->n].name, "'");
}

Status checkTile(const LoopPlan& plan, size_t i) {
  const PlannedStatement& s = plan.statements[i];
  const TilePieces& tile = *s.tile;
  const std::string step = strCat("tile ", s.name(), ": ");
  const size_t size = s.order.size();
  const int pieces[] = {tile.m, tile.n, tile.k};
  for (size_t d = 0; d < 3; ++d) {
    const Piece& p = plan.pieces[pieces[d]];
    const PieceSpace& space = plan.spaces[p.space];
    if (size < 3 || s.order[size - 3 + d] != pieces[d])
      return invalidArgument(step, "'", p.name, "' is not the ",
                             d == 0   ? "third last"
                             : d == 1 ? "second last"
                                      : "last",
                             " of its loops");
    if (!space.axis.valid() || !plan.exact(pieces[d]) || space.extent % p.stride != 0 || p.size % p.stride != 0 ||
        plan.limited[space.axis.index])
      return invalidArgument(step, "'", p.name, "' does not always run ", p.count(), " times");
    if (plan.binding(s, pieces[d]).kind != Binding::kSerial) return invalidArgument(step, "'", p.name, "' is bound");
    if (plan.carries(s, pieces[d]) != (d == 2))
      return invalidArgument(step, "'", p.name, "' is ", d == 2 ? "not " : "", "what it sums over");
  }
  if (s.partialPiece >= 0 || s.dotPiece >= 0) return invalidArgument(step, "it makes partial sums, or dot products");
  RETURN_IF_ERROR(tileProductOf(plan, s).status());
  const int first = static_cast<int>(size) - 3;
  if (s.share > first || (i + 1 < plan.statements.size() && plan.statements[i + 1].share > first))
    return invalidArgument(step, "another statement shares its loops");
  for (int d = 0; d < first; ++d) {
    if (plan.binding(s, s.order[static_cast<size_t>(d)]).kind == Binding::kVector)
      return invalidArgument(step, "'", plan.pieces[s.order[static_cast<size_t>(d)]].name, "' is bound to lanes");
  }
  if (tile.lanes == 1) return absl::OkStatus();
  const int64_t m = plan.pieces[tile.m].count(), n = plan.pieces[tile.n].count(), warps = tile.lanes / 32;
  if (tile.lanes % 32 != 0 || !isPowerOfTwo(warps) || !isPowerOfTwo(m) || !isPowerOfTwo(n) || n < 8 ||
      m < (warps == 1 ? 8 : 16 * warps))
    return invalidArgument(step, "a tile of ", m, " x ", n, " does not spread over ", tile.lanes,
                           " lanes: whole warps have powers of two, at least 8 columns, and 8 rows (several warps: 16 "
                           "each)");
  const BlockShape shape = blockShapeOf(plan, s.kernel);
  if (shape.extents[0] != tile.lanes || threadPieceOf(plan, s, 0) >= 0)
    return invalidArgument(step, "threads of dimension 0 are its ", tile.lanes,
                           " lanes: no loop of its own is bound to them, and there are as many");
  const LoopFunction& f = plan.nest->function;
  const ExprId initial = s.statement->initials[0];
  if (!varsOf(f, initial).empty() || !tempsOf(f, initial).empty() || !loadsOf(f, initial).empty())
    return invalidArgument(step, "in several lanes it begins with a constant");
  for (int d = s.firstReduction; d < first; ++d) {
    const int p = s.order[static_cast<size_t>(d)];
    const LoopBinding binding = plan.binding(s, p);
    if (!plan.carries(s, p) && !binding.copies() && binding.kind != Binding::kThread)
      return invalidArgument(step, "'", plan.pieces[p].name,
                             "' runs inside what it sums over: it is bound to threads "
                             "or unrolled, so that registers keep its sums");
  }
  return absl::OkStatus();
}

FragmentLayout sumsOfTile(int64_t lanes, int64_t m, int64_t n) {
  FragmentLayout layout;
  const int row = static_cast<int>(n);
  layout.laneBits = {2, 4, row, 2 * row, 4 * row};
  int rows = 8;  // bits of a row that lanes have not
  for (int64_t warps = lanes / 32, bit = 16; warps > 1; warps /= 2, bit *= 2)
    layout.laneBits.push_back(static_cast<int>(bit) * row);
  layout.registerBits = {1};
  if (rows < m) layout.registerBits.push_back(rows * row);
  for (int column = 8; column < n; column *= 2) layout.registerBits.push_back(column);
  for (int64_t bit = 16 * std::max<int64_t>(1, lanes / 32); bit < m; bit *= 2)
    layout.registerBits.push_back(static_cast<int>(bit) * row);
  return layout;
}

// The distance between neighbours along piece P in the memory that PLACE of statement MAKER says; nothing where it
// differs from place to place.
std::optional<int64_t> NestGenerator::pitchAlong(size_t maker, int p) const {
  const PlannedStatement& s = at(maker);
  const Kept& k = kept_[maker];
  for (size_t n = 0; k.inMemory && k.laidOut && n < s.layout.size(); ++n) {
    if (s.layout[n].piece != p) continue;
    if (s.layout[n].swizzle != 0 || (n + 1 < s.layout.size() && s.layout[n + 1].swizzle != 0)) return std::nullopt;
    return k.pitch[n];
  }
  return std::nullopt;
}

Status NestGenerator::prepareTile(size_t i) {
  const PlannedStatement& s = at(i);
  const TilePieces& own = *s.tile;
  ASSIGN_OR_RETURN(const TileProduct product, tileProductOf(plan_, s));
  Tile& tile = tiles_[i];
  MatrixTile& op = tile.op;
  op.m = static_cast<int>(piece(own.m).count());
  op.n = static_cast<int>(piece(own.n).count());
  op.k = static_cast<int>(piece(own.k).count());
  op.lanes = static_cast<int>(own.lanes);
  tile.a = product.a, tile.b = product.b;
  auto operand = [&](const TileFactor& factor, int rows, int columns, TileOperand& out) -> Status {
    std::optional<int64_t> strides[2];
    for (size_t d = 0; d < 2; ++d) {
      const int p = d == 0 ? rows : columns;
      if (!movesAlong(plan_, factor, p)) {
        strides[d] = 0;
      } else if (factor.maker == nullptr) {
        const LoopVarId var = nest_.axis(plan_.spaces[piece(p).space].axis).var;
        strides[d] = strideOf(nest_.function, nest_.function.exprs[factor.load].args[0], var);
        if (strides[d]) *strides[d] *= piece(p).stride;
      } else {
        strides[d] = pitchAlong(byTemp_.at(factor.maker->temps[0]).first, p);
      }
      if (!strides[d])
        return invalidArgument(
            "tile ", s.name(), ": ", factor.maker == nullptr ? std::string("an operand") : factor.maker->name,
            " does not lie in memory in steps along '", piece(p).name, "': 'stage' and 'layout' say how it does");
    }
    if (factor.maker != nullptr) {
      out.buffer = kept_[byTemp_.at(factor.maker->temps[0]).first].buffers[0];
      const BufferSpace space = l().function().buffers[out.buffer].space;
      if (own.lanes > 1 && space != BufferSpace::kShared && space != BufferSpace::kParameter)
        return invalidArgument("tile ", s.name(), ": ", factor.maker->name, " is in the memory of one thread");
    } else {
      out.buffer = parameters_.at(nest_.function.exprs[factor.load].buffer);
    }
    out.rowStride = *strides[0], out.columnStride = *strides[1];
    const DType from = l().function().buffers[out.buffer].dtype, to = dtypeOf(i);
    const bool widens = to == DType::kI32 ? isInteger(from) && dtypeBits(from) <= 32
                                          : isFloat(from) && dtypeBits(from) <= dtypeBits(to);
    if (!widens) return invalidArgument("tile ", s.name(), ": ", dtypeName(from), " is not widened to ", dtypeName(to));
    return absl::OkStatus();
  };
  RETURN_IF_ERROR(operand(tile.a, own.m, own.k, op.a));
  RETURN_IF_ERROR(operand(tile.b, own.k, own.n, op.b));
  const std::optional<int64_t> rows = pitchAlong(i, own.m), columns = pitchAlong(i, own.n);
  if (!rows || !columns)
    return invalidArgument("tile ", s.name(), ": its sums do not lie in steps along '", piece(own.m).name, "' and '",
                           piece(own.n).name, "': 'layout' says how they do");
  tile.rowPitch = *rows, tile.columnPitch = *columns;
  if (own.lanes == 1) {
    op.c.buffer = kept_[i].buffers[0];
    op.c.rowStride = *rows, op.c.columnStride = *columns;
  } else {
    op.c.layout = sumsOfTile(own.lanes, op.m, op.n);
    tile.registers = int64_t{1} << op.c.layout.registerBits.size();
    int64_t copies = 1;
    for (int p : s.order) copies *= plan_.binding(s, p).copies() && !plan_.carries(s, p) ? piece(p).count() : 1;
    op.c.buffer = l().local(strCat("t", s.statement->temps[0].index, "_tile"), BufferSpace::kRegister, dtypeOf(i),
                            copies * tile.registers);
  }
  op.d = op.c;
  return absl::OkStatus();
}

void NestGenerator::overTiles(size_t i, int depth, bool sums, absl::FunctionRef<void()> body) {
  const PlannedStatement& s = at(i);
  const size_t first = s.order.size() - 3;
  auto next = [&](auto&& self, size_t d) -> void {
    while (!sums && d < first && plan_.carries(s, s.order[d])) ++d;
    if (d < first) return open({i, i + 1}, s.order[d], [&] { self(self, d + 1); });
    const LoopPosition saved = position_;
    for (int p : {s.tile->m, s.tile->n, s.tile->k}) {
      if (!sums && p == s.tile->k) continue;
      const auto [from, limit] = block(p);
      opens(p);
      position_.numbers[static_cast<size_t>(p)] = l().index(0);
      enter(p, from, limit, true);
    }
    body();
    position_ = saved;
  };
  next(next, static_cast<size_t>(depth));
}

ExprId NestGenerator::tileRegisters(size_t i, ExprId number) {
  return l().add(l().index(static_cast<int64_t>(slot(i)) * tiles_.at(i).registers), number);
}

void NestGenerator::beginTile(size_t i, int depth) {
  const Tile& tile = tiles_.at(i);
  overTiles(i, depth, false, [&] {
    const ExprId r = l().var(l().openFor("r", l().index(0), l().index(tile.registers), LoopKind::kUnrolled));
    l().store(tile.op.c.buffer, tileRegisters(i, r), expression(at(i).statement->initials[0]));
    l().close();
  });
}

void NestGenerator::emitTile(size_t i, int depth) {
  const Tile& tile = tiles_.at(i);
  overTiles(i, depth, true, [&] {
    MatrixTile op = tile.op;
    auto index = [&](const TileFactor& factor) {
      return factor.maker == nullptr ? expression(nest_.function.exprs[factor.load].args[0])
                                     : place(byTemp_.at(factor.maker->temps[0]).first);
    };
    op.a.index = index(tile.a), op.b.index = index(tile.b);
    op.c.index = op.lanes == 1 ? place(i) : tileRegisters(i, l().index(0));
    op.d.index = op.c.index;
    l().matrixTile(std::move(op));
  });
}

void NestGenerator::finishTile(size_t i, int depth) {
  const Tile& tile = tiles_.at(i);
  overTiles(i, depth, false, [&] {
    ExprId first;  // of the threads that have the same sums
    for (int d : repeatedDimensions(plan_, at(i))) {
      if (d == 0) continue;
      const ExprId test = l().op(ScalarOp::kCompareEq, DType::kI1, {threads_[static_cast<size_t>(d)], l().index(0)});
      first = first.valid() ? l().op(ScalarOp::kAnd, DType::kI1, {first, test}) : test;
    }
    if (first.valid()) l().openIf(first);
    const ExprId r = l().var(l().openFor("r", l().index(0), l().index(tile.registers), LoopKind::kUnrolled));
    const ExprId e = l().fragmentElement(tile.op.c.layout, threads_[0], r), columns = l().index(tile.op.n);
    const ExprId where = l().add(l().mul(l().div(e, columns), l().index(tile.rowPitch)),
                                 l().mul(l().mod(e, columns), l().index(tile.columnPitch)));
    l().store(kept_[i].buffers[0], l().add(place(i), where), l().load(tile.op.c.buffer, tileRegisters(i, r)));
    l().close();
    if (first.valid()) l().close();
  });
}

}  // namespace partita
