// Products of narrow numbers: neighbours in one ui32, by one instruction.
#include "codegen/schedule/nest_generator.h"

namespace partita {

ExprId NestGenerator::packedValue(size_t i) {
  const PlannedStatement& s = at(i);
  const NestStatement& own = *s.statement;
  const Expr& value = nest_.function.exprs[own.values[0]];
  const LoopVarId along = nest_.axis(plan_.spaces[piece(s.packedPiece).space].axis).var;
  if (piece(s.packedPiece).stride == 1 && value.kind == ExprKind::kLoad &&
      nest_.function.buffers[value.buffer].dtype == value.dtype &&
      strideOf(nest_.function, value.args[0], along) == 1) {
    return atCopy(s.packedPiece, 0,
                  [&] { return l().packedLoad(parameters_.at(value.buffer), expression(value.args[0])); });
  }
  auto ui32 = [&](ScalarOp op, std::vector<ExprId> args) { return l().op(op, DType::kUI32, std::move(args)); };
  const int64_t bits = 8 * dtypeBytes(value.dtype);
  ExprId all;
  for (int64_t c = 0; c < piece(s.packedPiece).count(); ++c) {
    ExprId number = atCopy(s.packedPiece, c, [&] { return expression(own.values[0]); });
    if (value.dtype == DType::kBF16) {
      // A bf16 is the upper half of an f32.
      number = ui32(ScalarOp::kBitcast, {l().op(ScalarOp::kConvert, DType::kF32, {number})});
      number = c == 0 ? ui32(ScalarOp::kShiftRightLogical, {number, l().constantInt(DType::kUI32, 16)})
                      : ui32(ScalarOp::kAnd, {number, l().constantInt(DType::kUI32, 0xffff0000)});
    } else {
      number = ui32(ScalarOp::kAnd, {ui32(ScalarOp::kConvert, {number}), l().constantInt(DType::kUI32, 0xff)});
      if (c > 0) number = ui32(ScalarOp::kShiftLeft, {number, l().constantInt(DType::kUI32, c * bits)});
    }
    all = all.valid() ? ui32(ScalarOp::kOr, {all, number}) : number;
  }
  return all;
}

bool NestGenerator::hasExcess(size_t i) const {
  const PlannedStatement& s = at(i);
  if (s.dotPiece < 0 || (s.sumsInMemory && s.accumulatorLoop < 0)) return false;
  // All copies of a tile are inside all loops, and none of them is summed over.
  const int first = static_cast<int>(s.order.size()) - s.unrolledTail;
  for (size_t d = 0; d < s.order.size(); ++d) {
    if (s.order[d] == s.dotPiece || !plan_.binding(s, s.order[d]).copies()) continue;
    if (static_cast<int>(d) < first || plan_.carries(s, s.order[d])) return false;
  }
  return dotProductOf(plan_, s)->op == ScalarOp::kDotI8;
}

size_t NestGenerator::excessSlot(size_t i) const {
  const PlannedStatement& s = at(i);
  const DotFactor y = dotProductOf(plan_, s)->y;
  auto differs = [&](AxisId axis) {
    if (y.maker == nullptr) {
      const std::vector<LoopVarId> vars = varsOf(nest_.function, y.load);
      return std::find(vars.begin(), vars.end(), nest_.axis(axis).var) != vars.end();
    }
    return std::any_of(y.maker->axes.begin(), y.maker->axes.end(),
                       [&](const AxisUse& use) { return use.axis == axis; });
  };
  size_t number = 0;
  for (int p : s.order) {
    if (!plan_.binding(s, p).copies() || plan_.carries(s, p)) continue;
    const std::vector<AxisId> axes = plan_.axesOf(p);
    if (std::any_of(axes.begin(), axes.end(), differs))
      number =
          number * static_cast<size_t>(piece(p).count()) + static_cast<size_t>(position_.copy[static_cast<size_t>(p)]);
  }
  return number;
}

void NestGenerator::startExcess(size_t i) {
  if (!hasExcess(i)) return;
  Kept& k = kept_[i];
  // The first copy of the tile: those of the one before are done with.
  if (slot(i) == 0) k.excess.clear(), k.inExcess.clear();
  auto [it, isNew] = k.excess.try_emplace(excessSlot(i));
  if (isNew) it->second = l().initAccum(DType::kI32, ScalarOp::kAdd, l().constantInt(DType::kI32, 0));
}

ExprId NestGenerator::sumOf(size_t i) {
  const ExprId sum = l().accumValue(kept_[i].accums[slot(i)]);
  if (!hasExcess(i)) return sum;
  return l().op(ScalarOp::kSubtract, DType::kI32, {sum, l().accumValue(kept_[i].excess.at(excessSlot(i)))});
}

void NestGenerator::addDot(size_t i) {
  const DotProduct product = *dotProductOf(plan_, at(i));
  atCopy(at(i).dotPiece, 0, [&] {
    auto packed = [&](const DotFactor& factor) {
      if (factor.maker == nullptr) {
        const Expr& load = nest_.function.exprs[factor.load];
        return l().packedLoad(parameters_.at(load.buffer), expression(load.args[0]));
      }
      const size_t maker = byTemp_.at(factor.maker->temps[0]).first;
      return l().load(kept_[maker].buffers[0], place(maker));
    };
    const ExprId x = packed(product.x), y = packed(product.y);
    Kept& k = kept_[i];
    if (hasExcess(i)) {
      const ExprId high = l().constantInt(DType::kUI32, 0x80808080);
      if (k.inExcess.insert(y).second) l().accumulateProduct(k.excess.at(excessSlot(i)), high, y, ScalarOp::kDotUI8I8);
      l().accumulateProduct(k.accums[slot(i)], l().op(ScalarOp::kXor, DType::kUI32, {x, high}), y, ScalarOp::kDotUI8I8);
    } else if (!k.accumulatesThere || k.inAccumulators) {
      l().accumulateProduct(k.accums[slot(i)], x, y, product.op);
    } else {
      ExprId where = place(i);
      l().store(k.buffers[0], where, l().op(product.op, dtypeOf(i), {x, y, l().load(k.buffers[0], where)}));
    }
    return x;
  });
}

}  // namespace partita
